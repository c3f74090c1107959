//! The contents of a results message: how a game ended, and who won or lost what on it.

use shared::game::{Game, GameResult};
use shared::grade::LegOutcome;
use shared::id::{
    BookmakerId, ChannelId, CompetitorId, DiscordUserId, GameId, GuildId, MarketId, MemberId,
    MessageId, SelectionId, TicketId,
};
use shared::member::NotifyBy;
use shared::ticket::{Leg, Terms, TicketCode, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use uuid::Uuid;

use super::MessagePlace;
use super::corrected::{self, BesideChange, ResultChange};
use super::load;
use crate::board;
use crate::error::{Inconsistency, StoreError};
use crate::rows::leg::LegRow;
use crate::rows::selection::SelectionRow;
use crate::rows::terms::terms;
use crate::rows::word::word;

/// The results message of a game in a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultsMessage {
    /// The message.
    pub place: MessagePlace,
    /// The version of the result that it shows.
    pub shown_version: i32,
}

/// What one ticket came to on one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// The member who placed it.
    pub member: MemberId,
    /// Their Discord account.
    pub user: DiscordUserId,
    /// Their display name.
    pub name: String,
    /// How they want to be notified.
    pub notify: Option<NotifyBy>,
    /// The ticket.
    pub ticket: TicketId,
    /// Its code.
    pub code: TicketCode,
    /// How its legs belong together.
    pub terms: Terms,
    /// How many legs it has.
    pub legs: i64,
    /// The leg on this game.
    pub leg: Leg,
    /// That leg's outcome. `None` while it is pending.
    pub leg_outcome: Option<LegOutcome>,
    /// The stake.
    pub stake: Units,
    /// The ticket's state.
    pub state: TicketState,
    /// What it returned. `None` while it is open.
    pub returned: Option<Units>,
    /// Which message lists it.
    pub listed: Listed,
}

/// The message that lists a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// This one: the game decided the ticket.
    Here,
    /// None yet: a parlay with games still to come.
    Running,
    /// Another game's message.
    Elsewhere,
}

/// Parlays with a leg on the game that are still open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunningParlays {
    /// How many there are.
    pub count: usize,
}

/// The contents of a results message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultsPage {
    /// The game, with those whom its tickets name, and who won it if it is a contest of many.
    pub game: Game,
    /// Every version of its result, oldest first. Never empty.
    pub results: Vec<GameResult>,
    /// The tickets: the largest wins first, then the losses, largest last.
    pub lines: Vec<ResultLine>,
    /// What corrections of this game's result changed, oldest first.
    pub changes: Vec<ResultChange>,
    /// What corrections of other games changed in parlays, oldest first.
    pub beside: Vec<BesideChange>,
    /// Its message, once it is posted.
    pub message: Option<ResultsMessage>,
    /// The channel where most of the bets were typed: used when no results channel is set.
    pub typed_in: Option<ChannelId>,
}

impl ResultsPage {
    /// Parlays with a leg on the game that are still open.
    pub fn running(&self) -> RunningParlays {
        // An open single is a bet on a later start of the game.
        let is_running = |it: &&ResultLine| it.listed == Listed::Running && it.legs > 1;
        let running = self.lines.iter().filter(is_running);
        RunningParlays {
            count: running.count(),
        }
    }
}

/// The contents of a game's results message in a server. `None` if the game has no result.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn results_page(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<Option<ResultsPage>, StoreError> {
    let message = results_message(conn, guild, game).await?;
    let Some(results) = load::results(conn, &[game]).await?.remove(&game) else {
        return Ok(None);
    };
    let lines = lines(conn, guild, game, None).await?;
    let named = lines.iter().flat_map(|it| board::named(&it.leg.selection));
    let winners = results.last().into_iter().flat_map(GameResult::winners);
    let named = named.chain(winners.map(|it| (game, it)));
    let Some(found) = board::games_with(conn, &[game], named).await?.pop() else {
        return Ok(None);
    };
    Ok(Some(ResultsPage {
        game: found,
        results,
        lines,
        changes: corrected::changes(conn, guild, game).await?,
        beside: corrected::beside(conn, guild, game).await?,
        message,
        typed_in: typed_in(conn, guild, game).await?,
    }))
}

