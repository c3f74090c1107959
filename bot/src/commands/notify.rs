//! How a member wants to be told of results: asked once, after the first bet.

use shared::member::NotifyBy;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::Catalogue;

use crate::app::App;
use crate::custom_id::CustomId;
use crate::errors::Failure;
use crate::reply::{Place, Reply, button, row, text_block};
use crate::request::Request;

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
        button(style, &catalogue.say(key), CustomId::Notify { by })
    };
    row(vec![
        answer(NotifyBy::Ping, "notify-ping"),
        answer(NotifyBy::DirectMessage, "notify-dm"),
        answer(NotifyBy::Nothing, "notify-no"),
    ])
}

/// Takes the answer.
pub(crate) async fn set(app: &App, request: &Request, by: NotifyBy) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let mut change = app.change(request).await?;
    if change.is_first {
        let member = visit.member.id;
        store::members::set_notify(&mut change.tx, request.guild, member, by).await?;
    }
    change.tx.commit().await?;
    let key = match by {
        NotifyBy::Ping => "notify-set-ping",
        NotifyBy::DirectMessage => "notify-set-dm",
        NotifyBy::Nothing => "notify-set-no",
    };
    Ok(Reply::say(request.catalogue().say(key)).at(Place::Fresh))
}
