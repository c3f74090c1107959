//! Watches how each place that is asked is doing: what keeps failing is left alone for a while, and
//! the shape of every new answer is noted, so that a changed field is told before members notice.
//!
//! A place is a host, or one of its endpoints: the path with ids and dates as `*`. Everything here
//! is in memory and bounded; whoever has a database collects the news.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::Url;

use crate::breaker::{Breaker, State, Turn};
use crate::shape::{Shape, is_data};

/// How many places are remembered at most, the healthy ones not counted.
const PLACES_MAX: usize = 2_000;
/// Of how many addresses the last body is remembered, by its digest.
const BODIES_MAX: usize = 2_000;
/// How many shapes wait to be collected at most.
const SHAPES_MAX: usize = 500;
/// The longest name of a place, in characters.
const PLACE_CHARS_MAX: usize = 200;

/// A host and one of its endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `api.feed.test`, with the port where it is not the usual one.
    pub host: String,
    /// The same with the path: `api.feed.test/games/*/boxscore`.
    pub endpoint: String,
}

impl Place {
    /// The place at an address that holds no secret.
    pub fn of(url: &str) -> Self {
        let Ok(url) = Url::parse(url) else {
            let host = "no address".to_owned();
            let endpoint = host.clone();
            return Self { host, endpoint };
        };
        let mut host = url.host_str().unwrap_or_default().to_owned();
        if let Some(port) = url.port() {
            host = format!("{host}:{port}");
        }
        let segments = url.path_segments().into_iter().flatten();
        let segments = segments.map(|it| if is_data(it) { "*" } else { it });
        let path: Vec<_> = segments.collect();
        let endpoint = format!("{host}/{}", path.join("/"));
        let endpoint = endpoint.chars().take(PLACE_CHARS_MAX).collect();
        Self { host, endpoint }
    }
}

/// How a request ended, as far as the next one depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// There was an answer, if only a refusal of this one question.
    Answered,
    /// The endpoint failed.
    Failed(String),
    /// The endpoint does not answer us, and asking more often would not change that.
    TurnedAway(String),
    /// Nothing came from the host at all.
    Unreached(String),
    /// The host wants to be left alone for so long.
    Throttled(String, Duration),
}

/// How a place is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The feed.
    pub provider: String,
    /// The host or the endpoint.
    pub place: String,
    /// Why it is left alone. `None`: it answers again.
    pub rest: Option<Rest>,
}

/// Why a place is left alone, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// For how long, from now. Zero while a request finds out.
    pub lasts: Duration,
    /// How many requests in a row have failed.
    pub failures: u32,
    /// How the last one failed, without secrets.
    pub reason: String,
}

/// The shape of the answers of an endpoint since the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The feed.
    pub provider: String,
    /// The endpoint.
    pub endpoint: String,
    /// The shape.
    pub shape: Shape,
}

/// What has happened since the last look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Places that began to rest, or answer again.
    pub health: Vec<Health>,
    /// Shapes of new answers.
    pub shapes: Vec<Seen>,
}

/// Watches every place that one client asks.
pub struct Watch {
    /// Time that only moves forward.
    uptime: Box<dyn Fn() -> Duration + Send + Sync>,
    places: Mutex<BTreeMap<(String, String), Watched>>,
    bodies: Mutex<HashMap<String, ([u8; 32], bool)>>,
    shapes: Mutex<BTreeMap<(String, String), Shape>>,
    /// Feeds for whose answers somebody waits.
    waited_for: Mutex<BTreeSet<String>>,
    rests: bool,
}

#[derive(Default)]
struct Watched {
    breaker: Breaker,
    reason: String,
    has_news: bool,
    /// Whether its rest was told.
    is_told: bool,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// Watches by this measure of time. Where `rests` is false nothing is ever left alone.
    pub(crate) fn new(rests: bool, uptime: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self {
            uptime: Box::new(uptime),
            places: Mutex::default(),
            bodies: Mutex::default(),
            shapes: Mutex::default(),
            waited_for: Mutex::default(),
            rests,
        }
    }

