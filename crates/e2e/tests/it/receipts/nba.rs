//! The NBA, of which no box score was recorded: it is written by hand in the form that ESPN has for
//! it.

use insta::assert_snapshot;
use serde_json::{Value, json};

use super::basketball::{espn, serve};
use super::prices::{Listed, lines};
use super::recorded::{one, recorded};
use super::stage::Stage;

/// A summary of a game of the NBA, written by hand.
fn summary(id: &str, date: &str) -> Value {
    let keys = ["minutes", "points", "rebounds", "assists"];
    let row = |id: &str, name: &str, stats: &[&str]| {
        json!({
            "active": true, "athlete": { "id": id, "displayName": name },
            "starter": !stats.is_empty(), "didNotPlay": stats.is_empty(), "stats": stats,
        })
    };
    let side = |id: &str, [place, name, code]: [&str; 3], role: &str, quarters: [i64; 4]| {
        let score: i64 = quarters.iter().sum();
        let parts = quarters.map(|it| json!({ "displayValue": it.to_string() }));
        json!({
            "id": id, "homeAway": role, "score": score.to_string(), "linescores": parts,
            "team": {
                "id": id, "displayName": format!("{place} {name}"), "location": place,
                "name": name, "abbreviation": code,
            },
        })
    };
    let table = |id: &str, rows: &[Value]| {
        let table = json!({ "keys": keys, "athletes": rows });
        json!({ "team": { "id": id }, "statistics": [table] })
    };
    let home = [
        row("31", "Ada Åkers", &["38", "61", "9", "11"]),
        row("32", "Bo Bell", &["34", "50", "12", "3"]),
        row("33", "Cy Crow", &[]),
    ];
    let away = [row("41", "Dot Dell", &["40", "104", "10", "8"])];
    let over = json!({ "name": "STATUS_FINAL", "state": "post", "completed": true,
        "detail": "Final" });
    json!({
        "header": { "id": id, "season": { "year": 2027, "type": 2 }, "competitions": [{
            "id": id, "date": date, "status": { "period": 4, "type": over },
            "competitors": [
                side("8", ["Detroit", "Pistons", "DET"], "home", [30, 25, 28, 28]),
                side("2", ["Boston", "Celtics", "BOS"], "away", [26, 24, 27, 27]),
            ],
        }] },
        "boxscore": { "players": [table("8", &home), table("2", &away)] },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_the_nba_and_its_first_half_and_one_teams_points() {
    let stage = Stage::on("2026-10-21T12:00:00Z").await;
    let espn = espn(&stage);
    serve(&stage, "nba", &summary("901", "2026-10-20T19:00Z")).await;
    stage.hear(&espn, "NBA", "2026-10-20T19:00:00Z").await;
    let listed = Listed {
        league: ("NBA", "basketball_nba"),
        sides: ["Detroit Pistons", "Boston Celtics"],
        starts: "2026-10-22T23:00:00Z",
    };
    let markets = vec![
        lines("player_assists", &[("Ada Akers", 10.5), ("Bo Bell", 3.5)]),
        lines("player_rebounds", &[("Cy Crow", 4.5)]),
        lines("totals_h1", &[("", 105.5)]),
        lines("team_totals", &[("Boston Celtics", 104.0)]),
    ];
    let prices = listed.priced(stage.now(), markets);
    stage.store("the_odds_api", prices).await;
    stage.bet("alice", "pistons", "akers over").await;
    stage.bet("alice", "pistons", "bell over").await;
    stage.bet("alice", "pistons", "crow under").await;
    let placed = stage.bet("ben", "pistons", "under 105.5 half").await;
    assert_snapshot!(placed, @"
    **Bet placed**
    **Under 105.5, 1st half** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Celtics at Pistons** · NBA · <f> (<R>)
    Wins if the total is 105 or less in the 1st half.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    let placed = stage.bet("ben", "pistons", "celtics over 104").await;
    assert_snapshot!(placed, @"
    **Bet placed**
    **Celtics over 104** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Celtics at Pistons** · NBA · <f> (<R>)
    Wins if the Celtics score 105 or more. Exactly 104: stake returned.
    -# Ticket CODE. You have 98u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    ");
    assert_snapshot!(stage.slip("Alice").await, @"
    **Alice** · **Cy Crow under 4.5 rebounds** at **-110** · 1u to win 0.91u
    Celtics at Pistons · NBA · <f> (<R>)
    Wins if Cy Crow has 4 or fewer rebounds
    -# Alpha · placed <f> · ticket CODE
    ");

    stage.until("2026-10-23T02:00:00Z").await;
    serve(&stage, "nba", &summary("902", "2026-10-22T23:00Z")).await;
    stage.hear(&espn, "NBA", "2026-10-22T23:00:00Z").await;
    stage.settle().await;
    assert_snapshot!(stage.why("alice", "akers").await, @"
    **Ticket CODE · Won** · Ada Åkers over 10.5 assists at -110, placed <f>
    1. **Ada Åkers over 10.5 assists** at -110 (Alpha) · **Won**
    **Celtics at Pistons** · NBA · <f> (<R>)
    Ada Åkers 11 assists, over 10.5, so it won
    -# Source: ESPN, final <f>, result 1. Pistons:Celtics 111:104, 1st quarter 30:26, 2nd quarter 25:24, 3rd quarter 28:27, 4th quarter 28:27. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_snapshot!(stage.why("alice", "bell").await, @"
    **Ticket CODE · Lost** · Bo Bell over 3.5 assists at -110, placed <f>
    1. **Bo Bell over 3.5 assists** at -110 (Alpha) · **Lost**
    **Celtics at Pistons** · NBA · <f> (<R>)
    Bo Bell 3 assists, under 3.5, so it lost
    -# Source: ESPN, final <f>, result 1. Pistons:Celtics 111:104, 1st quarter 30:26, 2nd quarter 25:24, 3rd quarter 28:27, 4th quarter 28:27. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(stage.why("alice", "crow").await, @"
    **Ticket CODE · Void** · Cy Crow under 4.5 rebounds at -110, placed <f>
    1. **Cy Crow under 4.5 rebounds** at -110 (Alpha) · **Void**
    **Celtics at Pistons** · NBA · <f> (<R>)
    Cy Crow didn't take part, so it's void and the stake is returned
    -# A bet on a player who does not enter the court is void. (theScore basketball: entering the court is action)
    -# Source: ESPN, final <f>, result 1. Pistons:Celtics 111:104, 1st quarter 30:26, 2nd quarter 25:24, 3rd quarter 28:27, 4th quarter 28:27. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.why("ben", "half").await, @"
    **Ticket CODE · Won** · Under 105.5, 1st half at -110, placed <f>
    1. **Under 105.5, 1st half** at -110 (Alpha) · **Won**
    **Celtics at Pistons** · NBA · <f> (<R>)
    Pistons 55 + Celtics 50 = 105, under 105.5, so it won
    -# Source: ESPN, final <f>, result 1. Pistons:Celtics 111:104, 1st quarter 30:26, 2nd quarter 25:24, 3rd quarter 28:27, 4th quarter 28:27. Counted: the 1st quarter + the 2nd quarter. Rule basketball/total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_snapshot!(stage.why("ben", "104").await, @"
    **Ticket CODE · Push** · Celtics over 104 at -110, placed <f>
    1. **Celtics over 104** at -110 (Alpha) · **Push**
    **Celtics at Pistons** · NBA · <f> (<R>)
    Celtics 104, exactly 104, so it's a push and the stake is returned
    -# Source: ESPN, final <f>, result 1. Pistons:Celtics 111:104, 1st quarter 30:26, 2nd quarter 25:24, 3rd quarter 28:27, 4th quarter 28:27. Counted: the whole game. Rule general/team_total, version N. Receipt HASH
    Push <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Celtics 104, Pistons 111** · final · NBA
    `+0.91u` Alice · Ada Åkers over 10.5 assists
    `+0.91u` Ben · Under 105.5, 1st half
    `1u returned` Alice · Cy Crow under 4.5 rebounds
    `1u returned` Ben · Celtics over 104
    `-1u` Alice · Bo Bell over 3.5 assists
    ");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_of_the_nba_is_on_the_board_as_a_recorded_schedule_has_it() {
    let Some(board) = recorded("espn/wnba_espn_scoreboard_nba.json") else {
        return;
    };
    let stage = Stage::on("2026-10-19T12:00:00Z").await;
    let espn = espn(&stage);
    let event = &board["events"][0];
    let contest = &event["competitions"][0];
    let [home, away] = ["home", "away"].map(|role| {
        let side = one(&contest["competitors"], |it| it["homeAway"] == role);
        side["team"]["displayName"].as_str().unwrap()
    });
    stage.serve(&[("/basketball/nba/scoreboard", &board)]).await;
    stage.hear(&espn, "NBA", "2026-10-20T19:00:00Z").await;
    let listed = Listed {
        league: ("NBA", "basketball_nba"),
        sides: [home, away],
        starts: "2026-10-20T19:00:00Z",
    };
    let total = lines("totals_h1", &[("", 110.5)]);
    let prices = listed.priced(stage.now(), vec![total]);
    stage.store("the_odds_api", prices).await;
    let placed = stage.bet("alice", "celtics", "over 110.5 half").await;
    assert_snapshot!(placed, @"
    **Bet placed**
    **Over 110.5, 1st half** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Boston Celtics at Detroit Pistons** · NBA · <f> (<R>)
    Wins if the total is 111 or more in the 1st half.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");

    stage.until("2026-10-20T22:00:00Z").await;
    let id = event["id"].as_str().unwrap();
    serve(&stage, "nba", &summary(id, "2026-10-20T19:00Z")).await;
    stage.hear(&espn, "NBA", "2026-10-20T19:00:00Z").await;
    stage.settle().await;
    assert_snapshot!(stage.results().await, @"
    **Celtics 104, Pistons 111** · final · NBA
    `-1u` Alice · Over 110.5, 1st half
    ");
    stage.close().await;
}
