//! Adds up the books again, or grades every receipt again. Stops at the first difference.
//!
//! Everything is read from one snapshot, in pages: a page of tickets and the balances of one server
//! are in memory at a time.

use std::collections::BTreeMap;
use std::fmt;

use grading::TicketProgress;
use ledger::{Account, Balances, Cause, Holder, Settled, TicketAccounts, moves};
use shared::id::GuildId;
use shared::ticket::TicketState;
use shared::units::Units;
use sqlx::{PgConnection, PgPool};
use store::audit::{AuditSettlement, AuditTicket};
use store::grades::GradeShares;
use store::settlements::LegGrades;
use store::{StoreError, audit};

use books::{account, holder, moved};

mod books;
mod corrections;
mod receipts;

/// How many tickets or grades are in memory at a time.
const PAGE: i64 = 500;

/// How much was audited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Tickets.
    pub tickets: u64,
    /// Transfers.
    pub transfers: u64,
    /// Grades.
    pub grades: u64,
    /// Corrections by admins.
    pub corrections: u64,
    /// The sum of all accounts of all servers, in micro-units.
    pub sum: i128,
}

/// The first difference that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The server. `None` for a grade, which belongs to no server.
    pub guild: Option<GuildId>,
    /// The account, the ticket or the grade.
    pub subject: String,
    /// What was compared.
    pub what: String,
    /// What it should be.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(guild) = self.guild {
            write!(f, "server {guild}, ")?;
        }
        let Self {
            subject,
            what,
            expected,
            found,
            ..
        } = self;
        write!(f, "{subject}: {what}: expected {expected}, found {found}")
    }
}

/// Why an audit failed.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Something does not agree.
    #[error("{0}")]
    Differs(Box<Difference>),
    /// The books could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Audits all books on one snapshot.
///
/// # Errors
/// [`AuditError`] with the first difference.
pub async fn audit(pool: &PgPool) -> Result<Books, AuditError> {
    let mut snapshot = audit::snapshot(pool).await?;
    let mut books = Books::default();
    let mut last = None;
    while let Some(guild) = audit::next_guild(&mut snapshot, last).await? {
        audit_guild(&mut snapshot, guild, &mut books).await?;
        last = Some(guild);
    }
    receipts::audit(&mut snapshot, &mut books).await?;
    Ok(books)
}

/// Grades every receipt again on one snapshot.
///
/// # Errors
/// [`AuditError`] with the first difference.
pub async fn replay(pool: &PgPool) -> Result<Books, AuditError> {
    let mut snapshot = audit::snapshot(pool).await?;
    let mut books = Books::default();
    receipts::audit(&mut snapshot, &mut books).await?;
    Ok(books)
}

struct Guild {
    id: GuildId,
    tickets: u64,
    ticket_transfers: u64,
    at_risk: BTreeMap<Holder, i128>,
}

async fn audit_guild(
    conn: &mut PgConnection,
    id: GuildId,
    books: &mut Books,
) -> Result<(), AuditError> {
    let (balances, recorded) = add_up(conn, id, books).await?;
    let mut stored = BTreeMap::new();
    for row in audit::balances(conn, id).await? {
        stored.insert(account(id, &row)?, row.balance);
    }
    balances.compare(&stored).map_err(|it| {
        let subject = it.account.to_string();
        differs(Some(id), &subject, "its balance", it.added, it.stored)
    })?;
    if balances.sum() != 0 {
        let sum = balances.sum();
        return Err(differs(Some(id), "all accounts", "their sum", 0, sum));
    }
    books.sum += balances.sum();

    let mut guild = Guild {
        id,
        tickets: 0,
        ticket_transfers: 0,
        at_risk: BTreeMap::new(),
    };
    let mut last = None;
    loop {
        let page = audit::tickets(conn, id, last, PAGE).await?;
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for ticket in &page {
            guild.audit(ticket)?;
        }
    }
    books.tickets += guild.tickets;
    if recorded != guild.ticket_transfers {
        let (all, known) = (recorded, guild.ticket_transfers);
        let what = "the transfers caused by tickets that exist";
        return Err(differs(
            Some(id),
            "the transfers caused by tickets",
            what,
            all,
            known,
        ));
    }
    guild.check_at_risk(&stored)?;
    corrections::audit(conn, id, books).await
}

/// Adds up every transfer of a server, and counts those that tickets caused.
async fn add_up(
    conn: &mut PgConnection,
    guild: GuildId,
    books: &mut Books,
) -> Result<(Balances, u64), AuditError> {
    let mut balances = Balances::default();
    let (mut transfers, mut of_tickets) = (0, 0);
    audit::each_transfer(conn, guild, |row| {
        let it = moved(guild, row)?;
        transfers += 1;
        of_tickets += u64::from(matches!(it.cause, Cause::Ticket { .. }));
        balances.apply(&it.transfer).map_err(|error| {
            let subject = it.cause.to_string();
            let wanted = "one that can be added";
            differs(Some(guild), &subject, "its amount", wanted, error)
        })
    })
    .await?;
    books.transfers += transfers;
    Ok((balances, of_tickets))
}

