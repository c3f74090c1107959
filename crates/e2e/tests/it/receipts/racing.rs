//! Two drivers of a race against each other, from a recorded classification of Formula 1. No feed
//! of ours has such prices: they are put beside the drivers whom the recorded grid names.

use insta::assert_snapshot;
use providers::api_sports::{ApiSports, NAME, Plan};
use serde_json::{Value, json};
use shared::feed::{GameReport, QuoteReport};
use shared::id::CompetitorId;
use shared::market::{MarketKind, Side};
use testkit::quote;

use super::recorded::{list, number, one, recorded};
use super::stage::Stage;

const RACE: u64 = 1967;
const STARTS: &str = "2024-12-01T16:00:00Z";

/// A driver of the grid.
fn driver(race: &GameReport, name: &str) -> CompetitorId {
    let mut entered = race.participants.iter().map(|it| &it.competitor);
    let driver = entered.find(|it| it.name == name).unwrap();
    driver.first_id(NAME, race.league.sport)
}

/// Prices on which of two finishes ahead of the other.
fn pair(race: &GameReport, names: [&str; 2], prices: [i32; 2]) -> Vec<QuoteReport> {
    let ids = names.map(|name| driver(race, name));
    let mut group = ids.to_vec();
    group.sort_unstable();
    let both = ids.into_iter().zip(prices);
    let both = both.map(|(id, price)| QuoteReport {
        group: group.clone(),
        ..quote(MarketKind::HeadToHead, None, Side::Entrant(id), price)
    });
    both.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_to_head_comes_out_as_the_recorded_classification_has_it() {
    let (Some(season), Some(grid), Some(ranking)) = (
        recorded("api-formula-1/races.json"),
        recorded("api-formula-1/rankings_startinggrid.json"),
        recorded("api-formula-1/rankings_races.json"),
    ) else {
        return;
    };
    let mut ahead = season.clone();
    for session in ahead["response"].as_array_mut().unwrap() {
        if session["id"] == RACE {
            session["status"] = json!("Scheduled");
        }
    }
    let stage = Stage::on("2024-12-01T10:00:00Z").await;
    let feed = ApiSports::new(stage.http(), stage.url(), "hunter2".into(), Plan::Pro);
    let races = "/v1.formula-1/races";
    let beside = "/v1.formula-1/rankings/startinggrid?race=1967";
    stage.serve(&[(races, &ahead), (beside, &grid)]).await;
    let mut told = stage.ask(&feed, "F1", STARTS).await;
    let race = &mut told.games[0];
    assert_eq!(race.participants.len(), list(&grid["response"]).len());
    let pairs = [
        pair(race, ["Charles Leclerc", "Oscar Piastri"], [-105, -115]),
        pair(race, ["Lewis Hamilton", "Lando Norris"], [120, -140]),
        pair(race, ["Sergio Perez", "Yuki Tsunoda"], [-130, 110]),
    ];
    race.quotes = pairs.concat();
    for (name, price) in [("Max Verstappen", 120), ("George Russell", 450)] {
        let to_win = Side::Entrant(driver(race, name));
        race.quotes
            .push(quote(MarketKind::Outright, None, to_win, price));
    }
    stage.store(NAME, told).await;
    assert_snapshot!(stage.bet("alice", "qatar", "leclerc to beat").await, @"
    **Bet placed**
    **Charles Leclerc to beat Oscar Piastri** at **-105**
    1u to win 0.95u (returns 1.95u)
    **Qatar Grand Prix** · F1 · <f> (<R>)
    Wins if Charles Leclerc finishes ahead of Oscar Piastri.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("alice", "qatar", "hamilton to beat").await;
    stage.bet("ben", "qatar", "tsunoda to beat").await;
    assert_snapshot!(stage.slip("Ben").await, @"
    **Ben** · **Yuki Tsunoda to beat Sergio Perez** at **+110** · 1u to win 1.1u
    Qatar Grand Prix · F1 · <f> (<R>)
    Wins if Yuki Tsunoda finishes ahead of Sergio Perez
    -# Alpha · placed <f> · ticket CODE
    ");

    stage.until("2024-12-01T18:30:00Z").await;
    let beside = "/v1.formula-1/rankings/races?race=1967";
    stage.serve(&[(races, &season), (beside, &ranking)]).await;
    stage.hear(&feed, "F1", STARTS).await;
    stage.settle().await;

    let of = |name: &str| one(&ranking["response"], |it| it["driver"]["name"] == name);
    let place = |name| number(&of(name)["position"]);
    let said = |own, other| format!("place {} against {}", place(own), place(other));
    let why = stage.why("alice", "leclerc").await;
    assert!(why.contains(&said("Charles Leclerc", "Oscar Piastri")));
    assert_snapshot!(why, @"
    **Ticket CODE · Won** · Charles Leclerc to beat Oscar Piastri at -105, placed <f>
    1. **Charles Leclerc to beat Oscar Piastri** at -105 (Alpha) · **Won**
    **Qatar Grand Prix** · F1 · <f> (<R>)
    Charles Leclerc: place 2 against 3, so it won
    -# Of two who both finished the better classified one wins. (bet365 Kansas and TheVault motorsport: the official classification)
    -# Source: API-SPORTS, final <f>, result 1. Rule motorsport/head_to_head, version N. Receipt HASH
    Won <f>: 1 x 41/21 = **1.95238 back** (+0.95238), rounded down to a millionth of a unit
    ");
    let why = stage.why("alice", "hamilton").await;
    assert!(why.contains(&said("Lewis Hamilton", "Lando Norris")));
    assert_snapshot!(why, @"
    **Ticket CODE · Lost** · Lewis Hamilton to beat Lando Norris at +120, placed <f>
    1. **Lewis Hamilton to beat Lando Norris** at +120 (Alpha) · **Lost**
    **Qatar Grand Prix** · F1 · <f> (<R>)
    Lewis Hamilton: place 12 against 10, so it lost
    -# Of two who both finished the better classified one wins. (bet365 Kansas and TheVault motorsport: the official classification)
    -# Source: API-SPORTS, final <f>, result 1. Rule motorsport/head_to_head, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_eq!(of("Sergio Perez")["time"], Value::from("DNF"));
    assert_snapshot!(stage.why("ben", "tsunoda").await, @"
    **Ticket CODE · Won** · Yuki Tsunoda to beat Sergio Perez at +110, placed <f>
    1. **Yuki Tsunoda to beat Sergio Perez** at +110 (Alpha) · **Won**
    **Qatar Grand Prix** · F1 · <f> (<R>)
    Yuki Tsunoda: finished; the other didn't, so it won
    -# Of two who are compared the one who finishes beats the one who does not. (bet365 Kansas and TheVault motorsport: the official classification)
    -# Source: API-SPORTS, final <f>, result 1. Rule motorsport/head_to_head, version N. Receipt HASH
    Won <f>: 1 x 21/10 = **2.1 back** (+1.10)
    ");
    assert_snapshot!(stage.results().await, @"
    **Qatar Grand Prix** · won by Max Verstappen · F1
    `+1.1u` Ben · Yuki Tsunoda to beat Sergio Perez
    `+0.95u` Alice · Charles Leclerc to beat Oscar Piastri
    `-1u` Alice · Lewis Hamilton to beat Lando Norris
    ");
    stage.close().await;
}
