//! A game of a line: its result, and what its people are called.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use shared::competitor::{Lead, Role};
use shared::facts::{
    Ending, EntrantLine, Facts, Finish, InningEnd, PlayerLine, SetLength, Starter, Withdrawal,
};
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::id::GameId;
use shared::league::Sport;

use super::fault::{Fault, Within};
use super::played::{Played, entrant, player, side};
use super::read::{price, time};
use super::wire;

/// The most parts of a game that are read: a baseball game has never had more innings.
const SCORES_MAX: usize = 100;
/// The most players, and the most entrants, that are read.
const PEOPLE_MAX: usize = 1_000;
/// The most games or points that a set is played to.
const SET_MAX: u8 = 100;
/// The most minutes of a round's clock.
const MINUTES_MAX: u16 = 60;

/// Reads a game. `own` names it where it has no id itself.
pub(super) fn read(game: &wire::Game, own: &str) -> Result<Played, Fault> {
    let id = match &game.id {
        Some(id) => GameId::derive(&format!("{}/{id}", game.league)),
        None => GameId::derive(own),
    };
    let mut names = BTreeMap::new();
    let teams = [
        (wire::Team::Home, &game.home),
        (wire::Team::Away, &game.away),
    ];
    for (team, name) in teams {
        names.extend(name.iter().map(|name| (side(id, team), name.clone())));
    }
    let people = game.players.iter().map(|it| (player(id, &it.id), &it.id));
    let field = game.entrants.iter().map(|it| (entrant(id, &it.id), &it.id));
    names.extend(people.chain(field).map(|(id, name)| (id, name.clone())));
    let (scores, match_tiebreaks) = scores(game)?;
    let facts = Facts {
        match_tiebreaks,
        ..facts(id, game)?
    };
    Ok(Played {
        sport: game.sport,
        result: GameResult {
            game: id,
            version: 1,
            status: status(game.status),
            scores,
            facts,
            provider: "file".to_owned(),
            decided_at: DateTime::UNIX_EPOCH,
        },
        names,
        players: game.players.iter().map(|it| it.id.clone()).collect(),
    })
}

const fn status(status: wire::Status) -> GameStatus {
    match status {
        wire::Status::Final => GameStatus::Final,
        wire::Status::Abandoned => GameStatus::Abandoned,
        wire::Status::Suspended => GameStatus::Suspended,
        wire::Status::Postponed => GameStatus::Postponed,
        wire::Status::Cancelled => GameStatus::Cancelled,
        wire::Status::Walkover => GameStatus::Walkover,
        wire::Status::Retired => GameStatus::Retired,
        wire::Status::NoContest => GameStatus::NoContest,
    }
}

/// A part of a game as the file names it, if the sport has it.
fn part(sport: Sport, word: &str) -> Option<Period> {
    use Period::{Full, Half, Inning, Map, Overtime, Quarter, Set, Shootout, Third};
    let period = match word {
        "extra_time" if sport == Sport::Soccer => Overtime,
        "penalties" if sport == Sport::Soccer => Shootout,
        "overtime" | "shootout" if sport == Sport::Soccer => return None,
        _ => word.parse().ok()?,
    };
    let has = match sport {
        Sport::Soccer => matches!(
            period,
            Half(1..=2) | Quarter(1..=4) | Third(1..=3) | Overtime | Shootout
        ),
        Sport::Handball => matches!(period, Half(1..=2) | Overtime | Shootout),
        Sport::RugbyUnion | Sport::RugbyLeague => matches!(period, Half(1..=2) | Overtime),
        Sport::AmericanFootball | Sport::AustralianRules => {
            matches!(period, Quarter(1..=4) | Overtime)
        }
        Sport::Basketball => matches!(period, Quarter(1..=4) | Half(1..=2) | Overtime),
        Sport::IceHockey => matches!(period, Third(1..=3) | Overtime | Shootout),
        Sport::Baseball => matches!(period, Inning(_)),
        Sport::Cricket => matches!(period, Full | Inning(_) | Overtime),
        Sport::Tennis | Sport::Volleyball | Sport::Darts => matches!(period, Set(_)),
        Sport::Esports => matches!(period, Map(_)),
        Sport::MixedMartialArts
        | Sport::Boxing
        | Sport::Golf
        | Sport::Motorsport
        | Sport::HorseRacing => false,
    };
    // "Q01" would read as "Q1".
    let own_word = matches!(word, "extra_time" | "penalties") || period.to_string() == word;
    (has && own_word).then_some(period)
}

