//! What members look up of leagues and teams.

use chrono::TimeDelta;
use serde_json::json;
use shared::feed::{Availability, RosterStatus};
use testkit::{ReportExt, game, team};

use super::scene::{Scene, message};
use crate::lookups::{injured, listed, stands};
use crate::world::soon;

/// More games, rows and players than a page shows, however many rows there are of everything else.
const OVER_A_PAGE: u16 = 12;

async fn prepare(scene: &Scene) {
    let games = (0..OVER_A_PAGE).map(|number| {
        let away = format!("Guests{number:02}");
        let start = soon(24 * 9) + TimeDelta::hours(30 * i64::from(number));
        game("NFL", "Regulars", &away).starts_at(start)
    });
    // What can be bet on stays so.
    let all: Vec<_> = scene.open.iter().cloned().chain(games).collect();
    scene.world.report(&all).await;
    let parts = ["AFC", "NFC"].into_iter().flat_map(|group| {
        let row = move |rank| stands(group, rank, team(&format!("{group}{rank}")), [9, 9]);
        (1..=OVER_A_PAGE).map(row)
    });
    scene.world.tell_table("2026", parts.collect()).await;
    let players = (0..OVER_A_PAGE).map(|number| {
        let name = format!("Injured Player{number:02}");
        injured("Regulars", &name, Availability::Out)
    });
    scene.world.tell_injuries(players.collect()).await;
    let players = (0..60).map(|number| {
        let name = format!("Listed Player{number:02}");
        listed(&name, "QB", "", RosterStatus::Active)
    });
    scene.world.tell_roster("Regulars", players.collect()).await;
}

/// Everything.
pub(super) async fn press(scene: &mut Scene) {
    prepare(scene).await;
    let ben = scene.ben.clone();
    let nfl = || json!({ "league": "NFL" });
    let what = ("/standings league: choices", "NFL");
    let typed = ("standings", json!({ "league": "" }), "league");
    scene.choices(&ben, typed, what).await;
    let what = ("/standings: of a league", "NFL standings");
    let table = scene.slash(&ben, ("standings", nfl()), what).await;
    let what = ("component standings.p: a page", "NFC");
    let second = scene.press(&ben, (message(&table), "Next"), what).await;
    let what = ("component standings.g: a part", "AFC");
    let part = (message(&second), "Jump to a division or group", &["0"][..]);
    scene.select(&ben, part, what).await;

    let regulars = || json!({ "team": "regulars" });
    let what = ("/injuries team: choices", "Regulars");
    let typed = ("injuries", json!({ "team": "reg" }), "team");
    scene.choices(&ben, typed, what).await;
    let what = ("/injuries: of a team", "12 players");
    let listed = scene.slash(&ben, ("injuries", regulars()), what).await;
    let what = ("component injuries.p: a page", "Player11");
    scene.press(&ben, (message(&listed), "Next"), what).await;

    let what = ("/schedule league: choices", "NFL");
    let typed = ("schedule", json!({ "league": "" }), "league");
    scene.choices(&ben, typed, what).await;
    let what = ("/schedule team: choices", "Regulars");
    let typed = ("schedule", json!({ "team": "reg" }), "team");
    scene.choices(&ben, typed, what).await;
    let what = ("/schedule: of a league", "games");
    let month = json!({ "league": "NFL", "when": "month" });
    let schedule = scene.slash(&ben, ("schedule", month), what).await;
    let what = ("component schedule.l: a page", "games");
    scene.press(&ben, (message(&schedule), "Next"), what).await;
    let what = ("/schedule: of a team", "12 games");
    let month = json!({ "team": "regulars", "when": "month" });
    let schedule = scene.slash(&ben, ("schedule", month), what).await;
    let what = ("component schedule.t: a page", "Guests11");
    scene.press(&ben, (message(&schedule), "Next"), what).await;

    let what = ("/tickets league: choices", "NFL");
    let typed = ("tickets", json!({ "league": "nf" }), "league");
    scene.choices(&ben, typed, what).await;
    let what = ("/tickets: narrowed to a league", "Only: NFL");
    scene.slash(&ben, ("tickets", nfl()), what).await;

    let what = ("/team team: choices", "Regulars");
    let typed = ("team", json!({ "team": "reg" }), "team");
    scene.choices(&ben, typed, what).await;
    let what = ("/team: a card", "Guests00");
    let card = scene.slash(&ben, ("team", regulars()), what).await;
    let what = ("component schedule.a: what comes next", "12 games");
    scene.press(&ben, (message(&card), "Schedule"), what).await;
    let what = ("/team: a card with players", "60 listed");
    let card = scene.slash(&ben, ("team", regulars()), what).await;
    let what = ("component team.p: the players", "Player00");
    scene.press(&ben, (message(&card), "Players"), what).await;
    let what = ("/weather game: choices", "H101");
    let typed = ("weather", json!({ "game": "clubh101" }), "game");
    scene.choices(&ben, typed, what).await;
    let what = ("/weather: of a game", "ClubH101");
    let game = json!({ "game": "clubh101" });
    scene.slash(&ben, ("weather", game), what).await;
    let what = ("/weather: several games", "games match");
    let several = json!({ "game": "club" });
    let several = scene.slash(&ben, ("weather", several), what).await;
    let menu = message(&several).menu("Choose a game").unwrap();
    let game = menu.options[0].1.clone();
    let what = ("component weather.c: a game of the menu", "sources");
    let chosen = (message(&several), "Choose a game", &[game.as_str()][..]);
    scene.select(&ben, chosen, what).await;
}
