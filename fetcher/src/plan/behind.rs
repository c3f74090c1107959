//! Catching up after an outage: games with open bets that ended while nobody asked are asked about
//! from the oldest on, a few days at a time.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{ASK_BACK, Moment};

/// How many days one question covers. Feeds answer it with as few requests as they need for a week
/// ahead.
const SPAN: TimeDelta = TimeDelta::days(3);
/// How old a game may be. What is older waits for the operator.
pub const BEHIND_MAX: TimeDelta = TimeDelta::days(60);
/// After all has been asked about, games that still have no result are asked about again so much
/// later: a feed may never have heard of them.
const AGAIN_AFTER: Duration = Duration::from_secs(86_400);
/// A feed that fails to answer is left alone with it for so long, and asked about the days ahead
/// meanwhile: some refuse any question about days that are over.
const RESTS_FOR: Duration = Duration::from_secs(3_600);

/// How far catching up has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Starts before this one were asked about.
    reached: Option<DateTime<Utc>>,
    /// Nothing is asked before this moment, in uptime: everything has been asked about, or the feed
    /// did not answer this question.
    rests_until: Option<Duration>,
    /// Nothing is asked until the feed has answered another question: it is down.
    awaits_feed: bool,
}

impl Behind {
    /// The starts to ask about next, if a game is left behind. `oldest` is the earliest start of
    /// the games with open bets that have begun and have no result.
    pub fn next(
        &self,
        at: Moment,
        oldest: Option<DateTime<Utc>>,
    ) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        if self.awaits_feed || self.rests_until.is_some_and(|it| at.up < it) {
            return None;
        }
        let until = at.now - ASK_BACK;
        let from = oldest?.max(at.now - BEHIND_MAX);
        let from = self.reached.map_or(from, |it| it.max(from));
        (from < until).then(|| (from, (from + SPAN).min(until)))
    }

    /// Remembers that the starts up to `to` were asked about, and answered.
    pub fn answered(&mut self, at: Moment, to: DateTime<Utc>) {
        let is_done = to >= at.now - ASK_BACK;
        *self = Self {
            reached: (!is_done).then_some(to),
            rests_until: is_done.then_some(at.up + AGAIN_AFTER),
            awaits_feed: false,
        };
    }

    /// Remembers that the feed did not answer this, from which nothing follows for other questions.
    pub fn failed(&mut self, at: Moment) {
        self.rests_until = Some(at.up + RESTS_FOR);
    }

    /// Remembers that the feed is down: whatever it answers next, this is asked again right after.
    pub const fn feed_is_down(&mut self) {
        self.rests_until = None;
        self.awaits_feed = true;
    }

    /// Remembers that the feed has answered another question.
    pub const fn feed_answered(&mut self) {
        self.awaits_feed = false;
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn at(up: u64) -> Moment {
        Moment {
            up: Duration::from_secs(up),
            now: noon() + TimeDelta::seconds(up.cast_signed()),
        }
    }

    /// How many hours before noon each question begins and ends.
    fn asked(oldest_hours: i64) -> Vec<(i64, i64)> {
        let (mut behind, mut asked) = (Behind::default(), Vec::new());
        let oldest = Some(noon() - TimeDelta::hours(oldest_hours));
        while let Some((from, to)) = behind.next(at(0), oldest) {
            asked.push(((noon() - from).num_hours(), (noon() - to).num_hours()));
            behind.answered(at(0), to);
        }
        asked
    }

    #[test]
    fn what_an_outage_left_behind_is_asked_about_from_the_oldest_on() {
        assert_eq!(asked(72), [(72, 30)]);
        assert_eq!(asked(24 * 8), [(192, 120), (120, 48), (48, 30)]);
        assert_eq!(asked(24 * 90).first(), Some(&(60 * 24, 57 * 24)));
    }

    #[test]
    fn what_the_usual_questions_cover_is_not_behind() {
        assert_eq!(asked(30), []);
        assert_eq!(Behind::default().next(at(0), None), None);
    }

    #[test]
    fn a_feed_that_does_not_answer_is_asked_again_an_hour_later_where_it_stopped() {
        let oldest = Some(noon() - TimeDelta::days(8));
        let mut behind = Behind::default();
        let (_, reached) = behind.next(at(0), oldest).unwrap();
        behind.answered(at(0), reached);
        behind.failed(at(0));
        assert_eq!(behind.next(at(3_599), oldest), None);
        let (from, _) = behind.next(at(3_600), oldest).unwrap();
        assert_eq!(from, reached);
    }

    #[test]
    fn what_ended_long_ago_is_asked_about_as_soon_as_a_feed_that_was_down_answers_anything() {
        let oldest = Some(noon() - TimeDelta::days(3));
        let mut behind = Behind::default();
        behind.failed(at(0));
        behind.feed_is_down();
        assert_eq!(behind.next(at(86_400), oldest), None);
        behind.feed_answered();
        assert!(behind.next(at(1), oldest).is_some());
    }

    #[test]
    fn a_game_that_no_feed_has_heard_of_is_asked_about_once_a_day() {
        let oldest = Some(noon() - TimeDelta::hours(72));
        let mut behind = Behind::default();
        let (_, to) = behind.next(at(0), oldest).unwrap();
        behind.answered(at(0), to);
        assert_eq!(behind.next(at(86_399), oldest), None);
        assert!(behind.next(at(86_400), oldest).is_some());
    }
}
