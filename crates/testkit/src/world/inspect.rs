//! Reads from the database, and changes that no program would make.

use shared::game::Period;
use shared::id::{CompetitorId, GameId, GuildId, MemberId, SelectionId, TicketId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::ticket::TicketState;
use sqlx::{Postgres, Transaction};

use super::World;
use crate::pick::Pick;

impl World {
    /// A transaction of the bot's role that acts for that server.
    pub async fn begin(&self, guild: GuildId) -> Transaction<'static, Postgres> {
        let begun = store::begin_guild(&self.database.bot, guild).await;
        begun.unwrap()
    }

    /// The head of a ticket: state, returned micro-units, number of settlements.
    pub async fn head(&self, ticket: TicketId) -> (TicketState, Option<i64>, i32) {
        let head = "SELECT state, returned, settled_seq FROM tickets WHERE ticket_id = $1";
        let head = sqlx::query_as(head).bind(ticket);
        let (state, returned, sequence): (String, _, _) =
            head.fetch_one(&self.database.owner).await.unwrap();
        (TicketState::from_word(&state).unwrap(), returned, sequence)
    }

    /// A member's cash in micro-units.
    pub async fn cash(&self, member: impl Into<MemberId>) -> i64 {
        self.balances(member).await.0
    }

    /// A member's cash and units at risk, in micro-units.
    pub async fn balances(&self, member: impl Into<MemberId>) -> (i64, i64) {
        let both = "SELECT sum(balance) FILTER (WHERE kind = 'cash')::bigint,
              sum(balance) FILTER (WHERE kind = 'at_risk')::bigint
            FROM accounts WHERE member_id = $1";
        let both = sqlx::query_as(both).bind(member.into());
        both.fetch_one(&self.database.owner).await.unwrap()
    }

    /// Runs a query for one number as the owner.
    pub async fn count(&self, sql: &str) -> i64 {
        let count = sqlx::query_scalar(sql).fetch_one(&self.database.owner);
        count.await.unwrap()
    }

    /// Runs a statement as the owner, which must affect at least one row.
    pub async fn tamper(&self, sql: &str) {
        let done = sqlx::query(sql).execute(&self.database.owner).await;
        assert!(done.unwrap().rows_affected() > 0, "{sql} found nothing");
    }

    /// Runs any statements as the owner.
    pub async fn run(&self, sql: &str) {
        let done = sqlx::raw_sql(sql).execute(&self.database.owner).await;
        done.unwrap();
    }

    /// The id of the game with that reference, which must be one game for every feed that uses it.
    pub async fn game_id(&self, reference: &str) -> GameId {
        let found = "SELECT DISTINCT game_id FROM game_refs WHERE reference = $1";
        let found = sqlx::query_scalar(found).bind(reference);
        let found: Vec<GameId> = found.fetch_all(&self.database.owner).await.unwrap();
        match found[..] {
            [game] => game,
            _ => panic!("{} games are called {reference}", found.len()),
        }
    }

    /// The id of the selection that this entrant wins the contest with that reference.
    pub async fn entrant(&self, reference: &str, who: CompetitorId) -> SelectionId {
        let game = self.game_id(reference).await;
        let winner = MarketKey::of_game(game, MarketKind::Outright, Period::Full, None);
        winner.selection(Side::Entrant(who))
    }

    /// The id of the selection that is picked.
    pub async fn selection(&self, pick: &Pick) -> SelectionId {
        pick.selection(self.game_id(&pick.game).await)
    }
}
