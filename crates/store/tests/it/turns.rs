//! What is due comes out in turns: by server, in it by channel, in that by member.

use shared::id::{ChannelId, GuildId, MemberId};
use shared::notice::NoticeKind;
use shared::shards::ShardRange;
use sqlx::{Executor as _, PgPool};
use store::notices::{self, DueDelivery};
use testkit::TestDatabase;
use uuid::Uuid;

/// Who is told where.
type Whose = (u64, Option<u64>, Option<u128>);

/// Leaves so many deliveries of this kind, a second between each two; the last of them was left
/// that many seconds ago.
async fn leave(owner: &PgPool, kind: &str, whose: Whose, (count, ago): (i64, i64)) {
    let (guild, channel, member) = whose;
    sqlx::query(
        "WITH left_now AS (
           SELECT $1::bigint AS guild_id, $2 AS kind, gen_random_uuid() AS subject, n
           FROM generate_series(1, $5) n),
         noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT guild_id, kind, subject, 1 FROM left_now)
         INSERT INTO deliveries (guild_id, kind, subject, sequence, due_at, turn_channel_id,
           turn_member_id)
         SELECT guild_id, kind, subject, 1,
           app_now() - ($6 + $5 - n) * interval '1 second', $3, $4 FROM left_now",
    )
    .bind(GuildId::new(guild))
    .bind(kind)
    .bind(channel.map(ChannelId::new))
    .bind(member.map(Uuid::from_u128))
    .bind(count)
    .bind(ago)
    .execute(owner)
    .await
    .unwrap();
}

/// One member's hundred slips and their direct messages, and one of everybody else.
async fn leave_all(owner: &PgPool) {
    let slip = "ticket_placed";
    leave(owner, slip, (11, Some(5), Some(1)), (100, 300)).await;
    leave(owner, slip, (11, Some(5), Some(2)), (1, 20)).await;
    leave(owner, slip, (11, Some(6), Some(3)), (1, 10)).await;
    leave(owner, slip, (22, Some(7), Some(1)), (1, 1)).await;
    leave(owner, "direct_message", (11, None, Some(1)), (50, 200)).await;
    leave(owner, "game_results", (11, None, None), (1, 2)).await;
}

/// Server, channel and member of each.
fn whose(due: &[DueDelivery]) -> Vec<Whose> {
    let whose = |it: &DueDelivery| {
        let member = it.member.map(|it| it.as_uuid().as_u128());
        (it.key.guild.get(), it.channel.map(ChannelId::get), member)
    };
    due.iter().map(whose).collect()
}

#[tokio::test]
async fn nobodys_backlog_hides_what_is_due_to_somebody_else() {
    let database = TestDatabase::create().await;
    leave_all(&database.owner).await;
    let due = notices::due_deliveries(&database.bot, ShardRange::WHOLE, 6)
        .await
        .unwrap();
    assert_eq!(due[0].key.kind, NoticeKind::GameResults);
    let expected = [
        (11, None, None),
        (22, Some(7), Some(1)),
        (11, Some(5), Some(1)),
        (11, None, Some(1)),
        (11, Some(6), Some(3)),
        (11, Some(5), Some(2)),
    ];
    let found = whose(&due);
    assert_eq!(found.len(), expected.len());
    // The first of each server, then the others of the first: channels in turn, members in turn.
    let sorted = |of: &[Whose]| {
        let mut of = of.to_vec();
        of.sort_unstable();
        of
    };
    assert_eq!(sorted(&found), sorted(&expected), "{found:?}");
    let all = notices::due_deliveries(&database.bot, ShardRange::WHOLE, 1_000).await;
    let all = all.unwrap();
    assert_eq!(all.len(), 154);
    let hers: Vec<_> = (all.iter())
        .filter(|it| {
            it.channel.is_some() && it.member == Some(MemberId::from_uuid(Uuid::from_u128(1)))
        })
        .filter(|it| it.key.guild == GuildId::new(11))
        .map(|it| it.key)
        .collect();
    let oldest_first: Vec<Uuid> = sqlx::query_scalar(
        "SELECT subject FROM deliveries WHERE turn_channel_id = 5 AND turn_member_id = $1
         ORDER BY due_at",
    )
    .bind(Uuid::from_u128(1))
    .fetch_all(&database.owner)
    .await
    .unwrap();
    let hers: Vec<_> = hers.iter().map(|it| it.subject).collect();
    assert_eq!(hers, oldest_first, "each member's in their order");
}

/// The plan of the statement in `code.due_deliveries`, as its owner runs it.
async fn plan(database: &TestDatabase) -> String {
    let body: String =
        sqlx::query_scalar("SELECT prosrc FROM pg_proc WHERE proname = 'due_deliveries'")
            .fetch_one(&database.owner)
            .await
            .unwrap();
    let values = [
        ("p_limit", "1000"),
        ("p_first", "0"),
        ("p_end", "1"),
        ("p_total", "1"),
    ];
    let body = values
        .iter()
        .fold(body, |body, (name, value)| body.replace(name, value));
    let explain = format!("EXPLAIN {body}");
    let lines: Vec<String> = sqlx::query_scalar(&explain)
        .fetch_all(&database.owner)
        .await
        .unwrap();
    lines.join("\n")
}

#[tokio::test]
async fn what_is_due_is_read_from_its_index_whatever_was_told_before() {
    let database = TestDatabase::create().await;
    leave_all(&database.owner).await;
    database
        .owner
        .execute(
            "SET session_replication_role = replica;
             INSERT INTO deliveries (guild_id, kind, subject, sequence, state, due_at,
                 turn_channel_id, turn_member_id)
               SELECT n % 50, 'ticket_placed', gen_random_uuid(), 0, 'sent', now(), n % 70,
                 gen_random_uuid() FROM generate_series(1, 50000) n;
             RESET session_replication_role;
             ANALYZE deliveries;",
        )
        .await
        .unwrap();
    let plan = plan(&database).await;
    assert!(plan.contains("deliveries_undelivered"), "{plan}");
    assert!(!plan.contains("Seq Scan"), "{plan}");
    let due = notices::due_deliveries(&database.bot, ShardRange::WHOLE, 1_000)
        .await
        .unwrap();
    assert_eq!(due.len(), 154);
}
