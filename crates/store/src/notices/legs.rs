//! A ticket's legs with their grades.

use chrono::{DateTime, Utc};
use shared::grade::LegOutcome;
use shared::id::{BookmakerId, CompetitorId, GameId, GuildId, MarketId, SelectionId, TicketId};
use shared::settings::RuleChoices;
use shared::ticket::Leg;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Inconsistency, StoreError};
use crate::rows::leg::LegRow;
use crate::rows::selection::SelectionRow;
use crate::rows::word::word;
use crate::texts;

/// A leg's grade, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegGrade {
    /// The word.
    pub outcome: LegOutcome,
    /// The version of the game's result; a negative number is that of an admin's correction.
    pub result_version: i32,
    /// The receipt's canonical bytes. Empty if an admin gave the outcome.
    pub receipt: Vec<u8>,
    /// The admin's ruling, if there is one.
    pub ruling: Option<LegRuling>,
}

/// An admin's ruling on a leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegRuling {
    /// The correction's number in this server.
    pub number: i32,
    /// The admin's display name.
    pub actor_name: String,
    /// The reason.
    pub reason: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A leg of a ticket with its grade.
pub(super) struct GradedLeg {
    pub(super) ticket: TicketId,
    pub(super) leg: Leg,
    /// The start of its game when the bet was placed.
    pub(super) booked_start: DateTime<Utc>,
    pub(super) grade: Option<LegGrade>,
}

/// The legs of tickets with their grades, in order of tickets, then legs. The grade is the one that
/// settled the ticket or, before that, the one on the game's newest result.
pub(super) async fn graded(
    conn: &mut PgConnection,
    guild: GuildId,
    tickets: &[Uuid],
) -> Result<Vec<GradedLeg>, StoreError> {
    let rows = sqlx::query_as!(
        GradedRow,
        r#"SELECT l.ticket_id AS "ticket: TicketId", l.booked_start, l.leg,
             l.game_id AS "game: GameId", l.selection_id AS "selection: SelectionId",
             l.market_id AS "market: MarketId", l.kind, l.period, l.side, l.line, l.price_format,
             l.price_number, l.bookmaker_id AS "bookmaker: BookmakerId",
             l.subject AS "subject: CompetitorId", l.statistic, l.entrants, l.place_num,
             l.place_den, l.places,
             k.code AS bookmaker_code, k.name AS bookmaker_name,
             d.outcome AS "outcome?", d.result_version AS "result_version?",
             d.receipt AS "receipt?",
             ru.number AS "ruling?", ru.outcome AS "ruled?", ru.receipt AS "ruled_receipt?",
             a.body AS "actor_name?", w.body AS "reason?", c.made_at AS "made_at?"
           FROM legs l
           JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = l.ticket_id
           JOIN bookmakers k ON k.bookmaker_id = l.bookmaker_id
           JOIN games g ON g.game_id = l.game_id
           LEFT JOIN settlements s ON s.guild_id = $1 AND s.ticket_id = t.ticket_id
             AND s.sequence = t.settled_seq
           LEFT JOIN guild_settings gs ON gs.guild_id = $1
             AND gs.version = t.settings_version
           LEFT JOIN grades d ON d.selection_id = l.selection_id
             AND d.booked_start = l.booked_start
             AND d.rule_version = t.rule_version
             AND d.settings_digest = coalesce(gs.grading_digest, $3)
             AND d.result_version = coalesce(nullif(s.result_versions[l.leg], 0),
               g.result_version)
           LEFT JOIN LATERAL (
             SELECT n.number, n.outcome, n.receipt FROM rulings n
             WHERE n.guild_id = $1 AND n.ticket_id = l.ticket_id AND n.leg = l.leg
             ORDER BY n.number DESC LIMIT 1
           ) ru ON ru.outcome IS NOT NULL
           LEFT JOIN corrections c ON c.guild_id = $1 AND c.number = ru.number
           LEFT JOIN texts a ON a.guild_id = $1 AND a.text_id = c.actor_name_id
           LEFT JOIN texts w ON w.guild_id = $1 AND w.text_id = c.reason_id
           WHERE l.guild_id = $1 AND l.ticket_id = ANY($2)
           ORDER BY l.ticket_id, l.leg"#,
        guild as GuildId,
        tickets,
        RuleChoices::default().digest(),
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| Ok(row.read()?));
    read.collect()
}

struct GradedRow {
    ticket: TicketId,
    booked_start: DateTime<Utc>,
    leg: i16,
    game: GameId,
    selection: SelectionId,
    market: MarketId,
    kind: String,
    period: String,
    side: String,
    line: Option<i32>,
    price_format: String,
    price_number: String,
    bookmaker: BookmakerId,
    subject: Option<CompetitorId>,
    statistic: Option<String>,
    entrants: Vec<Uuid>,
    bookmaker_code: String,
    bookmaker_name: String,
    place_num: Option<i32>,
    place_den: Option<i32>,
    places: Option<i16>,
    outcome: Option<String>,
    result_version: Option<i32>,
    receipt: Option<Vec<u8>>,
    ruling: Option<i32>,
    ruled: Option<String>,
    ruled_receipt: Option<Vec<u8>>,
    actor_name: Option<String>,
    reason: Option<String>,
    made_at: Option<DateTime<Utc>>,
}

impl GradedRow {
    fn read(self) -> Result<GradedLeg, Inconsistency> {
        let (ticket, booked_start, selection) = (self.ticket, self.booked_start, self.selection);
        let read =
            |table, found: &str| word(table, "outcome", selection, found, LegOutcome::from_word);
        let ruled = self.ruling.zip(self.ruled).zip(self.made_at);
        let grade = match (self.outcome, self.result_version, self.receipt) {
            // An admin's ruling takes precedence over any result.
            _ if let Some(((number, outcome), made_at)) = ruled => Some(LegGrade {
                outcome: read("rulings", &outcome)?,
                result_version: -number,
                receipt: self.ruled_receipt.unwrap_or_default(),
                ruling: Some(LegRuling {
                    number,
                    actor_name: texts::shown(self.actor_name),
                    reason: texts::shown(self.reason),
                    made_at,
                }),
            }),
            (Some(outcome), Some(result_version), Some(receipt)) => Some(LegGrade {
                outcome: read("grades", &outcome)?,
                result_version,
                receipt,
                ruling: None,
            }),
            _ => None,
        };
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
        Ok(GradedLeg {
            ticket,
            leg: leg.leg()?,
            booked_start,
            grade,
        })
    }
}
