//! Points at which a test may kill what is under way. Without the feature `fault` they are nothing.
//!
//! Whoever writes to the books names a point between any two statements: `fault::point("…").await`.
//! A test runs the work once to learn which points it crosses, then once for each, and takes the
//! connection away from under it there.

#[cfg(feature = "fault")]
mod plan;
#[cfg(feature = "fault")]
mod statements;

#[cfg(feature = "fault")]
pub use plan::{Crossed, Plan, under};
#[cfg(feature = "fault")]
pub use statements::{CrossedStatement, Statements};

/// A place where a test may stop the work for good. Names say what has just been done, after a
/// word for the work: `settle.page.moved`.
#[cfg_attr(
    not(feature = "fault"),
    expect(clippy::unused_async, reason = "a point waits where a test stops it")
)]
#[cfg_attr(not(feature = "fault"), inline)]
pub async fn point(name: &'static str) {
    #[cfg(feature = "fault")]
    plan::cross(name).await;
    #[cfg(not(feature = "fault"))]
    let _ = name;
}
