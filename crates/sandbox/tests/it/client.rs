//! The bot of these tests: plain HTTP and a plain websocket.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use http_body_util::{BodyExt as _, Full};
use hyper::{HeaderMap, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use sandbox::{Id, Options, Sandbox};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use zstd::stream::raw::{Decoder, InBuffer, Operation as _, OutBuffer};

/// Longer than anything here takes; only a failing test waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// What an HTTP request got.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Got {
    pub(crate) fn code(&self) -> u64 {
        self.body.get("code").and_then(Value::as_u64).unwrap_or(0)
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn id(&self) -> Id {
        text(&self.body, "id").parse().unwrap()
    }
}

pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    let pointer = if pointer.starts_with('/') {
        pointer.to_owned()
    } else {
        format!("/{pointer}")
    };
    value
        .pointer(&pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// Plain HTTP with the bot's token.
#[derive(Clone)]
pub(crate) struct Http {
    base: String,
    token: String,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Http {
    pub(crate) fn new(sandbox: &Sandbox) -> Self {
        Self::with_token(sandbox, sandbox.token())
    }

    pub(crate) fn with_token(sandbox: &Sandbox, token: &str) -> Self {
        Self {
            base: sandbox.base_url(),
            token: token.to_owned(),
            client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
        }
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<Value>) -> Got {
        self.try_send(method, path, body).await.unwrap()
    }

    /// `None` when the connection ended without an answer.
    pub(crate) async fn try_send(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Option<Got> {
        let bytes = body.map_or_else(Bytes::new, |body| Bytes::from(body.to_string()));
        self.raw(
            method,
            &format!("/api/v10{path}"),
            "application/json",
            bytes,
        )
        .await
    }

    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: Bytes,
    ) -> Option<Got> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("authorization", format!("Bot {}", self.token))
            .header("content-type", content_type)
            .body(Full::new(body))
            .unwrap();
        let response = self.client.request(request).await.ok()?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.ok()?.to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes)));
        Some(Got {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }
}

/// One gateway connection.
pub(crate) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    decoder: Option<Decoder<'static>>,
    pub(crate) seq: u64,
}

impl Socket {
    pub(crate) async fn open(url: &str, compressed: bool) -> Self {
        let compress = if compressed {
            "&compress=zstd-stream"
        } else {
            ""
        };
        let url = format!("{url}/?v=10&encoding=json{compress}");
        let (stream, _) = connect_async(url).await.unwrap();
        let decoder = compressed.then(|| Decoder::new().unwrap());
        Self {
            stream,
            decoder,
            seq: 0,
        }
    }

    pub(crate) async fn send(&mut self, payload: Value) {
        self.stream
            .send(Message::text(payload.to_string()))
            .await
            .unwrap();
    }

    /// The next payload; `None` with the close code when the connection ended.
    pub(crate) async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next())
                .await
                .unwrap();
            let text = match message {
                Some(Ok(Message::Text(text))) => text.to_string(),
                Some(Ok(Message::Binary(bytes))) => self.decode(&bytes),
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map(|frame| u16::from(frame.code)));
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return Err(None),
            };
            let payload: Value = serde_json::from_str(&text).unwrap();
            if let Some(seq) = payload.get("s").and_then(Value::as_u64) {
                self.seq = seq;
            }
            return Ok(payload);
        }
    }

    fn decode(&mut self, bytes: &[u8]) -> String {
        let decoder = self.decoder.as_mut().unwrap();
        let mut whole = Vec::new();
        let mut input = InBuffer::around(bytes);
        let mut room = vec![0; 64 * 1024];
        loop {
            let mut output = OutBuffer::around(room.as_mut_slice());
            decoder.run(&mut input, &mut output).unwrap();
            whole.extend_from_slice(output.as_slice());
            if input.pos() == bytes.len() && output.as_slice().len() < 64 * 1024 {
                return String::from_utf8(whole).unwrap();
            }
        }
    }

    /// The next dispatch of that name; everything before it is passed over.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let payload = self.next().await.unwrap();
            if text(&payload, "t") == name {
                return payload["d"].clone();
            }
        }
    }

    pub(crate) async fn close(&mut self, code: u16) {
        use tokio_tungstenite::tungstenite::protocol::CloseFrame;
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.stream.send(Message::Close(Some(frame))).await.unwrap();
    }
}

/// A bot that is connected and has no mind of its own.
pub(crate) struct Bot {
    pub(crate) http: Http,
    pub(crate) socket: Socket,
    pub(crate) ready: Value,
    waiting: VecDeque<Value>,
    application: Id,
}

impl Bot {
    pub(crate) async fn connect(sandbox: &Sandbox) -> Self {
        let mut socket = Socket::open(&sandbox.gateway_url(), true).await;
        let hello = socket.next().await.unwrap();
        assert_eq!(hello["op"], 10);
        socket
            .send(
                json!({ "op": 2, "d": { "token": sandbox.token(), "intents": 1,
                "properties": { "os": "linux", "browser": "test", "device": "test" } } }),
            )
            .await;
        let ready = socket.event("READY").await;
        Self {
            http: Http::new(sandbox),
            socket,
            ready,
            waiting: VecDeque::new(),
            application: sandbox.application_id(),
        }
    }

    /// Registers commands for all servers.
    pub(crate) async fn register(&self, commands: Value) -> Got {
        let path = format!("/applications/{}/commands", self.application);
        let got = self.http.send("PUT", &path, Some(commands)).await;
        assert_eq!(got.status, 200, "{}", got.body);
        got
    }

    /// The next interaction.
    pub(crate) async fn asked(&mut self) -> Value {
        match self.waiting.pop_front() {
            Some(interaction) => interaction,
            None => self.socket.event("INTERACTION_CREATE").await,
        }
    }

    /// Answers an interaction.
    pub(crate) async fn answer(&self, interaction: &Value, callback: Value) -> Got {
        let (id, token) = (text(interaction, "id"), text(interaction, "token"));
        self.http
            .send(
                "POST",
                &format!("/interactions/{id}/{token}/callback"),
                Some(callback),
            )
            .await
    }

    /// Calls a follow-up route of an interaction.
    pub(crate) async fn follow(
        &self,
        interaction: &Value,
        method: &str,
        rest: &str,
        body: Option<Value>,
    ) -> Got {
        let path = format!(
            "/webhooks/{}/{}{rest}",
            self.application,
            text(interaction, "token")
        );
        self.http.send(method, &path, body).await
    }
}

/// A sandbox with the server that comes with it.
pub(crate) async fn start() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

/// A command with one required text option.
pub(crate) fn bet() -> Value {
    json!([{
        "name": "bet", "description": "Place a bet", "options": [
            { "type": 3, "name": "game", "description": "Which", "required": true,
              "autocomplete": true },
            { "type": 10, "name": "stake", "description": "Units", "min_value": 0.5 },
            { "type": 6, "name": "against", "description": "Whom" },
        ],
    }])
}

/// The id of a channel of the first server.
pub(crate) async fn channel(sandbox: &Sandbox, name: &str) -> Id {
    let state: Value = sandbox.call("state", json!({})).await.unwrap();
    let channels = state
        .pointer("/guilds/0/channels")
        .unwrap()
        .as_array()
        .unwrap()
        .clone();
    let found = channels.iter().find(|it| it["name"] == name).unwrap();
    text(found, "id").parse().unwrap()
}
