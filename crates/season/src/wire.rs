//! The shapes of the answers, as the README documents them.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::league::{Bookmaker, Team};
use crate::play::{Game, QUARTERS, Score, State, Status};
use crate::prices::{Answer, Market, Offer, Quote};
use crate::schedule::{Schedule, Special};

/// A status that no reader can know, served by the fault of that name.
const STATUS_UNKNOWN: &str = "fogged_in";

#[derive(Serialize)]
pub(crate) struct LeagueAnswer {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) sport: &'static str,
    pub(crate) season: String,
    pub(crate) key: String,
    pub(crate) origin: DateTime<Utc>,
    pub(crate) game_every_ms: i64,
    pub(crate) game_length_ms: i64,
    pub(crate) lead_ms: i64,
    pub(crate) bookmakers: Vec<BookmakerLine>,
}

#[derive(Serialize)]
pub(crate) struct BookmakerLine {
    code: &'static str,
    name: &'static str,
}

impl From<&Bookmaker> for BookmakerLine {
    fn from(bookmaker: &Bookmaker) -> BookmakerLine {
        BookmakerLine {
            code: bookmaker.code,
            name: bookmaker.name,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct TeamsAnswer {
    pub(crate) teams: Vec<TeamLine>,
}

#[derive(Serialize)]
pub(crate) struct TeamLine {
    code: &'static str,
    city: &'static str,
    nickname: &'static str,
    name: String,
    primary: &'static str,
    secondary: &'static str,
    crest: String,
}

impl From<&Team> for TeamLine {
    fn from(team: &Team) -> TeamLine {
        TeamLine {
            code: team.code,
            city: team.city,
            nickname: team.nickname,
            name: format!("{} {}", team.city, team.nickname),
            primary: team.primary,
            secondary: team.secondary,
            crest: format!("/v1/teams/{}/crest.svg", team.code),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct GamesAnswer {
    pub(crate) updated_at: Option<DateTime<Utc>>,
    pub(crate) games: Vec<GameLine>,
    pub(crate) next_after: Option<u64>,
}

#[derive(Serialize)]
pub(crate) struct GameLine {
    id: String,
    number: u64,
    league: &'static str,
    season: String,
    home: &'static str,
    away: &'static str,
    status: StatusWord,
    starts_at: DateTime<Utc>,
    postponed_from: Option<DateTime<Utc>>,
    period: Option<u8>,
    clock: Option<String>,
    overtime: bool,
    score: Option<ScoreLine>,
    revision: u32,
    pub(crate) updated_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum StatusWord {
    Known(Status),
    Unknown(&'static str),
}

#[derive(Serialize)]
struct ScoreLine {
    home: u32,
    away: u32,
    periods: Vec<PeriodLine>,
}

#[derive(Serialize)]
struct PeriodLine {
    period: usize,
    home: u32,
    away: u32,
}

impl GameLine {
    pub(crate) fn new(schedule: &Schedule, game: &Game, state: &State) -> GameLine {
        let clock = state
            .clock_s
            .map(|left| format!("{:02}:{:02}", left / 60, left % 60));
        GameLine {
            id: schedule.id(game.number),
            number: game.number,
            league: crate::league::CODE,
            season: schedule.label(),
            home: game.home.code,
            away: game.away.code,
            status: StatusWord::Known(state.status),
            starts_at: state.starts_at,
            postponed_from: state.postponed_from,
            period: state.period,
            clock,
            overtime: state.period.is_some_and(|period| period > QUARTERS),
            score: state.period.map(|_| ScoreLine::from(state)),
            revision: state.revision,
            updated_at: state.updated_at,
            corrected_at: state.corrected_at,
        }
    }

    /// The same game with a status that nobody knows.
    pub(crate) fn with_unknown_status(mut self) -> GameLine {
        self.status = StatusWord::Unknown(STATUS_UNKNOWN);
        self
    }
}

impl From<&State> for ScoreLine {
    fn from(state: &State) -> ScoreLine {
        let Score { home, away } = state.score();
        let line = |(place, score): (usize, &Score)| PeriodLine {
            period: place + 1,
            home: score.home,
            away: score.away,
        };
        ScoreLine {
            home,
            away,
            periods: state.periods.iter().enumerate().map(line).collect(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct PricesAnswer {
    pub(crate) updated_at: Option<DateTime<Utc>>,
    pub(crate) prices: Vec<PriceLine>,
}

#[derive(Serialize)]
pub(crate) struct PriceLine {
    game: String,
    bookmaker: &'static str,
    market: Market,
    pub(crate) source_at: DateTime<Utc>,
    selections: [SelectionLine; 2],
}

#[derive(Serialize)]
struct SelectionLine {
    selection: Answer,
    /// In points. Quarters are exact in binary, so no digit is lost on the way.
    line: Option<f64>,
    american: i64,
}

impl From<Offer> for SelectionLine {
    fn from(offer: Offer) -> SelectionLine {
        SelectionLine {
            selection: offer.answer,
            line: offer.line.map(|quarters| quarters as f64 / 4.0),
            american: offer.american,
        }
    }
}

impl PriceLine {
    pub(crate) fn new(schedule: &Schedule, game: &Game, quote: &Quote) -> PriceLine {
        PriceLine {
            game: schedule.id(game.number),
            bookmaker: quote.bookmaker.code,
            market: quote.market,
            source_at: quote.source_at,
            selections: quote.offers.map(SelectionLine::from),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct PlanAnswer {
    pub(crate) games: Vec<PlanLine>,
}

#[derive(Serialize)]
pub(crate) struct PlanLine {
    number: u64,
    id: String,
    special: Special,
    home: &'static str,
    away: &'static str,
    opens_at: DateTime<Utc>,
    planned_start: DateTime<Utc>,
    postponed_at: Option<DateTime<Utc>>,
    starts_at: DateTime<Utc>,
    final_at: DateTime<Utc>,
    corrected_at: Option<DateTime<Utc>>,
    first_final: PlainScore,
    last_final: PlainScore,
}

#[derive(Serialize)]
struct PlainScore {
    home: u32,
    away: u32,
}

impl From<Score> for PlainScore {
    fn from(score: Score) -> PlainScore {
        PlainScore {
            home: score.home,
            away: score.away,
        }
    }
}

impl PlanLine {
    pub(crate) fn new(schedule: &Schedule, game: &Game) -> PlanLine {
        PlanLine {
            number: game.number,
            id: schedule.id(game.number),
            special: game.special,
            home: game.home.code,
            away: game.away.code,
            opens_at: game.opens_at,
            planned_start: game.planned_start,
            postponed_at: game.postponed_at,
            starts_at: game.starts_at,
            final_at: game.final_at,
            corrected_at: game.corrected_at,
            first_final: game.first_final().into(),
            last_final: game.last_final().into(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct ErrorAnswer {
    pub(crate) error: String,
}
