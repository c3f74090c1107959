//! A game's course, from its first showing to its last change.

use chrono::TimeDelta;
use season::Special;
use season::play::{Game, Score, State, Status};

use crate::{every_season, games_of, season, seconds};

/// The game at every of its changes, oldest first.
fn course(game: &Game) -> Vec<State> {
    let end = game.corrected_at.unwrap_or(game.final_at);
    let mut states: Vec<State> = game.at(end).into_iter().collect();
    while let Some(before) = states
        .last()
        .and_then(|state| game.before_last_change(state.updated_at))
    {
        states.push(before);
    }
    states.reverse();
    states
}

#[test]
fn the_score_only_grows_until_the_final() {
    for season in every_season() {
        for game in games_of(&season) {
            let mut last = Score::default();
            for state in course(&game)
                .into_iter()
                .filter(|state| state.corrected_at.is_none())
            {
                let score = state.score();
                assert!(
                    score.home >= last.home && score.away >= last.away,
                    "{game:?}"
                );
                last = score;
            }
            assert_eq!(last, game.first_final());
        }
    }
}

#[test]
fn every_revision_comes_later_than_the_one_before() {
    for season in every_season() {
        for game in games_of(&season) {
            let course = course(&game);
            assert_eq!(
                course.first().map(|state| state.updated_at),
                Some(game.opens_at)
            );
            for pair in course.windows(2) {
                assert!(pair[0].revision < pair[1].revision);
                assert!(pair[0].updated_at < pair[1].updated_at);
            }
        }
    }
}

#[test]
fn a_game_goes_from_scheduled_through_live_to_final() {
    for game in games_of(&season(2)).filter(|game| game.special != Special::Postponed) {
        let status = |at| game.at(at).map(|state| state.status);
        let instant = TimeDelta::milliseconds(1);
        assert_eq!(status(game.opens_at - instant), None);
        assert_eq!(status(game.opens_at), Some(Status::Scheduled));
        assert_eq!(status(game.starts_at - instant), Some(Status::Scheduled));
        assert_eq!(status(game.starts_at), Some(Status::Live));
        assert_eq!(status(game.final_at - instant), Some(Status::Live));
        assert_eq!(status(game.final_at), Some(Status::Final));
    }
}

#[test]
fn nobody_draws() {
    for season in every_season() {
        for game in games_of(&season) {
            assert_ne!(game.first_final().margin(), 0, "{game:?}");
            assert_ne!(game.last_final().margin(), 0, "{game:?}");
        }
    }
}

#[test]
fn an_overtime_is_level_after_four_quarters_and_decided_by_the_fifth() {
    for season in every_season() {
        for game in games_of(&season) {
            let end = game.at(game.final_at).unwrap();
            let quarters = end
                .periods
                .iter()
                .take(4)
                .fold(0, |sum, p| sum + p.margin());
            let overtime = game.special == Special::Overtime;
            assert_eq!(end.periods.len(), if overtime { 5 } else { 4 });
            assert_eq!(quarters == 0, overtime, "{game:?}");
            assert_eq!(end.period, Some(if overtime { 5 } else { 4 }));
        }
    }
}

#[test]
fn a_quarters_clock_runs_from_fifteen_minutes_to_nothing() {
    let season = season(4);
    let game = Game::new(&season, 1);
    let clock = |after| {
        let state = game.at(game.starts_at + seconds(after)).unwrap();
        (state.period.unwrap(), state.clock_s.unwrap())
    };
    assert_eq!(clock(0), (1, 900));
    assert_eq!(clock(15), (1, 450));
    assert_eq!(clock(29), (1, 30));
    assert_eq!(clock(30), (2, 900));
    assert_eq!(clock(120), (5, 600), "an overtime is shorter");
    assert_eq!(clock(150), (5, 0));
    assert_eq!(game.at(game.starts_at - seconds(1)).unwrap().clock_s, None);
}

