//! Keeps how the feeds are doing where `doctor` and the next run find it: which places are left
//! alone, and which fields of their answers have changed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use providers::shape::known::{Change, Known};
use providers::watch::{Health, News, Rest, Seen, Watch};
use sqlx::{PgConnection, PgPool};
use store::StoreError;
use store::feed_rests::{self, FeedRest, RestRows};
use store::feed_shapes::{self, FeedShape, FieldChange};
use store::leases::{self, Lease};

use crate::jobs::Job;

/// Of how many endpoints it is kept in memory what is known of them.
const KNOWN_MAX: usize = 200;
/// How many changes of one endpoint are told at a time.
const TOLD_MAX: usize = 10;

/// Collects the news of a client's watch.
pub struct Watching {
    pool: PgPool,
    watch: Arc<Watch>,
    /// Whether the places that an earlier run left alone are left alone by this one.
    has_restored: bool,
    /// What could not be stored yet.
    pending: Vec<Health>,
    /// What is known by provider and endpoint, as this process stored it in that epoch.
    known: BTreeMap<(String, String), Known>,
    epoch: i64,
}

impl Watching {
    /// Has not looked yet.
    pub fn new(pool: PgPool, watch: Arc<Watch>) -> Self {
        Self {
            pool,
            watch,
            has_restored: false,
            pending: Vec::new(),
            known: BTreeMap::new(),
            epoch: 0,
        }
    }

    /// Stores what has happened since the last time.
    ///
    /// # Errors
    /// [`StoreError`] when the database refuses, or another process leads.
    pub async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        if !self.has_restored {
            let mut connection = self.pool.acquire().await?;
            let now = leases::now(&mut connection).await?;
            let rests = feed_rests::all(&mut connection).await?;
            self.watch
                .restore(rests.into_iter().map(|it| health(it, now)));
            self.has_restored = true;
        }
        if self.epoch != lease.epoch {
            self.known.clear();
            self.epoch = lease.epoch;
        }
        let News { health, shapes } = self.watch.news();
        // The newest word about a place is the last one.
        self.pending.retain(|old| {
            let is_same = |new: &Health| (&new.provider, &new.place) == (&old.provider, &old.place);
            !health.iter().any(is_same)
        });
        self.pending.extend(health);
        if !self.pending.is_empty() {
            let mut transaction = self.pool.begin().await?;
            leases::check(&mut transaction, lease).await?;
            keep(&mut transaction, &self.pending).await?;
            transaction.commit().await?;
            self.pending.drain(..).for_each(|it| report(&it));
        }
        for seen in shapes {
            self.learn(lease, seen).await?;
        }
        Ok(())
    }

    /// Compares the answers of an endpoint with what is known of it.
    async fn learn(&mut self, lease: &Lease, seen: Seen) -> Result<(), StoreError> {
        let Seen {
            provider,
            endpoint,
            shape,
        } = seen;
        let mut transaction = self.pool.begin().await?;
        let now = leases::check(&mut transaction, lease).await?;
        let key = (provider, endpoint);
        let mut known = match self.known.remove(&key) {
            Some(known) => known,
            None => {
                let stored = feed_shapes::known(&mut transaction, &key.0, &key.1).await?;
                stored.map_or_else(Known::default, |it| Known::restore(&it.fields, it.day))
            }
        };
        let (changes, has_learned) = known.learn(&shape, now.date_naive());
        if has_learned {
            let (fields, day) = known.store();
            let (provider, endpoint) = key.clone();
            let shape = FeedShape {
                provider,
                endpoint,
                fields,
                day,
            };
            feed_shapes::save(&mut transaction, &shape).await?;
        }
        keep_changes(&mut transaction, (&key.0, &key.1), &changes).await?;
        transaction.commit().await?;
        tell(&key.0, &key.1, &changes);
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        self.known.insert(key, known);
        Ok(())
    }
}

fn health(rest: FeedRest, now: DateTime<Utc>) -> Health {
    Health {
        provider: rest.provider,
        place: rest.place,
        rest: Some(Rest {
            lasts: (rest.until - now).to_std().unwrap_or(Duration::ZERO),
            failures: rest.failures.unsigned_abs(),
            reason: rest.reason,
        }),
    }
}

