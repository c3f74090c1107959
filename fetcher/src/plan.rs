//! Decides what to ask which feed next. Pure: the same state and moment give the same plan.
//!
//! When a league was last polled, and when it may be polled again, is kept in [`Uptime`], which
//! setting a clock cannot move. Only the starts of games depend on clocks.
//!
//! [`Uptime`]: crate::uptime::Uptime

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use providers::QueryKind;
use shared::league::Sport;
use store::games::LeagueGames;

mod behind;

pub use behind::{BEHIND_MAX, Behind};
pub mod budget;
mod live;
pub mod lookups;
pub mod players;
pub mod spending;
pub mod value;

/// How often a league is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// While no game is near.
    pub far: Duration,
    /// Shortly before games start, and while they are played.
    pub near: Duration,
    /// While games are played that somebody has an open bet on.
    pub live: Live,
    /// For all of the days ahead. Between two such polls only the games at hand are asked about.
    pub ahead: Duration,
}

impl Pace {
    /// The same interval at all times.
    pub const fn steady(every: Duration) -> Self {
        Self {
            far: every,
            near: every,
            live: Live::AsNear,
            ahead: every,
        }
    }

    /// How often a league of this sport is polled while games with open bets are played.
    pub fn live(self, sport: Option<Sport>) -> Duration {
        match (self.live, sport) {
            (Live::BySport, Some(sport)) => self.near.min(live::every(sport)),
            _ => self.near,
        }
    }
}

/// How often games in play with open bets are polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// As often as other games that are near.
    AsNear,
    /// As often as scores of the sport change, if that is more often.
    BySport,
}

/// How long before its start a game is near: line-ups and prices move then.
const NEAR_BEFORE_START: TimeDelta = TimeDelta::minutes(30);
/// How far ahead to ask.
pub const ASK_AHEAD: TimeDelta = TimeDelta::days(7);
/// How far back to ask: corrections of finals arrive for a day.
const ASK_BACK: TimeDelta = TimeDelta::hours(30);
/// A game that began this long ago and never ended is no longer waited for.
pub const ABANDONED_AFTER: TimeDelta = TimeDelta::hours(12);
/// How often the wait is doubled after failures at most: sixteen times the interval.
const DOUBLED_MAX: u32 = 4;
/// The longest wait after a failure while tickets wait for results, where polls cost nothing: the
/// return of a feed is to be noticed before members ask.
const WAITED_FOR_MAX: Duration = Duration::from_secs(30);

/// A moment, measured in two ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// This process's uptime.
    pub up: Duration,
    /// The database's clock.
    pub now: DateTime<Utc>,
}

/// A league and how polling it has gone. All spans are uptime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeagueState {
    pub games: LeagueGames,
    /// What it plays. `None`: the feed does not know the league.
    pub sport: Option<Sport>,
    /// When it was last polled.
    pub asked_at: Option<Duration>,
    /// When a request for all of the days ahead was last answered.
    pub ahead_at: Option<Duration>,
    /// How many requests in a row failed.
    pub failures: u32,
    /// The feed asked not to be polled before this moment.
    pub not_before: Option<Duration>,
    /// How far catching up after an outage has come.
    pub behind: Behind,
    /// Whether polls cost something.
    pub costs: bool,
}

/// Which of a league's games a poll covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The days ahead, and games that may still be corrected.
    Ahead,
    /// Games in play or about to start.
    AtHand,
    /// Games with open bets that ended while nobody asked.
    Behind,
}

/// What one poll of a league asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// Which games it covers.
    pub reach: Reach,
    /// The earliest of their starts.
    pub from: DateTime<Utc>,
    /// The latest of their starts.
    pub to: DateTime<Utc>,
    /// The kinds of query that bring everything about them.
    pub kinds: Vec<QueryKind>,
}

