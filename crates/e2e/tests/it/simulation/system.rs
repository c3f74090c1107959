//! The programs' parts over one database whose clock stands still until it is moved.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::ingest;
use fetcher::jobs::decide::Decider;
use grading::decide::Policy;
use grading::ticket::terms::Terms;
use providers::{Answer, RequestStats};
use services::bets::{LegRequest, Placement};
use services::corrections::{self, CorrectionError, CorrectionOutcome, CorrectionRequest, Refusal};
use services::results::{OperatorDecision, ReviewError, decide_by_operator};
use services::settle::Settler;
use shared::competitor::{CompetitorKind, Role};
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::grade::LegOutcome;
use shared::id::{
    BookmakerId, ChannelId, CorrectionId, DiscordUserId, GameId, GuildId, InteractionId, MemberId,
    TicketId,
};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind};
use shared::price::{Price, PriceTolerance};
use shared::units::Units;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use store::corrections::{CorrectionAction, CorrectionSource, NewCorrection};
use store::feed_requests::FeedRequest;
use store::leases::Lease;
use store::reviews::Verdict;
use store::tickets::{CancelOutcome, CancelWindow, PlaceOutcome};
use store::{Program, StoreError};
use testkit::TestDatabase;
use tokio::sync::Notify;
use uuid::Uuid;

use super::arithmetic::Leg;
use super::model::{Bet, cancelling, correcting, offer, placing};
use super::op::{Asks, LegGrades, Market, Prices, Says, Side};
use super::wire::Wire;
use super::{CANCEL_FREE, CANCEL_WINDOW, GAMES, SOURCES, STARTS, server};

const BOOKMAKER: &str = "harbor";
const HOLD_THE_CLOCK: &str = "
    DROP TABLE test_clock;
    CREATE TABLE test_clock (shows timestamptz NOT NULL);
    INSERT INTO test_clock VALUES ('2024-11-17 12:00:00+00');
    CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
      SECURITY DEFINER SET search_path = public, pg_temp
      AS $$ SELECT shows FROM test_clock $$;
    INSERT INTO guilds (guild_id, name, joined_at)
    VALUES (11, 'Here', app_now()), (22, 'There', app_now());
    INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
      slip_audience)
    SELECT guild_id, 1, 'UTC', 'american', 500000, 5000000, 'everyone' FROM guilds;";

/// A process: its own way to the database.
pub(crate) struct Process {
    program: Program,
    pub(crate) wire: Wire,
    pub(crate) pool: PgPool,
}

impl Process {
    async fn start(database: &TestDatabase, program: Program) -> Self {
        let wire = Wire::to(database.url(program).parse().unwrap()).await;
        let pool = pool(database, program, &wire);
        Self {
            program,
            wire,
            pool,
        }
    }

    /// Forgets everything that it held.
    pub(crate) fn restart(&mut self, database: &TestDatabase) {
        self.pool = pool(database, self.program, &self.wire);
    }
}

fn pool(database: &TestDatabase, program: Program, wire: &Wire) -> PgPool {
    let server: PgConnectOptions = database.url(program).parse().unwrap();
    // Started again: options that name the server's own socket cannot forget it.
    let options = PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(wire.port)
        .username(server.get_username())
        .database(server.get_database().unwrap())
        .ssl_mode(PgSslMode::Disable);
    PgPoolOptions::new()
        .max_connections(3)
        .acquire_timeout(Duration::from_secs(20))
        .connect_lazy_with(options)
}

/// Who does what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Bot,
    Fetcher,
    /// Another fetcher under the same lease: a second worker.
    Helper,
}

/// How a decision is confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// It is shown, and confirmed.
    First,
    /// The admin presses the button once more.
    Another,
    /// Discord sends the first press once more.
    Heard,
}

pub(crate) struct System {
    pub(crate) database: TestDatabase,
    pub(crate) bot: Process,
    pub(crate) fetcher: Process,
    pub(crate) helper: Process,
    pub(crate) lease: Lease,
    pub(crate) base: DateTime<Utc>,
    official: bool,
    games: Vec<GameId>,
}

