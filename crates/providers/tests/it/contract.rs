//! The same promises, held by every feed.

use std::collections::BTreeSet;
use std::path::Path;

use bytes::Bytes;
use providers::api_sports::Api;
use providers::season::Answers;
use providers::{
    Garbled, api_sports, balldontlie, espn, football_data, football_data_org, jolpica, kalshi, mlb,
    nflverse, nhl, open_liga_db, sbr, season, tennis_data, the_odds_api, thesportsdb, ufc,
};
use shared::feed::{FeedAnswer, Rejected};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::MarketKind;
use shared::price::OddsFormat::Decimal;

use crate::support::fixture;

type Convert = fn(Bytes) -> Result<FeedAnswer, Garbled>;

/// Every fixture with the step that reads it.
const FEEDS: &[(&str, Convert)] = &[
    ("nflverse/games.csv", nflverse::read),
    ("football_data/E0.csv", football_data::read),
    ("football_data/SP1_old.csv", football_data::read),
    ("sbr/nba.csv", |body| sbr::read(body, "")),
    ("sbr/mlb.csv", |body| sbr::read(body, "")),
    ("sbr/nfl.json", |body| sbr::read(body, "")),
    ("sbr/nhl_odds_2018-19.xlsx", |body| {
        sbr::read(body, "2018-19")
    }),
    ("tennis_data/atp.xlsx", tennis_data::read),
    ("ufc/fights.csv", ufc::read),
    ("espn/nfl.json", |body| espn::read(body, "NFL")),
    ("espn/mlb.json", |body| espn::read(body, "MLB")),
    ("espn/nhl.json", |body| espn::read(body, "NHL")),
    ("espn/epl.json", |body| espn::read(body, "EPL")),
    ("espn/tennis.json", |body| espn::read(body, "ATP")),
    ("espn/ufc.json", |body| espn::read(body, "UFC")),
    ("espn/golf.json", |body| espn::read(body, "PGA")),
    ("espn/f1.json", |body| espn::read(body, "F1")),
    ("espn/leaderboard.json", |body| {
        espn::read_leaderboard(&body).map(|_| FeedAnswer::default())
    }),
    ("espn/summary_nba.json", |body| {
        espn::read_summary(&body, "NBA").map(|_| FeedAnswer::default())
    }),
    ("espn/summary_nfl.json", |body| {
        espn::read_summary(&body, "NFL").map(|_| FeedAnswer::default())
    }),
    ("espn/summary_epl.json", |body| {
        espn::read_summary(&body, "EPL").map(|_| FeedAnswer::default())
    }),
    ("balldontlie/games.json", |body| {
        balldontlie::read(&body, "WNBA")
    }),
    ("balldontlie/nba.json", |body| {
        balldontlie::read(&body, "NBA")
    }),
    ("balldontlie/nfl.json", |body| {
        balldontlie::read(&body, "NFL")
    }),
    ("balldontlie/stats.json", |body| {
        balldontlie::read_stats(&body).map(|_| FeedAnswer::default())
    }),
    ("balldontlie/odds.json", |body| {
        balldontlie::read_odds(&body, &mut []).map(|_| FeedAnswer::default())
    }),
    ("football_data_org/matches.json", |body| {
        football_data_org::read(&body, "EPL")
    }),
    ("open_liga_db/matches.json", |body| {
        open_liga_db::read(&body, "BUNDESLIGA")
    }),
    ("jolpica/races.json", |body| jolpica::read(&body)),
    ("jolpica/results.json", |body| jolpica::read(&body)),
    ("kalshi/events.json", |body| kalshi::read(&body, "NFL")),
    ("kalshi/markets.json", |body| kalshi::read(&body, "WNBA")),
    ("mlb/schedule.json", |body| mlb::read(&body)),
    ("mlb/live.json", |body| {
        mlb::read_live(&body).map(|it| it.answer)
    }),
    ("mlb/boxscore.json", |body| {
        mlb::read_box(&body).map(|_| FeedAnswer::default())
    }),
    ("nhl/score.json", |body| nhl::read(&body)),
    ("nhl/schedule.json", |body| nhl::read(&body)),
    ("nhl/boxscore.json", |body| {
        nhl::read_box(&body).map(|_| FeedAnswer::default())
    }),
    ("nhl/rail.json", |body| {
        nhl::read_rail(&body).map(|_| FeedAnswer::default())
    }),
    ("nhl/odds.json", |body| {
        nhl::read_odds(&body).map(|_| FeedAnswer::default())
    }),
    ("the_odds_api/odds.json", |body| {
        the_odds_api::read_odds(&body, "NHL", Decimal)
    }),
    ("the_odds_api/soccer.json", |body| {
        the_odds_api::read_odds(&body, "EPL", Decimal)
    }),
    ("the_odds_api/event.json", |body| {
        the_odds_api::read_event(&body, "NHL", Decimal)
    }),
    ("the_odds_api/historical.json", |body| {
        the_odds_api::read_historical(&body, "NHL", Decimal).map(|it| it.answer)
    }),
    ("the_odds_api/scores.json", |body| {
        the_odds_api::read_scores(&body, "NHL")
    }),
    ("the_odds_api/sports.json", |body| {
        the_odds_api::read_sports(&body).map(|_| FeedAnswer::default())
    }),
    ("thesportsdb/teams.json", |body| {
        thesportsdb::read(&body, "EPL").map(|_| FeedAnswer::default())
    }),
    ("api_sports/fixtures.json", |body| {
        api_sports::read(Api::Football, &body)
    }),
    ("api_sports/detailed.json", |body| {
        api_sports::read(Api::Football, &body)
    }),
    ("api_sports/fixture_players.json", |body| {
        api_sports::read_players(&body).map(|_| FeedAnswer::default())
    }),
    ("api_sports/odds.json", |body| {
        let prices = api_sports::read_odds(Api::Football, &body)?;
        Ok(priced(Api::Football, "fixtures", &prices))
    }),
    ("api_sports/live.json", |body| {
        let prices = api_sports::read_live(&body)?;
        Ok(priced(Api::Football, "fixtures", &prices))
    }),
    ("api_sports/basketball.json", |body| {
        api_sports::read(Api::Basketball, &body)
    }),
    ("api_sports/basketball_odds.json", |body| {
        let prices = api_sports::read_odds(Api::Basketball, &body)?;
        Ok(priced(Api::Basketball, "basketball", &prices))
    }),
    ("api_sports/american_football.json", |body| {
        api_sports::read(Api::AmericanFootball, &body)
    }),
    ("api_sports/baseball.json", |body| {
        api_sports::read(Api::Baseball, &body)
    }),
    ("api_sports/hockey.json", |body| {
        api_sports::read(Api::Hockey, &body)
    }),
    ("api_sports/rugby.json", |body| {
        api_sports::read(Api::Rugby, &body)
    }),
    ("api_sports/afl.json", |body| {
        api_sports::read(Api::AustralianRules, &body)
    }),
    ("api_sports/races.json", |body| {
        api_sports::read(Api::FormulaOne, &body)
    }),
    ("api_sports/ranking.json", |body| {
        api_sports::read_ranking(&body).map(|_| FeedAnswer::default())
    }),
    ("api_sports/grid.json", |body| {
        api_sports::read_ranking(&body).map(|_| FeedAnswer::default())
    }),
    ("season/games.json", |body| {
        season_with(|it| it.games = vec![body])
    }),
    ("season/prices.json", |body| {
        season_with(|it| it.prices = Some(body))
    }),
    ("season/league.json", |body| {
        season_with(|it| it.league = body)
    }),
    ("season/teams.json", |body| {
        season_with(|it| it.teams = body)
    }),
];

