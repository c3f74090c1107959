//! Worked cases and whole seasons that live outside the project. `DBSBM_CORPUS` names the folder
//! that has them; without it these tests say that they are skipped.

use std::collections::BTreeMap;
use std::path::PathBuf;

use grading::flat::FlatStakes;
use grading::{LegSettled, LegState, TicketProgress, grade, settle};
use serde_json::Value;
use shared::competitor::Role;
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::{LegOutcome, Share};
use shared::league::Sport;
use shared::market::{MarketKind, Selection, Side};
use shared::price::Price;
use shared::ticket::{TicketKind, TicketState};
use shared::units::Units;

use crate::{full, graded, house, pick_in, pick_line};

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn corpus(file: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from) else {
        println!("skipped: DBSBM_CORPUS is not set");
        return None;
    };
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    Some(text)
}

/// Why a leg is not of the markets, sports and games that are graded now.
fn out_of_scope(leg: &Value) -> Option<&'static str> {
    let (market, game) = (&leg["market"], &leg["game"]);
    let sport = game["sport"].as_str().and_then(Sport::from_word);
    let sports = [
        Sport::AmericanFootball,
        Sport::Basketball,
        Sport::Baseball,
        Sport::IceHockey,
        Sport::Soccer,
    ];
    if !leg["graded"].is_null() {
        None
    } else if !["moneyline", "spread", "total"].contains(&market["kind"].as_str().unwrap()) {
        Some("market")
    } else if !sport.is_some_and(|it| sports.contains(&it)) {
        Some("sport")
    } else if !game["ending"].is_null() || !game["starters"].is_null() {
        Some("ending or starters")
    } else if !leg["each_way"].is_null() {
        Some("each way")
    } else {
        None
    }
}

fn selection(leg: &Value) -> Selection {
    let market = &leg["market"];
    let kind = match (market["kind"].as_str().unwrap(), market["ways"].as_i64()) {
        ("moneyline", Some(3)) => MarketKind::Moneyline3,
        ("moneyline", _) => MarketKind::Moneyline2,
        (other, _) => MarketKind::from_word(other).unwrap(),
    };
    let side = Side::from_word(leg["selection"].as_str().unwrap()).unwrap();
    let period: Period = market["period"].as_str().unwrap_or("full").parse().unwrap();
    pick_in(period, kind, side, market["line"].as_str())
}

fn result(game: &Value) -> GameResult {
    let mut result = crate::final_with(&[]);
    result.status = GameStatus::from_word(game["status"].as_str().unwrap()).unwrap();
    let mut innings = BTreeMap::new();
    for score in game["scores"].as_array().into_iter().flatten() {
        let period = match score["period"].as_str().unwrap() {
            "extra_time" => Period::Overtime,
            "penalties" => Period::Shootout,
            other => other.parse().unwrap(),
        };
        for (role, word) in [(Role::Home, "home"), (Role::Away, "away")] {
            let Some(points) = score[word].as_i64() else {
                continue;
            };
            let points = i32::try_from(points).unwrap();
            result.scores.push(PeriodScore {
                period,
                role,
                points,
            });
            if matches!(period, Period::Inning(_)) {
                *innings.entry(role).or_insert(0) += points;
            }
        }
    }
    // A feed of baseball tells the runs as well as the innings.
    let runs = innings.into_iter().map(|(role, points)| PeriodScore {
        period: Period::Full,
        role,
        points,
    });
    result.scores.extend(runs);
    result
}

fn share(text: &str) -> Share {
    let (num, den) = text.split_once('/').unwrap_or((text, "1"));
    Share::new(num.parse().unwrap(), den.parse().unwrap()).unwrap()
}

/// `push`, `void` and `refunded` count as one word.
fn word(text: &str) -> &str {
    match text {
        "push" | "void" | "refunded" => "back",
        other => other,
    }
}

