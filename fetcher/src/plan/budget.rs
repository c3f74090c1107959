//! How what is left of an allowance is shared out until it is renewed: the most valuable polls
//! first, and where they cannot all be had, all of their intervals stretched alike.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::players;
use super::value::{League, Worth};

/// A league is polled once in this time if that can be paid for, whatever else there is: otherwise
/// new games would never be heard of.
pub const SELDOM: Duration = Duration::from_secs(86_400);
/// How much of what is left those polls may take from more valuable ones.
const SELDOM_SHARE: f64 = 0.2;
/// How much more is set aside for games with open bets than they are expected to take: games last
/// longer than usual, and some answers do not arrive.
const ASIDE: f64 = 1.1;
/// How far ahead starts of games are known well enough to plan with. What comes later is taken to
/// be like it.
const KNOWN_AHEAD: TimeDelta = TimeDelta::days(7);

/// What is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How many units are left.
    pub left: u32,
    /// How long until it is renewed.
    pub renewed_in: TimeDelta,
}

/// A league, and what a poll of it costs.
#[derive(Clone, Copy, Debug)]
pub struct PaidLeague<'a> {
    /// The league.
    pub league: League<'a>,
    /// What a poll about the games at hand costs, in units.
    pub at_hand: u32,
    /// What a poll about all of the days ahead costs.
    pub ahead: u32,
    /// What a question about the players of one game costs; nothing where none is asked.
    pub players: u32,
}

/// By how much intervals are stretched. 1.0: not at all. Infinite: there are no such polls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    by_worth: [f64; Worth::ALL.len()],
    seldom: f64,
    players: f64,
}

/// Nothing runs short.
pub const NONE: Stretch = Stretch {
    by_worth: [1.0; Worth::ALL.len()],
    seldom: 1.0,
    players: 1.0,
};

impl Stretch {
    /// By how much polls of this worth are stretched.
    pub const fn of(&self, worth: Worth) -> f64 {
        self.by_worth[worth as usize]
    }

    /// By how much questions about the players of a game are stretched.
    pub const fn of_players(&self) -> f64 {
        self.players
    }

    /// The longer of both.
    #[must_use]
    pub fn longer(self, other: Self) -> Self {
        let by_worth = Worth::ALL.map(|it| self.of(it).max(other.of(it)));
        let seldom = self.seldom.max(other.seldom);
        let players = self.players.max(other.players);
        Self {
            by_worth,
            seldom,
            players,
        }
    }

    /// How often a league of this worth is polled, which would be polled so often if nothing ran
    /// short. `None`: not until the allowance is renewed.
    pub fn interval(&self, worth: Worth, wanted: Duration) -> Option<Duration> {
        let stretched = |every: Duration, by: f64| {
            let seconds = every.as_secs_f64() * by;
            Duration::try_from_secs_f64(seconds).ok()
        };
        let own = stretched(wanted, self.of(worth));
        let seldom = stretched(SELDOM.max(wanted), self.seldom);
        match (own, seldom) {
            (Some(own), Some(seldom)) => Some(own.min(seldom)),
            (own, seldom) => own.or(seldom),
        }
    }
}

/// By how much the intervals of these leagues are stretched, so that what is left lasts until it is
/// renewed.
pub fn stretch(budget: Budget, leagues: &[PaidLeague<'_>], now: DateTime<Utc>) -> Stretch {
    let until = budget.renewed_in.max(TimeDelta::zero());
    let known = until.min(KNOWN_AHEAD);
    let beyond = ratio(until, known);
    let mut needs = [0.0; Worth::ALL.len()];
    let (mut seldom, mut of_players) = (0.0, 0.0);
    for paid in leagues {
        let spans = paid.league.spans(now, now + known);
        for worth in Worth::ALL {
            let every = paid.league.every(worth).as_secs_f64();
            let polls = spans.of(worth).as_seconds_f64() / every * beyond;
            needs[worth as usize] += polls * f64::from(paid.cost(worth));
        }
        let coming = paid.league.games.iter().map(|it| it.starts_at);
        let coming = coming.filter(|it| *it <= now + known);
        let questions = coming.map(|it| f64::from(players::questions(now, it)));
        of_players += questions.sum::<f64>() * beyond * f64::from(paid.players);
        let is_busy = [Worth::Bets, Worth::Soon].iter();
        if is_busy.clone().all(|it| spans.of(*it) == TimeDelta::zero()) {
            seldom += until.as_seconds_f64() / SELDOM.as_secs_f64() * f64::from(paid.ahead);
        }
    }
    share(f64::from(budget.left), (seldom, of_players), needs)
}

impl PaidLeague<'_> {
    fn cost(&self, worth: Worth) -> u32 {
        match worth {
            Worth::Bets | Worth::Soon => self.at_hand,
            Worth::Board | Worth::Rest => self.ahead,
        }
    }
}

fn share(left: f64, (seldom, of_players): (f64, f64), needs: [f64; Worth::ALL.len()]) -> Stretch {
    let kept = seldom.min(left * SELDOM_SHARE);
    let mut rest = left - kept;
    let mut players = 1.0;
    let by_worth = Worth::ALL.map(|worth| {
        let need = needs[worth as usize];
        // After all that has a game on the board, and before all that has none.
        if worth == Worth::Rest {
            let paid = of_players.min(rest);
            rest -= paid;
            players = by(of_players, paid);
        }
        let aside = match worth {
            Worth::Bets => need * ASIDE,
            Worth::Soon | Worth::Board | Worth::Rest => need,
        };
        let paid = aside.min(rest);
        rest -= paid;
        by(need, paid)
    });
    // What nothing else needs is free for them, too.
    let seldom = by(seldom, kept + rest);
    Stretch {
        by_worth,
        seldom,
        players,
    }
}

