//! What outside text becomes where it is read.

use unicode_bidi::{BidiClass, bidi_class};

/// Opens outside text: Unicode's first strong isolate.
pub(super) const OPEN: char = '\u{2068}';
/// Closes it: Unicode's end of an isolate.
pub(super) const CLOSE: char = '\u{2069}';

/// Breaks up what would otherwise be taken for a link or a mention; it is invisible.
const WORD_JOINER: char = '\u{2060}';

/// The text with each piece from outside as `safe` makes it. Its isolates stay where it has
/// letters that run from the right, which would otherwise carry our words along; elsewhere they
/// change nothing, and only show as boxes where text is pasted.
pub(super) fn render(text: &str, safe: fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    pieces(text, |piece, is_ours| {
        if is_ours {
            out.push_str(piece);
        } else if piece.chars().any(runs_from_right) {
            out.push(OPEN);
            out.push_str(&safe(piece));
            out.push(CLOSE);
        } else {
            out.push_str(&safe(piece));
        }
    });
    out
}

/// The same text with our own words changed.
pub(super) fn map_ours(text: &str, change: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    pieces(text, |piece, is_ours| {
        if is_ours {
            out.push_str(&change(piece));
        } else {
            out.push(OPEN);
            out.push_str(piece);
            out.push(CLOSE);
        }
    });
    out
}

fn pieces(text: &str, mut take: impl FnMut(&str, bool)) {
    let mut rest = text;
    while let Some((ours, after)) = rest.split_once(OPEN) {
        take(ours, true);
        let (outside, after) = after.split_once(CLOSE).unwrap_or((after, ""));
        take(outside, false);
        rest = after;
    }
    take(rest, true);
}

fn runs_from_right(letter: char) -> bool {
    matches!(
        bidi_class(letter),
        BidiClass::R | BidiClass::AL | BidiClass::AN
    )
}

/// Outside text that Discord shows letter by letter: no Markdown, no mention, no emoji by name,
/// no link, and nothing that makes a heading or a list of the line that it begins.
pub(super) fn discord(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let begins_list = begins_list(text);
    for (at, letter) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let after = &text[at + letter.len_utf8()..];
        let is_markup = matches!(
            letter,
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '(' | ')' | ':'
        );
        let leads = at == 0 && matches!(letter, '#' | '-' | '+');
        let dots = letter == '.' && (begins_list == Some(at) || joins_domain(before, after));
        if is_markup || leads || dots {
            out.push('\\');
        }
        out.push(letter);
        if letter == '@' && calls_all(after) {
            out.push(WORD_JOINER);
        }
    }
    out
}

/// Outside text inside an element or a quoted attribute of a page.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Outside text for surfaces without Markdown, from which people copy: nothing in it is taken for
/// a link or a mention of everyone where it is pasted.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let after = &text[at + letter.len_utf8()..];
        out.push(letter);
        let is_live = match letter {
            ':' => after.starts_with('/'),
            '@' => calls_all(after),
            '<' => !after.is_empty(),
            '.' => joins_domain(before, after),
            _ => false,
        };
        if is_live {
            out.push(WORD_JOINER);
        }
    }
    out
}

/// Whether an at sign before this would call everyone. That of a person stands behind `<`.
fn calls_all(after: &str) -> bool {
    let begins = |word: &str| {
        let start = after.get(..word.len());
        start.is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    begins("everyone") || begins("here")
}

/// Where the dot stands that makes a numbered list of a line: `1. Bears`.
fn begins_list(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && text[digits..].starts_with('.')).then_some(digits)
}

/// Whether a dot stands inside a name that a link could lead to: `discord.gg`.
fn joins_domain(before: Option<char>, after: &str) -> bool {
    let mut next = after.chars();
    let two = [next.next(), next.next()];
    before.is_some_and(char::is_alphanumeric)
        && two
            .into_iter()
            .all(|it| it.is_some_and(char::is_alphanumeric))
}
