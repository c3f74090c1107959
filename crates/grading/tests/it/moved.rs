//! Games that were moved or put off: which bets are over, judged by the start that each was taken
//! for, and when they are on offer again.

use grading::decide::{Case, Decision, decide, is_withdrawn, schedule};
use shared::decision::{Basis, ReviewReason};
use shared::facts::Facts;
use shared::game::GameStatus;
use shared::report::{CurrentResult, Report};
use shared::testing::noon;

use crate::decide::{HOUR, POLICY, after, at, ended, of_status, put_off, soccer, told};

/// What bets on each of these starts come to by what is decided: given back, or still open. An end
/// decides all, each by its own start.
fn given_back(case: &Case, minutes: i64) -> Vec<i64> {
    let Decision::Settle { awaited_until, .. } = decide(case, &POLICY, at(minutes)) else {
        panic!("{}", told(case, minutes));
    };
    let given_up = case.given_up_until(awaited_until.unwrap());
    let minutes = given_up.iter().map(|it| (*it - noon()).num_minutes());
    minutes.collect()
}

/// The same case once that was decided, with what the sources say since.
fn then(case: &Case, given_up: &[i64], reports: &[Report]) -> Case {
    let given_up: Vec<_> = given_up.iter().map(|it| at(*it)).collect();
    Case {
        current: Some(CurrentResult {
            status: GameStatus::Postponed,
            scores: Vec::new(),
            facts: Facts {
                given_up: given_up.clone(),
                ..Facts::default()
            },
            basis: Basis::Window,
            first_decided_at: noon(),
        }),
        given_up,
        reports: reports.to_vec(),
        ..case.clone()
    }
}

fn on(starts: &[i64], report: Report) -> Case {
    Case {
        starts: starts.iter().map(|it| at(*it)).collect(),
        ..soccer(&[report])
    }
}

fn scheduled(start: i64) -> Report {
    put_off("football_data", 0, GameStatus::Scheduled, start)
}

const DAY: i64 = 24 * HOUR;

#[test]
fn a_game_moved_by_weeks_is_over_for_its_first_date_and_on_offer_for_its_new_one() {
    let moved = on(&[0, 26 * DAY], scheduled(26 * DAY));
    assert_eq!(told(&moved, 0), "postponed of football_data: window");
    assert_eq!(given_back(&moved, 0), [0]);
    let since = then(&moved, &[0], &[scheduled(26 * DAY)]);
    assert!(since.is_decided(noon()) && !since.is_decided(at(26 * DAY)));
    let offered = (at(26 * DAY), GameStatus::Scheduled);
    assert_eq!(schedule(&since), Some(offered));
    assert_eq!(
        told(&since, 1),
        format!("waits until {}", 26 * DAY + 8 * HOUR)
    );
    let mut played = ended("football_data", 26 * DAY + 120, 2, 1);
    played.starts_at = at(26 * DAY);
    let end = then(&moved, &[0], &[played]);
    assert_eq!(
        told(&end, 26 * DAY + 121),
        "final of football_data: official"
    );
}

#[test]
fn each_of_two_small_steps_is_judged_by_its_own_start() {
    // 30 hours and 30 more: the second step is too far for the first date alone.
    let (first, second) = (30 * HOUR, 60 * HOUR);
    let once = on(&[0, first], scheduled(first));
    assert_eq!(told(&once, 0), format!("waits until {}", first + 8 * HOUR));
    let twice = on(&[0, first, second], scheduled(second));
    assert_eq!(given_back(&twice, 0), [0]);
    // Further on, and the next one is over too; what was given up stays so.
    let thrice = then(&twice, &[0], &[scheduled(90 * HOUR)]);
    let thrice = Case {
        starts: [0, first, second, 90 * HOUR].map(at).to_vec(),
        ..thrice
    };
    assert_eq!(given_back(&thrice, 0), [0, first]);
}

