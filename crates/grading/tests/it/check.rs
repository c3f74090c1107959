//! Results whose parts cannot all be true, sport by sport, and unusual ones that can.

use grading::end::End;
use grading::{Flaw, FlawKind, check};
use shared::competitor::Lead;
use shared::competitor::Role;
use shared::facts::{
    Ending, EntrantLine, Facts, Finish, InningEnd, Method, PlayerLine, SetLength, Withdrawal,
};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::CompetitorId;
use shared::league::Sport;

use FlawKind::*;

/// `Q1:7-3 Q2:3-7 inning_9:_-0`, home first; an underscore for a side without an entry.
pub(crate) fn scores(text: &str) -> Vec<PeriodScore> {
    let mut scores = Vec::new();
    for part in text.split_whitespace() {
        let (period, score) = part.split_once(':').unwrap();
        let (home, away) = score.split_once('-').unwrap();
        let period: Period = period.parse().unwrap();
        for (role, points) in [(Role::Home, home), (Role::Away, away)] {
            if points != "_" {
                scores.push(PeriodScore {
                    period,
                    role,
                    points: points.parse().unwrap(),
                });
            }
        }
    }
    scores
}

pub(crate) fn checked(
    sport: Sport,
    league: &str,
    status: GameStatus,
    scores: &[PeriodScore],
    facts: &Facts,
) -> Result<(), Flaw> {
    let end = End {
        status,
        scores,
        facts,
    };
    check(sport, league, end)
}

/// What is wrong with a final. `None`: it holds.
fn flaw(sport: Sport, league: &str, text: &str, facts: &Facts) -> Option<FlawKind> {
    let told = checked(sport, league, GameStatus::Final, &scores(text), facts);
    told.err().map(|it| it.kind)
}

fn plain(sport: Sport, league: &str, text: &str) -> Option<FlawKind> {
    flaw(sport, league, text, &Facts::default())
}

fn ending(ending: Ending) -> Facts {
    Facts {
        ending: Some(ending),
        ..Facts::default()
    }
}

fn minute(minute: u16) -> Facts {
    ending(Ending {
        minute: Some(minute),
        ..Ending::default()
    })
}

fn inning(number: u8, bottom: bool, outs: u8) -> Facts {
    let inning = InningEnd {
        number,
        bottom,
        outs,
    };
    ending(Ending {
        inning: Some(inning),
        ..Ending::default()
    })
}

fn best_of(best_of: u8) -> Facts {
    Facts {
        best_of: Some(best_of),
        ..Facts::default()
    }
}

fn advanced(role: Role) -> Facts {
    Facts {
        advanced: Some(role),
        ..Facts::default()
    }
}

/// Holds each line of a table against what it says.
fn table(sport: Sport, league: &str, lines: &[(&str, Facts, Option<FlawKind>)]) {
    for (text, facts, expected) in lines {
        let told = checked(sport, league, GameStatus::Final, &scores(text), facts);
        let kind = told.as_ref().err().map(|it| it.kind);
        assert_eq!(kind, *expected, "{sport} {league} {text}: {told:?}");
    }
}

#[test]
fn a_game_in_quarters_has_them_all_and_overtime_only_after_a_level_score() {
    let none = Facts::default;
    table(
        Sport::AmericanFootball,
        "NFL",
        &[
            ("Q1:7-3 Q2:3-7 Q3:0-7 Q4:10-3 overtime:6-0", none(), None),
            ("Q1:7-3 Q2:3-7 Q3:0-7 Q4:10-3 overtime:3-3", none(), None),
            ("full:20-20", none(), None),
            ("full:20-17 H1:10-7", none(), None),
            ("full:20-17 H1:10-18", none(), Some(Sum)),
            ("H1:10-7 H2:10-3", none(), None),
            ("H1:10-7", none(), Some(Missing)),
            (
                "Q1:7-0 Q2:0-0 Q3:3-3 Q4:0-0 overtime:3-0",
                none(),
                Some(Overtime),
            ),
            ("Q1:7-0 Q2:0-0 Q3:3-3", none(), Some(Missing)),
            ("Q1:7-0 Q2:0-0 Q4:3-3", none(), Some(Parts)),
            ("Q1:7-0 Q2:0-0 Q3:3-3 Q4:_-0", none(), Some(Numbers)),
            ("Q1:7-0 Q2:0-0 Q3:3-3 Q4:0-0 full:10-4", none(), Some(Sum)),
            ("Q1:7-0 Q2:0-0 H1:7-3 Q3:0-0 Q4:0-0", none(), Some(Sum)),
            ("P1:7-0 P2:0-0 P3:3-3", none(), Some(Parts)),
            (
                "Q1:7-0 Q2:0-0 Q3:3-3 Q4:0-0 shootout:1-0",
                none(),
                Some(Parts),
            ),
            ("Q1:7-7 Q2:10-7 Q3:0-7 Q4:7-0", minute(50), None),
            ("Q1:7-7 Q2:10-7", minute(34), Some(Missing)),
            ("Q1:7-7 Q2:10-7 Q3:0-7 Q4:7-0", minute(40), Some(Clock)),
            ("Q1:7-7 Q2:10-7 Q3:0-7 Q4:7-0", minute(61), Some(Clock)),
        ],
    );
    table(
        Sport::AmericanFootball,
        "NCAAF",
        &[
            ("full:20-20", none(), Some(Tie)),
            (
                "Q1:7-7 Q2:0-0 Q3:0-0 Q4:0-0 overtime:3-3",
                none(),
                Some(Tie),
            ),
            ("Q1:7-7 Q2:0-0 Q3:0-0 Q4:0-0 overtime:10-8", none(), None),
        ],
    );
}