#[test]
fn a_postponed_game_is_called_off_then_given_a_new_time_and_played() {
    let game = Game::new(&season(1), 3);
    let called_off = game.at(game.planned_start - seconds(10)).unwrap();
    assert_eq!(called_off.status, Status::Postponed);
    assert_eq!(
        (called_off.starts_at, called_off.postponed_from),
        (game.planned_start, None)
    );

    let planned_anew = game.at(game.planned_start).unwrap();
    assert_eq!(planned_anew.status, Status::Scheduled);
    assert_eq!(planned_anew.starts_at, game.planned_start + seconds(30));
    assert_eq!(planned_anew.postponed_from, Some(game.planned_start));

    assert_eq!(
        game.at(planned_anew.starts_at).unwrap().status,
        Status::Live
    );
    assert_eq!(
        game.at(planned_anew.starts_at + seconds(120))
            .unwrap()
            .status,
        Status::Final
    );
}

#[test]
fn a_corrected_final_loses_one_touchdown_three_quarters_of_a_minute_later() {
    for season in every_season() {
        for game in games_of(&season).filter(|game| game.special == Special::Corrected) {
            let (first, last) = (game.first_final(), game.last_final());
            assert_eq!(first.total() - last.total(), 7);
            let corrected = game.at(game.final_at + seconds(45)).unwrap();
            assert_eq!(corrected.corrected_at, Some(corrected.updated_at));
            assert_eq!((corrected.status, corrected.score()), (Status::Final, last));
            let before = game.before_last_change(corrected.updated_at).unwrap();
            assert_eq!((before.status, before.score()), (Status::Final, first));
        }
    }
}

#[test]
fn only_games_that_say_so_are_corrected() {
    for season in every_season() {
        for game in games_of(&season).filter(|game| game.special != Special::Corrected) {
            assert_eq!(game.corrected_at, None);
            assert_eq!(game.first_final(), game.last_final());
        }
    }
}

#[test]
fn a_special_game_is_told_from_a_plain_one_by_no_flood_of_points() {
    let mean = |special| {
        let games = every_season().flat_map(|season| games_of(&season).collect::<Vec<_>>());
        let totals: Vec<i64> = games
            .filter(|game| game.special == special)
            .map(|game| game.last_final().total())
            .collect();
        totals.iter().sum::<i64>() / totals.len() as i64
    };
    let plain = mean(Special::Plain);
    for special in [Special::Overtime, Special::Corrected] {
        assert!(
            (mean(special) - plain).abs() <= 6,
            "{special:?}: {}",
            mean(special)
        );
    }
}

#[test]
fn every_moment_is_a_whole_millisecond() {
    let odd = TimeDelta::microseconds(10_000_333);
    let begin = crate::origin() + TimeDelta::nanoseconds(7);
    let season = season::Schedule::new(season::Settings::paced(1, begin, odd, odd)).unwrap();
    for game in games_of(&season) {
        for state in course(&game) {
            assert_eq!(
                state.updated_at.timestamp_subsec_nanos() % 1_000_000,
                0,
                "{state:?}"
            );
        }
    }
}

#[test]
fn favourites_win_more_often_and_totals_are_those_of_the_sport() {
    let (mut games, mut points, mut expected, mut sharp, mut won) = (0, 0, 0, 0, 0);
    for season in every_season() {
        for game in games_of(&season).filter(|game| game.special == Special::Plain) {
            games += 1;
            points += game.last_final().total();
            expected += game.expected_total;
            if game.expected_margin.abs() >= 12 {
                sharp += 1;
                won += i64::from(game.last_final().margin() * game.expected_margin > 0);
            }
        }
    }
    let (mean, meant) = (points / games, expected / 2 / games);
    assert!(
        (mean - meant).abs() <= 1,
        "{mean} points a game, {meant} expected"
    );
    // Six points and more of favour: between two and nine wins in ten.
    assert!(
        (650..900).contains(&(won * 1000 / sharp)),
        "{won} of {sharp}"
    );
}
