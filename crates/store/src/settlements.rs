//! Settling: which games wait, their tickets in pages, and the one call that moves their heads.
//!
//! Locks are taken in key order, tickets before accounts, by everybody.

mod came;
mod groups;
mod ranges;

use chrono::{DateTime, TimeDelta, Utc};
use grading::{HouseRules, Options, TicketError, TicketProgress};
use shared::id::{CompetitorId, GameId, GuildId, MarketId, SelectionId, TicketId};
use shared::market::Selection;
use shared::settings::RuleChoices;
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::grades::{GradeShares, shares};
use crate::interval::interval;
use crate::rows::each_way::each_way;
use crate::rows::price::exact_price;
use crate::rows::selection::SelectionRow;
use crate::tickets::EachWay;
use crate::tickets::held::placed;
use crate::{Inconsistency, StoreError};

pub use came::{Agreed, AgreedLeg, Came};
pub use groups::{Group, GroupMove, hold_page, settle};
pub use ranges::{Room, TicketRange, claim, finish};

/// A game whose tickets are behind its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The game.
    pub game: GameId,
    /// The newest version of its result.
    pub result_version: i32,
    /// The version up to which its tickets have been settled.
    pub settled_version: i32,
}

/// The games whose tickets are behind, at most `limit`: those that have a new version of their
/// result, and those of which a server still has tickets to be settled, however late it came by
/// them.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn unsettled(conn: &mut PgConnection, limit: i64) -> Result<Vec<Unsettled>, StoreError> {
    // The second part steps from game to game in one index, however many servers have bet on each.
    let rows = sqlx::query!(
        r#"WITH RECURSIVE waiting AS (
             (SELECT gg.game_id FROM guild_games gg WHERE NOT gg.done ORDER BY gg.game_id LIMIT 1)
             UNION ALL
             SELECT (SELECT gg.game_id FROM guild_games gg
                     WHERE NOT gg.done AND gg.game_id > w.game_id ORDER BY gg.game_id LIMIT 1)
             FROM waiting w WHERE w.game_id IS NOT NULL
           ),
           behind AS (
             SELECT g.game_id FROM games g WHERE g.result_version <> g.settled_version
             UNION
             SELECT w.game_id FROM waiting w WHERE w.game_id IS NOT NULL
           )
           SELECT g.game_id AS "game: GameId", g.result_version, g.settled_version
           FROM behind b JOIN games g ON g.game_id = b.game_id
           WHERE g.result_version > 0
           ORDER BY g.game_id LIMIT $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unsettled {
            game: row.game,
            result_version: row.result_version,
            settled_version: row.settled_version,
        })
        .collect())
}

/// Notes of games that nobody has bet on that they are settled, at most `limit`. Answers with how
/// many. A bet that was under way all the same makes its server's part in the game, which
/// [`unsettled`] finds.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn pass_over_games_without_bets(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "UPDATE games g SET settled_version = w.result_version
         FROM (
           SELECT w.game_id, w.result_version FROM games w
           WHERE w.result_version <> w.settled_version
             AND (SELECT 1 FROM guild_games gg WHERE gg.game_id = w.game_id LIMIT 1) IS NULL
           ORDER BY w.game_id LIMIT $1 FOR NO KEY UPDATE
         ) w
         WHERE g.game_id = w.game_id",
        limit,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

fn columns(tickets: &[(GuildId, TicketId)]) -> (Vec<i64>, Vec<Uuid>) {
    tickets
        .iter()
        .map(|(guild, ticket)| (guild.get().cast_signed(), ticket.as_uuid()))
        .unzip()
}

/// A ticket as settling sees it.
#[derive(Clone, Debug)]
pub struct TicketToSettle {
    /// The server.
    pub guild: GuildId,
    /// Its id.
    pub ticket: TicketId,
    /// What was agreed, as far as units go.
    pub agreed: Agreed,
    /// The rules that it was placed under.
    pub rule_version: i32,
    /// What its server had chosen then, where bookmakers disagree.
    pub options: Options,
    /// The digest of that: grades are kept by it.
    pub settings_digest: String,
    /// Where it stands.
    pub state: TicketState,
    /// How many settlements it has had.
    pub settled_seq: i32,
    /// What came back. Nothing while it is open.
    pub returned: Option<Units>,
    /// In order of their number.
    pub legs: Vec<LegToSettle>,
}