#[test]
fn a_basketball_game_and_a_final_of_australian_rules_have_a_winner_after_overtime() {
    let level = "Q1:20-20 Q2:20-20 Q3:20-20 Q4:20-20";
    for (sport, league) in [(Sport::Basketball, "NBA"), (Sport::AustralianRules, "AFL")] {
        let with = |overtime: &str| plain(sport, league, &format!("{level} {overtime}"));
        assert_eq!(with("overtime:5-5"), Some(Tie), "{sport}");
        assert_eq!(with("overtime:5-6"), None, "{sport}");
    }
    assert_eq!(plain(Sport::AustralianRules, "AFL", level), None, "a draw");
    assert_eq!(plain(Sport::Basketball, "NBA", "full:80-80"), Some(Tie));
    // Over two legs, level after one is level.
    let first_leg = flaw(
        Sport::Basketball,
        "EuroCup",
        "full:80-80",
        &advanced(Role::Away),
    );
    assert_eq!(first_leg, None);
    assert_eq!(
        plain(Sport::Basketball, "NCAAB", "H1:30-35 H2:40-35 overtime:5-3"),
        None
    );
}

#[test]
fn ice_hockey_ends_with_the_first_goal_of_overtime_or_a_shoot_out_that_somebody_wins() {
    let none = Facts::default;
    table(
        Sport::IceHockey,
        "NHL",
        &[
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:3-1",
                none(),
                None,
            ),
            ("P1:1-0 P2:1-1 P3:0-1 overtime:0-1", none(), None),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:3-1 full:3-2",
                none(),
                None,
            ),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:3-1 full:5-3",
                none(),
                Some(Sum),
            ),
            ("P1:1-0 P2:1-1 P3:0-1 overtime:0-2", none(), Some(Overtime)),
            ("P1:1-0 P2:1-1 P3:0-1 overtime:0-0", none(), Some(Missing)),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-1 shootout:1-0",
                none(),
                Some(Overtime),
            ),
            ("P1:1-0 P2:1-1 P3:0-0 shootout:1-0", none(), Some(Overtime)),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:2-2",
                none(),
                Some(Shootout),
            ),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:4-0",
                none(),
                Some(Shootout),
            ),
            (
                "P1:1-0 P2:1-1 P3:0-1 overtime:0-0 shootout:7-6",
                none(),
                None,
            ),
            ("full:2-2", none(), Some(Tie)),
            ("P1:1-0 P3:0-1 full:2-1", none(), Some(Parts)),
        ],
    );
    assert_eq!(plain(Sport::IceHockey, "SHL", "P1:0-0 P2:0-0 P3:0-0"), None);
}

