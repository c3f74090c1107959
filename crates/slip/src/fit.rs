//! Words into a width: by shorter forms, then by smaller type, then on more lines.
//!
//! Nothing is ever shortened with an ellipsis: where even the last step does not fit, whole
//! letters at the end are left out, which happens only to text that nobody writes.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Cut, Fonts, Line};
use crate::view::Words;

/// A line that fits, and the size at which it does.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) line: Arc<Line>,
    pub(crate) text: String,
    pub(crate) size: f32,
}

impl Fitted {
    /// Pixels from the pen's start to its end.
    pub(crate) fn width(&self) -> f32 {
        self.line.advance * self.size
    }
}

/// The forms of `words` that can be drawn, longest first. Forms with letters that no face has are
/// passed over while another can be drawn whole.
pub(crate) fn drawable_forms(fonts: &Fonts, words: &Words) -> Vec<String> {
    let forms = words.forms();
    let whole: Vec<String> = forms
        .iter()
        .filter(|it| fonts.covers(it))
        .map(|it| minus(&fonts.drawable(it)))
        .filter(|it| !it.is_empty())
        .collect();
    if !whole.is_empty() {
        return whole;
    }
    forms
        .iter()
        .map(|it| minus(&fonts.drawable(it)))
        .filter(|it| !it.is_empty())
        .collect()
}

/// A hyphen that starts a number as the minus that it stands for. Among letters that run from the
/// right, a sign is told to stay on its number's left.
pub(crate) fn minus(text: &str) -> String {
    const LEFT_TO_RIGHT: char = '\u{200e}';
    let from_right = text.chars().any(|it| matches!(it, '\u{590}'..='\u{8ff}'));
    let mut out = String::with_capacity(text.len() + 2);
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        let starts = before.is_whitespace() || matches!(before, '(' | '/' | '=');
        let is_sign =
            starts && matches!(letter, '-' | '+') && (after.is_ascii_digit() || after == '.');
        if is_sign && from_right {
            out.push(LEFT_TO_RIGHT);
        }
        let is_minus = letter == '-' && starts && (is_sign || after == ' ');
        out.push(if is_minus { '\u{2212}' } else { letter });
        before = letter;
    }
    out
}

/// One line of the first form and the largest size that fits into `width`.
pub(crate) fn one_line(
    fonts: &Fonts,
    forms: &[String],
    cut: Cut,
    sizes: &[f32],
    width: f32,
) -> Option<Fitted> {
    sizes.iter().find_map(|&size| {
        forms.iter().find_map(|form| {
            let line = fonts.line(form, cut);
            (line.advance * size <= width).then(|| Fitted {
                line,
                text: form.clone(),
                size,
            })
        })
    })
}

/// `text` on at most `lines` lines of `width`, broken between words, within one only where it
/// does not fit on a line of its own; `None` if that is not enough.
pub(crate) fn wrapped(
    fonts: &Fonts,
    text: &str,
    cut: Cut,
    size: f32,
    (width, lines): (f32, usize),
) -> Option<Vec<Fitted>> {
    let (out, rest) = wrap(fonts, text, cut, size, (width, lines));
    rest.is_empty().then_some(out)
}

/// As [`wrapped`], and what did not fit is left out.
pub(crate) fn wrapped_or_cut(
    fonts: &Fonts,
    text: &str,
    cut: Cut,
    size: f32,
    (width, lines): (f32, usize),
) -> Vec<Fitted> {
    wrap(fonts, text, cut, size, (width, lines)).0
}

fn wrap<'t>(
    fonts: &Fonts,
    text: &'t str,
    cut: Cut,
    size: f32,
    (width, lines): (f32, usize),
) -> (Vec<Fitted>, &'t str) {
    let fits = |text: &str| fonts.line(text, cut).advance * size <= width;
    let mut out = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && out.len() < lines {
        let breaks = rest
            .char_indices()
            .filter(|(_, it)| *it == ' ')
            .map(|(at, _)| at);
        let by_word = breaks
            .chain([rest.len()])
            .take_while(|at| fits(&rest[..*at]))
            .last();
        let end = by_word.unwrap_or_else(|| {
            let ends = rest.grapheme_indices(true).map(|(at, it)| at + it.len());
            ends.take_while(|at| fits(&rest[..*at])).last().unwrap_or(0)
        });
        let text = rest[..end].to_owned();
        let line = fonts.line(&text, cut);
        // Letters that take no room fit anywhere; alone they are nothing to draw.
        if line.advance <= 0.0 {
            break;
        }
        out.push(Fitted { line, text, size });
        rest = rest[end..].trim_start();
    }
    (out, rest)
}
