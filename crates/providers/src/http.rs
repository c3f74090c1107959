//! The one HTTP client: limits on time, size and pace, retries, and no secret in what it logs.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use governor::Jitter;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::clock::Clock;
use shared::feed::FeedAnswer;
use tokio::time::Instant;

use self::pace::Paces;
use self::redact::redacted;
use crate::Answer;
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::quota::Purse;

mod address;
pub(crate) mod pace;
mod paid;
mod redact;

/// Where a feed's operator can find out who is asking. Part of the user agent.
const HOME_PAGE: &str = env!("CARGO_PKG_REPOSITORY");

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;

/// How long we stay away after a 429 that does not say how long.
const THROTTLED_FOR: Duration = Duration::from_secs(60);

/// The longest that we stay away, whatever a feed says: a wrong clock there must not end all.
const THROTTLED_MAX: Duration = Duration::from_secs(3600);

/// What a request may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// To be connected.
    pub connect: Duration,
    /// From sending to the last byte, for one try; less if `tries_total` leaves less.
    pub total: Duration,
    /// The longest body that is accepted, uncompressed, in bytes.
    pub body_max: u64,
    /// How many times a request is sent at most.
    pub tries_max: u32,
    /// How long all tries and the waits between them may take.
    pub tries_total: Duration,
    /// The first wait between two tries; each later one is twice as long.
    pub back_off: Duration,
    /// The longest wait between two tries, and the longest `Retry-After` that is waited for.
    pub back_off_max: Duration,
    /// Whether the pace of each feed is limited. Simulated weeks do without.
    pub paced: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            total: Duration::from_secs(30),
            body_max: 16 * 1024 * 1024,
            tries_max: 4,
            tries_total: Duration::from_secs(60),
            back_off: Duration::from_millis(500),
            back_off_max: Duration::from_secs(20),
            paced: true,
        }
    }
}

/// A key that goes with a request.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where the feed wants it.
    pub place: KeyPlace,
    /// The key.
    pub secret: SecretString,
}

/// Where a feed wants its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the header of that name, in lower case.
    Header(&'static str),
    /// In the address, as the parameter of that name. It is put there when the request is sent, so
    /// no address that is kept has it.
    Query(&'static str),
}

/// What a feed answered, willing or not.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status: 200, or one that another try would not change.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// All of the body, unpacked.
    pub body: Bytes,
    /// What a line of the poll log needs.
    pub stats: RequestStats,
}

/// A body, with the stats of its request.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// All of it, unpacked.
    pub body: Bytes,
    /// What a line of the poll log needs.
    pub stats: RequestStats,
}

impl Fetched {
    /// The answer that the body holds, by the pure step of a feed.
    ///
    /// # Errors
    /// [`ProviderError::Garbled`] with the body, when it holds none.
    pub fn converted(
        self,
        convert: impl FnOnce(Bytes) -> Result<FeedAnswer, Garbled>,
    ) -> Result<Answer, ProviderError> {
        let stats = self.stats;
        match convert(self.body) {
            Ok(feed) => Ok(Answer { feed, stats }),
            Err(garbled) => Err(ProviderError::Garbled {
                garbled: Box::new(garbled),
                stats: Box::new(stats),
            }),
        }
    }
}

/// The client that every feed shares.
pub struct Http {
    direct: Client,
    /// Follows redirects of feeds: it connects to public addresses only.
    guarded: Client,
    limits: Limits,
    /// `None` where no feed is paced.
    paces: Option<Paces>,
    /// `None` where nothing is counted.
    purse: Option<Arc<dyn Purse>>,
    clock: Arc<dyn Clock>,
}