impl TicketToSettle {
    /// A league's rules as the ticket was placed under them: their version, and what its server
    /// had chosen.
    #[must_use]
    pub fn under(&self, rules: HouseRules) -> HouseRules {
        rules
            .at_version(self.rule_version)
            .with_options(self.options)
    }

    /// Where its head goes once its legs, in order, have come to that: each by a version of its
    /// game's result or a decision's number below zero, or still to come.
    ///
    /// # Errors
    /// [`TicketError`] when the legs make no ticket of its kind.
    pub fn come_to(&self, decided: &[Option<(i32, Came)>]) -> Result<HeadMove, TicketError> {
        let legs = self.legs.iter().zip(decided);
        let legs = legs.map(|(leg, decided)| (&leg.agreed, decided.map(|(_, came)| came)));
        let (state, returned, multiplier) = match self.agreed.progress(legs)? {
            TicketProgress::Pending { .. } => (TicketState::Open, None, None),
            TicketProgress::Settled {
                state,
                returned,
                multiplier,
            } => {
                let multiplier = (multiplier.num().to_string(), multiplier.den().to_string());
                (state, Some(returned), Some(multiplier))
            }
        };
        let versions = decided
            .iter()
            .map(|it| it.map_or(0, |(version, _)| version));
        Ok(HeadMove {
            guild: self.guild,
            ticket: self.ticket,
            expected: self.settled_seq,
            state,
            returned,
            multiplier,
            result_versions: versions.collect(),
            settings_digest: self.settings_digest.clone(),
        })
    }
}

/// A leg as settling sees it.
#[derive(Clone, Debug)]
pub struct LegToSettle {
    /// What was bet on.
    pub selection: Selection,
    /// When the game was to begin then.
    pub booked_start: DateTime<Utc>,
    /// Each way: the selection that asks whether it was placed.
    pub placed: Option<Selection>,
    /// At what price, and what a place pays.
    pub agreed: AgreedLeg,
    /// The newest grade that stands, with the version of the result that it rests on. Nothing where
    /// a later version does not decide it.
    pub grade: Option<(i32, Came)>,
    /// What an admin of the server holds it to have come to, with the number of that decision.
    pub ruling: Option<(i32, GradeShares)>,
}

impl LegToSettle {
    /// What the leg has come to where the results say `graded`, and on what: a version of the
    /// result, or a decision's number below zero. A decision stands over any result.
    pub fn decided(&self, graded: Option<(i32, Came)>) -> Option<(i32, Came)> {
        match self.ruling {
            Some((number, held)) => Some((-number, Came::ruled(held, &self.agreed))),
            None => graded,
        }
    }
}

