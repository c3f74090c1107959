//! What the pollers of a feed know of its allowances: how often each league may be polled now, and
//! when each was polled before this process began.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use providers::Provider;
use sqlx::PgConnection;
use store::{StoreError, games};

use super::leagues::Leagues;
use super::players::Players;
use crate::plan::spending::{self, Planned, Price};
use crate::plan::{ABANDONED_AFTER, ASK_AHEAD, Moment, Pace, players};
use crate::purse;

/// How long a plan is kept before what is left, and what is worth most, is looked at again.
const KEPT_FOR: Duration = Duration::from_secs(10);
/// How soon after a plan something that was paid leads to another one.
const KEPT_AT_LEAST: Duration = Duration::from_secs(1);
/// How far back it is looked up when a league was last polled. None waits longer.
const LOOK_BACK: TimeDelta = TimeDelta::days(5);

/// The spending of one feed, shared by its pollers. Empty for a feed that costs nothing.
#[derive(Debug, Default)]
pub(super) struct Spending {
    state: Mutex<State>,
    has_recalled: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    planned: BTreeMap<String, Planned>,
    planned_at: Option<Duration>,
}

impl Spending {
    /// Plans anew, unless that was done lately.
    pub(super) async fn plan(
        &self,
        conn: &mut PgConnection,
        provider: &dyn Provider,
        (codes, pace): (&[String], Pace),
        at: Moment,
    ) -> Result<(), StoreError> {
        let planned_at = self.lock().planned_at;
        let is_new = planned_at.is_some_and(|it| at.up < it + KEPT_FOR);
        if provider.allowances().is_empty() || is_new {
            return Ok(());
        }
        let budgets = purse::budgets(conn, provider.allowances()).await?;
        let span = (at.now - ABANDONED_AFTER, at.now + ASK_AHEAD * 2);
        let ahead = games::ahead(conn, codes, span).await?;
        let planned = spending::plan(provider, (codes, pace), &ahead, &budgets, at.now);
        *self.lock() = State {
            planned,
            planned_at: Some(at.up),
        };
        Ok(())
    }

    /// Recalls, the first time, when each league was polled by an earlier process: a restart pays
    /// for nothing again.
    pub(super) async fn recall(
        &self,
        conn: &mut PgConnection,
        provider: &dyn Provider,
        (leagues, players): (&Leagues, &Players),
        at: Moment,
    ) -> Result<(), StoreError> {
        if self.has_recalled.load(Relaxed) || provider.allowances().is_empty() {
            return Ok(());
        }
        let since = at.now - LOOK_BACK;
        for (feed, asked_at) in purse::last_asked(conn, provider.name(), since).await? {
            let code = feed.split('/').next().unwrap_or_default();
            let ago = (at.now - asked_at).to_std().unwrap_or_default();
            let asked_at = at.up.saturating_sub(ago);
            if let Some(game) = players::game_of(&feed) {
                players.recall(game, asked_at);
                continue;
            }
            let asked_at = Some(asked_at);
            leagues.change(code, |league| {
                league.asked_at = league.asked_at.max(asked_at);
                // A request about other games than those of the days ahead is named in more words.
                if !feed.contains(' ') {
                    league.ahead_at = league.ahead_at.max(asked_at);
                }
            });
        }
        self.has_recalled.store(true, Relaxed);
        Ok(())
    }

    /// How often this league is polled now: as the plan says where it is paid for, otherwise at
    /// the feed's own pace. `None`: not until the allowance is renewed.
    pub(super) fn pace(&self, code: &str, pace: Pace) -> Option<Pace> {
        let state = self.lock();
        let Some(planned) = state.planned.get(code) else {
            return Some(pace);
        };
        let every = planned.every?;
        let Price { at_hand, ahead, .. } = planned.price;
        // Where all of the days ahead cost no more than the games at hand, they are always asked
        // about.
        let ahead = match ahead <= at_hand {
            true => Duration::ZERO,
            false => pace.ahead,
        };
        Some(Pace {
            ahead,
            ..Pace::steady(every)
        })
    }

    /// By how much questions about the players of this league's games are stretched. `None`: none
    /// is asked.
    pub(super) fn stretch_of_players(&self, code: &str) -> Option<f64> {
        let planned = *self.lock().planned.get(code)?;
        planned.players.map(|it| it.stretch)
    }

    /// The leagues whose games' players are asked about.
    pub(super) fn with_players(&self) -> Vec<String> {
        let state = self.lock();
        let with = state.planned.iter().filter(|(_, it)| {
            let stretch = it.players.map(|it| it.stretch);
            stretch.is_some_and(f64::is_finite)
        });
        with.map(|it| it.0.clone()).collect()
    }

    /// Something was paid: what is left is looked at again before the next poll, but not at each
    /// where polls follow each other closely.
    pub(super) fn spent(&self, at: Moment) {
        let mut state = self.lock();
        if state
            .planned_at
            .is_some_and(|it| at.up >= it + KEPT_AT_LEAST)
        {
            state.planned_at = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
