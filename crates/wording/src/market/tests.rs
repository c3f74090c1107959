//! The words of every market, in every sport that has it, for every end.

mod worlds;

use std::collections::{BTreeMap, BTreeSet};

use grading::HouseRules;
use shared::game::{GameResult, Period};
use shared::grade::LegOutcome;
use shared::league::Sport;
use shared::market::{MarketKind, Selection};
use shared::settings::RuleChoices;

use super::*;
use crate::catalogue::FALLBACK;
use crate::names::NameForm;
use worlds::{World, worlds};

fn text() -> Catalogue {
    Catalogue::get(FALLBACK)
}

/// Every fault that a sentence can have on its own.
fn check(said: &str, about: &str) {
    let faults = [
        (said.is_empty(), "is empty"),
        (
            said.contains(['{', '}', '$']),
            "has an unfilled place, or money",
        ),
        (said.contains("  "), "has a doubled space"),
        (
            said.contains(" ,") || said.contains(" ."),
            "has a space before a sign",
        ),
        (said.trim() != said, "begins or ends with a space"),
        (
            ["public", "why"]
                .iter()
                .any(|it| said.contains(&format!("{it}-"))),
            "lacks its line",
        ),
        (said.contains('_'), "has a word of the program's"),
        (
            !said.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit() || it == '-'),
            "begins small",
        ),
    ];
    for (is_so, fault) in faults {
        assert!(!is_so, "{said:?} {fault}: {about}");
    }
}

fn grade(world: &World, selection: &Selection, result: &GameResult) -> Option<grading::Grade> {
    let rules = HouseRules::new(world.game.sport, world.game.league_code.as_str());
    grading::grade(&rules, selection, result).ok()
}

#[test]
fn every_market_of_every_sport_is_said_without_a_fault() {
    let mut seen: BTreeMap<MarketKind, BTreeSet<LegOutcome>> = BTreeMap::new();
    for world in worlds() {
        let sport = world.game.sport;
        let mut kinds = BTreeSet::new();
        let mut rules = BTreeSet::new();
        for selection in world.selections() {
            let about = format!("{sport}: {selection:?}");
            let Some(condition) = wins_if(text(), &RuleChoices::default(), &selection, &world.game)
            else {
                continue;
            };
            let condition = condition.plain();
            kinds.insert(selection.kind);
            check(&condition, &about);
            assert!(condition.starts_with("Wins if "), "{condition}");
            assert!(
                world.names_whom_it_is_about(&selection, &condition),
                "{condition}: {about}"
            );
            check(&question(text(), &selection, &world.game).plain(), &about);
            for form in NameForm::ALL {
                check(&pick(text(), &selection, &world.game, form).plain(), &about);
            }
            for result in &world.results {
                let Some(grade) = grade(&world, &selection, result) else {
                    continue;
                };
                seen.entry(selection.kind)
                    .or_default()
                    .insert(grade.outcome);
                check(
                    &verdict(text(), &grade.receipt, &world.game).plain(),
                    &about,
                );
                let why = explained(text(), &grade.receipt, &world.game).plain();
                check(&why, &about);
                assert!(why.contains(", so "), "{why}");
                if !rules.insert(grade.receipt.by.clone()) {
                    continue;
                }
                for rule in cited_rules(&grade.receipt) {
                    check(&rule.says, &about);
                    assert!(!rule.source.is_empty(), "{}", rule.name);
                }
            }
        }
        let rules = HouseRules::new(sport, world.game.league_code.as_str());
        let has = |kind: &&MarketKind| rules.market(**kind).is_some();
        let all: BTreeSet<_> = MarketKind::ALL.iter().filter(has).copied().collect();
        assert_eq!(kinds, all, "{sport}");
    }
    for kind in MarketKind::ALL
        .iter()
        .filter(|it| **it != MarketKind::Manual)
    {
        let ends = seen.get(kind).cloned().unwrap_or_default();
        for end in [LegOutcome::Won, LegOutcome::Lost, LegOutcome::Void] {
            assert!(ends.contains(&end), "no {kind} came out {end:?}: {ends:?}");
        }
    }
    let ends: BTreeSet<_> = seen.values().flatten().copied().collect();
    assert_eq!(ends.len(), LegOutcome::ALL.len(), "{ends:?}");
}

/// One market of each kind, with each outcome that it had: what is said before and after.
fn sampled() -> String {
    let mut lines = Vec::new();
    let mut told: BTreeSet<(Sport, MarketKind, String, LegOutcome)> = BTreeSet::new();
    for world in worlds() {
        for selection in world.selections() {
            let Some(condition) = wins_if(text(), &RuleChoices::default(), &selection, &world.game)
            else {
                continue;
            };
            let condition = condition.plain();
            let pick = pick(text(), &selection, &world.game, NameForm::Short).plain();
            for result in &world.results {
                let Some(grade) = grade(&world, &selection, result) else {
                    continue;
                };
                let side = selection.side.to_string();
                let side = match selection.kind {
                    MarketKind::CorrectScore | MarketKind::WinningMargin => String::new(),
                    _ => side,
                };
                let key = (world.game.sport, selection.kind, side, grade.outcome);
                if told.insert(key) {
                    let why = explained(text(), &grade.receipt, &world.game).plain();
                    lines.push(format!("{pick} | {condition} | {why}"));
                }
            }
        }
    }
    lines.join("\n")
}

#[test]
#[ignore = "for reading all of it: cargo test -p wording --lib every_sentence -- --ignored --nocapture"]
fn every_sentence_can_be_read() {
    assert!(!sampled().is_empty());
    println!("{}", sampled());
}

#[test]
fn what_must_happen_is_told_by_the_choices_of_the_server() {
    let world = worlds()
        .into_iter()
        .find(|it| it.game.sport == Sport::AmericanFootball)
        .unwrap();
    let fourth = |it: &Selection| it.kind == MarketKind::Total && it.period == Period::Quarter(4);
    let selection = world.selections().into_iter().find(fourth).unwrap();
    let chosen = ("fourth_quarter".to_owned(), "with_overtime".to_owned());
    let said = |choices| {
        wins_if(text(), &choices, &selection, &world.game)
            .unwrap()
            .plain()
    };
    let alone = said(RuleChoices::default());
    let with = said(RuleChoices([chosen].into()));
    assert!(alone.contains(" in the 4th quarter"), "{alone}");
    assert!(!alone.contains("overtime"), "{alone}");
    assert!(with.contains(" in the 4th quarter and overtime"), "{with}");
}
