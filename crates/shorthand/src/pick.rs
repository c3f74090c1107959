//! What is asked of one side of a game, and of the game as a whole.

use shared::competitor::{Lead, Role};
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;
use shared::units::Units;

use crate::answer::{Candidate, Stake};
use crate::ask::{Ask, Found, plain, side_of, unit};
use crate::wants::Stat;

impl Ask<'_> {
    /// What is asked of one side.
    pub(crate) fn side(self, role: Role) -> Found {
        let wants = self.wants;
        let subject = self.event.side(role);
        if wants.top.is_some() || wants.head_to_head || wants.season.is_some() {
            return Vec::new();
        }
        if wants.counts() {
            let mut found = Vec::new();
            if !wants.game {
                found.extend(self.totals(MarketKind::TeamTotal, subject));
            }
            if !wants.team_total {
                found.extend(self.game());
            }
            return found;
        }
        if wants.signed.is_some() || wants.spread {
            return self.spread_or_bare(role);
        }
        if wants.stat.is_some() && wants.parity.is_none() {
            return Vec::new();
        }
        if let Some(found) = self.side_word(role) {
            return found;
        }
        if self.asks_of_game() {
            return self.game();
        }
        if wants.game || (wants.yes.is_some() && !self.winner_by_default) {
            return Vec::new();
        }
        self.name_alone(role)
    }

    fn is_unit(self, stat: &Stat) -> bool {
        let unit = unit(self.event.sport);
        stat.names.iter().any(|it| it == unit)
    }

    fn spread_or_bare(self, role: Role) -> Found {
        match (&self.wants.bare, self.wants.signed) {
            (Some(bare), None) => self.either_sign(role, bare),
            (_, line) => self.spread(role, line),
        }
    }

    /// The spread at a line whose sign is not written.
    fn either_sign(self, role: Role, bare: &str) -> Found {
        let Ok(line) = bare.parse::<Line>() else {
            return Vec::new();
        };
        let mut found = self.spread(role, Some(line));
        if line != Line::ZERO {
            found.extend(self.spread(role, Some(-line)));
        }
        found.into_iter().map(Candidate::inferred).collect()
    }

    /// Words that ask one thing of a side.
    fn side_word(self, role: Role) -> Option<Found> {
        let (wants, side) = (self.wants, side_of(role));
        let subject = self.event.side(role);
        let kind_and_side = if let Some(score) = wants.score {
            return Some(self.answers(MarketKind::CorrectScore, None, oriented(score, role)));
        } else if let Some(method) = wants.method {
            return Some(self.answers(MarketKind::Method, subject, method));
        } else if wants.half_full {
            let lead = lead_of(role);
            let side = Side::HalfFull {
                half: lead,
                full: lead,
            };
            (MarketKind::HalfTimeFullTime, side)
        } else if wants.draw_no_bet {
            (MarketKind::DrawNoBet, side)
        } else if wants.to_qualify {
            (MarketKind::ToQualify, side)
        } else if let Some(of) = wants.double_chance {
            let own = match role {
                Role::Away => Side::AwayOrDraw,
                _ => Side::HomeOrDraw,
            };
            (MarketKind::DoubleChance, of.unwrap_or(own))
        } else if wants.wins() && !wants.draw {
            return Some(self.winner(role));
        } else {
            return None;
        };
        let (kind, side) = kind_and_side;
        Some(self.answers(kind, None, side))
    }

    fn name_alone(self, role: Role) -> Found {
        if let Some(bare) = &self.wants.bare {
            return self.number_alone(role, bare);
        }
        let mut found = self.winner(role);
        if !self.winner_by_default {
            found.extend(self.spread(role, None));
        }
        found
    }

    /// A name with nothing but a number behind it, which can be a line, a price or a stake. What
    /// the number is not written for is asked about, so it never makes a bet by itself.
    fn number_alone(self, role: Role, bare: &str) -> Found {
        let mut found = self.either_sign(role, bare);
        let is_line_offered = !found.is_empty();
        let is_price = Price::parse_decimal(bare).is_ok();
        let stake = units_staked(bare).filter(|_| !self.staked);
        let winner = self.winner(role).into_iter().map(Candidate::inferred);
        let mut winner: Found = match stake {
            Some(_) => winner.map(|it| Candidate { stake, ..it }).collect(),
            None if is_price => winner.collect(),
            None => Found::new(),
        };
        if !is_line_offered && !winner.is_empty() {
            // A line that has moved since, or the price of the main one.
            let main = self.spread(role, None);
            found.extend(main.into_iter().map(Candidate::inferred));
        }
        if found.is_empty() && stake.is_some() {
            // A stake, or a price or a mark that says nothing of the stake.
            let unstaked = winner.clone().into_iter();
            found.extend(unstaked.map(|it| Candidate { stake: None, ..it }));
        }
        winner.extend(found);
        winner
    }

    /// Whether something is asked that no side is picked for.
    pub(crate) fn asks_of_game(self) -> bool {
        let wants = self.wants;
        let counted = wants.counts() && !wants.team_total;
        counted || wants.parity.is_some() || wants.both_score || wants.draw || wants.distance
    }

    /// What is asked of the game as a whole.
    pub(crate) fn game(self) -> Found {
        let wants = self.wants;
        if let Some(parity) = wants.parity {
            let markets = self
                .markets(MarketKind::OddEven, None)
                .filter(|it| self.counts(it));
            return markets
                .filter_map(|it| it.offer(parity, None))
                .map(plain)
                .collect();
        }
        if wants.both_score {
            let side = if wants.yes == Some(false) {
                Side::No
            } else {
                Side::Yes
            };
            return self.answers(MarketKind::BothTeamsToScore, None, side);
        }
        if wants.draw {
            return self.answers(MarketKind::Moneyline3, None, Side::Draw);
        }
        if wants.distance {
            return self.answers(MarketKind::Method, None, Side::Decision);
        }
        let mut found = self.totals(MarketKind::Total, None);
        let rounds = self.wants.stat.as_ref().is_none_or(|it| self.is_unit(it));
        if rounds {
            let markets = self.markets(MarketKind::TotalRounds, None);
            found.extend(self.totals_of(markets));
        }
        found
    }
}

/// A number as a stake in units, where it can be one.
fn units_staked(number: &str) -> Option<Stake> {
    let units: Units = number.parse().ok()?;
    (units > Units::ZERO).then_some(Stake::Units(units))
}

pub(crate) const fn lead_of(role: Role) -> Lead {
    match role {
        Role::Away => Lead::Away,
        _ => Lead::Home,
    }
}

/// A score of which the picked side's number was first.
const fn oriented((own, other): (u16, u16), role: Role) -> Side {
    match role {
        Role::Away => Side::Score {
            home: other,
            away: own,
        },
        _ => Side::Score {
            home: own,
            away: other,
        },
    }
}
