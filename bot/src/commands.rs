//! The list of all commands. One file a command: its definition and its handler.

pub(crate) mod admin;
pub(crate) mod balance;
pub(crate) mod bet;
pub(crate) mod games;
pub(crate) mod help;
pub(crate) mod leaderboard;
pub(crate) mod manual;
pub(crate) mod notify;
pub(crate) mod parlay;
pub(crate) mod rules;
pub(crate) mod setup;
pub(crate) mod tickets;
pub(crate) mod why;

use twilight_model::application::command::{Command, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::guild::Permissions;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::CommandBuilder;
use wording::{Catalogue, FALLBACK, Said};

use crate::app::App;
use crate::errors::{Failure, refuse};
use crate::reply::{Audience, Reply};
use crate::request::{Options, Request};

/// Every command, as Discord is told about it, in the order of `/help`.
pub fn definitions() -> Vec<Command> {
    let catalogue = Catalogue::get(FALLBACK);
    vec![
        games::definition(catalogue),
        bet::definition(catalogue),
        parlay::definition(catalogue),
        manual::definition(catalogue),
        tickets::definition(catalogue),
        balance::definition(catalogue),
        why::definition(catalogue),
        rules::definition(catalogue),
        leaderboard::definition(catalogue),
        setup::definition(catalogue),
        admin::definition(catalogue),
        help::definition(catalogue),
    ]
}

/// A command that works in servers only.
pub(crate) fn in_servers(name: &str, description: Said) -> CommandBuilder {
    CommandBuilder::new(name, description, CommandType::ChatInput)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
}

/// A command for who manages the server.
pub(crate) fn for_managers(command: CommandBuilder) -> CommandBuilder {
    command.default_member_permissions(Permissions::MANAGE_GUILD)
}

/// Whether a command moves units by itself: it is acknowledged before it runs.
pub(crate) fn moves_units(name: &str) -> bool {
    name == "manual"
}

/// Who sees what a command answers.
pub(crate) fn audience(name: &str) -> Audience {
    match name {
        "leaderboard" => Audience::Everybody,
        _ => Audience::Asker,
    }
}

/// Answers a command.
///
/// # Errors
/// [`Failure`] in words for the member.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    name: &str,
    options: &Options,
) -> Result<Reply, Failure> {
    match name {
        "games" => games::answer(app, request, options).await,
        "bet" => bet::answer(app, request, options).await,
        "parlay" => parlay::show(app, request, None).await,
        "tickets" => tickets::answer(app, request, options).await,
        "why" => why::answer(app, request, options).await,
        "rules" => rules::answer(app, request, options).await,
        "leaderboard" => leaderboard::answer(app, request).await,
        "setup" => setup::answer(app, request, options).await,
        "balance" => balance::answer(app, request).await,
        "manual" => manual::answer(app, request, options).await,
        _ if name.starts_with("admin ") => admin::answer(app, request, name, options).await,
        "help" => help::answer(app, request).await,
        _ => Err(refuse("error-stale")),
    }
}
