//! From a schedule's or a live feed's bytes to reports.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use shared::competitor::CompetitorKind;
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, Rejected, VenueReport,
};
use shared::game::GameStatus;
use shared::league::{Sport, time_zone};

use super::players::{self, Players};
use super::status::{self, Stands};
use super::wire::{Game, Linescore, Live, Named, Schedule, Side, Sides, Status, Team, Venue};
use super::{LEAGUE, ending, live, scores};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::listed::refusal;
use crate::{days, json, teams};

/// The season and the rounds after it. Spring training, exhibitions and the all-star game are left
/// out: they may end level, and teams play with players of others.
const GAME_TYPES: &[&str] = &[SEASON, "F", "D", "L", "W"];
pub(super) const SEASON: &str = "R";

/// Letters that we know and leave out.
const LEFT_OUT: &[&str] = &["S", "E", "A", "I", "P", "C", "N"];

/// How long after the first game of a doubleheader the second begins at the earliest: nine innings
/// take longer.
const SECOND_AFTER: TimeDelta = TimeDelta::hours(2);

/// One game, as its live feed has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveGame {
    /// The game, or why it cannot be read.
    pub answer: FeedAnswer,
    /// Its players, if it has a box score.
    pub players: Option<Players>,
    /// How long the feed asks not to be asked about it again.
    pub wait: Option<TimeDelta>,
}

/// The league.
pub(super) fn league() -> LeagueReport {
    crate::league(LEAGUE, "Major League Baseball", Sport::Baseball)
}

/// Reads a schedule, with line scores where it has them. A game that is listed on two days, because
/// it was put off or resumed, comes once.
///
/// # Errors
/// [`Garbled`] when it is no schedule.
pub fn read(body: &Bytes) -> Result<FeedAnswer, Garbled> {
    let schedule: Schedule = json::read(body)?;
    let mut listed: BTreeMap<String, Listing> = BTreeMap::new();
    let mut answer = FeedAnswer::default();
    let raws = schedule.dates.iter().flat_map(|it| &it.games);
    for (place, raw) in raws.enumerate() {
        let id = json::text_part::<Named>(raw.get()).ok();
        let id = id.map(|it| it.game_pk.text());
        let mut refused = Vec::new();
        let listing = listing(raw.get(), &mut refused);
        let (listing, reason) = match listing {
            Ok(listing) => (Some(listing), None),
            Err(reason) => (None, Some(reason)),
        };
        let refused = refused.into_iter().chain(reason);
        let refused = refused.map(|it| placed(it, id.as_deref(), place));
        match listing {
            None => answer.rejected.extend(refused),
            Some(listing) => {
                let refused = refused.collect();
                keep(&mut listed, Listing { refused, ..listing });
            }
        }
    }
    place_seconds(&mut listed);
    for listing in listed.into_values() {
        answer.games.push(listing.game);
        answer.rejected.extend(listing.refused);
    }
    Ok(answer)
}

/// One listing of a game.
struct Listing {
    rank: u8,
    game: GameReport,
    /// Whether it is the second of a doubleheader, and its hour is not set.
    is_unset_second: bool,
    refused: Vec<Rejected>,
}

fn listing(text: &str, refused: &mut Vec<Rejected>) -> Result<Listing, Rejected> {
    let game: Game = json::text_part(text).map_err(refusal)?;
    let is_put_off = game.status.coded_game_state == "D";
    let new_start = game.reschedule_date.as_deref().and_then(moment);
    let new_start = new_start.filter(|_| is_put_off);
    let is_unset = game.status.start_time_tbd || new_start.is_some_and(is_placeholder);
    let is_unset_second = is_unset && game.game_number == Some(2);
    let mut game = report(told(game), refused)?;
    // The day on which it was to be played says so for ever. With a new start it is a moved game,
    // whichever of the two days is asked about.
    if let Some(new_start) = new_start {
        game.status = GameStatus::Scheduled;
        game.starts_at = start(new_start, is_unset);
    }
    let rank = if is_put_off { 0 } else { rank(game.status) };
    Ok(Listing {
        rank,
        game,
        is_unset_second,
        refused: Vec::new(),
    })
}