impl Guild {
    fn audit(&mut self, ticket: &AuditTicket) -> Result<(), AuditError> {
        self.tickets += 1;
        self.ticket_transfers += ticket.transfers.len() as u64;
        if ticket.state == TicketState::Open {
            let holder = holder(self.id, ticket.member, ticket.season);
            let staked = i128::from(ticket.agreed.stake.steps());
            *self.at_risk.entry(holder).or_default() += staked;
        }
        let checked = Ticket {
            guild: self.id,
            ticket,
        };
        checked.promise()?;
        checked.chain()?;
        checked.transfers()?;
        for settlement in &ticket.settlements {
            checked.settlement(settlement)?;
        }
        Ok(())
    }

    /// A member's at-risk balance is the sum of the stakes of their open tickets.
    fn check_at_risk(&self, stored: &BTreeMap<Account, Units>) -> Result<(), AuditError> {
        for (account, units) in stored {
            let Account::AtRisk(holder) = account else {
                continue;
            };
            let staked = self.at_risk.get(holder).copied().unwrap_or(0);
            if staked != i128::from(units.steps()) {
                let (subject, what) = (account.to_string(), "micro-units staked in open tickets");
                return Err(differs(
                    Some(self.id),
                    &subject,
                    what,
                    staked,
                    units.steps(),
                ));
            }
        }
        let accounts = self.at_risk.keys().map(|it| Account::AtRisk(*it));
        match accounts.into_iter().find(|it| !stored.contains_key(it)) {
            Some(missing) => {
                let (subject, what) = (missing.to_string(), "the account");
                Err(differs(Some(self.id), &subject, what, "there", "missing"))
            }
            None => Ok(()),
        }
    }
}

struct Ticket<'a> {
    guild: GuildId,
    ticket: &'a AuditTicket,
}

