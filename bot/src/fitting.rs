//! As many lines of a text as Discord accepts.

use wording::Said;

/// What is measured against a limit of Discord's.
pub(crate) trait Measured {
    /// How many characters Discord counts.
    fn chars(&self) -> usize;
}

impl Measured for Said {
    fn chars(&self) -> usize {
        self.discord_chars()
    }
}

/// Texts in components of their own, which have one limit together.
impl Measured for &[Said] {
    fn chars(&self) -> usize {
        self.iter().map(Said::discord_chars).sum()
    }
}

/// The text with the most lines, at most `lines_max`, that has no more than `chars_max`
/// characters. `None` when it is too long even without any.
///
/// `text` makes the whole text from a number of lines, because other parts of it depend on that
/// number as well, such as how many lines were left out.
pub(crate) fn longest<T: Measured>(
    lines_max: usize,
    chars_max: usize,
    text: impl FnMut(usize) -> T,
) -> Option<T> {
    let mut texts = (0..=lines_max).rev().map(text);
    texts.find(|it| it.chars() <= chars_max)
}

/// As many of these lines as fit, from the first on, and `more` for how many are left out.
pub(crate) fn first_lines(lines: &[Said], chars_max: usize, more: impl Fn(usize) -> Said) -> Said {
    let text = |count: usize| {
        let left = lines.len() - count;
        let shown = lines[..count].iter().cloned();
        wording::lines(shown.chain((left > 0).then(|| more(left))))
    };
    longest(lines.len(), chars_max, text).unwrap_or_else(|| more(lines.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn more(left: usize) -> Said {
        Said::ours(format!("and {left} more"))
    }

    #[test]
    fn the_longest_text_within_the_limit_is_taken() {
        let text = |count: usize| Said::ours("x".repeat(10 + count));
        let chars = |lines_max, chars_max| longest(lines_max, chars_max, text).map(|it| it.chars());
        assert_eq!(chars(5, 100), Some(15));
        assert_eq!(chars(5, 13), Some(13));
        assert_eq!(chars(5, 10), Some(10));
        assert_eq!(chars(5, 9), None);
    }

    #[test]
    fn lines_that_do_not_fit_are_counted_within_the_limit() {
        let lines: Vec<Said> = (0..4).map(|it| Said::ours(format!("line {it}"))).collect();
        let shown = |chars_max| first_lines(&lines, chars_max, more).discord();
        assert_eq!(shown(27), "line 0\nline 1\nline 2\nline 3");
        assert_eq!(shown(26), "line 0\nline 1\nand 2 more");
        assert_eq!(shown(23), "line 0\nand 3 more");
        assert_eq!(shown(16), "and 4 more");
        assert_eq!(shown(0), "and 4 more");
        assert_eq!(first_lines(&[], 0, more).discord(), "");
    }

    #[test]
    fn texts_of_their_own_share_one_limit() {
        let texts = [Said::ours("four"), Said::ours("five5"), Said::ours("six")];
        let shown = longest(texts.len(), 9, |count| &texts[..count]);
        assert_eq!(shown.map(<[Said]>::len), Some(2));
    }
}
