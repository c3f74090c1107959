//! What requests about players brought. Each game is asked about by itself, and a line for each
//! would hide the others.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::plan::players;

/// Whether a request of that name is about the players of a game.
pub(super) fn is_about_players(feed: &str) -> bool {
    players::game_of(feed).is_some()
}

/// The requests about a league, and when the newest was sent.
type Asked<'a> = (BTreeSet<&'a str>, DateTime<Utc>);

/// A line for each feed and league, of requests that were answered: the provider, the request's
/// name, and when it was sent.
pub(super) fn told<'a>(
    answered: impl Iterator<Item = (&'a String, &'a String, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> Vec<String> {
    let mut by_league: BTreeMap<(&str, &str), Asked<'_>> = BTreeMap::new();
    for (provider, feed, at) in answered {
        let league = feed.split('/').next().unwrap_or_default();
        let (games, newest) = by_league
            .entry((provider, league))
            .or_insert((BTreeSet::new(), at));
        games.insert(feed);
        *newest = at.max(*newest);
    }
    let line = |((provider, league), (games, newest)): (_, Asked<'_>)| {
        let games = match games.len() {
            1 => "1 game".to_owned(),
            more => format!("{more} games"),
        };
        let ago = (now - newest).num_seconds().max(0);
        format!("{provider} about the players of {games} of {league}, the last {ago} s ago")
    };
    by_league.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shared::testing::noon;

    use super::*;

    #[test]
    fn games_of_a_league_are_told_in_one_line() {
        let provider = "the_odds_api".to_owned();
        let feeds = [
            "MLB/players a",
            "MLB/players a",
            "MLB/players b",
            "NHL/players c",
        ];
        let feeds = feeds.map(str::to_owned);
        let ago = |seconds| noon() - TimeDelta::seconds(seconds);
        let answered = feeds.iter().zip([900, 30, 60, 90]);
        let answered = answered.map(|(feed, seconds)| (&provider, feed, ago(seconds)));
        assert_eq!(
            told(answered, noon()),
            [
                "the_odds_api about the players of 2 games of MLB, the last 30 s ago",
                "the_odds_api about the players of 1 game of NHL, the last 90 s ago",
            ]
        );
        assert!(!is_about_players("MLB/quotes at hand"));
    }
}
