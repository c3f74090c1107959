//! What ESPN's boards of athletes come to: tennis, fights, golf, Formula 1. The fixtures are made up,
//! in the shapes of boards and leaderboards that public projects have recorded between 2022 and
//! October 2026.

use grading::end::End;
use providers::espn::{read, read_leaderboard};
use shared::competitor::{CompetitorKind, Lead, Role};
use shared::facts::{Finish, Method};
use shared::feed::{FeedAnswer, GameReport};
use shared::game::{GameKind, GameStatus, Period};

use crate::support::{fixture, game, points};

fn board(name: &str, league: &str) -> FeedAnswer {
    let answer = read(fixture(&format!("espn/{name}.json")), league).unwrap();
    for game in &answer.games {
        let end = End {
            status: game.status,
            scores: &game.scores,
            facts: &game.facts,
        };
        let has_result = !game.scores.is_empty() || !game.facts.is_empty();
        if has_result {
            let checked = grading::check(game.league.sport, &game.league.code, end);
            assert_eq!(checked, Ok(()), "{}", game.reference);
        }
    }
    answer
}

fn refusals(answer: &FeedAnswer) -> Vec<String> {
    let told = answer.rejected.iter();
    told.map(|it| format!("{}: {}", it.place, it.reason))
        .collect()
}

fn sets(game: &GameReport) -> Vec<(i32, i32)> {
    let pair = |period| {
        let of = |role| points(&game.scores, period, role);
        of(Role::Home).zip(of(Role::Away))
    };
    (0..=5)
        .map_while(|it| {
            pair(if it == 0 {
                Period::Full
            } else {
                Period::Set(it)
            })
        })
        .collect()
}

fn winner(game: &GameReport) -> Option<Lead> {
    game.facts.ending?.winner
}