impl System {
    pub(crate) async fn new(official: bool, prices: &[Prices]) -> Self {
        let database = TestDatabase::create().await;
        sqlx::raw_sql(HOLD_THE_CLOCK)
            .execute(&database.owner)
            .await
            .unwrap();
        let mut connection = database.fetcher.acquire().await.unwrap();
        let lasts = TimeDelta::days(10_000);
        let lease = store::leases::acquire(&mut connection, "fetcher", "simulation", lasts).await;
        drop(connection);
        let mut system = Self {
            bot: Process::start(&database, Program::Bot).await,
            fetcher: Process::start(&database, Program::Fetcher).await,
            helper: Process::start(&database, Program::Fetcher).await,
            lease: lease.unwrap().unwrap(),
            base: database.now().await,
            database,
            official,
            games: Vec::new(),
        };
        let reports = prices
            .iter()
            .enumerate()
            .map(|(game, prices)| system.game_report(game, 0, Says::Scheduled, None, Some(prices)));
        let reports: Vec<_> = reports.collect();
        for report in reports {
            system
                .take(&system.fetcher.pool, 0, vec![report])
                .await
                .unwrap();
        }
        system.games = system.made().await;
        assert_eq!(system.games.len(), prices.len());
        for source in 1..SOURCES {
            system.introduce(source).await;
        }
        system
    }

    /// The ids of the games that the first source reported, in its order.
    async fn made(&self) -> Vec<GameId> {
        let made = "SELECT game_id FROM game_refs WHERE provider = $1 ORDER BY reference::int";
        let made = sqlx::query_scalar(made).bind(self.source(0));
        let made: Vec<Uuid> = made.fetch_all(&self.database.owner).await.unwrap();
        made.into_iter().map(GameId::from_uuid).collect()
    }

    /// Lets the programs know that this source speaks of the same games.
    async fn introduce(&self, source: usize) {
        let known = "INSERT INTO game_refs (provider, reference, game_id)
            SELECT $1, reference, game_id FROM game_refs WHERE provider = $2";
        sqlx::query(known)
            .bind(self.source(source))
            .bind(self.source(0))
            .execute(&self.database.owner)
            .await
            .unwrap();
    }

