//! **Share**: a ticket's slip for everybody.

use services::bets::Shared;
use shared::id::TicketId;

use crate::app::App;
use crate::discord::reply::{Reply, Target};
use crate::discord::request::Request;
use crate::errors::Failure;

/// Posts a ticket's slip for everybody.
pub(crate) async fn share(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let of = (request.guild, server.settings.slip_audience);
    let shared =
        services::bets::share(&app.pool, of, caller.member.id, ticket, request.interaction).await?;
    app.nudges.deliveries.notify_one();
    let key = match shared {
        Shared::Now => "share-done",
        Shared::Before => "share-before",
    };
    Ok(Reply::say(request.catalogue().say(key)).at(Target::New))
}
