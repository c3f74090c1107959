//! Posts to the operator's channel through a webhook of Discord, and lets a dead-man's switch know
//! that somebody watches. A small client of its own, so that both programs post in the same way.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

/// How long one request may take.
const POST_MAX: Duration = Duration::from_secs(10);
/// The longest message that Discord takes, in characters.
const MESSAGE_CHARS_MAX: usize = 2_000;
/// How much of an answer is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// An address that is a secret: whoever knows it can post.
#[derive(Clone)]
pub struct SecretUrl(SecretString);

impl fmt::Debug for SecretUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretUrl([hidden])")
    }
}

impl FromStr for SecretUrl {
    type Err = &'static str;

    /// Reads an address with TLS, or one of this machine without. Errors do not repeat it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "an address that begins with https://";
        let uri: Uri = text.trim().parse().map_err(|_| FORM)?;
        let host = uri.host().ok_or(FORM)?;
        let is_here = matches!(host, "127.0.0.1" | "[::1]" | "localhost");
        match uri.scheme_str() {
            Some("https") => Ok(Self(text.trim().into())),
            Some("http") if is_here => Ok(Self(text.trim().into())),
            _ => Err(FORM),
        }
    }
}

impl SecretUrl {
    /// Hides it in every log line.
    pub fn hide(&self) {
        runtime::redact::hide(self.0.expose_secret());
    }
}

/// Why a message was not posted. Never says where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// Nothing answered.
    #[error("no answer")]
    Unreached,
    /// It answered otherwise.
    #[error("status {0}")]
    Refused(u16),
}

/// Posts. Clones share connections.
#[derive(Clone)]
pub struct Poster(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl fmt::Debug for Poster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Poster")
    }
}

impl Default for Poster {
    fn default() -> Self {
        runtime::tls::install();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(POST_MAX));
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Self(Client::builder(TokioExecutor::new()).build(connector))
    }
}

impl Poster {
    /// Posts these lines as one message, which mentions nobody. What is too long is cut.
    ///
    /// # Errors
    /// [`PostError`] when Discord did not take it.
    pub async fn post(&self, webhook: &SecretUrl, lines: &[String]) -> Result<(), PostError> {
        let text: String = lines.join("\n").chars().take(MESSAGE_CHARS_MAX).collect();
        let body = json!({ "content": text, "allowed_mentions": { "parse": [] } });
        let request = Request::post(webhook.0.expose_secret())
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body.to_string())));
        self.send(request).await
    }

    /// Asks for this address, which is all that a dead-man's switch waits for.
    ///
    /// # Errors
    /// [`PostError`] when it did not answer well.
    pub async fn ping(&self, url: &SecretUrl) -> Result<(), PostError> {
        let request = Request::get(url.0.expose_secret()).body(Full::default());
        self.send(request).await
    }

    async fn send(
        &self,
        request: Result<Request<Full<Bytes>>, hyper::http::Error>,
    ) -> Result<(), PostError> {
        let mut request = request.map_err(|_| PostError::Unreached)?;
        let name = concat!("DiscordBot (dbsbm, ", env!("CARGO_PKG_VERSION"), ")");
        if let Ok(name) = name.parse() {
            request.headers_mut().insert("user-agent", name);
        }
        let answer = async {
            let answer = self.0.request(request).await;
            let answer = answer.map_err(|_| PostError::Unreached)?;
            let status = answer.status();
            // Read, so that the connection can be used again; what it says does not matter.
            let body = Limited::new(answer.into_body(), ANSWER_BYTES_MAX);
            let _ = body.collect().await;
            Ok::<StatusCode, PostError>(status)
        };
        match tokio::time::timeout(POST_MAX, answer).await {
            Ok(Ok(status)) if status.is_success() => Ok(()),
            Ok(Ok(status)) => Err(PostError::Refused(status.as_u16())),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(PostError::Unreached),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_tls_or_is_of_this_machine_and_is_never_repeated() {
        for good in [
            "https://discord.com/api/webhooks/1/hunter2",
            "http://127.0.0.1:9301/api/v10/webhooks/1/hunter2",
        ] {
            let url: SecretUrl = good.parse().unwrap();
            assert!(!format!("{url:?}").contains("hunter2"));
        }
        for bad in [
            "",
            "hunter2",
            "http://discord.com/hunter2",
            "ftp://h/hunter2",
        ] {
            let error = bad.parse::<SecretUrl>().unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}
