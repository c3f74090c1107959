//! The door: a value from this process, from the layer that processes share, or loaded.

use std::any::Any;
use std::fmt::Write as _;
use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use shared::cache::namespace::TABLE;
use shared::cache::{
    CacheKey, Layer, Layers, Moved, Namespace, Pending, Scope, Stored, Version, VersionSource,
    Waited, Write,
};
use shared::clock::Clock;
use tokio::time::Instant;

use crate::counters::{Counters, Counts, What};
use crate::local::{Kept, Local, LocalKey, Outcome};
use crate::names::{PREFIX, hash};
use crate::versions::Versions;

/// How long anybody waits for a value that somebody else loads, or loads it. Longer than the
/// database takes to refuse, so that its own words are heard.
const WAITED_FOR: Duration = Duration::from_secs(10);
/// Larger values are kept in this process alone: writing one would hold up all others.
const SHARED_BYTES_MAX: usize = 1 << 20;

/// A value that is being loaded: on the heap, since whoever asks for it is often deep inside of
/// other work already.
type Load<'a, K, E> = Pending<'a, Result<<K as CacheKey>::Value, E>>;
/// A value that is being looked for.
pub type Found<'a, K, E> = Pending<'a, Result<Arc<<K as CacheKey>::Value>, Arc<E>>>;

/// What a cache is made of.
pub struct Options {
    /// Where versions are read.
    pub versions: Arc<dyn VersionSource>,
    /// The time, for the age of values that other processes wrote.
    pub clock: Arc<dyn Clock>,
    /// The layer that processes share, where there is one.
    pub shared: Option<Arc<dyn Layer>>,
}

/// The one door to everything that is kept. Clones share it.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    locals: [OnceLock<Local>; TABLE.len()],
    versions: Versions,
    shared: Option<Arc<dyn Layer>>,
    counters: Counters,
    clock: Arc<dyn Clock>,
    /// Whether nothing is kept or found.
    is_off: bool,
}

impl Cache {
    /// Nothing is kept yet.
    pub fn new(options: Options) -> Self {
        Self::with(options, false)
    }

    /// One that keeps and finds nothing, ever: what is asked for is loaded each time.
    pub fn off(options: Options) -> Self {
        Self::with(options, true)
    }

    fn with(options: Options, is_off: bool) -> Self {
        Self(Arc::new(Inner {
            locals: std::array::from_fn(|_| OnceLock::new()),
            versions: Versions::new(options.versions),
            shared: options.shared,
            counters: Counters::default(),
            clock: options.clock,
            is_off,
        }))
    }

    /// Whether it keeps nothing.
    pub fn is_off(&self) -> bool {
        self.0.is_off
    }

    /// The value, loaded once however many ask for it at the same time.
    ///
    /// # Errors
    /// What the load says, shared between those who waited for it: a failed load is not kept. Or
    /// [`Waited`], if that took too long.
    pub fn get<'a, K, E, F>(&'a self, key: &'a K, load: F) -> Found<'a, K, E>
    where
        K: CacheKey + 'a,
        E: From<Waited> + Send + Sync + 'static,
        F: Future<Output = Result<K::Value, E>> + Send + 'a,
    {
        let load: Load<'a, K, E> = Box::pin(load);
        Box::pin(async move {
            let Some(name) = Name::of(&self.0, key).await else {
                // No version is known, so nothing is found or kept.
                self.0.counters.local(K::NAMESPACE, What::Error);
                return self.0.load::<K, E>(load).await.map_err(Arc::new);
            };
            self.0.get::<K, E>(name, load).await
        })
    }

