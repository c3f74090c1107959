//! What each player of a game did, and who did not play, by the summary of the game.
//!
//! Of basketball everybody is listed, also who stayed on the bench; of football those who did
//! something that is counted; of soccer the line-ups. What a list does not tell is left out.

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::game::Period;
use shared::id::CompetitorId;
use shared::league::Sport;

use super::NAME;
use super::athletes::short;
use super::figures;
use super::leagues::{self, League};
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json::{self, Text};

mod wire;

use wire::{Athlete, Came, LineUp, Place, Row, Summary, Table, TeamTables};

/// The players of a game, by the team that they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoxScore {
    /// Whether the summary says that the game is over. `None`: it does not say.
    pub over: Option<bool>,
    /// The teams that it names.
    pub teams: Vec<TeamPlayers>,
    /// What cannot be read, and why.
    pub rejected: Vec<String>,
}

/// The players of one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamPlayers {
    /// The team, as reports of games name it.
    pub team: String,
    /// Every player that is named, with what he did. The role is filled in later.
    pub players: Vec<(CompetitorReport, PlayerLine)>,
}

/// Reads the summary of a game of that league.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_summary(body: &Bytes, league: &str) -> Result<BoxScore, Garbled> {
    let read: Summary = json::read(body)?;
    let league = leagues::find(league).ok_or_else(|| {
        let reason = format!("league {league:?} is not one of ours");
        Garbled::new("header", reason, body.clone())
    })?;
    let status = read.header.competitions.first();
    let status = status.and_then(|it| it.status.as_ref());
    let mut found = BoxScore {
        over: status.map(|it| it.kind.completed),
        ..BoxScore::default()
    };
    if league.sport == Sport::Soccer {
        for side in read.rosters.iter().flatten() {
            found.line_up(league, side);
        }
    } else {
        let tables = read.boxscore.and_then(|it| it.players);
        for side in tables.iter().flatten() {
            found.tables(league, side);
        }
    }
    found.teams.retain(|it| !it.players.is_empty());
    Ok(found)
}

/// The players of one side while their tables are read, by the feed's id.
type Players = BTreeMap<String, (CompetitorReport, PlayerLine)>;

impl BoxScore {
    fn tables(&mut self, league: &League, side: &TeamTables) {
        let mut players = Players::new();
        let mut complete = Vec::new();
        for table in &side.statistics {
            self.table(league, table, &mut players, &mut complete);
        }
        // Where those who are listed have all that the side has, the others have nothing.
        for (_, line) in players.values_mut().filter(|it| it.1.played) {
            for name in &complete {
                line.statistics.entry((*name).to_owned()).or_insert(0);
            }
            figures::sums(league.sport, &mut line.statistics);
        }
        self.teams.push(TeamPlayers {
            team: league.reference(&side.team.id.text()),
            players: players.into_values().collect(),
        });
    }

    /// Reads one table. Adds to `complete` the figures of which the rows come to the total.
    fn table(
        &mut self,
        league: &League,
        table: &Table,
        players: &mut Players,
        complete: &mut Vec<&'static str>,
    ) {
        let figures = figures::of(league.sport, table.name.as_deref());
        let columns = table.keys.as_ref().or(table.labels.as_ref());
        let Some(columns) = columns.filter(|_| !figures.is_empty()) else {
            return;
        };
        let placed = figures
            .iter()
            .filter_map(|it| Some((it, it.column(columns)?)));
        let placed: Vec<_> = placed.collect();
        let mut sums = vec![Some(0); placed.len()];
        for raw in &table.athletes {
            let row = match json::text_part::<Row>(raw.get()) {
                Ok(row) => row,
                Err(reason) => {
                    self.rejected.push(format!("a player: {reason}"));
                    sums.fill(None);
                    continue;
                }
            };
            if !row.did_not_play && row.stats.is_empty() {
                let name = &row.athlete.display_name;
                self.rejected
                    .push(format!("{name} played, and nothing is told of it"));
                continue;
            }
            let values = placed.iter().map(|(figure, column)| {
                let text = row.stats.get(*column).map(Text::text);
                text.and_then(|it| figure.read(&it))
            });
            let values: Vec<_> = values.collect();
            if !row.did_not_play {
                for (sum, value) in sums.iter_mut().zip(&values) {
                    *sum = sum.and_then(|it: i64| it.checked_add((*value)?));
                }
            }
            if row.athlete.is_team() {
                continue;
            }
            let id = row.athlete.id.text();
            let (_, line) = players
                .entry(id)
                .or_insert_with(|| player(league, &row.athlete));
            line.played = !row.did_not_play;
            // Of football nobody says who was there from the start, and no rule asks.
            line.started = line.played && row.starter.unwrap_or(true);
            let told = placed.iter().zip(values).filter(|_| line.played);
            let told =
                told.filter_map(|((figure, _), value)| Some((figure.name.to_owned(), value?)));
            line.statistics.extend(told);
        }
        for ((figure, column), sum) in placed.iter().zip(sums) {
            let total = table.totals.as_ref().and_then(|it| it.get(*column));
            let total = total.and_then(|it| figure.read(&it.text()));
            if total.is_some() && total == sum {
                complete.push(figure.name);
            }
        }
    }

