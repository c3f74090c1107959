//! Secret settings, and the files that may hold them.
//!
//! A setting is secret if its type is [`SecretString`]; nothing else has to be said about it. If it
//! is called `NAME`, it is read from
//!
//! 1. its option on the command line, or the file that `--name-file` names,
//! 2. the variable `NAME`, or the file that the variable `NAME_FILE` names,
//! 3. the file `NAME` in the folder that `CREDENTIALS_DIRECTORY` names, as systemd sets it for a
//!    unit with `LoadCredential=NAME:…`.
//!
//! The first of them that is there wins; two at the same step are refused. An empty option or
//! variable counts as missing. An empty file does not: whoever names a file means what is in it.

mod file;

use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::builder::{Resettable, StyledStr};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, value_parser};
use secrecy::{ExposeSecret, SecretString};

use crate::redact;

pub use self::file::SecretFileError;

/// The variable with the folder of a unit's credentials.
pub const CREDENTIALS_DIRECTORY: &str = "CREDENTIALS_DIRECTORY";

/// What was read from a command line.
pub(crate) struct Read {
    /// The values, with secrets from wherever they were.
    pub(crate) matches: ArgMatches,
    /// The options on the command line that hold secrets.
    pub(crate) exposed: Vec<String>,
}

/// Whether a setting is secret.
pub fn is_secret(setting: &Arg) -> bool {
    setting.get_env().is_some()
        && setting.get_value_parser().type_id() == TypeId::of::<SecretString>()
}

/// The command in which every secret setting can also be read from a file, and shows its value
/// nowhere. The subcommands are included.
pub fn with_files(command: Command) -> Command {
    let files: Vec<_> = named(&command).iter().map(Secret::file_form).collect();
    command
        .mut_args(|setting| match Secret::of(&setting) {
            Some(secret) => described(setting, &secret),
            None => setting,
        })
        .args(files)
        .mut_subcommands(with_files)
}

/// Reads a command line. Every secret in it is hidden from the log from then on.
pub(crate) fn read(
    command: Command,
    arguments: impl IntoIterator<Item = OsString>,
    credentials: Option<&Path>,
) -> Result<Read, clap::Error> {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let command = with_files(command);
    // Twice: which files are named is known after the first time.
    let named = optional(command.clone()).try_get_matches_from(&arguments)?;
    let mut exposed = Vec::new();
    let filled = filled(command, &named, credentials, &mut exposed)?;
    let matches = filled.clone().try_get_matches_from(&arguments)?;
    hide(&filled, &matches);
    Ok(Read { matches, exposed })
}

/// A secret setting.
struct Secret {
    id: clap::Id,
    /// The option without its dashes.
    option: String,
    variable: String,
}

impl Secret {
    fn of(setting: &Arg) -> Option<Self> {
        if !is_secret(setting) {
            return None;
        }
        let variable = setting.get_env()?.to_str()?;
        Some(Self {
            id: setting.get_id().clone(),
            option: setting.get_long()?.to_owned(),
            variable: variable.to_owned(),
        })
    }

    fn file_id(&self) -> String {
        format!("{}_file", self.id)
    }

    fn file_form(&self) -> Arg {
        Arg::new(self.file_id())
            .long(format!("{}-file", self.option))
            .env(format!("{}_FILE", self.variable))
            .value_name("FILE")
            .value_parser(value_parser!(OsString))
            // The help of the setting itself mentions it.
            .hide(true)
    }

    /// What to read in place of the setting's own value.
    fn elsewhere(
        &self,
        matches: &ArgMatches,
        credentials: Option<&Path>,
    ) -> Result<Option<SecretString>, SecretFileError> {
        use ValueSource::{CommandLine, EnvVariable};
        let (own, _) = given(matches, self.id.as_str()).unzip();
        let (file, path) = given(matches, &self.file_id()).unzip();
        let (option, variable) = (&self.option, &self.variable);
        let file_name = match file {
            Some(CommandLine) => format!("--{option}-file"),
            _ => format!("{variable}_FILE"),
        };
        match (own, file) {
            (Some(CommandLine), Some(CommandLine)) => Err(SecretFileError::Both {
                value: format!("--{option}"),
                file: file_name,
            }),
            (Some(EnvVariable), Some(EnvVariable)) => Err(SecretFileError::Both {
                value: variable.clone(),
                file: file_name,
            }),
            (Some(CommandLine), _) | (Some(_), None) => Ok(None),
            (_, Some(_)) => {
                let path = PathBuf::from(path.unwrap_or_default());
                file::read(&file_name, &path).map(Some)
            }
            (None, None) => {
                let Some(path) = credentials.map(|it| it.join(variable)) else {
                    return Ok(None);
                };
                match file::read(CREDENTIALS_DIRECTORY, &path) {
                    Err(SecretFileError::Missing { .. }) => Ok(None),
                    other => other.map(Some),
                }
            }
        }
    }
}

