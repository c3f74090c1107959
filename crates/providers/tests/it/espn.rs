//! What ESPN's scoreboards come to in our words.

use providers::espn::read;
use shared::competitor::Role;
use shared::feed::{FeedAnswer, QuoteMark};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points, quotes};

fn board(name: &str, league: &str) -> FeedAnswer {
    read(fixture(&format!("espn/{name}.json")), league).unwrap()
}

/// The lines and prices of one side of a market, now.
fn now(answer: &FeedAnswer, reference: &str, kind: MarketKind, side: Side) -> Vec<String> {
    let game = game(&answer.games, reference);
    quotes(game, kind, side)
        .into_iter()
        .filter(|it| it.mark == QuoteMark::Current)
        .map(|it| {
            let line = it.line.map(|it| format!(" {it}")).unwrap_or_default();
            format!("{}{line} {}", it.bookmaker, it.price)
        })
        .collect()
}

#[test]
fn both_layouts_of_the_prices_are_read() {
    let answer = board("nfl", "NFL");
    let new = |kind, side| now(&answer, "102", kind, side);
    assert_eq!(new(MarketKind::Spread, Side::Home), ["draftkings 3.5 -105"]);
    assert_eq!(new(MarketKind::Spread, Side::Away), ["draftkings 3.5 -115"]);
    assert_eq!(new(MarketKind::Total, Side::Over), ["draftkings 44.5 +100"]);
    assert_eq!(new(MarketKind::Moneyline2, Side::Away), ["draftkings -180"]);
    let old = |kind, side| now(&answer, "103", kind, side);
    let name = "caesars_sportsbook";
    assert_eq!(
        old(MarketKind::Spread, Side::Home),
        [format!("{name} 1.5 -115")]
    );
    assert_eq!(
        old(MarketKind::Moneyline2, Side::Home),
        [format!("{name} +100")]
    );
    assert_eq!(
        old(MarketKind::Total, Side::Under),
        [format!("{name} 47 -115")]
    );
}

#[test]
fn opening_prices_are_kept_where_they_are_whole() {
    let answer = board("nfl", "NFL");
    let opening: Vec<_> = game(&answer.games, "102")
        .quotes
        .iter()
        .filter(|it| it.mark == QuoteMark::Opening)
        .map(|it| (it.kind, it.line.map(|it| it.to_string())))
        .collect();
    let line = Some("43.5".to_owned());
    assert_eq!(
        opening,
        [
            (MarketKind::Moneyline2, None),
            (MarketKind::Moneyline2, None),
            (MarketKind::Total, line.clone()),
            (MarketKind::Total, line),
        ]
    );
}

#[test]
fn prices_in_play_have_the_mark_of_their_own_under_the_bookmakers_plain_name() {
    let answer = board("nfl", "NFL");
    let of = |reference| {
        let quotes = game(&answer.games, reference).quotes.iter();
        quotes
            .filter(|it| it.bookmaker == "espn_bet")
            .collect::<Vec<_>>()
    };
    for reference in ["102", "107"] {
        let live = of(reference);
        assert!(!live.is_empty(), "{reference}");
        assert!(live.iter().all(|it| it.mark == QuoteMark::InPlay));
        assert!(live.iter().all(|it| it.bookmaker_name == "ESPN Bet"));
    }
    let before = game(&answer.games, "102").quotes.iter();
    let before: Vec<_> = before.filter(|it| it.bookmaker == "draftkings").collect();
    assert!(before.iter().any(|it| it.mark == QuoteMark::Current));
    assert!(before.iter().all(|it| it.mark != QuoteMark::InPlay));
}

#[test]
fn a_game_whose_hour_is_not_set_is_at_noon_of_its_own_day() {
    let mut json: serde_json::Value = serde_json::from_slice(&fixture("espn/nfl.json")).unwrap();
    let event = &mut json["events"][3];
    event["date"] = "2031-10-10T04:00Z".into();
    event["competitions"][0]["date"] = "2031-10-10T04:00Z".into();
    event["competitions"][0]["timeValid"] = false.into();
    let answer = read(json.to_string().into(), "NFL").unwrap();
    let start = game(&answer.games, "104").starts_at.to_rfc3339();
    assert_eq!(start, "2031-10-10T16:00:00+00:00");
}

