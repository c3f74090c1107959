//! Turns rows of the books into values of the ledger. A row that is not a valid value is an error
//! of its own.

use ledger::{Account, Cause, Holder, Season, Transfer};
use shared::id::{CorrectionId, GuildId, MemberId, TicketId};
use shared::units::Units;
use store::audit::{BalanceRow, TransferRow};
use store::{Inconsistency, StoreError};

/// A transfer and its cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) cause: Cause,
    pub(super) transfer: Transfer,
}

/// Reads a row of `transfers`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the row is not a valid transfer.
pub(super) fn moved(guild: GuildId, row: &TransferRow) -> Result<Moved, StoreError> {
    let wrong = |column, found: String| Inconsistency {
        table: "transfers",
        column,
        row: format!(
            "({guild}, {}, {}, {}, {})",
            row.cause_kind, row.cause, row.sequence, row.line
        ),
        found,
    };
    let side = |column, kind: &str, member: Option<MemberId>| {
        let holder = member.map(|it| holder(guild, it, row.season));
        match (kind, holder) {
            ("cash", Some(holder)) => Ok(Account::Cash(holder)),
            ("at_risk", Some(holder)) => Ok(Account::AtRisk(holder)),
            ("house", None) => Ok(Account::House(guild)),
            ("issuance", None) => Ok(Account::Issuance(guild)),
            _ => Err(wrong(column, kind.to_owned())),
        }
    };
    let member = |it: Option<_>| it.map(MemberId::from_uuid);
    let debit = side("debit_kind", &row.debit_kind, member(row.debit_member))?;
    let credit = side("credit_kind", &row.credit_kind, member(row.credit_member))?;
    let transfer = Transfer::new(debit, credit, Units::from_steps(row.amount), row.line);
    let of_member = |season| holder(guild, MemberId::from_uuid(row.cause), season);
    let cause = match row.cause_kind.as_str() {
        "grant" => Cause::Grant(of_member(row.sequence)),
        "relief" => Cause::Relief {
            holder: of_member(row.season),
            week: row.sequence,
        },
        "ticket" => Cause::Ticket {
            guild,
            ticket: TicketId::from_uuid(row.cause),
            sequence: row.sequence,
        },
        "admin_grant" => Cause::Admin {
            guild,
            correction: CorrectionId::from_uuid(row.cause),
        },
        other => return Err(wrong("cause_kind", other.to_owned()).into()),
    };
    Ok(Moved {
        cause,
        transfer: transfer.map_err(|error| wrong("amount", error.to_string()))?,
    })
}

/// Reads a row of `accounts`. Only members' accounts have stored balances.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the row is not a valid account.
pub(super) fn account(guild: GuildId, row: &BalanceRow) -> Result<Account, StoreError> {
    let holder = holder(guild, row.member, row.season);
    match row.kind.as_str() {
        "cash" => Ok(Account::Cash(holder)),
        "at_risk" => Ok(Account::AtRisk(holder)),
        _ => Err(Inconsistency {
            table: "accounts",
            column: "kind",
            row: row.member.to_string(),
            found: row.kind.clone(),
        }
        .into()),
    }
}

/// A member in a season of a server's books.
pub(super) const fn holder(guild: GuildId, member: MemberId, season: i32) -> Holder {
    Holder {
        guild,
        member,
        season: Season(season),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId::new(11);

    fn row(cause_kind: &str, debit: (&str, bool), credit: (&str, bool)) -> TransferRow {
        let member = MemberId::derive("one").as_uuid();
        TransferRow {
            cause_kind: cause_kind.to_owned(),
            cause: member,
            sequence: 3,
            line: 0,
            season: 2,
            debit_kind: debit.0.to_owned(),
            debit_member: debit.1.then_some(member),
            credit_kind: credit.0.to_owned(),
            credit_member: credit.1.then_some(member),
            amount: 5,
        }
    }

    #[test]
    fn a_row_is_read_by_its_kinds_of_cause_and_account() {
        let member = MemberId::derive("one");
        let grant = row("grant", ("issuance", false), ("cash", true));
        let grant = moved(GUILD, &grant).unwrap();
        assert_eq!(grant.cause, Cause::Grant(holder(GUILD, member, 3)));
        assert_eq!(grant.transfer.debit(), Account::Issuance(GUILD));
        let cash = Account::Cash(holder(GUILD, member, 2));
        assert_eq!(grant.transfer.credit(), cash);

        let relief = row("relief", ("issuance", false), ("cash", true));
        let week = Cause::Relief {
            holder: holder(GUILD, member, 2),
            week: 3,
        };
        assert_eq!(moved(GUILD, &relief).unwrap().cause, week);
        let ticket = row("ticket", ("at_risk", true), ("house", false));
        let ticket = moved(GUILD, &ticket).unwrap();
        assert_eq!(ticket.cause.sequence(), 3);
        assert_eq!(ticket.transfer.amount(), Units::from_steps(5));
        let correction = row("admin_grant", ("cash", true), ("issuance", false));
        let id = CorrectionId::from_uuid(member.as_uuid());
        let correction = moved(GUILD, &correction).unwrap().cause;
        let expected = Cause::Admin {
            guild: GUILD,
            correction: id,
        };
        assert_eq!(correction, expected);
    }

    #[test]
    fn a_row_that_is_no_transfer_names_the_column_that_says_so() {
        let column = |row: &TransferRow| match moved(GUILD, row) {
            Err(StoreError::Inconsistent(it)) => it.column,
            other => panic!("{other:?}"),
        };
        let ours_of_a_member = row("ticket", ("house", true), ("cash", true));
        assert_eq!(column(&ours_of_a_member), "debit_kind");
        let nobodys_cash = row("ticket", ("house", false), ("cash", false));
        assert_eq!(column(&nobodys_cash), "credit_kind");
        let whim = row("whim", ("house", false), ("cash", true));
        assert_eq!(column(&whim), "cause_kind");
        let nothing = TransferRow {
            amount: 0,
            ..row("ticket", ("house", false), ("cash", true))
        };
        assert_eq!(column(&nothing), "amount");
    }

    #[test]
    fn only_members_have_balances_that_are_stored() {
        let member = MemberId::derive("one");
        let mut row = BalanceRow {
            member,
            kind: "at_risk".to_owned(),
            season: 1,
            balance: Units::ZERO,
        };
        let at_risk = Account::AtRisk(holder(GUILD, member, 1));
        assert_eq!(account(GUILD, &row).unwrap(), at_risk);
        row.kind = "house".to_owned();
        assert!(account(GUILD, &row).is_err());
    }
}
