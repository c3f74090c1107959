//! Answers to interactions, sent by a client of their own.
//!
//! twilight's limiter sends these one at a time, which under a burst is too late for most of
//! them. twilight builds the request; this client sends it, honours `Retry-After` inside the
//! deadline, and bounds how many are under way.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, StatusCode};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use twilight_http::request::TryIntoRequest;
use twilight_model::http::interaction::InteractionResponse;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, InteractionMarker};

/// How long after its arrival an interaction can still be answered: Discord says 3 s.
pub(crate) const DEADLINE: Duration = Duration::from_millis(2_800);

/// The most answers that are under way at once.
const IN_FLIGHT_MAX: usize = 512;
/// How long an unused connection is kept: bursts come in seconds.
const IDLE: Duration = Duration::from_secs(60);
/// How long to wait before a second try where Discord names no time.
const RETRY: Duration = Duration::from_millis(150);
/// The longest answer that is read. Errors are short.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Discord's error: the interaction is unknown, or too old.
const UNKNOWN_INTERACTION: u64 = 10_062;
/// Discord's error: the interaction was answered already.
const ALREADY_ANSWERED: u64 = 40_060;

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// The member sees it.
    Now,
    /// Another answer was there first: the interaction was delivered twice, or a first try got
    /// through after all.
    Before,
}

/// Why an answer did not get through.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallbackError {
    /// twilight could not build it.
    #[error("the answer cannot be built: {0}")]
    Build(#[from] twilight_http::Error),
    /// hyper could not build it.
    #[error("the request cannot be built: {0}")]
    Request(#[from] hyper::http::Error),
    /// Discord no longer knows the interaction.
    #[error("the interaction is unknown to Discord, or too old")]
    Unknown,
    /// Discord refused.
    #[error("Discord refused with {status}: {body}")]
    Refused {
        /// The status.
        status: StatusCode,
        /// The start of what it said.
        body: String,
    },
    /// No answer before the deadline.
    #[error("not through before the deadline: {last}")]
    TooLate {
        /// What the last try ran into.
        last: String,
    },
}

/// The client.
#[derive(Clone)]
pub(crate) struct Callbacks {
    http: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    twilight: Arc<twilight_http::Client>,
    base: String,
    in_flight: Arc<Semaphore>,
}

impl Callbacks {
    /// A client for Discord, or for another one at `host:port` over plain HTTP.
    pub(crate) fn new(twilight: Arc<twilight_http::Client>, api: Option<&str>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(Duration::from_secs(2)));
        let connector = HttpsConnectorBuilder::new()
            .with_webpki_roots()
            .https_or_http()
            .enable_http1()
            .enable_http2()
            .wrap_connector(tcp);
        let http = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .build(connector);
        let base = match api {
            Some(host) => format!("http://{host}/api/v10/"),
            None => "https://discord.com/api/v10/".to_owned(),
        };
        Self {
            http,
            twilight,
            base,
            in_flight: Arc::new(Semaphore::new(IN_FLIGHT_MAX)),
        }
    }

    /// Answers an interaction before `deadline`.
    ///
    /// # Errors
    /// [`CallbackError`] when it did not get through.
    pub(crate) async fn send(
        &self,
        application: Id<ApplicationMarker>,
        interaction: Id<InteractionMarker>,
        token: &str,
        response: &InteractionResponse,
        deadline: Instant,
    ) -> Result<Taken, CallbackError> {
        let request = self
            .twilight
            .interaction(application)
            .create_response(interaction, token, response)
            .try_into_request()?;
        let uri = format!("{}{}", self.base, request.path());
        let body = Bytes::copy_from_slice(request.body().unwrap_or_default());
        let mut last = "no try yet".to_owned();
        let send = async {
            let _permit = self.in_flight.acquire().await;
            loop {
                match self.post(&uri, body.clone()).await? {
                    Tried::Done(taken) => return Ok(taken),
                    Tried::Again { after, why } => {
                        last = why;
                        if Instant::now() + after >= deadline {
                            return Err(CallbackError::TooLate { last: last.clone() });
                        }
                        tokio::time::sleep(after).await;
                    }
                }
            }
        };
        match tokio::time::timeout_at(deadline, send).await {
            Ok(done) => done,
            Err(_) => Err(CallbackError::TooLate { last }),
        }
    }

    async fn post(&self, uri: &str, body: Bytes) -> Result<Tried, CallbackError> {
        let request = Request::post(uri)
            .header("content-type", "application/json")
            .header(
                "user-agent",
                concat!("DiscordBot (dbsbm, ", env!("CARGO_PKG_VERSION"), ")"),
            )
            .body(Full::new(body))?;
        let response = match self.http.request(request).await {
            Ok(response) => response,
            Err(error) => return Ok(Tried::again(RETRY, format!("{error}"))),
        };
        let status = response.status();
        let retry_after = response
            .headers()
            .get("retry-after")
            .and_then(|it| it.to_str().ok()?.parse::<f64>().ok())
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let body = match Limited::new(response.into_body(), ANSWER_BYTES_MAX)
            .collect()
            .await
        {
            Ok(body) => body.to_bytes(),
            // The status has come: the body only explains it.
            Err(_) => Bytes::new(),
        };
        if status.is_success() {
            return Ok(Tried::Done(Taken::Now));
        }
        let said = String::from_utf8_lossy(&body).chars().take(200).collect();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Ok(Tried::again(retry_after.unwrap_or(RETRY), said));
        }
        if status.is_server_error() {
            return Ok(Tried::again(RETRY, format!("{status}")));
        }
        match error_code(&body) {
            Some(ALREADY_ANSWERED) => Ok(Tried::Done(Taken::Before)),
            Some(UNKNOWN_INTERACTION) => Err(CallbackError::Unknown),
            _ => Err(CallbackError::Refused { status, body: said }),
        }
    }
}

enum Tried {
    Done(Taken),
    Again { after: Duration, why: String },
}

impl Tried {
    fn again(after: Duration, why: String) -> Self {
        Self::Again { after, why }
    }
}

fn error_code(body: &[u8]) -> Option<u64> {
    serde_json::from_slice::<serde_json::Value>(body)
        .ok()?
        .get("code")?
        .as_u64()
}
