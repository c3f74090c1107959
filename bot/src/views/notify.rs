//! How a member wants to be notified about results: asked once, after the first bet.

use shared::member::NotifyBy;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::Catalogue;

use crate::discord::reply::{button, row, text_block};
use crate::features::balance;

/// The question with its answers.
pub(crate) fn question(catalogue: Catalogue) -> Vec<Component> {
    let question = text_block(catalogue.say("notify-question"));
    vec![question, answers(catalogue, None)]
}

/// The answers, with the one that holds.
pub(crate) fn answers(catalogue: Catalogue, holds: Option<NotifyBy>) -> Component {
    let answer = |by, key: &str| {
        let style = if holds == Some(by) {
            ButtonStyle::Primary
        } else {
            ButtonStyle::Secondary
        };
        button(style, &catalogue.say(key), balance::Button::Notify { by })
    };
    row(vec![
        answer(NotifyBy::Ping, "notify-ping"),
        answer(NotifyBy::DirectMessage, "notify-dm"),
        answer(NotifyBy::Nothing, "notify-no"),
    ])
}
