//! Adds transfers up to balances, and compares these with stored balances.

use std::collections::BTreeMap;

use shared::units::Units;

use crate::account::Account;
use crate::transfer::Transfer;

/// The balance of every account that was ever used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    accounts: BTreeMap<Account, Units>,
}

/// Why transfers cannot be added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BalanceError {
    /// A balance beyond what an amount holds.
    #[error("the {0} holds more than can be counted")]
    TooLarge(Account),
    /// All accounts together do not sum to zero.
    #[error("all accounts together hold {} micro-units", .0)]
    NotZero(i128),
}

/// An account of which the books and the stored balance say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the {account} stands at {stored}, its transfers add up to {added}")]
pub struct Difference {
    /// Which account.
    pub account: Account,
    /// What is stored.
    pub stored: Units,
    /// What its transfers add up to.
    pub added: Units,
}

impl Balances {
    /// Adds transfers up.
    ///
    /// # Errors
    /// [`BalanceError::TooLarge`] when a balance would not fit.
    pub fn of<'a>(transfers: impl IntoIterator<Item = &'a Transfer>) -> Result<Self, BalanceError> {
        let mut balances = Self::default();
        for transfer in transfers {
            balances.apply(transfer)?;
        }
        Ok(balances)
    }

    /// Applies one more transfer, completely or not at all.
    ///
    /// # Errors
    /// [`BalanceError::TooLarge`] when a balance would not fit.
    pub fn apply(&mut self, transfer: &Transfer) -> Result<(), BalanceError> {
        let (debit, credit) = (transfer.debit(), transfer.credit());
        let taken = self.after(debit, -transfer.amount())?;
        let given = self.after(credit, transfer.amount())?;
        self.accounts.insert(debit, taken);
        self.accounts.insert(credit, given);
        Ok(())
    }

    fn after(&self, account: Account, change: Units) -> Result<Units, BalanceError> {
        self.get(account)
            .checked_add(change)
            .ok_or(BalanceError::TooLarge(account))
    }

    /// The balance of an account; zero for one that was never used.
    pub fn get(&self, account: Account) -> Units {
        self.accounts.get(&account).copied().unwrap_or(Units::ZERO)
    }

    /// Every account that was ever touched.
    pub fn iter(&self) -> impl Iterator<Item = (Account, Units)> {
        self.accounts
            .iter()
            .map(|(account, units)| (*account, *units))
    }

    /// The sum of all accounts, in micro-units. Zero in books that balance.
    pub fn sum(&self) -> i128 {
        let steps = self.accounts.values().map(|it| i128::from(it.steps()));
        steps.sum()
    }

    /// Checks that all accounts together sum to zero.
    ///
    /// # Errors
    /// [`BalanceError::NotZero`] with what they hold.
    pub fn check(&self) -> Result<(), BalanceError> {
        match self.sum() {
            0 => Ok(()),
            sum => Err(BalanceError::NotZero(sum)),
        }
    }

    /// Holds stored balances of members' accounts against these, in the order of accounts.
    /// House and issuance are sums of transfers and have no balance of their own to differ.
    ///
    /// # Errors
    /// The first [`Difference`].
    pub fn compare(&self, stored: &BTreeMap<Account, Units>) -> Result<(), Difference> {
        let ours = self.accounts.keys().filter(|it| it.holder().is_some());
        let mut accounts: Vec<_> = ours.chain(stored.keys()).copied().collect();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts {
            let added = self.get(account);
            let stored = stored.get(&account).copied().unwrap_or(Units::ZERO);
            if added != stored {
                return Err(Difference {
                    account,
                    stored,
                    added,
                });
            }
        }
        Ok(())
    }
}
