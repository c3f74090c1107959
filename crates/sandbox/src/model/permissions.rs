//! Permission bits and how they add up in a channel.

use super::State;
use super::guild::Overwrite;
use crate::id::Id;

pub(crate) const ADMINISTRATOR: u64 = 1 << 3;
pub(crate) const MANAGE_CHANNELS: u64 = 1 << 4;
pub(crate) const MANAGE_GUILD: u64 = 1 << 5;
pub(crate) const ADD_REACTIONS: u64 = 1 << 6;
pub(crate) const VIEW_CHANNEL: u64 = 1 << 10;
pub(crate) const SEND_MESSAGES: u64 = 1 << 11;
pub(crate) const MANAGE_MESSAGES: u64 = 1 << 13;
pub(crate) const EMBED_LINKS: u64 = 1 << 14;
pub(crate) const ATTACH_FILES: u64 = 1 << 15;
pub(crate) const READ_MESSAGE_HISTORY: u64 = 1 << 16;
pub(crate) const MENTION_EVERYONE: u64 = 1 << 17;
pub(crate) const MANAGE_ROLES: u64 = 1 << 28;
pub(crate) const MANAGE_WEBHOOKS: u64 = 1 << 29;
pub(crate) const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
pub(crate) const PIN_MESSAGES: u64 = 1 << 51;

/// Every permission there is.
pub(crate) const ALL: u64 = (1 << 53) - 1;

/// What `@everyone` may do in a fresh server.
pub(crate) const EVERYONE: u64 = VIEW_CHANNEL
    | ADD_REACTIONS
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_APPLICATION_COMMANDS;

const NAMES: [(&str, u64); 15] = [
    ("ADMINISTRATOR", ADMINISTRATOR),
    ("MANAGE_CHANNELS", MANAGE_CHANNELS),
    ("MANAGE_GUILD", MANAGE_GUILD),
    ("ADD_REACTIONS", ADD_REACTIONS),
    ("VIEW_CHANNEL", VIEW_CHANNEL),
    ("SEND_MESSAGES", SEND_MESSAGES),
    ("MANAGE_MESSAGES", MANAGE_MESSAGES),
    ("EMBED_LINKS", EMBED_LINKS),
    ("ATTACH_FILES", ATTACH_FILES),
    ("READ_MESSAGE_HISTORY", READ_MESSAGE_HISTORY),
    ("MENTION_EVERYONE", MENTION_EVERYONE),
    ("MANAGE_ROLES", MANAGE_ROLES),
    ("MANAGE_WEBHOOKS", MANAGE_WEBHOOKS),
    ("USE_APPLICATION_COMMANDS", USE_APPLICATION_COMMANDS),
    ("PIN_MESSAGES", PIN_MESSAGES),
];

/// The bit of that documented name.
pub(crate) fn by_name(name: &str) -> Option<u64> {
    NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, bit)| *bit)
}

/// What `user` may do in `channel`: roles, then the overwrites of everyone, roles, member.
pub(crate) fn in_channel(state: &State, user: Id, channel: Id) -> u64 {
    let Some(channel) = state.channels.get(&channel) else {
        return 0;
    };
    let Some(guild) = channel.guild else {
        return if channel.recipients.contains(&user) || user == state.bot() {
            ALL
        } else {
            0
        };
    };
    let base = in_guild(state, user, guild);
    if base & ADMINISTRATOR != 0 || base == 0 {
        return base;
    }
    let roles = state
        .guilds
        .get(&guild)
        .and_then(|guild| guild.members.get(&user))
        .map(|member| member.roles.as_slice())
        .unwrap_or_default();
    let apply = |bits: u64, matching: &dyn Fn(&Overwrite) -> bool| {
        let (mut allow, mut deny) = (0, 0);
        for overwrite in channel
            .overwrites
            .iter()
            .filter(|overwrite| matching(overwrite))
        {
            allow |= overwrite.allow;
            deny |= overwrite.deny;
        }
        (bits & !deny) | allow
    };
    let bits = apply(base, &|overwrite| overwrite.id == guild);
    let bits = apply(bits, &|overwrite| {
        overwrite.id != guild && roles.contains(&overwrite.id)
    });
    let bits = apply(bits, &|overwrite| overwrite.id == user);
    // Who cannot see a channel can do nothing in it.
    if bits & VIEW_CHANNEL == 0 { 0 } else { bits }
}

/// What `user` may do in `guild` before any channel's overwrites; 0 if they are no member.
pub(crate) fn in_guild(state: &State, user: Id, guild: Id) -> u64 {
    let Some(guild) = state.guilds.get(&guild) else {
        return 0;
    };
    let Some(member) = guild.members.get(&user) else {
        return 0;
    };
    if guild.owner == user {
        return ALL;
    }
    let bits = guild
        .roles
        .iter()
        .filter(|role| role.id == guild.id || member.roles.contains(&role.id))
        .fold(0, |bits, role| bits | role.permissions);
    if bits & ADMINISTRATOR == 0 { bits } else { ALL }
}
