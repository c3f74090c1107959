//! From reports to a result: who is believed, who waits, who must look.

use chrono::{DateTime, TimeDelta, Utc};
use grading::decide::{Case, Decision, Policy, decide, newest, schedule};
use shared::competitor::Lead;
use shared::competitor::Role;
use shared::decision::{Basis, ReviewReason};
use shared::facts::{Ending, Facts, Method};
use shared::game::{GameStatus, Period, PeriodScore};
use shared::league::Sport;
use shared::report::{ADMIN, CurrentResult, Report};
use shared::testing::noon;

pub(crate) const POLICY: Policy = Policy {
    stands: TimeDelta::minutes(2),
    moved_stands: TimeDelta::hours(1),
    corrected_for: None,
};

pub(crate) fn at(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

fn scores(parts: &[(Period, i32, i32)]) -> Vec<PeriodScore> {
    let both = |(period, home, away): &(Period, i32, i32)| {
        let of = |role, points| PeriodScore {
            period: *period,
            role,
            points,
        };
        [of(Role::Home, *home), of(Role::Away, *away)]
    };
    let mut scores: Vec<_> = parts.iter().flat_map(both).collect();
    scores.sort_unstable();
    scores
}

/// A final, received that many minutes after noon.
pub(crate) fn ended(provider: &str, minutes: i64, home: i32, away: i32) -> Report {
    Report {
        provider: provider.to_owned(),
        sequence: 1,
        status: GameStatus::Final,
        starts_at: at(-180),
        scores: scores(&[(Period::Full, home, away)]),
        facts: Facts::default(),
        source_at: None,
        received_at: at(minutes),
        heard_at: None,
    }
}

pub(crate) fn of_status(provider: &str, minutes: i64, status: GameStatus) -> Report {
    Report {
        status,
        scores: Vec::new(),
        ..ended(provider, minutes, 0, 0)
    }
}

fn parts(report: Report, home: i32, away: i32) -> Report {
    let full = report.scores.clone();
    let full = |role| {
        full.iter()
            .find(|it| it.role == role)
            .map_or(0, |it| it.points)
    };
    let (all_home, all_away) = (full(Role::Home), full(Role::Away));
    let (rest_home, rest_away) = (all_home - home, all_away - away);
    Report {
        scores: scores(&[
            (Period::Full, all_home, all_away),
            (Period::Half(1), home, away),
            (Period::Half(2), rest_home, rest_away),
        ]),
        ..report
    }
}

fn case(reports: &[Report]) -> Case {
    Case {
        sport: Sport::AmericanFootball,
        league: "NFL".to_owned(),
        starts: vec![at(-180)],
        reports: reports.to_vec(),
        current: None,
        given_up: Vec::new(),
    }
}

/// The same, with what was settled on it at noon.
pub(crate) fn after(settled: &Report, basis: Basis, reports: &[Report]) -> Case {
    Case {
        current: Some(CurrentResult {
            status: settled.status,
            scores: settled.scores.clone(),
            facts: settled.facts.clone(),
            basis,
            first_decided_at: noon(),
        }),
        ..case(reports)
    }
}

/// What is done, in a word, with whose report it rests on.
pub(crate) fn told(case: &Case, minutes: i64) -> String {
    match decide(case, &POLICY, at(minutes)) {
        Decision::Stands => "stands".to_owned(),
        Decision::Wait(None) => "waits".to_owned(),
        Decision::Wait(Some(until)) => format!("waits until {}", (until - noon()).num_minutes()),
        Decision::Settle {
            report,
            status,
            basis,
            ..
        } => format!("{status} of {}: {basis}", report.provider),
        Decision::Review(why) => format!("review: {why}"),
    }
}

#[test]
fn the_leagues_own_feed_is_believed_at_once_and_against_all_others() {
    let own = ended("nflverse", 0, 21, 14);
    assert_eq!(
        told(&case(std::slice::from_ref(&own)), 0),
        "final of nflverse: official"
    );
    let others = [
        ended("espn", 0, 20, 14),
        ended("api_sports", 0, 20, 14),
        own,
    ];
    assert_eq!(told(&case(&others), 0), "final of nflverse: official");
}

#[test]
fn two_independent_sources_are_believed_at_once_and_one_when_it_has_stood() {
    let one = ended("espn", 0, 21, 14);
    let alone = case(std::slice::from_ref(&one));
    assert_eq!(told(&alone, 0), "waits until 2");
    assert_eq!(told(&alone, 1), "waits until 2");
    assert_eq!(told(&alone, 2), "final of espn: stood");
    let two = case(&[one.clone(), ended("api_sports", 1, 21, 14)]);
    assert_eq!(told(&two, 1), "final of api_sports: agreed");
    // One voice, however many speak with it.
    let kin = [
        ended("thesportsdb", 0, 21, 14),
        ended("api_sports", 1, 21, 14),
    ];
    assert_eq!(told(&case(&kin), 1), "waits until 3");
}

#[test]
fn a_source_that_changes_its_mind_has_to_stand_anew() {
    let mut corrected = ended("espn", 1, 20, 14);
    corrected.sequence = 2;
    let case = case(&[ended("espn", 0, 21, 14), corrected]);
    assert_eq!(told(&case, 2), "waits until 3");
    assert_eq!(told(&case, 3), "final of espn: stood");
}

#[test]
fn a_contradiction_is_reviewed_once_it_has_lasted_and_nothing_is_settled() {
    let mut case = case(&[ended("espn", 0, 21, 14), ended("api_sports", 0, 20, 14)]);
    assert_eq!(told(&case, 1), "waits until 2");
    assert_eq!(told(&case, 2), "review: disagreement");
    // A third voice makes one side the larger one.
    case.reports.push(ended("the_odds_api", 3, 20, 14));
    assert_eq!(told(&case, 3), "final of api_sports: agreed");
    case.reports.push(ended("rumour", 4, 21, 14));
    assert_eq!(told(&case, 9), "review: disagreement");
    // One gives way.
    let mut gives_way = ended("rumour", 10, 20, 14);
    gives_way.sequence = 2;
    case.reports.push(gives_way);
    assert_eq!(told(&case, 10), "final of api_sports: agreed");
}

#[test]
fn another_status_is_a_contradiction() {
    let case = case(&[
        ended("espn", 0, 21, 14),
        of_status("api_sports", 0, GameStatus::Abandoned),
    ]);
    assert_eq!(told(&case, 5), "review: disagreement");
}

#[test]
fn a_source_that_gives_fewer_parts_contradicts_nothing_and_the_fuller_report_is_taken() {
    let poor = ended("api_sports", 0, 21, 14);
    let rich = parts(ended("the_odds_api", 0, 21, 14), 7, 7);
    assert_eq!(
        told(&case(&[poor.clone(), rich.clone()]), 0),
        "final of the_odds_api: agreed"
    );
    // The league's own feed gives the score, another one the parts.
    let own = ended("nflverse", 0, 21, 14);
    assert_eq!(
        told(&case(&[own.clone(), rich.clone()]), 0),
        "final of the_odds_api: official"
    );
    // Of two that give other parts, neither is taken.
    let other = parts(ended("espn", 0, 21, 14), 10, 7);
    assert_eq!(
        told(&case(&[own, rich.clone(), other.clone()]), 0),
        "final of nflverse: official"
    );
    // Without the league's own, two that contradict each other in a part are not agreed by a
    // third that knows none.
    assert_eq!(told(&case(&[poor, rich, other]), 5), "review: disagreement");
}

#[test]
fn facts_agree_where_both_know_them() {
    let fight = |provider: &str, ending| Report {
        scores: Vec::new(),
        facts: Facts {
            ending: Some(ending),
            ..Facts::default()
        },
        ..ended(provider, 0, 0, 0)
    };
    let winner = |winner| Ending {
        winner: Some(winner),
        ..Ending::default()
    };
    let knockout = Ending {
        method: Some(Method::Knockout),
        ..winner(Lead::Home)
    };
    let agreed = case(&[
        fight("espn", winner(Lead::Home)),
        fight("api_sports", knockout),
    ]);
    assert_eq!(told(&agreed, 0), "final of api_sports: agreed");
    let differ = case(&[
        fight("espn", winner(Lead::Away)),
        fight("api_sports", knockout),
    ]);
    assert_eq!(told(&differ, 5), "review: disagreement");
}

#[test]
fn a_late_older_report_does_not_override_a_newer_one_of_its_source() {
    let dated = |sequence, source: i64, home| Report {
        sequence,
        source_at: Some(at(source)),
        ..ended("nflverse", 0, home, 14)
    };
    let reports = [dated(1, -5, 20), dated(2, -10, 21), dated(3, -7, 3)];
    let kept = newest(&reports);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].sequence, 1);
}