/// A price in any of the six formats of the cases, by what it wins over what it risks.
fn price_of(leg: &Value) -> Price {
    let Some((format, text)) = leg["price"].as_object().and_then(|it| it.iter().next()) else {
        return Price::from_american(100).unwrap();
    };
    let text = text.as_str().unwrap();
    let hundredths = |text: &str| {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{rest:0<2}").parse::<u32>().unwrap()
    };
    let (gain, risk) = match (format.as_str(), text.strip_prefix('-')) {
        ("american", _) => return Price::parse_american(text).unwrap(),
        ("decimal", _) => return Price::parse_decimal(text).unwrap(),
        ("fractional", _) => return Price::parse_fractional(text).unwrap(),
        ("malay" | "indonesian", Some(size)) => (100, hundredths(size)),
        ("hong_kong" | "malay" | "indonesian", None) => {
            (hundredths(text.trim_start_matches('+')), 100)
        }
        other => panic!("{other:?}"),
    };
    Price::parse_fractional(&format!("{gain}/{risk}")).unwrap()
}

/// The leg as it settles, checked against what the case expects of it.
fn settled(leg: &Value, expected: &Value, id: &str) -> LegSettled {
    let price = price_of(leg);
    let settled = if leg["graded"].is_null() {
        let sport = Sport::from_word(leg["game"]["sport"].as_str().unwrap()).unwrap();
        let grade = graded(&selection(leg), sport, &result(&leg["game"]));
        LegSettled::of(price, &grade)
    } else {
        let outcome = LegOutcome::from_word(expected["outcome"].as_str().unwrap()).unwrap();
        let shares = &leg["graded"];
        LegSettled {
            price,
            state: LegState::Graded {
                outcome,
                win: share(shares["win"].as_str().unwrap()),
                refund: share(shares["refund"].as_str().unwrap()),
            },
        }
    };
    let LegState::Graded {
        outcome,
        win,
        refund,
    } = settled.state
    else {
        panic!("{id} is pending");
    };
    assert_eq!(
        word(outcome.word()),
        word(expected["outcome"].as_str().unwrap()),
        "{id}"
    );
    assert_eq!(win, share(expected["win"].as_str().unwrap()), "{id}");
    assert_eq!(refund, share(expected["refund"].as_str().unwrap()), "{id}");
    settled
}

fn check_ticket(case: &Value, kind: TicketKind, legs: &[LegSettled]) {
    let id = case["id"].as_str().unwrap();
    let stake: Units = case["stake"].as_str().unwrap().parse().unwrap();
    let TicketProgress::Settled {
        state,
        returned,
        multiplier,
    } = settle(kind, stake, legs).unwrap()
    else {
        panic!("{id} is pending");
    };
    let expected = &case["expect"];
    assert_eq!(
        word(state.word()),
        word(expected["outcome"].as_str().unwrap()),
        "{id}"
    );
    let exact = expected["return"].as_str().unwrap();
    let (num, den) = exact.split_once('/').unwrap_or((exact, "1"));
    let (num, den): (i128, i128) = (num.parse().unwrap(), den.parse().unwrap());
    let steps = i128::from(shared::units::STEPS_PER_UNIT);
    assert_eq!(i128::from(returned.steps()), num * steps / den, "{id}");
    // stake · multiplier = return, exactly.
    let whole = multiplier.num() * stake.steps().unsigned_abs() * den.unsigned_abs();
    assert_eq!(
        whole,
        multiplier.den() * (num * steps).unsigned_abs(),
        "{id}"
    );
    assert_ne!(state, TicketState::Open);
}