    /// A feed by its number: the first one has prices.
    pub(crate) const fn source(&self, source: usize) -> &'static str {
        match source {
            // Official everywhere, or nowhere.
            0 if self.official => "stub",
            0 => "gamma",
            1 => "alpha",
            _ => "beta",
        }
    }

    pub(crate) fn game(&self, game: usize) -> GameId {
        self.games[game]
    }

    pub(crate) fn process(&self, who: Who) -> &Process {
        match who {
            Who::Bot => &self.bot,
            Who::Fetcher => &self.fetcher,
            Who::Helper => &self.helper,
        }
    }

    pub(crate) fn restart(&mut self, who: Who) {
        match who {
            Who::Bot => self.bot.restart(&self.database),
            Who::Fetcher => self.fetcher.restart(&self.database),
            Who::Helper => self.helper.restart(&self.database),
        }
    }

    fn at(&self, seconds: i64) -> DateTime<Utc> {
        self.base + TimeDelta::seconds(seconds)
    }

    pub(crate) async fn set_clock(&self, seconds: i64) {
        sqlx::query("UPDATE test_clock SET shows = $1")
            .bind(self.at(seconds))
            .execute(&self.database.owner)
            .await
            .unwrap();
    }

    pub(crate) async fn visit(&self, member: usize) -> Result<(), StoreError> {
        let (pool, user) = (&self.bot.pool, DiscordUserId::new(member as u64 + 1));
        store::members::ensure(pool, guild(server(member)), user, "m", member_id(member)).await?;
        Ok(())
    }

    pub(crate) async fn place(&self, number: u32, bet: &Bet) -> Result<String, StoreError> {
        let leg = |leg: &Leg| {
            let price = Price::from_american(leg.price).unwrap();
            LegRequest {
                selection: self.market(leg).selection(side(leg)),
                bookmaker: BookmakerId::derive(BOOKMAKER),
                num: price.num(),
                den: price.den(),
                each_way: None,
            }
        };
        let placement = Placement {
            guild: guild(server(bet.member)),
            member: member_id(bet.member),
            interaction: InteractionId::new(placing(number)),
            ticket: ticket_id(number),
            stake: Units::from_steps(bet.stake),
            terms: Terms::plain(bet.legs.len()),
            legs: bet.legs.iter().map(leg).collect(),
            tolerance: PriceTolerance::Exact,
            rule_version: grading::RULE_VERSION,
            channel: ChannelId::new(1),
            post_slip: true,
            account: testkit::account(0),
        };
        let placing = services::bets::place(&self.bot.pool, &placement).await?;
        Ok(match placing {
            PlaceOutcome::Placed(_) => "placed",
            PlaceOutcome::AlreadyPlaced(_) => "already_placed",
            PlaceOutcome::NotAMember => "not_a_member",
            PlaceOutcome::SameGame => "same_game",
            PlaceOutcome::GameStarted { .. } => "game_started",
            PlaceOutcome::GameNotOpen => "game_not_open",
            PlaceOutcome::TakenDown => "taken_down",
            PlaceOutcome::PriceStale => "price_stale",
            PlaceOutcome::PriceMoved(_) => "price_moved",
            PlaceOutcome::StakeTooSmall { .. } => "stake_too_small",
            PlaceOutcome::StakeTooLarge { .. } => "stake_too_large",
            PlaceOutcome::BalanceTooSmall { .. } => "balance_too_small",
            other => return Ok(format!("{other:?}")),
        }
        .to_owned())
    }

    fn market(&self, leg: &Leg) -> MarketKey {
        let kind = kind(leg.market);
        MarketKey::of_game(
            self.game(leg.game),
            kind,
            Period::Full,
            line(leg.market, leg.line),
        )
    }

    pub(crate) async fn cancel(
        &self,
        number: u32,
        member: usize,
        press: u32,
    ) -> Result<String, StoreError> {
        let window = CancelWindow {
            free: Duration::from_secs(CANCEL_FREE.unsigned_abs()),
            unmoved: Duration::from_secs(CANCEL_WINDOW.unsigned_abs()),
        };
        let (guild, id) = (guild(server(member)), member_id(member));
        let (press, ticket) = (InteractionId::new(cancelling(press)), ticket_id(number));
        let came = store::tickets::cancel(&self.bot.pool, guild, id, press, ticket, window).await?;
        Ok(match came {
            CancelOutcome::Cancelled => "cancelled",
            CancelOutcome::AlreadyCancelled => "already_cancelled",
            CancelOutcome::AlreadySettled => "already_settled",
            CancelOutcome::GameStarted => "game_started",
            CancelOutcome::TooLate => "too_late",
            CancelOutcome::PriceMoved => "price_moved",
            CancelOutcome::NotYours => "not_yours",
            CancelOutcome::Busy => "busy",
        }
        .to_owned())
    }

    pub(crate) async fn take(
        &self,
        pool: &PgPool,
        source: usize,
        games: Vec<GameReport>,
    ) -> Result<(), StoreError> {
        let question = FeedRequest {
            provider: self.source(source).to_owned(),
            feed: asked_about(&games),
            asked_at: self.database.now().await,
        };
        let answer = Answer {
            feed: FeedAnswer {
                games,
                rejected: Vec::new(),
            },
            stats: RequestStats::of(self.source(source)),
        };
        ingest::store_answer(
            pool,
            &self.lease,
            &question,
            &answer,
            &Policy::default(),
            |_| {},
        )
        .await?;
        Ok(())
    }

    pub(crate) fn game_report(
        &self,
        game: usize,
        source: usize,
        says: Says,
        dated: Option<i64>,
        prices: Option<&Prices>,
    ) -> GameReport {
        let (status, scores) = said(says);
        let has_prices = source == 0 && says == Says::Scheduled;
        let quotes = prices.filter(|_| has_prices);
        GameReport {
            reference: game.to_string(),
            league: LeagueReport {
                code: "NFL".to_owned(),
                name: "National Football League".to_owned(),
                sport: Sport::AmericanFootball,
            },
            season: "2024".to_owned(),
            starts_at: self.at(STARTS[game % GAMES]),
            status,
            participants: Participant::sides(
                competitor(&format!("H{game}")),
                competitor(&format!("A{game}")),
            ),
            field: None,
            players: Vec::new(),
            scores,
            facts: shared::facts::Facts::default(),
            source_at: dated.map(|it| self.at(it)),
            quotes: quotes.map(quotes_of).unwrap_or_default(),
            quotes_complete: has_prices,
            live: None,
            venue: None,
        }
    }

    pub(crate) async fn decide(&self, pool: &PgPool) -> Result<(), StoreError> {
        let wakes = Arc::new(Notify::new());
        let decider = Decider::new(pool.clone(), Policy::default(), wakes);
        decider.tick(&self.lease).await.map(|_| ())
    }

    /// The operator's word, as the fetcher's command gives it.
    pub(crate) async fn rule(
        &self,
        pool: &PgPool,
        game: usize,
        says: Says,
    ) -> Result<(), StoreError> {
        let (status, scores) = said(says);
        let verdict = Verdict {
            by: "operator".to_owned(),
            reason: "seen with my own eyes".to_owned(),
        };
        let word = OperatorDecision::Stated { status, scores };
        let mut transaction = pool.begin().await?;
        let decided = decide_by_operator(&mut transaction, self.game(game), &word, &verdict).await;
        match decided {
            Ok(_) => {}
            Err(ReviewError::Store(error)) => return Err(error),
            Err(error) => panic!("{error}"),
        }
        transaction.commit().await?;
        Ok(())
    }

    /// An admin's decision for a server, as the command makes it.
    pub(crate) async fn correct(
        &self,
        number: u32,
        (server, asks): (usize, &Asks),
        (press, now): (Press, i64),
    ) -> Result<String, StoreError> {
        let id = correction_id(number);
        let asked = self.asked(asks);
        let (pool, guild, now) = (&self.bot.pool, guild(server), self.at(now));
        let new = NewCorrection {
            guild,
            id,
            asked,
            source: CorrectionSource::Command,
            actor: DiscordUserId::new(1),
            actor_name: "Admin".to_owned(),
            reason: "a reason".to_owned(),
            channel: ChannelId::new(1),
        };
        let shown = match press {
            Press::First => match corrections::preview(pool, guild, &asked, now).await {
                Ok(plan) => Some(plan.digest()),
                // Made all the same, for the refusal to be recorded.
                Err(CorrectionError::Refused(_)) => None,
                Err(error) => return Err(refused(error)),
            },
            Press::Another | Press::Heard => None,
        };
        let request = CorrectionRequest {
            new: &new,
            shown: shown.as_deref(),
            now,
            interaction: (press != Press::Another).then(|| InteractionId::new(correcting(number))),
        };
        Ok(match corrections::make(pool, &request).await {
            Ok(CorrectionOutcome::Now(..)) => "stands",
            Ok(CorrectionOutcome::Before(_)) => "stood_before",
            Ok(CorrectionOutcome::Changed) => "changed",
            Err(CorrectionError::Refused(refusal)) => word(refusal),
            Err(error) => return Err(refused(error)),
        }
        .to_owned())
    }

    fn asked(&self, asks: &Asks) -> CorrectionAction {
        match *asks {
            Asks::Void { bet } => CorrectionAction::Void {
                ticket: ticket_id(bet),
            },
            Asks::Regrade { bet, leg, came } => CorrectionAction::Regrade {
                ticket: ticket_id(bet),
                leg: i16::try_from(leg).unwrap(),
                outcome: outcome(came),
            },
            Asks::Score {
                game, home, away, ..
            } => CorrectionAction::Result {
                game: self.game(game),
                home,
                away,
            },
            Asks::Give { member, units } => CorrectionAction::Grant {
                member: member_id(member),
                units: Units::from_steps(units),
            },
            Asks::Take { member, units } => CorrectionAction::Take {
                member: member_id(member),
                units: Units::from_steps(units),
            },
            Asks::Undo { number } => CorrectionAction::Undo {
                correction: correction_id(number),
            },
        }
    }

    pub(crate) async fn settle(&self, pool: &PgPool, page: usize) -> Result<(), StoreError> {
        let settler = Settler::new(pool.clone()).with_pages_of(page);
        settler.tick(&self.lease).await.map(|_| ())
    }

    /// Comes back when somebody waits for a lock.
    pub(crate) async fn somebody_waits(&self) {
        let waiting = "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            WHERE NOT l.granted AND a.datname = current_database())";
        while !sqlx::query_scalar(waiting)
            .fetch_one(&self.database.owner)
            .await
            .unwrap_or(true)
        {}
    }
}

