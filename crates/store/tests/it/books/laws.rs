//! What holds of the books whatever has happened.

use sqlx::{Executor, Row};
use testkit::World;

/// Every law that the books obey: accounts are the sums of their transfers, all accounts together
/// hold nothing, what is at risk is the stakes of open tickets, every head is its last settlement,
/// no number is left out, no stake is placed twice.
pub(super) async fn assert_books(world: &World) {
    for (law, sql) in LAWS {
        let broken: Vec<String> = (world.database.owner.fetch_all(*sql).await.unwrap())
            .iter()
            .map(|row| row.get::<String, _>(0))
            .collect();
        assert!(broken.is_empty(), "{law}: {broken:?}");
    }
}

const LAWS: &[(&str, &str)] = &[
    (
        "a balance is the sum of its transfers",
        "WITH sides AS (
           SELECT guild_id, season, debit_member AS member, debit_kind AS kind, -amount AS change
           FROM transfers WHERE debit_member IS NOT NULL
           UNION ALL
           SELECT guild_id, season, credit_member, credit_kind, amount
           FROM transfers WHERE credit_member IS NOT NULL
         ), added AS (
           SELECT guild_id, season, member, kind, sum(change) AS sum FROM sides GROUP BY 1, 2, 3, 4
         )
         SELECT format('%s %s: %s, added %s', member_id, a.kind, balance, sum)
         FROM accounts a FULL JOIN added d ON a.guild_id = d.guild_id AND a.season = d.season
           AND a.member_id = d.member AND a.kind = d.kind
         WHERE balance IS DISTINCT FROM coalesce(sum, 0)",
    ),
    (
        "all accounts together hold nothing",
        "SELECT format('%s: %s', guild_id, sum(held)) FROM (
           SELECT guild_id, balance AS held FROM accounts
           UNION ALL SELECT guild_id, -amount FROM transfers WHERE debit_member IS NULL
           UNION ALL SELECT guild_id, amount FROM transfers WHERE credit_member IS NULL) all_of_it
         GROUP BY guild_id HAVING sum(held) <> 0",
    ),
    (
        "at risk are the stakes of open tickets",
        "SELECT format('%s: %s, open %s', member_id, balance, staked)
         FROM accounts a, LATERAL (
           SELECT coalesce(sum(stake), 0) AS staked FROM tickets t
           WHERE t.guild_id = a.guild_id AND t.member_id = a.member_id AND t.season = a.season
             AND t.state = 'open') open
         WHERE kind = 'at_risk' AND balance <> staked",
    ),
    (
        "a head is its last settlement",
        "SELECT format('%s: %s %s %s', t.ticket_id, t.state, t.settled_seq, t.returned)
         FROM tickets t LEFT JOIN settlements s ON s.guild_id = t.guild_id
           AND s.ticket_id = t.ticket_id AND s.sequence = t.settled_seq
         WHERE (t.state, t.returned) IS DISTINCT FROM (coalesce(s.state, 'open'), s.returned)",
    ),
    (
        "settlements are numbered from 1",
        "SELECT ticket_id::text FROM tickets JOIN settlements USING (guild_id, ticket_id)
         GROUP BY ticket_id, settled_seq
         HAVING count(*) <> settled_seq OR max(sequence) <> settled_seq",
    ),
    (
        "a ticket has put its stake at risk once",
        "SELECT t.ticket_id::text FROM tickets t LEFT JOIN transfers f ON f.guild_id = t.guild_id
           AND f.cause_kind = 'ticket' AND f.cause = t.ticket_id AND f.sequence = 0
         WHERE f.amount IS DISTINCT FROM t.stake OR f.line <> 0 OR f.debit_member <> t.member_id",
    ),
];
