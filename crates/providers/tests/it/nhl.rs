//! What the National Hockey League's own answers come to in our words.

use bytes::Bytes;
use grading::end::End;
use providers::nhl::{read, read_box, read_odds, read_rail};
use shared::competitor::Role;
use shared::feed::{FeedAnswer, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points};

fn scores() -> FeedAnswer {
    read(&fixture("nhl/score.json")).unwrap()
}

#[test]
fn every_final_that_is_taken_is_one_that_hockey_can_have() {
    for name in ["nhl/score.json", "nhl/schedule.json"] {
        let answer = read(&fixture(name)).unwrap();
        let finals = answer.games.iter().filter(|it| {
            let is_final = it.status == GameStatus::Final;
            is_final && !it.scores.is_empty()
        });
        let mut count = 0;
        for game in finals {
            let end = End {
                status: game.status,
                scores: &game.scores,
                facts: &game.facts,
            };
            let checked = grading::check(Sport::IceHockey, "NHL", end);
            assert_eq!(checked, Ok(()), "{}", game.reference);
            count += 1;
        }
        assert_eq!(count, if name.contains("score") { 3 } else { 1 });
    }
}

#[test]
fn periods_overtime_and_shoot_out_are_told_apart() {
    let answer = scores();
    let score = |reference, period, role| {
        let game = game(&answer.games, reference);
        points(&game.scores, period, role)
    };
    assert_eq!(score("2031020001", Period::Third(3), Role::Home), Some(1));
    assert_eq!(score("2031020001", Period::Overtime, Role::Home), None);
    assert_eq!(score("2031020002", Period::Overtime, Role::Away), Some(1));
    assert_eq!(score("2031020002", Period::Full, Role::Away), Some(3));
    assert_eq!(score("2031020003", Period::Overtime, Role::Home), Some(0));
    assert_eq!(score("2031020003", Period::Shootout, Role::Home), Some(1));
    assert_eq!(score("2031020003", Period::Third(3), Role::Home), Some(1));
    assert_eq!(score("2031020004", Period::Third(2), Role::Home), Some(0));
    assert_eq!(score("2031020004", Period::Third(3), Role::Home), None);
}

/// One game of the scores after a change to it.
fn one(place: usize, change: impl FnOnce(&mut serde_json::Value)) -> FeedAnswer {
    let mut json: serde_json::Value = serde_json::from_slice(&fixture("nhl/score.json")).unwrap();
    let mut game = json["games"][place].take();
    change(&mut game);
    read(&serde_json::json!({ "games": [game] }).to_string().into()).unwrap()
}

#[test]
fn a_fifth_period_is_a_second_overtime_where_it_says_so_and_no_shoot_out() {
    let overtime = |number: u8| {
        let answer = one(1, |game| {
            game["gameType"] = 3.into();
            game["periodDescriptor"]["number"] = number.into();
            game["goals"][4]["periodDescriptor"]["number"] = number.into();
        });
        assert_eq!(answer.rejected, [], "{number}");
        game(&answer.games, "2031020002").scores.clone()
    };
    for number in [4, 5, 7] {
        let scores = overtime(number);
        assert_eq!(points(&scores, Period::Overtime, Role::Away), Some(1));
        assert_eq!(points(&scores, Period::Shootout, Role::Away), None);
        assert_eq!(points(&scores, Period::Full, Role::Away), Some(3));
    }
    let live = one(1, |game| {
        game["gameType"] = 3.into();
        game["gameState"] = "CRIT".into();
        game["periodDescriptor"]["number"] = 5.into();
        game.as_object_mut().unwrap().remove("gameOutcome");
        game["awayTeam"]["score"] = 2.into();
        game["goals"].as_array_mut().unwrap().pop();
    });
    let scores = &game(&live.games, "2031020002").scores;
    assert_eq!(points(scores, Period::Overtime, Role::Away), Some(0));
}

#[test]
fn between_two_periods_the_next_has_not_begun() {
    let live = one(3, |game| {
        game["periodDescriptor"]["number"] = 1.into();
        game["clock"] = serde_json::json!({
            "timeRemaining": "12:41", "secondsRemaining": 761,
            "running": true, "inIntermission": true,
        });
    });
    let scores = &game(&live.games, "2031020004").scores;
    assert_eq!(points(scores, Period::Third(1), Role::Home), Some(1));
    assert_eq!(points(scores, Period::Third(2), Role::Home), None);
}

