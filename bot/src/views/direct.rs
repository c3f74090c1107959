//! What a member reads in a direct message once a ticket is settled.

use shared::ticket::TicketKind;
use store::corrections::TicketStatus;
use store::notices::SlipTicket;
use wording::{Catalogue, NameForm, Said};

use crate::caches::Server;
use crate::slips;
use crate::views::correction;

/// How much is said of a parlay's legs.
const FACTS_CHARS_MAX: usize = 1_200;

/// The ticket as settlement number `sequence` left it. The last line is that of no other message.
pub(crate) fn content(slip: &SlipTicket, server: &Server, sequence: i32) -> Said {
    let catalogue = Catalogue::get(&server.guild.locale);
    let ticket = &slip.ticket;
    let own = slip.member.odds_format;
    let format = own.unwrap_or(server.settings.odds_format);
    let first = ticket.legs.first().zip(slip.legs.first());
    let pick = match (ticket.kind(), first) {
        (TicketKind::Single, Some((leg, shown))) => {
            let pick = wording::pick(catalogue, &leg.selection, &shown.game, NameForm::Short);
            wording::named(catalogue, pick, leg.each_way.is_some())
        }
        _ => slips::whole_name(catalogue, ticket),
    };
    let returned = ticket.returned.unwrap_or(ticket.stake);
    let money = wording::money_word(catalogue, ticket.state, ticket.stake, returned);
    let mut lines = vec![catalogue.line(
        "direct-head",
        &[
            ("money", money.into()),
            ("pick", pick.into()),
            ("price", slips::price(catalogue, slip, format).into()),
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
    lines.push(catalogue.line(
        "direct-foot",
        &[
            ("server", Said::name(&server.guild.name).into()),
            ("code", (&ticket.code).into()),
            ("settlement", sequence.into()),
        ],
    ));
    wording::lines(lines)
}
