//! Words that members read, and how text from outside gets into them.
//!
//! Outside text is whatever somebody else wrote: display names, server names, what a feed calls a
//! team, what was typed, the reason of a correction. It may turn the direction of a sentence,
//! ping people, hide a link, stack marks over the lines above it, or show nothing at all. So it
//! has one way in: [`Said::outside`] cleans it, bounds it and marks where it stands. The words
//! around it are ours and come from the catalogue. What leaves is made for the surface where it is
//! read: [`Said::discord`], [`Said::plain`] or [`Said::drawn`].
//!
//! ```text
//! a name ── outside ──► Said ── a line of the catalogue ──► Said ── discord ──► String
//! ```
//!
//! Words and numbers are all that a line of the catalogue takes, and a message takes nothing but
//! [`Said`]: a name cannot get around this module by being forgotten.

mod letters;
mod said;
mod surface;

pub(crate) use letters::is_seen;
pub(crate) use said::{Said, lines, list, mentions};

/// The longest name of a person that is shown: Discord's own limit, in graphemes.
pub(crate) const PERSON_MAX: usize = 32;
/// The longest name of anything else: a team, a server, a bookmaker.
pub(crate) const NAME_MAX: usize = 80;
/// How much of what somebody typed is quoted back.
pub(crate) const TYPED_MAX: usize = 60;
/// The longest reason, or event or pick written by hand, that is shown.
pub(crate) const PROSE_MAX: usize = 300;

#[cfg(test)]
mod tests;
