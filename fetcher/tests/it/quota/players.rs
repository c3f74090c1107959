//! Questions about players are paid from what the main lines leave.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::plan::{Live, Pace};
use season::meter::Plan;

use super::world::{Settings, World};

fn noon() -> DateTime<Utc> {
    "2026-11-03T12:00:00Z".parse().unwrap()
}

/// At noon, with so many units a day; one league, which plays at four o'clock.
async fn world(units: u32, players: Option<u32>) -> World {
    let mut world = World::new(Settings {
        begins_at: noon(),
        leagues: 1,
        pace: Pace {
            near: Duration::from_secs(60),
            far: Duration::from_secs(900),
            ahead: Duration::from_secs(3600),
            live: Live::AsNear,
        },
        plan: Plan {
            units,
            monthly: false,
            cost: 1,
            a_second: 10,
            ahead: TimeDelta::zero(),
            storms: Vec::new(),
            others: Vec::new(),
        },
        takes: TimeDelta::milliseconds(100),
    })
    .await;
    world.players = players;
    world.game(0, noon() + TimeDelta::hours(4)).await;
    let known = "INSERT INTO game_refs (provider, reference, game_id)
            SELECT 'metered', 'g1', game_id FROM games;
        INSERT INTO markets (market_id, game_id, kind, period)
            SELECT gen_random_uuid(), game_id, 'moneyline_3way', 'full' FROM games;";
    sqlx::raw_sql(known)
        .execute(&world.database.owner)
        .await
        .unwrap();
    world
}

/// After how many minutes the players of the game were asked about.
fn asked(world: &World) -> Vec<i64> {
    let calls = world.meter.calls().into_iter();
    let of_players = calls.filter(|it| it.league == "L0-g1");
    of_players
        .map(|it| (it.at - noon()).num_minutes())
        .collect()
}

fn lines(world: &World) -> usize {
    let calls = world.meter.calls();
    calls.iter().filter(|it| it.league == "L0").count()
}

#[tokio::test]
async fn a_game_that_starts_soon_is_asked_about_each_hour_and_no_other() {
    let mut world = world(10_000, Some(1)).await;
    let mut fetcher = world.fetcher().await;
    let half_past_two = noon() + TimeDelta::minutes(150);
    world.work(&mut fetcher, half_past_two).await;
    assert_eq!(asked(&world), [60, 120]);
    // Another process has heard of that.
    let mut fetcher = world.fetcher().await;
    world.work(&mut fetcher, noon() + TimeDelta::hours(8)).await;
    assert_eq!(asked(&world), [60, 120, 180], "and not while it is played");
}

#[tokio::test]
async fn questions_about_players_cost_the_main_lines_nothing() {
    for (units, expected) in [(60, 0), (190, 3), (10_000, 3)] {
        let mut polls = Vec::new();
        for players in [None, Some(1)] {
            let mut world = world(units, players).await;
            let mut fetcher = world.fetcher().await;
            world.work(&mut fetcher, noon() + TimeDelta::hours(4)).await;
            polls.push(lines(&world));
            let number = players.map_or(0, |_| expected);
            assert_eq!(asked(&world).len(), number, "{units}");
        }
        assert_eq!(polls[0], polls[1], "{units}: polls of the main lines");
        assert!(polls[0] > 0, "{units}");
    }
}
