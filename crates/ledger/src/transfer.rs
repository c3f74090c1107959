//! Transfers and what causes them.

use std::fmt;

use shared::id::{CorrectionId, GuildId, TicketId};
use shared::units::Units;

use crate::account::{Account, Holder};

/// An amount that moves from one account to another of the same server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Transfer {
    debit: Account,
    credit: Account,
    amount: Units,
    line: i16,
}

/// Why two accounts and an amount make no transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// An amount of zero or less.
    #[error("a transfer of {0}")]
    NotPositive(Units),
    /// From an account to itself.
    #[error("a transfer from the {0} to itself")]
    SameAccount(Account),
    /// Between the books of two servers.
    #[error("a transfer from the {0} to the {1}")]
    TwoServers(Account, Account),
}

impl Transfer {
    /// Checks a transfer of `amount` from `debit` to `credit`, on that line of its cause.
    ///
    /// # Errors
    /// [`TransferError`] when the amount is not above zero or the accounts do not go together.
    pub fn new(
        debit: Account,
        credit: Account,
        amount: Units,
        line: i16,
    ) -> Result<Self, TransferError> {
        if amount <= Units::ZERO {
            return Err(TransferError::NotPositive(amount));
        }
        if debit == credit {
            return Err(TransferError::SameAccount(debit));
        }
        if debit.guild() != credit.guild() {
            return Err(TransferError::TwoServers(debit, credit));
        }
        Ok(Self {
            debit,
            credit,
            amount,
            line,
        })
    }

    /// The account that is debited.
    pub const fn debit(&self) -> Account {
        self.debit
    }

    /// The account that is credited.
    pub const fn credit(&self) -> Account {
        self.credit
    }

    /// How much. Above zero.
    pub const fn amount(&self) -> Units {
        self.amount
    }

    /// Its number among the transfers of its cause.
    pub const fn line(&self) -> i16 {
        self.line
    }

    /// The same amount back, on that line.
    pub const fn turned(&self, line: i16) -> Self {
        Self {
            debit: self.credit,
            credit: self.debit,
            amount: self.amount,
            line,
        }
    }
}

/// What kind of thing causes transfers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CauseKind {
    /// A member's starting units.
    Grant,
    /// Units for members who have run low.
    Relief,
    /// A ticket is placed, settled, corrected or cancelled.
    Ticket,
    /// An admin gives or takes units.
    Admin,
}

impl CauseKind {
    /// The word that is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Relief => "relief",
            Self::Ticket => "ticket",
            Self::Admin => "admin_grant",
        }
    }
}

/// The cause of a move. Together with the line number it is the key of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cause {
    /// What a member starts a season with. Its sequence is the season.
    Grant(Holder),
    /// Relief for a member who has run low. Its sequence is the week.
    Relief {
        /// The member.
        holder: Holder,
        /// Counts weeks from Monday, 5 January 1970.
        week: i32,
    },
    /// Placing a ticket (sequence 0), or its `sequence`-th settlement.
    Ticket {
        /// The server.
        guild: GuildId,
        /// Which ticket.
        ticket: TicketId,
        /// 0 for placing, then the number of the settlement.
        sequence: i32,
    },
    /// Units that an admin gave or took.
    Admin {
        /// The server.
        guild: GuildId,
        /// By which decision.
        correction: CorrectionId,
    },
}

impl Cause {
    /// Its kind.
    pub const fn kind(&self) -> CauseKind {
        match self {
            Self::Grant(_) => CauseKind::Grant,
            Self::Relief { .. } => CauseKind::Relief,
            Self::Ticket { .. } => CauseKind::Ticket,
            Self::Admin { .. } => CauseKind::Admin,
        }
    }

    /// The server in whose books it is.
    pub const fn guild(&self) -> GuildId {
        match self {
            Self::Grant(holder) | Self::Relief { holder, .. } => holder.guild,
            Self::Ticket { guild, .. } | Self::Admin { guild, .. } => *guild,
        }
    }

    /// Which of the moves that this thing caused.
    pub const fn sequence(&self) -> i32 {
        match self {
            Self::Grant(holder) => holder.season.0,
            Self::Relief { week, .. } => *week,
            Self::Ticket { sequence, .. } => *sequence,
            Self::Admin { .. } => 0,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grant(holder) => {
                write!(
                    f,
                    "grant of season {} to member {}",
                    holder.season.0, holder.member
                )
            }
            Self::Relief { holder, week } => {
                write!(f, "relief of week {week} to member {}", holder.member)
            }
            Self::Ticket {
                ticket, sequence, ..
            } => write!(f, "move {sequence} of ticket {ticket}"),
            Self::Admin { correction, .. } => write!(f, "correction {correction}"),
        }
    }
}

/// The transfers of one cause, which happen together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What caused it.
    pub cause: Cause,
    /// In the order of their lines.
    pub transfers: Vec<Transfer>,
}
