//! Contests of many: golf, motorsport, horse racing.

use std::cmp::Ordering;

use shared::facts::{EntrantLine, Finish};
use shared::game::Period;
use shared::grade::LegOutcome::{Lost, Won};
use shared::id::CompetitorId;
use shared::market::{MarketKind, Side};

use super::extent::{Counts, Validity};
use super::players::ranked;
use super::points::nothing;
use super::{Decided, Leg, validity};
use crate::grade::GradeError;
use crate::receipt::Working;
use crate::rules::{DeadHeat, FieldPlay, GolfMinimum, NeverStarted, SameLapRetirement};

/// Holes of a round of golf.
const HOLES_A_ROUND: u16 = 18;
/// Holes of a tournament if the result does not say.
const TOURNAMENT_HOLES: u16 = 72;
/// Holes before the cut.
const CUT_HOLES: u16 = 36;

/// Grades a market on a field.
pub(super) fn decide(leg: &Leg<'_>, play: FieldPlay) -> Result<Decided, GradeError> {
    let Validity { is, mut by } = validity::of(leg)?;
    if is != Counts::Whole {
        return Ok(nothing(leg, by));
    }
    let whole = leg.selection.period == Period::Full;
    if play == FieldPlay::Golf && whole && too_short(leg)? {
        by.push(leg.own("minimum_play"));
        return Ok(Decided::void(by));
    }
    match leg.kind() {
        MarketKind::Outright if whole => placed(leg, play, 1, by),
        MarketKind::TopFinish if whole => {
            let places = u16::try_from(leg.line().quarters() / 4).unwrap_or(u16::MAX);
            placed(leg, play, places, by)
        }
        MarketKind::PlayerYesNo if whole => cut(leg, by),
        MarketKind::HeadToHead | MarketKind::HeadToHead3 | MarketKind::BestOfGroup => {
            compare(leg, play, by)
        }
        _ => Err(leg.no_period()),
    }
}

/// Whether a golf tournament was stopped before its minimum: no player completed more.
fn too_short(leg: &Leg<'_>) -> Result<bool, GradeError> {
    let minimum = match leg.rules.options.golf_minimum {
        GolfMinimum::Holes36 => CUT_HOLES,
        GolfMinimum::OneRound => HOLES_A_ROUND,
    };
    let entrants = &leg.result.facts.entrants;
    let most = entrants.iter().filter_map(|it| it.holes).max();
    let finished =
        { entrants.iter() }.any(|it| it.finish == Finish::Finished && it.holes.is_none());
    let rounds = entrants.iter().map(|it| it.scores.len()).max().unwrap_or(0);
    let few = rounds > 0 && rounds * usize::from(HOLES_A_ROUND) < usize::from(minimum);
    // Partially reported rounds do not show how many there were.
    if leg.rules.checks_results() && finished && most.is_none() && few {
        return Err(leg.untold("how many holes were played"));
    }
    Ok(!finished && most.is_some_and(|most| most < minimum))
}

fn entrant<'a>(leg: &Leg<'a>, id: CompetitorId) -> Result<&'a EntrantLine, GradeError> {
    let mut entrants = leg.result.facts.entrants.iter();
    let entrant = entrants.find(|it| it.id == id);
    entrant.ok_or_else(|| leg.untold("how that entrant finished"))
}

/// Among the first that many.
fn placed(
    leg: &Leg<'_>,
    play: FieldPlay,
    places: u16,
    mut by: Vec<String>,
) -> Result<Decided, GradeError> {
    let Side::Entrant(id) = leg.selection.side else {
        return Err(leg.missing());
    };
    let entrant = entrant(leg, id)?;
    let position = entrant.position;
    let tied = { leg.result.facts.entrants.iter() }
        .filter(|it| it.position.is_some() && it.position == position)
        .count();
    let tied = u16::try_from(tied).unwrap_or(u16::MAX);
    let working = Working::Placed {
        position,
        places,
        tied,
    };
    if !entrant.finish.started() {
        by.push(leg.own("never_started"));
        let outright = leg.kind() == MarketKind::Outright;
        let lose = leg.rules.options.never_started == NeverStarted::Lose;
        if play == FieldPlay::Golf && outright && lose {
            return Ok(Decided::new(Lost, working, by));
        }
        return Ok(Decided::void(by));
    }
    if !leg
        .result
        .facts
        .entrants
        .iter()
        .any(|it| it.position == Some(1))
        && entrant.finish == Finish::Finished
        && position.is_none()
    {
        return Err(leg.untold("the official places"));
    }
    let out = leg.rules.checks_results() && entrant.finish == Finish::Disqualified;
    let Some(position) = position.filter(|it| *it <= places && !out) else {
        return Ok(Decided::new(Lost, working, by));
    };
    let left = places - position + 1;
    if left < tied {
        by.push("general/dead_heat".to_owned());
        if leg.rules.options.dead_heat == DeadHeat::PayFull {
            return Ok(Decided::new(Won, working, by));
        }
    }
    Ok(Decided::places(left.into(), tied.into(), working, by))
}

