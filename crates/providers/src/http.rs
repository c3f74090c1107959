//! The one HTTP client: limits on time, size and pace, retries, and no secret in what it tells.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, TimeDelta, Utc};
use governor::{DefaultKeyedRateLimiter, Jitter, Quota, RateLimiter};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::clock::Clock;
use shared::feed::FeedAnswer;
use tokio::time::Instant;

use crate::Answer;
use crate::error::{Asked, Garbled, ProviderError};

/// Where a feed's operator finds out who asks. Part of the name that we give.
const HOME_PAGE: &str = env!("CARGO_PKG_REPOSITORY");

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;

/// How long we stay away after a 429 that does not say how long.
const THROTTLED_FOR: TimeDelta = TimeDelta::seconds(60);

/// The longest that we stay away, whatever a feed says: a wrong clock there must not end all.
const THROTTLED_MAX: TimeDelta = TimeDelta::hours(1);

/// How often each feed may be asked: the period that one request takes, and how many may be sent
/// at once after a rest. A feed that is not listed has the last line's pace.
const PACES: &[(&str, Duration, u32)] = &[
    ("espn", Duration::from_millis(500), 5),
    ("football_data", Duration::from_secs(1), 4),
    ("nflverse", Duration::from_secs(1), 2),
    ("season", Duration::from_millis(20), 50),
    ("", Duration::from_secs(1), 1),
];

/// What a request may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// To be connected.
    pub connect: Duration,
    /// From sending to the last byte, for one try; less when less is left of `tries_total`.
    pub total: Duration,
    /// The longest body that is taken, unpacked, in bytes.
    pub body_max: u64,
    /// How many times a request is sent at most.
    pub tries_max: u32,
    /// How long all tries and the waits between them may take.
    pub tries_total: Duration,
    /// The first wait between two tries; each later one is twice as long.
    pub back_off: Duration,
    /// The longest wait between two tries, and the longest `Retry-After` that is waited for.
    pub back_off_max: Duration,
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
        }
    }
}

/// A key that is sent in a header of its own.
#[derive(Clone, Debug)]
pub struct Key {
    /// The header's name, in lower case.
    pub header: &'static str,
    /// The key.
    pub secret: SecretString,
}

/// A body, and what it took to get it.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// All of it, unpacked.
    pub body: Bytes,
    /// What a line of the poll log needs.
    pub asked: Asked,
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
        let asked = self.asked;
        match convert(self.body) {
            Ok(feed) => Ok(Answer { feed, asked }),
            Err(garbled) => Err(ProviderError::Garbled {
                garbled: Box::new(garbled),
                asked: Box::new(asked),
            }),
        }
    }
}

