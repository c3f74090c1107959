//! Where a game stands while it is played, as each feed tells it.

use bytes::Bytes;
use providers::{api_sports, espn, mlb, nhl};
use serde_json::{Value, json};
use shared::competitor::Role;
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameStatus, Period};
use shared::live::{GameClock, InningHalf, LiveState, Situation, Stage};

use crate::support::{corpus, file, fixture, game};

/// A fixture with something changed in it.
fn changed(name: &str, change: impl FnOnce(&mut Value)) -> Bytes {
    let mut read: Value = serde_json::from_slice(&fixture(name)).unwrap();
    change(&mut read);
    serde_json::to_vec(&read).unwrap().into()
}

/// A scoreboard on which the first game that is not over is played, with this status and situation.
fn board(name: &str, league: &str, (status, situation): (Value, Value)) -> GameReport {
    let body = changed(name, |board| {
        let event = &mut board["events"][1];
        let contest = &mut event["competitions"][0];
        contest["status"] = status;
        contest["situation"] = situation;
        contest["odds"] = Value::Null;
        for side in contest["competitors"].as_array_mut().unwrap() {
            side["linescores"] = json!([]);
            side["score"] = json!("0");
        }
        board["events"] = json!([board["events"][1]]);
    });
    let answer = espn::read(body, league).unwrap();
    assert_eq!(answer.rejected, []);
    answer.games.into_iter().next().unwrap()
}

fn status(name: &str, detail: &str, period: u8, clock: &str) -> Value {
    let kind = json!({"name": name, "state": "in", "completed": false, "detail": detail});
    json!({"period": period, "displayClock": clock, "type": kind})
}

#[test]
fn a_board_of_football_says_whose_ball_it_is_and_where() {
    let plays = status("STATUS_IN_PROGRESS", "0:48 - 4th Quarter", 4, "0:48");
    let of = |situation| board("espn/nfl.json", "NFL", (plays.clone(), situation));
    let told = json!({"down": 1, "distance": 10, "yardLine": 90, "possession": "3",
        "lastPlay": {"text": "somebody runs"}});
    let at = of(told);
    assert_eq!(at.side(Role::Away).unwrap().short_name, "Bears");
    let expected = LiveState {
        period: Some(Period::Quarter(4)),
        clock: Some(GameClock::down(48)),
        situation: Some(Situation::AmericanFootball {
            possession: Some(Role::Away),
            down: Some((1, 10)),
            ball_on: Some((Role::Away, 10)),
        }),
        ..LiveState::at(Stage::Playing)
    };
    assert_eq!(at.live, Some(expected.clone()));
    // A kick-off has no down, and a situation of another form spoils no game.
    for odd in [
        json!({"down": -1, "distance": 0, "yardLine": 35}),
        json!("?"),
        json!({}),
    ] {
        let plain = LiveState {
            situation: None,
            ..expected.clone()
        };
        assert_eq!(of(odd.clone()).live, Some(plain), "{odd}");
    }
}

#[test]
fn a_board_of_baseball_says_who_is_on_base_while_somebody_bats() {
    let told = json!({"outs": 2, "balls": 3, "strikes": 1, "onFirst": true, "onSecond": false,
        "onThird": true});
    let of = |detail| {
        let plays = status("STATUS_IN_PROGRESS", detail, 7, "0:00");
        board("espn/mlb.json", "MLB", (plays, told.clone()))
            .live
            .unwrap()
    };
    let bats = of("Bottom 7th");
    assert_eq!(
        (bats.stage, bats.period),
        (Stage::Playing, Some(Period::Inning(7)))
    );
    let expected = Situation::Baseball {
        half: InningHalf::Bottom,
        outs: Some(2),
        bases: Some([true, false, true]),
        count: Some((3, 1)),
    };
    assert_eq!(bats.situation, Some(expected));
    let between = of("Middle 7th");
    let nobody = Situation::Baseball {
        half: InningHalf::Top,
        outs: None,
        bases: None,
        count: None,
    };
    assert_eq!(
        (between.stage, between.situation),
        (Stage::Interval, Some(nobody))
    );
}

