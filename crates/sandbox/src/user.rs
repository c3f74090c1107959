//! What a member does in the pretended Discord, and what they see.

pub(crate) mod actions;
mod interaction;
mod menu;
pub(crate) mod modal;
pub(crate) mod options;
pub(crate) mod react;
pub(crate) mod rendered;
pub(crate) mod resolve;
pub(crate) mod wait;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::DriveError;
use crate::id::Id;

pub use self::modal::{Field, Modal};
pub use self::rendered::{Button, Picture, Reaction, RenderedMessage, Select};

/// One choice of an autocomplete list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What the member reads.
    pub name: String,
    /// What the bot gets.
    pub value: Value,
}

/// What a member sees after asking the bot for something.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The interaction that this answers.
    pub interaction: Id,
    /// The message that came, or was changed.
    pub message: Option<RenderedMessage>,
    /// Further messages of the same interaction.
    pub follow_ups: Vec<RenderedMessage>,
    /// The modal that opened.
    pub modal: Option<Modal>,
    /// The choices that were offered.
    pub choices: Vec<Choice>,
    /// Why there is no answer, in the words of Discord's client.
    pub failed: Option<String>,
}

impl Answer {
    /// The message, or an error that says what came instead.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when no message came.
    pub fn message(&self) -> Result<&RenderedMessage, DriveError> {
        self.message
            .as_ref()
            .ok_or_else(|| self.instead("a message"))
    }

    /// The modal, or an error that says what came instead.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when no modal opened.
    pub fn modal(&self) -> Result<&Modal, DriveError> {
        self.modal.as_ref().ok_or_else(|| self.instead("a modal"))
    }

    /// All the words of the message and its follow-ups; empty when none came.
    #[must_use]
    pub fn text(&self) -> String {
        let all = self.message.iter().chain(&self.follow_ups);
        all.map(|message| message.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn instead(&self, wanted: &str) -> DriveError {
        let came = match (&self.failed, &self.message, &self.modal) {
            (Some(failed), ..) => failed.clone(),
            (_, Some(message), _) => format!("a message: {}", message.text),
            (.., Some(modal)) => format!("a modal: {}", modal.title),
            _ => "nothing".to_owned(),
        };
        DriveError::Refused(format!("{wanted} was expected, there came {came}"))
    }
}
