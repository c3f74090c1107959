//! Answers the command.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use store::records;
use twilight_model::application::command::Command;
use wording::Catalogue;

use super::view;
use crate::app::App;
use crate::discord::custom_id::NoButton;
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request};
use crate::errors::Failure;
use crate::feature::{Feature, in_servers};
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
        let (_, visit) = app.visit(request).await?;
        let catalogue = request.catalogue();
        let month = month_start(app.clock.now());
        let mut tx = store::begin_guild(&app.pool, request.guild).await?;
        let records = records::of_member(&mut tx, request.guild, visit.member.id, month).await?;
        tx.commit().await?;
        let parts = view::parts(catalogue, &records);
        Ok(Reply::private(parts).after(balance::notes(catalogue, &visit)))
    }
}

/// The first moment of the month, UTC: what the leaderboard counts from as well.
fn month_start(now: DateTime<Utc>) -> DateTime<Utc> {
    let today = now.date_naive();
    let first = today.with_day(1).unwrap_or(today);
    first.and_time(NaiveTime::MIN).and_utc()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_starts_with_its_first_day() {
        let start = month_start("2026-12-31T23:59:59Z".parse().unwrap());
        assert_eq!(start.to_string(), "2026-12-01 00:00:00 UTC");
        assert_eq!(month_start(start), start);
    }
}
