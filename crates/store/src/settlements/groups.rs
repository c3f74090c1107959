//! Groups the tickets of a page that any result settles alike, so that the work grows with the
//! number of different bets, not of tickets.

use std::collections::{BTreeMap, HashSet};

use shared::id::{GameId, GuildId, TicketId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::read::columns;
use super::{HeadMove, TicketRange, TicketToSettle, int_array, tickets};
use crate::StoreError;
use crate::leases::Lease;

/// A ticket's key, in locking order.
type TicketKey = (GuildId, TicketId);

/// Tickets of one server that any result settles alike.
#[derive(Clone, Debug)]
pub struct Group {
    /// One of them, with all details.
    pub representative: TicketToSettle,
    /// All of them, including the representative.
    pub tickets: Vec<TicketId>,
}

/// The next state of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMove {
    /// All tickets of the group.
    pub tickets: Vec<TicketId>,
    /// The next state of each of them.
    pub to: HeadMove,
}

impl From<HeadMove> for GroupMove {
    /// A group of one ticket.
    fn from(to: HeadMove) -> Self {
        Self {
            tickets: vec![to.ticket],
            to,
        }
    }
}

/// Locks the tickets of a page until the end of the transaction and returns them in groups, in key
/// order of the representatives. Everything is read after the locks, including rulings and grades
/// of their other games. Cancelled tickets are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid ticket.
pub async fn lock_page(
    conn: &mut PgConnection,
    game: GameId,
    page: &[TicketRange],
) -> Result<Vec<Group>, StoreError> {
    let bounds = Bounds::of(page);
    keep_to_indexes(conn).await?;
    let mut held = hold(conn, game, &bounds).await?;
    set_ruled_apart(&mut held, &ruled(conn, &bounds).await?);
    let mut by_first: BTreeMap<TicketKey, Vec<TicketId>> = BTreeMap::new();
    for (guild, tickets) in held {
        if let Some(first) = tickets.first() {
            by_first.insert((guild, *first), tickets);
        }
    }
    let firsts: Vec<_> = by_first.keys().copied().collect();
    let representatives = tickets(conn, &firsts).await?;
    let groups = representatives.into_iter().filter_map(|representative| {
        let key = (representative.guild, representative.ticket);
        let tickets = by_first.remove(&key)?;
        Some(Group {
            representative,
            tickets,
        })
    });
    Ok(groups.collect())
}

/// Restricts plans to index scans until the end of the transaction: a page then costs the same in a
/// large table, which the planner would otherwise scan for every page.
async fn keep_to_indexes(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "SELECT concat(set_config('enable_seqscan', 'off', true),
           set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
           set_config('jit', 'off', true)) AS settings"
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// The bounds of a page, by column.
struct Bounds {
    guilds: Vec<i64>,
    afters: Vec<Uuid>,
    lasts: Vec<Uuid>,
}

impl Bounds {
    fn of(page: &[TicketRange]) -> Self {
        let guild = |it: &TicketRange| it.guild.get().cast_signed();
        Self {
            guilds: page.iter().map(guild).collect(),
            afters: page.iter().map(|it| it.after.as_uuid()).collect(),
            lasts: page.iter().map(|it| it.last.as_uuid()).collect(),
        }
    }
}

async fn hold(
    conn: &mut PgConnection,
    game: GameId,
    bounds: &Bounds,
) -> Result<Vec<(GuildId, Vec<TicketId>)>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT guild_id AS "guild_id!: GuildId", tickets AS "tickets!: Vec<Uuid>"
         FROM code.hold_page($1, $2, $3, $4)"#,
        game.as_uuid(),
        &bounds.guilds,
        &bounds.afters,
        &bounds.lasts,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let tickets = row.tickets.into_iter().map(TicketId::from_uuid);
            (row.guild_id, tickets.collect())
        })
        .collect())
}

