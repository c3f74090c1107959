//! The command and its answers.

use services::members::{self, Preference, PreferenceRequest};
use shared::member::{LineBets, NotifyBy};
use shared::price::{OddsFormat, PriceTolerance};
use twilight_model::application::command::Command;
use wording::Catalogue;

use super::buttons::Button;
use crate::app::App;
use crate::discord::custom_id::Part;
use crate::discord::reply::{Reply, Target, text_block};
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::views::{balance, notify, preferences};
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
        let chosen = values.first().map(String::as_str);
        let preference = match button {
            Button::Notify { by } => return set_notify(app, request, by).await,
            Button::OddsFormat => Preference::OddsFormat(chosen.and_then(OddsFormat::from_word)),
            Button::SingleTakes => Preference::SingleTakes(tolerance(chosen)?),
            Button::ParlayTakes => Preference::ParlayTakes(tolerance(chosen)?),
            Button::LineBets => {
                let chosen = chosen.and_then(LineBets::from_word);
                Preference::LineBets(chosen.ok_or_else(|| refuse("error-stale"))?)
            }
        };
        let (_, caller) = app.ensure_member(request).await?;
        prefer(app, request, &caller, preference).await?;
        show(app, request).await
    }
}

fn tolerance(chosen: Option<&str>) -> Result<PriceTolerance, Failure> {
    let chosen = PriceTolerance::read(&mut chosen.into_iter());
    chosen.ok_or_else(|| refuse("error-stale"))
}

/// Shows it.
async fn show(app: &App, request: &Request) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let manual = store::manual::record(&mut tx, request.guild, caller.member.id).await?;
    tx.commit().await?;
    let mut lines = balance::lines(catalogue, &caller, app.clock.now());
    if let Some(manual) = balance::manual(catalogue, &manual) {
        lines = wording::lines([lines, manual]);
    }
    let mut parts = vec![text_block(lines)];
    parts.extend(preferences::menus(catalogue, &caller.member));
    parts.push(text_block(catalogue.say("balance-notify")));
    parts.push(notify::answers(catalogue, caller.member.notify));
    let reply = Reply::private(parts);
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
