//! Interactions: what a member asked of the bot and how far the answer has come.

use serde_json::Value;

use super::State;
use crate::id::Id;

pub(crate) const COMMAND: u8 = 2;
pub(crate) const COMPONENT: u8 = 3;
pub(crate) const AUTOCOMPLETE: u8 = 4;
pub(crate) const MODAL_SUBMIT: u8 = 5;

/// The kinds of answer, as numbered in a callback's `type`.
pub(crate) mod answer {
    pub(crate) const PONG: u64 = 1;
    pub(crate) const MESSAGE: u64 = 4;
    pub(crate) const DEFERRED_MESSAGE: u64 = 5;
    pub(crate) const DEFERRED_UPDATE: u64 = 6;
    pub(crate) const UPDATE: u64 = 7;
    pub(crate) const CHOICES: u64 = 8;
    pub(crate) const MODAL: u64 = 9;
}

/// One interaction.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: Id,
    pub(crate) token: String,
    pub(crate) kind: u8,
    pub(crate) guild: Option<Id>,
    pub(crate) channel: Id,
    pub(crate) user: Id,
    pub(crate) made: i64,
    /// The command's words, for "Alice used /bet".
    pub(crate) command: Option<String>,
    /// The message that the component, or the component behind the modal, stands on.
    pub(crate) source: Option<Id>,
    pub(crate) ack: Option<u64>,
    pub(crate) ack_after: Option<i64>,
    pub(crate) expired: bool,
    /// The message that `@original` names.
    pub(crate) original: Option<Id>,
    /// Whether `@original` was edited or deleted after the acknowledgement.
    pub(crate) touched: bool,
    pub(crate) follow_ups: Vec<Id>,
    pub(crate) modal: Option<Value>,
    pub(crate) choices: Vec<Value>,
}

impl Interaction {
    /// Whether the bot has said all that the member waits for.
    pub(crate) fn is_answered(&self, loading: bool) -> bool {
        match self.ack {
            None => self.expired,
            Some(answer::DEFERRED_MESSAGE) => !loading,
            Some(answer::DEFERRED_UPDATE) => self.touched || !self.follow_ups.is_empty(),
            Some(_) => true,
        }
    }
}

impl State {
    /// The interaction with that token.
    pub(crate) fn by_token(&self, token: &str) -> Option<&Interaction> {
        self.interactions.get(self.tokens.get(token)?)
    }

    /// Whether the message that answers an interaction still says "thinking".
    pub(crate) fn is_loading(&self, interaction: &Interaction) -> bool {
        interaction
            .original
            .and_then(|original| self.message(interaction.channel, original))
            .is_some_and(|message| message.has(super::message::LOADING))
    }
}