/// The open games of a fixture with these prices in them.
fn priced(api: Api, games: &str, prices: &api_sports::Prices) -> FeedAnswer {
    let body = fixture(&format!("api_sports/{games}.json"));
    let mut answer = api_sports::read(api, &body).unwrap_or_default();
    answer.games.retain(|it| it.status.is_open());
    for game in &mut answer.games {
        prices.put(game);
    }
    answer
}

/// Feeds that answer with a bare list, which is empty when nothing is on.
fn has_empty_lists(name: &str) -> bool {
    let one = ["event.json", "historical.json"];
    let is_list = !one.iter().any(|it| name.ends_with(it));
    name.starts_with("open_liga_db/") || (name.starts_with("the_odds_api/") && is_list)
}

fn season_with(change: impl FnOnce(&mut Answers)) -> Result<FeedAnswer, Garbled> {
    let mut answers = Answers {
        league: fixture("season/league.json"),
        teams: fixture("season/teams.json"),
        games: vec![fixture("season/games.json")],
        prices: Some(fixture("season/prices.json")),
    };
    change(&mut answers);
    season::read(&answers, "http://127.0.0.1:8091")
}

#[test]
fn a_body_that_is_none_is_garbled_and_kept() {
    let html = "<!doctype html><html><body><h1>Back soon</h1></body></html>\n";
    for (name, convert) in FEEDS {
        for body in [
            "",
            " ",
            "\n",
            html,
            "null",
            "[]",
            "{}",
            "\u{feff}",
            "\0\0\0\0",
            "{\"games\":",
        ] {
            if body == "[]" && has_empty_lists(name) {
                continue;
            }
            let body = Bytes::from(body);
            let garbled = convert(body.clone()).expect_err(&format!("{name}: {body:?}"));
            assert_eq!(garbled.body, body, "{name}");
            assert!(
                !garbled.place.is_empty() && !garbled.reason.is_empty(),
                "{name}"
            );
            assert!(garbled.excerpt.chars().count() <= 200, "{name}");
        }
        assert!(
            convert(Bytes::from_static(&[0xff, 0xfe, 0x80, 0x22])).is_err(),
            "{name}"
        );
    }
}

