#![doc = include_str!("../README.md")]

pub mod catalogue;
mod kinds;
mod letters;
mod said;
mod surface;

pub mod market;
pub mod money;
mod names;
mod states;

pub use catalogue::{Catalogue, FALLBACK, Value};
pub use kinds::{bets, each, is_each_way, named, spread, spread_on_each, whole_name};
pub use letters::is_seen;
pub use market::{
    cited_rules, counted_of, ended, explained, not_played, part, pick, question, the_part, verdict,
    wins_if,
};
pub use names::{NameForm, called, game_name, visitors_first};
pub use said::{Said, lines, list, mentions};
pub use states::{leg_word, money_word, pays_in_parts, state_word, ticket_money, to_win};

/// The longest name of a person that is shown: Discord's own limit, in graphemes.
pub const PERSON_MAX: usize = 32;
/// The longest name of anything else: a team, a server, a bookmaker.
pub const NAME_MAX: usize = 80;
/// How much of what a person typed is quoted, in graphemes.
pub const TYPED_MAX: usize = 60;
/// The longest reason, or event or pick written by hand, that is shown, in graphemes.
pub const PROSE_MAX: usize = 300;

#[cfg(test)]
mod tests;
