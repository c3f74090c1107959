//! Changing a server's settings, one at a time.

use shared::settings::ServerSettings;
use store::guilds;

use crate::access::require_manager;
use crate::app::{App, Change};
use crate::caches::ServerKey;
use crate::discord::request::Request;
use crate::errors::Failure;

/// Appends a version with one change, made to the newest version there is.
///
/// # Errors
/// [`Failure`] in words where the asker may not.
pub(crate) async fn change(
    app: &App,
    request: &Request,
    change: impl FnOnce(&mut ServerSettings),
) -> Result<(), Failure> {
    require_manager(request)?;
    let guild = request.guild;
    let server = app.server(guild, &request.guild_locale).await?;
    let Change { mut tx, is_first } = app.change(request).await?;
    guilds::lock(&mut tx, guild).await?;
    let before = guilds::settings(&mut tx, guild).await?;
    let before = before.unwrap_or_else(|| server.settings.clone());
    let mut after = before.clone();
    change(&mut after);
    if is_first && after != before {
        guilds::append_settings(&mut tx, &after, request.user).await?;
    }
    tx.commit().await?;
    app.caches.servers.forget(&ServerKey(guild)).await;
    app.nudges.boards.notify_one();
    Ok(())
}
