//! The MLB from the league's own recorded answers.

use insta::assert_snapshot;
use providers::mlb::Mlb;
use serde_json::Value;

use super::prices::{Listed, lines, winner};
use super::recorded::{list, number, one, recorded, with};
use super::stage::Stage;

/// The recorded game.
const GAME: &str = "744914";
const STARTS: &str = "2024-07-01T19:07:00Z";

/// The list of a day with that game alone, and what the game itself tells. The list was recorded
/// without line scores, which the game has.
fn told() -> Option<(Value, Value)> {
    let live = recorded("mlb-statsapi/livefeed.json")?;
    let mut schedule = recorded("mlb-statsapi/schedule.json")?;
    let day = &mut schedule["dates"][0];
    let mut game = one(&day["games"], |it| {
        it["gamePk"].as_i64() == GAME.parse().ok()
    })
    .clone();
    game["linescore"] = live["liveData"]["linescore"].clone();
    day["games"] = Value::Array(vec![game]);
    Some((schedule, live))
}

async fn serve(stage: &Stage, schedule: &Value, live: &Value) {
    let game = format!("/api/v1.1/game/{}/feed/live", live["gamePk"]);
    let answers = [("/api/v1/schedule", schedule), (&game, live)];
    stage.serve(&answers).await;
}

