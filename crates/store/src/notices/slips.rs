//! Slips: their messages, what they show, and everything that is drawn on one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::game::{Game, GameResult};
use shared::id::{ChannelId, DiscordUserId, GameId, GuildId, MemberId, MessageId, TicketId};
use shared::member::Member;
use shared::settings::RuleChoices;
use shared::ticket::{Ticket, TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::MessagePlace;
use super::legs::{self, LegGrade};
use super::load;
use crate::error::{Inconsistency, StoreError};
use crate::members::MemberRow;
use crate::rows::terms::terms;
use crate::rows::word::word;
use crate::{board, corrections};

/// Where a ticket's slip is posted, and what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlipRow {
    /// Its message.
    pub place: MessagePlace,
    /// The settlement that it shows; 0 is the open ticket.
    pub shown_seq: i32,
    /// When it is due to be updated. `None` while it is up to date.
    pub stamp_due_at: Option<DateTime<Utc>>,
}

/// What a ticket had come to before its settlement was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviousOutcome {
    /// The state.
    pub state: TicketState,
    /// What it had returned.
    pub returned: Units,
}

/// A leg as a slip shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipLeg {
    /// Its game, with those whom its market names.
    pub game: Game,
    /// The start of its game when the bet was placed.
    pub booked_start: DateTime<Utc>,
    /// The result that the leg rests on. `None` while the game is undecided.
    pub result: Option<GameResult>,
    /// Its grade. `None` while it is pending.
    pub grade: Option<LegGrade>,
    /// The current result, if it was corrected after the leg was decided and the leg keeps its
    /// grade.
    pub since: Option<GameResult>,
}

/// A ticket with everything that its slip shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// The member who placed it.
    pub member: Member,
    /// The channel in which the bet was typed.
    pub channel: ChannelId,
    /// In the order of the ticket's legs.
    pub legs: Vec<SlipLeg>,
    /// The rule choices of its server when it was placed.
    pub choices: RuleChoices,
    /// When it was last settled.
    pub settled_at: Option<DateTime<Utc>>,
    /// What it had come to before a correction.
    pub before: Option<PreviousOutcome>,
    /// Its slip, once it is posted.
    pub slip: Option<SlipRow>,
}