#[test]
fn soccer_goes_on_only_after_a_level_match_unless_two_matches_decide() {
    let none = Facts::default;
    let home = || advanced(Role::Home);
    table(
        Sport::Soccer,
        "EPL",
        &[
            ("H1:0-1 H2:1-0", none(), None),
            ("H1:0-1 H2:1-0 overtime:0-0 shootout:4-3", none(), None),
            ("H1:0-1 H2:1-0 shootout:4-3", none(), None),
            (
                "H1:0-1 H2:1-0 overtime:0-0 shootout:4-3 full:1-1",
                none(),
                None,
            ),
            ("H1:0-1 H2:1-0 overtime:1-0 full:2-1", none(), None),
            ("H1:0-1 H2:1-0 overtime:1-0 full:3-1", none(), Some(Sum)),
            ("H1:1-0", none(), Some(Missing)),
            ("H1:1-0 full:3-0", none(), None),
            ("H2:1-0 full:3-0", none(), Some(Parts)),
            ("full:3-0", none(), None),
            ("H1:2-1 H2:0-0 overtime:1-0", none(), Some(Overtime)),
            ("H1:2-1 H2:0-0 overtime:1-0", home(), None),
            (
                "H1:1-1 H2:0-0 overtime:1-0 shootout:3-2",
                none(),
                Some(Overtime),
            ),
            ("H1:1-1 H2:0-0 shootout:5-2", none(), Some(Shootout)),
            ("H1:1-1 H2:0-0 shootout:4-1", none(), None),
            ("H1:1-1 H2:0-0 shootout:2-4", home(), Some(Winner)),
            ("H1:1-1 H2:0-0 shootout:11-9", none(), Some(Shootout)),
            ("Q1:1-0 Q2:1-0 Q3:0-1 Q4:0-0", none(), None),
            ("Q1:1-0 P2:1-0", none(), Some(Parts)),
            ("H1:1-0 H2:1-1", minute(80), None),
            ("H1:1-0 H2:1-1", minute(97), None),
            ("H1:1-0 H2:1-1", minute(40), Some(Clock)),
            ("H1:1-0 H2:1-1", minute(140), Some(Clock)),
        ],
    );
}

#[test]
fn handball_and_rugby_go_on_only_after_a_level_score() {
    let level = "H1:10-7 H2:7-10";
    for (sport, league, after, expected) in [
        (Sport::Handball, "EHF", "overtime:4-2", None),
        (Sport::Handball, "EHF", "overtime:3-3", Some(Missing)),
        (Sport::Handball, "EHF", "overtime:3-3 shootout:2-4", None),
        (
            Sport::Handball,
            "EHF",
            "overtime:4-3 shootout:2-4",
            Some(Overtime),
        ),
        (Sport::Handball, "EHF", "", None),
        (Sport::RugbyUnion, "Six Nations", "overtime:3-3", None),
        (Sport::RugbyLeague, "NRL", "overtime:1-0", None),
        (Sport::RugbyLeague, "NRL", "shootout:1-0", Some(Parts)),
    ] {
        let text = format!("{level} {after}");
        assert_eq!(plain(sport, league, &text), expected, "{sport} {text}");
        let ahead = format!("H1:11-7 H2:7-10 {after}");
        assert_eq!(plain(sport, league, &ahead).is_some(), !after.is_empty());
    }
}

#[test]
fn a_baseball_game_has_nine_innings_or_says_where_it_stopped() {
    let none = Facts::default;
    let eight = "inning_1:0-0 inning_2:0-1 inning_3:1-0 inning_4:0-0 inning_5:0-0 inning_6:0-0 \
                 inning_7:2-0 inning_8:0-0";
    let nine = |last: &str| format!("{eight} {last}");
    let lines = [
        (nine("inning_9:_-0"), none(), None),
        (nine("inning_9:0-0"), none(), None),
        (nine("inning_9:1-0"), none(), Some(Innings)),
        (nine("inning_9:_-4"), none(), Some(Innings)),
        (nine("inning_9:2-2"), none(), None),
        (nine("inning_9:4-2"), none(), None),
        (nine("inning_9:5-2"), none(), Some(Innings)),
        (nine("inning_9:0-2"), none(), Some(Tie)),
        (nine("inning_9:0-2 inning_10:1-0"), none(), None),
        (nine("inning_9:0-2 inning_10:_-1"), none(), Some(Innings)),
        (nine("inning_9:0-0 inning_10:1-0"), none(), Some(Innings)),
        (nine("inning_9:_-0 full:3-1"), none(), None),
        (nine("inning_9:_-0 full:4-1"), none(), Some(Sum)),
        (nine("inning_9:_-0 first_5:1-2"), none(), Some(Sum)),
        (eight.to_owned(), none(), Some(Missing)),
        (eight.to_owned(), inning(8, true, 3), None),
        (eight.to_owned(), inning(9, false, 0), None),
        (eight.to_owned(), inning(9, false, 1), Some(Innings)),
        (eight.to_owned(), inning(9, true, 3), Some(Innings)),
        (eight.to_owned(), inning(7, true, 3), Some(Innings)),
        (eight.to_owned(), inning(8, true, 4), Some(Innings)),
        (eight.to_owned(), inning(0, true, 3), Some(Innings)),
        (nine("inning_9:1-0"), inning(9, false, 3), Some(Innings)),
        (nine("inning_9:_-3"), inning(9, true, 1), Some(Innings)),
        (nine("inning_9:1-3"), inning(9, true, 1), None),
        (nine("inning_10:0-0"), none(), Some(Parts)),
        (
            "inning_1:_-0 inning_2:1-0".to_owned(),
            inning(2, true, 3),
            Some(Innings),
        ),
        ("inning_1:1-_".to_owned(), inning(1, true, 3), Some(Innings)),
        ("full:9-0".to_owned(), none(), None),
        ("full:4-4".to_owned(), none(), Some(Tie)),
    ];
    for (text, facts, expected) in &lines {
        let told = flaw(Sport::Baseball, "MLB", text, facts);
        assert_eq!(told, *expected, "{text} {facts:?}");
    }
    let seven = Facts {
        scheduled_innings: Some(7),
        ..Facts::default()
    };
    let six = eight.split(" inning_7").next().unwrap();
    let short = format!("{six} inning_7:2-0");
    assert_eq!(flaw(Sport::Baseball, "MLB", &short, &seven), None);
    let drawn = "full:4-4";
    assert_eq!(plain(Sport::Baseball, "NPB", drawn), None);
    // One that was abandoned says what it says.
    let told = checked(
        Sport::Baseball,
        "MLB",
        GameStatus::Abandoned,
        &scores("inning_1:0-0 inning_2:0-1"),
        &Facts::default(),
    );
    assert_eq!(told, Ok(()));
}

