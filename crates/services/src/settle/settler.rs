//! Settles the tickets of games that have a new result: grades each selection once, settles tickets
//! page by page, and leaves notices. Killed at any point, it continues after the last committed
//! page.
//!
//! Tickets that any result settles alike form a group, so that the work grows with the number of
//! different bets. Each page is applied by one statement. The workers of this and other processes
//! take servers in turn and skip those that others hold.

use futures_util::future::try_join_all;
use grading::HouseRules;
use shared::game::GameResult;
use shared::id::{GameId, GuildId};
use shared::league::Sport;
use sqlx::{Connection, PgConnection, PgPool};
use store::leases::Lease;
use store::settlements::{
    ClaimLimits, Group, GroupMove, HeadMove, TicketRange, TicketToSettle, Unsettled,
};
use store::{StoreError, fault, grades, leases, notify, results, settlements};

use super::error::SettleError;
use super::grader::{Fresh, Grader};
use super::ticket::{effective_grade, settle_with};

/// How many tickets one transaction settles at most, so that none runs long.
const TICKETS_A_PAGE: i32 = 5_000;
/// How many workers settle one game: one for each core of a small machine that also runs the
/// database.
const WORKERS: usize = 2;
/// How many games one tick settles at most.
const GAMES_A_TICK: i64 = 200;
/// How many games without bets one tick marks as settled at most.
const GAMES_PASSED_OVER: i64 = 10_000;
/// How often a page is tried when the database aborts it in favour of another transaction.
const PAGE_TRIES: u32 = 5;

/// What one tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Games that are now completely settled.
    pub games: u64,
    /// Tickets whose head moved.
    pub tickets: u64,
    /// Groups that were settled: tickets that any result settles alike count once.
    pub groups: u64,
    /// Selections that were graded, once for each version of the rules and each digest of rule
    /// choices.
    pub graded: u64,
    /// Notices left.
    pub notices: u64,
}

impl std::ops::AddAssign for Settled {
    fn add_assign(&mut self, other: Self) {
        self.games += other.games;
        self.tickets += other.tickets;
        self.groups += other.groups;
        self.graded += other.graded;
        self.notices += other.notices;
    }
}

/// Settles games that have a new result.
pub struct Settler {
    pool: PgPool,
    tickets_a_page: i32,
    workers: usize,
}

impl Settler {
    /// A settler over this database.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            tickets_a_page: TICKETS_A_PAGE,
            workers: WORKERS,
        }
    }

    /// The same with smaller pages, so that a test needs few tickets for several pages.
    #[must_use]
    pub fn with_pages_of(self, tickets_a_page: usize) -> Self {
        Self {
            tickets_a_page: i32::try_from(tickets_a_page).unwrap_or(i32::MAX).max(1),
            ..self
        }
    }

    /// The same with this many workers for each game, each with a connection of its own.
    #[must_use]
    pub fn with_workers(self, workers: usize) -> Self {
        Self {
            workers: workers.max(1),
            ..self
        }
    }

    /// Settles the games that are waiting. A game that fails is logged and does not hold up the
    /// others.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be reached, or another process leads.
    pub async fn tick(&self, lease: &Lease) -> Result<Settled, StoreError> {
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        settlements::pass_over_games_without_bets(&mut transaction, GAMES_PASSED_OVER).await?;
        let waiting = settlements::unsettled(&mut transaction, GAMES_A_TICK).await?;
        transaction.commit().await?;
        self.settle_all(lease, &waiting).await
    }

    async fn settle_all(&self, lease: &Lease, games: &[Unsettled]) -> Result<Settled, StoreError> {
        let mut settled = Settled::default();
        for game in games {
            match self.settle(lease, *game).await {
                Ok(done) => settled += done,
                Err(SettleError::Store(StoreError::LeaseLost)) => {
                    return Err(StoreError::LeaseLost);
                }
                Err(error) => {
                    let id = game.game;
                    tracing::error!(game.id = %id, "game {id} was not settled in full: {error}");
                }
            }
        }
        Ok(settled)
    }

    /// Settles all tickets of a game on the newest version of its result.
    ///
    /// # Errors
    /// [`SettleError`]. Pages that were settled before it stay settled.
    pub async fn settle(&self, lease: &Lease, game: Unsettled) -> Result<Settled, SettleError> {
        let (id, version) = (game.game, game.result_version);
        let of = (id, version);
        let found = self.begin(lease, of).await?;
        let mut settled = Settled::default();
        let Some((sport, league, result)) = found else {
            return Ok(settled);
        };
        let grader = Grader::new(HouseRules::new(sport, league), result);
        let worker = Worker {
            pool: &self.pool,
            tickets_a_page: self.tickets_a_page,
            lease,
            grader: &grader,
        };
        for done in try_join_all((0..self.workers).map(|_| worker.run())).await? {
            settled += done;
        }
        settled.graded = grader.graded();
        settled.games = self.finish(lease, of).await?.into();
        if settled.tickets > 0 {
            let Settled {
                tickets,
                groups,
                graded,
                ..
            } = settled;
            tracing::info!(
                game.id = %id,
                "settled {tickets} tickets on version {version} of game {id}: worked out {groups} \
                 groups, graded {graded} selections"
            );
        }
        Ok(settled)
    }

    /// The result that tickets are settled on.
    async fn begin(
        &self,
        lease: &Lease,
        of: (GameId, i32),
    ) -> Result<Option<(Sport, String, GameResult)>, SettleError> {
        fault::point("settle.begin").await;
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        let found = results::get(&mut transaction, of.0, of.1).await?;
        fault::point("settle.begin.commit").await;
        transaction.commit().await?;
        fault::point("settle.begun").await;
        Ok(found)
    }

    /// Marks the game as settled, unless other workers still hold tickets of it.
    async fn finish(&self, lease: &Lease, of: (GameId, i32)) -> Result<bool, SettleError> {
        // A transaction of its own: it changes the game, which all servers share, and must not wait
        // while it holds locks on a page of tickets and accounts.
        fault::point("settle.finish").await;
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        let is_settled = settlements::mark_settled(&mut transaction, of).await?;
        fault::point("settle.finish.commit").await;
        transaction.commit().await?;
        fault::point("settle.finished").await;
        Ok(is_settled)
    }
}

