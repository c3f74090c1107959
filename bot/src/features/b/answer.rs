//! What a line is answered with.

use std::sync::Arc;

use shared::game::Game;
use shared::id::SelectionId;
use shared::member::LineBets;
use shared::price::Price;
use shared::quote::{BoardGame, Quote};
use shorthand::{Ambiguous, Bet, Candidate, NamedPrice, Nothing, Read};
use wording::{Catalogue, Said};

use super::leg::SlipLeg;
use super::slip::{self, Slip};
use super::view::{self, Choice};
use crate::app::{App, own_format};
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::{Menu, Request};
use crate::errors::{Failure, refuse};
use crate::lines::amount::TypedStake;
use crate::lines::named_price::{Differs, differs};
use crate::lines::{self, Found};
use crate::offers;
use crate::quoted_price::QuotedPrice;
use crate::single::{self, Who, Wish};
use crate::views::balance;

/// More legs that can be several bets than these are too many to be asked about in one message.
const OPEN_LEGS_MAX: usize = 10;

/// What was written.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The words.
    pub(crate) text: &'a str,
    /// Whether the member wrote them as a bet. What somebody wrote in a channel is always shown
    /// first.
    pub(crate) is_own: bool,
}

/// Reads a line, and answers with what it means.
pub(crate) async fn answer(app: &App, request: &Request, line: Line<'_>) -> Result<Reply, Failure> {
    let Found { read, games } = lines::read(app, line.text).await?;
    let who = &app.ensure_member(request).await?;
    let answer = Answer {
        app,
        request,
        who,
        line,
        games: &games,
    };
    let reply = match read {
        Read::Bet(bet) => return answer.bet(&bet).await,
        Read::Ambiguous(several) => answer.which(&several)?,
        Read::Nothing(nothing) => answer.nothing(&nothing),
    };
    Ok(reply.after(balance::notes(request.catalogue(), &who.1)))
}

struct Answer<'a> {
    app: &'a App,
    request: &'a Request,
    who: &'a Who,
    line: Line<'a>,
    games: &'a [Arc<BoardGame>],
}

