//! `/help`: built from the list of commands, so that it never lags behind it.

use twilight_model::application::command::{Command, CommandOptionType};
use twilight_model::guild::Permissions;
use wording::{Catalogue, Said};

use crate::app::App;
use crate::commands::{admin, definitions, in_servers};
use crate::errors::Failure;
use crate::reply::{Reply, text_block};
use crate::request::Request;

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    in_servers("help", catalogue.say("help-about")).build()
}

/// A command as it can be pressed: one with subcommands only by the last of them.
fn mentioned(command: &Command) -> String {
    let mut subs = command.options.iter().rev();
    let sub = subs.find(|it| it.kind == CommandOptionType::SubCommand);
    sub.map_or_else(
        || command.name.clone(),
        |sub| format!("{} {}", command.name, sub.name),
    )
}

/// Lists what the member may use.
///
/// # Errors
/// [`Failure`] when the server cannot be read.
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let corrects = admin::may_correct(app, request).await?;
    let may_use = |command: &Command| {
        if command.name == "admin" {
            return corrects;
        }
        let needed = command.default_member_permissions;
        needed.is_none_or(|needed| {
            request
                .member_may
                .intersects(needed | Permissions::ADMINISTRATOR)
        })
    };
    let lines: Vec<Said> = definitions()
        .iter()
        .filter(|it| may_use(it))
        .map(|it| {
            let places = [
                ("command", app.mention(&mentioned(it)).into()),
                ("about", Said::ours(&it.description).into()),
            ];
            catalogue.line("help-line", &places)
        })
        .collect();
    Ok(Reply::private(vec![
        text_block(catalogue.say("help-head")),
        text_block(wording::lines(lines)),
        text_block(catalogue.say("help-foot")),
    ]))
}
