//! What the rows of every API have in common: an id, a league, a start, two sides, and a state.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, Participant, Rejected};
use shared::game::{GameStatus, Period, PeriodScore};

use super::envelope;
use super::leagues::{self, Api, League};
use super::status::{self, Over, State};
use super::wire::{Id, Placed, Sides, Status, Team};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::slug::slug;
use crate::teams;

/// The games of an answer that are of leagues of ours, and what of them could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) games: Vec<GameReport>,
    /// With our code of the league, where that could be read.
    pub(super) rejected: Vec<(Option<&'static str>, Rejected)>,
}

impl Listing {
    /// All of it.
    pub(super) fn all(self) -> FeedAnswer {
        FeedAnswer {
            games: self.games,
            rejected: self.rejected.into_iter().map(|it| it.1).collect(),
        }
    }

    /// What is about that league.
    pub(super) fn of(&self, league: &str) -> FeedAnswer {
        let games = self.games.iter().filter(|it| it.league.code == league);
        let about = |it: &Option<&str>| it.is_none_or(|it| it == league);
        let rejected = self.rejected.iter().filter(|it| about(&it.0));
        FeedAnswer {
            games: games.cloned().collect(),
            rejected: rejected.map(|it| it.1.clone()).collect(),
        }
    }
}

/// Why a row is not taken.
pub(super) struct Fault {
    reason: String,
    unknown_code: Option<String>,
}

impl Fault {
    /// What is wrong.
    pub(super) fn into_reason(self) -> String {
        self.reason
    }
}

impl From<String> for Fault {
    fn from(reason: String) -> Self {
        Self {
            reason,
            unknown_code: None,
        }
    }
}

impl From<&str> for Fault {
    fn from(reason: &str) -> Self {
        Self::from(reason.to_owned())
    }
}

/// A row whose league is one of ours.
pub(super) struct Row<'a> {
    pub(super) league: &'static League,
    /// The feed's id of the game.
    pub(super) id: &'a str,
    /// All of it, as it is written.
    pub(super) text: &'a str,
}

/// Reads the rows of an answer one by one, so that a bad one spoils no other. Rows of other leagues
/// are passed over.
pub(super) fn each(
    api: Api,
    body: &Bytes,
    mut read: impl FnMut(&Row<'_>, &mut Vec<String>) -> Result<Option<GameReport>, Fault>,
) -> Result<Listing, Garbled> {
    let mut listing = Listing::default();
    for (place, raw) in envelope::open(body)?.rows.iter().enumerate() {
        let text = raw.get();
        let (id, league) = match placed(api, text) {
            Ok(Some(placed)) => placed,
            Ok(None) => continue,
            Err(reason) => {
                let place = format!("[{place}]");
                listing.reject(None, place, None, Fault::from(reason));
                continue;
            }
        };
        let row = Row {
            league,
            id: &id,
            text,
        };
        let mut refused = Vec::new();
        let twice = listing.games.iter().any(|it| it.reference == id);
        let read = match twice {
            true => Err(Fault::from("it is in the answer twice")),
            false => read(&row, &mut refused),
        };
        let place = || format!("game {id}");
        match read {
            Ok(game) => listing.games.extend(game),
            Err(fault) => listing.reject(Some(league.code), place(), Some(&id), fault),
        }
        for reason in refused {
            listing.reject(Some(league.code), place(), Some(&id), Fault::from(reason));
        }
    }
    Ok(listing)
}

impl Listing {
    fn reject(
        &mut self,
        league: Option<&'static str>,
        place: String,
        game: Option<&str>,
        fault: Fault,
    ) {
        let rejected = Rejected {
            place,
            reason: fault.reason,
            unknown_code: fault.unknown_code,
            game: game.map(str::to_owned),
        };
        self.rejected.push((league, rejected));
    }
}

/// The row's game and league. Nothing when the league is none of ours.
fn placed(api: Api, text: &str) -> Result<Option<(String, &'static League)>, String> {
    let placed: Placed = json::text_part(text)?;
    let league = match api {
        Api::FormulaOne => leagues::formula_one(),
        _ => {
            let id = placed.league.and_then(|it| it.id);
            let id = id.and_then(|it| it.text().parse().ok());
            let id: u32 = id.ok_or("a game of no league")?;
            leagues::of_id(api, id)
        }
    };
    let Some(league) = league else {
        return Ok(None);
    };
    let of = |it: Option<Id>| it.and_then(|it| it.id);
    let id = of(placed.fixture).or_else(|| of(placed.game)).or(placed.id);
    let id = id.map(|it| it.text()).unwrap_or_default();
    let is_plain = !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit());
    match is_plain {
        true => Ok(Some((id, league))),
        false => Err(format!("{id:?} is no id of a game")),
    }
}

