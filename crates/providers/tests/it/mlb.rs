//! What Major League Baseball's own answers come to in our words.

use bytes::Bytes;
use grading::end::End;
use providers::mlb::{read, read_box, read_live};
use shared::competitor::{CompetitorKind, Role};
use shared::facts::{InningEnd, PlayerLine};
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameStatus, Period};
use shared::league::Sport;

use crate::support::{fixture, game, points};

fn schedule() -> FeedAnswer {
    read(&fixture("mlb/schedule.json")).unwrap()
}

fn end(game: &GameReport) -> Option<InningEnd> {
    game.facts.ending.and_then(|it| it.inning)
}

/// Why a game was left out, or left without something.
fn reasons(answer: &FeedAnswer, reference: &str) -> Vec<String> {
    let of = |it: &&shared::feed::Rejected| it.game.as_deref() == Some(reference);
    let reasons = answer.rejected.iter().filter(of);
    reasons.map(|it| it.reason.clone()).collect()
}

#[test]
fn every_final_that_is_taken_is_one_that_baseball_can_have() {
    let answer = schedule();
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
        let checked = grading::check(Sport::Baseball, "MLB", end);
        assert_eq!(checked, Ok(()), "{}", game.reference);
        count += 1;
    }
    assert_eq!(count, 7);
}

#[test]
fn the_line_score_says_where_a_game_ended_and_unplayed_halves_have_no_runs() {
    let answer = schedule();
    let whole = game(&answer.games, "900001");
    assert_eq!(points(&whole.scores, Period::Full, Role::Home), Some(4));
    assert_eq!(
        points(&whole.scores, Period::Inning(9), Role::Away),
        Some(1)
    );
    assert_eq!(points(&whole.scores, Period::Inning(9), Role::Home), None);
    let ended = |number, bottom, outs| {
        Some(InningEnd {
            number,
            bottom,
            outs,
        })
    };
    assert_eq!(end(whole), ended(9, false, 3));
    assert_eq!(end(game(&answer.games, "900002")), ended(10, true, 1));
    assert_eq!(
        end(game(&answer.games, "900003")),
        ended(7, false, 0),
        "rain came before the seventh"
    );
    let live = game(&answer.games, "900008");
    assert_eq!(live.status, GameStatus::Live);
    assert_eq!(points(&live.scores, Period::Inning(2), Role::Away), Some(1));
    assert_eq!(points(&live.scores, Period::Inning(3), Role::Away), None);
}

#[test]
fn a_status_that_looks_final_is_read_by_its_letter() {
    let answer = schedule();
    let status = |reference| game(&answer.games, reference).status;
    assert_eq!(status("900005"), GameStatus::Scheduled, "delayed");
    assert_eq!(status("900007"), GameStatus::Suspended);
    assert_eq!(status("900009"), GameStatus::Scheduled, "warming up");
    assert_eq!(status("900012"), GameStatus::Cancelled);
}

#[test]
fn what_cannot_be_settled_on_is_named_and_never_guessed() {
    let answer = schedule();
    let forfeit = game(&answer.games, "900010");
    assert_eq!(forfeit.status, GameStatus::Final);
    assert!(forfeit.scores.is_empty());
    let codes: Vec<_> = answer
        .rejected
        .iter()
        .filter_map(|it| it.unknown_code.as_deref())
        .collect();
    assert_eq!(
        codes,
        ["X (Unknown)", "QX (Forfeit: Failure to appear)"],
        "in the order of games that are left out and games that are taken"
    );
    assert_eq!(
        reasons(&answer, "900015"),
        ["the innings do not add up to the score"]
    );
    assert!(game(&answer.games, "900015").scores.is_empty());
    assert_eq!(
        reasons(&answer, "900014"),
        ["game type \"S\" is none of the season's"]
    );
    assert!(answer.games.iter().all(|it| it.reference != "900014"));
}

#[test]
fn a_game_that_was_cut_short_has_no_score_unless_it_says_where() {
    let answer = schedule();
    let short = game(&answer.games, "900017");
    assert_eq!(short.status, GameStatus::Final);
    assert!(short.scores.is_empty());
    let why = "where play ended: no line score is told";
    assert_eq!(reasons(&answer, "900017"), [why]);
    let whole = game(&answer.games, "900018");
    assert_eq!(points(&whole.scores, Period::Full, Role::Home), Some(3));
    assert_eq!(reasons(&answer, "900018"), [why]);
}