#[test]
fn a_date_between_the_old_one_and_the_one_that_was_announced_is_a_new_one() {
    let moved = on(&[0, 26 * DAY, 20 * DAY], scheduled(20 * DAY));
    let since = then(&moved, &[0], &[scheduled(20 * DAY)]);
    assert!(!since.is_decided(at(20 * DAY)));
    let offered = (at(20 * DAY), GameStatus::Scheduled);
    assert_eq!(schedule(&since), Some(offered));
}

#[test]
fn a_game_moved_back_to_a_date_whose_bets_were_given_back_is_reviewed_and_not_on_offer() {
    let moved = on(&[0, 26 * DAY], scheduled(26 * DAY));
    for back in [0, 5, 48 * HOUR] {
        let back = then(&moved, &[0], &[scheduled(back)]);
        assert_eq!(told(&back, 1), "review: played_after_void");
        assert_eq!(schedule(&back).unwrap().1, GameStatus::Postponed);
        assert!(!is_withdrawn(ReviewReason::PlayedAfterVoid, &back, at(1)));
    }
    // Played there, it is for somebody to decide; moved away again, for nobody.
    let mut played = ended("football_data", 120, 2, 1);
    played.starts_at = noon();
    let played = then(&moved, &[0], &[played]);
    assert_eq!(told(&played, 121), "review: played_after_void");
    let away = then(&moved, &[0], &[scheduled(25 * DAY)]);
    assert!(is_withdrawn(ReviewReason::PlayedAfterVoid, &away, at(1)));
    // Called off, everything is given back, and nothing twice.
    let off = then(
        &moved,
        &[0],
        &[of_status("football_data", 9, GameStatus::Cancelled)],
    );
    assert_eq!(told(&off, 9), "cancelled of football_data: official");
    let nobody_left = then(&on(&[0], scheduled(0)), &[0], &off.reports);
    assert_eq!(told(&nobody_left, 9), "stands");
}

#[test]
fn a_game_put_off_without_a_date_is_on_offer_again_under_a_new_one() {
    let mut off = put_off("football_data", 0, GameStatus::Postponed, 0);
    off.heard_at = Some(at(48 * HOUR + 1));
    let case = on(&[0], off.clone());
    assert_eq!(given_back(&case, 48 * HOUR + 1), [0]);
    let since = then(&case, &[0], &[off]);
    assert_eq!(told(&since, 48 * HOUR + 2), "stands");
    let again = then(
        &on(&[0, 9 * DAY], scheduled(9 * DAY)),
        &[0],
        &[scheduled(9 * DAY)],
    );
    let offered = (at(9 * DAY), GameStatus::Scheduled);
    assert_eq!(schedule(&again), Some(offered));
    assert_eq!(
        told(&again, 48 * HOUR),
        format!("waits until {}", 9 * DAY + 8 * HOUR)
    );
}

#[test]
fn a_result_closes_a_game_whatever_its_feed_says_of_it_later() {
    let old = ended("football_data", 0, 2, 1);
    let again = after(&old, Basis::Official, &[scheduled(0)]);
    assert_eq!(schedule(&again).unwrap().1, GameStatus::Final);
}

#[test]
fn what_was_settled_as_it_stopped_is_not_settled_anew_by_itself() {
    let stopped = put_off("football_data", 0, GameStatus::Suspended, 0);
    let mut case = then(
        &on(&[0], stopped),
        &[0],
        &[ended("football_data", 99 * HOUR, 2, 1)],
    );
    if let Some(current) = &mut case.current {
        current.status = GameStatus::Suspended;
    }
    assert_eq!(told(&case, 100 * HOUR), "review: played_after_void");
    case.reports = vec![scheduled(9 * DAY)];
    assert_eq!(schedule(&case).unwrap().1, GameStatus::Suspended);
}

#[test]
fn a_game_played_outside_its_window_is_an_end_like_any_other() {
    let mut report = ended("football_data", 80 * HOUR, 2, 1);
    report.starts_at = at(78 * HOUR);
    assert_eq!(
        told(&soccer(&[report]), 80 * HOUR),
        "final of football_data: official"
    );
}