#[test]
fn finals_and_lines_without_prices_are_no_offer() {
    let answer = board("nfl", "NFL");
    for reference in ["101", "105"] {
        let game = game(&answer.games, reference);
        assert!(
            game.quotes.is_empty() && game.quotes_complete,
            "{reference}"
        );
    }
    let all = answer.games.iter().flat_map(|it| &it.quotes);
    assert!(!all.clone().any(|it| it.bookmaker_name.contains("Live")));
    assert!(all.count() > 0);
}

#[test]
fn what_is_off_and_what_says_two_things_is_not_offered() {
    let answer = board("mlb", "MLB");
    assert!(now(&answer, "204", MarketKind::Spread, Side::Away).is_empty());
    assert!(now(&answer, "204", MarketKind::Moneyline2, Side::Home).is_empty());
    assert_eq!(
        now(&answer, "204", MarketKind::Total, Side::Under),
        ["draftkings 8.5 +100"]
    );
    // A moneyline in `details` is no handicap.
    assert_eq!(
        now(&answer, "203", MarketKind::Spread, Side::Home),
        ["draftkings -1.5 +125"]
    );
}

#[test]
fn periods_add_up_in_every_sport() {
    let nfl = board("nfl", "NFL");
    let scores = &game(&nfl.games, "101").scores;
    assert_eq!(points(scores, Period::Quarter(4), Role::Home), Some(10));
    assert_eq!(points(scores, Period::Overtime, Role::Home), Some(3));
    assert_eq!(points(scores, Period::Full, Role::Home), Some(23));

    let mlb = board("mlb", "MLB");
    let scores = &game(&mlb.games, "202").scores;
    assert_eq!(points(scores, Period::Inning(10), Role::Home), Some(1));
    let short = &game(&mlb.games, "201").scores;
    assert_eq!(points(short, Period::Inning(9), Role::Home), None);
    assert_eq!(points(short, Period::Inning(9), Role::Away), Some(0));

    let nhl = board("nhl", "NHL");
    let shot = &game(&nhl.games, "301").scores;
    assert_eq!(points(shot, Period::Overtime, Role::Home), Some(0));
    assert_eq!(points(shot, Period::Shootout, Role::Home), Some(1));
    assert_eq!(points(shot, Period::Full, Role::Home), Some(3));
    let overtime = &game(&nhl.games, "302").scores;
    assert_eq!(points(overtime, Period::Overtime, Role::Home), Some(1));

    let epl = board("epl", "EPL");
    let penalties = &game(&epl.games, "403").scores;
    assert_eq!(points(penalties, Period::Half(1), Role::Away), Some(2));
    assert_eq!(points(penalties, Period::Overtime, Role::Home), Some(1));
    assert_eq!(points(penalties, Period::Shootout, Role::Home), Some(4));
    assert_eq!(points(penalties, Period::Full, Role::Home), Some(3));
}

#[test]
fn a_game_that_stopped_is_not_over() {
    let answer = board("mlb", "MLB");
    assert_eq!(game(&answer.games, "205").status, GameStatus::Live);
    assert_eq!(game(&answer.games, "206").status, GameStatus::Suspended);
    let nfl = board("nfl", "NFL");
    let postponed = game(&nfl.games, "106");
    assert_eq!(postponed.status, GameStatus::Postponed);
    assert!(postponed.scores.is_empty());
}

#[test]
fn football_has_a_draw_and_seasons_of_two_years() {
    let answer = board("epl", "EPL");
    let level = game(&answer.games, "401");
    assert_eq!(
        (level.season.as_str(), level.status),
        ("2031/32", GameStatus::Final)
    );
    assert_eq!(
        now(&answer, "402", MarketKind::Moneyline3, Side::Draw),
        ["holland_casino +260"]
    );
    assert_eq!(game(&board("nhl", "NHL").games, "301").season, "2031/32");
}

