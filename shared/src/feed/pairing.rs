//! Which competitor the numbers of a report belong to, by the feed's own ids of the two sides.
//!
//! A report gives scores and prices by role, and names both sides, so each number belongs to a
//! competitor by name. A feed may swap its sides, or name another opponent, under the same id of
//! the game. So whoever stores a report must compare the competitors that it names with the known
//! ones, and join by name and never by role.

use super::{CompetitorReport, GameReport, QuoteReport};
use crate::competitor::{Lead, Role};
use crate::facts::{Ending, Facts, InningEnd};
use crate::game::{Period, PeriodScore};
use crate::market::{MarketKind, Side};

/// The competitors that a report names, compared with the known sides of the game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pairing {
    /// The same two, in the same roles.
    Same,
    /// The same two, with home and away swapped. [`GameReport::turned`] undoes it.
    Turned,
    /// At least one of them is somebody else.
    Other,
}

/// What one competitor scored in one period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scored<'a> {
    /// The competitor, by the feed's own id.
    pub competitor: &'a str,
    /// In which part of the game.
    pub period: Period,
    /// How many.
    pub points: i32,
}

impl GameReport {
    /// The scores by competitor, in order.
    pub fn scored(&self) -> impl Iterator<Item = Scored<'_>> {
        self.scores.iter().filter_map(|score| {
            Some(Scored {
                competitor: &self.side(score.role)?.reference,
                period: score.period,
                points: score.points,
            })
        })
    }

    /// The side that a price backs. `None` for a draw, for over and
    /// under.
    pub fn backed(&self, quote: &QuoteReport) -> Option<&CompetitorReport> {
        match quote.side {
            Side::Home | Side::Margin { home: true, .. } => self.side(Role::Home),
            Side::Away | Side::Margin { home: false, .. } => self.side(Role::Away),
            _ => None,
        }
    }

    /// Compares the sides that it names with the known sides, both by the feed's own ids.
    pub fn pairing(&self, home: &str, away: &str) -> Pairing {
        let of = |role| self.side(role).map(|it| it.reference.as_str());
        match of(Role::Home).zip(of(Role::Away)) {
            Some(named) if named == (home, away) => Pairing::Same,
            Some(named) if named == (away, home) => Pairing::Turned,
            _ => Pairing::Other,
        }
    }

    /// The same report with home and away swapped: each number belongs to the same competitor as
    /// before. In baseball, who bats last goes with the role, so that where play stopped inside of
    /// an inning is no longer known.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut participants = self.participants.clone();
        participants
            .iter_mut()
            .for_each(|it| it.role = other_role(it.role));
        participants.sort_by_key(|it| (it.role, it.slot));
        let mut scores: Vec<_> = self.scores.iter().map(|it| it.turned()).collect();
        scores.sort_by_key(|it| (it.period, it.role));
        Self {
            participants,
            scores,
            facts: self.facts.turned(),
            quotes: self.quotes.iter().map(turned_quote).collect(),
            ..self.clone()
        }
    }
}

const fn other_role(role: Role) -> Role {
    match role {
        Role::Home => Role::Away,
        Role::Away => Role::Home,
        Role::Entrant => Role::Entrant,
    }
}

const fn other_lead(lead: Lead) -> Lead {
    match lead {
        Lead::Home => Lead::Away,
        Lead::Away => Lead::Home,
        Lead::Draw => Lead::Draw,
    }
}

/// A spread's line is the home side's: with another side at home it is the same line negated.
fn turned_quote(quote: &QuoteReport) -> QuoteReport {
    let line = match quote.kind {
        MarketKind::Spread => quote.line.map(|it| -it),
        _ => quote.line,
    };
    QuoteReport {
        line,
        side: other_side(quote.side),
        ..quote.clone()
    }
}

const fn other_side(side: Side) -> Side {
    match side {
        Side::Home => Side::Away,
        Side::Away => Side::Home,
        Side::HomeOrDraw => Side::AwayOrDraw,
        Side::AwayOrDraw => Side::HomeOrDraw,
        Side::Score { home, away } => Side::Score {
            home: away,
            away: home,
        },
        Side::HalfFull { half, full } => Side::HalfFull {
            half: other_lead(half),
            full: other_lead(full),
        },
        Side::Margin { home, from, to } => Side::Margin {
            home: !home,
            from,
            to,
        },
        Side::Draw
        | Side::Over
        | Side::Under
        | Side::HomeOrAway
        | Side::Yes
        | Side::No
        | Side::Odd
        | Side::Even
        | Side::Knockout
        | Side::Submission
        | Side::Decision
        | Side::Disqualification
        | Side::Tie
        | Side::Entrant(_) => side,
    }
}

impl Facts {
    /// The same facts of the same game with home and away swapped.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut facts = self.clone();
        facts.ending = facts.ending.map(|it| Ending {
            winner: it.winner.map(other_lead),
            inning: it.inning.filter(is_whole),
            ..it
        });
        facts.advanced = facts.advanced.map(other_role);
        facts.sides = facts.sides.map(|(home, away)| (away, home));
        for starter in &mut facts.starters {
            starter.role = other_role(starter.role);
        }
        for player in &mut facts.players {
            player.role = other_role(player.role);
        }
        facts
    }
}

