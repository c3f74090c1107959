//! A league of a stubbed feed, members who bet on it, and the fetcher's parts over one database.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::audit::{AuditError, Books, Difference, audit};
use fetcher::jobs::decide::Decider;
use fetcher::jobs::feeds::{Feed, FeedPoller, PollSummary};
use fetcher::plan::{Live, Pace};
use fetcher::uptime::Uptime;
use grading::decide::Policy;
use providers::stub::{Act, Stub};
use shared::feed::{FeedAnswer, GameReport};
use store::results::Decided;
use testkit::report::league;
use testkit::{FEED, ReportExt, Reports};
use tokio::sync::Notify;

/// The usual world, and a feed that the fetcher's parts ask in it.
pub(crate) struct World {
    kit: testkit::World,
    pub(crate) stub: Arc<Stub>,
    seconds: Arc<AtomicU64>,
}

impl Deref for World {
    type Target = testkit::World;

    fn deref(&self) -> &testkit::World {
        &self.kit
    }
}

/// A game of the NFL under that reference, with a spread by the home side's line and a total of
/// 45, each way at -110.
pub(crate) fn game(reference: &str, starts_at: DateTime<Utc>, spread: &str) -> GameReport {
    let [home, away] = ["H", "A"].map(|it| format!("{it}{reference}"));
    let game = testkit::game("NFL", &home, &away).named(reference);
    let game = game.starts_at(starts_at).spread(spread, -110, -110);
    game.total("45", -110, -110)
}

impl World {
    pub(crate) async fn new() -> Self {
        Self {
            kit: testkit::World::new().await,
            stub: Arc::new(Stub::new(FEED, vec![league("NFL")])),
            seconds: Arc::default(),
        }
    }

    /// Someone who asks the stub, and has asked nothing yet.
    pub(crate) fn poller(&self) -> FeedPoller {
        let every = Duration::from_secs(60);
        let feed = Feed {
            provider: self.stub.clone(),
            pace: Pace {
                far: every,
                near: every,
                live: Live::AsNear,
                ahead: every,
            },
            leagues: vec!["NFL".to_owned()],
        };
        let pool = self.database.fetcher.clone();
        FeedPoller::new(pool, feed, Arc::new(Notify::new())).with_uptime(self.uptime())
    }

    /// How long the story has lasted for the programs in it.
    pub(crate) fn uptime(&self) -> Uptime {
        let seconds = Arc::clone(&self.seconds);
        Uptime::from_fn(move || Duration::from_secs(seconds.load(Relaxed)))
    }

    /// Time passes, by every measure of it.
    pub(crate) async fn pass(&self, time: TimeDelta) {
        self.seconds
            .fetch_add(time.num_seconds().unsigned_abs(), Relaxed);
        self.database.advance(time).await;
    }

    /// The feed says this, and is asked.
    pub(crate) async fn report(&self, reports: impl Reports) -> PollSummary {
        self.act(Act::Answer(FeedAnswer {
            games: reports.reports(),
            rejected: Vec::new(),
        }))
        .await
    }

    /// Decides what is due.
    pub(crate) async fn decide(&self) -> Decided {
        let pool = self.database.fetcher.clone();
        let decider = Decider::new(pool, Policy::default(), Arc::new(Notify::new()));
        decider.tick(&self.lease).await.unwrap()
    }

    /// The feed does this, and is asked for as long as something is due: first about what ended
    /// long ago, if anything is left of that.
    pub(crate) async fn act(&self, act: Act) -> PollSummary {
        self.stub.only(act);
        let mut poller = self.poller();
        let mut done = poller.tick(&self.lease).await.unwrap();
        loop {
            let next = poller.tick(&self.lease).await.unwrap();
            if next.league.is_none() {
                return done;
            }
            done.summary.add(next.summary);
        }
    }

    /// The books, which balance.
    pub(crate) async fn books(&self) -> Books {
        audit(&self.database.fetcher).await.unwrap()
    }

    /// The first difference, where there must be one.
    pub(crate) async fn difference(&self) -> Difference {
        match audit(&self.database.fetcher).await {
            Err(AuditError::Differs(difference)) => *difference,
            other => panic!("no difference: {other:?}"),
        }
    }
}
