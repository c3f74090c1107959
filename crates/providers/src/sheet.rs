//! Spreadsheets (xlsx), read by the names of their columns.

use std::collections::HashMap;
use std::io::Cursor;

use bytes::Bytes;
use calamine::{Data, Range, Reader, Xlsx};

use crate::error::Garbled;

/// How a spreadsheet's file begins: it is a zip archive.
pub(crate) const MAGIC: &[u8] = b"PK";

/// The most rows that are taken: more than any season has.
const ROWS_MAX: usize = 50_000;

/// The first sheet of a file, with a line of names at its head.
pub(crate) struct Sheet {
    columns: HashMap<String, usize>,
    range: Range<Data>,
}

impl Sheet {
    /// Reads all of it, and sees to it that the named columns are there.
    pub(crate) fn read(body: &Bytes, required: &[&str]) -> Result<Self, Garbled> {
        let garbled = |reason: String| Garbled::new("sheet 1", reason, body.clone());
        let opened = Xlsx::new(Cursor::new(body.clone()));
        let mut book = opened.map_err(|it| garbled(it.to_string()))?;
        let first = book.worksheet_range_at(0);
        let first = first.ok_or_else(|| garbled("no sheet".to_owned()))?;
        let range = first.map_err(|it| garbled(it.to_string()))?;
        if range.height() > ROWS_MAX {
            return Err(garbled(format!("more than {ROWS_MAX} rows")));
        }
        let head = range.rows().next().unwrap_or_default();
        let named = head.iter().enumerate();
        let columns: HashMap<String, usize> = named
            .filter_map(|(place, cell)| Some((text(cell)?, place)))
            .collect();
        if let Some(missing) = required.iter().find(|it| !columns.contains_key(**it)) {
            return Err(garbled(format!("no column {missing:?}")));
        }
        Ok(Self { columns, range })
    }

    /// Whether it has a column of that name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Its rows that have anything in them, from the top.
    pub(crate) fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        let offset = self.range.start().map_or(0, |(row, _)| row as usize) + 1;
        let rows = self.range.rows().enumerate().skip(1);
        rows.filter(|(_, cells)| cells.iter().any(|it| text(it).is_some()))
            .map(move |(place, cells)| SheetRow {
                sheet: self,
                cells,
                number: place + offset,
            })
    }
}

/// One row of a [`Sheet`].
#[derive(Clone, Copy)]
pub(crate) struct SheetRow<'a> {
    sheet: &'a Sheet,
    cells: &'a [Data],
    number: usize,
}

impl SheetRow<'_> {
    /// What stands in a column, as it would be typed. `None` where it is blank, `NL` (no line),
    /// or there is no such column.
    pub(crate) fn get(&self, column: &str) -> Option<String> {
        self.cell(column, 0)
    }

    /// What stands in the column after the named one, which has no name of its own.
    pub(crate) fn after(&self, column: &str) -> Option<String> {
        self.cell(column, 1)
    }

    fn cell(&self, column: &str, offset: usize) -> Option<String> {
        let place = self.sheet.columns.get(column)?;
        let text = text(self.cells.get(place + offset)?)?;
        (text != "NL").then_some(text)
    }

    /// The same, where the row is of no use without.
    pub(crate) fn need(&self, column: &str) -> Result<String, String> {
        self.get(column).ok_or_else(|| format!("no {column}"))
    }

    /// Where in the file it stands.
    pub(crate) fn place(&self) -> String {
        format!("line {}", self.number)
    }
}

/// A cell as it would be typed. A number's shortest form is what was typed, since a spreadsheet
/// keeps floats: 4.73 is stored as 4.7300000000000004. A date is its day's number.
fn text(cell: &Data) -> Option<String> {
    let text = match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::DateTime(moment) => moment.as_f64().to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Bool(_) | Data::Error(_) | Data::Empty => return None,
    };
    (!text.is_empty()).then_some(text)
}
