//! A ticket was settled, and its owner asked for direct messages.

use shared::id::TicketId;
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use shared::ticket::TicketKind;
use store::corrections::TicketStatus;
use store::notices::{self, SlipTicket};
use wording::{Catalogue, NameForm, Said};

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::caches::Server;
use crate::slips;
use crate::views::correction;

/// How much is said of a parlay's legs.
const FACTS_CHARS_MAX: usize = 1_200;

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let ticket = TicketId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let slip = notices::slip_ticket(&mut tx, key.guild, ticket).await?;
    tx.commit().await?;
    let slip = match slip {
        None => return inner.finish(key, None, Some("no such ticket")).await,
        Some(slip) if slip.member.notify != Some(NotifyBy::DirectMessage) => {
            return inner.finish(key, None, Some("no longer asked for")).await;
        }
        Some(slip) if slip.ticket.settled_seq > key.sequence => {
            return inner.finish(key, None, Some("settled anew since")).await;
        }
        Some(slip) => slip,
    };
    let (content, mark) = content(&slip, &server, key.sequence);
    let message = Message {
        content,
        ..Message::default()
    };
    let sent = match inner.messenger.direct(slip.member.user).await {
        Ok(channel) => {
            inner
                .post_once(&claim, channel, &message, &mark.discord())
                .await
        }
        Err(error) => Err(error.into()),
    };
    match sent {
        Ok(place) => inner.finish(key, Some(place), None).await,
        Err(error) => {
            if let DeliveryError::Send(SendError::NoDirectMessages) = &error {
                let mut tx = inner.begin(key.guild).await?;
                notices::stop_direct_messages(&mut tx, key.guild, slip.member.id).await?;
                tx.commit().await?;
            }
            after_error(inner, &claim, error, failure::Where::default()).await
        }
    }
}

/// What it says, and the line that tells it from every other.
fn content(slip: &SlipTicket, server: &Server, sequence: i32) -> (Said, Said) {
    let catalogue = Catalogue::get(&server.guild.locale);
    let ticket = &slip.ticket;
    let own = slip.member.odds_format;
    let format = own.unwrap_or(server.settings.odds_format);
    let first = ticket.legs.first().zip(slip.legs.first());
    let pick = match (ticket.kind, first) {
        (TicketKind::Single, Some((leg, shown))) => {
            wording::pick(catalogue, &leg.selection, shown, NameForm::Short)
        }
        (kind, _) => wording::whole_name(catalogue, kind, ticket.legs.len()),
    };
    let returned = ticket.returned.unwrap_or(ticket.stake);
    let money = wording::money_word(catalogue, ticket.state, ticket.stake, returned);
    let mut lines = vec![catalogue.line(
        "direct-head",
        &[
            ("money", money.into()),
            ("pick", pick.into()),
            ("price", slips::price(slip, format).into()),
            ("state", wording::state_word(catalogue, ticket.state).into()),
        ],
    )];
    lines.push(slips::facts(slip, format, catalogue, FACTS_CHARS_MAX));
    if let Some(before) = slip.before {
        let stood = |state, returned| {
            let returned = Some(returned);
            correction::standing(catalogue, &TicketStatus { state, returned }, ticket.stake)
        };
        lines.push(catalogue.line(
            "direct-corrected",
            &[
                ("before", stood(before.state, before.returned).into()),
                ("after", stood(ticket.state, returned).into()),
            ],
        ));
    }
    if let Some(row) = slip.slip {
        let (guild, channel, message) = (ticket.guild, row.place.channel, row.place.message);
        let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
        lines.push(catalogue.line("direct-link", &[("link", Said::ours(link).into())]));
    }
    let mark = catalogue.line(
        "direct-foot",
        &[
            ("server", Said::name(&server.guild.name).into()),
            ("code", (&ticket.code).into()),
            ("settlement", sequence.into()),
        ],
    );
    lines.push(mark.clone());
    (wording::lines(lines), mark)
}
