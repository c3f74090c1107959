//! Which letters of outside text are kept.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// How many characters are looked at; Discord takes no more than 6,000 in an option.
const READ_MAX: usize = 8_192;
/// Marks over and under one letter: enough for every living script, too few for a tower.
const MARKS_MAX: usize = 3;
/// Characters of one grapheme: the longest emoji of a family has 11.
const GRAPHEME_CHARS_MAX: usize = 16;
/// Letters of a flag's region, with the one that ends it.
const TAGS_MAX: usize = 8;

const BLACK_FLAG: char = '\u{1f3f4}';
const ELLIPSIS: char = '…';

/// What can be seen of `raw`, on one line, in at most `graphemes_max` graphemes; a text that is
/// cut ends with an ellipsis. Empty where nothing can be seen.
pub(super) fn clean(raw: &str, graphemes_max: usize) -> String {
    let seen = Kept::of(raw.chars().take(READ_MAX));
    // What was left out may have stood between a letter and its mark: composed now, and looked at
    // once more.
    let seen = Kept::of(seen.nfc());
    bounded(&seen, graphemes_max)
}

/// Whether anything of a text can be seen.
pub fn is_seen(raw: &str) -> bool {
    !clean(raw, 1).is_empty()
}

/// The text so far, and what may follow it.
#[derive(Default)]
struct Kept {
    text: String,
    /// A space is due before the next letter.
    space: bool,
    /// Marks on the last letter.
    marks: usize,
    /// Tags after a black flag: what makes it the flag of a region.
    tags: Option<usize>,
}

impl Kept {
    /// What is kept of these letters.
    fn of(letters: impl Iterator<Item = char>) -> String {
        let mut kept = Self::default();
        letters.for_each(|it| kept.take(it));
        kept.text
    }

    fn take(&mut self, letter: char) {
        if is_tag(letter) {
            if let Some(tags) = self.tags.as_mut().filter(|it| **it < TAGS_MAX) {
                *tags += 1;
                self.text.push(letter);
            }
        } else if letter.is_whitespace() || letter.is_control() {
            self.space = !self.text.is_empty();
        } else if is_joiner(letter) {
            let last = self.text.chars().last();
            if !self.space && last.is_some_and(|it| !is_joiner(it)) {
                self.text.push(letter);
            }
        } else if is_unseen(letter) {
            // It is invisible, and what it controls does not matter here.
        } else if is_combining_mark(letter) {
            let has_letter = !self.space && !self.text.is_empty();
            if has_letter && self.marks < MARKS_MAX {
                self.marks += 1;
                self.text.push(letter);
            }
        } else {
            if std::mem::take(&mut self.space) {
                self.text.push(' ');
            }
            self.text.push(letter);
            self.marks = 0;
            self.tags = (letter == BLACK_FLAG).then_some(0);
        }
    }
}

fn bounded(text: &str, graphemes_max: usize) -> String {
    let text = text.trim_end_matches(['\u{200c}', '\u{200d}']);
    let mut graphemes = text.graphemes(true);
    let mut out = String::with_capacity(text.len().min(graphemes_max * 4));
    for grapheme in graphemes.by_ref().take(graphemes_max) {
        let letters = grapheme.chars().take(GRAPHEME_CHARS_MAX);
        out.extend(letters);
    }
    if graphemes.next().is_some() {
        let last = out.grapheme_indices(true).next_back();
        let end = last.map_or(0, |(at, _)| at);
        out.truncate(out[..end].trim_end().len());
        out.push(ELLIPSIS);
    }
    out
}

/// Joins letters of some scripts and people of an emoji, or says how an emoji is drawn.
const fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

const fn is_tag(letter: char) -> bool {
    matches!(letter, '\u{e0020}'..='\u{e007f}')
}

/// What no font draws, or draws as nothing: characters that are ignored by default, those that
/// steer directions, blanks that are no spaces, and those whose meaning is private.
const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}'
    )
}
