//! What a feature of the bot is: a command, its options, and the components of its answers.

use twilight_model::application::command::{Command, CommandOptionChoice, CommandType};
use twilight_model::application::interaction::InteractionContextType;
use twilight_model::guild::Permissions;
use twilight_model::oauth::ApplicationIntegrationType;
use twilight_util::builder::command::CommandBuilder;
use wording::{Catalogue, Said};

use crate::app::App;
use crate::discord::custom_id::{ComponentId, Handling};
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::{Failure, refuse};

/// One feature. `features` has the list of all, from which definitions, dispatch, autocomplete and
/// `/help` follow.
pub(crate) trait Feature {
    /// The command's name.
    const NAME: &'static str;
    /// Whether it is typed after a slash, or chosen in a message's menu.
    const KIND: CommandType = CommandType::ChatInput;
    /// What the command is given, read once.
    type Options: Send;
    /// The components of its answers.
    type Button: ComponentId;

    /// The command, as it is registered with Discord.
    fn definition(catalogue: Catalogue) -> Command;

    /// What it does, as `/help` says it. Discord shows no such words for commands in a message's
    /// menu, so those say it here.
    fn about(catalogue: Catalogue) -> Said {
        Said::ours(Self::definition(catalogue).description)
    }

    /// Reads what the command was given. What is wrong with it is said by [`Feature::answer`].
    fn read(options: &Options) -> Self::Options;

    /// How the command is acknowledged.
    fn handling(_options: &Self::Options) -> Handling {
        Handling::Private
    }

    /// Answers the command.
    ///
    /// # Errors
    /// [`Failure`] in words for the member.
    async fn answer(app: &App, request: &Request, options: Self::Options)
    -> Result<Reply, Failure>;

    /// Offers choices for an option that is being typed.
    ///
    /// # Errors
    /// [`Failure`] when the database refuses.
    async fn choices(
        _app: &App,
        _request: &Request,
        _typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        Ok(Vec::new())
    }

    /// Answers a button, or a menu in which `values` were chosen.
    ///
    /// # Errors
    /// [`Failure`] in words for the member.
    async fn pressed(
        _app: &App,
        _request: &Request,
        _button: Self::Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        Err(refuse("error-stale"))
    }

    /// Answers a form.
    ///
    /// # Errors
    /// [`Failure`] in words for the member.
    async fn submitted(
        _app: &App,
        _request: &Request,
        _form: Self::Button,
        _fields: &Fields,
    ) -> Result<Reply, Failure> {
        Err(refuse("error-stale"))
    }
}

/// A command that works in servers only.
pub(crate) fn in_servers(name: &str, description: Said) -> CommandBuilder {
    CommandBuilder::new(name, description, CommandType::ChatInput)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
}

/// A command in the menu of a message, for servers only. It has no description: Discord takes none.
pub(crate) fn in_messages(name: &str) -> CommandBuilder {
    CommandBuilder::new(name, "", CommandType::Message)
        .contexts([InteractionContextType::Guild])
        .integration_types([ApplicationIntegrationType::GuildInstall])
}

/// A command for server managers.
pub(crate) fn for_managers(command: CommandBuilder) -> CommandBuilder {
    command.default_member_permissions(Permissions::MANAGE_GUILD)
}
