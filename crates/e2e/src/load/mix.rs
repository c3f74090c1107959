//! What members do under load, as the table beside this file says it.

use anyhow::{Context, Result, ensure};

use crate::dice::Dice;

const TABLE: &str = include_str!("mix.tsv");

/// How many interactions a bet takes, from the board to the stake.
const OF_A_BET: u64 = 4;
/// How many of these are counted as bets.
const BETS_OF_A_BET: u64 = 2;

/// Something that a member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// Types into the option of a command.
    TypeGame,
    /// Opens the list of their tickets while typing.
    TypeTicket,
    /// Opens the board.
    Board,
    /// Bets, beginning at the board.
    Bet,
    /// Opens their tickets.
    Tickets,
    /// Opens the leaderboard.
    Leaderboard,
    /// Something else.
    Rest,
}

/// The rows of the table, in its order.
const ROWS: [(Act, &str); 8] = [
    (Act::TypeGame, "typing"),
    (Act::TypeTicket, "typing"),
    (Act::Board, "board"),
    // The looks before a bet are sent with it.
    (Act::Bet, "board"),
    (Act::Bet, "bet"),
    (Act::Tickets, "tickets"),
    (Act::Leaderboard, "leaderboard"),
    (Act::Rest, "rest"),
];

/// How often each is done.
pub(super) struct Mix {
    /// What is done, and how often of all that is done.
    weights: Vec<(Act, u64)>,
    all: u64,
}

impl Mix {
    /// As the table says.
    pub(super) fn read() -> Result<Self> {
        let lines = TABLE.lines().filter(|it| !it.starts_with('#')).skip(1);
        let shares: Vec<(u64, &str)> = lines.map(row).collect::<Result<_>>()?;
        ensure!(shares.len() == ROWS.len(), "the table has other rows");
        let all: u64 = shares.iter().map(|it| it.0).sum();
        ensure!(all == 100, "the shares come to {all}");
        let mut weights: Vec<(Act, u64)> = Vec::new();
        for ((share, kind), (act, expected)) in shares.into_iter().zip(ROWS) {
            ensure!(
                kind == expected,
                "{kind} stands where {expected} is expected"
            );
            match (act, kind) {
                // In whole interactions: twice as many weights as shares.
                (Act::Bet, "bet") => weights.push((act, share * 2 / BETS_OF_A_BET)),
                (Act::Bet, _) => {
                    ensure!(
                        share == 10,
                        "a bet is {OF_A_BET} interactions, half of them looks"
                    );
                }
                _ => weights.push((act, share * 2)),
            }
        }
        let all = weights.iter().map(|it| it.1).sum();
        Ok(Self { weights, all })
    }

    /// What is done next.
    pub(super) fn next(&self, dice: &mut Dice) -> Act {
        let mut left = dice.next() % self.all;
        for (act, weight) in &self.weights {
            if left < *weight {
                return *act;
            }
            left -= weight;
        }
        Act::Rest
    }

    /// How many things are done for so many interactions.
    pub(super) fn acts_for(&self, interactions: u32) -> u32 {
        let sent = |(act, weight): &(Act, u64)| match act {
            Act::Bet => weight * OF_A_BET,
            _ => *weight,
        };
        let sent: u64 = self.weights.iter().map(sent).sum();
        let acts = u64::from(interactions) * self.all / sent;
        u32::try_from(acts.max(1)).unwrap_or(u32::MAX)
    }
}

fn row(line: &str) -> Result<(u64, &str)> {
    let mut cells = line.split('\t');
    let share = cells.next().context("a share")?.parse()?;
    Ok((share, cells.next().context("a kind")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_has_the_shares_of_the_table() {
        let mix = Mix::read().unwrap();
        let (mut dice, mut sent) = (Dice(7), [0_u32; 7]);
        for _ in 0..20_000 {
            let act = mix.next(&mut dice);
            sent[act as usize] += if act == Act::Bet { 4 } else { 1 };
        }
        let all: u32 = sent.iter().sum();
        let shares = sent.map(|it| (f64::from(it) / f64::from(all) * 100.0).round());
        // The looks before bets are in the share of bets here.
        for (found, expected) in shares.iter().zip([30.0, 10.0, 10.0, 20.0, 15.0, 10.0, 5.0]) {
            let off: f64 = found - expected;
            assert!(off.abs() <= 2.0, "{shares:?}");
        }
        assert_eq!(mix.acts_for(200), 170);
    }
}
