//! What people read when a channel does not accept a message.

use shared::id::ChannelId;
use shared::ticket::TicketCode;
use wording::{Catalogue, Said};

/// Why a channel accepts no message, as far as people can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// A permission is missing.
    Permission,
    /// The channel is gone.
    ChannelGone,
}

/// For the server: that nothing can be posted in a channel, and why.
pub(crate) fn channel(catalogue: Catalogue, channel: ChannelId, why: Obstacle) -> Said {
    let places = [
        ("channel", Said::from(channel).into()),
        ("reason", reason(catalogue, why).into()),
    ];
    catalogue.line("trouble-post", &places)
}

/// For the member: that their slip could not be posted there, and why.
pub(crate) fn slip(
    catalogue: Catalogue,
    channel: ChannelId,
    why: Obstacle,
    code: &TicketCode,
) -> Said {
    let places = [
        ("channel", Said::from(channel).into()),
        ("reason", reason(catalogue, why).into()),
        ("code", code.into()),
    ];
    catalogue.line("trouble-slip", &places)
}

fn reason(catalogue: Catalogue, why: Obstacle) -> Said {
    catalogue.say(match why {
        Obstacle::Permission => "trouble-permission",
        Obstacle::ChannelGone => "trouble-channel",
    })
}
