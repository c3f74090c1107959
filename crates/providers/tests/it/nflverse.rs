//! What the games file of nflverse comes to in our words.

use providers::nflverse::read;
use shared::competitor::Role;
use shared::feed::QuoteMark;
use shared::game::{GameStatus, Period};
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, points, quotes};

#[test]
fn the_spread_is_turned_to_the_home_sides_handicap() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let green_bay = game(&answer.games, "2031_01_CHI_GB");
    let home = quotes(green_bay, MarketKind::Spread, Side::Home);
    assert_eq!(home.len(), 1);
    assert_eq!(home[0].line, Some("-3.5".parse().unwrap()));
    assert_eq!(home[0].price, "-110".parse().unwrap());
    assert_eq!(
        (home[0].mark, home[0].source_at),
        (QuoteMark::Closing, None)
    );
    let rams = game(&answer.games, "2031_01_OAK_LA");
    let line = quotes(rams, MarketKind::Spread, Side::Home)[0].line;
    assert_eq!(line, Some("+1".parse().unwrap()));
    let over = quotes(green_bay, MarketKind::Total, Side::Over)[0];
    assert_eq!(
        (over.line, over.price),
        (Some("44.5".parse().unwrap()), "-115".parse().unwrap())
    );
}

#[test]
fn a_line_without_prices_stands_at_the_standard_one() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let jets = game(&answer.games, "2031_12_NYG_NYJ");
    for side in [Side::Home, Side::Away] {
        let spread = quotes(jets, MarketKind::Spread, side)[0];
        assert_eq!(spread.line, Some("-2".parse().unwrap()));
        assert_eq!(spread.price, "-110".parse().unwrap());
    }
    assert!(quotes(jets, MarketKind::Moneyline2, Side::Home).is_empty());
}

#[test]
fn times_are_eastern_and_follow_the_summer() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let starts = |reference| game(&answer.games, reference).starts_at.to_rfc3339();
    assert_eq!(starts("2031_01_CHI_GB"), "2031-09-07T17:00:00+00:00");
    assert_eq!(starts("2031_10_KC_DEN"), "2031-11-10T01:20:00+00:00");
}

#[test]
fn a_game_without_a_score_is_scheduled_and_has_no_closing_line() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let bowl = game(&answer.games, "2031_22_BUF_PHI");
    assert_eq!(bowl.status, GameStatus::Scheduled);
    assert!(bowl.scores.is_empty() && bowl.quotes.is_empty());
    assert_eq!(bowl.season, "2031");
}

#[test]
fn a_team_that_moved_is_the_same_team_under_its_new_name() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let game = game(&answer.games, "2031_01_OAK_LA");
    assert_eq!(game.side(Role::Away).unwrap().name, "Las Vegas Raiders");
    let home = game.side(Role::Home).unwrap();
    assert_eq!(
        (home.name.as_str(), home.code.as_str()),
        ("Los Angeles Rams", "LAR")
    );
    assert_eq!(points(&game.scores, Period::Full, Role::Home), Some(24));
    assert_eq!(game.status, GameStatus::Final);
}

#[test]
fn what_cannot_be_believed_is_rejected_with_its_place() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let told: Vec<String> = answer
        .rejected
        .iter()
        .map(|it| format!("{}: {}", it.place, it.reason))
        .collect();
    assert_eq!(
        told,
        [
            concat!(
                "line 5 (2031_11_SF_SEA): overround: moneyline_2way prices of ",
                "nflverse closing line sum to 0.851"
            ),
            "line 6 (2031_12_NYG_NYJ): incomplete: total has no price for under",
            "line 8 (2031_13_XYZ_PHI): team: \"XYZ\" is unknown",
            "line 9 (2031_13_MIA_NE): result is not 6 less 3",
            "line 10 (2031_13_TB_CAR): a score for one side only",
        ]
    );
    // The game of a market that was rejected is still there.
    assert_eq!(game(&answer.games, "2031_11_SF_SEA").quotes.len(), 4);
    assert_eq!(answer.games.len(), 6);
}

#[test]
fn the_score_of_the_regular_time_is_known_where_there_was_no_overtime() {
    let answer = read(fixture("nflverse/games.csv")).unwrap();
    let regular = |reference| {
        let scores = &game(&answer.games, reference).scores;
        points(scores, Period::Regulation, Role::Home)
    };
    assert_eq!(regular("2031_01_CHI_GB"), Some(20));
    assert_eq!(regular("2031_01_OAK_LA"), None, "level, and an overtime");

    let text = fixture("nflverse/games.csv");
    let text = std::str::from_utf8(&text).unwrap();
    let level = text.replace("LA,24,Home,0,48,1,", "LA,24,Home,0,48,0,");
    assert_ne!(level, text);
    let refused = read(level.into()).unwrap().rejected;
    let reason = refused.iter().find(|it| it.place.contains("OAK_LA"));
    assert_eq!(reason.unwrap().reason, "level, and no overtime was played");
}