#[test]
fn a_set_of_tennis_ends_as_sets_do_and_the_match_when_it_is_won() {
    let retired = |winner| Facts {
        ending: Some(Ending {
            winner: Some(winner),
            method: Some(Method::Retirement),
            ..Ending::default()
        }),
        ..best_of(3)
    };
    let won_by = |winner| Facts {
        ending: Some(Ending {
            winner: Some(winner),
            ..Ending::default()
        }),
        ..best_of(3)
    };
    let tie_break = |set| Facts {
        match_tiebreaks: vec![set],
        ..best_of(3)
    };
    let of = |set: SetLength| Facts {
        set_length: Some(set),
        ..best_of(3)
    };
    let four = SetLength {
        to: 4,
        tie_break_at: Some(3),
    };
    let pro = SetLength {
        to: 8,
        tie_break_at: Some(8),
    };
    table(
        Sport::Tennis,
        "ATP",
        &[
            ("set_1:6-4 set_2:3-6 set_3:7-5", best_of(3), None),
            ("set_1:6-4 set_2:3-6 set_3:7-5", Facts::default(), None),
            ("set_1:6-4", Facts::default(), Some(Sets)),
            ("set_1:6-3", best_of(3), Some(Sets)),
            ("set_1:6-3 set_2:6-5", best_of(3), Some(Sets)),
            ("set_1:9-2 set_2:6-3", best_of(3), Some(Sets)),
            ("set_1:8-6 set_2:6-3", best_of(3), Some(Sets)),
            ("set_1:7-4 set_2:6-3", best_of(3), Some(Sets)),
            ("set_1:6-3 set_2:6-3 set_3:6-3", best_of(3), Some(Sets)),
            ("set_1:6-3 set_3:6-3", best_of(3), Some(Parts)),
            ("set_1:6-3 set_2:6-3", best_of(4), Some(Sets)),
            ("set_1:6-3 set_2:3-6 set_3:13-12", best_of(3), None),
            ("set_1:6-3 set_2:3-6 set_3:14-13", best_of(3), Some(Sets)),
            ("set_1:6-3 set_2:3-6 set_3:22-20", best_of(3), None),
            ("set_1:13-12 set_2:6-3", best_of(3), Some(Sets)),
            ("set_1:6-3 set_2:6-3", won_by(Lead::Home), None),
            ("set_1:6-3 set_2:6-3", won_by(Lead::Away), Some(Winner)),
            ("set_1:6-3 set_2:6-3", won_by(Lead::Draw), Some(Winner)),
            ("set_1:6-3 set_2:6-3 full:2-0", best_of(3), None),
            ("set_1:6-3 set_2:6-3 full:2-1", best_of(3), Some(Sum)),
            ("set_1:6-4 set_2:4-6 set_3:10-8", tie_break(3), None),
            ("set_1:6-4 set_2:4-6 set_3:1-0", tie_break(3), None),
            ("set_1:6-4 set_2:4-6 set_3:12-9", tie_break(3), Some(Sets)),
            ("set_1:6-4 set_2:4-6 set_3:10-5", best_of(3), Some(Sets)),
            ("set_1:10-8 set_2:6-4", tie_break(1), Some(Sets)),
            ("set_1:4-3 set_2:4-1", best_of(3), None),
            ("set_1:4-3 set_2:6-1", best_of(3), Some(Sets)),
            ("set_1:4-3 set_2:4-1", of(four), None),
            ("set_1:6-3 set_2:4-1", of(four), Some(Sets)),
            ("set_1:9-8 set_2:8-1", of(pro), None),
            ("set_1:6-4 set_2:2-0", retired(Lead::Away), None),
            ("set_1:6-5 set_2:1-0", retired(Lead::Home), Some(Sets)),
            ("set_1:6-4 set_2:7-1", retired(Lead::Home), Some(Sets)),
            ("set_1:6-4 set_2:6-4", retired(Lead::Home), Some(Sets)),
            ("overtime:1-0", best_of(3), Some(Parts)),
        ],
    );
}

