//! Who asks, read from an event without decoding what is asked: a press that will be dropped costs
//! no more than that.

use serde::Deserialize;
use shared::id::{DiscordUserId, GuildId};
use twilight_model::application::interaction::InteractionType;
use twilight_model::gateway::event::GatewayEventDeserializer;
use twilight_model::id::Id;
use twilight_model::id::marker::{GuildMarker, UserMarker};

use crate::shares::Asked;

/// Who asks for what kind of thing, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asking {
    /// The server; nothing in direct messages.
    pub(crate) guild: Option<GuildId>,
    /// The Discord account.
    pub(crate) user: DiscordUserId,
    /// What for.
    pub(crate) asked: Asked,
}

#[derive(Deserialize)]
struct Event {
    d: Head,
}

/// The few fields of an interaction that are looked at.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "type")]
    kind: u8,
    guild_id: Option<Id<GuildMarker>>,
    member: Option<Member>,
    user: Option<User>,
}

#[derive(Deserialize)]
struct Member {
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    id: Id<UserMarker>,
}

impl Asking {
    /// Of a gateway event; nothing where it is no interaction, or says nobody.
    pub(crate) fn of(event: &str) -> Option<Self> {
        let kind = GatewayEventDeserializer::from_json(event)?;
        if kind.event_type() != Some("INTERACTION_CREATE") {
            return None;
        }
        let head = serde_json::from_str::<Event>(event).ok()?.d;
        let user = head.member.and_then(|it| it.user).or(head.user)?;
        let asked = match InteractionType::try_from(head.kind) {
            Ok(InteractionType::ApplicationCommandAutocomplete) => Asked::Choices,
            _ => Asked::Press,
        };
        Some(Self {
            guild: head.guild_id.map(|it| GuildId::new(it.get())),
            user: DiscordUserId::new(user.id.get()),
            asked,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(name: &str, data: serde_json::Value) -> String {
        json!({ "t": name, "s": 7, "op": 0, "d": data }).to_string()
    }

    #[test]
    fn who_asks_is_read_whatever_else_is_there() {
        let asking = |guild: Option<u64>, asked| {
            let user = DiscordUserId::new(5);
            let guild = guild.map(GuildId::new);
            Some(Asking { guild, user, asked })
        };
        let press = json!({ "type": 3, "guild_id": "9", "data": { "type": 4, "user": 1 },
            "member": { "user": { "id": "5", "username": "x" }, "roles": [] } });
        let typing = json!({ "type": 4, "guild_id": "9", "member": { "user": { "id": "5" } } });
        let direct = json!({ "type": 2, "user": { "id": "5" } });
        let interaction = |data| Asking::of(&event("INTERACTION_CREATE", data));
        assert_eq!(interaction(press), asking(Some(9), Asked::Press));
        assert_eq!(interaction(typing), asking(Some(9), Asked::Choices));
        assert_eq!(interaction(direct.clone()), asking(None, Asked::Press));
        assert_eq!(Asking::of(&event("GUILD_CREATE", direct)), None);
        for nobody in [json!({ "type": 2 }), json!(null), json!([])] {
            assert_eq!(interaction(nobody), None);
        }
    }
}