impl Answer<'_> {
    fn catalogue(&self) -> Catalogue {
        self.request.catalogue()
    }

    /// The best price of a selection that was read, with its game.
    fn price(&self, selection: SelectionId) -> Option<(&Game, &Quote)> {
        let mut games = self.games.iter();
        games.find_map(|it| Some((&it.game, offers::best(it, selection)?)))
    }

    /// Whether a bet is placed without being shown. A name that is not written as it is may be
    /// somebody else's, and a number without a sign may be another line.
    fn is_straight(&self, bet: &Bet) -> bool {
        let wants = self.who.1.member.line_bets == LineBets::Straight;
        wants && self.line.is_own && bet.stake.is_some() && !bet.show_first
    }

    async fn bet(&self, bet: &Bet) -> Result<Reply, Failure> {
        let found = bet.legs.iter().map(|it| self.price(it.selection.id));
        let found: Option<Vec<(&Game, &Quote)>> = found.collect();
        let found = found.ok_or_else(|| refuse("refuse-taken-down"))?;
        let prices: Vec<Price> = found.iter().map(|it| it.1.price).collect();
        let named = bet.price.and_then(|it| differs(it, &prices));
        let of_legs = bet.legs.iter().zip(&prices);
        let of_leg = |(price, now): (NamedPrice, &Price)| differs(price, &[*now]);
        let of_legs = of_legs.filter_map(|(leg, now)| of_leg((leg.price?, now)));
        let named: Vec<Differs> = named.into_iter().chain(of_legs).collect();
        match found.as_slice() {
            [(_, quote)] => self.single(bet, quote, &named).await,
            _ => self.parlay(bet, &found, &named).await,
        }
    }

    async fn single(&self, bet: &Bet, quote: &Quote, named: &[Differs]) -> Result<Reply, Failure> {
        let (app, request, caller) = (self.app, self.request, &self.who.1);
        let takes = caller.member.single_takes;
        let stake = TypedStake::from(bet.stake);
        let stake_now = stake.units(&[quote.price], caller.balance.cash);
        let is_agreed = named.iter().all(|it| it.is_taken(takes));
        if let Some(units) = stake_now.filter(|_| is_agreed && self.is_straight(bet)) {
            let price = (QuotedPrice::from(quote), takes);
            return single::place(app, request, self.who, price, units).await;
        }
        let wish = Wish {
            stake: stake_now,
            is_line: true,
            notes: self.said(named),
        };
        let price = (quote.selection.id, quote.bookmaker.id);
        single::stakes(app, request, self.who, price, wish).await
    }

    async fn parlay(
        &self,
        bet: &Bet,
        found: &[(&Game, &Quote)],
        named: &[Differs],
    ) -> Result<Reply, Failure> {
        let (app, request, caller) = (self.app, self.request, &self.who.1);
        let takes = caller.member.parlay_takes;
        let prices: Vec<Price> = found.iter().map(|it| it.1.price).collect();
        let stake = TypedStake::from(bet.stake);
        let stake_now = stake.units(&prices, caller.balance.cash);
        let is_agreed = named.iter().all(|it| it.is_taken(takes));
        if let Some(units) = stake_now.filter(|_| is_agreed && self.is_straight(bet)) {
            let legs = found.iter().map(|it| QuotedPrice::from(it.1)).collect();
            return slip::place(app, request, self.who, (legs, takes), units).await;
        }
        let slip = Slip {
            app,
            request,
            who: self.who,
            legs: found.iter().map(|it| leg(it.0, it.1)).collect(),
            notes: self.said(named),
        };
        slip.show(stake).await
    }

    fn said(&self, named: &[Differs]) -> Vec<Said> {
        let named = named.iter();
        named.map(|it| it.said(self.catalogue())).collect()
    }

    /// Asks which of several bets is meant.
    fn which(&self, several: &Ambiguous) -> Result<Reply, Failure> {
        let format = own_format(&self.who.0, &self.who.1);
        let stake = TypedStake::from(several.stake);
        if let [candidates] = several.legs.as_slice() {
            let (shown, count) = self.choices(candidates, stake);
            let parts = view::several(self.catalogue(), &shown, format);
            let note = self.quoted(match shown.len() < count {
                true => ("b-several-of", Some((shown.len(), count))),
                false => ("b-several", None),
            });
            return Ok(Reply::private(parts).after(Some(note)));
        }
        let (mut clear, mut menus): (Vec<SlipLeg>, Vec<Menu>) = (Vec::new(), Vec::new());
        for (number, candidates) in (0_u16..).zip(&several.legs) {
            let (shown, count) = self.choices(candidates, stake);
            match shown.as_slice() {
                [] => return Err(refuse("refuse-taken-down")),
                [one] => clear.push(leg(one.game, one.quote)),
                _ => menus.push(view::question(
                    self.catalogue(),
                    (number, stake),
                    (&shown, count),
                    format,
                )),
            }
        }
        if slip::is_on_one_game_twice(&clear) {
            return Err(refuse("refuse-same-game"));
        }
        if menus.len() > OPEN_LEGS_MAX {
            return Err(refuse("b-many-open-legs"));
        }
        let parts = view::which(self.catalogue(), &clear, menus, format);
        let note = self.quoted(("b-several-legs", None));
        Ok(Reply::private(parts).after(Some(note)))
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

    /// Says what was understood, what was not, and how to write it.
    fn nothing(&self, nothing: &Nothing) -> Reply {
        let format = own_format(&self.who.0, &self.who.1);
        let catalogue = self.catalogue();
        let near = nothing.near.iter().filter_map(|it| {
            let (game, quote) = self.price(it.id)?;
            Some(Choice {
                game,
                quote,
                stake: TypedStake::default(),
                says_stake: false,
                zone: self.who.0.settings.time_zone,
            })
        });
        let near: Vec<Choice<'_>> = near.collect();
        let games: Vec<&Game> = self.games.iter().map(|it| &it.game).collect();
        let said = wording::lines([
            self.quoted((
                if self.line.is_own {
                    "b-read"
                } else {
                    "b-read-there"
                },
                None,
            )),
            view::reason(catalogue, &nothing.reason, self.line.is_own),
        ]);
        Reply::private(view::nothing(catalogue, said, &games, &near, format))
    }

    /// A line of the catalogue about what was typed.
    fn quoted(&self, (key, shown): (&str, Option<(usize, usize)>)) -> Said {
        let mut places = vec![("typed", Said::typed(self.line.text).into())];
        if let Some((shown, count)) = shown {
            places.extend([("shown", shown.into()), ("count", count.into())]);
        }
        self.catalogue().line(key, &places)
    }
}

fn leg(game: &Game, quote: &Quote) -> SlipLeg {
    SlipLeg {
        game: game.clone(),
        quote: quote.clone(),
        before: None,
    }
}
