//! From a schedule's or a live feed's bytes to reports.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, Rejected};
use shared::game::GameStatus;
use shared::league::Sport;

use super::players::{self, Players};
use super::status::{self, Stands};
use super::wire::{Game, Linescore, Live, Named, Schedule, Side, Sides, Status, Team};
use super::{LEAGUE, ending, live, scores};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::listed::refusal;
use crate::{json, teams};

/// The season and the rounds after it. Spring training, exhibitions and the all-star game are left
/// out: they may end level, and teams play with players of others.
const GAME_TYPES: &[&str] = &["R", "F", "D", "L", "W"];

/// Letters that we know and leave out.
const LEFT_OUT: &[&str] = &["S", "E", "A", "I", "P", "C", "N"];

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
            Some((rank, game)) => {
                let refused = refused.collect();
                let listing = Listing {
                    rank,
                    game,
                    refused,
                };
                keep(&mut listed, listing);
            }
        }
    }
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
    refused: Vec<Rejected>,
}

fn listing(text: &str, refused: &mut Vec<Rejected>) -> Result<(u8, GameReport), Rejected> {
    let game: Game = json::text_part(text).map_err(refusal)?;
    let is_put_off = game.status.coded_game_state == "D";
    let new_start = game.reschedule_date.as_deref().and_then(moment);
    let mut report = report(told(game), refused)?;
    // The day on which it was to be played says so for ever. With a new start it is a moved game,
    // whichever of the two days is asked about.
    if let Some(new_start) = new_start.filter(|_| is_put_off) {
        report.status = GameStatus::Scheduled;
        report.starts_at = new_start;
    }
    let rank = if is_put_off { 0 } else { rank(report.status) };
    Ok((rank, report))
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
    }
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
    let start = told.start.as_ref().unwrap_or(&told.date);
    let starts_at = moment(start).ok_or_else(|| refusal(format!("{start:?} is no time")))?;
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
            competitor(home).map_err(refusal)?,
            competitor(away).map_err(refusal)?,
        ),
        players: Vec::new(),
        scores,
        facts,
        source_at: None,
        quotes: Vec::new(),
        // It offers none, and so takes none back that others offer.
        quotes_complete: false,
        live: live::of(status, &told.status, line),
    })
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let moment = DateTime::parse_from_rfc3339(text).ok()?;
    Some(moment.with_timezone(&Utc))
}

pub(super) fn competitor(team: &Team) -> Result<CompetitorReport, String> {
    let (id, name) = (team.id.text(), team.name.trim());
    if id.is_empty() || name.is_empty() {
        return Err("a side without a name".to_owned());
    }
    let reference = teams::reference(&id);
    if let Some(known) = teams::known(LEAGUE, name) {
        return Ok(known.report(reference));
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
