//! The layer that processes share: Redis or Valkey, which may die at any time.
//!
//! Everybody uses clones of one connection, whose commands are sent together. A read is given up
//! after [`Limits::answer`]. After some failures in a row nothing is sent any more, and
//! [`Keeper::keep`] connects again behind everybody's back.

mod address;
mod breaker;
mod config;
mod examine;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use deadpool_redis::redis::aio::MultiplexedConnection;
use deadpool_redis::redis::{AsyncConnectionConfig, Cmd, Pipeline, RedisError, cmd};
use deadpool_redis::{Connection, Manager, Pool, Runtime};
use shared::cache::{Layer, LayerError, Pending, Write};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, timeout};

pub use address::{Address, AddressError};
pub use breaker::State;
pub use config::RedisConfig;
pub use examine::{Examined, Trouble, examine, report};

use breaker::Breaker;

/// How long Redis is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a connection, which nobody but [`Keeper::keep`] waits for.
    pub connect: Duration,
    /// For an answer. A server in the same building answers in less than a millisecond.
    pub answer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(1),
            answer: Duration::from_millis(50),
        }
    }
}

/// How many values wait to be written. More are not written at all.
const QUEUE_MAX: usize = 256;
/// How many values are written at once.
const BATCH_MAX: usize = 32;
/// A batch of values is larger than an answer, and nobody waits for it.
const WRITE_TIMES: u32 = 10;

struct Shared {
    pool: Pool,
    limits: Limits,
    connection: RwLock<Option<MultiplexedConnection>>,
    breaker: Mutex<Breaker>,
    /// Wakes whoever connects.
    is_away: Notify,
    /// How many writes Redis refused or did not confirm.
    lost_writes: AtomicU64,
}

/// The layer. Without a running [`Keeper::keep`] it finds nothing.
pub struct RedisLayer {
    shared: Arc<Shared>,
    writes: mpsc::Sender<Write>,
}

/// What [`RedisLayer::open`] leaves to be run in the background.
pub struct Keeper {
    shared: Arc<Shared>,
    writes: mpsc::Receiver<Write>,
}

impl RedisLayer {
    /// A layer at this address. Nothing is sent yet: run the [`Keeper`].
    ///
    /// # Errors
    /// [`AddressError`] if the address cannot be read.
    pub fn open(address: &Address, limits: Limits) -> Result<(Self, Keeper), AddressError> {
        let shared = Arc::new(Shared {
            pool: pool(address, limits)?,
            limits,
            connection: RwLock::default(),
            breaker: Mutex::new(Breaker::away()),
            is_away: Notify::new(),
            lost_writes: AtomicU64::default(),
        });
        let (writes, waiting) = mpsc::channel(QUEUE_MAX);
        let keeper = Keeper {
            shared: Arc::clone(&shared),
            writes: waiting,
        };
        Ok((Self { shared, writes }, keeper))
    }

    /// Whether it is asked at the moment.
    pub fn state(&self) -> State {
        self.shared.breaker().state()
    }

    /// How many values were handed to Redis and not kept there, as far as it said.
    pub fn lost_writes(&self) -> u64 {
        self.shared.lost_writes.load(Ordering::Relaxed)
    }
}

fn pool(address: &Address, limits: Limits) -> Result<Pool, AddressError> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(limits.connect))
        .set_response_timeout(Some(limits.connect));
    let manager = Manager::new_with_config(address.url(), config).map_err(address::unreadable)?;
    // Connections are taken out of it for good: it is there to make them.
    let pool = Pool::builder(manager)
        .max_size(2)
        .create_timeout(Some(limits.connect))
        .wait_timeout(Some(limits.connect))
        .recycle_timeout(Some(limits.connect))
        .runtime(Runtime::Tokio1)
        .build();
    pool.map_err(|_| AddressError)
}

impl Layer for RedisLayer {
    fn read<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, LayerError>> {
        Box::pin(async move {
            let (mut connection, limits) = self.shared.ask()?;
            let get = Cmd::get(name);
            let asked = timeout(limits.answer, get.query_async(&mut connection)).await;
            match asked {
                Ok(Ok(found)) => {
                    self.shared.breaker().succeeded();
                    Ok(found)
                }
                Ok(Err(error)) => {
                    self.shared.failed(&error.to_string());
                    Err(LayerError::Failed)
                }
                Err(_) => {
                    self.shared.failed("no answer in time");
                    Err(LayerError::Late)
                }
            }
        })
    }