#[test]
fn a_play_off_game_has_a_day_before_its_hour_and_is_called_off_when_the_series_is_over() {
    let if_necessary = |state: &str| {
        let answer = one(0, |game| {
            *game = serde_json::json!({
                "id": 2031030117_u64, "season": 20312032, "gameType": 3, "ifNecessary": true,
                "startTimeUTC": "2032-05-04T04:00:00Z", "gameState": "FUT",
                "gameScheduleState": state,
                "homeTeam": game["homeTeam"], "awayTeam": game["awayTeam"],
            });
            for side in ["homeTeam", "awayTeam"] {
                game[side].as_object_mut().unwrap().remove("score");
            }
        });
        let found = game(&answer.games, "2031030117");
        (found.status, found.starts_at.to_rfc3339())
    };
    let noon = "2032-05-04T16:00:00+00:00".to_owned();
    assert_eq!(if_necessary("TBD"), (GameStatus::Scheduled, noon));
    assert_eq!(if_necessary("DONT_PLAY").0, GameStatus::Cancelled);
}

#[test]
fn a_schedule_lists_no_goals_and_tells_the_regular_time_all_the_same() {
    let answer = read(&fixture("nhl/schedule.json")).unwrap();
    let scores = &game(&answer.games, "2031020002").scores;
    assert_eq!(points(scores, Period::Regulation, Role::Home), Some(2));
    assert_eq!(points(scores, Period::Regulation, Role::Away), Some(2));
    assert_eq!(points(scores, Period::Overtime, Role::Away), Some(1));
    assert_eq!(points(scores, Period::Third(1), Role::Away), None);
    assert_eq!(
        game(&answer.games, "2031020013").status,
        GameStatus::Scheduled
    );
}

#[test]
fn a_state_that_is_no_end_is_none_and_one_that_is_unknown_is_named() {
    let answer = scores();
    let status = |reference| game(&answer.games, reference).status;
    assert_eq!(status("2031020005"), GameStatus::Scheduled);
    assert_eq!(status("2031020006"), GameStatus::Postponed);
    assert_eq!(status("2031020007"), GameStatus::Live, "not called yet");
    let unread = game(&answer.games, "2031020008");
    assert_eq!(unread.status, GameStatus::Final);
    assert!(unread.scores.is_empty(), "its goals do not come to 2-0");
    let refused: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| (it.game.as_deref().unwrap(), it.unknown_code.as_deref()))
        .collect();
    assert_eq!(
        refused,
        [
            ("2031020008", None),
            ("2031020009", Some("WARM")),
            ("2031020010", None),
        ]
    );
}

#[test]
fn teams_have_the_names_by_which_other_feeds_know_them_and_others_the_feeds_own() {
    let answer = scores();
    let side = |reference, role| game(&answer.games, reference).side(role).unwrap().clone();
    let montreal = side("2031020002", Role::Home);
    assert_eq!(montreal.slug.as_deref(), Some("montreal-canadiens"));
    assert_eq!(montreal.name, "Montreal Canadiens");
    let utah = side("2031020003", Role::Away);
    assert_eq!(utah.slug.as_deref(), Some("utah-mammoth"));
    let stranger = side("2031020011", Role::Home);
    assert_eq!(stranger.slug, None);
    assert_eq!(
        (stranger.name.as_str(), stranger.code.as_str()),
        ("Comets", "XXB")
    );
    let espn = providers::espn::read(fixture("espn/nhl.json"), "NHL").unwrap();
    let known = espn.games.iter().flat_map(|it| &it.participants);
    let slugs: Vec<_> = known.map(|it| it.competitor.slug.clone()).collect();
    assert!(slugs.contains(&montreal.slug), "of another feed: {slugs:?}");
    assert_eq!(game(&answer.games, "2031020001").season, "2031/32");
}

/// Lines and prices of one game, as they would be said.
fn said(quotes: &[QuoteReport], kind: MarketKind) -> Vec<String> {
    let quotes = quotes.iter().filter(|it| it.kind == kind);
    quotes
        .map(|it| {
            let line = it.line.map(|it| format!(" {it}")).unwrap_or_default();
            format!(
                "{} {} {}{line} {}",
                it.bookmaker, it.period, it.side, it.price
            )
        })
        .collect()
}

