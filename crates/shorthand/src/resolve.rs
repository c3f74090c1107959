//! The selections of a board that fit every word of a leg.

use chrono::{DateTime, Utc};
use shared::competitor::Role;
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::market::{MarketKind, Selection, Side};

use crate::answer::{Candidate, Reason};
use crate::ask::{Ask, Found};
use crate::board::Board;
use crate::people::{entrant, head_to_head, person};
use crate::pick::lead_of;
use crate::place::{Placing, placings};
use crate::wants::Wants;

/// What a leg stands in.
#[derive(Clone, Copy)]
pub(crate) struct Around {
    pub(crate) moment: DateTime<Utc>,
    /// Whether nothing but names is the moneyline here.
    pub(crate) winner_by_default: bool,
    pub(crate) staked: bool,
    /// The game of the leg before.
    pub(crate) before: Option<usize>,
}

/// Why a leg is none, with what is near.
pub(crate) type Refused = (Reason, Vec<Selection>);

/// What fits a leg, and the game if there is one only.
pub(crate) fn resolve(
    board: &Board,
    wants: &Wants,
    around: Around,
) -> Result<(Vec<Candidate>, Option<usize>), Refused> {
    let nothing_near = |it: Reason| -> Refused { (it, Vec::new()) };
    let places = if wants.mentions.is_empty() {
        let event = around.before.filter(|_| wants.counts());
        let none = if wants.asks() {
            Reason::NoGame
        } else {
            Reason::NotABet
        };
        let event = event.ok_or_else(|| nothing_near(none))?;
        vec![Placing {
            event,
            who: Vec::new(),
        }]
    } else {
        placings(board, wants, around.moment).map_err(nothing_near)?
    };
    let mut found: Vec<Candidate> = Vec::new();
    let mut events = Vec::new();
    for place in &places {
        let here = fitting(board, wants, around, place);
        if !here.is_empty() && !events.contains(&place.event) {
            events.push(place.event);
        }
        for candidate in here {
            take(&mut found, candidate);
        }
    }
    if found.is_empty() {
        let reason = if wants.asks() || wants.bare.is_some() || wants.mentions.len() < 2 {
            Reason::NotOffered
        } else {
            Reason::NotABet
        };
        return Err((reason, near(board, wants, around, &places)));
    }
    let event = events.first().copied().filter(|_| events.len() == 1);
    Ok((found, event))
}

/// Takes a candidate in once. One that fits in full is that, whatever else it fits.
pub(crate) fn take(all: &mut Vec<Candidate>, new: Candidate) {
    let same = |it: &&mut Candidate| it.selection == new.selection && it.stake == new.stake;
    match all.iter_mut().find(same) {
        Some(known) => known.inferred &= new.inferred,
        None => all.push(new),
    }
}

/// So many selections are named as near.
const NEAR_MAX: usize = 5;

/// The same questions at their main lines.
fn near(board: &Board, wants: &Wants, around: Around, places: &[Placing]) -> Vec<Selection> {
    let Some(relaxed) = without_line(wants) else {
        return Vec::new();
    };
    let found = places
        .iter()
        .flat_map(|it| fitting(board, &relaxed, around, it));
    found.map(|it| it.selection).take(NEAR_MAX).collect()
}

/// The same question at whatever line, where one is asked for.
fn without_line(wants: &Wants) -> Option<Wants> {
    let mut relaxed = wants.clone();
    relaxed.spread |= wants.signed.is_some() || wants.bare.is_some();
    relaxed.over = wants.over.or(wants.plus.map(|_| Side::Over));
    (relaxed.signed, relaxed.line) = (None, None);
    (relaxed.plus, relaxed.bare) = (None, None);
    (relaxed != *wants).then_some(relaxed)
}

fn fitting(board: &Board, wants: &Wants, around: Around, place: &Placing) -> Found {
    let Some(event) = board.events.get(place.event) else {
        return Vec::new();
    };
    let ask = Ask {
        event,
        wants,
        winner_by_default: around.winner_by_default,
        staked: around.staked,
    };
    if place.who.is_empty() {
        return ask.game();
    }
    let roles: Vec<Option<Role>> = place.who.iter().map(|it| event.role(*it)).collect();
    let mut others: Vec<CompetitorId> = Vec::new();
    for (who, role) in place.who.iter().zip(&roles) {
        if role.is_none() && !others.contains(who) {
            others.push(*who);
        }
    }
    match (others.as_slice(), event.sides.is_some()) {
        ([], _) => sides(ask, &roles),
        ([player], true) => person(ask, *player),
        ([one], false) => entrant(ask, *one),
        ([first, second], false) => head_to_head(ask, *first, *second),
        _ => Vec::new(),
    }
}

