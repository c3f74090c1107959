//! One thing that a member does, and how each of its interactions went.

use std::time::{Duration, Instant};

use anyhow::Result;
use sandbox::{Answer, User};
use serde_json::json;

use super::mix::Act;
use crate::dice::Dice;
use crate::member::{self, head};

/// What members read where something of ours failed or took too long.
const FAILURES: [&str; 3] = ["on our side", "A lot is going on", "going a bit fast"];
/// What members type first of a game.
const LETTERS: [&str; 8] = ["", "a", "be", "c", "ho", "m", "s", "to"];
/// What is typed where nothing else is meant.
const REST: [&str; 5] = ["balance", "me", "rules", "help", "limits"];

/// How one interaction went.
#[derive(Clone, Debug)]
pub(super) struct Went {
    /// How long the member waited.
    pub(super) took: Duration,
    /// What failed, in the words that the member read.
    pub(super) failed: Option<String>,
}

/// Does it, and says how each interaction went.
pub(super) async fn act(user: &User, channel: &str, act: Act, mut dice: Dice) -> Vec<Went> {
    let mut all = Vec::new();
    // What went wrong is in there.
    let _ = match act {
        Act::TypeGame => {
            let typed = LETTERS[dice.below(LETTERS.len())];
            let typing = json!({ "game": typed });
            typed_into(user, (channel, "bet", "game"), typing, &mut all).await
        }
        Act::TypeTicket => {
            let typing = json!({ "ticket": "" });
            typed_into(user, (channel, "why", "ticket"), typing, &mut all).await
        }
        Act::Board => slash(user, channel, "games", &mut all).await.map(|_| ()),
        Act::Tickets => slash(user, channel, "tickets", &mut all).await.map(|_| ()),
        Act::Leaderboard => {
            let shown = slash(user, channel, "leaderboard", &mut all).await;
            shown.map(|_| ())
        }
        Act::Rest => {
            let command = REST[dice.below(REST.len())];
            slash(user, channel, command, &mut all).await.map(|_| ())
        }
        Act::Bet => bet(user, channel, &mut dice, &mut all).await,
    };
    all
}

async fn typed_into(
    user: &User,
    (channel, command, option): (&str, &str, &str),
    typed: serde_json::Value,
    all: &mut Vec<Went>,
) -> Option<()> {
    let began = Instant::now();
    let choices = user.autocomplete(channel, command, typed, option).await;
    all.push(Went {
        took: began.elapsed(),
        failed: choices.err().map(|it| it.to_string()),
    });
    Some(())
}

async fn slash(user: &User, channel: &str, command: &str, all: &mut Vec<Went>) -> Option<Answer> {
    let began = Instant::now();
    let answer = user.slash(channel, command, json!({})).await;
    note(began, answer.map_err(Into::into), all)
}

/// From the board to a ticket. A price that is gone meanwhile ends it, and that is no failure.
async fn bet(user: &User, channel: &str, dice: &mut Dice, all: &mut Vec<Went>) -> Option<()> {
    let mut shown = slash(user, channel, "games", all).await?;
    for head in [head::GAME, head::PICK, head::STAKE] {
        let message = shown.message.as_ref()?;
        let button = member::nth(message, head, dice.below(8)).ok()?;
        let began = Instant::now();
        let answer = user.press(message, &button).await;
        shown = note(began, answer.map_err(Into::into), all)?;
    }
    Some(())
}

fn note(began: Instant, answer: Result<Answer>, all: &mut Vec<Went>) -> Option<Answer> {
    let took = began.elapsed();
    let (answer, failed) = match answer {
        Ok(answer) => {
            let said = answer.text();
            let failed = FAILURES.iter().any(|it| said.contains(it)).then_some(said);
            (Some(answer.clone()), failed.or(answer.failed))
        }
        Err(error) => (None, Some(error.to_string())),
    };
    all.push(Went { took, failed });
    answer
}
