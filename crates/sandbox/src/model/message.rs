//! Messages: how they are written, edited and read.

use serde_json::{Map, Value};

use super::file::{Attachment, Upload};
use super::{State, media};
use crate::id::{self, Id};

/// Only its reader sees it.
pub(crate) const EPHEMERAL: u64 = 1 << 6;
/// The bot "is thinking".
pub(crate) const LOADING: u64 = 1 << 7;
/// No push notification.
pub(crate) const SILENT: u64 = 1 << 12;
/// Made of components alone.
pub(crate) const COMPONENTS_V2: u64 = 1 << 15;
/// No link previews.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// The message is an answer to another one.
pub(crate) const REPLY: u8 = 19;
/// The message answers a slash command.
pub(crate) const COMMAND_ANSWER: u8 = 20;

/// Who wrote a message.
#[derive(Clone, Debug)]
pub(crate) enum Author {
    User(Id),
    Webhook {
        id: Id,
        name: String,
        avatar: Option<String>,
    },
}

/// A message as it stands now.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) author: Author,
    pub(crate) kind: u8,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) flags: u64,
    pub(crate) made: i64,
    pub(crate) edited: Option<i64>,
    pub(crate) edits: u32,
    pub(crate) nonce: Option<Value>,
    pub(crate) pinged: Vec<Id>,
    pub(crate) reference: Option<Id>,
    pub(crate) only_for: Option<Id>,
    pub(crate) interaction: Option<Id>,
    pub(crate) dismissed: bool,
    pub(crate) revision: u64,
}

/// What a request says about a message: absent fields stay as they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub(crate) content: Option<String>,
    pub(crate) embeds: Option<Vec<Value>>,
    pub(crate) components: Option<Vec<Value>>,
    pub(crate) flags: Option<u64>,
    pub(crate) attachments: Option<Vec<Value>>,
    pub(crate) uploads: Vec<Upload>,
    pub(crate) allowed_mentions: Option<Value>,
    pub(crate) nonce: Option<Value>,
    pub(crate) reference: Option<Id>,
}

impl Draft {
    /// Reads the message in a request's body.
    pub(crate) fn read(body: &Value, uploads: Vec<Upload>) -> Self {
        let list = |name: &str| match body.get(name) {
            Some(Value::Array(items)) => Some(items.clone()),
            Some(Value::Null) => Some(Vec::new()),
            _ => None,
        };
        Self {
            content: body
                .get("content")
                .map(|text| text.as_str().unwrap_or_default().to_owned()),
            embeds: list("embeds"),
            components: list("components"),
            flags: body.get("flags").and_then(Value::as_u64),
            attachments: list("attachments"),
            uploads,
            allowed_mentions: body
                .get("allowed_mentions")
                .filter(|it| it.is_object())
                .cloned(),
            nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            reference: body
                .pointer("/message_reference/message_id")
                .and_then(id::of),
        }
    }

    /// Whether there is anything to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.content
            .as_deref()
            .unwrap_or_default()
            .trim()
            .is_empty()
            && self.embeds.as_ref().is_none_or(Vec::is_empty)
            && self.components.as_ref().is_none_or(Vec::is_empty)
            && self.uploads.is_empty()
    }

    /// The names of the files that the message will carry, given those it carries now.
    pub(crate) fn filenames(&self, now: &[Attachment]) -> Vec<String> {
        let kept = now.iter().filter(|attachment| self.keeps(attachment.id));
        let named = self.uploads.iter().map(|upload| self.name_of(upload));
        kept.map(|attachment| attachment.filename.clone())
            .chain(named)
            .collect()
    }

    fn keeps(&self, attachment: Id) -> bool {
        self.attachments.as_ref().is_none_or(|listed| {
            listed
                .iter()
                .any(|item| item.get("id").and_then(id::of) == Some(attachment))
        })
    }

    /// What the request's `attachments` says about the file of that index.
    fn about(&self, upload: &Upload) -> Option<&Map<String, Value>> {
        self.attachments
            .iter()
            .flatten()
            .find(|item| item.get("id").and_then(id::of) == Some(Id(upload.index)))
            .and_then(Value::as_object)
    }

    fn name_of(&self, upload: &Upload) -> String {
        self.about(upload)
            .and_then(|about| about.get("filename")?.as_str())
            .unwrap_or(&upload.file.name)
            .to_owned()
    }
}

impl Message {
    /// Everything that it says in words, in reading order.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let mut push = |text: Option<&str>| {
            texts.extend(text.filter(|text| !text.is_empty()).map(str::to_owned));
        };
        push(Some(&self.content));
        for embed in &self.embeds {
            push(embed.pointer("/author/name").and_then(Value::as_str));
            push(embed.get("title").and_then(Value::as_str));
            push(embed.get("description").and_then(Value::as_str));
            for field in embed
                .get("fields")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                push(field.get("name").and_then(Value::as_str));
                push(field.get("value").and_then(Value::as_str));
            }
            push(embed.pointer("/footer/text").and_then(Value::as_str));
        }
        for component in media::flat(&self.components) {
            if media::kind(component) == 10 {
                push(component.get("content").and_then(Value::as_str));
            }
        }
        texts
    }

    /// A message with nothing in it.
    pub(crate) fn empty(id: Id, channel: Id, author: Author, now: i64) -> Self {
        Self {
            id,
            channel,
            author,
            kind: 0,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            flags: 0,
            made: now,
            edited: None,
            edits: 0,
            nonce: None,
            pinged: Vec::new(),
            reference: None,
            only_for: None,
            interaction: None,
            dismissed: false,
            revision: 0,
        }
    }

    /// Whether `reader` (who can see the channel) sees this message.
    pub(crate) fn seen_by(&self, reader: Option<Id>) -> bool {
        !self.dismissed && self.only_for.is_none_or(|only| Some(only) == reader)
    }

    pub(crate) fn has(&self, flag: u64) -> bool {
        self.flags & flag != 0
    }
}

