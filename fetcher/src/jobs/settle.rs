//! Games whose result is new: grade each selection once, settle tickets page by page, leave
//! notices. Killed anywhere, it goes on where it was: what stands is not done again.
//!
//! Tickets that any result settles alike go as one group: what is worked out here grows with the
//! bets that differ, and each page is applied by one statement. Workers take the servers of a game
//! in turn, each its own.

mod grader;
mod route;

use futures_util::future::try_join_all;
use grading::{HouseRules, LegSettled, LegState, TicketError, TicketProgress};
use shared::id::{GameId, GuildId, SelectionId, TicketId};
use shared::settings::grading_digest;
use shared::ticket::TicketState;
use sqlx::{Connection, PgConnection, PgPool};
use store::leases::Lease;
use store::settlements::{Group, GroupMove, HeadMove, Stretch, TicketToSettle, Unsettled};
use store::{StoreError, fault, grades, leases, results, settlements, wake};

use grader::{Fresh, Grader};
use route::Route;

/// How many tickets one transaction settles, so that none runs long.
const TICKETS_A_PAGE: usize = 5_000;
/// How many workers settle one game: one a core of a small machine that also runs the database.
const WORKERS: usize = 2;
/// How many games one tick settles.
const GAMES_A_TICK: i64 = 200;
/// How many games without tickets one tick passes over.
const GAMES_PASSED_OVER: i64 = 10_000;
/// How often a page is tried again that the database gave up for another one's sake.
const PAGE_TRIES: u32 = 5;

/// Why settling stopped.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    /// The database refused, or somebody else leads.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A ticket that cannot be worked out.
    #[error("ticket {ticket} of server {guild}: {source}")]
    Ticket {
        /// The server.
        guild: GuildId,
        /// The ticket.
        ticket: TicketId,
        /// Why.
        source: TicketError,
    },
    /// A receipt that cannot be written.
    #[error("selection {selection}: {source}")]
    Receipt {
        /// What was graded.
        selection: SelectionId,
        /// Why.
        source: grading::ReceiptError,
    },
}

impl From<sqlx::Error> for SettleError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Games that are settled now.
    pub games: u64,
    /// Tickets whose head moved.
    pub tickets: u64,
    /// What was worked out for them: once for all that any result settles alike.
    pub groups: u64,
    /// Selections that were graded, one under two versions of the rules counted twice.
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

/// Settles what waits.
pub struct Settler {
    pool: PgPool,
    digest: String,
    tickets_a_page: usize,
    workers: usize,
}

impl Settler {
    /// A settler over this database.
    pub fn new(pool: PgPool) -> Self {
        // No setting of a server changes a grade yet, so one digest stands for all.
        let digest = grading_digest("{}");
        Self {
            pool,
            digest,
            tickets_a_page: TICKETS_A_PAGE,
            workers: WORKERS,
        }
    }

    /// The same with smaller pages, so that a story needs few tickets to have several.
    #[must_use]
    pub fn with_pages_of(self, tickets_a_page: usize) -> Self {
        Self {
            tickets_a_page: tickets_a_page.max(1),
            ..self
        }
    }

    /// The same with that many workers a game, each with a connection of its own.
    #[must_use]
    pub fn with_workers(self, workers: usize) -> Self {
        Self {
            workers: workers.max(1),
            ..self
        }
    }

    /// One look: settles the games that wait. A game that fails is logged and does not hold up
    /// the others.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be asked, or somebody else leads.
    pub async fn tick(&self, lease: &Lease) -> Result<Settled, StoreError> {
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        settlements::pass_over_games_without_tickets(&mut transaction, GAMES_PASSED_OVER).await?;
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
    /// [`SettleError`]; pages that were settled before stand.
    pub async fn settle(&self, lease: &Lease, game: Unsettled) -> Result<Settled, SettleError> {
        let (id, version) = (game.game, game.result_version);
        let mut connection = self.pool.acquire().await?;
        let found = results::get(&mut connection, id, version).await?;
        drop(connection);
        let mut settled = Settled {
            games: 1,
            ..Settled::default()
        };
        let Some((sport, league, result)) = found else {
            return Ok(settled);
        };
        let grader = Grader::new(HouseRules::new(sport, league), result);
        let route = Route::new(id, self.tickets_a_page);
        let worker = Worker {
            pool: &self.pool,
            digest: &self.digest,
            lease,
            grader: &grader,
            route: &route,
        };
        for done in try_join_all((0..self.workers).map(|_| worker.run())).await? {
            settled += done;
        }
        settled.graded = grader.graded();
        self.finish(lease, (id, version)).await?;
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

    async fn finish(
        &self,
        lease: &Lease,
        (game, version): (GameId, i32),
    ) -> Result<(), SettleError> {
        // A transaction of its own: whoever places holds the game for a moment, and is not to be
        // waited for with a page of tickets and accounts in hand.
        fault::point("settle.finish").await;
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        settlements::finish(&mut transaction, game, version).await?;
        fault::point("settle.finish.commit").await;
        transaction.commit().await?;
        fault::point("settle.finished").await;
        Ok(())
    }
}

/// One of those who settle a game.
#[derive(Clone, Copy)]
struct Worker<'a> {
    pool: &'a PgPool,
    digest: &'a str,
    lease: &'a Lease,
    grader: &'a Grader,
    route: &'a Route,
}

impl Worker<'_> {
    /// Settles pages until all are taken.
    async fn run(self) -> Result<Settled, SettleError> {
        let mut settled = Settled::default();
        let mut connection = self.pool.acquire().await?;
        while let Some(mut page) = self.route.next(&mut connection).await? {
            // A server that goes on is told with its last page.
            let mut told_later = Vec::new();
            loop {
                let telling = page.goes_on.is_none().then_some(&*told_later);
                let (done, guilds) = self.page(&mut connection, page.stretch, telling).await?;
                settled += done;
                let Some(guild) = page.goes_on else { break };
                told_later.extend(guilds);
                let behind = (page.stretch.1, guild);
                match self.route.behind(&mut connection, behind).await? {
                    Some(next) => page = next,
                    None => break,
                }
            }
        }
        Ok(settled)
    }