#[test]
fn a_set_of_volleyball_goes_to_twenty_five_and_the_fifth_to_fifteen() {
    let none = Facts::default;
    table(
        Sport::Volleyball,
        "CEV",
        &[
            (
                "set_1:25-20 set_2:22-25 set_3:25-18 set_4:26-24",
                none(),
                None,
            ),
            (
                "set_1:25-20 set_2:22-25 set_3:25-18 set_4:18-25 set_5:15-13",
                none(),
                None,
            ),
            (
                "set_1:25-20 set_2:22-25 set_3:25-18 set_4:18-25 set_5:25-13",
                none(),
                Some(Sets),
            ),
            ("set_1:25-20 set_2:25-20 set_3:27-20", none(), Some(Sets)),
            ("set_1:25-24 set_2:25-20 set_3:25-20", none(), Some(Sets)),
            ("set_1:25-20 set_2:25-20", none(), Some(Sets)),
            ("set_1:25-20 set_2:25-20", best_of(3), None),
        ],
    );
    assert_eq!(
        flaw(
            Sport::Volleyball,
            "BEACH",
            "set_1:21-17 set_2:21-19",
            &best_of(3)
        ),
        None
    );
}

#[test]
fn a_set_of_darts_is_the_best_of_five_legs_and_the_deciding_one_may_go_on() {
    let of_legs = |to, tie_break_at| Facts {
        set_length: Some(SetLength { to, tie_break_at }),
        ..best_of(1)
    };
    table(
        Sport::Darts,
        "PDC",
        &[
            ("set_1:3-0 set_2:2-3 set_3:3-2", best_of(3), None),
            ("set_1:3-0 set_2:2-3 set_3:4-2", best_of(3), None),
            ("set_1:3-0 set_2:2-3 set_3:6-5", best_of(3), None),
            ("set_1:3-0 set_2:2-3 set_3:7-5", best_of(3), Some(Sets)),
            ("set_1:4-2 set_2:3-1", best_of(3), Some(Sets)),
            ("set_1:2-0 set_2:3-1", best_of(3), Some(Sets)),
            ("set_1:3-0", best_of(3), Some(Sets)),
            ("set_1:3-0 set_2:3-0 set_3:3-0", best_of(3), Some(Sets)),
            (
                "set_1:3-0 set_2:3-0 set_3:3-0 set_4:3-0 set_5:3-0 set_6:3-0 set_7:3-0",
                best_of(13),
                None,
            ),
            ("set_1:3-0", best_of(15), Some(Sets)),
            ("set_1:6-4", of_legs(6, Some(5)), None),
            ("set_1:6-5", of_legs(6, Some(5)), None),
            ("set_1:7-5", of_legs(6, Some(5)), Some(Sets)),
            // Two ahead, with no end to it.
            ("set_1:12-10", of_legs(10, None), None),
            ("set_1:10-9", of_legs(10, None), Some(Sets)),
            ("full:3-2", best_of(5), None),
            ("full:2-2", best_of(5), Some(Sets)),
        ],
    );
    // Neither tennis nor volleyball has a sixth set.
    let six = "set_1:6-0 set_2:0-6 set_3:6-0 set_4:0-6 set_5:6-0 set_6:6-0";
    let told = flaw(Sport::Tennis, "ATP", six, &Facts::default());
    assert_eq!(told, Some(Parts));
}

#[test]
fn a_match_of_maps_ends_when_it_is_won() {
    let won_by = |winner| Facts {
        ending: Some(Ending {
            winner: Some(winner),
            ..Ending::default()
        }),
        ..best_of(3)
    };
    table(
        Sport::Esports,
        "CS2",
        &[
            ("map_1:16-12 map_2:10-16 map_3:19-17", best_of(3), None),
            ("map_1:16-12 map_2:10-16", best_of(2), None),
            ("map_1:16-12 map_2:10-16", best_of(3), Some(Maps)),
            ("map_1:16-12", best_of(3), Some(Maps)),
            ("map_1:16-12 map_2:16-2 map_3:1-16", best_of(3), Some(Maps)),
            ("map_1:16-12 map_3:16-2", best_of(3), Some(Parts)),
            ("map_1:15-15 map_2:16-2", best_of(3), Some(Maps)),
            ("map_1:1-0", Facts::default(), Some(Missing)),
            ("full:2-1", Facts::default(), None),
            ("full:2-2", best_of(3), Some(Maps)),
            ("map_1:16-12 map_2:16-2 full:1-1", best_of(3), Some(Sum)),
            ("map_1:16-12 map_2:16-2", won_by(Lead::Away), Some(Winner)),
        ],
    );
}

