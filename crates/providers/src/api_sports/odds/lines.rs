//! The two prices of each line of a market, whichever way its handicaps are written.

use std::collections::BTreeMap;

use shared::line::Line;
use shared::price::Price;

use super::markets::Handicaps;
use crate::check;

/// A line with the price of the first and of the second answer.
pub(super) type Pair = (Line, Price, Price);

/// The lines that have both prices, and how many prices stand alone.
pub(super) struct Pairs {
    pub(super) whole: Vec<Pair>,
    pub(super) alone: usize,
}

/// Pairs what has the same line.
pub(super) fn alike(one: &[(Line, Price)], other: &[(Line, Price)]) -> Result<Pairs, String> {
    let (one, other) = (by_line(one)?, by_line(other)?);
    let both = one.iter().filter_map(|(line, price)| {
        let against = other.get(line)?;
        Some((*line, *price, *against))
    });
    let whole: Vec<_> = both.collect();
    let alone = one.len() + other.len() - 2 * whole.len();
    Ok(Pairs { whole, alone })
}

fn by_line(prices: &[(Line, Price)]) -> Result<BTreeMap<Line, Price>, String> {
    let mut all = BTreeMap::new();
    for (line, price) in prices {
        if all.insert(*line, *price).is_some() {
            return Err(format!("{} has two prices for one side", line.signed()));
        }
    }
    Ok(all)
}

/// Pairs a home side's handicaps with those of the away side, by the home side's line.
pub(super) fn handicaps(
    written: Handicaps,
    home: &[(Line, Price)],
    away: &[(Line, Price)],
) -> Result<Pairs, String> {
    let turned: Vec<_> = away.iter().map(|it| (-it.0, it.1)).collect();
    match written {
        Handicaps::OfHome => alike(home, away),
        Handicaps::Own => alike(home, &turned),
        Handicaps::Unknown => {
            let (of_home, own) = (alike(home, away)?, alike(home, &turned)?);
            match (are_fair(&of_home), are_fair(&own)) {
                (true, false) => Ok(of_home),
                (false, true) => Ok(own),
                // No handicap at all is the same either way.
                (true, true) if of_home.whole == own.whole => Ok(own),
                (true, true) => Err("it can be read in two ways, and both are fair".to_owned()),
                (false, false) => Err("it can be read in two ways, and neither is fair".to_owned()),
            }
        }
    }
}

/// Whether there are pairs, and all of them could be a bookmaker's.
fn are_fair(pairs: &Pairs) -> bool {
    let is_fair = |it: &Pair| check::is_fair([it.1, it.2]);
    !pairs.whole.is_empty() && pairs.whole.iter().all(is_fair)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prices(all: &[(&str, &str)]) -> Vec<(Line, Price)> {
        let read = |it: &(&str, &str)| (it.0.parse().unwrap(), it.1.parse().unwrap());
        all.iter().map(read).collect()
    }

    fn lines(written: Handicaps, home: &[(&str, &str)], away: &[(&str, &str)]) -> Vec<String> {
        match handicaps(written, &prices(home), &prices(away)) {
            Ok(pairs) => pairs.whole.iter().map(|it| it.0.signed()).collect(),
            Err(reason) => vec![reason],
        }
    }

    #[test]
    fn what_the_labels_do_not_say_the_prices_show() {
        let home = [("-3.5", "2.30"), ("+3.5", "1.50")];
        let of_home = [("-3.5", "1.62"), ("+3.5", "2.55")];
        let own = [("+3.5", "1.62"), ("-3.5", "2.55")];
        let expected = ["-3.5", "+3.5"];
        assert_eq!(lines(Handicaps::Unknown, &home, &of_home), expected);
        assert_eq!(lines(Handicaps::Unknown, &home, &own), expected);
        assert_eq!(lines(Handicaps::OfHome, &home, &of_home), expected);
        assert_eq!(lines(Handicaps::Own, &home, &own), expected);
    }

    #[test]
    fn what_can_be_read_either_way_is_not_read() {
        let away = [("-3.5", "1.91"), ("+3.5", "1.95")];
        let home = [("-3.5", "1.91"), ("+3.5", "1.91")];
        let both = lines(Handicaps::Unknown, &home, &away);
        assert_eq!(both, ["it can be read in two ways, and both are fair"]);
        let long = [("-3.5", "4.00"), ("+3.5", "4.00")];
        let neither = lines(Handicaps::Unknown, &long, &away);
        assert_eq!(neither, ["it can be read in two ways, and neither is fair"]);
        let level = [("0", "1.91")];
        assert_eq!(lines(Handicaps::Unknown, &level, &level), ["0"]);
        let one = lines(Handicaps::Unknown, &[("-3.5", "1.91")], &[("+3.5", "1.91")]);
        assert_eq!(one, ["-3.5"]);
    }
}
