//! Who plays for which team: asked team by team, kept by difference, and never in place of scores.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use fetcher::jobs::feeds::Feed;
use fetcher::jobs::rosters::Rosters;
use fetcher::plan::{Live, Pace};
use fetcher::uptime::Uptime;
use providers::quota::{Allowance, Cost, Period};
use providers::rosters::Listed;
use providers::{Answer, FeedQuery, Provider, ProviderError, QueryKind, RequestStats};
use secrecy::SecretString;
use shared::feed::{LeagueReport, Rejected, Roster, RosterPlayer, RosterStatus};
use store::rosters::{self, TeamRoster};
use testkit::report::league;
use testkit::{FEED, noon, team};

use crate::touched::{WATCH, touched};
use crate::world::{World, game};

/// What is told of a team.
#[derive(Clone)]
enum Tells {
    /// These players, and that so many could not be read.
    Players(Vec<RosterPlayer>, usize),
    /// To come again after that many seconds.
    Wait(u64),
    /// That there is no such team.
    Nothing,
}

/// The feed of the games, which lists players too.
struct Lists {
    leagues: [LeagueReport; 1],
    tells: Mutex<BTreeMap<String, Tells>>,
    asked: Mutex<Vec<String>>,
    allowances: Vec<Allowance>,
}

impl Lists {
    fn new(a_day: Option<u32>) -> Arc<Self> {
        let key = SecretString::from("key");
        let allowance = |it| Allowance::new(FEED, &key, "all", Period::Day, it);
        Arc::new(Self {
            leagues: [league("NFL")],
            tells: Mutex::default(),
            asked: Mutex::default(),
            allowances: a_day.map(allowance).into_iter().collect(),
        })
    }

    fn tells(&self, of: &str, what: Tells) {
        self.tells.lock().unwrap().insert(team(of).reference, what);
    }

    /// The teams that were asked about since the last look.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
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
impl Provider for Lists {
    fn name(&self) -> &'static str {
        FEED
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
        self.roster_cost("NFL")
    }

    async fn ask(&self, _: &FeedQuery) -> Result<Answer, ProviderError> {
        Err(ProviderError::not_told(FEED, "games"))
    }

    fn lists_players(&self, _: &str) -> bool {
        true
    }

    fn roster_cost(&self, _: &str) -> Cost {
        match self.allowances.as_slice() {
            [] => Cost::FREE,
            _ => Cost::of("all", 1),
        }
    }

    async fn roster(&self, _: &str, team: &str) -> Result<Listed, ProviderError> {
        self.asked.lock().unwrap().push(team.to_owned());
        let stats = RequestStats::of(FEED);
        let told = self.tells.lock().unwrap().get(team).cloned();
        match told {
            Some(Tells::Players(players, unread)) => Ok(Listed {
                roster: Roster {
                    league: league("NFL"),
                    team: team.to_owned(),
                    players,
                    rejected: (0..unread).map(unreadable).collect(),
                },
                stats,
            }),
            Some(Tells::Wait(seconds)) => Err(ProviderError::Throttled {
                wait: Duration::from_secs(seconds),
                stats: Box::new(stats),
            }),
            Some(Tells::Nothing) | None => Err(ProviderError::not_told(FEED, "rosters")),
        }
    }
}

fn unreadable(number: usize) -> Rejected {
    Rejected {
        place: format!("player {number}"),
        reason: "he has no id".to_owned(),
        unknown_code: None,
        game: None,
    }
}

fn player(name: &str, number: &str) -> RosterPlayer {
    RosterPlayer {
        reference: format!("player/{name}"),
        name: name.to_owned(),
        position: Some("QB".to_owned()),
        number: Some(number.to_owned()),
        status: Some(RosterStatus::Active),
        born_on: None,
    }
}

fn players(names: &[&str]) -> Tells {
    Tells::Players(names.iter().map(|it| player(it, "00")).collect(), 0)
}

/// A story with a clock of its own, in which two games are played soon.
struct Story {
    world: World,
    seconds: Arc<AtomicU64>,
}

/// The teams of the games, as the feed calls them and in that order.
fn teams() -> [String; 4] {
    ["A1", "A2", "H1", "H2"].map(|it| team(it).reference)
}

impl Story {
    async fn new() -> Self {
        let world = World::new().await;
        for number in ["1", "2"] {
            world.report(game(number, world.at(30), "-3.5")).await;
        }
        Self {
            world,
            seconds: Arc::new(AtomicU64::new(1_000_000)),
        }
    }

    fn job(&self, feed: &Arc<Lists>) -> Rosters {
        let seconds = Arc::clone(&self.seconds);
        let uptime = Uptime::from_fn(move || Duration::from_secs(seconds.load(Relaxed)));
        let pool = self.world.database.fetcher.clone();
        Rosters::new(pool, &[feed.feed()], false).with_uptime(uptime)
    }

    async fn pass(&self, time: TimeDelta) {
        self.seconds
            .fetch_add(time.num_seconds().unsigned_abs(), Relaxed);
        self.world.database.advance(time).await;
    }

    async fn ticks(&self, job: &mut Rosters, count: usize) {
        for _ in 0..count {
            job.tick(&self.world.lease).await.unwrap();
        }
    }

    /// As the bot reads it.
    async fn of(&self, name: &str) -> TeamRoster {
        let id = team(name).first_id(FEED, league("NFL").sport);
        let mut conn = self.world.database.bot.acquire().await.unwrap();
        rosters::of_team(&mut conn, "NFL", id).await.unwrap()
    }
}

