//! A sandbox with its bot on the day of a story, and a server that answers for the feeds.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use bot::Bot;
use bot::config::DiscordConfig;
use chrono::{DateTime, TimeDelta, Utc};
use fetcher::audit;
use fetcher::ingest;
use fetcher::jobs::decide::Decider;
use grading::decide::Policy;
use providers::http::{Http, Limits};
use providers::{Answer, FeedQuery, Provider, RequestStats};
use runtime::lifecycle::Lifecycle;
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use shared::clock::{Clock, SystemClock};
use shared::feed::FeedAnswer;
use store::feed_requests::FeedRequest;
use testkit::World;
use testkit::said::{receipt, stable};
use tokio::sync::Notify;
use wiremock::matchers::{path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Where members type.
const CHANNEL: &str = "#general";
/// How long a message is waited for.
const LONG: Duration = Duration::from_secs(60);
/// Longer than what one source says has to stand before it is paid on.
const STANDS: TimeDelta = TimeDelta::minutes(5);

/// Everything that a story needs. Stops with this value.
pub(crate) struct Stage {
    sandbox: Sandbox,
    kit: World,
    lifecycle: Lifecycle,
    feeds: MockServer,
    clock: Arc<Moved>,
}

/// The machine's clock, moved by so many milliseconds.
#[derive(Default)]
struct Moved(AtomicI64);

impl Clock for Moved {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + TimeDelta::milliseconds(self.0.load(Relaxed))
    }
}