    /// Whether somebody waits for the answers of a feed. If so, no place of it is left alone for
    /// longer than half a minute, unless it asked for that or turns us away.
    pub fn wait_for(&self, provider: &str, waits: bool) {
        let mut waited_for = lock(&self.waited_for);
        if waits {
            waited_for.insert(provider.to_owned());
        } else {
            waited_for.remove(provider);
        }
    }

    fn is_waited_for(&self, provider: &str) -> bool {
        lock(&self.waited_for).contains(provider)
    }

    /// Whether a feed's place may be asked now, and whether that is to find out: `Ok(true)`.
    ///
    /// # Errors
    /// [`Rest`] when it is to be left alone.
    pub(crate) fn turn(&self, provider: &str, place: &Place) -> Result<bool, Rest> {
        if !self.rests {
            return Ok(false);
        }
        let now = (self.uptime)();
        let mut places = lock(&self.places);
        let keys = [&place.host, &place.endpoint].map(|it| (provider.to_owned(), it.clone()));
        let is_waited_for = self.is_waited_for(provider);
        for key in &keys {
            let Some(watched) = places.get_mut(key) else {
                continue;
            };
            if is_waited_for {
                watched.breaker.shorten();
            }
            if let Turn::Rest(lasts) = watched.breaker.turn(now) {
                return Err(watched.rest(lasts));
            }
        }
        let mut is_try = false;
        for key in &keys {
            if let Some(watched) = places.get_mut(key) {
                is_try |= watched.breaker.turn(now) == Turn::Try;
                watched.breaker.sent(now);
            }
        }
        Ok(is_try)
    }

    /// A request ended so. `chance` is between 0 and 1.
    pub(crate) fn ended(&self, provider: &str, place: &Place, ending: &Ending, chance: f64) {
        if !self.rests {
            return;
        }
        let now = (self.uptime)();
        let is_waited_for = self.is_waited_for(provider);
        let mut places = lock(&self.places);
        let (host, endpoint) = (place.host.as_str(), place.endpoint.as_str());
        let (answered, failed): (&[&str], &[&str]) = match ending {
            Ending::Answered => (&[host, endpoint], &[]),
            Ending::Failed(_) | Ending::TurnedAway(_) => (&[host], &[endpoint]),
            Ending::Unreached(_) => (&[], &[host, endpoint]),
            Ending::Throttled(..) => (&[], &[host]),
        };
        let key = |place: &&str| (provider.to_owned(), (*place).to_owned());
        for key in answered.iter().map(key) {
            if let Some(watched) = places.get_mut(&key) {
                watched.answered();
            }
        }
        places.retain(|_, it| !it.breaker.is_fresh() || it.has_news);
        let (reason, asked) = match ending {
            Ending::Answered => return,
            Ending::Failed(reason) | Ending::TurnedAway(reason) | Ending::Unreached(reason) => {
                (reason, None)
            }
            Ending::Throttled(reason, wait) => (reason, Some(*wait)),
        };
        for key in failed.iter().map(key) {
            if places.len() < PLACES_MAX || places.contains_key(&key) {
                let watched = places.entry(key).or_default();
                watched.failed(reason, now, (asked, chance));
                if matches!(ending, Ending::TurnedAway(_)) {
                    watched.breaker.insist();
                } else if is_waited_for {
                    watched.breaker.shorten();
                }
            }
        }
    }

    /// Leaves places alone for the rest of a time that an earlier run decided on.
    pub fn restore(&self, resting: impl IntoIterator<Item = Health>) {
        let now = (self.uptime)();
        let mut places = lock(&self.places);
        for Health {
            provider,
            place,
            rest,
        } in resting
        {
            let Some(rest) = rest.filter(|_| places.len() < PLACES_MAX) else {
                continue;
            };
            let watched = places.entry((provider, place)).or_default();
            watched.breaker.failed(now, Some(rest.lasts), 0.0);
            watched.reason = rest.reason;
            watched.is_told = true;
        }
    }

