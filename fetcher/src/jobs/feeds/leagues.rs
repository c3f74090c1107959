//! The leagues of one feed, shared by those who poll it side by side: each league is polled by one
//! of them at a time, so that a slow answer about one league delays no other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared::feed::LeagueReport;
use store::games::LeagueGames;

use crate::plan::{self, LeagueState, Moment, Pace};

/// The leagues of one feed and how polling them has gone.
#[derive(Default)]
pub(super) struct Leagues(Mutex<State>);

#[derive(Default)]
struct State {
    leagues: BTreeMap<String, LeagueState>,
    /// Those that somebody is asking about.
    asking: BTreeSet<String>,
}

/// The right to poll a league, until it is dropped.
pub(super) struct Claim {
    leagues: Arc<Leagues>,
    pub(super) code: String,
    /// The league as it was when it was claimed.
    pub(super) league: LeagueState,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.leagues.lock().asking.remove(&self.code);
    }
}

impl Leagues {
    /// None of them was polled yet. `sports` are what those that the feed knows play.
    pub(super) fn of(codes: &[String], sports: &[LeagueReport]) -> Self {
        let state = |code: &String| {
            let games = LeagueGames {
                league: code.clone(),
                ..LeagueGames::default()
            };
            let known = sports.iter().find(|it| it.code == *code);
            let state = LeagueState {
                games,
                sport: known.map(|it| it.sport),
                ..LeagueState::default()
            };
            (code.clone(), state)
        };
        let leagues = codes.iter().map(state).collect();
        let asking = BTreeSet::new();
        Self(Mutex::new(State { leagues, asking }))
    }

    /// Takes in how their games stand.
    pub(super) fn update(&self, games: Vec<LeagueGames>) {
        let mut state = self.lock();
        for games in games {
            if let Some(league) = state.leagues.get_mut(&games.league) {
                league.games = games;
            }
        }
    }

    /// The league that has been due for longest and that nobody is asking about, if there is one.
    /// A league without a pace is not polled.
    pub(super) fn claim(
        self: &Arc<Self>,
        at: Moment,
        pace: impl Fn(&str) -> Option<Pace>,
    ) -> Option<Claim> {
        let mut state = self.lock();
        let free = state
            .leagues
            .iter()
            .filter(|it| !state.asking.contains(it.0));
        let free = free.filter_map(|(code, league)| Some((code.clone(), league, pace(code)?)));
        let code = plan::next(at, free)?;
        let league = state.leagues.get(&code)?.clone();
        state.asking.insert(code.clone());
        Some(Claim {
            leagues: Arc::clone(self),
            code,
            league,
        })
    }

    /// When the first of them is due, in uptime.
    pub(super) fn soonest(
        &self,
        at: Moment,
        pace: impl Fn(&str) -> Option<Pace>,
    ) -> Option<Duration> {
        let state = self.lock();
        let leagues = state.leagues.iter();
        let due = leagues.filter_map(|(code, it)| Some(plan::due_at(at, it, pace(code)?)));
        due.min()
    }

    /// Changes what is remembered of a league.
    pub(super) fn change(&self, code: &str, change: impl FnOnce(&mut LeagueState)) {
        if let Some(league) = self.lock().leagues.get_mut(code) {
            change(league);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