impl PeriodScore {
    /// The same score with home and away swapped.
    #[must_use]
    pub const fn turned(&self) -> Self {
        Self {
            role: other_role(self.role),
            ..*self
        }
    }
}

/// Whether both sides have batted to the end of it.
const fn is_whole(end: &InningEnd) -> bool {
    end.bottom && end.outs >= 3
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::competitor::CompetitorKind;
    use crate::feed::{LeagueReport, Participant, QuoteMark};
    use crate::game::{GameStatus, PeriodScore};
    use crate::league::Sport;
    use crate::price::Price;

    fn competitor(reference: &str) -> CompetitorReport {
        CompetitorReport {
            reference: reference.to_owned(),
            slug: None,
            kind: CompetitorKind::Team,
            name: reference.to_owned(),
            short_name: reference.to_owned(),
            place: reference.to_owned(),
            code: "XX".to_owned(),
            colors: None,
            logo_url: None,
        }
    }

    fn quote(kind: MarketKind, line: Option<&str>, side: Side, american: i32) -> QuoteReport {
        QuoteReport {
            bookmaker: "quay".to_owned(),
            bookmaker_name: "Quay".to_owned(),
            kind,
            period: Period::Full,
            line: line.map(|it| it.parse().unwrap()),
            subject: None,
            statistic: None,
            group: Vec::new(),
            side,
            price: Price::from_american(american).unwrap(),
            mark: QuoteMark::Current,
            source_at: None,
        }
    }

    /// Cats at home beat dogs 24-10, and were favoured by 6.5.
    fn report() -> GameReport {
        let score = |period, role, points| PeriodScore {
            period,
            role,
            points,
        };
        GameReport {
            reference: "7".to_owned(),
            league: LeagueReport {
                code: "NFL".to_owned(),
                name: "National Football League".to_owned(),
                sport: Sport::AmericanFootball,
            },
            season: "2031".to_owned(),
            starts_at: DateTime::UNIX_EPOCH,
            status: GameStatus::Final,
            participants: Participant::sides(competitor("cats"), competitor("dogs")),
            field: None,
            players: Vec::new(),
            scores: vec![
                score(Period::Full, Role::Home, 24),
                score(Period::Full, Role::Away, 10),
            ],
            facts: Facts {
                ending: Some(Ending {
                    winner: Some(Lead::Home),
                    ..Ending::default()
                }),
                advanced: Some(Role::Home),
                ..Facts::default()
            },
            source_at: None,
            quotes: vec![
                quote(MarketKind::Moneyline2, None, Side::Home, -300),
                quote(MarketKind::Spread, Some("-6.5"), Side::Home, 120),
                quote(MarketKind::Spread, Some("-6.5"), Side::Away, -140),
                quote(MarketKind::Total, Some("44.5"), Side::Over, -110),
            ],
            quotes_complete: true,
            live: None,
            venue: None,
        }
    }

    /// What each side scored, and what is offered on it, by name alone.
    fn by_name(report: &GameReport) -> Vec<String> {
        let mut said: Vec<_> = report
            .scored()
            .map(|it| format!("{} {} {}", it.competitor, it.period, it.points))
            .collect();
        for quote in &report.quotes {
            let whose = report.backed(quote).map_or("", |it| &it.reference);
            let own = match (quote.kind, quote.side) {
                (MarketKind::Spread, Side::Away) => quote.line.map(|it| -it),
                _ => quote.line,
            };
            let line = own.map(|it| it.to_string()).unwrap_or_default();
            said.push(format!("{whose} {} {line} {}", quote.kind, quote.price));
        }
        said.sort();
        said
    }

    #[test]
    fn every_number_belongs_to_the_same_side_whichever_is_listed_first() {
        let (report, turned) = (report(), report().turned());
        assert_eq!(by_name(&report), by_name(&turned));
        assert_eq!(turned.side(Role::Home).unwrap().reference, "dogs");
        assert_eq!(turned.facts.ending.unwrap().winner, Some(Lead::Away));
        assert_eq!(turned.facts.advanced, Some(Role::Away));
        assert_eq!(turned.turned(), report);
    }

    #[test]
    fn sides_turned_round_and_another_opponent_are_noticed() {
        let report = report();
        assert_eq!(report.pairing("cats", "dogs"), Pairing::Same);
        assert_eq!(report.pairing("dogs", "cats"), Pairing::Turned);
        assert_eq!(report.pairing("cats", "owls"), Pairing::Other);
        assert_eq!(report.pairing("owls", "cats"), Pairing::Other);
    }

    #[test]
    fn who_bats_last_goes_with_the_role() {
        let mut report = report();
        let ends = |bottom, outs| {
            Some(Ending {
                inning: Some(InningEnd {
                    number: 9,
                    bottom,
                    outs,
                }),
                ..Ending::default()
            })
        };
        report.facts.ending = ends(true, 1);
        assert_eq!(report.turned().facts.ending.unwrap().inning, None);
        report.facts.ending = ends(true, 3);
        assert_eq!(report.turned().facts.ending, ends(true, 3));
    }
}
