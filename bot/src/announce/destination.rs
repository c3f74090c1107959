//! Where an announcement goes.

use shared::id::{ChannelId, DiscordUserId};
use store::notices::MessagePlace;

use crate::caches::Server;

/// Where an announcement goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// To this channel, unless an attempt in doubt was aimed at another one, in which its message
    /// may be.
    Channel(ChannelId),
    /// Into this message, which is edited.
    Message(MessagePlace),
    /// To this account, as a direct message.
    Direct(DiscordUserId),
    /// Nowhere, and why: only what follows from it is done.
    Nowhere(&'static str),
}

impl Destination {
    /// Where results and other news of the server go; to `otherwise` where no channel is set.
    pub(super) fn news(server: &Server, otherwise: Option<ChannelId>) -> Self {
        let settings = &server.settings;
        let channel = settings.results_channel.or(settings.slip_channel);
        let channel = channel.or(otherwise);
        channel.map_or(Self::Nowhere("no channel"), Self::Channel)
    }

    pub(super) const fn channel(self) -> Option<ChannelId> {
        match self {
            Self::Channel(channel) => Some(channel),
            Self::Message(place) => Some(place.channel),
            Self::Direct(_) | Self::Nowhere(_) => None,
        }
    }
}
