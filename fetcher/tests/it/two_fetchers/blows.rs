//! What happens to the two programs: each blow is drawn from the seed.

use std::time::{Duration, Instant};

use crate::betting::Dice;
use crate::program::{Fetcher, signal};
use crate::world::World;

/// How long nothing happens between two blows, in milliseconds, at least and in addition.
const QUIET_MS: (u64, usize) = (400, 2_500);
/// How long a killed program stays dead, in milliseconds.
const DEAD_MS_MAX: usize = 1_500;
/// How long we look for a page that is being written.
const LOOK_MAX: Duration = Duration::from_secs(4);
/// How often we look: a page takes some milliseconds.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// How long the database and the other program may take until leadership has moved from a frozen
/// one: the database ends an idle transaction after twenty seconds.
const MOVES_WITHIN: Duration = Duration::from_secs(60);
/// No program is frozen shortly before the end.
const FREEZE_BEFORE_END: Duration = Duration::from_secs(40);

/// The connections that are writing a page: they hold the lease's row, and have written rows that
/// nobody else sees yet.
const WRITING: &str = "
    SELECT a.pid FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.usename = 'dbsbm_fetcher'
      AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid
        AND l.relation = 'leases'::regclass AND l.mode = 'RowShareLock')
      AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.mode = 'RowExclusiveLock'
        AND l.relation IN ('games'::regclass, 'quotes'::regclass, 'results'::regclass,
          'provider_reports'::regclass, 'tickets'::regclass, 'settlements'::regclass))";

/// How often each blow fell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Figures {
    /// Processes that were killed with signal 9.
    pub(super) kills: u32,
    /// Processes that were asked to stop.
    pub(super) stops: u32,
    /// Pages whose connection the database ended.
    pub(super) cut_off: i64,
    /// Leaders that were frozen in mid-page while their connections were ended.
    pub(super) lost: u32,
    /// Leaders that were frozen in mid-page, connections and all.
    pub(super) frozen: u32,
}

pub(super) struct Blows<'a> {
    world: &'a World,
    ends: Instant,
    dice: Dice,
    pub(super) figures: Figures,
}

impl<'a> Blows<'a> {
    pub(super) fn new(world: &'a World, ends: Instant, dice: Dice) -> Self {
        Self {
            world,
            ends,
            dice,
            figures: Figures::default(),
        }
    }

    /// Blows fall until the end, each kind at least once where there is time.
    pub(super) async fn fall(&mut self, programs: &mut [Fetcher; 2]) {
        let mut round = 0_usize;
        while Instant::now() < self.ends {
            let extra = u64::try_from(self.dice.below(QUIET_MS.1)).unwrap();
            tokio::time::sleep(Duration::from_millis(QUIET_MS.0 + extra)).await;
            let which = self.dice.below(2);
            // The first three are always the same, so that short runs have one of each.
            let blow = if round < 3 {
                round
            } else {
                self.dice.below(10)
            };
            match blow {
                0 | 3 | 4 => self.kill(programs, &[which]).await,
                1 | 5 | 6 => self.cut_off().await,
                2 | 7 => self.lose(programs).await,
                8 => self.kill(programs, &[which, 1 - which]).await,
                _ if round.is_multiple_of(2) => self.stop(programs, which).await,
                _ => self.freeze(programs).await,
            }
            round += 1;
        }
    }

    async fn kill(&mut self, programs: &mut [Fetcher; 2], victims: &[usize]) {
        for which in victims {
            programs[*which].kill().await;
            self.figures.kills += 1;
        }
        let dead = u64::try_from(self.dice.below(DEAD_MS_MAX)).unwrap();
        tokio::time::sleep(Duration::from_millis(dead)).await;
        for which in victims {
            programs[*which].start_again().await;
        }
    }

    async fn stop(&mut self, programs: &mut [Fetcher; 2], which: usize) {
        programs[which].stop().await;
        programs[which].start_again().await;
        self.figures.stops += 1;
    }

    /// The database ends the connection of a page.
    async fn cut_off(&mut self) {
        let cut = format!("SELECT count(pg_terminate_backend(pid)) FROM ({WRITING}) page");
        self.figures.cut_off += self.first(&cut).await.unwrap_or_default();
    }

    /// The leader is frozen in mid-page and loses its connections; meanwhile the other one takes
    /// over, and then the first one goes on where it stood.
    async fn lose(&mut self, programs: &[Fetcher; 2]) {
        let Some((leader, epoch)) = self.caught(programs).await else {
            return;
        };
        let cut = format!("SELECT count(pg_terminate_backend(pid)) FROM ({WRITING}) page");
        let in_page = self.world.count(&cut).await > 0;
        self.moves(epoch).await;
        signal("CONT", leader).await;
        self.figures.lost += u32::from(in_page);
    }

    /// The leader is frozen in mid-page with everything that it holds.
    async fn freeze(&mut self, programs: &[Fetcher; 2]) {
        if self.ends.saturating_duration_since(Instant::now()) < FREEZE_BEFORE_END {
            return self.cut_off().await;
        }
        let Some((leader, epoch)) = self.caught(programs).await else {
            return;
        };
        let idle = format!("SELECT count(*) FROM ({WRITING}) page");
        let in_page = self.world.count(&idle).await > 0;
        self.moves(epoch).await;
        signal("CONT", leader).await;
        self.figures.frozen += u32::from(in_page);
    }

    /// Freezes the leader as soon as it writes a page: its process, and its epoch.
    async fn caught(&self, programs: &[Fetcher; 2]) -> Option<(u32, i64)> {
        let who = format!(
            "SELECT split_part(holder, '-', 1)::bigint FROM leases
             WHERE name = 'fetcher' AND EXISTS ({WRITING})"
        );
        let id = u32::try_from(self.first(&who).await?).unwrap();
        // The holder may be one that was killed, with the other not yet in its place.
        programs.iter().find(|it| it.id() == Some(id))?;
        signal("STOP", id).await;
        let epoch = self.world.count(EPOCH).await;
        Some((id, epoch))
    }

    /// Waits until another epoch has begun.
    async fn moves(&self, epoch: i64) {
        let deadline = Instant::now() + MOVES_WITHIN;
        while self.world.count(EPOCH).await == epoch {
            assert!(Instant::now() < deadline, "nobody takes over");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The first answer to a question that is not 0. `None` where there is none in time.
    async fn first(&self, sql: &str) -> Option<i64> {
        let deadline = Instant::now() + LOOK_MAX;
        while Instant::now() < deadline {
            let answer = sqlx::query_scalar(sql).fetch_optional(&self.world.database.owner);
            let answer: Option<i64> = answer.await.unwrap();
            if let Some(found) = answer.filter(|it| *it > 0) {
                return Some(found);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        None
    }
}

const EPOCH: &str = "SELECT epoch FROM leases WHERE name = 'fetcher'";