/// Puts second games whose hour is not set after the first of the same two sides on that day.
fn place_seconds(listed: &mut BTreeMap<String, Listing>) {
    let day = |it: &GameReport| days::day(LEAGUE, it.starts_at);
    let firsts: Vec<_> = listed
        .values()
        .filter(|it| !it.is_unset_second)
        .map(|it| (it.game.participants.clone(), it.game.starts_at))
        .collect();
    for second in listed.values_mut().filter(|it| it.is_unset_second) {
        let game = &mut second.game;
        let of_day = firsts.iter().filter(|(participants, starts_at)| {
            *participants == game.participants && days::day(LEAGUE, *starts_at) == day(game)
        });
        let first = of_day.map(|it| it.1).min();
        let first = first.unwrap_or(game.starts_at);
        game.starts_at = first + SECOND_AFTER;
    }
}

/// Of two listings, the one that is further on.
fn keep(listed: &mut BTreeMap<String, Listing>, new: Listing) {
    match listed.get(&new.game.reference) {
        Some(known) if known.rank >= new.rank => {}
        _ => {
            listed.insert(new.game.reference.clone(), new);
        }
    }
}

/// How far on a listing is. The day on which a game was stopped may say so for ever, and the day on
/// which it is resumed how it goes on.
const fn rank(status: GameStatus) -> u8 {
    match status {
        GameStatus::Postponed | GameStatus::Scheduled => 1,
        GameStatus::Suspended => 2,
        GameStatus::Live => 3,
        _ => 4,
    }
}

/// Reads the live feed of one game.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_live(body: &Bytes) -> Result<LiveGame, Garbled> {
    let live: Live = json::read(body)?;
    let id = live.game_pk.text();
    let wait = live.meta_data.and_then(|it| it.wait);
    let players = live.live_data.boxscore.as_ref().map(players::of);
    let data = live.game_data;
    let scored = |team: Team| Side { team, score: None };
    let told = Told {
        reference: id.clone(),
        kind: data.game.kind,
        season: data.game.season.text(),
        start: data.datetime.resumed_from_date_time,
        date: data.datetime.date_time,
        status: data.status,
        teams: Sides {
            home: scored(data.teams.home),
            away: scored(data.teams.away),
        },
        scheduled: None,
        line: live.live_data.linescore,
        venue: None,
    };
    let mut refused = Vec::new();
    let mut answer = FeedAnswer::default();
    match report(told, &mut refused) {
        Ok(mut game) => {
            let wrong = players.as_ref().map(|it| it.put(&mut game));
            refused.extend(wrong.into_iter().flatten().map(refusal));
            answer.games.push(game);
        }
        Err(reason) => refused.push(reason),
    }
    let refused = refused.into_iter();
    answer.rejected = refused.map(|it| placed(it, Some(&id), 0)).collect();
    Ok(LiveGame {
        answer,
        players,
        wait: wait.map(|it| TimeDelta::seconds(i64::from(it))),
    })
}

/// What either answer tells of a game.
struct Told {
    reference: String,
    kind: String,
    season: String,
    /// When it began, where that is another day than the one of the listing.
    start: Option<String>,
    date: String,
    status: Status,
    teams: Sides<Side>,
    scheduled: Option<u8>,
    line: Option<Linescore>,
    venue: Option<VenueReport>,
}

fn told(game: Game) -> Told {
    Told {
        reference: game.game_pk.text(),
        kind: game.game_type,
        season: game.season.text(),
        start: game.resumed_from,
        date: game.game_date,
        status: game.status,
        teams: game.teams,
        scheduled: game.scheduled_innings,
        line: game.linescore,
        venue: game.venue.as_ref().and_then(|it| venue(it.get())),
    }
}

/// Where it is played. What cannot be read spoils no game.
fn venue(text: &str) -> Option<VenueReport> {
    let read: Venue = json::text_part(text).ok()?;
    VenueReport::of(&read.name, None, None)
}

fn unknown(reason: String, code: String) -> Rejected {
    Rejected {
        unknown_code: Some(code),
        ..refusal(reason)
    }
}

fn placed(refused: Rejected, id: Option<&str>, place: usize) -> Rejected {
    Rejected {
        place: match id {
            Some(id) => format!("game {id}"),
            None => format!("games[{place}]"),
        },
        game: id.map(str::to_owned),
        ..refused
    }
}

