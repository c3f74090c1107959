//! What a flood costs those who do not make it, in figures: `scripts/show-shares`.

use std::time::{Duration, Instant};

use sandbox::User;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use super::deliveries::{bears, bet, is_of};
use super::{command, send};
use crate::world::{World, bears_at_home};

/// Presses a second of one member.
const FLOOD: u32 = 500;
/// Other members who look at their balances in turn, each at the pace of people, how often
/// altogether, and how long at most.
const LOOKERS: usize = 50;
const LOOKS: usize = 500;
const LOOK_EVERY: Duration = Duration::from_millis(25);
const LOOKING: Duration = Duration::from_secs(30);
/// One member's bets.
const BETS: usize = 100;
/// The longest that a slip is waited for.
const LONG: Duration = Duration::from_secs(300);

/// How long members wait for their balances, and how often in vain.
struct Waits {
    sorted: Vec<Duration>,
    failed: usize,
}

impl Waits {
    /// Everybody looks at their balance, one after the other.
    async fn of(users: &[User]) -> Self {
        let (mut sorted, mut failed) = (Vec::new(), 0);
        let began = Instant::now();
        let mut ticks = tokio::time::interval(LOOK_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for user in users.iter().cycle().take(LOOKS) {
            if began.elapsed() >= LOOKING {
                break;
            }
            ticks.tick().await;
            let asked = Instant::now();
            let answer = user.slash("#general", "balance", json!({})).await.unwrap();
            sorted.push(asked.elapsed());
            failed += usize::from(!answer.text().contains("100u"));
        }
        sorted.sort_unstable();
        Self { sorted, failed }
    }

    fn ms(&self, percent: usize) -> f64 {
        self.sorted[(self.sorted.len() - 1) * percent / 100].as_secs_f64() * 1_000.0
    }

    fn told(&self) -> String {
        format!(
            "p50 {:.1} ms, p99 {:.1} ms, {} of {} failed",
            self.ms(50),
            self.ms(99),
            self.failed,
            self.sorted.len()
        )
    }
}

/// Does something so often a second, without waiting for what comes of it.
fn again_and_again<F: Future<Output = ()> + Send + 'static>(
    mut something: impl FnMut() -> F + Send + 'static,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / FLOOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            ticks.tick().await;
            tokio::spawn(something());
        }
    })
}

async fn looks_beside_a_flood() -> String {
    let world = super::start().await;
    let mut others = Vec::new();
    for number in 0..LOOKERS {
        let name = format!("member{number}");
        others.push(world.drive().create_user(&name).await.unwrap());
        world.drive().join(&name, None).await.unwrap();
    }
    Waits::of(&others).await;
    let alone = Waits::of(&others).await;
    // What so many events cost the sandbox and the connection, on the same machine: an emoji that
    // means nothing to the bot comes and goes.
    let cleo = world.user("cleo");
    let message = cleo.say("#results", "x").await.unwrap();
    let mut is_there = false;
    let reacting = again_and_again(move || {
        let (cleo, message) = (cleo.clone(), message.clone());
        is_there = !is_there;
        async move {
            match is_there {
                true => cleo.react(&message, "🎲").await.unwrap(),
                false => cleo.unreact(&message, "🎲").await.unwrap(),
            }
        }
    });
    let beside_reactions = Waits::of(&others).await;
    reacting.abort();
    let drive = world.drive();
    let pressing = again_and_again(move || {
        let drive = drive.clone();
        async move {
            send(&drive, "slash", command("balance")).await;
        }
    });
    let beside_presses = Waits::of(&others).await;
    pressing.abort();
    format!(
        "shares: another member's /balance: alone {}; beside {FLOOD} reactions a second that mean \
         nothing {}; beside {FLOOD} presses a second {}",
        alone.told(),
        beside_reactions.told(),
        beside_presses.told(),
    )
}

async fn slips_behind_many() -> String {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let pick = bears(&alice).await;
    for _ in 0..BETS {
        bet(&alice, "#general", &pick).await;
    }
    let slip = async |name: &str, shown: &str, channel: &str| {
        bet(&world.user(name), channel, &pick).await;
        let placed = Instant::now();
        let drive = world.drive();
        let slip = drive.wait_for(channel, is_of(shown), LONG).await;
        slip.map(|_| placed.elapsed().as_secs_f64()).unwrap()
    };
    let (elsewhere, here) = tokio::join!(
        slip("ben", "Ben", "#slips"),
        slip("cleo", "Cleo", "#general")
    );
    let limited = world.drive().stats().await.unwrap().rate_limited;
    format!(
        "shares: behind {BETS} bets of one member a slip in another channel took {elsewhere:.1} s, \
         another member's in the same channel {here:.1} s; refused for coming too soon: {limited:?}"
    )
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "two minutes of load: scripts/show-shares"]
async fn what_a_flood_costs_the_others() {
    println!("{}", looks_beside_a_flood().await);
    println!("{}", slips_behind_many().await);
}
