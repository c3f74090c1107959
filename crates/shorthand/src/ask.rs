//! The markets of one game that fit a leg.

use shared::competitor::Role;
use shared::game::Period;
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::answer::Candidate;
use crate::board::{Event, Market};
use crate::wants::{Stat, Wants};

/// A game, and what is asked about it.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) event: &'a Event,
    pub(crate) wants: &'a Wants,
    /// Whether the leg has nothing but names, and is priced or one of several: the moneyline.
    pub(crate) winner_by_default: bool,
    /// Whether the bet has a stake already.
    pub(crate) staked: bool,
}

/// What fits.
pub(crate) type Found = Vec<Candidate>;

pub(crate) fn plain(selection: &Selection) -> Candidate {
    Candidate::of(selection)
}

/// The side of a market that a role is.
pub(crate) const fn side_of(role: Role) -> Side {
    match role {
        Role::Away => Side::Away,
        _ => Side::Home,
    }
}

/// What a sport counts where nothing is said.
pub(crate) const fn unit(sport: Sport) -> &'static str {
    match sport {
        Sport::Baseball | Sport::Cricket => "runs",
        Sport::IceHockey | Sport::Soccer | Sport::Handball => "goals",
        Sport::Tennis => "games",
        Sport::MixedMartialArts | Sport::Boxing => "rounds",
        Sport::Esports => "maps",
        Sport::Darts => "legs",
        _ => "points",
    }
}

impl<'a> Ask<'a> {
    /// Whether the leg counts what this market counts.
    pub(crate) fn counts(self, market: &Market) -> bool {
        let Some(Stat { names, .. }) = &self.wants.stat else {
            return true;
        };
        let counted = market.statistic.as_deref();
        let counted = counted.unwrap_or_else(|| unit(self.event.sport));
        names.iter().any(|it| it == counted)
    }

    /// The part of the game that is asked about. Where a market is offered on regular time alone,
    /// that is meant.
    pub(crate) fn period(self, kind: MarketKind) -> Period {
        let offered = |period| self.event.has(kind, period);
        match self.wants.period {
            Some(period) => period,
            None if !offered(Period::Full) && offered(Period::Regulation) => Period::Regulation,
            None => Period::Full,
        }
    }

    /// The markets of that kind and period, about that competitor.
    pub(crate) fn markets(
        self,
        kind: MarketKind,
        subject: Option<CompetitorId>,
    ) -> impl Iterator<Item = &'a Market> {
        let period = self.period(kind);
        let all = self.event.markets.iter();
        all.filter(move |it| it.kind == kind && it.period == period && it.subject == subject)
    }

    /// That answer to the questions without a line.
    pub(crate) fn answers(
        self,
        kind: MarketKind,
        subject: Option<CompetitorId>,
        side: Side,
    ) -> Found {
        let markets = self.markets(kind, subject);
        markets
            .filter_map(|it| it.offer(side, None))
            .map(plain)
            .collect()
    }

    /// Who wins.
    pub(crate) fn winner(self, role: Role) -> Found {
        let (two, three) = (MarketKind::Moneyline2, MarketKind::Moneyline3);
        let kinds = match self.event.sport {
            _ if self.wants.three_way => [three, three],
            Sport::Soccer => [three, two],
            _ => [two, three],
        };
        let asked = self.wants.period.unwrap_or(Period::Full);
        let mut kinds = kinds.into_iter();
        let kind = kinds.find(|it| self.wants.three_way || self.event.has(*it, asked));
        let side = side_of(role);
        kind.map_or_else(Vec::new, |it| self.answers(it, None, side))
    }

    /// The spread at a line, or the main one.
    pub(crate) fn spread(self, role: Role, line: Option<Line>) -> Found {
        let side = side_of(role);
        let markets = self
            .markets(MarketKind::Spread, None)
            .filter(|it| self.counts(it));
        let offers = markets.filter_map(|it| match line {
            Some(line) => it.offer(side, Some(line)),
            None => it.main_offer(side),
        });
        offers.map(plain).collect()
    }

    /// Totals of that kind: at the line that is named or the main one, on the side that is named
    /// or both.
    pub(crate) fn totals(self, kind: MarketKind, subject: Option<CompetitorId>) -> Found {
        let markets = self.markets(kind, subject).filter(|it| self.counts(it));
        self.totals_of(markets)
    }

    pub(crate) fn totals_of<'b>(self, markets: impl Iterator<Item = &'b Market>) -> Found {
        let (wants, mut found) = (self.wants, Vec::new());
        let (line, side) = match wants.plus {
            Some(least) => match above(least) {
                Some(line) => (Some(line), Some(Side::Over)),
                None => return found,
            },
            None => (wants.line, wants.over),
        };
        let taken = |offer: &Selection| match side {
            Some(_) => plain(offer),
            None => plain(offer).inferred(),
        };
        for market in markets {
            for answer in [Side::Over, Side::Under] {
                if side.is_some_and(|it| it != answer) {
                    continue;
                }
                let offer = match line {
                    Some(line) => market.offer(answer, Some(line)),
                    None => market.main_offer(answer),
                };
                found.extend(offer.map(taken));
            }
        }
        found
    }
}

/// The line that so many or more are above.
fn above(least: u16) -> Option<Line> {
    let quarters = i32::from(least) * 4 - 2;
    let line = Line::from_quarters(quarters).ok();
    line.filter(|_| least > 0)
}
