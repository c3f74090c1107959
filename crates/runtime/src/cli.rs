//! Reads the command line without ever repeating a secret in it.

use std::io::Write;

use clap::Parser;

use crate::redact::{Origin, redacted};

/// The exit code where the command line cannot be read.
const USAGE: i32 = 2;

/// Reads the command line and the environment. Where they cannot be read, says why and ends the
/// process, as clap does; a password or key in a value is left out of that.
pub fn parse<T: Parser>() -> T {
    T::try_parse().unwrap_or_else(|error| {
        if !error.use_stderr() {
            error.exit();
        }
        let said = error.render().to_string();
        // Nobody is left to inform when standard error is closed.
        let _ = write!(std::io::stderr(), "{}", redacted(&said, Origin::Feeds));
        std::process::exit(USAGE)
    })
}
