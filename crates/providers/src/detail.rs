//! What a feed says of single games beyond its lists, such as box scores, kept between answers.
//!
//! The newest report of a feed takes the place of the one before it. So a game that was once
//! reported with its players must be reported with them ever after, although only the list is
//! asked for again: what a detail said is kept here, and asked for again when the list says
//! something new, and once an hour as long as corrections arrive.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use shared::feed::{FeedAnswer, GameReport, Rejected};

use crate::error::ProviderError;

/// How many details one answer may ask for. The rest is asked for with the next one.
pub(crate) const A_ANSWER_MAX: usize = 20;
/// How often a detail that is known is asked for again.
const CORRECTED_EVERY: TimeDelta = TimeDelta::hours(1);
/// How long a game is held back for a detail that does not arrive.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);
/// How long no detail is asked for after one was not answered.
const RESTS_FOR: TimeDelta = TimeDelta::minutes(1);
/// How long a game is remembered after a list last had it.
const KEPT_FOR: TimeDelta = TimeDelta::days(4);

/// The details of the games of one feed, by the feed's own id.
pub(crate) struct Details<T>(Mutex<State<T>>);

struct State<T> {
    games: BTreeMap<String, Entry<T>>,
    /// No detail is asked for before this moment.
    rests_until: Option<DateTime<Utc>>,
}

struct Entry<T> {
    wanted_since: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    /// What the list said when the detail was last asked for.
    stamp: String,
    again_at: DateTime<Utc>,
    known: Option<Arc<T>>,
    /// Why the last request for it brought nothing.
    refused: Option<String>,
}

/// What to do about a game's detail.
pub(crate) enum Plan<T> {
    /// It is known, and need not be asked for.
    Known(Had<T>),
    /// Ask for it. `first`: nothing is known of the game yet.
    Ask { first: bool },
}

/// What is had of a game's detail.
pub(crate) enum Had<T> {
    /// The detail.
    Detail(Arc<T>),
    /// There is none, for this reason: the game is reported without.
    Without(String),
    /// There is none yet: the game is held back, for this reason.
    NotYet(String),
}

impl<T> Default for Details<T> {
    fn default() -> Self {
        Self(Mutex::new(State {
            games: BTreeMap::new(),
            rests_until: None,
        }))
    }
}

impl<T> Details<T> {
    /// What to do about this game, of which the list says `stamp`. `left` is how many more details
    /// this answer may ask for.
    pub(crate) fn plan(
        &self,
        game: &str,
        stamp: &str,
        left: &mut usize,
        now: DateTime<Utc>,
    ) -> Plan<T> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.games.retain(|_, it| it.seen_at + KEPT_FOR > now);
        let rests = state.rests_until.is_some_and(|it| now < it);
        let entry = state
            .games
            .entry(game.to_owned())
            .or_insert_with(|| Entry::new(now));
        entry.seen_at = now;
        let is_due = entry.stamp != stamp || entry.again_at <= now;
        if is_due && !rests && *left > 0 {
            *left -= 1;
            stamp.clone_into(&mut entry.stamp);
            let first = entry.known.is_none();
            return Plan::Ask { first };
        }
        Plan::Known(entry.had(now))
    }

    /// Keeps a detail that was answered, and does not ask again before `wait` is over.
    pub(crate) fn answered(
        &self,
        game: &str,
        detail: T,
        wait: Option<TimeDelta>,
        now: DateTime<Utc>,
    ) -> Had<T> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = state
            .games
            .entry(game.to_owned())
            .or_insert_with(|| Entry::new(now));
        entry.again_at = now + CORRECTED_EVERY.max(wait.unwrap_or_default());
        entry.refused = None;
        let detail = Arc::new(detail);
        entry.known = Some(Arc::clone(&detail));
        Had::Detail(detail)
    }

    /// Remembers that what was answered is not whole yet, as the first minutes after an end often
    /// have it: it is asked for again with the next answer, and once an hour when that takes long.
    pub(crate) fn not_yet(&self, game: &str, now: DateTime<Utc>) -> Had<T> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = state
            .games
            .entry(game.to_owned())
            .or_insert_with(|| Entry::new(now));
        if entry.wanted_since + PATIENCE > now {
            entry.stamp.clear();
        } else {
            entry.again_at = now + CORRECTED_EVERY;
            entry.refused = Some("the answer does not fit the score".to_owned());
        }
        entry.had(now)
    }

    /// Remembers that a detail was not answered.
    pub(crate) fn failed(&self, game: &str, error: &ProviderError, now: DateTime<Utc>) -> Had<T> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rests = match error {
            ProviderError::Throttled { wait, .. } => TimeDelta::from_std(*wait).ok(),
            ProviderError::Unavailable { .. } => Some(RESTS_FOR),
            _ => None,
        };
        if let Some(rests) = rests {
            state.rests_until = Some(now + rests.min(CORRECTED_EVERY));
        }
        let entry = state
            .games
            .entry(game.to_owned())
            .or_insert_with(|| Entry::new(now));
        if rests.is_some() {
            // As if it had not been asked for.
            entry.stamp.clear();
        } else {
            entry.again_at = now + CORRECTED_EVERY;
            entry.refused = Some(error.to_string());
        }
        entry.had(now)
    }
}

impl<T> Entry<T> {
    const fn new(now: DateTime<Utc>) -> Self {
        Self {
            wanted_since: now,
            seen_at: now,
            stamp: String::new(),
            again_at: now,
            known: None,
            refused: None,
        }
    }

