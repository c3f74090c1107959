//! What the tables say afterwards: counts, and everything that happened twice.

use std::fmt;

use crate::world::World;

/// What may not be there, and how to count it.
const TWICE: &[(&str, &str)] = &[
    (
        "games of the same two at the same start",
        "SELECT count(*) FROM (
           SELECT FROM (
             SELECT g.league_id, g.starts_at,
               array_agg(c.competitor_id ORDER BY c.competitor_id) AS pair
             FROM games g JOIN game_competitors c USING (game_id) GROUP BY g.game_id) games
           GROUP BY league_id, starts_at, pair HAVING count(*) > 1) twice",
    ),
    (
        "games with two names of the feed, or none",
        "SELECT count(*) FROM games g WHERE
           (SELECT count(*) FROM game_refs r WHERE r.game_id = g.game_id) <> 1",
    ),
    (
        "current prices of one answer at one bookmaker",
        "SELECT count(*) FROM (
           SELECT FROM quotes JOIN selections USING (selection_id) JOIN markets USING (market_id)
           GROUP BY game_id, kind, period, line, subject, side, bookmaker_id
           HAVING count(*) > 1) twice",
    ),
    (
        "changes of a price with the same observation",
        "SELECT count(*) FROM (
           SELECT FROM quote_changes
           GROUP BY selection_id, bookmaker_id, source_at, price_num, price_den, in_play
           HAVING count(*) > 1) twice",
    ),
    (
        "changes of a price that change nothing",
        "SELECT count(*) FROM (
           SELECT (price_num, price_den, in_play) IS NOT DISTINCT FROM
             lag((price_num, price_den, in_play)) OVER same AS is_same,
             row_number() OVER same AS number
           FROM quote_changes
           WINDOW same AS (PARTITION BY selection_id, bookmaker_id ORDER BY seen_at)) changes
         WHERE is_same AND number > 1",
    ),
    (
        "reports like the one before",
        "SELECT count(*) FROM (
           SELECT digest = lag(digest) OVER (PARTITION BY game_id, provider ORDER BY sequence)
             AS is_same
           FROM provider_reports) reports WHERE is_same",
    ),
    (
        "results from the same report",
        "SELECT count(*) FROM (
           SELECT FROM results GROUP BY game_id, provider, report_sequence
           HAVING count(*) > 1) twice",
    ),
    (
        "tickets whose settlements are not those of their head",
        "SELECT count(*) FROM (
           SELECT FROM tickets t LEFT JOIN settlements s USING (guild_id, ticket_id)
           GROUP BY t.guild_id, t.ticket_id
           HAVING count(s.sequence) <> t.settled_seq
             OR t.state IS DISTINCT FROM (array_agg(s.state ORDER BY s.sequence DESC))[1]
             OR t.returned IS DISTINCT FROM (array_agg(s.returned ORDER BY s.sequence DESC))[1])
         wrong",
    ),
    (
        "settlements on the same results",
        "SELECT count(*) FROM (
           SELECT FROM settlements GROUP BY guild_id, ticket_id, result_versions
           HAVING count(*) > 1) twice",
    ),
    (
        "tickets settled more than once where no result was corrected",
        "SELECT count(*) FROM tickets t WHERE settled_seq <> 1 AND NOT EXISTS (
           SELECT FROM legs l JOIN games g USING (game_id)
           WHERE l.guild_id = t.guild_id AND l.ticket_id = t.ticket_id AND g.result_version > 1)",
    ),
    (
        "tickets paid more often than settled",
        "SELECT count(*) FROM (
           SELECT FROM transfers t JOIN tickets k ON k.guild_id = t.guild_id
             AND k.ticket_id = t.cause
           WHERE t.cause_kind = 'ticket' GROUP BY k.guild_id, k.ticket_id, k.settled_seq
           HAVING count(DISTINCT t.sequence) > k.settled_seq + 1) paid",
    ),
    (
        "placed tickets without exactly one notice",
        "SELECT count(*) FROM tickets t WHERE (SELECT count(*) FROM notices n
           WHERE n.guild_id = t.guild_id AND n.kind = 'ticket_placed'
             AND n.subject = t.ticket_id) <> 1",
    ),
    (
        "servers told of a game more often than it has results, or never",
        "SELECT count(*) FROM (SELECT DISTINCT guild_id, game_id FROM legs) told
         JOIN games USING (game_id) WHERE (SELECT count(*) FROM notices n
           WHERE n.guild_id = told.guild_id AND n.kind = 'game_results'
             AND n.subject = told.game_id) NOT BETWEEN 1 AND result_version",
    ),
    (
        "notices without exactly one delivery",
        "SELECT count(*) FROM notices n WHERE (SELECT count(*) FROM deliveries d
           WHERE (d.guild_id, d.kind, d.subject, d.sequence)
             = (n.guild_id, n.kind, n.subject, n.sequence)) <> 1",
    ),
    (
        "games on which bets are open though they are over",
        "SELECT count(*) FROM games g WHERE result_version > 0 AND EXISTS (
           SELECT FROM legs l JOIN tickets t USING (guild_id, ticket_id)
           WHERE l.game_id = g.game_id AND t.state = 'open')",
    ),
];

/// What the tables hold.
pub(crate) struct Found {
    pub(super) leaders: i64,
    pub(super) games: i64,
    finals: i64,
    quotes: i64,
    changes: i64,
    pub(super) tickets: i64,
    pub(super) settlements: i64,
    notices: i64,
    /// What is there though it may not be, and how often.
    pub(crate) twice: Vec<(&'static str, i64)>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let twice: i64 = self.twice.iter().map(|it| it.1).sum();
        write!(
            f,
            "{} games with {} results, {} current prices, {} changes of prices, {} tickets, {} \
             settlements, {} notices; {twice} duplicates by {} questions",
            self.games,
            self.finals,
            self.quotes,
            self.changes,
            self.tickets,
            self.settlements,
            self.notices,
            TWICE.len()
        )
    }
}

pub(crate) async fn of(world: &World) -> Found {
    let rows = async |table: &str| {
        let count = format!("SELECT count(*) FROM {table}");
        world.count(&count).await
    };
    let mut twice = Vec::new();
    for (what, count) in TWICE {
        let found = world.count(count).await;
        if found > 0 {
            twice.push((*what, found));
        }
    }
    Found {
        leaders: world
            .count("SELECT epoch - 1 FROM leases WHERE name = 'fetcher'")
            .await,
        games: rows("games").await,
        finals: rows("results").await,
        quotes: rows("quotes").await,
        changes: rows("quote_changes").await,
        tickets: rows("tickets").await,
        settlements: rows("settlements").await,
        notices: rows("notices").await,
        twice,
    }
}