#[test]
fn a_tournament_is_matches_of_the_tours_own_draw_without_doubles() {
    let men = board("tennis", "ATP");
    let ids: Vec<_> = men.games.iter().map(|it| it.reference.as_str()).collect();
    let known = [
        "9101", "9102", "9103", "9104", "9105", "9106", "9108", "9109", "9401",
    ];
    assert_eq!(
        ids, known,
        "those of the women, of pairs and of nobody yet are left out"
    );
    let body = fixture("espn/tennis.json");
    let women = std::str::from_utf8(&body)
        .unwrap()
        .replace(r#""slug": "atp""#, r#""slug": "wta""#);
    let women = read(women.into(), "WTA").unwrap();
    let ids: Vec<_> = women.games.iter().map(|it| it.reference.as_str()).collect();
    assert_eq!(ids, ["9201", "9402"]);
    let side = women.games[0].side(Role::Home).unwrap();
    assert_eq!(
        (side.kind, side.name.as_str(), side.short_name.as_str()),
        (CompetitorKind::Athlete, "Ana Kral", "Kral")
    );
}

#[test]
fn games_by_set_are_parts_and_whole_sets_the_score() {
    let answer = board("tennis", "ATP");
    // The winner is listed first, and stands where the board puts him.
    let two = game(&answer.games, "9101");
    assert_eq!(sets(two), [(0, 2), (3, 6), (6, 7)]);
    assert_eq!(
        (two.facts.best_of, winner(two)),
        (Some(3), Some(Lead::Away))
    );
    let five = game(&answer.games, "9102");
    assert_eq!(sets(five)[0], (3, 2));
    assert_eq!(
        (five.facts.best_of, winner(five)),
        (Some(5), Some(Lead::Home))
    );
    let by_order = game(&answer.games, "9401");
    assert_eq!(by_order.side(Role::Home).unwrap().name, "Ivo Dragan");
    assert_eq!(sets(by_order)[0], (1, 2));
    let live = game(&answer.games, "9105");
    assert_eq!(
        (live.status, sets(live)),
        (GameStatus::Live, vec![(0, 1), (4, 6), (2, 1)])
    );
}

#[test]
fn who_gave_up_and_who_never_came_are_told_apart() {
    let answer = board("tennis", "ATP");
    let broken = game(&answer.games, "9103");
    assert_eq!(
        (broken.status, winner(broken)),
        (GameStatus::Retired, Some(Lead::Away))
    );
    assert_eq!(
        broken.facts.ending.unwrap().method,
        Some(Method::Retirement)
    );
    assert_eq!(sets(broken), [(0, 1), (3, 6), (0, 2)]);
    let walkover = game(&answer.games, "9104");
    assert_eq!(walkover.status, GameStatus::Walkover);
    assert_eq!(
        (winner(walkover), walkover.scores.len()),
        (Some(Lead::Away), 0)
    );
}

#[test]
fn a_match_whose_sets_are_no_match_is_over_without_a_score() {
    let answer = board("tennis", "ATP");
    for id in ["9108", "9109"] {
        let odd = game(&answer.games, id);
        assert_eq!(
            (odd.status, odd.scores.len()),
            (GameStatus::Final, 0),
            "{id}"
        );
    }
    assert_eq!(
        refusals(&answer),
        [
            "event 9108: sets: 2 are told, and it ended in set 3",
            "event 9109: contradiction: the loser has won 2 sets",
            "event 9110: who of the two stands first is not told",
        ]
    );
}

#[test]
fn a_fight_says_who_won_how_and_when_as_far_as_the_board_does() {
    let answer = board("ufc", "UFC");
    let ended = |id: &str| {
        let ending = game(&answer.games, id).facts.ending;
        ending.map(|it| (it.winner.unwrap(), it.method, it.round, it.second))
    };
    let decision = Some(Method::Decision);
    assert_eq!(
        ended("8001"),
        Some((Lead::Away, decision, Some(3), Some(300)))
    );
    let knockout = Some(Method::Knockout);
    assert_eq!(
        ended("8002"),
        Some((Lead::Home, knockout, Some(1), Some(179)))
    );
    let submission = Some(Method::Submission);
    assert_eq!(
        ended("8003"),
        Some((Lead::Away, submission, Some(2), Some(84)))
    );
    assert_eq!(ended("8004"), None, "nobody is marked");
    assert_eq!(ended("8005"), Some((Lead::Home, None, Some(2), Some(190))));
    assert_eq!(ended("8009"), Some((Lead::Home, knockout, None, None)));
    assert_eq!(ended("8010"), None, "a way that is not known");
    assert_eq!(
        refusals(&answer),
        [
            "event 8004: it is over, and nobody is said to have won",
            "event 8005: how it was won is not told",
            "event 8009: rounds: ended in 4 of 3, so neither is taken",
            r#"event 8010: it was won by "Headlock", which is unknown"#,
        ]
    );
}

#[test]
fn a_card_has_the_start_of_its_part_and_no_fight_without_an_opponent() {
    let answer = board("ufc", "UFC");
    let live = game(&answer.games, "8006");
    assert_eq!((live.status, live.facts.ending), (GameStatus::Live, None));
    let ahead = game(&answer.games, "8007");
    assert_eq!(ahead.starts_at.to_rfc3339(), "2031-10-11T00:00:00+00:00");
    assert_eq!(ahead.side(Role::Home).unwrap().name, "Cruz Silva");
    assert_eq!(ahead.facts.scheduled_rounds, Some(5));
    assert!(answer.games.iter().all(|it| it.reference != "8008"));
}

#[test]
fn a_tournament_of_golf_is_a_field_that_closes_before_anybody_tees_off() {
    let answer = board("golf", "PGA");
    let ahead = game(&answer.games, "7002");
    assert_eq!(ahead.kind(), GameKind::Field);
    assert_eq!(ahead.field.as_ref().unwrap().slug, "sandbank-open");
    assert_eq!(ahead.participants.len(), 3);
    // The day is told and not the hour: it begins first in New Zealand.
    assert_eq!(ahead.starts_at.to_rfc3339(), "2031-10-15T11:00:00+00:00");
    assert_eq!(refusals(&answer), ["event 7004: a side that is no athlete"]);
}

#[test]
fn a_leaderboard_has_places_and_who_did_not_get_one() {
    let read = read_leaderboard(&fixture("espn/leaderboard.json")).unwrap();
    assert_eq!(
        read.first_tee.unwrap().to_rfc3339(),
        "2031-10-08T22:30:00+00:00"
    );
    let mut lines: Vec<_> = read.entrants.iter().collect();
    lines.sort_by_key(|it| (it.position.is_none(), it.position, it.finish.word()));
    let told: Vec<_> = lines
        .iter()
        .map(|it| (it.position, it.finish, it.holes, it.scores.len()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(1), Finish::Finished, Some(72), 4),
            (Some(2), Finish::Finished, Some(72), 4),
            (Some(3), Finish::Finished, Some(72), 4),
            (Some(3), Finish::Finished, Some(72), 4),
            (None, Finish::DidNotStart, None, 0),
            (None, Finish::MissedCut, Some(36), 2),
            (None, Finish::Withdrew, None, 2),
        ]
    );
    assert_eq!(read.rejected, ["Hol Ira: unknown status STATUS_MOON"]);
}

#[test]
fn of_a_weekend_of_racing_the_race_is_the_game() {
    let answer = board("f1", "F1");
    let ids: Vec<_> = answer
        .games
        .iter()
        .map(|it| it.reference.as_str())
        .collect();
    assert_eq!(ids, ["600013", "600023", "600033"]);
    let run = game(&answer.games, "600013");
    assert_eq!(run.field.as_ref().unwrap().slug, "marsh-grand-prix");
    let place = |name: &str| {
        let entered = run
            .participants
            .iter()
            .find(|it| it.competitor.name == name);
        let id = entered
            .unwrap()
            .competitor
            .first_id("espn", run.league.sport);
        run.facts
            .entrants
            .iter()
            .find(|it| it.id == id)
            .map(|it| it.position)
    };
    assert_eq!(place("Wes Xu"), Some(Some(1)));
    assert_eq!(place("Ugo Vance"), Some(Some(2)));
    assert_eq!(place("Abi Boyd"), None, "stopped, or never started");
    let ahead = game(&answer.games, "600023");
    assert_eq!(ahead.status, GameStatus::Scheduled);
    assert_eq!(ahead.starts_at.to_rfc3339(), "2031-05-07T13:00:00+00:00");
    assert_eq!(
        refusals(&answer),
        [
            "event 600013: without a place, and whether they started is not told: Abi Boyd",
            "event 600033: the places are not 1, 2, 3 and so on",
        ]
    );
}
