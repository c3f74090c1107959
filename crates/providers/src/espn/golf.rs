//! Tournaments of golf: one field. The scoreboard has the strokes by round; places, who missed the
//! cut and when play begins come from the leaderboard, which is asked for by itself.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use chrono_tz::Pacific::Auckland;
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::facts::{EntrantLine, Finish};
use shared::feed::{FieldReport, GameReport, Participant, Rejected};
use shared::game::{GameStatus, Period};
use shared::id::CompetitorId;
use shared::league::Sport;

use super::NAME;
use super::athletes::{self, Athlete, Contender, Contest, Event, Frame, Line};
use super::leagues::League;
use super::one::{One, moment, standing};
use super::wire::StatusType;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::listed::refusal;
use crate::slug::slug;

/// Holes of a round.
const HOLES: u16 = 18;
/// The most rounds of a tournament, without a play-off.
const ROUNDS_MAX: u8 = 6;
/// How far the first tee time can be from the day that the board has.
const DAYS_APART: u64 = 2;

/// Reads a tournament.
pub(super) fn read(league: &League, text: &str) -> Result<Vec<One>, Rejected> {
    let event: Event = json::text_part(text).map_err(refusal)?;
    let mut refused = Vec::new();
    let frame = Frame {
        league,
        event: &event,
    };
    let game = match event.competitions.as_slice() {
        [contest] => athletes::contest(contest).and_then(|it| game(&frame, &it, &mut refused)),
        several => {
            let count = several.len();
            Err(refusal(format!("{count} competitions where one is meant")))
        }
    };
    Ok(vec![One {
        id: event.id.clone(),
        game,
        refused,
    }])
}

fn game(
    frame: &Frame<'_>,
    contest: &Contest,
    refused: &mut Vec<Rejected>,
) -> Result<GameReport, Rejected> {
    let stands = contest.status.as_ref().or(frame.event.status.as_ref());
    let stands = stands.ok_or_else(|| refusal("no status"))?;
    let (status, _) = standing(&stands.kind, refused)?;
    let entered = contest.competitors.iter().map(Contender::report);
    let entered: Vec<_> = entered.collect::<Result<_, _>>().map_err(refusal)?;
    let mut game = frame.report(contest, status, Participant::field(entered))?;
    let title = frame.event.title();
    game.reference.clone_from(&frame.event.id);
    game.field = Some(FieldReport {
        slug: slug(title),
        name: title.to_owned(),
    });
    if contest.time_valid != Some(true) {
        game.starts_at = day_begins(game.starts_at);
    }
    Ok(game)
}

/// When bets close on a tournament of which the day alone is told, by the clock of the US East:
/// when that day begins where it begins first. In Asia play is well under way when it begins in the
/// east of America.
fn day_begins(starts_at: DateTime<Utc>) -> DateTime<Utc> {
    let day = super::forms::eastern(starts_at);
    let local = Auckland.from_local_datetime(&day.and_time(NaiveTime::MIN));
    local.earliest().map_or(starts_at, |it| it.to_utc())
}

/// A leaderboard: who finished where, and when the first of them tees off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaderboard {
    /// The feed's id of the tournament.
    pub event: String,
    /// Whether the tournament is over.
    pub over: bool,
    /// When the first player tees off.
    pub first_tee: Option<DateTime<Utc>>,
    /// How each of them finished, in order of id. Empty until it is over.
    pub entrants: Vec<EntrantLine>,
    /// What cannot be read, and why.
    pub rejected: Vec<String>,
}

#[derive(Deserialize)]
struct Board {
    events: Vec<BoardEvent>,
}

#[derive(Deserialize)]
struct BoardEvent {
    id: String,
    #[serde(default)]
    competitions: Vec<BoardContest>,
}

