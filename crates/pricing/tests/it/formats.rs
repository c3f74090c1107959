//! The six odds formats, both ways.

use num_bigint::BigUint;
use pricing::probability::implied_exact;
use shared::price::{Exact, OddsFormat, Price, PriceError};

use OddsFormat::{American, Decimal, Fractional, HongKong, Indonesian, Malay};

/// A row: what was typed; the exact ratio; and what each format makes of it, as an exact ratio.
struct Row {
    typed: (OddsFormat, &'static str),
    ratio: (u64, u64),
    decimal: &'static str,
    american: &'static str,
    fractional: &'static str,
    hong_kong: &'static str,
    malay: &'static str,
    indonesian: &'static str,
    implied: (u64, u64),
}

macro_rules! rows {
    ($($format:ident $typed:literal $num:literal / $den:literal $decimal:literal $american:literal
        $fractional:literal $hong_kong:literal $malay:literal $indonesian:literal
        $up:literal / $down:literal;)+) => {
        &[$(Row {
            typed: ($format, $typed),
            ratio: ($num, $den),
            decimal: $decimal,
            american: $american,
            fractional: $fractional,
            hong_kong: $hong_kong,
            malay: $malay,
            indonesian: $indonesian,
            implied: ($up, $down),
        },)+]
    };
}

/// Numbers that have an end are written out; the others are rounded to as many places as stand
/// here.
const TABLE: &[Row] = rows! {
    American "-110" 21/11 "1.909091" "-110" "10/11" "0.909091" "0.909091" "-1.1" 11/21;
    American "+100" 2/1 "2" "100" "1/1" "1" "1" "1" 1/2;
    American "-100" 2/1 "2" "100" "1/1" "1" "1" "1" 1/2;
    American "+150" 5/2 "2.5" "150" "3/2" "1.5" "-0.666667" "1.5" 2/5;
    American "-150" 5/3 "1.666667" "-150" "2/3" "0.666667" "0.666667" "-1.5" 3/5;
    American "-10000" 101/100 "1.01" "-10000" "1/100" "0.01" "0.01" "-100" 100/101;
    American "+10000" 101/1 "101" "10000" "100/1" "100" "-0.01" "100" 1/101;
    American "-105" 41/21 "1.952381" "-105" "20/21" "0.952381" "0.952381" "-1.05" 21/41;
    Decimal "1.91" 191/100 "1.91" "-109.8901" "91/100" "0.91" "0.91" "-1.098901" 100/191;
    Decimal "2.00" 2/1 "2" "100" "1/1" "1" "1" "1" 1/2;
    Decimal "1.01" 101/100 "1.01" "-10000" "1/100" "0.01" "0.01" "-100" 100/101;
    Decimal "1.952" 244/125 "1.952" "-105.042" "119/125" "0.952" "0.952" "-1.05042" 125/244;
    Fractional "10/11" 21/11 "1.909091" "-110" "10/11" "0.909091" "0.909091" "-1.1" 11/21;
    Fractional "100/30" 13/3 "4.333333" "333.3333" "10/3" "3.333333" "-0.3" "3.333333" 3/13;
    Fractional "4/9" 13/9 "1.444444" "-225" "4/9" "0.444444" "0.444444" "-2.25" 9/13;
    Malay "-0.92" 48/23 "2.086957" "108.6957" "25/23" "1.086957" "-0.92" "1.086957" 23/48;
    Malay "-1.00" 2/1 "2" "100" "1/1" "1" "1" "1" 1/2;
    Malay "+0.85" 37/20 "1.85" "-117.6471" "17/20" "0.85" "0.85" "-1.176471" 20/37;
    Indonesian "-1.25" 9/5 "1.8" "-125" "4/5" "0.8" "0.8" "-1.25" 5/9;
    Indonesian "+1.40" 12/5 "2.4" "140" "7/5" "1.4" "-0.714286" "1.4" 5/12;
};

/// Whether the exact number is the one that is written here, rounded to as many places.
fn agrees(exact: &Exact, written: &str) -> bool {
    let places = written.split_once('.').map_or(0, |(_, rest)| rest.len());
    exact.places(places) == written
}

#[test]
fn every_row_of_the_table_reads_and_prints_in_every_format() {
    for row in TABLE {
        let (format, typed) = row.typed;
        let price = Price::parse(format, typed).unwrap();
        let what = format!("{} {typed}", format.word());
        assert_eq!((price.num(), price.den()), row.ratio, "{what}");
        assert_eq!(implied_exact(price), row.implied, "{what}");
        for (format, written) in [
            (Decimal, row.decimal),
            (American, row.american),
            (HongKong, row.hong_kong),
            (Malay, row.malay),
            (Indonesian, row.indonesian),
        ] {
            let exact = price.exact(format);
            let got = exact.places(6);
            assert!(
                agrees(&exact, written),
                "{what} in {}: {got}",
                format.word()
            );
        }
        let exact = price.exact(Fractional);
        let fraction = format!("{}/{}", exact.num(), exact.den());
        assert_eq!(fraction, row.fractional, "{what}");
        assert_eq!(
            price.number().trim_start_matches('+'),
            typed.trim_start_matches('+')
        );
    }
}

#[test]
fn what_is_printed_with_an_end_reads_as_the_same_ratio() {
    for row in TABLE {
        let price = Price::parse(row.typed.0, row.typed.1).unwrap();
        for format in [American, Decimal, HongKong, Malay, Indonesian] {
            let exact = price.exact(format);
            let text = exact.places(if format == American { 0 } else { 6 });
            let read = Price::parse(format, &text).unwrap();
            let same = (read.num(), read.den()) == row.ratio;
            // Reduced to a power of ten below it, or in American a whole number: it has an end.
            let ten = BigUint::from(if format == American { 1u32 } else { 1_000_000 });
            let ends = (&ten % exact.den()) == BigUint::ZERO;
            assert_eq!(same, ends, "{} {}: {text}", row.typed.1, format.word());
        }
        let exact = price.exact(Fractional);
        let text = format!("{}/{}", exact.num(), exact.den());
        let read = Price::parse(Fractional, &text).unwrap();
        assert_eq!((read.num(), read.den()), row.ratio);
    }
}

// What other libraries get wrong, one test each.

#[test]
fn malay_minus_one_is_evens() {
    // oddslib refuses it.
    let price = Price::parse(Malay, "-1.0").unwrap();
    assert_eq!((price.num(), price.den()), (2, 1));
}

#[test]
fn a_moneyline_of_fifty_is_none() {
    // oddslib takes it.
    for text in ["50", "-50", "+99", "-99", "0"] {
        let error = Price::parse(American, text).unwrap_err();
        assert!(matches!(error, PriceError::AmericanTooSmall(_)), "{text}");
    }
}

#[test]
fn an_indonesian_half_is_none() {
    // oddslib takes it.
    for text in ["0.5", "-0.5", "0.99", "0"] {
        let error = Price::parse(Indonesian, text).unwrap_err();
        assert!(matches!(error, PriceError::IndonesianTooSmall(_)), "{text}");
    }
}

#[test]
fn ten_elevenths_is_ten_elevenths() {
    // oddslib prints 90901009759/99991110735, from a float of twelve digits.
    let price = Price::parse(American, "-110").unwrap();
    assert_eq!(price.shown(Fractional), "10/11");
    assert_eq!(price.exact(Fractional).num(), &BigUint::from(10u32));
}

#[test]
fn minus_one_hundred_and_ten_is_not_one_ninety_one() {
    // odds-converter rounds it to 1.91; a hundred win 90.909090 and not 91.
    let (american, decimal) = (
        Price::parse(American, "-110"),
        Price::parse(Decimal, "1.91"),
    );
    let (american, decimal) = (american.unwrap(), decimal.unwrap());
    assert_ne!(
        (american.num(), american.den()),
        (decimal.num(), decimal.den())
    );
    assert_eq!(american.shown(Decimal), decimal.shown(Decimal));
}

#[test]
fn evens_print_with_a_plus_wherever_they_come_from() {
    // teachersbet prints -100 of a probability of a half, and +100 of a decimal two.
    for (format, text) in [
        (Decimal, "2"),
        (Fractional, "5/5"),
        (HongKong, "1.00"),
        (Malay, "-1"),
        (Malay, "1"),
        (Indonesian, "-1.00"),
    ] {
        assert_eq!(Price::parse(format, text).unwrap().shown(American), "+100");
    }
    // What was typed stays as it was typed.
    assert_eq!(
        Price::parse(American, "-100").unwrap().shown(American),
        "-100"
    );
    assert_eq!(
        Price::parse(American, "-100")
            .unwrap()
            .exact(American)
            .places(0),
        "100"
    );
}