async fn keep(conn: &mut PgConnection, health: &[Health]) -> Result<(), StoreError> {
    let mut rows = RestRows::default();
    let (mut providers, mut places) = (Vec::new(), Vec::new());
    for it in health {
        let (provider, place) = (it.provider.clone(), it.place.clone());
        match &it.rest {
            Some(rest) => {
                rows.providers.push(provider);
                rows.places.push(place);
                rows.failures
                    .push(rest.failures.try_into().unwrap_or(i32::MAX));
                rows.reasons.push(rest.reason.replace('\0', ""));
                rows.seconds.push(rest.lasts.as_secs_f64());
            }
            None => {
                providers.push(provider);
                places.push(place);
            }
        }
    }
    if !rows.providers.is_empty() {
        feed_rests::begin(conn, &rows).await?;
    }
    if !providers.is_empty() {
        feed_rests::end(conn, &providers, &places).await?;
    }
    Ok(())
}

fn report(health: &Health) {
    let Health {
        provider, place, ..
    } = health;
    match &health.rest {
        Some(rest) => tracing::warn!(
            provider.name = provider,
            "{provider} is left alone at {place} for {} s: {} requests in a row failed, at last \
             with {}",
            rest.lasts.as_secs(),
            rest.failures,
            rest.reason
        ),
        None => tracing::info!(
            provider.name = provider,
            "{provider} answers again at {place}"
        ),
    }
}

async fn keep_changes(
    conn: &mut PgConnection,
    (provider, endpoint): (&str, &str),
    changes: &[Change],
) -> Result<(), StoreError> {
    for change in changes {
        let (path, what) = match change {
            Change::Lost { path, .. } => (path, FieldChange::Lost),
            Change::Kind { path, .. } => (path, FieldChange::Kind),
            Change::Back { path } => {
                feed_shapes::back(conn, (provider, endpoint, path)).await?;
                continue;
            }
            Change::New { .. } => continue,
        };
        let told = sentence(change);
        feed_shapes::changed(conn, (provider, endpoint, path), what, &told).await?;
    }
    Ok(())
}

/// What has become of a field, as it follows its name.
fn sentence(change: &Change) -> String {
    match change {
        Change::Lost { instead, .. } => {
            let used = "is gone; every answer used to have it";
            match instead {
                Some(new) => format!("{used}, and `{new}` has come in its place"),
                None => used.to_owned(),
            }
        }
        Change::Kind { was, is, .. } => format!("used to be {was}, and is now {is}"),
        Change::Back { .. } => "is there again".to_owned(),
        Change::New { .. } => "is new".to_owned(),
    }
}

/// A change that may cost us something, as a sentence about the field. `None`: it costs nothing.
pub fn named(change: &Change) -> Option<String> {
    match change {
        Change::Lost { path, .. } | Change::Kind { path, .. } => {
            Some(format!("`{path}` {}", sentence(change)))
        }
        Change::Back { .. } | Change::New { .. } => None,
    }
}

fn tell(provider: &str, endpoint: &str, changes: &[Change]) {
    let mut news = 0;
    for change in changes.iter().take(TOLD_MAX) {
        match change {
            Change::Lost { path, .. } | Change::Kind { path, .. } => tracing::warn!(
                provider.name = provider,
                "{provider} has changed its answers: `{path}` of {endpoint} {}",
                sentence(change)
            ),
            Change::Back { path } => tracing::info!(
                provider.name = provider,
                "{provider} has `{path}` of {endpoint} again"
            ),
            Change::New { .. } => news += 1,
        }
    }
    if news > 0 {
        tracing::debug!(provider.name = provider, "new fields of {endpoint}: {news}");
    }
}

impl Job for Watching {
    const NAME: &'static str = "watching the feeds";

    async fn tick(&mut self, lease: &Lease) -> Result<(), StoreError> {
        Self::tick(self, lease).await
    }
}
