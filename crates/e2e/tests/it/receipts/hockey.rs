//! The NHL from the league's own recorded box score, which has a letter for a first name.

use insta::assert_snapshot;
use providers::nhl::Nhl;
use serde_json::{Value, json};

use super::prices::{Listed, lines, winner};
use super::recorded::{list, number, one, recorded, with};
use super::stage::Stage;

/// The recorded game.
const GAME: &str = "2023020204";

/// What the league tells of one game: the list of its day with it alone, its box score, and what
/// stands beside it.
struct Told {
    day: Value,
    box_score: Value,
    rail: Value,
}

fn told() -> Option<Told> {
    let mut day = recorded("nhl-api-web/score-by-date.json")?;
    let game = one(&day["games"], |it| it["id"].as_i64() == GAME.parse().ok()).clone();
    day["games"] = json!([game]);
    Some(Told {
        day,
        box_score: recorded("nhl-api-web/gamecenter-by-game-id-boxscore.json")?,
        rail: recorded("nhl-api-web/gamecenter-by-game-id-right-rail.json")?,
    })
}

impl Told {
    async fn serve(&self, stage: &Stage, date: &str) {
        let id = &self.day["games"][0]["id"];
        let day = format!("/v1/score/{date}");
        let [game, beside] =
            ["boxscore", "right-rail"].map(|it| format!("/v1/gamecenter/{id}/{it}"));
        let answers = [
            (day.as_str(), &self.day),
            (&game, &self.box_score),
            (&beside, &self.rail),
        ];
        stage.serve(&answers).await;
    }

    /// The same under another id, and two days before.
    fn before(&self) -> Self {
        let moved = [
            (GAME, "2023020190"),
            ("2023-11-11T00:00:00Z", "2023-11-09T00:00:00Z"),
        ];
        Self {
            day: with(&self.day, &moved),
            box_score: self.box_score.clone(),
            rail: self.rail.clone(),
        }
    }