/// The scores by period and side, and which sets were match tie-breaks.
fn scores(game: &wire::Game) -> Result<(Vec<PeriodScore>, Vec<u8>), Fault> {
    if game.scores.len() > SCORES_MAX {
        return Err(Fault::new(format!("more than {SCORES_MAX}"))).within("scores");
    }
    let mut seen = BTreeSet::new();
    let (mut all, mut tiebreaks) = (Vec::new(), Vec::new());
    for (index, score) in game.scores.iter().enumerate() {
        let read = score_of(game.sport, score, &mut seen);
        let (period, points) = read.at("score", index)?;
        all.extend(points);
        match period {
            Period::Set(number) if score.match_tiebreak => tiebreaks.push(number),
            _ => {}
        }
    }
    all.sort_unstable();
    tiebreaks.sort_unstable();
    Ok((all, tiebreaks))
}

fn score_of(
    sport: Sport,
    score: &wire::Score,
    seen: &mut BTreeSet<Period>,
) -> Result<(Period, Vec<PeriodScore>), Fault> {
    let word = &score.period;
    let period = part(sport, word);
    let period = period
        .ok_or_else(|| Fault::new(format!("{sport} has no part {word:?}")))
        .within("period")?;
    if !seen.insert(period) {
        return Err(Fault::new(format!("{word:?} stands twice"))).within("period");
    }
    if score.match_tiebreak && sport != Sport::Tennis {
        return Err(Fault::new("only a set of tennis is one")).within("match_tiebreak");
    }
    let sides = [
        (Role::Home, score.home, "home"),
        (Role::Away, score.away, "away"),
    ];
    let mut points = Vec::new();
    for (role, scored, word) in sides {
        match scored {
            Some(scored) => points.push(PeriodScore {
                period,
                role,
                points: i32::try_from(scored)
                    .map_err(|_| Fault::new(format!("{scored} is too many")))
                    .within(word)?,
            }),
            // A side that does not bat in an inning has no entry.
            None if matches!(period, Period::Inning(_)) => {}
            None => return Err(Fault::new("missing")).within(word),
        }
    }
    if points.is_empty() {
        return Err(Fault::new("neither side has an entry"));
    }
    Ok((period, points))
}

fn facts(id: GameId, game: &wire::Game) -> Result<Facts, Fault> {
    let role = |team| match team {
        wire::Team::Home => Role::Home,
        wire::Team::Away => Role::Away,
    };
    let mut changes = game.changes.clone();
    changes.sort_unstable();
    if changes.windows(2).any(|it| it[0] == it[1]) {
        return Err(Fault::new("one stands twice")).within("changes");
    }
    let starters = game.starters.as_ref();
    let starter = |role, starter: &Option<wire::Starter>| {
        let starter = starter.as_ref()?;
        let (listed, started) = (starter.listed.clone(), starter.started.clone());
        Some(Starter {
            role,
            listed,
            started,
        })
    };
    let home = starters.and_then(|it| starter(Role::Home, &it.home));
    let away = starters.and_then(|it| starter(Role::Away, &it.away));
    let ending = game.ending.as_ref().map(|it| ending(game.sport, it));
    let ending = ending.transpose().within("ending")?;
    Ok(Facts {
        ending,
        advanced: game.advanced.map(role),
        best_of: game.best_of,
        set_length: length(game.set_length.as_ref()).within("set_length")?,
        final_set_length: length(game.final_set_length.as_ref()).within("final_set_length")?,
        match_tiebreak_to: game.match_tiebreak_to,
        strokes_decide: game.strokes_decide,
        round_seconds: round_length(game).within("round_length")?,
        scheduled_rounds: game.scheduled_rounds,
        scheduled_innings: game.scheduled_innings,
        scheduled_overs: game.scheduled_overs,
        overs: game.overs,
        sides: Some((side(id, wire::Team::Home), side(id, wire::Team::Away))),
        changes,
        scheduled_at: time(game.scheduled_at.as_deref()).within("scheduled_at")?,
        started_at: time(game.started_at.as_deref()).within("started_at")?,
        given_up: Vec::new(),
        starters: home.into_iter().chain(away).collect(),
        players: players(id, game)?,
        entrants: entrants(id, game)?,
        ..Facts::default()
    })
}

