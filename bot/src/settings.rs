//! Changing a server's settings, by those who manage it.

use services::settings::{Change, ChangeRequest};

use crate::access::require_manager;
use crate::app::App;
use crate::discord::request::Request;
use crate::errors::Failure;

/// Changes a setting.
///
/// # Errors
/// [`Failure`] in words where the asker may not, or the change is refused.
pub(crate) async fn change(app: &App, request: &Request, change: Change) -> Result<(), Failure> {
    require_manager(request)?;
    let guild = request.guild;
    app.server(guild, &request.guild_locale).await?;
    let asked = ChangeRequest {
        guild,
        actor: request.user,
        interaction: request.interaction,
        change,
    };
    services::settings::run(&app.pool, &asked).await?;
    app.caches.changed(guild);
    app.nudges.boards.notify_one();
    Ok(())
}
