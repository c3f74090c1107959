//! What is special about reading API-SPORTS: one form for many sports, and the traps of each.

use bytes::Bytes;
use providers::api_sports::{Api, Prices, read, read_live, read_odds, read_players, read_ranking};
use shared::competitor::Role::{Away, Home};
use shared::facts::Finish;
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameStatus, Period};
use shared::line::Line;
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points, quotes};

fn answer(api: Api, name: &str) -> FeedAnswer {
    read(api, &fixture(&format!("api_sports/{name}.json"))).unwrap()
}

fn reasons<'a>(answer: &'a FeedAnswer, game: &str) -> Vec<&'a str> {
    let of = answer
        .rejected
        .iter()
        .filter(|it| it.game.as_deref() == Some(game));
    of.map(|it| it.reason.as_str()).collect()
}

/// Both sides' points in a part.
fn part(game: &GameReport, period: Period) -> Option<(i32, i32)> {
    let of = |role| points(&game.scores, period, role);
    of(Home).zip(of(Away))
}

#[test]
fn ninety_minutes_are_told_apart_from_extra_time_and_penalties() {
    let answer = answer(Api::Football, "fixtures");
    let plain = game(&answer.games, "501");
    assert_eq!(
        (plain.season.as_str(), plain.league.code.as_str()),
        ("2031/32", "EPL")
    );
    assert_eq!(part(plain, Period::Half(1)), Some((1, 0)));
    assert_eq!(part(plain, Period::Half(2)), Some((1, 1)));
    let extra = game(&answer.games, "504");
    assert_eq!(part(extra, Period::Full), Some((3, 2)));
    assert_eq!(part(extra, Period::Half(2)), Some((1, 1)));
    assert_eq!(part(extra, Period::Overtime), Some((1, 0)));
    let shots = game(&answer.games, "505");
    assert_eq!(part(shots, Period::Full), Some((1, 1)));
    assert_eq!(part(shots, Period::Shootout), Some((4, 3)));
    let running = game(&answer.games, "502");
    assert_eq!(
        (running.status, part(running, Period::Half(1))),
        (GameStatus::Live, Some((0, 1)))
    );
}

#[test]
fn what_cannot_be_settled_on_is_over_without_a_score_and_says_why() {
    let answer = answer(Api::Football, "fixtures");
    for (id, reason) in [
        ("508", "awarded"),
        ("510", "contradiction: 2-1 in ninety minutes"),
    ] {
        let game = game(&answer.games, id);
        assert_eq!((game.status, game.scores.len()), (GameStatus::Final, 0));
        let reasons = reasons(&answer, id);
        assert!(reasons[0].starts_with(reason), "{reasons:?}");
    }
}

#[test]
fn a_word_that_is_in_no_table_is_counted_and_an_unset_start_is_no_start() {
    let answer = answer(Api::Football, "fixtures");
    let unknown = answer
        .rejected
        .iter()
        .find(|it| it.unknown_code.is_some())
        .unwrap();
    assert_eq!(unknown.unknown_code.as_deref(), Some("SOON"));
    assert_eq!(unknown.game.as_deref(), Some("509"));
    assert!(answer.games.iter().all(|it| it.reference != "509"));
    for id in ["506", "507"] {
        assert_eq!(game(&answer.games, id).status, GameStatus::Postponed);
    }
    // Of a league that we do not have.
    assert!(answer.games.iter().all(|it| it.reference != "511"));
    assert!(reasons(&answer, "511").is_empty());
}

#[test]
fn players_on_the_bench_did_not_play_and_goals_are_whole_with_own_goals() {
    let with_events = answer(Api::Football, "detailed");
    let of = |game: &GameReport, name: &str| {
        let named = game.players.iter().find(|it| it.name == name).unwrap();
        let id = named.first_id("api_sports", game.league.sport);
        game.facts
            .players
            .iter()
            .find(|it| it.id == id)
            .cloned()
            .unwrap()
    };
    let game = game(&with_events.games, "501");
    let quill = of(game, "Ada Quill");
    assert!(quill.played && quill.started && quill.role == Home);
    assert_eq!(
        (quill.statistics["goals"], quill.statistics["shots"]),
        (1, 3)
    );
    let rook = of(game, "Ben Rook");
    assert!(rook.played && !rook.started);
    assert_eq!((rook.statistics["goals"], rook.statistics["shots"]), (0, 0));
    let sand = of(game, "Cy Sand");
    assert!(!sand.played && sand.statistics.is_empty());

    // Without the own goal, one of the home side's two is nobody's, so nobody has shot none.
    let mut alone = game.clone();
    let players = read_players(&fixture("api_sports/fixture_players.json")).unwrap();
    assert_eq!(players.count(), 5);
    assert!(players.put(&mut alone).is_empty());
    assert_eq!(of(&alone, "Ada Quill").statistics["goals"], 1);
    assert!(!of(&alone, "Ben Rook").statistics.contains_key("goals"));
    assert_eq!(of(&alone, "Eli Umber").statistics["goals"], 0);
    let mut other = alone.clone();
    other.participants.swap(0, 1);
    other.participants[0].competitor.reference = "team/99".to_owned();
    assert!(players.put(&mut other)[0].starts_with("contradiction"));
}

