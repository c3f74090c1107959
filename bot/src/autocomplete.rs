//! Choices for options that are being typed: from memory, and never none.

use crate::app::App;
use crate::errors::Failure;
use crate::reply::Reply;
use crate::request::{Options, Request};

/// Answers.
///
/// # Errors
/// [`Failure`] when the board cannot be loaded.
pub async fn answer(
    _app: &App,
    _request: &Request,
    _name: &str,
    _option: &str,
    _typed: &str,
    _options: &Options,
) -> Result<Reply, Failure> {
    Ok(Reply::choices(Vec::new()))
}
