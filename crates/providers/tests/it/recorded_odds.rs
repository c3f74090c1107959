//! Every recorded answer of The Odds API, where this machine has them: what it comes to, in a table.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use providers::Garbled;
use providers::the_odds_api::{NAME, read_event, read_historical, read_odds, read_scores};
use shared::feed::{FeedAnswer, GameReport};
use shared::game::GameStatus;
use shared::price::OddsFormat::American;

use crate::support::{corpus, file};

/// What a recorded answer comes to: games, finals, prices of before the start and of after it, and
/// how many parts were refused.
type Outcome = (usize, usize, usize, usize, usize);

fn recorded(corpus: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for place in ["fixtures/the-odds-api", "datasets/mlb/oddsapi_2026-08"] {
        let entries = std::fs::read_dir(corpus.join(place)).unwrap();
        all.extend(entries.map(|it| it.unwrap().path()));
    }
    all.sort();
    all
}

fn read(name: &str, body: &Bytes) -> Result<FeedAnswer, Garbled> {
    match name {
        "odds_api_scores" => read_scores(body, "WNBA"),
        "odds_api_player_props" => read_event(body, "WNBA", American),
        "odds_api_current_odds" => read_odds(body, "WNBA", American),
        _ if name.starts_with("odds_api_historical") => {
            read_historical(body, "WNBA", American).map(|it| it.answer)
        }
        _ => read_odds(body, "MLB", American),
    }
}

#[test]
fn every_recorded_answer_converts_and_what_is_left_out_of_it_is_known() {
    let Some(corpus) = corpus() else { return };
    let mut outcomes = BTreeMap::new();
    println!("answer: games, finals, prices, in play, refused");
    for path in recorded(&corpus) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let answer = read(&name, &file(&path)).unwrap();
        for game in &answer.games {
            assert_eq!(game.check(NAME), Ok(()), "{name} {}", game.reference);
            // Our tables have every team of the MLB and of the WNBA.
            let known = game
                .participants
                .iter()
                .all(|it| it.competitor.slug.is_some());
            assert!(known, "{name} {}", game.reference);
        }
        let quotes = |is_before: bool| -> usize {
            let on_time = |it: &GameReport| {
                let of = it.quotes.iter().map(|it| it.source_at.unwrap());
                of.filter(|at| (*at < it.starts_at) == is_before).count()
            };
            answer.games.iter().map(on_time).sum()
        };
        let outcome: Outcome = (
            answer.games.len(),
            answer
                .games
                .iter()
                .filter(|it| it.status == GameStatus::Final)
                .count(),
            quotes(true),
            quotes(false),
            answer.rejected.len(),
        );
        println!("{name}: {outcome:?}");
        for rejected in &answer.rejected {
            println!("  {}: {}", rejected.place, rejected.reason);
        }
        outcomes.insert(name, outcome);
    }
    let known = KNOWN.iter().map(|it| (it.0.to_owned(), it.1));
    assert_eq!(outcomes, known.collect());
}

/// All of them, and nothing in them is refused.
const KNOWN: &[(&str, Outcome)] = &[
    ("2026-08-01_pregame", (30, 0, 978, 144, 0)),
    ("2026-08-02_pregame", (19, 0, 304, 278, 0)),
    ("2026-08-03_pregame", (15, 0, 582, 0, 0)),
    ("2026-08-04_pregame", (30, 0, 1144, 0, 0)),
    ("2026-08-05_pregame", (23, 0, 844, 24, 0)),
    ("2026-08-06_pregame", (16, 0, 518, 118, 0)),
    ("2026-08-07_pregame", (30, 0, 1260, 0, 0)),
    ("2026-08-08_pregame", (26, 0, 930, 106, 0)),
    ("2026-08-09_pregame", (18, 0, 360, 242, 0)),
    ("2026-08-10_pregame", (23, 0, 850, 0, 0)),
    ("2026-08-11_pregame", (25, 0, 1112, 0, 0)),
    ("2026-08-12_pregame", (21, 0, 728, 130, 0)),
    (
        "mlb_odds_2026-08-18_close_contains_inplay",
        (26, 0, 968, 198, 0),
    ),
    ("mlb_odds_2026-08-18_open", (15, 0, 808, 0, 0)),
    ("odds_api_current_odds", (2, 0, 24, 0, 0)),
    ("odds_api_historical_odds", (1, 0, 12, 0, 0)),
    ("odds_api_historical_player_props", (1, 0, 16, 0, 0)),
    ("odds_api_player_props", (1, 0, 40, 0, 0)),
    ("odds_api_scores", (4, 3, 0, 0, 0)),
];