/// Whether a golfer makes the cut.
fn cut(leg: &Leg<'_>, mut by: Vec<String>) -> Result<Decided, GradeError> {
    if leg.selection.statistic.as_deref() != Some("made_cut") {
        return Err(leg.no_statistic());
    }
    let entrant = entrant(leg, leg.subject()?)?;
    let made = match entrant.finish {
        Finish::DidNotStart => {
            by.push(leg.own("never_started"));
            return Ok(Decided::void(by));
        }
        Finish::Finished => true,
        Finish::MissedCut => false,
        Finish::Withdrew | Finish::Retired | Finish::Disqualified => match entrant.holes {
            Some(holes) if holes > CUT_HOLES => true,
            Some(holes) if holes < CUT_HOLES => {
                by.push(leg.own("withdrew_before_cut"));
                false
            }
            _ => return Err(leg.untold("whether that was before or after the cut")),
        },
    };
    let outcome = if made == (leg.selection.side == Side::Yes) {
        Won
    } else {
        Lost
    };
    let times = i64::from(made);
    Ok(Decided::new(outcome, Working::Happened { times }, by))
}

/// Two or more of a field against each other.
fn compare(leg: &Leg<'_>, play: FieldPlay, mut by: Vec<String>) -> Result<Decided, GradeError> {
    let group = leg.kind() == MarketKind::BestOfGroup;
    let round = leg.selection.period != Period::Full;
    let mut lines = Vec::new();
    // Missing facts take precedence over void comparisons, in any order.
    let group_lines = leg.selection.group.iter().map(|id| entrant(leg, *id));
    for line in group_lines.collect::<Result<Vec<_>, _>>()? {
        let picked = leg.selection.side == Side::Entrant(line.id);
        if line.finish.started() {
            lines.push(line);
        } else if picked || !group || round {
            // Of a group over the whole contest, one who does not start leaves the others to it.
            let row = match (play, group) {
                (FieldPlay::Golf, false) => "both_tee_off",
                (_, false) => "both_start",
                _ => "never_started",
            };
            by.push(leg.own(row));
            return Ok(Decided::void(by));
        }
    }
    let own = match leg.selection.side {
        Side::Entrant(id) => lines.iter().copied().find(|it| it.id == id),
        _ => first_of(leg, play, &lines)?,
    };
    let own = own.ok_or_else(|| leg.missing())?;
    let (mut better, mut tied) = (0, 1);
    // The comparison that decided: one that was lost, else a tie, else the closest that was won, in
    // whatever order the group is listed.
    let mut decisive: Option<Compared> = None;
    for other in lines.iter().filter(|it| it.id != own.id) {
        let compared = against(leg, play, own, other)?;
        let closer = |it: &Compared| compared.closeness() < it.closeness();
        if decisive.as_ref().is_none_or(closer) {
            decisive = Some(compared.clone());
        }
        match compared.order {
            Ordering::Less => better += 1,
            Ordering::Equal => tied += 1,
            Ordering::Greater => {}
        }
    }
    let decisive = decisive.ok_or_else(|| leg.missing())?;
    by.push(leg.own(decisive.row));
    if decisive.void {
        return Ok(Decided::void(by));
    }
    let working = Working::Compared {
        by: decisive.what.to_owned(),
        own: decisive.own,
        other: decisive.other,
    };
    Ok(ranked(leg, (better, tied), working, by))
}

/// Of entrants that are to tie, the one that is ahead, in any order.
fn first_of<'a>(
    leg: &Leg<'_>,
    play: FieldPlay,
    lines: &[&'a EntrantLine],
) -> Result<Option<&'a EntrantLine>, GradeError> {
    let mut first: Option<&EntrantLine> = None;
    for line in lines.iter().copied() {
        first = match first {
            Some(ahead) if against(leg, play, line, ahead)?.order != Ordering::Greater => first,
            _ => Some(line),
        };
    }
    Ok(first)
}

