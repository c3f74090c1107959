//! Writes a correction: its row, its rulings, the settlements and units that it moves, and its
//! notice.
//!
//! All of it happens in one transaction of the caller, which holds the server's row from the start,
//! so that a server's corrections follow one another.

use shared::grade::LegOutcome;
use shared::id::{CorrectionId, GameId, GuildId, InteractionId, MemberId, TicketId};
use shared::notice::NoticeKey;
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{CorrectedTicket, CorrectionAction, MemberCash, NewCorrection, Ruling};
use crate::StoreError;
use crate::members::SEASON;
use crate::settlements::{HeadMove, int_array};

/// The subject of a [`CorrectionAction`], by column.
#[derive(Default)]
struct Subject {
    ticket: Option<TicketId>,
    leg: Option<i16>,
    game: Option<GameId>,
    member: Option<MemberId>,
    outcome: Option<LegOutcome>,
    score: Option<(i32, i32)>,
    amount: Option<Units>,
    undoes: Option<CorrectionId>,
}

impl From<&CorrectionAction> for Subject {
    fn from(asked: &CorrectionAction) -> Self {
        let none = Self::default();
        match *asked {
            CorrectionAction::Void { ticket } => Self {
                ticket: Some(ticket),
                ..none
            },
            CorrectionAction::Regrade {
                ticket,
                leg,
                outcome,
            } => Self {
                ticket: Some(ticket),
                leg: Some(leg),
                outcome: Some(outcome),
                ..none
            },
            CorrectionAction::Grade { ticket, outcome } => Self {
                ticket: Some(ticket),
                outcome: Some(outcome),
                ..none
            },
            CorrectionAction::Result { game, home, away } => Self {
                game: Some(game),
                score: Some((home, away)),
                ..none
            },
            CorrectionAction::Grant { member, units }
            | CorrectionAction::Take { member, units } => Self {
                member: Some(member),
                amount: Some(units),
                ..none
            },
            CorrectionAction::Undo { correction } => Self {
                undoes: Some(correction),
                ..none
            },
        }
    }
}

/// Appends a correction under the server's next number, and returns that number.
///
/// # Errors
/// [`StoreError`] when the database refuses; the constraint `corrections_pkey` when the correction
/// exists already, `corrections_undoes_key` when what it undoes was undone before.
pub async fn append(conn: &mut PgConnection, new: &NewCorrection) -> Result<i32, StoreError> {
    let subject = Subject::from(&new.asked);
    let number = sqlx::query_scalar!(
        "INSERT INTO corrections (guild_id, correction_id, number, kind, way, actor_id,
           actor_name_id, reason_id, ticket_id, leg, game_id, member_id, outcome, home, away,
           amount, undoes, channel_id)
         SELECT $1, $2, coalesce(max(c.number), 0) + 1, $3, $4, $5,
           code.keep_text($1, $6), code.keep_text($1, $7),
           $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
         FROM corrections c WHERE c.guild_id = $1
         RETURNING number",
        new.guild as GuildId,
        new.id as CorrectionId,
        new.asked.word(),
        new.source.word(),
        new.actor as _,
        new.actor_name,
        new.reason,
        subject.ticket as Option<TicketId>,
        subject.leg,
        subject.game as Option<GameId>,
        subject.member as Option<MemberId>,
        subject.outcome.map(LegOutcome::word),
        subject.score.map(|(home, _)| home),
        subject.score.map(|(_, away)| away),
        subject.amount as Option<Units>,
        subject.undoes as Option<CorrectionId>,
        new.channel as _,
    )
    .fetch_one(conn)
    .await?;
    Ok(number)
}

