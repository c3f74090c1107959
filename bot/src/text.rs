//! Every text that a member reads, out of the catalogue of their language.
//!
//! The catalogues are compiled in. A language that we do not have reads the American English
//! one, and so does a single line that a language lacks.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A value for a place in a line.
pub(crate) type Value<'a> = FluentValue<'a>;

/// The language that all others fall back to.
pub(crate) const FALLBACK: &str = "en-US";

/// The files of the American English catalogue.
pub(crate) const EN_US: &[(&str, &str)] = &[
    (
        "commands.ftl",
        include_str!("../../assets/locales/en-US/commands.ftl"),
    ),
    (
        "public.ftl",
        include_str!("../../assets/locales/en-US/public.ftl"),
    ),
];

type Bundle = FluentBundle<FluentResource>;

static EN_US_BUNDLE: LazyLock<Bundle> = LazyLock::new(|| bundle(FALLBACK, EN_US));

fn bundle(language: &str, files: &[(&str, &str)]) -> Bundle {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks are for mixed directions, and show up as boxes where Discord is pasted.
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
pub(crate) struct Text {
    bundle: &'static Bundle,
}

impl Text {
    /// The catalogue for a language as Discord names it, or the fallback.
    pub(crate) fn get(_locale: &str) -> Self {
        // One language so far; a second is a second bundle and a match here.
        Self {
            bundle: &EN_US_BUNDLE,
        }
    }

    /// A line without places.
    pub(crate) fn say(self, key: &str) -> String {
        self.line(key, &[])
    }

    /// A line with its places filled.
    pub(crate) fn line(self, key: &str, places: &[(&str, Value<'_>)]) -> String {
        let pattern = self.bundle.get_message(key).and_then(|it| it.value());
        let Some(pattern) = pattern else {
            tracing::error!("the catalogue has no line {key}");
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(places.len());
        for (name, value) in places {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let line = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut errors);
        if !errors.is_empty() {
            tracing::error!("line {key} was not filled: {errors:?}");
        }
        line.into_owned()
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Text")
    }
}
