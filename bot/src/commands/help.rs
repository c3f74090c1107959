//! `/help`: built from the list of commands, so that it never lags behind it.

use twilight_model::application::command::{Command, CommandOptionType};
use twilight_model::guild::Permissions;

use crate::app::App;
use crate::commands::{admin, definitions, in_servers};
use crate::errors::Failure;
use crate::reply::{Reply, text};
use crate::request::Request;
use crate::text::Text;
use crate::wording::{self, Said};

/// The command.
pub(crate) fn definition(text: Text) -> Command {
    in_servers("help", text.say("help-about")).build()
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
    let words = request.text();
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
            words.line("help-line", &places)
        })
        .collect();
    Ok(Reply::private(vec![
        text(words.say("help-head")),
        text(wording::lines(lines)),
        text(words.say("help-foot")),
    ]))
}
