//! `/balance`: what is free and what is at risk, apart.

use shared::price::OddsFormat;
use twilight_model::application::command::Command;

use crate::app::App;
use crate::commands::{in_servers, notify};
use crate::custom_id::CustomId;
use crate::errors::Failure;
use crate::reply::{Reply, menu, option, row, text};
use crate::request::Request;
use crate::text::Text;
use crate::views::{balance, money};
use crate::wording;

/// The command.
pub(crate) fn definition(text: Text) -> Command {
    in_servers("balance", text.say("balance-about")).build()
}

/// Shows it.
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let words = request.text();
    let own = visit.member.odds_format;
    let server = option(&words.say("odds-servers"), "server", own.is_none());
    let formats = OddsFormat::ALL.into_iter().map(|it| {
        let label = money::format(words, it);
        option(&label, it.word(), own == Some(it))
    });
    let formats = std::iter::once(server).chain(formats);
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let manual = store::manual::record(&mut tx, request.guild, visit.member.id).await?;
    tx.commit().await?;
    let mut lines = balance::lines(words, &visit, app.clock.now());
    if let Some(manual) = balance::manual(words, &manual) {
        lines = wording::lines([lines, manual]);
    }
    let reply = Reply::private(vec![
        text(lines),
        row(vec![menu(
            CustomId::OddsFormat,
            &words.say("balance-odds"),
            formats.collect(),
        )]),
        text(words.say("balance-notify")),
        notify::answers(words, visit.member.notify),
    ]);
    Ok(reply.after(balance::notes(words, &visit)))
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
