//! A single: one price with the stakes that take it, and placing it.

use std::collections::HashMap;
use std::sync::Arc;

use services::members::Caller;
use shared::game::Game;
use shared::id::{BookmakerId, SelectionId};
use shared::market::Selection;
use shared::price::PriceTolerance;
use shared::quote::Quote;
use shared::units::Units;
use store::quotes::{self, QuoteStatus};
use wording::{Catalogue, Said, money};

use crate::app::{App, own_format};
use crate::caches::Server;
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};
use crate::offers;
use crate::placing::{Bettor, Outcome};
use crate::quoted_price::QuotedPrice;
use crate::views::{balance, stake};

/// The server, and the member who asks.
pub(crate) type Who = (Arc<Server>, Caller);

/// A price by whose it is.
pub(crate) type PriceOf = (SelectionId, BookmakerId);

/// What is known of the bet beside its price.
#[derive(Default)]
pub(crate) struct Wish {
    /// The stake that was typed.
    pub(crate) stake: Option<Units>,
    /// Whether it was typed in one line: then it says in full what would be placed, and can be
    /// dropped.
    pub(crate) is_line: bool,
    /// What is said before it.
    pub(crate) notes: Vec<Said>,
}

/// One price with the stakes that take it. A stake that was typed comes first, or it is said why
/// it cannot be bet.
pub(crate) async fn stakes(
    app: &App,
    request: &Request,
    (server, caller): &Who,
    (selection, bookmaker): PriceOf,
    wish: Wish,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let mut note = None;
    let mut found = offered(app, selection, bookmaker).await?;
    if found.is_none() {
        // What is in memory may be older than what the database just said.
        if let Some(asked) = store::board::selection(&app.pool, selection).await? {
            app.caches.drop_prices([asked.game]).await;
            found = instead(app, catalogue, (&asked, bookmaker), &mut note).await?;
        }
    }
    let Some((of, quote)) = found else {
        return Err(no_price(app, selection, bookmaker).await?);
    };
    let preferred = match wish.stake {
        Some(typed) => Some(typed),
        None => {
            let mut tx = store::begin_guild(&app.pool, request.guild).await?;
            let member = caller.member.id;
            let last = store::tickets::last_stake(&mut tx, request.guild, member).await?;
            tx.commit().await?;
            last
        }
    };
    let cash = caller.balance.cash;
    let stakes = stake::quick_stakes(&server.settings, cash, preferred);
    let parts = stake::view(
        catalogue,
        &stake::Offer {
            choices: &server.settings.rules,
            of: &of,
            quote: &quote,
            takes: caller.member.single_takes,
            format: own_format(server, caller),
            stakes: &stakes,
            cash,
            line: wish.is_line.then_some(wish.stake),
        },
    );
    let total = cash + caller.balance.at_risk;
    let relief = balance::relief(catalogue, total, app.clock.now()).filter(|_| stakes.is_empty());
    let typed = wish.stake.filter(|it| !stakes.contains(it));
    let unfit = typed.and_then(|it| stake::unfit(catalogue, &server.settings, cash, it));
    let reply = Reply::private(parts).after(relief).after(unfit).after(note);
    let notes = wish.notes.into_iter().rev();
    let reply = notes.fold(reply, |reply, note| reply.after(Some(note)));
    Ok(reply.after(balance::notes(catalogue, caller)))
}

