//! A price of any format is refused or reads back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use shared::price::{Exact, OddsFormat, Price, Product};

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    let format = OddsFormat::ALL[usize::from(choice) % OddsFormat::ALL.len()];
    if let Ok(price) = text.parse::<Price>() {
        holds(price);
    }
    if let Ok(price) = Price::parse(format, text) {
        assert_eq!(price.format(), format);
        holds(price);
    }
});

fn holds(price: Price) {
    let again = Price::parse(price.format(), &price.number());
    assert_eq!(again, Ok(price), "{}", price.number());
    let ratio = BigRational::new(price.num().into(), price.den().into());
    assert_eq!(ratio.numer(), &BigInt::from(price.num()), "not reduced");
    assert!(ratio > BigRational::one());
    assert!(ratio <= BigRational::from_integer(100_001.into()));
    for format in OddsFormat::ALL {
        assert!(!price.shown(format).is_empty());
        assert!(!Product::of(&[price, price]).shown(format).is_empty());
        assert_eq!(priced(&price.exact(format), format), ratio, "{format:?}");
    }
}

/// The price that a format's number stands for, as the format is defined.
fn priced(exact: &Exact, format: OddsFormat) -> BigRational {
    let size = BigRational::new(exact.num().clone().into(), exact.den().clone().into());
    let one = BigRational::one;
    let hundred = BigRational::from_integer(100.into());
    match (format, exact.is_negative()) {
        (OddsFormat::Decimal, false) => size,
        (OddsFormat::Fractional | OddsFormat::HongKong, false) => one() + size,
        (OddsFormat::American, false) => one() + size / hundred,
        (OddsFormat::American, true) => one() + hundred / size,
        (OddsFormat::Malay | OddsFormat::Indonesian, false) => one() + size,
        (OddsFormat::Malay | OddsFormat::Indonesian, true) => one() + one() / size,
        (_, true) => panic!("{format:?} is never below zero"),
    }
}