#[test]
fn a_game_that_was_put_off_is_known_by_its_new_day_from_either_day() {
    let day_of = |day: usize| {
        let body = fixture("mlb/schedule.json");
        let mut json: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let day = json["dates"][day].take();
        let alone = serde_json::json!({ "dates": [day] }).to_string();
        read(&alone.into()).unwrap()
    };
    for answer in [day_of(0), day_of(1), schedule()] {
        let moved = game(&answer.games, "900006");
        assert_eq!(moved.status, GameStatus::Scheduled);
        assert_eq!(moved.starts_at.to_rfc3339(), "2031-07-02T17:10:00+00:00");
    }
    let answer = schedule();
    let open = game(&answer.games, "900019");
    assert_eq!(
        open.status,
        GameStatus::Postponed,
        "nobody knows until when"
    );
}

#[test]
fn a_resumed_game_goes_on_from_its_first_day() {
    let answer = schedule();
    let resumed = game(&answer.games, "900013");
    assert_eq!(resumed.status, GameStatus::Final);
    assert_eq!(resumed.starts_at.to_rfc3339(), "2031-07-01T17:00:00+00:00");
    let other_day_alone = game(&answer.games, "900016");
    assert_eq!(
        other_day_alone.starts_at.to_rfc3339(),
        "2031-06-30T17:00:00+00:00"
    );
}

#[test]
fn two_games_of_one_pair_on_a_day_are_two_games() {
    let answer = schedule();
    let (first, second) = (game(&answer.games, "900004"), game(&answer.games, "900005"));
    assert_eq!(first.participants, second.participants);
    assert!(first.starts_at < second.starts_at);
}

/// The schedule with one game only, after a change to it.
fn one(reference: u64, change: impl FnOnce(&mut serde_json::Value)) -> FeedAnswer {
    let games = listed(&[reference]);
    let [mut game] = <[_; 1]>::try_from(games).unwrap();
    change(&mut game);
    read(
        &serde_json::json!({ "dates": [{ "games": [game] }] })
            .to_string()
            .into(),
    )
    .unwrap()
}

/// The first listings of these games.
fn listed(references: &[u64]) -> Vec<serde_json::Value> {
    let json: serde_json::Value = serde_json::from_slice(&fixture("mlb/schedule.json")).unwrap();
    let days = json["dates"].as_array().unwrap().iter();
    let games: Vec<_> = days
        .flat_map(|it| it["games"].as_array().unwrap())
        .collect();
    let listed = references.iter().map(|reference| {
        let mut found = games.iter().filter(|it| it["gamePk"] == *reference);
        (*found.next().unwrap()).clone()
    });
    listed.collect()
}

#[test]
fn a_game_whose_hour_is_not_set_is_at_noon_of_its_own_day() {
    for placeholder in ["2031-07-01T07:33:00Z", "2031-07-02T03:33:00Z"] {
        for flag in [true, false] {
            let answer = one(900005, |game| {
                game["gameDate"] = placeholder.into();
                game["status"]["startTimeTBD"] = flag.into();
                game["gameNumber"] = 1.into();
            });
            let start = game(&answer.games, "900005").starts_at.to_rfc3339();
            assert_eq!(start, "2031-07-01T16:00:00+00:00", "{placeholder} {flag}");
        }
    }
}

#[test]
fn a_second_game_whose_hour_is_not_set_comes_after_the_first() {
    let mut games = listed(&[900004, 900005]);
    games[0]["gameDate"] = "2031-07-01T17:05:00Z".into();
    games[1]["gameDate"] = "2031-07-01T07:33:00Z".into();
    games[1]["gameNumber"] = 2.into();
    games[1]["status"]["startTimeTBD"] = true.into();
    let starts = |games: &[serde_json::Value]| {
        let body = serde_json::json!({ "dates": [{ "games": games }] });
        let answer = read(&body.to_string().into()).unwrap();
        ["900004", "900005"].map(|it| {
            let found = answer.games.iter().find(|game| game.reference == it);
            found.map(|it| it.starts_at.format("%H:%M").to_string())
        })
    };
    let at = |it: &str| Some(it.to_owned());
    assert_eq!(starts(&games), [at("17:05"), at("19:05")]);
    assert_eq!(
        starts(&games[1..]),
        [None, at("18:00")],
        "two hours after noon"
    );
}

#[test]
fn whoever_will_have_won_an_earlier_round_is_no_side_yet() {
    for (name, kind) in [
        ("HOU/CWS", "D"),
        ("AL Wild Card 2", "D"),
        ("NL Winner", "W"),
    ] {
        let answer = one(900005, |game| {
            game["gameType"] = kind.into();
            game["teams"]["away"]["team"] = serde_json::json!({ "id": 5528, "name": name });
        });
        assert!(answer.games.is_empty(), "{name}");
        let why = reasons(&answer, "900005");
        assert_eq!(why, ["a side is not decided yet"], "{name}");
    }
    let renamed = one(900005, |game| {
        game["gameType"] = "D".into();
        let team = serde_json::json!({ "id": 999, "name": "Las Vegas Aces of Spades" });
        game["teams"]["away"]["team"] = team;
    });
    assert_eq!(renamed.games.len(), 1, "a club may take a new name");
}

