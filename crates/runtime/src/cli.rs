//! Reads the command line without ever repeating a secret in it.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use clap::Parser;

use crate::redact::{Origin, redacted};
use crate::secrets;

/// The exit code where the command line cannot be read.
const USAGE: i32 = 2;

/// What a program was started with.
#[derive(Debug)]
#[must_use = "secrets on the command line are warned about once the log is there"]
pub struct Invocation<T> {
    /// The settings.
    pub settings: T,
    /// The options on the command line that hold secrets, such as `--discord-token`.
    pub exposed: Vec<String>,
}

impl<T> Invocation<T> {
    /// Gives the settings. Logs a warning for each secret that is an option on the command line.
    pub fn into_settings(self) -> T {
        for option in &self.exposed {
            tracing::warn!(
                "{option} is on the command line, where every user of this machine can read it: \
                 use the environment or, better, {option}-file"
            );
        }
        self.settings
    }
}

/// Reads the command line, the environment, and the files that hold secrets. From then on no log
/// has any of the secrets. Where something cannot be read, says why and ends the process, as clap
/// does; a password or key in a value is left out of that.
pub fn parse<T: Parser>() -> Invocation<T> {
    let credentials = std::env::var_os(secrets::CREDENTIALS_DIRECTORY);
    let credentials = credentials.as_deref().map(Path::new);
    try_parse(std::env::args_os(), credentials).unwrap_or_else(|error| {
        if !error.use_stderr() {
            error.exit();
        }
        let said = error.render().to_string();
        // Nobody is left to inform when standard error is closed.
        let _ = write!(std::io::stderr(), "{}", redacted(&said, Origin::Feeds));
        std::process::exit(USAGE)
    })
}

/// What [`parse`] does, with other arguments and another folder of credentials.
///
/// # Errors
/// When an argument, or a file that holds a secret, cannot be read.
pub fn try_parse<T: Parser>(
    arguments: impl IntoIterator<Item = OsString>,
    credentials: Option<&Path>,
) -> Result<Invocation<T>, clap::Error> {
    let mut command = T::command();
    let mut read = secrets::read(command.clone(), arguments, credentials)?;
    let settings = T::from_arg_matches_mut(&mut read.matches);
    Ok(Invocation {
        settings: settings.map_err(|error| error.format(&mut command))?,
        exposed: read.exposed,
    })
}