#[test]
fn a_final_of_which_nothing_is_known_says_nothing_yet() {
    let bare = case(&[of_status("nflverse", 8, GameStatus::Final)]);
    assert_eq!(told(&bare, 9), "waits until 10");
    assert_eq!(told(&bare, 10), "review: unreadable");
    assert_eq!(told(&case(&[]), 9), "waits");
}

#[test]
fn a_correction_is_followed_while_the_window_is_open_and_reviewed_after_it() {
    let old = ended("nflverse", 0, 21, 14);
    let current = |report: Report| after(&old, Basis::Official, &[report]);
    assert_eq!(told(&current(old.clone()), 9), "stands");
    let last = 24 * 60;
    let correction = ended("nflverse", last, 20, 14);
    assert_eq!(
        told(&current(correction), last),
        "final of nflverse: official"
    );
    // It counts when it came, not when somebody looks.
    let correction = ended("nflverse", last, 20, 14);
    assert_eq!(
        told(&current(correction), 3 * last),
        "final of nflverse: official"
    );
    let late = ended("nflverse", last + 1, 20, 14);
    assert_eq!(told(&current(late), last + 1), "review: late_correction");
    // Parts that come to be known late are no correction.
    let parts = parts(ended("nflverse", last + 1, 21, 14), 7, 7);
    assert_eq!(told(&current(parts), last + 1), "stands");
}

