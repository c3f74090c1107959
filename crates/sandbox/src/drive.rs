//! Driving a sandbox: setting it up, acting in it, looking into it.
//!
//! Every action has a name and JSON arguments, and works the same whether it comes from this
//! process ([`Drive`] of a started sandbox) or from another one over HTTP ([`Drive::connect`]).

mod args;
mod commands;
pub(crate) mod face;
mod remote;
mod setup;
mod user;

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::DriveError;
use crate::faults::Fault;
use crate::id::Id;
use crate::model::session::KnownSession;
use crate::record::{Refusal, Request, Stats};
use crate::shared::Shared;
use crate::user::RenderedMessage;

use self::remote::Remote;
pub use self::user::User;

#[derive(Clone, Debug)]
enum Backend {
    Here(Arc<Shared>),
    There(Arc<Remote>),
}

/// The drive API of a sandbox, in this process or another one.
#[derive(Clone, Debug)]
pub struct Drive {
    backend: Backend,
}

impl Drive {
    pub(crate) const fn here(shared: Arc<Shared>) -> Self {
        Self {
            backend: Backend::Here(shared),
        }
    }

    /// Drives a sandbox in another process, at `host:port` or `http://host:port`.
    #[must_use]
    pub fn connect(address: &str) -> Self {
        Self {
            backend: Backend::There(Arc::new(Remote::new(address))),
        }
    }

    /// Acts as the member of that name.
    #[must_use]
    pub fn user(&self, name: &str) -> User {
        User {
            drive: self.clone(),
            name: name.to_owned(),
        }
    }

    /// Performs the action `command`: the typed methods go through here, and so can anything
    /// that the README lists.
    ///
    /// # Errors
    ///
    /// [`DriveError`] as the action says.
    pub async fn call<T: for<'de> Deserialize<'de>>(
        &self,
        command: &str,
        arguments: Value,
    ) -> Result<T, DriveError> {
        let value = match &self.backend {
            Backend::Here(shared) => commands::perform(shared, command, arguments).await?,
            Backend::There(remote) => remote.call(command, &arguments).await?,
        };
        serde_json::from_value(value).map_err(|error| DriveError::Arguments(error.to_string()))
    }

    async fn tell(&self, command: &str, arguments: Value) -> Result<(), DriveError> {
        let _: Value = self.call(command, arguments).await?;
        Ok(())
    }

    /// The messages of a channel, oldest first: public ones, and with `reader` also those that
    /// only that member sees.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel.
    pub async fn messages(
        &self,
        channel: &str,
        reader: Option<&str>,
    ) -> Result<Vec<RenderedMessage>, DriveError> {
        let arguments = json!({ "channel": channel, "as": reader });
        Ok(self.call::<View>("messages", arguments).await?.messages)
    }

    /// The channel as text: every message with its words, pictures' alt texts and components.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel.
    pub async fn transcript(
        &self,
        channel: &str,
        reader: Option<&str>,
    ) -> Result<String, DriveError> {
        let arguments = json!({ "channel": channel, "as": reader });
        let answer: Value = self.call("transcript", arguments).await?;
        Ok(answer
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned())
    }

    /// Waits for a public message in `channel` that satisfies `wanted`; returns the newest.
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when none came in time.
    pub async fn wait_for(
        &self,
        channel: &str,
        wanted: impl Fn(&RenderedMessage) -> bool + Send,
        timeout: Duration,
    ) -> Result<RenderedMessage, DriveError> {
        self.wait_for_as(channel, None, wanted, timeout).await
    }

    pub(crate) async fn wait_for_as(
        &self,
        channel: &str,
        reader: Option<&str>,
        wanted: impl Fn(&RenderedMessage) -> bool + Send,
        timeout: Duration,
    ) -> Result<RenderedMessage, DriveError> {
        let found = |view: View| {
            view.messages
                .into_iter()
                .rev()
                .find(|message| wanted(message))
        };
        let mut last = String::new();
        let result = self.watch(channel, reader, timeout, |view| {
            last = view
                .messages
                .last()
                .map(|it| it.text.clone())
                .unwrap_or_default();
            found(view)
        });
        let result = result.await?;
        result.ok_or(DriveError::Timeout(last))
    }

