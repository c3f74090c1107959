//! In which games the names of a leg stand, and who they are there.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use shared::id::CompetitorId;
use shared::league::time_zone;

use crate::answer::Reason;
use crate::board::{Board, Event};
use crate::names::Entity;
use crate::wants::{Mention, Wants};
use crate::word::Day;

/// One way in which all names of a leg stand in one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placing {
    pub(crate) event: usize,
    /// Who each of the names is.
    pub(crate) who: Vec<CompetitorId>,
}

/// So many ways are tried in one game.
const WAYS_MAX: usize = 64;

/// Every way in which all names of a leg stand in one game that can be bet on.
pub(crate) fn placings(
    board: &Board,
    wants: &Wants,
    moment: DateTime<Utc>,
) -> Result<Vec<Placing>, Reason> {
    let mut events: Option<Vec<usize>> = None;
    for mention in &wants.mentions {
        let here = events_of(board, wants, mention)?;
        events = Some(match events {
            None => here,
            Some(before) => before.into_iter().filter(|it| here.contains(it)).collect(),
        });
    }
    let mut events = events.unwrap_or_default();
    if events.is_empty() {
        return Err(Reason::NoPair);
    }
    let open = |it: &usize| {
        let event = board.events.get(*it);
        event.is_some_and(|it| it.scheduled && it.starts_at > moment)
    };
    keep(&mut events, open, Reason::Started)?;
    if let Some(day) = wants.day {
        let on_day = |it: &usize| {
            board
                .events
                .get(*it)
                .is_some_and(|it| is_on(it, day, moment))
        };
        keep(&mut events, on_day, Reason::Day)?;
    }
    let all = events.into_iter().flat_map(|it| ways(board, wants, it));
    Ok(all.collect())
}

fn keep(
    events: &mut Vec<usize>,
    fits: impl Fn(&usize) -> bool,
    otherwise: Reason,
) -> Result<(), Reason> {
    events.retain(|it| fits(it));
    if events.is_empty() {
        Err(otherwise)
    } else {
        Ok(())
    }
}

/// The games in which a name stands, as far as the other words of the leg allow them.
fn events_of(board: &Board, wants: &Wants, mention: &Mention) -> Result<Vec<usize>, Reason> {
    let meant = mention
        .meant
        .iter()
        .filter_map(|it| board.names.entity(*it));
    let meant: Vec<&Entity> = meant.filter(|it| is_of_league(wants, it)).collect();
    if meant.is_empty() {
        return Err(Reason::NoPair);
    }
    let placed = meant.iter().filter_map(|it| it.event);
    let fitting = placed.filter(|it| board.events.get(*it).is_some_and(|it| allows(wants, it)));
    let mut events: Vec<usize> = fitting.collect();
    events.sort_unstable();
    events.dedup();
    if events.is_empty() {
        let idle = meant.iter().any(|it| it.event.is_none());
        let sport = wants.sport.is_some();
        return Err(if idle && !sport {
            Reason::Idle
        } else {
            Reason::NoPair
        });
    }
    Ok(events)
}

fn is_of_league(wants: &Wants, entity: &Entity) -> bool {
    wants.leagues.is_empty() || wants.leagues.contains(&entity.league)
}

fn allows(wants: &Wants, event: &Event) -> bool {
    let season = match (&wants.season, &event.season) {
        (None, None) => true,
        (Some(words), Some(name)) => {
            let name: Vec<&str> = name.split(' ').collect();
            words.iter().all(|it| name.contains(&it.as_str()))
        }
        _ => false,
    };
    season && wants.sport.is_none_or(|it| it == event.sport)
}

fn ways(board: &Board, wants: &Wants, event: usize) -> Vec<Placing> {
    let mut ways: Vec<Vec<CompetitorId>> = vec![Vec::new()];
    for mention in &wants.mentions {
        let entities = mention
            .meant
            .iter()
            .filter_map(|it| board.names.entity(*it));
        let here = entities.filter(|it| it.event == Some(event) && is_of_league(wants, it));
        let here: Vec<CompetitorId> = here.map(|it| it.id).collect();
        let longer = ways.iter().flat_map(|way| {
            here.iter().map(move |it| {
                let mut way = way.clone();
                way.push(*it);
                way
            })
        });
        ways = longer.take(WAYS_MAX).collect();
    }
    ways.into_iter().map(|who| Placing { event, who }).collect()
}

/// Whether a game starts on that day, in its league's time zone.
fn is_on(event: &Event, day: Day, moment: DateTime<Utc>) -> bool {
    let zone = time_zone(&event.league);
    let today = moment.with_timezone(&zone).date_naive();
    let starts = event.starts_at.with_timezone(&zone).date_naive();
    wanted(day, today) == Some(starts)
}

fn wanted(day: Day, today: NaiveDate) -> Option<NaiveDate> {
    match day {
        Day::Today => Some(today),
        Day::Tomorrow => today.succ_opt(),
        Day::Weekday(weekday) => {
            let ahead = weekday.days_since(today.weekday());
            today.checked_add_days(Days::new(ahead.into()))
        }
        Day::Date { month, day } => {
            let this = NaiveDate::from_ymd_opt(today.year(), month, day);
            let next = NaiveDate::from_ymd_opt(today.year() + 1, month, day);
            this.filter(|it| *it >= today).or(next)
        }
    }
}
