//! Tables of leagues: asked for seldom, stored set-wise, and never in place of scores.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use fetcher::jobs::feeds::Feed;
use fetcher::jobs::lookups::Lookups;
use fetcher::plan::{Live, Pace};
use fetcher::uptime::Uptime;
use providers::lookup::{About, Looked, Lookup, Told};
use providers::quota::{Allowance, Cost, Period};
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind, RequestStats};
use secrecy::SecretString;
use shared::feed::{
    Availability, Injuries, InjuryReport, LeagueReport, Points, SeasonRecord, StandingRow,
    Standings,
};
use shared::id::LeagueId;
use store::injuries;
use store::standings::{self, Standing};
use testkit::report::league;
use testkit::{FEED, athlete, noon, team};

use crate::touched::{WATCH, touched};
use crate::world::{World, game};

/// A feed that tells one thing about a league, and nothing else.
struct Tables {
    name: &'static str,
    about: About,
    leagues: [LeagueReport; 1],
    /// What it answers; it fails without.
    told: Mutex<Option<Told>>,
    asked: AtomicUsize,
    /// What its key has a day. Empty where nothing is counted.
    allowances: Vec<Allowance>,
}

impl Tables {
    fn new(name: &'static str) -> Arc<Self> {
        Self::about(name, About::Standings)
    }

    fn about(name: &'static str, about: About) -> Arc<Self> {
        Self::with_key(name, about, None)
    }

    fn with_key(name: &'static str, about: About, a_day: Option<u32>) -> Arc<Self> {
        let key = SecretString::from("key");
        let allowance = |it| Allowance::new(name, &key, "all", Period::Day, it);
        Arc::new(Self {
            name,
            about,
            leagues: [league("NFL")],
            told: Mutex::new(None),
            asked: AtomicUsize::new(0),
            allowances: a_day.map(allowance).into_iter().collect(),
        })
    }

    fn says(&self, rows: &[StandingRow]) {
        self.tells(Told::Standings(Standings {
            league: league("NFL"),
            season: "2026".to_owned(),
            rows: rows.to_vec(),
            rejected: Vec::new(),
        }));
    }

    fn tells(&self, told: Told) {
        *self.told.lock().unwrap() = Some(told);
    }

    fn price(&self) -> Cost {
        match self.allowances.as_slice() {
            [] => Cost::FREE,
            _ => Cost::of("all", 1),
        }
    }

    fn feed(self: &Arc<Self>) -> Feed {
        let every = Duration::from_secs(60);
        Feed {
            provider: self.clone(),
            pace: Pace {
                far: every,
                near: every,
                live: Live::AsNear,
                ahead: every,
            },
            leagues: vec!["NFL".to_owned()],
        }
    }
}

#[async_trait]
impl Provider for Tables {
    fn name(&self) -> &'static str {
        self.name
    }

    fn leagues(&self) -> &[LeagueReport] {
        &self.leagues
    }

    fn covers(&self, _: QueryKind) -> &'static [QueryKind] {
        QueryKind::ALL
    }

    fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    fn cost(&self, _: &FeedQuery) -> Cost {
        self.price()
    }

    async fn ask(&self, _: &FeedQuery) -> Result<Answer, ProviderError> {
        Err(ProviderError::not_told(self.name, "games"))
    }

    fn looks_up(&self, ask: &Lookup) -> bool {
        ask.about == self.about
    }

    fn lookup_cost(&self, _: &Lookup) -> Cost {
        self.price()
    }

    async fn look_up(&self, ask: &Lookup) -> Result<Looked, ProviderError> {
        self.asked.fetch_add(1, Relaxed);
        let told = self.told.lock().unwrap().clone();
        let told = told.ok_or_else(|| ProviderError::not_told(self.name, ask.about.word()))?;
        Ok(Looked {
            told,
            stats: RequestStats::of(self.name),
        })
    }
}

fn row(rank: u16, name: &str, won: u16) -> StandingRow {
    StandingRow {
        group: "AFC".to_owned(),
        rank,
        competitor: team(name),
        record: SeasonRecord {
            won: Some(won),
            points: Points::whole(i32::from(won) * 2),
            streak: Some(-3),
            ..SeasonRecord::default()
        },
    }
}

/// A story with a clock of its own, about the tables of these feeds.
struct Story {
    world: World,
    seconds: Arc<AtomicU64>,
}

impl Story {
    async fn new() -> Self {
        Self {
            world: World::new().await,
            seconds: Arc::new(AtomicU64::new(1_000_000)),
        }
    }

    fn lookups(&self, feeds: &[Feed]) -> Lookups {
        let seconds = Arc::clone(&self.seconds);
        let uptime = Uptime::from_fn(move || Duration::from_secs(seconds.load(Relaxed)));
        let pool = self.world.database.fetcher.clone();
        Lookups::new(pool, feeds, false).with_uptime(uptime)
    }