/// How an entrant compares to another: greater is better.
#[derive(Clone)]
struct Compared {
    order: Ordering,
    row: &'static str,
    what: &'static str,
    own: i64,
    other: i64,
    apart: bool,
    void: bool,
}

impl Compared {
    fn new(row: &'static str, what: &'static str, (own, other): (i64, i64), more: bool) -> Self {
        let order = if more {
            own.cmp(&other)
        } else {
            other.cmp(&own)
        };
        Self {
            order,
            row,
            what,
            own,
            other,
            apart: false,
            void: false,
        }
    }

    /// One of the two got through and the other did not.
    const fn apart(self) -> Self {
        Self {
            apart: true,
            ..self
        }
    }

    /// The rank for choosing what decides. A comparison that cannot be made voids what it ties
    /// with.
    fn closeness(&self) -> impl Ord + use<> {
        let margin = self.own.abs_diff(self.other);
        (self.order, !self.void, self.apart, margin, self.other)
    }
}

fn against(
    leg: &Leg<'_>,
    play: FieldPlay,
    own: &EntrantLine,
    other: &EntrantLine,
) -> Result<Compared, GradeError> {
    match play {
        FieldPlay::Golf => golf(leg, own, other),
        FieldPlay::Motor | FieldPlay::Horses => race(leg, play, own, other),
    }
}

fn golf(leg: &Leg<'_>, own: &EntrantLine, other: &EntrantLine) -> Result<Compared, GradeError> {
    let round = match leg.selection.period {
        Period::Full => None,
        period => Some(period),
    };
    if leg.rules.checks_results()
        && let Some(compared) = disqualified(leg, own, other, round)?
    {
        return Ok(compared);
    }
    if let Some(round) = round {
        let strokes = |it: &EntrantLine| {
            let mut scores = it.scores.iter();
            let score = scores.find(|(period, _)| *period == round);
            let score = score.map(|(_, strokes)| i64::from(*strokes));
            score.ok_or_else(|| leg.untold("everybody's strokes in that round"))
        };
        let pair = (strokes(own)?, strokes(other)?);
        return Ok(Compared::new("round_strokes", "strokes", pair, false));
    }
    let through = |it: &EntrantLine| it.finish == Finish::Finished;
    if through(own) != through(other) {
        let known = own.holes.zip(other.holes);
        let pair = known.map_or(
            (i64::from(through(own)), i64::from(through(other))),
            |(own, other)| (own.into(), other.into()),
        );
        let mut compared = Compared::new("more_holes", "holes", pair, true).apart();
        if compared.order == Ordering::Equal {
            // Withdrawn after the last hole: who finished is better all the same.
            compared.order = through(own).cmp(&through(other));
        }
        return Ok(compared);
    }
    if let Some((more, fewer)) = own.holes.zip(other.holes)
        && more != fewer
    {
        let pair = (more.into(), fewer.into());
        return Ok(Compared::new("more_holes", "holes", pair, true));
    }
    if let Some(pair) = strokes_of_both(leg, own, other) {
        return Ok(Compared::new("fewer_strokes", "strokes", pair, false));
    }
    match (own.position, other.position) {
        (Some(ours), Some(theirs)) => {
            let pair = (ours.into(), theirs.into());
            Ok(Compared::new("fewer_strokes", "place", pair, false))
        }
        _ => Err(leg.untold("who of them was better")),
    }
}

/// Both players' strokes, if every round that they played is reported and strokes decide.
fn strokes_of_both(leg: &Leg<'_>, own: &EntrantLine, other: &EntrantLine) -> Option<(i64, i64)> {
    let strokes = |it: &EntrantLine| {
        let strokes = it.scores.iter().map(|(_, strokes)| i64::from(*strokes));
        (!it.scores.is_empty()).then(|| strokes.sum::<i64>())
    };
    let pair = strokes(own).zip(strokes(other))?;
    let whole = |it: &EntrantLine| {
        let rounds = it.scores.len();
        let holes = match (it.holes, it.finish) {
            (Some(holes), _) => Some(holes),
            (None, Finish::Finished) => Some(TOURNAMENT_HOLES),
            (None, Finish::MissedCut) => Some(CUT_HOLES),
            _ => None,
        };
        holes.is_some_and(|it| usize::from(it) == rounds * usize::from(HOLES_A_ROUND))
    };
    let same = own.scores.len() == other.scores.len();
    if !leg.rules.checks_results() {
        return same.then_some(pair);
    }
    let decide = leg.result.facts.strokes_decide != Some(false);
    (same && decide && whole(own) && whole(other)).then_some(pair)
}

