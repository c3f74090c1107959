//! Secrets from files, whatever the command.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand};
use runtime::cli::{Invocation, try_parse};
use runtime::secrets::with_files;
use secrecy::{ExposeSecret, SecretString};

/// A program with a secret of its own, and a command with another.
#[derive(Debug, Parser)]
struct Cli {
    /// What opens the door.
    #[arg(long, env = "DBSBM_TEST_DOOR_KEY")]
    door_key: Option<SecretString>,
    /// Not secret.
    #[arg(long, env = "DBSBM_TEST_NAME")]
    name: Option<String>,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    Look {
        /// Needed here.
        #[arg(long, env = "DBSBM_TEST_LAMP_TOKEN")]
        lamp_token: SecretString,
    },
}

/// A folder that is gone with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("dbsbm-secrets-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn parse(words: &[&str], credentials: Option<&Path>) -> Result<Invocation<Cli>, String> {
    let words = std::iter::once("it").chain(words.iter().copied());
    try_parse(words.map(OsString::from), credentials).map_err(|it| it.to_string())
}

fn door_key(words: &[&str], credentials: Option<&Path>) -> Option<String> {
    let key = parse(words, credentials).unwrap().settings.door_key;
    key.map(|it| it.expose_secret().to_owned())
}

#[test]
fn a_file_holds_a_secret_with_or_without_an_end_of_its_line() {
    let folder = Folder::new("ends");
    for text in ["hunter2", "hunter2\n", " \u{a0}hunter2\r\n\n"] {
        let file = folder.file("key", text);
        assert_eq!(
            door_key(&["--door-key-file", &file], None).as_deref(),
            Some("hunter2"),
            "{text:?}"
        );
    }
}

#[test]
fn a_secret_that_a_command_requires_may_be_in_a_file_too() {
    let folder = Folder::new("required");
    let file = folder.file("token", "hunter3");
    let read = parse(&["look", "--lamp-token-file", &file], None).unwrap();
    let Some(Task::Look { lamp_token }) = read.settings.task else {
        panic!("another command");
    };
    assert_eq!(lamp_token.expose_secret(), "hunter3");
    let missing = parse(&["look"], None).unwrap_err();
    assert!(missing.contains("--lamp-token <LAMP_TOKEN>"), "{missing}");
}

#[test]
fn a_credential_is_used_where_nothing_else_is_given() {
    let folder = Folder::new("credentials");
    let credentials = Some(folder.0.as_path());
    assert_eq!(door_key(&[], credentials), None);
    folder.file("DBSBM_TEST_DOOR_KEY", "credential\n");
    folder.file("DBSBM_TEST_NAME", "nobody asks for it");
    assert_eq!(door_key(&[], credentials).as_deref(), Some("credential"));
    assert_eq!(parse(&[], credentials).unwrap().settings.name, None);
    let file = folder.file("named", "named\n");
    let named = door_key(&["--door-key-file", &file], credentials);
    assert_eq!(named.as_deref(), Some("named"));
    let option = door_key(&["--door-key", "option"], credentials);
    assert_eq!(option.as_deref(), Some("option"));
    folder.file("DBSBM_TEST_DOOR_KEY", "\n");
    let empty = parse(&[], credentials).unwrap_err();
    assert!(
        empty.contains("DBSBM_TEST_DOOR_KEY is empty") && empty.contains("CREDENTIALS_DIRECTORY"),
        "{empty}"
    );
}

#[test]
fn a_file_that_gives_no_secret_is_refused_in_words_that_do_not_repeat_it() {
    let folder = Folder::new("refused");
    let nowhere = folder.0.join("nowhere").display().to_string();
    let inside = folder.0.display().to_string();
    for (file, says) in [
        (nowhere.clone(), format!("there is no file {nowhere}")),
        (inside.clone(), format!("{inside} cannot be read: ")),
        (folder.file("empty", " \n"), "empty is empty".into()),
        (
            folder.file("two", "hunter2\nhunter2"),
            "two holds more than one line".into(),
        ),
        (
            folder.file("bytes", [b'h', 0xff]),
            "bytes is not text".into(),
        ),
        (
            folder.file("long", "hunter2".repeat(9_000)),
            "long is too long".into(),
        ),
    ] {
        let said = parse(&["--door-key-file", &file], None).unwrap_err();
        assert!(said.starts_with("error: --door-key-file: "), "{said}");
        assert!(said.contains(&says) && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_value_and_a_file_beside_each_other_are_refused() {
    let folder = Folder::new("both");
    let file = folder.file("key", "hunter2");
    let words = ["--door-key", "hunter3", "--door-key-file", &file];
    let said = parse(&words, None).unwrap_err();
    assert_eq!(
        said,
        "error: --door-key and --door-key-file are both set: keep one of them\n"
    );
    // As in a file of settings that is to be filled in.
    let empty = door_key(&["--door-key", " ", "--door-key-file", &file], None);
    assert_eq!(empty.as_deref(), Some("hunter2"));
    let unnamed = door_key(&["--door-key", "hunter3", "--door-key-file", ""], None);
    assert_eq!(unnamed.as_deref(), Some("hunter3"));
}

#[test]
fn options_that_show_a_secret_to_everybody_are_named() {
    let folder = Folder::new("exposed");
    let file = folder.file("key", "hunter2");
    let exposed = |words: &[&str]| parse(words, None).unwrap().exposed;
    assert_eq!(exposed(&["--door-key", "hunter2"]), ["--door-key"]);
    assert_eq!(
        exposed(&["--door-key=hunter2", "look", "--lamp-token", "x"]),
        ["--door-key", "--lamp-token"]
    );
    assert_eq!(exposed(&["--door-key-file", &file, "--name", "x"]), [""; 0]);
}

#[test]
fn the_help_names_the_file_and_hides_the_value() {
    let mut command = with_files(Cli::command());
    // Lines may be wrapped.
    let help = command.render_help().to_string();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        help.contains(
            "What opens the door. Or a file that holds it: --door-key-file, \
             DBSBM_TEST_DOOR_KEY_FILE"
        ),
        "{help}"
    );
    assert!(!help.contains("DBSBM_TEST_NAME_FILE"), "{help}");
    let secrets = command
        .get_arguments()
        .filter(|it| it.is_hide_env_values_set());
    assert_eq!(secrets.count(), 1);
}
