//! Games to which something happens all the time, and what the feed says of them.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use shared::id::SelectionId;
use testkit::{FEED, ReportExt, on};

use crate::moved::soccer;
use crate::world::World;

/// How many games the feed tells of, and how many of them have not ended.
const TOLD: usize = 24;
const AHEAD: usize = 8;
/// A small move, and one that no bet outlasts.
const MOVES: [i64; 2] = [30, 26 * 24];

/// Chance that follows from a seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below that.
    pub(crate) const fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

/// Where a game stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Ahead,
    Ended(i32),
    CalledOff,
}

struct Fixture {
    reference: String,
    hours: i64,
    stands: Stands,
}

pub(super) struct Fixtures {
    games: Vec<Fixture>,
    dice: Dice,
    answers: AtomicU64,
}

impl Fixtures {
    pub(super) fn new(seed: u64) -> Self {
        let mut fixtures = Self {
            games: Vec::new(),
            dice: Dice::new(seed),
            answers: AtomicU64::new(0),
        };
        for _ in 0..AHEAD {
            fixtures.add();
        }
        fixtures
    }

    fn add(&mut self) {
        self.games.push(Fixture {
            reference: self.games.len().to_string(),
            hours: 1,
            stands: Stands::Ahead,
        });
    }

    /// One of the games that are told of ends, moves on, is called off, or is corrected.
    pub(super) fn happen(&mut self) {
        let first = self.games.len().saturating_sub(TOLD);
        let nth = first + self.dice.below(self.games.len() - first);
        let (what, step) = (self.dice.below(6), MOVES[self.dice.below(MOVES.len())]);
        let game = &mut self.games[nth];
        match (game.stands, what) {
            (Stands::Ahead, 0 | 1) => game.hours += step,
            (Stands::Ahead, 2) => game.stands = Stands::CalledOff,
            (Stands::Ahead, _) => game.stands = Stands::Ended(2),
            (Stands::Ended(home), _) => game.stands = Stands::Ended(3 - home),
            (Stands::CalledOff, _) => {}
        }
        if self.games[nth].stands != Stands::Ahead {
            self.add();
        }
        // None that is ahead is forgotten.
        let told = self.games.len().saturating_sub(TOLD);
        for game in &mut self.games[..told] {
            if game.stands == Stands::Ahead {
                game.stands = Stands::Ended(2);
            }
        }
    }

    /// All of them are over.
    pub(super) fn end(&mut self) {
        for game in &mut self.games {
            if game.stands == Stands::Ahead {
                game.stands = Stands::Ended(1);
            }
        }
    }

    /// The feed answers with the games that it tells of. Home's answers that can be bet on, or
    /// could be.
    pub(super) async fn tell(&self, world: &World) -> Vec<SelectionId> {
        self.answers.fetch_add(1, Relaxed);
        // One more than before may have left the list, and has ended with that.
        let first = self.games.len().saturating_sub(TOLD + AHEAD);
        let told = &self.games[first..];
        let reports: Vec<_> = told
            .iter()
            .map(|it| {
                let game = soccer(world, &it.reference, it.hours);
                match it.stands {
                    Stands::Ahead => game,
                    Stands::Ended(home) => game.final_score(home, 1),
                    Stands::CalledOff => game.cancelled(),
                }
            })
            .collect();
        world.ingest(FEED, reports).await;
        let mut offers = Vec::new();
        for game in told.iter().rev().take(TOLD / 2) {
            let home = on(&game.reference).home("-0.5");
            offers.push(world.selection(&home).await);
        }
        offers
    }

    pub(super) fn answers(&self) -> u64 {
        self.answers.load(Relaxed)
    }
}
