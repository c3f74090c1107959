//! A clock and a server of ours, a calendar of games, and fetchers that are killed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Datelike, TimeDelta, Utc, Weekday};
use fetcher::jobs::feeds::{Feed, FeedPoller};
use fetcher::plan::Pace;
use fetcher::purse::PgPurse;
use fetcher::uptime::Uptime;
use providers::http::{Http, Limits};
use providers::quota::Period;
use season::TestClock;
use season::meter::{Meter, Plan};
use shared::clock::SystemClock;
use store::StoreError;
use store::leases::Lease;
use testkit::TestDatabase;
use tokio::sync::Notify;
use uuid::Uuid;

use super::feed::Metered;

/// How long a game of the story is played.
pub(crate) const PLAYED_FOR: TimeDelta = TimeDelta::minutes(120);

/// A game with open bets.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(crate) league: String,
    pub(crate) starts_at: DateTime<Utc>,
}

/// What a story is about.
pub(crate) struct Settings {
    pub(crate) begins_at: DateTime<Utc>,
    pub(crate) leagues: usize,
    pub(crate) pace: Pace,
    pub(crate) plan: Plan,
    /// How long a request takes.
    pub(crate) takes: TimeDelta,
}

/// The world of a story.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) meter: Meter,
    pub(crate) windows: Vec<Window>,
    pub(crate) settings: Settings,
    pub(crate) codes: Vec<String>,
    /// What a question about the players of a game costs, if the feed has any.
    pub(crate) players: Option<u32>,
    hands: TestClock,
    epoch: i64,
    /// What becomes known when: a bet, or that a game is over.
    news: BTreeMap<DateTime<Utc>, Vec<(Uuid, bool)>>,
}

/// A fetcher: one process, with what it alone remembers.
pub(crate) struct Fetcher {
    poller: FeedPoller,
    lease: Lease,
}

const CLOCK: &str = "
    CREATE TABLE story_clock (at timestamptz NOT NULL);
    INSERT INTO story_clock VALUES ('2026-01-01');
    GRANT SELECT ON story_clock TO PUBLIC;
    CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
      SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT at FROM story_clock $$;
    INSERT INTO guilds (guild_id, name, joined_at) VALUES (1, 'here', '2026-01-01');
    INSERT INTO leases VALUES ('fetcher', 'story', 1, '2100-01-01');";

