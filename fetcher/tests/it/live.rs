//! Where games stand while they are played: kept for whoever looks, and for nothing else.

use chrono::TimeDelta;
use providers::stub::Act;
use shared::competitor::Role;
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::live::{GameClock, LiveState, Situation, Stage};
use store::live::{self, Live};
use testkit::ReportExt;

use crate::touched::{WATCH, touched};
use crate::world::{World, game};

/// The game, played, in its fourth quarter with so many seconds to go and the ball at home.
fn played(game: &GameReport, seconds: u16) -> GameReport {
    let score = |role| PeriodScore {
        period: Period::Full,
        role,
        points: 7,
    };
    GameReport {
        status: GameStatus::Live,
        scores: [Role::Home, Role::Away].map(score).to_vec(),
        live: Some(state(seconds, Role::Home)),
        quotes: Vec::new(),
        ..game.clone()
    }
}

fn state(seconds: u16, ball: Role) -> LiveState {
    LiveState {
        period: Some(Period::Quarter(4)),
        clock: Some(GameClock::down(seconds)),
        situation: Some(Situation::AmericanFootball {
            possession: Some(ball),
            down: Some((2, 7)),
            ball_on: Some((ball, 20)),
        }),
        ..LiveState::at(Stage::Playing)
    }
}

fn says(game: GameReport) -> Act {
    Act::Answer(FeedAnswer {
        games: vec![game],
        rejected: Vec::new(),
    })
}

/// What is kept of the only game.
async fn kept(world: &World) -> Vec<Live> {
    let game = sqlx::query_scalar("SELECT game_id FROM games WHERE merged_into IS NULL")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    let game = shared::id::GameId::from_uuid(game);
    // As the bot reads it.
    let mut conn = world.database.bot.acquire().await.unwrap();
    let mut all = live::of(&mut conn, &[game]).await.unwrap();
    all.remove(&game).unwrap_or_default()
}

#[tokio::test]
async fn a_clock_that_runs_is_written_alone_and_one_that_stands_is_not_written() {
    let world = World::new().await;
    let game = game("1", world.at(-2), "-3.5");
    let mut poller = world.poller();
    world.stub.only(says(played(&game, 300)));
    poller.tick(&world.lease).await.unwrap();
    world.run(WATCH).await;
    let mut seen = Vec::new();
    for seconds in [270, 270, 240] {
        world.pass(TimeDelta::seconds(61)).await;
        world.stub.only(says(played(&game, seconds)));
        let polled = poller.tick(&world.lease).await.unwrap();
        assert_eq!(polled.summary.changes.total(), 0);
        let kept = kept(&world).await;
        assert_eq!(kept[0].state, state(seconds, Role::Home));
        assert!(kept[0].asked_at.is_some_and(|it| it >= kept[0].since));
        seen.push(touched(&world).await.join(", "));
    }
    let written = "update feed_questions, update live_states";
    assert_eq!(seen, [written, "update feed_questions", written]);
    assert_eq!(world.count("SELECT count(*) FROM results").await, 0);
    assert_eq!(
        world.count("SELECT count(*) FROM provider_reports").await,
        1
    );
}

#[tokio::test]
async fn a_process_that_has_seen_nothing_writes_no_state_that_is_kept_already() {
    let world = World::new().await;
    let game = game("1", world.at(-2), "-3.5");
    world.stub.only(says(played(&game, 300)));
    world.poller().tick(&world.lease).await.unwrap();
    world.run(WATCH).await;
    world.poller().tick(&world.lease).await.unwrap();
    assert_eq!(touched(&world).await, ["update feed_questions"]);
}

#[tokio::test]
async fn a_game_that_is_over_leaves_nothing_behind() {
    let world = World::new().await;
    let game = game("1", world.at(-3), "-3.5");
    let mut poller = world.poller();
    world.stub.only(says(played(&game, 1)));
    poller.tick(&world.lease).await.unwrap();
    assert_eq!(kept(&world).await.len(), 1);
    world.pass(TimeDelta::seconds(61)).await;
    world.stub.only(says(game.final_score(7, 10)));
    poller.tick(&world.lease).await.unwrap();
    assert_eq!(kept(&world).await, []);
}

#[tokio::test]
async fn the_ball_stays_with_the_team_that_has_it_when_a_feed_turns_the_sides() {
    let world = World::new().await;
    let game = game("1", world.at(-2), "-3.5");
    let mut poller = world.poller();
    world.stub.only(says(played(&game, 300)));
    poller.tick(&world.lease).await.unwrap();
    let mut turned = played(&game, 299);
    for side in &mut turned.participants {
        side.role = side.role.other();
    }
    world.pass(TimeDelta::seconds(61)).await;
    world.stub.only(says(turned));
    poller.tick(&world.lease).await.unwrap();
    assert_eq!(kept(&world).await[0].state, state(299, Role::Away));
}

#[tokio::test]
async fn what_its_feed_never_takes_back_is_forgotten_after_two_days() {
    let world = World::new().await;
    let game = game("1", world.at(-2), "-3.5");
    world.stub.only(says(played(&game, 300)));
    world.poller().tick(&world.lease).await.unwrap();
    let left = async || {
        let pool = &world.database.fetcher;
        fetcher::jobs::retention::all(pool, &world.lease)
            .await
            .unwrap();
        world.count("SELECT count(*) FROM live_states").await
    };
    world.pass(TimeDelta::hours(47)).await;
    assert_eq!(left().await, 1);
    world.pass(TimeDelta::hours(2)).await;
    assert_eq!(left().await, 0);
}

#[tokio::test]
async fn the_feed_of_a_game_that_was_joined_tells_where_the_other_one_stands() {
    let world = World::new().await;
    let mut games = vec![
        game("1", world.at(2), "-3.5"),
        played(&game("2", world.at(-2), "-3.5"), 300),
    ];
    games[0].quotes.clear();
    world.stub.only(Act::Answer(FeedAnswer {
        games,
        rejected: Vec::new(),
    }));
    world.poller().tick(&world.lease).await.unwrap();
    let join = "UPDATE games SET is_turned = true, merged_into = (
          SELECT game_id FROM game_refs WHERE reference = '1')
        WHERE game_id = (SELECT game_id FROM game_refs WHERE reference = '2')";
    world.run(join).await;
    let kept = kept(&world).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0].state,
        state(300, Role::Away),
        "with the sides of the other"
    );
}
