//! Decides which of two sides' games on one day a feed means, when it has no id for any of them
//! yet.

use chrono::{DateTime, Utc};
use shared::id::GameId;

use crate::games::keys::KeyedGame;

/// The game that a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// A known game.
    Known(GameId),
    /// A new game, with this number.
    New(i16),
}

/// The game that each start refers to, in the order given. A feed has one id per game, so games
/// that it has named already are ruled out. The order of the day is kept: in a double-header the
/// later start is the later game, whatever the hour.
pub(super) fn pick(known: &[KeyedGame], starts: &[DateTime<Utc>]) -> Vec<Pick> {
    let mut free: Vec<_> = known.iter().filter(|it| !it.is_named).collect();
    free.sort_by_key(|it| (it.starts_at, it.number));
    let free_starts: Vec<_> = free.iter().map(|it| it.starts_at).collect();
    let mut meant = vec![None; starts.len()];
    if starts.len() <= free.len() {
        let places = nearest(starts, &free_starts);
        meant = places.into_iter().map(|it| free.get(it)).collect();
    } else {
        let places = nearest(&free_starts, starts);
        for (game, place) in free.iter().zip(places) {
            if let Some(meant) = meant.get_mut(place) {
                *meant = Some(game);
            }
        }
    }
    let mut number = known.iter().map(|it| it.number).max().unwrap_or(0);
    let picked = meant.into_iter().map(|game| match game {
        Some(game) => Pick::Known(game.id),
        None => {
            number = number.saturating_add(1);
            Pick::New(number)
        }
    });
    picked.collect()
}

/// For each of the few, the index of the nearest of the many. Both are in order of time, and so are
/// the indexes, each of which is used once. There are at least as many as few.
fn nearest(few: &[DateTime<Utc>], many: &[DateTime<Utc>]) -> Vec<usize> {
    let mut first = 0;
    let mut places = Vec::with_capacity(few.len());
    for (nth, start) in few.iter().enumerate() {
        // Leave one for each of the starts that follow.
        let last = many.len() - (few.len() - nth);
        let near = |place: &usize| many.get(*place).map(|it| (*it - *start).abs());
        let place = (first..=last).min_by_key(near).unwrap_or(first);
        places.push(place);
        first = place + 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(hour: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hour)
    }

    fn game(number: i16, hour: i64) -> KeyedGame {
        KeyedGame {
            id: GameId::derive(&number.to_string()),
            number,
            starts_at: at(hour),
            is_named: false,
        }
    }

    fn known(number: i16) -> Pick {
        Pick::Known(game(number, 0).id)
    }

    #[test]
    fn one_game_of_the_day_is_the_one_whatever_its_hour() {
        assert_eq!(pick(&[game(1, 13)], &[at(19)]), [known(1)]);
        assert_eq!(pick(&[], &[at(19)]), [Pick::New(1)]);
    }

    #[test]
    fn the_games_of_a_double_header_are_told_apart_by_their_order() {
        let both = [game(1, 13), game(2, 19)];
        assert_eq!(pick(&both, &[at(14), at(16)]), [known(1), known(2)]);
        assert_eq!(pick(&[], &[at(13), at(19)]), [Pick::New(1), Pick::New(2)]);
    }

    #[test]
    fn a_single_start_means_the_nearest_game_and_a_single_game_the_nearest_start() {
        let both = [game(1, 13), game(2, 19)];
        assert_eq!(pick(&both, &[at(18)]), [known(2)]);
        assert_eq!(
            pick(&both[..1], &[at(13), at(19)]),
            [known(1), Pick::New(2)]
        );
        assert_eq!(
            pick(&both[1..], &[at(13), at(19)]),
            [Pick::New(3), known(2)]
        );
    }

    #[test]
    fn a_game_that_the_feed_names_already_is_not_meant_by_another_of_its_ids() {
        let named = KeyedGame {
            is_named: true,
            ..game(1, 13)
        };
        assert_eq!(pick(&[named], &[at(13)]), [Pick::New(2)]);
        assert_eq!(pick(&[named, game(2, 19)], &[at(13)]), [known(2)]);
    }
}
