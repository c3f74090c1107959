//! Who played, and what they did.

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::league::Sport;

use super::NAME;
use super::wire::{Page, Player, Stats};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::{json, teams};

/// The players of one game, each with the feed's id of their team.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Players {
    /// The feed's own id of the game. `None`: nobody is listed.
    pub game: Option<String>,
    /// Who they are, whose they are, and what they did, whatever side that is.
    pub lines: Vec<(CompetitorReport, String, PlayerLine)>,
    /// What cannot be read, and why.
    pub rejected: Vec<String>,
}

/// Reads the players by the feed's own ids.
///
/// # Errors
/// [`Garbled`] when it is no page of players.
pub fn read_players(body: &Bytes) -> Result<BTreeMap<String, CompetitorReport>, Garbled> {
    let page: Page = json::read(body)?;
    let players = page.data.iter().filter_map(|raw| {
        let player = json::text_part::<Player>(raw.get()).ok()?;
        Some((player.id.text(), named(&player)))
    });
    Ok(players.collect())
}

pub(super) fn named(player: &Player) -> CompetitorReport {
    let (first, last) = (player.first_name.trim(), player.last_name.trim());
    let name = format!("{first} {last}");
    CompetitorReport {
        reference: format!("player/{}", player.id.text()),
        ..athlete(name.trim(), if last.is_empty() { first } else { last })
    }
}

/// Reads the box score of one game.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_stats(body: &Bytes) -> Result<Players, Garbled> {
    let page: Page = json::read(body)?;
    let mut players = Players::default();
    for (place, raw) in page.data.iter().enumerate() {
        let stats = match json::text_part::<Stats>(raw.get()) {
            Ok(stats) => stats,
            Err(reason) => {
                players.rejected.push(format!("player {place}: {reason}"));
                continue;
            }
        };
        let game = stats.game.id.text();
        if players.game.get_or_insert_with(|| game.clone()) != &game {
            players.rejected.push(format!("a player of game {game}"));
            continue;
        }
        let player = named(&stats.player);
        match line(&stats, &player) {
            Ok(line) if players.lines.iter().any(|it| it.2.id == line.id) => {
                players
                    .rejected
                    .push(format!("{} is there twice", player.name));
            }
            Ok(line) => players.lines.push((player, stats.team.id.text(), line)),
            Err(reason) => players.rejected.push(format!("{}: {reason}", player.name)),
        }
    }
    players.lines.sort_by_key(|it| it.2.id);
    Ok(players)
}

/// Whether minutes are any: `0` and `00:00` are not.
fn has_played(min: Option<&json::Text>) -> bool {
    min.is_some_and(|it| it.text().bytes().any(|it| (b'1'..=b'9').contains(&it)))
}

fn line(stats: &Stats, player: &CompetitorReport) -> Result<PlayerLine, String> {
    let told = [
        ("points", stats.pts),
        ("rebounds", stats.reb),
        ("assists", stats.ast),
        ("steals", stats.stl),
        ("blocks", stats.blk),
        ("threes", stats.fg3m),
        ("turnovers", stats.turnover),
    ];
    let played = has_played(stats.min.as_ref());
    let others = [stats.fga, stats.fgm, stats.ftm, stats.pf, stats.plus_minus];
    let is_empty = told.iter().all(|it| it.1.is_none()) && others.iter().all(Option::is_none);
    if played && is_empty {
        return Err("minutes, and no figure at all".to_owned());
    }
    if told.iter().any(|it| it.1.is_some_and(|it| it < 0)) {
        return Err("a figure below zero".to_owned());
    }
    // Nought is written as null.
    let mut statistics: BTreeMap<String, i64> = BTreeMap::new();
    if played {
        statistics.extend(told.map(|(name, value)| (name.to_owned(), value.unwrap_or(0))));
        let sum = |names: &[&str]| {
            let values = names.iter().filter_map(|it| statistics.get(*it));
            values.fold(0_i64, |sum, it| sum.saturating_add(*it))
        };
        let sums = [
            (
                "points_rebounds_assists",
                sum(&["points", "rebounds", "assists"]),
            ),
            ("points_rebounds", sum(&["points", "rebounds"])),
            ("points_assists", sum(&["points", "assists"])),
            ("rebounds_assists", sum(&["rebounds", "assists"])),
            ("blocks_steals", sum(&["blocks", "steals"])),
        ];
        statistics.extend(sums.map(|(name, value)| (name.to_owned(), value)));
    }
    Ok(PlayerLine {
        id: player.first_id(NAME, Sport::Basketball),
        // Which side it is, the game says.
        role: Role::Home,
        played,
        started: played,
        statistics,
    })
}

impl Players {
    /// Puts them into the report of their game. Returns what is wrong with them.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        if self.game.as_ref().is_some_and(|it| *it != game.reference) {
            return vec!["contradiction: the box score is of another game".to_owned()];
        }
        let mut reasons = self.rejected.clone();
        let of = |role| game.side(role).map(|it| it.reference.clone());
        let sides = [(Role::Home, of(Role::Home)), (Role::Away, of(Role::Away))];
        for (player, team, line) in &self.lines {
            let team = Some(teams::reference(team));
            let Some((role, _)) = sides.iter().find(|it| it.1 == team) else {
                reasons.push(format!("{} plays for neither side", player.name));
                continue;
            };
            game.facts.players.push(PlayerLine {
                role: *role,
                ..line.clone()
            });
            if !game
                .players
                .iter()
                .any(|it| it.reference == player.reference)
            {
                game.players.push(player.clone());
            }
        }
        reasons
    }
}
