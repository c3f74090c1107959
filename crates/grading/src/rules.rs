//! The house rules as data: what each sport counts, what ends a bet early, and who says so.
//!
//! A sport is read in one place: its file below this one. The evaluators in [`crate::leg`] take
//! their numbers from there.

use shared::facts::{Change, SetLength};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;

mod australian_rules;
mod baseball;
mod basketball;
mod by_sport;
mod cricket;
mod darts;
mod esports;
mod fights;
mod football;
pub mod general;
mod golf;
mod handball;
mod hockey;
mod options;
mod periods;
mod printed;
mod racing;
mod rugby;
mod soccer;
mod tennis;
mod terms;
mod volleyball;
pub mod windows;

pub use by_sport::sport_rules;

pub(crate) use baseball::{FULL_INNINGS, OFFICIAL_INNINGS};
pub(crate) use cricket::{BEST_OVERS_PERCENT, TOTALS_OVERS_PERCENT};
pub use options::*;
pub use printed::{Printed, Proof, named, of};
pub(crate) use terms::counting;
pub use terms::{Counting, Reach, Term, TermError};

/// The rules in force. A ticket keeps the version that it was placed under.
pub const RULE_VERSION: i32 = 3;

/// The first version that holds the parts of a result against each other before it grades, that
/// reads the length of a set, a tie-break or a round from the result, and that has a disqualified
/// player lose. Older ones keep what they said.
pub(crate) const CHECKED_VERSION: i32 = 3;

/// The first rules. They knew no leagues and no choices: every game of ice hockey counted overtime
/// and shoot-out, and a game without an end voided whatever was bet on it.
pub const FIRST_VERSION: i32 = 1;

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
    /// The current rules, with the default choices.
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
        if version == FIRST_VERSION {
            let hockey = self.sport == Sport::IceHockey;
            self.league = if hockey { "NHL" } else { "" }.to_owned();
            self.options = Options::default();
        }
        self
    }

    /// The same rules with these choices.
    #[must_use]
    pub const fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// What the sport has. `None`: no such version.
    pub fn sport_rules(&self) -> Option<&'static SportRules> {
        let known = (FIRST_VERSION..=RULE_VERSION).contains(&self.version);
        known.then(|| sport_rules(self.sport))
    }

    /// Which rule grades markets of this kind.
    pub fn market(&self, kind: MarketKind) -> Option<Market> {
        let sport = self.sport_rules()?;
        let holds = |it: &&'static MarketRule| it.kind == kind && among(it.leagues, &self.league);
        let own = sport.markets.iter().find(holds);
        let own = own.map(|rule| Market {
            name: format!("{}/{}", self.sport, rule.row.name),
            rule,
        });
        own.or_else(|| {
            let shared = general::MARKETS.iter().find(|it| it.kind == kind);
            let rule = shared.filter(|_| sport.kinds.contains(&kind))?;
            let name = format!("general/{}", rule.row.name);
            Some(Market { name, rule })
        })
    }

    /// What a market of this kind on this period counts. `None`: the sport has no such part.
    pub fn counting(&self, rule: &MarketRule, period: Period) -> Option<&'static Counting> {
        let counted = match period {
            Period::Full => rule.full,
            part => part,
        };
        self.counting_of(rule.kind, counted)
    }

    pub(crate) fn counting_of(
        &self,
        kind: MarketKind,
        period: Period,
    ) -> Option<&'static Counting> {
        let counted = self.sport_rules()?.countings.iter();
        let mut holding = counted.filter(|it| {
            let kinds = it.kinds.is_empty() || it.kinds.contains(&kind);
            kinds && it.period == period && among(it.leagues, &self.league) && self.chose(it.choice)
        });
        holding.next()
    }

    /// Whether a result is checked for contradictions before anything is graded on it.
    pub(crate) const fn checks_results(&self) -> bool {
        self.version >= CHECKED_VERSION
    }

    /// The row of that minimum of play that holds in this league.
    pub(crate) fn minimum(&self) -> Option<&'static Minimum> {
        let mut minima = self.sport_rules()?.minimum.iter();
        minima.find(|it| among(it.leagues, &self.league))
    }

    /// Whether a row that holds under one choice only holds here.
    fn chose(&self, choice: Option<(&'static str, &'static str)>) -> bool {
        choice.is_none_or(|(name, value)| self.options.word(name) == Some(value))
    }
}

