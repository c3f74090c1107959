//! The rules as they are shown: one row each, with its value, its source and what changes it.

use shared::league::Sport;

use super::windows::{CORRECTED, POSTPONED, Postponed};
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
    let changed = rules.changed.iter().map(|it| own(&it.row));
    let action = rules.action.iter().map(|it| own(&it.row));
    let derived = rules.derived.iter().map(|it| own(&it.row));
    let rows = rules.rows.iter().map(own);
    let notes = rules.notes.iter().map(|it| note(sport.word(), it));
    markets
        .chain(shared)
        .chain(countings)
        .chain(minimum)
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

/// How long a game may be put off, and how long a result may be corrected.
fn windows(sport: Sport) -> impl Iterator<Item = Printed> {
    let holds = move |it: Option<Sport>, own: bool| it == Some(sport) || (it.is_none() && !own);
    let own = POSTPONED
        .iter()
        .any(|it| it.sport == Some(sport) && it.leagues.is_empty());
    let postponed = { POSTPONED.iter() }.filter(move |it| holds(it.sport, own));
    let postponed = postponed.map(move |it| {
        let value = match it.until {
            Postponed::Hours(hours) => format!("{hours} hours"),
            Postponed::Week(day) => format!("the week from {day}"),
            Postponed::Open => "whenever it is played".to_owned(),
        };
        let leagues = leagues(it.leagues);
        Printed {
            name: format!("{sport}/postponed{}", tail(it.leagues)),
            says: format!("A game{leagues} that is put off counts when it is played in: {value}."),
            value,
            source: it.source,
            grade: it.grade,
            option: None,
            proof: Proof::Elsewhere,
        }
    });
    let own = CORRECTED
        .iter()
        .any(|it| it.sport == Some(sport) && it.leagues.is_empty());
    let corrected = { CORRECTED.iter() }.filter(move |it| holds(it.sport, own));
    let corrected = corrected.map(move |it| Printed {
        name: format!("{sport}/corrected{}", tail(it.leagues)),
        says: format!(
            "A result{} may be corrected for {} hours, and is frozen after that.",
            leagues(it.leagues),
            it.hours
        ),
        value: format!("{} hours", it.hours),
        source: it.source,
        grade: it.grade,
        option: None,
        proof: Proof::Elsewhere,
    });
    postponed.chain(corrected)
}

fn leagues(leagues: &[&str]) -> String {
    if leagues.is_empty() {
        String::new()
    } else {
        format!(" of {}", leagues.join(", "))
    }
}

fn tail(leagues: &[&str]) -> String {
    match leagues.first() {
        Some(league) => format!("_{}", league.to_lowercase()),
        None => String::new(),
    }
}
