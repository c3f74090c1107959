//! A layer that processes share, as the door sees it.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// Something that is being waited for.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a layer has no answer. The caller goes on without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayerError {
    /// It failed a moment ago and is left alone for now. Costs no time.
    #[error("it is left alone after failures")]
    Away,
    /// It did not answer in time.
    #[error("it did not answer in time")]
    Late,
    /// It answered that it cannot, or the connection ended.
    #[error("it failed")]
    Failed,
}

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Its whole name, versions included.
    pub name: String,
    /// Its bytes, as [`super::Stored`] makes them.
    pub bytes: Vec<u8>,
    /// How long it may be kept.
    pub lifetime: Duration,
}

/// Keeps bytes under names, for a while. May lose any of them at any time.
pub trait Layer: Send + Sync + 'static {
    /// What is kept under this name. Answers within a bound of its own, whatever happens.
    fn read<'a>(&'a self, name: &'a str) -> Pending<'a, Result<Option<Vec<u8>>, LayerError>>;

    /// Keeps a value, some time soon. Never waits. `false` if it is known that it will not be kept.
    fn write(&self, write: Write) -> bool;
}
