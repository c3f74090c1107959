//! Acting as a member: typing commands, pressing buttons, reading what came.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Drive;
use crate::error::DriveError;
use crate::id::Id;
use crate::user::{Answer, Choice, Modal, RenderedMessage};

/// A member of the pretended Discord, in this process or another one.
#[derive(Clone, Debug)]
pub struct User {
    pub(super) drive: Drive,
    /// The name by which the drive API knows the member.
    pub name: String,
}

impl User {
    /// Uses a slash command and waits for what the bot answers. Subcommands follow the name
    /// after a space: `"limits set"`. `options` is an object; users, channels and roles can be
    /// given by name.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] for what Discord's client would not send: no such command, a
    /// required option missing, a value that does not fit.
    pub async fn slash(
        &self,
        channel: &str,
        command: &str,
        options: Value,
    ) -> Result<Answer, DriveError> {
        self.call(
            "slash",
            json!({ "channel": channel, "command": command, "options": options }),
        )
        .await
    }

    /// Asks for the choices of the option `focused`, with `options` as typed so far.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when there is no such option or it has no autocomplete.
    pub async fn autocomplete(
        &self,
        channel: &str,
        command: &str,
        options: Value,
        focused: &str,
    ) -> Result<Vec<Choice>, DriveError> {
        let answer: Answer = self
            .call(
                "autocomplete",
                json!({ "channel": channel, "command": command, "options": options,
                        "focused": focused }),
            )
            .await?;
        match answer.failed {
            Some(failed) => Err(DriveError::Refused(failed)),
            None => Ok(answer.choices),
        }
    }

    /// Uses a user or message command on `target`, a user's name or a message's id.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when there is no such command or target.
    pub async fn context_menu(
        &self,
        channel: &str,
        command: &str,
        target: &str,
    ) -> Result<Answer, DriveError> {
        self.call(
            "context_menu",
            json!({ "channel": channel, "command": command, "target": target }),
        )
        .await
    }

    /// Presses the button with that label or `custom_id`.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the member sees no such button, or it is disabled.
    pub async fn press(&self, message: impl Into<Id>, button: &str) -> Result<Answer, DriveError> {
        let message = message.into();
        self.call("press", json!({ "message": message, "button": button }))
            .await
    }

    /// Chooses `values` in the select menu with that `custom_id` or placeholder. Values can be
    /// the labels of a string select, and names of users, channels and roles.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the member sees no such menu or it has no such value.
    pub async fn select(
        &self,
        message: impl Into<Id>,
        select: &str,
        values: &[&str],
    ) -> Result<Answer, DriveError> {
        let message = message.into();
        self.call(
            "select",
            json!({ "message": message, "select": select, "values": values }),
        )
        .await
    }

    /// Fills a modal and sends it; `values` is an object by label or `custom_id`.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] for a required field left empty, a text too long or too short.
    pub async fn submit_modal(&self, modal: &Modal, values: Value) -> Result<Answer, DriveError> {
        self.call(
            "submit",
            json!({ "interaction": modal.interaction, "values": values }),
        )
        .await
    }

    /// Writes a message.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the member may not write there.
    pub async fn say(&self, channel: &str, text: &str) -> Result<RenderedMessage, DriveError> {
        self.call("say", json!({ "channel": channel, "text": text }))
            .await
    }

    /// Reacts to a message with an emoji, such as `✅`. Doing it again changes nothing.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the member sees no such message or may not react there.
    pub async fn react(&self, message: impl Into<Id>, emoji: &str) -> Result<(), DriveError> {
        let message = message.into();
        let arguments = json!({ "message": message, "emoji": emoji });
        let _: Value = self.call("react", arguments).await?;
        Ok(())
    }

    /// Takes a reaction back.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the member sees no such message.
    pub async fn unreact(&self, message: impl Into<Id>, emoji: &str) -> Result<(), DriveError> {
        let message = message.into();
        let arguments = json!({ "message": message, "emoji": emoji });
        let _: Value = self.call("unreact", arguments).await?;
        Ok(())
    }

    /// Puts an ephemeral message away.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when it is none, or not this member's.
    pub async fn dismiss(&self, message: impl Into<Id>) -> Result<(), DriveError> {
        let message = message.into();
        let _: Value = self.call("dismiss", json!({ "message": message })).await?;
        Ok(())
    }

    /// What the member sees in a channel, oldest first.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel.
    pub async fn messages(&self, channel: &str) -> Result<Vec<RenderedMessage>, DriveError> {
        self.drive.messages(channel, Some(&self.name)).await
    }

    /// The direct messages between the member and the bot, oldest first.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn direct_messages(&self) -> Result<Vec<RenderedMessage>, DriveError> {
        self.drive
            .messages(&format!("@{}", self.name), Some(&self.name))
            .await
    }

    /// The channel as text, as the member sees it.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel.
    pub async fn transcript(&self, channel: &str) -> Result<String, DriveError> {
        self.drive.transcript(channel, Some(&self.name)).await
    }

    /// Waits until the member sees a message that `wanted` takes; the newest such.
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when none came in time.
    pub async fn wait_for(
        &self,
        channel: &str,
        wanted: impl Fn(&RenderedMessage) -> bool + Send,
        timeout: Duration,
    ) -> Result<RenderedMessage, DriveError> {
        self.drive
            .wait_for_as(channel, Some(&self.name), wanted, timeout)
            .await
    }

    /// What has become of an earlier interaction by now.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there was no such interaction.
    pub async fn answer(&self, interaction: Id) -> Result<Answer, DriveError> {
        self.call("answer", json!({ "interaction": interaction }))
            .await
    }

    async fn call<T: for<'de> Deserialize<'de>>(
        &self,
        command: &str,
        mut arguments: Value,
    ) -> Result<T, DriveError> {
        if let Some(fields) = arguments.as_object_mut() {
            fields.insert("as".to_owned(), json!(self.name));
        }
        self.drive.call(command, arguments).await
    }
}
