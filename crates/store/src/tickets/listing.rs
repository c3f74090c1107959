//! A member's tickets, page by page.

use chrono::{DateTime, TimeDelta, Utc};
use shared::id::{GuildId, LeagueId, MemberId, TicketId};
use shared::league::Sport;
use shared::market::{MarketGroup, MarketKind};
use shared::ticket::{PageFrom, TicketCode, TicketFilter, TicketStates};
use shared::units::Units;
use sqlx::PgConnection;

use super::{TicketRow, TicketWithGames, with_legs};
use crate::StoreError;

/// A page of a member's tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketPage {
    /// Newest first.
    pub tickets: Vec<TicketWithGames>,
    /// How many tickets that fit are newer than the first of these.
    pub newer: i64,
    /// How many fit in all.
    pub total: i64,
}

/// A page of at most `limit` of a member's tickets, newest first. Where none are left at the place
/// that is asked for, it is the nearest page there is.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn page(
    conn: &mut PgConnection,
    (guild, member): (GuildId, MemberId),
    filter: &TicketFilter,
    from: PageFrom,
    (limit, now): (i64, DateTime<Utc>),
) -> Result<TicketPage, StoreError> {
    let asked = (guild, member);
    let page = found(conn, asked, filter, from, (limit, now)).await?;
    let full = usize::try_from(limit).unwrap_or(0);
    let nearest = match from {
        PageFrom::OlderThan(_) if page.rows.is_empty() => PageFrom::Oldest,
        // The newest page begins with the newest ticket, however many it turns back.
        PageFrom::NewerThan(_) if page.rows.len() < full => PageFrom::Newest,
        _ => return page.with_legs(conn, guild).await,
    };
    let page = found(conn, asked, filter, nearest, (limit, now)).await?;
    page.with_legs(conn, guild).await
}

/// How many tickets a member has placed, counted no further than `most`.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn count_to(
    conn: &mut PgConnection,
    guild: GuildId,
    member: MemberId,
    most: i64,
) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM (
             SELECT FROM tickets WHERE guild_id = $1 AND member_id = $2 LIMIT $3) AS counted"#,
        guild as _,
        member as _,
        most,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

#[derive(Default)]
struct Found {
    rows: Vec<TicketRow>,
    newer: i64,
    total: i64,
}

impl Found {
    async fn with_legs(
        self,
        conn: &mut PgConnection,
        guild: GuildId,
    ) -> Result<TicketPage, StoreError> {
        Ok(TicketPage {
            tickets: with_legs(conn, guild, self.rows).await?,
            newer: self.newer,
            total: self.total,
        })
    }
}

async fn found(
    conn: &mut PgConnection,
    (guild, member): (GuildId, MemberId),
    filter: &TicketFilter,
    from: PageFrom,
    (limit, now): (i64, DateTime<Utc>),
) -> Result<Found, StoreError> {
    let (before, after) = match from {
        PageFrom::Newest | PageFrom::Oldest => (None, None),
        PageFrom::OlderThan(ticket) => (Some(ticket), None),
        PageFrom::NewerThan(ticket) => (None, Some(ticket)),
    };
    let from_below = matches!(from, PageFrom::NewerThan(_) | PageFrom::Oldest);
    let wanted = Wanted::of(filter, now);
    let rows = sqlx::query_as!(
        Listed,
        r#"WITH fits AS MATERIALIZED (
             SELECT t.ticket_id FROM tickets t
             WHERE t.guild_id = $1 AND t.member_id = $2
               AND (CASE t.state WHEN 'open' THEN $3::boolean ELSE $4::boolean END)
               AND t.placed_at >= coalesce($5::timestamptz, '-infinity')
               AND (($6::text IS NULL AND $7::uuid IS NULL AND $8::text[] IS NULL) OR EXISTS (
                 SELECT FROM legs l
                 JOIN games g ON g.game_id = l.game_id
                 JOIN leagues le ON le.league_id = g.league_id
                 WHERE l.guild_id = $1 AND l.ticket_id = t.ticket_id
                   AND le.sport = coalesce($6, le.sport)
                   AND g.league_id = coalesce($7, g.league_id)
                   AND ($8 IS NULL OR l.kind = ANY($8))))
           ), page AS MATERIALIZED (
             SELECT ticket_id FROM fits
             WHERE ($9::uuid IS NULL OR ticket_id < $9) AND ($10::uuid IS NULL OR ticket_id > $10)
             ORDER BY CASE WHEN $11::boolean THEN ticket_id END, ticket_id DESC LIMIT $12
           )
           SELECT t.guild_id AS "guild: GuildId", t.ticket_id AS "id: TicketId",
             t.code AS "code: TicketCode", t.member_id AS "member: MemberId", t.kind, t.terms,
             t.stake AS "stake: Units", t.possible_return AS "possible_return: Units", t.placed_at,
             t.rule_version, t.settings_version, t.state, t.settled_seq,
             t.returned AS "returned: Units", (SELECT count(*) FROM fits) AS "total!",
             (SELECT count(*) FROM fits f WHERE f.ticket_id
               > (SELECT p.ticket_id FROM page p ORDER BY p.ticket_id DESC LIMIT 1)) AS "newer!"
           FROM page p JOIN tickets t ON t.guild_id = $1 AND t.ticket_id = p.ticket_id
           ORDER BY t.ticket_id DESC"#,
        guild as _,
        member as _,
        wanted.open,
        wanted.settled,
        wanted.since,
        wanted.sport,
        wanted.league as Option<LeagueId>,
        wanted.kinds as _,
        before as Option<TicketId>,
        after as Option<TicketId>,
        from_below,
        limit,
    )
    .fetch_all(conn)
    .await?;
    let mut found = Found::default();
    for row in rows {
        (found.total, found.newer) = (row.total, row.newer);
        found.rows.push(row.into());
    }
    Ok(found)
}

/// A filter as the statement takes it.
struct Wanted {
    open: bool,
    settled: bool,
    since: Option<DateTime<Utc>>,
    sport: Option<&'static str>,
    league: Option<LeagueId>,
    kinds: Option<Vec<&'static str>>,
}

impl Wanted {
    fn of(filter: &TicketFilter, now: DateTime<Utc>) -> Self {
        let days = filter.within.map(|it| i64::from(it.row().0));
        let kinds = |group: MarketGroup| group.kinds().map(MarketKind::word).collect();
        Self {
            open: filter.states != TicketStates::Settled,
            settled: filter.states != TicketStates::Open,
            since: days.map(|it| now - TimeDelta::days(it)),
            sport: filter.sport.map(Sport::word),
            league: filter.league,
            kinds: filter.market.map(kinds),
        }
    }
}

struct Listed {
    guild: GuildId,
    id: TicketId,
    code: TicketCode,
    member: MemberId,
    kind: String,
    terms: String,
    stake: Units,
    possible_return: Units,
    placed_at: DateTime<Utc>,
    rule_version: i32,
    settings_version: i32,
    state: String,
    settled_seq: i32,
    returned: Option<Units>,
    total: i64,
    newer: i64,
}

impl From<Listed> for TicketRow {
    fn from(row: Listed) -> Self {
        Self {
            guild: row.guild,
            id: row.id,
            code: row.code,
            member: row.member,
            kind: row.kind,
            terms: row.terms,
            stake: row.stake,
            possible_return: row.possible_return,
            placed_at: row.placed_at,
            rule_version: row.rule_version,
            settings_version: row.settings_version,
            state: row.state,
            settled_seq: row.settled_seq,
            returned: row.returned,
        }
    }
}
