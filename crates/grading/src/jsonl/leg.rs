//! One leg of a line, graded.

use chrono::{DateTime, Utc};
use shared::facts::Facts;
use shared::grade::{LegOutcome, Share};
use shared::line::Line;
use shared::market::{About, MarketKey, MarketKind, Selection, Side};
use shared::price::Price;

use super::fault::{Fault, Within};
use super::played::Played;
use super::read::price;
use super::{game, market, wire};
use crate::each_way::Terms;
use crate::fraction::{self, Fraction, of_price};
use crate::part::Part;
use crate::rule_4::{self, LoneFive};
use crate::teaser;
use crate::ticket::kinds::GradedLeg;
use crate::{Grade, HouseRules, Options, grade, why};

/// What a ticket says about all its legs.
pub(super) struct Common<'a> {
    pub(super) id: &'a str,
    pub(super) options: Options,
    pub(super) lone_five: LoneFive,
    pub(super) placed_at: Option<DateTime<Utc>>,
    /// A teaser's points. Its legs have no prices.
    pub(super) points: Option<Line>,
}

/// A graded leg, with everything that the answer says about it.
pub(super) struct Leg {
    /// As it is added up.
    pub(super) graded: GradedLeg,
    /// The share of the winnings that Rule 4 deducts.
    pub(super) deduction: Option<Fraction>,
    pub(super) rule: String,
    pub(super) why: String,
    /// Canonical bytes, of the leg itself and of its place part.
    pub(super) receipt: Option<Vec<u8>>,
    pub(super) place_receipt: Option<Vec<u8>>,
}

/// Grades the leg with that index.
pub(super) fn graded(leg: &wire::Leg, index: usize, common: &Common<'_>) -> Result<Leg, Fault> {
    let own_price = price_of(leg, common)?;
    match (&leg.graded, &leg.market, &leg.selection, &leg.game) {
        (Some(given), None, None, None) => {
            if leg.each_way.is_some() {
                let says = "a leg that is graded already does not say what its place came to";
                return Err(Fault::new(says)).within("each_way");
            }
            let part = given_part(given).within("graded")?;
            Ok(Leg {
                graded: GradedLeg {
                    price: own_price,
                    win: part,
                    place: None,
                },
                deduction: None,
                rule: "graded".to_owned(),
                why: "graded as given".to_owned(),
                receipt: None,
                place_receipt: None,
            })
        }
        (Some(_), ..) => {
            let says = "it stands instead of market, selection and game";
            Err(Fault::new(says)).within("graded")
        }
        (None, Some(market), Some(answer), Some(played)) => {
            let own = format!("{}/{index}", common.id);
            let played = game::read(played, &own).within("game")?;
            let league = leg.game.as_ref().map_or("", |it| it.league.as_str());
            let rules = HouseRules::new(played.sport, league).with_options(common.options);
            let mut selection = market::selection(market, answer, &played)?;
            if let Some(points) = common.points {
                let moved = teaser::moved(selection.line, selection.side, points);
                let moved = moved.map_err(Fault::new).within("line").within("market")?;
                selection = held_to(&selection, moved);
            }
            let asked = RequestedBet {
                rules,
                selection,
                played,
            };
            asked.graded(leg, own_price, common)
        }
        (None, None, ..) => Err(Fault::new("missing")).within("market"),
        (None, _, None, _) => Err(Fault::new("missing")).within("selection"),
        (None, _, _, None) => Err(Fault::new("missing")).within("game"),
    }
}

/// The same answer to the same market with another line.
fn held_to(selection: &Selection, line: Line) -> Selection {
    let key = MarketKey {
        about: About::Game(selection.game),
        kind: selection.kind,
        period: selection.period,
        subject: selection.subject,
        statistic: selection.statistic.clone(),
        line: shared::market::side_line(Some(line), selection.side),
        group: selection.group.clone(),
    };
    Selection::of(&key, selection.side).unwrap_or_else(|| selection.clone())
}

struct RequestedBet {
    rules: HouseRules,
    selection: Selection,
    played: Played,
}

impl RequestedBet {
    fn graded(self, leg: &wire::Leg, price: Fraction, common: &Common<'_>) -> Result<Leg, Fault> {
        let terms = leg
            .each_way
            .as_ref()
            .map(terms)
            .transpose()
            .within("each_way")?;
        let came = self.grade(&self.selection)?;
        let win = part(&came);
        let place = terms.map(|terms| self.place(terms)).transpose()?;
        let why = match self.who() {
            Some(name) => format!("{name}: {}", why(&came)),
            None => why(&came),
        };
        if let Some(late) = self.late(common) {
            let place = place.map(|(terms, _, _)| (terms, VOID, None));
            return Ok(Leg {
                graded: legged(price, VOID, &place),
                deduction: None,
                rule: "general/placed_too_late".to_owned(),
                why: late,
                receipt: None,
                place_receipt: None,
            });
        }
        let deduction = self
            .deduction(common)
            .filter(|_| win.outcome != LegOutcome::Void);
        let price = match &deduction {
            Some(deduction) => rule_4::reduced(&price, deduction),
            None => price,
        };
        Ok(Leg {
            graded: legged(price, win, &place),
            deduction,
            rule: came.receipt.rule.clone(),
            why,
            receipt: Some(came.receipt.to_bytes().map_err(Fault::new)?),
            place_receipt: place.and_then(|(_, _, receipt)| receipt),
        })
    }

    fn grade(&self, selection: &Selection) -> Result<Grade, Fault> {
        grade(&self.rules, selection, &self.played.result).map_err(Fault::new)
    }