#[test]
fn what_nobody_can_have_bet_on_is_corrected_at_any_time_and_needs_nobody_to_look() {
    let last = 24 * 60;
    let old = ended("nflverse", 0, 21, 14);
    let mut nobody = after(
        &old,
        Basis::Official,
        &[ended("nflverse", 9 * last, 20, 14)],
    );
    nobody.starts.clear();
    assert_eq!(told(&nobody, 9 * last), "final of nflverse: official");
    let mut differ = case(&[ended("espn", 0, 21, 14), ended("api_sports", 0, 20, 14)]);
    differ.starts.clear();
    assert_eq!(told(&differ, 5), "waits");
}

#[test]
fn a_window_of_nothing_corrects_nothing_by_itself() {
    let policy = Policy {
        corrected_for: Some(TimeDelta::zero()),
        ..POLICY
    };
    let correction = ended("nflverse", 1, 20, 14);
    let case = after(
        &ended("nflverse", 0, 21, 14),
        Basis::Official,
        &[correction],
    );
    let decision = decide(&case, &policy, at(1));
    assert_eq!(decision, Decision::Review(ReviewReason::LateCorrection));
}

#[test]
fn a_decision_of_the_operator_stands_above_all_until_he_decides_anew() {
    let late = ended("espn", 2_000, 20, 14);
    let decided = ended(ADMIN, 2_001, 20, 14);
    let old = ended("nflverse", 0, 21, 14);
    let mut case = after(&old, Basis::Official, &[old.clone(), late, decided.clone()]);
    assert_eq!(told(&case, 2_001), "final of admin: admin");
    case.current = after(&decided, Basis::Admin, &[]).current;
    assert_eq!(told(&case, 2_002), "stands", "what he knew then is no news");
    let mut news = ended("nflverse", 2_003, 19, 14);
    news.sequence = 2;
    case.reports.push(news);
    assert_eq!(told(&case, 2_003), "review: contradicts_decision");
}

#[test]
fn a_result_that_nobody_says_any_more_is_reviewed_and_stands() {
    let old = ended("espn", 0, 21, 14);
    let case = after(
        &old,
        Basis::Stood,
        &[of_status("espn", 5, GameStatus::Live)],
    );
    assert_eq!(told(&case, 6), "waits until 7");
    assert_eq!(told(&case, 7), "review: withdrawn");
}

pub(crate) const HOUR: i64 = 60;

pub(crate) fn soccer(reports: &[Report]) -> Case {
    Case {
        sport: Sport::Soccer,
        league: "EPL".to_owned(),
        starts: vec![noon()],
        ..case(reports)
    }
}

pub(crate) fn put_off(provider: &str, minutes: i64, status: GameStatus, start: i64) -> Report {
    Report {
        starts_at: at(start),
        ..of_status(provider, minutes, status)
    }
}

#[test]
fn a_game_put_off_waits_for_its_window_and_then_for_a_feed_that_was_asked_since() {
    let mut report = put_off("football_data", 0, GameStatus::Postponed, 0);
    assert_eq!(
        told(&soccer(std::slice::from_ref(&report)), HOUR),
        format!("waits until {}", 48 * HOUR)
    );
    let over = 48 * HOUR + 1;
    let unasked = soccer(std::slice::from_ref(&report));
    assert_eq!(told(&unasked, over), format!("waits until {}", over + 5));
    report.heard_at = Some(at(over));
    let void = "postponed of football_data: window";
    assert_eq!(told(&soccer(std::slice::from_ref(&report)), over), void);
    // It was never on offer: nothing is to be void.
    let nobody = Case {
        starts: Vec::new(),
        ..soccer(&[report])
    };
    assert_eq!(told(&nobody, over), "waits");
}

