//! Settings from a file of `NAME=value` lines, as systemd's `EnvironmentFile=` reads them, for
//! those who start a program without systemd: from a shell, or from cron.
//!
//! A shell that sources such a file would execute its contents: `&` and `$` are common in
//! passwords and URLs. Here a value is what is written.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The option, as it is written on the command line.
const OPTION: &str = "--env-file";

/// Under which name a program that was started again finds where its settings came from.
const ORIGIN: &str = "DBSBM_ENV_FILE";

/// Where more settings are.
#[derive(Clone, Debug, clap::Args)]
pub struct EnvFileConfig {
    /// Reads settings from a file of NAME=value lines. What the environment already has wins.
    #[arg(long = "env-file", value_name = "FILE", global = true)]
    pub env_file: Option<PathBuf>,
}

/// Why a file gives no settings.
#[derive(Debug, thiserror::Error)]
pub enum EnvFileError {
    /// It cannot be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A line is neither a setting nor a comment. It is not repeated: it may be a secret.
    #[error("{}, line {line}: not NAME=value", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Counted from one.
        line: usize,
    },
    /// There is none.
    #[error("the program was started without {OPTION}")]
    None,
    /// The program could not be started again.
    #[error("starting with the settings of {}: {source}", path.display())]
    NotStarted {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Restarts this program with the settings of the file that `--env-file` names; returns
/// where there is no such option.
///
/// The environment of a process that has threads cannot be changed safely, so the process replaces
/// itself: same program, same process id, more environment, and the option gone.
///
/// # Errors
/// [`EnvFileError`] when the file cannot be used.
pub fn apply() -> Result<(), EnvFileError> {
    let (Some(path), rest) = taken(std::env::args_os().skip(1)) else {
        return Ok(());
    };
    let settings = read(&path)?;
    let missing = settings
        .into_iter()
        .filter(|(name, _)| std::env::var_os(name).is_none());
    let failed = |source| EnvFileError::NotStarted {
        path: path.clone(),
        source,
    };
    let program = std::env::current_exe().map_err(failed)?;
    // Also where the program changes its folder later on.
    let origin = std::path::absolute(&path).map_err(failed)?;
    let mut command = Command::new(program);
    command.args(rest).envs(missing).env(ORIGIN, origin);
    let failure = command.exec();
    Err(failed(failure))
}

/// What the file of `--env-file` says now about one setting. `None` where it says nothing. Reads a
/// file, so it is not for a thread that serves others.
///
/// # Errors
/// [`EnvFileError`] when there is no file, or it cannot be used.
pub fn read_again(name: &str) -> Result<Option<String>, EnvFileError> {
    let path = std::env::var_os(ORIGIN).ok_or(EnvFileError::None)?;
    Ok(read(Path::new(&path))?.remove(name))
}

/// The file that the arguments name, and the arguments without it.
fn taken(arguments: impl Iterator<Item = OsString>) -> (Option<PathBuf>, Vec<OsString>) {
    let mut arguments = arguments.fuse();
    let (mut path, mut rest) = (None, Vec::new());
    while let Some(argument) = arguments.next() {
        let joined = argument.to_str().and_then(|it| it.strip_prefix(OPTION));
        match joined {
            // Without a file, the command line is reported as wrong.
            Some("") => match arguments.next() {
                Some(file) => path = Some(PathBuf::from(file)),
                None => rest.push(argument),
            },
            Some(joined) if joined.starts_with('=') => path = Some(PathBuf::from(&joined[1..])),
            _ => rest.push(argument),
        }
        if rest.last().is_some_and(|it| it == OsStr::new("--")) {
            rest.extend(arguments.by_ref());
        }
    }
    (path, rest)
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing runs yet that could wait, or it is a thread for that"
)]
fn read(path: &Path) -> Result<BTreeMap<String, String>, EnvFileError> {
    let text = std::fs::read_to_string(path).map_err(|source| EnvFileError::Unreadable {
        path: path.to_path_buf(),
        source,
    })?;
    parse(&text).map_err(|line| EnvFileError::Line {
        path: path.to_path_buf(),
        line,
    })
}

/// The settings of a file's text, or the line that is none.
///
/// # Errors
/// The number of the first line that is neither empty, a comment nor `NAME=value`.
pub fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut settings = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').ok_or(index + 1)?;
        let name = name.trim();
        let is_name = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
        if name.is_empty() || !name.bytes().all(is_name) || name.as_bytes()[0].is_ascii_digit() {
            return Err(index + 1);
        }
        settings.insert(name.to_owned(), unquoted(value.trim()).ok_or(index + 1)?);
    }
    Ok(settings)
}

/// A value without its quotes: `'…'` literally, `"…"` with `\` before `"`, `\`, `` ` `` and `$`.
fn unquoted(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('\'') {
        let inner = rest.strip_suffix('\'')?;
        return (!inner.contains('\'')).then(|| inner.to_owned());
    }
    let Some(rest) = value.strip_prefix('"') else {
        return Some(value.to_owned());
    };
    let mut letters = rest.chars();
    let mut text = String::with_capacity(rest.len());
    loop {
        match letters.next()? {
            '"' => return letters.next().is_none().then_some(text),
            '\\' => match letters.next()? {
                escaped @ ('"' | '\\' | '`' | '$') => text.push(escaped),
                other => text.extend(['\\', other]),
            },
            letter => text.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<String> {
        parse(text).ok()?.remove("A")
    }

    #[test]
    fn a_value_is_what_is_written() {
        for (text, value) in [
            ("A=1", "1"),
            ("A = 1 ", "1"),
            ("A=", ""),
            ("export A=1", "1"),
            (
                "A=postgres://u:p&w$1@h/d?host=/run&x=#y",
                "postgres://u:p&w$1@h/d?host=/run&x=#y",
            ),
            ("A='a b'", "a b"),
            ("A=\"a \\\"b\\\" \\$c\"", "a \"b\" $c"),
            ("A=\"\\n\"", "\\n"),
            ("\u{feff}A=1\r\n", "1"),
            ("# A=0\n; A=0\n\nA=1\n", "1"),
            ("A=0\nA=1", "1"),
        ] {
            assert_eq!(one(text).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn a_line_that_is_no_setting_is_named_by_its_number() {
        for text in [
            "A", "=1", "1A=1", "A B=1", "A='1", "A=\"1", "A=\"1\"2", "A='1'2'",
        ] {
            assert_eq!(parse(&format!("# first\n{text}\n")), Err(2), "{text}");
        }
    }

    #[test]
    fn the_option_is_found_wherever_it_stands_and_nothing_else_is() {
        let taken = |text: &str| {
            let (path, rest) = taken(text.split(' ').map(OsString::from));
            let rest: Vec<_> = rest.iter().filter_map(|it| it.to_str()).collect();
            (path, rest.join(" "))
        };
        let file = || Some(PathBuf::from("f"));
        assert_eq!(taken("--env-file f run"), (file(), "run".into()));
        assert_eq!(taken("run --env-file=f -x"), (file(), "run -x".into()));
        assert_eq!(taken("run"), (None, "run".into()));
        assert_eq!(taken("--env-files f"), (None, "--env-files f".into()));
        assert_eq!(taken("x --env-file"), (None, "x --env-file".into()));
        assert_eq!(
            taken("x -- --env-file f"),
            (None, "x -- --env-file f".into())
        );
    }
}
