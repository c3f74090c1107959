//! Works out what a ticket of any kind comes to from its legs.

use grading::each_way::EachWayParlay;
use grading::fraction::of_price;
use grading::jsonl::stored;
use grading::ticket::kinds::Kind;
use grading::ticket::progress::{LegProgress, possible_return_of, settle_any};
use grading::ticket::rules::TicketRules;
use grading::{
    HouseRules, LegSettled, LegState, OptionError, Options, TicketError, TicketProgress, settle,
};
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;
use store::grades::GradeShares;
use store::settlements::{Agreed, AgreedLeg, HeadMove, LegGrades, LegToSettle, TicketToSettle};

use crate::each_way::each_way_terms;

/// The rules of a league as they were when the ticket was placed: their version, and the server's
/// rule choices.
///
/// # Errors
/// [`OptionError`] when a rule choice is not valid.
pub fn rules_of(ticket: &TicketToSettle, rules: HouseRules) -> Result<HouseRules, OptionError> {
    let options = Options::try_from(&ticket.choices)?;
    Ok(rules.at_version(ticket.rule_version).with_options(options))
}

/// The effective grade of a leg whose results say `graded`, with what it rests on: a version of the
/// result, or a correction's number below zero. A ruling takes precedence over results.
pub fn effective_grade(
    leg: &LegToSettle,
    graded: Option<(i32, LegGrades)>,
) -> Option<(i32, LegGrades)> {
    match leg.ruling {
        Some((number, held)) => Some((-number, LegGrades::ruled(held, &leg.agreed))),
        None => graded,
    }
}

/// The next state of a ticket's head, given the effective grades of its legs in order, each with
/// the version of the result or the correction's number below zero. `None` is a pending leg.
///
/// # Errors
/// [`TicketError`] when the legs do not fit the ticket's kind.
pub fn settle_with(
    ticket: &TicketToSettle,
    decided: &[Option<(i32, LegGrades)>],
) -> Result<HeadMove, TicketError> {
    let legs = ticket.legs.iter().zip(decided);
    let legs = legs.map(|(leg, decided)| (&leg.agreed, decided.map(|(_, came)| came)));
    let (state, returned, multiplier) = match progress(&ticket.agreed, legs)? {
        TicketProgress::Pending { .. } => (TicketState::Open, None, None),
        TicketProgress::Settled {
            state,
            returned,
            multiplier,
        } => {
            let multiplier = (multiplier.num().to_string(), multiplier.den().to_string());
            (state, Some(returned), Some(multiplier))
        }
    };
    let versions = decided
        .iter()
        .map(|it| it.map_or(0, |(version, _)| version));
    Ok(HeadMove {
        guild: ticket.guild,
        ticket: ticket.ticket,
        expected: ticket.settled_seq,
        state,
        returned,
        multiplier,
        result_versions: versions.collect(),
        settings_digest: ticket.settings_digest.clone(),
    })
}

/// What the stake has become so far, with these legs.
///
/// # Errors
/// [`TicketError`] when the legs do not fit the ticket's kind.
pub fn progress<'a>(
    agreed: &Agreed,
    legs: impl Iterator<Item = (&'a AgreedLeg, Option<LegGrades>)>,
) -> Result<TicketProgress, TicketError> {
    let legs: Vec<_> = legs.collect();
    if is_plain(agreed, legs.iter().map(|(leg, _)| *leg)) {
        let legs: Vec<_> = legs
            .iter()
            .map(|(leg, came)| LegSettled {
                price: leg.price,
                state: state(came.map(|it| it.win)),
            })
            .collect();
        return settle(agreed.kind, agreed.stake, &legs);
    }
    let progress: Vec<_> = legs
        .iter()
        .map(|(leg, came)| LegProgress {
            price: of_price(leg.price),
            win: state(came.map(|it| it.win)),
            place: (leg.each_way.and_then(each_way_terms))
                .map(|terms| (terms, state(came.and_then(|it| it.place)))),
        })
        .collect();
    let (kind, rules) = read(agreed, legs.len())?;
    settle_any(&kind, agreed.stake, &progress, rules)
}

/// What the ticket returns if every leg wins.
///
/// # Errors
/// [`TicketError`] when the legs do not fit the ticket's kind.
pub fn possible_return(agreed: &Agreed, legs: &[&AgreedLeg]) -> Result<Units, TicketError> {
    if is_plain(agreed, legs.iter().copied()) {
        let prices: Vec<_> = legs.iter().map(|it| it.price).collect();
        return grading::possible_return(agreed.stake, &prices);
    }
    let (kind, rules) = read(agreed, legs.len())?;
    let legs: Vec<_> = legs
        .iter()
        .map(|it| (of_price(it.price), it.each_way.and_then(each_way_terms)))
        .collect();
    possible_return_of(&kind, agreed.stake, &legs, rules)
}

/// Whether it is a single or a parlay without each-way legs.
fn is_plain<'a>(agreed: &Agreed, mut legs: impl Iterator<Item = &'a AgreedLeg>) -> bool {
    matches!(agreed.kind, TicketKind::Single | TicketKind::Parlay)
        && legs.all(|it| it.each_way.is_none())
}

fn read(agreed: &Agreed, legs: usize) -> Result<(Kind, EachWayParlay), TicketError> {
    let rules = TicketRules::default();
    let kind = stored::kind(agreed.kind, &agreed.terms, legs, &rules);
    let kind = kind.map_err(|_| TicketError::Legs {
        kind: agreed.kind,
        count: legs,
    })?;
    Ok((kind, rules.each_way))
}

fn state(came: Option<GradeShares>) -> LegState {
    came.map_or(LegState::Pending, |it| LegState::Graded {
        outcome: it.outcome,
        win: it.win,
        refund: it.refund,
    })
}