pub(crate) const fn guild(server: usize) -> GuildId {
    GuildId::new([11, 22][server])
}

pub(crate) fn member_id(member: usize) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(0x7000_8000_0000_0000_0000 + member as u128))
}

/// Neither sorted by time nor all alike in front: pages of settling cut anywhere.
pub(crate) fn ticket_id(number: u32) -> TicketId {
    let spread = u128::from(number.wrapping_mul(0x9e37_79b1)) << 96;
    TicketId::from_uuid(Uuid::from_u128(
        spread | 0x7000_8000_0000_0000_0000 | u128::from(number),
    ))
}

fn correction_id(number: u32) -> CorrectionId {
    CorrectionId::from_uuid(Uuid::from_u128(
        0xc000_8000_0000_0000_0000 + u128::from(number),
    ))
}

/// What the bot says of a failure is words by then.
/// What the database said, or what else went wrong, which nothing here expects.
fn refused(error: CorrectionError) -> StoreError {
    match error {
        CorrectionError::Store(error) => error,
        error => sqlx::Error::Protocol(error.to_string()).into(),
    }
}

/// A refusal in the model's word for it.
fn word(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Cancelled => "cancelled",
        Refusal::NoLeg { .. } => "no_leg",
        Refusal::NoTicketsOnGame => "no_tickets_on_game",
        Refusal::NotBegun { .. } => "not_begun",
        Refusal::UndoOfUndo { .. } => "undo_of_undo",
        Refusal::AlreadyUndone { .. } => "already_undone",
        Refusal::LaterCorrection { .. } => "later_correction",
        other => panic!("a refusal that no play asks for: {other}"),
    }
}