    async fn pass(&self, time: TimeDelta) {
        self.seconds
            .fetch_add(time.num_seconds().unsigned_abs(), Relaxed);
        self.world.database.advance(time).await;
    }

    async fn table(&self) -> Vec<Standing> {
        // As the bot reads it.
        let mut conn = self.world.database.bot.acquire().await.unwrap();
        standings::of(&mut conn, LeagueId::derive("NFL"), "2026")
            .await
            .unwrap()
    }
}

fn places(table: &[Standing]) -> Vec<(u16, &str, Option<u16>)> {
    let rows = table.iter();
    rows.map(|it| (it.rank, it.name.as_str(), it.record.won))
        .collect()
}

#[tokio::test]
async fn a_table_is_replaced_row_by_row_and_the_same_again_dates_its_question_alone() {
    let story = Story::new().await;
    let feed = Tables::new("tables");
    let mut lookups = story.lookups(&[feed.feed()]);
    let lease = &story.world.lease;
    feed.says(&[row(1, "Bears", 9), row(2, "Jets", 8), row(3, "Colts", 2)]);
    let ask = Lookup {
        league: "NFL".to_owned(),
        about: About::Standings,
    };
    let (asked, rows) = lookups.tick(lease).await.unwrap().unwrap();
    assert_eq!(asked, ask);
    assert!(rows > 3, "teams, the season, and three rows: {rows}");
    let first = story.table().await;
    let expected = [
        (1, "Chicago Bears", Some(9)),
        (2, "Team Jets", Some(8)),
        (3, "Team Colts", Some(2)),
    ];
    assert_eq!(places(&first), expected);
    assert_eq!(first[0].record, row(1, "Bears", 9).record);

    story.world.run(WATCH).await;
    let mut written = Vec::new();
    for table in [
        vec![row(1, "Bears", 9), row(2, "Jets", 8), row(3, "Colts", 2)],
        vec![row(1, "Bears", 9), row(2, "Jets", 9)],
        Vec::new(),
    ] {
        assert_eq!(lookups.tick(lease).await.unwrap(), None, "not due yet");
        story.pass(TimeDelta::hours(6)).await;
        feed.says(&table);
        lookups.tick(lease).await.unwrap().unwrap();
        written.push(touched(&story.world).await.join(", "));
    }
    let changed = "delete standings, insert poll_log, update feed_questions, update \
                   league_cache_versions, update standings";
    let dated = "update feed_questions";
    assert_eq!(
        written,
        [dated, changed, dated],
        "an empty table says nothing"
    );
    let left = [(1, "Chicago Bears", Some(9)), (2, "Team Jets", Some(9))];
    assert_eq!(places(&story.table().await), left);
}

#[tokio::test]
async fn a_table_names_teams_that_are_new_and_renames_none() {
    let story = Story::new().await;
    // The same feed tells games, with more of each team.
    story
        .world
        .report(game("1", story.world.at(2), "-3.5"))
        .await;
    let feed = Tables::new(FEED);
    let mut plain = row(1, "Somebody", 9);
    plain.competitor.reference = team("H1").reference;
    feed.says(&[plain, row(2, "Jets", 8)]);
    let mut lookups = story.lookups(&[feed.feed()]);
    lookups.tick(&story.world.lease).await.unwrap().unwrap();
    let expected = [(1, "Team H1", Some(9)), (2, "Team Jets", Some(8))];
    assert_eq!(places(&story.table().await), expected);
}

#[tokio::test]
async fn a_restart_asks_nothing_again_and_writes_nothing_that_is_stored() {
    let story = Story::new().await;
    let feed = Tables::new("tables");
    feed.says(&[row(1, "Bears", 9)]);
    let lease = &story.world.lease;
    story
        .lookups(&[feed.feed()])
        .tick(lease)
        .await
        .unwrap()
        .unwrap();
    story.world.run(WATCH).await;
    let mut again = story.lookups(&[feed.feed()]);
    assert_eq!(again.tick(lease).await.unwrap(), None);
    story.pass(TimeDelta::hours(6)).await;
    again.tick(lease).await.unwrap().unwrap();
    assert_eq!(touched(&story.world).await, ["update feed_questions"]);
    assert_eq!(feed.asked.load(Relaxed), 2);
}

#[tokio::test]
async fn one_feed_is_asked_and_one_that_fails_is_left_alone_for_longer() {
    let story = Story::new().await;
    let (first, second) = (Tables::new("first"), Tables::new("second"));
    second.says(&[row(1, "Bears", 9)]);
    let mut lookups = story.lookups(&[first.feed(), second.feed()]);
    let lease = &story.world.lease;
    let mut asked = Vec::new();
    for minutes in [0, 29, 1, 59, 1] {
        story.pass(TimeDelta::minutes(minutes)).await;
        assert_eq!(lookups.tick(lease).await.unwrap(), None);
        asked.push(first.asked.load(Relaxed));
    }
    assert_eq!(asked, [1, 1, 2, 2, 3]);
    assert_eq!(second.asked.load(Relaxed), 0);
    let failures = "SELECT count(*) FROM poll_log WHERE feed = 'NFL standings'";
    assert_eq!(story.world.count(failures).await, 3);
}