    /// As [`Self::get`]. A value that has reached the age for it is loaded anew behind whoever
    /// reads it, who does not wait.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_renewed<'a, K, E, F>(&'a self, key: &'a K, load: F) -> Found<'a, K, E>
    where
        K: CacheKey + 'a,
        E: From<Waited> + Send + Sync + 'static,
        F: Future<Output = Result<K::Value, E>> + Send + 'static,
    {
        let load: Load<'static, K, E> = Box::pin(load);
        Box::pin(async move {
            let Some(name) = Name::of(&self.0, key).await else {
                self.0.counters.local(K::NAMESPACE, What::Error);
                return self.0.load::<K, E>(load).await.map_err(Arc::new);
            };
            if let Some(kept) = self.0.local(K::NAMESPACE).kept(&name.local).await
                && let Some(value) = value_of::<K>(&kept)
            {
                self.0.counters.local(K::NAMESPACE, What::Hit);
                if kept.begin_renewing(Instant::now()) {
                    self.renew::<K, E>(name, kept, load);
                }
                return Ok(value);
            }
            self.0.get::<K, E>(name, load).await
        })
    }

    /// Loads a value anew, under the name that it was found under: if that was dropped meanwhile,
    /// nobody finds it.
    fn renew<K, E>(&self, name: Name, old: Kept, load: Load<'static, K, E>)
    where
        K: CacheKey,
        E: From<Waited> + Send + Sync + 'static,
    {
        let inner = Arc::clone(&self.0);
        tokio::spawn(async move {
            let began = (Instant::now(), inner.clock.now());
            match tokio::time::timeout(WAITED_FOR, inner.load::<K, E>(load)).await {
                Ok(Ok(value)) => {
                    let lifetime = lifetime_of::<K>(&value, &name.local.name);
                    inner.share::<K>(&name, &value, began.1, lifetime);
                    let kept = kept_of::<K>(value, began.0, lifetime);
                    inner.local(K::NAMESPACE).keep(name.local, kept).await;
                }
                // Whoever reads it next tries again.
                Ok(Err(_)) | Err(_) => old.is_renewing.store(false, Ordering::Release),
            }
        });
    }

    /// The value, where it is kept in this process. Asks nobody. Counts what it finds; where there
    /// is nothing, [`Self::get`] counts that.
    pub async fn kept<K: CacheKey>(&self, key: &K) -> Option<Arc<K::Value>> {
        let name = Name::known(&self.0, key)?;
        let kept = self.0.local(K::NAMESPACE).kept(&name.local).await?;
        let value = value_of::<K>(&kept)?;
        self.0.counters.local(K::NAMESPACE, What::Hit);
        Some(value)
    }

    /// Drops one value from this process. What is being loaded for it is not kept either.
    pub async fn forget<K: CacheKey>(&self, key: &K) {
        // Where no version is known, nothing can be found: what is being loaded is dropped.
        let name = Name::known(&self.0, key)
            .unwrap_or_else(|| Name::with(&self.0, key, [Version::FIRST; 2]));
        self.0.local(K::NAMESPACE).forget(&name.local).await;
        self.0.counters.dropped(K::NAMESPACE);
    }

    /// Drops a namespace from this process.
    pub fn clear(&self, namespace: Namespace) {
        self.0.local(namespace).clear();
        self.0.counters.dropped(namespace);
    }

    /// This process has changed something of that scope, in a transaction that moved its versions:
    /// they are read again.
    pub fn changed(&self, scope: Scope) {
        self.0.versions.forget(scope);
    }

    /// A look at what has moved has succeeded. It began at that moment, and found everything that
    /// had moved since the look before it.
    pub fn looked(&self, moved: &[Moved], began: Instant) {
        for it in moved {
            self.0.counters.dropped(it.namespace);
        }
        self.0.versions.looked(moved, began);
    }

    /// Anything may have changed, as after a lost connection: forgets all that this process holds.
    pub fn forget_all(&self) {
        self.0.versions.forget_all();
        for namespace in Namespace::all() {
            if let Some(local) = self.0.locals[namespace.place()].get() {
                local.clear();
                self.0.counters.dropped(namespace);
            }
        }
    }

    /// What happened since the process began.
    pub fn counts(&self) -> Vec<Counts> {
        self.0.counters.snapshot()
    }
}

impl Inner {
    fn local(&self, namespace: Namespace) -> &Local {
        self.locals[namespace.place()].get_or_init(|| Local::new(namespace))
    }