impl Ticket<'_> {
    fn differs(
        &self,
        what: impl fmt::Display,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) -> AuditError {
        let subject = format!("ticket {} ({})", self.ticket.code, self.ticket.id);
        differs(
            Some(self.guild),
            &subject,
            &what.to_string(),
            expected,
            found,
        )
    }

    /// The possible return follows from the stake and the prices.
    fn promise(&self) -> Result<(), AuditError> {
        let ticket = self.ticket;
        let legs: Vec<_> = ticket.legs.iter().map(|it| &it.agreed).collect();
        let promised = services::settle::possible_return(&ticket.agreed, &legs);
        let promised = promised.map_err(|it| self.differs("its possible return", it, "kept"))?;
        if promised != ticket.possible_return {
            return Err(self.differs("its possible return", promised, ticket.possible_return));
        }
        Ok(())
    }

    /// The settlements are an unbroken chain, and the head equals the newest of them.
    fn chain(&self) -> Result<(), AuditError> {
        let ticket = self.ticket;
        let mut before: Option<&AuditSettlement> = None;
        for (index, settlement) in (1..).zip(&ticket.settlements) {
            if settlement.sequence != index {
                let found = settlement.sequence;
                return Err(self.differs("the number of a settlement", index, found));
            }
            let settled_before = before.is_some_and(|it| it.returned.is_some());
            let reverses = settled_before.then_some(index - 1);
            if settlement.reverses != reverses {
                let what = format!("what settlement {index} takes back");
                let (expected, found) = (shown(reverses), shown(settlement.reverses));
                return Err(self.differs(what, expected, found));
            }
            before = Some(settlement);
        }
        let count = i32::try_from(ticket.settlements.len()).unwrap_or(i32::MAX);
        if ticket.settled_seq != count {
            return Err(self.differs("how many settlements it has", count, ticket.settled_seq));
        }
        let (state, returned) =
            before.map_or((TicketState::Open, None), |it| (it.state, it.returned));
        if (ticket.state, ticket.returned) != (state, returned) {
            let expected = format!("{state} with {}", shown(returned));
            let found = format!("{} with {}", ticket.state, shown(ticket.returned));
            return Err(self.differs(
                "its head, held against its newest settlement",
                expected,
                found,
            ));
        }
        Ok(())
    }

    /// The ticket's transfers are exactly those that placing and its settlements make.
    fn transfers(&self) -> Result<(), AuditError> {
        let ticket = self.ticket;
        let accounts = TicketAccounts {
            ticket: ticket.id,
            holder: holder(self.guild, ticket.member, ticket.season),
        };
        let stake = ticket.agreed.stake;
        let mut wanted = Vec::new();
        let mut add = |made: Result<ledger::Move, ledger::MoveError>| {
            let made = made.map_err(|it| self.differs("a move of it", "one that can be", it))?;
            wanted.extend(made.transfers.iter().map(|it| (made.cause, *it)));
            Ok::<_, AuditError>(())
        };
        add(moves::place(accounts, stake))?;
        let mut before = None;
        for settlement in &ticket.settlements {
            let after = settlement
                .returned
                .map(|returned| Settled { stake, returned });
            add(moves::head(accounts, before, after, settlement.sequence))?;
            before = after;
        }
        let mut found = Vec::with_capacity(ticket.transfers.len());
        for row in &ticket.transfers {
            let it = moved(self.guild, row)?;
            found.push((it.cause, it.transfer));
        }
        let lines = wanted.len().max(found.len());
        let first = (0..lines).find(|index| wanted.get(*index) != found.get(*index));
        match first {
            None => Ok(()),
            Some(index) => {
                let (expected, found) = (wanted.get(index), found.get(index));
                Err(self.differs("a transfer", transfer(expected), transfer(found)))
            }
        }
    }

    /// A settlement follows from the stake and the grades and prices of the legs.
    fn settlement(&self, settlement: &AuditSettlement) -> Result<(), AuditError> {
        let ticket = self.ticket;
        let what = |it: &str| format!("{it} of settlement {}", settlement.sequence);
        if !settlement.by_grades {
            let cancelled = (TicketState::Cancelled, Some(ticket.agreed.stake));
            if (settlement.state, settlement.returned) != cancelled {
                let found = format!("{} with {}", settlement.state, shown(settlement.returned));
                let expected = format!("{} with {}", cancelled.0, ticket.agreed.stake);
                return Err(self.differs(what("the outcome"), expected, found));
            }
            return Ok(());
        }
        if settlement.result_versions.len() != ticket.legs.len() {
            let (legs, found) = (ticket.legs.len(), settlement.result_versions.len());
            return Err(self.differs(what("the result versions"), legs, found));
        }
        let mut legs = Vec::with_capacity(ticket.legs.len());
        for (index, leg) in ticket.legs.iter().enumerate() {
            let version = settlement.result_versions.get(index).copied().unwrap_or(0);
            let grade = |all: &[Option<GradeShares>]| all.get(index).copied().flatten();
            let place = grade(&settlement.places);
            let came = grade(&settlement.grades)
                .and_then(|win| LegGrades::graded(win, place, &leg.agreed));
            let came = match came {
                Some(came) => Some(came),
                None if version == 0 => None,
                None => {
                    let expected = format!("version {version} of leg {}", index + 1);
                    return Err(self.differs(what("a grade"), expected, "none"));
                }
            };
            legs.push((&leg.agreed, came));
        }
        let progress = services::settle::progress(&ticket.agreed, legs.into_iter());
        let progress = progress.map_err(|it| self.differs(what("the legs"), "a ticket", it))?;
        let (expected, found) = (progress_shown(&progress), settlement_shown(settlement));
        if expected != found {
            return Err(self.differs(what("the outcome"), expected, found));
        }
        Ok(())
    }
}

fn progress_shown(progress: &TicketProgress) -> String {
    match progress {
        TicketProgress::Pending { .. } => "open".to_owned(),
        TicketProgress::Settled {
            state,
            returned,
            multiplier,
        } => {
            format!(
                "{state} with {returned} at {}/{}",
                multiplier.num(),
                multiplier.den()
            )
        }
    }
}

fn settlement_shown(settlement: &AuditSettlement) -> String {
    match (&settlement.returned, &settlement.multiplier) {
        (Some(returned), Some((num, den))) => {
            format!("{} with {returned} at {num}/{den}", settlement.state)
        }
        (None, None) => settlement.state.to_string(),
        _ => format!("{} without its numbers", settlement.state),
    }
}

fn transfer(of: Option<&(Cause, ledger::Transfer)>) -> String {
    of.map_or_else(
        || "none".to_owned(),
        |(cause, it)| {
            let (amount, debit, credit) = (it.amount(), it.debit(), it.credit());
            format!(
                "{amount} from {debit} to {credit} (line {} of {cause})",
                it.line()
            )
        },
    )
}

fn shown(what: Option<impl fmt::Display>) -> String {
    what.map_or_else(|| "nothing".to_owned(), |it| it.to_string())
}

fn differs(
    guild: Option<GuildId>,
    subject: &str,
    what: &str,
    expected: impl fmt::Display,
    found: impl fmt::Display,
) -> AuditError {
    AuditError::Differs(Box::new(Difference {
        guild,
        subject: subject.to_owned(),
        what: what.to_owned(),
        expected: expected.to_string(),
        found: found.to_string(),
    }))
}
