//! A game that is moved or put off: who bet on it is told once, and no message keeps saying when it
//! was to be played.

use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;
use sandbox::RenderedMessage;
use shared::clock::{Clock, SystemClock};
use shared::game::GameStatus;
use store::notify;
use testkit::ReportExt;

use crate::announce::{is_results, lines};
use crate::world::{World, bears_at_home, stable};

impl World {
    /// Looks at what is due by that time, settles it, and leaves the notices.
    async fn decide_by(&self, time: DateTime<Utc>) {
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let games: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT game_id FROM games")
            .fetch_all(&mut *tx)
            .await
            .unwrap();
        let games: Vec<_> = games
            .into_iter()
            .map(shared::id::GameId::from_uuid)
            .collect();
        let policy = grading::decide::Policy::default();
        services::results::decide(&mut tx, &games, &policy, time)
            .await
            .unwrap();
        notify::notify(&mut tx, notify::NOTICES).await.unwrap();
        tx.commit().await.unwrap();
        self.settle().await;
    }

    /// The slip once it says this.
    async fn slip_says(&self, slip: &RenderedMessage, wanted: &str) -> RenderedMessage {
        let id = slip.id;
        self.wait(move |it| it.id == id && it.says(wanted)).await
    }

    /// How many messages there are that say this.
    async fn saying(&self, wanted: &str) -> usize {
        let all = self.drive().messages("#general", None).await.unwrap();
        all.iter().filter(|it| it.says(wanted)).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_moved_within_its_window_is_told_once_and_its_slips_say_when_it_is_played() {
    let world = World::start().await;
    let game = bears_at_home();
    world.report(&game).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.bet("ben", "Packers -3.5 -110").await;
    let slip = world.slip("Alice").await;
    // Earlier: whatever day it is, that is the same week.
    let moved = game.starts_at(game.starts_at - TimeDelta::minutes(40));
    for _ in 0..2 {
        world.report(&moved).await;
    }
    let told = world.wait(|it| it.says("has moved to")).await;
    assert_snapshot!(stable(&told.content), @"
    **Packers at Bears** has moved to <f> (<R>) · NFL
    It was scheduled for <f>.
    2 bets here still count.
    -# Change 1 of Packers at Bears, <f>
    ");
    assert!(told.button("Mine").is_some());
    let start = format!("<t:{}:f>", moved.starts_at.timestamp());
    world.slip_says(&slip, &start).await;
    assert_eq!(world.saying("has moved to").await, 1);

    // A few minutes are no news; the slip says them all the same.
    let later = game.starts_at(moved.starts_at + TimeDelta::minutes(5));
    world.report(&later).await;
    let start = format!("<t:{}:f>", later.starts_at.timestamp());
    world.slip_says(&slip, &start).await;
    assert_eq!(world.saying("has moved to").await, 1);
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_that_is_put_off_and_back_on_says_so_on_its_slips_and_in_the_channel() {
    let world = World::start().await;
    let game = bears_at_home();
    world.report(&game).await;
    world.bet("alice", "Bears +3.5 -110").await;
    let slip = world.slip("Alice").await;
    world.report(game.in_state(GameStatus::Postponed)).await;
    let told = world.wait(|it| it.says("waits for a new date")).await;
    assert_snapshot!(stable(&told.content), @"
    **Packers at Bears** · Game postponed · NFL
    1 bet here waits for a new date. If the game isn't played by <f>, the bet is void.
    -# Change 1 of Packers at Bears, <f>
    ");
    let put_off = world.slip_says(&slip, "Game postponed").await;
    assert_snapshot!(lines(&put_off), @"
    **Alice** · **Bears +3.5** at **-110** · 1u to win 0.91u
    Packers at Bears · Game postponed · NFL
    Wins if the Bears win, or lose by 3 or fewer
    -# Alpha · placed <f> · ticket CODE
    ");
    world.report(&game).await;
    let back = world.wait(|it| it.says("is back on for")).await;
    assert_snapshot!(stable(&back.content), @"
    **Packers at Bears** is back on for <f> (<R>) · NFL
    1 bet here still counts.
    -# Change 2 of Packers at Bears, <f>
    ");
    let start = format!("<t:{}:f>", game.starts_at.timestamp());
    world.slip_says(&slip, &start).await;

    // Called off, the slip says so before anything is settled.
    world.report(game.in_state(GameStatus::Cancelled)).await;
    world.slip_says(&slip, "Game cancelled").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_game_moved_by_weeks_gives_stakes_back_and_is_told_of_anew_when_it_is_played() {
    let world = World::start().await;
    let game = bears_at_home();
    world.report(&game).await;
    world.bet("alice", "Bears +3.5 -110").await;
    let old = world.slip("Alice").await;
    let moved = game.starts_at(game.starts_at + TimeDelta::days(26));
    world.report(&moved).await;
    let told = world.wait(|it| it.says("has moved to")).await;
    assert_snapshot!(stable(&told.content), @"
    **Packers at Bears** has moved to <f> (<R>) · NFL
    It was scheduled for <f>.
    1 bet here is void: its date is too far off. Single bets get their stake back.
    -# Change 1 of Packers at Bears, <f>
    ");
    world.bet("ben", "Packers -3.5 -110").await;
    let new = world.slip("Ben").await;
    // A feed that is not the league's own is believed once it has stood.
    world
        .decide_by(SystemClock.now() + TimeDelta::hours(2))
        .await;
    let returned = world
        .wait(|it| is_results(it) && it.says("1u returned"))
        .await;
    assert_snapshot!(stable(&returned.content), @"
    **Packers at Bears** · moved to <f> · NFL
    `1u returned` Alice · Bears +3.5
    ");
    let old = world.slip_says(&old, "VOID").await;
    assert_snapshot!(lines(&old), @"
    **Alice** · **VOID** · Bears +3.5 at -110 · 1u returned
    Packers at Bears · Game postponed · NFL
    Game postponed: stake returned
    -# Alpha · placed <f> · ticket CODE
    ");

    world.report(moved.final_score(24, 28)).await;
    world
        .decide_by(SystemClock.now() + TimeDelta::hours(3))
        .await;
    let played = world
        .wait(|it| it.says("Packers 28, Bears 24** · final"))
        .await;
    assert_ne!(played.id, returned.id, "the first may stand far up by now");
    assert_snapshot!(stable(&played.content), @"
    **Packers 28, Bears 24** · final · NFL
    `+0.91u` Ben · Packers -3.5
    `1u returned` Alice · Bears +3.5
    ");
    world.slip_says(&new, "WON").await;
    let old = world.slip_says(&old, "Packers 28, Bears 24").await;
    assert_snapshot!(lines(&old), @"
    **Alice** · **VOID** · Bears +3.5 at -110 · 1u returned
    Packers 28, Bears 24 · final · NFL · <d>
    Moved too far from the date of this bet: stake returned
    -# Alpha · placed <f> · ticket CODE
    ");
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
}