/// These tickets with all their legs and what is known of them, in key order.
///
/// # Errors
/// [`StoreError`] when the database refuses, or holds what is no ticket.
pub async fn tickets(
    conn: &mut PgConnection,
    keys: &[(GuildId, TicketId)],
) -> Result<Vec<TicketToSettle>, StoreError> {
    let (guilds, ids) = columns(keys);
    let rows = sqlx::query_as!(
        LegRow,
        r#"SELECT t.guild_id AS "guild_id: GuildId", t.ticket_id AS "ticket_id: TicketId",
           t.kind AS ticket_kind, t.terms, t.stake, t.rule_version, t.state, t.settled_seq, t.returned,
           gs.rule_choices AS "rules: Json<RuleChoices>", gs.grading_digest AS settings_digest,
           l.selection_id AS "selection_id: SelectionId", l.market_id AS "market_id: MarketId",
           l.game_id AS "game_id: GameId", l.kind, l.period, l.side, l.line,
           l.subject AS "subject: CompetitorId", l.statistic, l.entrants, l.booked_start,
           l.price_num, l.price_den, l.price_format, l.price_number,
           l.place_num, l.place_den, l.places,
           pl.outcome AS "place_outcome?", pl.win_num AS "place_win_num?",
           pl.win_den AS "place_win_den?", pl.refund_num AS "place_refund_num?",
           pl.refund_den AS "place_refund_den?",
           gr.result_version AS "result_version?", gr.outcome AS "outcome?",
           gr.win_num AS "win_num?", gr.win_den AS "win_den?",
           gr.refund_num AS "refund_num?", gr.refund_den AS "refund_den?",
           ru.number AS "ruling?", ru.outcome AS "ruled_outcome?",
           ru.win_num AS "ruled_win_num?", ru.win_den AS "ruled_win_den?",
           ru.refund_num AS "ruled_refund_num?", ru.refund_den AS "ruled_refund_den?"
         FROM unnest($1::bigint[], $2::uuid[]) AS w(guild_id, ticket_id)
         JOIN tickets t ON t.guild_id = w.guild_id AND t.ticket_id = w.ticket_id
         JOIN guild_settings gs ON gs.guild_id = t.guild_id AND gs.version = t.settings_version
         JOIN legs l ON l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id
         JOIN guild_games gg ON gg.guild_id = t.guild_id AND gg.game_id = l.game_id
         LEFT JOIN LATERAL (
           SELECT n.result_version, n.outcome, n.win_num, n.win_den, n.refund_num, n.refund_den
           FROM grades n
           WHERE n.selection_id = l.selection_id AND n.booked_start = l.booked_start
             AND n.rule_version = t.rule_version
             AND n.settings_digest = gs.grading_digest
             AND n.result_version >= gg.version
           ORDER BY n.result_version DESC LIMIT 1
         ) gr ON true
         LEFT JOIN grades pl ON pl.selection_id = l.place_selection_id
           AND pl.booked_start = l.booked_start
           AND pl.result_version = gr.result_version AND pl.rule_version = t.rule_version
           AND pl.settings_digest = gs.grading_digest
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
    .fetch_all(conn)
    .await?;
    let mut tickets: Vec<TicketToSettle> = Vec::with_capacity(keys.len());
    for row in rows {
        let leg = row.leg()?;
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
    rules: Json<RuleChoices>,
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
    place_outcome: Option<String>,
    place_win_num: Option<i32>,
    place_win_den: Option<i32>,
    place_refund_num: Option<i32>,
    place_refund_den: Option<i32>,
    result_version: Option<i32>,
    outcome: Option<String>,
    win_num: Option<i32>,
    win_den: Option<i32>,
    refund_num: Option<i32>,
    refund_den: Option<i32>,
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

    fn leg(&self) -> Result<LegToSettle, Inconsistency> {
        let selection = SelectionRow {
            selection: self.selection_id,
            market: self.market_id,
            game: self.game_id,
            kind: self.kind.clone(),
            period: self.period.clone(),
            side: self.side.clone(),
            line: self.line,
            subject: self.subject,
            statistic: self.statistic.clone(),
            entrants: self.entrants.clone(),
        };
        let shown = (self.price_format.as_str(), self.price_number.as_str());
        let ratio = (self.price_num, self.price_den);
        let selection = selection.of_leg(self.ticket_id)?;
        let price = exact_price("legs", self.ticket_id, shown, ratio)?;
        let each_way = each_way(self.ticket_id, self.place_num, self.place_den, self.places)?;
        let placed = each_way.and_then(|it| placed(&selection, &it));
        let agreed = AgreedLeg {
            price,
            each_way: each_way.and_then(EachWay::terms),
        };
        Ok(LegToSettle {
            selection,
            booked_start: self.booked_start,
            placed,
            grade: self.grade(&agreed)?,
            agreed,
            ruling: self.ruling()?,
        })
    }

    /// A newest ruling without an outcome leaves the leg to the result.
    fn ruling(&self) -> Result<Option<(i32, GradeShares)>, Inconsistency> {
        let (Some(number), Some(outcome)) = (self.ruling, &self.ruled_outcome) else {
            return Ok(None);
        };
        let or_none = |it: Option<i32>| it.unwrap_or(0);
        let win = (or_none(self.ruled_win_num), or_none(self.ruled_win_den));
        let refund = (
            or_none(self.ruled_refund_num),
            or_none(self.ruled_refund_den),
        );
        let held = shares(self.ticket_id.as_uuid(), outcome, win, refund)?;
        Ok(Some((number, held)))
    }

    fn grade(&self, agreed: &AgreedLeg) -> Result<Option<(i32, Came)>, Inconsistency> {
        let (Some(version), Some(outcome)) = (self.result_version, &self.outcome) else {
            return Ok(None);
        };
        let read = |outcome: &str, win: (Option<i32>, Option<i32>), refund| {
            let (refund_num, refund_den): (Option<i32>, Option<i32>) = refund;
            let part = |it: Option<i32>| it.unwrap_or(0);
            let win = (part(win.0), part(win.1));
            let refund = (part(refund_num), part(refund_den));
            shares(self.selection_id.as_uuid(), outcome, win, refund)
        };
        let (win, refund) = (
            (self.win_num, self.win_den),
            (self.refund_num, self.refund_den),
        );
        let win = read(outcome, win, refund)?;
        let place = match &self.place_outcome {
            Some(outcome) => Some(read(
                outcome,
                (self.place_win_num, self.place_win_den),
                (self.place_refund_num, self.place_refund_den),
            )?),
            None => None,
        };
        Ok(Came::graded(win, place, agreed).map(|it| (version, it)))
    }

    fn ticket(&self, first: LegToSettle) -> Result<TicketToSettle, Inconsistency> {
        let kind = TicketKind::from_word(&self.ticket_kind);
        let state = TicketState::from_word(&self.state);
        let options = Options::try_from(&self.rules.0).map_err(|error| Inconsistency {
            table: "guild_settings",
            ..self.wrong("tickets", "rule_choices", &error.to_string())
        })?;
        Ok(TicketToSettle {
            guild: self.guild_id,
            ticket: self.ticket_id,
            agreed: Agreed {
                kind: kind.ok_or_else(|| self.wrong("tickets", "kind", &self.ticket_kind))?,
                terms: self.terms.clone(),
                stake: Units::from_steps(self.stake),
            },
            rule_version: self.rule_version,
            options,
            settings_digest: self.settings_digest.clone(),
            state: state.ok_or_else(|| self.wrong("tickets", "state", &self.state))?,
            settled_seq: self.settled_seq,
            returned: self.returned.map(Units::from_steps),
            legs: vec![first],
        })
    }
}

/// What a ticket has come to, to be written if it still stands where it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadMove {
    /// The server.
    pub guild: GuildId,
    /// The ticket.
    pub ticket: TicketId,
    /// How many settlements it had when it was seen.
    pub expected: i32,
    /// What it has come to. Open, when a correction took back what had settled it.
    pub state: TicketState,
    /// What comes back. Nothing when it is open again.
    pub returned: Option<Units>,
    /// The exact multiplier of the stake, as digits. Nothing when it is open again.
    pub multiplier: Option<(String, String)>,
    /// By leg: the result version that it was graded on, 0 while it is to come.
    pub result_versions: Vec<i32>,
    /// The digest of the settings that its legs were graded under.
    pub settings_digest: String,
}

/// An array of numbers as the database writes it.
pub(crate) fn int_array(numbers: &[i32]) -> String {
    let numbers: Vec<_> = numbers.iter().map(i32::to_string).collect();
    format!("{{{}}}", numbers.join(","))
}

/// Leaves the notice that these servers' tickets on a game were settled on that version, where any
/// of them was not taken back. A version that gives up some starts alone is told where a ticket was
/// taken for one of them.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn leave_notices(
    conn: &mut PgConnection,
    guilds: &[GuildId],
    (game, version): (GameId, i32),
) -> Result<u64, StoreError> {
    let guilds: Vec<_> = guilds.iter().map(|it| it.get().cast_signed()).collect();
    let done = sqlx::query!(
        "WITH noticed AS (
           INSERT INTO notices (guild_id, kind, subject, sequence)
           SELECT w.guild_id, 'game_results', $2, $3 FROM unnest($1::bigint[]) AS w(guild_id)
           WHERE (
             SELECT 1 FROM legs l
             JOIN tickets t ON t.guild_id = l.guild_id AND t.ticket_id = l.ticket_id
             WHERE l.game_id = $2 AND l.guild_id = w.guild_id AND t.state <> 'cancelled'
               AND ((SELECT r.facts -> 'given_up' FROM results r
                   WHERE r.game_id = $2 AND r.version = $3) IS NULL
                 OR EXISTS (
                 SELECT 1 FROM grades d
                 WHERE d.selection_id = l.selection_id AND d.booked_start = l.booked_start
                   AND d.result_version = $3))
             LIMIT 1) IS NOT NULL
           ON CONFLICT ON CONSTRAINT notices_pkey DO NOTHING
           RETURNING guild_id, kind, subject, sequence
         )
         INSERT INTO deliveries (guild_id, kind, subject, sequence)
         SELECT n.guild_id, n.kind, n.subject, n.sequence FROM noticed n",
        &guilds,
        game.as_uuid(),
        version,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Forgets notices that were delivered longer ago than that, at most `limit` at a time.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn prune_notices(
    conn: &mut PgConnection,
    older_than: TimeDelta,
    limit: i64,
) -> Result<u64, StoreError> {
    let pruned = sqlx::query_scalar!(
        r#"SELECT code.prune_notices($1, $2) AS "pruned!""#,
        interval(older_than.to_std().unwrap_or_default()),
        limit,
    )
    .fetch_one(conn)
    .await?;
    Ok(pruned.unsigned_abs())
}
