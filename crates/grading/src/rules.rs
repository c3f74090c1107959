//! The house rules as data: which rule grades a market, which periods it counts, and its source.
//!
//! A sport is read in one place: its rows of [`RULES`] and of [`COUNTINGS`].

use std::fmt;
use std::str::FromStr;

use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;

mod options;
mod table;
pub mod windows;

pub use options::*;
pub use table::{COUNTINGS, RULES};

/// The rules in force. A ticket keeps the version that it was placed under.
pub const RULE_VERSION: i32 = 1;

/// By which rules a leg is graded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HouseRules {
    /// Their version.
    pub version: i32,
    /// What is played.
    pub sport: Sport,
    /// The league's code: `NHL`. Some rules hold in some leagues only.
    pub league: String,
    /// What the server chose where bookmakers disagree.
    pub options: Options,
}

impl HouseRules {
    /// The rules in force, with nothing chosen.
    pub fn new(sport: Sport, league: impl Into<String>) -> Self {
        Self {
            version: RULE_VERSION,
            sport,
            league: league.into(),
            options: Options::default(),
        }
    }

    /// The same rules in another version: that of an old ticket.
    #[must_use]
    pub fn at_version(mut self, version: i32) -> Self {
        self.version = version;
        self
    }

    /// The same rules with these choices.
    #[must_use]
    pub const fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }
}

/// How good the source of a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceGrade {
    /// A bookmaker's own published rules or interface.
    A,
    /// A feed vendor's or an exchange's documents.
    B,
    /// An offshore bookmaker's own rules.
    C,
    /// A secondary text.
    D,
}

/// What a level score does to a bet on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The stake comes back.
    StakeBack,
    /// It loses: the draw is an answer of its own.
    Loses,
}

/// How one market of one sport is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `american_football/spread`.
    pub name: &'static str,
    /// The version of the rules in which it stands.
    pub version: i32,
    /// Whose rule.
    pub sport: Sport,
    /// For which market.
    pub kind: MarketKind,
    /// What a market on the full game counts: some are settled on regular time.
    pub full: Period,
    /// What a score that is level on the line does.
    pub level: Level,
    /// The ends of a game after which the leg does not count.
    pub voided_by: &'static [GameStatus],
    /// Who says so, for reading.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
}

/// A term of the sum that yields what a market counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// What was scored in that period.
    Plus(Period),
    /// Less what was scored in that period.
    Minus(Period),
    /// All overtimes. A game decided in its regular time had none, so there it may be missing.
    Overtime,
    /// One goal for who won the shoot-out. A game decided before had none.
    ShootoutGoal,
    /// The full score, in a result that knows of neither extra time nor a shoot-out.
    PlainFull,
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plus(period) => write!(f, "+{period}"),
            Self::Minus(period) => write!(f, "-{period}"),
            Self::Overtime => f.write_str("overtime_if_any"),
            Self::ShootoutGoal => f.write_str("shootout_goal_if_any"),
            Self::PlainFull => f.write_str("full_without_extra_time"),
        }
    }
}

/// A word that names no term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a term of a score")]
pub struct TermError(String);

impl FromStr for Term {
    type Err = TermError;

    fn from_str(text: &str) -> Result<Self, TermError> {
        let unknown = || TermError(text.to_owned());
        Ok(match text {
            "overtime_if_any" => Self::Overtime,
            "shootout_goal_if_any" => Self::ShootoutGoal,
            "full_without_extra_time" => Self::PlainFull,
            _ => match text.split_at_checked(1) {
                Some(("+", period)) => Self::Plus(period.parse().map_err(|_| unknown())?),
                Some(("-", period)) => Self::Minus(period.parse().map_err(|_| unknown())?),
                _ => return Err(unknown()),
            },
        })
    }
}

/// How far a market's count reaches, for sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The whole game with its overtime, if any.
    WholeGame,
    /// Regular time alone, where the sport may go on after it.
    RegularTime,
    /// One part of the game, with the overtime that follows it.
    PartAndOvertime,
    /// One part of the game alone.
    Part,
}

/// What a market on a period counts in a sport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting {
    /// The sports that count so.
    pub sports: &'static [Sport],
    /// The market's period.
    pub period: Period,
    /// How far it reaches.
    pub reach: Reach,
    /// Whether the sides can be level at its end.
    pub can_be_level: bool,
    /// The sums that yield it. The first that a result can answer counts; the others must agree.
    pub ways: &'static [&'static [Term]],
    /// Who says so, for reading.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
}

/// The rule for this market of this sport in that version of the rules.
pub fn rule(version: i32, sport: Sport, kind: MarketKind) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|it| it.version == version && it.sport == sport && it.kind == kind)
}

/// What a market on this period counts. Nothing: the sport has no such part.
pub fn counting(rule: &Rule, period: Period) -> Option<&'static Counting> {
    let counted = match period {
        Period::Full => rule.full,
        part => part,
    };
    counting_of(rule.sport, counted)
}

pub(crate) fn counting_of(sport: Sport, period: Period) -> Option<&'static Counting> {
    COUNTINGS
        .iter()
        .find(|it| it.period == period && it.sports.contains(&sport))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_rule_is_named_after_its_sport_and_market_and_names_its_source() {
        let mut names = BTreeSet::new();
        for rule in RULES {
            assert_eq!(rule.name, format!("{}/{}", rule.sport, rule.kind));
            assert!(names.insert((rule.version, rule.name)), "{}", rule.name);
            assert!(rule.source.len() > 20, "{}", rule.name);
            assert!(
                !rule.voided_by.contains(&GameStatus::Final),
                "{}",
                rule.name
            );
            assert!(counting(rule, Period::Full).is_some(), "{}", rule.name);
        }
    }

    #[test]
    fn no_sport_counts_a_period_in_two_ways_at_once() {
        let mut seen = BTreeSet::new();
        for counting in COUNTINGS {
            assert!(!counting.ways.is_empty());
            for sport in counting.sports {
                assert!(seen.insert((*sport, counting.period)), "{counting:?}");
            }
        }
    }

    #[test]
    fn every_term_survives_being_written() {
        for term in COUNTINGS.iter().flat_map(|it| it.ways).flat_map(|it| *it) {
            assert_eq!(term.to_string().parse().as_ref(), Ok(term));
        }
        assert!("+Q0".parse::<Term>().is_err());
        assert!("".parse::<Term>().is_err());
        assert!("Q1".parse::<Term>().is_err());
    }
}
