//! Games whose reports are to be looked at again: one source has stood for long enough, sources
//! have differed for too long, a game that was put off is past its window.

use std::sync::Arc;

use chrono::TimeDelta;
use grading::decide::Policy;
use shared::id::GameId;
use sqlx::PgPool;
use store::leases::Lease;
use store::results::Decided;
use store::{StoreError, leases, results, reviews, wake};
use tokio::sync::Notify;

use crate::jobs::Job;

/// How many games one tick decides, so that none runs long.
const GAMES_A_TICK: i64 = 200;

/// How long a game is left that cannot be decided, unless a report comes before.
const UNDECIDED_FOR: TimeDelta = TimeDelta::hours(1);

/// Decides what is due.
pub struct Decider {
    pool: PgPool,
    policy: Policy,
    decided: Arc<Notify>,
}

impl Decider {
    /// `decided` is told when a result is new, so that it is settled at once.
    pub const fn new(pool: PgPool, policy: Policy, decided: Arc<Notify>) -> Self {
        Self {
            pool,
            policy,
            decided,
        }
    }

    /// One look: one step of an index when nothing is due.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be asked, or somebody else leads. A game that
    /// cannot be decided is logged, and waits for its next report.
    pub async fn tick(&self, lease: &Lease) -> Result<Decided, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let games = results::due(&mut connection, GAMES_A_TICK).await?;
        let untold = reviews::untold(&mut connection, GAMES_A_TICK).await?;
        drop(connection);
        if !untold.is_empty() {
            self.tell(lease, &untold).await?;
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

    /// Reviews that no ticket made anybody's business when they were opened.
    async fn tell(&self, lease: &Lease, games: &[GameId]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        reviews::tell(&mut transaction, games).await?;
        wake::wake(&mut transaction, wake::NOTICES).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn decide(&self, lease: &Lease, games: &[GameId]) -> Result<Decided, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let now = leases::check(&mut transaction, lease).await?;
        let decided = services::results::decide(&mut transaction, games, &self.policy, now).await?;
        transaction.commit().await?;
        Ok(decided)
    }

    /// One that cannot be read does not hold up the others.
    async fn one_by_one(&self, lease: &Lease, games: &[GameId]) -> Result<Decided, StoreError> {
        let mut all = Decided::default();
        for game in games {
            match self.decide(lease, &[*game]).await {
                Ok(decided) => all.add(decided),
                Err(StoreError::Inconsistent(error)) => {
                    tracing::error!(
                        game.id = %game,
                        "game {game} cannot be decided, and is tried again in an hour, or when \
                         its next report comes: {error}"
                    );
                    let mut transaction = self.pool.begin().await?;
                    leases::check(&mut transaction, lease).await?;
                    results::leave(&mut transaction, *game, UNDECIDED_FOR).await?;
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
