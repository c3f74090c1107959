//! Sends, edits and finds messages: paced, named by a nonce, and with errors distinguished by what
//! they mean for the sender.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::id::{ChannelId, DiscordUserId, MessageId};
use store::notices::MessagePlace;
use tokio::time::Instant;
use twilight_http::Client;
use twilight_http::request::{Form, Request};
use twilight_http::routing::Route;
use twilight_model::channel::message::MessageFlags;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use super::message::{File, Message};
use super::pace::{EditPace, Kind, Pace};
use super::send_error::SendError;

/// How long a channel rests after Discord said that it was too soon.
const REST: Duration = Duration::from_secs(6);
/// How often one request is sent before its channel rests.
const SENDS_MAX: u32 = 2;
/// How many messages are read at once; Discord's most.
const PAGE: u16 = 100;
/// How many pages are looked through for a message that may have been sent.
const PAGES_MAX: usize = 20;

/// A message as it was found in a channel.
#[derive(Debug, Deserialize)]
pub(crate) struct Found {
    id: Id<twilight_model::id::marker::MessageMarker>,
    author: Author,
    #[serde(default)]
    content: String,
    #[serde(default)]
    components: Value,
}

#[derive(Debug, Deserialize)]
struct Author {
    id: Id<UserMarker>,
}

#[derive(Deserialize)]
struct Sent {
    id: Id<twilight_model::id::marker::MessageMarker>,
}

#[derive(Deserialize)]
struct Opened {
    id: Id<twilight_model::id::marker::ChannelMarker>,
}

impl Found {
    /// Whether this marker is in its text, or the id of one of its buttons.
    pub(crate) fn has_marker(&self, mark: &str) -> bool {
        self.content.contains(mark) || holds(&self.components, mark)
    }
}

fn holds(value: &Value, mark: &str) -> bool {
    match value {
        Value::String(text) => text == mark,
        Value::Array(items) => items.iter().any(|it| holds(it, mark)),
        Value::Object(fields) => fields.values().any(|it| holds(it, mark)),
        _ => false,
    }
}

/// Talks to Discord about everything that is not an answer to an interaction.
pub(crate) struct Messenger {
    http: Arc<Client>,
    me: Id<UserMarker>,
    pace: Pace,
}

impl Messenger {
    pub(crate) fn new(http: Arc<Client>, me: Id<UserMarker>, edits: EditPace) -> Self {
        Self {
            http,
            me,
            pace: Pace::new(edits),
        }
    }

    /// When this channel accepts another message, if it does not now.
    pub(super) fn free_at(&self, channel: ChannelId) -> Option<Instant> {
        self.pace.free_at(channel.get(), Kind::Post)
    }

    /// Posts a message. Within Discord's memory, the same nonce gives the same message.
    pub(crate) async fn post(
        &self,
        channel: ChannelId,
        message: &Message,
        nonce: &str,
    ) -> Result<MessagePlace, SendError> {
        let mut body = message.body();
        body["nonce"] = json!(nonce);
        body["enforce_nonce"] = json!(true);
        if let Some(flags) = message.flags {
            body["flags"] = json!(flags.bits());
        }
        let route = Route::CreateMessage {
            channel_id: channel.get(),
        };
        let sent: Sent = self
            .send(channel, Kind::Post, &route, Some((&body, &message.file)))
            .await?;
        Ok(MessagePlace {
            channel,
            message: MessageId::new(sent.id.get()),
        })
    }

    /// Edits a message of ours in place.
    pub(crate) async fn edit(
        &self,
        place: MessagePlace,
        message: &Message,
    ) -> Result<(), SendError> {
        let route = Route::UpdateMessage {
            channel_id: place.channel.get(),
            message_id: place.message.get(),
        };
        let mut body = message.body();
        // Of a new message's flags, only this one may be said of an edit.
        let form = message.flags.unwrap_or(MessageFlags::empty()) & MessageFlags::IS_COMPONENTS_V2;
        if !form.is_empty() {
            body["flags"] = json!(form.bits());
        }
        let _: Sent = self
            .send(
                place.channel,
                Kind::Edit,
                &route,
                Some((&body, &message.file)),
            )
            .await?;
        Ok(())
    }

    /// Looks for a message of ours with this marker, from the newest back to `since_ms`, in
    /// Unix milliseconds.
    pub(crate) async fn find(
        &self,
        channel: ChannelId,
        mark: &str,
        since_ms: i64,
    ) -> Result<Option<MessageId>, SendError> {
        let mut before = None;
        for _ in 0..PAGES_MAX {
            let route = Route::GetMessages {
                after: None,
                around: None,
                before,
                channel_id: channel.get(),
                limit: Some(PAGE),
            };
            let page: Vec<Found> = self.send(channel, Kind::Read, &route, None).await?;
            let ours = page
                .iter()
                .find(|it| it.author.id == self.me && it.has_marker(mark));
            if let Some(found) = ours {
                return Ok(Some(MessageId::new(found.id.get())));
            }
            let Some(oldest) = page.iter().map(|it| it.id.get()).min() else {
                break;
            };
            if page.len() < usize::from(PAGE) || made_at_ms(oldest) < since_ms {
                break;
            }
            before = Some(oldest);
        }
        Ok(None)
    }

