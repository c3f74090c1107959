#![doc = include_str!("../README.md")]

pub mod account;
pub mod transfer;

pub mod balance;
pub mod journal;
pub mod moves;

pub use account::{Account, Holder, Season};
pub use balance::{BalanceError, Balances, Difference};
pub use journal::{Journal, JournalError, Recorded};
pub use moves::{MoveError, Settled, TicketAccounts};
pub use transfer::{Cause, CauseKind, Move, Transfer, TransferError};
