//! The outbox: claims, doubts, slips that fall behind, and what a results message tells.

use std::time::Duration;

use chrono::TimeDelta;
use shared::grade::LegOutcome;
use shared::id::{ChannelId, GameId, GuildId, MemberId, MessageId, TicketId};
use shared::notice::{NoticeKey, NoticeKind};
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use store::begin_guild;
use store::notices::{self, Listed, MessagePlace};
use testkit::TestDatabase;
use uuid::Uuid;

const HERE: GuildId = GuildId::new(11);
const THERE: GuildId = GuildId::new(22);
const CHANNEL: ChannelId = ChannelId::new(500);
const HOLD: Duration = Duration::from_secs(30);

fn place(message: u64) -> MessagePlace {
    MessagePlace {
        channel: CHANNEL,
        message: MessageId::new(message),
    }
}

/// A database with two servers, one league and one bookmaker.
struct World {
    database: TestDatabase,
    interactions: std::cell::Cell<i64>,
}

impl World {
    async fn create() -> Self {
        let database = TestDatabase::create().await;
        run(
            &database.owner,
            "INSERT INTO leagues VALUES
               ('00000000-0000-0000-0000-000000000001', 'NFL', 'NFL', 'american_football');
             INSERT INTO competitions VALUES ('00000000-0000-0000-0000-000000000002',
               '00000000-0000-0000-0000-000000000001', '2024');
             INSERT INTO bookmakers VALUES
               ('00000000-0000-0000-0000-000000000003', 'draftkings', 'DraftKings');
             INSERT INTO competitors (competitor_id, sport, kind, name, short_name, place, code,
               named_by) VALUES
               ('00000000-0000-0000-0000-00000000000a', 'american_football', 'team',
                 'Chicago Bears', 'Bears', 'Chicago', 'CHI', 'espn'),
               ('00000000-0000-0000-0000-00000000000b', 'american_football', 'team',
                 'Green Bay Packers', 'Packers', 'Green Bay', 'GB', 'espn');
             INSERT INTO guilds (guild_id, name, joined_at) VALUES
               (11, 'Here', app_now()), (22, 'There', app_now());
             INSERT INTO guild_settings (guild_id, version, time_zone, odds_format, stake_min,
                 stake_max, slip_audience)
               SELECT guild_id, 1, 'UTC', 'american', 500000, 5000000, 'everyone' FROM guilds;
             INSERT INTO leases VALUES ('fetcher', 'test', 1, app_now() + interval '1 hour');",
        )
        .await;
        Self {
            database,
            interactions: std::cell::Cell::new(1),
        }
    }

    /// A game in `hours`, with Chicago at home to win at -110 or +100 for the visitors.
    async fn game(&self, hours: i32) -> GameId {
        let game = Uuid::now_v7();
        let market = Uuid::now_v7();
        run(
            &self.database.owner,
            &format!(
                "INSERT INTO games (game_id, league_id, competition_id, starts_at, status) VALUES
                   ('{game}', '00000000-0000-0000-0000-000000000001',
                    '00000000-0000-0000-0000-000000000002', app_now() + interval '{hours} hours',
                    'scheduled');
                 INSERT INTO game_competitors VALUES
                   ('{game}', 'home', 0, '00000000-0000-0000-0000-00000000000a'),
                   ('{game}', 'away', 0, '00000000-0000-0000-0000-00000000000b');
                 INSERT INTO markets (market_id, game_id, kind, period) VALUES
                   ('{market}', '{game}', 'moneyline_2way', 'full');
                 INSERT INTO selections VALUES (gen_random_uuid(), '{market}', 'home'),
                   (gen_random_uuid(), '{market}', 'away');
                 INSERT INTO feed_questions
                   VALUES ('00000000-0000-0000-0000-000000000003', 'test', 'all', 'infinity')
                   ON CONFLICT DO NOTHING;
                 INSERT INTO quotes SELECT selection_id, '00000000-0000-0000-0000-000000000003',
                   CASE side WHEN 'home' THEN 21 ELSE 2 END, CASE side WHEN 'home' THEN 11 ELSE 1
                   END, 'american', CASE side WHEN 'home' THEN '-110' ELSE '+100' END, app_now(),
                   app_now(), NULL, '00000000-0000-0000-0000-000000000003'
                 FROM selections WHERE market_id = '{market}';"
            ),
        )
        .await;
        GameId::from_uuid(game)
    }

