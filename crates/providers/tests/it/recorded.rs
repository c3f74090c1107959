//! Every recorded answer of the leagues' own feeds, where this machine has them: what it comes to, in
//! a table of provider, endpoint, count and outcome.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use grading::end::End;
use providers::{Garbled, mlb, nhl};
use shared::feed::{FeedAnswer, GameReport, Standings};
use shared::game::GameStatus;

use crate::support::{corpus, file};

/// What a recorded answer comes to.
#[derive(Default)]
struct Outcome {
    games: usize,
    finals: usize,
    players: usize,
    prices: usize,
    /// Rows of a table.
    places: usize,
    /// What was left out, and why.
    notes: Vec<String>,
}

/// Recorded answers that hold no game, score, box score, price or table that we read.
const OTHER: &[&str] = &[
    "mlb-statsapi/leagues.json",
    "mlb-statsapi/linescore.json", // Of no game: it names none.
    "mlb-statsapi/malformed_play_events.json", // One play.
    "mlb-statsapi/meta_game_types.json",
    "mlb-statsapi/people_660271.json",
    "mlb-statsapi/seasons.json",
    "mlb-statsapi/sports.json",
    "mlb-statsapi/stats_leaders.json",
    "mlb-statsapi/teams.json",
    "mlb-statsapi/venue_15.json",
    "nhl-api-web/gamecenter-by-game-id-landing.json", // Its goals and score are in the list.
    "nhl-api-web/player-by-player-game-log-by-season-by-game-type.json",
    "nhl-api-web/player-by-player-landing.json",
];

/// What may be left out of the answers that are read.
const REFUSED: &[(&str, &str)] = &[
    // They were asked for without the line score.
    (
        "mlb-statsapi/schedule.json",
        "where play ended: no line score is told",
    ),
    (
        "mlb-statsapi/schedule_hydrated_team.json",
        "where play ended: no line score is told",
    ),
    (
        "mlb-statsapi/game_changes.json",
        "where play ended: no line score is told",
    ),
];

fn of_games(answer: FeedAnswer) -> Outcome {
    let notes = answer.rejected.into_iter().map(|it| it.reason);
    let mut outcome = Outcome {
        games: answer.games.len(),
        notes: notes.collect(),
        ..Outcome::default()
    };
    for game in &answer.games {
        outcome.prices += game.quotes.len();
        outcome.players += game.facts.players.len();
        outcome.finals += usize::from(is_sound_final(game, &mut outcome.notes));
    }
    outcome
}

/// Whether it is a final, which then must be one that the sport can have.
fn is_sound_final(game: &GameReport, notes: &mut Vec<String>) -> bool {
    if game.status != GameStatus::Final {
        return false;
    }
    let end = End {
        status: game.status,
        scores: &game.scores,
        facts: &game.facts,
    };
    match grading::check(game.league.sport, &game.league.code, end) {
        Ok(()) => true,
        Err(flaw) => {
            notes.push(format!("{}: {flaw}", game.reference));
            false
        }
    }
}

fn of_table(table: Standings) -> Outcome {
    let notes = table.rejected.into_iter().map(|it| it.reason);
    Outcome {
        places: table.rows.len(),
        notes: notes.collect(),
        ..Outcome::default()
    }
}

fn of_players(players: usize, notes: Vec<String>) -> Outcome {
    Outcome {
        players,
        notes,
        ..Outcome::default()
    }
}

fn read(name: &str, body: &Bytes) -> Result<Outcome, Garbled> {
    let (feed, file) = name.split_once('/').unwrap();
    let file = file.trim_end_matches(".json");
    match (feed, file) {
        ("mlb-statsapi", "boxscore") => {
            mlb::read_box(body).map(|it| of_players(it.lines.len(), it.rejected))
        }
        ("mlb-statsapi", "standings") => mlb::read_standings(body).map(of_table),
        (_, "standings-now") => nhl::read_standings(body).map(of_table),
        ("mlb-statsapi", "livefeed") => mlb::read_live(body).map(|it| of_games(it.answer)),
        ("mlb-statsapi", _) => mlb::read(body).map(of_games),
        (_, "gamecenter-by-game-id-boxscore") => {
            nhl::read_box(body).map(|it| of_players(it.lines.len(), it.rejected))
        }
        (_, "gamecenter-by-game-id-right-rail") => {
            nhl::read_rail(body).map(|it| of_players(it.lines.len(), it.rejected))
        }
        (_, "partner-game-by-country-code-now") => nhl::read_odds(body).map(|partner| {
            let mut outcome = Outcome {
                games: partner.games.len(),
                notes: partner.rejected,
                ..Outcome::default()
            };
            for game in partner.games.into_values() {
                outcome.prices += game.quotes.len();
                outcome.notes.extend(game.rejected);
            }
            outcome
        }),
        _ => nhl::read(body).map(of_games),
    }
}

fn recorded(corpus: &Path) -> Vec<(String, PathBuf)> {
    let mut all = Vec::new();
    for feed in ["mlb-statsapi", "nhl-api-web"] {
        for entry in std::fs::read_dir(corpus.join("fixtures").join(feed)).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{feed}/{}", entry.file_name().to_string_lossy());
            all.push((name, entry.path()));
        }
    }
    all.sort();
    all
}

#[test]
fn every_recorded_answer_with_games_scores_box_scores_prices_or_places_converts() {
    let Some(corpus) = corpus() else { return };
    let (mut read_ones, mut wrong) = (0, Vec::new());
    println!("feed/endpoint: games, finals, players, prices, places; notes");
    for (name, path) in recorded(&corpus) {
        let outcome = read(&name, &file(&path));
        let is_other = OTHER.contains(&name.as_str());
        match outcome {
            Err(garbled) if is_other => println!("{name}: not read ({garbled})"),
            Err(garbled) => wrong.push(format!("{name}: {garbled}")),
            Ok(_) if is_other => wrong.push(format!("{name}: is read after all")),
            Ok(outcome) => {
                let Outcome {
                    games,
                    finals,
                    players,
                    prices,
                    places,
                    notes,
                } = outcome;
                let count = notes.len();
                println!("{name}: {games}, {finals}, {players}, {prices}, {places}; {count} notes");
                read_ones += 1;
                if games + players + prices + places == 0 {
                    wrong.push(format!("{name}: nothing in it"));
                }
                for note in notes {
                    let is_known = REFUSED.contains(&(name.as_str(), note.as_str()));
                    println!("  {note}");
                    if !is_known {
                        wrong.push(format!("{name}: {note}"));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(read_ones, 17);
}
