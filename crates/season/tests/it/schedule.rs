//! Who plays whom and when.

use std::collections::HashSet;

use chrono::TimeDelta;
use season::league::{TEAMS, Team};
use season::play::{Game, Status};
use season::schedule::{GAMES_BETWEEN, PATTERN};
use season::{Schedule, Settings, SettingsError, Special};

use crate::{GAMES, every_season, games_of, origin, season, seconds};

#[test]
fn the_first_game_starts_in_under_a_minute_and_then_one_every_minute() {
    let season = season(1);
    let starts: Vec<_> = (0..4)
        .map(|n| (season.planned_start(n) - origin()).num_seconds())
        .collect();
    assert_eq!(starts, [45, 105, 165, 225]);
}

#[test]
fn no_team_plays_two_games_at_once() {
    for season in every_season() {
        let games: Vec<Game> = games_of(&season).collect();
        for (nth, game) in games.iter().enumerate() {
            assert_ne!(game.home.code, game.away.code);
            for later in games.iter().skip(nth + 1).take(GAMES_BETWEEN as usize + 2) {
                let both = [game.home.code, game.away.code];
                if both.contains(&later.home.code) || both.contains(&later.away.code) {
                    assert!(later.number - game.number >= GAMES_BETWEEN);
                    assert!(later.starts_at > game.final_at, "{game:?} {later:?}");
                }
            }
        }
    }
}

#[test]
fn everybody_meets_everybody_once_before_anybody_meets_again() {
    let season = season(3);
    let pairs: HashSet<_> = (0..120)
        .map(|number| {
            let (home, away) = season.teams(number);
            (home.code.min(away.code), home.code.max(away.code))
        })
        .collect();
    assert_eq!(pairs.len(), 120);
}

#[test]
fn the_second_time_a_pair_meets_the_other_side_is_at_home() {
    let season = season(3);
    for number in 0..120 {
        let (home, away) = season.teams(number);
        assert_eq!(season.teams(number + 120), (away, home), "game {number}");
    }
}

#[test]
fn every_special_comes_once_in_six_games() {
    let of = |special| PATTERN.iter().filter(|it| **it == special).count();
    assert_eq!(of(Special::Overtime), 1);
    assert_eq!(of(Special::Postponed), 1);
    assert_eq!(of(Special::Corrected), 1);
    let season = season(1);
    assert!((0..GAMES).all(|n| season.special(n) == PATTERN[(n % 6) as usize]));
}

#[test]
fn four_minutes_show_a_correction_an_overtime_and_a_postponement() {
    let season = season(1);
    let seen = origin() + seconds(240);
    let state = |number| Game::new(&season, number).at(seen).unwrap();
    assert!(state(0).corrected_at.is_some());
    assert_eq!(state(1).period, Some(5));
    assert_eq!(state(3).postponed_from, Some(season.planned_start(3)));
}

#[test]
fn six_games_at_least_can_be_bet_on_at_any_time() {
    for season in every_season().step_by(20) {
        let games: Vec<Game> = games_of(&season).take(45).collect();
        for second in 0..1_800 {
            let now = origin() + seconds(second);
            let open = games
                .iter()
                .filter_map(|game| game.at(now))
                .filter(|state| state.status == Status::Scheduled && state.starts_at > now)
                .count();
            assert!(open >= 6, "{open} open after {second} s");
        }
    }
}

#[test]
fn exactly_the_games_that_are_known_are_listed() {
    let season = season(5);
    for second in (0..3_600).step_by(17) {
        let now = origin() + seconds(second);
        let shown = season.shown(origin(), now);
        let known = games_of(&season).filter(|game| game.at(now).is_some());
        assert!(known.map(|game| game.number).eq(shown), "after {second} s");
    }
}

#[test]
fn a_season_before_its_time_has_no_games() {
    let season = season(5);
    let long_before = origin() - TimeDelta::days(365);
    assert!(season.shown(long_before, long_before).is_empty());
}

#[test]
fn equal_settings_give_the_same_season_and_others_give_other_ids() {
    let settings = Settings::new(7, origin());
    let one = Schedule::new(settings.clone()).unwrap();
    let same = Schedule::new(settings.clone()).unwrap();
    for number in 0..GAMES {
        let (one, same) = (Game::new(&one, number), Game::new(&same, number));
        assert_eq!(format!("{one:?}"), format!("{same:?}"));
    }
    let later = Settings {
        origin: origin() + seconds(1),
        ..settings.clone()
    };
    let seeded = Settings {
        seed: 8,
        ..settings.clone()
    };
    let longer = Settings {
        game_length: seconds(121),
        ..settings
    };
    for other in [later, seeded, longer] {
        assert_ne!(Schedule::new(other).unwrap().key(), one.key());
    }
}

