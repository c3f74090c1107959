//! The one HTTP client: limits on time, size and pace, retries, and no secret in what it logs.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use governor::Jitter;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::clock::Clock;
use shared::feed::FeedAnswer;
use tokio::time::Instant;

use self::fault::{FailureKind, Fault, Reached, refused};
use self::pace::Paces;
use self::redact::redacted;
use self::wait::retry_after;
use crate::Answer;
use crate::error::{Garbled, ProviderError, RequestStats};
use crate::quota::Purse;
use crate::tally::Tally;
use crate::watch::{Place, Watch};

pub use self::limits::Limits;
pub use self::paid::Bill;

mod address;
mod fault;
mod guard;
mod limits;
pub(crate) mod pace;
mod paid;
mod redact;
mod wait;

/// Where a feed's operator can find out who is asking. Part of the user agent.
const HOME_PAGE: &str = env!("CARGO_PKG_REPOSITORY");

/// How many redirects are followed.
const REDIRECTS_MAX: usize = 3;

/// How long we stay away after a 429 that does not say how long.
const THROTTLED_FOR: Duration = Duration::from_secs(60);

/// The longest that we stay away, whatever a feed says: a wrong clock there must not end all.
const THROTTLED_MAX: Duration = Duration::from_secs(3600);

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
    /// The body and the stats.
    pub(crate) fn parts(self) -> (Bytes, RequestStats) {
        (self.body, self.stats)
    }

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
    /// `None` where nobody counts requests.
    tally: Option<Arc<dyn Tally>>,
    watch: Arc<Watch>,
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
        let began = Instant::now();
        let watch = Watch::new(limits.paced, move || began.elapsed());
        Ok(Self {
            direct,
            guarded,
            paces: limits.paced.then(Paces::new),
            purse: None,
            tally: None,
            watch: Arc::new(watch),
            limits,
            clock,
        })
    }

    /// The same client, with another measure of how long what fails is left alone, for tests.
    #[cfg(any(test, feature = "testing"))]
    #[must_use]
    pub fn with_uptime(self, uptime: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        let watch = Arc::new(Watch::new(true, uptime));
        Self { watch, ..self }
    }

    /// The same client, which tells this how each request went.
    #[must_use]
    pub fn with_tally(self, tally: Arc<dyn Tally>) -> Self {
        let tally = Some(tally);
        Self { tally, ..self }
    }

    /// Watches how each place that is asked is doing.
    pub fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.watch)
    }

    /// Now, by the clock that the client was given.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Whether the pace of each feed is limited.
    pub(crate) const fn is_paced(&self) -> bool {
        self.paces.is_some()
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
        let mut stats = RequestStats::of(provider);
        let parsed = Url::parse(url).ok().filter(address::is_allowed);
        stats.url = redacted(url, key);
        let Some(url) = parsed else {
            return Err(FailureKind::Refused(address::NOT_ALLOWED.to_owned()).with(stats));
        };
        let place = Place::of(&stats.url);
        let is_try = self.admit(&place, &stats)?;
        let tries_max = if is_try { 1 } else { self.limits.tries_max };
        let ended = self.tries(provider, (&url, key), tries_max, stats).await;
        self.concluded(provider, &place, key, ended)
    }

    /// Sends a request until it is answered, as often as that can help.
    async fn tries(
        &self,
        provider: &'static str,
        (url, key): (&Url, Option<&Key>),
        tries_max: u32,
        mut stats: RequestStats,
    ) -> Result<Reply, ProviderError> {
        let began = Instant::now();
        let mut back_off = self.limits.back_off;
        self.turn(provider, key).await;
        let sent = Instant::now();
        loop {
            stats.requests += 1;
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tried = self.once(url, key, left, &mut stats).await;
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
                // Whoever asks again at once, unasked, is shut out for longer.
                Err(Fault::Passing {
                    fault: fault @ FailureKind::Throttled(_),
                    wait: None,
                    ..
                }) => return Err(fault.with(stats)),
                Err(Fault::Passing { fault, wait, .. }) => (fault, wait),
            };
            let wait = wait.unwrap_or_else(|| Jitter::up_to(back_off / 2) + back_off / 2);
            back_off = (back_off * 2).min(self.limits.back_off_max);
            let left = self.limits.tries_total.saturating_sub(sent.elapsed());
            let tries_left = stats.requests < tries_max;
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
        let began = Instant::now();
        let tried = self.sent(url, key, left, stats).await;
        if let Some(tally) = &self.tally {
            tally.tried(&stats.provider, began.elapsed());
        }
        tried
    }

    async fn sent(
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

/// Where a redirect leads, as it is written there.
fn location(response: &Response) -> Option<String> {
    let status = response.status();
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let place = response.headers().get(LOCATION).filter(|_| is_redirect)?;
    Some(String::from_utf8_lossy(place.as_bytes()).into_owned())
}

/// The name that we give: our own, with where to find us. A browser's name is refused by some.
fn user_agent() -> String {
    format!("dbsbm/{} (+{HOME_PAGE})", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
