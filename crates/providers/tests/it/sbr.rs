//! The four forms of the archive.

use providers::sbr;
use shared::competitor::Role;
use shared::feed::{FeedAnswer, GameReport, QuoteMark};
use shared::game::Period;
use shared::line::Line;
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points};

fn read(name: &str) -> FeedAnswer {
    sbr::read(fixture(name), name).unwrap()
}

/// The line and the price of a closing quote, or of another.
fn quote(
    game: &GameReport,
    kind: MarketKind,
    side: Side,
    mark: QuoteMark,
) -> (Option<Line>, String) {
    let wanted = game
        .quotes
        .iter()
        .find(|it| (it.kind, it.side, it.mark) == (kind, side, mark));
    let quote = wanted.unwrap();
    (quote.line, quote.price.number())
}

fn closing(game: &GameReport, kind: MarketKind, side: Side) -> (Option<Line>, String) {
    quote(game, kind, side, QuoteMark::Closing)
}

fn reasons(answer: &FeedAnswer) -> Vec<&str> {
    answer
        .rejected
        .iter()
        .map(|it| it.reason.as_str())
        .collect()
}

fn line(text: &str) -> Option<Line> {
    Some(text.parse().unwrap())
}

#[test]
fn a_basketball_spread_becomes_the_home_sides_line() {
    let answer = read("sbr/nba.csv");
    let away_favoured = game(&answer.games, "nba/2019-01-05/bos/orl");
    assert_eq!(
        closing(away_favoured, MarketKind::Spread, Side::Home),
        (line("7"), "-110".to_owned())
    );
    let home_favoured = game(&answer.games, "nba/2019-01-05/utah/det");
    assert_eq!(
        closing(home_favoured, MarketKind::Spread, Side::Away).0,
        line("-2.5")
    );
    assert_eq!(
        closing(home_favoured, MarketKind::Moneyline2, Side::Away).1,
        "+120"
    );
    assert_eq!(
        points(&home_favoured.scores, Period::Overtime, Role::Away),
        Some(10)
    );
    assert_eq!(
        points(&home_favoured.scores, Period::Quarter(4), Role::Home),
        Some(20)
    );
    assert_eq!(
        home_favoured.side(Role::Home).unwrap().name,
        "Detroit Pistons"
    );
    assert_eq!(home_favoured.season, "2019");
}

#[test]
fn basketball_quarters_that_do_not_add_up_are_refused() {
    let answer = read("sbr/nba.csv");
    assert_eq!(
        reasons(&answer),
        ["the quarters do not add up to the final", "no spread"]
    );
    assert!(answer.rejected[0].place.contains("2019-01-06 sac at gs"));
    // The game without a spread is a game all the same.
    assert_eq!(
        game(&answer.games, "nba/2019-01-06/mia/atl").quotes.len(),
        2
    );
}

#[test]
fn two_baseball_games_of_a_day_are_two_games() {
    let answer = read("sbr/mlb.csv");
    let first = game(&answer.games, "mlb/2017-05-13/LAD/SF/1");
    let second = game(&answer.games, "mlb/2017-05-13/LAD/SF/2");
    assert_eq!(points(&first.scores, Period::Full, Role::Away), Some(6));
    assert_eq!(points(&second.scores, Period::Full, Role::Away), Some(1));
    assert_eq!(
        closing(first, MarketKind::Spread, Side::Home),
        (line("1.5"), "-160".to_owned())
    );
    assert_eq!(
        closing(first, MarketKind::Total, Side::Over),
        (line("7"), "-115".to_owned())
    );
    assert_eq!(
        quote(first, MarketKind::Total, Side::Under, QuoteMark::Opening),
        (line("7.5"), "-110".to_owned())
    );
}

#[test]
fn a_level_baseball_game_and_lines_of_other_columns_are_refused() {
    assert_eq!(
        reasons(&read("sbr/mlb.csv")),
        [
            "total: 100 is no total of runs",
            "level: 3-3 is no end of a baseball game",
            "run line: 1.5 and -1 are not opposite",
        ]
    );
}

#[test]
fn two_rows_on_the_ice_are_a_game() {
    let answer = read("sbr/nhl_odds_2018-19.xlsx");
    let plain = game(&answer.games, "nhl/2018-10-03/BOS/WSH");
    assert_eq!(points(&plain.scores, Period::Third(2), Role::Home), Some(3));
    assert_eq!(closing(plain, MarketKind::Moneyline2, Side::Home).1, "-140");
    assert_eq!(
        closing(plain, MarketKind::Spread, Side::Home),
        (line("-1.5"), "+200".to_owned())
    );
    assert_eq!(
        closing(plain, MarketKind::Total, Side::Over),
        (line("5.5"), "-125".to_owned())
    );
    assert_eq!(closing(plain, MarketKind::Total, Side::Under).1, "+105");
    assert_eq!(
        quote(plain, MarketKind::Total, Side::Over, QuoteMark::Opening).0,
        line("6")
    );
    // Level after three periods: the final has one goal more, and regular time is the periods.
    let late = game(&answer.games, "nhl/2018-10-03/CGY/VAN");
    assert_eq!(points(&late.scores, Period::Full, Role::Away), Some(3));
    assert_eq!(points(&late.scores, Period::Overtime, Role::Away), None);
    let next_year = game(&answer.games, "nhl/2019-01-04/NYR/SJS");
    assert_eq!(next_year.season, "2018");
}

#[test]
fn rows_on_the_ice_that_do_not_fit_are_refused() {
    assert_eq!(
        reasons(&read("sbr/nhl_odds_2018-19.xlsx")),
        [
            "total: 5.5 and 6 are not the same",
            "the periods do not lead to the final",
            "half a game",
        ]
    );
}

#[test]
fn a_season_that_neither_the_sheet_nor_its_name_tells_is_not_guessed() {
    let body = fixture("sbr/nhl_odds_2018-19.xlsx");
    for name in [
        "odds.xlsx",
        "nhl 2018.xlsx",
        "nhl 2018-20.xlsx",
        "-",
        "é-19",
    ] {
        let garbled = sbr::read(body.clone(), name).unwrap_err();
        assert!(garbled.reason.contains("season"), "{name}: {garbled}");
    }
    assert!(sbr::read(body, "nhl odds 1999-00.xlsx").is_ok());
}

#[test]
fn a_dirty_row_of_football_is_quarantined_with_its_reason() {
    let answer = read("sbr/nfl.json");
    let references: Vec<_> = answer
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(
        references,
        ["nfl/2014-10-05/GB/CHI", "nfl/2014-10-12/LV/LAC"]
    );
    let level = &answer.games[1];
    assert_eq!(points(&level.scores, Period::Overtime, Role::Home), Some(3));
    assert_eq!(closing(level, MarketKind::Spread, Side::Away).0, line("-7"));
    assert_eq!(
        reasons(&answer),
        [
            "spread: -41.5 is beyond 25 points, a total it seems",
            "team: 0 stands for one",
            "team: \"LosAngeles\" is unknown",
            "scores: away quarter \"-13\" is no score",
            "favourite: the home side's line is -6.5, its moneyline says not",
            "scores: the quarters do not add up to the final",
            "total: 2.5 is not between 25 and 75 points",
        ]
    );
    assert_eq!(answer.rejected[1].place, "row 4 (20150201.0 Patriots at 0)");
}
