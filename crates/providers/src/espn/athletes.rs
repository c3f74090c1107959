//! Events of athletes: tournaments, evenings of fights, weekends of racing. What they hold, and
//! what their readers have in common.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use shared::competitor::Lead;
use shared::facts::Facts;
use shared::feed::{CompetitorReport, GameReport, Participant, Rejected};
use shared::game::GameStatus;

use super::leagues::League;
use super::one::moment;
use super::wire::{Format, Season, Status};
use crate::archive::athlete;
use crate::json::{self, Text};
use crate::listed::refusal;

/// An event, named as the feed names it. Only what is read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) short_name: Option<String>,
    pub(super) date: String,
    pub(super) season: Option<Season>,
    pub(super) status: Option<Status>,
    /// Read one by one, so that a bad one spoils no other.
    #[serde(default)]
    pub(super) competitions: Vec<Box<RawValue>>,
    /// Where a tournament has several draws.
    #[serde(default)]
    pub(super) groupings: Vec<Grouping>,
}

#[derive(Deserialize)]
pub(super) struct Grouping {
    pub(super) grouping: Draw,
    #[serde(default)]
    pub(super) competitions: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
pub(super) struct Draw {
    /// `mens-singles`.
    pub(super) slug: String,
}

/// A match, a fight, a session, or a whole tournament.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contest {
    pub(super) id: Text,
    pub(super) date: Option<String>,
    /// Whether `date` has the time, or the day alone.
    pub(super) time_valid: Option<bool>,
    #[serde(rename = "type")]
    pub(super) kind: Option<Kind>,
    pub(super) status: Option<Status>,
    pub(super) format: Option<Format>,
    #[serde(default)]
    pub(super) competitors: Vec<Contender>,
    /// What happened in a fight, as it happened.
    #[serde(default)]
    pub(super) details: Vec<Detail>,
}

#[derive(Deserialize)]
pub(super) struct Kind {
    pub(super) id: Option<Text>,
    /// `Race`, `FP1`, `Qual`.
    pub(super) abbreviation: Option<String>,
    /// `mens-singles`.
    pub(super) slug: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Detail {
    #[serde(rename = "type")]
    pub(super) kind: Option<DetailKind>,
}

#[derive(Deserialize)]
pub(super) struct DetailKind {
    /// `Unofficial Winner Submission`.
    pub(super) text: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contender {
    pub(super) id: Text,
    /// The place in the list: of two, who is listed first; of a field, the place.
    pub(super) order: Option<u16>,
    pub(super) home_away: Option<String>,
    pub(super) winner: Option<bool>,
    /// Missing of pairs.
    pub(super) athlete: Option<Athlete>,
    #[serde(default)]
    pub(super) linescores: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Athlete {
    pub(super) display_name: String,
    pub(super) short_name: Option<String>,
}

/// A set in games, a round in strokes, or a fight by its judges.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) value: Option<Text>,
    pub(super) period: Option<u8>,
    #[serde(default)]
    pub(super) is_playoff: bool,
    pub(super) tee_time: Option<String>,
    /// The holes of a round, or the cards of the judges.
    #[serde(default)]
    pub(super) linescores: Vec<IgnoredAny>,
}

impl Event {
    /// What people call it.
    pub(super) fn title(&self) -> &str {
        let name = self.name.trim();
        match self.short_name.as_deref().map(str::trim) {
            Some(short) if name.is_empty() => short,
            _ => name,
        }
    }
}

impl Contest {
    /// The number of periods of its format: sets or rounds.
    pub(super) fn periods(&self) -> Option<u8> {
        self.format.as_ref()?.regulation.as_ref()?.periods
    }