/// Every league where a row names none.
fn among(leagues: &[&str], league: &str) -> bool {
    leagues.is_empty() || leagues.contains(&league)
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
    /// A secondary text, or by likeness with another sport.
    D,
}

/// How every rule describes itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name within its sport: `minimum_play`.
    pub name: &'static str,
    /// What it says, as a sentence.
    pub says: &'static str,
    /// Its value in a word or two: `55 minutes`.
    pub value: &'static str,
    /// Who says so, for people.
    pub source: &'static str,
    /// How good that source is.
    pub grade: SourceGrade,
    /// The choice of a server that changes it.
    pub option: Option<&'static str>,
}

impl Row {
    const fn new(
        (name, value): (&'static str, &'static str),
        says: &'static str,
        grade: SourceGrade,
        source: &'static str,
    ) -> Self {
        Self {
            name,
            says,
            value,
            source,
            grade,
            option: None,
        }
    }

    const fn changed_by(mut self, option: &'static str) -> Self {
        self.option = Some(option);
        self
    }
}

/// What a level score does to a bet on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The stake is returned.
    StakeBack,
    /// It loses: the draw is an answer of its own.
    Loses,
    /// Half of the stake wins, unless the server chose to return it.
    Shared,
}

/// How one kind of market is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarketRule {
    /// How it describes itself.
    pub row: Row,
    /// For which market.
    pub kind: MarketKind,
    /// In these leagues only; in all where it names none.
    pub leagues: &'static [&'static str],
    /// What a market on the full game counts: some are settled on regular time.
    pub full: Period,
    /// What a score that is level on the line does.
    pub level: Level,
}

/// A market's rule with its full name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Market {
    /// `american_football/spread`, `general/odd_even`.
    pub name: String,
    /// The rule.
    pub rule: &'static MarketRule,
}

const fn market(kind: MarketKind, full: Period, level: Level, row: Row) -> MarketRule {
    MarketRule {
        row,
        kind,
        leagues: &[],
        full,
        level,
    }
}

/// How much must be played for a bet on the whole game to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// How it describes itself.
    pub row: Row,
    /// In these leagues only; in all that no row before it names, where it names none.
    pub leagues: &'static [&'static str],
    /// So many minutes.
    pub minutes: u16,
    /// Whether a result that the league calls final counts with fewer.
    pub official_counts: bool,
}

/// How long regular time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// In these leagues only; in all that no row before it names, where it names none.
    pub leagues: &'static [&'static str],
    /// In minutes.
    pub minutes: u16,
}

/// How many minutes regular time has in that sport and league. Zero: it has no clock.
pub(crate) fn clock_minutes(sport: Sport, league: &str) -> u16 {
    let mut clocks = sport_rules(sport).clock.iter();
    let clock = clocks.find(|it| among(it.leagues, league));
    clock.map_or(0, |it| it.minutes)
}

/// What was changed after a bet was placed, and what that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// How it describes itself.
    pub row: Row,
    /// Which change.
    pub change: Change,
    /// The kinds of market that are void; others stand. `None`: every kind is void.
    pub void: Option<&'static [MarketKind]>,
}

/// An end that makes a bet void in a sport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// How it describes itself.
    pub row: Row,
    /// The end.
    pub status: GameStatus,
}

/// When a bet on one player counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// How it describes itself.
    pub row: Row,
    /// For these statistics; for all that no row before it names, where it names none.
    pub statistics: &'static [&'static str],
    /// What he must have done.
    pub needs: Needs,
    /// The choice under which the row holds. `None`: always.
    pub choice: Option<(&'static str, &'static str)>,
}