    fn had(&self, now: DateTime<Utc>) -> Had<T> {
        if let Some(known) = &self.known {
            return Had::Detail(Arc::clone(known));
        }
        let reason = |why: &str| format!("its details are not known: {why}");
        match &self.refused {
            Some(refused) => Had::Without(reason(refused)),
            None if self.wanted_since + PATIENCE <= now => {
                Had::Without(reason("no answer for a quarter of an hour"))
            }
            None => Had::NotYet(reason("asked for again with the next answer")),
        }
    }
}

/// Puts into the games of an answer what is had of their details, and takes out those that are held
/// back.
pub(crate) fn put<T>(
    answer: &mut FeedAnswer,
    mut details: BTreeMap<String, Had<T>>,
    put: impl Fn(&mut GameReport, &T) -> Vec<String>,
) {
    let mut kept = Vec::with_capacity(answer.games.len());
    for mut game in std::mem::take(&mut answer.games) {
        let (reasons, held_back) = match details.remove(&game.reference) {
            None => (Vec::new(), false),
            Some(Had::Detail(detail)) => (put(&mut game, &detail), false),
            Some(Had::Without(reason)) => (vec![reason], false),
            Some(Had::NotYet(reason)) => (vec![reason], true),
        };
        answer
            .rejected
            .extend(reasons.into_iter().map(|reason| Rejected {
                place: format!("game {}", game.reference),
                reason,
                unknown_code: None,
                game: Some(game.reference.clone()),
            }));
        if !held_back {
            kept.push(game);
        }
    }
    answer.games = kept;
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use shared::testing::noon;

    use super::*;
    use crate::error::RequestStats;

    fn at(minutes: i64) -> DateTime<Utc> {
        noon() + TimeDelta::minutes(minutes)
    }

    fn asks(details: &Details<u8>, stamp: &str, minutes: i64) -> bool {
        let plan = details.plan("7", stamp, &mut 5, at(minutes));
        matches!(plan, Plan::Ask { .. })
    }

    fn down() -> ProviderError {
        ProviderError::Unavailable {
            reason: "timed out".to_owned(),
            stats: Box::new(RequestStats::default()),
        }
    }

    fn known(had: &Had<u8>) -> Option<u8> {
        match had {
            Had::Detail(it) => Some(**it),
            Had::Without(_) | Had::NotYet(_) => None,
        }
    }

    #[test]
    fn a_detail_is_asked_for_once_an_hour_and_when_the_list_says_something_new() {
        let details = Details::default();
        assert!(asks(&details, "3-1", 0));
        details.answered("7", 1, None, at(0));
        assert!(!asks(&details, "3-1", 59));
        assert!(asks(&details, "3-1", 60));
        details.answered("7", 1, Some(TimeDelta::hours(2)), at(60));
        assert!(!asks(&details, "3-1", 179), "the feed asked to wait");
        assert!(asks(&details, "3-2", 61));
    }

    #[test]
    fn what_was_known_stays_known_while_the_feed_is_down() {
        let details = Details::default();
        assert!(asks(&details, "3-1", 0));
        details.answered("7", 1, None, at(0));
        assert!(asks(&details, "3-2", 5));
        assert_eq!(known(&details.failed("7", &down(), at(5))), Some(1));
        assert!(!asks(&details, "3-2", 5), "it is left alone for a minute");
        assert!(asks(&details, "3-2", 6));
    }

    #[test]
    fn a_game_is_held_back_for_a_quarter_of_an_hour_and_no_longer() {
        let details = Details::<u8>::default();
        assert!(asks(&details, "3-1", 0));
        assert!(matches!(
            details.failed("7", &down(), at(0)),
            Had::NotYet(_)
        ));
        assert!(asks(&details, "3-1", 14));
        assert!(matches!(
            details.failed("7", &down(), at(14)),
            Had::NotYet(_)
        ));
        assert!(matches!(
            details.failed("7", &down(), at(15)),
            Had::Without(_)
        ));
    }

    #[test]
    fn what_is_not_whole_is_asked_for_at_once_and_later_once_an_hour() {
        let details = Details::<u8>::default();
        assert!(asks(&details, "3-1", 0));
        assert!(matches!(details.not_yet("7", at(0)), Had::NotYet(_)));
        assert!(asks(&details, "3-1", 1));
        assert!(matches!(details.not_yet("7", at(15)), Had::Without(_)));
        assert!(!asks(&details, "3-1", 16));
        assert!(asks(&details, "3-1", 75));
    }

    #[test]
    fn what_the_feed_does_not_have_is_not_waited_for() {
        let details = Details::<u8>::default();
        assert!(asks(&details, "3-1", 0));
        let refused = ProviderError::Refused {
            reason: "status 404".to_owned(),
            stats: Box::new(RequestStats::default()),
        };
        assert!(matches!(
            details.failed("7", &refused, at(0)),
            Had::Without(_)
        ));
        assert!(!asks(&details, "3-1", 59));
    }

    #[test]
    fn one_answer_asks_for_so_many_and_a_throttled_feed_is_left_alone() {
        let details = Details::<u8>::default();
        let mut left = 1;
        assert!(matches!(
            details.plan("1", "", &mut left, at(0)),
            Plan::Ask { .. }
        ));
        assert!(matches!(
            details.plan("2", "x", &mut left, at(0)),
            Plan::Known(Had::NotYet(_))
        ));
        let throttled = ProviderError::Throttled {
            wait: Duration::from_secs(600),
            stats: Box::new(RequestStats::default()),
        };
        details.failed("1", &throttled, at(0));
        assert!(!asks(&details, "3-1", 9));
        assert!(asks(&details, "3-1", 10));
    }
}
