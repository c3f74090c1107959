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
use twilight_http::error::ErrorType;
use twilight_http::request::{Form, Request};
use twilight_http::routing::Route;
use twilight_model::channel::message::MessageFlags;
use twilight_model::id::Id;
use twilight_model::id::marker::UserMarker;

use super::found::{Found, first_id_at};
use super::message::{File, Message};
use super::pace::{EditPace, Kind, Pace};
use super::send_error::SendError;
use crate::meters::{DiscordMeters, Sent as Ended};

/// How long a channel rests after Discord said that it was too soon.
const REST: Duration = Duration::from_secs(6);
/// How often one request is sent before its channel rests.
const SENDS_MAX: u32 = 2;
/// How many messages are read at once; Discord's most.
const PAGE: u16 = 100;
/// How many pages are looked through for a message that may have been sent.
const PAGES_MAX: usize = 20;

#[derive(Deserialize)]
struct Sent {
    id: Id<twilight_model::id::marker::MessageMarker>,
}

#[derive(Deserialize)]
struct Opened {
    id: Id<twilight_model::id::marker::ChannelMarker>,
}

/// Talks to Discord about everything that is not an answer to an interaction.
pub(crate) struct Messenger {
    http: Arc<Client>,
    me: Id<UserMarker>,
    pace: Pace,
    meters: DiscordMeters,
}

impl Messenger {
    pub(crate) fn new(
        http: Arc<Client>,
        me: Id<UserMarker>,
        edits: EditPace,
        meters: DiscordMeters,
    ) -> Self {
        Self {
            http,
            me,
            pace: Pace::new(edits),
            meters,
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

    /// Looks for a message of ours with this marker, from the newest, or the newest of before
    /// `until_ms`, back to `since_ms`. Both are Unix milliseconds.
    pub(crate) async fn find(
        &self,
        channel: ChannelId,
        marker: &str,
        since_ms: i64,
        until_ms: Option<i64>,
    ) -> Result<Option<MessageId>, SendError> {
        let mut before = until_ms.map(first_id_at);
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
                .find(|it| it.author.id == self.me && it.has_marker(marker));
            if let Some(found) = ours {
                return Ok(Some(MessageId::new(found.id.get())));
            }
            let Some(oldest) = page.iter().min_by_key(|it| it.id) else {
                break;
            };
            if page.len() < usize::from(PAGE) || oldest.made_at_ms() < since_ms {
                break;
            }
            before = Some(oldest.id.get());
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
                && it.made_at_ms() >= since.timestamp_millis()
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
        let sends = Arc::new(AtomicU32::new(0));
        let (counts, meters) = (Arc::clone(&sends), self.meters.clone());
        response.set_pre_flight(move || {
            let may_send = counts.fetch_add(1, Ordering::Relaxed) < SENDS_MAX;
            if may_send {
                meters.spends();
            }
            may_send
        });
        let response = response.await;
        self.count(kind, sends.load(Ordering::Relaxed), response.as_ref().err());
        match response {
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

impl Messenger {
    /// Counts a request that was tried this often: all tries before the last were too soon.
    fn count(&self, kind: Kind, tries: u32, error: Option<&twilight_http::Error>) {
        let route = match kind {
            Kind::Post => "post",
            Kind::Edit => "edit",
            Kind::Read => "read",
        };
        for _ in 1..tries.min(SENDS_MAX) {
            self.meters.sent(route, Ended::RateLimited);
        }
        let ended = match error.map(twilight_http::Error::kind) {
            None => Ended::Accepted,
            Some(ErrorType::Response { status, .. }) => Ended::by_status(Some(status.get())),
            Some(ErrorType::RequestCanceled) if tries > SENDS_MAX => Ended::RateLimited,
            Some(_) => Ended::Failed,
        };
        self.meters.sent(route, ended);
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
