//! Comma-separated files, read by the names of their columns.

use std::collections::HashMap;

use bytes::Bytes;
use csv::{ReaderBuilder, StringRecord};

use crate::error::Garbled;

/// A file with a line of names at its head.
pub(crate) struct Table {
    columns: HashMap<String, usize>,
    rows: Vec<StringRecord>,
}

/// How much a file may stray from what its head promises.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Every row has every column.
    Strict,
    /// A row may end early, as in files that are kept by hand.
    Ragged,
}

impl Table {
    /// Reads all of it, and sees to it that the named columns are there and that no line was cut
    /// off: a score that lost its last digit is a score.
    pub(crate) fn read(body: &Bytes, shape: Shape, required: &[&str]) -> Result<Self, Garbled> {
        let garbled = |place: &str, reason: String| Garbled::new(place, reason, body.clone());
        let text = text(body);
        let mut reader = ReaderBuilder::new()
            .flexible(shape == Shape::Ragged)
            .from_reader(text.as_bytes());
        let head = reader
            .headers()
            .map_err(|error| garbled("line 1", error.to_string()))?;
        if head.is_empty() {
            return Err(garbled("line 1", "the file is empty".to_owned()));
        }
        let columns: HashMap<String, usize> = head
            .iter()
            .enumerate()
            .map(|(place, name)| (name.trim().to_owned(), place))
            .collect();
        if let Some(missing) = required.iter().find(|it| !columns.contains_key(**it)) {
            return Err(garbled("line 1", format!("no column {missing:?}")));
        }
        let mut rows = Vec::new();
        for row in reader.records() {
            rows.push(row.map_err(|error| garbled(&place(&error), error.to_string()))?);
        }
        if !text.ends_with('\n') {
            let line = rows.last().and_then(StringRecord::position);
            let line = line.map_or(1, csv::Position::line);
            let reason = "cut off: the last line has no end".to_owned();
            return Err(garbled(&format!("line {line}"), reason));
        }
        Ok(Self { columns, rows })
    }

    /// Its rows that have anything in them, from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = |row: &&StringRecord| row.iter().any(|it| !it.trim().is_empty());
        self.rows
            .iter()
            .filter(filled)
            .map(|cells| Row { table: self, cells })
    }
}

/// One row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    table: &'a Table,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// What stands in a column. `None` where it is blank, `NA`, or there is no such column.
    pub(crate) fn get(&self, column: &str) -> Option<&'a str> {
        let place = *self.table.columns.get(column)?;
        let cell = self.cells.get(place)?.trim();
        (!cell.is_empty() && cell != "NA").then_some(cell)
    }

    /// The same, where the row is of no use without.
    pub(crate) fn need(&self, column: &str) -> Result<&'a str, String> {
        self.get(column).ok_or_else(|| format!("no {column}"))
    }

    /// Where in the file it stands.
    pub(crate) fn place(&self) -> String {
        let line = self.cells.position().map_or(0, csv::Position::line);
        format!("line {line}")
    }
}

/// The text without its byte order mark. What is no UTF-8 is Latin-1, as old files are.
fn text(body: &Bytes) -> String {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => body.iter().copied().map(char::from).collect(),
    };
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

fn place(error: &csv::Error) -> String {
    match error.position() {
        Some(position) => format!("line {}", position.line()),
        None => "unknown line".to_owned(),
    }
}
