//! Every text that a member reads, out of the catalogue of their language.
//!
//! The catalogues are compiled in. A language that we do not have reads the American English
//! one, and so does a single line that a language lacks.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use shared::ticket::TicketCode;
use unic_langid::LanguageIdentifier;

use crate::{PERSON_MAX, Said};

/// A value for a place in a line: a number, or words. Outside text becomes one by
/// [`Said::outside`] alone, so that no line can carry it unclean.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// A number, which may choose between one and many.
    Number(FluentValue<'a>),
    /// Words.
    Words(Cow<'a, Said>),
}

impl From<Said> for Value<'_> {
    fn from(words: Said) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl<'a> From<&'a Said> for Value<'a> {
    fn from(words: &'a Said) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl From<&TicketCode> for Value<'_> {
    fn from(code: &TicketCode) -> Self {
        Said::from(code).into()
    }
}

/// Catalogue that stands in the program is ours.
impl From<&'static str> for Value<'_> {
    fn from(words: &'static str) -> Self {
        Said::from(words).into()
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl From<$kind> for Value<'_> {
            fn from(number: $kind) -> Self {
                Self::Number(number.into())
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, usize, i16, i32, i64);

/// The language that all others fall back to.
pub const FALLBACK: &str = "en-US";

/// The files of the American English catalogue.
pub const EN_US: &[(&str, &str)] = &[
    (
        "commands.ftl",
        include_str!("../../../assets/locales/en-US/commands.ftl"),
    ),
    (
        "admin.ftl",
        include_str!("../../../assets/locales/en-US/admin.ftl"),
    ),
    (
        "public.ftl",
        include_str!("../../../assets/locales/en-US/public.ftl"),
    ),
    (
        "sentences.ftl",
        include_str!("../../../assets/locales/en-US/sentences.ftl"),
    ),
    (
        "rules.ftl",
        include_str!("../../../assets/locales/en-US/rules.ftl"),
    ),
];

type Bundle = FluentBundle<FluentResource>;

static EN_US_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(FALLBACK, EN_US));

fn bundle(language: &str, files: &[(&str, &str)]) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // What comes from outside is isolated where it enters, and only there.
    bundle.set_use_isolating(false);
    for (name, source) in files {
        let resource = match FluentResource::try_new((*source).to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                tracing::error!("{name} cannot be read in {} places", errors.len());
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!("{name} says {} lines twice", errors.len());
        }
    }
    bundle
}

/// The catalogue of one language.
#[derive(Clone, Copy)]
pub struct Catalogue {
    bundle: &'static Bundle,
}

impl Catalogue {
    /// The catalogue for a language as Discord names it, or the fallback.
    pub fn get(_locale: &str) -> Self {
        // One language so far; a second is a second bundle and a match here.
        Self {
            bundle: &EN_US_BUNDLE,
        }
    }

    /// A line without places.
    pub fn say(self, key: &str) -> Said {
        self.line(key, &[])
    }

    /// What a person is called, or a word for somebody whose name shows nothing.
    pub fn person(self, raw: &str) -> Said {
        let name = Said::outside(raw, PERSON_MAX);
        if name.is_empty() {
            return self.say("nobody-named");
        }
        name
    }

    /// A line with its places filled.
    pub fn line(self, key: &str, places: &[(&str, Value<'_>)]) -> Said {
        let pattern = self.bundle.get_message(key).and_then(|it| it.value());
        let Some(pattern) = pattern else {
            tracing::error!("the catalogue has no line {key}");
            return Said::ours(key);
        };
        let mut args = FluentArgs::with_capacity(places.len());
        for (name, value) in places {
            let value = match value {
                Value::Number(number) => number.clone(),
                Value::Words(words) => FluentValue::from(words.raw()),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        let line = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            tracing::error!("line {key} was not filled: {errors:?}");
        }
        Said::ours(line)
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Catalogue")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_catalogue_can_be_read_and_says_no_line_twice() {
        let mut bundle = Bundle::new_concurrent(vec![FALLBACK.parse().unwrap()]);
        for (name, source) in EN_US {
            let resource = FluentResource::try_new((*source).to_owned());
            let resource = resource.unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
        }
    }

    #[test]
    fn a_line_is_filled_and_knows_one_from_many() {
        let text = Catalogue::get("de");
        let head = |count: i64| text.line("games-head", &[("count", count.into())]);
        assert_eq!(head(1).discord(), "**1 game is open**");
        assert_eq!(head(7).discord(), "**7 games are open**");
    }
}
