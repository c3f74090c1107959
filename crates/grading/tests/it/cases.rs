//! The project's own cases: tickets as `dbsbm-fetcher grade` reads them, each with the rules that
//! it shows and with what it comes to.
//!
//! A line's `expect.rules` are full names of rows. A row is shown by a receipt that names it, or
//! that names the row which carries it out; a row that is no matter of one leg's grade is shown by
//! what the ticket came to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use grading::jsonl::{Answers, market_kind};
use grading::rules::{self, CHOICES, Proof, windows};
use grading::{HouseRules, verify};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::league::Sport;
use shared::market::MarketKind;

/// How many cases there are at least.
const CASES_MIN: usize = 250;

/// What an answer says, as far as the cases ask.
#[derive(Deserialize)]
struct Answer {
    outcome: Option<String>,
    return_exact: Option<String>,
    #[serde(default)]
    legs: Vec<Leg>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Leg {
    outcome: String,
    win: String,
    refund: String,
    rule: String,
    place: Option<Value>,
    deduction: Option<String>,
    receipt: Option<Box<RawValue>>,
    place_receipt: Option<Box<RawValue>>,
}

struct Case {
    /// `soccer.jsonl:7 soccer-007`
    at: String,
    line: String,
    ticket: Value,
    answer: Answer,
}

impl Case {
    fn claims(&self) -> Vec<&str> {
        let claims = self.ticket["expect"]["rules"].as_array().unwrap();
        claims.iter().map(|it| it.as_str().unwrap()).collect()
    }

    /// The sport and the kind of market of each leg.
    fn asks(&self) -> Vec<(Sport, MarketKind)> {
        let legs = self.ticket["legs"].as_array().unwrap();
        let asks = legs.iter().map(|leg| {
            let sport = Sport::from_word(leg["game"]["sport"].as_str().unwrap()).unwrap();
            let market = &leg["market"];
            let ways = market["ways"].as_u64().map(|it| u8::try_from(it).unwrap());
            let kind = market_kind(market["kind"].as_str().unwrap(), ways).unwrap();
            (sport, kind)
        });
        asks.collect()
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap()
}

fn files() -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap();
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.retain(|it| !it.ends_with("corrections.jsonl"));
    files.sort();
    files
}

/// Every case with its answer.
fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut answers = Answers::default();
    for file in files() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        for (number, line) in (1..).zip(text(&file).lines()) {
            let ticket: Value = serde_json::from_str(line).unwrap();
            let at = format!("{name}:{number} {}", ticket["id"].as_str().unwrap());
            let answered = answers.answer(number, line.as_bytes()).unwrap();
            let answer: Answer = serde_json::from_str(&answered.json).unwrap();
            cases.push(Case {
                at,
                line: line.to_owned(),
                ticket,
                answer,
            });
        }
    }
    cases
}

/// What is wrong with a case; nothing where it comes to what it says.
fn wrong(case: &Case) -> Vec<String> {
    let Answer {
        outcome,
        return_exact,
        legs,
        error,
    } = &case.answer;
    if let Some(error) = error {
        return vec![format!("{}: {error}\n  {}", case.at, case.line)];
    }
    let expect = &case.ticket["expect"];
    let mut found = vec![
        ("outcome", outcome.clone(), expect["outcome"].clone()),
        ("return", return_exact.clone(), expect["return"].clone()),
    ];
    let graded = expect["legs"].as_array().into_iter().flatten();
    for (leg, expected) in legs.iter().zip(graded) {
        let of = |word: &str| expected[word].clone();
        found.push(("leg", Some(leg.outcome.clone()), of("outcome")));
        found.push(("win", Some(leg.win.clone()), of("win")));
        found.push(("refund", Some(leg.refund.clone()), of("refund")));
    }
    let mut wrong: Vec<String> = found
        .into_iter()
        .filter(|(_, is, should)| is.as_deref() != should.as_str())
        .map(|(what, is, should)| format!("{what} is {is:?} and should be {should}"))
        .collect();
    let claims = case.claims();
    if claims.is_empty() {
        wrong.push("it names no rule".to_owned());
    }
    wrong.extend(claims.iter().filter_map(|it| unshown(case, it)));
    let (note, at) = (&case.ticket["note"], &case.at);
    let wrong = wrong.iter().map(|it| format!("{at} {note}: {it}"));
    wrong.collect()
}

/// The rules that the receipts of a case name.
fn named_by(case: &Case) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = case.answer.legs.iter().map(|it| it.rule.clone()).collect();
    for leg in &case.answer.legs {
        let receipts = leg.receipt.iter().chain(&leg.place_receipt);
        for receipt in receipts {
            let receipt: Value = serde_json::from_str(receipt.get()).unwrap();
            let by = receipt["by"].as_array().into_iter().flatten();
            let by = by.chain([&receipt["rule"]]);
            names.extend(by.map(|it| it.as_str().unwrap().to_owned()));
        }
    }
    names
}

