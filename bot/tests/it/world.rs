//! The bot in a world of its own: a database, a Discord, games that can be bet on.

use std::sync::Arc;
use std::time::Duration;

use bot::Bot;
use bot::config::DiscordConfig;
use chrono::{DateTime, TimeDelta, Utc};
use runtime::lifecycle::Lifecycle;
use sandbox::{Drive, Options, Sandbox, User};
use shared::clock::{Clock, SystemClock};
use shared::competitor::CompetitorKind;
use shared::feed::{
    CompetitorReport, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
};
use shared::game::{GameStatus, Period};
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::price::Price;
use testkit::TestDatabase;

/// Presses a second: members of stories do not wait for their thumbs.
const FASTER_THAN_PEOPLE: u32 = 1_000;

/// Everything at once. Stops with this value.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) database: TestDatabase,
    lifecycle: Lifecycle,
    try_ms: u32,
    presses_per_second: u32,
}

impl World {
    /// A bot that is connected and registered, and no game.
    pub(crate) async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// The same, on a Discord with these options.
    pub(crate) async fn start_with(options: Options) -> Self {
        Self::start_trying(options, bot::config::TRY_MS).await
    }

    /// The same, with this much time for each try of an answer, in milliseconds.
    pub(crate) async fn start_trying(options: Options, try_ms: u32) -> Self {
        Self::start_as(options, try_ms, FASTER_THAN_PEOPLE).await
    }

    /// The same, with a share of that many presses a second for each member.
    pub(crate) async fn start_sharing(options: Options, presses_per_second: u32) -> Self {
        Self::start_as(options, bot::config::TRY_MS, presses_per_second).await
    }

    async fn start_as(options: Options, try_ms: u32, presses_per_second: u32) -> Self {
        runtime::tls::install();
        let sandbox = Sandbox::start(options).await.unwrap();
        let world = Self {
            sandbox,
            database: TestDatabase::create().await,
            lifecycle: Lifecycle::new(),
            try_ms,
            presses_per_second,
        };
        world.connect(&world.lifecycle).await;
        world
    }

    /// Starts a bot on this world under that lifecycle.
    pub(crate) async fn connect(&self, lifecycle: &Lifecycle) {
        let config = DiscordConfig {
            discord_token: Some(self.sandbox.token().into()),
            discord_api: Some(self.sandbox.api_host()),
            discord_gateway: Some(self.sandbox.gateway_url()),
            discord_old_edits: bot::config::OLD_EDITS,
            discord_try_ms: self.try_ms,
            presses_per_second: self.presses_per_second,
        };
        let pool = self.database.bot.clone();
        Bot::start(&config, pool, Arc::new(SystemClock), lifecycle)
            .await
            .unwrap();
        let ready = self.sandbox.wait_for_bot(Duration::from_secs(10)).await;
        ready.unwrap();
    }

    /// Kills the bot and starts another on the same database.
    pub(crate) async fn restart(&mut self) {
        self.die().await;
        self.revive().await;
    }

    /// Ends the bot where it stands.
    pub(crate) async fn die(&mut self) {
        // Hard first: nobody says goodbye to Discord or leaves a session behind.
        self.lifecycle.hard().cancel();
        self.lifecycle.soft().cancel();
        self.lifecycle.clone().run(Duration::from_secs(5)).await;
    }

    /// Stops the bot as a signal would, and waits for it.
    pub(crate) async fn stop(&self) {
        self.lifecycle.soft().cancel();
        self.lifecycle.clone().run(Duration::from_secs(5)).await;
    }

    /// Starts the bot again after [`World::die`].
    pub(crate) async fn revive(&mut self) {
        self.lifecycle = Lifecycle::new();
        self.connect(&self.lifecycle.clone()).await;
    }