#[test]
fn every_worked_case_that_is_in_scope_agrees_to_the_last_digit() {
    let Some(text) = corpus("vectors/tickets.jsonl") else {
        return;
    };
    let mut taken: BTreeMap<&str, u32> = BTreeMap::new();
    let mut skipped: BTreeMap<&str, u32> = BTreeMap::new();
    let mut legs_alone = 0;
    for line in text.lines().filter(|it| !it.is_empty()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        let legs = case["legs"].as_array().unwrap();
        let expected = case["expect"]["legs"].as_array().unwrap();
        let kind = case["kind"].as_str().and_then(TicketKind::from_word);
        let teaser = !case["kind"]["teaser"].is_null();
        let reason = legs.iter().find_map(out_of_scope);
        if let (Some(kind), None) = (kind, reason) {
            let pairs = legs.iter().zip(expected);
            let legs: Vec<_> = pairs.map(|(leg, it)| settled(leg, it, id)).collect();
            check_ticket(&case, kind, &legs);
            *taken.entry(kind.word()).or_default() += 1;
            continue;
        }
        // What the ticket needs is not there yet; its legs may be. A teaser moves the lines.
        for (leg, expected) in { legs }.iter().zip(expected) {
            if !teaser && out_of_scope(leg).is_none() {
                settled(leg, expected, id);
                legs_alone += 1;
            }
        }
        *skipped.entry(reason.unwrap_or("ticket kind")).or_default() += 1;
    }
    println!("taken {taken:?}, skipped {skipped:?}, {legs_alone} legs of those");
    assert!(taken.values().sum::<u32>() >= 25, "{taken:?}");
    assert!(legs_alone >= 20, "{legs_alone}");
}

fn rows(text: &str) -> impl Iterator<Item = BTreeMap<String, String>> + '_ {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    reader.into_records().map(move |record| {
        let pairs = { header.iter() }.zip(
            record
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        );
        pairs
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    })
}

fn half_point(text: &str) -> shared::line::Line {
    text.parse().unwrap()
}

#[test]
fn four_seasons_of_closing_handicaps_return_what_they_are_known_to_return() {
    let mut home = FlatStakes::default();
    for season in ["1920", "2021", "2122", "2223"] {
        let Some(text) = corpus(&format!("datasets/soccer/E0_{season}.csv")) else {
            return;
        };
        for row in rows(&text).filter(|it| !it["AHCh"].is_empty()) {
            let line = half_point(&row["AHCh"]);
            let selection = pick_line(Period::Full, MarketKind::Spread, Side::Home, Some(line));
            let goals = |column: &str| row[column].parse().unwrap();
            let mut result = full(goals("FTHG"), goals("FTAG"));
            let half = crate::final_with(&[(Period::Half(1), goals("HTHG"), goals("HTAG"))]);
            result.scores.extend(half.scores);
            let grade = grade(&house(Sport::Soccer), &selection, &result).unwrap();
            home.add(
                grade.outcome,
                (grade.win, grade.refund),
                Price::parse_decimal(&row["AvgCAHH"]).unwrap(),
            );
        }
    }
    let counts = home.counts();
    assert_eq!((counts.won, counts.half_won, counts.push), (605, 98, 106));
    assert_eq!((counts.half_lost, counts.lost, counts.void), (101, 610, 0));
    assert_eq!(home.percentage().as_deref(), Some("-3.3655"));
}

#[test]
fn thirteen_seasons_of_football_come_out_as_they_are_known_to() {
    let Some(text) = corpus("datasets/nfl/nflverse_games_2010_2022.csv") else {
        return;
    };
    let (mut home, mut over) = ([0; 3], [0; 3]);
    let place = |outcome| match outcome {
        LegOutcome::Won => 0,
        LegOutcome::Push => 1,
        LegOutcome::Lost => 2,
        other => panic!("{other}"),
    };
    for row in rows(&text).filter(|it| !it["home_score"].is_empty()) {
        let points = |column: &str| row[column].parse().unwrap();
        let result = full(points("home_score"), points("away_score"));
        let outcome = |kind, side, line| {
            let selection = pick_line(Period::Full, kind, side, Some(line));
            graded(&selection, Sport::AmericanFootball, &result).outcome
        };
        // The file's spread is what the home side is favoured by.
        let spread = -half_point(&row["spread_line"]);
        home[place(outcome(MarketKind::Spread, Side::Home, spread))] += 1;
        let total = half_point(&row["total_line"]);
        over[place(outcome(MarketKind::Total, Side::Over, total))] += 1;
    }
    assert_eq!(home, [1_666, 90, 1_752]);
    assert_eq!(over, [1_709, 38, 1_761]);
}
