//! Numbers as lines, prices and stakes: what a number at one place of a line can be.

use shared::line::Line;
use shared::price::{OddsFormat, Price};
use shared::units::Units;

use crate::answer::{NamedPrice, Reason, Stake};
use crate::token::Atom;
use crate::word::{Day, Word};

/// So many atoms, and what they mean.
pub(crate) type Reading = (usize, Vec<Word>);

const UNITS: &[&str] = &["u", "unit", "units", "us", "untis", "unts", "uints", "unis"];
const POINTS: &[&str] = &["pt", "pts", "point", "points"];
/// What a number stands behind that is more or fewer than it.
const SIDES: &[&str] = &[
    "o", "u", "over", "under", "ovr", "overs", "unders", "above", "below", "higher", "lower",
    "than", "<", ">",
];
const FORMATS: &[(&str, OddsFormat)] = &[
    ("hk", OddsFormat::HongKong),
    ("malay", OddsFormat::Malay),
    ("indo", OddsFormat::Indonesian),
];

/// The atoms of a line from one place on.
#[derive(Clone, Copy)]
struct Rest<'a> {
    line: &'a [Atom],
    at: usize,
}

impl<'a> Rest<'a> {
    fn text(self, ahead: usize) -> &'a str {
        self.line.get(self.at + ahead).map_or("", |it| &it.text)
    }

    fn number(self, ahead: usize) -> Option<&'a str> {
        let atom = self.line.get(self.at + ahead)?;
        atom.is_number().then_some(&atom.text)
    }

    fn glued(self, ahead: usize) -> bool {
        self.line.get(self.at + ahead).is_some_and(|it| it.glued)
    }

    fn bracket(self) -> bool {
        self.line.get(self.at).is_some_and(|it| it.bracket)
    }

    fn before(self) -> &'a str {
        let before = self.at.checked_sub(1).and_then(|it| self.line.get(it));
        before.map_or("", |it| &it.text)
    }

    /// What names a format of prices, that many atoms on.
    fn format(self, ahead: usize) -> Option<OddsFormat> {
        let word = self.text(ahead);
        let named = FORMATS.iter().find(|it| it.0 == word);
        named.map(|it| it.1)
    }
}

/// Everything that a number or a sign before one can mean at this place.
pub(crate) fn readings(line: &[Atom], at: usize) -> Vec<Reading> {
    let rest = Rest { line, at };
    let mut found = Vec::new();
    match rest.text(0) {
        "@" => found.extend(price_behind(rest, 1)),
        "at" if rest.number(1).is_some() || matches!(rest.text(1), "+" | "-") => {
            found.extend(price_behind(rest, 1));
        }
        "odds" => {
            let skip = if matches!(rest.text(1), "of" | "@") {
                2
            } else {
                1
            };
            found.extend(price_behind(rest, skip));
        }
        "=" => found.extend(behind_equals(rest)),
        "tw" | "towin" => found.extend(to_win(rest, 1)),
        "to" if rest.text(1) == "win" => found.extend(to_win(rest, 2)),
        "x" if rest.glued(1) => {
            let stake = stake(rest, 1, 1);
            found.extend(stake.map(|(length, stake)| (length, vec![Word::Stake(stake)])));
        }
        "top" | "t" if rest.text(0) == "top" || rest.glued(1) => {
            let places = rest.number(1).and_then(|it| it.parse().ok());
            found.extend(places.map(|it| (2, vec![Word::Top(it)])));
        }
        "+" | "-" => found.extend(signed(rest)),
        _ if rest.number(0).is_some() => unsigned(rest, &mut found),
        _ => {}
    }
    found
}

fn units(text: &str) -> Option<Units> {
    text.parse().ok()
}

/// A number of thousands, `2k`.
fn thousands(text: &str) -> Option<Units> {
    let steps = units(text)?.steps().checked_mul(1_000)?;
    Some(Units::from_steps(steps))
}

/// Hundredths of a percent, where it is a whole number of them.
fn share(text: &str) -> Option<u32> {
    let steps = units(text)?.steps();
    let is_whole = steps % 10_000 == 0;
    u32::try_from(steps / 10_000).ok().filter(|_| is_whole)
}

fn priced(price: NamedPrice) -> Vec<Word> {
    vec![Word::Price(price)]
}

