//! `rules`: prints the house rules of a sport as a table, each with its value, its source and the
//! setting that changes it.

use std::io::{self, Write};

use anyhow::{Context, bail};
use grading::RULE_VERSION;
use grading::rules::{self, CHOICES, Printed, Proof, SourceGrade};
use shared::league::Sport;

use crate::config::RulesConfig;

/// The table's width, in characters.
const COLUMNS: usize = 112;
/// The width of its first column, in characters: that of the longest rule name.
const FIRST: usize = 44;

/// Prints the rules of a sport, or the list of sports.
///
/// # Errors
/// When there is no such sport, and when standard output cannot be written.
pub fn run(config: &RulesConfig) -> anyhow::Result<()> {
    let text = if config.sport.is_empty() {
        sports()
    } else {
        table(sport(&config.sport.join(" "))?)
    };
    match io::stdout().lock().write_all(text.as_bytes()) {
        // The reader has closed the pipe: it has read as much as it wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// The sport with this name, however it is spelled: `Ice Hockey`, `ice-hockey`, `ice_hockey`.
///
/// # Errors
/// When there is no such sport; the error lists the sports.
fn sport(typed: &str) -> anyhow::Result<Sport> {
    let word = typed.trim().to_lowercase().replace([' ', '-'], "_");
    let Some(sport) = Sport::from_word(&word) else {
        let all: Vec<&str> = Sport::ALL.iter().map(|it| it.word()).collect();
        bail!(
            "there are no house rules for {typed:?}; there are for {}",
            all.join(", ")
        );
    };
    Ok(sport)
}

/// Every sport with the number of rules of its own.
fn sports() -> String {
    let mut text = format!("House rules, version {RULE_VERSION}. One of these says which:\n\n");
    for sport in Sport::ALL {
        let word = sport.word();
        let own = rules::of(*sport)
            .iter()
            .filter(|it| is_own(*sport, it))
            .count();
        text.push_str(&format!(
            "  dbsbm-fetcher rules {word:<20} {own:>3} rules of its own\n"
        ));
    }
    text
}

fn is_own(sport: Sport, rule: &Printed) -> bool {
    rule.name.split('/').next() == Some(sport.word())
}

/// All rules of a sport: first its own, then those that hold in every sport.
fn table(sport: Sport) -> String {
    let mut text = format!("{}: house rules, version {RULE_VERSION}\n", name(sport));
    text.push_str(
        "\nSources: A a bookmaker's own rules, B a feed's or an exchange's, C an offshore \
         bookmaker's,\nD secondary, or by likeness with another sport.\n",
    );
    let all = rules::of(sport);
    let (own, shared): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| is_own(sport, it));
    for (heading, rules) in [("Of its own", own), ("As in other sports", shared)] {
        text.push_str(&format!("\n{heading}\n{}\n", "=".repeat(heading.len())));
        for rule in rules {
            text.push('\n');
            push_row(&mut text, &rule);
        }
    }
    text
}

fn name(sport: Sport) -> String {
    let mut name = sport.word().replace('_', " ");
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// One rule: its name and value on the left; its text, source, grade and setting on the right.
fn push_row(text: &mut String, rule: &Printed) {
    let mut left = wrapped(&rule.name, FIRST - 2);
    left.extend(wrapped(&rule.value, FIRST - 2));
    let wide = COLUMNS - FIRST;
    let mut right = wrapped(&rule.says, wide);
    right.extend(wrapped(&source(rule), wide));
    right.extend(shown(&rule.proof).iter().flat_map(|it| wrapped(it, wide)));
    right.extend(rule.option.iter().flat_map(|it| wrapped(&choice(it), wide)));
    for line in 0..left.len().max(right.len()) {
        let of = |column: &[String]| column.get(line).cloned().unwrap_or_default();
        let row = format!("{:<FIRST$}{}", of(&left), of(&right));
        text.push_str(row.trim_end());
        text.push('\n');
    }
}

fn source(rule: &Printed) -> String {
    let grade = match rule.grade {
        SourceGrade::A => "A",
        SourceGrade::B => "B",
        SourceGrade::C => "C",
        SourceGrade::D => "D",
    };
    format!("Source ({grade}): {}", rule.source)
}

/// How a grade shows that the rule held, when its receipt does not name the rule.
fn shown(proof: &Proof) -> Option<String> {
    match proof {
        Proof::Named => None,
        Proof::Through(other) => Some(format!("Graded through {other}.")),
        Proof::Elsewhere => Some("Not a matter of grading one leg.".to_owned()),
    }
}

/// The values that a server can choose, the default first.
fn choice(name: &str) -> String {
    let choice = CHOICES.iter().find(|it| it.name == name);
    let values = choice.map(|it| it.values).unwrap_or_default();
    let (default, others) = values.split_first().unwrap_or((&"", &[]));
    format!(
        "A server chooses {name}: {default} (default), {}",
        others.join(", ")
    )
}

/// The text wrapped to lines of this many characters. A longer word gets a line of its own.
fn wrapped(text: &str, wide: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right column of a table as running text.
    fn said(table: &str) -> String {
        let lines = table
            .lines()
            .map(|it| it.chars().skip(FIRST).collect::<String>());
        lines.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_rule_of_every_sport_is_printed_with_all_that_it_has() {
        for sport in Sport::ALL {
            let table = table(*sport);
            let said = said(&table);
            for rule in rules::of(*sport) {
                let first = format!("\n{} ", rule.name);
                let alone = format!("\n{}\n", rule.name);
                assert!(
                    table.contains(&first) || table.contains(&alone),
                    "{}",
                    rule.name
                );
                assert!(said.contains(&rule.says), "{}: {}", rule.name, rule.says);
                assert!(
                    said.contains(&source(&rule)),
                    "{}: {}",
                    rule.name,
                    rule.source
                );
                if let Some(option) = rule.option {
                    assert!(said.contains(&choice(option)), "{}: {option}", rule.name);
                }
            }
        }
    }

    #[test]
    fn a_table_fits_a_terminal() {
        for sport in Sport::ALL {
            for line in table(*sport).lines() {
                assert!(line.chars().count() <= COLUMNS, "{line}");
            }
        }
    }

    #[test]
    fn a_row_has_the_name_the_value_the_sentence_the_source_and_the_choice() {
        let mut text = String::new();
        push_row(&mut text, &rules::named("baseball/official_game").unwrap());
        insta::assert_snapshot!(text, @r"
        baseball/official_game                      The moneyline of a game that was called early stands after five
        5 innings, or 4½ with home ahead            innings, or four and a half with the home side ahead.
                                                    Source (A): BetMGM Nevada baseball: official after 5, or 4½ with the
                                                    home side ahead
                                                    A server chooses baseball_moneyline: five_innings (default),
                                                    full_length
        ");
    }

    #[test]
    fn a_sport_is_found_however_it_is_written() {
        for typed in ["ice_hockey", "ice hockey", "Ice-Hockey", " ICE HOCKEY "] {
            assert_eq!(sport(typed).unwrap(), Sport::IceHockey);
        }
    }

    #[test]
    fn a_sport_that_there_is_not_is_told_with_those_that_there_are() {
        let error = sport("curling").unwrap_err().to_string();
        assert!(error.starts_with(
            "there are no house rules for \"curling\"; there are for american_football, "
        ));
        assert!(error.ends_with("darts"), "{error}");
    }

    #[test]
    fn without_a_sport_all_of_them_are_listed() {
        let list = sports();
        for sport in Sport::ALL {
            let line = format!("dbsbm-fetcher rules {} ", sport.word());
            assert!(list.contains(&line), "{list}");
        }
    }
}
