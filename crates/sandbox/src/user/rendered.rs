//! A message as its reader sees it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::Id;
use crate::model::message::{Author, COMPONENTS_V2, LOADING, Message, SILENT};
use crate::model::{State, media};

/// A message as somebody sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RenderedMessage {
    /// Its id.
    pub id: Id,
    /// The channel that it is in.
    pub channel: Id,
    /// The author's displayed name.
    pub author: String,
    /// The author's id.
    pub author_id: Id,
    /// Whether a bot or a webhook wrote it.
    pub is_bot: bool,
    /// The message's own text.
    pub content: String,
    /// Everything that it says in words, embeds and components included, line by line.
    pub text: String,
    /// Its embeds, as the API gives them.
    pub embeds: Vec<Value>,
    /// Its components, as the API gives them.
    pub components: Vec<Value>,
    /// Its files.
    pub attachments: Vec<Picture>,
    /// Whether only one member sees it.
    pub ephemeral: bool,
    /// Whether it still says "thinking".
    pub loading: bool,
    /// Whether it was sent without a notification.
    pub silent: bool,
    /// Whether it is made of components alone.
    pub v2: bool,
    /// How often it was edited.
    pub edits: u32,
    /// When it was written, in Unix milliseconds.
    pub made: i64,
    /// The member whose interaction it answers.
    pub asked_by: Option<String>,
    /// The command that it answers, without the slash.
    pub command: Option<String>,
    /// The message that it answers.
    pub reference: Option<Id>,
    /// The user names that it pinged.
    pub pinged: Vec<String>,
    /// The reactions under it, by emoji.
    pub reactions: Vec<Reaction>,
    /// The nonce it was sent with.
    pub nonce: Option<String>,
    /// Changes whenever the message does.
    pub revision: u64,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub filename: String,
    /// Its alt text.
    pub description: Option<String>,
    /// Where it can be had.
    pub url: String,
    /// What it is.
    pub content_type: String,
    /// Its size in bytes.
    pub size: usize,
    /// Width and height in pixels, when known.
    pub dimensions: Option<(u32, u32)>,
}

/// An emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// As it is drawn.
    pub emoji: String,
    /// The user names of those who reacted with it.
    pub by: Vec<String>,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// The label; an emoji's name when there are no words.
    pub label: String,
    /// What the bot knows it by; none on a link.
    pub custom_id: Option<String>,
    /// Whether it cannot be pressed.
    pub disabled: bool,
    /// 1 primary, 2 secondary, 3 success, 4 danger, 5 link, 6 premium.
    pub style: u64,
}

/// A select menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Select {
    /// What the bot knows it by.
    pub custom_id: String,
    /// The placeholder shown while nothing is chosen.
    pub placeholder: String,
    /// 3 text, 5 user, 6 role, 7 mentionable, 8 channel.
    pub kind: u64,
    /// Whether it cannot be used.
    pub disabled: bool,
    /// How many can be chosen.
    pub range: (u64, u64),
    /// Label and value of each option of a text select.
    pub options: Vec<(String, String)>,
}

impl From<&RenderedMessage> for Id {
    fn from(seen: &RenderedMessage) -> Self {
        seen.id
    }
}

impl RenderedMessage {
    /// Whether it says `text` anywhere.
    #[must_use]
    pub fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }

    /// All buttons, in reading order.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let all = media::flat(&self.components);
        all.into_iter()
            .filter(|it| media::kind(it) == 2)
            .map(button)
            .collect()
    }

    /// The button with that label or `custom_id`.
    #[must_use]
    pub fn button(&self, what: &str) -> Option<Button> {
        let buttons = self.buttons();
        let by_id = buttons
            .iter()
            .find(|button| button.custom_id.as_deref() == Some(what));
        by_id
            .or_else(|| buttons.iter().find(|button| button.label == what))
            .cloned()
    }

    /// All select menus, in reading order.
    #[must_use]
    pub fn selects(&self) -> Vec<Select> {
        let all = media::flat(&self.components);
        all.into_iter()
            .filter(|it| is_select(media::kind(it)))
            .map(select)
            .collect()
    }

    /// The select menu with that `custom_id` or placeholder.
    #[must_use]
    pub fn menu(&self, what: &str) -> Option<Select> {
        let selects = self.selects();
        selects
            .into_iter()
            .find(|it| it.custom_id == what || it.placeholder == what)
    }
}

