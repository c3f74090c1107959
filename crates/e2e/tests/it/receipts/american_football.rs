//! A first half and one team's points in the NFL, from recorded quarters and an overtime.

use insta::assert_snapshot;
use providers::api_sports::{ApiSports, Plan};
use serde_json::{Value, json};

use super::prices::{Listed, lines};
use super::recorded::{number, one, recorded};
use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_half_and_a_teams_own_total_come_out_as_the_recorded_quarters_have_them() {
    let Some(rows) = recorded("api-american-football/games_trimmed_rows.json") else {
        return;
    };
    let told = one(&rows["rows"], |it| it["game"]["game"]["id"] == 13_200)["game"].clone();
    let stage = Stage::on("2024-09-07T12:00:00Z").await;
    let feed = ApiSports::new(stage.http(), stage.url(), "hunter2".into(), Plan::Pro);
    let listed = Listed {
        league: ("NFL", "americanfootball_nfl"),
        sides: ["Detroit Lions", "Los Angeles Rams"],
        starts: "2024-09-09T00:20:00Z",
    };
    let own = [("Detroit Lions", 24.5), ("Los Angeles Rams", 20.0)];
    let markets = vec![
        lines("totals_h1", &[("", 23.5)]),
        lines("team_totals", &own),
    ];
    let prices = listed.priced(stage.now(), markets);
    stage.store("the_odds_api", prices).await;
    assert_snapshot!(stage.bet("alice", "lions", "over 23.5 half").await, @"
    **Bet placed**
    **Over 23.5, 1st half** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Rams at Lions** · NFL · <f> (<R>)
    Wins if the total is 24 or more in the 1st half.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    assert_snapshot!(stage.bet("alice", "lions", "lions over 24.5").await, @"
    **Bet placed**
    **Lions over 24.5** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Rams at Lions** · NFL · <f> (<R>)
    Wins if the Lions score 25 or more.
    -# Ticket CODE. You have 98u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    ");
    stage.bet("ben", "lions", "rams over 20").await;

    stage.until("2024-09-09T04:30:00Z").await;
    let answer = json!({ "errors": [], "response": [told] });
    stage
        .serve(&[("/v1.american-football/games", &answer)])
        .await;
    stage.hear(&feed, "NFL", listed.starts).await;
    stage.settle().await;

    let scores = &told["scores"];
    let half = |side: &str| -> i64 {
        let parts = ["quarter_1", "quarter_2"].map(|it| number(&scores[side][it]));
        parts.iter().sum()
    };
    let (home, away) = (half("home"), half("away"));
    let why = stage.why("alice", "half").await;
    let sum = home + away;
    assert!(why.contains(&format!("Lions {home} + Rams {away} = {sum}")));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Over 23.5, 1st half at -110, placed <f>
    1. **Over 23.5, 1st half** at -110 (Alpha) · **Lost**
    **Rams at Lions** · NFL · <f> (<R>)
    Lions 10 + Rams 3 = 13, under 23.5, so it lost
    -# Source: API-SPORTS, final <f>, result 1. Lions:Rams 26:20, 1st quarter 0:3, 2nd quarter 10:0, 3rd quarter 7:7, 4th quarter 3:10, overtime 6:0. Counted: the 1st quarter + the 2nd quarter. Rule american_football/total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    // Six of them in overtime, without which they would have been too few.
    let (lions, late) = (
        number(&scores["home"]["total"]),
        &scores["home"]["overtime"],
    );
    assert!(lions > 24 && lions - number(late) < 24);
    let why = stage.why("alice", "24.5").await;
    assert!(why.contains(&format!("Lions {lions}, over 24.5")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Lions over 24.5 at -110, placed <f>
    1. **Lions over 24.5** at -110 (Alpha) · **Won**
    **Rams at Lions** · NFL · <f> (<R>)
    Lions 26, over 24.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Lions:Rams 26:20, 1st quarter 0:3, 2nd quarter 10:0, 3rd quarter 7:7, 4th quarter 3:10, overtime 6:0. Counted: the whole game. Rule general/team_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_eq!(scores["away"]["total"], Value::from(20));
    assert_snapshot!(stage.why("ben", "20").await, @"
    **Ticket CODE · Push** · Rams over 20 at -110, placed <f>
    1. **Rams over 20** at -110 (Alpha) · **Push**
    **Rams at Lions** · NFL · <f> (<R>)
    Rams 20, exactly 20, so it's a push and the stake is returned
    -# Source: API-SPORTS, final <f>, result 1. Lions:Rams 26:20, 1st quarter 0:3, 2nd quarter 10:0, 3rd quarter 7:7, 4th quarter 3:10, overtime 6:0. Counted: the whole game. Rule general/team_total, version N. Receipt HASH
    Push <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Rams 20, Lions 26** · final · NFL
    `+0.91u` Alice · Lions over 24.5
    `1u returned` Ben · Rams over 20
    `-1u` Alice · Over 23.5, 1st half
    ");
    stage.close().await;
}
