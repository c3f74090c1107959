//! Lists of tickets that came out differently, of as many as fit into one message.

use shared::ticket::TicketCode;
use shared::units::Units;
use store::corrections::TicketStatus;
use wording::{Catalogue, Said};

use crate::discord::reply::CONTENT_CHARS_MAX;
use crate::fitting;
use crate::views::correction::standing;

/// A ticket before and after a correction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ChangedTicket<'a> {
    pub(crate) owner_name: &'a str,
    pub(crate) code: &'a TicketCode,
    pub(crate) stake: Units,
    pub(crate) before: &'a TicketStatus,
    pub(crate) after: &'a TicketStatus,
}

/// The first `count` tickets, a line each, and how many more there are.
pub(crate) fn lines(
    catalogue: Catalogue,
    tickets: &[ChangedTicket<'_>],
    count: usize,
) -> Vec<Said> {
    let shown = tickets.iter().take(count);
    let mut lines: Vec<Said> = shown.map(|it| line(catalogue, it)).collect();
    let left = tickets.len().saturating_sub(count);
    if left > 0 {
        lines.push(catalogue.line("correction-more", &[("count", left.into())]));
    }
    lines
}

/// A message of `head`, as many of the tickets as fit and at most `lines_max`, and `ends`. `None`
/// when it is too long without any ticket.
pub(crate) fn message(
    catalogue: Catalogue,
    head: &Said,
    (tickets, lines_max): (&[ChangedTicket<'_>], usize),
    ends: &[Said],
) -> Option<Said> {
    let text = |count| {
        let mut all = vec![head.clone()];
        all.extend(lines(catalogue, tickets, count));
        all.extend(ends.iter().cloned());
        wording::lines(all)
    };
    fitting::longest(lines_max.min(tickets.len()), CONTENT_CHARS_MAX, text)
}

/// `Alice · ticket K7Q2MXD: Won, +0.91u became Lost, -1.00u`
fn line(catalogue: Catalogue, it: &ChangedTicket<'_>) -> Said {
    catalogue.line(
        "correction-ticket",
        &[
            ("name", catalogue.person(it.owner_name).into()),
            ("code", it.code.into()),
            ("before", standing(catalogue, it.before, it.stake).into()),
            ("after", standing(catalogue, it.after, it.stake).into()),
        ],
    )
}
