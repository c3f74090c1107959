//! How a failure is shown to whoever started the program.

use std::error::Error;

/// An error with its causes, each mentioned once: some errors repeat the one below them.
pub fn describe(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&said);
        }
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Level {
        text: &'static str,
        source: Option<Box<Level>>,
    }

    #[test]
    fn a_cause_that_is_said_already_is_not_said_again() {
        let level = |text, source| Level { text, source };
        let root = Box::new(level("refused", None));
        let middle = Box::new(level("no answer: refused", Some(root)));
        assert_eq!(
            describe(&level("asking", Some(middle))),
            "asking: no answer: refused"
        );
    }
}