    /// Writes what a feed says now, as the fetcher does.
    pub(crate) async fn report(&self, games: &[GameReport]) {
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let now = SystemClock.now();
        services::results::ingest(&mut tx, "test", games, now)
            .await
            .unwrap();
        sqlx::query("SELECT pg_notify('dbsbm_board', '')")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Asks again and again until there is an answer, for ten seconds at most.
    pub(crate) async fn until<T>(&self, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
        for _ in 0..200 {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("it did not come to that");
    }

    /// A member of the seeded server.
    pub(crate) fn user(&self, name: &str) -> User {
        self.sandbox.user(name)
    }

    /// The sandbox's levers.
    pub(crate) fn drive(&self) -> Drive {
        self.sandbox.drive()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.lifecycle.soft().cancel();
        self.lifecycle.hard().cancel();
    }
}

fn team(name: &str, short: &str, place: &str, code: &str) -> CompetitorReport {
    CompetitorReport {
        reference: code.to_owned(),
        slug: None,
        kind: CompetitorKind::Team,
        name: name.to_owned(),
        short_name: short.to_owned(),
        place: place.to_owned(),
        code: code.to_owned(),
        colors: None,
        logo_url: None,
    }
}

/// A price for a selection of [`bears_at_home`].
pub(crate) fn price(kind: MarketKind, line: Option<&str>, side: Side, price: i32) -> QuoteReport {
    QuoteReport {
        bookmaker: "alpha".to_owned(),
        bookmaker_name: "Alpha".to_owned(),
        kind,
        period: Period::Full,
        line: line.map(|it| it.parse().unwrap()),
        subject: None,
        statistic: None,
        group: Vec::new(),
        side,
        price: Price::from_american(price).unwrap(),
        mark: QuoteMark::Current,
        source_at: None,
    }
}

/// An NFL game in an hour with the usual three markets: the Bears get 3.5 points.
pub(crate) fn bears_at_home() -> GameReport {
    use MarketKind::{Moneyline2, Spread, Total};
    GameReport {
        reference: "chi-gb".to_owned(),
        league: LeagueReport {
            code: "NFL".to_owned(),
            name: "National Football League".to_owned(),
            sport: Sport::AmericanFootball,
        },
        season: "2026".to_owned(),
        starts_at: soon(1),
        status: GameStatus::Scheduled,
        participants: Participant::sides(
            team("Chicago Bears", "Bears", "Chicago", "CHI"),
            team("Green Bay Packers", "Packers", "Green Bay", "GB"),
        ),
        field: None,
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: vec![
            price(Spread, Some("3.5"), Side::Home, -110),
            price(Spread, Some("3.5"), Side::Away, -110),
            price(Total, Some("45"), Side::Over, -105),
            price(Total, Some("45"), Side::Under, -115),
            price(Moneyline2, None, Side::Home, 150),
            price(Moneyline2, None, Side::Away, -180),
        ],
        quotes_complete: true,
    }
}

/// A second game, two hours away.
pub(crate) fn lions_at_home() -> GameReport {
    use MarketKind::Moneyline2;
    GameReport {
        reference: "det-min".to_owned(),
        starts_at: soon(2),
        participants: Participant::sides(
            team("Detroit Lions", "Lions", "Detroit", "DET"),
            team("Minnesota Vikings", "Vikings", "Minnesota", "MIN"),
        ),
        quotes: vec![
            price(Moneyline2, None, Side::Home, -120),
            price(Moneyline2, None, Side::Away, 100),
        ],
        ..bears_at_home()
    }
}

pub(crate) fn soon(hours: i64) -> DateTime<Utc> {
    SystemClock.now() + TimeDelta::hours(hours)
}

/// What was said, without what differs from run to run: moments, codes.
pub(crate) fn stable(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<t:") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |it| at + it + 1);
        let style = rest[..end].rsplit(':').next().unwrap_or_default();
        out.push_str(&format!("<{style}"));
        rest = &rest[end..];
    }
    out.push_str(rest);
    let mut words: Vec<String> = Vec::new();
    for line in out.lines() {
        let mut after_ticket = false;
        let line: Vec<String> = line
            .split(' ')
            .map(|word| {
                let is_upper = !word.contains(|it: char| it.is_ascii_lowercase());
                let is_code = (after_ticket && is_upper) || word.starts_with("E-");
                after_ticket = word.trim_matches('*').eq_ignore_ascii_case("ticket");
                let tail =
                    word.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '-');
                if is_code && word.len() - tail.len() >= 6 {
                    format!("CODE{tail}")
                } else {
                    word.to_owned()
                }
            })
            .collect();
        words.push(line.join(" "));
    }
    words.join("\n")
}
