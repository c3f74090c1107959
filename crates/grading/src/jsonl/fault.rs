//! What is wrong with a line, and where: `leg 2, game, score 1, home: …`.

use std::fmt;

use serde::Deserialize;
use serde_path_to_error::{Path, Segment};

/// What is wrong, and the path to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// From the outside in.
    path: Vec<String>,
    says: String,
}

impl Fault {
    pub(super) fn new(says: impl ToString) -> Self {
        Self {
            path: Vec::new(),
            says: says.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path.join(", "))?;
        }
        f.write_str(&self.says)
    }
}

/// Says where a fault is.
pub(super) trait Within<T> {
    fn within(self, field: &str) -> Result<T, Fault>;
    /// In a list, counted from 0; people count from 1.
    fn at(self, what: &str, index: usize) -> Result<T, Fault>;
}

impl<T> Within<T> for Result<T, Fault> {
    fn within(self, field: &str) -> Self {
        self.map_err(|mut fault| {
            fault.path.insert(0, field.to_owned());
            fault
        })
    }

    fn at(self, what: &str, index: usize) -> Self {
        self.within(&nth(what, index))
    }
}

fn nth(what: &str, index: usize) -> String {
    format!("{what} {}", index + 1)
}

/// Reads one JSON object and nothing after it.
pub(super) fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read: T = serde_path_to_error::deserialize(&mut json).map_err(|error| Fault {
        path: words(error.path()),
        says: said(error.inner()),
    })?;
    json.end().map_err(|error| Fault::new(said(&error)))?;
    Ok(read)
}

/// The whole file is read line by line, so the line that JSON counts is always the first.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let says = text.strip_suffix(&place).unwrap_or(&text);
    format!("{says} (column {})", error.column())
}

/// `legs[1].game.scores[0]` as `leg 2, game, score 1`.
fn words(path: &Path) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for segment in path {
        match segment {
            Segment::Map { key } | Segment::Enum { variant: key } => words.push(key.clone()),
            Segment::Seq { index } => {
                let list = words.pop().unwrap_or_default();
                let one = list.strip_suffix('s').unwrap_or(&list);
                words.push(nth(one, *index));
            }
            Segment::Unknown => {}
        }
    }
    words
}
