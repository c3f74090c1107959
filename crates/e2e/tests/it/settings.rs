//! `.env.example` lists every setting of both programs, with the value that holds without it; and
//! every secret among them can be in a file.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Command, CommandFactory, Parser};
use runtime::secrets::is_secret;

const EXAMPLE: &str = include_str!("../../../../.env.example");
/// Defaults that are words for "as the program says": several, or the machine's.
const DIFFERENT_BY_PROGRAM: &[&str] = &["DATABASE_CONNECTIONS"];

/// Every setting of a program and its commands, with its default.
fn settings(command: &Command, found: &mut BTreeMap<String, Vec<String>>) {
    for argument in command.get_arguments() {
        let Some(name) = argument.get_env() else {
            continue;
        };
        let defaults = argument.get_default_values();
        let defaults = defaults.iter().map(|it| it.to_string_lossy().into_owned());
        found
            .entry(name.to_string_lossy().into_owned())
            .or_default()
            .extend(defaults);
    }
    for inner in command.get_subcommands() {
        settings(inner, found);
    }
}

fn all() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    settings(&bot::config::Cli::command(), &mut found);
    settings(&fetcher::config::Cli::command(), &mut found);
    found
}

/// What the example lists: name, value, and whether it is left out.
fn listed() -> BTreeMap<String, (String, bool)> {
    let mut listed = BTreeMap::new();
    for line in EXAMPLE.lines() {
        let is_out = line.starts_with('#');
        let line = line.trim_start_matches('#');
        let is_setting = line.starts_with(|it: char| it.is_ascii_uppercase());
        if let Some((name, value)) = line.split_once('=').filter(|_| is_setting) {
            let value = value.trim_matches('\'').to_owned();
            let again = listed.insert(name.to_owned(), (value, is_out));
            assert_eq!(again, None, "{name} is listed twice");
        }
    }
    listed
}

#[test]
fn the_example_lists_every_setting_of_both_programs_and_no_other() {
    let (all, listed) = (all(), listed());
    assert!(all.len() > 15, "{all:?}");
    let (all, listed): (Vec<_>, Vec<_>) = (all.keys().collect(), listed.keys().collect());
    assert_eq!(all, listed);
}

#[test]
fn what_the_example_leaves_out_shows_the_default() {
    let all = all();
    for (name, (value, is_out)) in listed() {
        let defaults = &all[&name];
        if !is_out {
            assert!(
                defaults.is_empty(),
                "{name} has a default and need not be filled in"
            );
        } else if DIFFERENT_BY_PROGRAM.contains(&&*name) {
            assert!(defaults.contains(&value), "{name}={value}: {defaults:?}");
        } else if let Some(default) = defaults.first() {
            assert_eq!(&value, default, "{name}");
        }
    }
}

#[test]
fn the_example_is_a_file_that_the_programs_read() {
    let read = runtime::env_file::parse(EXAMPLE).unwrap();
    let names: Vec<_> = read.keys().map(String::as_str).collect();
    assert_eq!(names, ["DATABASE_URL", "DISCORD_TOKEN"]);
}

/// What a setting is called that holds a secret, or an address with a password in it.
const SECRET_ENDINGS: &[&str] = &["KEY", "PASSWORD", "SECRET", "TOKEN", "URL", "WEBHOOK"];

/// Where a secret setting is: the words before its option, the option, the variable.
type Place = (Vec<String>, String, String);

/// The secret settings of a command and its subcommands.
fn secrets(command: &Command, words: &[String], found: &mut Vec<Place>) {
    for setting in command.get_arguments() {
        let Some(variable) = setting.get_env() else {
            continue;
        };
        let variable = variable.to_string_lossy().into_owned();
        let looks_secret = SECRET_ENDINGS.iter().any(|it| variable.ends_with(it));
        assert_eq!(
            is_secret(setting),
            looks_secret,
            "{variable}: is it a SecretString?"
        );
        if looks_secret {
            let option = setting.get_long().unwrap().to_owned();
            found.push((words.to_vec(), option, variable));
        }
    }
    for inner in command.get_subcommands() {
        let words = [words, &[inner.get_name().to_owned()]].concat();
        secrets(inner, &words, found);
    }
}

/// What each command needs besides, so that its secrets can be read.
fn needs(words: &[String]) -> &'static [&'static str] {
    const GAME: &str = "0190163d-8694-739b-aea5-966c26f8ad91";
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["backfill"] => &["--provider", "nflverse"],
        ["backtest"] => &["--league", "NFL", "--market", "spread", "--side", "home"],
        ["review", "decide"] => &[GAME, "espn", "--reason", "because"],
        ["match", "join"] => &[GAME, GAME],
        ["match", "part"] => &[GAME],
        ["colors"] => &["EPL"],
        ["cache", "drop"] => &["db_query"],
        ["probe"] => &["espn"],
        _ => &[],
    }
}

/// Reads every secret of a program from a file and from a credential. A file that is not there is
/// refused for every one of them, so each is looked at.
#[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
fn every_secret_in_a_file<T: Parser>(program: &str) -> BTreeSet<String> {
    let folder: PathBuf = std::env::temp_dir().join(format!("{program}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut places = Vec::new();
    secrets(&T::command(), &[], &mut places);
    for (words, option, variable) in &places {
        let begin = || std::iter::once(program).chain(words.iter().map(String::as_str));
        let needs = || needs(words).iter().copied();
        let parse = |more: &[&str]| {
            let arguments = begin().chain(needs()).chain(more.iter().copied());
            let read = runtime::cli::try_parse::<T>(arguments.map(OsString::from), Some(&folder));
            read.map(|it| it.exposed).map_err(|it| it.to_string())
        };
        let place = format!("{words:?} --{option}");
        let file_option = format!("--{option}-file");
        let said = parse(&[&file_option, "/nowhere/secret"]).unwrap_err();
        assert_eq!(
            said,
            format!("error: {file_option}: there is no file /nowhere/secret\n")
        );
        let file = folder.join(variable);
        std::fs::write(&file, " \n").unwrap();
        let said = parse(&[]).unwrap_err();
        assert!(
            said.contains(&format!("{variable} is empty")),
            "{place}: {said}"
        );
        std::fs::write(&file, "hunter2\n").unwrap();
        assert_eq!(parse(&[]), Ok(Vec::new()), "{place}");
        let named = file.display().to_string();
        assert_eq!(parse(&[&file_option, &named]), Ok(Vec::new()), "{place}");
        let exposed = parse(&[&format!("--{option}"), "hunter2"]);
        assert_eq!(exposed, Ok(vec![format!("--{option}")]), "{place}");
        std::fs::remove_file(&file).unwrap();
    }
    std::fs::remove_dir_all(&folder).unwrap();
    places
        .into_iter()
        .map(|(_, _, variable)| variable)
        .collect()
}

#[test]
fn every_secret_of_both_programs_can_be_in_a_file() {
    let bots = every_secret_in_a_file::<bot::config::Cli>("dbsbm-bot");
    let fetchers = every_secret_in_a_file::<fetcher::config::Cli>("dbsbm-fetcher");
    assert!(
        bots.contains("DISCORD_TOKEN") && bots.contains("DATABASE_URL"),
        "{bots:?}"
    );
    assert!(fetchers.len() >= 8, "{fetchers:?}");
}
