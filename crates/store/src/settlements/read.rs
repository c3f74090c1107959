//! Tickets for settling, with everything that is known about their legs.

use std::mem;

use chrono::{DateTime, Utc};
use shared::id::{CompetitorId, GameId, GuildId, MarketId, SelectionId, TicketId};
use shared::market::Selection;
use shared::settings::RuleChoices;
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::graded::{self, GradeKey, Graded};
use super::{Agreed, AgreedLeg, LegGrades};
use crate::grades::{GradeShares, shares};
use crate::rows::each_way::each_way;
use crate::rows::price::exact_price;
use crate::rows::selection::SelectionRow;
use crate::{Inconsistency, StoreError};

/// The keys by column.
pub(super) fn columns(tickets: &[(GuildId, TicketId)]) -> (Vec<i64>, Vec<Uuid>) {
    tickets
        .iter()
        .map(|(guild, ticket)| (guild.get().cast_signed(), ticket.as_uuid()))
        .unzip()
}

/// A ticket to be settled.
#[derive(Clone, Debug)]
pub struct TicketToSettle {
    /// The server.
    pub guild: GuildId,
    /// Its id.
    pub ticket: TicketId,
    /// What was agreed and affects what it pays.
    pub agreed: Agreed,
    /// The version of the rules that it was placed under.
    pub rule_version: i32,
    /// The rule choices of its server when it was placed.
    pub choices: RuleChoices,
    /// The digest of these choices; grades are stored under it.
    pub settings_digest: String,
    /// The state of its head.
    pub state: TicketState,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// What it returned. `None` while it is open.
    pub returned: Option<Units>,
    /// In order of their number.
    pub legs: Vec<LegToSettle>,
}

/// A leg of a ticket to be settled.
#[derive(Clone, Debug)]
pub struct LegToSettle {
    /// The selection.
    pub selection: Selection,
    /// The start of its game when the bet was placed.
    pub booked_start: DateTime<Utc>,
    /// If it is each way, the selection that its place part is graded on.
    pub placed: Option<Selection>,
    /// The price, and what a place pays.
    pub agreed: AgreedLeg,
    /// The newest grade in force, with the version of the result that it rests on. `None` if the
    /// newest version does not decide the leg.
    pub grade: Option<(i32, LegGrades)>,
    /// An admin's ruling on the leg, with the number of the correction.
    pub ruling: Option<(i32, GradeShares)>,
}

/// These tickets with all their legs, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid ticket.
pub async fn tickets(
    conn: &mut PgConnection,
    keys: &[(GuildId, TicketId)],
) -> Result<Vec<TicketToSettle>, StoreError> {
    let (guilds, ids) = columns(keys);
    let rows = sqlx::query_as!(
        LegRow,
        r#"SELECT t.guild_id AS "guild_id: GuildId", t.ticket_id AS "ticket_id: TicketId",
           t.kind AS ticket_kind, t.terms, t.stake, t.rule_version, t.state, t.settled_seq,
           t.returned,
           nullif(gs.rule_choices, '{}') AS "rules: Json<RuleChoices>",
           gs.grading_digest AS settings_digest,
           l.selection_id AS "selection_id: SelectionId", l.market_id AS "market_id: MarketId",
           l.game_id AS "game_id: GameId", l.kind, l.period, l.side, l.line,
           l.subject AS "subject: CompetitorId", l.statistic, l.entrants, l.booked_start,
           l.price_num, l.price_den, l.price_format, l.price_number,
           l.place_num, l.place_den, l.places, l.place_selection_id AS place_selection,
           gg.version AS since,
           ru.number AS "ruling?", ru.outcome AS "ruled_outcome?",
           ru.win_num AS "ruled_win_num?", ru.win_den AS "ruled_win_den?",
           ru.refund_num AS "ruled_refund_num?", ru.refund_den AS "ruled_refund_den?"
         FROM unnest($1::bigint[], $2::uuid[]) AS w(guild_id, ticket_id)
         JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
         JOIN guild_settings gs ON gs.guild_id = t.guild_id AND gs.version = t.settings_version
         JOIN legs l ON l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id
         JOIN guild_games gg ON gg.guild_id = t.guild_id AND gg.game_id = l.game_id
         LEFT JOIN LATERAL (
           SELECT n.number, n.outcome, n.win_num, n.win_den, n.refund_num, n.refund_den
           FROM rulings n
           WHERE n.guild_id = l.guild_id AND n.ticket_id = l.ticket_id AND n.leg = l.leg
           ORDER BY n.number DESC LIMIT 1
         ) ru ON true
         ORDER BY t.guild_id, t.ticket_id, l.leg"#,
        &guilds,
        &ids,
    )
    .fetch_all(&mut *conn)
    .await?;
    let grades = graded::of_legs(conn, rows.iter().map(LegRow::grade_key)).await?;
    let mut tickets: Vec<TicketToSettle> = Vec::with_capacity(keys.len());
    for (mut row, grade) in rows.into_iter().zip(grades) {
        let leg = row.leg(grade)?;
        match tickets.last_mut() {
            Some(last) if (last.guild, last.ticket) == (row.guild_id, row.ticket_id) => {
                last.legs.push(leg);
            }
            _ => tickets.push(row.ticket(leg)?),
        }
    }
    Ok(tickets)
}