impl State {
    /// Stores a message made of `draft` and gives its id.
    pub(crate) fn post(&mut self, mut message: Message, draft: Draft, now: i64) -> Id {
        let id = message.id;
        message.nonce.clone_from(&draft.nonce);
        message.reference = draft.reference;
        if draft.reference.is_some() && message.kind == 0 {
            message.kind = REPLY;
        }
        message.flags |= draft.flags.unwrap_or(0) & !LOADING;
        self.write(&mut message, draft, now);
        self.messages
            .entry(message.channel)
            .or_default()
            .insert(id, message);
        self.bump();
        id
    }

    /// Changes a message as `draft` says; false when it is gone.
    pub(crate) fn edit(&mut self, channel: Id, message: Id, draft: Draft, now: i64) -> bool {
        let Some(mut changed) = self.message(channel, message).cloned() else {
            return false;
        };
        // Suppressing embeds is the only other flag that an edit can change.
        if let Some(flags) = draft.flags {
            changed.flags =
                (changed.flags & !SUPPRESS_EMBEDS) | (flags & (COMPONENTS_V2 | SUPPRESS_EMBEDS));
        }
        changed.flags &= !LOADING;
        changed.edited = Some(now);
        changed.edits += 1;
        self.write(&mut changed, draft, now);
        self.messages
            .entry(channel)
            .or_default()
            .insert(message, changed);
        self.bump();
        true
    }

    /// Writes a draft's fields into a message, files first, since the rest refers to them.
    fn write(&mut self, message: &mut Message, draft: Draft, now: i64) {
        message
            .attachments
            .retain(|attachment| draft.keeps(attachment.id));
        for listed in draft.attachments.iter().flatten() {
            let known = listed.get("id").and_then(id::of);
            let found = message
                .attachments
                .iter_mut()
                .find(|held| Some(held.id) == known);
            if let (Some(held), Some(text)) = (found, listed.get("description")) {
                held.description = text.as_str().map(str::to_owned);
            }
        }
        for upload in &draft.uploads {
            let attachment = self.store(message.channel, upload, &draft, now);
            message.attachments.push(attachment);
        }
        if let Some(content) = draft.content {
            message.content = content;
        }
        if let Some(mut embeds) = draft.embeds {
            embeds
                .iter_mut()
                .for_each(|embed| media::resolve(embed, &message.attachments));
            message.embeds = embeds;
        }
        if let Some(mut components) = draft.components {
            components
                .iter_mut()
                .for_each(|item| media::resolve(item, &message.attachments));
            media::number(&mut components);
            message.components = components;
        }
        let said = message.texts().join("\n");
        let pinged = self.pinged(&said, draft.allowed_mentions.as_ref());
        message.pinged = pinged;
        message.revision = self.version + 1;
    }

    /// Keeps a file and makes the attachment that shows it.
    fn store(&mut self, channel: Id, upload: &Upload, draft: &Draft, now: i64) -> Attachment {
        let id = self.next_id(now);
        let filename = draft.name_of(upload);
        let description = draft
            .about(upload)
            .and_then(|about| about.get("description")?.as_str())
            .map(str::to_owned);
        let url = format!("{}/attachments/{channel}/{id}/{filename}", self.base);
        self.files
            .insert(id, std::sync::Arc::new(upload.file.clone()));
        Attachment {
            id,
            filename,
            content_type: upload.file.content_type.clone(),
            description,
            size: upload.file.bytes.len(),
            dimensions: upload.file.dimensions(),
            url,
        }
    }

    /// Whom a text pings, of those whom `allowed_mentions` lets it.
    fn pinged(&self, text: &str, allowed: Option<&Value>) -> Vec<Id> {
        let mut pinged: Vec<Id> = Vec::new();
        for piece in text.split("<@").skip(1) {
            let inside = piece
                .split('>')
                .next()
                .unwrap_or_default()
                .trim_start_matches('!');
            let Ok(user) = inside.parse::<Id>() else {
                continue;
            };
            let listed = allowed.is_none_or(|allowed| {
                let has = |name: &str, wanted: &dyn Fn(&Value) -> bool| {
                    allowed
                        .get(name)
                        .and_then(Value::as_array)
                        .is_some_and(|it| it.iter().any(wanted))
                };
                has("parse", &|item| item == "users")
                    || has("users", &|item| id::of(item) == Some(user))
            });
            if listed && self.users.contains_key(&user) && !pinged.contains(&user) {
                pinged.push(user);
            }
        }
        pinged
    }

    /// Deletes a message; false when it was not there.
    pub(crate) fn delete_message(&mut self, channel: Id, message: Id) -> bool {
        let gone = self
            .messages
            .get_mut(&channel)
            .and_then(|messages| messages.remove(&message));
        self.bump();
        if let Some(message) = &gone {
            for attachment in &message.attachments {
                self.files.remove(&attachment.id);
            }
        }
        gone.is_some()
    }
}