fn names(of: &TeamRoster) -> Vec<&str> {
    of.players.iter().map(|it| it.name.as_str()).collect()
}

#[tokio::test]
async fn a_list_is_kept_by_difference_and_the_same_again_dates_its_question_alone() {
    let story = Story::new().await;
    let feed = Lists::new(None);
    for team in ["A1", "A2", "H2"] {
        feed.tells(team, players(&["Ed Other"]));
    }
    feed.tells("H1", players(&["Ada Quick", "Bo Late", "Cy Gone"]));
    let mut job = story.job(&feed);
    story.ticks(&mut job, 5).await;
    assert_eq!(
        feed.asked(),
        teams(),
        "each team once, and nothing after it"
    );
    let first = story.of("H1").await;
    assert_eq!(names(&first), ["Ada Quick", "Bo Late", "Cy Gone"]);
    assert_eq!(first.checked.map(|it| it.0).as_deref(), Some(FEED));
    let competitors = "SELECT count(*) FROM competitors WHERE kind = 'athlete'";
    let made = story.world.count(competitors).await;
    assert_eq!(made, 0, "a line of a list makes nobody known");

    story.world.run(WATCH).await;
    let mut written = Vec::new();
    for told in [
        players(&["Ada Quick", "Bo Late", "Cy Gone"]),
        Tells::Players(vec![player("Ada Quick", "1"), player("Bo Late", "00")], 0),
        // One could not be read, so nobody is known to have left.
        Tells::Players(vec![player("Di New", "9")], 1),
        Tells::Players(Vec::new(), 0),
    ] {
        story.pass(TimeDelta::hours(25)).await;
        feed.tells("H1", told);
        // A new process: what was asked is known from the tables.
        let mut job = story.job(&feed);
        story.ticks(&mut job, 4).await;
        assert_eq!(feed.asked(), teams());
        let rows = touched(&story.world).await.into_iter();
        let dated = |it: &String| it == "update feed_questions";
        let (dates, rest): (Vec<_>, Vec<_>) = rows.partition(dated);
        assert_eq!(dates.len(), 4);
        written.push(rest.join(", "));
    }
    let moved = "update league_cache_versions";
    let expected = [
        String::new(),
        format!("delete rosters, insert poll_log, {moved}, update rosters"),
        format!("insert kept_answers, insert poll_log, insert rosters, {moved}"),
        String::new(),
    ];
    assert_eq!(written, expected);
    let left = story.of("H1").await;
    assert_eq!(names(&left), ["Ada Quick", "Bo Late", "Di New"]);
}

#[tokio::test]
async fn after_a_refusal_the_next_team_is_asked_once_the_feed_may_be_asked_again() {
    let story = Story::new().await;
    let feed = Lists::new(None);
    for team in ["A1", "H1", "H2"] {
        feed.tells(team, players(&["Ada Quick"]));
    }
    feed.tells("A2", Tells::Wait(90));
    let mut job = story.job(&feed);
    story.ticks(&mut job, 4).await;
    let [a1, a2, h1, h2] = teams();
    assert_eq!(
        feed.asked(),
        [a1, a2.clone()],
        "nothing while it wants to be left alone"
    );
    assert_eq!(names(&story.of("A1").await), ["Ada Quick"]);
    assert_eq!(
        story.of("A2").await,
        TeamRoster::default(),
        "a refusal is no answer"
    );
    let failures = "SELECT count(*) FROM poll_log WHERE feed LIKE 'NFL roster %'
        AND outcome = 'throttled'";
    assert_eq!(story.world.count(failures).await, 1);
    story.pass(TimeDelta::seconds(91)).await;
    story.ticks(&mut job, 4).await;
    assert_eq!(feed.asked(), [h1, h2]);
    story.pass(TimeDelta::hours(6)).await;
    feed.tells("A2", players(&["Bo Late"]));
    story.ticks(&mut job, 4).await;
    assert_eq!(feed.asked(), [a2]);
    assert_eq!(names(&story.of("A2").await), ["Bo Late"]);
}

#[tokio::test]
async fn one_team_that_is_not_there_delays_no_other_and_a_feed_without_answers_is_left_alone() {
    let story = Story::new().await;
    let feed = Lists::new(None);
    feed.tells("A1", Tells::Nothing);
    for team in ["A2", "H1", "H2"] {
        feed.tells(team, players(&["Ada Quick"]));
    }
    let mut job = story.job(&feed);
    story.ticks(&mut job, 5).await;
    assert_eq!(feed.asked(), teams());

    let feed = Lists::new(None);
    let mut job = story.job(&feed);
    story.pass(TimeDelta::hours(25)).await;
    story.ticks(&mut job, 5).await;
    assert_eq!(feed.asked().len(), 3);
    story.pass(TimeDelta::minutes(31)).await;
    story.ticks(&mut job, 5).await;
    assert_eq!(feed.asked().len(), 1);
}

#[tokio::test]
async fn a_key_that_is_short_of_requests_spends_none_on_lists() {
    let story = Story::new().await;
    let near = game("3", story.world.at(2), "-3.5");
    story.world.report(near).await;
    // A poll a minute takes ninety until the game is near, and thirty more until it begins.
    for (a_day, asked) in [(40, 0), (5_000, 1)] {
        let feed = Lists::new(Some(a_day));
        let mut job = story.job(&feed);
        job.tick(&story.world.lease).await.unwrap();
        assert_eq!(feed.asked().len(), asked, "{a_day} a day, {}", noon());
    }
}