#[test]
fn games_that_begin_at_once_are_of_different_teams_and_are_shown_together() {
    for at_once in [2, 4, 8] {
        let settings = Settings {
            games_at_once: at_once,
            ..Settings::new(7, origin())
        };
        let season = Schedule::new(settings).unwrap();
        let at_once = u64::from(at_once);
        for first in (0..GAMES).step_by(at_once as usize) {
            let slate = first..first + at_once;
            let start = season.planned_start(first);
            assert!(slate.clone().all(|it| season.planned_start(it) == start));
            let mut teams: Vec<_> = slate
                .flat_map(|it| [season.teams(it).0.code, season.teams(it).1.code])
                .collect();
            teams.sort_unstable();
            teams.dedup();
            assert_eq!(teams.len() as u64, 2 * at_once);
        }
        for second in (0..2_000).step_by(59) {
            let now = origin() + seconds(second);
            let shown = season.shown(origin(), now);
            let known = games_of(&season).filter(|game| game.at(now).is_some());
            assert!(known.map(|game| game.number).eq(shown), "after {second} s");
        }
    }
    let three = Settings {
        games_at_once: 3,
        ..Settings::new(7, origin())
    };
    let refused = Schedule::new(three).err().map(|it| it.to_string());
    let words = "3 games cannot begin at once: 1, 2, 4 or 8 can";
    assert_eq!(refused.as_deref(), Some(words));
}

#[test]
fn only_ids_that_the_season_gives_are_its_ids() {
    let season = season(7);
    assert_eq!(season.number(&season.id(42)), Some(42));
    let key = season.key();
    for wrong in [
        String::new(),
        format!("hrb-{key}-"),
        format!("hrb-{key}-+1"),
        format!("hrb-{key}-01"),
        format!("hrb-{key}-18446744073709551615"),
        String::from("hrb-000000-1"),
    ] {
        assert_eq!(season.number(&wrong), None, "{wrong}");
    }
}

#[test]
fn twice_the_speed_is_half_of_every_span() {
    let fast = Settings::new(1, origin()).at_speed(2.0).unwrap();
    let paced = Settings::paced(1, origin(), seconds(30), seconds(60));
    assert_eq!(fast, paced);
}

#[test]
fn settings_that_make_no_season_are_refused_with_a_reason() {
    let usual = Settings::new(1, origin());
    let refusal = |settings: Settings| Schedule::new(settings).unwrap_err();
    for (short, name) in [
        (
            Settings {
                game_every: seconds(0),
                ..usual.clone()
            },
            "game-every",
        ),
        (
            Settings {
                game_every: TimeDelta::MIN,
                ..usual.clone()
            },
            "game-every",
        ),
        (
            Settings {
                game_length: seconds(-1),
                ..usual.clone()
            },
            "game-length",
        ),
        (
            Settings {
                lead: seconds(479),
                ..usual.clone()
            },
            "lead",
        ),
        (
            Settings {
                correct_after: seconds(0),
                ..usual.clone()
            },
            "correct-after",
        ),
    ] {
        assert!(matches!(refusal(short), SettingsError::TooShort { name: it, .. } if it == name));
    }
    for (long, name) in [
        (
            Settings {
                game_every: TimeDelta::MAX,
                ..usual.clone()
            },
            "game-every",
        ),
        (
            Settings {
                lead: seconds(6_001),
                ..usual.clone()
            },
            "lead",
        ),
        (
            Settings::paced(1, origin(), TimeDelta::MAX, seconds(60)),
            "game-every",
        ),
    ] {
        assert!(matches!(refusal(long), SettingsError::TooLong { name: it, .. } if it == name));
    }
    let overlapping = Settings {
        game_length: seconds(320),
        ..usual.clone()
    };
    assert!(matches!(
        refusal(overlapping),
        SettingsError::Overlap { .. }
    ));
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(usual.clone().at_speed(speed), Err(SettingsError::Speed));
    }
    assert!(Schedule::new(usual.clone().at_speed(1e-300).unwrap()).is_err());
    assert!(Schedule::new(usual.at_speed(1e300).unwrap()).is_err());
}

#[test]
fn teams_have_codes_of_three_letters_and_nothing_in_common() {
    let different = |of: fn(&Team) -> &str| TEAMS.iter().map(of).collect::<HashSet<_>>().len();
    assert_eq!(different(|team| team.code), TEAMS.len());
    assert_eq!(different(|team| team.city), TEAMS.len());
    assert_eq!(different(|team| team.nickname), TEAMS.len());
    for team in &TEAMS {
        assert!(team.code.len() == 3 && team.code.bytes().all(|b| b.is_ascii_uppercase()));
    }
}

#[test]
fn a_crests_letters_can_be_read() {
    for team in &TEAMS {
        let (dark, light) = (luminance(team.primary), luminance(team.secondary));
        let contrast = (light + 0.05) / (dark + 0.05);
        assert!(contrast >= 4.5, "{}: {contrast:.1}", team.code);
    }
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    assert_eq!((colour.len(), &colour[..1]), (7, "#"));
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
