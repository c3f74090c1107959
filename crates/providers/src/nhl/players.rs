//! What each player did, by a box score, and who was left out, by what stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use serde_json::value::RawValue;
use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::game::{Period, PeriodScore};
use shared::id::CompetitorId;
use shared::league::Sport;

use super::NAME;
use super::wire::{BoxScore, BoxSide, Player, Rail, Scratch};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::{json, teams};

/// The players of one game, and how its shoot-out went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Players {
    /// The feed's ids of the home and the away side. `None`: the answer does not name them.
    pub sides: Option<(String, String)>,
    /// All that are named.
    pub players: Vec<CompetitorReport>,
    /// What each of them did, in order of id.
    pub lines: Vec<PlayerLine>,
    /// The goals of the shoot-out, home and away.
    pub shots: Option<(i32, i32)>,
    /// What cannot be read, and why.
    pub rejected: Vec<String>,
}

/// Reads a box score: who played, and what they did.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_box(body: &Bytes) -> Result<Players, Garbled> {
    let read: BoxScore = json::read(body)?;
    let mut players = Players {
        sides: Some((read.home_team.id.text(), read.away_team.id.text())),
        ..Players::default()
    };
    let mut lines = BTreeMap::new();
    let sides = &read.player_by_game_stats;
    for (role, side) in [
        (Role::Home, &sides.home_team),
        (Role::Away, &sides.away_team),
    ] {
        let BoxSide {
            forwards,
            defense,
            goalies,
        } = side;
        for raw in forwards.iter().chain(defense).chain(goalies) {
            players.add(role, raw, &mut lines);
        }
    }
    players.lines = lines.into_values().collect();
    Ok(players)
}

/// Reads what stands beside a game: who was left out of it, and how its shoot-out went.
///
/// # Errors
/// [`Garbled`] when it is no such answer.
pub fn read_rail(body: &Bytes) -> Result<Players, Garbled> {
    let read: Rail = json::read(body)?;
    let shots = read.linescore.and_then(|it| it.shootout);
    let shots = shots.and_then(|it| it.home_conversions.zip(it.away_conversions));
    let mut players = Players {
        shots: shots.filter(|(home, away)| home != away && *home.min(away) >= 0),
        ..Players::default()
    };
    let info = &read.game_info;
    let mut lines = BTreeMap::new();
    for (role, side) in [(Role::Home, &info.home_team), (Role::Away, &info.away_team)] {
        for scratch in &side.scratches {
            let named = scratched(scratch);
            let id = named.first_id(NAME, Sport::IceHockey);
            lines.insert(id, absent(id, role));
            players.players.push(named);
        }
    }
    players.lines = lines.into_values().collect();
    Ok(players)
}

fn absent(id: CompetitorId, role: Role) -> PlayerLine {
    PlayerLine {
        id,
        role,
        played: false,
        started: false,
        statistics: BTreeMap::new(),
    }
}

/// With the first name, of which a box score has the letter alone.
fn scratched(scratch: &Scratch) -> CompetitorReport {
    let (first, last) = (
        scratch.first_name.default.trim(),
        scratch.last_name.default.trim(),
    );
    let name = format!("{first} {last}");
    player(&scratch.id.text(), name.trim(), last)
}

fn player(id: &str, name: &str, short: &str) -> CompetitorReport {
    CompetitorReport {
        reference: format!("player/{id}"),
        ..athlete(name, short)
    }
}

/// Whether a time on the ice is one: `00:00` is not.
fn has_time(toi: &str) -> bool {
    toi.bytes().any(|it| (b'1'..=b'9').contains(&it))
}

fn line(id: CompetitorId, role: Role, player: &Player) -> PlayerLine {
    if !has_time(&player.toi) {
        return absent(id, role);
    }
    let statistics = [
        ("goals", player.goals),
        ("assists", player.assists),
        ("points", player.points),
        ("shots_on_goal", player.sog),
        ("hits", player.hits),
        ("blocked_shots", player.blocked_shots),
        ("power_play_goals", player.power_play_goals),
        ("penalty_minutes", player.pim),
        ("saves", player.saves),
        ("goals_against", player.goals_against),
        ("shots_against", player.shots_against),
    ];
    let statistics = statistics.into_iter();
    PlayerLine {
        id,
        role,
        played: true,
        // Of the others nobody says who was first on the ice, and no rule asks.
        started: player.starter.unwrap_or(true),
        statistics: statistics
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    }
}

impl Players {
    fn add(&mut self, role: Role, raw: &RawValue, lines: &mut BTreeMap<CompetitorId, PlayerLine>) {
        let read = match json::text_part::<Player>(raw.get()) {
            Ok(read) => read,
            Err(reason) => {
                self.rejected.push(format!("a player: {reason}"));
                return;
            }
        };
        let name = read.name.default.trim();
        let short = name.split_once(". ").map_or(name, |(_, last)| last);
        let named = player(&read.player_id.text(), name, short);
        let id = named.first_id(NAME, Sport::IceHockey);
        if lines.contains_key(&id) {
            self.rejected
                .push(format!("{} is there twice", named.reference));
            return;
        }
        lines.insert(id, line(id, role, &read));
        self.players.push(named);
    }

    /// The same players, with those who were left out and the shoot-out.
    #[must_use]
    pub(super) fn with(mut self, beside: Self) -> Self {
        let played: BTreeSet<_> = self.lines.iter().map(|it| it.id).collect();
        let absent = |id: &CompetitorId| !played.contains(id);
        let players = beside.players.into_iter();
        let lines = beside.lines.into_iter();
        self.players
            .extend(players.filter(|it| absent(&it.first_id(NAME, Sport::IceHockey))));
        self.lines.extend(lines.filter(|it| absent(&it.id)));
        self.lines.sort_by_key(|it| it.id);
        self.shots = beside.shots;
        self
    }

    /// Puts them into the report of their game. Returns what is wrong with them.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        let of = |role| game.side(role).map(|it| it.reference.clone());
        let named = self
            .sides
            .as_ref()
            .map(|(home, away)| (teams::reference(home), teams::reference(away)));
        if let Some((home, away)) = named
            && (of(Role::Home).as_ref(), of(Role::Away).as_ref()) != (Some(&home), Some(&away))
        {
            return vec![format!(
                "contradiction: the box score is of {home} and {away}"
            )];
        }
        game.players.clone_from(&self.players);
        game.facts.players.clone_from(&self.lines);
        if let Some(shots) = self.shots {
            put_shots(&mut game.scores, shots);
        }
        self.rejected.clone()
    }
}

/// The goals of the shoot-out instead of the one that it gave, if the same side won it.
fn put_shots(scores: &mut [PeriodScore], (home, away): (i32, i32)) {
    let goals = |role| match role {
        Role::Away => away,
        Role::Home | Role::Entrant => home,
    };
    let mut given = scores.iter().filter(|it| it.period == Period::Shootout);
    let agrees = given.all(|it| (it.points > 0) == (goals(it.role) == home.max(away)));
    if !agrees {
        return;
    }
    for score in scores.iter_mut().filter(|it| it.period == Period::Shootout) {
        score.points = goals(score.role);
    }
}
