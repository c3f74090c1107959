//! Matches that were finished, given up, or never begun.

use providers::tennis_data;
use shared::competitor::{Lead, Role};
use shared::facts::Method;
use shared::feed::FeedAnswer;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points, quotes};

fn read() -> FeedAnswer {
    tennis_data::read(fixture("tennis_data/atp.xlsx")).unwrap()
}

#[test]
fn a_match_is_listed_by_name_and_not_by_who_won() {
    let answer = read();
    // Dale won, and Cedar comes first.
    let turned = game(
        &answer.games,
        "ATP/2016/Harbor Open/1st Round/Cedar C./Dale D.",
    );
    let ending = turned.facts.ending.unwrap();
    assert_eq!(ending.winner, Some(Lead::Away));
    assert_eq!(points(&turned.scores, Period::Set(1), Role::Home), Some(6));
    let pinnacle = quotes(turned, MarketKind::Moneyline2, Side::Home);
    assert_eq!(pinnacle[0].price.to_string(), "1.72");
    let home = turned.side(Role::Home).unwrap();
    assert_eq!(
        (home.code.as_str(), home.short_name.as_str()),
        ("CED", "Cedar")
    );
}

#[test]
fn a_whole_match_has_its_sets_and_games() {
    let answer = read();
    let whole = game(
        &answer.games,
        "ATP/2016/Harbor Open/The Final/Alder A./Elm E.",
    );
    assert_eq!(whole.status, GameStatus::Final);
    assert_eq!(points(&whole.scores, Period::Full, Role::Home), Some(3));
    assert_eq!(points(&whole.scores, Period::Set(5), Role::Away), Some(8));
    assert_eq!(whole.facts.best_of, Some(5));
    assert_eq!(whole.facts.ending.unwrap().method, None);
    // A spreadsheet's float is the number that was typed.
    let first = game(
        &answer.games,
        "ATP/2016/Harbor Open/1st Round/Alder A./Birch B.",
    );
    let prices = quotes(first, MarketKind::Moneyline2, Side::Away);
    assert!(prices.iter().any(|it| it.price.to_string() == "2.63"));
}

#[test]
fn a_match_that_was_given_up_keeps_the_set_that_was_not_finished() {
    let answer = read();
    let given_up = game(
        &answer.games,
        "ATP/2016/Harbor Open/1st Round/Cedar C./Dale D.",
    );
    assert_eq!(given_up.status, GameStatus::Retired);
    assert_eq!(
        given_up.facts.ending.unwrap().method,
        Some(Method::Retirement)
    );
    assert_eq!(points(&given_up.scores, Period::Full, Role::Home), Some(1));
    assert_eq!(
        points(&given_up.scores, Period::Set(2), Role::Away),
        Some(2)
    );
    let early = game(
        &answer.games,
        "ATP/2016/Harbor Open/1st Round/Hazel H./Iroko I.",
    );
    assert_eq!(points(&early.scores, Period::Full, Role::Home), Some(0));
    assert_eq!(points(&early.scores, Period::Set(1), Role::Home), Some(2));
}

#[test]
fn a_walkover_has_prices_and_no_score() {
    let answer = read();
    let name = "ATP/2016/Harbor Open/1st Round/Elm E./Fir-Gum F.G.";
    let walkover = game(&answer.games, name);
    assert_eq!(walkover.status, GameStatus::Walkover);
    assert!(walkover.scores.is_empty());
    assert_eq!(
        quotes(walkover, MarketKind::Moneyline2, Side::Home).len(),
        4
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let answer = read();
    let reasons: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "sets: 2-1 of them, and 2-0 stated",
            "B365W: decimal price \"1\" wins nothing",
            "incomplete: moneyline_2way has no price for home",
            "ATP/2016/Harbor Open/The Final/Alder A./Elm E. is in the file twice",
            "unknown comment \"Sunk\"",
        ]
    );
}
