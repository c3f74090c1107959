//! Several legs as a list: in one column, past eight in two, and a count for what has no room.

use super::head::HALF_CAPITAL;
use super::{
    DISPLAY, DISPLAY_FIGURES, Draft, INNER, LEFT, REGULAR, REGULAR_FIGURES, RIGHT, SEMI_BOLD,
    TYPE_MIN,
};
use crate::fit::{Fitted, drawable_forms, one_line, wrapped, wrapped_or_cut};
use crate::scene::{Sign, Sprite};
use crate::theme::Rgb;
use crate::view::{LegView, ParlayView, State, Words};

/// Legs that are listed in one column.
const ONE_COLUMN_MAX: usize = 8;

const TITLE_SIZES: [f32; 4] = [58.0, 52.0, 46.0, 40.0];

/// A leg's row where there is room, and where there is little.
const ROW: f32 = 115.0;
const ROW_TIGHT: f32 = 98.0;
/// What each further line adds.
const MORE_LINE: f32 = 36.0;

const PICK_SIZES: [f32; 5] = [36.0, 34.0, 32.0, 30.0, TYPE_MIN];
const PRICE_SIZES: [f32; 2] = [31.0, TYPE_MIN];
const SIGN: u32 = 36;
const CREST: u32 = 50;
const CREST_LEFT: f32 = LEFT + 58.0;
const GAP: f32 = 22.0;

/// The cells of two columns.
const CELL: f32 = (INNER - CELL_GAP) / 2.0;
const CELL_GAP: f32 = 44.0;
const CELL_SIGN: u32 = 30;
const CELL_TEXT: f32 = 42.0;
const CELL_PICK_SIZES: [f32; 3] = [32.0, 30.0, TYPE_MIN];
const CELL_LINE: f32 = 37.0;
const CELL_PAD: f32 = 15.0;

/// One leg's row, measured.
struct Row<'v> {
    leg: &'v LegView,
    price: Option<Fitted>,
    pick: Vec<Fitted>,
    word: Option<Fitted>,
    /// Beside the word when there is one line of it, beneath it when there are more.
    note: Vec<Fitted>,
    note_below: bool,
}

impl Row<'_> {
    fn more_lines(&self) -> f32 {
        let note = if self.note_below { self.note.len() } else { 0 };
        (self.pick.len().saturating_sub(1) + note) as f32 * MORE_LINE
    }
}

/// One leg's cell in two columns, or the count of what is not shown.
struct Cell {
    state: Option<State>,
    lines: Vec<(Fitted, Rgb)>,
    /// Stands at the right end of the line after the pick's.
    price: Option<(usize, Fitted, Rgb)>,
}

impl Cell {
    fn height(&self) -> f32 {
        2.0 * CELL_PAD + CELL_LINE * self.lines.len().max(1) as f32
    }
}