/// By how much intervals are stretched of which so much would be needed and so much is paid.
fn by(need: f64, paid: f64) -> f64 {
    if paid >= need {
        return 1.0;
    }
    need / paid
}

fn ratio(whole: TimeDelta, part: TimeDelta) -> f64 {
    if part <= TimeDelta::zero() {
        return 1.0;
    }
    whole.as_seconds_f64() / part.as_seconds_f64()
}

#[cfg(test)]
mod tests {
    use shared::league::Sport;
    use shared::testing::noon;
    use store::games::GameAhead;

    use super::*;
    use crate::plan::{Live, Pace};

    const PACE: Pace = Pace {
        far: Duration::from_secs(900),
        near: Duration::from_secs(60),
        live: Live::AsNear,
        ahead: Duration::from_secs(3600),
    };

    fn game(minutes: i64, has_bets: bool) -> GameAhead {
        GameAhead {
            league: "EPL".to_owned(),
            starts_at: noon() + TimeDelta::minutes(minutes),
            has_bets,
        }
    }

    fn paid(games: &[GameAhead]) -> PaidLeague<'_> {
        PaidLeague {
            league: League {
                games,
                pace: PACE,
                sport: Some(Sport::Soccer),
                tells_scores: true,
            },
            at_hand: 1,
            ahead: 1,
            players: 0,
        }
    }

    fn stretched(left: u32, leagues: &[PaidLeague<'_>]) -> [f64; 4] {
        let budget = Budget {
            left,
            renewed_in: TimeDelta::hours(12),
        };
        let stretch = stretch(budget, leagues, noon());
        Worth::ALL.map(|it| (stretch.of(it) * 100.0).round() / 100.0)
    }

    #[test]
    fn where_the_budget_allows_nothing_is_stretched() {
        let games = [game(0, true), game(300, true)];
        // 120 minutes twice, 30 before, and the board and the rest at four an hour.
        assert_eq!(stretched(1_000, &[paid(&games)]), [1.0; 4]);
    }

    #[test]
    fn where_it_does_not_the_least_valuable_polls_are_stretched_first_and_alike() {
        let games = [game(0, true), game(300, true)];
        let quiet = [game(600, false)];
        let both = [paid(&games), paid(&quiet)];
        // In play: 240, and a tenth aside. Soon: 30 + 30. On the board: 150 + 570 minutes, a poll
        // every 15. The rest: 300 + 120 minutes.
        assert_eq!(stretched(400, &both), [1.0, 1.0, 1.0, 1.0]);
        assert_eq!(stretched(386, &both), [1.0, 1.0, 1.0, 2.0]);
        assert_eq!(stretched(348, &both), [1.0, 1.0, 2.0, f64::INFINITY]);
        assert_eq!(
            stretched(294, &both),
            [1.0, 2.0, f64::INFINITY, f64::INFINITY]
        );
        assert_eq!(
            stretched(60, &both),
            [4.0, f64::INFINITY, f64::INFINITY, f64::INFINITY]
        );
        assert_eq!(stretched(0, &both), [f64::INFINITY; 4]);
    }

    #[test]
    fn a_league_of_which_nothing_is_known_is_still_polled_once_a_day() {
        let games = [game(0, true)];
        let busy = paid(&games);
        let budget = |left| Budget {
            left,
            renewed_in: TimeDelta::hours(24),
        };
        let wanted = PACE.far;
        let day = |left| {
            let stretch = stretch(budget(left), &[busy, paid(&[])], noon());
            let every = stretch.interval(Worth::Rest, wanted);
            every.map(|it| it.as_secs() / 3600)
        };
        assert_eq!(day(100), Some(24));
        assert_eq!(day(5), Some(24), "the fifth unit is kept for it");
        assert_eq!(day(1), Some(5 * 24));
        assert_eq!(day(0), None);
    }

    #[test]
    fn what_comes_after_the_known_week_is_taken_to_be_like_it() {
        let games: Vec<_> = (0..7).map(|day| game(day * 1440, true)).collect();
        let month = Budget {
            left: 4 * 7 * 120 / 2,
            renewed_in: TimeDelta::days(28),
        };
        let stretch = stretch(month, &[paid(&games)], noon());
        assert!((stretch.of(Worth::Bets) - 2.0).abs() < 0.01, "{stretch:?}");
    }

    #[test]
    fn of_two_limits_the_tighter_one_holds() {
        let games = [game(0, true)];
        let day = Budget {
            left: 60,
            renewed_in: TimeDelta::hours(12),
        };
        let month = Budget {
            left: 10_000,
            ..day
        };
        let both = [paid(&games)];
        let tight = stretch(day, &both, noon());
        assert_eq!(tight.longer(stretch(month, &both, noon())), tight);
    }

    #[test]
    fn players_are_paid_from_what_the_games_on_the_board_leave() {
        let games = [game(600, false)];
        let with_players = |cost| PaidLeague {
            players: cost,
            ..paid(&games)
        };
        let stretched = |left, cost| {
            let budget = Budget {
                left,
                renewed_in: TimeDelta::hours(12),
            };
            stretch(budget, &[with_players(cost)], noon())
        };
        // Soon: 30 polls. On the board: 38. The rest: 8. Three questions about the players.
        let enough = stretched(200, 17);
        assert_eq!(enough.of_players(), 1.0);
        let short = stretched(68 + 17, 17);
        assert_eq!(short.of_players(), 3.0);
        assert_eq!((short.of(Worth::Soon), short.of(Worth::Board)), (1.0, 1.0));
        let none = stretched(60, 17);
        assert_eq!(none.of_players(), f64::INFINITY);
        let without = stretched(60, 0);
        assert_eq!(none.of(Worth::Board), without.of(Worth::Board));
    }
}