struct LegRow {
    guild_id: GuildId,
    ticket_id: TicketId,
    ticket_kind: String,
    terms: String,
    stake: i64,
    rule_version: i32,
    state: String,
    settled_seq: i32,
    returned: Option<i64>,
    /// `None` if its server chose none, as most have not.
    rules: Option<Json<RuleChoices>>,
    settings_digest: String,
    selection_id: SelectionId,
    market_id: MarketId,
    game_id: GameId,
    kind: String,
    period: String,
    side: String,
    line: Option<i32>,
    subject: Option<CompetitorId>,
    statistic: Option<String>,
    entrants: Vec<Uuid>,
    booked_start: DateTime<Utc>,
    price_num: i64,
    price_den: i64,
    price_format: String,
    price_number: String,
    place_num: Option<i32>,
    place_den: Option<i32>,
    places: Option<i16>,
    place_selection: Option<Uuid>,
    since: i32,
    ruling: Option<i32>,
    ruled_outcome: Option<String>,
    ruled_win_num: Option<i32>,
    ruled_win_den: Option<i32>,
    ruled_refund_num: Option<i32>,
    ruled_refund_den: Option<i32>,
}

impl LegRow {
    fn wrong(&self, table: &'static str, column: &'static str, found: &str) -> Inconsistency {
        Inconsistency {
            table,
            column,
            row: self.ticket_id.to_string(),
            found: found.to_owned(),
        }
    }

    fn grade_key(&self) -> GradeKey<'_> {
        GradeKey {
            selection: self.selection_id.as_uuid(),
            place: self.place_selection,
            booked_start: self.booked_start,
            rule_version: self.rule_version,
            settings_digest: &self.settings_digest,
            since: self.since,
        }
    }

    /// The leg. Takes its words out of the row, which is read for the ticket afterwards.
    fn leg(&mut self, grade: Option<Graded>) -> Result<LegToSettle, Inconsistency> {
        let selection = SelectionRow {
            selection: self.selection_id,
            market: self.market_id,
            game: self.game_id,
            kind: mem::take(&mut self.kind),
            period: mem::take(&mut self.period),
            side: mem::take(&mut self.side),
            line: self.line,
            subject: self.subject,
            statistic: self.statistic.take(),
            entrants: mem::take(&mut self.entrants),
        };
        let shown = (self.price_format.as_str(), self.price_number.as_str());
        let ratio = (self.price_num, self.price_den);
        let selection = selection.of_leg(self.ticket_id)?;
        let price = exact_price("legs", self.ticket_id, shown, ratio)?;
        let each_way = each_way(self.ticket_id, self.place_num, self.place_den, self.places)?;
        let placed = each_way.and_then(|it| selection.to_finish_within(it.places));
        let agreed = AgreedLeg { price, each_way };
        Ok(LegToSettle {
            selection,
            booked_start: self.booked_start,
            placed,
            grade: grade.and_then(|it| {
                let came = LegGrades::graded(it.win, it.place, &agreed)?;
                Some((it.version, came))
            }),
            agreed,
            ruling: self.ruling()?,
        })
    }

    /// A ruling without an outcome returns the leg to the result.
    fn ruling(&self) -> Result<Option<(i32, GradeShares)>, Inconsistency> {
        let Some((number, outcome)) = self.ruling.zip(self.ruled_outcome.as_deref()) else {
            return Ok(None);
        };
        let part = |it: Option<i32>| it.unwrap_or(0);
        let win = (part(self.ruled_win_num), part(self.ruled_win_den));
        let refund = (part(self.ruled_refund_num), part(self.ruled_refund_den));
        let held = shares(self.selection_id.as_uuid(), outcome, win, refund)?;
        Ok(Some((number, held)))
    }

    fn ticket(self, first: LegToSettle) -> Result<TicketToSettle, Inconsistency> {
        let kind = TicketKind::from_word(&self.ticket_kind)
            .ok_or_else(|| self.wrong("tickets", "kind", &self.ticket_kind))?;
        let state = TicketState::from_word(&self.state)
            .ok_or_else(|| self.wrong("tickets", "state", &self.state))?;
        Ok(TicketToSettle {
            guild: self.guild_id,
            ticket: self.ticket_id,
            agreed: Agreed {
                kind,
                terms: self.terms,
                stake: Units::from_steps(self.stake),
            },
            rule_version: self.rule_version,
            choices: self.rules.map_or_else(RuleChoices::default, |it| it.0),
            settings_digest: self.settings_digest,
            state,
            settled_seq: self.settled_seq,
            returned: self.returned.map(Units::from_steps),
            legs: vec![first],
        })
    }
}