#[test]
fn cricket_is_won_by_runs_where_no_overs_were_lost() {
    let facts = |winner, scheduled, overs| Facts {
        ending: Some(Ending {
            winner,
            ..Ending::default()
        }),
        scheduled_overs: scheduled,
        overs,
        ..Facts::default()
    };
    let home = Some(Lead::Home);
    table(
        Sport::Cricket,
        "T20",
        &[
            (
                "inning_1:180-_ inning_2:_-172",
                facts(home, None, None),
                None,
            ),
            (
                "inning_1:180-_ inning_2:_-172",
                facts(Some(Lead::Away), None, None),
                Some(Winner),
            ),
            (
                "inning_1:180-_ inning_2:_-172",
                facts(Some(Lead::Draw), Some(20), None),
                Some(Winner),
            ),
            (
                "inning_1:180-_ inning_2:_-120",
                facts(Some(Lead::Away), Some(20), Some(12)),
                None,
            ),
            (
                "inning_1:180-_ inning_2:_-120",
                facts(None, Some(20), Some(21)),
                Some(Clock),
            ),
            (
                "inning_1:180-_ inning_2:_-120",
                facts(None, None, Some(12)),
                Some(Missing),
            ),
            (
                "inning_1:180-_ inning_2:_-186",
                facts(None, None, None),
                None,
            ),
            (
                "inning_1:180-_ inning_2:_-220",
                facts(None, None, None),
                Some(Innings),
            ),
            (
                "inning_1:180-_ inning_2:172-_",
                facts(None, None, None),
                Some(Innings),
            ),
            (
                "inning_1:180-90 inning_2:_-172",
                facts(None, None, None),
                Some(Innings),
            ),
            ("inning_1:180-_", facts(home, None, None), Some(Missing)),
            (
                "full:171-171 overtime:8-11",
                facts(Some(Lead::Away), None, None),
                None,
            ),
            (
                "full:171-171 overtime:8-11",
                facts(home, None, None),
                Some(Winner),
            ),
            (
                "full:171-170 overtime:8-11",
                facts(None, None, None),
                Some(Overtime),
            ),
            (
                "full:171-171 overtime:8-8",
                facts(None, None, None),
                Some(Missing),
            ),
            (
                "inning_1:300-_ inning_2:_-280 inning_3:250-_ inning_4:_-150",
                facts(Some(Lead::Draw), None, None),
                None,
            ),
            (
                "inning_1:300-_ inning_2:_-280 inning_3:250-_ inning_4:_-150",
                facts(None, Some(50), None),
                Some(Innings),
            ),
        ],
    );
}

#[test]
fn a_fight_ends_in_a_round_that_there_is_with_a_winner_where_there_is_one() {
    let fight = |winner, method, round, second, scheduled| Facts {
        ending: Some(Ending {
            winner,
            method: Some(method),
            round,
            second,
            ..Ending::default()
        }),
        scheduled_rounds: scheduled,
        ..Facts::default()
    };
    let (home, draw) = (Some(Lead::Home), Some(Lead::Draw));
    let ko = Method::Knockout;
    let three = Some(3);
    for (facts, expected) in [
        (fight(home, ko, Some(3), Some(60), three), None),
        (fight(home, ko, Some(4), Some(60), three), Some(Fight)),
        (fight(home, ko, Some(6), Some(60), None), Some(Fight)),
        (fight(home, ko, Some(0), Some(60), three), Some(Fight)),
        (fight(home, ko, Some(1), Some(301), three), Some(Clock)),
        (fight(home, ko, Some(1), Some(0), three), Some(Clock)),
        (fight(home, ko, None, Some(30), three), Some(Clock)),
        (fight(draw, ko, Some(2), Some(60), three), Some(Winner)),
        (fight(draw, Method::Decision, None, None, three), None),
        (
            fight(home, Method::NoContest, Some(1), Some(60), three),
            Some(Winner),
        ),
        (fight(None, ko, Some(2), Some(60), three), Some(Missing)),
        (
            fight(draw, Method::NoContest, Some(1), Some(60), three),
            None,
        ),
        (
            fight(None, Method::NoContest, Some(1), Some(60), three),
            None,
        ),
        (
            fight(home, Method::Walkover, None, None, three),
            Some(Fight),
        ),
        (
            fight(home, Method::Retirement, Some(3), Some(0), three),
            None,
        ),
        (
            fight(home, Method::Decision, None, None, Some(7)),
            Some(Fight),
        ),
        (
            fight(home, Method::Submission, Some(1), Some(60), three),
            None,
        ),
    ] {
        let told = flaw(Sport::MixedMartialArts, "UFC", "", &facts);
        assert_eq!(told, expected, "{facts:?}");
    }
    let boxing = |facts: &Facts| flaw(Sport::Boxing, "WBC", "", facts);
    assert_eq!(
        boxing(&fight(home, ko, Some(2), Some(181), Some(12))),
        Some(Clock)
    );
    assert_eq!(
        boxing(&fight(home, Method::Submission, Some(2), Some(9), None)),
        Some(Fight)
    );
    let two_minutes = Facts {
        round_seconds: Some(120),
        ..fight(home, ko, Some(2), Some(121), Some(10))
    };
    assert_eq!(boxing(&two_minutes), Some(Clock));
}

