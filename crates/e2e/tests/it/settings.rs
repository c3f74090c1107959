//! `.env.example` lists every setting of both programs, with the value that holds without it.

use std::collections::BTreeMap;

use clap::CommandFactory;

const EXAMPLE: &str = include_str!("../../../../.env.example");
/// Defaults that are words for "as the program says": several, or the machine's.
const DIFFERENT_BY_PROGRAM: &[&str] = &["DATABASE_CONNECTIONS"];

/// Every setting of a program and its commands, with its default.
fn settings(command: &clap::Command, found: &mut BTreeMap<String, Vec<String>>) {
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
