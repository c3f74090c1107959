//! The fetcher as whoever runs it starts it: by cron, with settings that are wrong, and `doctor`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use store::Program;

use crate::world::World;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dbsbm-fetcher");
const CRONTAB: &str = include_str!("../../../scripts/systemd/crontab.example");

/// Runs the program with these settings and no other.
#[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut program = Command::new(PROGRAM);
    program.args(arguments).env_clear();
    program.envs(settings.iter().copied()).output().unwrap()
}

fn said(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(both).unwrap()
}

/// A file that is gone with this value.
struct Scratch(PathBuf);

impl Scratch {
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    fn file(text: &str) -> Self {
        let name = format!("dbsbm-{}.env", uuid::Uuid::now_v7().simple());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A small season file of that feed.
fn season_file(provider: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/providers/tests/fixtures");
    let mut files = std::fs::read_dir(folder.join(provider)).unwrap();
    let is_csv = |it: &PathBuf| it.extension().is_some_and(|it| it == "csv");
    files
        .find_map(|it| it.ok().map(|it| it.path()).filter(is_csv))
        .unwrap()
}

/// Runs a line as cron does: almost nothing in its environment, and sh.
#[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
fn as_cron(command: &str) -> Output {
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().env("HOME", "/").env("SHELL", "/bin/sh");
    shell.env("PATH", "/usr/bin:/bin").current_dir("/");
    shell.args(["-c", command]).output().unwrap()
}

#[tokio::test]
async fn each_line_of_the_crontab_works_as_cron_runs_it() {
    let world = World::new().await;
    let url = world.database.url(Program::Fetcher);
    // As in a file for systemd: no quotes, and letters that a shell would take for its own.
    let settings = Scratch::file(&format!(
        "# made by hand\nDATABASE_URL={url}&application_name=a$b\nRUST_LOG=info\n"
    ));
    let (mut providers, mut audits) = (Vec::new(), 0);
    for line in CRONTAB
        .lines()
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
    {
        let fields: Vec<_> = line.splitn(7, ' ').collect();
        let [.., user, command] = fields[..] else {
            panic!("{line}");
        };
        assert_eq!(user, "dbsbm-fetcher");
        for installed in ["/usr/local/bin/dbsbm-fetcher ", " /etc/dbsbm/fetcher.env "] {
            assert!(command.contains(installed), "{installed}: {line}");
        }
        let command = command.replace("/usr/local/bin/dbsbm-fetcher", PROGRAM);
        let command = command.replace("/etc/dbsbm/fetcher.env", &settings.0.display().to_string());
        let Some((_, provider)) = command.split_once(" backfill --provider ") else {
            let output = as_cron(&command);
            assert!(command.contains(" audit"), "{line}");
            assert!(output.status.success(), "{line}: {}", said(&output));
            audits += 1;
            continue;
        };
        let file = season_file(provider);
        let output = as_cron(&format!("{command} --file {}", file.display()));
        assert!(output.status.success(), "{line}: {}", said(&output));
        assert!(
            said(&output).contains(" rows changed in "),
            "{}",
            said(&output)
        );
        providers.push(provider.to_owned());
    }
    // The other feeds of files are archives, which are published nowhere.
    assert_eq!(providers, ["nflverse", "football_data"]);
    assert_eq!(audits, 2);
    assert!(
        world
            .count("SELECT count(DISTINCT league_id) FROM games")
            .await
            >= 2
    );
}

#[tokio::test]
async fn a_file_of_settings_gives_what_the_environment_does_not_have() {
    let file = Scratch::file("DATABASE_URL='mysql://localhost/x'\nRUST_LOG=warn\n");
    let path = file.0.to_str().unwrap();
    for arguments in [["--env-file", path, "audit"], ["audit", "--env-file", path]] {
        let output = run(&arguments, &[]);
        assert!(
            said(&output).contains("begins with mysql://"),
            "{}",
            said(&output)
        );
    }
    let own = run(
        &["audit", "--env-file", path],
        &[("DATABASE_URL", "ftp://x")],
    );
    assert!(said(&own).contains("begins with ftp://"), "{}", said(&own));
    let file = Scratch::file("RUST_LOG=info\nhunter2\n");
    let wrong = run(&["--env-file", file.0.to_str().unwrap(), "audit"], &[]);
    assert!(
        said(&wrong).contains("line 2: not NAME=value"),
        "{}",
        said(&wrong)
    );
    assert!(!said(&wrong).contains("hunter2"), "{}", said(&wrong));
    let none = run(&["--env-file", "/nowhere/x.env", "audit"], &[]);
    assert!(said(&none).contains("/nowhere/x.env: "), "{}", said(&none));
}

#[tokio::test]
async fn doctor_says_what_is_wrong_with_the_database_and_what_to_do() {
    let world = World::new().await;
    let bots = world.database.url(Program::Bot);
    for (url, says) in [
        (None, "missing  DATABASE_URL is not set: postgres://"),
        (Some(""), "missing  DATABASE_URL is not set: postgres://"),
        (
            Some("mysql://me:hunter2@localhost/dbsbm"),
            "it begins with mysql://, and only Postgres",
        ),
        (
            Some("localhost/dbsbm"),
            "it does not begin with postgres://",
        ),
        (
            Some("postgres://me:hunter2@127.0.0.1:1/dbsbm"),
            "no database answers at 127.0.0.1:1: ",
        ),
        (
            Some(&bots),
            "the one of dbsbm_bot: this program connects as dbsbm_fetcher",
        ),
    ] {
        let settings: Vec<_> = url.iter().map(|it| ("DATABASE_URL", *it)).collect();
        let output = run(&["doctor"], &settings);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{url:?}: {said}");
        assert!(said.contains(says), "{url:?}: {said}");
        assert!(said.contains("1 missing: see above"), "{url:?}: {said}");
        assert!(
            !said.contains("hunter2") && !said.contains("Usage"),
            "{url:?}: {said}"
        );
    }
    let own = world.database.url(Program::Fetcher);
    let said = said(&run(&["doctor"], &[("DATABASE_URL", &own)]));
    assert!(said.contains("ok       room for "), "{said}");
    let many = [("DATABASE_URL", &*own), ("DATABASE_CONNECTIONS", "490")];
    let said = self::said(&run(&["doctor"], &many));
    assert!(
        said.contains("missing  room for 506 connections: the server gives "),
        "{said}"
    );
}

#[test]
fn settings_outside_of_their_range_are_refused_before_anything_starts() {
    for (name, value, range) in [
        ("DATABASE_CONNECTIONS", "0", "from 2 to 500"),
        ("DATABASE_CONNECTIONS", "1", "from 2 to 500"),
        ("DATABASE_CONNECTIONS", "many", "from 2 to 500"),
        ("FETCHER_POLL_FAR_SECONDS", "0", "from 1 to 86400"),
        ("FETCHER_POLL_NEAR_SECONDS", "86401", "from 1 to 86400"),
        ("FETCHER_POLL_SEASON_SECONDS", "-1", "from 1 to 86400"),
        ("FETCHER_LEASE_SECONDS", "0", "from 1 to 3600"),
        ("FETCHER_RESULT_STANDS_SECONDS", "86401", "from 0 to 86400"),
        ("FETCHER_CORRECTED_FOR_HOURS", "8785", "from 0 to 8784"),
        (
            "FETCHER_PROVIDERS",
            "espn=localhost:8091",
            "an address such as http://",
        ),
        (
            "FETCHER_PROVIDERS",
            "oracle",
            "there are mlb, nhl, jolpica, espn, ",
        ),
    ] {
        let output = run(
            &["run"],
            &[
                (name, value),
                ("DATABASE_URL", "postgres://x@127.0.0.1:1/x"),
            ],
        );
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}={value}: {said}");
        assert!(said.contains(range), "{name}={value}: {said}");
    }
}
