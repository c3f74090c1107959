//! What no report may contain, whoever sends it: a match without two sides, a price about nobody.

use std::collections::{BTreeSet, HashSet};

use super::{GameReport, QuoteReport};
use crate::competitor::Role;
use crate::game::GameKind;
use crate::id::CompetitorId;

/// Why a report cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportFlaw {
    /// A match without exactly one home and one away side.
    #[error("a match without one side at home and one away")]
    Sides,
    /// Nobody plays against themselves.
    #[error("{0:?} takes part twice")]
    Twice(String),
    /// A field has entrants and no sides.
    #[error("a field with a home or an away side")]
    FieldOfSides,
    /// A price is about somebody whom the report does not name.
    #[error("a {0} price about somebody whom the report does not name")]
    Stranger(&'static str),
    /// A price does not fit its kind of market: a line too many, nobody to ask about.
    #[error("a {0} price {1}")]
    Misfit(&'static str, &'static str),
}

impl GameReport {
    /// Checks whether the report is consistent, without knowing anything else.
    ///
    /// # Errors
    /// [`ReportFlaw`], which says what does not.
    pub fn check(&self, provider: &str) -> Result<(), ReportFlaw> {
        self.check_participants()?;
        let sport = self.league.sport;
        let ids = self.competitors().map(|it| it.first_id(provider, sport));
        let ids: HashSet<_> = ids.collect();
        self.quotes.iter().try_for_each(|it| it.check(&ids))
    }

    fn check_participants(&self) -> Result<(), ReportFlaw> {
        let roles = self.participants.iter().map(|it| it.role);
        let mut roles: Vec<_> = roles.collect();
        roles.sort_unstable();
        match self.kind() {
            GameKind::Match if roles != [Role::Home, Role::Away] => return Err(ReportFlaw::Sides),
            GameKind::Field if roles.iter().any(|it| *it != Role::Entrant) => {
                return Err(ReportFlaw::FieldOfSides);
            }
            GameKind::Match | GameKind::Field => {}
        }
        let mut seen = BTreeSet::new();
        for participant in &self.participants {
            let reference = &participant.competitor.reference;
            if !seen.insert(reference) {
                return Err(ReportFlaw::Twice(reference.clone()));
            }
        }
        Ok(())
    }
}

