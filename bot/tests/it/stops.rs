//! Stopping in the middle of an announcement: soon, and it is announced once all the same.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use runtime::lifecycle::{DRAIN, Ended};
use sandbox::{Effect, Fault};

use crate::world::{World, bears_at_home};

const POSTS: &str = "/channels/{channel}/messages";
/// The longest that a program may take to stop.
const STOP_MAX: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_in_the_middle_of_an_announcement_is_soon_and_it_is_announced_once() {
    for (effect, ends) in [
        // A slow line: what is under way is finished.
        (Effect::Latency { ms: 3_000 }, Some(Ended::Asked)),
        // One that never answers, before and after the message is there: it is cut off.
        (Effect::HoldBefore, None),
        (Effect::HoldAfter, None),
    ] {
        let mut world = World::start().await;
        world.report(bears_at_home()).await;
        let fault = Fault::new(effect.clone()).on(POSTS).method("POST");
        world.sandbox.fault(fault.times(1)).await.unwrap();
        world.bet("alice", "Bears +3.5 -110").await;
        until_one_is(&world, "sending").await;

        let began = Instant::now();
        let ended = world.stop_within(DRAIN).await;
        let took = began.elapsed();
        assert!(ends.is_none_or(|it| it == ended), "{effect:?}: {ended:?}");
        println!("stops: a bot that announces ({effect:?}) ended after {took:?}: {ended:?}");
        assert!(took < STOP_MAX, "{effect:?}: {took:?}");
        world.drive().clear_faults().await.unwrap();
        world.drive().release().await.unwrap();

        // The claim of the one that was cut off runs out.
        world.database.advance(TimeDelta::seconds(25)).await;
        world.revive().await;
        until_one_is(&world, "sent").await;
        assert_eq!(posted(&world.drive()).await, 1, "{effect:?}");
    }
}

/// Waits until one delivery is in that state.
async fn until_one_is(world: &World, state: &str) {
    let count = "SELECT count(*) FROM deliveries WHERE state = $1";
    let is_one = async || {
        let count = sqlx::query_scalar::<_, i64>(count).bind(state);
        let count = count.fetch_one(&world.database.owner).await.unwrap();
        (count == 1).then_some(())
    };
    world.until(is_one).await;
}

/// How many slips are in the channel.
async fn posted(drive: &sandbox::Drive) -> usize {
    let all = drive.messages("#general", None).await.unwrap();
    all.iter()
        .filter(|it| it.content.starts_with("**Alice**"))
        .count()
}
