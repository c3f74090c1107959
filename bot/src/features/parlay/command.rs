//! The command and its answers.

use std::sync::Arc;

use services::bets::LegRequest;
use services::members::Caller;
use sha2::{Digest, Sha256};
use shared::id::{BookmakerId, GameId, MemberId, SelectionId};
use shared::price::{Price, PriceTolerance};
use shared::units::Units;
use store::StoreError;
use store::drafts::{self, AddOutcome, DraftLeg, StoredLeg};
use twilight_model::application::command::Command;
use wording::{Catalogue, NameForm, Said, pick};

use super::buttons::Button;
use super::view;
use crate::app::{App, Change, own_format};
use crate::caches::Server;
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::placing::amount::{other_amount, read_stake};
use crate::placing::{Bettor, Outcome};
use crate::quoted_price::QuotedPrice;
use crate::refusals;
use crate::views::{balance, stake};

/// The feature.
pub(crate) struct Parlay;

impl Feature for Parlay {
    const NAME: &'static str = "parlay";
    type Options = ();
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("parlay", catalogue.say("parlay-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): Self::Options) -> Result<Reply, Failure> {
        show(app, request, None).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::AddLeg { quoted } => add(app, request, quoted).await,
            Button::Remove => remove(app, request, values).await,
            Button::Clear => clear(app, request).await,
            Button::Stake {
                revision,
                takes,
                stake,
            } => place(app, request, (revision, takes), stake).await,
            Button::OtherAmount { revision, takes } => {
                let form = Button::OtherAmountForm { revision, takes };
                other_amount(app, request, form).await
            }
            Button::OtherAmountForm { .. } => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        match form {
            Button::OtherAmountForm { revision, takes } => {
                let stake = read_stake(fields.get("stake"))?;
                place(app, request, (revision, takes), stake).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

/// Which legs at which prices were shown: a button places these and no others.
fn revision(legs: &[(SelectionId, BookmakerId, Price)]) -> u32 {
    let mut hash = Sha256::new();
    for (selection, bookmaker, price) in legs {
        let (num, den) = (price.num(), price.den());
        hash.update(format!("{selection}/{bookmaker}/{num}/{den};"));
    }
    hash.finalize()
        .iter()
        .take(4)
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn shown(legs: &[DraftLeg]) -> Vec<(SelectionId, BookmakerId, Price)> {
    let shown = legs.iter();
    shown
        .map(|it| (it.selection.id, it.bookmaker.id, it.seen_price))
        .collect()
}

fn stored(legs: &[StoredLeg]) -> Vec<(SelectionId, BookmakerId, Price)> {
    let stored = legs.iter();
    stored
        .map(|it| (it.selection, it.bookmaker, it.seen_price))
        .collect()
}

/// Shows the slip at the prices of now. Legs that can no longer be had drop out, and say so.
pub(crate) async fn show(
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
async fn show_in(
    (app, request): (&App, &Request),
    (server, caller): (Arc<Server>, Caller),
    change: Change,
    note: Option<Said>,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, caller.member.id);
    let Change { mut tx, is_first } = change;
    let legs = drafts::stored(&mut tx, guild, member).await?;
    let mut legs = app.priced_legs(&mut tx, &legs).await?;
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
    let moved: Vec<(SelectionId, Price)> = moved.collect();
    if is_first {
        drafts::remove(&mut tx, guild, member, &gone).await?;
        drafts::refresh(&mut tx, guild, member, &moved).await?;
    }
    let last = store::tickets::last_stake(&mut tx, guild, member).await?;
    tx.commit().await?;

    let view = view::View {
        format: own_format(&server, &caller),
        before: legs.iter().map(|it| it.seen_price).collect(),
        legs: {
            for leg in &mut legs {
                leg.seen_price = leg.current_price.unwrap_or(leg.seen_price);
            }
            &legs
        },
        revision: revision(&shown(&legs)),
        takes: caller.member.parlay_takes,
        cash: caller.balance.cash,
        stakes: stake::quick_stakes(&server.settings, caller.balance.cash, last),
    };
    let mut reply = Reply::private(view::parts(catalogue, &view));
    for note in notes.into_iter().rev() {
        reply = reply.after(Some(note));
    }
    Ok(reply.after(balance::notes(catalogue, &caller)))
}

/// Adds a leg, and shows the slip.
pub(crate) async fn add(
    app: &App,
    request: &Request,
    quoted: QuotedPrice,
) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let (guild, member) = (request.guild, who.1.member.id);
    let (selection, bookmaker) = (quoted.selection, quoted.bookmaker);
    let mut change = app.change(request).await?;
    let adding = if change.is_first {
        drafts::add(&mut change.tx, guild, member, selection, bookmaker).await?
    } else {
        AddOutcome::Added
    };
    if let Some(refused) = refusals::adding(adding) {
        return Err(refused);
    }
    let replaced = adding == AddOutcome::Replaced;
    let note = replaced.then(|| request.catalogue().say("parlay-replaced"));
    show_in((app, request), who, change, note).await
}

/// Removes the leg on the chosen game.
pub(crate) async fn remove(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let game = values.first().and_then(|it| it.parse::<GameId>().ok());
    let game = game.ok_or_else(|| refuse("error-stale"))?;
    let who = app.ensure_member(request).await?;
    let mut change = app.change(request).await?;
    if change.is_first {
        drafts::remove(&mut change.tx, request.guild, who.1.member.id, &[game]).await?;
    }
    show_in((app, request), who, change, None).await
}

/// Removes all legs.
pub(crate) async fn clear(app: &App, request: &Request) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let mut change = app.change(request).await?;
    if change.is_first {
        drafts::clear(&mut change.tx, request.guild, who.1.member.id).await?;
    }
    show_in((app, request), who, change, None).await
}

/// Places the slip that was shown.
pub(crate) async fn place(
    app: &App,
    request: &Request,
    (seen, takes): (u32, PriceTolerance),
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let (guild, member) = (request.guild, caller.member.id);
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let legs = drafts::stored(&mut tx, guild, member).await?;
    tx.commit().await?;
    let bettor = Bettor {
        app,
        request,
        server: &server,
        caller: &caller,
    };
    let games: Vec<_> = legs.iter().map(|it| it.game).collect();
    let legs = stored(&legs);
    if legs.len() < 2 || revision(&legs) != seen {
        // The interaction may have come before, and placed the slip that is gone now.
        if let Some(reply) = bettor.placed_before().await? {
            return Ok(reply);
        }
        let note = request.catalogue().say("parlay-changed");
        return show(app, request, Some(note)).await;
    }
    let legs = legs
        .into_iter()
        .map(|(selection, bookmaker, price)| LegRequest {
            selection,
            bookmaker,
            num: price.num(),
            den: price.den(),
            each_way: None,
        });
    match bettor.place(legs.collect(), takes, amount).await? {
        Outcome::Placed(reply) => {
            if let Err(error) = clear_placed(app, request, member).await {
                tracing::warn!("a slip was placed, and its legs were not removed: {error}");
            }
            Ok(reply)
        }
        Outcome::Moved(_) | Outcome::TakenDown => {
            app.caches.drop_prices(games).await;
            let note = request.catalogue().say("parlay-moved");
            show(app, request, Some(note)).await
        }
    }
}

/// Removes the legs that were placed. What is placed stands even if they stay.
async fn clear_placed(app: &App, request: &Request, member: MemberId) -> Result<(), StoreError> {
    let Change { mut tx, is_first } = app.change(request).await?;
    if is_first {
        drafts::clear(&mut tx, request.guild, member).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_price_is_another_revision() {
        let leg = |price| {
            let price = Price::from_american(price).unwrap();
            (SelectionId::derive("s"), BookmakerId::derive("b"), price)
        };
        assert_eq!(revision(&[leg(-110)]), revision(&[leg(-110)]));
        assert_ne!(revision(&[leg(-110)]), revision(&[leg(-115)]));
        assert_ne!(revision(&[leg(-110)]), revision(&[leg(-110), leg(-110)]));
    }
}
