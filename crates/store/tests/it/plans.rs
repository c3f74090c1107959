//! No hot statement reads a large table from end to end.

use std::collections::BTreeMap;
use std::time::Duration;

use grading::ticket::terms::Terms;
use services::bets::{LegRequest, Placement};
use shared::id::{
    BookmakerId, ChannelId, DiscordUserId, GameId, GuildId, InteractionId, LeagueId, MemberId,
    SelectionId, TicketId,
};
use shared::league::Sport;
use shared::market::MarketGroup;
use shared::notice::NoticeKey;
use shared::price::PriceTolerance;
use shared::shards::ShardRange;
use shared::ticket::TicketState;
use shared::ticket::{PageFrom, PlacedWithin, TicketFilter, TicketStates};
use shared::units::Units;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Executor, PgPool};
use store::leaderboards::{self, Span};
use store::leases::Lease;
use store::settlements::{GroupMove, HeadMove};
use store::tickets::{CancelWindow, PlaceOutcome};
use store::{Program, begin_guild};
use store::{
    board, games, members, notices, poll_log, quotes, results, reviews, schedule, settlements,
    tickets,
};
use testkit::TestDatabase;
use uuid::Uuid;

/// What counts as large, in rows.
const LARGE: i64 = 10_000;
/// After five runs a prepared statement may get a plan that knows no values: that one counts too.
const RUNS: u64 = 7;
const GUILD: GuildId = GuildId::new(1);