/// One of the workers that settle a game.
#[derive(Clone, Copy)]
struct Worker<'a> {
    pool: &'a PgPool,
    tickets_a_page: i32,
    lease: &'a Lease,
    grader: &'a Grader,
}

impl Worker<'_> {
    /// Settles pages until there is none left after the last one. What other workers held in the
    /// meantime is found by the next tick.
    async fn run(self) -> Result<Settled, SettleError> {
        let mut settled = Settled::default();
        let mut connection = self.pool.acquire().await?;
        let mut after = None;
        // Up to this server, claim one server a page, since one of them is held up.
        let mut singly = None;
        loop {
            let room = ClaimLimits {
                servers: if after < singly { 1 } else { i32::MAX },
                tickets: self.tickets_a_page,
            };
            match self.page(&mut connection, after, room).await? {
                Page::Done(done, last) => {
                    settled += done;
                    after = last;
                }
                Page::HeldUp { last, servers: 1 } => {
                    self.leave(last);
                    after = Some(last);
                }
                Page::HeldUp { last, .. } => singly = Some(last),
                Page::None => return Ok(settled),
            }
        }
    }

    /// Settles a page, and tries again if the database aborted it in favour of another transaction.
    async fn page(
        self,
        conn: &mut PgConnection,
        after: Option<GuildId>,
        room: ClaimLimits,
    ) -> Result<Page, SettleError> {
        for _ in 1..PAGE_TRIES {
            match self.try_page(conn, after, room).await {
                Err(SettleError::Store(error)) if error.is_worth_another_try() => {
                    tracing::info!("trying a page of tickets again: {error}");
                }
                done => return done,
            }
        }
        self.try_page(conn, after, room).await
    }

    /// Settles the next page in a transaction of its own. If grades that it rests on are not stored
    /// yet, it only stores these and leaves the page for the next attempt.
    async fn try_page(
        self,
        conn: &mut PgConnection,
        after: Option<GuildId>,
        room: ClaimLimits,
    ) -> Result<Page, SettleError> {
        let of = (self.grader.result().game, self.grader.result().version);
        fault::point("settle.page").await;
        let mut transaction = conn.begin().await?;
        leases::check(&mut transaction, self.lease).await?;
        fault::point("settle.page.led").await;
        let page = settlements::claim_ranges(&mut transaction, self.lease, of, after, room).await?;
        let Some(last) = page.last() else {
            return Ok(Page::None);
        };
        fault::point("settle.page.taken").await;
        match self.apply(&mut transaction, &page).await {
            Ok(Applied::All(done)) => {
                fault::point("settle.page.commit").await;
                transaction.commit().await?;
                fault::point("settle.page.committed").await;
                // A server with more tickets is claimed again, after the end of its range.
                let next = if last.is_end {
                    Some(last.guild)
                } else {
                    before(last.guild)
                };
                Ok(Page::Done(done, next))
            }
            Ok(Applied::Lacks(fresh)) => {
                // In a transaction of their own: all workers share grades, and none should wait for
                // another one's page. The page is claimed again once its grades are stored.
                transaction.rollback().await?;
                self.keep(conn, &fresh).await?;
                Ok(Page::Done(Settled::default(), after))
            }
            Err(SettleError::Store(error)) if error.is_lock_timeout() => {
                transaction.rollback().await?;
                Ok(Page::HeldUp {
                    last: last.guild,
                    servers: page.len(),
                })
            }
            Err(error) => Err(error),
        }
    }

    /// Moves the heads of a page, and leaves notices in the servers that the page completes.
    async fn apply(
        self,
        conn: &mut PgConnection,
        page: &[TicketRange],
    ) -> Result<Applied, SettleError> {
        let of = (self.grader.result().game, self.grader.result().version);
        let groups = settlements::lock_page(conn, of.0, page).await?;
        fault::point("settle.page.held").await;
        let (moves, fresh) = self.work_out(&groups)?;
        if !fresh.is_empty() {
            return Ok(Applied::Lacks(fresh));
        }
        let mut done = Settled {
            groups: groups.len() as u64,
            ..Settled::default()
        };
        if !moves.is_empty() {
            done.tickets = settlements::settle(conn, self.lease, &moves).await?;
            fault::point("settle.page.moved").await;
        }
        let told: Vec<_> = ended(page).collect();
        if !told.is_empty() {
            done.notices = settlements::leave_notices(conn, &told, of).await?;
            fault::point("settle.page.told").await;
        }
        if done.tickets > 0 || done.notices > 0 {
            notify::notify(conn, notify::NOTICES).await?;
        }
        Ok(Applied::All(done))
    }

    /// Logs that a server is settled later.
    fn leave(self, guild: GuildId) {
        let game = self.grader.result().game;
        tracing::warn!(
            game.id = %game,
            guild.id = %guild,
            "tickets of server {guild} on game {game} are settled later: somebody holds a ticket \
             or an account of it for too long, as a commit does that hangs"
        );
    }

    /// Stores grades that may not be stored yet.
    async fn keep(self, conn: &mut PgConnection, fresh: &Fresh) -> Result<(), SettleError> {
        let of = (self.grader.result().game, self.grader.result().version);
        let grades: Vec<_> = fresh.values().cloned().collect();
        fault::point("settle.grades").await;
        let mut transaction = conn.begin().await?;
        leases::check(&mut transaction, self.lease).await?;
        grades::insert(&mut transaction, of, &grades).await?;
        fault::point("settle.grades.commit").await;
        transaction.commit().await?;
        fault::point("settle.grades.committed").await;
        self.grader.are_kept(fresh);
        Ok(())
    }

    /// The next state of each group that changes, and the grades that these states rest on.
    fn work_out(self, groups: &[Group]) -> Result<(Vec<GroupMove>, Fresh), SettleError> {
        let mut fresh = Fresh::new();
        let mut moves = Vec::new();
        for group in groups {
            if let Some(to) = head_move(&group.representative, self.grader, &mut fresh)? {
                let tickets = group.tickets.clone();
                moves.push(GroupMove { tickets, to });
            }
        }
        Ok((moves, fresh))
    }
}