    /// What the box score has about the player whom it calls so.
    fn player(&self, name: &str) -> &Value {
        let sides = &self.box_score["playerByGameStats"];
        let lists = ["homeTeam", "awayTeam"]
            .map(|side| ["forwards", "defense", "goalies"].map(|it| list(&sides[side][it]).iter()));
        let mut all = lists.into_iter().flatten().flatten();
        all.find(|it| it["name"]["default"] == name).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn props_of_the_nhl_find_by_full_name_whom_its_box_score_calls_by_a_letter() {
    let Some(told) = told() else { return };
    let stage = Stage::on("2023-11-09T12:00:00Z").await;
    let nhl = Nhl::new(stage.http(), stage.url());
    told.before().serve(&stage, "2023-11-08").await;
    stage.hear(&nhl, "NHL", "2023-11-09T00:00:00Z").await;
    let listed = Listed {
        league: ("NHL", "icehockey_nhl"),
        sides: ["Buffalo Sabres", "Minnesota Wild"],
        starts: "2023-11-11T00:00:00Z",
    };
    let shots = [
        ("Jeff Skinner", 3.5),
        ("Tage Thompson", 2.5),
        ("Joel Eriksson Ek", 4.5),
        ("Alex Tuch", 2.5),
    ];
    let saves = [("Devon Levi", 29.5), ("Marc-Andre Fleury", 24.5)];
    let markets = vec![
        winner(listed.sides),
        lines("player_shots_on_goal", &shots),
        lines("player_total_saves", &saves),
    ];
    let prices = listed.priced(stage.now(), markets);
    // Every name is found: a price about nobody would be refused.
    stage.store("the_odds_api", prices).await;
    assert_snapshot!(stage.bet("alice", "sabres", "skinner over").await, @"
    **Bet placed**
    **Jeff Skinner over 3.5 shots on goal** at **-110**
    1u to win 0.91u (returns 1.91u)
    **Wild at Sabres** · NHL · <f> (<R>)
    Wins if Jeff Skinner has 4 or more shots on goal.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("alice", "sabres", "thompson over").await;
    stage.bet("alice", "sabres", "tuch over").await;
    stage.bet("ben", "sabres", "levi over").await;
    stage.bet("ben", "sabres", "fleury over").await;
    stage.bet("ben", "wild", "eriksson under").await;

    stage.until("2023-11-11T03:00:00Z").await;
    told.serve(&stage, "2023-11-10").await;
    stage.hear(&nhl, "NHL", "2023-11-11T00:00:00Z").await;
    stage.settle().await;

    let shots = |name| number(&told.player(name)["sog"]);
    let why = stage.why("alice", "skinner").await;
    assert!(why.contains(&format!("Skinner {} shots on goal", shots("J. Skinner"))));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Jeff Skinner over 3.5 shots on goal at -110, placed <f>
    1. **Jeff Skinner over 3.5 shots on goal** at -110 (Alpha) · **Won**
    **Wild at Sabres** · NHL · <f> (<R>)
    Jeff Skinner 4 shots on goal, over 3.5, so it won
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let why = stage.why("alice", "thompson").await;
    assert!(why.contains(&format!("Thompson {} shots on goal", shots("T. Thompson"))));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Tage Thompson over 2.5 shots on goal at -110, placed <f>
    1. **Tage Thompson over 2.5 shots on goal** at -110 (Alpha) · **Lost**
    **Wild at Sabres** · NHL · <f> (<R>)
    Tage Thompson 2 shots on goal, under 2.5, so it lost
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    let why = stage.why("ben", "eriksson").await;
    assert!(why.contains(&format!(
        "Eriksson Ek {} shots on goal",
        shots("J. Eriksson Ek")
    )));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Joel Eriksson Ek under 4.5 shots on goal at -110, placed <f>
    1. **Joel Eriksson Ek under 4.5 shots on goal** at -110 (Alpha) · **Lost**
    **Wild at Sabres** · NHL · <f> (<R>)
    Joel Eriksson Ek 7 shots on goal, over 4.5, so it lost
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    let why = stage.why("ben", "levi").await;
    let saves = number(&told.player("D. Levi")["saves"]);
    assert!(why.contains(&format!("Levi {saves} saves")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Devon Levi over 29.5 saves at -110, placed <f>
    1. **Devon Levi over 29.5 saves** at -110 (Alpha) · **Won**
    **Wild at Sabres** · NHL · <f> (<R>)
    Devon Levi 33 saves, over 29.5, so it won
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Won <f>: 1 x 21/11 = **1.90909 back** (+0.90909), rounded down to a millionth of a unit
    ");
    let scratched = &told.rail["gameInfo"]["homeTeam"]["scratches"];
    one(scratched, |it| it["lastName"]["default"] == "Tuch");
    assert_snapshot!(stage.why("alice", "tuch").await, @"
    **Ticket CODE · Void** · Alex Tuch over 2.5 shots on goal at -110, placed <f>
    1. **Alex Tuch over 2.5 shots on goal** at -110 (Alpha) · **Void**
    **Wild at Sabres** · NHL · <f> (<R>)
    Alex Tuch didn't take part, so it's void and the stake is returned
    -# A bet on a player without ice time is void. (theScore hockey: no ice time is void)
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_eq!(told.player("M. Fleury")["toi"], "00:00");
    assert_snapshot!(stage.why("ben", "fleury").await, @"
    **Ticket CODE · Void** · Marc-Andre Fleury over 24.5 saves at -110, placed <f>
    1. **Marc-Andre Fleury over 24.5 saves** at -110 (Alpha) · **Void**
    **Wild at Sabres** · NHL · <f> (<R>)
    Marc-Andre Fleury didn't take part, so it's void and the stake is returned
    -# A bet on a goalkeeper who does not start is void. (theScore hockey, Sportradar rule 2: the goalie must start)
    -# Source: NHL API, final <f>, result 1. Sabres:Wild 3:2, 1st period 1:1, 2nd period 1:0, 3rd period 1:1. Rule general/player_total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Wild 2, Sabres 3** · final · NHL
    `+0.91u` Alice · Jeff Skinner over 3.5 shots on goal
    `+0.91u` Ben · Devon Levi over 29.5 saves
    `1u returned` Alice · Alex Tuch over 2.5 shots on goal
    `1u returned` Ben · Marc-Andre Fleury over 24.5 saves
    `-1u` Alice · Tage Thompson over 2.5 shots on goal
    `-1u` Ben · Joel Eriksson Ek under 4.5 shots on goal
    ");
    stage.close().await;
}
