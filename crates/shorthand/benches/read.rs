//! How long one line takes against a board of about 100,000 quotes: the worst line of the labelled
//! ones, and all of them.

#![expect(clippy::unwrap_used, reason = "a benchmark may stop where it stands")]
#![expect(dead_code, reason = "the board holds more than is measured")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use board::Labelled;
use divan::{Bencher, counter::ItemsCount};
use shorthand::Board;

#[path = "../tests/it/board.rs"]
mod board;

const LINES: &str = include_str!("../../../assets/shorthand/lines.jsonl");

fn lines() -> Vec<String> {
    let rows = LINES
        .lines()
        .map(|it| serde_json::from_str::<serde_json::Value>(it).unwrap());
    rows.map(|it| it["line"].as_str().unwrap().to_owned())
        .collect()
}

#[expect(
    clippy::print_stdout,
    reason = "the figure is what the benchmark is for"
)]
fn main() {
    let labelled = Labelled::load();
    let quotes: usize = labelled.games.iter().map(|it| it.quotes.len()).sum();
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..10 {
        for line in lines() {
            let start = Instant::now();
            black_box(shorthand::read(&line, &labelled.board, labelled.now));
            times.push(start.elapsed());
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 1_000];
    println!("{quotes} quotes, {} readings", times.len());
    println!("p50 {:?}, p99 {:?}, p99.9 {:?}", at(500), at(990), at(999));
    divan::main();
}

#[divan::bench(sample_count = 20)]
fn all_labelled_lines(bencher: Bencher<'_, '_>) {
    let (labelled, lines) = (Labelled::load(), lines());
    bencher.counter(ItemsCount::new(lines.len())).bench(|| {
        for line in &lines {
            black_box(shorthand::read(line, &labelled.board, labelled.now));
        }
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn building_the_index(bencher: Bencher<'_, '_>) {
    let labelled = Labelled::load();
    bencher.bench(|| black_box(Board::new(&labelled.games, [])));
}
