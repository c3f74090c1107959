//! A line as runs of letters, numbers and signs, all folded.

use shared::folded::folded;

/// A run of letters, a number, or one sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// Folded; a number has a point before its fraction, and a digit before that.
    pub(crate) text: String,
    /// Whether nothing stands between it and the one before.
    pub(crate) glued: bool,
    /// Whether it stands in brackets.
    pub(crate) bracket: bool,
}

impl Atom {
    pub(crate) fn is_number(&self) -> bool {
        self.text.starts_with(|it: char| it.is_ascii_digit())
    }

    pub(crate) fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphabetic)
    }
}

/// The atoms of a text.
pub(crate) fn atoms(text: &str) -> Vec<Atom> {
    let mut reader = Reader {
        letters: plain(text),
        at: 0,
        depth: 0,
        glued: false,
        atoms: Vec::new(),
    };
    while reader.at < reader.letters.len() {
        reader.step();
    }
    reader.atoms
}

/// Folded, with one sign for all that look alike.
fn plain(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    let mut source = folded(text)
        .chars()
        .collect::<Vec<_>>()
        .into_iter()
        .peekable();
    while let Some(letter) = source.next() {
        let digit_before = out.last().is_some_and(char::is_ascii_digit);
        let fraction = |out: &mut Vec<char>, part: &str| {
            if !digit_before {
                out.push('0');
            }
            out.extend(part.chars());
        };
        match letter {
            // Signs as wide as a letter of Chinese, Japanese or Korean.
            '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' => {
                let plain = char::from_u32(u32::from(letter) - 0xfee0);
                out.push(plain.unwrap_or(letter));
            }
            '–' | '—' => {
                let number = source
                    .peek()
                    .is_some_and(|it| it.is_ascii_digit() || *it == '.');
                out.push(if number { '-' } else { ' ' });
            }
            '−' | '‐' | '‑' | '➖' | '﹣' => out.push('-'),
            '➕' | '﹢' => out.push('+'),
            '½' => fraction(&mut out, ".5"),
            '¼' => fraction(&mut out, ".25"),
            '¾' => fraction(&mut out, ".75"),
            '¢' => out.push('c'),
            '×' => out.push('x'),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            _ if is_currency(letter) => out.push('$'),
            _ => out.push(letter),
        }
    }
    out
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    depth: u32,
    glued: bool,
    atoms: Vec<Atom>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.letters.get(self.at + ahead).copied().unwrap_or(' ')
    }

    fn before(&self) -> char {
        let before = self.at.checked_sub(1).and_then(|it| self.letters.get(it));
        before.copied().unwrap_or(' ')
    }

    fn push(&mut self, text: String) {
        let (glued, bracket) = (self.glued, self.depth > 0);
        self.atoms.push(Atom {
            text,
            glued,
            bracket,
        });
        self.glued = true;
    }

    fn skip(&mut self) {
        self.at += 1;
        self.glued = false;
    }

    fn step(&mut self) {
        let letter = self.peek(0);
        let point_before_digit = letter == '.' && self.peek(1).is_ascii_digit();
        if self.would_change_a_number() {
            self.at += 1;
            self.push(letter.to_string());
        } else if letter.is_alphabetic() {
            self.word();
        } else if letter.is_ascii_digit() || point_before_digit {
            self.number();
        } else if letter == '-' {
            self.dash();
        } else if matches!(letter, '(' | '[') {
            self.depth += 1;
            self.skip();
        } else if matches!(letter, ')' | ']') {
            self.depth = self.depth.saturating_sub(1);
            self.skip();
        } else if "+&/@=<>%$;?,".contains(letter) {
            self.at += 1;
            self.push(letter.to_string());
        } else {
            self.skip();
        }
    }

    /// Whether leaving this sign out would leave another number than was written: a digit of
    /// another script, a sign of mathematics, or anything that is not read between two digits.
    /// Nothing reads it either, so it ends the line.
    fn would_change_a_number(&self) -> bool {
        let letter = self.peek(0);
        let between = self.before().is_ascii_digit() && self.peek(1).is_ascii_digit();
        is_other_digit(letter)
            || is_mathematics(letter)
            || turns_text(letter)
            || (between && !is_read_between_digits(letter))
    }

    /// Letters, with the points of initials and all apostrophes left out.
    fn word(&mut self) {
        let mut text = String::new();
        loop {
            let letter = self.peek(0);
            if letter.is_alphabetic() && !is_other_digit(letter) {
                text.push(letter);
            } else if !(self.peek(1).is_alphabetic() && joins(letter, &text)) {
                break;
            }
            self.at += 1;
        }
        let text = match text.as_str() {
            "minus" if self.number_follows() => "-".to_owned(),
            "plus" if self.number_follows() => "+".to_owned(),
            _ => text,
        };
        self.push(text);
    }

    fn number_follows(&self) -> bool {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        let next = rest.iter().find(|it| !it.is_whitespace());
        next.is_some_and(char::is_ascii_digit)
    }

    fn digits(&mut self) -> String {
        let mut text = String::new();
        while self.peek(0).is_ascii_digit() {
            text.push(self.peek(0));
            self.at += 1;
        }
        text
    }

    /// `220.5`, `.5`, `1,5` and `1,000`.
    fn number(&mut self) {
        let mut text = self.digits();
        if text.is_empty() {
            text.push('0');
        }
        let rest = self.letters.get(self.at + 1..).unwrap_or_default();
        let more = rest.iter().take_while(|it| it.is_ascii_digit()).count();
        match self.peek(0) {
            '.' | ',' if more > 0 && (self.peek(0) == '.' || more < 3) => {
                self.at += 1;
                text.push('.');
                let fraction = self.digits();
                text.push_str(&fraction);
            }
            ',' if more == 3 && !text.starts_with('0') => {
                self.at += 1;
                let thousands = self.digits();
                text.push_str(&thousands);
            }
            _ => {}
        }
        self.push(text);
    }

    /// A sign before a number, or between two; between words it says nothing.
    fn dash(&mut self) {
        let rest = self.letters.get(self.at + 1..).unwrap_or_default();
        let next = rest.iter().find(|it| !it.is_whitespace());
        let number = next.is_some_and(|it| it.is_ascii_digit() || *it == '.');
        let spaced = self.peek(1).is_whitespace();
        let within_word = self.before().is_alphabetic() && spaced;
        if !number || within_word {
            self.skip();
            return;
        }
        self.at += 1;
        self.push("-".to_owned());
        self.glued = true;
        while self.peek(0).is_whitespace() {
            self.at += 1;
        }
    }
}

