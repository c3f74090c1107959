//! What a leg comes to, sport by sport.

use grading::score::ScoreError;
use grading::{FlawKind, GradeError, RULE_VERSION, grade};
use shared::competitor::Role;
use shared::game::GameStatus::{Abandoned, Cancelled, Live, Postponed, Scheduled, Suspended};
use shared::game::Period::{Full, Half, Overtime, Quarter, Regulation, Set, Shootout, Third};
use shared::grade::LegOutcome::{self, HalfLost, HalfWon, Lost, Push, Void, Won};
use shared::id::GameId;
use shared::league::Sport::{
    self, AmericanFootball, Baseball, Basketball, Golf, IceHockey, Soccer,
};
use shared::market::MarketKind::{Moneyline2, Moneyline3, Spread, Total};
use shared::market::Side::{Away, Draw, Home, Over, Under};
use shared::market::{MarketKind, Side};

use crate::{ended, final_with, first_leg, full, graded, house, pick, pick_in, try_grade};

#[test]
fn a_spread_is_decided_by_the_lead_and_the_line_together() {
    for (side, line, home, away, outcome) in [
        (Away, "+3.5", 27, 24, Won),
        (Away, "+3.5", 24, 20, Lost),
        (Away, "+3", 27, 24, Push),
        (Home, "-3", 27, 24, Push),
        (Home, "-3.5", 27, 24, Lost),
        (Home, "0", 20, 20, Push),
        (Home, "-0.75", 1, 0, HalfWon),
        (Home, "-0.25", 1, 1, HalfLost),
        (Away, "+0.25", 1, 1, HalfWon),
        (Away, "+0.75", 1, 0, HalfLost),
        (Away, "-1.25", 0, 1, HalfLost),
    ] {
        let selection = pick(Spread, side, Some(line));
        for sport in [AmericanFootball, Baseball, Basketball, IceHockey, Soccer] {
            let grade = graded(&selection, sport, &first_leg(home, away));
            assert_eq!(
                grade.outcome, outcome,
                "{sport} {side} {line} {home}-{away}"
            );
            assert_eq!((grade.win, grade.refund), crate::shares(outcome));
        }
    }
}

#[test]
fn a_total_is_decided_by_both_sides_points_together() {
    for (side, line, home, away, outcome) in [
        (Over, "45.5", 24, 27, Won),
        (Under, "45.5", 24, 27, Lost),
        (Over, "51", 24, 27, Push),
        (Under, "51", 24, 27, Push),
        (Over, "2.25", 1, 1, HalfLost),
        (Under, "2.25", 1, 1, HalfWon),
        (Over, "2.75", 2, 1, HalfWon),
        (Under, "2.75", 2, 1, HalfLost),
        (Under, "0.5", 0, 0, Won),
    ] {
        let grade = graded(&pick(Total, side, Some(line)), Soccer, &full(home, away));
        assert_eq!(grade.outcome, outcome, "{side} {line} {home}-{away}");
    }
}

#[test]
fn a_tie_gives_the_stake_back_where_it_is_not_offered_and_loses_where_it_is() {
    let tied = final_with(&[
        (Full, 20, 20),
        (Quarter(1), 7, 7),
        (Quarter(2), 3, 3),
        (Quarter(3), 0, 0),
        (Quarter(4), 10, 10),
        (Overtime, 0, 0),
    ]);
    let outcome = |kind, side| graded(&pick(kind, side, None), AmericanFootball, &tied).outcome;
    assert_eq!(outcome(Moneyline2, Home), Push);
    assert_eq!(outcome(Moneyline2, Away), Push);
    assert_eq!(outcome(Moneyline3, Home), Lost);
    assert_eq!(outcome(Moneyline3, Away), Lost);
    assert_eq!(outcome(Moneyline3, Draw), Won);
}