/// What a player must have done for a bet on him to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Took part at all.
    Play,
    /// Been there from the start.
    Start,
    /// Took part, and did this at least once if it is reported.
    PlayAnd(&'static str),
    /// Was there from the start, and did this at least once if it is reported.
    StartAnd(&'static str),
    /// Been on the pitch before the first goal.
    BeforeFirstGoal,
    /// `None`: being in the squad is enough.
    Squad,
}

/// A statistic that is the sum of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// How it describes itself.
    pub row: Row,
    /// Its name.
    pub statistic: &'static str,
    /// The sum: statistic, weight.
    pub of: &'static [(&'static str, i64)],
    /// The choice under which the row holds. `None`: always.
    pub choice: Option<(&'static str, &'static str)>,
}

/// A game that was stopped early and whose result the league declared official all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Official {
    /// How it describes itself.
    pub row: Row,
    /// The kinds of market that stand; of the others, only what can no longer change.
    pub kinds: &'static [MarketKind],
}

/// A rule that other rows carry out, or another part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// How it describes itself.
    pub row: Row,
    /// The full name of the row that carries it out. `None`: it is not a matter of grading.
    pub through: Option<&'static str>,
}

/// All rules of one sport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SportRules {
    /// What is played.
    pub sport: Sport,
    /// Which kind of result it has.
    pub shape: Shape,
    /// Its own markets.
    pub markets: &'static [MarketRule],
    /// Those of [`general::MARKETS`] that it has too.
    pub kinds: &'static [MarketKind],
    /// What each period's market counts.
    pub countings: &'static [Counting],
    /// How long regular time is.
    pub clock: &'static [Clock],
    /// How much must be played.
    pub minimum: &'static [Minimum],
    /// What an official result of a game that was stopped early decides.
    pub official: &'static [Official],
    /// What changes after a bet do.
    pub changed: &'static [Changed],
    /// When a bet on a player counts.
    pub action: &'static [Action],
    /// Statistics that are sums of others.
    pub derived: &'static [Derived],
    /// Rules that are applied by name.
    pub rows: &'static [Row],
    /// Rules that other rows or other parts carry out.
    pub notes: &'static [Note],
}

impl SportRules {
    /// One without any rule, to be filled.
    const fn empty(sport: Sport, shape: Shape) -> Self {
        Self {
            sport,
            shape,
            markets: &[],
            kinds: &[],
            countings: &[],
            clock: &[],
            minimum: &[],
            official: &[],
            changed: &[],
            action: &[],
            derived: &[],
            rows: &[],
            notes: &[],
        }
    }
}

/// Which kind of result a sport has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Points in timed periods.
    Timed {
        /// Whether the league may agree on a shorter game that counts in full.
        shorter_counts: bool,
    },
    /// Runs in innings of three outs.
    Innings,
    /// Sets of games or points.
    Sets(SetPlay),
    /// Maps of a match.
    Maps,
    /// Runs in innings of overs.
    Cricket,
    /// A fight.
    Fight {
        /// How long a round is, in seconds.
        round_seconds: u16,
    },
    /// A contest of many.
    Field(FieldPlay),
}

impl Shape {
    /// Whether a market says in which unit it counts: sets or games, maps or rounds.
    pub const fn has_units(self) -> bool {
        matches!(self, Self::Sets(_) | Self::Maps)
    }
}

/// How a set is won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetPlay {
    /// So many points, or games, with two ahead.
    pub to: i64,
    /// The same in the deciding set.
    pub deciding_to: i64,
    /// Whether a set may end one ahead, at seven to six.
    pub tie_break: bool,
    /// How a set is won where it is not so many with two ahead, and how the deciding one may be.
    pub lengths: Option<(SetLength, &'static [SetLength])>,
    /// How many sets a match has if the result does not say.
    pub best_of: Option<u8>,
    /// In how many sets it is played at most.
    pub sets_max: u8,
    /// What a set is made of: `games`.
    pub small: &'static str,
    /// What a spread counts where the market does not say.
    pub spread: &'static str,
    /// What every other market counts where it does not say.
    pub other: &'static str,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldPlay {
    /// By holes, then strokes.
    Golf,
    /// By laps, then the official classification.
    Motor,
    /// By the official place.
    Horses,
}