/// The tickets in a page's ranges, on any game, that an admin ruled on. There are few.
async fn ruled(conn: &mut PgConnection, bounds: &Bounds) -> Result<HashSet<TicketKey>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT r.guild_id AS "guild_id: GuildId", r.ticket_id AS "ticket_id: TicketId"
         FROM unnest($1::bigint[], $2::uuid[], $3::uuid[]) AS w(guild_id, after_ticket, last_ticket)
         JOIN rulings r ON r.guild_id = w.guild_id AND r.ticket_id > w.after_ticket
           AND r.ticket_id <= w.last_ticket"#,
        &bounds.guilds,
        &bounds.afters,
        &bounds.lasts,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.guild_id, row.ticket_id))
        .collect())
}

/// A ticket that an admin ruled on gets a group of its own.
fn set_ruled_apart(held: &mut Vec<(GuildId, Vec<TicketId>)>, ruled: &HashSet<TicketKey>) {
    if ruled.is_empty() {
        return;
    }
    let mut apart = Vec::new();
    for (guild, tickets) in held.iter_mut().filter(|(_, it)| it.len() > 1) {
        tickets.retain(|ticket| {
            let is_ruled = ruled.contains(&(*guild, *ticket));
            if is_ruled {
                apart.push((*guild, vec![*ticket]));
            }
            !is_ruled
        });
    }
    held.extend(apart);
}

/// Moves the heads of groups, with settlements, transfers and balances. Returns how many tickets
/// moved. Tickets that changed in the meantime are left alone.
///
/// # Errors
/// [`StoreError::LeaseLost`] when another process has taken over.
pub async fn settle(
    conn: &mut PgConnection,
    lease: &Lease,
    moves: &[GroupMove],
) -> Result<u64, StoreError> {
    let to: Vec<_> = moves.iter().map(|it| &it.to).collect();
    let (mut ids, mut places) = (Vec::new(), Vec::new());
    for (place, group) in (1_i32..).zip(moves) {
        ids.extend(group.tickets.iter().map(|it| it.as_uuid()));
        places.resize(ids.len(), place);
    }
    let keys: Vec<_> = to.iter().map(|it| (it.guild, it.ticket)).collect();
    let (guilds, _) = columns(&keys);
    let expected: Vec<_> = to.iter().map(|it| it.expected).collect();
    let states: Vec<_> = to.iter().map(|it| it.state.word().to_owned()).collect();
    let returned: Vec<_> = to
        .iter()
        .map(|it| it.returned.map(|it| it.steps()))
        .collect();
    let (nums, dens): (Vec<_>, Vec<_>) = to.iter().map(|it| it.multiplier.clone().unzip()).unzip();
    let versions: Vec<_> = to.iter().map(|it| int_array(&it.result_versions)).collect();
    let digests: Vec<_> = to.iter().map(|it| it.settings_digest.clone()).collect();
    let moved = sqlx::query_scalar!(
        r#"SELECT code.settle_tickets($1, $2, $3, $4, $5, $6, $7, $8::text[]::numeric[],
           $9::text[]::numeric[], $10, $11) AS "moved!""#,
        lease.epoch,
        &ids,
        &places,
        &guilds,
        &expected,
        &states,
        &returned as &[Option<i64>],
        &nums as &[Option<String>],
        &dens as &[Option<String>],
        &versions,
        &digests,
    )
    .fetch_one(conn)
    .await?;
    Ok(moved.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(n: u128) -> TicketId {
        TicketId::from_uuid(Uuid::from_u128(n))
    }

    #[test]
    fn what_an_admin_ruled_on_leaves_its_group() {
        let (here, there) = (GuildId::new(1), GuildId::new(2));
        let mut held = vec![
            (here, vec![ticket(1), ticket(2), ticket(3)]),
            (there, vec![ticket(2)]),
        ];
        set_ruled_apart(&mut held, &HashSet::from([(here, ticket(2))]));
        assert_eq!(
            held,
            [
                (here, vec![ticket(1), ticket(3)]),
                (there, vec![ticket(2)]),
                (here, vec![ticket(2)]),
            ]
        );
    }
}