/// What to ask about a league that is due, of a feed that covers these kinds of query.
pub fn poll(
    at: Moment,
    league: &LeagueState,
    pace: Pace,
    covers: impl Fn(QueryKind) -> &'static [QueryKind],
) -> Poll {
    if let Some((from, to)) = league.behind.next(at, league.games.undecided_since) {
        return Poll {
            reach: Reach::Behind,
            from,
            to,
            kinds: vec![QueryKind::Scores],
        };
    }
    let is_ahead = league.ahead_at.is_none_or(|it| at.up >= it + pace.ahead);
    let (reach, from, to) = if is_ahead {
        (Reach::Ahead, at.now - ASK_BACK, at.now + ASK_AHEAD)
    } else {
        let since = league.games.in_play_since.unwrap_or(at.now);
        let from = since.clamp(at.now - ABANDONED_AFTER, at.now);
        (Reach::AtHand, from, at.now + near_before(pace))
    };
    Poll {
        reach,
        from,
        to,
        kinds: kinds(covers),
    }
}

/// Whether tickets can wait for this feed: whether it tells how games ended.
pub fn tells_scores(covers: impl Fn(QueryKind) -> &'static [QueryKind]) -> bool {
    covers(QueryKind::Scores).contains(&QueryKind::Scores)
}

/// How far from now a game counts as near: half an hour, or two polls where games are short.
fn near_before(pace: Pace) -> TimeDelta {
    let polls = TimeDelta::from_std(pace.near * 2).unwrap_or(NEAR_BEFORE_START);
    polls.max(NEAR_BEFORE_START)
}

/// When a league is due to be polled, in uptime.
pub fn due_at(at: Moment, league: &LeagueState, pace: Pace) -> Duration {
    let Some(asked_at) = league.asked_at else {
        return league.not_before.unwrap_or(at.up);
    };
    let games = &league.games;
    let comes_near = games.next_start.map(|it| it - near_before(pace) - at.now);
    let is_near = games.in_play > 0 || comes_near.is_some_and(|it| it <= TimeDelta::zero());
    let every = match is_near {
        _ if games.has_bets_in_play => pace.live(league.sport),
        true => pace.near,
        false => pace.far,
    };
    let next = asked_at + every * (1 << league.failures.min(DOUBLED_MAX));
    // While games are far away, the next poll is due when they come near, not a quarter of an hour
    // later. A feed that is polled as seldom near as far gains nothing by it.
    let next = match comes_near.and_then(|it| it.to_std().ok()) {
        Some(comes_near) if !is_near && league.failures == 0 && pace.near < pace.far => {
            next.min(at.up + comes_near)
        }
        _ => next,
    };
    // Tickets wait for results: what ended long ago is asked about at once, and after a failure the
    // feed is asked again soon, or when it said. Polls that cost something wait for their turn.
    let oldest = games.undecided_since.filter(|_| !league.costs);
    let told = league.not_before.filter(|it| *it > asked_at);
    let next = match oldest {
        Some(_) if league.behind.next(at, oldest).is_some() => at.up,
        Some(_) if league.failures > 0 => told.unwrap_or(next.min(asked_at + WAITED_FOR_MAX)),
        _ => next,
    };
    league.not_before.map_or(next, |it| next.max(it))
}

/// The league that has been due for longest, if one is due.
pub fn next<'a, K: Ord + Clone>(
    at: Moment,
    leagues: impl Iterator<Item = (K, &'a LeagueState, Pace)>,
) -> Option<K> {
    leagues
        .map(|(key, league, pace)| (due_at(at, league, pace), key))
        .filter(|(due, _)| *due <= at.up)
        .min()
        .map(|(_, key)| key)
}