    /// Notes a body that was answered with, and returns whether it can be an answer at all. JSON
    /// that was cut off cannot, and neither can a web page.
    pub(crate) fn saw(&self, provider: &str, url: &str, digest: [u8; 32], body: &[u8]) -> bool {
        if let Some((before, is_sound)) = lock(&self.bodies).get(url)
            && *before == digest
        {
            return *is_sound;
        }
        let is_sound = match first(body) {
            Some(b'{' | b'[') => self.note(provider, url, body),
            Some(b'<') => false,
            _ => true,
        };
        let mut bodies = lock(&self.bodies);
        if bodies.len() >= BODIES_MAX {
            bodies.clear();
        }
        bodies.insert(url.to_owned(), (digest, is_sound));
        is_sound
    }

    fn note(&self, provider: &str, url: &str, body: &[u8]) -> bool {
        let Some(shape) = Shape::read(body) else {
            return false;
        };
        let key = (provider.to_owned(), Place::of(url).endpoint);
        let mut shapes = lock(&self.shapes);
        if let Some(kept) = shapes.get_mut(&key) {
            kept.add(shape);
        } else if shapes.len() < SHAPES_MAX {
            shapes.insert(key, shape);
        }
        true
    }

    /// How many places of each feed are left alone now, and how many are tried once to find out.
    pub fn resting(&self) -> BTreeMap<String, (u32, u32)> {
        let mut resting = BTreeMap::<String, (u32, u32)>::new();
        for ((provider, _), it) in lock(&self.places).iter() {
            match it.breaker.state() {
                State::Closed => {}
                State::Open { .. } => resting.entry(provider.clone()).or_default().0 += 1,
                State::HalfOpen { .. } => resting.entry(provider.clone()).or_default().1 += 1,
            }
        }
        resting
    }

    /// What has happened since this was last called.
    pub fn news(&self) -> News {
        let now = (self.uptime)();
        let mut places = lock(&self.places);
        let health = places.iter_mut().filter_map(|((provider, place), it)| {
            let rest = it.news(now)?;
            Some(Health {
                provider: provider.clone(),
                place: place.clone(),
                rest,
            })
        });
        let health = health.collect();
        places.retain(|_, it| !it.breaker.is_fresh());
        let shapes = std::mem::take(&mut *lock(&self.shapes));
        let shapes = shapes
            .into_iter()
            .map(|((provider, endpoint), shape)| Seen {
                provider,
                endpoint,
                shape,
            });
        News {
            health,
            shapes: shapes.collect(),
        }
    }
}

impl Watched {
    fn rest(&self, lasts: Duration) -> Rest {
        Rest {
            lasts,
            failures: self.breaker.failures(),
            reason: self.reason.clone(),
        }
    }

    fn answered(&mut self) {
        self.breaker.answered();
        if self.breaker.is_fresh() {
            // A rest that nobody heard of need not be taken back.
            self.has_news = self.is_told;
        }
    }

    fn failed(&mut self, reason: &str, now: Duration, (asked, chance): (Option<Duration>, f64)) {
        let before = self.breaker.state();
        self.breaker.failed(now, asked, chance);
        self.reason.clear();
        self.reason.push_str(reason);
        self.has_news |= self.breaker.state() != before;
    }

    fn news(&mut self, now: Duration) -> Option<Option<Rest>> {
        if !std::mem::take(&mut self.has_news) {
            return None;
        }
        let rest = match self.breaker.state() {
            State::Closed => None,
            State::Open { until } => Some(self.rest(until.saturating_sub(now))),
            State::HalfOpen { .. } => Some(self.rest(Duration::ZERO)),
        };
        self.is_told = rest.is_some();
        Some(rest)
    }
}

fn first(body: &[u8]) -> Option<u8> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.iter().copied().find(|it| !it.is_ascii_whitespace())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
