//! An example of what each endpoint is expected to answer with, as our readers need it: what
//! `probe` compares an answer with. They are the fixtures that the tests read, written by hand.

use crate::shape::Shape;
use crate::{
    api_sports, balldontlie, espn, football_data_org, jolpica, kalshi, mlb, nhl, open_liga_db,
    the_odds_api,
};

/// Feeds, how their endpoints end, and examples of the answers. The first row that fits counts.
const EXAMPLES: &[(&str, &str, &[&[u8]])] = &[
    (
        mlb::NAME,
        "/schedule",
        &[include_bytes!("../tests/fixtures/mlb/schedule.json")],
    ),
    (
        mlb::NAME,
        "/feed/live",
        &[include_bytes!("../tests/fixtures/mlb/live.json")],
    ),
    (
        mlb::NAME,
        "/boxscore",
        &[include_bytes!("../tests/fixtures/mlb/boxscore.json")],
    ),
    (
        mlb::NAME,
        "/roster",
        &[include_bytes!("../tests/fixtures/mlb/roster.json")],
    ),
    (
        espn::NAME,
        "/roster",
        &[include_bytes!("../tests/fixtures/espn/roster.json")],
    ),
    (
        nhl::NAME,
        "/score/*",
        &[include_bytes!("../tests/fixtures/nhl/score.json")],
    ),
    (
        nhl::NAME,
        "/schedule/*",
        &[include_bytes!("../tests/fixtures/nhl/schedule.json")],
    ),
    (
        nhl::NAME,
        "/boxscore",
        &[include_bytes!("../tests/fixtures/nhl/boxscore.json")],
    ),
    (
        nhl::NAME,
        "/right-rail",
        &[include_bytes!("../tests/fixtures/nhl/rail.json")],
    ),
    (
        nhl::NAME,
        "/now",
        &[include_bytes!("../tests/fixtures/nhl/odds.json")],
    ),
    (
        espn::NAME,
        "/nfl/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/nfl.json")],
    ),
    (
        espn::NAME,
        "/mlb/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/mlb.json")],
    ),
    (
        espn::NAME,
        "/nhl/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/nhl.json")],
    ),
    (
        espn::NAME,
        "/eng.1/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/epl.json")],
    ),
    (
        espn::NAME,
        "/atp/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/tennis.json")],
    ),
    (
        espn::NAME,
        "/wta/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/tennis.json")],
    ),
    (
        espn::NAME,
        "/ufc/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/ufc.json")],
    ),
    (
        espn::NAME,
        "/pga/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/golf.json")],
    ),
    (
        espn::NAME,
        "/lpga/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/golf.json")],
    ),
    (
        espn::NAME,
        "/eur/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/golf.json")],
    ),
    (
        espn::NAME,
        "/liv/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/golf.json")],
    ),
    (
        espn::NAME,
        "/f1/scoreboard",
        &[include_bytes!("../tests/fixtures/espn/f1.json")],
    ),
    (
        espn::NAME,
        "/golf/leaderboard",
        &[include_bytes!("../tests/fixtures/espn/leaderboard.json")],
    ),
    (
        espn::NAME,
        "/nfl/summary",
        &[include_bytes!("../tests/fixtures/espn/summary_nfl.json")],
    ),
    (
        espn::NAME,
        "/nba/summary",
        &[include_bytes!("../tests/fixtures/espn/summary_nba.json")],
    ),
    (
        espn::NAME,
        "/wnba/summary",
        &[include_bytes!("../tests/fixtures/espn/summary_nba.json")],
    ),
    (
        espn::NAME,
        "/summary",
        &[include_bytes!("../tests/fixtures/espn/summary_epl.json")],
    ),
    // What the answers about all games of teams have in common.
    (
        espn::NAME,
        "/scoreboard",
        &[
            include_bytes!("../tests/fixtures/espn/nfl.json"),
            include_bytes!("../tests/fixtures/espn/mlb.json"),
            include_bytes!("../tests/fixtures/espn/nhl.json"),
            include_bytes!("../tests/fixtures/espn/epl.json"),
        ],
    ),
    (
        the_odds_api::NAME,
        "/odds",
        &[include_bytes!("../tests/fixtures/the_odds_api/odds.json")],
    ),
    (
        the_odds_api::NAME,
        "/scores",
        &[include_bytes!("../tests/fixtures/the_odds_api/scores.json")],
    ),
    (
        the_odds_api::NAME,
        "/sports",
        &[include_bytes!("../tests/fixtures/the_odds_api/sports.json")],
    ),
    (
        kalshi::NAME,
        "/events",
        &[include_bytes!("../tests/fixtures/kalshi/events.json")],
    ),
    (
        jolpica::NAME,
        "/results.json",
        &[include_bytes!("../tests/fixtures/jolpica/results.json")],
    ),
    (
        jolpica::NAME,
        "/f1/*",
        &[include_bytes!("../tests/fixtures/jolpica/races.json")],
    ),
    (
        open_liga_db::NAME,
        "/bl1/*",
        &[include_bytes!(
            "../tests/fixtures/open_liga_db/matches.json"
        )],
    ),
    (
        open_liga_db::NAME,
        "/bl1/*/*",
        &[include_bytes!(
            "../tests/fixtures/open_liga_db/matches.json"
        )],
    ),
    (
        football_data_org::NAME,
        "/matches",
        &[include_bytes!(
            "../tests/fixtures/football_data_org/matches.json"
        )],
    ),
    (
        balldontlie::NAME,
        "/wnba/v1/games",
        &[include_bytes!("../tests/fixtures/balldontlie/games.json")],
    ),
    (
        balldontlie::NAME,
        "/nfl/v1/games",
        &[include_bytes!("../tests/fixtures/balldontlie/nfl.json")],
    ),
    (
        balldontlie::NAME,
        "/v1/games",
        &[include_bytes!("../tests/fixtures/balldontlie/nba.json")],
    ),
    (
        balldontlie::NAME,
        "/player_stats",
        &[include_bytes!("../tests/fixtures/balldontlie/stats.json")],
    ),
    (
        balldontlie::NAME,
        "/player_props",
        &[include_bytes!("../tests/fixtures/balldontlie/props.json")],
    ),
    (
        balldontlie::NAME,
        "/odds",
        &[include_bytes!("../tests/fixtures/balldontlie/odds.json")],
    ),
    (
        balldontlie::NAME,
        "/players",
        &[include_bytes!("../tests/fixtures/balldontlie/players.json")],
    ),
    // Those that are asked for by their ids have their players with them.
    (
        api_sports::NAME,
        "football.api-sports.io/fixtures",
        &[
            include_bytes!("../tests/fixtures/api_sports/fixtures.json"),
            include_bytes!("../tests/fixtures/api_sports/detailed.json"),
        ],
    ),
    (
        api_sports::NAME,
        "/odds/live",
        &[include_bytes!("../tests/fixtures/api_sports/live.json")],
    ),
    (
        api_sports::NAME,
        "football.api-sports.io/odds",
        &[include_bytes!("../tests/fixtures/api_sports/odds.json")],
    ),
    (
        api_sports::NAME,
        "basketball.api-sports.io/odds",
        &[include_bytes!(
            "../tests/fixtures/api_sports/basketball_odds.json"
        )],
    ),
    (
        api_sports::NAME,
        "baseball.api-sports.io/games",
        &[include_bytes!("../tests/fixtures/api_sports/baseball.json")],
    ),
    (
        api_sports::NAME,
        "american-football.api-sports.io/games",
        &[include_bytes!(
            "../tests/fixtures/api_sports/american_football.json"
        )],
    ),
    (
        api_sports::NAME,
        "/rankings/races",
        &[include_bytes!("../tests/fixtures/api_sports/ranking.json")],
    ),
    (
        api_sports::NAME,
        "/rankings/startinggrid",
        &[include_bytes!("../tests/fixtures/api_sports/grid.json")],
    ),
    (
        api_sports::NAME,
        "/races",
        &[include_bytes!("../tests/fixtures/api_sports/races.json")],
    ),
    (
        api_sports::NAME,
        "basketball.api-sports.io/games",
        &[include_bytes!(
            "../tests/fixtures/api_sports/basketball.json"
        )],
    ),
    (
        api_sports::NAME,
        "hockey.api-sports.io/games",
        &[include_bytes!("../tests/fixtures/api_sports/hockey.json")],
    ),
    (
        api_sports::NAME,
        "rugby.api-sports.io/games",
        &[include_bytes!("../tests/fixtures/api_sports/rugby.json")],
    ),
    (
        api_sports::NAME,
        "afl.api-sports.io/games",
        &[include_bytes!("../tests/fixtures/api_sports/afl.json")],
    ),
];