    /// The bet that the same one is placed.
    fn place(&self, terms: Terms) -> Result<(Terms, Part, Option<Vec<u8>>), Fault> {
        if self.selection.kind != MarketKind::Outright {
            let says = "only a bet on who wins a contest of many is each way";
            return Err(Fault::new(says)).within("each_way");
        }
        let places = Line::from_quarters(i32::from(terms.places()) * 4);
        let places = places
            .map_err(Fault::new)
            .within("places")
            .within("each_way")?;
        let mut placed = self.selection.clone();
        placed.kind = MarketKind::TopFinish;
        let came = self.grade(&held_to(&placed, places)).within("each_way")?;
        let receipt = came.receipt.to_bytes().map_err(Fault::new)?;
        Ok((terms, part(&came), Some(receipt)))
    }

    /// Why a bet that was placed after the start does not count.
    fn late(&self, common: &Common<'_>) -> Option<String> {
        let (placed, start) = (common.placed_at?, self.played.start()?);
        (placed >= start).then(|| {
            let (placed, start) = (placed.to_rfc3339(), start.to_rfc3339());
            format!("placed at {placed}, and the start was at {start}: void, the stake is returned")
        })
    }

    fn deduction(&self, common: &Common<'_>) -> Option<Fraction> {
        let on_field = matches!(
            self.selection.kind,
            MarketKind::Outright | MarketKind::TopFinish
        );
        if !on_field {
            return None;
        }
        let withdrawn = withdrawn(&self.played.result.facts, self.selection.side, common);
        rule_4::deduction(&withdrawn, common.lone_five)
    }

    /// The competitor that the selection names, as the file writes it.
    fn who(&self) -> Option<&str> {
        let (home, away) = self.played.result.facts.sides?;
        let id = match (self.selection.subject, self.selection.side) {
            (Some(subject), _) => subject,
            (None, Side::Entrant(id)) => id,
            (None, Side::Home) => home,
            (None, Side::Away) => away,
            _ => return None,
        };
        self.played.name(id)
    }
}

/// What a leg that does not count pays.
const VOID: Part = Part {
    outcome: LegOutcome::Void,
    win: Share::NONE,
    refund: Share::ALL,
};

/// The prices of other runners that were withdrawn after the bet was placed.
fn withdrawn(facts: &Facts, side: Side, common: &Common<'_>) -> Vec<Price> {
    let after = |at: Option<DateTime<Utc>>| match (common.placed_at, at) {
        (Some(placed), Some(withdrawn)) => placed < withdrawn,
        _ => true,
    };
    let others = facts
        .entrants
        .iter()
        .filter(|it| side != Side::Entrant(it.id));
    let gone = others.filter_map(|it| it.withdrawal);
    gone.filter(|it| after(it.at)).map(|it| it.price).collect()
}

fn legged(price: Fraction, win: Part, place: &Option<(Terms, Part, Option<Vec<u8>>)>) -> GradedLeg {
    let place = place.as_ref();
    GradedLeg {
        price,
        win,
        place: place.map(|(terms, part, _)| (terms.clone(), *part)),
    }
}

fn part(grade: &Grade) -> Part {
    Part {
        outcome: grade.outcome,
        win: grade.win,
        refund: grade.refund,
    }
}

fn price_of(leg: &wire::Leg, common: &Common<'_>) -> Result<Fraction, Fault> {
    match (&leg.price, common.points) {
        (Some(own), None) => price(own).map(of_price).within("price"),
        (None, None) => Err(Fault::new("missing")).within("price"),
        (Some(_), Some(_)) => Err(Fault::new("a teaser's price is its chart's")).within("price"),
        (None, Some(_)) => Ok(fraction::one()),
    }
}

fn terms(wire: &wire::EachWay) -> Result<Terms, Fault> {
    let fraction = fraction::read(&wire.place_fraction);
    let fraction = fraction.map_err(Fault::new).within("place_fraction")?;
    Terms::new(fraction, wire.places).map_err(Fault::new)
}

/// A grade that the file states, with the outcome that fits its shares.
fn given_part(wire: &wire::Graded) -> Result<Part, Fault> {
    let win = share(&wire.win).within("win")?;
    let refund = share(&wire.refund).within("refund")?;
    let over = i64::from(win.num()) * i64::from(refund.den())
        + i64::from(refund.num()) * i64::from(win.den())
        > i64::from(win.den()) * i64::from(refund.den());
    if over {
        return Err(Fault::new(
            "win and refund are more than the stake together",
        ));
    }
    let plain = LegOutcome::ALL.iter().filter_map(|it| Part::plain(*it));
    let mut plain = plain.filter(|it| it.win == win && it.refund == refund);
    let outcome = match plain.next() {
        Some(part) => part.outcome,
        None if refund == Share::NONE => LegOutcome::DeadHeat,
        // Shares between the words: the nearest that says in which direction.
        None if win == Share::NONE => LegOutcome::HalfLost,
        None => LegOutcome::HalfWon,
    };
    Ok(Part {
        outcome,
        win,
        refund,
    })
}

fn share(text: &str) -> Result<Share, Fault> {
    let wrong = || Fault::new(format!("{text:?} is no share between 0 and 1"));
    let number = fraction::read(text).map_err(Fault::new)?;
    let upper = i32::try_from(number.numer()).map_err(|_| wrong())?;
    let lower = i32::try_from(number.denom()).map_err(|_| wrong())?;
    Share::new(upper, lower).ok_or_else(wrong)
}