pub(crate) const fn is_select(kind: u64) -> bool {
    matches!(kind, 3 | 5..=8)
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool).unwrap_or(false)
}

fn button(value: &Value) -> Button {
    let label = text(value, "label");
    let emoji = value
        .pointer("/emoji/name")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Button {
        label: if label.is_empty() {
            emoji.to_owned()
        } else {
            label
        },
        custom_id: value
            .get("custom_id")
            .and_then(Value::as_str)
            .map(str::to_owned),
        disabled: flag(value, "disabled"),
        style: value.get("style").and_then(Value::as_u64).unwrap_or(0),
    }
}

fn select(value: &Value) -> Select {
    let number = |name: &str| value.get(name).and_then(Value::as_u64).unwrap_or(1);
    let options = value.get("options").and_then(Value::as_array);
    Select {
        custom_id: text(value, "custom_id"),
        placeholder: text(value, "placeholder"),
        kind: media::kind(value),
        disabled: flag(value, "disabled"),
        range: (number("min_values"), number("max_values")),
        options: options
            .into_iter()
            .flatten()
            .map(|option| (text(option, "label"), text(option, "value")))
            .collect(),
    }
}

/// A message as its readers see it.
pub(crate) fn seen(state: &State, message: &Message) -> RenderedMessage {
    let guild = state.guild_of(message.channel);
    let (author, author_id, is_bot) = match &message.author {
        Author::User(id) => {
            let is_bot = state.users.get(id).is_some_and(|user| user.bot);
            (state.name_of(*id, guild), *id, is_bot)
        }
        Author::Webhook { id, name, .. } => (name.clone(), *id, true),
    };
    let attachments = message.attachments.iter().map(|attachment| Picture {
        id: attachment.id,
        filename: attachment.filename.clone(),
        description: attachment.description.clone(),
        url: attachment.url.clone(),
        content_type: attachment.content_type.clone(),
        size: attachment.size,
        dimensions: attachment.dimensions,
    });
    let interaction = message
        .interaction
        .and_then(|id| state.interactions.get(&id));
    let name = |id: &Id| state.users.get(id).map(|user| user.name.clone());
    RenderedMessage {
        id: message.id,
        channel: message.channel,
        author,
        author_id,
        is_bot,
        content: message.content.clone(),
        text: message.texts().join("\n"),
        embeds: message.embeds.clone(),
        components: message.components.clone(),
        attachments: attachments.collect(),
        ephemeral: message.only_for.is_some(),
        loading: message.has(LOADING),
        silent: message.has(SILENT),
        v2: message.has(COMPONENTS_V2),
        edits: message.edits,
        made: message.made,
        asked_by: interaction.map(|it| state.name_of(it.user, guild)),
        command: interaction.and_then(|it| it.command.clone()),
        reference: message.reference,
        pinged: message.pinged.iter().filter_map(name).collect(),
        reactions: reactions(state, message.id),
        nonce: message.nonce.as_ref().map(|nonce| match nonce {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }),
        revision: message.revision,
    }
}

fn reactions(state: &State, message: Id) -> Vec<Reaction> {
    let mut all: Vec<Reaction> = Vec::new();
    let from = (message, Id::default(), String::new());
    let under = state.reactions.range(from..);
    for (_, user, emoji) in under.take_while(|it| it.0 == message) {
        let by = state.users.get(user).map(|it| it.name.clone());
        match all.iter_mut().find(|it| it.emoji == *emoji) {
            Some(known) => known.by.extend(by),
            None => all.push(Reaction {
                emoji: emoji.clone(),
                by: by.into_iter().collect(),
            }),
        }
    }
    all
}
