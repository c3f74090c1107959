//! A message that is posted or edited.

use bytes::Bytes;
use serde_json::{Value, json};
use shared::id::DiscordUserId;
use twilight_model::channel::message::{Component, MessageFlags};
use wording::Said;

use crate::discord::reply::{CONTENT_CHARS_MAX, fit};
use crate::slips::SlipMessage;

/// A picture to attach.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) alt: String,
    pub(crate) bytes: Bytes,
}

/// What a message says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Message {
    pub(crate) content: Said,
    pub(crate) components: Vec<Component>,
    /// Replaces what was attached before; without one, that stays.
    pub(crate) file: Option<File>,
    /// Who may be pinged.
    pub(crate) pings: Vec<DiscordUserId>,
    /// What kind of message it is, and whether it makes a sound.
    pub(crate) flags: Option<MessageFlags>,
}

impl Message {
    /// A slip with its picture, where that is drawn.
    pub(super) fn of_slip(slip: SlipMessage, picture: Option<Bytes>) -> Self {
        let file = picture.map(|bytes| File {
            name: slip.filename,
            alt: slip.alt,
            bytes,
        });
        Self {
            content: slip.content,
            components: slip.components,
            file,
            ..Self::default()
        }
    }

    /// As Discord takes it, without flags.
    pub(super) fn body(&self) -> Value {
        let users: Vec<String> = self.pings.iter().map(ToString::to_string).collect();
        let mut body = json!({
            "components": self.components,
            "allowed_mentions": { "parse": [], "users": users },
        });
        if !self.content.is_empty() {
            body["content"] = json!(fit(&self.content.discord(), CONTENT_CHARS_MAX));
        }
        if let Some(file) = &self.file {
            body["attachments"] = json!([{
                "id": 0,
                "filename": file.name,
                "description": file.alt,
            }]);
        }
        body
    }
}