#[test]
fn a_new_date_inside_the_window_keeps_the_bets_and_one_outside_voids_them() {
    let moved = |start| soccer(&[put_off("football_data", 0, GameStatus::Scheduled, start)]);
    let due = (48 + 8) * HOUR;
    assert_eq!(told(&moved(48 * HOUR), 0), format!("waits until {due}"));
    assert_eq!(
        told(&moved(48 * HOUR + 1), 0),
        "postponed of football_data: window"
    );
    let alone = |start| soccer(&[put_off("espn", 0, GameStatus::Postponed, start)]);
    assert_eq!(told(&alone(72 * HOUR), 0), format!("waits until {HOUR}"));
    assert_eq!(told(&alone(72 * HOUR), HOUR), "postponed of espn: window");
    // Two feeds differ about the date: only they can tell.
    let differ = soccer(&[
        put_off("espn", 0, GameStatus::Postponed, 72 * HOUR),
        put_off("api_sports", 0, GameStatus::Scheduled, 24 * HOUR),
    ]);
    let due = (72 + 8) * HOUR;
    assert_eq!(told(&differ, 9 * HOUR), format!("waits until {due}"));
}

#[test]
fn a_game_that_stopped_and_did_not_go_on_in_time_is_settled_as_it_stood() {
    let mut report = put_off("football_data", 30, GameStatus::Suspended, 0);
    report.heard_at = Some(at(49 * HOUR));
    let case = soccer(&[report]);
    assert_eq!(told(&case, 49 * HOUR), "suspended of football_data: window");
}

#[test]
fn some_sports_wait_for_as_long_as_it_takes() {
    let tennis = Case {
        sport: Sport::Tennis,
        league: "ATP".to_owned(),
        ..soccer(&[put_off("stub", 0, GameStatus::Postponed, 900 * HOUR)])
    };
    let due = (900 + 36) * HOUR;
    assert_eq!(told(&tennis, 800 * HOUR), format!("waits until {due}"));
}

#[test]
fn where_a_game_stands_does_not_depend_on_who_spoke_last() {
    let live = of_status("api_sports", 5, GameStatus::Live);
    let lagging = of_status("espn", 9, GameStatus::Scheduled);
    for reports in [[live.clone(), lagging.clone()], [lagging, live]] {
        assert_eq!(schedule(&case(&reports)).unwrap().1, GameStatus::Live);
    }
    assert_eq!(schedule(&case(&[])), None);
}

#[test]
fn a_game_that_any_source_says_is_over_is_offered_by_none() {
    let own = of_status("stub", 0, GameStatus::Scheduled);
    let over = ended("espn", 5, 24, 20);
    let case = case(&[own.clone(), over]);
    assert_eq!(schedule(&case).unwrap().1, GameStatus::Final);
    let called_off = of_status("espn", 5, GameStatus::Cancelled);
    let case = Case {
        reports: vec![own.clone(), called_off],
        ..case
    };
    assert_eq!(schedule(&case).unwrap().1, GameStatus::Cancelled);
    // It takes its word back.
    let again = Report {
        sequence: 2,
        ..of_status("espn", 9, GameStatus::Scheduled)
    };
    let case = Case {
        reports: [&case.reports[..], &[again]].concat(),
        ..case
    };
    assert_eq!(schedule(&case).unwrap().1, GameStatus::Scheduled);
    // Above all of them stands the operator.
    let word = of_status(ADMIN, 12, GameStatus::Scheduled);
    let case = Case {
        reports: vec![own, ended("espn", 5, 24, 20), word],
        ..case
    };
    assert_eq!(schedule(&case).unwrap().1, GameStatus::Scheduled);
}

fn reports_of(sport: Sport, league: &str, reports: &[Report]) -> Case {
    Case {
        sport,
        league: league.to_owned(),
        ..case(reports)
    }
}