/// Ids count up from 1. Game 1 to 60 are to come, the others are over. Ticket n is member
/// 1 + n % 12000's, on game 1 + n % 20000. Without triggers, so that it takes seconds.
const FILL: &str = "
  SET session_replication_role = replica;
  CREATE FUNCTION nth(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('0000000' || kind || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
  INSERT INTO guilds (guild_id, name, joined_at) VALUES (1, 'here', app_now());
  INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min, stake_max,
      slip_audience) VALUES (1, 1, 'UTC', 'american', 500000, 5000000, 'everyone');
  INSERT INTO leases VALUES ('fetcher', 'test', 1, now() + interval '1 hour');
  INSERT INTO leagues VALUES (nth(1, 1), 'NFL', 'NFL', 'american_football');
  INSERT INTO competitions VALUES (nth(2, 1), nth(1, 1), '2024');
  INSERT INTO competitors (competitor_id, sport, kind, name, short_name, place, code, named_by)
    SELECT nth(9, n), 'american_football', 'team', 'Team ' || n, 'T' || n, 'Town', 'T' || n, 'espn'
    FROM generate_series(1, 2) n;
  INSERT INTO games (game_id, league_id, competition_id, starts_at, status, result_version,
      settled_version)
    SELECT nth(3, n), nth(1, 1), nth(2, 1),
      now() + CASE WHEN n <= 60 THEN interval '1 hour' ELSE -n * interval '1 hour' END,
      CASE WHEN n <= 60 THEN 'scheduled' ELSE 'final' END, (n > 60)::int,
      (n > 60 AND n <> 100)::int
    FROM generate_series(1, 20000) n;
  INSERT INTO game_competitors
    SELECT nth(3, n), CASE side WHEN 1 THEN 'home' ELSE 'away' END, 0, nth(9, side)
    FROM generate_series(1, 20000) n, generate_series(1, 2) side;
  INSERT INTO game_refs SELECT 'espn', 'g' || n, nth(3, n) FROM generate_series(1, 20000) n;
  INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at, scores, source_at,
      received_at, digest)
    SELECT nth(3, n), 'espn', 1, 'final', now(), '[]', now(), now(), sha256('x')
    FROM generate_series(61, 20000) n;
  INSERT INTO results (game_id, version, status, provider, report_sequence, decided_at)
    SELECT nth(3, n), 1, 'final', 'espn', 1, now()
    FROM generate_series(61, 20000) n;
  INSERT INTO guild_games (guild_id, game_id, version, done)
    SELECT 1, nth(3, n), (n > 60 AND n <> 100)::int, n > 60 AND n <> 100
    FROM generate_series(1, 20000) n;
  INSERT INTO result_scores SELECT nth(3, n), 1, 'full', role, 0, 7
    FROM generate_series(61, 20000) n, unnest(ARRAY['home', 'away']) role;
  INSERT INTO markets (market_id, game_id, kind, period)
    SELECT nth(4, n), nth(3, n), 'moneyline_2way', 'full' FROM generate_series(1, 20000) n;
  INSERT INTO selections SELECT nth(5, n), nth(4, n), 'home' FROM generate_series(1, 20000) n;
  INSERT INTO selections SELECT nth(5, 20000 + n), nth(4, n), 'away'
    FROM generate_series(1, 20000) n;
  INSERT INTO bookmakers VALUES (nth(6, 1), 'book', 'Book');
  INSERT INTO feed_questions VALUES (nth(6, 1), 'test', 'all', now());
  INSERT INTO quotes (selection_id, bookmaker_id, price_num, price_den, price_format,
      price_number, source_at, seen_at, question_id)
    SELECT nth(5, n), nth(6, 1), 21, 11, 'american', '-110', now(), now(), nth(6, 1)
    FROM generate_series(1, 40000) n;
  INSERT INTO quote_marks SELECT nth(5, n), nth(6, 1), 'closing', 21, 11, 'american', '-110',
      now() - n * interval '2 hour', true, now(), now() FROM generate_series(61, 20000) n;
  INSERT INTO members (guild_id, member_id, discord_user_id, name)
    SELECT 1, nth(7, n), n, 'm' || n FROM generate_series(1, 12000) n;
  INSERT INTO accounts
    SELECT 1, nth(7, n), kind, 1, 100000000
    FROM generate_series(1, 12000) n, unnest(ARRAY['cash', 'at_risk']) kind;
  INSERT INTO tickets (guild_id, ticket_id, code, member_id, interaction_id, kind, stake,
      possible_return, placed_at, record_day, rule_version, settings_version, season, channel_id,
      state, settled_seq, returned, open_stake)
    SELECT 1, nth(8, n), 'C' || n, nth(7, 1 + n % 12000), n, 'single', 1000000, 1909090,
      now() - interval '1 hour' - (n / 1000) * interval '1 day', current_date, 1, 1, 1, 1,
      CASE WHEN over THEN 'lost' ELSE 'open' END, over::int, CASE WHEN over THEN 0 END, 1000000
    FROM (SELECT n, n % 20000 BETWEEN 60 AND 19999 AND n % 20000 <> 99 AS over
          FROM generate_series(1, 100000) n) t;
  INSERT INTO legs (guild_id, ticket_id, leg, game_id, selection_id, market_id, kind, period, side,
      home, away, booked_start, price_num, price_den, price_format, price_number, bookmaker_id)
    SELECT 1, nth(8, n), 1, nth(3, 1 + n % 20000), nth(5, 1 + n % 20000), nth(4, 1 + n % 20000),
      'moneyline_2way', 'full', 'home', nth(9, 1), nth(9, 2), now(), 21, 11, 'american', '-110',
      nth(6, 1)
    FROM generate_series(1, 100000) n;
  INSERT INTO settlements (guild_id, ticket_id, sequence, cause, state, returned, result_versions,
      settings_digest)
    SELECT 1, ticket_id, 1, 'result', 'lost', 0, '{1}', 'd' FROM tickets WHERE state = 'lost';
  INSERT INTO grades SELECT nth(5, n), now(), 1, 1, 'd', nth(3, n), 'lost', 0, 1, 0, 1, 'r', sha256('r')
    FROM generate_series(61, 20000) n WHERE n <> 100;
  INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season, debit_kind,
      debit_member, credit_kind, credit_member, amount)
    SELECT 1, 'ticket', nth(8, n), 0, 0, 1, 'cash', nth(7, 1 + n % 12000), 'at_risk',
      nth(7, 1 + n % 12000), 1000000 FROM generate_series(1, 100000) n;
  INSERT INTO notices SELECT 1, 'ticket_placed', nth(8, n), 0 FROM generate_series(1, 30000) n;
  INSERT INTO deliveries (guild_id, kind, subject, sequence, state, channel_id, message_id,
      turn_channel_id, turn_member_id)
    SELECT 1, 'ticket_placed', nth(8, n), 0, CASE WHEN n <= 20 THEN 'due' ELSE 'sent' END, 5, n,
      5, nth(7, 1 + n % 12000)
    FROM generate_series(1, 30000) n;
  INSERT INTO slips (guild_id, ticket_id, channel_id, message_id)
    SELECT 1, nth(8, n), 5, n FROM generate_series(1, 30000) n;
  INSERT INTO stamps SELECT 1, nth(8, n), now() FROM generate_series(1, 20) n;
  INSERT INTO results_messages SELECT 1, nth(3, n), 5, n, 1 FROM generate_series(61, 20000) n;
  INSERT INTO poll_log (provider, feed, asked_at, took_ms, outcome, url)
    SELECT 'espn', 'f' || n % 5, now() - n * interval '1 minute', 1, 'unchanged', 'u'
    FROM generate_series(1, 20000) n;
  RESET session_replication_role;
  ANALYZE;";