pub(crate) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Stage {
    /// A bot that is connected at that moment, an empty board, and feeds that know nothing.
    pub(crate) async fn on(day: &str) -> Self {
        runtime::tls::install();
        let stage = Self {
            sandbox: Sandbox::start(Options::default()).await.unwrap(),
            kit: World::empty().await,
            lifecycle: Lifecycle::new(),
            feeds: MockServer::start().await,
            clock: Arc::default(),
        };
        stage.until(day).await;
        let config = DiscordConfig {
            discord_token: Some(stage.sandbox.token().into()),
            discord_api: Some(stage.sandbox.api_host()),
            discord_gateway: Some(stage.sandbox.gateway_url()),
            discord_shards: None,
            discord_old_edits: bot::config::OLD_EDITS,
            discord_try_ms: bot::config::TRY_MS,
            // Members of stories do not wait for their thumbs.
            presses_per_second: 1_000,
            exclusion_key: None,
        };
        let pool = stage.kit.database.bot.clone();
        let connected = Bot::start(&config, pool, stage.clock.clone(), &stage.lifecycle);
        connected.await.unwrap();
        stage.sandbox.wait_for_bot(LONG).await.unwrap();
        stage
    }

    /// Time passes, or is turned back, by every clock of ours.
    pub(crate) async fn until(&self, day: &str) {
        let by = moment(day) - self.kit.database.now().await;
        self.pass(by).await;
    }

    async fn pass(&self, by: TimeDelta) {
        self.kit.database.advance(by).await;
        self.clock.0.fetch_add(by.num_milliseconds(), Relaxed);
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The client of the feeds.
    pub(crate) fn http(&self) -> Arc<Http> {
        let limits = Limits {
            paced: false,
            ..Limits::default()
        };
        Arc::new(Http::new(limits, self.clock.clone()).unwrap())
    }

    /// Where the feeds are.
    pub(crate) fn url(&self) -> Option<String> {
        Some(self.feeds.uri())
    }

    /// From now on the feeds have these answers, by path and query, and no others.
    pub(crate) async fn serve(&self, answers: &[(&str, &Value)]) {
        self.feeds.reset().await;
        for (place, body) in answers {
            let (at, query) = place.split_once('?').unwrap_or((place, ""));
            let mut asked = Mock::given(path(at));
            for pair in query.split('&').filter(|it| !it.is_empty()) {
                let (name, value) = pair.split_once('=').unwrap();
                asked = asked.and(query_param(name, value));
            }
            let answer = ResponseTemplate::new(200).set_body_json(body);
            asked.respond_with(answer).mount(&self.feeds).await;
        }
    }

    /// What a feed says about the games of a league that begin then, all of which is read.
    pub(crate) async fn ask(&self, feed: &dyn Provider, league: &str, starts: &str) -> FeedAnswer {
        let at = moment(starts);
        let answer = feed.ask(&FeedQuery::scores(league, at..=at)).await.unwrap();
        assert_eq!(answer.feed.rejected, []);
        assert!(!answer.feed.games.is_empty(), "no game begins {starts}");
        answer.feed
    }

    /// Stores an answer as the fetcher does. Nothing of it is refused.
    pub(crate) async fn store(&self, provider: &str, feed: FeedAnswer) {
        assert_eq!(feed.rejected, []);
        let request = FeedRequest {
            provider: provider.to_owned(),
            feed: feed.games[0].league.code.clone(),
            asked_at: self.kit.database.now().await,
        };
        let answer = Answer {
            feed,
            stats: RequestStats::of(provider),
        };
        let (pool, lease) = (&self.kit.database.fetcher, &self.kit.lease);
        let policy = Policy::default();
        let done = ingest::store_answer(pool, lease, &request, &answer, &policy, |_| {}).await;
        assert_eq!(done.unwrap().rejected, 0);
    }

    /// Asks a feed, and stores what it says.
    pub(crate) async fn hear(&self, feed: &dyn Provider, league: &str, starts: &str) {
        let told = self.ask(feed, league, starts).await;
        self.store(feed.name(), told).await;
    }

    /// What was told stands for long enough, is decided, and settled. The books balance, and each
    /// receipt comes to the same again.
    pub(crate) async fn settle(&self) {
        self.pass(STANDS).await;
        let pool = &self.kit.database.fetcher;
        let decider = Decider::new(pool.clone(), Policy::default(), Arc::new(Notify::new()));
        decider.tick(&self.kit.lease).await.unwrap();
        self.kit.settle().await;
        assert_eq!(audit::audit(pool).await.unwrap().sum, 0);
        audit::replay(pool).await.unwrap();
    }

    /// A member types a bet of one unit on a game by a few words, and places it. What the bot says.
    pub(crate) async fn bet(&self, name: &str, game: &str, pick: &str) -> String {
        let user = self.sandbox.user(name);
        let typed = json!({ "game": game, "pick": pick, "stake": "1" });
        let stakes = user.slash(CHANNEL, "bet", typed).await.unwrap();
        let stakes = stakes.message().unwrap().clone();
        let buttons = stakes.buttons();
        let one = buttons.iter().find(|it| it.label.starts_with("Bet 1u"));
        let one = one.unwrap_or_else(|| panic!("no stake for {pick}: {}", stakes.text));
        let placed = user.press(&stakes, &one.label).await.unwrap();
        let text = stable(&placed.text());
        assert!(text.starts_with("**Bet placed**"), "{text}");
        text
    }

    /// The text of the member's newest slip.
    pub(crate) async fn slip(&self, member: &str) -> String {
        let start = format!("**{member}**");
        let found = self.sandbox.drive();
        let is_slip = |it: &sandbox::RenderedMessage| it.content.starts_with(&start);
        let slip = found.wait_for(CHANNEL, is_slip, LONG).await.unwrap();
        stable(&slip.content)
    }

    /// What everybody reads about the end of a game.
    pub(crate) async fn results(&self) -> String {
        let found = self.sandbox.drive();
        let is_results = |it: &sandbox::RenderedMessage| it.button("Mine").is_some();
        let results = found.wait_for(CHANNEL, is_results, LONG).await.unwrap();
        stable(&results.content)
    }

    /// The receipt of the member's newest ticket that these words find.
    pub(crate) async fn why(&self, name: &str, words: &str) -> String {
        let user = self.sandbox.user(name);
        let typing = json!({ "ticket": words });
        let found = user.autocomplete(CHANNEL, "why", typing, "ticket").await;
        let chosen = json!({ "ticket": found.unwrap()[0].value });
        let why = user.slash(CHANNEL, "why", chosen).await.unwrap();
        receipt(&why.text())
    }

    /// Discord refused nothing that the bot sent.
    pub(crate) async fn close(self) {
        assert!(self.sandbox.drive().refusals().await.unwrap().is_empty());
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.lifecycle.soft().cancel();
        self.lifecycle.hard().cancel();
    }
}
