//! A price of any format is refused or reads back as it was, and all its exact numbers are one
//! price.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use shared::price::{OddsFormat, Price, Product};

use crate::model;

/// For any bytes: the first chooses a format, the others are the text.
pub fn holds(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let format = OddsFormat::ALL[usize::from(*choice) % OddsFormat::ALL.len()];
    if let Ok(price) = text.parse::<Price>() {
        stands(price);
    }
    if let Ok(price) = Price::parse(format, text) {
        assert_eq!(price.format(), format);
        stands(price);
    }
}

fn stands(price: Price) {
    let again = Price::parse(price.format(), &price.number());
    assert_eq!(again, Ok(price), "{}", price.number());
    let ratio = BigRational::new(price.num().into(), price.den().into());
    assert_eq!(ratio.numer(), &BigInt::from(price.num()), "not reduced");
    assert!(ratio > BigRational::one());
    assert!(ratio <= BigRational::from_integer(100_001.into()));
    for format in OddsFormat::ALL {
        assert!(!price.shown(format).is_empty());
        assert!(!Product::of(&[price, price]).shown(format).is_empty());
        let exact = price.exact(format);
        let size = BigRational::new(exact.num().clone().into(), exact.den().clone().into());
        let priced = model::priced(format, exact.is_negative(), &size);
        assert_eq!(priced, Some(ratio.clone()), "{format:?}");
    }
}