    async fn get<K, E>(&self, name: Name, load: Load<'_, K, E>) -> Result<Arc<K::Value>, Arc<E>>
    where
        K: CacheKey,
        E: From<Waited> + Send + Sync + 'static,
    {
        let local = self.local(K::NAMESPACE);
        if let Some(kept) = local.kept(&name.local).await
            && let Some(value) = value_of::<K>(&kept)
        {
            self.counters.local(K::NAMESPACE, What::Hit);
            return Ok(value);
        }
        self.counters.local(K::NAMESPACE, What::Miss);
        let fill = Box::pin(self.fill::<K, E>(&name, load));
        let kept = tokio::time::timeout(WAITED_FOR, local.kept_or(name.local.clone(), fill));
        let Ok(kept) = kept.await else {
            return Err(Arc::new(Waited.into()));
        };
        match &kept.outcome {
            Outcome::Value(_) => match value_of::<K>(&kept) {
                Some(value) => Ok(value),
                // Another kind under the same name: a mistake of ours, which a test would show.
                None => Err(Arc::new(Waited.into())),
            },
            Outcome::Failed(error) => match Arc::clone(error).downcast::<E>() {
                Ok(error) => Err(error),
                Err(_) => Err(Arc::new(Waited.into())),
            },
        }
    }

    /// Looks in the shared layer, then loads.
    async fn fill<K, E>(&self, name: &Name, load: Load<'_, K, E>) -> Kept
    where
        K: CacheKey,
        E: Send + Sync + 'static,
    {
        if let Some(kept) = self.look::<K>(name).await {
            return kept;
        }
        let began = (Instant::now(), self.clock.now());
        match self.load::<K, E>(load).await {
            Ok(value) => {
                let lifetime = lifetime_of::<K>(&value, &name.local.name);
                self.share::<K>(name, &value, began.1, lifetime);
                kept_of::<K>(value, began.0, lifetime)
            }
            Err(error) => Kept::failed(Arc::new(error)),
        }
    }

    async fn load<K: CacheKey, E>(&self, load: Load<'_, K, E>) -> Result<Arc<K::Value>, E> {
        let loaded = load.await;
        self.counters.loaded(K::NAMESPACE, loaded.is_ok());
        loaded.map(Arc::new)
    }

    /// What another process has written, if it is there, can be read, and is young enough.
    async fn look<K: CacheKey>(&self, name: &Name) -> Option<Kept> {
        let (layer, shared) = (self.shared.as_ref()?, name.shared.as_ref()?);
        let namespace = K::NAMESPACE;
        let bytes = match layer.read(shared).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                self.counters.shared(namespace, What::Miss);
                return None;
            }
            Err(_) => {
                self.counters.shared(namespace, What::Error);
                return None;
            }
        };
        let (now, moment) = (self.clock.now(), Instant::now());
        let stored = Stored::from_bytes(&bytes, K::SHAPE, now);
        let read = stored.and_then(|it| Some((it.loaded_at, K::from_bytes(&it.body)?)));
        let Some((loaded_at, value)) = read else {
            self.counters.shared(namespace, What::Error);
            return None;
        };
        let age = (now - loaded_at).to_std().unwrap_or_default();
        let lifetime = lifetime_of::<K>(&value, &name.local.name);
        let Some(left) = lifetime.checked_sub(age).filter(|it| !it.is_zero()) else {
            self.counters.shared(namespace, What::Miss);
            return None;
        };
        self.counters.shared(namespace, What::Hit);
        let mut kept = kept_of::<K>(Arc::new(value), moment, left);
        kept.renew_at = K::NAMESPACE
            .row()
            .renew_after
            .map(|it| moment + it.saturating_sub(age));
        Some(kept)
    }

