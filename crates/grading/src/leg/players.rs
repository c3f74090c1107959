//! Markets on the statistics of players.

use shared::facts::PlayerLine;
use shared::game::Period;
use shared::grade::LegOutcome::{Lost, Push, Won};
use shared::id::CompetitorId;
use shared::market::{MarketKind, Side};

use super::cricket::overs_below;
use super::extent::Counts;
use super::points::{grown, nothing, one};
use super::{Decided, Leg, validity};
use crate::grade::GradeError;
use crate::receipt::Working;
use crate::rules::{BEST_OVERS_PERCENT, DeadHeat, Needs, Shape};

/// Grades a market on one player.
pub(super) fn decide(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let player = player(leg, leg.subject()?)?;
    let validity = validity::on(leg, Period::Full)?;
    let mut by = validity.by;
    if validity.is == Counts::Nothing {
        return Ok(nothing(leg, by));
    }
    let statistic = statistic(leg)?;
    let action = action(leg, player, statistic)?;
    by.extend(action.row);
    if !action.counts {
        return Ok(Decided::void(by));
    }
    let (own, row) = value(leg, player, statistic)?;
    by.extend(row);
    let stands = matches!(validity.is, Counts::Whole | Counts::Declared(_));
    let side = leg.selection.side;
    if leg.kind() == MarketKind::PlayerYesNo {
        let happened = own > 0;
        if !stands && !happened {
            return Ok(nothing(leg, by));
        }
        if !stands {
            by.push("general/determined".to_owned());
        }
        let outcome = if happened == (side == Side::Yes) {
            Won
        } else {
            Lost
        };
        return Ok(Decided::new(outcome, Working::Happened { times: own }, by));
    }
    let quarter = leg.line().quarters() % 2 != 0;
    let decided = if stands {
        Some(one(leg, own, side))
    } else {
        grown(leg, own, side)
    };
    let Some((outcome, working)) = decided else {
        return Ok(nothing(leg, by));
    };
    if !stands {
        by.push("general/determined".to_owned());
    }
    if quarter {
        by.push("general/quarter_line".to_owned());
    }
    if outcome == Push {
        by.push("general/push".to_owned());
    }
    Ok(Decided::new(outcome, working, by))
}

fn statistic<'a>(leg: &Leg<'a>) -> Result<&'a str, GradeError> {
    let statistic = leg.selection.statistic.as_deref();
    statistic.ok_or_else(|| leg.no_statistic())
}

fn player<'a>(leg: &Leg<'a>, id: CompetitorId) -> Result<&'a PlayerLine, GradeError> {
    let mut players = leg.result.facts.players.iter();
    let player = players.find(|it| it.id == id);
    player.ok_or_else(|| leg.untold("whether that player took part"))
}

/// Whether a bet on a player counts, and the row that says so where it does not, or where the
/// server chose it.
struct Acted {
    counts: bool,
    row: Option<String>,
}

fn action(leg: &Leg<'_>, player: &PlayerLine, statistic: &str) -> Result<Acted, GradeError> {
    let mut rows = leg.sport.action.iter();
    let row = rows.find(|it| {
        let chosen = it
            .choice
            .is_none_or(|(name, value)| leg.rules.options.word(name) == Some(value));
        chosen && (it.statistics.is_empty() || it.statistics.contains(&statistic))
    });
    let Some(row) = row else {
        return Ok(Acted {
            counts: true,
            row: None,
        });
    };
    let did = |what: &str| player.statistics.get(what).is_none_or(|it| *it > 0);
    let counts = match row.needs {
        Needs::Play => player.played,
        Needs::Start => player.played && player.started,
        Needs::BeforeFirstGoal if player.played && !player.started => {
            let known = player.statistics.get("on_before_first_goal");
            *known.ok_or_else(|| leg.untold("whether he was on before the first goal"))? > 0
        }
        Needs::BeforeFirstGoal => player.played,
        Needs::PlayAnd(what) => player.played && did(what),
        Needs::StartAnd(what) => player.played && player.started && did(what),
        Needs::Squad => true,
    };
    let named = !counts || row.choice.is_some();
    Ok(Acted {
        counts,
        row: named.then(|| leg.own(row.row.name)),
    })
}

