//! Fair prices, as members read them.

use pricing::{FairPrice, Probability};
use shared::price::OddsFormat;

fn shown(probability: f64, format: OddsFormat) -> String {
    let probability = Probability::new(probability).unwrap();
    FairPrice::of(probability).unwrap().shown(format)
}

#[test]
fn what_rounds_to_evens_is_shown_as_evens() {
    for probability in [0.4996, 0.5, 0.5004] {
        assert_eq!(shown(probability, OddsFormat::American), "+100");
        assert_eq!(shown(probability, OddsFormat::Malay), "1.00");
        assert_eq!(shown(probability, OddsFormat::Indonesian), "1.00");
    }
    assert_eq!(shown(0.52, OddsFormat::American), "-108");
    assert_eq!(shown(0.48, OddsFormat::American), "+108");
}

#[test]
fn what_wins_little_is_not_shown_as_winning_nothing() {
    assert_eq!(shown(0.9970, OddsFormat::Decimal), "1.003");
    assert_eq!(shown(0.9970, OddsFormat::HongKong), "0.003");
    assert_eq!(shown(0.9970, OddsFormat::Fractional), "0.003/1");
    assert_eq!(shown(0.999_97, OddsFormat::Decimal), "1.00003");
    assert_eq!(shown(0.5, OddsFormat::Decimal), "2.00");
    assert_eq!(shown(1.0, OddsFormat::Decimal), "1.00");
}
