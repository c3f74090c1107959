//! Secrets from files, as whoever runs the program gives them.

use std::path::PathBuf;
use std::process::Stdio;

use store::Program;
use tokio::process::Command;

use crate::world::World;

/// A file that is gone with this value.
struct Scratch(PathBuf);

impl Scratch {
    async fn new(text: &str) -> Self {
        let name = format!("dbsbm-{}.secret", uuid::Uuid::now_v7().simple());
        let path = std::env::temp_dir().join(name);
        tokio::fs::write(&path, text).await.unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Runs the program with these settings and no other; gives its exit code and what it said.
async fn run(arguments: &[&str], settings: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    program.args(arguments).env_clear().stdin(Stdio::null());
    let output = program
        .envs(settings.iter().copied())
        .output()
        .await
        .unwrap();
    let said = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn the_database_is_reached_with_a_url_from_a_file_or_a_credential() {
    let world = World::new().await;
    let file = Scratch::new(&format!("{}\n", world.database.url(Program::Fetcher))).await;
    let (code, said) = run(&["audit"], &[("DATABASE_URL_FILE", file.path())]).await;
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = run(&["audit", "--database-url-file", file.path()], &[]).await;
    assert_eq!(code, Some(0), "{said}");

    let folder = std::env::temp_dir().join(format!("dbsbm-credentials-{}", std::process::id()));
    tokio::fs::create_dir_all(&folder).await.unwrap();
    tokio::fs::copy(&file.0, folder.join("DATABASE_URL"))
        .await
        .unwrap();
    let settings = [("CREDENTIALS_DIRECTORY", folder.to_str().unwrap())];
    let (code, said) = run(&["audit"], &settings).await;
    tokio::fs::remove_dir_all(&folder).await.unwrap();
    assert_eq!(code, Some(0), "{said}");
}

#[tokio::test]
async fn what_is_wrong_with_a_secrets_file_is_said_and_the_secret_is_not() {
    let wrong = Scratch::new("mysql://me:hUnTeR2@localhost/dbsbm").await;
    let two = Scratch::new("hUnTeR2\nhUnTeR2").await;
    let url = "postgres://me:hUnTeR2@127.0.0.1:1/dbsbm";
    for (settings, says) in [
        (
            vec![("DATABASE_URL_FILE", "/nowhere/url")],
            "error: DATABASE_URL_FILE: there is no file /nowhere/url",
        ),
        (
            vec![("DATABASE_URL_FILE", two.path())],
            "holds more than one line",
        ),
        (
            vec![("DATABASE_URL_FILE", wrong.path()), ("DATABASE_URL", url)],
            "error: DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them",
        ),
        (
            vec![("DATABASE_URL_FILE", wrong.path()), ("DATABASE_URL", "")],
            "begins with mysql://",
        ),
        (
            vec![("DATABASE_URL_FILE", ""), ("DATABASE_URL", url)],
            "no database answers at 127.0.0.1:1",
        ),
    ] {
        let (code, said) = run(&["audit"], &settings).await;
        assert!(code != Some(0) && said.contains(says), "{says}: {said}");
        assert!(
            !said.contains("hUnTeR2") && !said.contains("Usage"),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_secret_on_the_command_line_is_warned_about_once_and_not_repeated() {
    let url = "postgres://me:hUnTeR2@127.0.0.1:1/dbsbm";
    let (_, said) = run(&["audit", "--database-url", url], &[]).await;
    let warning = "--database-url is on the command line, where every user of this machine can";
    assert_eq!(said.matches(warning).count(), 1, "{said}");
    assert!(!said.contains("hUnTeR2"), "{said}");
    let (_, said) = run(&["audit"], &[("DATABASE_URL", url)]).await;
    assert!(!said.contains("on the command line"), "{said}");
}