fn bad_price() -> Vec<Word> {
    vec![Word::Nothing(Reason::Price)]
}

/// What stands behind `@`, `at` and `odds of`, `skip` atoms on.
fn price_behind(rest: Rest<'_>, skip: usize) -> Option<Reading> {
    let sign = match rest.text(skip) {
        sign @ ("+" | "-") => sign,
        _ => "",
    };
    let first = skip + sign.len();
    let number = rest.number(first)?;
    let after = first + 1;
    if sign.is_empty() && matches!(rest.text(after), "/" | "-") && rest.glued(after) {
        let other = rest.number(after + 1)?;
        let price = Price::parse_fractional(&format!("{number}/{other}"));
        let meaning = price.map_or_else(|_| bad_price(), |it| priced(NamedPrice::Odds(it)));
        return Some((after + 2, meaning));
    }
    if sign.is_empty() && matches!(rest.text(after), "%" | "c") {
        let share = share(number).filter(|it| (1..10_000).contains(it));
        let meaning = share.map_or_else(bad_price, |it| priced(NamedPrice::Implied(it)));
        return Some((after + 1, meaning));
    }
    let written = format!("{sign}{number}");
    let (format, length) = match rest.format(after) {
        Some(format) => (Some(format), after + 1),
        None => (format_of(sign, number), after),
    };
    let price = format.and_then(|it| Price::parse(it, &written).ok());
    let meaning = price.map_or_else(bad_price, |it| priced(NamedPrice::Odds(it)));
    Some((length, meaning))
}

/// The format of a number behind `@`, where no word says it.
fn format_of(sign: &str, number: &str) -> Option<OddsFormat> {
    let fraction = number.contains('.');
    let size = units(number)?;
    match sign {
        "" if size > Units::whole(1) => Some(OddsFormat::Decimal),
        "" => Some(OddsFormat::HongKong),
        "-" if fraction && size < Units::whole(1) => Some(OddsFormat::Malay),
        "-" if fraction && size < Units::whole(100) => Some(OddsFormat::Indonesian),
        _ => Some(OddsFormat::American),
    }
}

/// A number of units or percent, `ahead` atoms on, counted from the place itself.
fn stake(rest: Rest<'_>, ahead: usize, base: usize) -> Option<(usize, Stake)> {
    let number = rest.number(ahead)?;
    let after = ahead + 1;
    let word = rest.text(after);
    if word == "k" && rest.glued(after) {
        let length = after + 1 + usize::from(UNITS.contains(&rest.text(after + 1)));
        return Some((length, Stake::Units(thousands(number)?)));
    }
    if UNITS.contains(&word) || POINTS.contains(&word) {
        return Some((after + 1, Stake::Units(units(number)?)));
    }
    if word == "%" {
        return Some((after + 1, Stake::Percent(share(number)?)));
    }
    (base > 1).then_some((after, Stake::Units(units(number)?)))
}

/// `= 2.5k`, `= 2.0`, `= towin 0.15`.
fn behind_equals(rest: Rest<'_>) -> Option<Reading> {
    match rest.text(1) {
        "towin" | "tw" => to_win(rest, 2),
        _ => {
            let (length, stake) = stake(rest, 1, 2)?;
            Some((length, vec![Word::Stake(stake)]))
        }
    }
}

/// `to win 2u`, and not `to win 7/2`, `to win 4-2`.
fn to_win(rest: Rest<'_>, ahead: usize) -> Option<Reading> {
    let joined = matches!(rest.text(ahead + 1), "/" | "-" | "+") && rest.glued(ahead + 1);
    if joined {
        return None;
    }
    let (length, stake) = stake(rest, ahead, 2)?;
    let Stake::Units(units) = stake else {
        return None;
    };
    Some((length, vec![Word::Stake(Stake::ToWin(units))]))
}

/// A signed number: a line, a quarter line such as `-0.5,-1`, or an American price.
fn signed(rest: Rest<'_>) -> Option<Reading> {
    let sign = rest.text(0);
    let number = rest.number(1)?;
    if sign == "+" && !rest.glued(1) {
        return None;
    }
    let written = format!("{sign}{number}");
    if let Some(format) = rest.format(2) {
        let price = Price::parse(format, &written).ok()?;
        return Some((3, priced(NamedPrice::Odds(price))));
    }
    let whole = !number.contains('.');
    if whole && number.len() >= 3 {
        let price = Price::parse_american(&written);
        let meaning = price.map_or_else(|_| bad_price(), |it| priced(NamedPrice::Odds(it)));
        return Some((2, meaning));
    }
    if let Some((length, line)) = quarter(rest, &written) {
        return Some((length, vec![Word::Signed(line)]));
    }
    let line = written.parse().ok()?;
    Some((2, vec![Word::Signed(line)]))
}