    /// Waits until the messages of `channel`, taken together, satisfy `wanted`.
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when they were not in time.
    pub async fn wait_until(
        &self,
        channel: &str,
        wanted: impl Fn(&[RenderedMessage]) -> bool + Send,
        timeout: Duration,
    ) -> Result<Vec<RenderedMessage>, DriveError> {
        let mut last = String::new();
        let result = self.watch(channel, None, timeout, |view| {
            last = format!("{} messages", view.messages.len());
            wanted(&view.messages).then_some(view.messages)
        });
        let result = result.await?;
        result.ok_or(DriveError::Timeout(last))
    }

    async fn watch<T>(
        &self,
        channel: &str,
        reader: Option<&str>,
        timeout: Duration,
        mut wanted: impl FnMut(View) -> Option<T>,
    ) -> Result<Option<T>, DriveError> {
        let deadline = tokio::time::Instant::now() + timeout;
        let mut version = 0;
        loop {
            let left = deadline.saturating_duration_since(tokio::time::Instant::now());
            let arguments = json!({
                "channel": channel, "as": reader, "after_version": version,
                "timeout_ms": u64::try_from(left.as_millis()).unwrap_or(0),
            });
            let view: View = self.call("messages", arguments).await?;
            version = view.version;
            if let Some(found) = wanted(view) {
                return Ok(Some(found));
            }
            if left.is_zero() {
                return Ok(None);
            }
        }
    }

    /// Waits until the bot has a gateway session, and has registered commands.
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when it has not in time.
    pub async fn wait_for_bot(&self, timeout: Duration) -> Result<(), DriveError> {
        self.wait_for_bot_after(0, timeout).await
    }

    /// The same for a bot that was killed: waits until more sessions have begun than `sessions`,
    /// the sum of [`Stats::identifies`] and [`Stats::resumes`] before the kill.
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when none has in time.
    pub async fn wait_for_bot_after(
        &self,
        sessions: u64,
        timeout: Duration,
    ) -> Result<(), DriveError> {
        let timeout_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        let arguments = json!({ "after": sessions, "timeout_ms": timeout_ms });
        self.tell("wait_for_bot", arguments).await
    }

    /// Makes a user, in no server yet.
    ///
    /// # Errors
    ///
    /// [`DriveError::Refused`] when the name is taken.
    pub async fn create_user(&self, name: &str) -> Result<User, DriveError> {
        self.tell("new_user", json!({ "name": name })).await?;
        Ok(self.user(name))
    }

    /// Makes a server owned by `owner`, with the bot in it.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such user.
    pub async fn create_guild(&self, name: &str, owner: &str) -> Result<Id, DriveError> {
        self.made("new_guild", json!({ "name": name, "owner": owner }))
            .await
    }

    /// Makes a text channel; in the first server when none is named.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such server.
    pub async fn create_channel(&self, name: &str, guild: Option<&str>) -> Result<Id, DriveError> {
        self.made("new_channel", json!({ "name": name, "guild": guild }))
            .await
    }

    async fn made(&self, command: &str, arguments: Value) -> Result<Id, DriveError> {
        #[derive(Deserialize)]
        struct Made {
            id: Id,
        }
        Ok(self.call::<Made>(command, arguments).await?.id)
    }

    /// Puts a user into a server.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such user or server.
    pub async fn join(&self, user: &str, guild: Option<&str>) -> Result<(), DriveError> {
        self.tell("join", json!({ "user": user, "guild": guild }))
            .await
    }

