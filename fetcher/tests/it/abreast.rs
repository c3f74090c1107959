//! Leagues and feeds are polled side by side: whoever is slow, dead or lying delays nobody else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::Pace;
use providers::stub::{Act, Stub};
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind, RequestStats};
use shared::feed::{FeedAnswer, LeagueReport};
use shared::league::Sport;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::world::World;

/// How often every league is to be polled.
const EVERY: Duration = Duration::from_secs(60);
/// How much time passes between two looks.
const STEP: TimeDelta = TimeDelta::seconds(5);
/// How long the slow league takes to answer, in looks: half a minute.
const SLOW_STEPS: usize = 6;

/// A feed that answers about one league after half a minute, and about the others at once.
struct Slow {
    leagues: Vec<LeagueReport>,
    /// Somebody waits for the slow league.
    waits: Notify,
    answers: Notify,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl Provider for Slow {
    fn name(&self) -> &'static str {
        "slow"
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _: QueryKind) -> &'static [QueryKind] {
        QueryKind::ALL
    }

    async fn ask(&self, ask: &FeedQuery) -> Result<Answer, ProviderError> {
        self.asked.lock().unwrap().push(ask.league.clone());
        if ask.league == "NFL" {
            self.waits.notify_one();
            self.answers.notified().await;
        }
        Ok(Answer {
            feed: FeedAnswer::default(),
            stats: RequestStats::of("slow"),
        })
    }
}

/// A league, of whatever sport.
fn league(code: &str) -> LeagueReport {
    LeagueReport {
        code: code.to_owned(),
        name: code.to_owned(),
        sport: Sport::Soccer,
    }
}

fn feed(provider: Arc<dyn Provider>) -> Feed {
    let leagues = provider.leagues().iter().map(|it| it.code.clone());
    Feed {
        leagues: leagues.collect(),
        provider,
        pace: Pace::steady(EVERY),
    }
}

/// When each league of a feed was asked about, in seconds.
type Asked = BTreeMap<String, Vec<i64>>;

/// The longest time between two questions about the same league, in seconds.
fn longest(asked: &[i64]) -> i64 {
    let gaps = asked.windows(2).map(|it| it[1] - it[0]);
    gaps.max().unwrap_or(0)
}

#[tokio::test]
async fn a_slow_league_a_dead_feed_and_a_lying_one_delay_no_other() {
    let world = World::new().await;
    let codes = ["NFL", "NBA", "MLB", "NHL"];
    let slow = Arc::new(Slow {
        leagues: codes.map(league).to_vec(),
        waits: Notify::new(),
        answers: Notify::new(),
        asked: Mutex::default(),
    });
    let stub = |name, act| {
        let stub = Stub::new(name, vec![league("EPL")]);
        stub.only(act);
        Arc::new(stub)
    };
    let dead = stub("dead", Act::Fall);
    let lying = stub("lying", Act::Garble("<h1>Back soon</h1>"));
    let well = stub("well", Act::Answer(FeedAnswer::default()));
    let poller = |feed: Feed| {
        let pool = world.database.fetcher.clone();
        FeedPoller::new(pool, feed, Arc::default()).with_uptime(world.uptime())
    };
    let side_by_side = poller(feed(slow.clone())).abreast();
    assert!((2..=4).contains(&side_by_side.len()));
    let mut alone = [&dead, &lying, &well].map(|it| poller(feed(it.clone())));
    let mut waiting: BTreeMap<usize, JoinHandle<()>> = BTreeMap::new();
    let mut asked = Asked::new();
    let mut held_since = None;
    for step in 0..240_usize {
        let now = i64::try_from(step).unwrap() * STEP.num_seconds();
        if held_since.is_some_and(|it| step - it >= SLOW_STEPS) {
            held_since = None;
            slow.answers.notify_one();
            for (_, task) in std::mem::take(&mut waiting) {
                task.await.unwrap();
            }
        }
        for (number, poller) in side_by_side.iter().enumerate() {
            if waiting.contains_key(&number) {
                continue;
            }
            let (mut poller, lease) = (poller.clone(), world.lease.clone());
            let mut task = tokio::spawn(async move {
                poller.tick(&lease).await.unwrap();
            });
            tokio::select! {
                done = &mut task => done.unwrap(),
                () = slow.waits.notified() => {
                    held_since = Some(step);
                    waiting.insert(number, task);
                }
            }
        }
        for code in std::mem::take(&mut *slow.asked.lock().unwrap()) {
            asked.entry(format!("slow {code}")).or_default().push(now);
        }
        for (poller, stub) in alone.iter_mut().zip([&dead, &lying, &well]) {
            let before = stub.asks().len();
            poller.tick(&world.lease).await.unwrap();
            if stub.asks().len() > before {
                asked.entry(stub.name().to_owned()).or_default().push(now);
            }
        }
        world.pass(STEP).await;
    }
    let figures: BTreeMap<_, _> = asked
        .iter()
        .map(|(name, at)| (name.as_str(), (at.len(), longest(at))))
        .collect();
    for (name, (questions, longest)) in &figures {
        println!(
            "failures: {name}: {questions} questions in 20 minutes, {longest} s apart at most where \
             60 are planned"
        );
    }
    for on_time in ["slow NBA", "slow MLB", "slow NHL", "well"] {
        let (questions, longest) = figures[on_time];
        assert!(longest <= 65 && questions >= 18, "{on_time}: {figures:?}");
    }
    // Whoever fails is asked less and less often, down to once in sixteen minutes.
    for failing in ["dead", "lying"] {
        assert_eq!(asked[failing], [0, 120, 360, 840], "{failing}");
    }
    let kept = "SELECT count(*) FROM poll_log WHERE provider IN ('slow', 'well')";
    assert_eq!(world.count(kept).await, 0, "nothing was new");
}