#[test]
fn a_game_that_is_held_up_before_the_first_pitch_is_on_and_has_no_score() {
    let delayed = |letter: &str, code: &str, state: &str| {
        let answer = one(900008, |game| {
            game["status"] = serde_json::json!({
                "abstractGameState": state, "codedGameState": letter,
                "statusCode": code, "detailedState": "Delayed: Rain",
            });
            game.as_object_mut().unwrap().remove("linescore");
            for side in ["home", "away"] {
                game["teams"][side].as_object_mut().unwrap().remove("score");
            }
        });
        assert_eq!(answer.rejected, [], "{code}");
        let found = game(&answer.games, "900008").clone();
        assert!(found.scores.is_empty(), "{code}");
        found.status
    };
    assert_eq!(delayed("I", "IR", "Live"), GameStatus::Live);
    assert_eq!(delayed("P", "PR", "Preview"), GameStatus::Scheduled);
    assert_eq!(delayed("T", "TR", "Live"), GameStatus::Suspended);
    let half = one(900008, |game| {
        game.as_object_mut().unwrap().remove("linescore");
        game["teams"]["home"]
            .as_object_mut()
            .unwrap()
            .remove("score");
    });
    assert_eq!(reasons(&half, "900008"), ["no score for a side"]);
}

#[test]
fn a_game_that_is_put_off_while_it_is_asked_about_is_one_game_in_either_order() {
    for turned in [false, true] {
        let mut games = [listed(&[900005]), listed(&[900005])].concat();
        games[0]["status"] = serde_json::json!({
            "abstractGameState": "Final", "codedGameState": "D",
            "statusCode": "DR", "detailedState": "Postponed",
        });
        games[1]["gameDate"] = "2031-07-02T17:10:00Z".into();
        if turned {
            games.reverse();
        }
        let body = serde_json::json!({ "dates": [{ "games": games }] });
        let answer = read(&body.to_string().into()).unwrap();
        let [found] = &answer.games[..] else {
            panic!("one game: {answer:?}");
        };
        let (status, start) = (found.status, found.starts_at.to_rfc3339());
        let expected = (
            GameStatus::Scheduled,
            "2031-07-02T17:10:00+00:00".to_owned(),
        );
        assert_eq!((status, start), expected, "turned {turned}");
    }
}

#[test]
fn a_player_on_both_sides_of_a_resumed_game_is_told_only_where_he_played_for_one() {
    let traded = |home_played: bool, away_played: bool| {
        let mut json: serde_json::Value =
            serde_json::from_slice(&fixture("mlb/boxscore.json")).unwrap();
        let mut away = json["teams"]["home"]["players"]["ID1"].clone();
        away["stats"]["batting"]["hits"] = 0.into();
        away["stats"]["batting"]["doubles"] = 0.into();
        away["stats"]["batting"]["homeRuns"] = 0.into();
        let bench = json["teams"]["home"]["players"]["ID5"].clone();
        let benched = |it: &mut serde_json::Value| {
            let person = it["person"].clone();
            *it = bench.clone();
            it["person"] = person;
        };
        if !home_played {
            benched(&mut json["teams"]["home"]["players"]["ID1"]);
        }
        if !away_played {
            benched(&mut away);
        }
        json["teams"]["away"]["players"]["ID1"] = away;
        read_box(&json.to_string().into()).unwrap()
    };
    let hits = |players: &providers::mlb::Players| {
        let ada = players
            .players
            .iter()
            .filter(|it| it.reference == "player/1");
        assert_eq!(ada.count(), 1);
        let id = shared::feed::CompetitorReport {
            reference: "player/1".to_owned(),
            ..players.players[0].clone()
        }
        .first_id("mlb", Sport::Baseball);
        let line = players.lines.iter().find(|it| it.id == id)?;
        line.played.then(|| (line.role, line.statistics["hits"]))
    };
    assert_eq!(hits(&traded(true, false)), Some((Role::Home, 2)));
    assert_eq!(hits(&traded(false, true)), Some((Role::Away, 0)));
    let both = traded(true, true);
    assert_eq!(hits(&both), None, "neither half is all that he did");
    let why = "player ID1 played for both sides, so what he did is not told";
    assert!(
        both.rejected.iter().any(|it| it == why),
        "{:?}",
        both.rejected
    );
}