/// Why the client could not be built.
#[derive(Debug, thiserror::Error)]
#[error("http client cannot be built")]
pub struct HttpError(#[from] reqwest::Error);

impl Http {
    /// A client with these limits. A TLS provider must have been installed before.
    ///
    /// # Errors
    /// [`HttpError`] when TLS cannot be set up.
    pub fn new(limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, HttpError> {
        let build = || {
            Client::builder()
                .user_agent(user_agent())
                .connect_timeout(limits.connect)
                .timeout(limits.total)
                // We follow redirects ourselves, and look where they lead first.
                .redirect(Policy::none())
                .referer(false)
        };
        let direct = build().build()?;
        let guarded = build()
            .dns_resolver(Arc::new(address::PublicOnly))
            .build()?;
        Ok(Self {
            direct,
            guarded,
            paces: limits.paced.then(Paces::new),
            purse: None,
            limits,
            clock,
        })
    }

    /// Now, by the clock that the client was given.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Gets a body. Waits for its turn, tries again where that can help, and gives up in time.
    ///
    /// # Errors
    /// Every [`ProviderError`] but `Garbled`.
    pub async fn get(
        &self,
        provider: &'static str,
        url: &str,
        key: Option<&Key>,
    ) -> Result<Fetched, ProviderError> {
        let reply = self.exchange(provider, url, key).await?;
        let Reply {
            status,
            body,
            stats,
            ..
        } = reply;
        if status == StatusCode::OK {
            return Ok(Fetched { body, stats });
        }
        Err(refused(status).with(stats))
    }

    /// The same for a feed that says in the body or the headers why it refuses: a refusal that
    /// another try would not change is an answer.
    ///
    /// # Errors
    /// Every [`ProviderError`] but `Garbled`.
    pub async fn exchange(
        &self,
        provider: &'static str,
        url: &str,
        key: Option<&Key>,
    ) -> Result<Reply, ProviderError> {
        let began = Instant::now();
        let mut stats = RequestStats::of(provider);
        let parsed = Url::parse(url).ok().filter(address::is_allowed);
        stats.url = redacted(url, key);
        let Some(url) = parsed else {
            return Err(FailureKind::Refused(address::NOT_ALLOWED.to_owned()).with(stats));
        };
        let mut back_off = self.limits.back_off;
        self.turn(provider, key).await;
        let sent = Instant::now();
        loop {
            stats.requests += 1;
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tried = self.once(&url, key, left, &mut stats).await;
            stats.took = began.elapsed();
            let (fault, wait) = match tried {
                Ok((status, headers, body)) => {
                    if status == StatusCode::OK {
                        stats.digest = Some(Sha256::digest(&body).into());
                    }
                    return Ok(Reply {
                        status,
                        headers,
                        body,
                        stats,
                    });
                }
                Err(Fault::Final(fault)) => return Err(fault.with(stats)),
                Err(Fault::Passing { fault, wait, .. }) => (fault, wait),
            };
            let wait = wait.unwrap_or_else(|| Jitter::up_to(back_off / 2) + back_off / 2);
            back_off = (back_off * 2).min(self.limits.back_off_max);
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tries_left = stats.requests < self.limits.tries_max;
            if !tries_left || wait > left || wait > self.limits.back_off_max {
                return Err(fault.with(stats));
            }
            tracing::debug!(
                provider.name = provider,
                http.status = stats.status,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "{provider} gave no answer, trying again"
            );
            tokio::time::sleep(wait).await;
            self.turn(provider, key).await;
        }
    }

    /// Waits until this feed may be asked with this key.
    async fn turn(&self, provider: &'static str, key: Option<&Key>) {
        if let Some(paces) = &self.paces {
            paces.turn(provider, key).await;
        }
    }

    async fn once(
        &self,
        url: &Url,
        key: Option<&Key>,
        left: Duration,
        stats: &mut RequestStats,
    ) -> Result<(StatusCode, HeaderMap, Bytes), Fault> {
        let until = Instant::now() + self.limits.total.min(left);
        let mut at = url.clone();
        for redirects in 0..=REDIRECTS_MAX {
            stats.status = None;
            let response = self.send(url, &at, key, until).await?;
            let status = response.status();
            stats.status = Some(status.as_u16());
            // A key in a header of a feed's own would follow a redirect to another host.
            let next = match location(&response) {
                Some(next) if key.is_none() => next,
                _ => {
                    if let Some(fault) = self.passing(status, response.headers()) {
                        return Err(fault);
                    }
                    let headers = response.headers().clone();
                    let body = self.body(response, stats).await;
                    // A refusal whose body does not arrive is a refusal all the same.
                    let body = match status {
                        StatusCode::OK => body?,
                        _ => body.unwrap_or_default(),
                    };
                    return Ok((status, headers, body));
                }
            };
            if redirects < REDIRECTS_MAX {
                at = address::redirected(url, &at, &next)
                    .map_err(|it| Fault::Final(FailureKind::Refused(it)))?;
            }
        }
        Err(Fault::Final(FailureKind::Refused(
            "too many redirects".to_owned(),
        )))
    }

    /// One try of a request that began at `origin`.
    async fn send(
        &self,
        origin: &Url,
        at: &Url,
        key: Option<&Key>,
        until: Instant,
    ) -> Result<Response, Fault> {
        let is_redirected = at != origin && !address::is_loopback(origin);
        let client = if is_redirected {
            &self.guarded
        } else {
            &self.direct
        };
        let left = until.saturating_duration_since(Instant::now());
        let mut at = at.clone();
        if let Some(Key {
            place: KeyPlace::Query(name),
            secret,
        }) = key
        {
            at.query_pairs_mut()
                .append_pair(name, secret.expose_secret());
        }
        let mut request = client.get(at).timeout(left);
        if let Some(key) = key
            && let KeyPlace::Header(name) = key.place
        {
            let value = HeaderValue::from_str(key.secret.expose_secret());
            let mut value = value.map_err(|_| {
                Fault::Final(FailureKind::Refused(
                    "the key cannot be sent in a header".into(),
                ))
            })?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        request.send().await.map_err(Fault::transport)
    }

    /// Reads the body up to the limit; one that announces more is not read at all.
    async fn body(&self, mut response: Response, stats: &mut RequestStats) -> Result<Bytes, Fault> {
        let max = self.limits.body_max;
        let too_large = || Fault::Final(FailureKind::TooLarge(max));
        if response.content_length().is_some_and(|it| it > max) {
            return Err(too_large());
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(Fault::transport)? {
            let length = (body.len() + chunk.len()) as u64;
            stats.bytes += chunk.len() as u64;
            if length > max {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    /// Whether another try may change the answer.
    fn passing(&self, status: StatusCode, headers: &HeaderMap) -> Option<Fault> {
        let now = self.clock.now();
        let wait = retry_after(headers, now);
        let away = |wait: Option<Duration>| wait.unwrap_or(THROTTLED_FOR).min(THROTTLED_MAX);
        let reason = format!("status {status}");
        if status == StatusCode::TOO_MANY_REQUESTS {
            let fault = FailureKind::Throttled(away(wait));
            let reached = Reached::Answered(Box::new(headers.clone()));
            return Some(Fault::Passing {
                fault,
                wait,
                reached,
            });
        }
        let passing = status.is_server_error()
            || status == StatusCode::REQUEST_TIMEOUT
            || status == StatusCode::TOO_EARLY;
        if !passing {
            return None;
        }
        let fault = match wait {
            Some(_) => FailureKind::Throttled(away(wait)),
            None => FailureKind::Unavailable(reason),
        };
        let reached = Reached::Answered(Box::new(headers.clone()));
        Some(Fault::Passing {
            fault,
            wait,
            reached,
        })
    }
}

/// The failure that a status means which another try would not change.
fn refused(status: StatusCode) -> FailureKind {
    let reason = format!("status {status}");
    match status {
        StatusCode::BAD_REQUEST => FailureKind::BadRequest(reason),
        _ => FailureKind::Refused(reason),
    }
}

/// A failure that has no stats yet.
enum FailureKind {
    Throttled(Duration),
    Unavailable(String),
    BadRequest(String),
    Refused(String),
    TooLarge(u64),
}

impl FailureKind {
    fn with(self, stats: RequestStats) -> ProviderError {
        let stats = Box::new(stats);
        match self {
            Self::Throttled(wait) => ProviderError::Throttled { wait, stats },
            Self::Unavailable(reason) => ProviderError::Unavailable { reason, stats },
            Self::BadRequest(reason) => ProviderError::BadRequest { reason, stats },
            Self::Refused(reason) => ProviderError::Refused { reason, stats },
            Self::TooLarge(max) => ProviderError::TooLarge { max, stats },
        }
    }
}

/// Whether another try can help.
enum Fault {
    Final(FailureKind),
    Passing {
        fault: FailureKind,
        wait: Option<Duration>,
        reached: Reached,
    },
}

/// Whom a request reached.
enum Reached {
    /// Nobody: it never left this machine.
    Nobody,
    /// The feed, as far as anybody knows.
    Somebody,
    /// The feed, which said so.
    Answered(Box<HeaderMap>),
}

impl Fault {
    /// A failure on the way. The address is left out: it may hold a secret.
    fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_builder() {
            return Self::Final(FailureKind::Refused(chain(&error)));
        }
        let reached = if error.is_connect() {
            Reached::Nobody
        } else {
            Reached::Somebody
        };
        let reason = if error.is_timeout() {
            "timed out".to_owned()
        } else {
            chain(&error)
        };
        Self::Passing {
            fault: FailureKind::Unavailable(reason),
            wait: None,
            reached,
        }
    }
}

/// Where a redirect leads, as it is written there.
fn location(response: &Response) -> Option<String> {
    let status = response.status();
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let place = response.headers().get(LOCATION).filter(|_| is_redirect)?;
    Some(String::from_utf8_lossy(place.as_bytes()).into_owned())
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

/// The name that we give: our own, with where to find us. A browser's name is refused by some.
fn user_agent() -> String {
    format!("dbsbm/{} (+{HOME_PAGE})", env!("CARGO_PKG_VERSION"))
}

/// How long the feed asks us to wait: seconds or a date, not before now.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    let wait = at.with_timezone(&Utc).signed_duration_since(now);
    Some(wait.to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    #[test]
    fn the_wait_is_read_in_seconds_and_as_a_date() {
        let read = |text: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            retry_after(&headers, noon()).map(|it| it.as_secs())
        };
        assert_eq!(read("7"), Some(7));
        assert_eq!(read("Sun, 17 Nov 2024 12:01:30 GMT"), Some(90));
        assert_eq!(read("Sun, 17 Nov 2024 11:00:00 GMT"), Some(0));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-5"), None);
    }

    #[test]
    fn our_name_is_our_own() {
        let name = user_agent();
        assert!(
            name.starts_with("dbsbm/") && name.contains("(+https://"),
            "{name}"
        );
        assert!(!name.contains("Mozilla"));
    }
}
