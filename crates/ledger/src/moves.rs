//! The moves of a ticket's life, as transfers.

use shared::id::{CorrectionId, TicketId};
use shared::units::Units;

use crate::account::{Account, Holder};
use crate::transfer::{Cause, Move, Transfer, TransferError};

/// A ticket and the owner of its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TicketAccounts {
    /// The ticket.
    pub ticket: TicketId,
    /// Its owner, with server and season.
    pub holder: Holder,
}

/// What a settlement moved: enough to turn it round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Settled {
    /// What was put in.
    pub stake: Units,
    /// What it returned, stake included.
    pub returned: Units,
}

/// Why a move cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// A stake, a grant or a return that is out of range.
    #[error("an amount of {0}")]
    Amount(Units),
    /// A settlement under placing's number, or below.
    #[error("a settlement with the number {0}")]
    Sequence(i32),
    /// The accounts do not go together.
    #[error(transparent)]
    Transfer(#[from] TransferError),
}

/// Gives a member the units that a season starts with: issuance → cash.
///
/// # Errors
/// [`MoveError`] when the amount is not above zero.
pub fn grant(holder: Holder, amount: Units) -> Result<Move, MoveError> {
    issue(Cause::Grant(holder), holder, amount)
}

/// Tops up a member who has run low: issuance → cash.
///
/// # Errors
/// [`MoveError`] when the amount is not above zero.
pub fn relief(holder: Holder, week: i32, amount: Units) -> Result<Move, MoveError> {
    issue(Cause::Relief { holder, week }, holder, amount)
}

/// Gives a member units by an admin's decision: issuance → cash.
///
/// # Errors
/// [`MoveError`] when the amount is not above zero.
pub fn give(holder: Holder, correction: CorrectionId, amount: Units) -> Result<Move, MoveError> {
    let guild = holder.guild;
    issue(Cause::Admin { guild, correction }, holder, amount)
}

/// Takes units from a member for an admin's correction: cash → issuance, below zero if need be.
///
/// # Errors
/// [`MoveError`] when the amount is not above zero.
pub fn take(holder: Holder, correction: CorrectionId, amount: Units) -> Result<Move, MoveError> {
    let given = give(holder, correction, amount)?;
    let transfers = given.transfers.iter().map(|it| it.turned(it.line()));
    Ok(Move {
        cause: given.cause,
        transfers: transfers.collect(),
    })
}

fn issue(cause: Cause, holder: Holder, amount: Units) -> Result<Move, MoveError> {
    let (debit, credit) = (Account::Issuance(holder.guild), Account::Cash(holder));
    Ok(Move {
        cause,
        transfers: vec![Transfer::new(debit, credit, amount, 0)?],
    })
}

/// Puts a stake at risk: cash → at risk, sequence 0.
///
/// # Errors
/// [`MoveError`] when the stake is not above zero.
pub fn place(accounts: TicketAccounts, stake: Units) -> Result<Move, MoveError> {
    let (cash, at_risk) = accounts.pair();
    Ok(Move {
        cause: accounts.cause(0),
        transfers: vec![Transfer::new(cash, at_risk, stake, 0)?],
    })
}

/// Settles a ticket that is open.
///
/// # Errors
/// [`MoveError`] when the stake is not above zero, the return below it, or the sequence not
/// above placing's.
pub fn settle(
    accounts: TicketAccounts,
    settled: Settled,
    sequence: i32,
) -> Result<Move, MoveError> {
    head(accounts, None, Some(settled), sequence)
}

/// Turns a settlement round and settles again, both in the new settlement's sequence.
///
/// # Errors
/// Those of [`settle`].
pub fn resettle(
    accounts: TicketAccounts,
    previous: Settled,
    next: Settled,
    sequence: i32,
) -> Result<Move, MoveError> {
    head(accounts, Some(previous), Some(next), sequence)
}

/// Turns a settlement round and leaves the ticket open: its stake is at risk again.
///
/// # Errors
/// Those of [`settle`].
pub fn reopen(
    accounts: TicketAccounts,
    previous: Settled,
    sequence: i32,
) -> Result<Move, MoveError> {
    head(accounts, Some(previous), None, sequence)
}

/// Cancels an open ticket: at risk → cash.
///
/// # Errors
/// Those of [`settle`].
pub fn cancel(accounts: TicketAccounts, stake: Units, sequence: i32) -> Result<Move, MoveError> {
    let returned = stake;
    settle(accounts, Settled { stake, returned }, sequence)
}

/// Moves a ticket's head from its previous outcome to its next one. Lines 0 and 1 reverse the
/// previous one, lines 2 and 3 make the next one; a line with an amount of zero is left out.
///
/// # Errors
/// Those of [`settle`].
pub fn head(
    accounts: TicketAccounts,
    previous: Option<Settled>,
    next: Option<Settled>,
    sequence: i32,
) -> Result<Move, MoveError> {
    if sequence < 1 {
        return Err(MoveError::Sequence(sequence));
    }
    let mut transfers = Vec::with_capacity(4);
    if let Some(previous) = previous {
        let lines = settlement(accounts, previous)?;
        transfers.extend(lines.iter().map(|it| it.turned(it.line() - NEXT)));
    }
    if let Some(next) = next {
        transfers.extend(settlement(accounts, next)?);
    }
    Ok(Move {
        cause: accounts.cause(sequence),
        transfers,
    })
}

/// The line on which the next outcome begins.
const NEXT: i16 = 2;

fn settlement(accounts: TicketAccounts, settled: Settled) -> Result<Vec<Transfer>, MoveError> {
    let Settled { stake, returned } = settled;
    if stake <= Units::ZERO {
        return Err(MoveError::Amount(stake));
    }
    if returned < Units::ZERO {
        return Err(MoveError::Amount(returned));
    }
    let (cash, at_risk) = accounts.pair();
    let house = Account::House(accounts.holder.guild);
    let mut lines = Vec::with_capacity(2);
    if returned > Units::ZERO {
        lines.push(Transfer::new(at_risk, cash, returned.min(stake), NEXT)?);
    }
    if stake > returned {
        lines.push(Transfer::new(at_risk, house, stake - returned, NEXT + 1)?);
    }
    if returned > stake {
        lines.push(Transfer::new(house, cash, returned - stake, NEXT + 1)?);
    }
    Ok(lines)
}

impl TicketAccounts {
    const fn pair(self) -> (Account, Account) {
        (Account::Cash(self.holder), Account::AtRisk(self.holder))
    }

    const fn cause(self, sequence: i32) -> Cause {
        Cause::Ticket {
            guild: self.holder.guild,
            ticket: self.ticket,
            sequence,
        }
    }
}