/// Signs that part two numbers, which keep their values.
fn is_read_between_digits(letter: char) -> bool {
    letter.is_alphanumeric() || letter.is_whitespace() || "+&/@=<>%$;?,-()[]".contains(letter)
}

/// A digit or a numeral that is none of `0` to `9`.
fn is_other_digit(letter: char) -> bool {
    letter.is_numeric() && !letter.is_ascii()
}

/// Signs of mathematics other than those on a keyboard: `±`, `÷`, `≥`, a raised minus.
fn is_mathematics(letter: char) -> bool {
    matches!(
        letter,
        '±' | '÷' | '¬' | '‰' | '‱' | '٪' | '٫' | '٬' | '➗'
            | '\u{207a}'..='\u{207e}'
            | '\u{208a}'..='\u{208e}'
            | '\u{2200}'..='\u{22ff}'
            | '\u{2a00}'..='\u{2aff}'
            | '\u{fe62}'..='\u{fe66}'
    )
}

/// Marks that let a text be shown in another order than it is written.
fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The signs of currencies, `¢` aside: cents are how prices of contracts are written.
fn is_currency(letter: char) -> bool {
    matches!(
        letter,
        '$' | '£' | '¤' | '¥' | '֏' | '؋' | '৲' | '৳' | '৻' | '૱' | '௹' | '฿' | '៛'
            | '\u{7fe}' | '\u{7ff}' | '\u{20a0}'..='\u{20cf}' | '\u{a838}' | '\u{fdfc}'
            | '\u{fe69}' | '\u{ffe0}'..='\u{ffe1}' | '\u{ffe5}'..='\u{ffe6}'
    )
}

/// The apostrophe of `o'malley` and the point of `a.j.` do not part a word.
fn joins(sign: char, before: &str) -> bool {
    sign == '\'' || (sign == '.' && before.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::atoms;

    fn texts(line: &str) -> String {
        let texts: Vec<String> = atoms(line).into_iter().map(|it| it.text).collect();
        texts.join(" ")
    }

    #[test]
    fn letters_and_numbers_part_where_they_meet() {
        for (line, expected) in [
            ("o220.5 u6.5-120", "o 220.5 u 6.5 - 120"),
            ("O'Malley A.J. Brown", "omalley aj brown"),
            ("Iowa St. -7", "iowa st - 7"),
            ("+2½ .5u 1,5u 1,000u", "+ 2.5 0.5 u 1.5 u 1000 u"),
            ("Suns - 3 (NBA)", "suns - 3 nba"),
            ("(–110) – 0.5 unit", "- 110 0.5 unit"),
            ("minus 3.5", "- 3.5"),
            ("Smith-Njigba 64¢", "smith njigba 64 c"),
        ] {
            assert_eq!(texts(line), expected, "{line}");
        }
    }
}
