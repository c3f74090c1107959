//! Waiting for what the bot answers, and reading it.

use std::sync::Arc;
use std::time::Duration;

use super::modal::Modal;
use super::rendered::seen;
use super::{Answer, Choice};
use crate::error::DriveError;
use crate::id::Id;
use crate::model::State;
use crate::model::interaction::{AUTOCOMPLETE, COMMAND, answer};
use crate::shared::Shared;

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Until {
    /// Until the bot has reacted at all.
    Acknowledged,
    /// Until the bot has said what it has to say.
    Answered,
}

/// Waits until an interaction is answered, or for as long as `patience`; what there is then.
pub(crate) async fn wait(
    shared: &Arc<Shared>,
    interaction: Id,
    until: Until,
    patience: Duration,
) -> Result<Answer, DriveError> {
    let mut changes = shared.changes();
    let answered = async {
        loop {
            changes.borrow_and_update();
            let done = shared.read(|state| {
                state
                    .interactions
                    .get(&interaction)
                    .is_none_or(|found| match until {
                        Until::Acknowledged => found.ack.is_some() || found.expired,
                        Until::Answered => found.is_answered(state.is_loading(found)),
                    })
            });
            if done || changes.changed().await.is_err() {
                return;
            }
        }
    };
    // When the wait is over the member sees what there is, for example a "thinking" message.
    let _ = tokio::time::timeout(patience, answered).await;
    shared.read(|state| answer_of(state, interaction))
}

/// What has become of an interaction.
pub(crate) fn answer_of(state: &State, interaction: Id) -> Result<Answer, DriveError> {
    let found = state
        .interactions
        .get(&interaction)
        .ok_or_else(|| DriveError::Unknown(format!("interaction {interaction}")))?;
    let show = |id: Id| {
        state
            .message(found.channel, id)
            .map(|message| seen(state, message))
    };
    let message = match found.ack {
        Some(answer::DEFERRED_UPDATE) if !found.touched => None,
        Some(answer::CHOICES | answer::MODAL) | None => None,
        Some(_) => found.original.and_then(show),
    };
    let choices = found
        .choices
        .iter()
        .filter_map(|it| serde_json::from_value(it.clone()).ok());
    let modal = found
        .modal
        .as_ref()
        .map(|shown| Modal::of(interaction, shown));
    let failed = match (found.ack, found.expired) {
        (None, true) if found.kind == COMMAND => Some("The application did not respond"),
        (None, true) if found.kind == AUTOCOMPLETE => Some("Loading options failed"),
        (None, true) => Some("This interaction failed"),
        (None, false) => Some("The application has not responded yet"),
        _ => None,
    };
    Ok(Answer {
        interaction,
        message,
        follow_ups: found.follow_ups.iter().filter_map(|id| show(*id)).collect(),
        modal,
        choices: choices.collect::<Vec<Choice>>(),
        failed: failed.map(str::to_owned),
    })
}
