//! The units for systemd name what the programs know.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};
use runtime::secrets::is_secret;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scripts")
        .join(name)
}

/// The files of a folder with this ending, by name.
#[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
fn files(name: &str, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder(name)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(ending) {
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
    found
}

/// What stands behind every `KEY=` of a unit, comments included where `commented`.
fn values<'a>(unit: &'a str, key: &str, commented: bool) -> Vec<&'a str> {
    let lines = unit.lines().map(|it| match commented {
        true => it.trim_start_matches('#'),
        false => it,
    });
    let value = |it: &'a str| it.strip_prefix(key)?.strip_prefix('=');
    lines.filter_map(value).collect()
}

/// The variables of all settings of a command, and whether each is secret.
fn variables(command: &Command, found: &mut BTreeMap<String, bool>) {
    for setting in command.get_arguments() {
        if let Some(name) = setting.get_env() {
            found.insert(name.to_string_lossy().into_owned(), is_secret(setting));
        }
    }
    for inner in command.get_subcommands() {
        variables(inner, found);
    }
}

fn program(name: &str) -> Option<Command> {
    match name {
        "dbsbm-bot" => Some(bot::config::Cli::command()),
        "dbsbm-fetcher" => Some(fetcher::config::Cli::command()),
        _ => None,
    }
}

#[test]
fn every_unit_runs_a_command_that_there_is_with_credentials_that_it_reads() {
    let units = files("systemd", ".service");
    assert!(units.len() >= 4, "{:?}", units.keys());
    for (name, unit) in &units {
        for line in values(unit, "ExecStart", false) {
            let line = line.replace("%i", "nflverse");
            let (path, arguments) = line.split_once(' ').unwrap_or((&line, ""));
            let called = path.rsplit('/').next().unwrap();
            let Some(command) = program(called) else {
                continue;
            };
            assert_eq!(path, format!("/usr/local/bin/{called}"), "{name}");
            let words = std::iter::once(called).chain(arguments.split(' '));
            let read = command.clone().try_get_matches_from(words);
            assert!(read.is_ok(), "{name}: {line}: {}", read.unwrap_err());
            let mut settings = BTreeMap::new();
            variables(&command, &mut settings);
            for credential in values(unit, "LoadCredential", true) {
                let (setting, _) = credential.split_once(':').unwrap();
                assert_eq!(settings.get(setting), Some(&true), "{name}: {credential}");
            }
            assert_eq!(values(unit, "User", false), [called], "{name}");
        }
    }
}

#[test]
fn a_program_that_runs_for_months_says_that_it_is_ready_and_alive() {
    let units = files("systemd", ".service");
    for name in ["dbsbm-bot.service", "dbsbm-fetcher.service"] {
        let unit = &units[name];
        for (key, value) in [
            ("Type", "notify"),
            ("WatchdogSec", "60"),
            ("Restart", "always"),
            ("TimeoutStopSec", "15"),
        ] {
            assert_eq!(values(unit, key, false), [value], "{name}: {key}");
        }
    }
}

#[test]
fn every_timer_has_its_service() {
    let units = files("systemd", ".service");
    let timers = files("systemd", ".timer");
    assert!(timers.len() >= 2);
    for name in timers.keys() {
        let service = name.replace(".timer", ".service");
        assert!(units.contains_key(&service), "{service}");
    }
}