impl QuoteReport {
    fn check(&self, ids: &HashSet<CompetitorId>) -> Result<(), ReportFlaw> {
        let kind = self.kind;
        let misfit = |what| Err(ReportFlaw::Misfit(kind.word(), what));
        if kind.has_line() != self.line.is_some() {
            return misfit("with a line that it cannot have, or without one");
        }
        if kind.needs_subject() && self.subject.is_none() {
            return misfit("about nobody");
        }
        let is_grouped = match kind.needs_group() {
            true => self.group.len() > 1,
            false => self.group.is_empty(),
        };
        if !is_grouped {
            return misfit("without those who are compared, or with them");
        }
        if !self.group.is_sorted_by(|one, next| one < next) {
            return misfit("whose group is out of order");
        }
        if !kind.has_answer(self.side) {
            return misfit("with an answer to something else");
        }
        if self.named().any(|it| !ids.contains(&it)) {
            return Err(ReportFlaw::Stranger(kind.word()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::competitor::CompetitorKind;
    use crate::facts::Facts;
    use crate::feed::{CompetitorReport, FieldReport, LeagueReport, Participant, QuoteMark};
    use crate::game::{GameStatus, Period};
    use crate::league::Sport;
    use crate::line::Line;
    use crate::market::{MarketKind, Side};
    use crate::price::Price;

    fn competitor(reference: &str) -> CompetitorReport {
        CompetitorReport {
            reference: reference.to_owned(),
            slug: None,
            kind: CompetitorKind::Athlete,
            name: reference.to_owned(),
            short_name: reference.to_owned(),
            place: reference.to_owned(),
            code: "XX".to_owned(),
            colors: None,
            logo_url: None,
        }
    }

    fn id(reference: &str) -> CompetitorId {
        competitor(reference).first_id("feed", Sport::Basketball)
    }

    fn points(player: &str) -> QuoteReport {
        QuoteReport {
            bookmaker: "quay".to_owned(),
            bookmaker_name: "Quay".to_owned(),
            kind: MarketKind::PlayerTotal,
            period: Period::Full,
            line: Some(Line::from_quarters(110).unwrap()),
            subject: Some(id(player)),
            statistic: Some("points".to_owned()),
            group: Vec::new(),
            side: Side::Over,
            price: Price::from_american(-110).unwrap(),
            mark: QuoteMark::Current,
            source_at: None,
        }
    }

    fn report(quotes: Vec<QuoteReport>) -> GameReport {
        GameReport {
            reference: "1".to_owned(),
            league: LeagueReport {
                code: "NBA".to_owned(),
                name: "NBA".to_owned(),
                sport: Sport::Basketball,
            },
            season: "2031".to_owned(),
            starts_at: DateTime::UNIX_EPOCH,
            status: GameStatus::Scheduled,
            field: None,
            participants: Participant::sides(competitor("cats"), competitor("dogs")),
            players: vec![competitor("Ada")],
            scores: Vec::new(),
            facts: Facts::default(),
            source_at: None,
            quotes,
            quotes_complete: true,
            live: None,
            venue: None,
        }
    }

    fn flaw(report: &GameReport) -> Option<ReportFlaw> {
        report.check("feed").err()
    }

    #[test]
    fn a_match_has_two_sides_and_a_field_has_none() {
        assert_eq!(flaw(&report(Vec::new())), None);
        let mut alone = report(Vec::new());
        alone.participants.pop();
        assert_eq!(flaw(&alone), Some(ReportFlaw::Sides));
        let mut mirror = report(Vec::new());
        mirror.participants = Participant::sides(competitor("cats"), competitor("cats"));
        assert_eq!(flaw(&mirror), Some(ReportFlaw::Twice("cats".to_owned())));
        let mut race = report(Vec::new());
        race.field = Some(FieldReport {
            slug: "race".to_owned(),
            name: "The race".to_owned(),
        });
        assert_eq!(flaw(&race), Some(ReportFlaw::FieldOfSides));
        race.participants = Participant::field(["a", "b", "c"].map(competitor));
        assert_eq!(flaw(&race), None);
    }

    #[test]
    fn a_price_asks_what_its_kind_asks_and_of_somebody_whom_the_report_names() {
        assert_eq!(flaw(&report(vec![points("Ada")])), None);
        let stranger = ReportFlaw::Stranger("player_total");
        assert_eq!(flaw(&report(vec![points("Bob")])), Some(stranger));
        let misfit = |change: fn(&mut QuoteReport)| {
            let mut quote = points("Ada");
            change(&mut quote);
            flaw(&report(vec![quote]))
        };
        let changes: [fn(&mut QuoteReport); 4] = [
            |it| it.line = None,
            |it| it.subject = None,
            |it| it.side = Side::Home,
            |it| it.group = vec![id("cats"), id("dogs")],
        ];
        for change in changes {
            assert!(matches!(misfit(change), Some(ReportFlaw::Misfit(..))));
        }
    }

    #[test]
    fn whom_a_report_names_is_renamed_everywhere_and_kept_in_order() {
        let mut report = report(vec![points("Ada")]);
        report.quotes[0].kind = MarketKind::HeadToHead;
        report.quotes[0].group = vec![id("cats"), id("dogs")];
        report.quotes[0].side = Side::Entrant(id("cats"));
        let stored = CompetitorId::from_uuid(uuid::Uuid::max());
        report.rename(|it| if it == id("cats") { stored } else { it });
        assert_eq!(report.quotes[0].group, [id("dogs"), stored]);
        assert_eq!(report.quotes[0].side, Side::Entrant(stored));
        assert_eq!(report.quotes[0].subject, Some(id("Ada")));
    }
}
