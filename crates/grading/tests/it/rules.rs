//! The rules as they are shown: one place to read a sport's rules.

use std::collections::BTreeSet;

use grading::rules::{self, CHOICES, Proof, SourceGrade};
use grading::{HouseRules, RULE_VERSION};
use shared::league::Sport;
use shared::market::MarketKind;

#[test]
fn every_rule_says_something_and_names_who_says_so() {
    for sport in Sport::ALL {
        let mut names = BTreeSet::new();
        for rule in rules::of(*sport) {
            let name = &rule.name;
            assert!(names.insert(name.clone()), "{name} stands twice");
            assert!(rule.says.ends_with('.'), "{name}: {}", rule.says);
            assert!(!rule.says.contains("  "), "{name}: {}", rule.says);
            assert!(rule.source.len() > 10, "{name}: {}", rule.source);
            assert!(
                (1..=60).contains(&rule.value.len()),
                "{name}: {}",
                rule.value
            );
        }
    }
}

#[test]
fn a_rule_that_another_carries_out_names_one_of_its_own_sport() {
    for sport in Sport::ALL {
        let rules = rules::of(*sport);
        for rule in &rules {
            if let Proof::Through(other) = rule.proof {
                let there = rules.iter().any(|it| it.name == other);
                assert!(there, "{} through {other}", rule.name);
            }
        }
    }
}

#[test]
fn every_choice_changes_a_rule_and_every_changed_rule_has_its_choice() {
    let rules: Vec<_> = Sport::ALL.iter().flat_map(|it| rules::of(*it)).collect();
    let changed: BTreeSet<&str> = rules.iter().filter_map(|it| it.option).collect();
    let choices: BTreeSet<&str> = CHOICES.iter().map(|it| it.name).collect();
    assert_eq!(changed, choices);
}

#[test]
fn every_sport_has_markets_and_a_rule_by_a_bookmaker_itself() {
    for sport in Sport::ALL {
        let house = HouseRules::new(*sport, "X");
        assert_eq!(house.version, RULE_VERSION);
        let kinds = MarketKind::ALL.iter().copied();
        let offered = kinds.filter(|it| house.market(*it).is_some()).count();
        assert!(offered >= 4, "{sport}: {offered} markets");
        let rules = rules::of(*sport);
        assert!(rules.iter().any(|it| it.grade == SourceGrade::A), "{sport}");
    }
}

#[test]
fn people_grade_what_was_written_by_hand() {
    for sport in Sport::ALL {
        let house = HouseRules::new(*sport, "X");
        assert!(house.market(MarketKind::Manual).is_none());
    }
}

#[test]
fn every_market_that_sports_share_is_listed_by_one_that_has_no_rule_of_its_own_for_it() {
    for shared in rules::general::MARKETS {
        let name = format!("general/{}", shared.row.name);
        let is_used = |sport: &Sport| {
            let market = HouseRules::new(*sport, "X").market(shared.kind);
            market.is_some_and(|it| it.name == name)
        };
        assert!(
            Sport::ALL.iter().any(is_used),
            "no sport lists {}",
            shared.kind
        );
    }
}

#[test]
fn every_kind_that_a_sport_lists_has_a_rule_and_every_kind_has_a_sport() {
    for sport in Sport::ALL {
        for kind in rules::sport_rules(*sport).kinds {
            let house = HouseRules::new(*sport, "X");
            assert!(house.market(*kind).is_some(), "{sport} lists {kind}");
        }
    }
    let by_hand = [MarketKind::Manual];
    for kind in MarketKind::ALL.iter().filter(|it| !by_hand.contains(it)) {
        let has = |sport: &Sport| HouseRules::new(*sport, "X").market(*kind).is_some();
        assert!(Sport::ALL.iter().any(has), "no sport has {kind}");
    }
}