fn nth(kind: u32, n: u64) -> Uuid {
    Uuid::from_u128(u128::from(kind) << 96 | 0x4000 << 64 | 0x8000 << 48 | u128::from(n))
}

fn member(n: u64) -> MemberId {
    MemberId::from_uuid(nth(7, n))
}

fn game(n: u64) -> GameId {
    GameId::from_uuid(nth(3, n))
}

/// Tickets by state alone, and narrowed by all there is.
fn filters() -> Vec<TicketFilter> {
    let states = TicketStates::ALL.iter().copied();
    let narrow = |states| TicketFilter {
        sport: Some(Sport::AmericanFootball),
        league: Some(LeagueId::from_uuid(nth(1, 1))),
        market: Some(MarketGroup::Spread),
        within: Some(PlacedWithin::Year),
        ..TicketFilter::of(states)
    };
    states
        .flat_map(|it| [TicketFilter::of(it), narrow(it)])
        .collect()
}

fn ticket(n: u64) -> TicketId {
    TicketId::from_uuid(nth(8, n))
}

/// One connection, so that all it has read is counted before anybody looks.
struct Watch {
    owner: PgPool,
    pool: PgPool,
    scans: Vec<String>,
}

impl Watch {
    async fn new(database: &TestDatabase, program: Program) -> Self {
        let pool = PgPoolOptions::new().max_connections(1);
        Self {
            owner: database.owner.clone(),
            pool: pool.connect(&database.url(program)).await.unwrap(),
            scans: Vec::new(),
        }
    }

    /// Rows of large tables that were read one after another, ever.
    async fn read(&self) -> BTreeMap<String, i64> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT s.relname::text, s.seq_tup_read FROM pg_stat_user_tables s
             JOIN pg_class c ON c.oid = s.relid WHERE c.reltuples >= $1::float",
        )
        .bind(i32::try_from(LARGE).unwrap())
        .fetch_all(&self.owner)
        .await
        .unwrap();
        rows.into_iter().collect()
    }

    /// Runs it several times, as many times as it takes to settle on a plan.
    async fn over(&mut self, name: &str, run: impl AsyncFn(&PgPool, u64)) {
        let before = self.read().await;
        for nth in 0..RUNS {
            run(&self.pool, nth).await;
        }
        self.pool
            .execute("SELECT pg_stat_force_next_flush()")
            .await
            .unwrap();
        for (table, read) in self.read().await {
            let rows = read - before[&table];
            if rows > 0 {
                self.scans.push(format!("{name}: {rows} rows of {table}"));
            }
        }
    }
}

/// One story, since filling the tables is what takes the time.
#[tokio::test]
async fn no_hot_statement_scans_a_large_table() {
    let database = TestDatabase::create().await;
    database.owner.execute(FILL).await.unwrap();
    a_scan_is_noticed(&database).await;
    let mut bot = Watch::new(&database, Program::Bot).await;
    members_statements(&mut bot, &database).await;
    outbox_statements(&mut bot, &database).await;
    let mut fetcher = Watch::new(&database, Program::Fetcher).await;
    settling_statements(&mut fetcher, &database).await;
    bot.scans.append(&mut fetcher.scans);
    assert!(bot.scans.is_empty(), "{:#?}", bot.scans);
}

async fn a_scan_is_noticed(database: &TestDatabase) {
    let mut watch = Watch::new(database, Program::Fetcher).await;
    let sum = "SELECT sum(possible_return) FROM tickets WHERE stake > 1";
    watch
        .over("sum", async |pool, _| {
            pool.execute(sum).await.unwrap();
        })
        .await;
    assert_eq!(watch.scans, ["sum: 700000 rows of tickets"]);
}

