//! A parlay that was typed in one line. Its legs stand in its message.

use std::collections::HashSet;

use services::bets::LegRequest;
use sha2::{Digest, Sha256};
use shared::id::SelectionId;
use shared::price::{Price, PriceTolerance};
use shared::units::Units;
use wording::{NameForm, Said, pick};

use super::buttons::Button;
use super::leg::{Asked, SlipLeg, Whole};
use super::view;
use crate::app::{App, own_format};
use crate::discord::custom_id::{ComponentId, Part};
use crate::discord::reply::Reply;
use crate::discord::request::{Menu, Request};
use crate::errors::{Failure, refuse};
use crate::lines::amount::TypedStake;
use crate::placing::{Bettor, Outcome};
use crate::quoted_price::QuotedPrice;
use crate::single::{self, Who, Wish};
use crate::views::{balance, stake};

/// A parlay with what is said before it.
pub(crate) struct Slip<'a> {
    pub(crate) app: &'a App,
    pub(crate) request: &'a Request,
    pub(crate) who: &'a Who,
    pub(crate) legs: Vec<SlipLeg>,
    pub(crate) notes: Vec<Said>,
}

/// The legs in the message whose component was pressed.
pub(crate) fn read(request: &Request) -> Vec<QuotedPrice> {
    let is_legs = |it: &&Menu| matches!(Button::of(&it.id), Some(Button::Legs { .. }));
    let menu = request.menus.iter().find(is_legs);
    let options = menu.iter().flat_map(|it| &it.options);
    options.filter_map(|it| quoted(&it.value)).collect()
}

/// A price as the option of a menu says it.
pub(crate) fn quoted(value: &str) -> Option<QuotedPrice> {
    QuotedPrice::read(&mut value.split('.'))
}

impl<'a> Slip<'a> {
    /// These legs as they are offered now. Those that are gone drop out, and are named.
    pub(crate) async fn of(
        app: &'a App,
        request: &'a Request,
        who: &'a Who,
        legs: &[QuotedPrice],
    ) -> Result<Self, Failure> {
        let mut slip = Self {
            app,
            request,
            who,
            legs: Vec::new(),
            notes: Vec::new(),
        };
        let prices: Vec<_> = legs.iter().map(|it| (it.selection, it.bookmaker)).collect();
        let found = single::all_offered(app, &prices).await?;
        let mut gone = Vec::new();
        for (leg, found) in legs.iter().zip(found) {
            let Some((game, quote)) = found else {
                gone.push(leg.selection);
                continue;
            };
            let is_moved = QuotedPrice::from(&quote) != *leg;
            slip.legs.push(SlipLeg {
                game,
                quote,
                before: is_moved.then_some(*leg),
            });
        }
        slip.name_gone(&gone).await?;
        Ok(slip)
    }

    /// Says which legs cannot be bet on any more.
    async fn name_gone(&mut self, gone: &[SelectionId]) -> Result<(), Failure> {
        if gone.is_empty() {
            return Ok(());
        }
        let catalogue = self.request.catalogue();
        let mut connection = self.app.pool.acquire().await?;
        let asked = store::board::selections(&mut connection, gone).await?;
        let games: Vec<_> = asked.iter().map(|it| it.game).collect();
        let named: Vec<_> = asked.iter().collect();
        let games = store::board::games_naming(&mut connection, &games, &named).await?;
        for asked in &asked {
            if let Some(game) = games.iter().find(|it| it.id == asked.game) {
                let name = pick(catalogue, asked, game, NameForm::Short);
                let places = [("pick", name.into())];
                self.notes.push(catalogue.line("parlay-dropped", &places));
            }
        }
        Ok(())
    }

    /// What is still asked about the legs of the message, those that are `open`; the whole parlay
    /// once nothing is.
    ///
    /// # Errors
    /// As [`Slip::show`].
    async fn ask_or_show(
        mut self,
        open: impl Fn(u16) -> bool,
        whole: Whole,
    ) -> Result<Reply, Failure> {
        if is_on_one_game_twice(&self.legs) {
            return Err(refuse("refuse-same-game"));
        }
        let asked = |it: &Menu| match Button::of(&it.id)? {
            Button::Choose { leg, own, .. } if open(leg) => {
                let Whole { stake, price } = whole;
                let button = Button::Choose {
                    leg,
                    stake,
                    price,
                    own,
                };
                Some(Menu {
                    id: button.custom_id(),
                    ..it.clone()
                })
            }
            _ => None,
        };
        let left: Vec<Menu> = self.request.menus.iter().filter_map(asked).collect();
        if left.is_empty() {
            return self.show(whole).await;
        }
        let format = own_format(&self.who.0, &self.who.1);
        let notes = std::mem::take(&mut self.notes).into_iter().rev();
        let parts = view::which(
            self.request.catalogue(),
            (&self.legs, whole.stake),
            left,
            format,
        );
        Ok(notes.fold(Reply::private(parts), |reply, note| reply.after(Some(note))))
    }

