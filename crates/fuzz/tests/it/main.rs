//! What the targets try with made-up bytes holds for the bytes that are kept.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};

fn seeds(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let files = std::fs::read_dir(folder.join(target)).unwrap();
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

#[expect(clippy::print_stderr, reason = "a claim names the seed that breaks it")]
fn hold(target: &str) -> usize {
    let holds = body(target);
    let seeds = seeds(target);
    for seed in &seeds {
        #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
        let bytes = std::fs::read(seed).unwrap();
        eprintln!("{}", seed.display());
        holds(&bytes);
    }
    seeds.len()
}

fn body(target: &str) -> fuzz::Holds {
    let named = fuzz::TARGETS.iter().find(|(name, _)| *name == target);
    named.unwrap().1
}

#[test]
fn every_kept_price_is_refused_or_reads_back() {
    assert!(hold("price") >= 40);
}

#[test]
fn every_kept_line_is_refused_or_reads_back() {
    assert!(hold("line") >= 20);
}

#[test]
fn every_kept_ticket_line_is_answered_and_its_answer_adds_up() {
    assert!(hold("grade") >= 40);
}

#[test]
fn every_worked_ticket_is_answered_and_its_answer_adds_up() {
    let worked = include_str!("../../../grading/tests/data/tickets.jsonl");
    for line in worked.lines() {
        body("grade")(line.as_bytes());
    }
    assert!(worked.lines().count() >= 60);
}

#[test]
fn every_kept_ticket_returns_what_its_bets_return() {
    assert!(hold("ticket") >= 40);
}

#[test]
fn every_kept_bet_is_read_and_never_guessed() {
    assert!(hold("shorthand") >= 30);
}