async fn members_statements(watch: &mut Watch, database: &TestDatabase) {
    watch
        .over("ensure", async |pool, n| {
            let user = DiscordUserId::new(100 + n);
            let id = MemberId::from_uuid(Uuid::now_v7());
            members::ensure(pool, GUILD, user, "renamed", id)
                .await
                .unwrap();
        })
        .await;
    watch
        .over("place and cancel", async |pool, n| {
            let leg = |at: u64| LegRequest {
                selection: SelectionId::from_uuid(nth(5, 1 + at)),
                bookmaker: BookmakerId::from_uuid(nth(6, 1)),
                num: 21,
                den: 11,
                each_way: None,
            };
            let bet = Placement {
                guild: GUILD,
                member: member(10),
                interaction: InteractionId::new(1_000_000 + n),
                ticket: TicketId::from_uuid(Uuid::now_v7()),
                stake: Units::whole(1),
                terms: Terms::Parlay,
                legs: vec![leg(n), leg(20 + n)],
                tolerance: PriceTolerance::Exact,
                rule_version: 1,
                channel: ChannelId::new(1),
                post_slip: true,
                account: testkit::account(0),
            };
            let placed = services::bets::place(pool, &bet).await.unwrap();
            assert!(matches!(placed, PlaceOutcome::Placed(_)), "{placed:?}");
            let window = CancelWindow {
                free: Duration::ZERO,
                unmoved: Duration::from_secs(60),
            };
            let pressed = InteractionId::new(bet.interaction.get() + 1_000_000);
            let back = tickets::cancel(pool, GUILD, member(10), pressed, bet.ticket, window).await;
            back.unwrap();
        })
        .await;
    watch
        .over("tickets", async |pool, n| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let (who, which) = (member(50 + n), ticket(50 + n));
            for filter in filters() {
                for from in [
                    PageFrom::Newest,
                    PageFrom::OlderThan(which),
                    PageFrom::NewerThan(which),
                    PageFrom::Oldest,
                ] {
                    let limit = (10, database.now().await);
                    let page = tickets::page(&mut conn, (GUILD, who), &filter, from, limit).await;
                    page.unwrap();
                }
            }
            let count = tickets::count_to(&mut conn, GUILD, who, 2).await;
            assert!(count.unwrap() <= 2);
            assert!(
                tickets::find(&mut conn, GUILD, which)
                    .await
                    .unwrap()
                    .is_some()
            );
            tickets::settlements(&mut conn, GUILD, which).await.unwrap();
            tickets::last_stake(&mut conn, GUILD, who).await.unwrap();
            let asks = shared::id::InteractionId::new(7);
            tickets::share(&mut conn, GUILD, who, which, asks)
                .await
                .unwrap();
            notices::unposted_slips(&mut conn, GUILD, who)
                .await
                .unwrap();
        })
        .await;
    watch
        .over("leaderboard", async |pool, _| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let now = database.now().await;
            let span = Span {
                from: now - chrono::TimeDelta::minutes(90),
                until: now,
                graded_min: 5,
            };
            leaderboards::page(&mut conn, GUILD, &span, 0, 10)
                .await
                .unwrap();
            leaderboards::members_ahead(&mut conn, GUILD, member(3), &span)
                .await
                .unwrap();
        })
        .await;
    watch
        .over("board", async |pool, _| {
            let board = board::load(pool).await.unwrap();
            assert_eq!(board.games.len(), 60);
        })
        .await;
    watch
        .over("schedule", async |pool, _| {
            let mut conn = pool.acquire().await.unwrap();
            let now = database.now().await;
            let asked = schedule::Asked {
                whose: schedule::Whose::League(shared::id::LeagueId::from_uuid(nth(1, 1))),
                from: now - chrono::TimeDelta::days(7),
                until: now + chrono::TimeDelta::days(1),
                newest_first: false,
                skip: 8,
                most: 8,
            };
            let page = schedule::page(&mut conn, &asked).await.unwrap();
            assert_eq!(page.games.len(), 8);
        })
        .await;
    watch
        .over("game", async |pool, n| {
            let all = board::game(pool, game(1 + n)).await.unwrap().unwrap();
            assert_eq!(all.quotes.len(), 2);
        })
        .await;
}