/// A player's statistic, and the row that says what it is made of.
fn value(
    leg: &Leg<'_>,
    player: &PlayerLine,
    statistic: &str,
) -> Result<(i64, Option<String>), GradeError> {
    let known = |name: &str| {
        // A player who was not on the field did nothing there.
        let nothing = (!player.played).then_some(0);
        let value = player.statistics.get(name).copied().or(nothing);
        value.ok_or_else(|| leg.untold(&format!("the player's {name}")))
    };
    let mut sums = leg.sport.derived.iter();
    let sum = sums.find(|it| {
        let chosen = it
            .choice
            .is_none_or(|(name, value)| leg.rules.options.word(name) == Some(value));
        chosen && it.statistic == statistic
    });
    match sum {
        Some(sum)
            if sum
                .of
                .iter()
                .any(|(name, _)| player.statistics.contains_key(*name)) =>
        {
            let mut value = 0;
            for (name, weight) in sum.of {
                value += weight * known(name)?;
            }
            Ok((value, Some(leg.own(sum.row.name))))
        }
        _ => Ok((known(statistic)?, None)),
    }
}

/// Grades a comparison of players of a game by a statistic.
pub(super) fn compare(leg: &Leg<'_>) -> Result<Decided, GradeError> {
    let validity = validity::on(leg, Period::Full)?;
    let mut by = validity.by;
    if !matches!(validity.is, Counts::Whole | Counts::Declared(_)) {
        return Ok(nothing(leg, by));
    }
    let cricket = leg.sport.shape == Shape::Cricket;
    if cricket && leg.kind() == MarketKind::BestOfGroup && overs_below(leg, BEST_OVERS_PERCENT) {
        by.push(leg.own("best_overs"));
        return Ok(Decided::void(by));
    }
    let statistic = statistic(leg)?;
    let group = leg.kind() == MarketKind::BestOfGroup;
    // Missing facts take precedence over void comparisons, in any order.
    let mut playing = Vec::new();
    for id in &leg.selection.group {
        let player = player(leg, *id)?;
        playing.push((id, player, action(leg, player, statistic)?));
    }
    let mut counting = Vec::new();
    for (id, player, action) in playing {
        let picked = leg.selection.side == Side::Entrant(*id);
        if !action.counts && group && !picked {
            // Of a group, one who does not play leaves the others to it.
            continue;
        }
        by.extend(action.row.filter(|it| !by.contains(it)));
        if !action.counts {
            return Ok(Decided::void(by));
        }
        counting.push((id, player));
    }
    let mut values = Vec::new();
    for (id, player) in counting {
        let (value, row) = value(leg, player, statistic)?;
        by.extend(row.filter(|it| !by.contains(it)));
        values.push((*id, value));
    }
    let own = match leg.selection.side {
        Side::Entrant(id) => values.iter().find(|(it, _)| *it == id),
        // Of players that are to tie, the one with the most, in any order.
        _ => values.iter().max_by_key(|(_, value)| *value),
    };
    let own = own.ok_or_else(|| leg.missing())?.1;
    let better = values.iter().filter(|(_, it)| *it > own).count();
    let tied = values.iter().filter(|(_, it)| *it == own).count();
    let best = values
        .iter()
        .map(|(_, it)| *it)
        .filter(|it| *it != own)
        .max();
    let working = Working::Compared {
        by: statistic.to_owned(),
        own,
        other: if tied > 1 { own } else { best.unwrap_or(own) },
    };
    Ok(ranked(leg, (better, tied), working, by))
}

/// The first place among those who are compared: won, shared or lost.
pub(super) fn ranked(
    leg: &Leg<'_>,
    (better, tied): (usize, usize),
    working: Working,
    mut by: Vec<String>,
) -> Decided {
    let tie = tied > 1;
    match (leg.kind(), leg.selection.side) {
        (MarketKind::HeadToHead3, Side::Tie) => {
            let outcome = if tie { Won } else { Lost };
            Decided::new(outcome, working, by)
        }
        (MarketKind::HeadToHead, _) if tie => {
            by.push("general/no_dead_heat_of_two".to_owned());
            Decided::new(Push, working, by)
        }
        (MarketKind::HeadToHead3, _) if tie => Decided::new(Lost, working, by),
        _ if better > 0 => Decided::new(Lost, working, by),
        _ if !tie || leg.rules.options.dead_heat == DeadHeat::PayFull => {
            if tie {
                by.push("general/dead_heat".to_owned());
            }
            Decided::new(Won, working, by)
        }
        _ => {
            by.push("general/dead_heat".to_owned());
            let tied = i32::try_from(tied).unwrap_or(i32::MAX);
            Decided::places(1, tied, working, by)
        }
    }
}