fn length(wire: Option<&wire::Length>) -> Result<Option<SetLength>, Fault> {
    let Some(wire::Length { to, tie_break_at }) = wire else {
        return Ok(None);
    };
    let (to, tie_break_at) = (*to, *tie_break_at);
    if !(1..=SET_MAX).contains(&to) {
        return Err(Fault::new(format!("1 to {SET_MAX}"))).within("to");
    }
    if tie_break_at.is_some_and(|it| it + 1 < to || it > SET_MAX) {
        let says = format!("{} to {SET_MAX}: nobody has won the set by then", to - 1);
        return Err(Fault::new(says)).within("tie_break_at");
    }
    Ok(Some(SetLength { to, tie_break_at }))
}

fn round_length(game: &wire::Game) -> Result<Option<u16>, Fault> {
    let length = game.round_length.as_deref().map(clock).transpose()?;
    match (length, game.sport) {
        (None, _) => Ok(None),
        (Some(1..), Sport::Boxing | Sport::MixedMartialArts) => Ok(length),
        (Some(0), _) => Err(Fault::new("a round lasts longer than nothing")),
        _ => Err(Fault::new("only a fight has it")),
    }
}

/// How a game ended: each sport has its own words for it.
fn ending(sport: Sport, ending: &wire::Ending) -> Result<Ending, Fault> {
    let known: &[&str] = match sport {
        Sport::Baseball => &["inning", "half", "outs"],
        Sport::Tennis | Sport::Esports | Sport::Volleyball | Sport::Darts | Sport::Cricket => {
            &["winner", "method"]
        }
        Sport::MixedMartialArts | Sport::Boxing => &["winner", "method", "round", "clock"],
        Sport::Golf | Sport::Motorsport | Sport::HorseRacing => &[],
        _ => &["minute"],
    };
    let told = [
        ("inning", ending.inning.is_some()),
        ("half", ending.half.is_some()),
        ("outs", ending.outs.is_some()),
        ("minute", ending.minute.is_some()),
        ("winner", ending.winner.is_some()),
        ("method", ending.method.is_some()),
        ("round", ending.round.is_some()),
        ("clock", ending.clock.is_some()),
    ];
    let mut told = told.iter().filter(|(_, told)| *told);
    if let Some((field, _)) = told.find(|(field, _)| !known.contains(field)) {
        return Err(Fault::new(format!("{sport} does not end so"))).within(field);
    }
    let inning = match (ending.inning, ending.half, ending.outs) {
        (None, None, None) => None,
        (Some(number @ 1..), Some(half), Some(outs @ 0..=3)) => Some(InningEnd {
            number,
            bottom: half == wire::Half::Bottom,
            outs,
        }),
        _ => {
            return Err(Fault::new(
                "inning from 1, half and 0 to 3 outs belong together",
            ));
        }
    };
    if ending.round == Some(0) {
        return Err(Fault::new("rounds count from 1")).within("round");
    }
    let second = ending.clock.as_deref().map(clock).transpose();
    Ok(Ending {
        winner: ending.winner.and_then(|it| match it {
            wire::Winner::Home => Some(Lead::Home),
            wire::Winner::Away => Some(Lead::Away),
            wire::Winner::Draw => Some(Lead::Draw),
            wire::Winner::None => None,
        }),
        method: ending.method,
        round: ending.round,
        second: second.within("clock")?,
        minute: ending.minute,
        inning,
    })
}

/// `2:31` in seconds.
fn clock(text: &str) -> Result<u16, Fault> {
    let wrong = || Fault::new(format!("{text:?} is no clock such as \"2:31\""));
    let (minutes, seconds) = text.split_once(':').ok_or_else(wrong)?;
    let number = |part: &str| -> Result<u16, Fault> {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        if plain {
            part.parse().map_err(|_| wrong())
        } else {
            Err(wrong())
        }
    };
    let (whole, rest) = (number(minutes)?, number(seconds)?);
    if seconds.len() != 2 || rest >= 60 || whole > MINUTES_MAX {
        return Err(wrong());
    }
    Ok(whole * 60 + rest)
}

