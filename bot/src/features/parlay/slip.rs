//! The slip as it stands: read, shown, and placed.

use std::sync::Arc;

use services::bets::LegRequest;
use services::members::Caller;
use shared::id::GameId;
use shared::price::{Price, PriceTolerance};
use shared::ticket::Terms;
use shared::units::Units;
use store::drafts::{self, DraftLeg, StoredDraft, StoredLeg};
use store::tickets::ShownDraft;
use wording::{NameForm, Said, pick};

use super::plan::Plan;
use super::revision::revision;
use super::{adding, view};
use crate::app::{App, Change, own_format};
use crate::caches::Server;
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::placing::{Bettor, Outcome};
use crate::views::{balance, stake};

/// Shows the slip at the prices of now. Legs that can no longer be had drop out, and say so.
pub(super) async fn show(
    app: &App,
    request: &Request,
    note: Option<Said>,
) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let change = app.change(request).await?;
    show_in((app, request), who, change, note).await
}

/// The same in the transaction that changed the slip, and ends with this. Whoever holds a
/// connection waits for no second one.
pub(super) async fn show_in(
    (app, request): (&App, &Request),
    (server, caller): (Arc<Server>, Caller),
    change: Change,
    note: Option<Said>,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, caller.member.id);
    let Change { mut tx, is_first } = change;
    let stored = drafts::stored(&mut tx, guild, member).await?;
    let mut legs = app.priced_legs(&mut tx, &stored.legs).await?;
    let mut notes: Vec<Said> = note.into_iter().collect();
    let mut gone = Vec::new();
    for leg in legs.iter().filter(|it| it.current_price.is_none()) {
        gone.push(leg.game.id);
        let name = pick(catalogue, &leg.selection, &leg.game, NameForm::Short);
        notes.push(catalogue.line("parlay-dropped", &[("pick", name.into())]));
    }
    legs.retain(|it| it.current_price.is_some());
    let moved = legs.iter().filter_map(|leg| {
        let now = leg.current_price.filter(|now| *now != leg.seen_price)?;
        Some((leg.selection.id, now))
    });
    let moved: Vec<_> = moved.collect();
    if is_first {
        drafts::remove(&mut tx, guild, member, &gone).await?;
        drafts::refresh(&mut tx, guild, member, &moved).await?;
    }
    let last = store::tickets::last_stake(&mut tx, guild, member).await?;
    tx.commit().await?;

    let before: Vec<Price> = legs.iter().map(|it| it.seen_price).collect();
    for leg in &mut legs {
        leg.seen_price = leg.current_price.unwrap_or(leg.seen_price);
    }
    let plan = Plan::of(&stored.wanted, &legs);
    if let Some((wanted, why)) = plan.as_ref().and_then(|it| it.unfit.as_ref()) {
        notes.push(view::unfit(catalogue, &legs, *wanted, why));
    }
    let shown = StoredDraft {
        legs: legs.iter().map(as_stored).collect(),
        ..stored
    };
    let games = adding::games(app, catalogue, &legs, &server).await?;
    let view = view::View {
        format: own_format(&server, &caller),
        before,
        legs: &legs,
        plan: plan.as_ref(),
        revision: revision(&shown),
        takes: takes(&caller, legs.len()),
        cash: caller.balance.cash,
        stakes: stake::quick_stakes(&server.settings, caller.balance.cash, last),
        games,
    };
    let mut reply = Reply::private(view::parts(catalogue, &view));
    for note in notes.into_iter().rev() {
        reply = reply.after(Some(note));
    }
    Ok(reply.after(balance::notes(catalogue, &caller)))
}

/// How far the price of so many legs may move while they are placed.
fn takes(caller: &Caller, legs: usize) -> PriceTolerance {
    match legs {
        1 => caller.member.single_takes,
        _ => caller.member.parlay_takes,
    }
}

fn as_stored(leg: &DraftLeg) -> StoredLeg {
    StoredLeg {
        selection: leg.selection.id,
        bookmaker: leg.bookmaker.id,
        game: leg.game.id,
        seen_price: leg.seen_price,
    }
}

/// Places the slip that was shown.
pub(super) async fn place(
    app: &App,
    request: &Request,
    (seen, takes): (u32, PriceTolerance),
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let stored = drafts::stored(&mut tx, request.guild, caller.member.id).await?;
    let terms = terms(app, &mut tx, &stored).await?;
    tx.commit().await?;
    let bettor = Bettor {
        app,
        request,
        server: &server,
        caller: &caller,
    };
    let games: Vec<GameId> = stored.legs.iter().map(|it| it.game).collect();
    let is_shown = revision(&stored) == seen;
    let Some(terms) = terms.filter(|_| is_shown) else {
        return changed(&bettor).await;
    };
    let legs = stored.legs.iter().map(|leg| LegRequest {
        selection: leg.selection,
        bookmaker: leg.bookmaker,
        num: leg.seen_price.num(),
        den: leg.seen_price.den(),
        each_way: None,
    });
    let legs: Vec<_> = legs.collect();
    let shown = ShownDraft {
        wanted: stored.wanted,
        each_way: stored.each_way,
    };
    let placing = bettor.place_draft((legs, terms), &shown, takes, amount);
    match placing.await? {
        Some(Outcome::Placed(reply)) => Ok(reply),
        Some(Outcome::Moved(_) | Outcome::TakenDown) => {
            app.caches.drop_prices(games).await;
            let note = request.catalogue().say("parlay-moved");
            show(app, request, Some(note)).await
        }
        None => changed(&bettor).await,
    }
}

/// What a ticket on these legs is agreed on. `None` without legs, or where a leg is not known any
/// more.
async fn terms(
    app: &App,
    conn: &mut sqlx::PgConnection,
    stored: &StoredDraft,
) -> Result<Option<Terms>, Failure> {
    if stored.legs.is_empty() {
        return Ok(None);
    }
    // Of a plain parlay the number of legs says all.
    if stored.wanted == "parlay" && !stored.each_way {
        return Ok(Some(Terms::plain(stored.legs.len())));
    }
    let legs = app.priced_legs(conn, &stored.legs).await?;
    let plan = (legs.len() == stored.legs.len()).then(|| Plan::of(&stored.wanted, &legs));
    Ok(plan.flatten().map(|it| it.terms))
}

/// The slip as it is now, or the ticket that the same interaction placed before: then it was this
/// slip, which is gone.
async fn changed(bettor: &Bettor<'_>) -> Result<Reply, Failure> {
    if let Some(reply) = bettor.placed_before().await? {
        return Ok(reply);
    }
    let note = bettor.request.catalogue().say("parlay-changed");
    show(bettor.app, bettor.request, Some(note)).await
}
