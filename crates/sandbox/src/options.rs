//! What a sandbox can be told when it starts.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::model::permissions;

/// How a sandbox starts. `Options::default()` suits a test: a free port on the loopback
/// interface, one server with three members, Discord's documented limits.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The bot's token, as it stands after `Bot ` in the Authorization header.
    pub token: String,
    /// The bot's application id, and its user's.
    pub application_id: u64,
    /// The bot's name.
    pub application_name: String,
    /// What the bot may do in servers that it joins: permission bits.
    pub bot_permissions: u64,
    /// Whether to make "The Dugout" with its channels and members.
    pub seed: bool,
    /// The official OpenAPI document to check requests against. `None` asks the
    /// environment's `DISCORD_OPENAPI`; without either only the own rules apply.
    pub openapi: Option<PathBuf>,
    /// `max_concurrency` of `/gateway/bot`; 0 switches the client's queue off.
    pub max_concurrency: u16,
    /// How many shards `/gateway/bot` recommends.
    pub shards: u32,
    /// How many times the bot may identify in 24 hours; beyond it its token is refused.
    pub identifies_a_day: usize,
    /// How often a gateway client must beat.
    pub heartbeat: Duration,
    /// How long a session without a connection can be resumed.
    pub resumable: Duration,
    /// Within what an interaction must be acknowledged.
    pub ack_deadline: Duration,
    /// How long an interaction's token works.
    pub token_life: Duration,
    /// From what age on editing a message counts against `old_edits`.
    pub old_message: Duration,
    /// Edits of old messages per channel: this many in that time.
    pub old_edits: (u32, Duration),
    /// How long a nonce with `enforce_nonce` is remembered.
    pub nonce_memory: Duration,
    /// Requests a second over all routes but the interactions' own.
    pub global_per_second: u32,
    /// Requests answered with 401, 403 or 429 in that time, after which the address is banned for
    /// as long; a 429 of scope `shared` does not count.
    pub invalid_requests: (usize, Duration),
    /// Whether per-route and global limits are enforced.
    pub rate_limits: bool,
    /// How long a user waits for the bot's answer before taking what there is.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            token: "sandbox-token".to_owned(),
            application_id: 1_100_000_000_000_000_001,
            application_name: "DBSBM".to_owned(),
            bot_permissions: permissions::VIEW_CHANNEL
                | permissions::SEND_MESSAGES
                | permissions::EMBED_LINKS
                | permissions::ATTACH_FILES
                | permissions::READ_MESSAGE_HISTORY,
            seed: true,
            openapi: None,
            max_concurrency: 0,
            shards: 1,
            identifies_a_day: 1_000,
            heartbeat: Duration::from_millis(41_250),
            resumable: Duration::from_secs(90),
            ack_deadline: Duration::from_secs(3),
            token_life: Duration::from_secs(15 * 60),
            old_message: Duration::from_secs(3600),
            old_edits: (3, Duration::from_secs(6)),
            nonce_memory: Duration::from_secs(180),
            global_per_second: 50,
            invalid_requests: (10_000, Duration::from_secs(600)),
            rate_limits: true,
            patience: Duration::from_secs(8),
        }
    }
}
