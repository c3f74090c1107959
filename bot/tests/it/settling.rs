//! Games end: grades, settlements and notices, as the fetcher leaves them.

use chrono::TimeDelta;
use services::settle::Settler;
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::game::{GameStatus, Period, PeriodScore};
use store::leases;

use crate::world::World;

/// The report that a game ended so.
pub(crate) fn ended(game: GameReport, home: i32, away: i32) -> GameReport {
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    GameReport {
        status: GameStatus::Final,
        scores: vec![score(Role::Home, home), score(Role::Away, away)],
        quotes: Vec::new(),
        quotes_complete: false,
        ..game
    }
}

impl World {
    /// Takes the report of a game's end, settles its tickets and leaves the notices.
    pub(crate) async fn end(&self, report: GameReport) {
        self.report(&[report]).await;
        self.settle().await;
    }

    /// Settles what waits, and leaves the notices.
    pub(crate) async fn settle(&self) {
        let fetcher = &self.database.fetcher;
        let mut connection = fetcher.acquire().await.unwrap();
        let lease = leases::acquire(&mut connection, "fetcher", "test", TimeDelta::hours(1)).await;
        let lease = lease.unwrap().expect("nobody else settles");
        Settler::new(fetcher.clone()).tick(&lease).await.unwrap();
        leases::release(&mut connection, &lease).await.unwrap();
    }
}