/// What trying to settle a page came to.
enum Page {
    /// What it did, and the server after which the next page starts.
    Done(Settled, Option<GuildId>),
    /// Another transaction held a lock of one of its servers for longer than a page waits.
    HeldUp {
        /// The last of these servers.
        last: GuildId,
        /// How many servers there are.
        servers: usize,
    },
    /// Nothing is left that other workers do not hold.
    None,
}

/// What applying a page came to.
enum Applied {
    All(Settled),
    /// Grades that it rests on have to be stored first.
    Lacks(Fresh),
}

/// The key just before a server's.
fn before(guild: GuildId) -> Option<GuildId> {
    guild.get().checked_sub(1).map(GuildId::new)
}

/// The servers that have no more tickets after a page.
fn ended(page: &[TicketRange]) -> impl Iterator<Item = GuildId> {
    page.iter().filter(|it| it.is_end).map(|it| it.guild)
}

/// The next state of a ticket, if it changes.
fn head_move(
    ticket: &TicketToSettle,
    grader: &Grader,
    fresh: &mut Fresh,
) -> Result<Option<HeadMove>, SettleError> {
    let decided = ticket.legs.iter().map(|leg| {
        // Graded even if an admin ruled on it: undoing the ruling falls back on this grade.
        Ok(effective_grade(leg, grader.grade(leg, ticket, fresh)?))
    });
    let decided: Vec<_> = decided.collect::<Result<_, SettleError>>()?;
    let moved = settle_with(ticket, &decided).map_err(|source| SettleError::Ticket {
        guild: ticket.guild,
        ticket: ticket.ticket,
        source,
    })?;
    let changes = (moved.state, moved.returned) != (ticket.state, ticket.returned);
    Ok(changes.then_some(moved))
}