fn open(api: Api, name: &str, prices: &Prices) -> (GameReport, Vec<String>) {
    let answer = answer(api, name);
    let mut game = answer
        .games
        .into_iter()
        .find(|it| it.status.is_open())
        .unwrap();
    let reasons = prices.put(&mut game);
    (game, reasons)
}

fn price(game: &GameReport, bookmaker: &str, kind: MarketKind, side: Side, line: &str) -> String {
    let line: Option<Line> = (!line.is_empty()).then(|| line.parse().unwrap());
    let mut found = quotes(game, kind, side);
    found.retain(|it| it.bookmaker == bookmaker && it.line == line);
    let found: Vec<_> = found.iter().map(|it| it.price.to_string()).collect();
    found.join(" ")
}

#[test]
fn before_the_start_both_sides_carry_the_home_sides_handicap() {
    let body = fixture("api_sports/odds.json");
    let (game, reasons) = open(
        Api::Football,
        "fixtures",
        &read_odds(Api::Football, &body).unwrap(),
    );
    let spread = |side, line| price(&game, "quay_bet", MarketKind::Spread, side, line);
    assert_eq!(
        (spread(Side::Home, "0.5"), spread(Side::Away, "0.5")),
        ("1.50".into(), "2.60".into())
    );
    assert_eq!(
        (spread(Side::Home, "-0.5"), spread(Side::Away, "-0.5")),
        ("2.50".into(), "1.53".into())
    );
    // What another bookmaker writes the other way is not read at all.
    assert_eq!(
        price(&game, "harbour", MarketKind::Spread, Side::Home, "-0.25"),
        ""
    );
    let expected = [
        "Harbour \"Goal Line\": +2.5: overround: total prices of Harbour sum to 1.569",
        "incomplete: 3 lines have a price for one side only",
    ];
    assert_eq!(reasons, expected);
    assert_eq!(
        game.quotes[0].source_at,
        Some("2031-11-10T08:00:30Z".parse().unwrap())
    );
}

#[test]
fn a_market_is_read_by_its_name_and_asks_what_its_sport_means_by_it() {
    let body = fixture("api_sports/odds.json");
    let (game, _) = open(
        Api::Football,
        "fixtures",
        &read_odds(Api::Football, &body).unwrap(),
    );
    let quay = |kind, side, line| price(&game, "quay_bet", kind, side, line);
    assert_eq!(quay(MarketKind::Moneyline3, Side::Draw, ""), "3.30");
    assert_eq!(quay(MarketKind::DrawNoBet, Side::Home, ""), "1.75");
    assert_eq!(quay(MarketKind::TeamTotal, Side::Over, "1.5"), "2.20");
    assert_eq!(quay(MarketKind::OddEven, Side::Even, ""), "1.85");
    let body = fixture("api_sports/basketball_odds.json");
    let prices = read_odds(Api::Basketball, &body).unwrap();
    let (game, reasons) = open(Api::Basketball, "basketball", &prices);
    assert!(reasons.is_empty(), "{reasons:?}");
    let three = quotes(&game, MarketKind::Moneyline3, Side::Home);
    assert_eq!(
        three[0].period,
        Period::Regulation,
        "three ways are without overtime"
    );
    let two = quotes(&game, MarketKind::Moneyline2, Side::Home);
    assert_eq!(
        (two[0].period, two[0].price.to_string()),
        (Period::Full, "4.33".to_owned())
    );
    // There the labels mirror each other, and so they are each side's own.
    let spread = |side, line| price(&game, "quay_bet", MarketKind::Spread, side, line);
    assert_eq!(
        (spread(Side::Home, "8.5"), spread(Side::Away, "8.5")),
        ("1.90".into(), "1.90".into())
    );
    assert_eq!(spread(Side::Away, "10.5"), "2.20");
}

#[test]
fn in_play_each_side_has_its_own_handicap_and_nothing_is_taken_after_the_start() {
    let prices = read_live(&fixture("api_sports/live.json")).unwrap();
    assert_eq!(prices.count(), 1, "the other game is in its second half");
    let (game, reasons) = open(Api::Football, "fixtures", &prices);
    assert!(reasons.is_empty(), "{reasons:?}");
    let live = |side, line| price(&game, "api_sports_live", MarketKind::Spread, side, line);
    assert_eq!(
        (live(Side::Home, "0.5"), live(Side::Away, "0.5")),
        ("1.5".into(), "2.6".into())
    );
    assert_eq!(live(Side::Home, "0"), "", "suspended");
    let mut begun = game.clone();
    begun.quotes.clear();
    begun.starts_at = "2031-11-10T19:50:00Z".parse().unwrap();
    assert_eq!(
        prices.put(&mut begun),
        ["in play: its prices are from after the start"]
    );
    assert!(begun.quotes.is_empty());
}

