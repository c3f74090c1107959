//! What admins of a server decide about its own tickets and balances.

use super::super::arithmetic::{End, Halves, halves};
use super::super::op::{Asks, LegGrades};
use super::super::{STARTS, server};
use super::{Model, correcting};

/// A decision that stands.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    number: u32,
    server: usize,
    asks: Asks,
    /// The outcomes that legs of tickets are held to: the bet, the leg's place from 0.
    holds: Vec<(u32, usize, Halves)>,
    is_undone: bool,
}

impl Model {
    /// Whose decision it is. Nothing: what it is about is not there.
    pub(crate) fn server_of(&self, asks: &Asks) -> Option<usize> {
        match asks {
            Asks::Void { bet } | Asks::Regrade { bet, .. } => {
                self.tickets.get(bet).map(|it| server(it.bet.member))
            }
            Asks::Score { server, .. } => Some(*server),
            Asks::Give { member, .. } | Asks::Take { member, .. } => {
                let is_known = self.members[*member].is_some();
                is_known.then(|| server(*member))
            }
            Asks::Undo { number } => self.decision(*number).map(|it| it.server),
        }
    }

    fn decision(&self, number: u32) -> Option<&Decision> {
        self.decisions.iter().find(|it| it.number == number)
    }

    /// The outcome that a leg is held to: the newest decision on it that nobody undid.
    pub(super) fn ruled(&self, bet: u32, leg: usize) -> Option<Halves> {
        let holding = self.decisions.iter().rev().filter(|it| !it.is_undone);
        let of = |it: &(u32, usize, Halves)| (it.0, it.1) == (bet, leg);
        holding
            .filter_map(|it| it.holds.iter().find(|it| of(it)))
            .map(|it| it.2)
            .next()
    }

    /// The press that confirms it. Its outcome is kept, whatever it was.
    pub(super) fn correct_first(&mut self, number: u32, asks: &Asks) -> &'static str {
        let told = self.correct(number, asks);
        // What stands needs no record to stand once.
        if told != "stood_before" {
            self.answers.insert(correcting(number), "done");
        }
        told
    }

    /// The same press once more: what was refused is shown again, and stays undone.
    pub(super) fn correct_again(&mut self, number: u32, asks: &Asks) -> &'static str {
        let is_known = self.answers.contains_key(&correcting(number));
        match self.decision(number).is_none() && is_known {
            true => "changed",
            false => self.correct_first(number, asks),
        }
    }

    pub(super) fn correct(&mut self, number: u32, asks: &Asks) -> &'static str {
        if self.decision(number).is_some() {
            return "stood_before";
        }
        let holds = match self.held(asks) {
            Ok(holds) => holds,
            Err(refusal) => return refusal,
        };
        let mut concerned: Vec<_> = holds.iter().map(|it| it.0).collect();
        match asks {
            Asks::Give { member, units } => self.give(*member, *units),
            Asks::Take { member, units } => self.give(*member, -units),
            Asks::Undo { number } => {
                let undone = self.decisions.iter_mut().find(|it| it.number == *number);
                let undone = undone.unwrap();
                undone.is_undone = true;
                concerned.extend(undone.holds.iter().map(|it| it.0));
                match undone.asks {
                    Asks::Give { member, units } => self.give(member, -units),
                    Asks::Take { member, units } => self.give(member, units),
                    _ => {}
                }
            }
            Asks::Void { .. } | Asks::Regrade { .. } | Asks::Score { .. } => {}
        }
        self.decisions.push(Decision {
            number,
            server: self.server_of(asks).unwrap(),
            asks: *asks,
            holds,
            is_undone: false,
        });
        for bet in concerned {
            let choices = self.choices(bet, |game| self.games[game].settled_ends());
            self.reckon(bet, &choices);
        }
        "stands"
    }

    fn give(&mut self, member: usize, units: i64) {
        self.members[member].as_mut().unwrap().given += units;
    }

    /// The outcomes that a decision holds legs to, or the reason why there are none.
    fn held(&self, asks: &Asks) -> Result<Vec<(u32, usize, Halves)>, &'static str> {
        let is_taken_back = |bet: &u32| self.tickets[bet].heads[0].state == "cancelled";
        match asks {
            Asks::Void { bet } | Asks::Regrade { bet, .. } if is_taken_back(bet) => {
                Err("cancelled")
            }
            Asks::Void { bet } => {
                let legs = 0..self.tickets[bet].bet.legs.len();
                Ok(legs.map(|leg| (*bet, leg, Halves::Void)).collect())
            }
            Asks::Regrade { bet, leg, came } => match self.tickets[bet].bet.legs.get(leg - 1) {
                None => Err("no_leg"),
                Some(_) => Ok(vec![(*bet, leg - 1, shares(*came))]),
            },
            Asks::Score {
                server: of,
                game,
                home,
                away,
            } => {
                let mut holds = Vec::new();
                for (bet, ticket) in &self.tickets {
                    if server(ticket.bet.member) != *of || is_taken_back(bet) {
                        continue;
                    }
                    for (place, leg) in ticket.bet.legs.iter().enumerate() {
                        if leg.game == *game {
                            holds.push((*bet, place, halves(leg, End::Score(*home, *away))));
                        }
                    }
                }
                match holds.is_empty() {
                    true => Err("no_tickets_on_game"),
                    false if STARTS[*game] > self.now => Err("not_begun"),
                    false => Ok(holds),
                }
            }
            Asks::Give { .. } | Asks::Take { .. } => Ok(Vec::new()),
            Asks::Undo { number } => {
                let index = self.decisions.iter().position(|it| it.number == *number);
                let (undone, later) = self.decisions[index.unwrap()..].split_first().unwrap();
                let on_the_same = |it: &super::Decision| {
                    let legs = |of: &super::Decision| -> Vec<_> {
                        of.holds.iter().map(|it| (it.0, it.1)).collect()
                    };
                    legs(it).iter().any(|leg| legs(undone).contains(leg))
                };
                if matches!(undone.asks, Asks::Undo { .. }) {
                    Err("undo_of_undo")
                } else if undone.is_undone {
                    Err("already_undone")
                } else if later.iter().any(|it| !it.is_undone && on_the_same(it)) {
                    Err("later_correction")
                } else {
                    Ok(Vec::new())
                }
            }
        }
    }
}

const fn shares(came: LegGrades) -> Halves {
    let (won, back) = match came {
        LegGrades::Won => (2, 0),
        LegGrades::Lost => (0, 0),
        LegGrades::Push => (0, 2),
        LegGrades::Void => return Halves::Void,
        LegGrades::HalfWon => (1, 1),
        LegGrades::HalfLost => (0, 1),
    };
    Halves::Played { won, back }
}
