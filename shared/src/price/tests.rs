//! Prices, read and shown.

use proptest::prelude::*;

use super::*;

#[test]
fn each_format_gives_its_exact_ratio() {
    for (text, num, den) in [
        ("-110", 21, 11),
        ("+100", 2, 1),
        ("-100", 2, 1),
        ("+150", 5, 2),
        ("-150", 5, 3),
        ("-10000", 101, 100),
        ("1.91", 191, 100),
        ("2.00", 2, 1),
        ("1.952", 244, 125),
        ("10/11", 21, 11),
        ("100/30", 13, 3),
        ("EVEN", 2, 1),
        ("evens", 2, 1),
    ] {
        let price: Price = text.parse().unwrap();
        assert_eq!((price.num(), price.den()), (num, den), "{text}");
    }
}

#[test]
fn the_number_is_kept_as_it_was_typed() {
    for text in ["-110", "+150", "1.952", "2.00", "10/11", "100/30"] {
        assert_eq!(text.parse::<Price>().unwrap().to_string(), text);
    }
}

#[test]
fn a_price_is_shown_in_the_format_of_its_reader() {
    let price: Price = "-110".parse().unwrap();
    assert_eq!(price.shown(OddsFormat::American), "-110");
    assert_eq!(price.shown(OddsFormat::Decimal), "1.91");
    assert_eq!(price.shown(OddsFormat::Fractional), "10/11");
    assert_eq!(
        "1.952"
            .parse::<Price>()
            .unwrap()
            .shown(OddsFormat::American),
        "-105"
    );
    assert_eq!(
        "2.0".parse::<Price>().unwrap().shown(OddsFormat::American),
        "+100"
    );
    assert_eq!(
        "+1259".parse::<Price>().unwrap().shown(OddsFormat::Decimal),
        "13.59"
    );
}

#[test]
fn what_is_no_price_is_refused() {
    for text in [
        "-50", "+99", "0", "1.00", "0.5", "0/1", "1/0", "abc", "", "NaN", "1e5", "+-110",
    ] {
        assert!(text.parse::<Price>().is_err(), "{text}");
    }
    assert!("9".repeat(30).parse::<Price>().is_err());
    assert!("1.0000001".parse::<Price>().is_err());
}

#[test]
fn a_parlay_of_many_long_legs_does_not_wrap() {
    let legs = vec!["1000.00".parse::<Price>().unwrap(); 25];
    assert_eq!(
        Product::of(&legs).num().to_string(),
        format!("1{}", "0".repeat(75))
    );
}

#[test]
fn the_eastern_formats_give_their_exact_ratios() {
    use OddsFormat::{HongKong, Indonesian, Malay};
    for (format, text, num, den) in [
        (HongKong, "0.95", 39, 20),
        (HongKong, "1", 2, 1),
        (HongKong, "+3.25", 17, 4),
        (Malay, "-0.92", 48, 23),
        (Malay, "+0.85", 37, 20),
        (Malay, "-1.00", 2, 1),
        (Malay, "1", 2, 1),
        (Indonesian, "-1.25", 9, 5),
        (Indonesian, "1.40", 12, 5),
        (Indonesian, "-1", 2, 1),
    ] {
        let price = Price::parse(format, text).unwrap();
        assert_eq!((price.num(), price.den()), (num, den), "{text}");
        assert_eq!(price.format(), format);
        assert_eq!(price.number(), text.trim_start_matches('+'));
        assert_eq!(Price::parse(format, &price.number()), Ok(price));
    }
}

#[test]
fn a_number_that_its_format_does_not_have_is_refused() {
    use OddsFormat::{HongKong, Indonesian, Malay};
    for (format, text) in [
        (HongKong, "0"),
        (HongKong, "-0.95"),
        (HongKong, "100000.1"),
        (HongKong, ""),
        (Malay, "0"),
        (Malay, "-0.00"),
        (Malay, "1.01"),
        (Malay, "-1.01"),
        (Malay, "-0.000001"),
        (Malay, "EVEN"),
        (Indonesian, "0.99"),
        (Indonesian, "-0.99"),
        (Indonesian, "0"),
        (Indonesian, "100001"),
        (Indonesian, "--1.25"),
        (Indonesian, "1.0000001"),
    ] {
        assert!(Price::parse(format, text).is_err(), "{format:?} {text}");
    }
}

#[test]
fn a_price_that_wins_little_does_not_read_as_if_it_won_nothing() {
    let short: Price = "1.0004".parse().unwrap();
    assert_eq!(short.shown(OddsFormat::Decimal), "1.0004");
    assert_eq!(short.shown(OddsFormat::HongKong), "0.0004");
    assert_eq!(short.shown(OddsFormat::Fractional), "1/2500");
    assert_eq!(short.shown(OddsFormat::Indonesian), "-2500.00");
    let long: Price = "+250000".parse().unwrap();
    assert_eq!(long.shown(OddsFormat::Malay), "-0.0004");
}

#[test]
fn a_product_that_wins_nothing_is_shown_as_what_comes_back() {
    let half = Product::from_ratio(1u32.into(), 2u32.into()).unwrap();
    assert_eq!(half.shown(OddsFormat::Decimal), "0.50");
    assert_eq!(half.exact(OddsFormat::Malay), None);
    let none = Product::from_ratio(0u32.into(), 1u32.into()).unwrap();
    assert_eq!(none.shown(OddsFormat::Decimal), "0.00");
}

proptest! {
#[test]
    fn american_numbers_survive_the_trip(size in 100i32..=1_000_000, minus: bool) {
        let number = if minus { -size } else { size };
        let price = Price::from_american(number).unwrap();
        prop_assert!(price.num() > price.den());
        prop_assert_eq!(price.number().parse::<Price>().unwrap(), price);
    }

#[test]
    fn decimal_numbers_survive_the_trip(hundredths in 101u32..=1_000_000) {
        let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let price: Price = text.parse().unwrap();
        prop_assert_eq!(price.number(), text.clone());
        prop_assert_eq!(price.shown(OddsFormat::Decimal), text);
    }

    #[test]
    fn what_is_shown_can_be_read_again(gain in 1u64..=10_000_000, risk in 1u64..=10_000_000) {
        let price = Price::parse_fractional(&format!("{gain}/{risk}"));
        prop_assume!(gain * 100_000 > risk && gain < risk * 100_000);
        let price = price.unwrap();
        for format in OddsFormat::ALL {
            let shown = price.shown(format);
            if format == OddsFormat::Fractional {
                continue; // `90.91/1` is for people.
            }
            let read = Price::parse(format, &shown);
            let read = read.map_err(|it| TestCaseError::fail(format!("{format:?}: {it}")))?;
            prop_assert_eq!(read.format(), format);
        }
    }

    #[test]
    fn a_number_of_two_places_comes_back_from_every_format(hundredths in 1u32..=1_000_000) {
        let price = Price::parse_hong_kong(&format!("{}.{:02}", hundredths / 100, hundredths % 100));
        let price = price.unwrap();
        for format in OddsFormat::ALL {
            let exact = price.exact(format);
            let (num, den) = (exact.num().clone(), exact.den().clone());
            // Turning the format's rule round gives the ratio again.
            let hundred = u32::from(format == OddsFormat::American) * 99 + 1;
            let (gain, risk) = match (format, exact.is_negative()) {
                (OddsFormat::Decimal, _) => (num - &den, den),
                (_, false) => (num, den * hundred),
                (_, true) => (den * hundred, num),
            };
            prop_assert_eq!(gain * price.den(), risk * (price.num() - price.den()));
        }
    }
}
