//! Every statement has a name, by which its time is told.

use std::path::Path;
use std::time::Duration;

use store::statements::{name_of, observe, snapshot};

/// The texts of all statements that are checked against the schema.
#[expect(
    clippy::disallowed_methods,
    reason = "no async work waits behind this test"
)]
fn recorded() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.sqlx");
    let files = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let read = files.map(|it| {
        let text = std::fs::read_to_string(it.path()).unwrap();
        let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
        recorded["query"].as_str().unwrap().to_owned()
    });
    read.collect()
}

#[test]
fn every_statement_that_is_checked_against_the_schema_has_a_name_of_its_own() {
    let recorded = recorded();
    assert!(recorded.len() > 250, "{}", recorded.len());
    let unnamed: Vec<_> = recorded.iter().filter(|it| name_of(it).is_none()).collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
    let mut names: Vec<_> = recorded.iter().filter_map(|it| name_of(it)).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
    for name in [
        "tickets::placing::place",
        "guilds::append_settings",
        "guilds::append_settings.2",
    ] {
        assert!(names.contains(&name), "{name}");
    }
}

#[test]
fn times_are_kept_under_the_name_of_the_statement() {
    let recorded = recorded();
    let text = recorded
        .iter()
        .find(|it| name_of(it) == Some("leases::now"));
    for ms in [1, 2, 700] {
        observe(text.unwrap(), Duration::from_millis(ms));
    }
    let all = snapshot();
    let times = all.iter().find(|it| it.name == "leases::now").unwrap();
    assert_eq!((times.count, times.sum), (3, Duration::from_millis(703)));
    assert!(times.is_too_slow());
}