/// The results message of a game in a server, once it is posted.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn results_message(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<Option<ResultsMessage>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT channel_id AS "channel: ChannelId", message_id AS "message: MessageId",
             shown_version
           FROM results_messages WHERE guild_id = $1 AND game_id = $2"#,
        guild as GuildId,
        game as GameId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| ResultsMessage {
        place: MessagePlace {
            channel: row.channel,
            message: row.message,
        },
        shown_version: row.shown_version,
    }))
}

/// Records the results message of a game and the version that it shows. The first message stays the
/// game's, unless it only said which bets were returned when the game was moved.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached.
pub async fn record_results_message(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    place: MessagePlace,
    version: i32,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO results_messages AS kept (guild_id, game_id, channel_id, message_id,
           shown_version)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT ON CONSTRAINT results_messages_pkey DO UPDATE
         SET (channel_id, message_id) = (
             SELECT w.channel_id, w.message_id
             FROM (VALUES (true, excluded.channel_id, excluded.message_id),
                 (false, kept.channel_id, kept.message_id)) AS w(moves, channel_id, message_id)
             WHERE w.moves = EXISTS (
               SELECT 1 FROM results r
               WHERE r.game_id = kept.game_id AND r.version = kept.shown_version
                 AND r.facts -> 'given_up' IS NOT NULL)),
           shown_version = excluded.shown_version
         WHERE kept.shown_version < excluded.shown_version",
        guild as GuildId,
        game as GameId,
        place.channel as ChannelId,
        place.message as MessageId,
        version,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One member's tickets with a leg on the game, in the order in which a message lists them.
///
/// # Errors
/// [`StoreError`] when the database cannot be reached, or a row cannot be read.
pub async fn member_lines(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    member: MemberId,
) -> Result<Vec<ResultLine>, StoreError> {
    lines(conn, guild, game, Some(member)).await
}

/// Tickets with a leg on the game, without cancelled ones; of one member, or of all.
async fn lines(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
    member: Option<MemberId>,
) -> Result<Vec<ResultLine>, StoreError> {
    let rows = sqlx::query_as!(
        LineRow,
        r#"SELECT t.ticket_id AS "ticket: TicketId", t.code AS "code: TicketCode",
             t.kind AS ticket_kind, t.terms, t.stake AS "stake: Units", t.state,
             t.returned AS "returned: Units",
             m.member_id AS "member: MemberId", m.discord_user_id AS "user: DiscordUserId",
             m.name, m.notify,
             l.leg, l.game_id AS "game: GameId", l.selection_id AS "selection: SelectionId",
             l.market_id AS "market: MarketId", l.kind, l.period, l.side, l.line,
             l.price_format, l.price_number, l.bookmaker_id AS "bookmaker: BookmakerId",
             l.subject AS "subject: CompetitorId", l.statistic, l.entrants, l.place_num,
             l.place_den, l.places,
             k.code AS bookmaker_code, k.name AS bookmaker_name,
             coalesce(d.outcome, ru.outcome) AS "outcome?",
             coalesce(s.result_versions[l.leg], 0) <> 0 AS "knows_result!",
             (SELECT count(*) FROM legs o
              WHERE o.guild_id = $1 AND o.ticket_id = l.ticket_id) AS "legs!",
             NOT EXISTS (
               SELECT 1 FROM legs o JOIN games og ON og.game_id = o.game_id
               WHERE o.guild_id = $1 AND o.ticket_id = l.ticket_id
                 AND (og.starts_at, o.leg) > (g.starts_at, l.leg)) AS "is_last!"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           JOIN members m ON m.guild_id = $1 AND m.member_id = t.member_id
           JOIN bookmakers k ON k.bookmaker_id = l.bookmaker_id
           JOIN games g ON g.game_id = l.game_id
           LEFT JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = t.ticket_id
             AND s.sequence = t.settled_seq
           LEFT JOIN grades d ON d.selection_id = l.selection_id
             AND d.booked_start = l.booked_start
             AND d.rule_version = t.rule_version AND d.settings_digest = s.settings_digest
             AND d.result_version = s.result_versions[l.leg]
           LEFT JOIN rulings ru ON ru.guild_id = $1 AND ru.ticket_id = l.ticket_id
             AND ru.leg = l.leg AND ru.number = -s.result_versions[l.leg]
           WHERE l.game_id = $2 AND l.guild_id = $1 AND t.state <> 'cancelled'
             AND ($3::uuid IS NULL OR t.member_id = $3)
           ORDER BY (t.returned IS NULL), t.returned - t.stake DESC, t.ticket_id"#,
        guild as GuildId,
        game as GameId,
        member as Option<MemberId>,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| Ok(row.read()?));
    read.collect()
}

struct LineRow {
    ticket: TicketId,
    code: TicketCode,
    ticket_kind: String,
    terms: String,
    stake: Units,
    state: String,
    returned: Option<Units>,
    member: MemberId,
    user: DiscordUserId,
    name: String,
    notify: Option<String>,
    leg: i16,
    game: GameId,
    selection: SelectionId,
    market: MarketId,
    kind: String,
    period: String,
    side: String,
    line: Option<i32>,
    subject: Option<CompetitorId>,
    statistic: Option<String>,
    entrants: Vec<Uuid>,
    price_format: String,
    price_number: String,
    bookmaker: BookmakerId,
    bookmaker_code: String,
    bookmaker_name: String,
    place_num: Option<i32>,
    place_den: Option<i32>,
    places: Option<i16>,
    outcome: Option<String>,
    knows_result: bool,
    legs: i64,
    is_last: bool,
}

impl LineRow {
    fn read(self) -> Result<ResultLine, Inconsistency> {
        let (ticket, member, selection) = (self.ticket, self.member, self.selection);
        let state = word(
            "tickets",
            "state",
            ticket,
            &self.state,
            TicketState::from_word,
        )?;
        let outcome = self.outcome.as_deref();
        let leg_outcome = outcome
            .map(|it| word("grades", "outcome", selection, it, LegOutcome::from_word))
            .transpose()?;
        let terms = terms(ticket, &self.ticket_kind, &self.terms)?;
        let notify = self.notify.as_deref();
        let leg = LegRow {
            ticket,
            number: self.leg,
            selection: SelectionRow {
                selection,
                market: self.market,
                game: self.game,
                kind: self.kind,
                period: self.period,
                side: self.side,
                line: self.line,
                subject: self.subject,
                statistic: self.statistic,
                entrants: self.entrants,
            },
            price_format: self.price_format,
            price_number: self.price_number,
            bookmaker: self.bookmaker,
            bookmaker_code: self.bookmaker_code,
            bookmaker_name: self.bookmaker_name,
            place: (self.place_num, self.place_den),
            places: self.places,
        };
        Ok(ResultLine {
            member,
            user: self.user,
            notify: notify
                .map(|it| word("members", "notify", member, it, NotifyBy::from_word))
                .transpose()?,
            name: self.name,
            ticket,
            code: self.code,
            terms,
            legs: self.legs,
            leg: leg.leg()?,
            leg_outcome,
            stake: self.stake,
            state,
            returned: self.returned,
            listed: listed(
                state,
                leg_outcome,
                self.legs,
                self.knows_result,
                self.is_last,
            ),
        })
    }
}

/// A single is listed with its game. A lost parlay is listed with the game that lost it, any
/// other with the last of its games.
fn listed(
    state: TicketState,
    outcome: Option<LegOutcome>,
    legs: i64,
    knows_result: bool,
    is_last: bool,
) -> Listed {
    match state {
        TicketState::Open => Listed::Running,
        _ if !knows_result => Listed::Elsewhere,
        _ if legs == 1 => Listed::Here,
        TicketState::Lost if outcome == Some(LegOutcome::Lost) => Listed::Here,
        TicketState::Lost => Listed::Elsewhere,
        _ if is_last => Listed::Here,
        _ => Listed::Elsewhere,
    }
}

/// The channel where most of the bets on the game were typed.
pub(super) async fn typed_in(
    conn: &mut PgConnection,
    guild: GuildId,
    game: GameId,
) -> Result<Option<ChannelId>, StoreError> {
    let channel = sqlx::query_scalar!(
        r#"SELECT t.channel_id AS "channel: ChannelId"
           FROM (SELECT $2::uuid AS game_id UNION ALL
             SELECT m.game_id FROM games m WHERE m.merged_into = $2) f
           JOIN legs l ON l.game_id = f.game_id AND l.guild_id = $1
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           GROUP BY t.channel_id ORDER BY count(*) DESC, t.channel_id LIMIT 1"#,
        guild as GuildId,
        game as GameId,
    )
    .fetch_optional(conn)
    .await?;
    Ok(channel)
}
