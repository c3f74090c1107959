//! A busy hour in many servers, while the Redis behind the bot breaks in every way.

mod crowd;
mod figures;
mod mix;
mod press;
mod redis;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use self::crowd::Crowd;
use self::figures::Span;
use self::mix::{Act, Mix};
use self::redis::{Break, Redis};
use crate::dice::Dice;
use crate::member::Member;
use crate::metrics::{Metrics, free_port};
use crate::story::wait_for_games;
use crate::world::World;

/// How many acts are under way at once. More are not begun, and counted.
const ABREAST_MAX: usize = 512;
/// How long the bot may take to get ready.
const READY: Duration = Duration::from_secs(30);
/// How many failures are printed of one span.
const FAILURES_SHOWN: usize = 3;
/// How many kinds of statement are printed at the end.
const STATEMENTS_SHOWN: usize = 12;

/// How much, and for how long.
pub(crate) struct Options {
    /// How long each span lasts.
    pub(crate) span: Duration,
    /// How many interactions a second.
    pub(crate) rate: u32,
}

struct Load<'a> {
    world: &'a mut World,
    crowd: Arc<Crowd>,
    mix: Mix,
    dice: Dice,
    options: Options,
    port: u16,
}

/// Plays it, prints the figures, and says what does not hold.
pub(crate) async fn run(world: &mut World, work: &Path, options: Options) -> Result<()> {
    let (mix, redis) = (Mix::read()?, Redis::start(work).await?);
    wait_for_games(&Member(world.drive.user("alice"))).await?;
    let crowd = Arc::new(Crowd::gather(&world.drive).await?);
    let mut load = Load {
        port: free_port().await?,
        crowd,
        mix,
        dice: Dice::new("DBSBM_LOAD_SEED"),
        options,
        world,
    };
    println!(
        "{} interactions a second by {} members of 200 servers, {} s for each row, seed {}",
        load.options.rate,
        load.crowd.members(),
        load.options.span.as_secs(),
        load.dice.0
    );
    let outcome = load.all(&redis).await;
    redis.stop().await?;
    outcome
}

impl Load<'_> {
    async fn all(&mut self, redis: &Redis) -> Result<()> {
        let mut spans = Vec::new();
        self.restart(&[("REDIS_URL", redis.url())]).await?;
        self.everybody_once().await;
        println!("\n{}", figures::head());
        self.play("getting warm").await?;
        spans.push(self.play("usual").await?);
        // Before anything empties Redis: what the process holds is not written there again.
        self.restart(&[("REDIS_URL", redis.url())]).await?;
        let cold = self.play("bot restarted, Redis warm").await?;
        self.play("  after that").await?;
        for how in Break::ALL {
            redis.break_down(how).await?;
            spans.push(self.play(&format!("Redis {}", how.word())).await?);
            redis.mend(how).await?;
            spans.push(self.play("  after that").await?);
        }
        self.restart(&[("REDIS_URL", "redis+unix:///nowhere/redis.sock".to_owned())])
            .await?;
        self.play("Redis never there, cold").await?;
        let alone = self.play("Redis never there").await?;
        self.restart(&[("CACHE", "off".to_owned())]).await?;
        let off = self.play("cache off").await?;
        self.judge(&spans, (&cold, &alone, &off))
    }

    /// Everybody's server is known once, so that what is measured is a usual hour.
    async fn everybody_once(&self) {
        let crowd = Arc::clone(&self.crowd);
        for (channel, user) in crowd.one_of_each() {
            press::act(user, channel, Act::Leaderboard, Dice(1)).await;
        }
    }

    /// Starts the bot again with these settings.
    async fn restart(&mut self, settings: &[(&'static str, String)]) -> Result<()> {
        let stats = self.world.drive.stats().await?;
        let sessions = stats.identifies + stats.resumes;
        let port = ("BOT_OPS", self.port.to_string());
        let settings = settings.iter().cloned().chain([port]).collect();
        self.world.restart_bot(settings).await?;
        let back = self.world.drive.wait_for_bot_after(sessions, READY);
        back.await?;
        Ok(())
    }

    /// One span, whose row is printed.
    async fn play(&mut self, name: &str) -> Result<Span> {
        let before = Metrics::read(self.port).await?;
        let acts = self.mix.acts_for(self.options.rate);
        let mut every = tokio::time::interval(Duration::from_secs(1) / acts);
        every.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let (room, began) = (Arc::new(Semaphore::new(ABREAST_MAX)), Instant::now());
        let (mut acting, mut held_back) = (JoinSet::new(), 0);
        while began.elapsed() < self.options.span {
            every.tick().await;
            let act = self.mix.next(&mut self.dice);
            let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
                held_back += 1;
                continue;
            };
            let (channel, user) = self.crowd.pick(&mut self.dice);
            let (channel, dice) = (channel.to_owned(), Dice(self.dice.next() | 1));
            acting.spawn(async move {
                let went = press::act(&user, &channel, act, dice).await;
                drop(permit);
                went
            });
        }
        let mut went = Vec::new();
        while let Some(one) = acting.join_next().await {
            went.extend(one?);
        }
        let span = Span {
            name: name.to_owned(),
            lasted: began.elapsed(),
            went,
            held_back,
            before,
            after: Metrics::read(self.port).await?,
        };
        println!("{}", span.row());
        let failures = span.went.iter().filter_map(|it| it.failed.as_deref());
        for failure in failures.take(FAILURES_SHOWN) {
            println!("    failed: {}", failure.replace('\n', " "));
        }
        if span.held_back > 0 {
            println!(
                "    {} acts were not begun: too many are under way",
                span.held_back
            );
        }
        Ok(span)
    }

    fn judge(&self, spans: &[Span], (cold, alone, off): (&Span, &Span, &Span)) -> Result<()> {
        let all = || spans.iter().chain([cold, alone, off]);
        let failed: usize = all().map(Span::failed).sum();
        let by_the_bot: f64 = all().map(Span::failed_by_the_bot).sum();
        println!("\nfailed commands: {failed}, by the bot's own count {by_the_bot}");
        let percent = |share: Option<f64>| share.unwrap_or_default() * 100.0;
        println!(
            "found in the usual hour: {:.1} % in the process; with the process cold: {:.1} % in \
             Redis",
            percent(spans[0].hits("local")),
            percent(cold.hits("shared"))
        );
        let ((few, short), (many, long)) = (spans[0].database(), off.database());
        println!(
            "of what the database does with the cache off, it does {:.0} % of the statements in \
             {:.0} % of the time",
            few / many * 100.0,
            short / long * 100.0
        );
        println!("most of the statements that are left:");
        for (name, number) in spans[0].statements().into_iter().take(STATEMENTS_SHOWN) {
            println!("  {number:>6.0}  {name}");
        }
        ensure!(failed == 0, "commands failed");
        ensure!(by_the_bot == 0.0, "the bot failed");
        Ok(())
    }
}