#[test]
fn baseballs_own_feed_says_the_same_and_knows_a_delay() {
    let of = |code: &str, state: &str, detail: &str| {
        let body = changed("mlb/schedule.json", |schedule| {
            let game = &mut schedule["dates"][0]["games"][0];
            game["status"] = json!({"abstractGameState": state, "codedGameState": &code[..1],
                "detailedState": detail, "statusCode": code});
            let line = &mut game["linescore"];
            line["outs"] = json!(1);
            line["balls"] = json!(0);
            line["strikes"] = json!(2);
            line["offense"] = json!({"batter": {"id": 1}, "second": {"id": 2}});
        });
        game(&mlb::read(&body).unwrap().games, "900001")
            .live
            .clone()
    };
    let bats = Situation::Baseball {
        half: InningHalf::Top,
        outs: Some(1),
        bases: Some([false, true, false]),
        count: Some((0, 2)),
    };
    let at = |stage| LiveState {
        period: Some(Period::Inning(9)),
        situation: Some(bats),
        ..LiveState::at(stage)
    };
    assert_eq!(of("I", "Live", "In Progress"), Some(at(Stage::Playing)));
    assert_eq!(of("IR", "Live", "Delayed: Rain"), Some(at(Stage::Delayed)));
    assert_eq!(
        of("TR", "Live", "Suspended: Rain"),
        Some(at(Stage::Suspended))
    );
    let late = LiveState::at(Stage::Delayed);
    assert_eq!(
        of("PR", "Preview", "Delayed Start: Rain").map(|it| it.stage),
        Some(late.stage)
    );
    assert_eq!(of("S", "Preview", "Scheduled"), None);
    assert_eq!(of("F", "Final", "Final"), None);
}

#[test]
fn an_intermission_has_the_clock_of_its_own_end() {
    let of = |clock: Value, period: Value| {
        let body = changed("nhl/score.json", |scores| {
            let games = scores["games"].as_array_mut().unwrap();
            let game = games
                .iter_mut()
                .find(|it| it["gameState"] == "LIVE")
                .unwrap();
            game["clock"] = clock;
            game["periodDescriptor"] = period;
        });
        let games = nhl::read(&body).unwrap().games;
        let live = games.into_iter().filter_map(|it| it.live);
        live.collect::<Vec<_>>()
    };
    let third = json!({"number": 3, "periodType": "REG"});
    let clock = |seconds: u16, pause: bool| {
        json!({"timeRemaining": "-", "secondsRemaining": seconds,
        "running": true, "inIntermission": pause})
    };
    let expected = |stage, period, seconds| LiveState {
        period: Some(period),
        clock: Some(GameClock::down(seconds)),
        ..LiveState::at(stage)
    };
    let on = expected(Stage::Playing, Period::Third(3), 543);
    assert_eq!(of(clock(543, false), third.clone()), [on]);
    let pause = expected(Stage::Interval, Period::Third(3), 1020);
    assert_eq!(of(clock(1020, true), third), [pause]);
    let more = json!({"number": 5, "periodType": "OT"});
    let second = LiveState {
        overtime: Some(2),
        ..expected(Stage::Playing, Period::Overtime, 60)
    };
    assert_eq!(of(clock(60, false), more), [second]);
}

#[test]
fn a_minute_of_football_keeps_its_stoppage_time() {
    let of = |short: &str, elapsed: u8, extra: Value| {
        let body = changed("api_sports/fixtures.json", |answer| {
            answer["response"][1]["fixture"]["status"] =
                json!({"long": "-", "short": short, "elapsed": elapsed, "extra": extra});
        });
        let answer: FeedAnswer = api_sports::read(api_sports::Api::Football, &body).unwrap();
        game(&answer.games, "502").live.clone().unwrap()
    };
    let late = of("2H", 90, json!(3));
    assert_eq!(late.period, Some(Period::Half(2)));
    assert_eq!(late.clock, Some(GameClock::up(5400, Some(3))));
    let pause = of("HT", 45, Value::Null);
    assert_eq!((pause.stage, pause.clock), (Stage::Halftime, None));
    assert_eq!(of("SUSP", 70, Value::Null).stage, Stage::Suspended);
}

#[test]
fn every_recorded_game_that_is_played_says_in_which_part_and_at_what_clock() {
    let Some(corpus) = corpus() else { return };
    let mut found = Vec::new();
    for (name, league) in [
        ("mls", "MLS"),
        ("multigame", "NFL"),
        ("ncaaf", "NCAAF"),
        ("nfl", "NFL"),
        ("nhl", "NHL"),
    ] {
        let path = format!("fixtures/espn/teamtracker_scoreboard_{name}.json");
        let games = espn::read(file(&corpus.join(path)), league).unwrap().games;
        let live = games.iter().filter(|it| it.status == GameStatus::Live);
        let (mut all, mut situations) = (0, 0);
        for game in live {
            let state = game.live.as_ref().unwrap();
            assert!(state.period.is_some(), "{name} {}", game.reference);
            let has_clock = state.clock.is_some() || state.stage != Stage::Playing;
            assert!(has_clock, "{name} {}: {state:?}", game.reference);
            all += 1;
            situations += u32::from(state.situation.is_some());
        }
        println!("{name}: {all} games in play, {situations} with a situation");
        found.push((name, all, situations));
    }
    let expected = [
        ("mls", 4, 0),
        ("multigame", 4, 4),
        ("ncaaf", 17, 11),
        ("nfl", 8, 8),
        ("nhl", 5, 0),
    ];
    assert_eq!(found, expected);
}
