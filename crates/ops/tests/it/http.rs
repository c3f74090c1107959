//! A small HTTP client, and a channel of the operator's in the sandbox.

use std::net::SocketAddr;

use ops::alerts::SecretUrl;
use sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Asks, and returns status and body.
pub(crate) async fn ask(address: SocketAddr, request: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// Gets a page that is not sent in pieces.
pub(crate) async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n");
    ask(address, &request).await
}

/// May manage webhooks.
const MANAGE_WEBHOOKS: u64 = 1 << 29;

/// A Discord with a webhook in `#ops`.
pub(crate) struct Channel {
    pub(crate) sandbox: Sandbox,
    pub(crate) webhook: SecretUrl,
}

impl Channel {
    pub(crate) async fn open() -> Self {
        let defaults = Options::default();
        let sandbox = Sandbox::start(Options {
            bot_permissions: defaults.bot_permissions | MANAGE_WEBHOOKS,
            // Hours pass in these tests within a second.
            rate_limits: false,
            ..defaults
        });
        let sandbox = sandbox.await.unwrap();
        let channel = sandbox.create_channel("ops", None).await.unwrap();
        let body = "{\"name\":\"DBSBM\"}";
        let request = format!(
            "POST /api/v10/channels/{channel}/webhooks HTTP/1.0\r\nHost: sandbox\r\n\
             Authorization: Bot {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            sandbox.token(),
            body.len(),
        );
        let (status, body) = ask(sandbox.address(), &request).await;
        assert_eq!(status, 200, "{body}");
        let made: Value = serde_json::from_str(&body).unwrap();
        let (id, token) = (made["id"].as_str(), made["token"].as_str());
        let webhook = format!(
            "{}/api/v10/webhooks/{}/{}",
            sandbox.base_url(),
            id.unwrap(),
            token.unwrap()
        );
        Self {
            webhook: webhook.parse().unwrap(),
            sandbox,
        }
    }

    /// The lines that the operator reads, oldest first.
    pub(crate) async fn lines(&self) -> Vec<String> {
        let messages = self.sandbox.messages("ops", None).await.unwrap();
        let texts = messages.iter().map(|it| it.content.clone());
        let texts: Vec<_> = texts.collect();
        let lines = texts.iter().flat_map(|it| it.lines().map(str::to_owned));
        lines.collect()
    }
}
