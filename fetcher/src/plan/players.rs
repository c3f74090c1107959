//! When the players of a game are asked about, where each game costs a question of its own.
//!
//! Such questions are paid from what is left after the main lines of every game on the board, so
//! that they never stand in the way of those.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::games::GameOfPlayers;

use super::Moment;

/// How long before its start a game's players are asked about. Bookmakers have their prices by
/// then, and most bets on them are placed then.
pub const BEFORE_START: TimeDelta = TimeDelta::hours(3);
/// How often they are asked about if nothing runs short.
const EVERY: Duration = Duration::from_secs(3_600);
/// The same where somebody has an open bet on a player of that game.
const WATCHED_EVERY: Duration = Duration::from_secs(900);

/// How often a game's players are asked about where what is left stretches every interval by so
/// much. `None`: not at all. A game that nobody has bet on is left out when it could not be asked
/// about again before its start: otherwise each new game would still take one question.
pub fn every(is_watched: bool, stretch: f64) -> Option<Duration> {
    let wanted = if is_watched { WATCHED_EVERY } else { EVERY };
    let window = BEFORE_START.to_std().unwrap_or(EVERY);
    let every = Duration::try_from_secs_f64(wanted.as_secs_f64() * stretch).ok()?;
    match every <= window {
        true => Some(every),
        false => is_watched.then_some(window),
    }
}

/// How many questions about the players of a game with this start are to come if nothing runs
/// short.
pub fn questions(now: DateTime<Utc>, starts_at: DateTime<Utc>) -> u32 {
    let span = (starts_at - now).min(BEFORE_START).to_std();
    let seconds = span.map_or(0, |it| it.as_secs());
    u32::try_from(seconds.div_ceil(EVERY.as_secs())).unwrap_or(0)
}

/// The game whose players are asked about next, if one is due: those with open bets on them first,
/// and then the soonest.
pub fn next<'a>(
    at: Moment,
    games: &'a [GameOfPlayers],
    asked: &BTreeMap<String, Duration>,
    stretch: impl Fn(&str) -> Option<f64>,
) -> Option<&'a GameOfPlayers> {
    let is_due = |game: &&GameOfPlayers| {
        let ahead = game.starts_at - at.now;
        let is_soon = TimeDelta::zero() < ahead && ahead <= BEFORE_START;
        let every = stretch(&game.league).and_then(|it| every(game.is_watched, it));
        let last = asked.get(&game.reference);
        is_soon && every.is_some_and(|every| last.is_none_or(|it| at.up >= *it + every))
    };
    let due = games.iter().filter(is_due);
    due.min_by_key(|it| (!it.is_watched, it.starts_at))
}

/// What such requests are about, in their names.
const TOPIC: &str = "players";

/// The request's name in the poll log. Each game has a name of its own: an answer about one says
/// nothing of how old the prices of another are.
pub fn request_name(game: &GameOfPlayers) -> String {
    format!("{}/{TOPIC} {}", game.league, game.reference)
}

/// The feed's id of the game whose players a request of that name is about. `None`: it is about
/// something else.
pub fn game_of(feed: &str) -> Option<&str> {
    let (asked, reference) = feed.split_once(' ')?;
    let (_, topic) = asked.split_once('/')?;
    (topic == TOPIC).then_some(reference)
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    const UP: Duration = Duration::from_secs(100_000);

    fn game(reference: &str, minutes: i64, is_watched: bool) -> GameOfPlayers {
        GameOfPlayers {
            league: "MLB".to_owned(),
            reference: reference.to_owned(),
            starts_at: noon() + TimeDelta::minutes(minutes),
            is_watched,
        }
    }

    fn chosen(games: &[GameOfPlayers], asked: &[(&str, u64)], stretch: f64) -> Option<String> {
        let ago = |it: &(&str, u64)| (it.0.to_owned(), UP - Duration::from_secs(60 * it.1));
        let asked = asked.iter().map(ago).collect();
        let at = Moment {
            up: UP,
            now: noon(),
        };
        let next = next(at, games, &asked, |_| Some(stretch));
        next.map(|it| it.reference.clone())
    }

    fn is(reference: &str) -> Option<String> {
        Some(reference.to_owned())
    }

    #[test]
    fn only_games_that_start_soon_are_asked_about_and_the_soonest_first() {
        let games = [
            game("far", 181, true),
            game("b", 120, false),
            game("a", 60, false),
        ];
        assert_eq!(chosen(&games, &[], 1.0), is("a"));
        assert_eq!(chosen(&games, &[("a", 10)], 1.0), is("b"));
        assert_eq!(chosen(&games, &[("a", 10), ("b", 59)], 1.0), None);
        assert_eq!(chosen(&games, &[("a", 10), ("b", 60)], 1.0), is("b"));
        assert_eq!(chosen(&[game("begun", 0, true)], &[], 1.0), None);
    }

    #[test]
    fn where_somebody_has_bet_on_a_player_the_game_comes_first_and_more_often() {
        let games = [game("a", 60, false), game("b", 120, true)];
        assert_eq!(chosen(&games, &[], 1.0), is("b"));
        assert_eq!(chosen(&games, &[("a", 15), ("b", 14)], 1.0), None);
        assert_eq!(chosen(&games, &[("a", 15), ("b", 15)], 1.0), is("b"));
    }

    #[test]
    fn what_runs_short_is_kept_for_games_that_somebody_has_bet_on() {
        let games = [game("a", 60, false), game("b", 120, true)];
        let asked = [("b", 100)];
        assert_eq!(chosen(&games, &asked, 3.0), is("b"));
        assert_eq!(chosen(&games[..1], &asked, 3.0), is("a"));
        assert_eq!(chosen(&games[..1], &asked, 3.1), None, "not even once");
        assert_eq!(chosen(&games, &[("b", 179)], 40.0), None);
        assert_eq!(chosen(&games, &[("b", 180)], 40.0), is("b"));
        assert_eq!(chosen(&games, &[], f64::INFINITY), None);
    }

    #[test]
    fn a_game_takes_three_questions_until_it_begins() {
        let of = |minutes| questions(noon(), noon() + TimeDelta::minutes(minutes));
        let expected = [
            (5_000, 3),
            (180, 3),
            (179, 3),
            (61, 2),
            (60, 1),
            (1, 1),
            (0, 0),
            (-60, 0),
        ];
        for (minutes, number) in expected {
            assert_eq!(of(minutes), number, "{minutes}");
        }
    }

    #[test]
    fn a_request_about_players_is_known_by_its_name() {
        let name = request_name(&game("a1", 60, false));
        assert_eq!(
            (name.as_str(), game_of(&name)),
            ("MLB/players a1", Some("a1"))
        );
        for other in [
            "MLB/quotes",
            "MLB/quotes at hand",
            "MLB/players",
            "games 2014.csv",
        ] {
            assert_eq!(game_of(other), None, "{other}");
        }
    }
}
