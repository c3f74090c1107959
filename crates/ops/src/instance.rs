//! The name that tells processes of the same program apart.

use std::fmt;
use std::str::FromStr;

/// The longest name, in characters.
const CHARS_MAX: usize = 64;

/// A short name of letters, digits, dots, dashes and underscores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance(String);

impl Instance {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The machine's name, or `local` where it has none that can be used.
    pub fn of_machine() -> Self {
        let machine = rustix::system::uname();
        let name = machine.nodename().to_str().ok();
        let name = name.and_then(|it| it.parse().ok());
        name.unwrap_or_else(|| Self("local".to_owned()))
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Instance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let fits = |it: char| it.is_ascii_alphanumeric() || ".-_".contains(it);
        match (1..=CHARS_MAX).contains(&text.len()) && text.chars().all(fits) {
            true => Ok(Self(text.to_owned())),
            false => Err(format!(
                "1 to {CHARS_MAX} letters, digits, dots, dashes or underscores"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        assert_eq!("bot-1".parse::<Instance>().unwrap().as_str(), "bot-1");
        for text in ["", "a b", "a\"b", "é", &"a".repeat(65)] {
            assert!(text.parse::<Instance>().is_err(), "{text}");
        }
    }
}