#[test]
fn a_game_that_was_not_played_to_an_end_voids_what_is_not_decided() {
    for status in [Postponed, Cancelled, Abandoned, Suspended] {
        for selection in [
            pick(Moneyline2, Home, None),
            pick(Moneyline3, Draw, None),
            pick(Spread, Away, Some("+3.5")),
            pick_in(Half(1), Total, Over, Some("0.5")),
        ] {
            let result = ended(status, &[(Full, 2, 0), (Half(1), 2, 0)]);
            let begun = matches!(status, Abandoned | Suspended);
            let decided = begun && selection.kind == Total;
            let expected = if decided { Won } else { Void };
            assert_eq!(graded(&selection, Soccer, &result).outcome, expected);
        }
    }
}

#[test]
fn a_game_that_is_not_over_is_not_graded() {
    for status in [Scheduled, Live] {
        let result = ended(status, &[(Full, 2, 0)]);
        assert_eq!(
            try_grade(&pick(Moneyline2, Home, None), Soccer, &result),
            Err(GradeError::NotOver(status))
        );
    }
}

#[test]
fn soccer_counts_ninety_minutes_and_never_extra_time() {
    let cup = final_with(&[
        (Full, 2, 1),
        (Half(1), 1, 0),
        (Half(2), 0, 1),
        (Overtime, 1, 0),
    ]);
    let outcome = |selection| graded(&selection, Soccer, &cup).outcome;
    assert_eq!(outcome(pick(Moneyline3, Draw, None)), Won);
    assert_eq!(outcome(pick(Moneyline3, Home, None)), Lost);
    assert_eq!(outcome(pick(Moneyline2, Home, None)), Push);
    assert_eq!(outcome(pick(Total, Under, Some("2.5"))), Won);
    assert_eq!(outcome(pick_in(Half(2), Moneyline3, Away, None)), Won);
    assert_eq!(outcome(pick_in(Half(1), Total, Over, Some("0.5"))), Won);
}

#[test]
fn a_soccer_score_with_extra_time_in_it_is_not_taken_for_ninety_minutes() {
    for late in [Overtime, Shootout] {
        let cup = final_with(&[(Full, 2, 1), (late, 1, 0)]);
        let error = try_grade(&pick(Moneyline3, Home, None), Soccer, &cup);
        let Err(GradeError::Flawed(flaw)) = error else {
            panic!("{error:?}");
        };
        assert_eq!(flaw.kind, FlawKind::Missing);
    }
}

#[test]
fn the_second_half_of_soccer_follows_from_the_whole_and_the_first() {
    let result = final_with(&[(Full, 3, 1), (Half(1), 1, 1)]);
    let selection = pick_in(Half(2), Spread, Home, Some("-1.5"));
    assert_eq!(graded(&selection, Soccer, &result).outcome, Won);
}

/// 27-24 after an overtime that began at 24-24.
fn overtime_game() -> shared::game::GameResult {
    final_with(&[
        (Full, 27, 24),
        (Quarter(1), 7, 7),
        (Quarter(2), 7, 3),
        (Quarter(3), 0, 7),
        (Quarter(4), 10, 7),
        (Overtime, 3, 0),
    ])
}

#[test]
fn overtime_belongs_to_the_game_and_its_last_half_and_to_no_quarter() {
    for sport in [AmericanFootball, Basketball] {
        let outcome = |selection| graded(&selection, sport, &overtime_game()).outcome;
        assert_eq!(outcome(pick(Moneyline2, Home, None)), Won);
        assert_eq!(outcome(pick(Total, Over, Some("50.5"))), Won);
        assert_eq!(outcome(pick(Moneyline3, Draw, None)), Won);
        assert_eq!(outcome(pick(Moneyline3, Home, None)), Lost);
        assert_eq!(
            outcome(pick_in(Regulation, Total, Under, Some("48.5"))),
            Won
        );
        assert_eq!(outcome(pick_in(Half(2), Total, Over, Some("26.5"))), Won);
        assert_eq!(outcome(pick_in(Half(1), Spread, Home, Some("-3.5"))), Won);
        assert_eq!(outcome(pick_in(Quarter(4), Spread, Home, Some("-3"))), Push);
    }
}