/// The fewest kinds of query that bring everything: one, where one answer brings all.
fn kinds(covers: impl Fn(QueryKind) -> &'static [QueryKind]) -> Vec<QueryKind> {
    let mut missing: Vec<_> = QueryKind::ALL.to_vec();
    let mut chosen = Vec::new();
    while !missing.is_empty() {
        let brings = |kind: &QueryKind| {
            let covered = covers(*kind).iter();
            covered.filter(|it| missing.contains(it)).count()
        };
        let best = QueryKind::ALL.iter().copied().max_by_key(brings);
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
        live: Live::BySport,
        ahead: Duration::from_secs(3600),
    };
    /// When the league was asked about, and it is now.
    const ASKED: Duration = Duration::from_secs(100_000);

    fn league(next_start: Option<TimeDelta>, in_play: i64) -> LeagueState {
        LeagueState {
            games: LeagueGames {
                league: "NFL".to_owned(),
                next_start: next_start.map(|it| noon() + it),
                in_play,
                has_bets_in_play: false,
                in_play_since: None,
                undecided_since: None,
            },
            asked_at: Some(ASKED),
            ..LeagueState::default()
        }
    }

    /// At the moment when it was asked about, by a database's clock that far off.
    fn at(off: TimeDelta) -> Moment {
        Moment {
            up: ASKED,
            now: noon() + off,
        }
    }

    fn waits(league: &LeagueState) -> u64 {
        (due_at(at(TimeDelta::zero()), league, PACE) - ASKED).as_secs()
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
    fn a_game_with_open_bets_is_asked_about_as_often_as_its_sport_scores() {
        let mut played = league(None, 1);
        played.games.has_bets_in_play = true;
        let mut every = |sport| {
            played.sport = sport;
            waits(&played)
        };
        assert_eq!(every(Some(Sport::Basketball)), 15);
        assert_eq!(every(Some(Sport::Baseball)), 30);
        assert_eq!(every(Some(Sport::Golf)), 60);
        assert_eq!(every(None), 60);
        played.failures = 2;
        played.sport = Some(Sport::Basketball);
        assert_eq!(
            waits(&played),
            60,
            "a feed that fails is left alone for longer"
        );
    }

    #[test]
    fn every_sport_is_asked_about_every_fifteen_to_sixty_seconds_while_bets_are_open() {
        for sport in Sport::ALL {
            let every = PACE.live(Some(*sport)).as_secs();
            assert!((15..=60).contains(&every), "{sport}: {every}");
            let often = Pace {
                near: Duration::from_secs(5),
                ..PACE
            };
            assert_eq!(
                often.live(Some(*sport)).as_secs(),
                5,
                "the settings ask for more"
            );
        }
    }

    #[test]
    fn it_is_asked_about_when_games_come_near_and_not_later() {
        assert_eq!(waits(&league(Some(TimeDelta::minutes(35)), 0)), 300);
    }

    #[test]
    fn a_feed_that_is_paid_by_the_poll_is_not_asked_more_often_because_games_come_near() {
        let every = Duration::from_secs(16_200);
        let steady = Pace::steady(every);
        for next_start in [600, 32_500, 40_000] {
            for in_play in [0, 1] {
                let league = league(Some(TimeDelta::seconds(next_start)), in_play);
                let due = due_at(at(TimeDelta::zero()), &league, steady);
                assert_eq!(due - ASKED, every, "{next_start} {in_play}");
            }
        }
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
        throttled.not_before = Some(ASKED + Duration::from_secs(300));
        assert_eq!(waits(&throttled), 300);
    }

    #[test]
    fn who_has_been_due_for_longest_comes_first() {
        let mut first = league(None, 1);
        let second = first.clone();
        first.asked_at = Some(ASKED - Duration::from_secs(600));
        let leagues = [("b", &second, PACE), ("a", &first, PACE)];
        let now = at(TimeDelta::zero());
        assert_eq!(next(now, leagues.into_iter()), Some("a"));
        assert_eq!(next(now, [("b", &second, PACE)].into_iter()), None);
    }

    #[test]
    fn a_clock_that_is_moved_neither_stops_nor_hurries_the_plan() {
        let plain = league(Some(TimeDelta::days(3)), 2);
        for minutes in [-120, -2, 0, 2, 120] {
            let due = due_at(at(TimeDelta::minutes(minutes)), &plain, PACE);
            assert_eq!((due - ASKED).as_secs(), 60, "{minutes} minutes off");
        }
        // Even where it makes games near or far, the longer interval is the longest wait.
        let soon = league(Some(TimeDelta::minutes(31)), 0);
        for minutes in [-120, -2, 0, 2, 120] {
            let due = due_at(at(TimeDelta::minutes(minutes)), &soon, PACE);
            assert!(due - ASKED <= PACE.far, "{minutes} minutes off");
        }
    }

    /// What a feed is asked that answers everything at once.
    fn asks(up: Duration, league: &LeagueState) -> Poll {
        let at = Moment { up, now: noon() };
        poll(at, league, PACE, |_| QueryKind::ALL)
    }

    #[test]
    fn the_days_ahead_are_asked_about_once_an_hour_and_games_at_hand_in_between() {
        let mut state = league(None, 0);
        let reach = |up, state: &LeagueState| asks(up, state).reach;
        assert_eq!(reach(ASKED, &state), Reach::Ahead, "never answered");
        state.ahead_at = Some(ASKED);
        let later = |seconds| ASKED + Duration::from_secs(seconds);
        assert_eq!(reach(later(3_599), &state), Reach::AtHand);
        assert_eq!(reach(later(3_600), &state), Reach::Ahead);
    }

    #[test]
    fn games_at_hand_are_those_in_play_and_those_that_begin_soon() {
        let mut state = league(None, 1);
        state.ahead_at = Some(ASKED);
        state.games.in_play_since = Some(noon() - TimeDelta::hours(3));
        let window = |state: &LeagueState| {
            let Poll { from, to, .. } = asks(ASKED, state);
            ((noon() - from).num_minutes(), (to - noon()).num_minutes())
        };
        assert_eq!(window(&state), (180, 30));
        state.games.in_play_since = None;
        assert_eq!(window(&state), (0, 30));
        state.games.in_play_since = Some(noon() - TimeDelta::days(3));
        assert_eq!(
            window(&state),
            (12 * 60, 30),
            "what is given up is not asked about"
        );
    }

    #[test]
    fn what_ended_while_nobody_asked_comes_first_where_a_feed_tells_scores() {
        let mut state = league(None, 0);
        state.games.undecided_since = Some(noon() - TimeDelta::days(3));
        let behind = asks(ASKED, &state);
        assert_eq!(
            (behind.reach, behind.kinds),
            (Reach::Behind, vec![QueryKind::Scores])
        );
        assert!(!tells_scores(|_| &[QueryKind::Quotes]));
    }

    #[test]
    fn while_tickets_wait_a_feed_that_fails_is_asked_every_half_minute() {
        let mut down = league(None, 0);
        down.games.undecided_since = Some(noon() - TimeDelta::hours(5));
        down.failures = 40;
        assert_eq!(waits(&down), 30);
        down.not_before = Some(ASKED + Duration::from_secs(7));
        assert_eq!(waits(&down), 7, "as soon as its rest is over");
        down.not_before = Some(ASKED + Duration::from_secs(300));
        assert_eq!(waits(&down), 300, "not before it said");
        down.not_before = None;
        down.costs = true;
        assert_eq!(waits(&down), 900 * 16, "its requests are paid for");
    }

    #[test]
    fn what_ended_long_ago_is_due_at_once_and_only_while_it_can_be_asked_about() {
        let mut state = league(None, 0);
        state.games.undecided_since = Some(noon() - TimeDelta::days(3));
        assert_eq!(waits(&state), 0);
        state.behind.failed(at(TimeDelta::zero()));
        assert_eq!(waits(&state), 900);
        state.behind.feed_is_down();
        state.failures = 1;
        assert_eq!(waits(&state), 30);
        state.failures = 0;
        state.behind.feed_answered();
        assert_eq!(waits(&state), 0);
    }

    #[test]
    fn a_feed_whose_prices_bring_the_rest_is_asked_once() {
        use QueryKind::{Quotes, Schedule, Scores};
        let season = |kind| -> &'static [QueryKind] {
            match kind {
                Quotes => QueryKind::ALL,
                _ => &[Schedule, Scores],
            }
        };
        assert_eq!(kinds(season), [Quotes]);
        let apart = |kind| -> &'static [QueryKind] {
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
