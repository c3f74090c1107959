//! What each player did, by a box score, and who did not play.

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::id::CompetitorId;
use shared::league::Sport;

use super::NAME;
use super::wire::{Batting, BoxScore, BoxSide, Pitching, Player};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::{json, teams};

/// The players of one game.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Players {
    /// The feed's ids of the home and the away side.
    pub sides: (String, String),
    /// All that are named.
    pub players: Vec<CompetitorReport>,
    /// What each of them did, in order of id.
    pub lines: Vec<PlayerLine>,
    /// Those that cannot be read, and why.
    pub rejected: Vec<String>,
}

/// Reads a box score.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_box(body: &Bytes) -> Result<Players, Garbled> {
    let read: BoxScore = json::read(body)?;
    Ok(of(&read))
}

/// The players of a box score.
pub(super) fn of(read: &BoxScore) -> Players {
    let teams = &read.teams;
    let mut players = Players {
        sides: (teams.home.team.id.text(), teams.away.team.id.text()),
        ..Players::default()
    };
    let mut lines = BTreeMap::new();
    for (role, side) in [(Role::Home, &teams.home), (Role::Away, &teams.away)] {
        add(role, side, &mut players, &mut lines);
    }
    players.lines = lines.into_values().collect();
    players
}

fn add(
    role: Role,
    side: &BoxSide,
    to: &mut Players,
    lines: &mut BTreeMap<CompetitorId, PlayerLine>,
) {
    for (key, raw) in &side.players {
        let player = match json::text_part::<Player>(raw.get()) {
            Ok(player) => player,
            Err(reason) => {
                to.rejected.push(format!("player {key}: {reason}"));
                continue;
            }
        };
        let named = named(&player);
        let id = named.first_id(NAME, Sport::Baseball);
        let line = line(role, id, &player);
        let Some(before) = lines.remove(&id) else {
            lines.insert(id, line);
            to.players.push(named);
            continue;
        };
        // A game that is resumed weeks later is played by whoever is there then, and a player who
        // was traded in between stands on both sides.
        match (before.played, line.played) {
            (true, true) => to.rejected.push(format!(
                "player {key} played for both sides, so what he did is not told"
            )),
            (false, true) => drop(lines.insert(id, line)),
            (_, false) => drop(lines.insert(id, before)),
        }
    }
}

fn named(player: &Player) -> CompetitorReport {
    let person = &player.person;
    let name = person.full_name.trim();
    let short = person.boxscore_name.as_deref().unwrap_or(name);
    let short = short.split(',').next().unwrap_or(short).trim();
    CompetitorReport {
        reference: format!("player/{}", person.id.text()),
        ..athlete(name, short)
    }
}

fn line(role: Role, id: CompetitorId, player: &Player) -> PlayerLine {
    let (batting, pitching) = (&player.stats.batting, &player.stats.pitching);
    let played = !player.all_positions.is_empty()
        || player.batting_order.is_some()
        || pitching.number_of_pitches.is_some_and(|it| it > 0)
        || batting.plate_appearances.is_some_and(|it| it > 0);
    let order = player.batting_order.as_ref().map(json::Text::text);
    let started = order.is_some_and(|it| it.ends_with("00"))
        || pitching.games_started.is_some_and(|it| it > 0);
    let mut statistics = BTreeMap::new();
    if played {
        batted(batting, &mut statistics);
        pitched(pitching, &mut statistics);
    }
    PlayerLine {
        id,
        role,
        played,
        started: played && started,
        statistics,
    }
}

/// Whoever did not bat has nothing told, and nothing is claimed of him.
fn batted(batting: &Batting, to: &mut BTreeMap<String, i64>) {
    let singles = || {
        let more = batting.doubles? + batting.triples? + batting.home_runs?;
        Some(batting.hits? - more).filter(|it| *it >= 0)
    };
    let together = || Some(batting.hits? + batting.runs? + batting.rbi?);
    for (name, value) in [
        ("plate_appearances", batting.plate_appearances),
        ("hits", batting.hits),
        ("singles", singles()),
        ("doubles", batting.doubles),
        ("triples", batting.triples),
        ("home_runs", batting.home_runs),
        ("total_bases", batting.total_bases),
        ("runs", batting.runs),
        ("rbis", batting.rbi),
        ("hits_runs_rbis", together()),
        ("walks", batting.base_on_balls),
        ("strikeouts", batting.strike_outs),
        ("stolen_bases", batting.stolen_bases),
    ] {
        to.extend(value.map(|it| (name.to_owned(), it)));
    }
}

fn pitched(pitching: &Pitching, to: &mut BTreeMap<String, i64>) {
    for (name, value) in [
        ("pitches", pitching.number_of_pitches),
        ("strikeouts_thrown", pitching.strike_outs),
        ("outs_recorded", pitching.outs),
        ("earned_runs", pitching.earned_runs),
        ("hits_allowed", pitching.hits),
        ("walks_allowed", pitching.base_on_balls),
        ("pitcher_win", pitching.wins),
    ] {
        to.extend(value.map(|it| (name.to_owned(), it)));
    }
}

impl Players {
    /// Puts them into the report of their game. Returns what is wrong with them.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        let of = |role| game.side(role).map(|it| it.reference.as_str());
        let (home, away) = &self.sides;
        let sides = (teams::reference(home), teams::reference(away));
        if (of(Role::Home), of(Role::Away)) != (Some(&sides.0), Some(&sides.1)) {
            return vec![format!(
                "contradiction: the box score is of {} and {}",
                sides.0, sides.1
            )];
        }
        game.players.clone_from(&self.players);
        game.facts.players.clone_from(&self.lines);
        self.rejected.clone()
    }
}
