//! The command and its answers.

use shared::id::CorrectionId;
use store::corrections::Draft;
use twilight_model::application::command::{Command, CommandOptionChoice};
use wording::Catalogue;

use super::buttons::Button;
use super::draft::{self, clean};
use super::read::read;
use super::{choices, definition, log};
use crate::access::require_corrector;
use crate::app::App;
use crate::discord::custom_id::Handling;
use crate::discord::reply::{Reply, only_choice};
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::{Failure, refuse};
use crate::feature::Feature;

/// The feature.
pub(crate) struct Admin;

impl Feature for Admin {
    const NAME: &'static str = "admin";
    /// Each subcommand reads its own.
    type Options = Options;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        definition::definition(catalogue)
    }

    fn read(options: &Options) -> Self::Options {
        options.clone()
    }

    /// Where no reason was typed, a form asks for it.
    fn handling(options: &Options) -> Handling {
        if options.sub() != "log" && options.get("reason").is_none() {
            Handling::OpensForm
        } else {
            Handling::Private
        }
    }

    async fn answer(app: &App, request: &Request, options: Options) -> Result<Reply, Failure> {
        if options.sub() == "log" {
            return log::page(app, request, 0).await;
        }
        require_corrector(app, request).await?;
        let asked = read(app, request, &options).await?;
        let draft = Draft {
            id: CorrectionId::derive(&request.interaction.to_string()),
            actor: request.user,
            asked,
            reason: options.get("reason").map(clean).filter(|it| !it.is_empty()),
            shown: None,
        };
        draft::begin(app, request, draft).await
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let found = match typing.option.as_str() {
            "ticket" => app.ask(choices::tickets(app, request, typing)).await?,
            _ => app.ask(choices::games(app, request, typing)).await?,
        };
        if found.is_empty() {
            let none = request.catalogue().say("admin-choice-none");
            return Ok(vec![only_choice(&none, &typing.typed)]);
        }
        Ok(found)
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Reason { draft } => draft::reason_form(app, request, draft).await,
            Button::Confirm { draft } => draft::confirm(app, request, draft).await,
            Button::Drop { draft } => draft::drop_it(app, request, draft).await,
            Button::Log { page } => log::page(app, request, page).await,
            Button::Undo => log::undo_form(app, request, values).await,
            Button::ReasonForm { .. } | Button::UndoForm { .. } => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        let reason = fields.get("reason");
        match form {
            Button::ReasonForm { draft } => draft::reasoned(app, request, draft, reason).await,
            Button::UndoForm { correction } => log::undo(app, request, correction, reason).await,
            _ => Err(refuse("error-stale")),
        }
    }
}
