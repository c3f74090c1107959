//! The Premier League from two recorded matches of one club, three weeks apart: the first makes its
//! players known, the second is bet on.

use insta::assert_snapshot;
use providers::api_sports::{ApiSports, Plan};
use serde_json::Value;

use super::prices::{Listed, lines};
use super::recorded::{list, number, recorded};
use super::stage::Stage;

/// One match with its players, as it is asked for by its id.
fn told(cassette: &str) -> Option<Value> {
    let tape = recorded(&format!("api-football/cassettes/{cassette}.json"))?;
    Some(tape["raw"].clone())
}

async fn hear(stage: &Stage, feed: &ApiSports, told: &Value, starts: &str) {
    // The list and the players are one endpoint, asked in two ways.
    stage.serve(&[("/v3.football/fixtures", told)]).await;
    stage.hear(feed, "EPL", starts).await;
}

/// What a player did.
fn player<'a>(told: &'a Value, name: &str) -> &'a Value {
    let teams = list(&told["response"][0]["players"]).iter();
    let mut all = teams.flat_map(|it| list(&it["players"]));
    let found = all.find(|it| it["player"]["name"] == name);
    &found.unwrap()["statistics"][0]
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_a_premier_league_match_come_out_as_it_was_recorded() {
    let (Some(earlier), Some(told)) = (told("fixtures.fc3c8e19"), told("fixtures.6ae762cc")) else {
        return;
    };
    let stage = Stage::on("2024-10-05T16:30:00Z").await;
    let feed = ApiSports::new(stage.http(), stage.url(), "hunter2".into(), Plan::Pro);
    hear(&stage, &feed, &earlier, "2024-10-05T14:00:00Z").await;
    stage.until("2024-10-25T12:00:00Z").await;
    let listed = Listed {
        league: ("EPL", "soccer_epl"),
        sides: ["Brentford", "Ipswich Town"],
        starts: "2024-10-26T14:00:00Z",
    };
    let shots = [
        ("Bryan Mbeumo", 2.5),
        ("Mikkel Damsgaard", 2.5),
        ("Ben Mee", 0.5),
    ];
    let markets = vec![
        lines("player_shots", &shots),
        lines("player_shots_on_target", &[("Christian Norgaard", 0.5)]),
        lines("player_assists", &[("Vitaly Janelt", 0.5)]),
        lines("totals_h1", &[("", 1.5)]),
        lines("team_totals", &[("Brentford", 2.5)]),
    ];
    let prices = listed.priced(stage.now(), markets);
    stage.store("the_odds_api", prices).await;
    assert_snapshot!(stage.bet("alice", "brentford", "mbeumo over").await, @"
    **Bet placed**
    **Bryan Mbeumo over 2.5 shots** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Wins if Bryan Mbeumo has 3 or more shots in regular time.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("alice", "brentford", "damsgaard over").await;
    stage.bet("alice", "brentford", "mee over").await;
    stage.bet("ben", "ipswich", "norgaard under").await;
    stage.bet("ben", "ipswich", "janelt over").await;
    stage.bet("cleo", "ipswich", "over 1.5 half").await;
    stage.bet("cleo", "ipswich", "brentford over 2.5").await;

    stage.until("2024-10-26T16:10:00Z").await;
    hear(&stage, &feed, &told, "2024-10-26T14:00:00Z").await;
    stage.settle().await;

    let shots = |name| number(&player(&told, name)["shots"]["total"]);
    let why = stage.why("alice", "mbeumo").await;
    assert!(why.contains(&format!("Bryan Mbeumo {} shots", shots("Bryan Mbeumo"))));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Bryan Mbeumo over 2.5 shots at -110, placed <f>
    1. **Bryan Mbeumo over 2.5 shots** at -110 (Alpha) · **Won**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Bryan Mbeumo 3 shots, over 2.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let why = stage.why("alice", "damsgaard").await;
    assert!(why.contains(&format!(
        "Mikkel Damsgaard {} shots",
        shots("Mikkel Damsgaard")
    )));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Mikkel Damsgaard over 2.5 shots at -110, placed <f>
    1. **Mikkel Damsgaard over 2.5 shots** at -110 (Alpha) · **Lost**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Mikkel Damsgaard 2 shots, under 2.5, so it lost
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_eq!(player(&told, "Ben Mee")["games"]["minutes"], Value::Null);
    assert_snapshot!(stage.why("alice", "mee").await, @"
    **Ticket CODE · Void** · Ben Mee over 0.5 shots at -110, placed <f>
    1. **Ben Mee over 0.5 shots** at -110 (Alpha) · **Void**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Ben Mee didn't take part, so it's void and the stake is returned
    -# A bet on the statistic of a player who does not play is void. (888: the player must take part)
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    // Who has other figures and none here had none on target.
    assert_eq!(
        player(&told, "Christian Nørgaard")["shots"]["on"],
        Value::Null
    );
    assert_snapshot!(stage.why("ben", "norgaard").await, @"
    **Ticket CODE · Won** · Christian Nørgaard under 0.5 shots on target at -110, placed <f>
    1. **Christian Nørgaard under 0.5 shots on target** at -110 (Alpha) · **Won**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Christian Nørgaard 0 shots on target, under 0.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_eq!(player(&told, "Vitaly Janelt")["goals"]["assists"], 1);
    assert_snapshot!(stage.why("ben", "janelt").await, @"
    **Ticket CODE · Won** · Vitaly Janelt over 0.5 assists at -110, placed <f>
    1. **Vitaly Janelt over 0.5 assists** at -110 (Alpha) · **Won**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Vitaly Janelt 1 assist, over 0.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let half = &told["response"][0]["score"]["halftime"];
    let [home, away] = ["home", "away"].map(|it| number(&half[it]));
    let why = stage.why("cleo", "half").await;
    let sum = home + away;
    assert!(why.contains(&format!("Brentford {home} + Ipswich {away} = {sum}")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Over 1.5, 1st half at -110, placed <f>
    1. **Over 1.5, 1st half** at -110 (Alpha) · **Won**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Brentford 2 + Ipswich 2 = 4, over 1.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Counted: the 1st half. Rule soccer/total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let goals = number(&told["response"][0]["goals"]["home"]);
    let why = stage.why("cleo", "2.5").await;
    assert!(why.contains(&format!("Brentford {goals}, over 2.5")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Brentford over 2.5 at -110, placed <f>
    1. **Brentford over 2.5** at -110 (Alpha) · **Won**
    **Brentford v Ipswich** · EPL · <f> (<R>)
    Brentford 4, over 2.5, so it won
    -# Source: API-SPORTS, final <f>, result 1. Brentford:Ipswich 4:3, 1st half 2:2, 2nd half 2:1. Counted: the 1st half + the 2nd half. Rule general/team_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    assert_snapshot!(stage.results().await, @"
    **Brentford 4, Ipswich 3** · final · EPL
    `+0.91u` Alice · Bryan Mbeumo over 2.5 shots
    `+0.91u` Ben · Christian Nørgaard under 0.5 shots on target
    `+0.91u` Ben · Vitaly Janelt over 0.5 assists
    `+0.91u` Cleo · Over 1.5, 1st half
    `+0.91u` Cleo · Brentford over 2.5
    `1u returned` Alice · Ben Mee over 0.5 shots
    `-1u` Alice · Mikkel Damsgaard over 2.5 shots
    ");
    stage.close().await;
}
