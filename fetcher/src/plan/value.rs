//! What a poll of a league is worth at a moment, and how long it will be worth that.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use shared::league::Sport;
use store::games::GameAhead;

use super::{ASK_AHEAD, Pace, near_before};

/// What a poll is for, most valuable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// A game is played that somebody has an open bet on.
    Bets,
    /// A game starts soon: prices and line-ups move.
    Soon,
    /// Games are on the board.
    Board,
    /// Nothing is known to be ahead, or nobody has bet on what is played.
    Rest,
}

impl Worth {
    /// Every one, most valuable first.
    pub const ALL: [Self; 4] = [Self::Bets, Self::Soon, Self::Board, Self::Rest];

    /// In words, for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Bets => "games in play with open bets",
            Self::Soon => "games that start soon",
            Self::Board => "games on the board",
            Self::Rest => "everything else",
        }
    }
}

/// A game that is still played after its usual time goes on for so long at least.
const GOES_ON_FOR: TimeDelta = TimeDelta::minutes(15);

/// How long a game is played of which nothing else is known.
const USUALLY_PLAYED_FOR: TimeDelta = TimeDelta::minutes(180);

/// How long a game of this sport is usually played, breaks included. It decides only how much of an
/// allowance is kept for games that begin later.
pub const fn played_for(sport: Sport) -> TimeDelta {
    match sport {
        Sport::Soccer | Sport::Handball | Sport::RugbyUnion | Sport::RugbyLeague => {
            TimeDelta::minutes(120)
        }
        Sport::Basketball | Sport::IceHockey | Sport::AustralianRules => TimeDelta::minutes(160),
        Sport::AmericanFootball | Sport::Baseball => TimeDelta::minutes(195),
        _ => USUALLY_PLAYED_FOR,
    }
}

/// What is known of a league, and of the feed that is asked about it.
#[derive(Clone, Copy, Debug)]
pub struct League<'a> {
    /// Its games that are not over, played ones included, by start.
    pub games: &'a [GameAhead],
    /// How often it is polled where nothing runs short.
    pub pace: Pace,
    /// What it plays. `None`: the feed does not know the league.
    pub sport: Option<Sport>,
    /// Whether the feed tells scores. One that does not has nothing to say of games in play.
    pub tells_scores: bool,
}

/// For how long a league is worth what, from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spans([TimeDelta; Worth::ALL.len()]);

impl Spans {
    /// For how long it is worth this.
    pub const fn of(&self, worth: Worth) -> TimeDelta {
        self.0[worth as usize]
    }
}

impl League<'_> {
    /// How often a poll that is worth this is made where nothing runs short.
    pub fn every(&self, worth: Worth) -> Duration {
        match worth {
            Worth::Bets => self.pace.live(self.sport),
            Worth::Soon => self.pace.near,
            Worth::Board | Worth::Rest => self.pace.far,
        }
    }

    /// What a poll is worth at a moment, which is now or later.
    pub fn worth(&self, now: DateTime<Utc>, at: DateTime<Utc>) -> Worth {
        let near = near_before(self.pace);
        let worth = |game: &GameAhead| {
            let (starts_at, ends_at) = (game.starts_at, self.ends_at(now, game));
            if starts_at <= at {
                let is_played = at < ends_at && game.has_bets && self.tells_scores;
                return if is_played { Worth::Bets } else { Worth::Rest };
            }
            match starts_at - at {
                ahead if ahead <= near => Worth::Soon,
                ahead if ahead <= ASK_AHEAD => Worth::Board,
                _ => Worth::Rest,
            }
        };
        let worths = self.games.iter().map(worth);
        worths.min().unwrap_or(Worth::Rest)
    }

    /// For how long it is worth what, until a moment.
    pub fn spans(&self, now: DateTime<Utc>, until: DateTime<Utc>) -> Spans {
        let near = near_before(self.pace);
        let mut turns = vec![now, until];
        for game in self.games {
            let (starts_at, ends_at) = (game.starts_at, self.ends_at(now, game));
            turns.extend([starts_at - ASK_AHEAD, starts_at - near, starts_at, ends_at]);
        }
        turns.retain(|it| (now..=until).contains(it));
        turns.sort_unstable();
        turns.dedup();
        let mut spans = Spans::default();
        for turn in turns.windows(2) {
            spans.0[self.worth(now, turn[0]) as usize] += turn[1] - turn[0];
        }
        spans
    }

    fn ends_at(&self, now: DateTime<Utc>, game: &GameAhead) -> DateTime<Utc> {
        let usually = game.starts_at + self.sport.map_or(USUALLY_PLAYED_FOR, played_for);
        if game.starts_at <= now {
            return usually.max(now + GOES_ON_FOR);
        }
        usually
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;
    use crate::plan::Live;

    const PACE: Pace = Pace {
        far: Duration::from_secs(900),
        near: Duration::from_secs(60),
        live: Live::BySport,
        ahead: Duration::from_secs(3600),
    };

    fn game(minutes: i64, has_bets: bool) -> GameAhead {
        GameAhead {
            league: "EPL".to_owned(),
            starts_at: noon() + TimeDelta::minutes(minutes),
            has_bets,
        }
    }

    fn league(games: &[GameAhead]) -> League<'_> {
        League {
            games,
            pace: PACE,
            sport: Some(Sport::Soccer),
            tells_scores: true,
        }
    }

    fn worth(games: &[GameAhead]) -> Worth {
        league(games).worth(noon(), noon())
    }

    #[test]
    fn bets_in_play_come_before_starts_and_starts_before_the_board() {
        let (bets, unbet) = (game(-30, true), game(-30, false));
        let (soon, later, far) = (game(30, true), game(31, true), game(20_000, true));
        assert_eq!(
            worth(&[bets.clone(), soon.clone(), later.clone()]),
            Worth::Bets
        );
        assert_eq!(
            worth(&[unbet.clone(), soon, later.clone(), far.clone()]),
            Worth::Soon
        );
        assert_eq!(worth(&[unbet.clone(), later]), Worth::Board);
        assert_eq!(worth(&[unbet, far]), Worth::Rest);
        assert_eq!(worth(&[]), Worth::Rest);
    }

    #[test]
    fn a_feed_without_scores_has_nothing_to_say_of_games_in_play() {
        let games = [game(-30, true), game(90, false)];
        let prices_alone = League {
            tells_scores: false,
            ..league(&games)
        };
        assert_eq!(prices_alone.worth(noon(), noon()), Worth::Board);
    }

    #[test]
    fn each_minute_is_counted_once_however_many_games_there_are() {
        // In play until 13:30, again from 14:00 until 16:00; soon from 13:30 on.
        let games = [game(-30, true), game(-30, true), game(120, true)];
        let spans = league(&games).spans(noon(), noon() + TimeDelta::hours(6));
        let minutes = Worth::ALL.map(|it| spans.of(it).num_minutes());
        assert_eq!(minutes, [90 + 120, 30, 0, 120]);
    }

    #[test]
    fn a_game_that_goes_on_longer_than_usual_is_still_in_play() {
        let games = [game(-200, true)];
        assert_eq!(worth(&games), Worth::Bets);
        let spans = league(&games).spans(noon(), noon() + TimeDelta::hours(1));
        assert_eq!(spans.of(Worth::Bets), GOES_ON_FOR);
    }
}