/// Where one of the two, or both, were disqualified: before the cut, or in the round that is
/// compared, whoever was loses, and of two who were the bet is void.
fn disqualified(
    leg: &Leg<'_>,
    own: &EntrantLine,
    other: &EntrantLine,
    round: Option<Period>,
) -> Result<Option<Compared>, GradeError> {
    let out = |it: &EntrantLine| it.finish == Finish::Disqualified;
    let here = |it: &EntrantLine| match round {
        Some(round) => in_round(it, round),
        None => true,
    };
    let (ours, theirs) = (out(own) && here(own), out(other) && here(other));
    let pair = (i64::from(!ours), i64::from(!theirs));
    let compared = Compared::new("disqualified", "not disqualified", pair, true);
    if ours && theirs {
        return Ok(Some(Compared {
            void: true,
            ..compared
        }));
    }
    if !ours && !theirs {
        return Ok(None);
    }
    let (line, rival) = if ours { (own, other) } else { (other, own) };
    if round.is_some() || rival.finish == Finish::Finished {
        return Ok(Some(compared.apart()));
    }
    match (line.holes, rival.holes) {
        (Some(holes), _) if holes <= CUT_HOLES => Ok(Some(compared.apart())),
        (Some(holes), Some(others)) if holes <= others => Ok(Some(compared.apart())),
        // Through the cut, and further than the other one.
        (Some(_), Some(_)) => Ok(None),
        _ => Err(leg.untold("whether that was before or after the cut")),
    }
}

/// Whether somebody's last round is that one: the one in which he was put out.
fn in_round(line: &EntrantLine, round: Period) -> bool {
    let Period::Round(number) = round else {
        return false;
    };
    let last = match line.holes {
        Some(holes) => holes.div_ceil(HOLES_A_ROUND).max(1),
        None => {
            let rounds = line.scores.iter().filter_map(|(it, _)| match it {
                Period::Round(n) => Some(u16::from(*n)),
                _ => None,
            });
            rounds.max().unwrap_or(1)
        }
    };
    u16::from(number) == last
}

fn race(
    leg: &Leg<'_>,
    play: FieldPlay,
    own: &EntrantLine,
    other: &EntrantLine,
) -> Result<Compared, GradeError> {
    let through = |it: &EntrantLine| it.finish == Finish::Finished;
    let places = own.position.zip(other.position);
    let places = places.map(|(ours, theirs)| (i64::from(ours), i64::from(theirs)));
    match (through(own), through(other)) {
        (true, true) => {
            let pair = match (own.position, other.position) {
                (Some(ours), Some(theirs)) => (ours.into(), theirs.into()),
                // In a partially reported field, unplaced entrants are behind placed ones.
                (Some(ours), None) => (ours.into(), i64::MAX),
                (None, Some(theirs)) => (i64::MAX, theirs.into()),
                (None, None) => return Err(leg.untold("the official places")),
            };
            Ok(Compared::new("classification", "place", pair, false))
        }
        (ours, theirs) if ours != theirs => {
            let pair = (i64::from(ours), i64::from(theirs));
            Ok(Compared::new("finishing_wins", "finished", pair, true).apart())
        }
        _ => {
            if play == FieldPlay::Motor {
                let laps = own.laps.zip(other.laps);
                let (ours, theirs) = laps.ok_or_else(|| leg.untold("how many laps each drove"))?;
                if ours != theirs {
                    let pair = (ours.into(), theirs.into());
                    return Ok(Compared::new("more_laps", "laps", pair, true));
                }
            }
            let classified = leg.rules.options.same_lap_retirement
                == SameLapRetirement::Classification
                && play == FieldPlay::Motor;
            Ok(match places.filter(|_| classified) {
                Some(pair) => Compared::new("same_lap", "place", pair, false),
                None => Compared {
                    void: true,
                    ..Compared::new("same_lap", "laps", (0, 0), true)
                },
            })
        }
    }
}