    async fn member(&self, guild: GuildId, user: i64) -> MemberId {
        sqlx::query_scalar("SELECT member_id FROM code.ensure_member($1, $2, $3, $4, 1)")
            .bind(guild)
            .bind(user)
            .bind(format!("member {user}"))
            .bind(Uuid::now_v7())
            .fetch_one(&self.database.bot)
            .await
            .unwrap()
    }

    /// One unit on these sides.
    async fn bet(&self, guild: GuildId, user: i64, legs: &[(GameId, &str)]) -> TicketId {
        let member = self.member(guild, user).await;
        let interaction = self.interactions.get();
        self.interactions.set(interaction + 1);
        let mut selections: Vec<Uuid> = Vec::new();
        let (mut nums, mut dens) = (Vec::<i64>::new(), Vec::<i64>::new());
        for (game, side) in legs {
            let (id, num, den): (Uuid, i64, i64) = sqlx::query_as(
                "SELECT s.selection_id, q.price_num, q.price_den FROM selections s
                 JOIN markets m USING (market_id) JOIN quotes q USING (selection_id)
                 WHERE m.game_id = $1 AND s.side = $2",
            )
            .bind(game)
            .bind(side)
            .fetch_one(&self.database.owner)
            .await
            .unwrap();
            selections.push(id);
            nums.push(num);
            dens.push(den);
        }
        let bookmaker: Uuid = "00000000-0000-0000-0000-000000000003".parse().unwrap();
        let (outcome, ticket): (String, Option<TicketId>) = sqlx::query_as(
            "SELECT outcome, ticket_id FROM code.place_ticket($1, $2, $3, $4, $5,
               CASE WHEN cardinality($6::uuid[]) = 1 THEN 'single' ELSE 'parlay' END, '{}', 1,
               1000000, 1000000,
               ARRAY(
                 SELECT ROW(w.selection, w.bookmaker, w.num, w.den, false, NULL, NULL, NULL, NULL,
                   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   NULL, NULL)::leg_request
                 FROM unnest($6::uuid[], $7::uuid[], $8::bigint[], $9::bigint[])
                   AS w(selection, bookmaker, num, den)),
               1, 1, 500, true)",
        )
        .bind(guild)
        .bind(member)
        .bind(interaction)
        .bind(Uuid::now_v7())
        .bind(vec![format!("CODE{interaction:03}")])
        .bind(&selections)
        .bind(vec![bookmaker; legs.len()])
        .bind(&nums)
        .bind(&dens)
        .fetch_one(&self.database.bot)
        .await
        .unwrap();
        assert_eq!(outcome, "placed");
        ticket.unwrap()
    }

    /// A version of a game's result, with the grades of both sides.
    async fn result(&self, game: GameId, version: i32, home: i32, away: i32) {
        run(
            &self.database.owner,
            &format!(
                "INSERT INTO provider_reports (game_id, provider, sequence, status, starts_at,
                   scores, received_at, digest)
                 VALUES ('{game}', 'test', {version}, 'final', app_now(), '[]', app_now(),
                   '\\x{version:02}');
                 INSERT INTO results (game_id, version, status, provider, report_sequence,
                   decided_at)
                 VALUES ('{game}', {version}, 'final', 'test', {version}, app_now());
                 INSERT INTO result_scores VALUES ('{game}', {version}, 'full', 'home', 0, {home}),
                   ('{game}', {version}, 'full', 'away', 0, {away});
                 UPDATE games SET status = 'final', result_version = {version}
                 WHERE game_id = '{game}';
                 INSERT INTO grades
                 SELECT s.selection_id, g.starts_at, {version}, 1, '44136fa355b3678a', '{game}',
                   CASE WHEN (s.side = 'home') = ({home} > {away}) THEN 'won' ELSE 'lost' END,
                   CASE WHEN (s.side = 'home') = ({home} > {away}) THEN 1 ELSE 0 END, 1, 0, 1,
                   'receipt', sha256('receipt')
                 FROM selections s JOIN markets m USING (market_id) JOIN games g USING (game_id)
                 WHERE m.game_id = '{game}';"
            ),
        )
        .await;
    }

    /// Settles a ticket for the `expected + 1`-th time.
    async fn settle(
        &self,
        ticket: TicketId,
        expected: i32,
        state: &str,
        returned: i64,
        versions: &[i32],
    ) {
        let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
        let moved: i64 = sqlx::query_scalar(
            "SELECT code.settle_tickets(1, ARRAY[$2::uuid], ARRAY[1], ARRAY[$1::bigint],
               ARRAY[$3::int], ARRAY[$4::text], ARRAY[$5::bigint], ARRAY[1::numeric],
               ARRAY[1::numeric], ARRAY[$6::text], ARRAY['44136fa355b3678a'])",
        )
        .bind(HERE)
        .bind(ticket)
        .bind(expected)
        .bind(state)
        .bind(returned)
        .bind(format!("{{{}}}", versions.join(",")))
        .fetch_one(&self.database.fetcher)
        .await
        .unwrap();
        assert_eq!(moved, 1);
    }

    async fn claim(&self, key: &NoticeKey) -> Option<notices::Claim> {
        let mut tx = begin_guild(&self.database.bot, key.guild).await.unwrap();
        let claim = notices::claim(&mut tx, key, HOLD).await.unwrap();
        tx.commit().await.unwrap();
        claim
    }

    async fn fail(&self, key: &NoticeKey, channel: ChannelId) -> bool {
        let mut tx = begin_guild(&self.database.bot, key.guild).await.unwrap();
        let error = "missing permission";
        let first = notices::fail(&mut tx, key, Some(channel), error)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        first
    }

    async fn slip(&self, ticket: TicketId) -> notices::SlipTicket {
        let mut tx = begin_guild(&self.database.bot, HERE).await.unwrap();
        let slip = notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap();
        slip.unwrap()
    }

    async fn post(&self, ticket: TicketId, message: u64, shown: i32, complete: bool) {
        let mut tx = begin_guild(&self.database.bot, HERE).await.unwrap();
        notices::record_slip(&mut tx, HERE, ticket, place(message), shown, complete)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn due_stamps(&self) -> Vec<TicketId> {
        let due = notices::due_stamps(&self.database.bot, 100).await.unwrap();
        due.into_iter().map(|it| it.ticket).collect()
    }
}