/// The secret settings of a command without its subcommands.
fn named(command: &Command) -> Vec<Secret> {
    command.get_arguments().filter_map(Secret::of).collect()
}

/// A setting whose help says how it is read from a file.
fn described(setting: Arg, secret: &Secret) -> Arg {
    let Secret {
        option, variable, ..
    } = secret;
    let note = |help: &StyledStr| {
        let help = help.to_string();
        let help = help.trim_end_matches('.');
        StyledStr::from(format!(
            "{help}. Or a file that holds it: --{option}-file, {variable}_FILE"
        ))
    };
    let short = setting.get_help().map(note);
    let long = setting.get_long_help().map(note);
    setting
        .help(Resettable::from(short))
        .long_help(Resettable::from(long))
        .hide_env_values(true)
}

/// The command in which no secret is required: it may be in a file.
fn optional(command: Command) -> Command {
    command
        .mut_args(|setting| match is_secret(&setting) {
            true => setting.required(false),
            false => setting,
        })
        .mut_subcommands(optional)
}

/// The command with the secrets that are elsewhere, and the names of the options that expose one.
fn filled(
    mut command: Command,
    matches: &ArgMatches,
    credentials: Option<&Path>,
    exposed: &mut Vec<String>,
) -> Result<Command, clap::Error> {
    for secret in named(&command) {
        if given(matches, secret.id.as_str()).is_some_and(|it| it.0 == ValueSource::CommandLine) {
            exposed.push(format!("--{}", secret.option));
        }
        let found = secret.elsewhere(matches, credentials);
        let found = found.map_err(|it| clap::Error::raw(ErrorKind::Io, format!("{it}\n")))?;
        if let Some(value) = found {
            command = command.mut_arg(secret.id, |setting| holding(setting, value));
        }
    }
    if let Some((name, matches)) = matches.subcommand()
        && let Some(inner) = command.find_subcommand(name).cloned()
    {
        let inner = filled(inner, matches, credentials, exposed)?;
        command = command.mut_subcommand(name, |_| inner);
    }
    Ok(command)
}

/// The setting with this value, whatever it would be otherwise.
fn holding(setting: Arg, value: SecretString) -> Arg {
    setting
        .required(false)
        .default_value("from a file")
        .hide_default_value(true)
        .value_parser(move |_: &str| Ok::<_, std::convert::Infallible>(value.clone()))
}

/// Where a setting's value is from, and the value, unless that is empty.
fn given(matches: &ArgMatches, id: &str) -> Option<(ValueSource, OsString)> {
    let source = matches.value_source(id)?;
    let value: &OsStr = matches.try_get_raw(id).ok()??.next_back()?;
    let is_filled = value.to_str().is_none_or(|it| !it.trim().is_empty());
    (is_filled && source != ValueSource::DefaultValue).then(|| (source, value.to_owned()))
}

/// Hides every secret from the log.
fn hide(command: &Command, matches: &ArgMatches) {
    for secret in named(command) {
        if let Ok(Some(value)) = matches.try_get_one::<SecretString>(secret.id.as_str()) {
            hide_value(value.expose_secret().trim());
        }
    }
    if let Some((name, matches)) = matches.subcommand()
        && let Some(inner) = command.find_subcommand(name)
    {
        hide(inner, matches);
    }
}

/// The address of a database is told to whoever has to find it; only its password is secret. A
/// secret address of a web server, such as a webhook's, is so as a whole.
fn hide_value(value: &str) {
    match value.split_once("://") {
        Some((scheme, _)) if !scheme.starts_with("http") => redact::hide_password(value),
        _ => redact::hide(value),
    }
}