#[test]
fn teams_have_the_names_by_which_other_feeds_know_them() {
    let answer = schedule();
    let side = |reference, role| game(&answer.games, reference).side(role).unwrap().clone();
    let jays = side("900001", Role::Home);
    assert_eq!(jays.slug.as_deref(), Some("toronto-blue-jays"));
    assert_eq!(
        (jays.code.as_str(), jays.place.as_str()),
        ("TOR", "Toronto")
    );
    assert_eq!(jays.reference, "team/141");
    let athletics = side("900004", Role::Home);
    assert_eq!(athletics.slug.as_deref(), Some("athletics"));
    let espn = providers::espn::read(fixture("espn/mlb.json"), "MLB").unwrap();
    let slugs = espn.games.iter().flat_map(|it| &it.participants);
    let unknown = slugs.filter(|it| it.competitor.slug.is_none()).count();
    assert_eq!(unknown, 0, "of another feed of the same league");
}

fn player(lines: &[PlayerLine], reference: &str) -> PlayerLine {
    let id = shared::feed::CompetitorReport {
        reference: reference.to_owned(),
        ..read_box(&fixture("mlb/boxscore.json")).unwrap().players[0].clone()
    }
    .first_id("mlb", Sport::Baseball);
    lines.iter().find(|it| it.id == id).unwrap().clone()
}

#[test]
fn a_box_score_says_what_each_player_did_and_who_did_not_play() {
    let players = read_box(&fixture("mlb/boxscore.json")).unwrap();
    assert_eq!(players.sides, ("141".to_owned(), "117".to_owned()));
    assert_eq!(players.players.len(), 8);
    let of = |reference: &str| player(&players.lines, reference);
    let ada = of("player/1");
    assert!(ada.played && ada.started);
    for (name, value) in [
        ("plate_appearances", 4),
        ("hits", 2),
        ("singles", 0),
        ("doubles", 1),
        ("home_runs", 1),
        ("total_bases", 6),
        ("runs", 2),
        ("rbis", 3),
        ("hits_runs_rbis", 7),
        ("strikeouts", 1),
    ] {
        assert_eq!(ada.statistics.get(name), Some(&value), "{name}");
    }
    let pinch = of("player/2");
    assert!(pinch.played && !pinch.started, "came in for another");
    let starter = of("player/4");
    assert!(starter.played && starter.started);
    assert_eq!(starter.statistics.get("strikeouts_thrown"), Some(&7));
    assert_eq!(starter.statistics.get("outs_recorded"), Some(&17));
    assert_eq!(starter.statistics.get("pitcher_win"), Some(&1));
    assert_eq!(starter.statistics.get("hits"), None, "he did not bat");
    let relief = of("player/7");
    assert!(relief.played && !relief.started);
    let bench = of("player/5");
    assert!(!bench.played && !bench.started && bench.statistics.is_empty());
    assert_eq!(players.rejected.len(), 1, "one player has no name");
    let named = &players.players[0];
    assert_eq!(named.kind, CompetitorKind::Athlete);
    assert_eq!(
        (named.name.as_str(), named.code.as_str()),
        ("Ada Álvarez", "LVA")
    );
}

#[test]
fn a_live_feed_is_the_game_with_its_players_and_says_how_long_to_wait() {
    let live = read_live(&fixture("mlb/live.json")).unwrap();
    assert_eq!(live.wait.unwrap().num_seconds(), 10);
    let found = game(&live.answer.games, "900001");
    let schedule = schedule();
    let listed = game(&schedule.games, "900001");
    assert_eq!(found.scores, listed.scores);
    assert_eq!(found.facts.ending, listed.facts.ending);
    assert_eq!(found.starts_at, listed.starts_at);
    assert_eq!(found.facts.players.len(), 8);
    let end = End {
        status: found.status,
        scores: &found.scores,
        facts: &found.facts,
    };
    assert_eq!(grading::check(Sport::Baseball, "MLB", end), Ok(()));
}

#[test]
fn an_error_that_comes_as_an_answer_is_garbled_and_a_day_without_games_is_not() {
    let error = Bytes::from_static(br#"{"messageNumber":10,"message":"Object not found"}"#);
    for read in [
        read(&error).err(),
        read_box(&error).err(),
        read_live(&error).err(),
    ] {
        assert_eq!(read.unwrap().body, error);
    }
    let empty = Bytes::from_static(br#"{"totalGames":0,"dates":[]}"#);
    assert_eq!(read(&empty).unwrap(), FeedAnswer::default());
}
