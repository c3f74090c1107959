//! The command and its answers.

use twilight_model::application::command::{Command, CommandOptionType, CommandType};
use twilight_model::guild::Permissions;
use wording::{Catalogue, Said};

use crate::access::may_correct;
use crate::app::App;
use crate::discord::custom_id::NoButton;
use crate::discord::reply::{Reply, text_block};
use crate::discord::request::{Options, Request};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
use crate::features;

/// The feature.
pub(crate) struct Help;

impl Feature for Help {
    const NAME: &'static str = "help";
    type Options = ();
    type Button = NoButton;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("help", catalogue.say("help-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): Self::Options) -> Result<Reply, Failure> {
        let catalogue = request.catalogue();
        let corrects = may_correct(app, request).await?;
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
        let lines: Vec<Said> = app
            .commands()
            .iter()
            .filter(|it| may_use(it))
            .map(|it| {
                let about = features::about(catalogue, &it.name).unwrap_or_default();
                let (key, command) = match it.kind {
                    CommandType::Message => ("help-line-message", Said::ours(&it.name)),
                    _ => ("help-line", app.mention(&mentioned(it))),
                };
                catalogue.line(key, &[("command", command.into()), ("about", about.into())])
            })
            .collect();
        Ok(Reply::private(vec![
            text_block(catalogue.say("help-head")),
            text_block(wording::lines(lines)),
            text_block(catalogue.say("help-foot")),
        ]))
    }
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
