//! Who may change a server's settings and who may correct its books. Asked again at each step: a
//! role that was taken away meanwhile counts for nothing.

use services::members;

use crate::app::App;
use crate::discord::permissions::MANAGING;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse, refuse_with};

/// Whether the member who asks may change the server's settings.
pub(crate) fn is_manager(request: &Request) -> bool {
    request.member_may.intersects(MANAGING)
}

pub(crate) fn require_manager(request: &Request) -> Result<(), Failure> {
    if is_manager(request) {
        Ok(())
    } else {
        Err(refuse("setup-not-you"))
    }
}

/// Whether who asks manages the server, or has the role that `/setup` names for it.
///
/// # Errors
/// [`Failure`] when the server cannot be read.
pub(crate) async fn may_correct(app: &App, request: &Request) -> Result<bool, Failure> {
    if request.member_may.intersects(MANAGING) {
        return Ok(true);
    }
    let server = app.server(request.guild, &request.guild_locale).await?;
    Ok(members::may_correct(
        &server.settings,
        false,
        &request.roles,
    ))
}

/// Refuses members who may not correct.
pub(crate) async fn require_corrector(app: &App, request: &Request) -> Result<(), Failure> {
    if may_correct(app, request).await? {
        return Ok(());
    }
    let setup = app.mention("setup").into();
    Err(refuse_with("admin-not-you", vec![("setup", setup)]))
}
