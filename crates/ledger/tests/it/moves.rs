//! What each move transfers, line by line.

use std::collections::BTreeMap;

use ledger::moves::{cancel, give, grant, place, relief, reopen, resettle, settle, take};
use ledger::{
    Account, BalanceError, Balances, Cause, CauseKind, Difference, Journal, JournalError, Move,
    MoveError, Recorded, Settled, Transfer, TransferError,
};
use shared::id::CorrectionId;
use shared::units::Units;

use crate::{alice, holder, ticket};

fn settled(stake: i32, returned: i32) -> Settled {
    Settled {
        stake: Units::whole(stake),
        returned: Units::whole(returned),
    }
}

/// The lines as people would write them down.
fn written(made: &Move) -> Vec<String> {
    let line = |it: &Transfer| {
        let (from, to) = (it.debit().word(), it.credit().word());
        format!("{} {from} → {to} {}", it.line(), it.amount())
    };
    made.transfers.iter().map(line).collect()
}

#[test]
fn units_come_from_issuance_and_go_at_risk_with_a_ticket() {
    let given = grant(alice(), Units::whole(100)).unwrap();
    assert_eq!(written(&given), ["0 issuance → cash 100.00"]);
    assert_eq!(
        (given.cause.kind(), given.cause.sequence()),
        (CauseKind::Grant, 1)
    );
    let helped = relief(alice(), 2_864, Units::whole(10)).unwrap();
    assert_eq!(written(&helped), ["0 issuance → cash 10.00"]);
    assert_eq!(
        (helped.cause.kind(), helped.cause.sequence()),
        (CauseKind::Relief, 2_864)
    );
    let placed = place(ticket(alice(), "t"), Units::whole(2)).unwrap();
    assert_eq!(written(&placed), ["0 cash → at_risk 2.00"]);
    assert_eq!(
        (placed.cause.kind(), placed.cause.sequence()),
        (CauseKind::Ticket, 0)
    );
}

#[test]
fn a_settlement_frees_the_stake_and_the_house_gives_or_takes_the_rest() {
    let lines = |returned| written(&settle(ticket(alice(), "t"), settled(2, returned), 1).unwrap());
    assert_eq!(lines(5), ["2 at_risk → cash 2.00", "3 house → cash 3.00"]);
    assert_eq!(lines(2), ["2 at_risk → cash 2.00"]);
    assert_eq!(
        lines(1),
        ["2 at_risk → cash 1.00", "3 at_risk → house 1.00"]
    );
    assert_eq!(lines(0), ["3 at_risk → house 2.00"]);
    let cancelled = cancel(ticket(alice(), "t"), Units::whole(2), 1).unwrap();
    assert_eq!(written(&cancelled), ["2 at_risk → cash 2.00"]);
}

#[test]
fn a_correction_turns_the_last_settlement_round_and_settles_anew() {
    let accounts = ticket(alice(), "t");
    let turned = resettle(accounts, settled(2, 5), settled(2, 0), 2).unwrap();
    assert_eq!(
        written(&turned),
        [
            "0 cash → at_risk 2.00",
            "1 cash → house 3.00",
            "3 at_risk → house 2.00"
        ]
    );
    assert_eq!(turned.cause.sequence(), 2);
    let turned = resettle(accounts, settled(2, 0), settled(2, 5), 3).unwrap();
    assert_eq!(
        written(&turned),
        [
            "1 house → at_risk 2.00",
            "2 at_risk → cash 2.00",
            "3 house → cash 3.00"
        ]
    );
    let opened = reopen(accounts, settled(2, 1), 4).unwrap();
    assert_eq!(
        written(&opened),
        ["0 cash → at_risk 1.00", "1 house → at_risk 1.00"]
    );
}

#[test]
fn amounts_that_cannot_be_are_refused() {
    let accounts = ticket(alice(), "t");
    let (zero, below) = (Units::ZERO, Units::whole(-1));
    for amount in [zero, below] {
        let refused = Err(MoveError::Transfer(TransferError::NotPositive(amount)));
        assert_eq!(grant(alice(), amount), refused);
        assert_eq!(place(accounts, amount), refused);
        let stake = Settled {
            stake: amount,
            returned: zero,
        };
        assert_eq!(settle(accounts, stake, 1), Err(MoveError::Amount(amount)));
    }
    assert_eq!(
        settle(accounts, settled(2, -1), 1),
        Err(MoveError::Amount(below))
    );
    for sequence in [0, -1] {
        assert_eq!(
            settle(accounts, settled(2, 5), sequence),
            Err(MoveError::Sequence(sequence))
        );
    }
}