async fn run(pool: &PgPool, sql: &str) {
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
}

async fn leave(conn: &mut PgConnection, key: &NoticeKey) {
    sqlx::query(
        "WITH noticed AS (INSERT INTO notices (guild_id, kind, subject, sequence)
           VALUES ($1, $2, $3, $4))
         INSERT INTO deliveries (guild_id, kind, subject, sequence) VALUES ($1, $2, $3, $4)",
    )
    .bind(key.guild)
    .bind(key.kind.word())
    .bind(key.subject)
    .bind(key.sequence)
    .execute(conn)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_claim_keeps_others_away_and_comes_back_in_doubt() {
    let world = World::create().await;
    let game = world.game(3).await;
    let ticket = world.bet(HERE, 1, &[(game, "home")]).await;
    let key = NoticeKey::ticket_placed(HERE, ticket);
    let due = notices::due_deliveries(&world.database.bot, 10).await;
    assert_eq!(due.unwrap().first().map(|it| it.key), Some(key));

    let claim = world.claim(&key).await.unwrap();
    assert_eq!((claim.tries, claim.doubt), (1, None));
    assert_eq!(world.claim(&key).await, None, "it is held");
    let due = notices::due_deliveries(&world.database.bot, 10).await;
    assert_eq!(due.unwrap(), [], "what is held is not due");

    world.database.advance(TimeDelta::seconds(180)).await;
    let claim = world.claim(&key).await.unwrap();
    let doubt = claim.doubt.unwrap();
    assert_eq!(claim.tries, 2);
    assert!(doubt.age >= TimeDelta::seconds(180));
}

#[tokio::test]
async fn a_send_that_was_refused_is_not_in_doubt() {
    let world = World::create().await;
    let game = world.game(3).await;
    let ticket = world.bet(HERE, 1, &[(game, "home")]).await;
    let key = NoticeKey::ticket_placed(HERE, ticket);
    world.claim(&key).await.unwrap();
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::retry(&mut tx, &key, Duration::from_secs(5), true, "throttled")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.claim(&key).await, None, "it waits");
    world.database.advance(TimeDelta::seconds(6)).await;
    assert_eq!(world.claim(&key).await.unwrap().doubt, None);
}

