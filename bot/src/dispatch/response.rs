//! Replies as Discord takes them.

use twilight_model::channel::message::AllowedMentions;
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};

use crate::answers::flags;
use crate::discord::reply::{Audience, Body, Target};
use crate::discord::request::Pressed;

/// What Discord is sent for a reply.
pub(super) fn response(body: Body, audience: Audience, target: Target) -> InteractionResponse {
    use InteractionResponseType as Kind;
    let (kind, data) = match body {
        Body::Parts(parts) => {
            let kind = match target {
                Target::ReplacePrivate | Target::Replace => Kind::UpdateMessage,
                Target::New => Kind::ChannelMessageWithSource,
            };
            let data = InteractionResponseData {
                allowed_mentions: Some(AllowedMentions::default()),
                components: Some(parts),
                flags: Some(flags(audience)),
                ..InteractionResponseData::default()
            };
            (kind, data)
        }
        Body::Form(form) => {
            let data = InteractionResponseData {
                components: Some(form.components()),
                custom_id: Some(form.id),
                title: Some(crate::discord::reply::fit(&form.title, 45)),
                ..InteractionResponseData::default()
            };
            (Kind::Modal, data)
        }
        Body::Choices(choices) => {
            let data = InteractionResponseData {
                choices: Some(choices),
                ..InteractionResponseData::default()
            };
            (Kind::ApplicationCommandAutocompleteResult, data)
        }
    };
    InteractionResponse {
        kind,
        data: Some(data),
    }
}

/// Whether a reply may take the place of the message that was pressed.
pub(super) fn can_replace(target: Target, pressed: Option<Pressed>) -> bool {
    match target {
        Target::ReplacePrivate => pressed.is_some_and(|it| it.private),
        Target::Replace => pressed.is_some(),
        Target::New => false,
    }
}