    /// The newest message of ours with a line that starts so and that was made since then, and its
    /// text. Looks at one page of messages.
    pub(crate) async fn find_text(
        &self,
        channel: ChannelId,
        start: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<(MessageId, String)>, SendError> {
        let route = Route::GetMessages {
            after: None,
            around: None,
            before: None,
            channel_id: channel.get(),
            limit: Some(PAGE),
        };
        let page: Vec<Found> = self.send(channel, Kind::Read, &route, None).await?;
        let ours = page.into_iter().find(|it| {
            it.author.id == self.me
                && it.content.lines().any(|it| it.starts_with(start))
                && made_at_ms(it.id.get()) >= since.timestamp_millis()
        });
        Ok(ours.map(|it| (MessageId::new(it.id.get()), it.content)))
    }

    /// The channel of direct messages with an account.
    pub(crate) async fn direct(&self, user: DiscordUserId) -> Result<ChannelId, SendError> {
        let body = json!({ "recipient_id": user.to_string() });
        let channel = ChannelId::new(user.get());
        let route = Route::CreatePrivateChannel;
        let opened: Opened = self
            .send(channel, Kind::Read, &route, Some((&body, &None)))
            .await?;
        Ok(ChannelId::new(opened.id.get()))
    }

    async fn send<T: for<'de> Deserialize<'de> + Unpin>(
        &self,
        channel: ChannelId,
        kind: Kind,
        route: &Route<'_>,
        body: Option<(&Value, &Option<File>)>,
    ) -> Result<T, SendError> {
        let request = request(route, body)?;
        let turn = self.pace.turn(channel.get(), kind).await;
        let mut response = self.http.request::<T>(request);
        // twilight sends again what was refused for coming too soon, once Discord takes it again:
        // as in the first seconds of a process, which knows nothing of what another one sent. It
        // would go on for ever where the refusal names no bucket. Then the lane waits instead.
        let sends = AtomicU32::new(0);
        response.set_pre_flight(move || sends.fetch_add(1, Ordering::Relaxed) < SENDS_MAX);
        match response.await {
            Ok(response) => {
                let figure = |name: &str| {
                    let found = response.headers().find(|(header, _)| *header == name);
                    found.and_then(|(_, value)| std::str::from_utf8(value).ok()?.parse().ok())
                };
                let remaining: Option<f64> = figure("x-ratelimit-remaining");
                let reset = figure("x-ratelimit-reset-after")
                    .and_then(|it| Duration::try_from_secs_f64(it).ok());
                turn.answered((remaining == Some(0.0)).then_some(0), reset);
                let read = response.bytes().await;
                let bytes = read.map_err(|error| {
                    SendError::Unclear(format!("an answer that broke off: {error}"))
                })?;
                serde_json::from_slice(&bytes).map_err(|error| {
                    SendError::Unclear(format!("an answer that cannot be read: {error}"))
                })
            }
            Err(error) => {
                let error = SendError::from(&error);
                if error == SendError::TooSoon {
                    tracing::warn!("too soon for channel {channel}: it rests");
                    turn.refused(REST);
                } else {
                    turn.answered(None, None);
                }
                Err(error)
            }
        }
    }
}

fn request(route: &Route<'_>, body: Option<(&Value, &Option<File>)>) -> Result<Request, SendError> {
    let builder = Request::builder(route);
    let builder = match body {
        None => builder,
        Some((body, None)) => builder.json(body),
        Some((body, Some(file))) => builder.form(
            Form::new()
                .json_part(b"payload_json", body.to_string().as_bytes())
                .file_part(b"files[0]", file.name.as_bytes(), &file.bytes),
        ),
    };
    builder.build().map_err(|error| SendError::Refused {
        status: 0,
        said: error.to_string(),
    })
}

/// When Discord made the thing with this id, in Unix milliseconds.
const fn made_at_ms(id: u64) -> i64 {
    (id >> 22).cast_signed() + 1_420_070_400_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_in_the_text_and_in_a_button() {
        let found = |content: &str, components: Value| Found {
            id: Id::new(1),
            author: Author { id: Id::new(2) },
            content: content.to_owned(),
            components,
        };
        let button = json!([{ "type": 1, "components": [{ "type": 2, "custom_id": "m.abc" }] }]);
        assert!(found("ticket 7K3M9QX", json!([])).has_marker("7K3M9QX"));
        assert!(found("", button.clone()).has_marker("m.abc"));
        assert!(!found("", button).has_marker("m.ab"));
    }

    #[test]
    fn an_id_tells_when_it_was_made() {
        assert_eq!(made_at_ms(175_928_847_299_117_063), 1_462_015_105_796);
    }
}
