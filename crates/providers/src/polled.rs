//! Every feed that can be polled for real games.

use crate::coverage::{Profile, Topic};
use crate::{
    api_sports, balldontlie, espn, football_data_org, jolpica, kalshi, mlb, nhl, open_liga_db,
    the_odds_api,
};

/// Every feed that can be polled for real games: a league's own first, then those that are about
/// one league alone, then the others.
pub const POLLED: &[&Profile] = &[
    &mlb::PROFILE,
    &nhl::PROFILE,
    &jolpica::PROFILE,
    &espn::PROFILE,
    &the_odds_api::PROFILE,
    &kalshi::PROFILE,
    &open_liga_db::PROFILE,
    &football_data_org::PROFILE,
    &balldontlie::PROFILE,
    &api_sports::PROFILE,
];

/// The feed of this name.
pub fn profile(name: &str) -> Option<&'static Profile> {
    POLLED.iter().copied().find(|it| it.name == name)
}

/// The feeds that tell this of that league, best first: in the order of [`POLLED`], but those whose
/// word on the league was never compared with a real answer after all others. It is the order in
/// which feeds are shown and proposed; how far each is believed about a result is decided in
/// `grading::decide`.
pub fn feeds(league: &str, topic: Topic) -> impl Iterator<Item = &'static Profile> {
    let mut feeds = about(league);
    feeds.retain(|it| it.tells(league, topic));
    feeds.into_iter()
}

/// The feeds that tell anything of that league, in the same order.
pub fn about(league: &str) -> Vec<&'static Profile> {
    let feeds = POLLED.iter().copied();
    let mut feeds: Vec<_> = feeds.filter(|it| it.of(league).is_some()).collect();
    feeds.sort_by_key(|it| it.of(league).is_some_and(|it| !it.is_proven));
    feeds
}

#[cfg(test)]
mod tests {
    use grading::decide::sources::SOURCES;
    use shared::league::time_zone;

    use super::*;
    use crate::http::pace::has_pace;

    #[test]
    fn every_feed_that_is_polled_has_a_pace_and_says_how_far_it_is_trusted() {
        for Profile { name, .. } in POLLED {
            assert!(has_pace(name), "{name} has no row in PACES");
            let is_known = SOURCES.iter().any(|it| it.provider == *name);
            assert!(is_known, "{name} has no row in SOURCES");
        }
    }

    #[test]
    fn what_was_compared_with_real_answers_is_proposed_before_what_was_not() {
        let names = |league, topic| feeds(league, topic).map(|it| it.name).collect::<Vec<_>>();
        let finals = names("F1", Topic::Final);
        assert_eq!(finals, ["jolpica", "api_sports", "espn"]);
        assert_eq!(names("NHL", Topic::Final)[..2], ["nhl", "espn"]);
    }

    /// Leagues that are played all over the world, whose days begin at midnight UTC.
    const WITHOUT_HOME: &[&str] = &["WORLDCUP", "ATP", "WTA", "F1"];

    #[test]
    fn prices_on_players_are_had_only_where_a_feed_says_what_players_did() {
        for league in POLLED.iter().flat_map(|it| it.leagues()) {
            let is_priced = feeds(league, Topic::PlayerPrices).next().is_some();
            let is_told = feeds(league, Topic::Players).next().is_some();
            assert!(is_told || !is_priced, "{league}");
        }
    }

    #[test]
    fn a_feed_names_each_of_its_leagues_once() {
        for profile in POLLED {
            let mut leagues: Vec<_> = profile.leagues().collect();
            leagues.sort_unstable();
            let all = leagues.len();
            leagues.dedup();
            assert_eq!(leagues.len(), all, "{}", profile.name);
        }
    }

    #[test]
    fn what_a_feed_tells_beside_games_it_names_once_and_of_its_own_leagues() {
        for profile in POLLED {
            let mut all = Vec::new();
            for covered in profile.extras {
                for league in covered.leagues {
                    assert!(profile.of(league).is_some(), "{} {league}", profile.name);
                    all.extend(covered.topics.iter().map(|topic| (league, topic)));
                }
            }
            let is_about_games = |topic: &Topic| Topic::GAMES.contains(topic);
            assert!(
                !all.iter().any(|it| is_about_games(it.1)),
                "{}",
                profile.name
            );
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{}", profile.name);
        }
    }

    #[test]
    fn every_league_that_is_polled_has_a_time_zone() {
        for league in POLLED.iter().flat_map(|it| it.leagues()) {
            let has_home = time_zone(league).name() != "UTC";
            assert_ne!(has_home, WITHOUT_HOME.contains(&league), "{league}");
        }
    }
}
