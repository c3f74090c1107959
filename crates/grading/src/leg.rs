//! A selection and a result make a grade.

use chrono::{DateTime, SubsecRound, Utc};
use shared::competitor::Role;
use shared::game::{GameResult, GameStatus};
use shared::grade::{LegOutcome, Share};
use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{Group, MarketKind, Selection, Side, Subject};

use crate::check::check;
use crate::end::End;
use crate::grade::{Grade, GradeError};
use crate::receipt::{Receipt, Working};
use crate::rules::{FIRST_VERSION, HouseRules, Market, Shape, SportRules, Term};
use crate::score::{self, ScoreError};

mod count;
mod cricket;
mod extent;
mod field;
mod fights;
mod innings;
mod maps;
mod players;
mod points;
mod sets;
mod validity;

pub(crate) use count::unit;

/// The result as a bet on this selection sees it that was taken while the game was to begin at
/// `booked`: a game that was moved counts for some bets and not for others, by
/// [`crate::rules::windows`], and who is at home matters where a market is about one of the two.
pub fn for_bet(result: &GameResult, selection: &Selection, booked: DateTime<Utc>) -> GameResult {
    let mut result = result.clone();
    if selection.subject.is_none() {
        result.facts.sides = None;
    }
    if result.facts.started_at.is_some() || !result.facts.given_up.is_empty() {
        result.facts.scheduled_at = Some(booked);
    }
    result
}

/// Grades a selection by these rules. A market about one side of a game needs
/// [`shared::facts::Facts::sides`] to tell which side its subject is.
///
/// # Errors
/// [`GradeError`] when the result does not decide it or no rule covers it.
pub fn grade(
    rules: &HouseRules,
    selection: &Selection,
    result: &GameResult,
) -> Result<Grade, GradeError> {
    if selection.game != result.game {
        return Err(GradeError::WrongGame);
    }
    let leg = Leg::new(rules, selection, result)?;
    if validity::is_still_awaited(&leg) {
        return Err(GradeError::StillAwaited);
    }
    score::check(result)?;
    if rules.checks_results() {
        check(rules.sport, &rules.league, End::of(result))?;
    }
    let decided = if rules.version == FIRST_VERSION {
        by_the_first_rules(&leg)?
    } else {
        decide(&leg)?
    };
    let receipt = receipt(&leg, &decided);
    Ok(Grade {
        outcome: decided.outcome,
        win: decided.shares.0,
        refund: decided.shares.1,
        receipt,
    })
}

/// Everything that was compared. A receipt keeps microseconds, as the database does.
fn receipt(leg: &Leg<'_>, decided: &Decided) -> Receipt {
    let mut result = leg.result.clone();
    result.scores.sort_unstable();
    result.decided_at = result.decided_at.trunc_subsecs(6);
    let (win, refund) = decided.shares;
    let first = leg.rules.version == FIRST_VERSION;
    let league = if first { "" } else { &leg.rules.league };
    Receipt {
        rule: leg.market.name.clone(),
        by: decided.by.clone(),
        rule_version: leg.rules.version,
        sport: leg.rules.sport,
        league: league.to_owned(),
        options: leg.rules.options,
        selection: leg.selection.clone(),
        result,
        counted: decided.terms.clone(),
        working: decided.working.clone(),
        outcome: decided.outcome,
        win,
        refund,
    }
}

/// A leg that is being graded.
pub(crate) struct Leg<'a> {
    pub(crate) rules: &'a HouseRules,
    pub(crate) sport: &'static SportRules,
    pub(crate) market: Market,
    pub(crate) selection: &'a Selection,
    pub(crate) result: &'a GameResult,
}

/// A grade, before it is written down.
pub(crate) struct Decided {
    pub(crate) outcome: LegOutcome,
    pub(crate) shares: (Share, Share),
    pub(crate) working: Working,
    pub(crate) terms: Vec<Term>,
    /// The rows that had a part in it beside the market's own, by full name.
    pub(crate) by: Vec<String>,
}

impl Decided {
    pub(crate) fn new(outcome: LegOutcome, working: Working, by: Vec<String>) -> Self {
        Self {
            outcome,
            // Only a dead heat has shares of its own; see `shared`.
            shares: outcome.shares().unwrap_or((Share::HALF, Share::NONE)),
            working,
            terms: Vec::new(),
            by,
        }
    }

    pub(crate) fn counting(mut self, terms: Vec<Term>) -> Self {
        self.terms = terms;
        self
    }

    pub(crate) fn void(by: Vec<String>) -> Self {
        let rule = by.last().cloned().unwrap_or_default();
        Self::new(LegOutcome::Void, Working::Void { rule }, by)
    }

    /// `left` places for `tied` entrants; `None` if none is left.
    pub(crate) fn places(left: i32, tied: i32, working: Working, by: Vec<String>) -> Self {
        if left >= tied {
            return Self::new(LegOutcome::Won, working, by);
        }
        match Share::new(left.max(0), tied) {
            Some(share) if share != Share::NONE => Self {
                shares: (share, Share::NONE),
                ..Self::new(LegOutcome::DeadHeat, working, by)
            },
            _ => Self::new(LegOutcome::Lost, working, by),
        }
    }
}

