//! Every page of every sport, and every choice.

use std::collections::BTreeSet;

use grading::rules::CHOICES;
use wording::FALLBACK;

use super::*;
use crate::discord::reply::said;
use crate::discord::reply::{CHOICES_MAX, TEXT_CHARS_MAX};

fn catalogue() -> Catalogue {
    Catalogue::get(FALLBACK)
}

fn view(sport: Sport, page: usize) -> View {
    View {
        sport,
        page,
        options: Options::default(),
        why: "</why:1234567890123456789>".into(),
        may_choose: true,
    }
}

#[test]
fn every_rule_of_every_sport_is_on_a_page_that_discord_takes() {
    for sport in Sport::ALL {
        let count = pages(catalogue(), *sport, &Options::default()).len();
        let pages: Vec<_> = (0..count)
            .map(|page| said(&parts(catalogue(), &view(*sport, page))))
            .collect();
        for page in &pages {
            let length = page.chars().count();
            assert!(length <= TEXT_CHARS_MAX, "{sport}: {length} characters");
            assert!(page.starts_with("**House rules: "), "{page}");
            assert!(!page.contains("{$") && !page.contains("  "), "{page}");
            assert!(!page.contains('$'), "units are not money: {page}");
        }
        for rule in rules::of(*sport) {
            let on = pages.iter().filter(|it| it.contains(&rule.says)).count();
            assert_eq!(on, 1, "{} of {sport}: {}", rule.name, rule.says);
            assert!(rule.says.ends_with('.'), "{}: {}", rule.name, rule.says);
        }
    }
    assert!(Sport::ALL.len() <= CHOICES_MAX, "they fit into one menu");
}

#[test]
fn a_page_beyond_the_last_shows_the_last() {
    let sport = Sport::Soccer;
    let count = pages(catalogue(), sport, &Options::default()).len();
    let last = parts(catalogue(), &view(sport, count - 1));
    assert_eq!(parts(catalogue(), &view(sport, usize::MAX)), last);
}

#[test]
fn every_choice_has_a_sentence_of_its_own() {
    let mut sentences = BTreeSet::new();
    for choice in CHOICES {
        for value in choice.values {
            let key = choices::key(choice.name, value);
            let key = key.unwrap_or_else(|| panic!("{} {value}", choice.name));
            let said = catalogue().say(key).plain();
            assert!(said.ends_with('.'), "{said}");
            assert!(sentences.insert(said.clone()), "{said}");
        }
    }
    let shown = Sport::ALL.iter().flat_map(|it| rules::of(*it));
    let shown: BTreeSet<_> = shown.filter_map(|it| it.option).collect();
    let all: BTreeSet<_> = CHOICES.iter().map(|it| it.name).collect();
    assert_eq!(shown, all, "every choice belongs to a rule that is shown");
}

#[test]
fn what_a_server_chose_stands_first() {
    let football =
        |options: &Options| pages(catalogue(), Sport::AmericanFootball, options)[0].discord();
    let before = football(&Options::default());
    assert!(
        before.contains("The fourth quarter counts only its own score."),
        "{before}"
    );
    let mut options = Options::default();
    options.set("fourth_quarter", "with_overtime").unwrap();
    let after = football(&options);
    let first = "**Where bookmakers disagree, this server uses**\n";
    assert!(after.starts_with(first), "{after}");
    assert!(
        after.contains("The fourth quarter counts overtime too."),
        "{after}"
    );
}

#[test]
fn what_a_server_could_go_by_instead_fits_into_one_menu_of_each_sport() {
    for sport in Sport::ALL {
        let others = choices::others(catalogue(), *sport, &Options::default());
        assert!(others.len() <= CHOICES_MAX, "{sport}: {}", others.len());
        let printed = rules::of(*sport);
        let stated = choices::of(catalogue(), &printed, &Options::default());
        for other in &others {
            let (name, value) = other.value.split_once('=').unwrap();
            let mut options = Options::default();
            options.set(name, value).unwrap();
            assert_ne!(options, Options::default(), "{}", other.value);
            let after = choices::of(catalogue(), &printed, &options);
            assert_eq!(after.len(), stated.len());
            let rest = other.description.as_deref();
            let said = [Some(other.label.as_str()), rest];
            let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
            assert!(after.iter().any(|it| it.plain() == said), "{said}");
        }
    }
}
