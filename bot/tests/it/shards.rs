//! Several processes of one bot, each with shards of its own.

use std::collections::BTreeMap;
use std::time::Duration;

use runtime::lifecycle::Lifecycle;
use sandbox::{Options, RenderedMessage};
use serde_json::json;
use shared::id::GuildId;
use shared::shards::ShardRange;
use testkit::ReportExt;

use crate::announce::is_results;
use crate::world::{World, bears_at_home};

const LONG: Duration = Duration::from_secs(20);

/// One of two shards.
fn half(number: u32) -> ShardRange {
    ShardRange::new(number, number + 1, 2).unwrap()
}

impl World {
    /// Two servers, one of each shard: the names of a channel of each.
    async fn a_server_a_shard(&self) -> [String; 2] {
        let drive = self.drive();
        let mut channels: BTreeMap<bool, String> = BTreeMap::new();
        for number in 0.. {
            if channels.len() == 2 {
                break;
            }
            let name = format!("Server {number}");
            let guild = drive
                .create_guild(&name, "alice")
                .await
                .unwrap()
                .to_string();
            let id = GuildId::new(guild.parse().unwrap());
            let channel = format!("bets{number}");
            drive.create_channel(&channel, Some(&guild)).await.unwrap();
            channels
                .entry(half(1).has(id))
                .or_insert(format!("#{channel}"));
        }
        [false, true].map(|it| channels[&it].clone())
    }

    async fn bet_in(&self, channel: &str) {
        let alice = self.user("alice");
        let line = json!({ "line": "bears +3.5 1u" });
        let shown = alice.slash(channel, "b", line).await.unwrap();
        let stake = "Bet 1u to win 0.91u";
        let placed = alice.press(shown.message().unwrap(), stake).await.unwrap();
        assert!(placed.text().contains("Bet placed"), "{}", placed.text());
    }

    async fn results_in(&self, channel: &str) -> RenderedMessage {
        self.drive()
            .wait_for(channel, is_results, LONG)
            .await
            .unwrap()
    }

    async fn count_of_results_in(&self, channel: &str) -> usize {
        let all = self.drive().messages(channel, None).await.unwrap();
        all.iter().filter(|it| is_results(it)).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_process_serves_and_tells_the_servers_of_its_shards_and_no_others() {
    let options = Options {
        shards: 2,
        max_concurrency: 2,
        ..Options::default()
    };
    let mut world = World::start_with(options).await;
    world.report(bears_at_home()).await;
    let [even, odd] = world.a_server_a_shard().await;
    for channel in [&even, &odd] {
        world.bet_in(channel).await;
    }
    world.die().await;

    // Only the process of the first half is there while the game ends.
    let first = Lifecycle::new();
    world.connect_shards(&first, Some(half(0))).await;
    world.end(bears_at_home().final_score(24, 27)).await;
    world.results_in(&even).await;
    assert_eq!(world.count_of_results_in(&odd).await, 0);

    let second = Lifecycle::new();
    world.connect_shards(&second, Some(half(1))).await;
    world.results_in(&odd).await;
    for channel in [&even, &odd] {
        assert_eq!(world.count_of_results_in(channel).await, 1, "{channel}");
        let balance = world
            .user("alice")
            .slash(channel, "balance", json!({}))
            .await;
        let balance = balance.unwrap().text();
        assert!(balance.contains("100.91u"), "{balance}");
    }
    let sessions = world.drive().sessions().await.unwrap();
    let connected = sessions.iter().filter(|it| it.connected);
    let mut connected: Vec<_> = connected.map(|it| it.shard).collect();
    connected.sort_unstable();
    assert_eq!(connected, [(0, 2), (1, 2)]);
    assert_eq!(world.drive().refusals().await.unwrap().len(), 0);
    for lifecycle in [first, second] {
        lifecycle.soft().cancel();
        lifecycle.run(Duration::from_secs(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_start_no_two_sessions_in_five_seconds() {
    let options = Options {
        shards: 2,
        max_concurrency: 1,
        ..Options::default()
    };
    // The bot of the world has both; its second session waits for the slot of the first.
    let world = World::start_with(options).await;
    let up = async || {
        let sessions = world.drive().sessions().await.unwrap();
        let connected = sessions.iter().filter(|it| it.connected).count();
        (connected == 2).then_some(())
    };
    world.until(up).await;
    // A session that begins too early is closed by Discord, and begins again: one more.
    assert_eq!(world.drive().stats().await.unwrap().identifies, 2);
}
