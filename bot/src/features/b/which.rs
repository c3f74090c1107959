//! Asking which of several bets a line means.

use shorthand::{Ambiguous, Candidate};
use wording::Said;

use super::answer::Answer;
use super::leg::{Asked, SlipLeg, Whole};
use super::slip;
use super::view::{self, Choice};
use crate::app::own_format;
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::Menu;
use crate::errors::{Failure, refuse};
use crate::lines::amount::TypedStake;
use crate::lines::named_price::Named;
use crate::lines::typed_price::TypedPrice;

/// More legs that can be several bets than these are too many to be asked about in one message.
const OPEN_LEGS_MAX: usize = 10;

impl Answer<'_> {
    /// Asks which of several bets is meant. What was typed for all of them goes along in the ids.
    pub(super) fn which(&self, several: &Ambiguous) -> Result<Reply, Failure> {
        let format = own_format(&self.who.0, &self.who.1);
        let whole = whole(several);
        let [candidates] = several.legs.as_slice() else {
            return self.which_legs(several, whole);
        };
        let (shown, count) = self.choices(candidates, whole.stake);
        let parts = view::several(self.catalogue(), (&shown, whole.price), format);
        let note = self.quoted(match shown.len() < count {
            true => ("b-several-of", Some((shown.len(), count))),
            false => ("b-several", None),
        });
        Ok(Reply::private(parts).after(Some(note)))
    }

    /// Asks which bets the legs of a parlay are that can be several.
    fn which_legs(&self, several: &Ambiguous, whole: Whole) -> Result<Reply, Failure> {
        let format = own_format(&self.who.0, &self.who.1);
        let (mut clear, mut menus): (Vec<SlipLeg>, Vec<Menu>) = (Vec::new(), Vec::new());
        let mut notes: Vec<Said> = Vec::new();
        let own = several.leg_prices.iter().copied();
        let own = own.chain(std::iter::repeat(None));
        for ((number, candidates), own) in (0_u16..).zip(&several.legs).zip(own) {
            let own = own.map(Named::Price);
            let (shown, count) = self.choices(candidates, whole.stake);
            match shown.as_slice() {
                [] => return Err(refuse("refuse-taken-down")),
                [one] => {
                    let differs = own.and_then(|it| it.differs(&[one.quote.price]));
                    notes.extend(differs.map(|it| it.said(self.catalogue())));
                    clear.push(SlipLeg::of(one.game, one.quote));
                }
                _ => {
                    let asked = Asked {
                        leg: number,
                        own: TypedPrice(own),
                    };
                    let choices = (shown.as_slice(), count);
                    let catalogue = self.catalogue();
                    menus.push(view::question(catalogue, (asked, whole), choices, format));
                }
            }
        }
        if slip::is_on_one_game_twice(&clear) {
            return Err(refuse("refuse-same-game"));
        }
        if menus.len() > OPEN_LEGS_MAX {
            return Err(refuse("b-many-open-legs"));
        }
        let clear = (clear.as_slice(), whole.stake);
        let parts = view::which(self.catalogue(), clear, menus, format);
        let asked = self.quoted(("b-several-legs", None));
        let notes = notes.into_iter().rev();
        let reply = Reply::private(parts).after(Some(asked));
        Ok(notes.fold(reply, |reply, note| reply.after(Some(note))))
    }

    /// What can be chosen, as many as a menu takes, and how many there are.
    fn choices(&self, candidates: &[Candidate], stake: TypedStake) -> (Vec<Choice<'_>>, usize) {
        let all = candidates.iter().filter_map(|it| {
            let (game, quote) = self.price(it.selection.id)?;
            let own = TypedStake::from(it.stake);
            Some(Choice {
                game,
                quote,
                stake: if own.0.is_some() { own } else { stake },
                says_stake: own.0.is_some(),
                zone: self.who.0.settings.time_zone,
            })
        });
        let mut all: Vec<Choice<'_>> = all.collect();
        let count = all.len();
        all.truncate(CHOICES_MAX);
        (all, count)
    }
}

/// What was typed for the whole bet. A stake that only one clear leg says is the stake of all.
fn whole(several: &Ambiguous) -> Whole {
    let mut clear = several.legs.iter().filter_map(|it| match it.as_slice() {
        [one] => one.stake,
        _ => None,
    });
    let stake = several.stake.or_else(|| clear.next());
    let price = Named::all(several.price, several.stake, several.to_win);
    Whole {
        stake: TypedStake::from(stake),
        price: TypedPrice(price.first().copied()),
    }
}
