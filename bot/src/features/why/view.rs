//! A ticket explained: what was compared, by which rule and on which source, the arithmetic, and
//! what was corrected since.

mod receipt;
mod sums;

use std::collections::HashMap;

use grading::ReceiptError;
use shared::decision::ReviewReason;
use shared::id::GameId;
use shared::price::OddsFormat;
use shared::ticket::{Leg, TicketKind};
use store::notices::{Resettlement, SlipLeg, SlipTicket};
use store::tickets::Settlement;
use twilight_model::channel::message::Component;
use wording::{Catalogue, NameForm, Said, leg_word, pick, verdict};

use crate::discord::reply::{TEXT_CHARS_MAX, container, text_block};
use crate::fitting;
use crate::slips;
use crate::views::ticket;

/// What is kept free for notes before it: a welcome, a relief.
const SPARE_CHARS: usize = 200;

/// What is explained.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) slip: &'a SlipTicket,
    /// All its settlements, in order.
    pub(crate) settlements: &'a [Settlement],
    /// Why it was settled again, if it was.
    pub(crate) resettlements: &'a [Resettlement],
    /// Those of its games that are under review.
    pub(crate) reviews: &'a HashMap<GameId, ReviewReason>,
    pub(crate) format: OddsFormat,
}

/// A form in which a leg is explained.
type LegForm = fn(Catalogue, &View<'_>, &Leg, &SlipLeg) -> Result<Said, ReceiptError>;

/// The explanation, in at most as many characters as a message takes.
///
/// # Errors
/// [`ReceiptError`] when a stored receipt cannot be read.
pub(crate) fn parts(catalogue: Catalogue, view: &View<'_>) -> Result<Vec<Component>, ReceiptError> {
    let slip = view.slip;
    let of = &slip.ticket;
    // A single is called by its pick, with the player's name in it.
    let title = match (of.kind(), of.legs.first().zip(slip.legs.first())) {
        (TicketKind::Single, Some((leg, shown))) => {
            let pick = pick(catalogue, &leg.selection, &shown.game, NameForm::Short);
            wording::named(catalogue, pick, leg.each_way.is_some())
        }
        _ => ticket::title(catalogue, of, &[]),
    };
    let head = catalogue.line(
        "why-head",
        &[
            ("code", (&of.code).into()),
            ("state", ticket::state(catalogue, of.state).into()),
            ("title", title.into()),
            ("price", ticket::price(catalogue, of, view.format).into()),
            ("placed", of.placed_at.timestamp().into()),
        ],
    );
    let spread = slips::spread(catalogue, of);
    let head = wording::lines([Some(head), spread].into_iter().flatten());
    let sums = sums::lines(catalogue, view);
    let taken = head.discord_chars() + sums.discord_chars() + SPARE_CHARS;
    let legs = legs(catalogue, view, TEXT_CHARS_MAX.saturating_sub(taken))?;
    Ok(vec![container(
        None,
        vec![text_block(head), text_block(legs), text_block(sums)],
    )])
}

/// The legs in the longest form in which all of them fit, or as many as do.
fn legs(catalogue: Catalogue, view: &View<'_>, room: usize) -> Result<Said, ReceiptError> {
    let forms: [LegForm; 3] = [receipt::leg, shortly, barely];
    let mut lines = Vec::new();
    for form in forms {
        let legs = view.slip.ticket.legs.iter().zip(&view.slip.legs);
        let said = legs.map(|(leg, shown)| form(catalogue, view, leg, shown));
        lines = said.collect::<Result<Vec<_>, _>>()?;
        let whole = wording::lines(lines.iter().cloned());
        if whole.discord_chars() <= room {
            return Ok(whole);
        }
    }
    let more = |left: usize| catalogue.line("slip-more-legs", &[("count", left.into())]);
    Ok(fitting::first_lines(&lines, room, more))
}

/// What was picked, and what decided it.
fn shortly(
    catalogue: Catalogue,
    view: &View<'_>,
    leg: &Leg,
    shown: &SlipLeg,
) -> Result<Said, ReceiptError> {
    let why = match receipt::of(shown)? {
        Some((receipt, _)) => verdict(catalogue, &receipt, &shown.game),
        None => leg_word(catalogue, shown.grade.as_ref().map(|it| it.outcome)),
    };
    Ok(short(catalogue, view, leg, shown, &why))
}

/// What was picked, and its outcome.
fn barely(
    catalogue: Catalogue,
    view: &View<'_>,
    leg: &Leg,
    shown: &SlipLeg,
) -> Result<Said, ReceiptError> {
    let outcome = leg_word(catalogue, shown.grade.as_ref().map(|it| it.outcome));
    Ok(short(catalogue, view, leg, shown, &outcome))
}

fn short(catalogue: Catalogue, view: &View<'_>, leg: &Leg, shown: &SlipLeg, why: &Said) -> Said {
    let pick = pick(catalogue, &leg.selection, &shown.game, NameForm::Code);
    catalogue.line(
        "why-leg-short",
        &[
            ("number", leg.number.into()),
            ("pick", pick.into()),
            (
                "price",
                slips::leg_price(catalogue, &view.slip.ticket, leg, view.format).into(),
            ),
            ("why", why.into()),
        ],
    )
}

#[cfg(test)]
mod tests;