#[tokio::test]
async fn a_later_result_waits_for_the_earlier_one_of_its_game() {
    let world = World::create().await;
    let game = GameId::derive("g");
    let (first, second) = (
        NoticeKey::game_results(HERE, game, 1),
        NoticeKey::game_results(HERE, game, 2),
    );
    let mut conn = world.database.owner.acquire().await.unwrap();
    leave(&mut conn, &first).await;
    leave(&mut conn, &second).await;
    assert_eq!(world.claim(&second).await, None);
    world.claim(&first).await.unwrap();
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::finish(&mut tx, &first, Some(place(1)), None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(world.claim(&second).await.is_some());
    assert_eq!(world.claim(&first).await, None, "what is told is told");
}

#[tokio::test]
async fn a_channel_that_refuses_is_reported_once_a_day() {
    let world = World::create().await;
    let game = world.game(100).await;
    let mut keys = Vec::new();
    for user in 1..=4 {
        let ticket = world.bet(HERE, user, &[(game, "home")]).await;
        keys.push(NoticeKey::ticket_placed(HERE, ticket));
        world.claim(keys.last().unwrap()).await.unwrap();
    }
    assert!(world.fail(&keys[0], CHANNEL).await);
    assert!(!world.fail(&keys[1], CHANNEL).await);
    assert!(world.fail(&keys[2], ChannelId::new(501)).await);
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    let troubles = notices::delivery_problems(&mut tx, HERE).await.unwrap();
    assert_eq!(troubles.iter().map(|it| it.count).sum::<i64>(), 3);
    let member = world.member(HERE, 1).await;
    let unposted = notices::unposted_slips(&mut tx, HERE, member).await;
    assert_eq!(unposted.unwrap().len(), 1);
    drop(tx);
    world.database.advance(TimeDelta::hours(25)).await;
    assert!(world.fail(&keys[3], CHANNEL).await, "a day later again");
}

#[tokio::test]
async fn a_ticket_that_settles_before_its_slip_is_recorded_is_stamped() {
    let world = World::create().await;
    let game = world.game(1).await;
    let ticket = world.bet(HERE, 1, &[(game, "home")]).await;
    world.result(game, 1, 27, 24).await;
    world.settle(ticket, 0, "won", 1_909_090, &[1]).await;
    world.post(ticket, 900, 0, true).await;
    assert_eq!(world.due_stamps().await, [ticket]);
}

#[tokio::test]
async fn a_slip_that_was_posted_without_its_picture_is_due() {
    let world = World::create().await;
    let game = world.game(1).await;
    let whole = world.bet(HERE, 1, &[(game, "home")]).await;
    let bare = world.bet(HERE, 2, &[(game, "home")]).await;
    world.post(whole, 900, 0, true).await;
    world.post(bare, 901, 0, false).await;
    assert_eq!(world.due_stamps().await, [bare]);
}

#[tokio::test]
async fn a_settlement_while_the_slip_is_being_edited_keeps_it_due() {
    let world = World::create().await;
    let game = world.game(1).await;
    let ticket = world.bet(HERE, 1, &[(game, "home")]).await;
    world.post(ticket, 900, 0, true).await;
    world.result(game, 1, 27, 24).await;
    world.settle(ticket, 0, "won", 1_909_090, &[1]).await;
    let seen = world.slip(ticket).await;
    world.result(game, 2, 20, 24).await;
    world.settle(ticket, 1, "lost", 0, &[2]).await;

    let due = seen.slip.unwrap().stamp_due_at;
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::stamped(&mut tx, HERE, ticket, seen.ticket.settled_seq, due)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.due_stamps().await, [ticket]);

    let seen = world.slip(ticket).await;
    let due = seen.slip.unwrap().stamp_due_at;
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::stamped(&mut tx, HERE, ticket, seen.ticket.settled_seq, due)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.due_stamps().await, []);
    assert_eq!(world.slip(ticket).await.slip.unwrap().shown_seq, 2);
}

#[tokio::test]
async fn a_page_of_slips_says_of_each_ticket_what_its_own_slip_says() {
    let world = World::create().await;
    let (early, late) = (world.game(1).await, world.game(5).await);
    let single = world.bet(HERE, 1, &[(early, "home")]).await;
    let parlay = world.bet(HERE, 2, &[(early, "home"), (late, "away")]).await;
    let elsewhere = world.bet(THERE, 1, &[(late, "home")]).await;
    world.result(early, 1, 24, 20).await;
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    let asked = [parlay, elsewhere, single];
    let page = notices::slip_tickets(&mut tx, HERE, &asked).await.unwrap();
    let mut each = Vec::new();
    for ticket in asked {
        each.extend(notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap());
    }
    each.sort_by_key(|it| it.ticket.id);
    assert_eq!(page, each);
    let legs: Vec<_> = page
        .iter()
        .map(|it| (it.ticket.id, it.legs.len()))
        .collect();
    assert!(legs.contains(&(single, 1)) && legs.contains(&(parlay, 2)));
}

