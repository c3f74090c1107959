//! `/balance`: what is free and what is at risk, apart.

use shared::price::OddsFormat;
use twilight_model::application::command::Command;
use wording::{Catalogue, money};

use crate::app::App;
use crate::commands::{in_servers, notify};
use crate::custom_id::CustomId;
use crate::errors::Failure;
use crate::reply::{Reply, menu, option, row, text_block};
use crate::request::Request;
use crate::views::balance;

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    in_servers("balance", catalogue.say("balance-about")).build()
}

/// Shows it.
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let catalogue = request.catalogue();
    let own = visit.member.odds_format;
    let server = option(&catalogue.say("odds-servers"), "server", own.is_none());
    let formats = OddsFormat::ALL.into_iter().map(|it| {
        let label = money::format(catalogue, it);
        option(&label, it.word(), own == Some(it))
    });
    let formats = std::iter::once(server).chain(formats);
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let manual = store::manual::record(&mut tx, request.guild, visit.member.id).await?;
    tx.commit().await?;
    let mut lines = balance::lines(catalogue, &visit, app.clock.now());
    if let Some(manual) = balance::manual(catalogue, &manual) {
        lines = wording::lines([lines, manual]);
    }
    let reply = Reply::private(vec![
        text_block(lines),
        row(vec![menu(
            CustomId::OddsFormat,
            &catalogue.say("balance-odds"),
            formats.collect(),
        )]),
        text_block(catalogue.say("balance-notify")),
        notify::answers(catalogue, visit.member.notify),
    ]);
    Ok(reply.after(balance::notes(catalogue, &visit)))
}

/// Sets the odds format that the member reads, and shows the balance again.
pub(crate) async fn set_odds_format(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let format = values.first().and_then(|it| OddsFormat::from_word(it));
    let mut change = app.change(request).await?;
    if change.is_first {
        let member = visit.member.id;
        store::members::set_odds_format(&mut change.tx, request.guild, member, format).await?;
    }
    change.tx.commit().await?;
    answer(app, request).await
}
