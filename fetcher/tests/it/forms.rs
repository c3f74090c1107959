//! A week of five leagues, polled from a scoreboard that is as particular as the real one.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::commands::doctor::{self, Findings};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::{Live, Pace};
use providers::espn::Espn;
use providers::http::{Http, Limits};
use season::TestClock;
use season::scoreboard::{Contest, Form, Scoreboard};
use shared::clock::Clock;
use tokio::sync::Notify;

use crate::world::World;

/// Our codes of the leagues, with the feed's, and how many games a day they play.
const LEAGUES: [(&str, &str, u32); 5] = [
    ("NFL", "nfl", 2),
    ("NBA", "nba", 6),
    ("MLB", "mlb", 8),
    ("NHL", "nhl", 4),
    ("EPL", "eng.1", 1),
];
/// How many days the feed has games of: the last one begins before the week is over.
const DAYS: i64 = 7;
/// How often one looks: rarely, so that a week is short.
const STEP: TimeDelta = TimeDelta::hours(1);

/// A clock that follows the hands of the feed's.
struct Following(TestClock);

impl Clock for Following {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

struct Week {
    world: World,
    hands: TestClock,
    board: Scoreboard,
    games: i64,
    passed: AtomicI64,
}

impl Week {
    async fn new() -> Self {
        runtime::tls::install();
        let world = World::new().await;
        let hands = TestClock::new(world.now);
        let board = Scoreboard::start(hands.clock()).await.unwrap();
        let mut games = 0;
        for (_, slug, a_day) in LEAGUES {
            for number in 0..a_day * u32::try_from(DAYS).unwrap() {
                let hours = i64::from(number / a_day) * 24 + i64::from(number % a_day) + 2;
                let starts_at = world.now + TimeDelta::hours(hours);
                let id = format!("{slug}-{number}");
                let pair = number % 15;
                let (home, away) = (2 * pair + 1, 2 * pair + 2);
                board.add(
                    slug,
                    Contest {
                        id,
                        starts_at,
                        home,
                        away,
                    },
                );
                games += 1;
            }
        }
        Self {
            world,
            hands,
            board,
            games,
            passed: AtomicI64::new(0),
        }
    }

    /// A fetcher that was just started.
    fn poller(&self) -> FeedPoller {
        let limits = Limits {
            paced: false,
            ..Limits::default()
        };
        let http = Http::new(limits, Arc::new(Following(self.hands.clone()))).unwrap();
        let codes = LEAGUES.map(|it| it.0);
        let espn = Espn::new(Arc::new(http), Some(self.board.base_url())).with_leagues(&codes);
        let every = STEP.to_std().unwrap();
        let feed = Feed {
            provider: Arc::new(espn),
            pace: Pace {
                far: every * 4,
                near: every,
                live: Live::AsNear,
                ahead: every * 4,
            },
            leagues: codes.map(str::to_owned).to_vec(),
        };
        let pool = self.world.database.fetcher.clone();
        FeedPoller::new(pool, feed, Arc::new(Notify::new())).with_uptime(self.world.uptime())
    }

    /// Polls until that many hours of the week have passed.
    async fn poll_until(&self, poller: &mut FeedPoller, hours: i64) {
        while self.passed.load(Relaxed) < hours {
            while poller
                .tick(&self.world.lease)
                .await
                .unwrap()
                .league
                .is_some()
            {}
            self.hands.advance(STEP);
            self.world.pass(STEP).await;
            self.passed.fetch_add(STEP.num_hours(), Relaxed);
        }
    }

    async fn doctor(&self) -> Findings {
        let mut findings = Findings::default();
        let mut connection = self.world.database.fetcher.acquire().await.unwrap();
        doctor::look(&mut connection, &mut findings).await.unwrap();
        findings
    }

    fn refused(&self) -> Vec<(String, Option<Form>)> {
        let refused = self.board.seen().into_iter().filter(|it| it.status == 400);
        let mut refused: Vec<_> = refused.map(|it| (it.league, it.form)).collect();
        refused.sort();
        refused
    }
}

#[tokio::test]
async fn a_week_of_five_leagues_arrives_although_forms_die_in_the_middle_of_it() {
    let week = Week::new().await;
    let mut poller = week.poller();
    week.poll_until(&mut poller, 60).await;
    assert_eq!(
        week.refused(),
        [],
        "nothing is asked for that the feed does not answer"
    );
    let told = week.doctor().await.lines;
    assert!(
        told.contains(&"ok       espn answers about NFL by day, month".to_owned()),
        "{told:#?}"
    );

    // Months die for one league, days for another; the program is started again in between.
    week.board.kill("nfl", Form::Month);
    week.board.kill("mlb", Form::Day);
    week.poll_until(&mut poller, 100).await;
    let mut poller = week.poller();
    week.poll_until(&mut poller, DAYS * 24).await;
    assert_eq!(
        week.refused(),
        [
            ("mlb".to_owned(), Some(Form::Day)),
            ("nfl".to_owned(), Some(Form::Month)),
        ],
        "each form that died is sent once, restarts included"
    );
    let all = "SELECT count(*) FROM games WHERE status = 'final'";
    assert_eq!(week.world.count(all).await, week.games);

    let told = week.doctor().await.lines;
    let says = |text: &str| told.iter().any(|it| it.contains(text));
    assert!(
        says("ok       espn answers about NFL by day, week"),
        "{told:#?}"
    );
    assert!(
        says("ok       espn answers about MLB by month"),
        "{told:#?}"
    );
    assert!(
        says("note     espn refuses to answer about NFL by month since"),
        "{told:#?}"
    );
    assert!(
        says("note     espn refuses to answer about MLB by day since"),
        "{told:#?}"
    );
}

#[tokio::test]
async fn between_looks_ahead_only_days_with_games_at_hand_are_asked_for() {
    let week = Week::new().await;
    let mut poller = week.poller();
    week.poll_until(&mut poller, 24).await;
    let seen = week.board.seen();
    let months = seen
        .iter()
        .filter(|it| it.form == Some(Form::Month))
        .count();
    // A look ahead every four hours, over one or two months.
    assert!(
        (LEAGUES.len() * 6..=LEAGUES.len() * 14).contains(&months),
        "{months}"
    );
    assert!(seen.iter().all(|it| it.status == 200));
    // Only a look ahead counts as having asked about a game that was put off.
    let of = async |feed: &str| {
        let answers = format!("SELECT answers FROM feed_questions WHERE feed = '{feed}'");
        week.world.count(&answers).await
    };
    assert_eq!(of("NBA/quotes").await, 6);
    assert!(of("NBA/quotes at hand").await > 6);
}