/// Writes the rulings of the correction with this number.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn write_rulings(
    conn: &mut PgConnection,
    guild: GuildId,
    number: i32,
    rulings: &[Ruling],
) -> Result<(), StoreError> {
    let tickets: Vec<Uuid> = rulings.iter().map(|it| it.ticket.as_uuid()).collect();
    let legs: Vec<i16> = rulings.iter().map(|it| it.leg).collect();
    let shares = || {
        rulings
            .iter()
            .map(|it| it.held.as_ref().map(|it| it.shares))
    };
    let outcomes: Vec<_> = shares()
        .map(|it| it.map(|it| it.outcome.word().to_owned()))
        .collect();
    let win_nums: Vec<_> = shares().map(|it| it.map(|it| it.win.num())).collect();
    let win_dens: Vec<_> = shares().map(|it| it.map(|it| it.win.den())).collect();
    let refund_nums: Vec<_> = shares().map(|it| it.map(|it| it.refund.num())).collect();
    let refund_dens: Vec<_> = shares().map(|it| it.map(|it| it.refund.den())).collect();
    let receipts: Vec<_> = rulings
        .iter()
        .map(|it| it.held.as_ref().and_then(|it| it.receipt.clone()))
        .collect();
    sqlx::query!(
        "INSERT INTO rulings (guild_id, ticket_id, leg, number, outcome, win_num, win_den,
           refund_num, refund_den, receipt, receipt_sha256)
         SELECT $1, w.ticket_id, w.leg, $2, w.outcome, w.win_num, w.win_den, w.refund_num,
           w.refund_den, w.receipt, sha256(w.receipt)
         FROM unnest($3::uuid[], $4::smallint[], $5::text[], $6::int[], $7::int[], $8::int[],
             $9::int[], $10::bytea[])
           AS w(ticket_id, leg, outcome, win_num, win_den, refund_num, refund_den, receipt)
         ORDER BY w.ticket_id, w.leg",
        guild as GuildId,
        number,
        &tickets,
        &legs,
        &outcomes as &[Option<String>],
        &win_nums as &[Option<i32>],
        &win_dens as &[Option<i32>],
        &refund_nums as &[Option<i32>],
        &refund_dens as &[Option<i32>],
        &receipts as &[Option<Vec<u8>>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks these tickets until the end of the transaction, in key order, so that reads after this see
/// every earlier settlement.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock_tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    sqlx::query!("SELECT code.lock_tickets($1, $2)", guild as GuildId, &ids,)
        .fetch_one(conn)
        .await?;
    Ok(())
}

/// Locks the server's part in a game, and in the games of these tickets, until the end of the
/// transaction, in key order. This comes before the tickets, so that nobody places bets on those
/// games or settles them in the meantime.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock_games_of(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
    game: Option<GameId>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    let mut games = sqlx::query_scalar!(
        r#"SELECT DISTINCT l.game_id FROM legs l
           WHERE l.guild_id = $1 AND l.ticket_id = ANY($2)"#,
        guild as GuildId,
        &ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    games.extend(game.map(GameId::as_uuid));
    sqlx::query!(
        "SELECT code.lock_guild_games($1, $2)",
        guild as GuildId,
        &games,
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}

/// Locks the accounts of these members until the end of the transaction, in key order, and returns
/// their cash.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock_members(
    conn: &mut PgConnection,
    guild: GuildId,
    members: &[MemberId],
) -> Result<Vec<MemberCash>, StoreError> {
    let ids: Vec<Uuid> = members.iter().map(|it| it.as_uuid()).collect();
    sqlx::query!("SELECT code.lock_accounts($1, $2)", guild as GuildId, &ids,)
        .fetch_one(&mut *conn)
        .await?;
    super::members(conn, guild, members).await
}

/// Moves the heads of locked tickets that are still as they were read, each with its settlement,
/// transfers and balances, and leaves the direct messages that their owners asked for. Returns the
/// number of each ticket's new settlement.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn move_heads(
    conn: &mut PgConnection,
    guild: GuildId,
    moves: &[HeadMove],
) -> Result<Vec<(TicketId, i32)>, StoreError> {
    let tickets: Vec<Uuid> = moves.iter().map(|it| it.ticket.as_uuid()).collect();
    let expected: Vec<_> = moves.iter().map(|it| it.expected).collect();
    let states: Vec<_> = moves.iter().map(|it| it.state.word().to_owned()).collect();
    let returned: Vec<_> = moves
        .iter()
        .map(|it| it.returned.map(Units::steps))
        .collect();
    let (nums, dens): (Vec<_>, Vec<_>) =
        moves.iter().map(|it| it.multiplier.clone().unzip()).unzip();
    let versions: Vec<_> = moves
        .iter()
        .map(|it| int_array(&it.result_versions))
        .collect();
    let digests: Vec<_> = moves.iter().map(|it| it.settings_digest.clone()).collect();
    let rows = sqlx::query!(
        r#"SELECT ticket_id AS "ticket!: TicketId", sequence AS "sequence!"
           FROM code.correct_tickets($1, $2, $3, $4, $5, $6::text[]::numeric[],
             $7::text[]::numeric[], $8, $9)"#,
        guild as GuildId,
        &tickets,
        &expected,
        &states,
        &returned as &[Option<i64>],
        &nums as &[Option<String>],
        &dens as &[Option<String>],
        &versions,
        &digests,
    )
    .fetch_all(&mut *conn)
    .await?;
    let moved: Vec<_> = rows.iter().map(|it| (it.ticket, it.sequence)).collect();
    leave_direct_messages(conn, guild, &moved).await?;
    Ok(moved)
}

