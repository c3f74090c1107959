//! What to ask of which feed next. Pure: the same state and moment give the same plan.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use providers::AskKind;
use store::games::LeagueGames;

/// How often one asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// While nothing is near.
    pub far: Duration,
    /// Near the start of games, and while they are played.
    pub near: Duration,
}

/// The time before a start from which it is near: line-ups and prices move.
const NEAR_BEFORE_START: TimeDelta = TimeDelta::minutes(30);
/// How far ahead one asks.
const ASK_AHEAD: TimeDelta = TimeDelta::days(7);
/// How far back one asks: corrections of finals arrive for a day.
const ASK_BACK: TimeDelta = TimeDelta::hours(30);
/// A game that began so long ago and never ended is given up.
pub const GIVEN_UP_AFTER: TimeDelta = TimeDelta::hours(12);
/// The most a wait is doubled after failures: sixteen times.
const DOUBLED_MAX: u32 = 4;

/// A league that is asked about, and how asking went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeagueState {
    /// Its games.
    pub games: LeagueGames,
    /// When it was last asked about.
    pub asked_at: Option<DateTime<Utc>>,
    /// How many questions in a row had no answer.
    pub failures: u32,
    /// The feed wants to be left alone until then.
    pub not_before: Option<DateTime<Utc>>,
}

/// How far from now a game is near: half an hour, or two polls where games are short.
fn near_before(pace: Pace) -> TimeDelta {
    let polls = TimeDelta::from_std(pace.near * 2).unwrap_or(NEAR_BEFORE_START);
    polls.max(NEAR_BEFORE_START)
}

/// When a league is due to be asked about.
pub fn due_at(now: DateTime<Utc>, league: &LeagueState, pace: Pace) -> DateTime<Utc> {
    let Some(asked_at) = league.asked_at else {
        return league.not_before.unwrap_or(now);
    };
    let games = &league.games;
    let begins = games.next_start.map(|it| it - near_before(pace));
    let is_near = games.in_play > 0 || begins.is_some_and(|it| it <= now);
    let every = if is_near { pace.near } else { pace.far };
    let every = every * (1 << league.failures.min(DOUBLED_MAX));
    let next = asked_at + TimeDelta::from_std(every).unwrap_or(TimeDelta::MAX);
    // Far from games one wakes when they come near, and not up to a quarter of an hour later.
    let next = match begins {
        Some(begins) if !is_near && league.failures == 0 => next.min(begins),
        _ => next,
    };
    league.not_before.map_or(next, |it| next.max(it))
}

/// The league that has been due for longest, if one is due.
pub fn next<'a, K: Ord + Clone>(
    now: DateTime<Utc>,
    leagues: impl Iterator<Item = (K, &'a LeagueState, Pace)>,
) -> Option<K> {
    leagues
        .map(|(key, league, pace)| (due_at(now, league, pace), key))
        .filter(|(due, _)| *due <= now)
        .min()
        .map(|(_, key)| key)
}

/// Between which starts a game matters now.
pub fn window(now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    (now - ASK_BACK, now + ASK_AHEAD)
}

/// The fewest kinds of question that bring everything: one, where an answer brings all.
pub fn kinds(covers: impl Fn(AskKind) -> &'static [AskKind]) -> Vec<AskKind> {
    let mut missing: Vec<_> = AskKind::ALL.to_vec();
    let mut chosen = Vec::new();
    while !missing.is_empty() {
        let brings = |kind: &AskKind| {
            let covered = covers(*kind).iter();
            covered.filter(|it| missing.contains(it)).count()
        };
        let best = AskKind::ALL.iter().copied().max_by_key(brings);
        let Some(best) = best.filter(|it| brings(it) > 0) else {
            break;
        };
        missing.retain(|it| !covers(best).contains(it));
        chosen.push(best);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    const PACE: Pace = Pace {
        far: Duration::from_secs(900),
        near: Duration::from_secs(60),
    };

    fn league(next_start: Option<TimeDelta>, in_play: i64) -> LeagueState {
        LeagueState {
            games: LeagueGames {
                league: "NFL".to_owned(),
                next_start: next_start.map(|it| noon() + it),
                in_play,
            },
            asked_at: Some(noon()),
            failures: 0,
            not_before: None,
        }
    }

    fn waits(league: &LeagueState) -> i64 {
        (due_at(noon(), league, PACE) - noon()).num_seconds()
    }

    #[test]
    fn a_league_without_games_near_is_asked_about_every_quarter_of_an_hour() {
        assert_eq!(waits(&league(None, 0)), 900);
        assert_eq!(waits(&league(Some(TimeDelta::days(3)), 0)), 900);
    }

    #[test]
    fn near_and_during_games_it_is_asked_about_every_minute() {
        assert_eq!(waits(&league(Some(TimeDelta::minutes(10)), 0)), 60);
        assert_eq!(waits(&league(Some(TimeDelta::days(3)), 2)), 60);
    }

    #[test]
    fn it_is_asked_about_when_games_come_near_and_not_later() {
        assert_eq!(waits(&league(Some(TimeDelta::minutes(35)), 0)), 300);
    }

    #[test]
    fn a_league_that_was_never_asked_about_is_due_at_once() {
        let mut new = league(None, 0);
        new.asked_at = None;
        assert_eq!(waits(&new), 0);
    }

    #[test]
    fn a_feed_that_fails_is_left_alone_for_longer_and_longer() {
        let mut down = league(None, 1);
        let after = [1, 2, 4, 40].map(|failures| {
            down.failures = failures;
            waits(&down)
        });
        assert_eq!(after, [120, 240, 960, 960]);
    }

    #[test]
    fn a_feed_that_throttles_is_not_asked_before_it_said() {
        let mut throttled = league(None, 1);
        throttled.not_before = Some(noon() + TimeDelta::minutes(5));
        assert_eq!(waits(&throttled), 300);
    }

    #[test]
    fn who_has_been_due_for_longest_comes_first() {
        let mut first = league(None, 1);
        let second = first.clone();
        first.asked_at = Some(noon() - TimeDelta::minutes(10));
        let leagues = [("b", &second, PACE), ("a", &first, PACE)];
        assert_eq!(next(noon(), leagues.into_iter()), Some("a"));
        assert_eq!(next(noon(), [("b", &second, PACE)].into_iter()), None);
    }

    #[test]
    fn a_feed_whose_prices_bring_the_rest_is_asked_once() {
        use AskKind::{Quotes, Schedule, Scores};
        let season = |kind| -> &'static [AskKind] {
            match kind {
                Quotes => AskKind::ALL,
                _ => &[Schedule, Scores],
            }
        };
        assert_eq!(kinds(season), [Quotes]);
        let apart = |kind| -> &'static [AskKind] {
            match kind {
                Quotes => &[Quotes],
                Scores => &[Scores, Schedule],
                Schedule => &[Schedule],
            }
        };
        assert_eq!(kinds(apart), [Scores, Quotes]);
        assert_eq!(kinds(|_| &[]), []);
    }
}