    /// Sets what `who` (a user, a role, `everyone`, or `bot`) may and may not do in a channel,
    /// by permission names such as `SEND_MESSAGES`. Earlier overwrites of theirs there go.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel, holder or permission.
    pub async fn set_permissions(
        &self,
        channel: &str,
        who: &str,
        allow: &[&str],
        deny: &[&str],
    ) -> Result<(), DriveError> {
        let arguments = json!({ "channel": channel, "who": who, "allow": allow, "deny": deny });
        self.tell("permissions", arguments).await
    }

    /// Injects a failure.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn fault(&self, fault: Fault) -> Result<(), DriveError> {
        self.tell("fault", json!(fault)).await
    }

    /// Ends all injected failures.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn clear_faults(&self) -> Result<(), DriveError> {
        self.tell("clear_faults", json!({})).await
    }

    /// Waits until `count` requests are held by [`crate::Effect::HoldBefore`] or
    /// [`crate::Effect::HoldAfter`].
    ///
    /// # Errors
    ///
    /// [`DriveError::Timeout`] when there are fewer for that long.
    pub async fn wait_held(&self, count: u64, timeout: Duration) -> Result<(), DriveError> {
        let timeout_ms = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
        let arguments = json!({ "count": count, "timeout_ms": timeout_ms });
        self.tell("held", arguments).await
    }

    /// Releases every held request.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn release(&self) -> Result<(), DriveError> {
        self.tell("release", json!({})).await
    }

    /// The token of every interaction so far: what must be in no log.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn tokens(&self) -> Result<Vec<String>, DriveError> {
        self.call("tokens", json!({})).await
    }

    /// The gateway sessions that live, with the number of the last event sent in each.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn sessions(&self) -> Result<Vec<KnownSession>, DriveError> {
        self.call("sessions", json!({})).await
    }

    /// Does something to the bot's gateway connections.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn gateway(&self, action: GatewayAction) -> Result<(), DriveError> {
        self.tell("gateway", json!({ "action": action })).await
    }

    /// Makes every message of a channel older by that much.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unknown`] when there is no such channel.
    pub async fn age_messages(&self, channel: &str, by: Duration) -> Result<(), DriveError> {
        self.tell(
            "age",
            json!({ "channel": channel, "seconds": by.as_secs() }),
        )
        .await
    }

    /// Moves the sandbox's clock forward.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn advance(&self, by: Duration) -> Result<(), DriveError> {
        self.tell("advance", json!({ "seconds": by.as_secs() }))
            .await
    }

    /// Deletes every nonce, as Discord does after some minutes.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn forget_nonces(&self) -> Result<(), DriveError> {
        self.tell("forget_nonces", json!({})).await
    }

    /// The requests that were refused as malformed.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn refusals(&self) -> Result<Vec<Refusal>, DriveError> {
        self.call("refusals", json!({})).await
    }

    /// Requests for routes that the sandbox does not have: `GET /path`.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn unknown_routes(&self) -> Result<Vec<String>, DriveError> {
        self.call("unknown_routes", json!({})).await
    }

    /// The bot's requests, oldest first.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn requests(&self) -> Result<Vec<Request>, DriveError> {
        self.call("requests", json!({})).await
    }

    /// The counters.
    ///
    /// # Errors
    ///
    /// [`DriveError::Unreachable`] when the sandbox is gone.
    pub async fn stats(&self) -> Result<Stats, DriveError> {
        self.call("stats", json!({})).await
    }
}

/// What can be done to the bot's gateway connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayAction {
    /// Ask the bot to reconnect (op 7).
    Reconnect,
    /// Say that the session is invalid but can be resumed (op 9, true).
    InvalidResumable,
    /// Say that the session is invalid for good (op 9, false), and forget it.
    Invalid,
    /// Close with code 4000.
    Close,
    /// Cut the line without a close frame.
    Cut,
    /// Stop answering heartbeats.
    Mute,
    /// Answer heartbeats again.
    Unmute,
}

/// A channel's messages at a version of the state.
#[derive(Debug, Deserialize)]
struct View {
    version: u64,
    messages: Vec<RenderedMessage>,
}
