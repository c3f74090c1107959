//! **Cancel** under a bet that was just placed.

use shared::id::TicketId;
use shared::units::Units;
use store::tickets;
use twilight_model::channel::message::component::ButtonStyle;
use wording::money;

use crate::app::App;
use crate::discord::reply::{Reply, button, row, text_block};
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::features::games;
use crate::placing::CANCEL_WINDOW;
use crate::refusals;

/// Takes a ticket back, or says why not.
pub(crate) async fn cancel(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let (guild, member) = (request.guild, caller.member.id);
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let found = tickets::find(&mut tx, guild, ticket).await?;
    tx.commit().await?;
    let stake = found.map_or(Units::ZERO, |it| it.ticket.stake);
    let pressed = request.interaction;
    let once =
        async || tickets::cancel(&app.pool, guild, member, pressed, ticket, CANCEL_WINDOW).await;
    let outcome = match once().await {
        Ok(outcome) => outcome,
        Err(_) => once()
            .await
            .map_err(|error| Failure::InDoubt(error.to_string()))?,
    };
    if let Some(refused) = refusals::cancelling(outcome) {
        return Err(refused);
    }
    app.nudges.deliveries.notify_one();
    let (_, caller) = app.ensure_member(request).await?;
    let cash = money::units(caller.balance.cash);
    let games = games::Button::Page {
        league: None,
        page: 0,
    };
    Ok(Reply::private(vec![
        text_block(catalogue.line(
            "cancel-done",
            &[
                ("stake", money::units(stake).into()),
                ("ones", u8::from(stake == Units::whole(1)).into()),
                ("cash", cash.into()),
            ],
        )),
        row(vec![button(
            ButtonStyle::Secondary,
            &catalogue.say("placed-more"),
            games,
        )]),
    ]))
}
