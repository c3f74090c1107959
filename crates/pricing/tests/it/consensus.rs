//! What several bookmakers say together.

use pricing::{Book, Consensus, FairPrice, Method, devig};
use proptest::prelude::*;
use shared::price::{OddsFormat, Price};

use crate::prices;

fn of(books: &[Vec<Price>]) -> Vec<f64> {
    let consensus = Consensus::of(books).unwrap();
    let said = consensus.probabilities.iter();
    said.map(|it| it.get()).collect()
}

/// What one bookmaker says alone.
fn alone(book: &[Price]) -> Vec<f64> {
    let fair = devig(Method::Multiplicative, &Book::new(book).unwrap()).unwrap();
    fair.probabilities.iter().map(|it| it.get()).collect()
}

#[test]
fn the_one_in_the_middle_is_the_consensus_of_three() {
    let books = ["-110/-110", "-150/+130", "+200/-250"].map(prices);
    assert_eq!(of(&books), [0.5, 0.5]);
    // 3/5 over 3/5 + 10/23.
    let books = ["-110/-110", "-150/+130", "-200/+170"].map(prices);
    assert!((of(&books)[0] - 69.0 / 119.0).abs() < 1e-15);
}

#[test]
fn of_four_it_is_halfway_between_the_two_in_the_middle() {
    let books = ["-400/+300", "1.80/2.25", "2.00/2.00", "+400/-500"].map(prices);
    // 5/9 and 1/2.
    assert!((of(&books)[0] - 19.0 / 36.0).abs() < 1e-15);
}

#[test]
fn two_bookmakers_are_no_consensus_and_half_a_market_is_none() {
    let book = || prices("-110/-110");
    assert_eq!(Consensus::of(&[]), None);
    assert_eq!(Consensus::of(&[book(), book()]), None);
    assert_eq!(Consensus::of(&[book(), book(), prices("-110")]), None);
    assert_eq!(
        Consensus::of(&[prices("2.0"), prices("2.0"), prices("2.0")]),
        None
    );
    let three = Consensus::of(&[book(), book(), book()]).unwrap();
    assert_eq!(three.books, 3);
    let fair = FairPrice::of(three.probabilities[0]).unwrap();
    assert_eq!(fair.shown(OddsFormat::American), "+100");
}

#[test]
fn the_draw_is_an_answer_like_the_others() {
    let books = ["2.60/2.40/4.30", "2.70/2.30/4.40", "2.50/2.50/4.20"].map(prices);
    let said = of(&books);
    // The first is in the middle for each of the three.
    for (said, alone) in said.into_iter().zip(alone(&books[0])) {
        assert!((said - alone).abs() < 1e-15);
    }
}

fn decimal(hundredths: u64) -> Price {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    Price::parse_decimal(&format!("{whole}.{rest:02}")).unwrap()
}

fn price() -> impl Strategy<Value = Price> {
    (101_u64..50_000).prop_map(decimal)
}

fn books(answers: usize) -> impl Strategy<Value = Vec<Vec<Price>>> {
    prop::collection::vec(prop::collection::vec(price(), answers), 3..9)
}

proptest! {
    #[test]
    fn probabilities_sum_to_one(books in (2_usize..7).prop_flat_map(books)) {
        prop_assert!((of(&books).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_order_of_the_bookmakers_does_not_matter(
        (books, shuffled) in (2_usize..5).prop_flat_map(books).prop_flat_map(|books| {
            (Just(books.clone()), Just(books).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(of(&books), of(&shuffled));
    }

    /// Of two answers, one bookmaker among others moves the consensus no further than to what one
    /// of the others says, whatever its prices are.
    #[test]
    fn one_bookmaker_alone_moves_the_consensus_no_further_than_the_others_reach(
        (others, odd) in (books(2), prop::collection::vec(price(), 2)),
    ) {
        let said: Vec<f64> = others.iter().map(|it| alone(it)[0]).collect();
        let least = said.iter().copied().fold(1.0, f64::min);
        let most = said.iter().copied().fold(0.0, f64::max);
        let with = [others, vec![odd]].concat();
        let with = of(&with)[0];
        prop_assert!((least - 1e-12..=most + 1e-12).contains(&with), "{least} {with} {most}");
    }

    /// Of an odd number of bookmakers the one in the middle decides: whatever one who is above it
    /// says instead, as long as it stays above, changes nothing.
    #[test]
    fn whoever_is_not_in_the_middle_may_say_what_they_like(
        (mut sorted, shorter) in (
            prop::collection::vec(prop::collection::vec(price(), 2), 5),
            101_u64..120,
        ),
    ) {
        sorted.sort_by(|a, b| alone(a)[0].total_cmp(&alone(b)[0]));
        let before = of(&sorted);
        sorted[4] = vec![decimal(shorter), decimal(100_000)];
        prop_assert_eq!(before, of(&sorted));
    }
}
