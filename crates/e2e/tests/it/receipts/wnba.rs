//! The WNBA from a recorded box score.

use insta::assert_snapshot;
use serde_json::Value;

use super::basketball::{espn, serve};
use super::prices::{Listed, lines, winner};
use super::recorded::{list, number, recorded, with};
use super::stage::Stage;

const SUMMARY: &str = "espn/wnba_espn_summary_with_game_info.json";

/// A player's row of the box score.
fn row<'a>(summary: &'a Value, player: &str) -> (&'a [Value], &'a Value) {
    let tables = list(&summary["boxscore"]["players"]);
    let mut tables = tables.iter().map(|it| &it["statistics"][0]);
    let found = tables.find_map(|table| {
        let is = |it: &&Value| it["athlete"]["displayName"] == player;
        let row = list(&table["athletes"]).iter().find(is)?;
        Some((list(&table["keys"]), row))
    });
    found.unwrap()
}

/// What stands in a column of a player's row.
fn figure(summary: &Value, player: &str, column: &str) -> i64 {
    let (keys, row) = row(summary, player);
    let at = keys.iter().position(|it| it == column).unwrap();
    number(&row["stats"][at])
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_the_wnba_come_out_as_a_recorded_box_score_has_them() {
    let Some(summary) = recorded(SUMMARY) else {
        return;
    };
    let stage = Stage::on("2025-09-09T12:00:00Z").await;
    let espn = espn(&stage);
    // That the two met two days before as well makes their players known.
    let before = [
        ("401736393", "401736390"),
        ("2025-09-10T23:00Z", "2025-09-08T23:00Z"),
    ];
    serve(&stage, "wnba", &with(&summary, &before)).await;
    stage.hear(&espn, "WNBA", "2025-09-08T23:00:00Z").await;
    let listed = Listed {
        league: ("WNBA", "basketball_wnba"),
        sides: ["Connecticut Sun", "Atlanta Dream"],
        starts: "2025-09-10T23:00:00Z",
    };
    let points = lines(
        "player_points",
        &[
            ("Brittney Griner", 15.5),
            ("Allisha Gray", 16.5),
            ("Taylor Thierry", 3.5),
        ],
    );
    let combined = [("Maya Caldwell", 13.5)];
    let combined = lines("player_points_rebounds_assists", &combined);
    let markets = vec![winner(listed.sides), points, combined];
    let prices = listed.priced(stage.now(), markets);
    stage.store("the_odds_api", prices).await;
    let placed = stage.bet("alice", "dream", "griner over").await;
    assert_snapshot!(placed, @"
    **Bet placed**
    **Brittney Griner over 15.5 points** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Dream at Sun** · WNBA · <f> (<R>)
    Wins if Brittney Griner has 16 or more points.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("alice", "dream", "gray over").await;
    stage.bet("alice", "dream", "thierry over").await;
    stage.bet("ben", "caldwell", "caldwell over 13.5").await;

    stage.until("2025-09-11T01:30:00Z").await;
    serve(&stage, "wnba", &summary).await;
    stage.hear(&espn, "WNBA", "2025-09-10T23:00:00Z").await;
    stage.settle().await;

    let [griner, gray] =
        ["Brittney Griner", "Allisha Gray"].map(|it| figure(&summary, it, "points"));
    assert!(griner > 15 && gray < 17);
    assert_eq!(row(&summary, "Taylor Thierry").1["didNotPlay"], true);
    let why = stage.why("alice", "griner").await;
    assert!(why.contains(&format!("Brittney Griner {griner} points")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Brittney Griner over 15.5 points at -110, placed <f>
    1. **Brittney Griner over 15.5 points** at -110 (Alpha) · **Won**
    **Dream at Sun** · WNBA · <f> (<R>)
    Brittney Griner 17 points, over 15.5, so it won
    -# Source: ESPN, final <f>, result 1. Sun:Dream 72:88, 1st quarter 13:31, 2nd quarter 15:20, 3rd quarter 30:20, 4th quarter 14:17. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let why = stage.why("alice", "gray").await;
    assert!(why.contains(&format!("Allisha Gray {gray} points")));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Allisha Gray over 16.5 points at -110, placed <f>
    1. **Allisha Gray over 16.5 points** at -110 (Alpha) · **Lost**
    **Dream at Sun** · WNBA · <f> (<R>)
    Allisha Gray 13 points, under 16.5, so it lost
    -# Source: ESPN, final <f>, result 1. Sun:Dream 72:88, 1st quarter 13:31, 2nd quarter 15:20, 3rd quarter 30:20, 4th quarter 14:17. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(stage.why("alice", "thierry").await, @"
    **Ticket CODE · Void** · Taylor Thierry over 3.5 points at -110, placed <f>
    1. **Taylor Thierry over 3.5 points** at -110 (Alpha) · **Void**
    **Dream at Sun** · WNBA · <f> (<R>)
    Taylor Thierry didn't take part, so it's void and the stake is returned
    -# A bet on a player who does not enter the court is void. (theScore basketball: entering the court is action)
    -# Source: ESPN, final <f>, result 1. Sun:Dream 72:88, 1st quarter 13:31, 2nd quarter 15:20, 3rd quarter 30:20, 4th quarter 14:17. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    let sum = ["points", "rebounds", "assists"].map(|it| figure(&summary, "Maya Caldwell", it));
    let why = stage.why("ben", "caldwell").await;
    let all: i64 = sum.iter().sum();
    assert!(why.contains(&format!("Maya Caldwell {all} ")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Maya Caldwell over 13.5 points + rebounds + assists at -110, placed <f>
    1. **Maya Caldwell over 13.5 points + rebounds + assists** at -110 (Alpha) · **Won**
    **Dream at Sun** · WNBA · <f> (<R>)
    Maya Caldwell 14 points + rebounds + assists, over 13.5, so it won
    -# Source: ESPN, final <f>, result 1. Sun:Dream 72:88, 1st quarter 13:31, 2nd quarter 15:20, 3rd quarter 30:20, 4th quarter 14:17. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_snapshot!(stage.results().await, @"
    **Dream 88, Sun 72** · final · WNBA
    `+0.91u` Alice · Brittney Griner over 15.5 points
    `+0.91u` Ben · Maya Caldwell over 13.5 points + rebounds + assists
    `1u returned` Alice · Taylor Thierry over 3.5 points
    `-1u` Alice · Allisha Gray over 16.5 points
    ");
    stage.close().await;
}
