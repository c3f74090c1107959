//! Tournaments of tennis: each match of the tour's own draw is a game of two.

use shared::competitor::{Lead, Role};
use shared::facts::{Ending, Method};
use shared::feed::{GameReport, Rejected};
use shared::game::{GameStatus, Period, PeriodScore};

use super::athletes::{self, Contender, Contest, Event, Frame, Sides};
use super::leagues::League;
use super::live;
use super::one::{One, standing};
use crate::json;
use crate::listed::refusal;
use crate::sets::is_whole;

/// The ids of the draws in events that do not group their matches.
const DRAWS: &[(&str, &str)] = &[("1", "mens-singles"), ("2", "womens-singles")];

/// The most sets of a match.
const SETS_MAX: usize = 5;

/// Reads the matches of a tournament, of that draw alone. Those whose players are not known yet are
/// no games yet.
pub(super) fn read(league: &League, draw: &str, text: &str) -> Result<Vec<One>, Rejected> {
    let event: Event = json::text_part(text).map_err(refusal)?;
    let frame = Frame {
        league,
        event: &event,
    };
    let grouped = event.groupings.iter();
    let grouped = grouped.filter(|it| it.grouping.slug == draw);
    let grouped = grouped.flat_map(|it| &it.competitions);
    let mut found = Vec::new();
    for raw in grouped {
        found.extend(one(&frame, &event.id, athletes::contest(raw)));
    }
    for raw in &event.competitions {
        let contest = athletes::contest(raw);
        if contest.as_ref().is_ok_and(|it| !is_of(it, draw)) {
            continue;
        }
        found.extend(one(&frame, &event.id, contest));
    }
    Ok(found)
}

fn is_of(contest: &Contest, draw: &str) -> bool {
    let kind = contest.kind.as_ref();
    let slug = kind.and_then(|it| it.slug.as_deref());
    let id = kind.and_then(|it| it.id.as_ref()).map(json::Text::text);
    let by_id = DRAWS.iter().find(|it| Some(it.0) == id.as_deref());
    slug.or(by_id.map(|it| it.1)) == Some(draw)
}

fn one(frame: &Frame<'_>, event: &str, contest: Result<Contest, Rejected>) -> Option<One> {
    let contest = match contest {
        Ok(contest) => contest,
        Err(reason) => {
            return Some(One {
                id: event.to_owned(),
                game: Err(reason),
                refused: Vec::new(),
            });
        }
    };
    if contest.competitors.iter().any(Contender::is_open) {
        return None;
    }
    let mut refused = Vec::new();
    let game = game(frame, &contest, &mut refused);
    Some(One {
        id: contest.id.text(),
        game,
        refused,
    })
}

