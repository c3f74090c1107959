//! Lists of games that are read one by one, so that one that cannot be read spoils no other.

use std::collections::BTreeSet;

use serde::Deserialize;
use shared::feed::{FeedAnswer, GameReport, Rejected};

use crate::json::{self, Text};

/// A refusal whose place is filled in later.
pub(crate) fn refusal(reason: impl Into<String>) -> Rejected {
    Rejected {
        place: String::new(),
        reason: reason.into(),
        unknown_code: None,
        game: None,
    }
}

/// What an entry is called, read before the rest of it.
#[derive(Deserialize)]
struct Named {
    id: Text,
}

/// Reads every entry of a list, each game once. `read` gives the game or why there is none, and
/// adds what cannot be taken of it. A refusal names the entry as `noun` and its id, or else as its
/// index in `list`.
pub(crate) fn games<'a>(
    entries: impl Iterator<Item = &'a str>,
    (noun, list): (&str, &str),
    mut read: impl FnMut(&str, &mut Vec<Rejected>) -> Result<GameReport, Rejected>,
) -> FeedAnswer {
    let mut answer = FeedAnswer::default();
    let mut seen = BTreeSet::new();
    for (index, text) in entries.enumerate() {
        let mut refused = Vec::new();
        match read(text, &mut refused) {
            Ok(game) if seen.insert(game.reference.clone()) => answer.games.push(game),
            Ok(_) => refused.push(refusal("it is in the answer twice")),
            Err(reason) => refused.push(reason),
        }
        let id = json::text_part::<Named>(text).ok().map(|it| it.id.text());
        let place = match &id {
            Some(id) => format!("{noun} {id}"),
            None => format!("{list}[{index}]"),
        };
        let refused = refused.into_iter().map(|it| Rejected {
            place: place.clone(),
            game: id.clone(),
            ..it
        });
        answer.rejected.extend(refused);
    }
    answer
}