#[test]
fn names_and_colours_come_from_the_feed() {
    let answer = board("nfl", "NFL");
    let home = game(&answer.games, "102").side(Role::Home).unwrap();
    assert_eq!(home.name, "Green Bay Packers");
    assert_eq!(
        (home.place.as_str(), home.short_name.as_str()),
        ("Green Bay", "Packers")
    );
    let colors = ("204e32".to_owned(), "ffb612".to_owned());
    assert_eq!(home.colors, Some(colors));
    assert_eq!(home.logo_url.as_deref(), Some("https://logos.test/gb.png"));
}

#[test]
fn what_cannot_be_believed_is_rejected_with_its_place() {
    let told = |name: &str, league: &str| -> Vec<String> {
        let rejected = board(name, league).rejected;
        let told = rejected
            .iter()
            .map(|it| format!("{}: {}", it.place, it.reason));
        told.collect()
    };
    assert_eq!(
        told("nfl", "NFL"),
        [
            "event 104: contradiction: spread is 3.5 and -3.5",
            "event 108: unknown status STATUS_FOG",
            "event 109: contradiction: STATUS_FINAL with state \"post\", not completed",
            "event 110: contradiction: not begun, and has a score",
            "event 111: the periods do not add up to the score",
            "event 112: a side is not decided yet",
            "event 113: competitions[0].competitors[0].team: missing field `displayName`",
            "event 114: 0 competitions where one is meant",
        ]
    );
    assert_eq!(
        told("epl", "EPL"),
        [
            "event 402: incomplete: moneyline_3way has no price for home",
            "event 404: decided after the regular time, whose score is not told",
        ]
    );
    assert_eq!(
        told("mlb", "MLB"),
        ["event 204: overround: moneyline_2way prices of DraftKings sum to 1.357"]
    );
    let unknown = board("nfl", "NFL").rejected;
    let codes: Vec<_> = unknown
        .iter()
        .filter_map(|it| it.unknown_code.as_deref())
        .collect();
    assert_eq!(codes, ["STATUS_FOG"]);
}

/// A board of one game of that league, with this status and these sides.
fn one(slug: &str, status: &str, home: &str, away: &str) -> bytes::Bytes {
    let side = |role: &str, team: u8, rest: &str| {
        format!(
            r#"{{"homeAway": "{role}", "team": {{"id": "{team}", "displayName": "Side {team}",
              "abbreviation": "S{team}"}}, {rest}}}"#
        )
    };
    let (home, away) = (side("home", 1, home), side("away", 2, away));
    format!(
        r#"{{"leagues": [{{"slug": "{slug}"}}], "events": [{{"id": "7", "date":
          "2031-07-04T18:10Z", "season": {{"year": 2031}}, "competitions": [{{"id": "7",
          "competitors": [{home}, {away}], "status": {status}}}]}}]}}"#
    )
    .into()
}

fn status(name: &str, period: u8, detail: &str) -> String {
    format!(
        r#"{{"period": {period}, "type": {{"name": "{name}", "state": "post", "completed": true,
          "detail": "{detail}"}}}}"#
    )
}

