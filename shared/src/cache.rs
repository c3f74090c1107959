//! What may be kept, for how long, under which name, and what drops it.
//!
//! The cache is never the truth: dropping all of it at any time is safe, and nothing that gates
//! units is decided by what it holds. Here is what both programs must agree about: the table of
//! [`namespace`]s, typed [keys](CacheKey), [`version`]s, and how a value is written for other
//! processes ([`Stored`]). What holds values is in the crate `cache`.

mod key;
mod layer;
pub mod namespace;
mod stored;
pub mod version;

pub use key::{CacheKey, from_json, to_json};
pub use layer::{Layer, LayerError, Pending, Write};
pub use namespace::{Bound, Layers, Namespace};
pub use stored::Stored;
pub use version::{Moved, Scope, ScopeVersions, Version, VersionSource};

/// Somebody else was loading the value and took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a value that is being loaded was waited for too long")]
pub struct Waited;
