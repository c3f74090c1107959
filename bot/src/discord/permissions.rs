//! What the bot may do in a channel, asked of Discord. Used by `/setup` and `doctor`.

use std::collections::HashMap;

use shared::id::{ChannelId, GuildId};
use twilight_http::Client;
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::{RoleMarker, UserMarker};
use twilight_util::permission_calculator::PermissionCalculator;

use crate::discord::request::Request;

/// What posting needs: to see the channel, to write, to attach a picture, and to look for what
/// was posted after a send whose answer was lost.
pub(crate) const POSTING: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// Either of these makes somebody a manager of the server.
pub(crate) const MANAGING: Permissions =
    Permissions::MANAGE_GUILD.union(Permissions::ADMINISTRATOR);

/// The name of each permission as Discord's own settings write it.
pub(crate) const NAMES: &[(Permissions, &str)] = &[
    (Permissions::VIEW_CHANNEL, "View Channel"),
    (Permissions::SEND_MESSAGES, "Send Messages"),
    (Permissions::ATTACH_FILES, "Attach Files"),
    (Permissions::READ_MESSAGE_HISTORY, "Read Message History"),
];

/// The names of what is missing for posting.
pub(crate) fn missing(may: Permissions) -> Vec<&'static str> {
    if may.contains(Permissions::ADMINISTRATOR) {
        return Vec::new();
    }
    NAMES
        .iter()
        .filter(|(permission, _)| !may.contains(*permission))
        .map(|(_, name)| *name)
        .collect()
}

/// What the bot may do in the channels that were chosen in a menu. A channel that cannot be
/// looked up is one that it may not see.
pub(crate) async fn in_chosen(
    http: &Client,
    request: &Request,
    values: &[String],
) -> HashMap<ChannelId, Permissions> {
    let mut found = HashMap::new();
    for value in values.iter().take(1) {
        let Ok(id) = value.parse::<u64>() else {
            continue;
        };
        let channel = ChannelId::new(id);
        if channel == request.channel {
            found.insert(channel, request.bot_may);
            continue;
        }
        let may = match of_bot(http, request.guild, channel).await {
            Ok(may) => may,
            Err(error) => {
                tracing::info!(channel.id = %channel, "channel {channel} cannot be seen: {error}");
                Permissions::empty()
            }
        };
        found.insert(channel, may);
    }
    found
}

/// What the bot may do in a channel.
///
/// # Errors
/// When Discord does not show the channel, or cannot be reached.
pub(crate) async fn of_bot(
    http: &Client,
    guild: GuildId,
    channel: ChannelId,
) -> anyhow::Result<Permissions> {
    let guild = Id::new_checked(guild.get()).ok_or_else(|| anyhow::anyhow!("no server"))?;
    let channel = Id::new_checked(channel.get()).ok_or_else(|| anyhow::anyhow!("no channel"))?;
    let channel = http.channel(channel).await?.model().await?;
    let me: Id<UserMarker> = http.current_user().await?.model().await?.id;
    let member = http.guild_member(guild, me).await?.model().await?;
    let roles = http.roles(guild).await?.models().await?;
    let everyone = roles
        .iter()
        .find(|it| it.id.get() == guild.get())
        .map_or_else(Permissions::empty, |it| it.permissions);
    let own: Vec<(Id<RoleMarker>, Permissions)> = roles
        .iter()
        .filter(|it| member.roles.contains(&it.id))
        .map(|it| (it.id, it.permissions))
        .collect();
    let overwrites = channel.permission_overwrites.unwrap_or_default();
    Ok(PermissionCalculator::new(guild, me, everyone, &own).in_channel(channel.kind, &overwrites))
}