/// A price that is on offer, as far as is known in memory, with its game: on the board, or else
/// among all that its game offers.
async fn offered(
    app: &App,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Option<(Game, Quote)>, Failure> {
    let mut found = all_offered(app, &[(selection, bookmaker)]).await?;
    Ok(found.pop().flatten())
}

/// The same for several, in their order.
pub(crate) async fn all_offered(
    app: &App,
    prices: &[PriceOf],
) -> Result<Vec<Option<(Game, Quote)>>, Failure> {
    let (board, now) = (app.board().await?, app.clock.now());
    let on_board = |(selection, bookmaker): &PriceOf| {
        let (game, quote) = offers::quote(&board.games, *selection, *bookmaker)?;
        Some((game.starts_at > now).then(|| (game.clone(), quote.clone())))
    };
    let found: Vec<Option<Option<(Game, Quote)>>> = prices.iter().map(on_board).collect();
    let asked = prices.iter().zip(&found).filter(|(_, it)| it.is_none());
    let asked: Vec<SelectionId> = asked.map(|(it, _)| it.0).collect();
    let mut games = HashMap::new();
    if !asked.is_empty() {
        let mut connection = app.pool.acquire().await?;
        let known = store::board::selections(&mut connection, &asked).await?;
        drop(connection);
        for it in known {
            games.insert(it.id, app.offers(it.game).await?);
        }
    }
    let rest = |(selection, bookmaker): &PriceOf| {
        let game = games.get(selection)?.as_slice();
        let (game, quote) = offers::quote(game, *selection, *bookmaker)?;
        Some((game.clone(), quote.clone()))
    };
    let all = prices.iter().zip(found);
    Ok(all.map(|(of, it)| it.unwrap_or_else(|| rest(of))).collect())
}

/// Why a price that was once shown cannot be had.
async fn no_price(
    app: &App,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Failure, Failure> {
    let mut connection = app.pool.acquire().await?;
    let status = quotes::status(&mut connection, selection, bookmaker).await?;
    Ok(match status {
        QuoteStatus::Stale => refuse("refuse-price-stale"),
        QuoteStatus::Offered(_) | QuoteStatus::Gone => refuse("refuse-taken-down"),
    })
}

/// What is offered instead of a price that nobody offers any more: the same side at the line that
/// it has moved to. `note` then says so.
async fn instead(
    app: &App,
    catalogue: Catalogue,
    (asked, bookmaker): (&Selection, BookmakerId),
    note: &mut Option<Said>,
) -> Result<Option<(Game, Quote)>, Failure> {
    let Some(game) = app.offers(asked.game).await? else {
        return Ok(None);
    };
    let Some(quote) = offers::same_question(&game, asked, bookmaker) else {
        return Ok(None);
    };
    let pick = |it| wording::pick(catalogue, it, &game.game, wording::NameForm::Short);
    let (before, now) = (pick(asked), pick(&quote.selection));
    if before != now {
        let places = [("before", before.into()), ("now", now.into())];
        *note = Some(catalogue.line("line-moved", &places));
    }
    Ok(Some((game.game.clone(), quote.clone())))
}

/// Places a single: at the price that was shown, or at one that is taken for it. A price that moved
/// further is asked about again, with both.
pub(crate) async fn place(
    app: &App,
    request: &Request,
    who: &Who,
    (quoted, takes): (QuotedPrice, PriceTolerance),
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, caller) = who;
    let bettor = Bettor {
        app,
        request,
        server,
        caller,
    };
    let outcome = bettor.place(vec![(&quoted).into()], takes, amount).await?;
    if let Outcome::Moved(_) | Outcome::TakenDown = outcome {
        // What is in memory is older than what the database just said.
        let asked = store::board::selection(&app.pool, quoted.selection).await?;
        app.caches.drop_prices(asked.map(|it| it.game)).await;
    }
    let mut wish = Wish {
        stake: Some(amount),
        ..Wish::default()
    };
    match outcome {
        Outcome::Placed(reply) => return Ok(reply),
        Outcome::TakenDown => {}
        Outcome::Moved(moved) => {
            let format = own_format(server, caller);
            let before = money::ratio(quoted.num, quoted.den, format);
            let now = moved.first().map(|it| money::price(it.price, format));
            let places = [
                ("before", before.into()),
                ("now", now.unwrap_or_default().into()),
            ];
            wish.notes
                .push(request.catalogue().line("price-moved", &places));
        }
    }
    let price = (quoted.selection, quoted.bookmaker);
    stakes(app, request, who, price, wish).await
}
