//! **Share**: a ticket's slip for everybody.

use shared::id::TicketId;
use shared::settings::SlipAudience;
use store::tickets;

use crate::app::App;
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};

/// Posts a ticket's slip for everybody.
pub(crate) async fn share(
    app: &App,
    request: &Request,
    ticket: TicketId,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    if server.settings.slip_audience == SlipAudience::Nobody {
        return Err(refuse("share-off"));
    }
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let shared = tickets::find(&mut tx, request.guild, ticket).await?;
    if shared.is_none_or(|it| it.ticket.member != caller.member.id) {
        return Err(refuse("share-not-yours"));
    }
    let left = tickets::share(&mut tx, request.guild, caller.member.id, ticket).await?;
    tx.commit().await?;
    app.nudges.deliveries.notify_one();
    let key = if left { "share-done" } else { "share-before" };
    Ok(Reply::say(request.catalogue().say(key)).at(crate::discord::reply::Target::New))
}
