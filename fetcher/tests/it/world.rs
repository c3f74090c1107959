//! A league of a stubbed feed, members who bet on it, and the fetcher's parts over one database.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::audit::{AuditError, Books, audit};
use fetcher::jobs::decide::Decider;
use fetcher::jobs::feeds::{Feed, FeedPoller, PollSummary};
use fetcher::plan::Pace;
use fetcher::uptime::Uptime;
use grading::decide::Policy;
use grading::ticket::terms::Terms;
use providers::stub::{Act, Stub};
use services::bets::{LegRequest, Placement};
use services::settle::{Settled, Settler};
use shared::competitor::{CompetitorKind, Role};
use shared::facts::Facts;
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::{
    BookmakerId, ChannelId, DiscordUserId, GameId, GuildId, InteractionId, MemberId, SelectionId,
    TicketId,
};
use shared::league::Sport;
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::Price;
use shared::settings::ServerSettings;
use shared::ticket::TicketState;
use shared::units::Units;
use store::ingest::Ingested;
use store::leases::Lease;
use store::results::Decided;
use store::tickets::PlaceOutcome;
use testkit::TestDatabase;
use tokio::sync::Notify;

/// The server in which the stories play.
pub(crate) const HERE: GuildId = GuildId::new(11);
/// The word that names the feed.
pub(crate) const FEED: &str = "stub";

/// Everything that a story needs.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) stub: Arc<Stub>,
    pub(crate) lease: Lease,
    pub(crate) now: DateTime<Utc>,
    interactions: AtomicU64,
    seconds: Arc<AtomicU64>,
}

pub(crate) fn league() -> LeagueReport {
    LeagueReport {
        code: "NFL".to_owned(),
        name: "National Football League".to_owned(),
        sport: Sport::AmericanFootball,
    }
}

fn competitor(code: &str) -> CompetitorReport {
    CompetitorReport {
        reference: code.to_lowercase(),
        slug: None,
        kind: CompetitorKind::Team,
        name: format!("The {code}"),
        short_name: code.to_owned(),
        place: code.to_owned(),
        code: code.to_owned(),
        colors: None,
        logo_url: None,
    }
}

pub(crate) fn quote(kind: MarketKind, line: Option<i32>, side: Side, price: i32) -> QuoteReport {
    QuoteReport {
        bookmaker: "harbor".to_owned(),
        bookmaker_name: "Harbor".to_owned(),
        kind,
        period: Period::Full,
        line: line.map(|it| shared::line::Line::from_quarters(it).unwrap()),
        subject: None,
        statistic: None,
        group: Vec::new(),
        side,
        price: Price::from_american(price).unwrap(),
        mark: QuoteMark::Current,
        source_at: None,
    }
}

/// A spread of that many quarters and a total of 45, each way at -110.
pub(crate) fn quotes(line: i32) -> Vec<QuoteReport> {
    vec![
        quote(MarketKind::Spread, Some(line), Side::Home, -110),
        quote(MarketKind::Spread, Some(line), Side::Away, -110),
        quote(MarketKind::Total, Some(180), Side::Over, -110),
        quote(MarketKind::Total, Some(180), Side::Under, -110),
    ]
}

/// A game that begins then, with a home spread of that many quarters.
pub(crate) fn game(reference: &str, starts_at: DateTime<Utc>, line: i32) -> GameReport {
    GameReport {
        reference: reference.to_owned(),
        league: league(),
        season: "2024".to_owned(),
        starts_at,
        status: GameStatus::Scheduled,
        participants: Participant::sides(
            competitor(&format!("H{reference}")),
            competitor(&format!("A{reference}")),
        ),
        field: None,
        players: Vec::new(),
        scores: Vec::new(),
        facts: Facts::default(),
        source_at: None,
        quotes: quotes(line),
        quotes_complete: true,
    }
}

/// The same game, over, with that score.
pub(crate) fn ended(game: &GameReport, home: i32, away: i32) -> GameReport {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    GameReport {
        status: GameStatus::Final,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        quotes: Vec::new(),
        ..game.clone()
    }
}

/// The same game, not played.
pub(crate) fn cancelled(game: &GameReport) -> GameReport {
    GameReport {
        status: GameStatus::Cancelled,
        quotes: Vec::new(),
        ..game.clone()
    }
}

/// A leg: game, market, line in quarters (the market's), side.
pub(crate) type Pick<'a> = (&'a str, MarketKind, i32, Side);

