//! The command and its answers.

use services::members::{self, Preference, PreferenceRequest};
use shared::member::NotifyBy;
use shared::price::OddsFormat;
use twilight_model::application::command::Command;
use wording::{Catalogue, money};

use super::buttons::Button;
use crate::app::App;
use crate::discord::reply::{Reply, Target, menu, option, row, text_block};
use crate::discord::request::{Options, Request};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
use crate::views::{balance, notify};
use services::members::Caller;

/// The feature.
pub(crate) struct Balance;

impl Feature for Balance {
    const NAME: &'static str = "balance";
    type Options = ();
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("balance", catalogue.say("balance-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): Self::Options) -> Result<Reply, Failure> {
        show(app, request).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::OddsFormat => set_odds_format(app, request, values).await,
            Button::Notify { by } => set_notify(app, request, by).await,
        }
    }
}

/// Sets the odds format that the member reads, and shows the balance again.
pub(crate) async fn set_odds_format(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let format = values.first().and_then(|it| OddsFormat::from_word(it));
    prefer(app, request, &caller, Preference::OddsFormat(format)).await?;
    show(app, request).await
}

/// Shows it.
async fn show(app: &App, request: &Request) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let own = caller.member.odds_format;
    let server = option(&catalogue.say("odds-servers"), "server", own.is_none());
    let formats = OddsFormat::ALL.into_iter().map(|it| {
        let label = money::format(catalogue, it);
        option(&label, it.word(), own == Some(it))
    });
    let formats = std::iter::once(server).chain(formats);
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let manual = store::manual::record(&mut tx, request.guild, caller.member.id).await?;
    tx.commit().await?;
    let mut lines = balance::lines(catalogue, &caller, app.clock.now());
    if let Some(manual) = balance::manual(catalogue, &manual) {
        lines = wording::lines([lines, manual]);
    }
    let reply = Reply::private(vec![
        text_block(lines),
        row(vec![menu(
            Button::OddsFormat,
            &catalogue.say("balance-odds"),
            formats.collect(),
        )]),
        text_block(catalogue.say("balance-notify")),
        notify::answers(catalogue, caller.member.notify),
    ]);
    Ok(reply.after(balance::notes(catalogue, &caller)))
}

/// Takes the answer.
async fn set_notify(app: &App, request: &Request, by: NotifyBy) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    prefer(app, request, &caller, Preference::Notify(by)).await?;
    let key = match by {
        NotifyBy::Ping => "notify-set-ping",
        NotifyBy::DirectMessage => "notify-set-dm",
        NotifyBy::Nothing => "notify-set-no",
    };
    Ok(Reply::say(request.catalogue().say(key)).at(Target::New))
}

async fn prefer(
    app: &App,
    request: &Request,
    caller: &Caller,
    preference: Preference,
) -> Result<(), Failure> {
    let asked = PreferenceRequest {
        guild: request.guild,
        member: caller.member.id,
        interaction: request.interaction,
        preference,
    };
    Ok(members::run(&app.pool, &asked).await?)
}
