//! What the season files of football-data.co.uk come to in our words.

use providers::football_data::read;
use shared::competitor::Role;
use shared::feed::QuoteMark;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points, quotes};

#[test]
fn opening_and_closing_prices_hold_for_their_own_lines() {
    let answer = read(fixture("football_data/E0.csv")).unwrap();
    let game = game(&answer.games, "E0/2031/32/Arsenal/Chelsea");
    let found: Vec<_> = quotes(game, MarketKind::Spread, Side::Home)
        .into_iter()
        .filter(|it| it.bookmaker == "average")
        .map(|it| (it.mark, it.line.unwrap().to_string(), it.price.to_string()))
        .collect();
    assert_eq!(
        found,
        [
            (QuoteMark::Opening, "-0.25".to_owned(), "1.86".to_owned()),
            (QuoteMark::Closing, "-0.5".to_owned(), "2.02".to_owned()),
        ]
    );
    let draw = quotes(game, MarketKind::Moneyline3, Side::Draw);
    let closing: Vec<_> = draw
        .iter()
        .filter(|it| it.mark == QuoteMark::Closing)
        .map(|it| (it.bookmaker.as_str(), it.price.to_string()))
        .collect();
    assert_eq!(
        closing,
        [
            ("bet365", "3.50".to_owned()),
            ("average", "3.48".to_owned())
        ]
    );
}

#[test]
fn the_best_of_many_is_a_bookmaker_of_its_own() {
    let answer = read(fixture("football_data/E0.csv")).unwrap();
    let game = game(&answer.games, "E0/2031/32/Arsenal/Chelsea");
    let home = quotes(game, MarketKind::Moneyline3, Side::Home);
    let best = home.iter().find(|it| it.bookmaker == "maximum").unwrap();
    assert_eq!(best.price, "2.25".parse().unwrap());
}

#[test]
fn halves_add_up_to_the_whole() {
    let answer = read(fixture("football_data/E0.csv")).unwrap();
    let game = game(&answer.games, "E0/2031/32/Arsenal/Chelsea");
    let of = |period, role| points(&game.scores, period, role).unwrap();
    for (role, first, second) in [(Role::Home, 0, 2), (Role::Away, 1, 0)] {
        assert_eq!(of(Period::Half(1), role), first);
        assert_eq!(of(Period::Half(2), role), second);
        assert_eq!(of(Period::Full, role), first + second);
    }
    assert_eq!(game.starts_at.to_rfc3339(), "2031-08-09T11:30:00+00:00");
}

#[test]
fn a_game_to_come_has_opening_prices_and_the_files_season() {
    let answer = read(fixture("football_data/E0.csv")).unwrap();
    let game = game(&answer.games, "E0/2031/32/Chelsea/Arsenal");
    assert_eq!(game.status, GameStatus::Scheduled);
    assert!(game.scores.is_empty());
    assert_eq!(game.season, "2031/32");
    assert!(game.quotes.iter().all(|it| it.mark == QuoteMark::Opening));
    assert_eq!(game.quotes.len(), 5);
}

#[test]
fn an_old_file_without_times_is_read_too() {
    let answer = read(fixture("football_data/SP1_old.csv")).unwrap();
    assert!(answer.rejected.is_empty(), "{:?}", answer.rejected);
    let game = &answer.games[0];
    assert_eq!(
        (game.league.code.as_str(), game.season.as_str()),
        ("LALIGA", "2013/14")
    );
    assert_eq!(game.side(Role::Home).unwrap().name, "Real Sociedad");
    assert_eq!(game.starts_at.to_rfc3339(), "2013-08-17T10:00:00+00:00");
    let line = quotes(game, MarketKind::Spread, Side::Away)[0].line;
    assert_eq!(line, Some("-0.75".parse().unwrap()));
}

#[test]
fn what_cannot_be_believed_is_rejected_with_its_place() {
    let answer = read(fixture("football_data/E0.csv")).unwrap();
    let told: Vec<String> = answer
        .rejected
        .iter()
        .map(|it| format!("{}: {}", it.place, it.reason))
        .collect();
    assert_eq!(
        told,
        [
            "line 3 (Leeds - FC Unlisted): overround: spread prices of bet365 sum to 1.633",
            "line 3 (Leeds - FC Unlisted): incomplete: moneyline_3way has no price for draw",
            "line 5 (Burnley - Everton): 1-1 is not the result that FTR says",
            "line 6 (Fulham - Everton): more goals at half time than at the end",
            "line 7 (Arsenal - Chelsea): E0/2031/32/Arsenal/Chelsea is in the file twice",
            "line 8 (Arsenal - Fulham): unknown division \"ZZ\"",
        ]
    );
    assert_eq!(answer.games.len(), 3);
}
