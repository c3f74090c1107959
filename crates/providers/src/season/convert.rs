//! From the server's answers to reports.

use std::collections::HashMap;

use bytes::Bytes;
use shared::competitor::{CompetitorKind, Role};
use shared::facts::Facts;
use shared::feed::{
    CompetitorReport, FeedAnswer, GameReport, LeagueReport, Participant, QuoteMark, QuoteReport,
    Rejected,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::listed::refusal;

/// The bodies that together answer a question.
#[derive(Clone, Debug)]
pub struct Answers {
    /// `/v1/league`.
    pub league: Bytes,
    /// `/v1/teams`.
    pub teams: Bytes,
    /// `/v1/games`, a page each.
    pub games: Vec<Bytes>,
    /// `/v1/prices`, when prices were asked for.
    pub prices: Option<Bytes>,
}

/// What does not change while a season is played.
pub(super) struct Directory {
    league: LeagueReport,
    teams: HashMap<String, CompetitorReport>,
    bookmakers: HashMap<String, String>,
}

/// Reads the bodies of one answer. `base` is where the server is, for the crests.
///
/// # Errors
/// [`Garbled`] when one of them cannot be read.
pub fn read(answers: &Answers, base: &str) -> Result<FeedAnswer, Garbled> {
    let directory = directory(&answers.league, &answers.teams, base)?;
    games(&directory, &answers.games, answers.prices.as_ref())
}

pub(super) fn directory(league: &Bytes, teams: &Bytes, base: &str) -> Result<Directory, Garbled> {
    let wire: wire::League = json::read(league)?;
    let sport = Sport::from_word(&wire.sport).ok_or_else(|| {
        let reason = format!("{:?} is not a sport", wire.sport);
        Garbled::new("sport", reason, league.clone())
    })?;
    let teams: wire::Teams = json::read(teams)?;
    let bookmakers = wire.bookmakers.into_iter().map(|it| (it.code, it.name));
    Ok(Directory {
        league: crate::league(&wire.code, &wire.name, sport),
        bookmakers: bookmakers.collect(),
        teams: teams
            .teams
            .into_iter()
            .map(|it| (it.code.clone(), competitor(it, base)))
            .collect(),
    })
}

fn competitor(team: wire::Team, base: &str) -> CompetitorReport {
    let color = |it: &str| it.trim_start_matches('#').to_ascii_lowercase();
    CompetitorReport {
        reference: team.code.clone(),
        slug: None,
        kind: CompetitorKind::Team,
        name: team.name,
        short_name: team.nickname,
        place: team.city,
        code: team.code,
        colors: Some((color(&team.primary), color(&team.secondary))),
        logo_url: Some(format!("{base}{}", team.crest)),
    }
}

/// The `after` of the page that follows this one.
pub(super) fn next_page(games: &Bytes) -> Result<Option<u64>, Garbled> {
    let page: wire::Games = json::read(games)?;
    Ok(page.next_after)
}

pub(super) fn games(
    directory: &Directory,
    pages: &[Bytes],
    prices: Option<&Bytes>,
) -> Result<FeedAnswer, Garbled> {
    let mut answer = FeedAnswer::default();
    let mut revisions: HashMap<String, (u32, usize)> = HashMap::new();
    for page in pages {
        let page: wire::Games = json::read(page)?;
        for (place, raw) in page.games.iter().enumerate() {
            let id = json::text_part::<wire::Named>(raw.get())
                .ok()
                .map(|it| it.id);
            let place = id.clone().unwrap_or_else(|| format!("games[{place}]"));
            match game(directory, raw.get()) {
                Ok((game, revision)) => {
                    let newest = revisions.get_mut(&game.reference);
                    match newest {
                        None => {
                            let known = (revision, answer.games.len());
                            revisions.insert(game.reference.clone(), known);
                            answer.games.push(game);
                        }
                        Some((known, at)) if *known < revision => {
                            *known = revision;
                            if let Some(older) = answer.games.get_mut(*at) {
                                *older = game;
                            }
                        }
                        Some(_) => {}
                    }
                }
                Err(refused) => answer.rejected.push(Rejected {
                    place,
                    game: id,
                    ..refused
                }),
            }
        }
    }
    if let Some(prices) = prices {
        add_prices(directory, prices, &mut answer)?;
    }
    Ok(answer)
}

fn game(directory: &Directory, text: &str) -> Result<(GameReport, u32), Rejected> {
    let game: wire::Game = json::text_part(text).map_err(refusal)?;
    let status = match game.status.as_str() {
        "scheduled" => GameStatus::Scheduled,
        "postponed" => GameStatus::Postponed,
        "live" => GameStatus::Live,
        "final" => GameStatus::Final,
        other => {
            return Err(Rejected {
                unknown_code: Some(other.to_owned()),
                ..refusal(format!("unknown status {other}"))
            });
        }
    };
    if game.league != directory.league.code {
        return Err(refusal(format!("unknown league {:?}", game.league)));
    }
    let team = |code: &str| {
        let team = directory.teams.get(code).cloned();
        team.ok_or_else(|| refusal(format!("unknown team {code:?}")))
    };
    let scores = match (status, &game.score) {
        (GameStatus::Live | GameStatus::Final, Some(score)) => scores(score).map_err(refusal)?,
        (GameStatus::Final, None) => return Err(refusal("final without a score")),
        (GameStatus::Scheduled, Some(_)) => {
            return Err(refusal("contradiction: not begun, and has a score"));
        }
        _ => Vec::new(),
    };
    let report = GameReport {
        participants: Participant::sides(team(&game.home)?, team(&game.away)?),
        field: None,
        players: Vec::new(),
        reference: game.id,
        league: directory.league.clone(),
        season: game.season,
        starts_at: game.starts_at,
        status,
        scores,
        facts: Facts::default(),
        source_at: Some(game.updated_at),
        quotes: Vec::new(),
        quotes_complete: false,
        live: None,
        venue: None,
    };
    Ok((report, game.revision))
}

/// Four quarters, one overtime, and the whole that they add up to.
fn scores(score: &wire::Score) -> Result<Vec<PeriodScore>, String> {
    let mut scores = Vec::new();
    let mut add = |period, home, away| {
        for (role, points) in [(Role::Home, home), (Role::Away, away)] {
            scores.push(PeriodScore {
                period,
                role,
                points,
            });
        }
    };
    add(Period::Full, score.home, score.away);
    let (mut home, mut away) = (0i64, 0i64);
    for (place, part) in score.periods.iter().enumerate() {
        if usize::from(part.period) != place + 1 {
            return Err(format!("period {} out of turn", part.period));
        }
        let period = match part.period {
            quarter @ 1..=4 => Period::Quarter(quarter),
            5 => Period::Overtime,
            other => return Err(format!("period {other} is not played here")),
        };
        home += i64::from(part.home);
        away += i64::from(part.away);
        add(period, part.home, part.away);
    }
    let negative = |it: &PeriodScore| it.points < 0;
    if (home, away) != (i64::from(score.home), i64::from(score.away)) {
        return Err("the periods do not add up to the score".to_owned());
    }
    if scores.iter().any(negative) {
        return Err("a score below zero".to_owned());
    }
    Ok(scores)
}

/// Puts the prices to their games. Those of games that are not in the answer are not missed.
fn add_prices(directory: &Directory, body: &Bytes, answer: &mut FeedAnswer) -> Result<(), Garbled> {
    let prices: wire::Prices = json::read(body)?;
    let places = answer.games.iter().enumerate();
    let places: HashMap<String, usize> = places
        .map(|(place, game)| (game.reference.clone(), place))
        .collect();
    for game in &mut answer.games {
        game.quotes_complete = true;
    }
    for (place, raw) in prices.prices.iter().enumerate() {
        let rejected = |reason: String| Rejected {
            place: format!("prices[{place}]"),
            ..refusal(reason)
        };
        let price: wire::Price = match json::text_part(raw.get()) {
            Ok(price) => price,
            Err(reason) => {
                answer.rejected.push(rejected(reason));
                continue;
            }
        };
        let game = places.get(&price.game);
        let Some(game) = game.and_then(|it| answer.games.get_mut(*it)) else {
            continue;
        };
        if game.status != GameStatus::Scheduled {
            continue;
        }
        match quotes(directory, &price) {
            Ok(mut quotes) => game.quotes.append(&mut quotes),
            Err(reason) => answer
                .rejected
                .push(rejected(format!("{}: {reason}", price.game))),
        }
    }
    Ok(())
}

fn quotes(directory: &Directory, price: &wire::Price) -> Result<Vec<QuoteReport>, String> {
    let name = directory.bookmakers.get(&price.bookmaker);
    let name = name.ok_or_else(|| format!("unknown bookmaker {:?}", price.bookmaker))?;
    let kind = match price.market.as_str() {
        "moneyline" => MarketKind::Moneyline2,
        "spread" => MarketKind::Spread,
        "total" => MarketKind::Total,
        other => return Err(format!("unknown market {other:?}")),
    };
    let mut market_line: Option<Line> = None;
    let mut prices = Vec::new();
    for selection in &price.selections {
        let side = Side::from_word(&selection.selection);
        let side = side.ok_or_else(|| format!("unknown selection {:?}", selection.selection))?;
        let line = selection.line.as_ref().map(Text::text);
        let line = line.map(|it| it.parse::<Line>()).transpose();
        let line = line.map_err(|error| error.to_string())?;
        // Each side has its own; ours is the home side's.
        let line = if side == Side::Away {
            line.map(|it| -it)
        } else {
            line
        };
        if !prices.is_empty() && line != market_line {
            return Err("contradiction: the lines of the two sides do not mirror".to_owned());
        }
        market_line = line;
        let american = Price::from_american(selection.american);
        prices.push((side, american.map_err(|error| error.to_string())?));
    }
    check::whole(&Offer {
        bookmaker: (&price.bookmaker, name),
        kind,
        period: Period::Full,
        line: market_line,
        mark: QuoteMark::Current,
        source_at: Some(price.source_at),
        prices,
    })
}
