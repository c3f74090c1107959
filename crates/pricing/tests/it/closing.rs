//! Closing line value.

use pricing::{Book, Method, Offer, devig, fair_value, price_value};

use crate::prices;

fn offer(price: &str, line: Option<&str>) -> Offer {
    Offer {
        price: price.parse().unwrap(),
        line: line.map(|it| it.parse().unwrap()),
    }
}

#[test]
fn two_tens_that_close_at_one_ninety_five_are_worth_five_hundredths() {
    let (taken, closing) = (offer("2.10", None), offer("1.95", None));
    let raw = price_value(taken, closing).unwrap();
    assert!((raw - 0.076_923_076_923).abs() < 1e-12, "{raw}");
    let book = Book::new(&prices("1.95/1.95")).unwrap();
    for method in Method::ALL {
        let fair = devig(method, &book).unwrap().probabilities[0];
        assert!((fair_value(taken.price, fair) - 0.05).abs() < 1e-12);
    }
}

#[test]
fn prices_at_two_lines_are_no_comparison() {
    let taken = offer("-110", Some("-3"));
    assert_eq!(price_value(taken, offer("-110", Some("-3.5"))), None);
    assert_eq!(price_value(taken, offer("-110", None)), None);
    assert_eq!(price_value(taken, offer("-110", Some("-3.0"))), Some(0.0));
}
