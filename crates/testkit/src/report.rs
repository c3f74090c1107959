//! What a feed reports about a game.

use chrono::{DateTime, Utc};
use shared::competitor::{CompetitorKind, Role};
use shared::facts::Facts;
use shared::feed::{
    CompetitorReport, FieldReport, GameReport, LeagueReport, Participant, QuoteReport,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::market::{MarketKind, Side};
use shared::testing::noon;

use crate::quote::quote;

/// Real teams: short name, place, code.
const TEAMS: &[(&str, &str, &str)] = &[
    ("Bears", "Chicago", "CHI"),
    ("Lions", "Detroit", "DET"),
    ("Packers", "Green Bay", "GB"),
    ("Vikings", "Minnesota", "MIN"),
];

/// A league by its code.
///
/// # Panics
/// On a code that is missing here: add the league to this function.
pub fn league(code: &str) -> LeagueReport {
    let (name, sport) = match code {
        "ATP" => ("ATP Tour", Sport::Tennis),
        "EPL" => ("Premier League", Sport::Soccer),
        "F1" => ("Formula 1", Sport::Motorsport),
        "MLB" => ("Major League Baseball", Sport::Baseball),
        "NBA" => ("National Basketball Association", Sport::Basketball),
        "NFL" => ("National Football League", Sport::AmericanFootball),
        "NHL" => ("National Hockey League", Sport::IceHockey),
        "PGA" => ("PGA Tour", Sport::Golf),
        "UFC" => ("UFC", Sport::MixedMartialArts),
        "WNBA" => ("Women's National Basketball Association", Sport::Basketball),
        other => panic!("testkit knows no league {other}"),
    };
    LeagueReport {
        code: code.to_owned(),
        name: name.to_owned(),
        sport,
    }
}

/// A team by its short name: a real one, or one that is made up from the name.
pub fn team(short: &str) -> CompetitorReport {
    let known = TEAMS.iter().find(|it| it.0 == short);
    let (name, place, code) = match known {
        Some((_, place, code)) => (format!("{place} {short}"), *place, *code),
        None => (format!("Team {short}"), short, short),
    };
    CompetitorReport {
        reference: code.to_lowercase(),
        slug: None,
        kind: CompetitorKind::Team,
        name,
        short_name: short.to_owned(),
        place: place.to_owned(),
        code: code.to_owned(),
        colors: None,
        logo_url: None,
    }
}

/// An athlete, whether they compete alone or play for a team. The last word of the name is what
/// they are called for short.
pub fn athlete(name: &str) -> CompetitorReport {
    let short = name.rsplit(' ').next().unwrap_or(name);
    let code: String = short.chars().take(3).collect();
    CompetitorReport {
        kind: CompetitorKind::Athlete,
        reference: name.to_lowercase(),
        name: name.to_owned(),
        code: code.to_uppercase(),
        ..team(short)
    }
}

/// An upcoming match of two teams without prices. Its reference is made of both names, as in
/// `bears-packers`. It starts at [`noon`] unless [`ReportExt::starts_at`] says otherwise.
pub fn game(league_code: &str, home: &str, away: &str) -> GameReport {
    GameReport {
        reference: format!("{home}-{away}").to_lowercase(),
        league: league(league_code),
        season: "2026".to_owned(),
        starts_at: noon(),
        status: GameStatus::Scheduled,
        participants: Participant::sides(team(home), team(away)),
        field: None,
        players: Vec::new(),
        scores: Vec::new(),
        facts: Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: true,
        live: None,
        venue: None,
    }
}

/// A contest of these athletes, in that order. Its reference is made of its name: `harbor-open`.
pub fn field(league_code: &str, name: &str, entrants: &[&str]) -> GameReport {
    let slug = name.to_lowercase().replace(' ', "-");
    GameReport {
        reference: slug.clone(),
        participants: Participant::field(entrants.iter().map(|it| athlete(it))),
        field: Some(FieldReport {
            slug,
            name: name.to_owned(),
        }),
        ..game(league_code, "", "")
    }
}

/// Variations of a report: each method returns a changed copy.
pub trait ReportExt {
    /// Under another reference.
    #[must_use]
    fn named(&self, reference: &str) -> GameReport;

    /// With another start time.
    #[must_use]
    fn starts_at(&self, time: DateTime<Utc>) -> GameReport;

    /// With these prices added.
    #[must_use]
    fn quoted(&self, quotes: impl IntoIterator<Item = QuoteReport>) -> GameReport;

    /// With American prices on either side to win added.
    #[must_use]
    fn moneyline(&self, home: i32, away: i32) -> GameReport
    where
        Self: Sized,
    {
        self.quoted([
            quote(MarketKind::Moneyline2, None, Side::Home, home),
            quote(MarketKind::Moneyline2, None, Side::Away, away),
        ])
    }

    /// With American prices on a spread added; the line is the home side's.
    #[must_use]
    fn spread(&self, line: &str, home: i32, away: i32) -> GameReport
    where
        Self: Sized,
    {
        self.quoted([
            quote(MarketKind::Spread, Some(line), Side::Home, home),
            quote(MarketKind::Spread, Some(line), Side::Away, away),
        ])
    }

    /// With American prices on a total added.
    #[must_use]
    fn total(&self, line: &str, over: i32, under: i32) -> GameReport
    where
        Self: Sized,
    {
        self.quoted([
            quote(MarketKind::Total, Some(line), Side::Over, over),
            quote(MarketKind::Total, Some(line), Side::Under, under),
        ])
    }

    /// With these players of the two sides.
    #[must_use]
    fn with_players(&self, names: &[&str]) -> GameReport;

    /// With these facts.
    #[must_use]
    fn with_facts(&self, facts: Facts) -> GameReport;

    /// With this status and without prices.
    #[must_use]
    fn in_state(&self, status: GameStatus) -> GameReport;

    /// Final, with that score.
    #[must_use]
    fn final_score(&self, home: i32, away: i32) -> GameReport
    where
        Self: Sized,
    {
        let over = self.in_state(GameStatus::Final);
        let bare = GameReport {
            scores: Vec::new(),
            ..over
        };
        bare.period_score(Period::Full, home, away)
    }

    /// Cancelled.
    #[must_use]
    fn cancelled(&self) -> GameReport {
        self.in_state(GameStatus::Cancelled)
    }

    /// With the score of one part of the game added.
    #[must_use]
    fn period_score(&self, period: Period, home: i32, away: i32) -> GameReport;
}

impl ReportExt for GameReport {
    fn named(&self, reference: &str) -> Self {
        Self {
            reference: reference.to_owned(),
            ..self.clone()
        }
    }

    fn starts_at(&self, time: DateTime<Utc>) -> Self {
        Self {
            starts_at: time,
            ..self.clone()
        }
    }

    fn quoted(&self, quotes: impl IntoIterator<Item = QuoteReport>) -> Self {
        let mut report = self.clone();
        report.quotes.extend(quotes);
        report
    }

    fn with_players(&self, names: &[&str]) -> Self {
        Self {
            players: names.iter().map(|it| athlete(it)).collect(),
            ..self.clone()
        }
    }

    fn with_facts(&self, facts: Facts) -> Self {
        Self {
            facts,
            ..self.clone()
        }
    }

    fn in_state(&self, status: GameStatus) -> Self {
        Self {
            status,
            quotes: Vec::new(),
            ..self.clone()
        }
    }

    fn period_score(&self, period: Period, home: i32, away: i32) -> Self {
        let mut report = self.clone();
        let both = [(Role::Home, home), (Role::Away, away)];
        report.scores.extend(both.map(|(role, points)| PeriodScore {
            period,
            role,
            points,
        }));
        report
    }
}

/// One report or several.
pub trait Reports {
    /// The reports, in order.
    fn reports(self) -> Vec<GameReport>;
}

impl Reports for GameReport {
    fn reports(self) -> Vec<GameReport> {
        vec![self]
    }
}

impl Reports for &GameReport {
    fn reports(self) -> Vec<GameReport> {
        vec![self.clone()]
    }
}

impl<const N: usize> Reports for [GameReport; N] {
    fn reports(self) -> Vec<GameReport> {
        self.into()
    }
}

impl<const N: usize> Reports for &[GameReport; N] {
    fn reports(self) -> Vec<GameReport> {
        self.to_vec()
    }
}

impl Reports for &[GameReport] {
    fn reports(self) -> Vec<GameReport> {
        self.to_vec()
    }
}

impl Reports for Vec<GameReport> {
    fn reports(self) -> Vec<GameReport> {
        self
    }
}

impl Reports for &Vec<GameReport> {
    fn reports(self) -> Vec<GameReport> {
        self.clone()
    }
}
