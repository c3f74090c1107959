//! The command and its answers.

use store::leaderboards;
use twilight_model::application::command::Command;
use wording::Catalogue;

use super::buttons::Button;
use super::view;
use crate::app::App;
use crate::app::pages::{PER_PAGE, PageKey, span};
use crate::discord::custom_id::Handling;
use crate::discord::reply::{Reply, Target};
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::month::Month;

/// The feature.
pub(crate) struct Leaderboard;

impl Feature for Leaderboard {
    const NAME: &'static str = "leaderboard";
    type Options = ();
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("leaderboard", catalogue.say("leaderboard-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    fn handling((): &()) -> Handling {
        Handling::Public
    }

    async fn answer(app: &App, request: &Request, (): Self::Options) -> Result<Reply, Failure> {
        page(app, request, Month::of(app.clock.now()), 0).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        _values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Page { month, page } => self::page(app, request, month, page).await,
            Button::Mine { month } => mine(app, request, month).await,
        }
    }
}

/// A page.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    month: Month,
    page: u16,
) -> Result<Reply, Failure> {
    // Everybody sees it: the server's language, not the asker's.
    let catalogue = Catalogue::get(&request.guild_locale);
    app.server(request.guild, &request.guild_locale).await?;
    let key = PageKey {
        guild: request.guild,
        month,
        page,
    };
    let found = app.leaderboard(key).await?;
    let found = found.ok_or_else(|| refuse("error-stale"))?;
    let view = view::View {
        standings: &found.standings,
        month,
        page: usize::from(page),
        as_of: found.as_of,
    };
    let parts = view::parts(catalogue, &view);
    // Nobody else needs to see that there is nothing to see.
    Ok(if found.standings.total == 0 {
        Reply::private(parts).at(Target::New)
    } else {
        Reply::public(parts).at(Target::Replace)
    })
}

/// The page on which the member stands.
pub(crate) async fn mine(app: &App, request: &Request, month: Month) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let span = span(month).ok_or_else(|| refuse("error-stale"))?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let member = caller.member.id;
    let ahead = leaderboards::members_ahead(&mut tx, request.guild, member, &span).await?;
    tx.commit().await?;
    let ahead = ahead.ok_or_else(|| refuse("leaderboard-not-on-it"))?;
    let number = u16::try_from(ahead / PER_PAGE).unwrap_or(u16::MAX);
    page(app, request, month, number).await
}