/// The game of two sides, without scores.
pub(super) fn game(
    row: &Row<'_>,
    season: Option<&Text>,
    starts_at: DateTime<Utc>,
    state: State,
    teams: &Sides<Team>,
) -> Result<GameReport, Fault> {
    let league = row.league;
    let (home, away) = (team(league, &teams.home)?, team(league, &teams.away)?);
    if home.reference == away.reference {
        return Err(Fault::from("one team on both sides"));
    }
    Ok(GameReport {
        reference: row.id.to_owned(),
        league: league.report(),
        season: league.season(season, starts_at),
        starts_at,
        status: state.status(),
        field: None,
        participants: Participant::sides(home, away),
        players: Vec::new(),
        scores: Vec::new(),
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    })
}

/// A side.
pub(super) fn team(league: &League, team: &Team) -> Result<CompetitorReport, Fault> {
    let id = team.id.as_ref().map(Text::text).unwrap_or_default();
    let name = team.name.as_deref().map_or("", str::trim);
    // Women's sides have the same names with a letter: the league says it already.
    let name = match league.code {
        "WNBA" => name.strip_suffix(" W").unwrap_or(name),
        _ => name,
    };
    let unset = |it: &str| it.is_empty() || ["tbd", "tba"].contains(&it);
    if id.is_empty() || id == "0" || unset(&slug(name)) {
        return Err(Fault::from("a side is not decided yet"));
    }
    Ok(teams::named(league.code, teams::reference(&id), name))
}

/// When a game begins. The number of seconds is right where the date is not: some answers have
/// midnight there.
pub(super) fn start(timestamp: Option<&Text>, date: Option<&str>) -> Result<DateTime<Utc>, String> {
    let seconds = timestamp.and_then(|it| it.text().parse::<i64>().ok());
    let by_seconds = seconds.filter(|it| *it > 0);
    if let Some(at) = by_seconds.and_then(|it| DateTime::from_timestamp(it, 0)) {
        return Ok(at);
    }
    let date = date.unwrap_or_default();
    let read = date.parse::<DateTime<Utc>>();
    read.map_err(|_| format!("{date:?} is no time"))
}

/// The state of a game, or the code that is in no table.
pub(super) fn state(api: Api, status: &Status) -> Result<State, Fault> {
    status::read(api, status).map_err(|code| Fault {
        reason: format!("the status {code:?} is unknown"),
        unknown_code: Some(code),
    })
}

/// Puts the scores of its state into a game. A final that cannot be read stays one, without a score
/// and with the reason, so that nothing is settled on it and nobody waits for it in vain.
pub(super) fn put_scores(
    game: &mut GameReport,
    state: State,
    now: impl Fn() -> Result<Vec<PeriodScore>, String>,
    ended: impl Fn(Over) -> Result<Vec<PeriodScore>, String>,
    refused: &mut Vec<String>,
) -> Result<(), Fault> {
    match state {
        State::Over(over) => match ended(over) {
            Ok(scores) => game.scores = scores,
            Err(reason) => refused.push(reason),
        },
        State::Awarded => refused.push("awarded: who won was decided at a table".to_owned()),
        State::Live | State::Stopped | State::Abandoned => game.scores = now()?,
        State::Open => {
            // Nothing, or nothing yet.
            let told = now().unwrap_or_default();
            if told.iter().any(|it| it.points != 0) {
                return Err(Fault::from("contradiction: not begun, and has a score"));
            }
        }
        State::Unset | State::Postponed | State::Cancelled | State::Walkover => {}
    }
    debug_assert!(game.status != GameStatus::Scheduled || game.scores.is_empty());
    Ok(())
}

/// Both sides' points in a part, if both are told.
pub(super) fn pair(home: Option<i32>, away: Option<i32>) -> Option<(i32, i32)> {
    home.zip(away).filter(|it| it.0 >= 0 && it.1 >= 0)
}

/// Both sides' points in a part, as scores.
pub(super) fn scored(period: Period, (home, away): (i32, i32)) -> [PeriodScore; 2] {
    crate::archive::score(period, home, away)
}

/// The state of a race, which has one word.
pub(super) fn worded(status: &str) -> Result<GameStatus, Fault> {
    match status.trim() {
        "Scheduled" | "Not Started" => Ok(GameStatus::Scheduled),
        "Live" | "In Progress" => Ok(GameStatus::Live),
        "Completed" => Ok(GameStatus::Final),
        "Postponed" => Ok(GameStatus::Postponed),
        "Cancelled" | "Canceled" => Ok(GameStatus::Cancelled),
        code => Err(Fault {
            reason: format!("the status {code:?} is unknown"),
            unknown_code: Some(code.to_owned()),
        }),
    }
}