#[test]
fn parts_alone_give_the_whole_when_they_tell_of_the_overtime() {
    let mut parts = overtime_game();
    parts.scores.retain(|it| it.period != Full);
    let home = pick(Spread, Home, Some("-3"));
    assert_eq!(graded(&home, AmericanFootball, &parts).outcome, Push);

    parts.scores.retain(|it| it.period != Overtime);
    let error = try_grade(&home, AmericanFootball, &parts);
    assert!(
        matches!(
            error,
            Err(GradeError::Ungradable(ScoreError::Missing { .. }))
        ),
        "level after four quarters, and no word of what came then: {error:?}"
    );
}

#[test]
fn a_shootout_is_worth_exactly_one_goal() {
    let parts = [
        (Third(1), 1, 0),
        (Third(2), 1, 1),
        (Third(3), 0, 1),
        (Overtime, 0, 0),
        (Shootout, 3, 1),
    ];
    let mut with_full = vec![(Full, 3, 2)];
    with_full.extend(parts);
    for result in [final_with(&parts), final_with(&with_full)] {
        let outcome = |selection| graded(&selection, IceHockey, &result).outcome;
        assert_eq!(outcome(pick(Moneyline2, Home, None)), Won);
        assert_eq!(outcome(pick(Spread, Away, Some("+1.5"))), Won);
        assert_eq!(outcome(pick(Total, Over, Some("4.5"))), Won);
        assert_eq!(outcome(pick(Total, Under, Some("5"))), Push);
        assert_eq!(outcome(pick(Moneyline3, Draw, None)), Won);
        assert_eq!(outcome(pick_in(Regulation, Total, Over, Some("4"))), Push);
        assert_eq!(outcome(pick_in(Third(3), Moneyline2, Away, None)), Won);
    }
}

#[test]
fn a_shootout_that_nobody_won_decides_nothing() {
    let result = final_with(&[(Regulation, 2, 2), (Overtime, 0, 0), (Shootout, 1, 1)]);
    let error = try_grade(&pick(Moneyline2, Home, None), IceHockey, &result);
    assert!(matches!(error, Err(GradeError::Flawed(_))));
}

#[test]
fn a_result_that_lacks_the_period_is_never_guessed() {
    let result = full(27, 24);
    for selection in [
        pick_in(Half(1), Total, Over, Some("20.5")),
        pick_in(Quarter(4), Moneyline2, Home, None),
        pick(Moneyline3, Home, None),
    ] {
        let error = try_grade(&selection, AmericanFootball, &result);
        assert!(
            matches!(
                error,
                Err(GradeError::Ungradable(ScoreError::Missing { .. }))
            ),
            "{error:?}"
        );
    }
}

#[test]
fn one_side_of_a_score_is_no_score() {
    let mut result = full(27, 24);
    result.scores.retain(|it| it.role == Role::Home);
    let error = try_grade(&pick(Moneyline2, Home, None), AmericanFootball, &result);
    assert!(matches!(error, Err(GradeError::Flawed(_))));
}