#[tokio::test]
async fn a_key_that_is_short_of_requests_spends_none_on_tables() {
    let story = Story::new().await;
    story
        .world
        .report(game("1", story.world.at(2), "-3.5"))
        .await;
    let mut asked = Vec::new();
    // A poll a minute takes ninety until the game is near, and thirty more until it begins.
    for (name, a_day) in [("short", 40), ("plenty", 5_000)] {
        let feed = Tables::with_key(name, About::Standings, Some(a_day));
        feed.says(&[row(1, "Bears", 9)]);
        let mut lookups = story.lookups(&[feed.feed()]);
        for _ in 0..3 {
            lookups.tick(&story.world.lease).await.unwrap();
            story.pass(TimeDelta::minutes(30)).await;
        }
        asked.push(feed.asked.load(Relaxed));
    }
    assert_eq!(asked, [0, 1]);
}

#[tokio::test]
async fn what_costs_nothing_is_asked_before_what_does() {
    let story = Story::new().await;
    let paid = Tables::with_key("paid", About::Standings, Some(5_000));
    let free = Tables::new("free");
    for feed in [&paid, &free] {
        feed.says(&[row(1, "Bears", 9)]);
    }
    let mut lookups = story.lookups(&[paid.feed(), free.feed()]);
    for _ in 0..3 {
        lookups.tick(&story.world.lease).await.unwrap();
    }
    assert_eq!((paid.asked.load(Relaxed), free.asked.load(Relaxed)), (0, 1));
}

fn hurt(name: &str, status: Availability) -> InjuryReport {
    InjuryReport {
        team: team("Bears"),
        player: athlete(name),
        position: Some("QB".to_owned()),
        status,
        note: Some("Knee.".to_owned()),
        said_at: Some(noon()),
        returns_on: None,
    }
}

#[tokio::test]
async fn who_may_miss_games_is_kept_as_it_was_told_last() {
    let story = Story::new().await;
    let feed = Tables::about("injured", About::Injuries);
    let mut lookups = story.lookups(&[feed.feed()]);
    let lease = &story.world.lease;
    let says = |players: Vec<InjuryReport>| {
        feed.tells(Told::Injuries(Injuries {
            league: league("NFL"),
            players,
            rejected: Vec::new(),
        }));
    };
    let (mut seen, mut written) = (Vec::new(), Vec::new());
    story.world.run(WATCH).await;
    for players in [
        vec![
            hurt("Ada Quick", Availability::Out),
            hurt("Bo Late", Availability::Out),
        ],
        vec![hurt("Ada Quick", Availability::Questionable)],
        Vec::new(),
    ] {
        says(players);
        lookups.tick(lease).await.unwrap().unwrap();
        let touched = touched(&story.world).await.into_iter();
        written.push(
            touched
                .filter(|it| it.contains("cache"))
                .collect::<Vec<_>>(),
        );
        // As the bot reads it.
        let mut conn = story.world.database.bot.acquire().await.unwrap();
        let kept = injuries::of(&mut conn, LeagueId::derive("NFL"))
            .await
            .unwrap();
        let kept = kept.into_iter().map(|it| (it.name, it.status, it.note));
        seen.push(kept.collect::<Vec<_>>());
        story.pass(TimeDelta::hours(12)).await;
    }
    let one = |name: &str, status| (name.to_owned(), Some(status), Some("Knee.".to_owned()));
    let expected = [
        vec![
            one("Ada Quick", Availability::Out),
            one("Bo Late", Availability::Out),
        ],
        vec![one("Ada Quick", Availability::Questionable)],
        Vec::new(),
    ];
    assert_eq!(seen, expected);
    let moved = [
        "insert league_cache_versions",
        "update league_cache_versions",
    ];
    let moved = [moved[0], moved[1], moved[1]].map(|it| vec![it.to_owned()]);
    assert_eq!(
        written, moved,
        "what is cached of teams is dropped with each change"
    );
}

#[tokio::test]
async fn who_may_miss_games_is_asked_for_each_hour_once_a_game_is_near() {
    let story = Story::new().await;
    let feed = Tables::about("injured", About::Injuries);
    feed.tells(Told::Injuries(Injuries {
        league: league("NFL"),
        players: vec![hurt("Ada Quick", Availability::Out)],
        rejected: Vec::new(),
    }));
    story
        .world
        .report(game("1", story.world.at(27), "-3.5"))
        .await;
    let mut lookups = story.lookups(&[feed.feed()]);
    let mut asked = Vec::new();
    for _ in 0..6 {
        lookups.tick(&story.world.lease).await.unwrap();
        asked.push(feed.asked.load(Relaxed));
        story.pass(TimeDelta::hours(1)).await;
    }
    assert_eq!(asked, [1, 1, 1, 2, 3, 4]);
}
