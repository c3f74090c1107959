//! **Cancel** under a bet that was just placed.

use services::bets::Cancellation;
use shared::id::TicketId;
use shared::units::Units;
use twilight_model::channel::message::component::ButtonStyle;
use wording::money;

use crate::app::App;
use crate::discord::reply::{Reply, button, row, text_block};
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::features::games;

/// Takes a ticket back, or says why not.
pub(crate) async fn cancel(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let asked = Cancellation {
        guild: request.guild,
        member: caller.member.id,
        interaction: request.interaction,
        ticket,
    };
    let stake = services::bets::cancel(&app.pool, &asked).await?;
    app.nudges.deliveries.notify_one();
    let (_, caller) = app
        .ensure_member(request)
        .await
        .map_err(Failure::after_done)?;
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