#[test]
fn a_result_whose_parts_contradict_its_whole_is_refused() {
    let soccer = final_with(&[(Full, 2, 1), (Half(1), 1, 0), (Half(2), 1, 0)]);
    let error = try_grade(&pick(Moneyline3, Home, None), Soccer, &soccer);
    let Err(GradeError::Flawed(flaw)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(flaw.kind, FlawKind::Sum);
    assert_eq!(
        flaw.to_string(),
        "the parts of full add up to 0, and full says 1"
    );

    let quarters = [1, 2, 3, 4].map(|it| (Quarter(it), 7, 0));
    let mut football = final_with(&quarters);
    football.scores.extend(full(27, 0).scores);
    let error = try_grade(&pick(Moneyline2, Home, None), AmericanFootball, &football);
    assert!(matches!(
        error,
        Err(GradeError::Flawed(flaw)) if flaw.kind == FlawKind::Sum
    ));
}

#[test]
fn a_score_twice_or_below_zero_is_refused() {
    let selection = pick(Moneyline2, Home, None);
    let twice = final_with(&[(Full, 1, 0), (Full, 1, 0)]);
    assert!(matches!(
        try_grade(&selection, Soccer, &twice),
        Err(GradeError::Ungradable(ScoreError::Twice { .. }))
    ));
    assert!(matches!(
        try_grade(&selection, Soccer, &full(-1, 0)),
        Err(GradeError::Ungradable(ScoreError::Negative { .. }))
    ));
}

#[test]
fn what_no_rule_covers_is_refused() {
    let refused = |sport: Sport, selection| try_grade(&selection, sport, &full(1, 0)).unwrap_err();
    let moneyline = pick(Moneyline2, Home, None);
    assert!(matches!(
        refused(Golf, moneyline.clone()),
        GradeError::NoRule { .. }
    ));
    assert!(matches!(
        refused(Golf, pick(Moneyline3, Home, None)),
        GradeError::NoRule { .. }
    ));
    let mut corners = pick(Total, Over, Some("9.5"));
    corners.statistic = Some("corners".to_owned());
    assert!(matches!(
        refused(Soccer, corners),
        GradeError::Statistic { .. }
    ));
    assert!(matches!(
        refused(Soccer, pick_in(Set(1), Moneyline2, Home, None)),
        GradeError::NoPeriod { .. }
    ));
    let future = RULE_VERSION + 1;
    assert!(matches!(
        grade(&house(Soccer).at_version(future), &moneyline, &full(1, 0)),
        Err(GradeError::NoRule { version, .. }) if version == future
    ));
}

#[test]
fn a_selection_that_does_not_fit_its_market_is_refused() {
    let refused = |selection| try_grade(&selection, Soccer, &full(1, 0)).unwrap_err();
    let odd = |kind: MarketKind, side: Side, line| refused(pick(kind, side, line));
    assert!(matches!(odd(Spread, Home, None), GradeError::Line { .. }));
    assert!(matches!(
        odd(Moneyline2, Home, Some("1")),
        GradeError::Line { .. }
    ));
    assert!(matches!(
        odd(Moneyline2, Draw, None),
        GradeError::Side { .. }
    ));
    assert!(matches!(
        odd(Total, Home, Some("2.5")),
        GradeError::Side { .. }
    ));
    let mut other = full(1, 0);
    other.game = GameId::derive("another");
    assert_eq!(
        try_grade(&pick(Moneyline2, Home, None), Soccer, &other),
        Err(GradeError::WrongGame)
    );
}

/// Every line from -6 to +6 in quarters over every score to 6-6, against the two halves of the
/// stake on the neighbouring lines, each settled by comparing alone.
#[test]
fn every_quarter_line_is_two_bets_of_half_the_stake() {
    let plain = |margin: i64| match margin {
        1.. => 2,
        0 => 1,
        ..=-1 => 0,
    };
    for quarters in -24..=24i32 {
        let line = shared::line::Line::from_quarters(quarters).unwrap();
        let selection = crate::pick_line(Full, Spread, Home, Some(line));
        for (home, away) in (0..=6).flat_map(|home| (0..=6).map(move |away| (home, away))) {
            let lead = i64::from(4 * (home - away) + quarters);
            let halves = if quarters % 2 == 0 {
                (plain(lead), plain(lead))
            } else {
                (plain(lead - 1), plain(lead + 1))
            };
            let outcome: LegOutcome = match halves {
                (2, 2) => Won,
                (1, 2) => HalfWon,
                (1, 1) => Push,
                (0, 1) => HalfLost,
                (0, 0) => Lost,
                other => panic!("{other:?}"),
            };
            let grade = graded(&selection, Soccer, &full(home, away));
            assert_eq!(grade.outcome, outcome, "{line} {home}-{away}");
        }
    }
}