const fn outcome(came: LegGrades) -> LegOutcome {
    match came {
        LegGrades::Won => LegOutcome::Won,
        LegGrades::Lost => LegOutcome::Lost,
        LegGrades::Push => LegOutcome::Push,
        LegGrades::Void => LegOutcome::Void,
        LegGrades::HalfWon => LegOutcome::HalfWon,
        LegGrades::HalfLost => LegOutcome::HalfLost,
    }
}

pub(crate) fn number_of(ticket: Uuid) -> u32 {
    u32::try_from(ticket.as_u128() & 0xffff_ffff).unwrap()
}

fn said(says: Says) -> (GameStatus, Vec<PeriodScore>) {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    match says {
        Says::Scheduled => (GameStatus::Scheduled, Vec::new()),
        Says::Live => (GameStatus::Live, Vec::new()),
        Says::Cancelled => (GameStatus::Cancelled, Vec::new()),
        Says::Final(home, away) => {
            let scores = vec![score(Role::Home, home), score(Role::Away, away)];
            (GameStatus::Final, scores)
        }
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

const fn kind(market: Market) -> MarketKind {
    match market {
        Market::Moneyline => MarketKind::Moneyline2,
        Market::Spread => MarketKind::Spread,
        Market::Total => MarketKind::Total,
    }
}

fn line(market: Market, quarters: i32) -> Option<Line> {
    (market != Market::Moneyline).then(|| Line::from_quarters(quarters).unwrap())
}

const fn side(leg: &Leg) -> shared::market::Side {
    use shared::market::Side as Theirs;
    match (leg.market, leg.side) {
        (Market::Total, Side::First) => Theirs::Over,
        (Market::Total, Side::Second) => Theirs::Under,
        (_, Side::First) => Theirs::Home,
        (_, Side::Second) => Theirs::Away,
    }
}

/// What the feed was asked: about each game by itself.
fn asked_about(games: &[GameReport]) -> String {
    let games: Vec<_> = games.iter().map(|it| it.reference.as_str()).collect();
    format!("NFL/{}", games.join(","))
}

fn quotes_of(prices: &Prices) -> Vec<QuoteReport> {
    let mut quotes = Vec::new();
    for market in [Market::Moneyline, Market::Spread, Market::Total] {
        for first in [Side::First, Side::Second] {
            let (quarters, price) = offer(prices, market, first);
            let leg = Leg {
                game: 0,
                market,
                side: first,
                line: quarters,
                price,
            };
            quotes.push(QuoteReport {
                bookmaker: BOOKMAKER.to_owned(),
                bookmaker_name: "Harbor".to_owned(),
                kind: kind(market),
                period: Period::Full,
                line: line(market, quarters),
                subject: None,
                statistic: None,
                group: Vec::new(),
                side: side(&leg),
                price: Price::from_american(price).unwrap(),
                mark: QuoteMark::Current,
                source_at: None,
            });
        }
    }
    quotes
}
