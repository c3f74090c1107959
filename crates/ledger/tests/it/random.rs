//! Any list of moves, against a model that keeps only stakes and returns.

use std::collections::BTreeMap;

use ledger::moves::{cancel, grant, head, place, reopen, settle};
use ledger::{Account, Balances, Holder, Journal, Recorded, Settled, TicketAccounts};
use proptest::prelude::*;
use shared::units::Units;

use crate::{alice, holder, ticket};

/// What may be asked of the books, in any order and any number of times.
#[derive(Clone, Debug)]
enum Op {
    Place { ticket: usize, stake: i64 },
    Settle { ticket: usize, returned: i64 },
    Reopen { ticket: usize },
    Cancel { ticket: usize },
    Repeat,
}

/// A ticket as the model knows it.
#[derive(Clone, Copy)]
struct Model {
    stake: Units,
    returned: Option<Units>,
    sequence: i32,
    cancelled: bool,
}

const TICKETS: usize = 6;

fn op() -> impl Strategy<Value = Op> {
    let ticket = 0..TICKETS;
    prop_oneof![
        (ticket.clone(), 1i64..5_000_000).prop_map(|(ticket, stake)| Op::Place { ticket, stake }),
        (ticket.clone(), prop_oneof![Just(0), 0i64..20_000_000])
            .prop_map(|(ticket, returned)| Op::Settle { ticket, returned }),
        ticket.clone().prop_map(|ticket| Op::Reopen { ticket }),
        ticket.prop_map(|ticket| Op::Cancel { ticket }),
        Just(Op::Repeat),
    ]
}

/// Two members of one server and one of another, two tickets each.
fn owner(ticket: usize) -> Holder {
    match ticket % 3 {
        0 => alice(),
        1 => holder(1, "bob"),
        _ => holder(2, "alice"),
    }
}

fn accounts(index: usize) -> TicketAccounts {
    ticket(owner(index), &index.to_string())
}

fn head_of(model: &Model) -> Option<Settled> {
    let stake = model.stake;
    let settled = |returned| Settled { stake, returned };
    model.returned.map(settled)
}

/// The move that an operation makes, if it can be made now; the model moves along.
fn perform(op: &Op, models: &mut BTreeMap<usize, Model>) -> Option<ledger::Move> {
    match *op {
        Op::Place { ticket, stake } => {
            if models.contains_key(&ticket) {
                return None;
            }
            let stake = Units::from_steps(stake);
            let model = Model {
                stake,
                returned: None,
                sequence: 0,
                cancelled: false,
            };
            models.insert(ticket, model);
            Some(place(accounts(ticket), stake).unwrap())
        }
        Op::Settle { ticket, returned } => {
            let model = models.get_mut(&ticket).filter(|it| !it.cancelled)?;
            let previous = head_of(model);
            model.returned = Some(Units::from_steps(returned));
            model.sequence += 1;
            Some(head(accounts(ticket), previous, head_of(model), model.sequence).unwrap())
        }
        Op::Reopen { ticket } => {
            let model = models.get_mut(&ticket).filter(|it| !it.cancelled)?;
            let previous = head_of(model)?;
            model.returned = None;
            model.sequence += 1;
            Some(head(accounts(ticket), Some(previous), None, model.sequence).unwrap())
        }
        Op::Cancel { ticket } => {
            let model = models.get_mut(&ticket).filter(|it| it.returned.is_none())?;
            model.returned = Some(model.stake);
            model.sequence += 1;
            model.cancelled = true;
            Some(cancel(accounts(ticket), model.stake, model.sequence).unwrap())
        }
        Op::Repeat => None,
    }
}

