//! A ticket of a line, graded.

use num_bigint::BigUint;
use num_traits::Zero;
use shared::line::Line;
use shared::ticket::LEGS_MAX;

use super::fault::{Fault, Within};
use super::leg::{self, Common, Leg};
use super::read::{line, price, time};
use super::wire;
use crate::Options;
use crate::fraction::{self, Fraction};
use crate::part::Part;
use crate::system::System;
use crate::teaser::Teaser;
use crate::ticket::kinds::{GradedLeg, Kind, TicketOutcome, settle_exactly};
use crate::ticket::rules::{SameGame, TicketRules};
use crate::ticket::same_game::{first_pair, regraded};

/// A graded ticket, with everything that the answer says about it.
pub(super) struct Graded<'a> {
    pub(super) id: &'a str,
    pub(super) outcome: TicketOutcome,
    pub(super) returned: Fraction,
    pub(super) legs: Vec<Leg>,
}

/// Grades a ticket.
pub(super) fn grade(wire: &wire::Ticket) -> Result<Graded<'_>, Fault> {
    let stake = money(&wire.stake).within("stake")?;
    let (options, rules) = choices(wire).within("rules")?;
    let count = wire.legs.len();
    if count == 0 || count > LEGS_MAX {
        return Err(Fault::new(format!("{count}: a ticket has 1 to {LEGS_MAX}"))).within("legs");
    }
    let (kind, points) = kind(&wire.kind, count, &rules).within("kind")?;
    let common = Common {
        id: &wire.id,
        options,
        lone_five: rules.lone_five,
        placed_at: time(wire.placed_at.as_deref()).within("placed_at")?,
        points,
    };
    one_game_each(wire, &rules)?;
    let mut legs = Vec::with_capacity(count);
    for (index, it) in wire.legs.iter().enumerate() {
        legs.push(leg::graded(it, index, &common).at("leg", index)?);
    }
    together(wire, &rules, &mut legs);
    if let Kind::Teaser(teaser) = &kind {
        for leg in &mut legs {
            let part = teaser.regraded(leg.graded.win);
            regrade(leg, part, "in this teaser a tie is lost");
        }
    }
    bets(&wire.kind, &kind, &stake, &legs).within("kind")?;
    let parts: Vec<GradedLeg> = legs.iter().map(|it| it.graded.clone()).collect();
    let came = settle_exactly(&kind, &stake, &parts, rules.each_way).map_err(Fault::new)?;
    Ok(Graded {
        id: &wire.id,
        outcome: came.outcome,
        returned: came.returned,
        legs,
    })
}

fn money(text: &str) -> Result<Fraction, Fault> {
    let amount = fraction::read(text).map_err(Fault::new)?;
    if amount.is_zero() {
        return Err(Fault::new("nothing is staked"));
    }
    Ok(amount)
}

fn choices(wire: &wire::Ticket) -> Result<(Options, TicketRules), Fault> {
    let (mut options, mut rules) = (Options::default(), TicketRules::default());
    let given = wire.rules.iter().flat_map(|it| &it.0);
    for (name, value) in given {
        let (word, flag) = match value {
            wire::Choice::Word(word) => (word.as_str(), false),
            wire::Choice::Flag(true) => ("true", true),
            wire::Choice::Flag(false) => ("false", true),
        };
        if !flag && matches!(word, "true" | "false") {
            let says = format!("{word} is written without quotation marks");
            return Err(Fault::new(says)).within(name);
        }
        let set = match rules.set(name, word) {
            Some(set) => set.map_err(Fault::new),
            None => options.set(name, word).map_err(Fault::new),
        };
        set?;
    }
    Ok((options, rules))
}

pub(super) fn kind(
    wire: &wire::Kind,
    legs: usize,
    rules: &TicketRules,
) -> Result<(Kind, Option<Line>), Fault> {
    Ok(match wire {
        wire::Kind::Single => (Kind::Single, None),
        wire::Kind::Parlay => (Kind::Parlay, None),
        wire::Kind::System(system) => {
            let system = match (&system.sizes, &system.name) {
                (Some(sizes), None) => System::of(legs, sizes),
                (None, Some(name)) => System::named(name, legs),
                _ => return Err(Fault::new("either sizes or name")).within("system"),
            };
            (
                Kind::System(system.map_err(Fault::new).within("system")?),
                None,
            )
        }
        wire::Kind::Teaser(teaser) => {
            let points = line(&teaser.points).within("points").within("teaser")?;
            if points <= Line::ZERO {
                return Err(Fault::new("points are above zero"))
                    .within("points")
                    .within("teaser");
            }
            let chart = chart(&teaser.chart).within("chart").within("teaser")?;
            let teaser = Teaser::new(chart, rules.ties, rules.tie_with_loss);
            let teaser = teaser
                .map_err(Fault::new)
                .within("chart")
                .within("teaser")?;
            (Kind::Teaser(teaser), Some(points))
        }
    })
}