    /// Settles a page, again where the database gave it up for another's sake.
    async fn page(
        self,
        conn: &mut PgConnection,
        stretch: Stretch,
        telling: Option<&[GuildId]>,
    ) -> Result<(Settled, Vec<GuildId>), SettleError> {
        for _ in 1..PAGE_TRIES {
            match self.try_page(conn, stretch, telling).await {
                Err(SettleError::Store(error)) if error.is_worth_another_try() => {
                    tracing::info!("a page of tickets is settled again: {error}");
                }
                done => return done,
            }
        }
        self.try_page(conn, stretch, telling).await
    }

    /// Settles a page in a transaction of its own. Where its servers end with it they are told, and
    /// those that are `telling` with them. Answers with its servers.
    async fn try_page(
        self,
        conn: &mut PgConnection,
        stretch: Stretch,
        telling: Option<&[GuildId]>,
    ) -> Result<(Settled, Vec<GuildId>), SettleError> {
        let of = (self.grader.result().game, self.grader.result().version);
        fault::point("settle.page").await;
        let mut transaction = conn.begin().await?;
        leases::check(&mut transaction, self.lease).await?;
        fault::point("settle.page.led").await;
        let groups = settlements::hold_page(&mut transaction, of.0, stretch, self.digest).await?;
        fault::point("settle.page.held").await;
        let (moves, fresh) = self.work_out(&groups)?;
        if !fresh.is_empty() {
            let fresh: Vec<_> = fresh.values().cloned().collect();
            grades::insert(&mut transaction, of, self.digest, &fresh).await?;
            fault::point("settle.page.graded").await;
        }
        let mut done = Settled {
            groups: groups.len() as u64,
            ..Settled::default()
        };
        if !moves.is_empty() {
            done.tickets =
                settlements::settle(&mut transaction, self.lease, &moves, self.digest).await?;
            fault::point("settle.page.moved").await;
        }
        let mut guilds: Vec<_> = groups.iter().map(|it| it.like.guild).collect();
        guilds.dedup();
        if let Some(before) = telling {
            let mut told = [before, &guilds].concat();
            told.sort_unstable();
            told.dedup();
            done.notices = settlements::leave_notices(&mut transaction, &told, of).await?;
            fault::point("settle.page.told").await;
        }
        if done.tickets > 0 || done.notices > 0 {
            wake::wake(&mut transaction, wake::NOTICES).await?;
        }
        fault::point("settle.page.commit").await;
        transaction.commit().await?;
        fault::point("settle.page.committed").await;
        self.grader.are_kept(&fresh);
        Ok((done, guilds))
    }

    /// What each group has come to, where that is something else than where it stands, and the
    /// grades that this rests on.
    fn work_out(self, groups: &[Group]) -> Result<(Vec<GroupMove>, Fresh), SettleError> {
        let mut fresh = Fresh::new();
        let mut moves = Vec::new();
        for group in groups {
            if let Some(to) = head_move(&group.like, self.grader, &mut fresh)? {
                let tickets = group.tickets.clone();
                moves.push(GroupMove { tickets, to });
            }
        }
        Ok((moves, fresh))
    }
}

/// What a ticket has come to, if that is something else than where it stands.
fn head_move(
    ticket: &TicketToSettle,
    grader: &Grader,
    fresh: &mut Fresh,
) -> Result<Option<HeadMove>, SettleError> {
    let mut legs = Vec::with_capacity(ticket.legs.len());
    let mut result_versions = Vec::with_capacity(ticket.legs.len());
    for leg in &ticket.legs {
        // Graded all the same where an admin decided: the grade is what undoing that falls back on.
        let grade = leg.decided(grader.grade(leg, ticket.rule_version, fresh)?);
        result_versions.push(grade.map_or(0, |(version, _)| version));
        legs.push(LegSettled {
            price: leg.price,
            state: grade.map_or(LegState::Pending, |(_, it)| LegState::Graded {
                outcome: it.outcome,
                win: it.win,
                refund: it.refund,
            }),
        });
    }
    let progress = grading::settle(ticket.kind, ticket.stake, &legs);
    let progress = progress.map_err(|source| SettleError::Ticket {
        guild: ticket.guild,
        ticket: ticket.ticket,
        source,
    })?;
    let (state, returned, multiplier) = match progress {
        TicketProgress::Pending { .. } => (TicketState::Open, None, None),
        TicketProgress::Settled {
            state,
            returned,
            multiplier,
        } => {
            let multiplier = (multiplier.num().to_string(), multiplier.den().to_string());
            (state, Some(returned), Some(multiplier))
        }
    };
    if (state, returned) == (ticket.state, ticket.returned) {
        return Ok(None);
    }
    Ok(Some(HeadMove {
        guild: ticket.guild,
        ticket: ticket.ticket,
        expected: ticket.settled_seq,
        state,
        returned,
        multiplier,
        result_versions,
    }))
}