async fn leave_direct_messages(
    conn: &mut PgConnection,
    guild: GuildId,
    moved: &[(TicketId, i32)],
) -> Result<(), StoreError> {
    let (tickets, sequences): (Vec<Uuid>, Vec<i32>) = moved
        .iter()
        .map(|(ticket, sequence)| (ticket.as_uuid(), *sequence))
        .unzip();
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT t.guild_id, 'direct_message', t.ticket_id, w.sequence
           FROM unnest($2::uuid[], $3::int[]) AS w(ticket_id, sequence)
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = w.ticket_id
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           WHERE m.notify = 'dm' AND t.returned IS NOT NULL
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence, turn_member_id)
         SELECT n.guild_id, n.kind, n.subject, n.sequence, t.member_id
         FROM noticed n JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = n.subject",
        guild as GuildId,
        &tickets,
        &sequences,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives units to a member or takes them, on behalf of the correction with this id. The same
/// correction moves units only once. Returns the member's cash before and after.
///
/// # Errors
/// [`StoreError`] when the database refuses; the constraint `transfers_pkey` when the correction
/// has moved units already.
pub async fn move_units(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
    member: MemberId,
    gives: bool,
    units: Units,
) -> Result<(Units, Units), StoreError> {
    let row = sqlx::query!(
        r#"SELECT cash_before AS "before!: Units", cash_after AS "after!: Units"
           FROM code.move_by_admin($1, $2, $3, $4, $5, $6)"#,
        guild as GuildId,
        correction as CorrectionId,
        member as MemberId,
        SEASON,
        gives,
        units as Units,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.before, row.after))
}

/// Records what the correction changed on tickets.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record_tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
    tickets: &[CorrectedTicket],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = tickets.iter().map(|it| it.ticket.as_uuid()).collect();
    let sequences: Vec<_> = tickets.iter().map(|it| it.sequence).collect();
    let word = |it: &super::TicketStatus| it.state.word().to_owned();
    let before: Vec<_> = tickets.iter().map(|it| word(&it.before)).collect();
    let after: Vec<_> = tickets.iter().map(|it| word(&it.after)).collect();
    let steps = |it: &super::TicketStatus| it.returned.map(Units::steps);
    let returned_before: Vec<_> = tickets.iter().map(|it| steps(&it.before)).collect();
    let returned_after: Vec<_> = tickets.iter().map(|it| steps(&it.after)).collect();
    sqlx::query!(
        "INSERT INTO corrected_tickets (guild_id, correction_id, ticket_id, sequence, state_before,
           returned_before, state_after, returned_after)
         SELECT $1, $2, w.* FROM unnest($3::uuid[], $4::int[], $5::text[], $6::bigint[],
           $7::text[], $8::bigint[]) AS w",
        guild as GuildId,
        correction as CorrectionId,
        &ids,
        &sequences as &[Option<i32>],
        &before,
        &returned_before as &[Option<i64>],
        &after,
        &returned_after as &[Option<i64>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Records whose cash the correction changed: before it, and now.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn record_members(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
    before: &[MemberCash],
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = before.iter().map(|it| it.member.as_uuid()).collect();
    let cash: Vec<_> = before.iter().map(|it| it.cash.steps()).collect();
    sqlx::query!(
        "INSERT INTO corrected_members (guild_id, correction_id, member_id, cash_before, cash_after)
         SELECT $1, $2, w.member_id, w.cash, a.balance
         FROM unnest($3::uuid[], $4::bigint[]) AS w(member_id, cash)
         JOIN accounts a ON a.guild_id = $1 AND a.member_id = w.member_id AND a.kind = 'cash'
           AND a.season = $5
         WHERE a.balance <> w.cash",
        guild as GuildId,
        correction as CorrectionId,
        &ids,
        &cash,
        SEASON,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Leaves the notice that informs everyone affected.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn leave_notice(
    conn: &mut PgConnection,
    guild: GuildId,
    correction: CorrectionId,
    number: i32,
    interaction: Option<InteractionId>,
) -> Result<(), StoreError> {
    let key = NoticeKey::correction(guild, correction, number);
    sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence, interaction_id)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence)
         SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
        guild as GuildId,
        key.kind.word(),
        key.subject,
        key.sequence,
        interaction as Option<InteractionId>,
    )
    .execute(conn)
    .await?;
    Ok(())
}
