//! What the picture and its caption both say.

use shared::competitor::Role;
use shared::game::{Game, GameResult};
use shared::grade::LegOutcome;
use shared::price::{OddsFormat, Product};
use shared::ticket::{Leg, Terms, Ticket, TicketKind, TicketState};
use shared::units::Units;
use store::notices::{SlipLeg, SlipTicket};
use wording::{Catalogue, NameForm, Said, called, money, visitors_first};

use super::ended::{final_result, is_field_over, renewed};

/// The sentence about a leg, as it is drawn: the arithmetic once it is graded, else what must
/// happen.
pub(super) fn sentence(
    catalogue: Catalogue,
    slip: &SlipTicket,
    leg: &Leg,
    shown: &SlipLeg,
) -> Option<Said> {
    if let Some(ruling) = shown.grade.as_ref().and_then(|it| it.ruling.as_ref()) {
        let places = [
            ("actor", catalogue.person(&ruling.actor_name).into()),
            ("reason", Said::prose(&ruling.reason).into()),
        ];
        return Some(catalogue.line("correction-ruled", &places));
    }
    if let Some(grade) = &shown.grade {
        let renewed = renewed(slip, leg, shown).map(Ok);
        let receipt = renewed.unwrap_or_else(|| grading::Receipt::from_bytes(&grade.receipt));
        return match receipt {
            Ok(receipt) => Some(wording::verdict(catalogue, &receipt, &shown.game)),
            Err(error) => {
                tracing::error!("the receipt of leg {} cannot be read: {error}", leg.number);
                None
            }
        };
    }
    if slip.ticket.state == TicketState::Cancelled {
        return None;
    }
    wording::wins_if(catalogue, &slip.choices, &leg.selection, &shown.game)
}

/// What a parlay is worth once legs have dropped out of it.
pub(super) struct Dropped {
    /// How many legs dropped out.
    pub(super) count: usize,
    /// The price of the legs that are left.
    pub(super) now: Said,
    /// The price that was agreed.
    pub(super) before: Said,
    /// What can still be won; nothing once the ticket is settled.
    pub(super) to_win: Option<Units>,
}

/// Legs that pushed or were void, where a parlay goes on or ended without them.
pub(super) fn dropped(
    catalogue: Catalogue,
    slip: &SlipTicket,
    format: OddsFormat,
) -> Option<Dropped> {
    let ticket = &slip.ticket;
    if ticket.kind() != TicketKind::Parlay {
        return None;
    }
    let outcome = |it: &SlipLeg| it.grade.as_ref().map(|it| it.outcome);
    let gone = |it: &SlipLeg| matches!(outcome(it), Some(LegOutcome::Push | LegOutcome::Void));
    let left: Vec<_> = ticket
        .legs
        .iter()
        .zip(&slip.legs)
        .filter(|(_, shown)| !gone(shown))
        .map(|(leg, _)| leg.price)
        .collect();
    let count = ticket.legs.len() - left.len();
    if count == 0 || left.is_empty() {
        return None;
    }
    let product = Product::of(&left);
    let steps = num_bigint::BigUint::from(ticket.stake.steps().unsigned_abs()) * product.num()
        / product.den();
    let possible = i64::try_from(steps).ok().map(Units::from_steps);
    Some(Dropped {
        count,
        now: money::product(&product, format),
        before: whole_price(catalogue, ticket, format),
        to_win: possible
            .filter(|_| ticket.state == TicketState::Open)
            .map(|it| it - ticket.stake),
    })
}

/// How a leg's game ended: `Bears 27, Packers 24, final`.
pub(super) fn leg_result(
    catalogue: Catalogue,
    game: &Game,
    result: &GameResult,
    form: NameForm,
) -> Said {
    let scores = final_result(Some(result))
        .and_then(|it| Some((it.full(Role::Home)?, it.full(Role::Away)?)));
    if is_field_over(game, result) {
        let name = wording::game_name(catalogue, game, form);
        return catalogue.line("slip-leg-note-field", &[("game", name.into())]);
    }
    let Some((sides, (home, away))) = game.sides().zip(scores) else {
        return catalogue.line(
            "slip-leg-note-ended",
            &[
                ("game", wording::game_name(catalogue, game, form).into()),
                ("how", wording::ended(catalogue, game, result, form).into()),
            ],
        );
    };
    let (home, away) = ((&sides.home, home), (&sides.away, away));
    let (first, second) = if visitors_first(game.sport) {
        (away, home)
    } else {
        (home, away)
    };
    catalogue.line(
        "slip-leg-note-final",
        &[
            ("first", called(game, first.0, form).into()),
            ("first-score", first.1.into()),
            ("second", called(game, second.0, form).into()),
            ("second-score", second.1.into()),
        ],
    )
}

/// What was said before a correction: `Was LOST, -2.00u`.
pub(super) fn was(catalogue: Catalogue, state: TicketState, stake: Units, returned: Units) -> Said {
    catalogue.line(
        "slip-was",
        &[
            ("state", wording::state_word(catalogue, state).into()),
            (
                "money",
                wording::money_word(catalogue, state, stake, returned).into(),
            ),
        ],
    )
}

/// What a ticket of several legs is called.
pub(crate) fn whole_name(catalogue: Catalogue, ticket: &Ticket) -> Said {
    let each_way = wording::is_each_way(ticket);
    wording::whole_name(catalogue, &ticket.terms, ticket.legs.len(), each_way)
}

/// How the stake of a system is spread over its bets. `None` for what is one bet.
pub(crate) fn spread(catalogue: Catalogue, ticket: &Ticket) -> Option<Said> {
    wording::spread(catalogue, &ticket.terms, ticket.legs.len(), ticket.stake)
}

/// The price of a leg. A teaser's legs have none of their own: its chart has one for all.
pub(crate) fn leg_price(
    catalogue: Catalogue,
    ticket: &Ticket,
    leg: &Leg,
    format: OddsFormat,
) -> Said {
    match ticket.kind() {
        TicketKind::Teaser => catalogue.say("public-teased"),
        _ => money::price(leg.price, format),
    }
}

/// The price of all legs together; of what may win in parts, the most.
pub(crate) fn whole_price(catalogue: Catalogue, ticket: &Ticket, format: OddsFormat) -> Said {
    if wording::pays_in_parts(ticket) {
        let part = |units: Units| u64::try_from(units.steps()).unwrap_or(0);
        let most = money::ratio(part(ticket.possible_return), part(ticket.stake), format);
        return catalogue.line("public-up-to", &[("price", most.into())]);
    }
    let prices: Vec<_> = ticket.legs.iter().map(|it| it.price).collect();
    match (&ticket.terms, prices.as_slice()) {
        (Terms::Teaser { chart, .. }, legs) => {
            let price = chart.get(&legs.len()).map(|it| money::price(*it, format));
            price.unwrap_or_default()
        }
        (_, [price]) => money::price(*price, format),
        _ => money::product(&Product::of(&prices), format),
    }
}