/// One of a field, with a place.
pub(crate) fn line(name: &str, finish: Finish, position: Option<u16>) -> EntrantLine {
    EntrantLine {
        id: CompetitorId::derive(name),
        finish,
        position,
        holes: None,
        laps: None,
        scores: Vec::new(),
        withdrawal: None,
    }
}

fn field(entrants: Vec<EntrantLine>) -> Facts {
    Facts {
        entrants,
        ..Facts::default()
    }
}

#[test]
fn places_are_shared_as_they_are_and_held_by_who_can_hold_one() {
    let finished = |places: &[u16]| {
        let names = (0..).map(|it: u16| it.to_string());
        let lines = names.zip(places);
        let lines = lines.map(|(name, place)| line(&name, Finish::Finished, Some(*place)));
        field(lines.collect())
    };
    let golf = |facts: &Facts| flaw(Sport::Golf, "PGA Tour", "", facts);
    for (places, expected) in [
        ([1, 2, 3, 4].as_slice(), None),
        (&[1, 1, 3, 4], None),
        (&[1, 1, 2, 3], Some(Places)),
        (&[1, 2, 2, 3], Some(Places)),
        (&[0, 1, 2], Some(Places)),
        (&[5, 9, 30], None),
        (&[2, 2, 2, 4], Some(Places)),
    ] {
        assert_eq!(golf(&finished(places)), expected, "{places:?}");
    }
    for (sport, finish, place, expected) in [
        (Sport::Golf, Finish::Disqualified, 1, Some(Places)),
        (Sport::Golf, Finish::Disqualified, 9, Some(Places)),
        (Sport::Golf, Finish::Withdrew, 3, Some(Places)),
        (Sport::Golf, Finish::MissedCut, 1, Some(Places)),
        (Sport::Golf, Finish::MissedCut, 70, None),
        (Sport::HorseRacing, Finish::DidNotStart, 1, Some(Places)),
        (Sport::HorseRacing, Finish::Retired, 3, Some(Places)),
        (
            Sport::HorseRacing,
            Finish::MissedCut,
            3,
            Some(FlawKind::Finish),
        ),
        (Sport::Motorsport, Finish::Retired, 1, Some(Places)),
        (Sport::Motorsport, Finish::Retired, 17, None),
        (Sport::Motorsport, Finish::Disqualified, 1, Some(Places)),
        (Sport::Motorsport, Finish::Disqualified, 38, None),
    ] {
        let facts = field(vec![
            line("a", finish, Some(place)),
            line("b", Finish::Finished, Some(2)),
        ]);
        assert_eq!(
            flaw(sport, "X", "", &facts),
            expected,
            "{sport} {finish} {place}"
        );
    }
}