/// What is asked of one side or of both.
fn sides(ask: Ask<'_>, roles: &[Option<Role>]) -> Found {
    let named: Vec<Role> = roles.iter().copied().flatten().collect();
    let one = |role: Role| {
        let mut found = ask.side(role);
        if let Some(id) = ask.event.side(role) {
            found.extend(person(ask, id));
        }
        found
    };
    let Some(first) = named.first().copied() else {
        return Vec::new();
    };
    if named.iter().all(|it| *it == first) {
        return one(first);
    }
    let picked = picked(ask.wants, &named);
    if let Some(found) = pair(ask, &named) {
        return found;
    }
    let nothing = !ask.wants.asks() && ask.wants.bare.is_none();
    match picked {
        Some(role) => ask.side(role),
        None if nothing => Vec::new(),
        None => either(ask, &named),
    }
}

/// What is asked of one of two sides that are both named, where nothing says of which. What only
/// one of them is offered is clear if the question stands beside that one's name. Otherwise the
/// other may be meant, and its line may have moved.
fn either(ask: Ask<'_>, named: &[Role]) -> Found {
    let sides = [Role::Home, Role::Away].map(|it| (it, ask.side(it)));
    let [(_, home), (_, away)] = &sides;
    if home.is_empty() == away.is_empty() {
        return sides.into_iter().flat_map(|it| it.1).collect();
    }
    let beside = beside(ask.wants, named);
    let relaxed = without_line(ask.wants);
    let mut found = Found::new();
    for (role, here) in sides {
        if here.is_empty() {
            let wants = relaxed.as_ref().filter(|_| beside == Some(role));
            let main = wants.map(|wants| Ask { wants, ..ask }.side(role));
            let main = main.unwrap_or_default().into_iter();
            found.extend(main.map(Candidate::inferred));
        } else if beside == Some(role) {
            found.extend(here);
        } else {
            found.extend(here.into_iter().map(Candidate::inferred));
        }
    }
    found
}

/// The side beside whose name the question stands: the first, where it stands before all names, or
/// the last.
fn beside(wants: &Wants, named: &[Role]) -> Option<Role> {
    let is_before = wants.mentions.first()?.asked_before >= wants.asked;
    let of = if is_before {
        named.first()
    } else {
        named.last()
    };
    of.copied()
}

/// The side that is picked where both are named: the one outside of brackets, or the first where
/// something is asked before the second.
fn picked(wants: &Wants, named: &[Role]) -> Option<Role> {
    let first = named.first().copied()?;
    let mentions = wants.mentions.iter().zip(named);
    let outside: Vec<Role> = mentions
        .filter(|it| !it.0.bracket)
        .map(|it| *it.1)
        .collect();
    let alone = outside.first().copied();
    let alone = alone.filter(|it| outside.iter().all(|other| other == it));
    if let Some(alone) = alone.filter(|_| outside.len() < named.len()) {
        return Some(alone);
    }
    let second = named.iter().position(|it| *it != first)?;
    let start = wants.mentions.first()?.asked_before;
    let asked = wants.mentions.get(second)?.asked_before > start;
    asked.then_some(first)
}

/// What is asked of both sides together.
fn pair(ask: Ask<'_>, named: &[Role]) -> Option<Found> {
    let wants = ask.wants;
    let first = named.first().copied()?;
    let last = named.last().copied()?;
    if ask.asks_of_game() {
        let mut found = ask.game();
        let between = wants.over_after == 1 && wants.over == Some(Side::Over);
        if between && wants.line.is_none() {
            found.extend(ask.winner(first));
        }
        return Some(found);
    }
    if let Some(Some(side)) = wants.double_chance {
        return Some(ask.answers(MarketKind::DoubleChance, None, side));
    }
    if wants.half_full {
        let (half, full) = (lead_of(first), lead_of(last));
        let side = Side::HalfFull { half, full };
        return Some(ask.answers(MarketKind::HalfTimeFullTime, None, side));
    }
    let numbered = ask.event.sport == Sport::Soccer && !wants.spread && wants.signed.is_none();
    match wants.bare.as_deref() {
        Some("1") if numbered => Some(ask.winner(Role::Home)),
        Some("2") if numbered => Some(ask.winner(Role::Away)),
        Some("12") if numbered => {
            Some(ask.answers(MarketKind::DoubleChance, None, Side::HomeOrAway))
        }
        _ => None,
    }
}
