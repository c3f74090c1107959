//! How a ticket was settled: the arithmetic to the micro-unit, and why it changed.

use shared::price::{OddsFormat, Product};
use shared::ticket::TicketState;
use shared::units::Units;
use store::corrections::TicketStatus;
use store::notices::Resettlement;
use store::tickets::Settlement;
use wording::{Catalogue, NameForm, Said, game_name, money};

use super::View;
use crate::fitting;
use crate::views::{correction, review, ticket};

/// How long all of it may be: corrections of corrections are rare, and the newest matter.
const CHARS_MAX: usize = 1_500;
/// The most settlements that are shown.
const SHOWN_MAX: usize = 30;
/// Digits beyond which a ratio says less than the price does.
const DIGITS_MAX: usize = 40;

/// A line for each settlement with what it follows from; the oldest are left out where they do
/// not fit.
pub(super) fn lines(catalogue: Catalogue, view: &View<'_>) -> Said {
    if view.settlements.is_empty() {
        return catalogue.say("why-not-settled");
    }
    let all = view.settlements.len();
    let newest = view.settlements.iter().enumerate().rev().take(SHOWN_MAX);
    let newest = newest.map(|(index, settlement)| {
        let before = index.checked_sub(1).and_then(|it| view.settlements.get(it));
        settled(catalogue, view, settlement, before)
    });
    let newest: Vec<Said> = newest.collect();
    let text = |count: usize| {
        let left = all - count;
        let earlier = (left > 0).then(|| catalogue.line("why-earlier", &[("count", left.into())]));
        let shown = newest[..count].iter().rev().cloned();
        wording::lines(earlier.into_iter().chain(shown))
    };
    // The newest is shown however long it is.
    let fitting = fitting::longest(newest.len() - 1, CHARS_MAX, |others| text(others + 1));
    fitting.unwrap_or_else(|| text(1))
}

fn settled(
    catalogue: Catalogue,
    view: &View<'_>,
    settlement: &Settlement,
    before: Option<&Settlement>,
) -> Said {
    let mut lines = vec![sum(catalogue, view.slip.ticket.stake, settlement, before)];
    let why = view.resettlements.iter();
    let why = why.filter(|it| it.sequence == settlement.sequence);
    lines.extend(why.flat_map(|it| because(catalogue, view, it)));
    wording::lines(lines)
}

/// Which results were corrected, or who decided.
fn because(catalogue: Catalogue, view: &View<'_>, it: &Resettlement) -> Vec<Said> {
    let corrected = it.corrected.iter().filter_map(|it| {
        let mut legs = view.slip.legs.iter();
        let game = &legs.find(|leg| leg.game.id == it.game)?.game;
        let provider = (
            "provider",
            review::source(catalogue, &it.after.provider).into(),
        );
        let before = review::result_word(catalogue, game, &it.before);
        let after = review::result_word(catalogue, game, &it.after);
        // What players did was corrected, or the places of a field.
        let key = if before == after {
            "why-because-figures"
        } else {
            "why-because-result"
        };
        Some(catalogue.line(
            key,
            &[
                ("game", game_name(catalogue, game, NameForm::Short).into()),
                ("before", before.into()),
                ("after", after.into()),
                ("version", it.after.version.into()),
                provider,
            ],
        ))
    });
    let decided = it.decision.iter().map(|it| {
        catalogue.line(
            "why-because-decision",
            &[
                ("number", it.number.into()),
                ("actor", catalogue.person(&it.actor_name).into()),
                ("reason", Said::prose(&it.reason).into()),
            ],
        )
    });
    corrected.chain(decided).collect()
}

fn standing(catalogue: Catalogue, settlement: &Settlement, stake: Units) -> Said {
    let standing = TicketStatus {
        state: settlement.state,
        returned: settlement.returned,
    };
    correction::standing(catalogue, &standing, stake)
}

/// A settlement as arithmetic, to the micro-unit.
fn sum(
    catalogue: Catalogue,
    stake: Units,
    settlement: &Settlement,
    before: Option<&Settlement>,
) -> Said {
    let at = ("at", settlement.settled_at.timestamp().into());
    let taken_back = before.filter(|_| settlement.reverses.is_some());
    let was = taken_back.map(|it| standing(catalogue, it, stake));
    let Some(returned) = settlement.returned else {
        return match was {
            Some(was) => catalogue.line("why-reopened", &[at, ("before", was.into())]),
            None => catalogue.line("why-partly", &[at]),
        };
    };
    if settlement.state == TicketState::Cancelled {
        let back = ("stake", money::units(stake).into());
        return catalogue.line("why-cancelled", &[at, back]);
    }
    let multiplier = settlement.multiplier.as_ref();
    let cut = if multiplier.is_some_and(|it| is_cut(stake, it)) {
        catalogue.say("why-cut")
    } else {
        Said::default()
    };
    let mut places = vec![
        at,
        ("stake", money::exact(stake).into()),
        (
            "multiplier",
            multiplier.map(ratio).unwrap_or_default().into(),
        ),
        ("returned", money::exact(returned).into()),
        ("net", money::exact_net(returned - stake).into()),
        ("cut", cut.into()),
    ];
    match was {
        Some(was) => {
            places.push(("before", was.into()));
            places.push(("after", standing(catalogue, settlement, stake).into()));
            catalogue.line("why-corrected", &places)
        }
        None => {
            let state = ticket::state(catalogue, settlement.state);
            places.push(("state", state.into()));
            catalogue.line("why-settled", &places)
        }
    }
}

fn ratio(multiplier: &Product) -> Said {
    let (num, den) = (multiplier.num().to_string(), multiplier.den().to_string());
    if num.len() + den.len() > DIGITS_MAX {
        money::product(multiplier, OddsFormat::Decimal)
    } else if den == "1" {
        Said::ours(num)
    } else {
        Said::ours(format!("{num}/{den}"))
    }
}

/// Whether the product has more places than the books hold.
fn is_cut(stake: Units, multiplier: &Product) -> bool {
    let steps = stake.steps().unsigned_abs();
    let rest = (multiplier.num() * steps) % multiplier.den();
    rest.bits() > 0
}