impl World {
    pub(crate) async fn new(settings: Settings) -> Self {
        runtime::tls::install();
        let database = TestDatabase::create().await;
        sqlx::raw_sql(CLOCK).execute(&database.owner).await.unwrap();
        let hands = TestClock::new(settings.begins_at);
        let meter = Meter::start(settings.plan.clone(), hands.clock());
        let world = Self {
            meter: meter.await.unwrap(),
            windows: Vec::new(),
            codes: (0..settings.leagues).map(|it| format!("L{it}")).collect(),
            players: None,
            news: BTreeMap::new(),
            epoch: 1,
            database,
            settings,
            hands,
        };
        world.set(world.settings.begins_at).await;
        for code in &world.codes {
            let statement = "WITH league AS (
                INSERT INTO leagues (league_id, code, name, sport)
                VALUES (gen_random_uuid(), $1, $1, 'soccer') RETURNING league_id)
                INSERT INTO competitions (competition_id, league_id, season)
                SELECT gen_random_uuid(), league_id, '2026' FROM league";
            let done = sqlx::query(statement).bind(code);
            done.execute(&world.database.owner).await.unwrap();
        }
        world
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.hands.now()
    }

    /// It is that time.
    pub(crate) async fn set(&self, at: DateTime<Utc>) {
        self.hands.set(at);
        sqlx::query("UPDATE story_clock SET at = $1")
            .bind(at)
            .execute(&self.database.owner)
            .await
            .unwrap();
    }

    /// A game, which somebody bets on in the morning of its day.
    pub(crate) async fn game(&mut self, league: usize, starts_at: DateTime<Utc>) {
        let code = self.codes[league].clone();
        let game = Uuid::now_v7();
        let statement = "INSERT INTO games (game_id, league_id, competition_id, starts_at, status)
            SELECT $1, l.league_id, c.competition_id, $2, 'scheduled'
            FROM leagues l JOIN competitions c USING (league_id) WHERE l.code = $3";
        let done = sqlx::query(statement)
            .bind(game)
            .bind(starts_at)
            .bind(&code);
        done.execute(&self.database.owner).await.unwrap();
        let morning = starts_at - TimeDelta::hours(6);
        self.news.entry(morning).or_default().push((game, false));
        let over = starts_at + PLAYED_FOR;
        self.news.entry(over).or_default().push((game, true));
        self.windows.push(Window {
            league: code,
            starts_at,
        });
    }

    /// Two leagues play on weekdays, in the evening; on Saturdays eight do, three times a day.
    pub(crate) async fn calendar(&mut self, days: i64) {
        for day in 0..days {
            let midnight = self.settings.begins_at + TimeDelta::days(day);
            let is_full = midnight.weekday() == Weekday::Sat;
            let (leagues, hours): (usize, &[i64]) = if is_full {
                (8, &[12, 15, 19])
            } else {
                (2, &[19])
            };
            for hour in hours {
                for league in 0..leagues {
                    self.game(league, midnight + TimeDelta::hours(*hour)).await;
                }
            }
        }
    }

    /// A process that begins now, knowing nothing; it leads.
    pub(crate) async fn fetcher(&mut self) -> Fetcher {
        self.epoch += 1;
        sqlx::query("UPDATE leases SET epoch = $1")
            .bind(self.epoch)
            .execute(&self.database.owner)
            .await
            .unwrap();
        let limits = Limits {
            paced: false,
            ..Limits::default()
        };
        let http = Http::new(limits, Arc::new(SystemClock)).unwrap();
        let pool = self.database.fetcher.clone();
        let http = http.with_purse(PgPurse::in_database(pool.clone()));
        let (hands, began) = (self.hands.clone(), self.now());
        // Its uptime is its own: no two processes count from the same moment.
        let before = Duration::from_secs(86_400 * 30);
        let up = move || before + (hands.now() - began).to_std().unwrap();
        let feed = self.feed(Arc::new(http.with_uptime(up.clone())));
        let uptime = Uptime::from_fn(up);
        let poller = FeedPoller::new(pool, feed, Arc::new(Notify::new()));
        Fetcher {
            poller: poller.with_uptime(uptime),
            lease: Lease {
                name: "fetcher".to_owned(),
                epoch: self.epoch,
            },
        }
    }

    /// The feed, asked by that client.
    pub(crate) fn feed(&self, http: Arc<Http>) -> Feed {
        let plan = &self.settings.plan;
        let period = if plan.monthly {
            Period::Month
        } else {
            Period::Day
        };
        let spends = (period, plan.units, plan.cost);
        let provider = Metered::new(
            http,
            &self.meter.base_url(),
            &self.codes,
            spends,
            self.players,
        );
        Feed {
            provider: Arc::new(provider),
            pace: self.settings.pace,
            leagues: self.codes.clone(),
        }
    }

    /// What became known by now.
    async fn hear(&mut self) {
        let later = self
            .news
            .split_off(&(self.now() + TimeDelta::milliseconds(1)));
        let heard = std::mem::replace(&mut self.news, later);
        for (game, is_over) in heard.into_values().flatten() {
            let statement = if is_over {
                "UPDATE games SET status = 'final', result_version = 1 WHERE game_id = $1"
            } else {
                "INSERT INTO guild_games (guild_id, game_id) VALUES (1, $1)"
            };
            let done = sqlx::query(statement).bind(game);
            done.execute(&self.database.owner).await.unwrap();
        }
    }

    /// One look of a fetcher. Whether it asked.
    pub(crate) async fn tick(&mut self, fetcher: &mut Fetcher) -> bool {
        self.hear().await;
        match fetcher.poller.tick(&fetcher.lease).await {
            Ok(summary) => summary.league.is_some(),
            Err(StoreError::LeaseLost) => true,
            Err(error) => panic!("{error}"),
        }
    }

    /// The fetcher works until then.
    pub(crate) async fn work(&mut self, fetcher: &mut Fetcher, until: DateTime<Utc>) {
        while self.now() < until {
            let has_asked = self.tick(fetcher).await;
            let now = self.now();
            if has_asked {
                self.set(now + self.settings.takes).await;
                continue;
            }
            let due = fetcher
                .poller
                .due_in(now)
                .map(|it| TimeDelta::from_std(it).unwrap());
            let due = due.filter(|it| *it > TimeDelta::zero());
            let next = now + due.unwrap_or(LOOKS_AGAIN).min(LOOKS_AGAIN);
            let news = self.news.keys().next().copied();
            let next = next.min(news.unwrap_or(next)).min(until);
            self.set(next.max(now + TimeDelta::milliseconds(1))).await;
        }
    }
}

/// How long nobody looks at most.
const LOOKS_AGAIN: TimeDelta = TimeDelta::seconds(60);