    /// Who won, where one of the two is said to have.
    pub(super) fn winner(&self, sides: &Sides<'_>) -> Option<Lead> {
        let won = |it: &Contender| it.winner == Some(true);
        match (won(sides.home), won(sides.away)) {
            (true, false) => Some(Lead::Home),
            (false, true) => Some(Lead::Away),
            _ => None,
        }
    }
}

/// Reads one contest of an event.
pub(super) fn contest(raw: &RawValue) -> Result<Contest, Rejected> {
    json::text_part(raw.get()).map_err(refusal)
}

/// The two of a match or a fight.
pub(super) struct Sides<'a> {
    pub(super) home: &'a Contender,
    pub(super) away: &'a Contender,
}

/// Who stands first and who second: by the sides that some boards have, else by their order. The
/// list itself has the winner first.
pub(super) fn sides(contest: &Contest) -> Result<Sides<'_>, Rejected> {
    let [one, other] = contest.competitors.as_slice() else {
        let count = contest.competitors.len();
        return Err(refusal(format!("{count} competitors where two are meant")));
    };
    let first = |it: &Contender| match (it.home_away.as_deref(), it.order) {
        (Some("home"), _) | (None, Some(1)) => Some(true),
        (Some("away"), _) | (None, Some(2)) => Some(false),
        _ => None,
    };
    match (first(one), first(other)) {
        (Some(true), Some(false)) => Ok(Sides {
            home: one,
            away: other,
        }),
        (Some(false), Some(true)) => Ok(Sides {
            home: other,
            away: one,
        }),
        _ => Err(refusal("who of the two stands first is not told")),
    }
}

impl Contender {
    /// Whether it is a place that nobody has reached yet.
    pub(super) fn is_open(&self) -> bool {
        let name = self.athlete.as_ref().map(|it| it.display_name.trim());
        self.id.text().starts_with('-') || name == Some("TBD")
    }

    /// The athlete, whose id holds in every contest of the sport.
    pub(super) fn report(&self) -> Result<CompetitorReport, String> {
        let id = self.id.text();
        let athlete = self.athlete.as_ref().ok_or("a side that is no athlete")?;
        named(&id, athlete).ok_or_else(|| "an athlete without a name".to_owned())
    }
}

/// The report of an athlete under the feed's own id.
pub(super) fn named(id: &str, told: &Athlete) -> Option<CompetitorReport> {
    let name = told.display_name.trim();
    if id.is_empty() || name.is_empty() {
        return None;
    }
    Some(CompetitorReport {
        reference: format!("athlete/{id}"),
        ..athlete(name, &short(name, told.short_name.as_deref()))
    })
}

/// `C. Alcaraz` is called `Alcaraz`; whoever is not shortened so keeps the name.
pub(super) fn short(name: &str, short_name: Option<&str>) -> String {
    let short = short_name.map(str::trim).filter(|it| !it.is_empty());
    let rest = short.and_then(|it| it.split_once(". "));
    match rest {
        Some((initial, rest)) if initial.chars().count() == 1 => rest.to_owned(),
        _ => name.to_owned(),
    }
}

/// What every game of an event says in the same way.
pub(super) struct Frame<'a> {
    pub(super) league: &'a League,
    pub(super) event: &'a Event,
}

impl Frame<'_> {
    /// The season of the event.
    fn season(&self) -> Result<String, Rejected> {
        let season = self.event.season.as_ref();
        let season = season.ok_or_else(|| refusal("no season"))?;
        Ok(self.league.season(season.year))
    }

    /// When that contest begins.
    pub(super) fn starts_at(&self, contest: &Contest) -> Result<DateTime<Utc>, Rejected> {
        let date = contest.date.as_ref().unwrap_or(&self.event.date);
        moment(date).ok_or_else(|| refusal(format!("{date:?} is no time")))
    }

    /// A report without scores and prices.
    pub(super) fn report(
        &self,
        contest: &Contest,
        status: GameStatus,
        participants: Vec<Participant>,
    ) -> Result<GameReport, Rejected> {
        Ok(GameReport {
            reference: contest.id.text(),
            league: self.league.report(),
            season: self.season()?,
            starts_at: self.starts_at(contest)?,
            status,
            field: None,
            participants,
            players: Vec::new(),
            scores: Vec::new(),
            facts: Facts::default(),
            source_at: None,
            quotes: Vec::new(),
            // None of these boards has prices: nothing was withdrawn.
            quotes_complete: false,
            live: None,
            venue: None,
        })
    }
}

/// Both sides as participants.
pub(super) fn participants(sides: &Sides<'_>) -> Result<Vec<Participant>, Rejected> {
    let home = sides.home.report().map_err(refusal)?;
    let away = sides.away.report().map_err(refusal)?;
    Ok(Participant::sides(home, away))
}