/// The client that every feed shares.
pub struct Http {
    open: Client,
    keyed: Client,
    limits: Limits,
    paces: HashMap<&'static str, DefaultKeyedRateLimiter<[u8; 8]>>,
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
        let build = |redirects: Policy| {
            Client::builder()
                .user_agent(user_agent())
                .connect_timeout(limits.connect)
                .timeout(limits.total)
                .redirect(redirects)
                .referer(false)
                .build()
        };
        let open = build(Policy::custom(|attempt| {
            if attempt.previous().len() > REDIRECTS_MAX {
                attempt.error("too many redirects")
            } else if is_allowed(attempt.url()) {
                attempt.follow()
            } else {
                attempt.error("redirect to an address that is not https")
            }
        }))?;
        // A key in a header of a feed's own would follow a redirect to another host.
        let keyed = build(Policy::none())?;
        let paces = PACES.iter().map(|(provider, period, burst)| {
            let burst = (*burst).try_into().unwrap_or(std::num::NonZeroU32::MIN);
            let quota = Quota::with_period(*period)
                .unwrap_or(Quota::per_second(std::num::NonZeroU32::MIN))
                .allow_burst(burst);
            (*provider, RateLimiter::keyed(quota))
        });
        Ok(Self {
            open,
            keyed,
            paces: paces.collect(),
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
        let began = Instant::now();
        let mut asked = Asked::of(provider);
        let parsed = Url::parse(url).ok().filter(is_allowed);
        asked.url = redacted(url, key);
        let Some(url) = parsed else {
            let reason = "not an https address, nor http on this machine".to_owned();
            let asked = Box::new(asked);
            return Err(ProviderError::Refused { reason, asked });
        };
        let mut back_off = self.limits.back_off;
        self.turn(provider, key).await;
        let sent = Instant::now();
        loop {
            asked.requests += 1;
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tried = self.once(&url, key, left, &mut asked).await;
            asked.took = began.elapsed();
            let (fault, wait) = match tried {
                Ok(body) => {
                    asked.digest = Some(Sha256::digest(&body).into());
                    return Ok(Fetched { body, asked });
                }
                Err(Fault::Final(fault)) => return Err(fault.with(asked)),
                Err(Fault::Passing { fault, wait }) => (fault, wait),
            };
            let wait = wait.unwrap_or_else(|| Jitter::up_to(back_off / 2) + back_off / 2);
            back_off = (back_off * 2).min(self.limits.back_off_max);
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tries_left = asked.requests < self.limits.tries_max;
            if !tries_left || wait > left || wait > self.limits.back_off_max {
                return Err(fault.with(asked));
            }
            tracing::debug!(
                provider.name = provider,
                http.status = asked.status,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "{provider} gave no answer, trying again"
            );
            tokio::time::sleep(wait).await;
            self.turn(provider, key).await;
        }
    }

    /// Waits until this feed may be asked with this key.
    async fn turn(&self, provider: &'static str, key: Option<&Key>) {
        let bucket = key.map_or([0; 8], |key| {
            let digest: [u8; 32] = Sha256::digest(key.secret.expose_secret()).into();
            let mut bucket = [0; 8];
            bucket.copy_from_slice(&digest[..8]);
            bucket
        });
        let pace = self.paces.get(provider).or_else(|| self.paces.get(""));
        if let Some(pace) = pace {
            let jitter = Jitter::up_to(Duration::from_millis(20));
            pace.until_key_ready_with_jitter(&bucket, jitter).await;
        }
    }

    async fn once(
        &self,
        url: &Url,
        key: Option<&Key>,
        left: Duration,
        asked: &mut Asked,
    ) -> Result<Bytes, Fault> {
        asked.status = None;
        let client = key.map_or(&self.open, |_| &self.keyed);
        let mut request = client.get(url.clone()).timeout(self.limits.total.min(left));
        if let Some(key) = key {
            let value = HeaderValue::from_str(key.secret.expose_secret());
            let mut value = value.map_err(|_| {
                Fault::Final(Told::Refused("the key cannot be sent in a header".into()))
            })?;
            value.set_sensitive(true);
            request = request.header(key.header, value);
        }
        let response = request.send().await.map_err(Fault::transport)?;
        let status = response.status();
        asked.status = Some(status.as_u16());
        if status != StatusCode::OK {
            return Err(self.refusal(status, response.headers()));
        }
        self.body(response, asked).await
    }

    /// Takes the body while it is short enough; a promise of more is not even begun.
    async fn body(&self, mut response: Response, asked: &mut Asked) -> Result<Bytes, Fault> {
        let max = self.limits.body_max;
        let too_large = || Fault::Final(Told::TooLarge(max));
        if response.content_length().is_some_and(|it| it > max) {
            return Err(too_large());
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(Fault::transport)? {
            let length = (body.len() + chunk.len()) as u64;
            asked.bytes += chunk.len() as u64;
            if length > max {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap) -> Fault {
        let now = self.clock.now();
        let wait = retry_after(headers, now);
        let until = |wait: Option<Duration>| {
            let wait = wait.map(|it| TimeDelta::from_std(it).unwrap_or(THROTTLED_MAX));
            now + wait.unwrap_or(THROTTLED_FOR).min(THROTTLED_MAX)
        };
        let reason = format!("status {status}");
        if status == StatusCode::TOO_MANY_REQUESTS {
            let fault = Told::Throttled(until(wait));
            return Fault::Passing { fault, wait };
        }
        let passing = status.is_server_error()
            || status == StatusCode::REQUEST_TIMEOUT
            || status == StatusCode::TOO_EARLY;
        if !passing {
            return Fault::Final(Told::Refused(reason));
        }
        let fault = match wait {
            Some(_) => Told::Throttled(until(wait)),
            None => Told::Unavailable(reason),
        };
        Fault::Passing { fault, wait }
    }
}

/// A failure that does not know yet what it took.
enum Told {
    Throttled(DateTime<Utc>),
    Unavailable(String),
    Refused(String),
    TooLarge(u64),
}

impl Told {
    fn with(self, asked: Asked) -> ProviderError {
        let asked = Box::new(asked);
        match self {
            Self::Throttled(until) => ProviderError::Throttled { until, asked },
            Self::Unavailable(reason) => ProviderError::Unavailable { reason, asked },
            Self::Refused(reason) => ProviderError::Refused { reason, asked },
            Self::TooLarge(max) => ProviderError::TooLarge { max, asked },
        }
    }
}

/// Whether another try can help.
enum Fault {
    Final(Told),
    Passing { fault: Told, wait: Option<Duration> },
}

impl Fault {
    /// A failure on the way. The address is left out: it may hold a secret.
    fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_redirect() || error.is_builder() {
            return Self::Final(Told::Refused(chain(&error)));
        }
        let reason = if error.is_timeout() {
            "timed out".to_owned()
        } else {
            chain(&error)
        };
        Self::Passing {
            fault: Told::Unavailable(reason),
            wait: None,
        }
    }
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

/// Only https, but for feeds on this machine.
fn is_allowed(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(|host| {
            let bare = host.trim_start_matches('[').trim_end_matches(']');
            host == "localhost" || bare.parse().is_ok_and(|it: IpAddr| it.is_loopback())
        }),
        _ => false,
    }
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

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// Names of parameters that look like secrets contain one of these.
const SECRET_WORDS: &[&str] = &["auth", "key", "pass", "secret", "sig", "token"];

/// An address fit for a log: no user, no password, no key.
fn redacted(url: &str, key: Option<&Key>) -> String {
    let Ok(mut url) = Url::parse(url) else {
        return "not an address".to_owned();
    };
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .map(|(name, value)| {
                let low = name.to_ascii_lowercase();
                let secret = SECRET_WORDS.iter().any(|it| low.contains(it));
                let value = if secret { REDACTED.into() } else { value };
                (name.into_owned(), value.into_owned())
            })
            .collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    let text = url.to_string();
    match key.map(|it| it.secret.expose_secret()) {
        Some(secret) if !secret.is_empty() => text.replace(secret, REDACTED),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    #[test]
    fn secrets_do_not_reach_a_log() {
        let key = Key {
            header: "x-key",
            secret: "hunter2".into(),
        };
        for url in [
            "https://feed.test/v4/odds?apiKey=hunter2&regions=us",
            "https://feed.test/v4/odds?regions=us&access_token=hunter2",
            "https://me:hunter2@feed.test/v4",
            "https://feed.test/v4/hunter2/odds?regions=us",
        ] {
            let told = redacted(url, Some(&key));
            assert!(!told.contains("hunter2"), "{told}");
            assert!(told.starts_with("https://"), "{told}");
        }
        let plain = "https://feed.test/scoreboard?dates=20241117&limit=100";
        assert_eq!(redacted(plain, None), plain);
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for (url, allowed) in [
            ("https://feed.test/", true),
            ("http://127.0.0.1:8080/", true),
            ("http://[::1]:8080/", true),
            ("http://localhost:8080/", true),
            ("http://feed.test/", false),
            ("http://127.0.0.1.feed.test/", false),
            ("ftp://127.0.0.1/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_allowed(&Url::parse(url).unwrap()), allowed, "{url}");
        }
    }

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