/// `-0.5,-1` and `-0.5/-1`: half of the stake on each.
fn quarter(rest: Rest<'_>, first: &str) -> Option<(usize, Line)> {
    let joined = matches!(rest.text(2), "," | "/") && rest.glued(2) && rest.glued(3);
    if !joined {
        return None;
    }
    let (written, length) = match rest.text(3) {
        sign @ ("+" | "-") => (format!("{sign}{}", rest.number(4)?), 5),
        _ => (format!("{}{}", rest.text(0), rest.number(3)?), 4),
    };
    Some((length, between(first, &written)?))
}

/// The line half-way between two that are half a point apart.
fn between(first: &str, second: &str) -> Option<Line> {
    let first: Line = first.parse().ok()?;
    let second: Line = second.parse().ok()?;
    let apart = first.quarters() - second.quarters();
    let half = (first.quarters() + second.quarters()) / 2;
    (apart.abs() == 2).then(|| Line::from_quarters(half).ok())?
}

fn unsigned(rest: Rest<'_>, found: &mut Vec<Reading>) {
    let Some(number) = rest.number(0) else {
        return;
    };
    let (word, glued) = (rest.text(1), rest.glued(1));
    let second = rest.number(2).filter(|_| rest.glued(2));
    match (word, second) {
        ("/", Some(second)) if glued => joined_by_slash(rest, number, second, found),
        ("-", Some(second)) if glued && rest.bracket() => {
            let price = Price::parse_fractional(&format!("{number}/{second}"));
            found.extend(price.ok().map(|it| (3, priced(NamedPrice::Odds(it)))));
        }
        ("-", Some(second)) if glued && second.len() < 3 && number.len() < 3 => {
            if let (Ok(own), Ok(other)) = (number.parse(), second.parse()) {
                found.push((3, vec![Word::Score(own, other)]));
            }
        }
        ("+", _) if glued && second.is_none() => {
            if let Ok(least) = number.parse() {
                found.push((2, vec![Word::Plus(least)]));
            }
        }
        ("c", _) if glued => {
            let share = share(number).filter(|it| (1..10_000).contains(it));
            let meaning = share.map_or_else(bad_price, |it| priced(NamedPrice::Implied(it)));
            found.push((2, meaning));
        }
        _ => {}
    }
    let after_side = SIDES.contains(&rest.before());
    if let (Some(format), false) = (rest.format(1), after_side) {
        let price = Price::parse(format, number);
        found.extend(price.ok().map(|it| (2, priced(NamedPrice::Odds(it)))));
    }
    let stake = stake(rest, 0, 0).filter(|_| !after_side);
    let counted = POINTS.contains(&word);
    found.extend(stake.map(|(length, it)| (length, vec![Word::Stake(it)])));
    if found.is_empty() || counted {
        found.push((1, vec![Word::Number(number.to_owned())]));
    }
    let digits = number.len() >= 3 && number.len() <= 4 && !number.contains('.');
    if rest.at == 0 && digits && !glued {
        // A rotation number.
        found.push((1, vec![Word::Chatter]));
    }
}

/// `5/4`, a total of `2.5/3`, or a date in front.
fn joined_by_slash(rest: Rest<'_>, number: &str, second: &str, found: &mut Vec<Reading>) {
    if let Ok(price) = Price::parse_fractional(&format!("{number}/{second}")) {
        found.push((3, priced(NamedPrice::Odds(price))));
    }
    if let Some(line) = between(number, second) {
        let whole = !number.contains('.') && !second.contains('.');
        if !whole {
            found.push((3, vec![Word::Number(line.to_string())]));
        }
    }
    let date = number.parse().ok().zip(second.parse().ok());
    if let Some((month @ 1..=12, day @ 1..=31)) = date.filter(|_| rest.at == 0) {
        found.push((3, vec![Word::Day(Day::Date { month, day })]));
    }
}
