//! A file that holds one secret.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use secrecy::SecretString;

/// Longer than any secret.
const BYTES_MAX: u64 = 16 * 1024;

/// Why a file gives no secret. What is in it is never repeated.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// There are two places, and nobody can say which one is meant.
    #[error("{value} and {file} are both set: keep one of them")]
    Both {
        /// The setting that holds the secret.
        value: String,
        /// The setting that names the file.
        file: String,
    },
    /// There is no such file.
    #[error("{setting}: there is no file {}", path.display())]
    Missing {
        /// The setting that names the file.
        setting: String,
        /// The file.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{setting}: {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The setting that names the file.
        setting: String,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what a file with a secret looks like.
    #[error("{setting}: {} {what}", path.display())]
    Unusable {
        /// The setting that names the file.
        setting: String,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
}

/// Reads a secret, without the white space around it. `setting` is what names the file.
///
/// # Errors
/// When the file cannot be read, is empty, or holds more than one line of text.
pub(super) fn read(setting: &str, path: &Path) -> Result<SecretString, SecretFileError> {
    let unusable = |what| SecretFileError::Unusable {
        setting: setting.to_owned(),
        path: path.to_path_buf(),
        what,
    };
    let bytes = bytes(path).map_err(|source| match source.kind() {
        ErrorKind::NotFound => SecretFileError::Missing {
            setting: setting.to_owned(),
            path: path.to_path_buf(),
        },
        _ => SecretFileError::Unreadable {
            setting: setting.to_owned(),
            path: path.to_path_buf(),
            source,
        },
    })?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(unusable("is too long for a secret"));
    }
    let text = String::from_utf8(bytes).map_err(|_| unusable("is not text"))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(unusable("is empty"));
    }
    if text.contains(['\n', '\r', '\0']) {
        return Err(unusable("holds more than one line"));
    }
    Ok(text.into())
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing runs yet that could wait"
)]
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path)?;
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