    /// Writes a value for other processes.
    fn share<K: CacheKey>(
        &self,
        name: &Name,
        value: &K::Value,
        loaded_at: chrono::DateTime<chrono::Utc>,
        lifetime: Duration,
    ) {
        let (Some(layer), Some(shared)) = (self.shared.as_ref(), name.shared.as_ref()) else {
            return;
        };
        let Some(body) = K::to_bytes(value).filter(|it| it.len() <= SHARED_BYTES_MAX) else {
            return;
        };
        let bytes = Stored { loaded_at, body }.to_bytes(K::SHAPE);
        let is_taken = layer.write(Write {
            name: shared.clone(),
            bytes,
            lifetime,
        });
        if !is_taken {
            self.counters.shared(K::NAMESPACE, What::Error);
        }
    }
}

/// The names of one value.
struct Name {
    local: LocalKey,
    /// In the layer that processes share. `None`: it is not kept there.
    shared: Option<String>,
}

impl Name {
    /// Under the current versions, which are asked for if they are not known.
    async fn of<K: CacheKey>(inner: &Inner, key: &K) -> Option<Self> {
        if inner.is_off {
            return None;
        }
        let scope = key.scope();
        if scope == Scope::Process {
            return Some(Self::with(inner, key, [Version::FIRST; 2]));
        }
        let all = inner.versions.of(Scope::Everywhere).await?;
        let own = match scope {
            Scope::Everywhere => Version::FIRST,
            _ => inner.versions.of(scope).await?.of(K::NAMESPACE),
        };
        Some(Self::with(inner, key, [all.of(K::NAMESPACE), own]))
    }

    /// Under the current versions, if they are known.
    fn known<K: CacheKey>(inner: &Inner, key: &K) -> Option<Self> {
        if inner.is_off {
            return None;
        }
        let scope = key.scope();
        if scope == Scope::Process {
            return Some(Self::with(inner, key, [Version::FIRST; 2]));
        }
        let all = inner.versions.known(Scope::Everywhere)?;
        let own = match scope {
            Scope::Everywhere => Version::FIRST,
            _ => inner.versions.known(scope)?.of(K::NAMESPACE),
        };
        Some(Self::with(inner, key, [all.of(K::NAMESPACE), own]))
    }

    fn with<K: CacheKey>(inner: &Inner, key: &K, versions: [Version; 2]) -> Self {
        let mut name = String::with_capacity(64);
        // Writing into a text never fails.
        let _ = match key.scope() {
            Scope::Process | Scope::Everywhere => write!(name, "{}.{}:", K::KIND, K::SHAPE),
            Scope::League(id) => write!(name, "{}.{}:{id}:", K::KIND, K::SHAPE),
            Scope::Guild(id) => write!(name, "{}.{}:{id}:", K::KIND, K::SHAPE),
        };
        key.write(&mut name);
        let row = K::NAMESPACE.row();
        let is_shared =
            row.layers == Layers::Both && key.scope() != Scope::Process && inner.shared.is_some();
        let shared = is_shared.then(|| {
            let [all, own] = versions;
            format!("{PREFIX}:{}:{all}:{own}:{name}", row.word)
        });
        let drops = inner.local(K::NAMESPACE).drops(&name);
        let local = LocalKey {
            name: name.into(),
            versions,
            drops,
        };
        Self { local, shared }
    }
}

fn value_of<K: CacheKey>(kept: &Kept) -> Option<Arc<K::Value>> {
    match &kept.outcome {
        Outcome::Value(value) => Arc::clone(value).downcast().ok(),
        Outcome::Failed(_) => None,
    }
}

/// How long a value may be kept: up to a tenth less than its row or its key says, by its name.
fn lifetime_of<K: CacheKey>(value: &K::Value, name: &str) -> Duration {
    let row = K::NAMESPACE.row();
    let most = K::LIFETIME.map_or(row.lifetime, |it| it.min(row.lifetime));
    let most = match K::is_nothing(value) {
        true => most.min(row.nothing_for),
        false => most,
    };
    let thousandth = u32::try_from(hash(name) % 100).unwrap_or(0);
    most - most / 1_000 * thousandth
}

fn kept_of<K: CacheKey>(value: Arc<K::Value>, loaded_at: Instant, lifetime: Duration) -> Kept {
    let weight = K::weight(&value);
    let renewed = K::NAMESPACE.row().renew_after;
    let value: Arc<dyn Any + Send + Sync> = value;
    Kept {
        outcome: Outcome::Value(value),
        until: loaded_at + lifetime,
        renew_at: renewed.map(|it| loaded_at + it),
        is_renewing: Arc::default(),
        weight,
    }
}