async fn outbox_statements(watch: &mut Watch, database: &TestDatabase) {
    watch
        .over("due", async |pool, _| {
            assert!(
                notices::due_deliveries(pool, ShardRange::WHOLE, 50)
                    .await
                    .unwrap()
                    .len()
                    >= 20
            );
            assert_eq!(
                notices::due_stamps(pool, ShardRange::WHOLE, 50)
                    .await
                    .unwrap()
                    .len(),
                20
            );
        })
        .await;
    watch
        .over("claim", async |pool, n| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let key = NoticeKey::ticket_placed(GUILD, ticket(1 + n));
            let hold = Duration::from_secs(30);
            notices::claim(&mut conn, &key, hold).await.unwrap();
        })
        .await;
    watch
        .over("slip", async |pool, n| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let slip = notices::slip_ticket(&mut conn, GUILD, ticket(70 + n)).await;
            assert!(slip.unwrap().is_some());
        })
        .await;
    watch
        .over("results", async |pool, n| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let telling = notices::results_page(&mut conn, GUILD, game(70 + n)).await;
            assert!(telling.unwrap().is_some());
            notices::member_lines(&mut conn, GUILD, game(70 + n), member(70 + n))
                .await
                .unwrap();
        })
        .await;
    watch
        .over("by message", async |pool, n| {
            let mut conn = begin_guild(pool, GUILD).await.unwrap();
            let by_message = "SELECT ticket_id FROM slips WHERE guild_id = $1 AND message_id = $2";
            sqlx::query(by_message)
                .bind(1_i64)
                .bind(i64::try_from(n).unwrap())
                .fetch_all(&mut *conn)
                .await
                .unwrap();
        })
        .await;
    watch
        .over("polls", async |pool, _| {
            let mut conn = pool.acquire().await.unwrap();
            let since = database.now().await - chrono::TimeDelta::hours(1);
            poll_log::newest(&mut conn, since).await.unwrap();
        })
        .await;
}

async fn settling_statements(watch: &mut Watch, database: &TestDatabase) {
    watch
        .over("what a tick decides", async |pool, _| {
            let mut conn = pool.acquire().await.unwrap();
            assert_eq!(results::due(&mut conn, 50).await.unwrap(), []);
            assert_eq!(reviews::unannounced(&mut conn, 50).await.unwrap(), []);
            assert_eq!(reviews::list(&mut conn).await.unwrap().len(), 0);
        })
        .await;
    watch
        .over("unsettled", async |pool, _| {
            let mut conn = pool.acquire().await.unwrap();
            let waiting = settlements::unsettled(&mut conn, 50).await.unwrap();
            assert_eq!(waiting.len(), 1, "{waiting:?}");
            let passed = settlements::pass_over_games_without_bets(&mut conn, 50).await;
            assert_eq!(passed.unwrap(), 0, "it has bets");
        })
        .await;
    watch
        .over("settle", async |pool, n| {
            let mut conn = pool.begin().await.unwrap();
            // Version 2: those of version 1 are settled.
            let of = (game(100 + n), 2);
            let lease = Lease {
                name: "fetcher".to_owned(),
                epoch: 1,
            };
            let room = settlements::ClaimLimits {
                servers: i32::MAX,
                tickets: 1_000,
            };
            let page = settlements::claim_ranges(&mut conn, &lease, of, None, room)
                .await
                .unwrap();
            assert_eq!(page.len(), 1, "its tickets are one server's");
            let groups = settlements::lock_page(&mut conn, of.0, &page).await;
            let groups = groups.unwrap();
            let moves: Vec<_> = (groups.into_iter())
                .map(|group| GroupMove {
                    to: HeadMove {
                        guild: group.representative.guild,
                        ticket: group.representative.ticket,
                        expected: group.representative.settled_seq,
                        state: TicketState::Push,
                        returned: Some(group.representative.agreed.stake),
                        multiplier: Some(("1".to_owned(), "1".to_owned())),
                        result_versions: vec![1],
                        settings_digest: group.representative.settings_digest.clone(),
                    },
                    tickets: group.tickets,
                })
                .collect();
            assert_eq!(moves.len(), 1, "five singles alike");
            let moved = settlements::settle(&mut conn, &lease, &moves).await;
            assert_eq!(moved.unwrap(), 5);
            let told = settlements::leave_notices(&mut conn, &[page[0].guild], of).await;
            assert_eq!(told.unwrap(), 1);
            settlements::mark_settled(&mut conn, of).await.unwrap();
            conn.commit().await.unwrap();
        })
        .await;
    watch
        .over("plan", async |pool, _| {
            let mut conn = pool.acquire().await.unwrap();
            let now = database.now().await;
            let since = now - chrono::TimeDelta::hours(48);
            let behind = now - chrono::TimeDelta::days(60);
            let leagues = ["NFL".to_owned()];
            let found = games::by_league(&mut conn, Some("espn"), &leagues, (since, behind)).await;
            found.unwrap();
            quotes::started_with_quotes(&mut conn, since, 50)
                .await
                .unwrap();
        })
        .await;
}