    /// The parlay with the stakes that take it; a single where one leg is left.
    ///
    /// # Errors
    /// A refusal where two legs are on one game, and [`Failure`] when the database refuses.
    pub(crate) async fn show(mut self, whole: Whole) -> Result<Reply, Failure> {
        let (request, who) = (self.request, self.who);
        let (server, caller) = who;
        if is_on_one_game_twice(&self.legs) {
            return Err(refuse("refuse-same-game"));
        }
        let prices: Vec<Price> = self.legs.iter().map(|it| it.quote.price).collect();
        let cash = caller.balance.cash;
        let stake = whole.stake.units(&prices, cash);
        let differs = whole.price.0.and_then(|it| it.differs(&prices));
        let differs = differs.map(|it| it.said(request.catalogue()));
        self.notes.extend(differs);
        if let [one] = self.legs.as_slice() {
            let wish = Wish {
                stake,
                is_line: true,
                notes: self.notes,
            };
            let of = (one.quote.selection.id, one.quote.bookmaker.id);
            return single::stakes(self.app, request, who, of, wish).await;
        }
        if self.legs.is_empty() {
            return Err(refuse("refuse-taken-down"));
        }
        let preferred = match stake {
            Some(typed) => Some(typed),
            None => {
                let mut tx = store::begin_guild(&self.app.pool, request.guild).await?;
                let member = caller.member.id;
                let last = store::tickets::last_stake(&mut tx, request.guild, member).await?;
                tx.commit().await?;
                last
            }
        };
        let catalogue = request.catalogue();
        let stakes = stake::quick_stakes(&server.settings, cash, preferred);
        let unfit = stake.filter(|it| !stakes.contains(it));
        let unfit = unfit.and_then(|it| stake::unfit(catalogue, &server.settings, cash, it));
        let parts = view::parlay(
            catalogue,
            &view::Parlay {
                legs: &self.legs,
                revision: revision(self.legs.iter().map(|it| QuotedPrice::from(&it.quote))),
                format: own_format(server, caller),
                takes: caller.member.parlay_takes,
                cash,
                typed: stake.filter(|it| stakes.contains(it)),
                carried: whole.stake,
                stakes: &stakes,
            },
        );
        let notes = self.notes.into_iter().chain(unfit).rev();
        let reply = notes.fold(Reply::private(parts), |reply, note| reply.after(Some(note)));
        Ok(reply.after(balance::notes(catalogue, caller)))
    }
}

/// Removes a leg from the parlay of the message.
pub(crate) async fn remove(
    app: &App,
    request: &Request,
    who: &Who,
    stake: TypedStake,
    values: &[String],
) -> Result<Reply, Failure> {
    let chosen = values.first().and_then(|it| quoted(it));
    let mut legs = read(request);
    legs.retain(|it| Some(*it) != chosen);
    let slip = Slip::of(app, request, who, &legs).await?;
    // A price that was typed was that of all legs.
    slip.ask_or_show(|_| true, Whole::of(stake)).await
}

/// Takes which of several bets a leg means: the next question, or the whole parlay.
pub(crate) async fn chosen(
    (app, request, who): (&App, &Request, &Who),
    asked: Asked,
    mut whole: Whole,
    values: &[String],
) -> Result<Reply, Failure> {
    let chosen = values.first().and_then(|it| Button::of(it));
    let Some(Button::Take { quoted, stake: own }) = chosen else {
        return Err(refuse("error-stale"));
    };
    if own.0.is_some() {
        whole.stake = own;
    }
    let mut legs = read(request);
    legs.push(quoted);
    let mut slip = Slip::of(app, request, who, &legs).await?;
    let leg = slip.legs.last();
    let leg = leg.filter(|it| it.quote.selection.id == quoted.selection);
    let price = leg.map(|it| it.quote.price);
    let typed = asked.own.0.zip(price);
    let differs = typed.and_then(|(typed, price)| typed.differs(&[price]));
    let said = differs.map(|it| it.said(request.catalogue()));
    slip.notes.extend(said);
    slip.ask_or_show(|it| it != asked.leg, whole).await
}

/// Whether two legs are on one game, which no parlay takes.
pub(crate) fn is_on_one_game_twice(legs: &[SlipLeg]) -> bool {
    let games: HashSet<_> = legs.iter().map(|it| it.game.id).collect();
    games.len() < legs.len()
}

/// Which legs at which prices were shown: a button places these and no others.
fn revision(legs: impl IntoIterator<Item = QuotedPrice>) -> u32 {
    let mut text = String::new();
    for leg in legs {
        leg.write(&mut text);
        text.push(';');
    }
    let hash = Sha256::digest(text.as_bytes());
    let first = hash.iter().take(4);
    first.fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Places the parlay of the message, if it is the one that was shown: between a button and the form
/// that it opened, the message may have become another one.
pub(crate) async fn place_shown(
    app: &App,
    request: &Request,
    who: &Who,
    (seen, takes): (u32, PriceTolerance),
    amount: Units,
) -> Result<Reply, Failure> {
    let legs = read(request);
    if legs.len() < 2 {
        return Err(refuse("error-stale"));
    }
    if revision(legs.iter().copied()) != seen {
        let mut slip = Slip::of(app, request, who, &legs).await?;
        slip.notes
            .insert(0, request.catalogue().say("parlay-changed"));
        return slip.show(Whole::of(TypedStake::risk(amount))).await;
    }
    place(app, request, who, (legs, takes), amount).await
}

/// Places a parlay at the prices that were shown, or at what is taken for them.
pub(crate) async fn place(
    app: &App,
    request: &Request,
    who: &Who,
    (legs, takes): (Vec<QuotedPrice>, PriceTolerance),
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, caller) = who;
    let bettor = Bettor {
        app,
        request,
        server,
        caller,
    };
    let asked: Vec<LegRequest> = legs.iter().map(LegRequest::from).collect();
    if let Outcome::Placed(reply) = bettor.place(asked, takes, amount).await? {
        return Ok(reply);
    }
    // What is in memory is older than what the database just said.
    let ids: Vec<_> = legs.iter().map(|it| it.selection).collect();
    let mut connection = app.pool.acquire().await?;
    let asked = store::board::selections(&mut connection, &ids).await?;
    drop(connection);
    app.caches.drop_prices(asked.iter().map(|it| it.game)).await;
    let mut slip = Slip::of(app, request, who, &legs).await?;
    slip.notes
        .insert(0, request.catalogue().say("parlay-moved"));
    slip.show(Whole::of(TypedStake::risk(amount))).await
}