fn chart(
    wire: &wire::Names<wire::Price>,
) -> Result<std::collections::BTreeMap<usize, shared::price::Price>, Fault> {
    let row = |(legs, pays): (&String, &wire::Price)| {
        let number: Option<usize> = legs.parse().ok();
        let number = number.filter(|it| it.to_string() == *legs);
        let none = || Fault::new(format!("{legs:?} is no number of legs"));
        Ok((number.ok_or_else(none)?, price(pays).within(legs)?))
    };
    wire.0.iter().map(row).collect()
}

/// With a stake for each bet, the whole stake is that times the bets. Each way there are two bets
/// where there was one, and the stake of a bet is that of one part or of both.
fn bets(wire: &wire::Kind, kind: &Kind, stake: &Fraction, legs: &[Leg]) -> Result<(), Fault> {
    let wire::Kind::System(system) = wire else {
        return Ok(());
    };
    let Some(each) = &system.stake_per_bet else {
        return Ok(());
    };
    let each = money(each).within("stake_per_bet").within("system")?;
    let bets = kind.bets();
    let each_way = legs.iter().any(|it| it.graded.place.is_some());
    let whole = each * BigUint::from(bets);
    if *stake == whole || (each_way && *stake == &whole + &whole) {
        return Ok(());
    }
    let says = format!("{bets} bets of it are {whole}, and the stake is {stake}");
    Err(Fault::new(says))
        .within("stake_per_bet")
        .within("system")
}

/// Whether two legs say that they are of one game: by its id, or by being the same in all that
/// they tell of it, where they tell who plays.
impl wire::Game {
    fn is(&self, other: &Self) -> bool {
        let ids = (&self.id, &other.id);
        if let (Some(own), Some(other_id)) = ids {
            return own == other_id && self.league == other.league;
        }
        let named = self.home.is_some() || !self.players.is_empty() || !self.entrants.is_empty();
        named && self == other
    }
}

/// The number of the game that each leg is of. A leg that is graded already is of its own.
fn games(wire: &wire::Ticket) -> Vec<usize> {
    let mut games = Vec::with_capacity(wire.legs.len());
    for (index, leg) in wire.legs.iter().enumerate() {
        let earlier = wire.legs.iter().take(index);
        let same = earlier.map(|it| it.game.as_ref()).position(|it| {
            let pair = it.zip(leg.game.as_ref());
            pair.is_some_and(|(one, other)| one.is(other))
        });
        let game = same.and_then(|it| games.get(it).copied());
        games.push(game.unwrap_or(index));
    }
    games
}

fn one_game_each(wire: &wire::Ticket, rules: &TicketRules) -> Result<(), Fault> {
    let pair = first_pair(&games(wire)).filter(|_| rules.same_game == SameGame::Refuse);
    let Some((one, other)) = pair else {
        return Ok(());
    };
    Err(Fault::new(format!(
        "leg {} and leg {} are of one game, and no rule same_game says how they are priced",
        one + 1,
        other + 1
    )))
    .within("legs")
}

fn together(wire: &wire::Ticket, rules: &TicketRules, legs: &mut [Leg]) {
    let parts: Vec<Part> = legs.iter().map(|it| it.graded.win).collect();
    let parts = regraded(rules.same_game, &games(wire), &parts);
    for (leg, part) in legs.iter_mut().zip(parts) {
        regrade(leg, part, "with the others of its game it does not count");
    }
}

/// What a leg counts as beside the others of its ticket.
fn regrade(leg: &mut Leg, part: Part, because: &str) {
    if leg.graded.win != part {
        leg.graded.win = part;
        if let Some((_, place)) = &mut leg.graded.place {
            *place = part;
        }
        leg.why = format!("{}; {because}", leg.why);
    }
}
