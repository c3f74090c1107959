//! Buttons, menus and forms, each taken to its command.

use std::collections::HashMap;

use crate::app::App;
use crate::commands::balance;
use crate::custom_id::CustomId;
use crate::errors::{Failure, refuse};
use crate::reply::Reply;
use crate::request::Request;

/// Whether pressing it opens a form, which cannot be promised.
pub const fn opens_form(id: CustomId) -> bool {
    matches!(
        id,
        CustomId::OtherAmount { .. } | CustomId::ParlayOther { .. } | CustomId::SetupStakes
    )
}

/// Whether pressing it changes a message that everybody sees.
pub const fn is_public(id: CustomId) -> bool {
    matches!(
        id,
        CustomId::Leaderboard { .. } | CustomId::LeaderboardMe { .. }
    )
}

/// Answers a button or menu.
///
/// # Errors
/// [`Failure`] in words for the member.
pub async fn pressed(
    app: &App,
    request: &Request,
    id: CustomId,
    values: &[String],
) -> Result<Reply, Failure> {
    match id {
        CustomId::OddsFormat => balance::set_odds_format(app, request, values).await,
        _ => Err(refuse("error-stale")),
    }
}

/// Answers a form.
///
/// # Errors
/// [`Failure`] in words for the member.
pub async fn submitted(
    _app: &App,
    _request: &Request,
    _id: CustomId,
    _fields: &HashMap<String, String>,
) -> Result<Reply, Failure> {
    Err(refuse("error-stale"))
}