impl Draft<'_> {
    /// Lists the legs down to `room` at most; returns where the next thing may start.
    pub(super) fn parlay(&mut self, parlay: &ParlayView, top: f32, room: f32) -> f32 {
        let below_title = self.title(parlay, top);
        let below = match &parlay.sentence {
            Some(sentence) => self.sentence(sentence, below_title - 8.0) - 12.0,
            None => below_title,
        };
        let space = room - below;
        let crests = parlay.legs.iter().any(|it| it.crest.is_some());
        if parlay.legs.len() <= ONE_COLUMN_MAX {
            let rows: Vec<Row<'_>> = parlay.legs.iter().map(|it| self.row(it, crests)).collect();
            let more: f32 = rows.iter().map(Row::more_lines).sum();
            let count = rows.len().max(1) as f32;
            let height = ((space - more) / count).floor().min(ROW);
            if height >= ROW_TIGHT {
                return self.one_column(rows, height, below, crests);
            }
        }
        self.two_columns(parlay, below, space)
    }

    fn title(&mut self, parlay: &ParlayView, top: f32) -> f32 {
        let price = self.fitted_text(&parlay.price, DISPLAY_FIGURES, &TITLE_SIZES, INNER * 0.5);
        let room = INNER - price.as_ref().map_or(0.0, |it| it.width() + GAP);
        let forms = drawable_forms(self.fonts, &parlay.title);
        let one = one_line(self.fonts, &forms, DISPLAY, &TITLE_SIZES, room);
        let lines = one.map(|it| vec![it]).unwrap_or_else(|| {
            forms.last().map_or_else(Vec::new, |it| {
                wrapped_or_cut(self.fonts, it, DISPLAY, 40.0, (room, 2))
            })
        });
        let mut baseline = top + 67.0;
        if let Some(price) = price {
            self.text_to(&price, RIGHT, baseline, self.theme.text);
        }
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                baseline += 48.0;
            }
            self.text(line, LEFT, baseline, self.theme.text);
        }
        baseline + 30.0
    }

    fn row<'v>(&self, leg: &'v LegView, crests: bool) -> Row<'v> {
        let left = text_left(crests);
        let price = self.fitted_text(&leg.price, REGULAR_FIGURES, &PRICE_SIZES, INNER * 0.3);
        let room = RIGHT - left - price.as_ref().map_or(0.0, |it| it.width() + GAP);
        let pick = self.pick_lines(&leg.pick, &PICK_SIZES, room);
        let word = self.fitted_text(&leg.state_word, SEMI_BOLD, &[TYPE_MIN], room);
        let beside = room - word.as_ref().map_or(0.0, |it| it.width() + DOT);
        let notes = drawable_forms(self.fonts, &leg.note);
        let one = one_line(self.fonts, &notes, REGULAR, &[TYPE_MIN], beside);
        let note_below = one.is_none() && !notes.is_empty();
        let note = one.map(|it| vec![it]).unwrap_or_else(|| {
            notes.last().map_or_else(Vec::new, |it| {
                wrapped_or_cut(self.fonts, it, REGULAR, TYPE_MIN, (room, 2))
            })
        });
        Row {
            leg,
            price,
            pick,
            word,
            note,
            note_below,
        }
    }

    /// A pick on one line, else on two.
    fn pick_lines(&self, pick: &Words, sizes: &[f32], room: f32) -> Vec<Fitted> {
        let forms = drawable_forms(self.fonts, pick);
        let one = one_line(self.fonts, &forms, SEMI_BOLD, sizes, room);
        one.map(|it| vec![it])
            .or_else(|| {
                let two = |it: &String| wrapped(self.fonts, it, SEMI_BOLD, TYPE_MIN, (room, 2));
                forms.iter().find_map(two)
            })
            .unwrap_or_else(|| {
                forms.last().map_or_else(Vec::new, |it| {
                    wrapped_or_cut(self.fonts, it, SEMI_BOLD, TYPE_MIN, (room, 2))
                })
            })
    }

    fn one_column(&mut self, rows: Vec<Row<'_>>, height: f32, top: f32, crests: bool) -> f32 {
        let mut top = top;
        for (number, row) in rows.into_iter().enumerate() {
            if number > 0 {
                self.rule(LEFT, top, INNER);
            }
            let tall = height + row.more_lines();
            self.leg(&row, top, tall, crests);
            top += tall;
        }
        top
    }

    fn leg(&mut self, row: &Row<'_>, top: f32, tall: f32, crests: bool) {
        let Row {
            leg,
            price,
            pick,
            word,
            note,
            note_below,
        } = row;
        let middle = top + tall / 2.0;
        let quiet = self.theme.quiet;
        let strong = if is_out(leg.state) {
            quiet
        } else {
            self.theme.text
        };
        self.sign(leg.state, (LEFT, middle), SIGN);
        if let Some(crest) = &leg.crest {
            self.crest(crest, CREST_LEFT, middle, CREST);
        }
        if let Some(price) = price {
            let colour = if is_out(leg.state) {
                quiet
            } else {
                self.theme.price
            };
            self.text_to(price, RIGHT, middle + price.size * HALF_CAPITAL, colour);
        }
        let left = text_left(crests);
        let lines = pick.len() + 1 + if *note_below { note.len() } else { 0 };
        // The block of lines stands on the row's middle: 40 px from the pick to the line under it.
        let mut baseline = middle - 8.0 - (lines as f32 - 2.0) * MORE_LINE / 2.0;
        for (number, line) in pick.iter().enumerate() {
            if number > 0 {
                baseline += MORE_LINE;
            }
            self.text(line, left, baseline, strong);
        }
        baseline += 40.0;
        let mut note_left = left;
        if let Some(word) = word {
            let colour = self.state_colour(leg.state);
            self.text(word, left, baseline, colour);
            note_left += word.width() + DOT;
        }
        if *note_below {
            note_left = left;
            baseline += MORE_LINE;
        } else if let (Some(word), [_, ..]) = (word, note.as_slice()) {
            self.dot(left + word.width(), baseline);
        }
        for (number, line) in note.iter().enumerate() {
            self.text(line, note_left, baseline + MORE_LINE * number as f32, quiet);
        }
    }

    /// The point between a state's word and the note after it.
    fn dot(&mut self, left: f32, baseline: f32) {
        // A little smaller than its room, so that rounding brings it onto neither neighbour.
        let size = DOT as u32 - 4;
        let dot = Sprite::Sign {
            sign: Sign::Dot,
            size,
            colour: self.theme.quiet,
        };
        let middle = baseline - TYPE_MIN * 0.32;
        self.sprite(left + 2.0, middle - size as f32 / 2.0, dot);
    }

    fn two_columns(&mut self, parlay: &ParlayView, top: f32, space: f32) -> f32 {
        let all: Vec<Cell> = parlay.legs.iter().map(|it| self.cell(it)).collect();
        let total = all.len();
        let fitting = |shown: &usize| {
            let rest = if *shown < total {
                Some(self.rest(parlay, total - shown))
            } else {
                None
            };
            let heights: Vec<f32> = all[..*shown]
                .iter()
                .chain(rest.as_ref())
                .map(Cell::height)
                .collect();
            let tall: f32 = heights.chunks(2).map(tallest).sum();
            tall <= space
        };
        let shown = (0..=total).rev().find(fitting).unwrap_or(0);
        let mut cells: Vec<Cell> = all.into_iter().take(shown).collect();
        if shown < total {
            cells.push(self.rest(parlay, total - shown));
        }
        let mut top = top;
        for (number, pair) in cells.chunks(2).enumerate() {
            let heights: Vec<f32> = pair.iter().map(Cell::height).collect();
            for (column, cell) in pair.iter().enumerate() {
                let left = LEFT + (CELL + CELL_GAP) * column as f32;
                if number > 0 {
                    self.rule(left, top, CELL);
                }
                self.place_cell(cell, left, top);
            }
            top += tallest(&heights);
        }
        top
    }

    /// A leg in half the width: its note only where it fits.
    fn cell(&self, leg: &LegView) -> Cell {
        let theme = self.theme;
        let room = CELL - CELL_TEXT;
        let (strong, weak) = if is_out(leg.state) {
            (theme.quiet, theme.quiet)
        } else {
            (theme.text, theme.price)
        };
        let pick = self.pick_lines(&leg.pick, &CELL_PICK_SIZES, room);
        let mut lines: Vec<(Fitted, Rgb)> = pick.into_iter().map(|it| (it, strong)).collect();
        let price = self.fitted_text(&leg.price, REGULAR_FIGURES, &[TYPE_MIN], room * 0.6);
        let beside = room - price.as_ref().map_or(0.0, |it| it.width() + 14.0);
        let price = price.map(|it| (lines.len(), it, weak));
        let word = self.fitted_text(&leg.state_word, SEMI_BOLD, &[TYPE_MIN], beside);
        lines.extend(word.map(|it| (it, self.state_colour(leg.state))));
        let notes = drawable_forms(self.fonts, &leg.note);
        let note = one_line(self.fonts, &notes, REGULAR, &[TYPE_MIN], room);
        lines.extend(note.map(|it| (it, theme.quiet)));
        Cell {
            state: Some(leg.state),
            lines,
            price,
        }
    }

    /// The cell that counts the legs without one.
    fn rest(&self, parlay: &ParlayView, left_out: usize) -> Cell {
        let said = left_out
            .checked_sub(1)
            .and_then(|it| parlay.more.get(it))
            .cloned();
        let said = said.unwrap_or_else(|| format!("+{left_out}"));
        let line = self.fitted_text(&said, SEMI_BOLD, &CELL_PICK_SIZES, CELL - CELL_TEXT);
        Cell {
            state: None,
            lines: line.map(|it| (it, self.theme.quiet)).into_iter().collect(),
            price: None,
        }
    }

    fn place_cell(&mut self, cell: &Cell, left: f32, top: f32) {
        let first = top + CELL_PAD + 27.0;
        if let Some(state) = cell.state {
            self.sign(state, (left, first - 11.0), CELL_SIGN);
        }
        let baseline = |line: usize| first + CELL_LINE * line as f32;
        for (number, (line, colour)) in cell.lines.iter().enumerate() {
            self.text(line, left + CELL_TEXT, baseline(number), *colour);
        }
        if let Some((line, price, colour)) = &cell.price {
            self.text_to(price, left + CELL, baseline(*line), *colour);
        }
    }
}

/// The room of the point between a word and a note.
const DOT: f32 = 26.0;

fn text_left(crests: bool) -> f32 {
    if crests {
        CREST_LEFT + CREST as f32 + GAP
    } else {
        CREST_LEFT
    }
}

/// Whether a leg no longer counts, so that it is drawn quietly.
fn is_out(state: State) -> bool {
    matches!(state, State::Push | State::Void | State::Cancelled)
}

fn tallest(heights: &[f32]) -> f32 {
    heights.iter().copied().fold(0.0, f32::max)
}
