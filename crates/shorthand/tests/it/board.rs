//! The board that the lines were labelled for, as the bot would have it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::competitor::Competitor;
use shared::game::{Contest, Game, GameStatus, Period};
use shared::id::{CompetitorId, GameId, LeagueId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{About, Answers, MarketKey, MarketKind, Selection, Side};
use shared::price::Price;
use shared::quote::{BoardGame, Bookmaker, Quote};
use shorthand::{Board, Known};

const TEXT: &str = include_str!("../../../../assets/shorthand/board.json");

#[derive(Deserialize)]
struct File {
    now: DateTime<Utc>,
    games: Vec<Entry>,
    competitions: Vec<Entry>,
    idle: HashMap<String, Vec<Team>>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    league: String,
    sport: Option<Sport>,
    start: Option<DateTime<Utc>>,
    status: Option<GameStatus>,
    home: Option<Team>,
    away: Option<Team>,
    field: Option<String>,
    name: Option<String>,
    #[serde(default)]
    players: Vec<Player>,
    #[serde(default)]
    entrants: Vec<String>,
    markets: Vec<Market>,
}

#[derive(Clone, Deserialize)]
struct Team {
    name: String,
    short: String,
    place: String,
    code: String,
}

#[derive(Deserialize)]
struct Player {
    name: String,
}

#[derive(Deserialize)]
struct Market {
    kind: MarketKind,
    period: Period,
    subject: Option<String>,
    statistic: Option<String>,
    line: Option<f64>,
    main: Option<f64>,
    from: Option<f64>,
    to: Option<f64>,
    step: Option<f64>,
    #[serde(default)]
    group: Vec<String>,
    #[serde(default)]
    sides: Vec<Side>,
}

/// The board with what is needed to compare a label with it.
pub(crate) struct Labelled {
    pub(crate) board: Board,
    pub(crate) games: Vec<BoardGame>,
    pub(crate) now: DateTime<Utc>,
    /// Teams that do not play.
    pub(crate) idle: Vec<Known>,
    /// The board's words for games and for people.
    pub(crate) ids: HashMap<GameId, String>,
    pub(crate) names: HashMap<CompetitorId, String>,
}

impl Labelled {
    pub(crate) fn load() -> Self {
        let file: File = serde_json::from_str(TEXT).unwrap();
        let teams = teams(&file);
        let entries = file.games.iter().chain(&file.competitions);
        let games: Vec<BoardGame> = entries.map(|it| game(it, &teams)).collect();
        let idle: Vec<Known> = file
            .idle
            .iter()
            .flat_map(|(league, list)| {
                list.iter().map(move |it| Known {
                    team: team(league, it),
                    league: league.clone(),
                })
            })
            .collect();
        let mut names = HashMap::new();
        for game in &games {
            for named in &game.game.named {
                names.insert(named.id, named.name.clone());
            }
        }
        let entries = file.games.iter().chain(&file.competitions);
        Self {
            board: Board::new(&games, &idle),
            idle,
            ids: entries
                .map(|it| (GameId::derive(&it.id), it.id.clone()))
                .collect(),
            games,
            now: file.now,
            names,
        }
    }
}

fn teams(file: &File) -> HashMap<(String, String), Competitor> {
    let mut teams = HashMap::new();
    for entry in &file.games {
        for side in [&entry.home, &entry.away].into_iter().flatten() {
            let key = (entry.league.clone(), side.name.clone());
            teams.insert(key, team(&entry.league, side));
        }
    }
    for (league, list) in &file.idle {
        for side in list {
            teams.insert((league.clone(), side.name.clone()), team(league, side));
        }
    }
    teams
}

fn team(league: &str, team: &Team) -> Competitor {
    Competitor {
        id: CompetitorId::derive(&format!("{league}/{}", team.name)),
        name: team.name.clone(),
        short_name: team.short.clone(),
        place: team.place.clone(),
        code: team.code.clone(),
        colors: None,
    }
}

fn athlete(league: &str, name: &str) -> Competitor {
    let last = name.split(' ').next_back().unwrap();
    Competitor {
        id: CompetitorId::derive(&format!("{league}/{name}")),
        name: name.to_owned(),
        short_name: last.to_owned(),
        place: last.to_owned(),
        code: last.chars().take(3).collect::<String>().to_uppercase(),
        colors: None,
    }
}

/// What a league plays, for seasons, which do not say it.
fn sport(league: &str) -> Sport {
    match league {
        "NBA" => Sport::Basketball,
        "NFL" => Sport::AmericanFootball,
        "NHL" => Sport::IceHockey,
        "MLB" => Sport::Baseball,
        "EPL" => Sport::Soccer,
        _ => Sport::Motorsport,
    }
}

fn game(entry: &Entry, teams: &HashMap<(String, String), Competitor>) -> BoardGame {
    let league = &entry.league;
    let known = |name: &str| {
        let team = teams.get(&(league.clone(), name.to_owned()));
        team.cloned().unwrap_or_else(|| athlete(league, name))
    };
    let contest = match (&entry.home, &entry.away) {
        (Some(home), Some(away)) => Contest::between(team(league, home), team(league, away)),
        _ => Contest::Field(entry.field.clone().or(entry.name.clone()).unwrap()),
    };
    let mut named: Vec<Competitor> = entry.entrants.iter().map(|it| known(it)).collect();
    if entry.home.is_some() {
        named.extend(entry.players.iter().map(|it| known(&it.name)));
    }
    let mut game = Game {
        id: GameId::derive(&entry.id),
        league: LeagueId::derive(league),
        league_code: league.clone(),
        sport: entry.sport.unwrap_or_else(|| sport(league)),
        season: "2026".to_owned(),
        starts_at: entry
            .start
            .unwrap_or(DateTime::<Utc>::MAX_UTC - chrono::Days::new(400)),
        status: entry.status.unwrap_or(GameStatus::Scheduled),
        contest,
        named,
    };
    game.named.dedup_by_key(|it| it.id);
    let markets = entry.markets.iter();
    let selections = markets.flat_map(|it| selections(&game, it));
    let quotes = selections.map(quote).collect();
    BoardGame { game, quotes }
}

fn quote(selection: Selection) -> Quote {
    Quote {
        selection,
        bookmaker: Bookmaker::new("book", "Book"),
        price: Price::from_american(-110).unwrap(),
        source_at: DateTime::UNIX_EPOCH,
        feed: "feed".to_owned(),
        confirmed_at: DateTime::UNIX_EPOCH,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "lines of a board are small"
)]
fn line(points: f64) -> Line {
    Line::from_quarters((points * 4.0).round() as i32).unwrap()
}

/// The lines of a market's ladder, the main one first.
fn lines(market: &Market) -> Vec<Option<Line>> {
    let Some(((from, to), step)) = market.from.zip(market.to).zip(market.step) else {
        return vec![market.line.map(line)];
    };
    let mut lines = vec![market.main.map(line)];
    let mut at = from;
    while at <= to + 1e-9 {
        if Some(line(at)) != lines[0] {
            lines.push(Some(line(at)));
        }
        at += step;
    }
    lines
}

fn selections(game: &Game, market: &Market) -> Vec<Selection> {
    let by_name = |name: &str| match (name, game.sides()) {
        ("home", Some(sides)) => sides.home.id,
        ("away", Some(sides)) => sides.away.id,
        _ => game.named.iter().find(|it| it.name == name).unwrap().id,
    };
    let mut group: Vec<CompetitorId> = market.group.iter().map(|it| by_name(it)).collect();
    group.sort();
    let sides: Vec<Side> = match market.kind.row().answers {
        Answers::Fixed(sides) => sides.to_vec(),
        Answers::Entrants if group.is_empty() => {
            game.named.iter().map(|it| Side::Entrant(it.id)).collect()
        }
        Answers::Entrants => group.iter().map(|it| Side::Entrant(*it)).collect(),
        _ => market.sides.clone(),
    };
    let mut all = Vec::new();
    for line in lines(market) {
        let key = MarketKey {
            about: About::Game(game.id),
            kind: market.kind,
            period: market.period,
            subject: market.subject.as_deref().map(by_name),
            statistic: market.statistic.clone(),
            line,
            group: group.clone(),
        };
        all.extend(sides.iter().filter_map(|it| Selection::of(&key, *it)));
    }
    all
}
