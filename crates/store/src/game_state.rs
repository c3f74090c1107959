//! How games stand: to come, while they are played, and once they are over. Shown and no more.

use std::collections::HashMap;

use shared::competitor::Role;
use shared::game::{Game, GameResult, GameStatus, Period};
use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::live::Live;
use crate::{StoreError, board, games, live, reports, schedule};

/// How a game stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GameState {
    /// The game, with whoever won it if it is a contest of many. Where it was joined with another
    /// one, the one that is on offer.
    pub game: Game,
    /// The newest version of how it ended, or what was decided about a start that it was moved
    /// from.
    pub result: Option<GameResult>,
    /// Where it stands while it is played, as the feed says whose word is the newest.
    pub live: Option<Live>,
    /// The newest report of a game that is being played, the live feed's where it has a score.
    pub report: Option<Report>,
}

impl GameState {
    /// How the whole of it ended.
    pub fn over(&self) -> Option<&GameResult> {
        self.result.as_ref().filter(|it| !it.is_partial())
    }

    /// The score of the home and the away side while it is played. `None`: no feed tells it.
    pub fn score(&self) -> Option<(i32, i32)> {
        self.report.as_ref().and_then(full_score)
    }
}

/// How these games stand, in no particular order. Unknown ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn of(conn: &mut PgConnection, ids: &[GameId]) -> Result<Vec<GameState>, StoreError> {
    let asked: Vec<Uuid> = ids.iter().map(|it| it.as_uuid()).collect();
    let families = games::joined::families(conn, &asked).await?;
    let mut offered: Vec<GameId> = families.iter().map(|it| it.offered).collect();
    offered.sort_unstable();
    offered.dedup();
    if offered.is_empty() {
        return Ok(Vec::new());
    }
    let found = board::games(conn, &offered).await?;
    let sides = found.iter();
    let sides = sides.filter_map(|it| Some((it.id, it.sides()?.ids())));
    let mut results = schedule::newest_results(conn, &offered, &sides.collect()).await?;
    let winners = results.values().flat_map(|result| {
        let of = result.game;
        result.winners().map(move |it| (of, it))
    });
    let winners: Vec<_> = winners.collect();
    let mut found = found;
    if !winners.is_empty() {
        board::name(conn, found.iter_mut(), winners.into_iter()).await?;
    }
    let mut stand: HashMap<GameId, Vec<Live>> = live::of(conn, &offered).await?;
    let mut said = reports::of_families(conn, &families).await?;
    let states = found.into_iter().map(|game| {
        let newest = stand.remove(&game.id).unwrap_or_default();
        let newest = newest.into_iter().max_by_key(|it| it.since);
        let said = said.remove(&game.id.as_uuid()).unwrap_or_default();
        let said = said.into_iter().map(|it| it.report);
        GameState {
            result: results.remove(&game.id),
            report: of_play(said.collect(), newest.as_ref()),
            live: newest,
            game,
        }
    });
    Ok(states.collect())
}

/// The report that tells the score of a game that is being played.
fn of_play(said: Vec<Report>, live: Option<&Live>) -> Option<Report> {
    let is_playing = |it: &Report| {
        let is_on = matches!(it.status, GameStatus::Live | GameStatus::Suspended);
        is_on && full_score(it).is_some()
    };
    let of_feed = |it: &Report| live.is_some_and(|live| live.provider == it.provider);
    let playing = said.into_iter().filter(is_playing);
    playing.max_by_key(|it| (of_feed(it), it.received_at))
}

fn full_score(report: &Report) -> Option<(i32, i32)> {
    let of = |role| {
        let scores = report.scores.iter();
        let mut full = scores.filter(|it| (it.period, it.role) == (Period::Full, role));
        full.next().map(|it| it.points)
    };
    Some((of(Role::Home)?, of(Role::Away)?))
}