fn game(
    frame: &Frame<'_>,
    contest: &Contest,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, Rejected> {
    let stands = contest.status.as_ref();
    let stands = stands.ok_or_else(|| refusal("no status"))?;
    let (status, is_known) = standing(&stands.kind, refused)?;
    let sides = athletes::sides(contest)?;
    let mut game = frame.report(contest, status, athletes::participants(&sides)?)?;
    game.live = live::of(frame.league, status, stands);
    if !is_known {
        return Ok(game);
    }
    match played(contest, status, stands.period, &sides) {
        Ok(played) => {
            game.scores = played.scores;
            game.facts.best_of = played.best_of;
            game.facts.ending = played.ending;
        }
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if status.is_over() => {
            game.status = GameStatus::Final;
            refused.push(refusal(reason));
        }
        Err(reason) => return Err(refusal(reason)),
    }
    Ok(game)
}

/// What was played of a match.
#[derive(Default)]
struct Played {
    scores: Vec<PeriodScore>,
    best_of: Option<u8>,
    ending: Option<Ending>,
}

fn played(
    contest: &Contest,
    status: GameStatus,
    period: Option<u8>,
    sides: &Sides<'_>,
) -> Result<Played, String> {
    let sets = sets(sides)?;
    let winner = contest.winner(sides);
    match status {
        GameStatus::Walkover => {
            if sets.iter().any(|it| *it != (0, 0)) {
                return Err("sets: some were played in a walkover".to_owned());
            }
            let ending = winner.map(|winner| declared(winner, Some(Method::Walkover)));
            Ok(Played {
                ending,
                ..Played::default()
            })
        }
        GameStatus::Final => whole(&sets, period, winner),
        GameStatus::Retired => {
            let winner = winner.ok_or("who went through is not told")?;
            Ok(Played {
                scores: scores(&sets),
                best_of: best_of_broken(contest, &sets),
                ending: Some(declared(winner, Some(Method::Retirement))),
            })
        }
        GameStatus::Live | GameStatus::Suspended | GameStatus::Abandoned => Ok(Played {
            scores: scores(&sets),
            ..Played::default()
        }),
        _ => Ok(Played::default()),
    }
}

fn declared(winner: Lead, method: Option<Method>) -> Ending {
    Ending {
        winner: Some(winner),
        method,
        ..Ending::default()
    }
}

/// Games by set, home first.
fn sets(sides: &Sides<'_>) -> Result<Vec<(i32, i32)>, String> {
    let (home, away) = (&sides.home.linescores, &sides.away.linescores);
    if home.len() != away.len() || home.len() > SETS_MAX {
        let (home, away) = (home.len(), away.len());
        return Err(format!("sets: {home} of one side and {away} of the other"));
    }
    let games = |it: &athletes::Line| it.value.as_ref()?.whole().filter(|it| *it >= 0);
    home.iter()
        .zip(away)
        .map(|(home, away)| games(home).zip(games(away)))
        .collect::<Option<_>>()
        .ok_or_else(|| "sets: one without games".to_owned())
}

/// How many whole sets each side has won.
fn won(sets: &[(i32, i32)]) -> (i32, i32) {
    let whole = || sets.iter().filter(|it| is_whole(**it));
    let home = whole().filter(|it| it.0 > it.1).count();
    let away = whole().filter(|it| it.0 < it.1).count();
    // At most five of each.
    (home as i32, away as i32)
}

/// A match that was played to its end. The format says five sets of some that are the best of
/// three, so how many it was to be is taken from how it ended.
fn whole(sets: &[(i32, i32)], period: Option<u8>, winner: Option<Lead>) -> Result<Played, String> {
    let (home, away) = won(sets);
    let (more, fewer) = (home.max(away), home.min(away));
    let all_whole = usize::try_from(home + away).is_ok_and(|it| it == sets.len());
    if !all_whole || !matches!(more, 2 | 3) || fewer == more {
        return Err(format!("sets: {home}-{away} of {} is no end", sets.len()));
    }
    if period.is_some_and(|it| it > 0 && usize::from(it) != sets.len()) {
        let period = period.unwrap_or_default();
        return Err(format!(
            "sets: {} are told, and it ended in set {period}",
            sets.len()
        ));
    }
    let leads = if home > away { Lead::Home } else { Lead::Away };
    if winner.is_some_and(|it| it != leads) {
        return Err(format!("contradiction: the loser has won {more} sets"));
    }
    Ok(Played {
        scores: scores(sets),
        best_of: u8::try_from(2 * more - 1).ok(),
        ending: Some(declared(leads, None)),
    })
}

/// How many sets a match that was broken off was to have, where its sets or its format leave no
/// doubt: it is never said of one of five that it has three.
fn best_of_broken(contest: &Contest, sets: &[(i32, i32)]) -> Option<u8> {
    let (home, away) = won(sets);
    match (home.max(away), contest.periods()) {
        (2.., _) => Some(5),
        (_, Some(3)) => Some(3),
        _ => None,
    }
}

fn scores(sets: &[(i32, i32)]) -> Vec<PeriodScore> {
    let pair = |period, (home, away)| {
        [(Role::Home, home), (Role::Away, away)].map(|(role, points)| PeriodScore {
            period,
            role,
            points,
        })
    };
    let mut scores = Vec::from(pair(Period::Full, won(sets)));
    for (number, games) in (1..).zip(sets) {
        scores.extend(pair(Period::Set(number), *games));
    }
    scores
}