    fn line_up(&mut self, league: &League, side: &LineUp) {
        let mut players = Players::new();
        for raw in &side.roster {
            let place = match json::text_part::<Place>(raw.get()) {
                Ok(place) => place,
                Err(reason) => {
                    self.rejected.push(format!("a player: {reason}"));
                    continue;
                }
            };
            let came = match place.subbed_in {
                None => false,
                Some(Came::Plain(did) | Came::Object { did }) => did,
            };
            let (named, mut line) = player(league, &place.athlete);
            line.played = place.starter || came;
            line.started = place.starter;
            for figure in figures::of(league.sport, None)
                .iter()
                .filter(|_| line.played)
            {
                let told = place.stats.iter().find(|it| figure.is_called(&it.name));
                let value = told.and_then(|it| figure.read(&it.value.as_ref()?.text()));
                let name = figure.name.to_owned();
                line.statistics.extend(value.map(|it| (name, it)));
            }
            players.insert(place.athlete.id.text(), (named, line));
        }
        self.teams.push(TeamPlayers {
            team: league.reference(&side.team.id.text()),
            players: players.into_values().collect(),
        });
    }

    /// Whether it is the whole of that game: over, and in basketball with every point.
    pub(super) fn fits(&self, game: &GameReport) -> bool {
        let scored = |side: &TeamPlayers| {
            let points = side.players.iter();
            let points = points.filter_map(|it| it.1.statistics.get("points"));
            let full = role(game, &side.team).and_then(|role| full(game, role));
            full.is_none_or(|it| it == points.sum::<i64>())
        };
        let counts = game.league.sport != Sport::Basketball || self.teams.iter().all(scored);
        self.over != Some(false) && counts
    }

    /// Puts the players into the report of their game. Returns what is wrong with them.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        let mut rejected = self.rejected.clone();
        let is_extended = game.scores.iter().any(|it| it.period == Period::Overtime);
        if game.league.sport == Sport::Soccer && is_extended {
            rejected.push("its players' figures include extra time, and are not taken".to_owned());
            return rejected;
        }
        let mut lines = BTreeMap::<CompetitorId, PlayerLine>::new();
        let mut named = Vec::new();
        for side in &self.teams {
            let Some(role) = role(game, &side.team) else {
                return vec![format!("contradiction: the box score is of {}", side.team)];
            };
            for (player, line) in &side.players {
                let line = PlayerLine {
                    role,
                    ..line.clone()
                };
                if lines.insert(line.id, line).is_some() {
                    rejected.push(format!("{} is there twice", player.name));
                    continue;
                }
                named.push(player.clone());
            }
        }
        if lines.is_empty() {
            rejected.push("its players are not told".to_owned());
        }
        game.players = named;
        game.facts.players = lines.into_values().collect();
        rejected
    }
}

fn player(league: &League, told: &Athlete) -> (CompetitorReport, PlayerLine) {
    let name = told.display_name.trim();
    let last = told.last_name.as_deref().map(str::trim);
    let last = last.filter(|it| !it.is_empty() && told.short_name.is_none());
    let short = match last {
        Some(last) => last.to_owned(),
        None => short(name, told.short_name.as_deref()),
    };
    let named = CompetitorReport {
        reference: league.player(&told.id.text()),
        ..athlete(name, &short)
    };
    let line = PlayerLine {
        id: named.first_id(NAME, league.sport),
        role: Role::Home,
        played: false,
        started: false,
        statistics: BTreeMap::new(),
    };
    (named, line)
}

/// The side of the game that is that team.
fn role(game: &GameReport, team: &str) -> Option<Role> {
    let is = |role: &Role| game.side(*role).is_some_and(|it| it.reference == team);
    [Role::Home, Role::Away].into_iter().find(is)
}

/// The whole score of a side.
fn full(game: &GameReport, role: Role) -> Option<i64> {
    let mut of = game.scores.iter();
    let score = of.find(|it| (it.period, it.role) == (Period::Full, role));
    score.map(|it| it.points.into())
}
