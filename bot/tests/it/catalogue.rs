//! The catalogue and the code that reads it agree, and outside text has one way into a sentence.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use wording::catalogue::EN_US;

/// Where words are said: this crate, and the one that has them.
fn folders() -> [PathBuf; 2] {
    let bot = Path::new(env!("CARGO_MANIFEST_DIR"));
    [bot.join("src"), bot.join("../crates/wording/src")]
}

/// Texts that look like a line's name and are none.
const NO_LINES: &[&str] = &[
    "dbsbm-bot",
    "user-agent",
    "content-type",
    "retry-after",
    "team-total",
    "prop-long",
    "prop-open",
    "prop-won",
];

fn lines() -> BTreeSet<String> {
    let sources = EN_US.iter().flat_map(|(_, source)| source.lines());
    sources
        .filter(|line| line.starts_with(|it: char| it.is_ascii_lowercase()))
        .filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "a test may block")]
fn texts_in(folder: &Path, texts: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts_in(&path, texts);
        } else {
            let source = std::fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
            texts.extend(source.split('"').map(str::to_owned));
        }
    }
}

fn texts() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for folder in folders() {
        texts_in(&folder, &mut texts);
    }
    texts
}

#[test]
fn every_line_is_used() {
    let used = texts();
    let unused: Vec<_> = lines()
        .into_iter()
        .filter(|it| !used.contains(it))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn every_line_that_is_asked_for_is_there() {
    let lines = lines();
    let starts: BTreeSet<&str> = lines.iter().filter_map(|it| it.split('-').next()).collect();
    let is_line = |text: &&String| {
        let letters = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        text.contains('-')
            && text.chars().all(letters)
            && text.split('-').next().is_some_and(|it| starts.contains(it))
            && !NO_LINES.contains(&text.as_str())
    };
    let asked = texts();
    let missing: Vec<_> = asked
        .iter()
        .filter(is_line)
        .filter(|it| !lines.contains(*it))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Files that may say that words are ours which are not in the catalogue, each with what it is
/// that they say: everything else comes from the catalogue or through `Said::outside`.
const SAYS_OURS: &[(&str, &str)] = &[
    (
        "bot/announce/kinds/graded.rs",
        "what a message of ours says already",
    ),
    (
        "bot/answers.rs",
        "the sign of an answer that went elsewhere",
    ),
    ("bot/app.rs", "commands to press"),
    (
        "bot/discord/reply.rs",
        "a line of the catalogue in two halves",
    ),
    ("bot/errors.rs", "the code of a failure"),
    ("bot/feature.rs", "what our commands are about"),
    ("bot/features/admin/view.rs", "a number"),
    ("bot/features/b/view.rs", "what a menu of ours asks"),
    ("bot/features/future/view.rs", "the house rules"),
    ("bot/features/games/command.rs", "a count"),
    ("bot/features/help/command.rs", "the names of our commands"),
    ("bot/features/line/chart.rs", "a moment"),
    ("bot/features/odds/view.rs", "an estimated price"),
    ("bot/features/rules/view.rs", "the house rules"),
    ("bot/features/schedule/view.rs", "days, a time zone"),
    ("bot/features/setup/command.rs", "a role"),
    ("bot/features/setup/view.rs", "channels, roles, permissions"),
    ("bot/features/standings/view.rs", "the figures of a table"),
    ("bot/features/team/view.rs", "a record"),
    (
        "bot/features/why/view/receipt.rs",
        "rules, scores, a digest",
    ),
    ("bot/features/why/view/sums.rs", "a ratio"),
    ("bot/lines/named_price.rs", "prices in numbers"),
    ("bot/slips/picture.rs", "moments, a number of a member"),
    ("bot/views/card.rs", "an estimated price"),
    ("bot/views/correction.rs", "a score"),
    ("bot/views/direct.rs", "the address of a slip"),
    ("bot/views/game.rs", "a moment"),
    ("bot/views/live.rs", "the seconds of a clock"),
    ("bot/views/preferences.rs", "a share"),
    ("bot/views/stake.rs", "a share"),
    ("wording/catalogue.rs", "the catalogue"),
    ("wording/kinds.rs", "the sizes of a system"),
    ("wording/market.rs", "time on a clock"),
    ("wording/market/pick.rs", "lines and numbers"),
    ("wording/market/question.rs", "a number of places"),
    ("wording/market/verdict.rs", "a share"),
    ("wording/money.rs", "amounts and prices"),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may block")]
fn outside_text_has_one_way_into_a_sentence() {
    fn walk(folder: &Path, name: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{name}/{}", path.file_name().unwrap().to_string_lossy());
            if path.is_dir() {
                walk(&path, &name, found);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            if source.contains("Said::ours(") && !name.ends_with("/tests.rs") {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    let [bot, wording] = folders();
    walk(&bot, "bot", &mut found);
    walk(&wording, "wording", &mut found);
    found.sort();
    let allowed: Vec<&str> = SAYS_OURS.iter().map(|(file, _)| *file).collect();
    assert_eq!(found, allowed);
}
