//! From a list of games to reports, with prices where they are asked for.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, Rejected};
use shared::game::GameStatus;
use shared::league::Sport;

use super::odds::Partner;
use super::status::{self, NoStatus};
use super::wire::{Game, List, Name, Named, Team};
use super::{LEAGUE, live, scores};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::listed::refusal;
use crate::{days, json, teams};

/// Before the season, the season, the play-offs. All else is between teams that are made for it.
const GAME_TYPES: &[u8] = &[1, 2, 3];

/// The league.
pub(super) fn league() -> LeagueReport {
    crate::league(LEAGUE, "National Hockey League", Sport::IceHockey)
}

/// Reads a list of games: the scores of a day, a week of the schedule, a club's season.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read(body: &Bytes) -> Result<FeedAnswer, Garbled> {
    let list: List = json::read(body)?;
    let days = list.game_week.as_ref().or(list.games_by_date.as_ref());
    let games: Vec<&RawValue> = match (&list.games, days) {
        (Some(games), _) => games.iter().map(AsRef::as_ref).collect(),
        (None, Some(days)) => {
            let games = days.iter().flat_map(|it| &it.games);
            games.map(AsRef::as_ref).collect()
        }
        (None, None) => {
            let reason = "no list of games";
            return Err(Garbled::new("games", reason, body.clone()));
        }
    };
    let mut answer = FeedAnswer::default();
    let mut seen = BTreeSet::new();
    for (place, raw) in games.into_iter().enumerate() {
        let mut refused = Vec::new();
        match game(raw.get(), &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => answer.games.push(game),
            Ok(_) => refused.push(refusal("it is in the answer twice")),
            Err(reason) => refused.push(reason),
        }
        let id = json::text_part::<Named>(raw.get()).ok();
        let id = id.map(|it| it.id.text());
        answer
            .rejected
            .extend(refused.into_iter().map(|it| Rejected {
                place: match &id {
                    Some(id) => format!("game {id}"),
                    None => format!("games[{place}]"),
                },
                game: id.clone(),
                ..it
            }));
    }
    Ok(answer)
}

/// Puts the partner's prices into the games of an answer. What it does not offer on a game of its
/// day it offers no more; of other days it says nothing.
pub(super) fn put_odds(answer: &mut FeedAnswer, partner: &Partner) {
    for game in &mut answer.games {
        let reasons = match partner.games.get(&game.reference) {
            Some(prices) => prices.put(game),
            None => Vec::new(),
        };
        game.quotes_complete = partner.day == Some(days::day(LEAGUE, game.starts_at));
        let reasons = reasons.into_iter().map(|reason| Rejected {
            place: format!("game {}", game.reference),
            game: Some(game.reference.clone()),
            ..refusal(reason)
        });
        answer.rejected.extend(reasons);
    }
    let reasons = partner.rejected.iter().map(|reason| Rejected {
        place: "odds".to_owned(),
        ..refusal(reason)
    });
    answer.rejected.extend(reasons);
}

fn game(text: &str, refused: &mut Vec<Rejected>) -> Result<GameReport, Rejected> {
    let game: Game = json::text_part(text).map_err(refusal)?;
    if !GAME_TYPES.contains(&game.game_type) {
        let reason = format!("game type {} is none of the season's", game.game_type);
        return Err(refusal(reason));
    }
    let status = match status::read(&game.game_state, game.game_schedule_state.as_deref()) {
        Ok(status) => status,
        Err(NoStatus::Contradiction(reason)) => return Err(refusal(reason)),
        Err(NoStatus::Unknown(word)) => {
            return Err(Rejected {
                unknown_code: Some(word.clone()),
                ..refusal(format!("unknown status {word}"))
            });
        }
    };
    let scores = match scores::read(&game, status) {
        Ok(scores) => scores,
        // It is over, and we cannot say how: it must not look as if it were still to end.
        Err(reason) if status == GameStatus::Final => {
            refused.push(refusal(reason));
            Vec::new()
        }
        Err(reason) => return Err(refusal(reason)),
    };
    let start = &game.start_time_utc;
    let starts_at = start.parse::<DateTime<Utc>>();
    let mut starts_at = starts_at.map_err(|_| refusal(format!("{start:?} is no time")))?;
    if game.game_schedule_state.as_deref() == Some(status::TO_BE_SET) {
        starts_at = days::unset(LEAGUE, starts_at);
    }
    let (home, away) = (&game.home_team, &game.away_team);
    if home.id.text() == away.id.text() {
        return Err(refusal("one team on both sides"));
    }
    Ok(GameReport {
        reference: game.id.text(),
        league: league(),
        season: season(&game.season.text()).map_err(refusal)?,
        starts_at,
        status,
        field: None,
        participants: Participant::sides(
            competitor(home).map_err(refusal)?,
            competitor(away).map_err(refusal)?,
        ),
        players: Vec::new(),
        scores,
        facts: shared::facts::Facts::default(),
        source_at: None,
        quotes: Vec::new(),
        quotes_complete: false,
        live: live::of(status, &game),
        venue: None,
    })
}

/// `20232024` is written `2023/24`.
pub(super) fn season(text: &str) -> Result<String, String> {
    let wrong = || format!("{text:?} is no season");
    let (first, second) = text.split_at_checked(4).ok_or_else(wrong)?;
    let year = |it: &str| it.parse::<u16>().map_err(|_| wrong());
    if year(first)?.checked_add(1) != Some(year(second)?) {
        return Err(wrong());
    }
    Ok(format!("{first}/{}", &second[2..]))
}

fn competitor(team: &Team) -> Result<CompetitorReport, String> {
    let text = |name: &Option<Name>| {
        let text = name.as_ref().map(|it| it.default.trim().to_owned());
        text.filter(|it| !it.is_empty())
    };
    let (id, code) = (team.id.text(), team.abbrev.trim());
    let short = text(&team.common_name).or_else(|| text(&team.name));
    let short = short.ok_or("a side without a name")?;
    // A place in a later round that nobody has reached yet.
    if code.is_empty() || code == "TBD" || id.starts_with('-') {
        return Err("a side is not decided yet".to_owned());
    }
    let logo_url = team.logo.clone().filter(|it| !it.is_empty());
    let reference = teams::reference(&id);
    if let Some(known) = teams::coded(LEAGUE, code, &short) {
        return Ok(CompetitorReport {
            logo_url,
            ..known.report(reference)
        });
    }
    let place = text(&team.place_name);
    let name = match &place {
        Some(place) => format!("{place} {short}"),
        None => short.clone(),
    };
    let made = athlete(&name, &short);
    let fits = (2..=4).contains(&code.len()) && code.bytes().all(|it| it.is_ascii_alphanumeric());
    Ok(CompetitorReport {
        reference,
        kind: CompetitorKind::Team,
        place: place.unwrap_or(short),
        code: if fits {
            code.to_owned()
        } else {
            made.code.clone()
        },
        logo_url,
        ..made
    })
}