/// The shape of what this endpoint of the feed is expected to answer with. `None`: there is no
/// example of it.
pub fn example(feed: &str, endpoint: &str) -> Option<Shape> {
    let row = EXAMPLES
        .iter()
        .find(|it| it.0 == feed && endpoint.ends_with(it.1))?;
    let mut shapes = row.2.iter().filter_map(|it| Shape::read(it));
    let mut shape = shapes.next()?;
    shapes.for_each(|it| shape.add(it));
    Some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::Place;

    #[test]
    fn every_feed_that_is_polled_has_an_example() {
        for profile in crate::polled::POLLED {
            let has_row = EXAMPLES.iter().any(|it| it.0 == profile.name);
            assert!(has_row, "{} has no row in EXAMPLES", profile.name);
        }
    }

    #[test]
    fn every_example_can_be_read_and_is_as_it_expects_itself_to_be() {
        for (feed, end, bodies) in EXAMPLES {
            let shape = example(feed, &format!("feed.test{end}")).unwrap();
            assert!(!shape.is_cut && shape.fields.len() > 3, "{feed} {end}");
            for body in *bodies {
                let answer = Shape::read(body).unwrap();
                let difference = crate::shape::known::Difference::of(&shape, &answer);
                assert_eq!(
                    (difference.kinds, difference.missing),
                    (vec![], vec![]),
                    "{feed} {end}"
                );
            }
        }
    }

    #[test]
    fn the_addresses_that_are_asked_have_an_example() {
        for (feed, url) in [
            ("mlb", "https://statsapi.mlb.com/api/v1/schedule?sportId=1"),
            (
                "mlb",
                "https://statsapi.mlb.com/api/v1.1/game/745804/feed/live",
            ),
            ("nhl", "https://api-web.nhle.com/v1/score/2026-11-30"),
            (
                "nhl",
                "https://api-web.nhle.com/v1/gamecenter/2026020345/boxscore",
            ),
            ("nhl", "https://api-web.nhle.com/v1/partner-game/US/now"),
            (
                "espn",
                "https://site.api.espn.com/apis/site/v2/sports/basketball/nba/scoreboard",
            ),
            (
                "the_odds_api",
                "https://api.the-odds-api.com/v4/sports/icehockey_nhl/odds",
            ),
            (
                "kalshi",
                "https://api.elections.kalshi.com/trade-api/v2/events?series_ticker=KXWNBAGAME",
            ),
            (
                "jolpica",
                "https://api.jolpi.ca/ergast/f1/2026.json?limit=100",
            ),
            (
                "jolpica",
                "https://api.jolpi.ca/ergast/f1/2026/9/results.json?limit=100",
            ),
            (
                "open_liga_db",
                "https://api.openligadb.de/getmatchdata/bl1/2026",
            ),
            (
                "open_liga_db",
                "https://api.openligadb.de/getmatchdata/bl1/2026/13",
            ),
            (
                "football_data_org",
                "https://api.football-data.org/v4/competitions/PL/matches?dateFrom=2026-11-30",
            ),
            ("balldontlie", "https://api.balldontlie.io/v1/games"),
            (
                "balldontlie",
                "https://api.balldontlie.io/wnba/v1/odds/player_props?game_id=24909",
            ),
            (
                "api_sports",
                "https://v3.football.api-sports.io/fixtures?date=2026-11-30",
            ),
            (
                "api_sports",
                "https://v1.formula-1.api-sports.io/rankings/races?race=7",
            ),
        ] {
            assert!(example(feed, &Place::of(url).endpoint).is_some(), "{url}");
        }
        assert_eq!(example("espn", "feed.test/injuries"), None);
    }
}
