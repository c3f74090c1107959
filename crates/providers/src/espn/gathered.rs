//! What several requests for one query have brought so far.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use shared::feed::{FeedAnswer, GameReport, Rejected};

use super::NAME;
use super::convert::Board;
use crate::Answer;
use crate::error::RequestStats;
use crate::http::Fetched;

/// The answers to the requests of one query.
pub(super) struct Gathered {
    pub(super) stats: RequestStats,
    digest: Sha256,
    /// By the feed's own id.
    pub(super) games: BTreeMap<String, GameReport>,
    pub(super) refused: Vec<Rejected>,
    pub(super) has_answers: bool,
}

impl Gathered {
    pub(super) fn new() -> Self {
        Self {
            stats: RequestStats::of(NAME),
            digest: Sha256::new(),
            games: BTreeMap::new(),
            refused: Vec::new(),
            has_answers: false,
        }
    }

    pub(super) fn took(&mut self, fetched: &Fetched) {
        self.stats.add(&fetched.stats);
        self.digest.update(&fetched.body);
        self.has_answers = true;
    }

    /// A game that occurs twice is taken from the later request.
    pub(super) fn add(&mut self, board: Board) {
        for game in board.answer.games {
            self.games.insert(game.reference.clone(), game);
        }
        for refused in board.answer.rejected {
            if !self.refused.contains(&refused) {
                self.refused.push(refused);
            }
        }
    }

    pub(super) fn answer(mut self) -> Answer {
        self.stats.digest = Some(self.digest.finalize().into());
        Answer {
            feed: FeedAnswer {
                games: self.games.into_values().collect(),
                rejected: self.refused,
            },
            stats: self.stats,
        }
    }
}