#[test]
fn the_partners_prices_are_named_with_it_and_the_draw_is_that_of_sixty_minutes() {
    let partner = read_odds(&fixture("nhl/odds.json")).unwrap();
    assert_eq!(partner.bookmaker, "DraftKings");
    let quotes = &partner.games["2031020005"].quotes;
    assert_eq!(
        said(quotes, MarketKind::Moneyline2),
        ["draftkings full home -130", "draftkings full away +110"]
    );
    assert_eq!(
        said(quotes, MarketKind::Moneyline3),
        [
            "draftkings regulation home +130",
            "draftkings regulation draw +310",
            "draftkings regulation away +155",
        ]
    );
    assert_eq!(
        said(quotes, MarketKind::DrawNoBet),
        [
            "draftkings regulation home -150",
            "draftkings regulation away +125",
        ]
    );
    assert_eq!(
        said(quotes, MarketKind::Spread),
        [
            "draftkings full home -1.5 +190",
            "draftkings full away -1.5 -230",
        ],
        "the line is the home side's"
    );
    assert_eq!(
        said(quotes, MarketKind::Total),
        [
            "draftkings full over 6.5 +105",
            "draftkings full under 6.5 -125",
        ]
    );
    let at = quotes[0].source_at.unwrap();
    assert_eq!(at.to_rfc3339(), "2031-11-11T01:30:38+00:00");
    assert!(partner.games["2031020005"].rejected.is_empty());
}

#[test]
fn a_market_that_says_two_things_is_not_offered() {
    let partner = read_odds(&fixture("nhl/odds.json")).unwrap();
    let odd = &partner.games["2031020011"];
    assert!(odd.quotes.is_empty());
    assert_eq!(
        odd.rejected,
        [
            "odds: MONEY_LINE_2_WAY without a price",
            "odds: contradiction: puck line is -1.5 at home and -1.5 away",
            "odds: contradiction: total is over 5.5 and under 6.5",
            "odds: unknown market \"TEAM_TOTAL\"",
        ]
    );
}

#[test]
fn a_box_score_says_what_each_player_did_and_what_stands_beside_it_who_was_left_out() {
    let players = read_box(&fixture("nhl/boxscore.json")).unwrap();
    let line = |name: &str| {
        let named = players.players.iter().find(|it| it.name == name).unwrap();
        let id = named.first_id("nhl", Sport::IceHockey);
        players.lines.iter().find(|it| it.id == id).unwrap()
    };
    let scorer = line("A. Åkers");
    for (name, value) in [
        ("goals", 2),
        ("assists", 1),
        ("points", 3),
        ("shots_on_goal", 5),
    ] {
        assert_eq!(scorer.statistics.get(name), Some(&value), "{name}");
    }
    assert!(scorer.played && scorer.role == Role::Home);
    assert!(!line("B. Bell").played, "no time on the ice");
    let goalie = line("C. Crow");
    assert!(goalie.started && goalie.statistics.get("saves") == Some(&30));
    assert!(!line("D. Dell").started && !line("D. Dell").played);
    assert_eq!(players.rejected.len(), 1, "one player has no name");
    let beside = read_rail(&fixture("nhl/rail.json")).unwrap();
    assert_eq!(beside.shots, Some((2, 1)));
    assert_eq!(beside.lines.len(), 2);
    assert!(beside.lines.iter().all(|it| !it.played));
    let grant = beside.players.iter().find(|it| it.name == "Gil Grant");
    assert_eq!(grant.unwrap().short_name, "Grant");
}

#[test]
fn an_error_that_comes_as_an_answer_is_garbled_and_a_day_without_games_is_not() {
    let error = Bytes::from_static(br#"{"error":"Not found"}"#);
    for read in [
        read(&error).err(),
        read_odds(&error).err(),
        read_box(&error).err(),
        read_rail(&error).err(),
    ] {
        assert_eq!(read.unwrap().body, error);
    }
    let empty = Bytes::from_static(br#"{"gameWeek":[],"games":[]}"#);
    assert_eq!(read(&empty).unwrap(), FeedAnswer::default());
}

#[test]
fn the_answers_of_both_sides_of_a_draw_must_be_one_price() {
    let body = fixture("nhl/odds.json");
    let text = std::str::from_utf8(&body).unwrap();
    let changed = text.replacen("310.0", "300.0", 1);
    let partner = read_odds(&Bytes::from(changed)).unwrap();
    let prices = &partner.games["2031020005"];
    let draw = |it: &&QuoteReport| it.side == Side::Draw;
    assert!(prices.quotes.iter().find(draw).is_none());
    assert_eq!(
        prices.rejected,
        ["odds: contradiction: the draw has two prices"]
    );
}