fn runs(score: i32, innings: &[i32]) -> String {
    let innings = (1..).zip(innings);
    let parts: Vec<_> = innings
        .map(|(period, it)| format!(r#"{{"value": {it}.0, "period": {period}}}"#))
        .collect();
    format!(
        r#""score": "{score}", "linescores": [{}]"#,
        parts.join(", ")
    )
}

#[test]
fn a_baseball_game_says_in_which_inning_it_ended() {
    let end = |reference: &str, detail: &str| {
        let board = board("mlb", "MLB");
        let end = game(&board.games, reference)
            .facts
            .ending
            .unwrap()
            .inning
            .unwrap();
        assert!(
            (end.number, end.bottom, end.outs) != (0, false, 0),
            "{detail}"
        );
        (end.number, end.bottom, end.outs)
    };
    assert_eq!(end("201", "Final"), (9, false, 3));
    assert_eq!(end("202", "Final/10"), (10, true, 0));
    let short = one(
        "mlb",
        &status("STATUS_FINAL", 6, "Final/6"),
        &runs(3, &[1, 0, 0, 0, 2, 0]),
        &runs(2, &[0, 0, 0, 1, 0, 1]),
    );
    let answer = read(short, "MLB").unwrap();
    let end = answer.games[0].facts.ending.unwrap().inning.unwrap();
    assert_eq!((end.number, end.bottom), (6, true));
    assert!(answer.rejected.is_empty());
}

/// Points by part, without the number of the part.
fn parts(score: i32, parts: &[i32]) -> String {
    let parts: Vec<_> = parts
        .iter()
        .map(|it| format!(r#"{{"value": {it}}}"#))
        .collect();
    format!(
        r#""score": "{score}", "linescores": [{}]"#,
        parts.join(", ")
    )
}

#[test]
fn colleges_play_two_halves_and_what_follows_is_overtime() {
    let board = one(
        "mens-college-basketball",
        &status("STATUS_FINAL", 3, "Final/OT"),
        &parts(80, &[30, 40, 10]),
        &parts(77, &[35, 35, 7]),
    );
    let answer = read(board, "NCAAB").unwrap();
    let scores = &answer.games[0].scores;
    assert_eq!(points(scores, Period::Half(2), Role::Home), Some(40));
    assert_eq!(points(scores, Period::Overtime, Role::Away), Some(7));
    assert_eq!(answer.games[0].season, "2030/31");
}

#[test]
fn halves_of_rugby_are_scores_so_far_or_are_not_told() {
    let halves = |home: &[i32], away: &[i32], score: (i32, i32)| {
        let board = one(
            "180659",
            &status("STATUS_FINAL", 2, "FT"),
            &parts(score.0, home),
            &parts(score.1, away),
        );
        let answer = read(board, "SIXNATIONS").unwrap();
        assert_eq!(answer.rejected, []);
        let scores = &answer.games[0].scores;
        assert_eq!(points(scores, Period::Full, Role::Home), Some(score.0));
        assert_eq!(points(scores, Period::Overtime, Role::Home), None);
        let of = |half, role| points(scores, Period::Half(half), role);
        [1, 2].map(|half| of(half, Role::Home).zip(of(half, Role::Away)))
    };
    let so_far = halves(&[14, 35], &[10, 10], (35, 10));
    assert_eq!(so_far, [Some((14, 10)), Some((21, 0))]);
    let by_half = halves(&[14, 21, 0, 0], &[10, 12, 0, 0], (35, 22));
    assert_eq!(by_half, [Some((14, 10)), Some((21, 12))]);
    let untold = halves(&[0, 35, 0, 0], &[0, 22, 0, 0], (35, 22));
    assert_eq!(untold, [None, None]);
}

#[test]
fn who_goes_on_to_the_next_round_is_told_where_the_board_does() {
    let advanced = |home: &str, away: &str| {
        let side = |advance: &str| format!(r#""score": "1"{advance}"#);
        let board = one(
            "uefa.champions",
            &status("STATUS_FULL_TIME", 2, "FT"),
            &side(home),
            &side(away),
        );
        read(board, "UCL").unwrap().games[0].facts.advanced
    };
    let (yes, no) = (r#", "advance": true"#, r#", "advance": false"#);
    assert_eq!(advanced(no, yes), Some(Role::Away));
    assert_eq!(advanced(yes, ""), Some(Role::Home));
    assert_eq!(advanced("", ""), None);
    assert_eq!(advanced(yes, yes), None, "both of them cannot");
}

#[test]
fn a_final_whose_innings_contradict_each_other_keeps_its_score_and_says_what_is_missing() {
    let six = one(
        "mlb",
        &status("STATUS_FINAL", 9, "Final"),
        &runs(3, &[1, 0, 0, 0, 2, 0]),
        &runs(2, &[0, 0, 0, 1, 0, 1]),
    );
    let answer = read(six, "MLB").unwrap();
    assert_eq!(answer.games[0].facts.ending, None);
    assert_eq!(
        answer.rejected[0].reason,
        "where play ended: the detail says inning 9, the line score 6"
    );
    assert_eq!(answer.rejected[0].game.as_deref(), Some("7"));
}

#[test]
fn a_game_that_is_over_and_cannot_be_read_is_known_to_be_over() {
    let level = r#""score": "1""#;
    let (two, one_goal) = (r#""score": "2""#, r#""score": "1""#);
    for (slug, league, name, detail, home) in [
        ("usa.1", "MLS", "STATUS_FINAL_PEN", "FT-Pens", level),
        ("usa.1", "MLS", "STATUS_FINAL_AET", "AET", two),
        ("usa.1", "MLS", "STATUS_FULL_TIME", "AET", two),
        ("nhl", "NHL", "STATUS_FINAL", "Final/OT", two),
        ("nhl", "NHL", "STATUS_FINAL", "Final/SO", two),
        ("nba", "NBA", "STATUS_FINAL", "Final/2OT", two),
        ("nfl", "NFL", "STATUS_FORFEIT", "Forfeit", two),
    ] {
        let body = one(slug, &status(name, 5, detail), home, one_goal);
        let answer = read(body, league).unwrap();
        let known = &answer.games[0];
        assert_eq!(known.status, GameStatus::Final, "{slug} {detail}");
        assert!(
            known.scores.is_empty() && known.facts.is_empty(),
            "{slug} {detail}"
        );
        let [refused] = &answer.rejected[..] else {
            unreachable!("{:?}", answer.rejected)
        };
        assert_eq!(refused.game.as_deref(), Some("7"), "{slug} {detail}");
        assert_eq!(refused.place, "event 7");
    }
    let plain = one("usa.1", &status("STATUS_FULL_TIME", 2, "FT"), level, level);
    assert_eq!(read(plain, "MLS").unwrap().games[0].scores.len(), 2);
}

#[test]
fn prices_that_name_the_other_team_are_not_offered() {
    let board = |home: u8, away: u8| {
        let odds = format!(
            r#""odds": [{{"provider": {{"name": "Quay"}},
              "homeTeamOdds": {{"moneyLine": -150, "team": {{"id": "{home}"}}}},
              "awayTeamOdds": {{"moneyLine": 130, "team": {{"id": "{away}"}}}}}}], "status""#
        );
        let waits = r#"{"period": 0, "type": {"name": "STATUS_SCHEDULED", "state": "pre"}}"#;
        let body = one("nfl", waits, r#""score": "0""#, r#""score": "0""#);
        let body = std::str::from_utf8(&body)
            .unwrap()
            .replace(r#""status""#, &odds);
        read(body.into(), "NFL").unwrap()
    };
    assert_eq!(board(1, 2).games[0].quotes.len(), 2);
    let turned = board(2, 1);
    assert!(turned.games[0].quotes.is_empty());
    assert_eq!(
        turned.rejected[0].reason,
        "contradiction: the home side is 1, and its prices are those of 2"
    );
}

#[test]
fn letters_that_are_none_spoil_their_own_event_only() {
    let good = fixture("espn/nfl.json");
    let text = std::str::from_utf8(&good).unwrap();
    let whole = read(good.clone(), "NFL").unwrap();
    let broken = text.replacen("Green Bay Packers", r"Green Bay \ud83d Packers", 1);
    assert_ne!(broken, text);
    let answer = read(broken.into(), "NFL").unwrap();
    assert_eq!(answer.games.len() + 1, whole.games.len());
    let more: Vec<_> = answer
        .rejected
        .iter()
        .filter(|it| !whole.rejected.contains(it))
        .collect();
    assert_eq!(more.len(), 1, "{more:?}");
    assert!(more[0].game.is_some() && more[0].place.starts_with("event "));
}

#[test]
fn another_leagues_scoreboard_is_not_taken() {
    let error = read(fixture("espn/nfl.json"), "NHL").unwrap_err();
    assert_eq!(error.place, "leagues[0].slug");
}
