//! Reports of feeds, decisions of the operator, and settling.

use services::results::{OperatorDecision, ReviewError, decide_by_operator};
use services::settle::{Settled, Settler};
use shared::id::GameId;
use store::ingest::Ingested;
use store::results::Decided;
use store::reviews::Verdict;

use super::{FEED, World};
use crate::report::Reports;

impl World {
    /// Ingests an answer of [`FEED`].
    pub async fn report(&self, reports: impl Reports) -> Ingested {
        self.ingest(FEED, reports).await
    }

    /// Ingests an answer of another feed, about games that [`FEED`] has reported under the same
    /// references.
    pub async fn report_from(&self, provider: &str, reports: impl Reports) -> Ingested {
        let reports = reports.reports();
        let references: Vec<_> = reports.iter().map(|it| &it.reference).collect();
        let knows = "INSERT INTO game_refs (provider, reference, game_id)
            SELECT $1, reference, game_id FROM game_refs
            WHERE provider = $2 AND reference = ANY($3) ON CONFLICT DO NOTHING";
        sqlx::query(knows)
            .bind(provider)
            .bind(FEED)
            .bind(references)
            .execute(&self.database.owner)
            .await
            .unwrap();
        self.ingest(provider, reports).await
    }

    /// Ingests an answer of any feed, which is matched to known games as in production.
    pub async fn ingest(&self, provider: &str, reports: impl Reports) -> Ingested {
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let now = store::leases::check(&mut tx, &self.lease).await.unwrap();
        let done = services::results::ingest(&mut tx, provider, &reports.reports(), now).await;
        tx.commit().await.unwrap();
        done.unwrap()
    }

    /// Decides a game as the operator, for that reason.
    ///
    /// # Errors
    /// As [`decide_by_operator`].
    pub async fn decide_as_operator(
        &self,
        game: GameId,
        decision: &OperatorDecision,
        reason: &str,
    ) -> Result<Decided, ReviewError> {
        let verdict = Verdict {
            by: "operator".to_owned(),
            reason: reason.to_owned(),
        };
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let decided = decide_by_operator(&mut tx, game, decision, &verdict).await?;
        tx.commit().await.unwrap();
        Ok(decided)
    }

    /// A settler over this database.
    pub fn settler(&self) -> Settler {
        Settler::new(self.database.fetcher.clone())
    }

    /// Settles every game that is due.
    pub async fn settle(&self) -> Settled {
        self.settler().tick(&self.lease).await.unwrap()
    }
}