fn expected(models: &BTreeMap<usize, Model>) -> BTreeMap<Account, Units> {
    let mut expected = BTreeMap::new();
    for index in 0..3 {
        expected.insert(Account::Cash(owner(index)), Units::whole(100));
        expected.insert(Account::AtRisk(owner(index)), Units::ZERO);
    }
    for (ticket, model) in models {
        let mut add = |account, amount| {
            let balance: &mut Units = expected.get_mut(&account).unwrap();
            *balance = *balance + amount;
        };
        let owner = owner(*ticket);
        add(
            Account::Cash(owner),
            model.returned.unwrap_or_default() - model.stake,
        );
        if model.returned.is_none() {
            add(Account::AtRisk(owner), model.stake);
        }
    }
    expected
}

proptest! {
    #[test]
    fn the_books_balance_after_every_move(ops in proptest::collection::vec(op(), 0..80)) {
        let mut journal = Journal::default();
        let mut balances = Balances::default();
        for index in 0..3 {
            let given = grant(owner(index), Units::whole(100)).unwrap();
            journal.record(&given).unwrap();
            given.transfers.iter().for_each(|it| balances.apply(it).unwrap());
        }
        let mut models = BTreeMap::new();
        let mut last = None;
        for op in &ops {
            let made = perform(op, &mut models);
            if let Some(made) = &made {
                prop_assert_eq!(journal.record(made), Ok(Recorded::New));
                made.transfers.iter().for_each(|it| balances.apply(it).unwrap());
            } else if let (Op::Repeat, Some(last)) = (op, &last) {
                prop_assert_eq!(journal.record(last), Ok(Recorded::Already));
            }
            last = made.or(last);
            prop_assert_eq!(balances.check(), Ok(()));
            prop_assert_eq!(balances.compare(&expected(&models)), Ok(()));
        }
        prop_assert_eq!(Balances::of(journal.transfers()), Ok(balances));
    }

    #[test]
    fn a_settlement_turned_round_leaves_everything_as_it_was(
        stake in 1i64..=1_000_000_000_000, returned in 0i64..=1_000_000_000_000_000,
    ) {
        let accounts = ticket(alice(), "t");
        let (stake, returned) = (Units::from_steps(stake), Units::from_steps(returned));
        let settled = Settled { stake, returned };
        let placed = place(accounts, stake).unwrap();
        let before = Balances::of(&placed.transfers).unwrap();
        let mut after = before.clone();
        let there = settle(accounts, settled, 1).unwrap().transfers;
        let back = reopen(accounts, settled, 2).unwrap().transfers;
        there.iter().for_each(|it| after.apply(it).unwrap());
        prop_assert_eq!(after.get(Account::AtRisk(alice())), Units::ZERO);
        prop_assert_eq!(after.get(Account::Cash(alice())), returned - stake);
        back.iter().for_each(|it| after.apply(it).unwrap());
        for (account, units) in after.iter() {
            prop_assert_eq!(units, before.get(account));
        }
        for (there, back) in there.iter().zip(&back) {
            prop_assert_eq!(there.debit(), back.credit());
            prop_assert_eq!(there.credit(), back.debit());
            prop_assert_eq!(there.amount(), back.amount());
            prop_assert_eq!(there.line(), back.line() + 2);
        }
    }

    #[test]
    fn corrections_in_any_number_end_where_the_last_one_alone_ends(
        stake in 1i64..5_000_000, returns in proptest::collection::vec(0i64..20_000_000, 1..12),
    ) {
        let accounts = ticket(alice(), "t");
        let stake = Units::from_steps(stake);
        let mut transfers = place(accounts, stake).unwrap().transfers;
        let mut direct = transfers.clone();
        let mut previous = None;
        for (sequence, returned) in (1..).zip(&returns) {
            let next = Some(Settled { stake, returned: Units::from_steps(*returned) });
            transfers.extend(head(accounts, previous, next, sequence).unwrap().transfers);
            previous = next;
        }
        direct.extend(settle(accounts, previous.unwrap(), 1).unwrap().transfers);
        let (long, short) = (Balances::of(&transfers).unwrap(), Balances::of(&direct).unwrap());
        for (account, units) in long.iter() {
            prop_assert_eq!(units, short.get(account));
        }
    }
}