#[test]
fn a_transfer_stays_within_one_server_and_between_two_accounts() {
    let (here, there) = (Account::Cash(alice()), Account::Cash(holder(2, "alice")));
    let one = Units::whole(1);
    assert_eq!(
        Transfer::new(here, here, one, 0),
        Err(TransferError::SameAccount(here))
    );
    assert_eq!(
        Transfer::new(here, there, one, 0),
        Err(TransferError::TwoServers(here, there))
    );
}

#[test]
fn doing_a_move_twice_is_doing_it_once_and_another_one_is_refused() {
    let accounts = ticket(alice(), "t");
    let mut journal = Journal::default();
    let won = settle(accounts, settled(2, 5), 1).unwrap();
    assert_eq!(journal.record(&won), Ok(Recorded::New));
    assert_eq!(journal.record(&won), Ok(Recorded::Already));
    assert_eq!((journal.len(), journal.transfers().count()), (1, 2));

    let lost = settle(accounts, settled(2, 0), 1).unwrap();
    assert_eq!(
        journal.record(&lost),
        Err(JournalError::Conflict(lost.cause))
    );
    let corrected = resettle(accounts, settled(2, 5), settled(2, 0), 2).unwrap();
    assert_eq!(journal.record(&corrected), Ok(Recorded::New));
}

#[test]
fn what_an_admin_gave_another_decision_takes_back() {
    let by = |name| CorrectionId::derive(name);
    let given = give(alice(), by("first"), Units::whole(5)).unwrap();
    let taken = take(alice(), by("second"), Units::whole(5)).unwrap();
    assert_ne!(given.cause, taken.cause);
    let both = given.transfers.iter().chain(&taken.transfers);
    let balances = Balances::of(both).unwrap();
    assert_eq!(balances.get(Account::Cash(alice())), Units::ZERO);
    assert_eq!(balances.get(Account::Issuance(alice().guild)), Units::ZERO);

    let mut journal = Journal::default();
    assert_eq!(journal.record(&given), Ok(Recorded::New));
    assert_eq!(journal.record(&given), Ok(Recorded::Already));
    assert!(give(alice(), by("third"), Units::ZERO).is_err());
}

#[test]
fn a_move_cannot_touch_another_servers_books() {
    let mut made = grant(alice(), Units::whole(1)).unwrap();
    made.cause = Cause::Grant(holder(2, "alice"));
    let refused = Journal::default().record(&made);
    assert!(matches!(refused, Err(JournalError::OtherServer { .. })));
}

#[test]
fn the_first_difference_is_named() {
    let given = grant(alice(), Units::whole(100)).unwrap();
    let placed = place(ticket(alice(), "t"), Units::whole(2)).unwrap();
    let balances = Balances::of(given.transfers.iter().chain(&placed.transfers)).unwrap();
    let (cash, at_risk) = (Account::Cash(alice()), Account::AtRisk(alice()));
    let mut stored = BTreeMap::from([(cash, Units::whole(98)), (at_risk, Units::whole(2))]);
    assert_eq!(balances.compare(&stored), Ok(()));

    stored.insert(cash, Units::whole(99));
    let difference = balances.compare(&stored).unwrap_err();
    assert_eq!(
        difference,
        Difference {
            account: cash,
            stored: Units::whole(99),
            added: Units::whole(98),
        }
    );
    let member = alice().member;
    assert_eq!(
        difference.to_string(),
        format!(
            "the cash of member {member} in season 1 of server 1 stands at 99.00, \
             its transfers add up to 98.00"
        )
    );

    stored.remove(&cash);
    assert_eq!(balances.compare(&stored).unwrap_err().account, cash);
    stored.insert(cash, Units::whole(98));
    let stranger = Account::Cash(holder(1, "bob"));
    stored.insert(stranger, Units::whole(1));
    assert_eq!(balances.compare(&stored).unwrap_err().account, stranger);
}

#[test]
fn a_balance_that_cannot_be_counted_is_an_error_and_changes_nothing() {
    let most = grant(alice(), Units::from_steps(i64::MAX)).unwrap();
    let mut balances = Balances::of(&most.transfers).unwrap();
    let before = balances.clone();
    let more = grant(alice(), Units::from_steps(2)).unwrap();
    let refused = balances.apply(&more.transfers[0]);
    assert!(matches!(refused, Err(BalanceError::TooLarge(_))));
    assert_eq!(balances, before);
    assert_eq!(balances.check(), Ok(()));
}
