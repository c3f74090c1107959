//! What a line is answered with.

use std::sync::Arc;

use shared::game::Game;
use shared::id::SelectionId;
use shared::member::LineBets;
use shared::price::{Price, PriceTolerance};
use shared::quote::{BoardGame, Quote};
use shorthand::{Bet, NamedPrice, Nothing, Read};
use wording::{Catalogue, Said};

use super::leg::{SlipLeg, Whole};
use super::slip::{self, Slip};
use super::view::{self, Choice};
use crate::app::{App, own_format};
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::lines::amount::TypedStake;
use crate::lines::named_price::{Differs, Named, agreed, at_most_better};
use crate::lines::{self, Found};
use crate::offers;
use crate::placing::Bettor;
use crate::quoted_price::QuotedPrice;
use crate::single::{self, Who, Wish};
use crate::views::balance;

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
    let who = &app.ensure_member(request).await?;
    let places = who.1.member.line_bets == LineBets::Straight && line.is_own;
    let answered = read(app, request, who, line).await;
    if let (true, Ok(Answered::Shown(_)) | Err(_)) = (places, &answered) {
        // The interaction may have come before, and placed what cannot be placed any more.
        let bettor = Bettor {
            app,
            request,
            server: &who.0,
            caller: &who.1,
        };
        if let Some(reply) = bettor.placed_before().await? {
            return Ok(reply);
        }
    }
    answered.map(|it| match it {
        Answered::Placed(reply) | Answered::Shown(reply) => reply,
    })
}

/// An answer to a line.
enum Answered {
    /// What came of placing it. What it placed before is among that.
    Placed(Reply),
    /// It is shown, asked about or explained.
    Shown(Reply),
}

async fn read(
    app: &App,
    request: &Request,
    who: &Who,
    line: Line<'_>,
) -> Result<Answered, Failure> {
    let Found { read, games } = lines::read(app, line.text).await?;
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
    let reply = reply.after(balance::notes(request.catalogue(), &who.1));
    Ok(Answered::Shown(reply))
}

/// A line that was read, and who wrote it.
pub(super) struct Answer<'a> {
    app: &'a App,
    request: &'a Request,
    /// Who asks.
    pub(super) who: &'a Who,
    line: Line<'a>,
    games: &'a [Arc<BoardGame>],
}

impl Answer<'_> {
    /// The member's catalogue.
    pub(super) fn catalogue(&self) -> Catalogue {
        self.request.catalogue()
    }

    /// The best price of a selection that was read, with its game.
    pub(super) fn price(&self, selection: SelectionId) -> Option<(&Game, &Quote)> {
        let mut games = self.games.iter();
        games.find_map(|it| Some((&it.game, offers::best(it, selection)?)))
    }

    /// Whether a bet is placed without being shown. A name that is not written as it is may be
    /// somebody else's, and a number without a sign may be another line.
    fn is_straight(&self, bet: &Bet) -> bool {
        let wants = self.who.1.member.line_bets == LineBets::Straight;
        wants && self.line.is_own && bet.stake.is_some() && !bet.show_first
    }

    async fn bet(&self, bet: &Bet) -> Result<Answered, Failure> {
        let found = bet.legs.iter().map(|it| self.price(it.selection.id));
        let found: Option<Vec<(&Game, &Quote)>> = found.collect();
        let found = found.ok_or_else(|| refuse("refuse-taken-down"))?;
        let prices: Vec<Price> = found.iter().map(|it| it.1.price).collect();
        let whole = Named::all(bet.price, bet.stake, bet.to_win).into_iter();
        let whole = whole.filter_map(|it| it.differs(&prices));
        let of_legs = bet.legs.iter().zip(&prices);
        let of_leg = |(price, now): (NamedPrice, &Price)| Named::Price(price).differs(&[*now]);
        let of_legs = of_legs.filter_map(|(leg, now)| of_leg((leg.price?, now)));
        let named: Vec<Differs> = whole.chain(of_legs).collect();
        match found.as_slice() {
            [(_, quote)] => self.single(bet, quote, &named).await,
            _ => self.parlay(bet, &found, &named).await,
        }
    }

    async fn single(
        &self,
        bet: &Bet,
        quote: &Quote,
        named: &[Differs],
    ) -> Result<Answered, Failure> {
        let (app, request, caller) = (self.app, self.request, &self.who.1);
        let takes = bound(bet, caller.member.single_takes);
        let stake = TypedStake::from(bet.stake);
        let stake_now = stake.units(&[quote.price], caller.balance.cash);
        let is_agreed = named.iter().all(|it| it.is_taken(takes));
        if let Some(units) = stake_now.filter(|_| is_agreed && self.is_straight(bet)) {
            let price = (agreed(quote, bet.price, takes), takes);
            let reply = single::place(app, request, self.who, price, units).await?;
            return Ok(Answered::Placed(reply));
        }
        let wish = Wish {
            stake: stake_now,
            is_line: true,
            notes: self.said(named),
        };
        let price = (quote.selection.id, quote.bookmaker.id);
        let reply = single::stakes(app, request, self.who, price, wish).await?;
        Ok(Answered::Shown(reply))
    }

    async fn parlay(
        &self,
        bet: &Bet,
        found: &[(&Game, &Quote)],
        named: &[Differs],
    ) -> Result<Answered, Failure> {
        let (app, request, caller) = (self.app, self.request, &self.who.1);
        let takes = bound(bet, caller.member.parlay_takes);
        let prices: Vec<Price> = found.iter().map(|it| it.1.price).collect();
        let stake = TypedStake::from(bet.stake);
        let stake_now = stake.units(&prices, caller.balance.cash);
        let is_agreed = named.iter().all(|it| it.is_taken(takes));
        if let Some(units) = stake_now.filter(|_| is_agreed && self.is_straight(bet)) {
            let legs = found.iter().map(|it| QuotedPrice::from(it.1)).collect();
            // Each leg that has a price of its own is compared with it. Placing compares the
            // prices of all legs together, so none of them may move.
            let takes = match bet.legs.iter().any(|it| it.price.is_some()) {
                true => PriceTolerance::Exact,
                false => takes,
            };
            let reply = slip::place(app, request, self.who, (legs, takes), units).await?;
            return Ok(Answered::Placed(reply));
        }
        let slip = Slip {
            app,
            request,
            who: self.who,
            legs: found.iter().map(|it| SlipLeg::of(it.0, it.1)).collect(),
            notes: self.said(named),
        };
        let reply = slip.show(Whole::of(stake)).await?;
        Ok(Answered::Shown(reply))
    }

    fn said(&self, named: &[Differs]) -> Vec<Said> {
        let named = named.iter();
        named.map(|it| it.said(self.catalogue())).collect()
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
    pub(super) fn quoted(&self, (key, shown): (&str, Option<(usize, usize)>)) -> Said {
        let mut places = vec![("typed", Said::typed(self.line.text).into())];
        if let Some((shown, count)) = shown {
            places.extend([("shown", shown.into()), ("count", count.into())]);
        }
        self.catalogue().line(key, &places)
    }
}

/// How far its price may move while a bet is placed: one whose line says what it pays, to a better
/// one at most.
fn bound(bet: &Bet, takes: PriceTolerance) -> PriceTolerance {
    let of_leg = bet.legs.iter().any(|it| it.price.is_some());
    let is_priced = bet.price.is_some() || bet.to_win.is_some() || of_leg;
    if is_priced {
        at_most_better(takes)
    } else {
        takes
    }
}
