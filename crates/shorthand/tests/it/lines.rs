//! Labelled lines, and how many of them are read as they are meant.

use std::path::Path;

use shared::quote::BoardGame;
use shorthand::Board;

use crate::board::Labelled;
use crate::labels::{Leg, Means, Row, Written, written};

const WANTED: f64 = 0.97;

/// How many lines were right in one part, of those that have it.
#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn count(&mut self, right: bool) -> bool {
        self.right += usize::from(right);
        self.all += 1;
        right
    }

    #[expect(clippy::cast_precision_loss, reason = "a file has few lines")]
    fn value(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

#[derive(Default)]
struct Shares {
    legs: Share,
    side: Share,
    line: Share,
    period: Share,
    stake: Share,
    price: Share,
    ambiguous: Share,
    none: Share,
    whole: Share,
    reasons: Share,
    wrong: Vec<String>,
    misses: Vec<String>,
}

impl Shares {
    fn parts(&self) -> [(&'static str, &Share); 9] {
        [
            ("legs", &self.legs),
            ("side", &self.side),
            ("line", &self.line),
            ("period", &self.period),
            ("stake", &self.stake),
            ("price", &self.price),
            ("ambiguous", &self.ambiguous),
            ("none", &self.none),
            ("whole lines", &self.whole),
        ]
    }

    fn take(&mut self, row: &Row, read: &Written) {
        let right = match (&row.means, read) {
            (Means::Bet { legs, stake, price }, Written::Bet(own, own_stake, own_price)) => {
                let stake = self.stake.count(stake == own_stake);
                let price = self
                    .price
                    .count(price == own_price && prices(legs) == prices(own));
                if places_wrong(legs, own) {
                    self.wrong.push(row.line.clone());
                }
                self.legs(legs, own) && stake && price
            }
            (Means::Bet { legs, .. }, _) => {
                self.stake.count(false);
                self.price.count(false);
                self.legs(legs, &[])
            }
            (Means::Ambiguous { .. } | Means::None { .. }, Written::Bet(..)) => {
                self.wrong.push(row.line.clone());
                match row.means {
                    Means::None { .. } => self.none.count(false),
                    _ => self.ambiguous.count(false),
                }
            }
            (Means::Ambiguous { ambiguous, leg }, Written::Ambiguous(legs)) => {
                let open = leg.or_else(|| legs.iter().position(|it| it.len() > 1));
                let own = open
                    .and_then(|it| legs.get(it))
                    .map_or(&[][..], Vec::as_slice);
                self.ambiguous.count(covers(ambiguous, own))
            }
            (Means::Ambiguous { .. }, Written::None(_)) => self.ambiguous.count(false),
            (Means::None { .. }, Written::Ambiguous(_)) => self.none.count(false),
            (Means::None { none }, Written::None(own)) => {
                self.reasons.count(none == own);
                self.none.count(true)
            }
        };
        self.whole.count(right);
        if !right {
            self.misses.push(format!("{}\n    {read:?}", row.line));
        }
    }

    fn legs(&mut self, legs: &[Leg], own: &[Leg]) -> bool {
        let all = |same: &dyn Fn(&Leg, &Leg) -> bool| {
            legs.len() == own.len() && legs.iter().zip(own).all(|(a, b)| same(a, b))
        };
        let questions = self.legs.count(all(&|a, b| a.question() == b.question()));
        let sides = self.side.count(all(&|a, b| a.side == b.side));
        let lines = self.line.count(all(&|a, b| a.line == b.line));
        let periods = self.period.count(all(&|a, b| a.period == b.period));
        questions && sides && lines && periods
    }
}

fn prices(legs: &[Leg]) -> Vec<&Option<crate::labels::LabelPrice>> {
    legs.iter().map(|it| &it.price).collect()
}

/// Whether something is placed on another game, team or side than is meant.
fn places_wrong(legs: &[Leg], own: &[Leg]) -> bool {
    let place = |it: &Leg| (it.game.clone(), it.side.clone(), it.subject.clone());
    own.len() != legs.len() || own.iter().zip(legs).any(|(a, b)| place(a) != place(b))
}

/// Whether all that is meant is offered, and nothing of another game.
fn covers(meant: &[Leg], own: &[Leg]) -> bool {
    let own: Vec<Leg> = own.iter().map(Leg::without_price).collect();
    let games: Vec<&str> = meant.iter().map(|it| it.game.as_str()).collect();
    let all = meant.iter().all(|it| own.contains(&it.without_price()));
    all && own.len() > 1 && own.iter().all(|it| games.contains(&it.game.as_str()))
}

fn rows(file: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../assets/shorthand")
        .join(file);
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().map(|it| serde_json::from_str(it).unwrap());
    rows.collect()
}

#[expect(clippy::print_stderr, reason = "the shares are what the test is for")]
fn measure(file: &str) -> Shares {
    let labelled = Labelled::load();
    let mut shares = Shares::default();
    for row in rows(file) {
        let read = shorthand::read(&row.line, &labelled.board, labelled.now);
        shares.take(&row, &written(&labelled, &read));
    }
    for (name, share) in shares.parts() {
        eprintln!(
            "{name:>12} {:6.1} % of {}",
            share.value() * 100.0,
            share.all
        );
    }
    let reasons = &shares.reasons;
    eprintln!(
        "{:>12} {:6.1} % of {}",
        "reasons",
        reasons.value() * 100.0,
        reasons.all
    );
    eprintln!(
        "{} on a wrong team or side: {:#?}",
        shares.wrong.len(),
        shares.wrong
    );
    for miss in &shares.misses {
        eprintln!("{miss}");
    }
    shares
}

fn holds(shares: &Shares) {
    for (name, share) in shares.parts() {
        assert!(
            share.value() >= WANTED,
            "{name}: {} of {}",
            share.right,
            share.all
        );
    }
    assert!(shares.wrong.is_empty(), "{:?}", shares.wrong);
}

#[test]
fn the_labelled_lines_are_read_as_they_are_meant() {
    let shares = measure("lines.jsonl");
    assert_eq!(shares.whole.all, 500);
    holds(&shares);
}

/// As a program reads that keeps the names of a board, and looks up what the games of a line offer.
#[test]
fn a_board_of_names_reads_every_line_once_its_games_have_their_offers() {
    let labelled = Labelled::load();
    let bare = labelled.games.iter().map(|it| BoardGame {
        game: it.game.clone(),
        quotes: Vec::new(),
    });
    let bare: Vec<BoardGame> = bare.collect();
    let names = Board::new(&bare, &labelled.idle);
    let mut apart = Vec::new();
    for row in rows("lines.jsonl") {
        let about = shorthand::games(&row.line, &names, labelled.now);
        let offered = labelled.games.iter();
        let offered = offered.filter(|it| about.contains(&it.game.id));
        let read = shorthand::read(&row.line, &names.with(offered), labelled.now);
        if read != shorthand::read(&row.line, &labelled.board, labelled.now) {
            apart.push((row.line, read));
        }
    }
    assert!(apart.is_empty(), "{apart:#?}");
}

#[test]
#[ignore = "for the measurement at the end"]
fn the_kept_lines_are_read_as_they_are_meant() {
    let shares = measure("kept.jsonl");
    assert_eq!(shares.whole.all, 100);
    holds(&shares);
}
