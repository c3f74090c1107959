//! Who is listed, and what stands for the rest.

use super::*;

#[test]
fn both_winners_and_losers_are_among_the_listed() {
    // (tickets, lost ones, lines) and (winners, losers) listed.
    let cases = [
        ((2, 1, 20), (1, 1)),
        ((50, 5, 20), (15, 5)),
        ((50, 45, 20), (5, 15)),
        ((50, 25, 20), (12, 8)),
        ((50, 0, 20), (20, 0)),
        ((50, 50, 20), (0, 20)),
        ((50, 25, 1), (1, 0)),
        ((50, 25, 0), (0, 0)),
    ];
    for ((tickets, lost, lines), listed) in cases {
        let nets = (0..tickets).map(|index| index < tickets - lost);
        let nets: Vec<bool> = nets.collect();
        let chosen = chosen_of(&nets, lines);
        let winners = chosen.iter().filter(|it| nets[**it]).count();
        assert_eq!(
            (winners, chosen.len() - winners),
            listed,
            "{tickets} {lost}"
        );
        assert!(chosen.len() <= lines);
    }
}
