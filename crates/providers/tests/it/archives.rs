//! Whole archives, where this machine has them: what is taken, and what is quarantined and why.

use std::collections::BTreeMap;

use providers::{Garbled, sbr, tennis_data, ufc};
use shared::competitor::{Lead, Role};
use shared::facts::Method;
use shared::feed::{FeedAnswer, GameReport, QuoteMark, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{corpus, file, points};

/// Reads a file of the corpus, and prints what was left out.
#[expect(clippy::print_stdout, reason = "the counts are for reading")]
fn archive(
    path: &str,
    read: impl FnOnce(bytes::Bytes) -> Result<FeedAnswer, Garbled>,
) -> Option<FeedAnswer> {
    let body = file(&corpus()?.join("datasets").join(path));
    let answer = read(body).unwrap();
    let (games, rejected) = (answer.games.len(), answer.rejected.len());
    println!("{path}: {games} games, {rejected} rows or markets left out");
    for (reason, count) in reasons(&answer) {
        println!("  {count} {reason}");
    }
    Some(answer)
}

/// How many rows were left out for what: the reason up to its colon.
fn reasons(answer: &FeedAnswer) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for rejected in &answer.rejected {
        let kind = rejected.reason.split(':').next().unwrap_or_default();
        *counts.entry(kind.to_owned()).or_default() += 1;
    }
    counts
}

fn known<const N: usize>(counts: [(&str, usize); N]) -> BTreeMap<String, usize> {
    counts
        .into_iter()
        .map(|(it, n)| (it.to_owned(), n))
        .collect()
}

fn closing(game: &GameReport, kind: MarketKind, side: Side) -> Option<&QuoteReport> {
    let mut quotes = game.quotes.iter();
    quotes.find(|it| (it.kind, it.side, it.mark) == (kind, side, QuoteMark::Closing))
}

#[test]
fn thirteen_seasons_of_basketball_convert() {
    let Some(answer) = archive("nba/nba_2008_2020.csv", |it| sbr::read(it, "")) else {
        return;
    };
    assert_eq!(answer.games.len(), 16_664);
    let overtimes = answer
        .games
        .iter()
        .filter(|it| points(&it.scores, Period::Overtime, Role::Home).is_some());
    assert_eq!(overtimes.count(), 994);
    let spreads = answer
        .games
        .iter()
        .filter_map(|it| closing(it, MarketKind::Spread, Side::Home));
    assert_eq!(spreads.count(), 16_663);
    // One final is level, which no game of the league can be. The file agrees with itself.
    let level: Vec<_> = answer
        .games
        .iter()
        .filter(|it| {
            let full = |role| points(&it.scores, Period::Full, role);
            full(Role::Home) == full(Role::Away)
        })
        .collect();
    assert_eq!(level.len(), 1);
    assert_eq!(level[0].reference, "nba/2012-12-26/ny/phx");
}

#[test]
fn a_season_on_the_ice_converts() {
    let name = "nhl/sbr_nhl_odds_2017-18.xlsx";
    let Some(answer) = archive(name, |it| sbr::read(it, name)) else {
        return;
    };
    assert_eq!((answer.games.len(), answer.rejected.len()), (1_355, 0));
    let level = answer.games.iter().filter(|it| {
        let sum = |role| -> i32 {
            let third = |n| points(&it.scores, Period::Third(n), role).unwrap();
            (1..=3).map(third).sum()
        };
        sum(Role::Home) == sum(Role::Away)
    });
    assert_eq!(level.count(), 306);
    let first = &answer.games[0];
    assert_eq!(first.reference, "nhl/2017-10-04/TOR/WPG");
    assert_eq!(
        answer.games.last().unwrap().starts_at.to_string(),
        "2018-06-07 08:00:00 UTC"
    );
}

#[test]
fn five_seasons_of_baseball_convert() {
    let name = "mlb/sbr_mlb_odds_2014_2018.csv";
    let Some(answer) = archive(name, |it| sbr::read(it, name)) else {
        return;
    };
    assert_eq!(answer.games.len() + 13, 12_319);
    let left_out = known([
        ("level", 13),
        ("overround", 1),
        ("run line", 1),
        ("total", 4),
        ("vis_ml_close", 2),
    ]);
    assert_eq!(reasons(&answer), left_out);
}

#[test]
fn two_seasons_of_tennis_convert() {
    let mut counts = BTreeMap::new();
    for year in ["2015", "2016"] {
        let Some(answer) = archive(&format!("tennis/atp_{year}.xlsx"), tennis_data::read) else {
            return;
        };
        assert!(answer.games.iter().all(|it| it.season == year));
        for game in &answer.games {
            *counts.entry(game.status.word()).or_insert(0) += 1;
        }
        let first = answer
            .games
            .iter()
            .filter(|it| it.facts.ending.unwrap().winner == Some(Lead::Home));
        println!(
            "  the first listed won {} of {}",
            first.count(),
            answer.games.len()
        );
    }
    println!("{counts:?}");
    // Nine rows contradict themselves: their sets are not those that they state.
    let known = [("final", 5_047), ("retired", 175), ("walkover", 26)];
    assert_eq!(counts, BTreeMap::from(known));
}

#[test]
fn fifteen_years_of_fights_convert() {
    let Some(answer) = archive("ufc/ufc_2010_2024.csv", ufc::read) else {
        return;
    };
    assert_eq!(answer.games.len(), 6_541);
    let mut methods = BTreeMap::new();
    for game in &answer.games {
        let method = game.facts.ending.unwrap().method;
        *methods
            .entry(method.map_or("not told", Method::word))
            .or_insert(0) += 1;
    }
    println!("{methods:?}");
    let known_methods = [
        ("decision", 3_110),
        ("disqualification", 18),
        ("knockout", 2_016),
        ("not told", 240),
        ("submission", 1_157),
    ];
    assert_eq!(methods, BTreeMap::from(known_methods));
    let winners = answer
        .games
        .iter()
        .map(|it| it.facts.ending.unwrap().winner);
    let undecided = winners.filter(|it| !matches!(it, Some(Lead::Home | Lead::Away)));
    // The archive leaves fights without a winner out.
    assert_eq!(undecided.count(), 0);
    assert!(answer.games.iter().all(|it| it.status == GameStatus::Final));
}

#[test]
fn a_dirty_archive_is_quarantined_row_by_row() {
    let name = "nfl/sbr_nfl_2011_2021_dirty.json";
    let Some(answer) = archive(name, |it| sbr::read(it, name)) else {
        return;
    };
    assert_eq!(answer.games.len() + answer.rejected.len(), 2_956);
    let quarantined = known([
        ("favourite", 14),
        ("overround", 4),
        ("scores", 4),
        ("spread", 260),
        ("team", 11),
    ]);
    assert_eq!(reasons(&answer), quarantined);
    // Each row is wrong or right as a whole: what is taken has all of its markets.
    assert!(answer.games.iter().all(|it| it.quotes.len() == 6));
}
