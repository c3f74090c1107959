//! A piece of a sentence, in which our words and outside text are kept apart.

use shared::id::{ChannelId, DiscordUserId, GuildId, RoleId};
use shared::ticket::TicketCode;

use super::letters;
use super::surface::{self, CLOSE, OPEN};
use super::{NAME_MAX, PROSE_MAX, TYPED_MAX};

/// Words for members. What stands between isolates in it is from outside, cleaned and bounded;
/// everything else is ours. It becomes text by the surface that it is for, and by nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said(String);

impl Said {
    /// Outside text, in at most that many graphemes. Empty if nothing of it would be visible.
    pub fn outside(raw: &str, graphemes_max: usize) -> Self {
        let seen = letters::clean(raw, graphemes_max);
        if seen.is_empty() {
            return Self::default();
        }
        Self(format!("{OPEN}{seen}{CLOSE}"))
    }

    /// What something is called: a team, a league, a bookmaker, a server.
    pub fn name(raw: &str) -> Self {
        Self::outside(raw, NAME_MAX)
    }

    /// What a person typed, to be quoted.
    pub fn typed(raw: &str) -> Self {
        Self::outside(raw, TYPED_MAX)
    }

    /// A sentence that a person wrote: a reason, an event, a pick.
    pub fn prose(raw: &str) -> Self {
        Self::outside(raw, PROSE_MAX)
    }

    /// Words of ours: a line of the catalogue, a number, a price. Never what anybody else wrote;
    /// a test lists the files that may call this.
    pub fn ours(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// As Discord reads it: outside text without Markdown, mentions or links.
    pub fn discord(&self) -> String {
        surface::render(&self.0, surface::discord)
    }

    /// As labels, choices and descriptions of pictures show it, which know no Markdown.
    pub fn plain(&self) -> String {
        surface::render(&self.0, surface::plain)
    }

    /// As the text of an element or a quoted attribute of a page. Our words are escaped as well:
    /// the catalogue holds no markup of pages.
    pub fn html(&self) -> String {
        surface::html(&surface::render(&self.0, str::to_owned))
    }

    /// As it is drawn.
    pub fn drawn(&self) -> String {
        self.plain()
    }

    /// Its last line, as Discord has it: what tells a message from all others.
    pub fn last_line(&self) -> String {
        let said = self.discord();
        said.lines().last().unwrap_or_default().to_owned()
    }

    /// How long it is as Discord counts it.
    pub fn discord_chars(&self) -> usize {
        self.discord().chars().count()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Our words in small letters; outside text as it is.
    pub fn to_lowercase(&self) -> Self {
        Self(surface::map_ours(&self.0, &str::to_lowercase))
    }

    /// The same with a change to our own words.
    pub fn map_ours(&self, change: impl Fn(&str) -> String) -> Self {
        Self(surface::map_ours(&self.0, &change))
    }

    /// The same with a small letter at its start, where that is ours.
    pub fn with_small_start(&self) -> Self {
        let mut letters = self.0.chars();
        let first = letters.next().into_iter();
        Self(first.flat_map(char::to_lowercase).chain(letters).collect())
    }

    /// This, then that.
    pub fn then(mut self, next: &Self) -> Self {
        self.0.push_str(&next.0);
        self
    }

    pub fn raw(&self) -> &str {
        &self.0
    }
}

/// One under the other.
pub fn lines(parts: impl IntoIterator<Item = Said>) -> Said {
    list(parts, "\n")
}

/// One after the other, with that between them.
pub fn list(parts: impl IntoIterator<Item = Said>, between: &'static str) -> Said {
    let mut out = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        out.push_str(&part.0);
    }
    Said(out)
}

/// Catalogue that stands in the program is ours.
impl From<&'static str> for Said {
    fn from(words: &'static str) -> Self {
        Self(words.to_owned())
    }
}

/// Where only a surface without Markdown takes a text: what commands and their options are called.
impl From<Said> for String {
    fn from(said: Said) -> Self {
        said.plain()
    }
}

impl From<&Self> for Said {
    fn from(said: &Self) -> Self {
        said.clone()
    }
}

/// The mentions of these people.
pub fn mentions(users: &[DiscordUserId]) -> Said {
    let mentions: Vec<String> = users.iter().map(|it| format!("<@{it}>")).collect();
    Said(mentions.join(" "))
}

macro_rules! ours {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Said {
            fn from(it: $kind) -> Self {
                Self(it.to_string())
            }
        })*
    };
}

// What is made of digits and letters that we chose.
ours!(&TicketCode, ChannelId, DiscordUserId, GuildId, RoleId);