    fn write(&self, write: Write) -> bool {
        self.state() == State::Closed && self.writes.try_send(write).is_ok()
    }
}

impl Shared {
    /// A connection to ask on, if it is to be asked.
    fn ask(&self) -> Result<(MultiplexedConnection, Limits), LayerError> {
        if !self.breaker().allows(Instant::now(), self.limits.answer) {
            return Err(LayerError::Away);
        }
        let connection = self.connection.read();
        let connection = connection.unwrap_or_else(PoisonError::into_inner).clone();
        Ok((connection.ok_or(LayerError::Away)?, self.limits))
    }

    fn failed(&self, why: &str) {
        if !self.breaker().failed() {
            return;
        }
        tracing::warn!("the shared cache is left alone for a while: {why}");
        self.set_connection(None);
        self.is_away.notify_one();
    }

    fn set_connection(&self, connection: Option<MultiplexedConnection>) {
        let mut held = self.connection.write();
        *held.as_deref_mut().unwrap_or_else(|it| it.get_mut()) = connection;
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new connection that has answered once.
    async fn connect(&self) -> Result<MultiplexedConnection, String> {
        let connection = timeout(self.limits.connect, self.pool.get()).await;
        let connection = match connection {
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(error.to_string()),
            Err(_) => return Err("no connection in time".to_owned()),
        };
        let mut connection = Connection::take(connection);
        let ping = cmd("PING");
        let pong = ping.query_async::<String>(&mut connection);
        match timeout(self.limits.answer, pong).await {
            Ok(Ok(_)) => Ok(connection),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("no answer in time".to_owned()),
        }
    }

    async fn write(&self, batch: Vec<Write>) {
        let Ok((mut connection, limits)) = self.ask() else {
            self.lose(batch.len());
            return;
        };
        let mut pipeline = Pipeline::with_capacity(batch.len());
        for it in &batch {
            let millis = u64::try_from(it.lifetime.as_millis()).unwrap_or(u64::MAX);
            let set = pipeline.cmd("SET").arg(&it.name).arg(&it.bytes);
            set.arg("PX").arg(millis.max(1)).ignore();
        }
        let answer = limits.answer.saturating_mul(WRITE_TIMES);
        match timeout(answer, pipeline.query_async::<()>(&mut connection)).await {
            Ok(Ok(())) => self.breaker().succeeded(),
            Ok(Err(error)) => self.not_written(batch.len(), &error),
            Err(_) => {
                self.lose(batch.len());
                self.failed("no answer in time");
            }
        }
    }

    /// A server that is full, or that others may not write to, can still be read.
    fn not_written(&self, count: usize, error: &RedisError) {
        self.lose(count);
        if error.is_io_error() || error.is_connection_dropped() {
            self.failed(&error.to_string());
        } else {
            self.breaker().succeeded();
        }
    }

    fn lose(&self, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.lost_writes.fetch_add(count, Ordering::Relaxed);
    }
}

impl Keeper {
    /// Connects, writes, and connects again, for ever. Ends only with the layer.
    pub async fn keep(self) {
        let Self { shared, writes } = self;
        let connecting = stay_connected(&shared);
        tokio::select! {
            () = connecting => {}
            () = write_all(&shared, writes) => {}
        }
    }
}

async fn stay_connected(shared: &Shared) {
    loop {
        let wait = shared.breaker().wait();
        let Some(wait) = wait else {
            shared.is_away.notified().await;
            continue;
        };
        tokio::time::sleep(wait).await;
        match shared.connect().await {
            Ok(connection) => {
                shared.set_connection(Some(connection));
                shared.breaker().probed(true);
                tracing::info!("the shared cache answers");
            }
            Err(why) => {
                if shared.breaker().probed(false) {
                    tracing::warn!("the shared cache does not answer, going on without it: {why}");
                }
            }
        }
    }
}

async fn write_all(shared: &Shared, mut writes: mpsc::Receiver<Write>) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    while writes.recv_many(&mut batch, BATCH_MAX).await > 0 {
        shared.write(std::mem::take(&mut batch)).await;
    }
}