#[derive(Deserialize)]
struct BoardContest {
    status: Option<BoardStatus>,
    #[serde(default)]
    competitors: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct BoardStatus {
    #[serde(rename = "type")]
    kind: StatusType,
}

#[derive(Deserialize)]
struct Player {
    id: Text,
    athlete: Option<Athlete>,
    status: Option<PlayerStatus>,
    #[serde(default)]
    linescores: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PlayerStatus {
    #[serde(rename = "type")]
    kind: Option<PlayerKind>,
    position: Option<Position>,
    tee_time: Option<String>,
}

#[derive(Deserialize)]
struct PlayerKind {
    /// `STATUS_FINISH`, `STATUS_CUT`.
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Position {
    /// `T13`; `-` for who has none.
    display_name: String,
}

/// What a player's status means once the tournament is over. A name that is not here is never
/// guessed.
const FINISHES: &[(&str, Finish)] = &[
    ("STATUS_FINISH", Finish::Finished),
    ("STATUS_CUT", Finish::MissedCut),
    ("STATUS_MISSED_CUT", Finish::MissedCut),
    ("STATUS_WITHDRAWN", Finish::Withdrew),
    ("STATUS_WD", Finish::Withdrew),
    ("STATUS_DISQUALIFIED", Finish::Disqualified),
    ("STATUS_DQ", Finish::Disqualified),
];

/// Reads a leaderboard.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_leaderboard(body: &Bytes) -> Result<Leaderboard, Garbled> {
    let board: Board = json::read(body)?;
    let garbled = |place: &str, reason: &str| Garbled::new(place, reason, body.clone());
    let [event] = board.events.as_slice() else {
        return Err(garbled("events", "not one event"));
    };
    let [contest] = event.competitions.as_slice() else {
        return Err(garbled("events[0].competitions", "not one competition"));
    };
    let kind = contest.status.as_ref().map(|it| &it.kind);
    let over = kind.is_some_and(|it| it.state == "post" && it.completed);
    let mut read = Leaderboard {
        event: event.id.clone(),
        over,
        ..Leaderboard::default()
    };
    let mut entrants = BTreeMap::new();
    for raw in &contest.competitors {
        match json::text_part::<Player>(raw.get()) {
            Ok(player) => read.add(&player, &mut entrants),
            Err(reason) => read.rejected.push(format!("a player: {reason}")),
        }
    }
    read.entrants = entrants.into_values().collect();
    Ok(read)
}

impl Leaderboard {
    fn add(&mut self, player: &Player, entrants: &mut BTreeMap<CompetitorId, EntrantLine>) {
        let status = player.status.as_ref();
        let tees = player.linescores.iter();
        let tees = tees.filter(|it| it.period == Some(1));
        let tees = tees.filter_map(|it| it.tee_time.as_deref());
        let tees = tees.chain(status.and_then(|it| it.tee_time.as_deref()));
        self.first_tee = tees.filter_map(moment).chain(self.first_tee).min();
        if !self.over {
            return;
        }
        let (name, line) = match line(player) {
            Ok(found) => found,
            Err(reason) => {
                self.rejected.push(reason);
                return;
            }
        };
        if entrants.insert(line.id, line).is_some() {
            self.rejected.push(format!("{name} is there twice"));
        }
    }

    /// Whether it says as much as the scoreboard: that the tournament is over, where it is.
    pub(super) fn fits(&self, game: &GameReport) -> bool {
        self.over || game.status != GameStatus::Final
    }

    /// Puts it into the report of its tournament. Returns what is wrong with it.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        if self.event != game.reference {
            return vec![format!(
                "contradiction: the leaderboard is of event {}",
                self.event
            )];
        }
        let (earliest, latest) = (
            game.starts_at.checked_sub_days(Days::new(DAYS_APART)),
            game.starts_at.checked_add_days(Days::new(DAYS_APART)),
        );
        let is_near = |it: &DateTime<Utc>| Some(*it) >= earliest && Some(*it) <= latest;
        if let Some(first) = self.first_tee.filter(is_near) {
            game.starts_at = first;
        }
        if game.status != GameStatus::Final {
            return Vec::new();
        }
        game.facts.entrants.clone_from(&self.entrants);
        let mut rejected = self.rejected.clone();
        if self.entrants.is_empty() {
            rejected.push("the places are not told".to_owned());
        }
        rejected
    }
}

/// How a player finished, with the strokes of his rounds.
fn line(player: &Player) -> Result<(String, EntrantLine), String> {
    let athlete = player.athlete.as_ref().ok_or("a side that is no athlete")?;
    let id = player.id.text();
    let named = athletes::named(&id, athlete).ok_or("an athlete without a name")?;
    let name = named.name.clone();
    let status = player.status.as_ref();
    let told = status.and_then(|it| it.kind.as_ref());
    let told = told.map_or("none", |it| it.name.as_str());
    let known = FINISHES.iter().find(|it| it.0 == told);
    let finish = known
        .ok_or_else(|| format!("{name}: unknown status {told}"))?
        .1;
    let scores = strokes(player).map_err(|it| format!("{name}: {it}"))?;
    let finish = match finish {
        Finish::Withdrew if scores.is_empty() => Finish::DidNotStart,
        finish => finish,
    };
    let position = status.and_then(|it| it.position.as_ref());
    let position = position.map(|it| it.display_name.trim_start_matches('T'));
    let position = position.and_then(|it| it.parse().ok());
    if finish == Finish::Finished && position.is_none() {
        return Err(format!("{name}: finished without a place"));
    }
    let rounds = u16::try_from(scores.len()).unwrap_or_default();
    let complete = matches!(finish, Finish::Finished | Finish::MissedCut) && rounds > 0;
    Ok((
        name,
        EntrantLine {
            id: named.first_id(NAME, Sport::Golf),
            finish,
            position: position.filter(|_| finish == Finish::Finished),
            holes: complete.then_some(rounds * HOLES),
            laps: None,
            scores,
            withdrawal: None,
        },
    ))
}

/// Strokes by round, without a play-off. A round that was not begun has none.
fn strokes(player: &Player) -> Result<Vec<(Period, i32)>, String> {
    let mut scores = Vec::new();
    let lines = player.linescores.iter().filter(|it| !it.is_playoff);
    for (place, line) in (1..).zip(lines) {
        let number = line.period.unwrap_or(place);
        let value = line.value.as_ref().and_then(Text::whole);
        let Some(strokes) = value.filter(|it| *it > 0) else {
            continue;
        };
        if !(1..=ROUNDS_MAX).contains(&number) {
            return Err(format!("round {number}"));
        }
        scores.push((Period::Round(number), strokes));
    }
    Ok(scores)
}