#[test]
fn a_body_that_is_cut_off_anywhere_makes_no_game_that_the_whole_does_not_have() {
    for (name, convert) in FEEDS {
        let body = fixture(name);
        let whole = convert(body.clone()).unwrap();
        let json = name.ends_with("json");
        for cut in 0..body.len() {
            let Ok(part) = convert(body.slice(..cut)) else {
                continue;
            };
            // Text after the last bracket is all that a JSON body can lose.
            let rest = &body[cut..];
            assert!(
                !json || rest.iter().all(u8::is_ascii_whitespace),
                "{name} at {cut}"
            );
            for game in &part.games {
                let known = whole.games.iter().find(|it| it.reference == game.reference);
                assert_eq!(known, Some(game), "{name} at {cut}");
            }
        }
    }
}

#[test]
fn a_body_with_any_byte_changed_is_read_or_refused_without_a_panic() {
    for (name, convert) in FEEDS {
        let body = fixture(name);
        for place in (0..body.len()).step_by(61) {
            for byte in [b'0', b'"', b',', b'\n', 0xff] {
                let mut changed = body.to_vec();
                changed[place] = byte;
                let _ = convert(changed.into());
            }
        }
    }
}

#[test]
fn the_same_body_always_comes_to_the_same() {
    for (name, convert) in FEEDS {
        let body = fixture(name);
        assert_eq!(convert(body.clone()), convert(body), "{name}");
    }
}