#[tokio::test]
async fn a_corrected_slip_knows_what_it_said_before() {
    let world = World::create().await;
    let game = world.game(1).await;
    let ticket = world.bet(HERE, 1, &[(game, "home")]).await;
    let open = world.slip(ticket).await;
    assert_eq!(open.legs[0].game.home.code, "CHI");
    assert_eq!(open.legs[0].result, None);
    world.result(game, 1, 27, 24).await;
    world.settle(ticket, 0, "won", 1_909_090, &[1]).await;
    world.result(game, 2, 20, 24).await;
    world.settle(ticket, 1, "lost", 0, &[2]).await;

    let slip = world.slip(ticket).await;
    assert_eq!(slip.ticket.state, TicketState::Lost);
    let before = slip.before.unwrap();
    assert_eq!(before.state, TicketState::Won);
    assert_eq!(before.returned, Units::from_steps(1_909_090));
    let leg = &slip.legs[0];
    assert_eq!(leg.grade.as_ref().unwrap().outcome, LegOutcome::Lost);
    assert_eq!(leg.result.as_ref().unwrap().version, 2);
}

#[tokio::test]
async fn results_list_a_parlay_with_the_game_that_decided_it() {
    let world = World::create().await;
    let (early, late) = (world.game(1).await, world.game(5).await);
    let single = world.bet(HERE, 1, &[(early, "home")]).await;
    let lost = world.bet(HERE, 2, &[(early, "away"), (late, "home")]).await;
    let won = world.bet(HERE, 3, &[(early, "home"), (late, "home")]).await;
    world.bet(THERE, 4, &[(early, "home")]).await;
    world.result(early, 1, 27, 24).await;
    world.settle(single, 0, "won", 1_909_090, &[1]).await;
    world.settle(lost, 0, "lost", 0, &[1, 0]).await;

    let telling = |game| {
        let bot = world.database.bot.clone();
        async move {
            let mut tx = begin_guild(&bot, HERE).await.unwrap();
            let telling = notices::results_page(&mut tx, HERE, game).await.unwrap();
            telling.unwrap()
        }
    };
    let first = telling(early).await;
    let listed: Vec<_> = first
        .lines
        .iter()
        .map(|it| (it.ticket, it.listed))
        .collect();
    assert_eq!(
        listed,
        [
            (single, Listed::Here),
            (lost, Listed::Here),
            (won, Listed::Running)
        ]
    );
    assert_eq!(first.running().count, 1);
    assert_eq!(first.typed_in, Some(CHANNEL));

    world.result(late, 1, 10, 3).await;
    world.settle(won, 0, "won", 3_644_628, &[1, 1]).await;
    let second = telling(late).await;
    let listed: Vec<_> = second
        .lines
        .iter()
        .map(|it| (it.ticket, it.listed))
        .collect();
    assert_eq!(
        listed,
        [(won, Listed::Here), (lost, Listed::Elsewhere)],
        "the lost one was decided before"
    );
}

#[tokio::test]
async fn a_correction_says_how_many_tickets_it_changed() {
    let world = World::create().await;
    let game = world.game(1).await;
    let (home, away) = (
        world.bet(HERE, 1, &[(game, "home")]).await,
        world.bet(HERE, 2, &[(game, "away")]).await,
    );
    world.result(game, 1, 27, 24).await;
    world.settle(home, 0, "won", 1_909_090, &[1]).await;
    world.settle(away, 0, "lost", 0, &[1]).await;
    world.result(game, 2, 20, 24).await;
    world.settle(home, 1, "lost", 0, &[2]).await;
    world.settle(away, 1, "won", 2_000_000, &[2]).await;

    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    let telling = notices::results_page(&mut tx, HERE, game).await.unwrap();
    let telling = telling.unwrap();
    assert_eq!(telling.results.len(), 2);
    let change = telling.changes[0];
    assert_eq!((change.version, change.tickets), (2, 2));
    assert_eq!(change.net_before, Units::from_steps(-90_910));
    assert_eq!(change.net_after, Units::ZERO);
    assert_eq!(telling.lines[0].ticket, away, "what won comes first");
}