/// Records the message of a ticket's slip and the settlement that it shows; `complete` is false
/// while its picture is still missing. The slip is due for an update if the ticket has changed
/// since, or one of its games was moved within the last minutes, while it was drawn and sent. Locks
/// the ticket, so that a settlement either comes before and is seen here, or comes after and sees
/// the slip. A slip that is recorded already is left alone.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn record_slip(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
    place: MessagePlace,
    shown_seq: i32,
    complete: bool,
) -> Result<(), StoreError> {
    let settled_seq = lock_head(conn, guild, ticket).await?;
    let behind = !complete || settled_seq.is_some_and(|it| it > shown_seq);
    sqlx::query!(
        "WITH posted AS (
           INSERT INTO slips (guild_id, ticket_id, channel_id, message_id, shown_seq)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT ON CONSTRAINT slips_pkey DO NOTHING RETURNING guild_id, ticket_id)
         INSERT INTO stamps (guild_id, ticket_id, due_at)
         SELECT p.guild_id, p.ticket_id, app_now() FROM posted p
         WHERE $6 OR EXISTS (
           SELECT 1 FROM legs l JOIN game_moves m ON m.game_id = l.game_id
           WHERE l.guild_id = $1 AND l.ticket_id = $2
             AND m.moved_at > app_now() - interval '5 minutes')",
        guild as GuildId,
        ticket as TicketId,
        place.channel as ChannelId,
        place.message as MessageId,
        shown_seq,
        behind,
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn lock_head(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<Option<i32>, StoreError> {
    // A statement of its own: the read that follows is as late as the lock.
    corrections::lock_tickets(conn, guild, &[ticket]).await?;
    let head = sqlx::query_scalar!(
        "SELECT settled_seq FROM tickets WHERE guild_id = $1 AND ticket_id = $2",
        guild as GuildId,
        ticket as TicketId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(head)
}

/// A ticket with everything that its slip shows. `None` if the server has no such ticket.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn slip_ticket(
    conn: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
) -> Result<Option<SlipTicket>, StoreError> {
    Ok(slip_tickets(conn, guild, &[ticket]).await?.pop())
}

/// The same for several tickets, in order of their ids, with the same number of statements. Unknown
/// tickets are left out.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn slip_tickets(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[TicketId],
) -> Result<Vec<SlipTicket>, StoreError> {
    let tickets: Vec<Uuid> = tickets.iter().map(|it| it.as_uuid()).collect();
    let mut slips = heads(conn, guild, &tickets).await?;
    if slips.is_empty() {
        return Ok(slips);
    }
    let graded = legs::graded(conn, guild, &tickets).await?;
    let ids: Vec<GameId> = graded.iter().map(|it| it.leg.selection.game).collect();
    let selections: Vec<_> = graded.iter().map(|it| &it.leg.selection).collect();
    let games = board::games_naming(conn, &ids, &selections).await?;
    let games = games.into_iter().map(|it| (it.id, it)).collect();
    let results = load::results(conn, &ids).await?;
    let mut slip = slips.iter_mut().peekable();
    for found in graded {
        // Both are in order of tickets.
        while slip.next_if(|it| it.ticket.id != found.ticket).is_some() {}
        let Some(slip) = slip.peek_mut() else { break };
        let shown = shown(&found, slip.ticket.state, (&games, &results))?;
        slip.legs.push(shown);
        slip.ticket.legs.push(found.leg);
    }
    Ok(slips)
}

/// A leg with its game, and the result that it rests on.
fn shown(
    found: &legs::GradedLeg,
    state: TicketState,
    (games, results): (&HashMap<GameId, Game>, &HashMap<GameId, Vec<GameResult>>),
) -> Result<SlipLeg, Inconsistency> {
    let id = found.leg.selection.game;
    let game = games.get(&id).cloned().ok_or_else(|| Inconsistency {
        table: "game_competitors",
        column: "role",
        row: id.to_string(),
        found: "no two sides".to_owned(),
    })?;
    let grade = found
        .grade
        .clone()
        .filter(|_| state != TicketState::Cancelled);
    let versions = results.get(&id).map_or(&[][..], Vec::as_slice);
    let known = grade.as_ref().map(|it| it.result_version);
    let result = match known {
        Some(version) => versions.iter().find(|it| it.version == version),
        // A version that leaves this leg open does not matter for it.
        None => versions.last().filter(|it| !it.is_partial()),
    };
    let since = versions
        .last()
        .filter(|it| known.is_some_and(|known| 0 < known && known < it.version));
    Ok(SlipLeg {
        game,
        booked_start: found.booked_start,
        result: result.cloned(),
        since: since.cloned(),
        grade,
    })
}

/// The tickets without their legs, in order of their ids. Facts, head, owner and slip come from one
/// statement, so that the slip's due time is never newer than the head.
async fn heads(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[Uuid],
) -> Result<Vec<SlipTicket>, StoreError> {
    let rows = sqlx::query_as!(
        HeadRow,
        r#"SELECT t.ticket_id AS "ticket: TicketId",
             t.code AS "code: TicketCode", t.member_id AS "member: MemberId", t.kind, t.terms,
             t.stake AS "stake: Units", t.possible_return AS "possible_return: Units",
             t.placed_at, t.rule_version, t.settings_version,
             t.channel_id AS "typed_in: ChannelId", t.state, t.settled_seq,
             t.returned AS "returned: Units",
             m.discord_user_id AS "user: DiscordUserId", m.name, m.notify, m.odds_format,
             m.single_takes, m.parlay_takes, m.line_bets,
             gs.rule_choices AS "choices?: Json<RuleChoices>",
             s.settled_at AS "settled_at?",
             b.state AS "before_state?", b.returned AS "before_returned: Units",
             p.channel_id AS "channel?: ChannelId", p.message_id AS "message?: MessageId",
             p.shown_seq AS "shown_seq?", d.due_at AS "stamp_due_at?"
           FROM tickets t
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           LEFT JOIN guild_settings gs ON gs.guild_id = $1
             AND gs.version = t.settings_version
           LEFT JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = t.ticket_id
             AND s.sequence = t.settled_seq
           LEFT JOIN settlements b ON b.guild_id = $1 AND b.ticket_id = s.ticket_id
             AND b.sequence = s.reverses
           LEFT JOIN slips p ON p.guild_id = $1 AND p.ticket_id = t.ticket_id
           LEFT JOIN stamps d ON d.guild_id = $1 AND d.ticket_id = t.ticket_id
           WHERE t.guild_id = $1 AND t.ticket_id = ANY($2)
           ORDER BY t.ticket_id"#,
        guild as GuildId,
        tickets,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| Ok(row.read(guild)?));
    read.collect()
}

struct HeadRow {
    ticket: TicketId,
    code: TicketCode,
    member: MemberId,
    kind: String,
    terms: String,
    stake: Units,
    possible_return: Units,
    placed_at: DateTime<Utc>,
    rule_version: i32,
    settings_version: i32,
    typed_in: ChannelId,
    state: String,
    settled_seq: i32,
    returned: Option<Units>,
    user: DiscordUserId,
    name: String,
    notify: Option<String>,
    odds_format: Option<String>,
    single_takes: Option<i32>,
    parlay_takes: Option<i32>,
    line_bets: String,
    choices: Option<Json<RuleChoices>>,
    settled_at: Option<DateTime<Utc>>,
    before_state: Option<String>,
    before_returned: Option<Units>,
    channel: Option<ChannelId>,
    message: Option<MessageId>,
    shown_seq: Option<i32>,
    stamp_due_at: Option<DateTime<Utc>>,
}

impl HeadRow {
    fn read(self, guild: GuildId) -> Result<SlipTicket, Inconsistency> {
        let ticket = self.ticket;
        let state = |found: &str| word("tickets", "state", ticket, found, TicketState::from_word);
        let before = match (&self.before_state, self.before_returned) {
            (Some(before), Some(returned)) => Some(PreviousOutcome {
                state: state(before)?,
                returned,
            }),
            _ => None,
        };
        let slip = match (self.channel, self.message, self.shown_seq) {
            (Some(channel), Some(message), Some(shown_seq)) => Some(SlipRow {
                place: MessagePlace { channel, message },
                shown_seq,
                stamp_due_at: self.stamp_due_at,
            }),
            _ => None,
        };
        let member = MemberRow {
            guild,
            id: self.member,
            user: self.user,
            name: self.name,
            notify: self.notify,
            odds_format: self.odds_format,
            single_takes: self.single_takes,
            parlay_takes: self.parlay_takes,
            line_bets: self.line_bets,
        };
        Ok(SlipTicket {
            ticket: Ticket {
                guild,
                id: ticket,
                code: self.code,
                member: self.member,
                terms: terms(ticket, &self.kind, &self.terms)?,
                stake: self.stake,
                possible_return: self.possible_return,
                placed_at: self.placed_at,
                rule_version: self.rule_version,
                settings_version: self.settings_version,
                legs: Vec::new(),
                state: state(&self.state)?,
                settled_seq: self.settled_seq,
                returned: self.returned,
            },
            member: member.member()?,
            channel: self.typed_in,
            legs: Vec::new(),
            // Settings that were never changed are not stored.
            choices: self.choices.map(|it| it.0).unwrap_or_default(),
            settled_at: self.settled_at,
            before,
            slip,
        })
    }
}
