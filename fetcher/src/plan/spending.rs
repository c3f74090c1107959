//! How often each league of a feed is polled that is paid by the request.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use providers::quota::Cost;
use providers::{FeedQuery, Provider, QueryKind};
use store::games::GameAhead;

use super::budget::{self, Budget, PaidLeague, Stretch};
use super::value::{League, Worth};
use super::{LeagueState, Moment, Pace, Poll, kinds, poll};

/// What polling a league of a feed costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The API whose allowances pay; empty where there is one, or nothing is paid.
    pub api: &'static str,
    /// A poll about the games at hand, in units.
    pub at_hand: u32,
    /// A poll about all of the days ahead, in units.
    pub ahead: u32,
}

impl Price {
    /// What the feed says.
    pub fn of(provider: &dyn Provider, code: &str, pace: Pace, now: DateTime<Utc>) -> Self {
        let at = Moment {
            up: Duration::ZERO,
            now,
        };
        let cost = |ahead_at| -> Cost {
            let league = LeagueState {
                ahead_at,
                ..LeagueState::default()
            };
            let Poll {
                from, to, kinds, ..
            } = poll(at, &league, pace, |kind| provider.covers(kind));
            let query = |kind| FeedQuery {
                league: code.to_owned(),
                kind,
                from,
                to,
            };
            let costs = kinds.into_iter().map(|kind| provider.cost(&query(kind)));
            costs.fold(Cost::FREE, |sum, it| {
                let api = if it.units > 0 { it.api } else { sum.api };
                Cost::of(api, sum.units.saturating_add(it.units))
            })
        };
        let (at_hand, ahead) = (cost(Some(at.up)), cost(None));
        Self {
            api: ahead.api,
            at_hand: at_hand.units,
            ahead: ahead.units,
        }
    }
}

/// How often a league is polled now, and why not more often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// What a poll of it costs.
    pub price: Price,
    /// What a poll of it is worth.
    pub worth: Worth,
    /// How often it would be polled if nothing ran short.
    pub wanted: Duration,
    /// How often it is polled. `None`: not until the allowance is renewed.
    pub every: Option<Duration>,
    /// What questions about the players of its games cost. `None`: none is asked.
    pub players: Option<PlannedPlayers>,
}

/// What questions about the players of one game cost, and by how much they are stretched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedPlayers {
    /// What one costs at most, in units.
    pub cost: u32,
    /// 1.0: not at all. Infinite: nothing is left for them.
    pub stretch: f64,
}

impl Planned {
    /// Whether it is polled noticeably less often than it would be.
    pub fn is_stretched(&self) -> bool {
        let noticed = self.wanted + self.wanted / 20;
        self.every.is_none_or(|it| it >= noticed)
    }
}

/// Plans the leagues of a feed by what is left of its allowances, each with the API that it is for.
/// A league that costs nothing is not in the plan.
pub fn plan(
    provider: &dyn Provider,
    (codes, pace): (&[String], Pace),
    games: &[GameAhead],
    budgets: &[(&str, Budget)],
    now: DateTime<Utc>,
) -> BTreeMap<String, Planned> {
    let mut by_league: BTreeMap<&str, Vec<GameAhead>> = BTreeMap::new();
    for game in games {
        by_league
            .entry(&game.league)
            .or_default()
            .push(game.clone());
    }
    let tells_scores = kinds(|kind| provider.covers(kind))
        .iter()
        .any(|kind| provider.covers(*kind).contains(&QueryKind::Scores));
    let sport = |code: &str| {
        let known = provider.leagues().iter().find(|it| it.code == code);
        known.map(|it| it.sport)
    };
    let of = |code: &str| League {
        games: by_league.get(code).map_or(&[], Vec::as_slice),
        pace,
        sport: sport(code),
        tells_scores,
    };
    let priced = codes.iter().map(|code| {
        let price = Price::of(provider, code, pace, now);
        (code, price, of(code))
    });
    let priced: Vec<_> = priced.filter(|(_, price, _)| price.ahead > 0).collect();
    let players = |code: &str| provider.cost_of_players(code).map(|it| it.units);
    let stretch = |api: &str| -> Stretch {
        let same = priced.iter().filter(|(_, price, _)| price.api == api);
        let paid: Vec<_> = same
            .map(|(code, price, league)| PaidLeague {
                league: *league,
                at_hand: price.at_hand,
                ahead: price.ahead,
                players: players(code).unwrap_or(0),
            })
            .collect();
        let mine = budgets.iter().filter(|it| it.0 == api);
        mine.map(|(_, budget)| budget::stretch(*budget, &paid, now))
            .fold(budget::NONE, Stretch::longer)
    };
    let mut stretches: BTreeMap<&str, Stretch> = BTreeMap::new();
    let mut planned = BTreeMap::new();
    for (code, price, league) in &priced {
        let stretch = stretches
            .entry(price.api)
            .or_insert_with(|| stretch(price.api));
        let worth = league.worth(now, now);
        let wanted = league.every(worth);
        let every = stretch.interval(worth, wanted);
        let by = stretch.of_players();
        let of_players = players(code).map(|cost| PlannedPlayers { cost, stretch: by });
        let one = Planned {
            price: *price,
            worth,
            wanted,
            every,
            players: of_players,
        };
        planned.insert((*code).clone(), one);
    }
    planned
}
