//! Real seasons and recorded answers, where this machine has them.

use std::collections::BTreeMap;
use std::path::Path;

use shared::competitor::Role;
use shared::feed::{FeedAnswer, GameReport, QuoteMark, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{corpus, file, points};

/// By how many quarters of a point the home side beats its closing handicap, at that bookmaker.
fn margins<'a>(
    games: &'a [GameReport],
    bookmaker: &'a str,
) -> impl Iterator<Item = (i32, &'a QuoteReport)> {
    games.iter().filter_map(move |game| {
        let quote = game.quotes.iter().find(|it| {
            it.kind == MarketKind::Spread
                && it.side == Side::Home
                && it.mark == QuoteMark::Closing
                && it.bookmaker == bookmaker
        })?;
        let home = points(&game.scores, Period::Full, Role::Home)?;
        let away = points(&game.scores, Period::Full, Role::Away)?;
        Some(((home - away) * 4 + quote.line?.quarters(), quote))
    })
}

fn reasons(answer: &FeedAnswer) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for rejected in &answer.rejected {
        let kind = rejected.reason.split(':').next().unwrap_or_default();
        *counts.entry(kind.to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn every_nfl_game_converts_and_home_sides_cover_as_often_as_known() {
    let Some(corpus) = corpus() else { return };
    let body = file(&corpus.join("datasets/nfl/nflverse_games_2010_2022.csv"));
    let answer = providers::nflverse::read(body).unwrap();
    assert_eq!(answer.games.len(), 3_508);
    let (mut won, mut push, mut lost) = (0, 0, 0);
    for (margin, _) in margins(&answer.games, "nflverse") {
        match margin.signum() {
            1 => won += 1,
            0 => push += 1,
            _ => lost += 1,
        }
    }
    println!(
        "won {won}, push {push}, lost {lost}; rejected {:?}",
        answer.rejected
    );
    assert_eq!((won, push, lost), (1_666, 90, 1_752));
    let ties = answer.games.iter().filter(|game| {
        let of = |role| points(&game.scores, Period::Full, role);
        game.status == GameStatus::Final && of(Role::Home) == of(Role::Away)
    });
    assert_eq!(ties.count(), 12);
    assert_eq!(
        reasons(&answer),
        BTreeMap::from([("overround".to_owned(), 1)])
    );
}

#[test]
fn four_seasons_of_football_settle_as_known() {
    let Some(corpus) = corpus() else { return };
    let mut counts = BTreeMap::new();
    let mut games = 0;
    for season in ["1920", "2021", "2122", "2223"] {
        let body = file(&corpus.join(format!("datasets/soccer/E0_{season}.csv")));
        let answer = providers::football_data::read(body).unwrap();
        println!("E0_{season}: rejected {:?}", reasons(&answer));
        for rejected in &answer.rejected {
            println!("  {}: {}", rejected.place, rejected.reason);
        }
        games += answer.games.len();
        for (margin, _) in margins(&answer.games, "average") {
            *counts.entry(margin.clamp(-2, 2)).or_insert(0) += 1;
        }
    }
    assert_eq!(games, 1_520);
    let known = [(-2, 610), (-1, 101), (0, 106), (1, 98), (2, 605)];
    assert_eq!(counts, BTreeMap::from(known));
}

#[test]
fn a_spanish_season_converts() {
    let Some(corpus) = corpus() else { return };
    let body = file(&corpus.join(Path::new("datasets/soccer/SP1_2223.csv")));
    let answer = providers::football_data::read(body).unwrap();
    println!("{:?}", reasons(&answer));
    assert_eq!(answer.games.len(), 380);
    assert!(answer.games.iter().all(|it| it.season == "2022/23"));
    assert!(answer.games.iter().all(|it| it.home.colors.is_some()));
}
