//! The command and its answer.

use twilight_model::application::command::Command;
use wording::Catalogue;

use super::view;
use crate::app::App;
use crate::app::pages::RecordsKey;
use crate::discord::custom_id::NoButton;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
use crate::month::Month;
use crate::views::balance;

/// The feature.
pub(crate) struct Me;

impl Feature for Me {
    const NAME: &'static str = "me";
    type Options = ();
    type Button = NoButton;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("me", catalogue.say("me-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): ()) -> Result<Reply, Failure> {
        let (_, caller) = app.ensure_member(request).await?;
        let catalogue = request.catalogue();
        let now = app.clock.now();
        // The leaderboard counts from the same moment.
        let month = Month::of(now);
        let key = RecordsKey {
            guild: request.guild,
            member: caller.member.id,
            month,
        };
        let records = app.records(key, month.start().unwrap_or(now)).await?;
        let parts = view::parts(catalogue, &records);
        Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)))
    }
}