impl World {
    /// A database with one server, and a lease that is ours.
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::create().await;
        let guilds = "INSERT INTO guilds (guild_id, name, joined_at)
            VALUES (11, 'Here', app_now()), (22, 'There', app_now())";
        let made = sqlx::query(guilds).execute(&database.owner).await;
        assert_eq!(made.unwrap().rows_affected(), 2);
        for guild in [11, 22] {
            let guild = GuildId::new(guild);
            let mut tx = store::begin_guild(&database.bot, guild).await.unwrap();
            let defaults = ServerSettings::defaults(guild);
            let made = store::guilds::ensure(&mut tx, "en-US", &defaults).await;
            made.unwrap();
            tx.commit().await.unwrap();
        }
        let mut connection = database.fetcher.acquire().await.unwrap();
        let lasts = TimeDelta::days(100);
        let lease = store::leases::acquire(&mut connection, "fetcher", "test", lasts).await;
        let lease = lease.unwrap().unwrap();
        drop(connection);
        Self {
            stub: Arc::new(Stub::new(FEED, vec![league()])),
            now: database.now().await,
            lease,
            database,
            interactions: 1.into(),
            seconds: Arc::default(),
        }
    }

    /// That many hours from the beginning of the story.
    pub(crate) fn at(&self, hours: i64) -> DateTime<Utc> {
        self.now + TimeDelta::hours(hours)
    }

    /// Someone who asks the stub, and has asked nothing yet.
    pub(crate) fn poller(&self) -> FeedPoller {
        let every = Duration::from_secs(60);
        let feed = Feed {
            provider: self.stub.clone(),
            pace: Pace {
                far: every,
                near: every,
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
    pub(crate) async fn report(&self, games: &[GameReport]) -> PollSummary {
        self.act(Act::Answer(FeedAnswer {
            games: games.to_vec(),
            rejected: Vec::new(),
        }))
        .await
    }

    /// Another feed says this of games that the first one knows.
    pub(crate) async fn report_from(&self, provider: &str, games: &[GameReport]) -> Ingested {
        let references: Vec<_> = games.iter().map(|it| &it.reference).collect();
        let knows = "INSERT INTO game_refs (provider, reference, game_id)
            SELECT $1, reference, game_id FROM game_refs
            WHERE provider = $2 AND reference = ANY($3) ON CONFLICT DO NOTHING";
        sqlx::query(knows)
            .bind(provider)
            .bind(FEED)
            .bind(references)
            .execute(&self.database.owner)
            .await
            .unwrap();
        let mut transaction = self.database.fetcher.begin().await.unwrap();
        let now = store::leases::check(&mut transaction, &self.lease).await;
        let took = services::results::ingest(&mut transaction, provider, games, now.unwrap()).await;
        transaction.commit().await.unwrap();
        took.unwrap()
    }

    /// Decides what is due.
    pub(crate) async fn decide(&self) -> Decided {
        let pool = self.database.fetcher.clone();
        let decider = Decider::new(pool, Policy::default(), Arc::new(Notify::new()));
        decider.tick(&self.lease).await.unwrap()
    }

    /// The feed does this, and is asked.
    pub(crate) async fn act(&self, act: Act) -> PollSummary {
        self.stub.only(act);
        self.poller().tick(&self.lease).await.unwrap()
    }

    /// A settler.
    pub(crate) fn settler(&self) -> Settler {
        Settler::new(self.database.fetcher.clone())
    }

    /// Settles what waits.
    pub(crate) async fn settle(&self) -> Settled {
        self.settler().tick(&self.lease).await.unwrap()
    }

    /// A member with a hundred units.
    pub(crate) async fn member(&self, user: u64) -> MemberId {
        self.member_of(HERE, user).await
    }

    /// A member of that server.
    pub(crate) async fn member_of(&self, guild: GuildId, user: u64) -> MemberId {
        let (pool, id) = (&self.database.bot, MemberId::mint(self.now));
        let visit = store::members::ensure(pool, guild, DiscordUserId::new(user), "m", id).await;
        visit.unwrap().member.id
    }

    /// A bet of whole units, taken at the price that stands.
    pub(crate) async fn bet(&self, member: MemberId, units: i32, picks: &[Pick<'_>]) -> TicketId {
        self.bet_in(HERE, member, units, picks).await
    }

    /// The same in that server.
    pub(crate) async fn bet_in(
        &self,
        guild: GuildId,
        member: MemberId,
        units: i32,
        picks: &[Pick<'_>],
    ) -> TicketId {
        let mut legs = Vec::with_capacity(picks.len());
        for (game, kind, line, side) in picks {
            legs.push(LegRequest {
                selection: self.selection(game, *kind, *line, *side).await,
                bookmaker: BookmakerId::derive("harbor"),
                num: 21,
                den: 11,
                takes_better: false,
                each_way: None,
            });
        }
        self.place(guild, member, Units::whole(units), legs).await
    }

    /// A bet on these answers at these prices, which stand.
    pub(crate) async fn place(
        &self,
        guild: GuildId,
        member: MemberId,
        stake: Units,
        legs: Vec<LegRequest>,
    ) -> TicketId {
        let (ticket, placed) = self.try_to_place(guild, member, stake, legs).await;
        assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
        ticket
    }

    /// What comes of asking for that bet.
    pub(crate) async fn try_to_place(
        &self,
        guild: GuildId,
        member: MemberId,
        stake: Units,
        legs: Vec<LegRequest>,
    ) -> (TicketId, PlaceOutcome) {
        let terms = Terms::plain(legs.len());
        self.try_to_place_as(guild, member, stake, terms, legs)
            .await
    }

    /// The same on other terms than those of a single or a parlay.
    pub(crate) async fn try_to_place_as(
        &self,
        guild: GuildId,
        member: MemberId,
        stake: Units,
        terms: Terms,
        legs: Vec<LegRequest>,
    ) -> (TicketId, PlaceOutcome) {
        let interaction = self.interactions.fetch_add(1, Relaxed);
        let ticket = TicketId::mint(self.database.now().await);
        let placement = Placement {
            guild,
            member,
            interaction: InteractionId::new(interaction),
            ticket,
            stake,
            terms,
            legs,
            rule_version: grading::RULE_VERSION,
            channel: ChannelId::new(1),
            post_slip: false,
        };
        let placed = services::bets::place(&self.database.bot, &placement).await;
        (ticket, placed.unwrap())
    }

    /// Where a ticket stands: its state, what came back in micro-units, its settlements.
    pub(crate) async fn head(&self, ticket: TicketId) -> (TicketState, Option<i64>, i32) {
        let (state, returned, sequence): (String, Option<i64>, i32) =
            sqlx::query_as("SELECT state, returned, settled_seq FROM tickets WHERE ticket_id = $1")
                .bind(ticket.as_uuid())
                .fetch_one(&self.database.owner)
                .await
                .unwrap();
        (TicketState::from_word(&state).unwrap(), returned, sequence)
    }

    /// A member's cash in micro-units.
    pub(crate) async fn cash(&self, member: MemberId) -> i64 {
        sqlx::query_scalar("SELECT balance FROM accounts WHERE member_id = $1 AND kind = 'cash'")
            .bind(member.as_uuid())
            .fetch_one(&self.database.owner)
            .await
            .unwrap()
    }

    /// One number out of the database, as its owner.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(sql)
            .fetch_one(&self.database.owner)
            .await
            .unwrap()
    }

    /// As the owner: what no program would do.
    pub(crate) async fn tamper(&self, sql: &str) {
        let done = sqlx::query(sql)
            .execute(&self.database.owner)
            .await
            .unwrap();
        assert!(done.rows_affected() > 0, "{sql} found nothing");
    }

    /// As the owner: the schema is another one.
    pub(crate) async fn change(&self, sql: &str) {
        let changed = sqlx::query(sql).execute(&self.database.owner).await;
        changed.unwrap();
    }

    /// The books, which balance.
    pub(crate) async fn books(&self) -> Books {
        audit(&self.database.fetcher).await.unwrap()
    }

    /// The first difference, where there must be one.
    pub(crate) async fn difference(&self) -> fetcher::audit::Difference {
        match audit(&self.database.fetcher).await {
            Err(AuditError::Differs(difference)) => *difference,
            other => panic!("no difference: {other:?}"),
        }
    }

    /// Our id of the feed's game.
    pub(crate) async fn game_id(&self, reference: &str) -> GameId {
        let found = "SELECT game_id FROM game_refs WHERE provider = $1 AND reference = $2";
        let found = sqlx::query_scalar(found).bind(FEED).bind(reference);
        GameId::from_uuid(found.fetch_one(&self.database.owner).await.unwrap())
    }

    /// The id of an answer to a market of the feed's game.
    pub(crate) async fn selection(
        &self,
        reference: &str,
        kind: MarketKind,
        line: i32,
        side: Side,
    ) -> SelectionId {
        let line = Some(shared::line::Line::from_quarters(line).unwrap());
        let game = self.game_id(reference).await;
        MarketKey::of_game(game, kind, Period::Full, line).selection(side)
    }
}