#[test]
fn holes_strokes_laps_and_prices_fit_how_somebody_finished() {
    let golfer = |name: &str, finish, position, holes, strokes: &[i32]| EntrantLine {
        holes,
        scores: (1u8..)
            .zip(strokes)
            .map(|(round, it)| (Period::Round(round), *it))
            .collect(),
        ..line(name, finish, position)
    };
    let done = Finish::Finished;
    let check = |lines: &[EntrantLine]| flaw(Sport::Golf, "PGA Tour", "", &field(lines.to_vec()));
    let ahead = golfer("a", done, Some(1), Some(72), &[66, 68, 70, 67]);
    let behind = golfer("b", done, Some(2), Some(72), &[67, 68, 70, 68]);
    assert_eq!(check(&[ahead.clone(), behind.clone()]), None);
    // Level in strokes, and decided in a playoff.
    let level = golfer("b", done, Some(2), Some(72), &[67, 67, 70, 67]);
    assert_eq!(check(&[ahead.clone(), level]), None);
    let fewer = golfer("b", done, Some(2), Some(72), &[60, 60, 60, 60]);
    assert_eq!(check(&[ahead.clone(), fewer.clone()]), Some(Places));
    let mut started_ahead = field(vec![ahead.clone(), fewer]);
    started_ahead.strokes_decide = Some(false);
    assert_eq!(
        flaw(Sport::Golf, "Tour Championship", "", &started_ahead),
        None
    );
    let fewer_holes = golfer("b", done, Some(2), Some(54), &[67, 68, 70]);
    assert_eq!(check(&[ahead.clone(), fewer_holes]), Some(FlawKind::Finish));
    let cut = golfer("b", Finish::MissedCut, None, Some(72), &[]);
    assert_eq!(check(&[ahead.clone(), cut]), Some(FlawKind::Finish));
    let never = golfer("b", Finish::DidNotStart, None, None, &[70]);
    assert_eq!(check(&[ahead.clone(), never]), Some(FlawKind::Finish));
    let six = golfer("b", done, Some(2), Some(72), &[67, 68, 70, 6]);
    assert_eq!(check(&[ahead.clone(), six]), Some(FlawKind::Finish));
    let twin = golfer("a", done, Some(2), Some(72), &[]);
    assert_eq!(check(&[ahead, twin]), Some(Places));

    let car = |name: &str, position, laps| EntrantLine {
        laps: Some(laps),
        ..line(name, done, Some(position))
    };
    let race = |lines: Vec<EntrantLine>| flaw(Sport::Motorsport, "F1", "", &field(lines));
    assert_eq!(race(vec![car("a", 1, 58), car("b", 2, 57)]), None);
    assert_eq!(race(vec![car("a", 1, 57), car("b", 2, 58)]), Some(Places));

    let mut runner = line("a", done, Some(1));
    runner.withdrawal = Some(Withdrawal {
        price: crate::price("3.00"),
        at: None,
    });
    let races = flaw(
        Sport::HorseRacing,
        "British racing",
        "",
        &field(vec![runner]),
    );
    assert_eq!(races, Some(FlawKind::Finish));
}

#[test]
fn a_player_does_no_more_than_his_side_and_nothing_where_he_did_not_play() {
    let player = |played, started, points| Facts {
        players: vec![PlayerLine {
            id: CompetitorId::derive("x"),
            role: Role::Home,
            played,
            started,
            statistics: [("points".to_owned(), points)].into(),
        }],
        ..Facts::default()
    };
    let score = "Q1:21-20 Q2:20-20 Q3:20-20 Q4:20-20";
    for (facts, expected) in [
        (player(true, true, 25), None),
        (player(true, true, 82), Some(Players)),
        (player(true, true, -1), Some(Players)),
        (player(false, false, 20), Some(Players)),
        (player(false, false, 0), None),
        (player(false, true, 0), Some(Players)),
    ] {
        let told = flaw(Sport::Basketball, "NBA", score, &facts);
        assert_eq!(told, expected, "{facts:?}");
    }
}

#[test]
fn a_score_below_zero_one_that_stands_twice_or_nobodys_is_refused_in_every_sport() {
    for (sport, part) in [
        (Sport::AmericanFootball, "Q1"),
        (Sport::Baseball, "inning_1"),
        (Sport::Tennis, "set_1"),
        (Sport::Esports, "map_1"),
        (Sport::Cricket, "inning_1"),
        (Sport::Soccer, "H1"),
    ] {
        let mut below = scores(&format!("{part}:1-1"));
        below[0].points = -1;
        let twice = scores(&format!("{part}:1-1 {part}:1-1"));
        let mut nobodys = scores(&format!("{part}:1-1"));
        nobodys[1].role = Role::Entrant;
        for scores in [below, twice, nobodys] {
            let told = checked(sport, "X", GameStatus::Final, &scores, &Facts::default());
            assert_eq!(
                told.map_err(|it| it.kind),
                Err(Numbers),
                "{sport} {scores:?}"
            );
        }
        let foreign = scores("first_5:1-0 round_3:1-0");
        let told = checked(sport, "X", GameStatus::Final, &foreign, &Facts::default());
        assert!(told.is_err(), "{sport}");
    }
}

#[test]
fn a_game_that_was_never_played_is_void_whatever_a_feed_writes_beside_it() {
    for status in [
        GameStatus::Postponed,
        GameStatus::Cancelled,
        GameStatus::Walkover,
    ] {
        let told = checked(
            Sport::Soccer,
            "EPL",
            status,
            &scores("full:3-0 H1:0-1"),
            &Facts::default(),
        );
        assert_eq!(told, Ok(()), "{status}");
    }
}
