//! How servers, members and channels are made, and how the bot is notified.

use std::collections::BTreeMap;

use super::guild::{Channel, DIRECT, Guild, Member, Role, TEXT};
use super::{Account, State, json, permissions};
use crate::id::Id;

impl State {
    /// Makes an account that is in no server yet.
    pub(crate) fn add_user(&mut self, name: &str, locale: &str, now: i64) -> Id {
        let id = self.next_id(now);
        let account = Account {
            id,
            name: name.to_lowercase().replace(' ', "_"),
            display: title(name),
            bot: false,
            locale: locale.to_owned(),
            takes_dms: true,
        };
        self.users.insert(id, account);
        self.bump();
        id
    }

    /// Makes a server owned by `owner`; the bot is not in it yet.
    pub(crate) fn add_guild(&mut self, name: &str, owner: Id, locale: &str, now: i64) -> Id {
        let id = self.next_id(now);
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: permissions::EVERYONE,
            color: 0,
            bot: None,
            commands: Vec::new(),
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: locale.to_owned(),
            roles: vec![everyone],
            members: BTreeMap::new(),
            made: now,
        };
        self.guilds.insert(id, guild);
        self.join(id, owner, now);
        id
    }

    /// Puts a user into a server.
    pub(crate) fn join(&mut self, guild: Id, user: Id, now: i64) {
        let member = Member {
            roles: Vec::new(),
            nick: None,
            joined: now,
        };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.members.entry(user).or_insert(member);
        }
        self.bump();
    }

    /// Adds the bot to a server with a role of its own, and notifies its sessions.
    pub(crate) fn invite_bot(&mut self, guild: Id, bits: u64, now: i64) {
        let (bot, role_id) = (self.bot(), self.next_id(now));
        let name = self.application.name.clone();
        self.join(guild, bot, now);
        let Some(found) = self.guilds.get_mut(&guild) else {
            return;
        };
        found.roles.retain(|role| role.bot != Some(bot));
        found.roles.push(Role {
            id: role_id,
            name,
            permissions: bits,
            color: 0,
            bot: Some(bot),
            commands: Vec::new(),
        });
        if let Some(member) = found.members.get_mut(&bot) {
            member.roles = vec![role_id];
        }
        if let Some(data) = json::guild_create(self, guild) {
            self.dispatch("GUILD_CREATE", Some(guild), &data);
        }
    }

    /// Takes the bot out of a server.
    pub(crate) fn kick_bot(&mut self, guild: Id) {
        let bot = self.bot();
        if let Some(found) = self.guilds.get_mut(&guild) {
            found.members.remove(&bot);
            found.roles.retain(|role| role.bot != Some(bot));
        }
        self.commands.remove(&Some(guild));
        self.dispatch(
            "GUILD_DELETE",
            Some(guild),
            &serde_json::json!({ "id": guild }),
        );
        self.bump();
    }

    /// Offers these commands to a role's holders, as a server does under *Integrations*.
    pub(crate) fn offer_commands(&mut self, guild: Id, role: Id, commands: Vec<String>) {
        let guild = self.guilds.get_mut(&guild);
        let role = guild.and_then(|it| it.roles.iter_mut().find(|it| it.id == role));
        if let Some(role) = role {
            role.commands = commands;
        }
    }

    /// Makes a role and gives it to `holders`.
    pub(crate) fn add_role(
        &mut self,
        guild: Id,
        name: &str,
        bits: u64,
        holders: &[Id],
        now: i64,
    ) -> Id {
        let id = self.next_id(now);
        let role = Role {
            id,
            name: name.to_owned(),
            permissions: bits,
            color: 0x6e_a8ff,
            bot: None,
            commands: Vec::new(),
        };
        if let Some(guild) = self.guilds.get_mut(&guild) {
            guild.roles.push(role);
            for holder in holders {
                if let Some(member) = guild.members.get_mut(holder) {
                    member.roles.push(id);
                }
            }
        }
        self.bump();
        id
    }

    /// Makes a text channel, and tells the bot.
    pub(crate) fn add_channel(&mut self, guild: Id, name: &str, now: i64) -> Id {
        let id = self.next_id(now);
        let position = self
            .channels
            .values()
            .filter(|other| other.guild == Some(guild))
            .count();
        let channel = Channel {
            id,
            guild: Some(guild),
            name: name.trim_start_matches('#').to_owned(),
            kind: TEXT,
            position,
            topic: None,
            recipients: Vec::new(),
            overwrites: Vec::new(),
        };
        self.channels.insert(id, channel);
        self.tell_channel("CHANNEL_CREATE", id);
        id
    }

    /// Deletes a channel with what was said in it, and tells the bot.
    pub(crate) fn remove_channel(&mut self, channel: Id) {
        self.tell_channel("CHANNEL_DELETE", channel);
        self.channels.remove(&channel);
        self.messages.remove(&channel);
        self.webhooks
            .retain(|_, webhook| webhook.channel != channel);
    }

    /// Sends a channel's event to the bot, if it is in the server.
    pub(crate) fn tell_channel(&mut self, event: &str, channel: Id) {
        self.bump();
        let Some(guild) = self.guild_of(channel) else {
            return;
        };
        let Some(found) = self.guilds.get(&guild) else {
            return;
        };
        if found.members.contains_key(&self.bot())
            && let Some(data) = json::channel_for_bot(self, channel)
        {
            self.dispatch(event, Some(guild), &data);
        }
    }

    /// The direct channel between the bot and `user`, made when there is none.
    pub(crate) fn direct_channel(&mut self, user: Id, now: i64) -> Id {
        let known = self
            .channels
            .values()
            .find(|channel| channel.kind == DIRECT && channel.recipients.contains(&user));
        if let Some(channel) = known {
            return channel.id;
        }
        let id = self.next_id(now);
        let channel = Channel {
            id,
            guild: None,
            name: String::new(),
            kind: DIRECT,
            position: 0,
            topic: None,
            recipients: vec![user],
            overwrites: Vec::new(),
        };
        self.channels.insert(id, channel);
        self.bump();
        id
    }

    /// The server that demo and tests start with.
    pub(crate) fn seed(&mut self, bot_permissions: u64, now: i64) {
        let alice = self.add_user("alice", "en-US", now);
        let ben = self.add_user("ben", "en-GB", now);
        let cleo = self.add_user("cleo", "en-US", now);
        let guild = self.add_guild("The Dugout", alice, "en-US", now);
        self.join(guild, ben, now);
        self.join(guild, cleo, now);
        self.add_role(guild, "Admin", permissions::ADMINISTRATOR, &[alice], now);
        for name in ["general", "slips", "results"] {
            self.add_channel(guild, name, now);
        }
        self.invite_bot(guild, bot_permissions, now);
    }
}

/// A name with its first letter large.
fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