#[test]
fn every_report_can_be_stored_and_settled_on() {
    for (name, convert) in FEEDS {
        let answer = convert(fixture(name)).unwrap();
        let mut references = BTreeSet::new();
        for game in &answer.games {
            let what = format!("{name} {}", game.reference);
            assert!(references.insert(&game.reference), "{what} twice");
            let provider = name.split('/').next().unwrap_or_default();
            assert_eq!(game.check(provider), Ok(()), "{what}");
            for side in game.competitors() {
                let code = side.code.len();
                assert!((2..=4).contains(&code), "{what}: {:?}", side.code);
                assert!(
                    side.code.bytes().all(|it| it.is_ascii_alphanumeric()),
                    "{what}"
                );
                assert!(!side.name.is_empty() && !side.place.is_empty(), "{what}");
                let hex =
                    |it: &String| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit());
                assert!(
                    side.colors.iter().all(|it| hex(&it.0) && hex(&it.1)),
                    "{what}"
                );
            }
            let begun = !matches!(
                game.status,
                GameStatus::Scheduled
                    | GameStatus::Postponed
                    | GameStatus::Cancelled
                    | GameStatus::Walkover
            );
            // A fight has no score: how it ended is a fact. Where a field finished is one, too.
            if game.field.is_some() {
                let over = game.status == GameStatus::Final;
                // The places of golf stand in an answer of their own.
                let told = over && game.league.sport != Sport::Golf;
                assert!(game.scores.is_empty(), "{what}");
                let is_told = !game.facts.entrants.is_empty();
                let refused = |it: &Rejected| it.game.as_ref() == Some(&game.reference);
                let is_refused = told && answer.rejected.iter().any(refused);
                assert!(told == is_told || is_refused, "{what}");
                continue;
            }
            let fought = game.league.sport == Sport::MixedMartialArts;
            let told = game.facts.ending.is_some();
            let full = game
                .scores
                .iter()
                .filter(|it| it.period == Period::Full)
                .count();
            // Over, and in a way that cannot be read: no score, and a refusal that says why.
            let unread = game.status == GameStatus::Final && game.scores.is_empty();
            let refused = |it: &Rejected| it.game.as_ref() == Some(&game.reference);
            if unread && !told {
                assert!(answer.rejected.iter().any(refused), "{what}");
                continue;
            }
            assert_eq!(full, if begun && !fought { 2 } else { 0 }, "{what}");
            assert!(game.scores.iter().all(|it| it.points >= 0), "{what}");
        }
    }
}

#[test]
fn every_quote_belongs_to_a_whole_market_at_fair_prices() {
    for (name, convert) in FEEDS {
        for game in convert(fixture(name)).unwrap().games {
            for quote in &game.quotes {
                let market = game.quotes.iter().filter(|it| {
                    (
                        &it.bookmaker,
                        it.kind,
                        it.mark,
                        it.line,
                        it.period,
                        it.subject,
                    ) == (
                        &quote.bookmaker,
                        quote.kind,
                        quote.mark,
                        quote.line,
                        quote.period,
                        quote.subject,
                    )
                });
                let market: Vec<_> = market.collect();
                let what = format!("{name} {} {quote:?}", game.reference);
                assert_eq!(quote.line.is_some(), quote.kind.has_line(), "{what}");
                assert_eq!(market.len(), quote.kind.sides().len(), "{what}");
                assert!(quote.kind.sides().contains(&quote.side), "{what}");
                assert!(!quote.bookmaker.is_empty(), "{what}");
                let sum: f64 = market
                    .iter()
                    .map(|it| it.price.den() as f64 / it.price.num() as f64)
                    .sum();
                let least = if quote.bookmaker == "maximum" {
                    0.8
                } else {
                    1.0
                };
                assert!((least..1.26).contains(&sum), "{what}: {sum}");
                if quote.kind == MarketKind::Total {
                    assert!(quote.line.is_some_and(|it| it.quarters() > 0), "{what}");
                }
            }
        }
    }
}

/// What the crate says of its feeds.
const README: &str = include_str!("../../README.md");

#[test]
fn every_feed_of_the_crate_keeps_these_promises() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut feeds = 0;
    for entry in std::fs::read_dir(src).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.join("convert.rs").exists() && !folder.join("client.rs").exists() {
            continue;
        }
        let feed = folder.file_name().unwrap().to_str().unwrap();
        let is_tried = FEEDS
            .iter()
            .any(|(name, _)| name.split('/').next() == Some(feed));
        assert!(is_tried, "{feed} is not in FEEDS");
        let row = format!("\n| `{feed}` | ");
        assert!(README.contains(&row), "{feed} is not in README.md");
        feeds += 1;
    }
    assert!(feeds > 5, "{feeds}");
}
