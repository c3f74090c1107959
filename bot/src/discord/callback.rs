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

use crate::discord::errors::refusal;
use crate::meters::{DiscordMeters, Sent};

/// How long after its arrival an interaction can still be answered: Discord says 3 s.
pub(crate) const DEADLINE: Duration = Duration::from_millis(2_800);

/// What these requests are called in metrics.
const ROUTE: &str = "callback";

/// The most answers that are under way at once.
const IN_FLIGHT_MAX: usize = 512;
/// How long an unused connection is kept: bursts come in seconds.
const IDLE: Duration = Duration::from_secs(60);
/// How long to wait before a second try where Discord names no time.
const RETRY: Duration = Duration::from_millis(150);
/// The longest that one try may take: one that hangs must leave time for another.
const ONE_TRY_MAX: Duration = Duration::from_millis(1_200);
/// The longest answer that is read. Errors are short.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Discord's error: the interaction is unknown, or too old.
const UNKNOWN_INTERACTION: u64 = 10_062;
/// Discord's error: the interaction was answered already.
const ALREADY_ANSWERED: u64 = 40_060;

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnswerStatus {
    /// The member sees it.
    Delivered,
    /// Another answer was there first: the interaction was delivered twice, or a first try got
    /// through after all.
    AlreadyAnswered,
}

/// Why an answer did not get through.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallbackError {
    /// twilight could not build it.
    #[error("the answer cannot be built")]
    Build(#[from] twilight_http::Error),
    /// hyper could not build it.
    #[error("the request cannot be built")]
    Request(#[from] hyper::http::Error),
    /// Discord no longer knows the interaction.
    #[error("the interaction is unknown to Discord, or too old")]
    Unknown,
    /// Discord refused.
    #[error("Discord refused with status {status}{said}")]
    Refused {
        /// The status.
        status: u16,
        /// Its code, and the places in the answer that it names.
        said: String,
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
    one_try: Duration,
    in_flight: Arc<Semaphore>,
    meters: DiscordMeters,
}

impl Callbacks {
    /// A client for Discord, or for another one at `host:port` over plain HTTP. A try takes no
    /// longer than `one_try`, nor than [`ONE_TRY_MAX`].
    pub(crate) fn new(
        twilight: Arc<twilight_http::Client>,
        api: Option<&str>,
        one_try: Duration,
    ) -> Self {
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
            one_try: one_try.min(ONE_TRY_MAX),
            in_flight: Arc::new(Semaphore::new(IN_FLIGHT_MAX)),
            meters: DiscordMeters::default(),
        }
    }

    /// The same client, which counts its requests there.
    #[must_use]
    pub(crate) fn counted(self, meters: DiscordMeters) -> Self {
        Self { meters, ..self }
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
    ) -> Result<AnswerStatus, CallbackError> {
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
                let post = self.post(&uri, body.clone());
                let tried = match tokio::time::timeout(self.one_try, post).await {
                    Ok(tried) => tried?,
                    Err(_) => Tried::again(Duration::ZERO, "no answer in time".to_owned()),
                };
                match tried {
                    Tried::Done(status) => return Ok(status),
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
            Err(error) if error.is_connect() => {
                self.meters.sent(ROUTE, Sent::Failed);
                return Ok(Tried::again(RETRY, "no connection".to_owned()));
            }
            Err(_) => {
                self.meters.sent(ROUTE, Sent::Failed);
                return Ok(Tried::again(RETRY, "the connection was lost".to_owned()));
            }
        };
        let status = response.status();
        let sent = Sent::by_status(Some(status.as_u16()));
        self.meters.sent(ROUTE, sent);
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
            return Ok(Tried::Done(AnswerStatus::Delivered));
        }
        if status == StatusCode::TOO_MANY_REQUESTS {
            let why = "too many requests".to_owned();
            return Ok(Tried::again(retry_after.unwrap_or(RETRY), why));
        }
        if status.is_server_error() {
            return Ok(Tried::again(RETRY, format!("status {}", status.as_u16())));
        }
        match error_code(&body) {
            Some(ALREADY_ANSWERED) => Ok(Tried::Done(AnswerStatus::AlreadyAnswered)),
            Some(UNKNOWN_INTERACTION) => Err(CallbackError::Unknown),
            _ => Err(CallbackError::Refused {
                status: status.as_u16(),
                said: refusal(&body),
            }),
        }
    }
}

enum Tried {
    Done(AnswerStatus),
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
