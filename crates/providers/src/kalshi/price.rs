//! From what a contract costs to a price. A contract pays one dollar when its side wins.

use shared::price::Price;

/// The parts of a dollar that a price is counted in.
const DOLLAR: u32 = 1_000_000;

/// How many of them, at most six digits after the point.
const PLACES: usize = 6;

/// The price at which a side is sold. `None`: nobody sells it. The exchange's fee is not in it.
pub(super) fn sold(ask: Option<&str>) -> Result<Option<Price>, String> {
    let Some(ask) = ask else { return Ok(None) };
    let cost = millionths(ask).ok_or_else(|| format!("{ask:?} is no price in dollars"))?;
    if cost == 0 || cost == DOLLAR {
        return Ok(None);
    }
    // What is won over what is risked.
    let (gain, risk) = (DOLLAR - cost, cost);
    let common = common(gain, risk);
    let text = format!("{}/{}", gain / common, risk / common);
    Price::parse_fractional(&text)
        .map(Some)
        .map_err(|it| format!("{ask:?}: {it}"))
}

fn millionths(text: &str) -> Option<u32> {
    let (whole, parts) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let fits = whole.len() == 1 && parts.len() <= PLACES;
    if !fits || !is_number(whole) || !is_number(parts) {
        return None;
    }
    let number = format!("{whole}{parts:0<PLACES$}").parse::<u32>().ok()?;
    (number <= DOLLAR).then_some(number)
}

const fn common(mut one: u32, mut other: u32) -> u32 {
    while other > 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_of_so_many_cents_returns_a_dollar() {
        let ratio = |ask| sold(Some(ask)).map(|it| it.map(|it| (it.num(), it.den())));
        assert_eq!(ratio("0.4100"), Ok(Some((100, 41))));
        assert_eq!(ratio("0.5"), Ok(Some((2, 1))));
        assert_eq!(ratio("0.615000"), Ok(Some((200, 123))));
        assert_eq!(ratio("1.0000"), Ok(None));
        assert_eq!(ratio("0.0000"), Ok(None));
        assert_eq!(sold(None), Ok(None));
        for wrong in [
            "",
            "41",
            "0.41c",
            "-0.4",
            "1.01",
            "0.4100001",
            "00.41",
            "NaN",
        ] {
            assert!(sold(Some(wrong)).is_err(), "{wrong:?}");
        }
    }
}
