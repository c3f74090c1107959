//! The rules as they are shown: one row each, with its value, its source and what changes it.

use chrono::Weekday;
use shared::league::Sport;

use super::windows::{
    CORRECTED, CorrectedRule, POSTPONED, Postponed, PostponedRule, postponed_name, tail,
};
use super::{Note, Row, SourceGrade, general, sport_rules};

/// A rule as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// `baseball/full_length`
    pub name: String,
    /// What it says, as a sentence.
    pub says: String,
    /// Its value in a word or two.
    pub value: String,
    /// Who says so.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
    /// The choice of a server that changes it.
    pub option: Option<&'static str>,
    /// How a grade shows that it holds.
    pub proof: Proof,
}

/// How a grade shows that a rule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A receipt names it.
    Named,
    /// A receipt names that other rule, which carries it out.
    Through(&'static str),
    /// It is not a matter of grading a leg.
    Elsewhere,
}

/// Everything that holds in a sport: its own rules, then the general ones that it takes part in.
pub fn of(sport: Sport) -> Vec<Printed> {
    let rules = sport_rules(sport);
    let own = |row: &Row| printed(sport.word(), row, Proof::Named);
    let markets = rules.markets.iter().map(|it| own(&it.row));
    let shared = general::MARKETS.iter();
    let shared = shared.filter(|it| rules.kinds.contains(&it.kind) && !has(rules, it.kind));
    let shared = shared.map(|it| printed("general", &it.row, Proof::Named));
    let countings = rules.countings.iter().map(|it| own(&it.row));
    let minimum = rules.minimum.iter().map(|it| own(&it.row));
    let official = rules.official.iter().map(|it| own(&it.row));
    let changed = rules.changed.iter().map(|it| own(&it.row));
    let action = rules.action.iter().map(|it| own(&it.row));
    let derived = rules.derived.iter().map(|it| own(&it.row));
    let rows = rules.rows.iter().map(own);
    let notes = rules.notes.iter().map(|it| note(sport.word(), it));
    markets
        .chain(shared)
        .chain(countings)
        .chain(minimum)
        .chain(official)
        .chain(changed)
        .chain(action)
        .chain(derived)
        .chain(rows)
        .chain(notes)
        .chain(windows(sport))
        .chain(everywhere())
        .collect()
}

fn has(rules: &super::SportRules, kind: shared::market::MarketKind) -> bool {
    rules.markets.iter().any(|it| it.kind == kind)
}

/// The rule of that name: `baseball/full_length`, `general/quarter_line`.
pub fn named(name: &str) -> Option<Printed> {
    let mut sports = Sport::ALL.iter();
    sports.find_map(|sport| of(*sport).into_iter().find(|it| it.name == name))
}

/// What holds in every sport.
fn everywhere() -> impl Iterator<Item = Printed> {
    let changed = general::CHANGED.iter();
    let changed = changed.map(|it| printed("general", &it.row, Proof::Named));
    let rows = general::ROWS.iter();
    let rows = rows.map(|it| printed("general", it, Proof::Named));
    changed
        .chain(rows)
        .chain(general::NOTES.iter().map(|it| note("general", it)))
}

fn note(area: &str, note: &Note) -> Printed {
    let proof = note.through.map_or(Proof::Elsewhere, Proof::Through);
    printed(area, &note.row, proof)
}

fn printed(area: &str, row: &Row, proof: Proof) -> Printed {
    Printed {
        name: format!("{area}/{}", row.name),
        says: row.says.to_owned(),
        value: row.value.to_owned(),
        source: row.source,
        grade: row.grade,
        option: row.option,
        proof,
    }
}

/// How long a game may be postponed, and how long a result may be corrected.
fn windows(sport: Sport) -> impl Iterator<Item = Printed> {
    let postponed = holding(POSTPONED, sport, |it| (it.sport, it.leagues));
    let corrected = holding(CORRECTED, sport, |it| (it.sport, it.leagues));
    let postponed = postponed.map(move |it| put_off(sport, it));
    postponed.chain(corrected.map(move |it| correction(sport, it)))
}

/// The rows of a sport, and those of all others where it has none that holds in every league.
fn holding<T>(
    rows: &'static [T],
    sport: Sport,
    of: fn(&T) -> (Option<Sport>, &'static [&'static str]),
) -> impl Iterator<Item = &'static T> {
    let own = rows.iter().any(|it| of(it) == (Some(sport), &[]));
    rows.iter().filter(move |it| {
        let (whose, _) = of(it);
        whose == Some(sport) || (whose.is_none() && !own)
    })
}

fn put_off(sport: Sport, rule: &PostponedRule) -> Printed {
    let leagues = leagues(rule.leagues);
    let (value, until) = match rule.until {
        Postponed::Hours(hours) => (
            format!("{hours} hours"),
            format!("if it starts within {hours} hours of its first start; otherwise it is void"),
        ),
        Postponed::Week(first) => {
            let days = format!("{} to {}", weekday(first), weekday(first.pred()));
            let until = format!("if it is played in the same week, {days}; otherwise it is void");
            (days, until)
        }
        Postponed::Open => (
            "whenever it is played".to_owned(),
            "whenever it is played".to_owned(),
        ),
    };
    Printed {
        name: postponed_name(sport, rule),
        says: format!("A game{leagues} that is postponed counts {until}."),
        value,
        source: rule.source,
        grade: rule.grade,
        option: None,
        proof: Proof::Named,
    }
}

fn correction(sport: Sport, rule: &CorrectedRule) -> Printed {
    let (leagues, hours) = (leagues(rule.leagues), rule.hours);
    Printed {
        name: format!("{sport}/corrected{}", tail(rule.leagues)),
        says: format!(
            "A result{leagues} may be corrected for {hours} hours, and is frozen after that."
        ),
        value: format!("{hours} hours"),
        source: rule.source,
        grade: rule.grade,
        option: None,
        proof: Proof::Elsewhere,
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

fn leagues(leagues: &[&str]) -> String {
    if leagues.is_empty() {
        String::new()
    } else {
        format!(" of {}", leagues.join(", "))
    }
}