impl<'a> Leg<'a> {
    pub(crate) fn new(
        rules: &'a HouseRules,
        selection: &'a Selection,
        result: &'a GameResult,
    ) -> Result<Self, GradeError> {
        let (sport, market) = asked(rules, selection)?;
        Ok(Self {
            rules,
            sport,
            market,
            selection,
            result,
        })
    }

    /// The full name of a row of this sport.
    pub(crate) fn own(&self, row: &str) -> String {
        format!("{}/{row}", self.rules.sport)
    }

    pub(crate) fn line(&self) -> Line {
        self.selection.line.unwrap_or(Line::ZERO)
    }

    pub(crate) const fn kind(&self) -> MarketKind {
        self.selection.kind
    }

    pub(crate) fn untold(&self, what: &str) -> GradeError {
        GradeError::Untold(what.to_owned())
    }

    pub(crate) fn missing(&self) -> GradeError {
        GradeError::Ungradable(ScoreError::Missing {
            sport: self.rules.sport,
            period: self.selection.period,
        })
    }

    pub(crate) fn no_period(&self) -> GradeError {
        GradeError::NoPeriod {
            sport: self.rules.sport,
            period: self.selection.period,
        }
    }

    pub(crate) fn no_statistic(&self) -> GradeError {
        GradeError::Statistic {
            sport: self.rules.sport,
            kind: self.kind(),
            statistic: self.selection.statistic.clone(),
        }
    }

    pub(crate) fn subject(&self) -> Result<CompetitorId, GradeError> {
        let kind = self.kind();
        self.selection.subject.ok_or(GradeError::Subject { kind })
    }

    /// Which side of the game the market's subject is.
    pub(crate) fn subject_role(&self) -> Result<Role, GradeError> {
        let subject = self.subject()?;
        let (home, away) = (self.result.facts.sides)
            .ok_or_else(|| self.untold("which competitor is at home and which away"))?;
        let kind = self.kind();
        match subject {
            it if it == home => Ok(Role::Home),
            it if it == away => Ok(Role::Away),
            _ => Err(GradeError::Subject { kind }),
        }
    }
}

/// What the rules say about the question itself, before anything was played.
pub(crate) fn asked(
    rules: &HouseRules,
    selection: &Selection,
) -> Result<(&'static SportRules, Market), GradeError> {
    let Selection {
        kind, side, line, ..
    } = *selection;
    let none = || GradeError::NoRule {
        version: rules.version,
        sport: rules.sport,
        kind,
    };
    let sport = rules.sport_rules().ok_or_else(none)?;
    let market = rules.market(kind).ok_or_else(none)?;
    if !kind.has_answer(side) {
        return Err(GradeError::Side { kind, side });
    }
    let fits = line.is_none_or(|line| match kind {
        MarketKind::TopFinish => line.is_whole() && line > Line::ZERO,
        MarketKind::TotalRounds => line.quarters() % 2 == 0 && line > Line::ZERO,
        _ => true,
    });
    if kind.has_line() != line.is_some() || !fits {
        return Err(GradeError::Line { kind, line });
    }
    let count = selection.group.len();
    let picked = match side {
        Side::Entrant(id) => selection.group.contains(&id),
        _ => true,
    };
    let right = match kind.row().group {
        Group::Nobody => true,
        Group::Two => count == 2 && picked,
        Group::Several => count >= 2 && picked,
    };
    if !right {
        return Err(GradeError::Group { kind, count });
    }
    if kind.needs_subject() && selection.subject.is_none() {
        return Err(GradeError::Subject { kind });
    }
    if selection.statistic.is_some() && on_scores(kind) && !sport.shape.has_units() {
        return Err(GradeError::Statistic {
            sport: rules.sport,
            kind,
            statistic: selection.statistic.clone(),
        });
    }
    Ok((sport, market))
}

/// By the first version: a game without an end voids whatever was bet on it, and a receipt names
/// no rule but the market's.
fn by_the_first_rules(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let status = leg.result.status;
    let unplayed = [
        GameStatus::Postponed,
        GameStatus::Cancelled,
        GameStatus::Abandoned,
    ];
    if unplayed.contains(&status) {
        let working = Working::NotPlayed { status };
        return Ok(Decided::new(LegOutcome::Void, working, Vec::new()));
    }
    let mut decided = decide(leg)?;
    decided.by.clear();
    Ok(decided)
}

/// Whether it is about the scores of two sides, and not about a statistic.
const fn on_scores(kind: MarketKind) -> bool {
    let fields = kind.row();
    !matches!(fields.subject, Subject::Player) && matches!(fields.group, Group::Nobody)
}

fn decide(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    match (leg.sport.shape, leg.kind()) {
        (Shape::Fight { round_seconds }, _) => fights::decide(leg, round_seconds),
        (Shape::Field(play), _) => field::decide(leg, play),
        (_, MarketKind::PlayerTotal | MarketKind::PlayerYesNo) => players::decide(leg),
        (_, MarketKind::HeadToHead | MarketKind::HeadToHead3 | MarketKind::BestOfGroup) => {
            players::compare(leg)
        }
        (_, MarketKind::ToQualify) => points::to_qualify(leg),
        (Shape::Cricket, _) => cricket::decide(leg),
        _ => points::decide(leg),
    }
}
