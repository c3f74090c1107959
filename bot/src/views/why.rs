//! A ticket explained: what was compared, by which rule, on whose word, the arithmetic, and what
//! was corrected since.

mod receipt;
mod sums;

use std::collections::HashMap;

use grading::ReceiptError;
use shared::decision::ReviewReason;
use shared::id::GameId;
use shared::price::OddsFormat;
use shared::ticket::{Leg, TicketKind};
use store::notices::{LegShown, Resettlement, SlipTicket};
use store::tickets::Settlement;
use twilight_model::channel::message::Component;

use crate::reply::{TEXT_CHARS_MAX, container, text};
use crate::slips::{Form, decided, leg_word, pick};
use crate::text::Text;
use crate::views::money;
use crate::views::ticket;
use crate::wording::{self, Said};

/// What is kept free for notes before it: a welcome, a relief.
const SPARE_CHARS: usize = 200;

/// What is explained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) slip: &'a SlipTicket,
    /// All its settlements, in order.
    pub(crate) settlements: &'a [Settlement],
    /// Why it was settled anew, where it was.
    pub(crate) resettlements: &'a [Resettlement],
    /// Those of its games that are under review.
    pub(crate) reviews: &'a HashMap<GameId, ReviewReason>,
    pub(crate) format: OddsFormat,
}

type Telling = fn(Text, &View<'_>, &Leg, &LegShown) -> Result<Said, ReceiptError>;

/// The explanation, in at most as many characters as a message takes.
///
/// # Errors
/// [`ReceiptError`] when a stored receipt cannot be read.
pub(crate) fn parts(words: Text, view: &View<'_>) -> Result<Vec<Component>, ReceiptError> {
    let slip = view.slip;
    let of = &slip.ticket;
    // A single is called by its pick, with the player's name in it.
    let title = match (of.kind, of.legs.first().zip(slip.legs.first())) {
        (TicketKind::Single, Some((leg, shown))) => pick(words, &leg.selection, shown, Form::Short),
        _ => ticket::title(words, of, &[]),
    };
    let head = words.line(
        "why-head",
        &[
            ("code", (&of.code).into()),
            ("state", ticket::state(words, of.state).into()),
            ("title", title.into()),
            ("price", ticket::price(of, view.format).into()),
            ("placed", of.placed_at.timestamp().into()),
        ],
    );
    let sums = sums::lines(words, view);
    let taken = head.discord_chars() + sums.discord_chars() + SPARE_CHARS;
    let legs = legs(words, view, TEXT_CHARS_MAX.saturating_sub(taken))?;
    Ok(vec![container(
        None,
        vec![text(head), text(legs), text(sums)],
    )])
}

/// The legs in the longest form in which all of them fit, or as many as do.
fn legs(words: Text, view: &View<'_>, room: usize) -> Result<Said, ReceiptError> {
    let forms: [Telling; 3] = [receipt::leg, shortly, barely];
    let size = |lines: &[Said]| lines.iter().map(|it| it.discord_chars() + 1).sum::<usize>();
    let mut lines = Vec::new();
    for form in forms {
        let legs = view.slip.ticket.legs.iter().zip(&view.slip.legs);
        let told = legs.map(|(leg, shown)| form(words, view, leg, shown));
        lines = told.collect::<Result<Vec<_>, _>>()?;
        if size(&lines) <= room {
            return Ok(wording::lines(lines));
        }
    }
    let all = lines.len();
    let more = |left: usize| words.line("slip-more-legs", &[("count", left.into())]);
    while size(&lines) > room && lines.len() > 1 {
        // The last line makes place for the count of what is left out.
        lines.truncate(lines.len().saturating_sub(2));
        lines.push(more(all - lines.len()));
    }
    Ok(wording::lines(lines))
}

/// What was picked, and what decided it.
fn shortly(
    words: Text,
    view: &View<'_>,
    leg: &Leg,
    shown: &LegShown,
) -> Result<Said, ReceiptError> {
    let why = match receipt::of(shown)? {
        Some((receipt, _)) => decided(words, &receipt, shown),
        None => leg_word(words, shown.grade.as_ref().map(|it| it.outcome)),
    };
    Ok(short(words, view, leg, shown, &why))
}

/// What was picked, and what it came to.
fn barely(words: Text, view: &View<'_>, leg: &Leg, shown: &LegShown) -> Result<Said, ReceiptError> {
    let outcome = leg_word(words, shown.grade.as_ref().map(|it| it.outcome));
    Ok(short(words, view, leg, shown, &outcome))
}

fn short(words: Text, view: &View<'_>, leg: &Leg, shown: &LegShown, why: &Said) -> Said {
    let pick = pick(words, &leg.selection, shown, Form::Code);
    words.line(
        "why-leg-short",
        &[
            ("number", leg.number.into()),
            ("pick", pick.into()),
            ("price", money::price(leg.price, view.format).into()),
            ("why", why.into()),
        ],
    )
}

#[cfg(test)]
mod tests;