/// What a player did, by the box score of the game.
fn player<'a>(live: &'a Value, name: &str) -> &'a Value {
    let teams = &live["liveData"]["boxscore"]["teams"];
    let sides = ["home", "away"].map(|it| teams[it]["players"].as_object().unwrap());
    let mut all = sides.into_iter().flat_map(|it| it.values());
    all.find(|it| it["person"]["fullName"] == name).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_the_mlb_come_out_as_the_recorded_game_has_them() {
    let Some((schedule, live)) = told() else {
        return;
    };
    let stage = Stage::on("2024-06-30T12:00:00Z").await;
    let mlb = Mlb::new(stage.http(), stage.url());
    let before = [(GAME, "744910"), (STARTS, "2024-06-29T19:07:00Z")];
    let (day, game) = (with(&schedule, &before), with(&live, &before));
    serve(&stage, &day, &game).await;
    stage.hear(&mlb, "MLB", "2024-06-29T19:07:00Z").await;
    let listed = Listed {
        league: ("MLB", "baseball_mlb"),
        sides: ["Toronto Blue Jays", "Houston Astros"],
        starts: STARTS,
    };
    let hits = [
        ("Alex Bregman", 1.5),
        ("Bo Bichette", 0.5),
        ("Vladimir Guerrero", 0.5),
    ];
    let markets = vec![
        winner(listed.sides),
        lines("batter_hits", &hits),
        lines("batter_total_bases", &[("Yordan Alvarez", 3.5)]),
        lines("pitcher_strikeouts", &[("Yariel Rodriguez", 5.5)]),
    ];
    let prices = listed.priced(stage.now(), markets);
    stage.store("the_odds_api", prices).await;
    stage.bet("alice", "blue jays", "bregman over").await;
    stage.bet("alice", "blue jays", "bichette over").await;
    let placed = stage.bet("alice", "blue jays", "guerrero over").await;
    assert_snapshot!(placed, @"
    **Bet placed**
    **Vladimir Guerrero Jr. over 0.5 hits** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Wins if Vladimir Guerrero Jr. has 1 or more hits.
    -# Ticket CODE. You have 97u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    ");
    stage.bet("ben", "astros", "rodriguez over").await;
    stage.bet("ben", "astros", "alvarez over").await;

    stage.until("2024-07-01T22:30:00Z").await;
    serve(&stage, &schedule, &live).await;
    stage.hear(&mlb, "MLB", STARTS).await;
    stage.settle().await;

    let batted = |name, what| number(&player(&live, name)["stats"]["batting"][what]);
    let why = stage.why("alice", "bregman").await;
    assert!(why.contains(&format!(
        "Alex Bregman {} hits",
        batted("Alex Bregman", "hits")
    )));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Alex Bregman over 1.5 hits at -110, placed <f>
    1. **Alex Bregman over 1.5 hits** at -110 (Alpha) · **Won**
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Alex Bregman 2 hits, over 1.5, so it won
    -# Source: MLB Stats API, final <f>, result 1. Blue Jays:Astros 1:3, inning 1 0:0, inning 2 0:0, inning 3 0:0, inning 4 0:0, inning 5 0:1, inning 6 0:0, inning 7 0:0, inning 8 0:0, inning 9 1:2. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let why = stage.why("alice", "bichette").await;
    assert!(why.contains(&format!(
        "Bo Bichette {} hits",
        batted("Bo Bichette", "hits")
    )));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Bo Bichette over 0.5 hits at -110, placed <f>
    1. **Bo Bichette over 0.5 hits** at -110 (Alpha) · **Lost**
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Bo Bichette 0 hits, under 0.5, so it lost
    -# Source: MLB Stats API, final <f>, result 1. Blue Jays:Astros 1:3, inning 1 0:0, inning 2 0:0, inning 3 0:0, inning 4 0:0, inning 5 0:1, inning 6 0:0, inning 7 0:0, inning 8 0:0, inning 9 1:2. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    let why = stage.why("ben", "alvarez").await;
    let bases = batted("Yordan Alvarez", "totalBases");
    assert!(why.contains(&format!("Yordan Alvarez {bases} total bases")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Yordan Alvarez over 3.5 total bases at -110, placed <f>
    1. **Yordan Alvarez over 3.5 total bases** at -110 (Alpha) · **Won**
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Yordan Alvarez 4 total bases, over 3.5, so it won
    -# Total bases count hits only: one, two, three and four; walks, hit batters and steals count nothing. (offshore baseball rules: total bases from hits only)
    -# Source: MLB Stats API, final <f>, result 1. Blue Jays:Astros 1:3, inning 1 0:0, inning 2 0:0, inning 3 0:0, inning 4 0:0, inning 5 0:1, inning 6 0:0, inning 7 0:0, inning 8 0:0, inning 9 1:2. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let why = stage.why("ben", "rodriguez").await;
    let thrown = &player(&live, "Yariel Rodríguez")["stats"]["pitching"]["strikeOuts"];
    assert!(why.contains(&format!("Yariel Rodríguez {thrown} strikeouts")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Yariel Rodríguez over 5.5 strikeouts as pitcher at -110, placed <f>
    1. **Yariel Rodríguez over 5.5 strikeouts as pitcher** at -110 (Alpha) · **Won**
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Yariel Rodríguez 6 strikeouts as pitcher, over 5.5, so it won
    -# Source: MLB Stats API, final <f>, result 1. Blue Jays:Astros 1:3, inning 1 0:0, inning 2 0:0, inning 3 0:0, inning 4 0:0, inning 5 0:1, inning 6 0:0, inning 7 0:0, inning 8 0:0, inning 9 1:2. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let bench = &live["liveData"]["boxscore"]["teams"]["home"]["bench"];
    let guerrero = &player(&live, "Vladimir Guerrero Jr.")["person"]["id"];
    assert!(list(bench).contains(guerrero), "he sat on the bench");
    assert_snapshot!(stage.why("alice", "guerrero").await, @"
    **Ticket CODE · Void** · Vladimir Guerrero Jr. over 0.5 hits at -110, placed <f>
    1. **Vladimir Guerrero Jr. over 0.5 hits** at -110 (Alpha) · **Void**
    **Astros at Blue Jays** · MLB · <f> (<R>)
    Vladimir Guerrero Jr. didn't take part, so it's void and the stake is returned
    -# A batter must start and come to the plate once; otherwise a bet on him is void. (DraftKings and Barstool, as reported: start and one plate appearance)
    -# Source: MLB Stats API, final <f>, result 1. Blue Jays:Astros 1:3, inning 1 0:0, inning 2 0:0, inning 3 0:0, inning 4 0:0, inning 5 0:1, inning 6 0:0, inning 7 0:0, inning 8 0:0, inning 9 1:2. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Astros 3, Blue Jays 1** · final · MLB
    `+0.91u` Alice · Alex Bregman over 1.5 hits
    `+0.91u` Ben · Yariel Rodríguez over 5.5 strikeouts as pitcher
    `+0.91u` Ben · Yordan Alvarez over 3.5 total bases
    `1u returned` Alice · Vladimir Guerrero Jr. over 0.5 hits
    `-1u` Alice · Bo Bichette over 0.5 hits
    ");
    stage.close().await;
}
