//! Games whose result is new: grade each selection once, settle tickets page by page, leave
//! notices. Killed anywhere, it goes on where it was: what stands is not done again.

use std::collections::HashMap;

use grading::{GradeError, HouseRules, LegSettled, LegState, TicketError, TicketProgress};
use shared::game::GameResult;
use shared::id::{GuildId, SelectionId, TicketId};
use shared::market::Selection;
use shared::settings::grading_digest;
use shared::ticket::TicketState;
use sqlx::{PgConnection, PgPool};
use store::grades::{GradeShares, NewGrade};
use store::leases::Lease;
use store::settlements::{HeadMove, LegToSettle, TicketToSettle, Unsettled};
use store::{StoreError, grades, leases, results, settlements, wake};

/// How many tickets one transaction settles, so that none runs long.
const TICKETS_A_PAGE: i64 = 1_000;
/// How many games one tick settles.
const GAMES_A_TICK: i64 = 200;

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
    /// Notices left.
    pub notices: u64,
}

/// Settles what waits.
pub struct Settler {
    pool: PgPool,
    digest: String,
    tickets_a_page: i64,
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
        }
    }

    /// The same with smaller pages, so that a story needs few tickets to have several.
    #[must_use]
    pub fn with_pages_of(self, tickets_a_page: i64) -> Self {
        Self {
            tickets_a_page,
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
        settlements::pass_over_games_without_tickets(&mut transaction).await?;
        let waiting = settlements::unsettled(&mut transaction, GAMES_A_TICK).await?;
        transaction.commit().await?;
        self.settle_all(lease, &waiting).await
    }

    async fn settle_all(&self, lease: &Lease, games: &[Unsettled]) -> Result<Settled, StoreError> {
        let mut settled = Settled::default();
        for game in games {
            match self.settle(lease, *game).await {
                Ok(done) => {
                    settled.games += 1;
                    settled.tickets += done.tickets;
                    settled.notices += done.notices;
                }
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
        let Some((sport, league, result)) = found else {
            return Ok(Settled::default());
        };
        let mut grader = Grader::new(HouseRules::new(sport, league), &result);
        let mut settled = Settled::default();
        let mut after = (GuildId::new(0), TicketId::from_uuid(uuid::Uuid::nil()));
        let mut telling = Telling::default();
        loop {
            let mut transaction = self.pool.begin().await?;
            leases::check(&mut transaction, lease).await?;
            let mut page =
                settlements::page(&mut transaction, id, after, self.tickets_a_page).await?;
            let end = page.last().copied();
            page.dedup();
            let done = self
                .page(&mut transaction, lease, &page, &mut grader)
                .await?;
            settled.tickets += done.moved;
            let told = telling.page(&done.guilds, end.is_none());
            settled.notices +=
                settlements::leave_notices(&mut transaction, &told, (id, version)).await?;
            if done.moved > 0 || !told.is_empty() {
                wake::wake(&mut transaction, wake::NOTICES).await?;
            }
            transaction.commit().await?;
            match end {
                Some(end) => after = end,
                None => break,
            }
        }
        // A transaction of its own: whoever places holds the game for a moment, and is not to be
        // waited for with a page of tickets and accounts in hand.
        let mut transaction = self.pool.begin().await?;
        leases::check(&mut transaction, lease).await?;
        settlements::finish(&mut transaction, id, version).await?;
        transaction.commit().await?;
        if settled.tickets > 0 {
            let tickets = settled.tickets;
            tracing::info!(
                game.id = %id,
                "settled {tickets} tickets on version {version} of game {id}"
            );
        }
        Ok(settled)
    }

    /// Settles a page in the transaction given.
    async fn page(
        &self,
        conn: &mut PgConnection,
        lease: &Lease,
        page: &[(GuildId, TicketId)],
        grader: &mut Grader<'_>,
    ) -> Result<Page, SettleError> {
        if page.is_empty() {
            return Ok(Page::default());
        }
        settlements::lock(conn, page).await?;
        let mut tickets = settlements::tickets(conn, page, &self.digest).await?;
        // Nothing opens a cancelled ticket again, and nobody is told of it.
        tickets.retain(|it| it.state != TicketState::Cancelled);
        let mut done = Page::default();
        let mut moves = Vec::new();
        for ticket in &tickets {
            done.guilds.push(ticket.guild);
            moves.extend(head_move(ticket, grader)?);
        }
        done.guilds.dedup();
        let fresh = grader.fresh();
        if !fresh.is_empty() {
            let of = (grader.result.game, grader.result.version);
            grades::insert(conn, of, &self.digest, &fresh).await?;
        }
        if !moves.is_empty() {
            let moved = settlements::settle(conn, lease, &moves, &self.digest).await?;
            done.moved = moved as u64;
        }
        Ok(done)
    }
}

/// What a page did.
#[derive(Default)]
struct Page {
    /// How many heads moved.
    moved: u64,
    /// The servers that have tickets on it, in key order.
    guilds: Vec<GuildId>,
}

/// Which servers can be told. The last one of a page waits for the next page, where its tickets
/// may go on: a notice commits with the last of what it tells.
#[derive(Default)]
struct Telling {
    waiting: Option<GuildId>,
}

impl Telling {
    fn page(&mut self, guilds: &[GuildId], is_end: bool) -> Vec<GuildId> {
        let mut told: Vec<_> = self.waiting.take().into_iter().collect();
        told.extend(guilds);
        told.dedup();
        if !is_end {
            self.waiting = told.pop();
        }
        told
    }
}

/// What a ticket has come to, if that is something else than where it stands.
fn head_move(
    ticket: &TicketToSettle,
    grader: &mut Grader<'_>,
) -> Result<Option<HeadMove>, SettleError> {
    let mut legs = Vec::with_capacity(ticket.legs.len());
    let mut result_versions = Vec::with_capacity(ticket.legs.len());
    for leg in &ticket.legs {
        let grade = grader.grade(leg, ticket.rule_version)?;
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

/// Grades the selections of one game on one version of its result, each once.
struct Grader<'a> {
    rules: HouseRules,
    result: &'a GameResult,
    known: HashMap<(SelectionId, i32), Option<GradeShares>>,
    fresh: Vec<NewGrade>,
}

impl<'a> Grader<'a> {
    fn new(rules: HouseRules, result: &'a GameResult) -> Self {
        Self {
            rules,
            result,
            known: HashMap::new(),
            fresh: Vec::new(),
        }
    }

    /// What a leg came to and on which version. A leg on another game has the newest grade that
    /// stands; so has one that this result cannot decide.
    fn grade(
        &mut self,
        leg: &LegToSettle,
        rule_version: i32,
    ) -> Result<Option<(i32, GradeShares)>, SettleError> {
        if leg.selection.game != self.result.game {
            return Ok(leg.grade);
        }
        let key = (leg.selection.id, rule_version);
        let known = match self.known.get(&key) {
            Some(known) => *known,
            None => {
                let graded = self.grade_once(&leg.selection, rule_version)?;
                self.known.insert(key, graded);
                graded
            }
        };
        Ok(known.map(|it| (self.result.version, it)).or(leg.grade))
    }

    fn grade_once(
        &mut self,
        selection: &Selection,
        rule_version: i32,
    ) -> Result<Option<GradeShares>, SettleError> {
        let rules = self.rules.clone().at_version(rule_version);
        let grade = grading::grade(&rules, selection, self.result);
        let grade = match grade {
            Ok(grade) => grade,
            Err(error) => {
                self.warn(selection, &error);
                return Ok(None);
            }
        };
        let receipt = grade.receipt.to_bytes();
        let receipt = receipt.map_err(|source| SettleError::Receipt {
            selection: selection.id,
            source,
        })?;
        let shares = GradeShares {
            outcome: grade.outcome,
            win: grade.win,
            refund: grade.refund,
        };
        self.fresh.push(NewGrade {
            selection: selection.id,
            rule_version,
            shares,
            receipt,
        });
        Ok(Some(shares))
    }

    /// The grades that were made since the last time one asked.
    fn fresh(&mut self) -> Vec<NewGrade> {
        std::mem::take(&mut self.fresh)
    }

    fn warn(&self, selection: &Selection, error: &GradeError) {
        let (game, version) = (self.result.game, self.result.version);
        tracing::warn!(
            game.id = %game,
            "version {version} of game {game} does not decide {} {}: its tickets stay as they \
             are ({error})",
            selection.kind,
            selection.side,
        );
    }
}