fn report(told: Told, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
    if !GAME_TYPES.contains(&told.kind.as_str()) {
        let reason = format!("game type {:?} is none of the season's", told.kind);
        return Err(if LEFT_OUT.contains(&told.kind.as_str()) {
            refusal(reason)
        } else {
            unknown(reason, told.kind)
        });
    }
    let (status, is_known) = match status::read(&told.status) {
        Stands::At(status) => (status, true),
        Stands::Contradiction(reason) => return Err(refusal(reason)),
        Stands::Unknown(code) => return Err(unknown(format!("unknown status {code}"), code)),
        // It must not look as if it were still to end: final, without a score.
        Stands::OverSomehow(code) => {
            let reason = format!("over without a score that counts: status {code}");
            refused.push(unknown(reason, code));
            (GameStatus::Final, false)
        }
    };
    let line = told.line.as_ref();
    let scores = match scores::read(status, &told.teams, line) {
        _ if !is_known => Vec::new(),
        Ok(scores) => scores,
        Err(reason) if status == GameStatus::Final => {
            refused.push(refusal(reason));
            Vec::new()
        }
        Err(reason) => return Err(refusal(reason)),
    };
    let (facts, missing) = ending::facts(status, told.scheduled, line, &scores);
    let is_whole = told.status.status_code == told.status.coded_game_state;
    let scores = match &missing {
        // Bets on a game that was cut short rest on where: without that, there is no score.
        Some(_) if !is_whole => Vec::new(),
        _ => scores,
    };
    refused.extend(missing.map(refusal));
    let text = told.start.as_ref().unwrap_or(&told.date);
    let starts_at = moment(text).ok_or_else(|| refusal(format!("{text:?} is no time")))?;
    let starts_at = start(starts_at, told.status.start_time_tbd);
    let (home, away) = (&told.teams.home.team, &told.teams.away.team);
    if home.id.text() == away.id.text() {
        return Err(refusal("one team on both sides"));
    }
    Ok(GameReport {
        reference: told.reference,
        league: league(),
        season: told.season,
        starts_at,
        status,
        field: None,
        participants: Participant::sides(
            competitor(home, &told.kind).map_err(refusal)?,
            competitor(away, &told.kind).map_err(refusal)?,
        ),
        players: Vec::new(),
        scores,
        facts,
        source_at: None,
        quotes: Vec::new(),
        // It offers none, and so takes none back that others offer.
        quotes_complete: false,
        live: live::of(status, &told.status, line),
        venue: told.venue,
    })
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let moment = DateTime::parse_from_rfc3339(text).ok()?;
    Some(moment.with_timezone(&Utc))
}

/// When a game begins, as far as that is set.
fn start(told: DateTime<Utc>, is_unset: bool) -> DateTime<Utc> {
    if is_unset || is_placeholder(told) {
        days::unset(LEAGUE, told)
    } else {
        told
    }
}

/// Whether it is what stands for an hour that is not set: 3:33 in the morning, or 11:33 at night in
/// older seasons. Nobody plays ball then.
fn is_placeholder(at: DateTime<Utc>) -> bool {
    let local = at.with_timezone(&time_zone(LEAGUE));
    matches!((local.hour(), local.minute()), (3 | 23, 33))
}

/// Whether it stands for whoever will have won an earlier round: `HOU/CWS`, `AL Wild Card 2`. The
/// rounds after the season are played by clubs that played in it, and those have plain names.
fn is_stand_in(name: &str) -> bool {
    const WORDS: &[&str] = &["winner", "loser", "seed", "wild", "higher", "lower", "tbd"];
    let name = name.to_ascii_lowercase();
    let mut words = name.split_whitespace();
    name.contains('/') || words.any(|it| WORDS.contains(&it))
}

pub(super) fn competitor(team: &Team, kind: &str) -> Result<CompetitorReport, String> {
    let (id, name) = (team.id.text(), team.name.trim());
    if id.is_empty() || name.is_empty() {
        return Err("a side without a name".to_owned());
    }
    let reference = teams::reference(&id);
    if let Some(known) = teams::known(LEAGUE, name) {
        return Ok(known.report(reference));
    }
    if kind != SEASON && is_stand_in(name) {
        return Err("a side is not decided yet".to_owned());
    }
    let short = team.team_name.as_deref().unwrap_or(name).trim();
    let place = name.strip_suffix(short).unwrap_or(name).trim();
    let place = if place.is_empty() { name } else { place };
    let made = athlete(name, short);
    let code = team.abbreviation.as_deref().map(str::trim);
    let code = code.filter(|it| (2..=4).contains(&it.len()));
    let code = code.filter(|it| it.bytes().all(|it| it.is_ascii_alphanumeric()));
    Ok(CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        place: place.to_owned(),
        code: code.map_or(made.code.clone(), str::to_owned),
        ..made
    })
}