#[tokio::test]
async fn the_first_results_message_stays_the_games() {
    let world = World::create().await;
    let game = world.game(1).await;
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::record_results_message(&mut tx, HERE, game, place(1), 1)
        .await
        .unwrap();
    notices::record_results_message(&mut tx, HERE, game, place(2), 2)
        .await
        .unwrap();
    let message = notices::results_message(&mut tx, HERE, game).await.unwrap();
    let message = message.unwrap();
    assert_eq!(message.place, place(1));
    assert_eq!(message.shown_version, 2);
}

#[tokio::test]
async fn one_server_cannot_claim_what_another_is_to_be_told() {
    let world = World::create().await;
    let game = world.game(1).await;
    let ticket = world.bet(THERE, 1, &[(game, "home")]).await;
    let key = NoticeKey::ticket_placed(THERE, ticket);
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    assert_eq!(notices::claim(&mut tx, &key, HOLD).await.unwrap(), None);
    let slip = notices::slip_ticket(&mut tx, HERE, ticket).await.unwrap();
    assert_eq!(slip, None);
    assert_eq!(key.kind, NoticeKind::TicketPlaced);
}

#[tokio::test]
async fn a_server_with_a_backlog_does_not_hold_up_the_others() {
    let world = World::create().await;
    let game = world.game(1).await;
    for user in 1..=5 {
        world.bet(HERE, user, &[(game, "home")]).await;
    }
    world.bet(THERE, 9, &[(game, "home")]).await;
    let results = NoticeKey::game_results(HERE, game, 1);
    let mut conn = world.database.owner.acquire().await.unwrap();
    leave(&mut conn, &results).await;
    let due = notices::due_deliveries(&world.database.bot, 3)
        .await
        .unwrap();
    let guilds: Vec<_> = due.iter().map(|it| it.key.guild).collect();
    assert!(guilds.contains(&THERE), "{guilds:?}");
    assert!(
        due.iter().any(|it| it.key == results),
        "results before slips"
    );
}

#[tokio::test]
async fn a_channel_with_many_slips_due_does_not_hold_up_another() {
    let world = World::create().await;
    let game = world.game(1).await;
    for user in 1..=5 {
        let ticket = world.bet(HERE, user, &[(game, "home")]).await;
        world
            .post(ticket, 900 + user.cast_unsigned(), 0, false)
            .await;
    }
    let ticket = world.bet(HERE, 9, &[(game, "home")]).await;
    let elsewhere = MessagePlace {
        channel: ChannelId::new(501),
        message: MessageId::new(100),
    };
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    notices::record_slip(&mut tx, HERE, ticket, elsewhere, 0, false)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let due = notices::due_stamps(&world.database.bot, 2).await.unwrap();
    let messages: Vec<_> = due.iter().map(|it| it.place.message.get()).collect();
    assert_eq!(messages, [905, 100], "the newest of each");
}

#[tokio::test]
async fn a_parlay_is_stamped_with_the_leg_that_is_in() {
    let world = World::create().await;
    let (early, late) = (world.game(1).await, world.game(5).await);
    let parlay = world.bet(HERE, 1, &[(early, "home"), (late, "home")]).await;
    let other = world.bet(HERE, 2, &[(late, "home")]).await;
    world.post(parlay, 900, 0, true).await;
    world.post(other, 901, 0, true).await;
    let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
    let due = notices::stamp_game(&mut tx, HERE, early, 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(due, 1);
    assert_eq!(world.due_stamps().await, [parlay]);
}

#[tokio::test]
async fn a_corrected_result_stamps_every_slip_of_its_game_once_more() {
    let world = World::create().await;
    let game = world.game(1).await;
    let single = world.bet(HERE, 1, &[(game, "home")]).await;
    world.post(single, 900, 0, true).await;
    let stamp = async |version| {
        let mut tx = begin_guild(&world.database.bot, HERE).await.unwrap();
        let due = notices::stamp_game(&mut tx, HERE, game, version).await;
        tx.commit().await.unwrap();
        due.unwrap()
    };
    // What settled the ticket has stamped its slip by itself.
    assert_eq!(stamp(1).await, 0);
    assert_eq!(stamp(2).await, 1);
    assert_eq!(world.due_stamps().await, [single]);
}