fn players(game: GameId, wire: &wire::Game) -> Result<Vec<PlayerLine>, Fault> {
    no_twins("player", wire.players.iter().map(|it| &it.id))?;
    let mut players: Vec<PlayerLine> = { wire.players.iter() }
        .map(|it| PlayerLine {
            id: player(game, &it.id),
            role: match it.team {
                wire::Team::Home => Role::Home,
                wire::Team::Away => Role::Away,
            },
            played: it.played,
            // Whoever did not play did not start.
            started: it.started.unwrap_or(false),
            statistics: it.statistics.0.clone(),
        })
        .collect();
    for (index, it) in wire.players.iter().enumerate() {
        if it.played && it.started.is_none() {
            let says = "it is needed of one who played";
            return Err(Fault::new(says)).within("started").at("player", index);
        }
        let mut values = it.statistics.0.iter();
        let far = values.find(|(_, value)| i32::try_from(**value).is_err());
        if let Some((name, value)) = far {
            return Err(Fault::new(format!("{value} is too many")))
                .within(name)
                .within("statistics")
                .at("player", index);
        }
    }
    players.sort_by_key(|it| it.id);
    Ok(players)
}

fn entrants(game: GameId, wire: &wire::Game) -> Result<Vec<EntrantLine>, Fault> {
    no_twins("entrant", wire.entrants.iter().map(|it| &it.id))?;
    let mut entrants = Vec::with_capacity(wire.entrants.len());
    for (index, it) in wire.entrants.iter().enumerate() {
        entrants.push(entrant_of(game, it).at("entrant", index)?);
    }
    entrants.sort_by_key(|it| it.id);
    Ok(entrants)
}

fn entrant_of(game: GameId, wire: &wire::Entrant) -> Result<EntrantLine, Fault> {
    let mut scores = Vec::new();
    for (index, it) in wire.scores.iter().enumerate() {
        scores.push(strokes(it).at("score", index)?);
    }
    scores.sort_unstable();
    if scores.windows(2).any(|it| it[0].0 == it[1].0) {
        return Err(Fault::new("one round stands twice")).within("scores");
    }
    if wire.position == Some(0) {
        return Err(Fault::new("places count from 1")).within("position");
    }
    let price = wire.withdrawn_price.as_ref().map(price).transpose();
    let (price, at) = (
        price.within("withdrawn_price")?,
        time(wire.withdrawn_at.as_deref()).within("withdrawn_at")?,
    );
    if price.is_some() && wire.finish != Finish::DidNotStart {
        return Err(Fault::new("only one who did not start has it")).within("withdrawn_price");
    }
    if at.is_some() && price.is_none() {
        return Err(Fault::new("it comes with a withdrawn_price")).within("withdrawn_at");
    }
    Ok(EntrantLine {
        id: entrant(game, &wire.id),
        finish: wire.finish,
        position: wire.position,
        holes: wire.holes,
        laps: wire.laps,
        scores,
        withdrawal: price.map(|price| Withdrawal { price, at }),
    })
}

fn strokes(wire: &wire::Strokes) -> Result<(Period, i32), Fault> {
    let word = &wire.period;
    let round = match word.parse() {
        Ok(period @ Period::Round(_)) if period.to_string() == *word => period,
        _ => return Err(Fault::new(format!("{word:?} is no round"))).within("period"),
    };
    let strokes = i32::try_from(wire.strokes);
    let strokes = strokes
        .map_err(|_| Fault::new("too many"))
        .within("strokes")?;
    Ok((round, strokes))
}

fn no_twins<'a>(what: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for (index, id) in ids.enumerate() {
        if index >= PEOPLE_MAX {
            return Err(Fault::new(format!("more than {PEOPLE_MAX}"))).within(&format!("{what}s"));
        }
        if !seen.insert(id) {
            let twice = Fault::new(format!("{id:?} stands twice"));
            return Err(twice).within("id").at(what, index);
        }
    }
    Ok(())
}
