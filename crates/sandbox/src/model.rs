//! The state of the pretended Discord: who is where, what was said, what was asked.
//!
//! Everything here is plain data behind one lock; times are Unix milliseconds. The faces
//! (`rest`, `gateway`, `drive`) read and change it, and say so by [`State::bump`].

pub(crate) mod command;
pub(crate) mod file;
pub(crate) mod guild;
pub(crate) mod interaction;
pub(crate) mod json;
mod making;
pub(crate) mod media;
pub(crate) mod message;
pub(crate) mod permissions;
pub(crate) mod session;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::Value;

use crate::faults::{Faults, Holds};
use crate::id::Id;
use crate::limits::Limits;
use crate::record::Record;

use self::command::Command;
use self::file::File;
use self::guild::{Channel, Guild};
use self::interaction::Interaction;
use self::message::Message;
use self::session::Sessions;

/// The bot's application. Its user has the same id.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: Id,
    pub(crate) name: String,
}

/// A person or the bot.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) display: String,
    pub(crate) bot: bool,
    pub(crate) locale: String,
    pub(crate) takes_dms: bool,
}

/// A channel's webhook.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) id: Id,
    pub(crate) channel: Id,
    pub(crate) guild: Option<Id>,
    pub(crate) name: String,
    pub(crate) avatar: Option<String>,
    pub(crate) token: String,
}

/// The whole state.
pub(crate) struct State {
    pub(crate) base: String,
    pub(crate) ws: String,
    pub(crate) application: Application,
    pub(crate) users: BTreeMap<Id, Account>,
    pub(crate) guilds: BTreeMap<Id, Guild>,
    pub(crate) channels: BTreeMap<Id, Channel>,
    pub(crate) messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    pub(crate) commands: BTreeMap<Option<Id>, Vec<Command>>,
    pub(crate) commands_made: u32,
    pub(crate) interactions: HashMap<Id, Interaction>,
    pub(crate) tokens: HashMap<String, Id>,
    pub(crate) webhooks: BTreeMap<Id, Webhook>,
    pub(crate) files: HashMap<Id, Arc<File>>,
    /// Message, user, emoji.
    pub(crate) reactions: BTreeSet<(Id, Id, String)>,
    pub(crate) nonces: HashMap<(Id, String), (Id, i64)>,
    pub(crate) sessions: Sessions,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) holds: Holds,
    pub(crate) record: Record,
    pub(crate) version: u64,
    last: u64,
}

impl State {
    pub(crate) fn new(application: Application, base: String, ws: String) -> Self {
        let bot = Account {
            id: application.id,
            name: application.name.to_lowercase(),
            display: application.name.clone(),
            bot: true,
            locale: "en-US".to_owned(),
            takes_dms: false,
        };
        Self {
            base,
            ws,
            users: BTreeMap::from([(bot.id, bot)]),
            application,
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            commands: BTreeMap::new(),
            commands_made: 0,
            interactions: HashMap::new(),
            tokens: HashMap::new(),
            webhooks: BTreeMap::new(),
            files: HashMap::new(),
            reactions: BTreeSet::new(),
            nonces: HashMap::new(),
            sessions: Sessions::default(),
            limits: Limits::default(),
            faults: Faults::default(),
            holds: Holds::default(),
            record: Record::default(),
            version: 1,
            last: 0,
        }
    }

    /// A new id, above every earlier one.
    pub(crate) fn next_id(&mut self, now: i64) -> Id {
        self.last = (self.last + 1).max(Id::at(now).0);
        Id(self.last)
    }

    /// A word that nobody can guess by counting: interaction and webhook tokens.
    pub(crate) fn next_token(&mut self, now: i64) -> String {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let id = self.next_id(now).0;
        // Spread the counter over the word, so that two tokens never share a prefix.
        let mixed = id.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (id >> 29);
        let bytes: Vec<u8> = mixed
            .to_be_bytes()
            .into_iter()
            .chain(id.to_be_bytes())
            .collect();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Marks that something visible changed.
    pub(crate) fn bump(&mut self) {
        self.version += 1;
    }

    pub(crate) fn bot(&self) -> Id {
        self.application.id
    }

    /// The name a user goes by in `guild`: nickname, display name, or the id.
    pub(crate) fn name_of(&self, user: Id, guild: Option<Id>) -> String {
        let nick = guild
            .and_then(|guild| self.guilds.get(&guild))
            .and_then(|guild| guild.members.get(&user))
            .and_then(|member| member.nick.clone());
        nick.or_else(|| self.users.get(&user).map(|user| user.display.clone()))
            .unwrap_or_else(|| user.to_string())
    }

    pub(crate) fn message(&self, channel: Id, message: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&message)
    }

    pub(crate) fn message_mut(&mut self, channel: Id, message: Id) -> Option<&mut Message> {
        self.messages.get_mut(&channel)?.get_mut(&message)
    }

    /// The message of that id, in whatever channel it stands.
    pub(crate) fn find_message(&self, message: Id) -> Option<&Message> {
        self.messages
            .values()
            .find_map(|channel| channel.get(&message))
    }

    /// The guild that a channel belongs to.
    pub(crate) fn guild_of(&self, channel: Id) -> Option<Id> {
        self.channels.get(&channel)?.guild
    }

    /// Sends an event to every session whose shard sees `guild`.
    pub(crate) fn dispatch(&mut self, event: &str, guild: Option<Id>, data: &Value) -> usize {
        self.sessions.dispatch(event, guild, data)
    }
}
