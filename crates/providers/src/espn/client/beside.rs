//! What is asked for by itself: the box score of a game that is over, and the leaderboard of a
//! tournament of golf.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use shared::feed::GameReport;
use shared::game::GameStatus;

use super::Espn;
use crate::Answer;
use crate::detail::{self, Details, Had, Plan};
use crate::error::{Garbled, ProviderError};
use crate::espn::gathered::Gathered;
use crate::espn::golf::{self, Leaderboard};
use crate::espn::leagues::{League, Shape};
use crate::espn::summary::{self, BoxScore};

/// How long a box score is not asked for again: it is seldom corrected, and later in the day.
const BOX_SCORE_HOLDS: TimeDelta = TimeDelta::hours(6);
/// Tee times are drawn two days before, and change with the weather.
const TEE_TIMES_HOLD: TimeDelta = TimeDelta::hours(3);
/// While a tournament is played its leaderboard says nothing that is settled on.
const PLAY_LASTS: TimeDelta = TimeDelta::days(1);
/// How long before a tournament its tee times are asked for.
const TEE_TIMES_KNOWN: TimeDelta = TimeDelta::days(3);

/// What was asked for beside the scoreboards.
#[derive(Default)]
pub(super) struct Beside {
    boxes: Details<BoxScore>,
    leaders: Details<Leaderboard>,
}

/// Why a detail is asked for.
struct Wanted {
    game: String,
    /// What the scoreboard says; when that changes, it is asked for again.
    stamp: String,
    /// How long an answer holds.
    holds: TimeDelta,
    /// Whether the game waits for it. One that has not begun does not.
    waits: bool,
}

impl Espn {
    /// The answer, with what is had beside the scoreboards.
    pub(super) async fn with_details(&self, league: &League, mut gathered: Gathered) -> Answer {
        let now = self.http.now();
        match league.shape {
            Shape::Tournament => {
                let wanted = gathered.games.values().filter_map(|it| leaders(it, now));
                let wanted: Vec<_> = wanted.collect();
                let path =
                    |game: &str| format!("golf/leaderboard?league={}&event={game}", league.slug());
                let read = |body: &Bytes| golf::read_leaderboard(body);
                let had = self
                    .ask_beside(
                        (&self.beside.leaders, &wanted),
                        path,
                        (read, Leaderboard::fits),
                        &mut gathered,
                    )
                    .await;
                let mut answer = gathered.answer();
                detail::put(&mut answer.feed, had, |game, board| board.put(game));
                answer
            }
            Shape::Teams if league.has_box_scores() => {
                let wanted = gathered.games.values().filter_map(box_score);
                let wanted: Vec<_> = wanted.collect();
                let path = |game: &str| format!("{}/summary?event={game}", league.path);
                let read = |body: &Bytes| summary::read_summary(body, league.code);
                let had = self
                    .ask_beside(
                        (&self.beside.boxes, &wanted),
                        path,
                        (read, BoxScore::fits),
                        &mut gathered,
                    )
                    .await;
                let mut answer = gathered.answer();
                detail::put(&mut answer.feed, had, |game, players| players.put(game));
                answer
            }
            _ => gathered.answer(),
        }
    }

    /// What is had of each detail that is wanted, after asking for those that are due.
    async fn ask_beside<T>(
        &self,
        (details, wanted): (&Details<T>, &[Wanted]),
        path: impl Fn(&str) -> String,
        (read, fits): (
            impl Fn(&Bytes) -> Result<T, Garbled>,
            impl Fn(&T, &GameReport) -> bool,
        ),
        gathered: &mut Gathered,
    ) -> BTreeMap<String, Had<T>> {
        let mut had = BTreeMap::new();
        let mut left = detail::A_ANSWER_MAX;
        // What the poll log says is how the boards were answered.
        let (url, status) = (gathered.stats.url.clone(), gathered.stats.status);
        for Wanted {
            game,
            stamp,
            holds,
            waits,
        } in wanted
        {
            let now = self.http.now();
            let found = match details.plan(game, stamp, &mut left, now) {
                Plan::Known(had) => had,
                Plan::Ask { .. } => match self.get(&path(game)).await {
                    Ok(fetched) => {
                        gathered.took(&fetched);
                        match read(&fetched.body) {
                            Ok(it)
                                if gathered.games.get(game).is_none_or(|game| fits(&it, game)) =>
                            {
                                details.answered(game, it, Some(*holds), now)
                            }
                            Ok(_) => details.not_yet(game, now),
                            Err(garbled) => details.failed(game, &unread(garbled, gathered), now),
                        }
                    }
                    Err(error) => {
                        gathered.stats.add(error.stats());
                        details.failed(game, &error, now)
                    }
                },
            };
            if *waits || matches!(found, Had::Detail(_)) {
                had.insert(game.clone(), found);
            }
        }
        (gathered.stats.url, gathered.stats.status) = (url, status);
        had
    }
}

fn unread(garbled: Garbled, gathered: &Gathered) -> ProviderError {
    ProviderError::Garbled {
        garbled: Box::new(garbled),
        stats: Box::new(gathered.stats.clone()),
    }
}

/// The box score of a game that is over, with a score that its players can be held against.
fn box_score(game: &GameReport) -> Option<Wanted> {
    let is_over = game.status == GameStatus::Final && !game.scores.is_empty();
    is_over.then(|| Wanted {
        game: game.reference.clone(),
        stamp: format!("{:?}", game.scores),
        holds: BOX_SCORE_HOLDS,
        waits: true,
    })
}

/// The leaderboard of a tournament: before it for the tee times, after it for the places.
fn leaders(game: &GameReport, now: DateTime<Utc>) -> Option<Wanted> {
    let holds = match game.status {
        GameStatus::Scheduled if game.starts_at - TEE_TIMES_KNOWN <= now => TEE_TIMES_HOLD,
        GameStatus::Live | GameStatus::Suspended => PLAY_LASTS,
        GameStatus::Final => BOX_SCORE_HOLDS,
        _ => return None,
    };
    let is_over = game.status == GameStatus::Final;
    Some(Wanted {
        game: game.reference.clone(),
        stamp: if is_over { "over" } else { "ahead" }.to_owned(),
        holds,
        waits: is_over,
    })
}