#[test]
fn a_report_that_contradicts_itself_is_never_a_result_and_is_reviewed_once_it_has_stood() {
    let odd = Report {
        scores: scores(&[
            (Period::Full, 21, 14),
            (Period::Half(1), 14, 7),
            (Period::Half(2), 14, 7),
        ]),
        ..ended("espn", 0, 21, 14)
    };
    let alone = case(std::slice::from_ref(&odd));
    assert_eq!(told(&alone, 1), "waits until 2");
    assert_eq!(told(&alone, 2), "review: contradictory");
    // Not even when the league's own feed says it.
    let official = Report {
        provider: "nflverse".to_owned(),
        ..odd.clone()
    };
    assert_eq!(
        told(&case(std::slice::from_ref(&official)), 2),
        "review: contradictory"
    );
    // One more voice is none against it; two that agree are.
    let one = ended("api_sports", 0, 21, 14);
    assert_eq!(
        told(&case(&[odd.clone(), one.clone()]), 2),
        "review: contradictory"
    );
    let two = case(&[odd.clone(), one, ended("the_odds_api", 0, 21, 14)]);
    assert_eq!(told(&two, 0), "final of api_sports: agreed");
    // It is corrected, and believed.
    let mut mended = ended("espn", 3, 28, 14);
    mended.sequence = 2;
    assert_eq!(
        told(&case(&[odd.clone(), mended]), 5),
        "final of espn: stood"
    );
    // Nobody has bet: nobody needs to look.
    let mut idle = case(std::slice::from_ref(&odd));
    idle.starts.clear();
    assert_eq!(told(&idle, 9), "waits");
    // The operator's word was checked when it was given, and stands above all.
    let word = ended(ADMIN, 4, 21, 14);
    assert_eq!(
        told(&case(&[odd, word]), 4),
        format!("final of {ADMIN}: admin")
    );
}

#[test]
fn a_short_baseball_game_whose_end_is_not_told_is_reviewed_and_with_its_end_it_is_a_result() {
    let mut parts = vec![(Period::Full, 3, 2)];
    let runs = [(1, 0), (0, 0), (0, 0), (0, 1), (2, 0), (0, 1)];
    parts.extend(
        (1u8..)
            .zip(runs)
            .map(|(n, (home, away))| (Period::Inning(n), home, away)),
    );
    let mut six = Report {
        scores: scores(&parts),
        ..ended("espn", 0, 3, 2)
    };
    let silent = reports_of(Sport::Baseball, "MLB", &[six.clone()]);
    assert_eq!(told(&silent, 2), "review: incomplete");
    let inning = shared::facts::InningEnd {
        number: 6,
        bottom: true,
        outs: 3,
    };
    six.facts.ending = Some(Ending {
        inning: Some(inning),
        ..Ending::default()
    });
    let known = reports_of(Sport::Baseball, "MLB", &[six]);
    assert_eq!(told(&known, 2), "final of espn: stood");
}

#[test]
fn a_correction_that_contradicts_itself_leaves_the_result_as_it_is_until_somebody_looks() {
    let settled = ended("espn", 0, 21, 14);
    let odd = Report {
        sequence: 2,
        scores: scores(&[(Period::Full, 21, 14), (Period::Quarter(1), 30, 0)]),
        ..ended("espn", 5, 21, 14)
    };
    let case = after(&settled, Basis::Stood, &[settled.clone(), odd]);
    assert_eq!(told(&case, 6), "waits until 7");
    assert_eq!(told(&case, 7), "review: contradictory");
}

/// In the state that a feed gives it, begun three hours before noon.
fn going_on(provider: &str, status: GameStatus) -> Report {
    Report {
        status,
        scores: Vec::new(),
        starts_at: at(-180),
        ..ended(provider, 0, 0, 0)
    }
}

#[test]
fn a_game_that_should_have_ended_long_ago_is_reviewed_and_sooner_where_it_is_said_to_be_over() {
    let live = case(&[going_on("espn", GameStatus::Live)]);
    assert_eq!(
        told(&live, 0),
        "waits until 300",
        "eight hours from its start"
    );
    assert_eq!(told(&live, 301), "review: overdue");
    let lost = case(&[going_on("espn", GameStatus::Scheduled)]);
    assert_eq!(told(&lost, 301), "review: overdue");
    // Over, and nobody can read how it ended.
    let unreadable = case(&[going_on("espn", GameStatus::Final)]);
    assert_eq!(told(&unreadable, 1), "waits until 2");
    assert_eq!(told(&unreadable, 3), "review: unreadable");
    // Another source can: what cannot be read does not contradict it.
    let other = case(&[
        going_on("espn", GameStatus::Final),
        ended("nflverse", 0, 21, 14),
    ]);
    assert_eq!(told(&other, 0), "final of nflverse: official");
    // Never on offer: it is looked at once more, in case it is until then.
    let mut idle = live.clone();
    idle.starts.clear();
    assert_eq!(told(&idle, 0), "waits until 300");
    assert_eq!(told(&idle, 301), "waits");
}
