//! Every recorded answer of ESPN, where this machine has them. The boards are tried among the seasons
//! of the corpus; here is what stands beside them, and that nothing is forgotten.

use std::collections::BTreeSet;

use providers::espn::{BoxScore, read, read_summary};
use shared::feed::QuoteMark;

use crate::support::{corpus, file};

/// The recorded summaries, and how many players are in them.
const SUMMARIES: &[(&str, usize)] = &[
    ("wnba_espn_summary.json", 8),
    ("wnba_espn_summary_with_game_info.json", 24),
];

/// Recorded answers that hold nothing that is read, and why.
const OTHER: &[&str] = &[
    "core_odds_nfl_401772918_trimmed.json", // Prices of one game, which are not asked for.
    "wnba_espn_transactions_2022.json",
    "wnba_espn_transactions_2025_page2.json",
    "wnba_espn_wayback_injuries.html",
];

/// How those that other tests read are called.
const READ_ELSEWHERE: &[&str] = &[
    "teamtracker_scoreboard_",
    "wnba_espn_scoreboard",
    "wnba_espn_injuries",
];

/// The list of prices in the newer layout, without a game.
const ODDS: &str = "scoreboard_odds_new_layout_synthetic.json";

fn players(read: &BoxScore) -> usize {
    read.teams.iter().map(|it| it.players.len()).sum()
}

#[test]
fn every_recorded_summary_tells_who_played_and_who_did_not() {
    let Some(corpus) = corpus() else { return };
    println!("espn/summary: players, who did not play");
    for (name, count) in SUMMARIES {
        let body = file(&corpus.join("fixtures/espn").join(name));
        let read = read_summary(&body, "WNBA").unwrap();
        assert_eq!((players(&read), read.teams.len()), (*count, 2), "{name}");
        assert_eq!(read.rejected, Vec::<String>::new(), "{name}");
        let lines: Vec<_> = read.teams.iter().flat_map(|it| &it.players).collect();
        let absent = lines.iter().filter(|it| !it.1.played).count();
        println!("{name}: {count}, {absent}");
        for (named, line) in lines {
            let has = line.statistics.contains_key("points_rebounds_assists");
            assert_eq!(has, line.played, "{}", named.name);
        }
    }
}

#[test]
fn the_recorded_prices_of_the_newer_layout_are_three_whole_markets() {
    let Some(corpus) = corpus() else { return };
    let body = file(&corpus.join("fixtures/espn").join(ODDS));
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let side = |role: &str, id: u8, code: &str| {
        let team = serde_json::json!({"id": id, "displayName": code, "abbreviation": code});
        serde_json::json!({"homeAway": role, "score": "0", "team": team})
    };
    let board = serde_json::json!({"events": [{
        "id": "1", "date": "2031-07-04T18:10Z", "season": {"year": 2031},
        "competitions": [{
            "competitors": [side("home", 1, "CHW"), side("away", 2, "CLE")],
            "status": {"type": {"name": "STATUS_SCHEDULED", "state": "pre"}},
            "odds": told["odds"],
        }],
    }]});
    let answer = read(board.to_string().into(), "MLB").unwrap();
    assert_eq!(answer.rejected, []);
    let now = answer.games[0].quotes.iter();
    let now = now.filter(|it| it.mark == QuoteMark::Current);
    assert_eq!(now.count(), 6, "winner, run line, total");
}

#[test]
fn no_recorded_answer_is_forgotten() {
    let Some(corpus) = corpus() else { return };
    let entries = std::fs::read_dir(corpus.join("fixtures/espn")).unwrap();
    let names = entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned());
    let known = |it: &String| {
        SUMMARIES.iter().any(|known| known.0 == it.as_str())
            || OTHER.contains(&it.as_str())
            || it.as_str() == ODDS
            || READ_ELSEWHERE.iter().any(|known| it.starts_with(known))
    };
    let forgotten: BTreeSet<_> = names.filter(|it| !known(it)).collect();
    assert_eq!(forgotten, BTreeSet::new());
}
