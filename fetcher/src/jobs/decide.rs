//! Decides games again when time alone can change the decision: one source has stood for long
//! enough, sources have contradicted each other for too long, or a postponed game is past its
//! window.

use std::sync::Arc;

use chrono::TimeDelta;
use grading::decide::Policy;
use shared::id::GameId;
use sqlx::PgPool;
use store::leases::Lease;
use store::notify::BoardChange;
use store::results::Decided;
use store::{StoreError, leases, notify, results, reviews};
use tokio::sync::Notify;

use crate::jobs::Job;

/// How many games one tick decides at most, so that none runs long.
const GAMES_A_TICK: i64 = 200;

/// When a game that could not be decided is tried again, unless a report arrives first.
const RETRY_AFTER: TimeDelta = TimeDelta::hours(1);

/// Decides the games that are due.
pub struct Decider {
    pool: PgPool,
    policy: Policy,
    decided: Arc<Notify>,
}

impl Decider {
    /// `decided` is notified of every new result, so that its tickets are settled at once.
    pub const fn new(pool: PgPool, policy: Policy, decided: Arc<Notify>) -> Self {
        Self {
            pool,
            policy,
            decided,
        }
    }

    /// Decides the games that are due. When none is, this is one step of an index.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be reached, or another process leads. A game that
    /// cannot be decided is logged and waits for its next report.
    pub async fn tick(&self, lease: &Lease) -> Result<Decided, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let games = results::due(&mut connection, GAMES_A_TICK).await?;
        let unannounced = reviews::unannounced(&mut connection, GAMES_A_TICK).await?;
        drop(connection);
        if !unannounced.is_empty() {
            self.tell(lease, &unannounced).await?;
        }
        if games.is_empty() {
            return Ok(Decided::default());
        }
        let decided = match self.decide(lease, &games).await {
            Err(StoreError::Inconsistent(_)) => self.one_by_one(lease, &games).await?,
            decided => decided?,
        };
        if !decided.results.is_empty() {
            self.decided.notify_one();
        }
        Ok(decided)
    }

    /// Announces reviews that affected no ticket when they were opened and affect one now.
    async fn tell(&self, lease: &Lease, games: &[GameId]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        reviews::leave_notices(&mut transaction, games).await?;
        notify::notify(&mut transaction, notify::NOTICES).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn decide(&self, lease: &Lease, games: &[GameId]) -> Result<Decided, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let now = leases::check(&mut transaction, lease).await?;
        let decided = services::results::decide(&mut transaction, games, &self.policy, now).await?;
        let on_board = BoardChange::games(decided.followed.clone());
        notify::board(&mut transaction, &on_board).await?;
        transaction.commit().await?;
        Ok(decided)
    }

    /// A game that cannot be read does not hold up the others.
    async fn one_by_one(&self, lease: &Lease, games: &[GameId]) -> Result<Decided, StoreError> {
        let mut all = Decided::default();
        for game in games {
            match self.decide(lease, &[*game]).await {
                Ok(decided) => all.add(decided),
                Err(StoreError::Inconsistent(error)) => {
                    tracing::error!(
                        game.id = %game,
                        "game {game} cannot be decided; trying again in an hour, or with its \
                         next report: {error}"
                    );
                    let mut transaction = self.pool.begin().await?;
                    leases::check(&mut transaction, lease).await?;
                    results::postpone(&mut transaction, *game, RETRY_AFTER).await?;
                    transaction.commit().await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}

impl Job for Decider {
    const NAME: &'static str = "deciding results";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await.map(|_| ())
    }
}
