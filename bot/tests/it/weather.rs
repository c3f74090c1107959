//! Where games are played, and the weather there.

use chrono::TimeDelta;
use insta::assert_snapshot;
use serde_json::json;
use shared::weather::{HourForecast, Roof};
use store::venues::{self, Ground};
use testkit::{FEED, ReportExt, game};

use crate::world::{World, bears_at_home, lions_at_home, soon, stable};

fn ground(
    of: &shared::feed::GameReport,
    name: &str,
    roof: Option<Roof>,
    is_placed: bool,
) -> Ground {
    Ground {
        reference: of.reference.clone(),
        name: name.to_owned(),
        place: Some("Chicago, IL".to_owned()),
        roof,
        is_placed,
    }
}

async fn weather(world: &World, typed: &str) -> String {
    let ben = world.user("ben");
    let asked = ben.slash("#general", "weather", json!({ "game": typed }));
    stable(&asked.await.unwrap().text())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_weather_of_the_first_hour_is_shown_with_its_source_and_age() {
    let world = World::start().await;
    let plays = |home: &str, away: &str| {
        let game = game("NFL", home, away).starts_at(soon(3));
        game.moneyline(-110, -110)
    };
    let jets = plays("Jets", "Colts");
    let rams = plays("Rams", "Titans");
    let bills = plays("Bills", "Browns");
    let games = [
        bears_at_home(),
        lions_at_home(),
        jets.clone(),
        rams.clone(),
        bills.clone(),
    ];
    world.report(&games).await;
    let grounds = [
        ground(&bears_at_home(), "Soldier Field", Some(Roof::Open), true),
        ground(&lions_at_home(), "A Dome", Some(Roof::Closed), true),
        ground(&rams, "A *Lid*", Some(Roof::Retractable), true),
        ground(&bills, "Abroad", None, false),
    ];
    let mut conn = world.database.fetcher.acquire().await.unwrap();
    let now = world.database.now().await;
    venues::keep(&mut conn, FEED, &grounds, now).await.unwrap();
    assert_snapshot!(weather(&world, "bears").await, @"
    **Packers at Bears** · NFL · <f> (<R>)
    Soldier Field, Chicago, IL
    No forecast yet. I look for one in the last four days before the start.
    ");
    let outside = venues::outside(&mut conn, now + TimeDelta::days(4));
    let outside = outside.await.unwrap();
    let [bears] = outside.as_slice() else {
        panic!("{outside:?}");
    };
    let hour = HourForecast {
        hour: bears.starts_at,
        temperature_f: 28,
        wind_mph: Some(17),
        wind_from: Some("NW".to_owned()),
        precipitation: Some(30),
        summary: Some("Chance *Light* Snow".to_owned()),
        issued_at: now,
    };
    venues::forecast(&mut conn, bears, Some(&hour), now)
        .await
        .unwrap();
    assert_snapshot!(weather(&world, "bears").await, @"
    **Packers at Bears** · NFL · <f> (<R>)
    Soldier Field, Chicago, IL
    **28°F** (-2°C) · wind 17 mph from NW · 30% chance of rain or snow · Chance \\*Light\\* Snow
    -# From the National Weather Service, issued <R>
    ");
    assert_snapshot!(weather(&world, "lions").await, @"
    **Vikings at Lions** · NFL · <f> (<R>)
    A Dome, Chicago, IL
    It's played indoors.
    ");
    assert_snapshot!(weather(&world, "rams").await, @r#"
    **Titans at Rams** · NFL · <f> (<R>)
    A \*Lid\*, Chicago, IL
    The roof can open or close, and nobody announces it early, so I don't show a forecast.
    "#);
    assert_snapshot!(weather(&world, "bills").await, @"
    **Browns at Bills** · NFL · <f> (<R>)
    Abroad, Chicago, IL
    I only have forecasts for grounds in the United States that I know.
    ");
    assert_snapshot!(weather(&world, "jets").await, @"
    **Colts at Jets** · NFL · <f> (<R>)
    None of my sources say where this game is played.
    ");
    assert_snapshot!(weather(&world, "wombats").await, @r#"
    No open game matches "wombats". Choose one from the list.
    -# CODE
    "#);
    let ben = world.user("ben");
    let typing = json!({ "game": "bea" });
    let choices = ben.autocomplete("#general", "weather", typing, "game");
    assert!(choices.await.unwrap()[0].name.contains("NFL"));
    // Several games fit, and the one that is meant is chosen.
    let several = ben.slash("#general", "weather", json!({ "game": "nfl" }));
    let several = several.await.unwrap();
    let menu = several.message().unwrap();
    let id = world.game_id("bears-packers").await.to_string();
    let chosen = ben.select(menu, "Choose a game", &[&id]).await.unwrap();
    assert!(chosen.text().contains("Soldier Field"), "{}", chosen.text());
}
