//! One gateway connection, from hello to close.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::SinkExt as _;
use futures_util::stream::{SplitSink, SplitStream, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use zstd::stream::raw::{Encoder, InBuffer, Operation as _, OutBuffer};

use crate::model::session::Frame;
use crate::model::{State, json as words};
use crate::shared::Shared;

/// The most that a client may send in one message.
const PAYLOAD: usize = 4_096;
/// Messages that a client may send in `SENDS_PER`.
const SENDS: usize = 120;
const SENDS_PER: Duration = Duration::from_secs(60);

/// Every intent that there is: the bits 0 to 16, 20, 21, 24 and 25.
const KNOWN_INTENTS: u64 = 0x1_FFFF | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;
/// Members, presences and message content: Discord grants them on request, and this application
/// has not asked.
const PRIVILEGED_INTENTS: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// Identify again.
const INVALID_SESSION: &str = r#"{"op":9,"d":false,"s":null,"t":null}"#;

static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// Why a connection ends, when the sandbox ends it.
type End = (u16, &'static str);

struct Connection {
    shared: Arc<Shared>,
    out: SplitSink<WebSocket, Message>,
    encoder: Option<Encoder<'static>>,
    number: u64,
    line: UnboundedSender<Frame>,
    session: Option<String>,
    last_beat: Instant,
    sends: VecDeque<Instant>,
}

/// Serves one connection until it ends.
pub(crate) async fn serve(shared: Arc<Shared>, socket: WebSocket, compressed: bool) {
    let (out, mut incoming) = socket.split();
    let (line, mut frames) = unbounded_channel();
    let encoder = if compressed {
        Encoder::new(1).ok()
    } else {
        None
    };
    let mut connection = Connection {
        out,
        encoder,
        number: CONNECTIONS.fetch_add(1, Ordering::Relaxed),
        line,
        session: None,
        last_beat: Instant::now(),
        sends: VecDeque::new(),
        shared,
    };
    let ended_by_client = connection.run(&mut incoming, &mut frames).await;
    if let Some(session) = &connection.session {
        let (number, ends) = (connection.number, ended_by_client);
        connection
            .shared
            .write(|state, now| state.sessions.lost(session, number, ends, now));
    }
}

impl Connection {
    /// Runs the connection; true when the client closed it in a way that ends its session.
    async fn run(
        &mut self,
        incoming: &mut SplitStream<WebSocket>,
        frames: &mut UnboundedReceiver<Frame>,
    ) -> bool {
        let heartbeat = self.shared.options.heartbeat;
        let hello = json!({ "op": 10, "s": null, "t": null, "d": {
            "heartbeat_interval": heartbeat.as_millis(), "_trace": [] } });
        if !self.send(&hello.to_string()).await {
            return false;
        }
        let mut stopped = self.shared.stopped();
        let mut check = tokio::time::interval(heartbeat / 2);
        loop {
            let end = tokio::select! {
                message = incoming.next() => match message {
                    Some(Ok(Message::Text(text))) => self.receive(text.as_str()).await.err(),
                    Some(Ok(Message::Binary(bytes))) => match std::str::from_utf8(&bytes) {
                        Ok(text) => self.receive(text).await.err(),
                        Err(_) => Some((4_002, "Error while decoding payload.")),
                    },
                    Some(Ok(Message::Close(frame))) => {
                        return frame.is_some_and(|it| matches!(it.code, 1_000 | 1_001));
                    }
                    Some(Ok(_)) => None,
                    Some(Err(_)) | None => return false,
                },
                frame = frames.recv() => match frame {
                    Some(Frame::Text(text)) => {
                        if self.send(&text).await { None } else { return false }
                    }
                    Some(Frame::Close(code, reason)) => Some((code, reason)),
                    Some(Frame::Cut) | None => return false,
                },
                _ = check.tick() => {
                    let late = self.last_beat.elapsed() > heartbeat + heartbeat / 2;
                    late.then_some((4_009, "Session timed out."))
                }
                _ = stopped.changed() => Some((1_001, "The sandbox stops.")),
            };
            if let Some((code, reason)) = end {
                let frame = CloseFrame {
                    code,
                    reason: reason.into(),
                };
                // The client may be gone already; the session waits for it either way.
                let _ = self.out.send(Message::Close(Some(frame))).await;
                return false;
            }
        }
    }

    /// Sends one payload, through the connection's one compression context if it has one.
    async fn send(&mut self, text: &str) -> bool {
        let message = match &mut self.encoder {
            Some(encoder) => match compress(encoder, text.as_bytes()) {
                Ok(bytes) => Message::Binary(bytes.into()),
                Err(error) => {
                    tracing::error!(%error, "zstd failed");
                    return false;
                }
            },
            None => Message::Text(text.into()),
        };
        self.out.send(message).await.is_ok()
    }

    /// Handles what the client sent.
    async fn receive(&mut self, text: &str) -> Result<(), End> {
        if text.len() > PAYLOAD {
            return Err((4_002, "Error while decoding payload."));
        }
        self.sends.retain(|at| at.elapsed() < SENDS_PER);
        self.sends.push_back(Instant::now());
        if self.sends.len() > SENDS {
            return Err((4_008, "You are being rate limited."));
        }
        let payload: Value =
            serde_json::from_str(text).map_err(|_| (4_002, "Error while decoding payload."))?;
        let data = payload.get("d").cloned().unwrap_or_default();
        match payload.get("op").and_then(Value::as_u64) {
            Some(1) => {
                self.last_beat = Instant::now();
                if !self.shared.read(|state| state.sessions.mute) {
                    self.send(r#"{"op":11,"d":null,"s":null,"t":null}"#).await;
                }
                Ok(())
            }
            Some(2) => self.identify(&data).await,
            Some(6) => self.resume(&data).await,
            Some(3 | 4 | 8 | 31) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8 | 31) => Err((4_003, "Not authenticated.")),
            _ => Err((4_001, "Unknown opcode.")),
        }
    }

    fn is_token(&self, data: &Value) -> bool {
        let token = data
            .get("token")
            .and_then(Value::as_str)
            .unwrap_or_default();
        token.strip_prefix("Bot ").unwrap_or(token) == self.shared.options.token
    }

    async fn identify(&mut self, data: &Value) -> Result<(), End> {
        if self.session.is_some() {
            return Err((4_005, "Already authenticated."));
        }
        if !self.is_token(data) {
            return Err((4_004, "Authentication failed."));
        }
        let Some(intents) = data.get("intents").and_then(Value::as_u64) else {
            return Err((4_013, "Invalid intent(s)."));
        };
        if intents & !KNOWN_INTENTS != 0 {
            return Err((4_013, "Invalid intent(s)."));
        }
        if intents & PRIVILEGED_INTENTS != 0 {
            return Err((4_014, "Disallowed intent(s)."));
        }
        let part = |at: usize| data.get("shard").and_then(|shard| shard.get(at)?.as_u64());
        let shard = (part(0).unwrap_or(0), part(1).unwrap_or(1));
        let shard = match (u32::try_from(shard.0), u32::try_from(shard.1)) {
            (Ok(shard), Ok(total)) if shard < total => (shard, total),
            _ => return Err((4_010, "Invalid shard.")),
        };
        let (number, line) = (self.number, self.line.clone());
        let resumable = self.resumable_ms();
        let most = self.shared.options.max_concurrency;
        let a_day = self.shared.options.identifies_a_day;
        let spent = self
            .shared
            .write(|state, now| state.sessions.identifies_today(now) >= a_day);
        if spent {
            // Discord resets the token of who identifies more often.
            return Err((4_004, "Authentication failed."));
        }
        let session = self.shared.write(|state, now| {
            state.sessions.expire(resumable, now);
            if !state.sessions.may_identify(shard.0, most, now) {
                return None;
            }
            let id = state.next_token(now);
            let opens = (shard, intents);
            state.sessions.open(&id, opens, number, line, now);
            state.record.stats.identifies += 1;
            ready(state, &id, shard);
            state.bump();
            Some(id)
        });
        self.session = session;
        if self.session.is_none() {
            self.send(INVALID_SESSION).await;
        }
        Ok(())
    }

    fn resumable_ms(&self) -> i64 {
        i64::try_from(self.shared.options.resumable.as_millis()).unwrap_or(i64::MAX)
    }

    async fn resume(&mut self, data: &Value) -> Result<(), End> {
        if !self.is_token(data) {
            return Err((4_004, "Authentication failed."));
        }
        let id = data
            .get("session_id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let seq = data.get("seq").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let (number, line) = (self.number, self.line.clone());
        let resumable = self.resumable_ms();
        let resumed = self.shared.write(|state, now| {
            state.sessions.expire(resumable, now);
            let resumed = state.sessions.resume(&id, seq, number, line);
            state.record.stats.resumes += u64::from(resumed);
            state.bump();
            resumed
        });
        if resumed {
            self.session = Some(id);
        } else {
            self.send(INVALID_SESSION).await;
        }
        Ok(())
    }
}

/// Sends a fresh session what it starts with: itself, then each server.
fn ready(state: &mut State, session: &str, shard: (u32, u32)) {
    let bot = state.bot();
    let guilds: Vec<_> = state
        .guilds
        .values()
        .filter(|guild| guild.members.contains_key(&bot))
        .map(|guild| guild.id)
        .filter(|guild| (guild.0 >> 22) % u64::from(shard.1) == u64::from(shard.0))
        .collect();
    let unavailable: Vec<Value> = guilds
        .iter()
        .map(|id| json!({ "id": id, "unavailable": true }))
        .collect();
    let data = json!({
        "v": 10, "user": words::current_user(state), "guilds": unavailable,
        "session_id": session, "resume_gateway_url": state.ws, "shard": [shard.0, shard.1],
        "application": { "id": state.application.id, "flags": 0 }, "session_type": "normal",
        "private_channels": [], "relationships": [], "presences": [], "_trace": [],
        "user_settings": {}, "geo_ordered_rtc_regions": [],
    });
    state.sessions.send(session, "READY", &data);
    for guild in guilds {
        if let Some(data) = words::guild_create(state, guild) {
            state.sessions.send(session, "GUILD_CREATE", &data);
        }
    }
}

/// Compresses one message and flushes it, so that the client can read it whole.
fn compress(encoder: &mut Encoder<'static>, text: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::with_capacity(text.len() / 2 + 64);
    let mut room = vec![0; 16 * 1024];
    let mut input = InBuffer::around(text);
    while input.pos() < text.len() {
        let mut output = OutBuffer::around(room.as_mut_slice());
        encoder.run(&mut input, &mut output)?;
        whole.extend_from_slice(output.as_slice());
    }
    loop {
        let mut output = OutBuffer::around(room.as_mut_slice());
        let left = encoder.flush(&mut output)?;
        whole.extend_from_slice(output.as_slice());
        if left == 0 {
            return Ok(whole);
        }
    }
}
