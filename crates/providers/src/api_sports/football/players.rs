//! What each player did, and who sat on the bench.
//!
//! Whoever did nothing of a kind has no number there, and neither has anybody in a game whose
//! figures were never taken. A player with a rating, or with passes, has figures: what is missing
//! from them is nothing. Goals are told apart from goals that nobody noted by their sum.

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::competitor::Role;
use shared::facts::PlayerLine;
use shared::feed::{CompetitorReport, GameReport};
use shared::game::{Period, PeriodScore};
use shared::league::Sport;

use super::wire::{Detailed, Event, Player, Statistics, TeamPlayers};
use crate::api_sports::NAME;
use crate::api_sports::envelope;
use crate::api_sports::wire::Team;
use crate::archive::athlete;
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::teams;

/// The players of one game.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Players {
    /// By the feed's ids of the two teams.
    teams: BTreeMap<String, Vec<Figures>>,
    /// Goals that count for a team and that none of its players shot.
    own_goals: BTreeMap<String, i64>,
    /// Those that cannot be read, and why.
    pub rejected: Vec<String>,
}

/// One player's.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Figures {
    named: CompetitorReport,
    played: bool,
    started: bool,
    /// Whether anything was noted of him.
    noted: bool,
    goals: Option<i64>,
    statistics: BTreeMap<String, i64>,
}

/// Reads the players of one game, as they are asked for by its id.
///
/// # Errors
/// [`Garbled`] when it is no such answer.
pub fn read_players(body: &Bytes) -> Result<Players, Garbled> {
    let rows = envelope::open(body)?.rows;
    let mut teams = Vec::new();
    for (place, raw) in rows.iter().enumerate() {
        let read = json::text_part::<TeamPlayers>(raw.get());
        let wrong = |it| Garbled::new(format!("response[{place}]"), it, body.clone());
        teams.push(read.map_err(wrong)?);
    }
    Ok(of(&teams, &[]))
}

/// Reads the players of several games, which are asked for by their ids. Games of which none are
/// told are left out.
pub(crate) fn read_players_of(body: &Bytes) -> Result<BTreeMap<String, Players>, Garbled> {
    let mut games = BTreeMap::new();
    for (place, raw) in envelope::open(body)?.rows.iter().enumerate() {
        let wrong = |it| Garbled::new(format!("response[{place}]"), it, body.clone());
        let row: Detailed = json::text_part(raw.get()).map_err(wrong)?;
        let id = row.fixture.id.map(|it| it.text()).unwrap_or_default();
        if !row.players.is_empty() {
            games.insert(id, of(&row.players, &row.events));
        }
    }
    Ok(games)
}

/// The players of both teams. Without events, own goals are not known.
pub(super) fn of(teams: &[TeamPlayers], events: &[Event]) -> Players {
    let mut found = Players::default();
    for side in teams {
        let figures = found.teams.entry(id(&side.team)).or_default();
        for player in &side.players {
            match read(player) {
                Ok(read)
                    if figures
                        .iter()
                        .any(|it| it.named.reference == read.named.reference) =>
                {
                    let again = format!("{} is there twice", read.named.reference);
                    found.rejected.push(again);
                }
                Ok(read) => figures.push(read),
                Err(reason) => found.rejected.push(reason),
            }
        }
    }
    for event in events {
        let is = |it: &Option<String>, what| it.as_deref() == Some(what);
        if let (true, Some(team)) = (is(&event.detail, "Own Goal"), &event.team)
            && is(&event.kind, "Goal")
        {
            *found.own_goals.entry(id(team)).or_default() += 1;
        }
    }
    found
}

fn id(team: &Team) -> String {
    team.id.as_ref().map(Text::text).unwrap_or_default()
}

fn read(player: &Player) -> Result<Figures, String> {
    let id = id(&player.player);
    let name = player.player.name.as_deref().map_or("", str::trim);
    if id.is_empty() || id == "0" || name.is_empty() {
        return Err(format!("a player without an id or a name: {id:?} {name:?}"));
    }
    let [figures] = player.statistics.as_slice() else {
        return Err(format!("player {id} has figures of no game, or of several"));
    };
    let games = &figures.games;
    let played = games.minutes.is_some_and(|it| it > 0);
    let noted = played && (games.rating.is_some() || figures.passes.total.is_some());
    Ok(Figures {
        named: CompetitorReport {
            reference: format!("player/{id}"),
            ..athlete(name, name.rsplit(' ').next().unwrap_or(name))
        },
        played,
        started: played && games.substitute == Some(false),
        noted,
        goals: figures.goals.total,
        statistics: if noted {
            counted(figures)
        } else {
            BTreeMap::new()
        },
    })
}

/// All but the goals.
fn counted(figures: &Statistics) -> BTreeMap<String, i64> {
    let all = [
        ("minutes", figures.games.minutes),
        ("assists", figures.goals.assists),
        ("shots", figures.shots.total),
        ("shots_on_target", figures.shots.on),
        ("saves", figures.goals.saves),
        ("passes", figures.passes.total),
        ("tackles", figures.tackles.total),
        ("fouls", figures.fouls.committed),
        ("yellow_cards", figures.cards.yellow),
        ("red_cards", figures.cards.red),
    ];
    let all = all.map(|(name, count)| (name.to_owned(), count.unwrap_or(0)));
    all.into_iter().collect()
}

impl Players {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.teams.values().map(Vec::len).sum()
    }

    /// Puts them into the report of their game. Returns what is wrong with them.
    pub fn put(&self, game: &mut GameReport) -> Vec<String> {
        let mut lines = BTreeMap::new();
        let mut named = Vec::new();
        let mut wrong = self.rejected.clone();
        for (team, figures) in &self.teams {
            let role = [Role::Home, Role::Away].into_iter().find(|role| {
                let side = game.side(*role);
                side.is_some_and(|it| it.reference == teams::reference(team))
            });
            let Some(role) = role else {
                return vec![format!("contradiction: players of team {team}")];
            };
            let goals = self.goals_are_whole(team, full(&game.scores, role));
            for player in figures {
                let id = player.named.first_id(NAME, Sport::Soccer);
                let line = PlayerLine {
                    id,
                    role,
                    played: player.played,
                    started: player.started,
                    statistics: player.statistics(goals),
                };
                if lines.insert(id, line).is_some() {
                    wrong.push(format!("{} plays for both", player.named.reference));
                    continue;
                }
                named.push(player.named.clone());
            }
        }
        game.players = named;
        game.facts.players = lines.into_values().collect();
        wrong
    }

    /// Whether the goals of a team's players come to its score, so that nobody else shot one.
    fn goals_are_whole(&self, team: &str, score: Option<i32>) -> bool {
        let shot = self.teams.get(team).into_iter().flatten();
        let shot: i64 = shot.filter_map(|it| it.goals).sum();
        let own = self.own_goals.get(team).copied().unwrap_or(0);
        score.is_some_and(|it| i64::from(it) == shot + own)
    }
}

impl Figures {
    fn statistics(&self, goals_are_whole: bool) -> BTreeMap<String, i64> {
        let mut all = self.statistics.clone();
        let none = (goals_are_whole && self.played).then_some(0);
        let goals = self.goals.filter(|_| self.played).or(none);
        all.extend(goals.map(|it| ("goals".to_owned(), it)));
        all
    }
}

/// A side's goals in play.
fn full(scores: &[PeriodScore], role: Role) -> Option<i32> {
    let of = |it: &&PeriodScore| it.period == Period::Full && it.role == role;
    scores.iter().find(of).map(|it| it.points)
}