/// Why a case does not show that rule, if it does not.
fn unshown(case: &Case, claim: &str) -> Option<String> {
    let Some(rule) = rules::named(claim) else {
        return Some(format!("no rule is called {claim}"));
    };
    let names = named_by(case);
    let legs = &case.answer.legs;
    let gone = |it: &Leg| matches!(it.outcome.as_str(), "push" | "void");
    let shown = match (rule.proof, claim) {
        (Proof::Named, _) => names.contains(claim),
        (Proof::Through(other), _) => names.contains(other),
        (Proof::Elsewhere, "horse_racing/rule_4") => legs.iter().any(|it| it.deduction.is_some()),
        (Proof::Elsewhere, "horse_racing/each_way") => legs.iter().any(|it| it.place.is_some()),
        (Proof::Elsewhere, "general/void_leg_drops") => legs.len() > 1 && legs.iter().any(gone),
        // The other rule that it names is the one that goes first.
        (Proof::Elsewhere, "general/order_of_rules") => case.claims().len() > 1,
        (Proof::Elsewhere, _) => names.contains(claim),
    };
    (!shown).then(|| format!("{claim} is not among {names:?}"))
}

#[test]
fn every_case_comes_to_what_it_says_and_names_its_rules() {
    let cases = cases();
    let wrong: Vec<String> = cases.iter().flat_map(wrong).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let rules: BTreeSet<&str> = cases.iter().flat_map(Case::claims).collect();
    println!("{} cases agree, on {} rules", cases.len(), rules.len());
    assert!(cases.len() >= CASES_MIN);
}

/// A correction that comes so many hours after the first result.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    rules: Vec<String>,
    sport: Sport,
    league: String,
    hours: i64,
    followed: bool,
}

fn corrections() -> Vec<Correction> {
    let text = text(&folder().join("corrections.jsonl"));
    let lines = text.lines();
    lines.map(|it| serde_json::from_str(it).unwrap()).collect()
}

#[test]
fn a_correction_is_followed_for_as_long_as_the_rule_says() {
    for it in corrections() {
        let last = windows::corrections_last(it.sport, &it.league);
        let followed = TimeDelta::hours(it.hours) <= last;
        assert_eq!(followed, it.followed, "{} {}h: {last}", it.league, it.hours);
        for name in &it.rules {
            assert!(rules::named(name).is_some(), "no rule is called {name}");
        }
    }
}

/// Rules that no case can show, and why.
const NO_CASE: &[(&str, &str)] = &[(
    "golf/placed_after_last_round",
    "a ticket on a game that has begun is not accepted at all",
)];

#[test]
fn every_rule_of_every_sport_has_a_case() {
    let cases = cases();
    let mut claimed: BTreeSet<String> = { cases.iter() }
        .flat_map(Case::claims)
        .map(str::to_owned)
        .collect();
    claimed.extend(corrections().into_iter().flat_map(|it| it.rules));
    claimed.extend(NO_CASE.iter().map(|(name, _)| (*name).to_owned()));
    let rows = Sport::ALL.iter().flat_map(|it| rules::of(*it));
    let all: BTreeSet<String> = rows.map(|it| it.name).collect();
    let without: Vec<_> = all.difference(&claimed).collect();
    assert!(without.is_empty(), "no case shows {without:#?}");
}

#[test]
fn every_market_of_every_sport_has_a_case() {
    let asked: BTreeSet<(Sport, MarketKind)> = cases().iter().flat_map(Case::asks).collect();
    for sport in Sport::ALL {
        let rules = HouseRules::new(*sport, "X");
        let offered = MarketKind::ALL.iter().copied();
        let offered = offered.filter(|it| rules.market(*it).is_some());
        let without: Vec<_> = offered
            .filter(|it| !asked.contains(&(*sport, *it)))
            .collect();
        assert!(without.is_empty(), "{sport}: no case of {without:?}");
    }
}

#[test]
fn every_choice_of_a_server_has_a_case() {
    let cases = cases();
    let mut made: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for case in &cases {
        let rules = case.ticket["rules"].as_object().into_iter().flatten();
        for (name, value) in rules {
            let word = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            made.entry(name).or_default().insert(word);
        }
    }
    for choice in CHOICES {
        // The first is the default, which the cases without choices show.
        for value in &choice.values[1..] {
            let shown = made.get(choice.name).is_some_and(|it| it.contains(*value));
            assert!(shown, "no case of {} {value}", choice.name);
        }
    }
}

#[test]
fn every_receipt_of_every_case_replays_to_the_byte() {
    let mut replayed = 0;
    for case in cases() {
        for leg in &case.answer.legs {
            let receipts = leg.receipt.iter().chain(&leg.place_receipt);
            for receipt in receipts {
                let grade = verify(receipt.get().as_bytes());
                let grade = grade.unwrap_or_else(|it| panic!("{}: {it}", case.at));
                assert_eq!(grade.receipt.to_bytes().unwrap(), receipt.get().as_bytes());
                replayed += 1;
            }
        }
    }
    assert!(replayed >= CASES_MIN);
}