#[test]
fn a_final_of_overtime_is_one_without_its_word_and_its_seconds_say_when_it_began() {
    let answer = answer(Api::AmericanFootball, "american_football");
    let overtime = game(&answer.games, "3002");
    assert_eq!(overtime.status, GameStatus::Final);
    assert_eq!(part(overtime, Period::Overtime), Some((6, 0)));
    assert_eq!(
        overtime.starts_at,
        "2031-11-16T18:00:00Z"
            .parse::<chrono::DateTime<chrono::Utc>>()
            .unwrap()
    );
    let bears = overtime.side(Away).unwrap();
    assert_eq!(bears.slug.as_deref(), Some("chicago-bears"));
    // A game that was called off in the third quarter looks like this.
    assert!(reasons(&answer, "3004")[0].contains("quarter 4"));
    assert!(game(&answer.games, "3004").scores.is_empty());
    let unknown = answer
        .rejected
        .iter()
        .find(|it| it.game.as_deref() == Some("3005"));
    assert_eq!(unknown.unwrap().unknown_code.as_deref(), Some("Halted"));
}

#[test]
fn womens_sides_are_called_as_their_league_calls_them() {
    let answer = answer(Api::Basketball, "basketball");
    let game = game(&answer.games, "2004");
    assert_eq!(
        (game.league.code.as_str(), game.season.as_str()),
        ("WNBA", "2031")
    );
    assert_eq!(game.side(Home).unwrap().name, "Chicago Quartz");
    assert_eq!(answer.games[0].season, "2031/32");
    assert_eq!(
        answer.games[0].side(Home).unwrap().slug.as_deref(),
        Some("atlanta-hawks")
    );
}

#[test]
fn extra_innings_are_one_number_and_a_level_final_is_no_result() {
    let answer = answer(Api::Baseball, "baseball");
    let plain = game(&answer.games, "4001");
    assert_eq!(part(plain, Period::Inning(8)), Some((1, 0)));
    assert_eq!(points(&plain.scores, Period::Inning(9), Home), None);
    let extra = game(&answer.games, "4002");
    assert_eq!(part(extra, Period::Full), Some((4, 3)));
    assert_eq!(part(extra, Period::FirstFive), Some((2, 2)));
    assert_eq!(part(extra, Period::Inning(1)), None);
    assert_eq!(reasons(&answer, "4004"), ["a final whose score is level"]);
}

#[test]
fn a_shoot_out_gives_its_goal_once() {
    let answer = answer(Api::Hockey, "hockey");
    let shots = game(&answer.games, "5003");
    assert_eq!(part(shots, Period::Full), Some((2, 3)));
    assert_eq!(part(shots, Period::Shootout), Some((1, 2)));
    assert_eq!(
        part(game(&answer.games, "5002"), Period::Overtime),
        Some((1, 0))
    );
    assert_eq!(reasons(&answer, "5005"), ["period 3 is not told"]);
    let rugby = super::api_sports::answer(Api::Rugby, "rugby");
    assert_eq!(
        part(game(&rugby.games, "6001"), Period::Half(2)),
        Some((10, 10))
    );
    assert_eq!(
        reasons(&rugby, "6002"),
        ["the halves do not come to the score"]
    );
}

#[test]
fn a_race_has_a_field_and_whoever_stopped_has_no_place() {
    let answer = answer(Api::FormulaOne, "races");
    let ids: Vec<_> = answer
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(ids, ["8002", "8003"], "no practice, and nothing dreamt");
    let mut race = answer.games[0].clone();
    assert_eq!(race.field.as_ref().unwrap().slug, "marsh-grand-prix");
    let ranking = read_ranking(&fixture("api_sports/ranking.json")).unwrap();
    assert!(ranking.is_result() && ranking.put(&mut race).is_empty());
    let of = |name: &str| {
        let driver = race
            .participants
            .iter()
            .find(|it| it.competitor.name == name)
            .unwrap();
        let id = driver.competitor.first_id("api_sports", race.league.sport);
        let line = race.facts.entrants.iter().find(|it| it.id == id).unwrap();
        (line.finish, line.position, line.laps)
    };
    assert_eq!(of("Ada Vale"), (Finish::Finished, Some(1), Some(57)));
    assert_eq!(of("Cas Yew"), (Finish::Finished, Some(3), Some(56)));
    assert_eq!(of("Dag Zorn"), (Finish::Retired, None, Some(39)));
    assert_eq!(of("Eve Ash"), (Finish::DidNotStart, None, None));
    let grid = read_ranking(&fixture("api_sports/grid.json")).unwrap();
    assert!(!grid.is_result() && grid.count() == 2);
    assert!(
        grid.put(&mut race)[0].starts_with("contradiction"),
        "it is of another race"
    );
}

#[test]
fn a_refusal_is_no_answer_without_games() {
    let body = r#"{"get":"fixtures","errors":{"plan":"Not this season."},"response":[]}"#;
    let body = Bytes::from(body);
    for api in Api::ALL {
        assert!(read(*api, &body).is_err(), "{api:?}");
    }
    assert!(read_odds(Api::Football, &body).is_err() && read_live(&body).is_err());
    let empty = Bytes::from(r#"{"get":"games","parameters":[],"errors":[],"response":[]}"#);
    assert_eq!(read(Api::Baseball, &empty), Ok(FeedAnswer::default()));
}
