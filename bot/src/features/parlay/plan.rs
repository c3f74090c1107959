//! What is to be bet on the legs of a slip, and what that pays. Pure.

use grading::fraction::{Fraction, of_price};
use grading::jsonl::stored;
use grading::teaser::charts;
use grading::ticket::kinds::Kind;
use grading::ticket::outlook::{Outlook, outlooks};
use grading::ticket::progress::possible_return_of;
use grading::ticket::rules::TicketRules;
use grading::ticket::wanted::{Gathered, UnfitError, Wanted};
use shared::market::Selection;
use shared::ticket::Terms;
use shared::units::Units;
use store::drafts::DraftLeg;

/// What is bet on these legs.
pub(super) struct Plan {
    /// What it is: as the member wants it, or a parlay where that does not fit.
    pub(super) wanted: Wanted,
    /// What a ticket is agreed on.
    pub(super) terms: Terms,
    /// What the member wants and cannot have on these legs.
    pub(super) unfit: Option<(Wanted, UnfitError)>,
    /// What each leg is graded on: the pick, or the same at a moved line.
    pub(super) graded_on: Vec<Selection>,
    kind: Kind,
    prices: Vec<Fraction>,
}

impl Plan {
    /// The plan of a stored word. `None` without legs, or with more than a ticket has.
    pub(super) fn of(word: &str, legs: &[DraftLeg]) -> Option<Self> {
        let gathered = gathered(legs);
        let asked = Wanted::read(word).unwrap_or(Wanted::Parlay);
        let (wanted, terms, unfit) = match asked.terms(&gathered) {
            Ok(terms) => (asked, terms, None),
            Err(why) => {
                let plain = Wanted::Parlay.terms(&gathered).ok()?;
                (Wanted::Parlay, plain, Some((asked, why)))
            }
        };
        let graded_on = legs.iter().map(|it| {
            let moved = terms.points().and_then(|points| {
                let line = charts::teased(&it.selection, points).ok()?;
                it.selection.at_line(line)
            });
            moved.unwrap_or_else(|| it.selection.clone())
        });
        let rules = TicketRules::default();
        let kind = stored::kind(terms.kind(), &terms.to_json(), legs.len(), &rules).ok()?;
        Some(Self {
            wanted,
            graded_on: graded_on.collect(),
            unfit,
            kind,
            prices: legs.iter().map(|it| of_price(it.seen_price)).collect(),
            terms,
        })
    }

    /// How many bets it is.
    pub(super) fn bets(&self) -> u64 {
        self.kind.bets()
    }

    /// What so much in total returns if all of it wins. `None` beyond what a ticket may promise.
    pub(super) fn returned(&self, stake: Units) -> Option<Units> {
        let legs: Vec<_> = self.prices.iter().map(|it| (it.clone(), None)).collect();
        let each_way = TicketRules::default().each_way;
        possible_return_of(&self.kind, stake, &legs, each_way).ok()
    }

    /// What each unit in total returns if so many legs win. Nothing where it is one bet.
    pub(super) fn outlooks(&self) -> Vec<Outlook> {
        match &self.kind {
            Kind::System(system) => outlooks(system, &self.prices),
            Kind::Single | Kind::Parlay | Kind::Teaser(_) => Vec::new(),
        }
    }
}

/// The legs as what can be wanted on them depends on them.
pub(super) fn gathered(legs: &[DraftLeg]) -> Vec<Gathered<'_>> {
    let gathered = legs.iter().map(|it| (it.game.sport, &it.selection));
    gathered.collect()
}
