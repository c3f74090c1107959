//! `/leaderboard`: net units this month, with how many tickets they rest on.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use store::leaderboards::{self, Span};
use twilight_model::application::command::Command;
use wording::Catalogue;

use crate::app::App;
use crate::commands::in_servers;
use crate::custom_id::Month;
use crate::errors::{Failure, refuse};
use crate::reply::{Place, Reply};
use crate::request::Request;
use crate::views::leaderboard;

/// How many members a page shows.
pub(crate) const PER_PAGE: i64 = 10;
/// Fewer graded tickets than this rank nobody.
pub(crate) const GRADED_MIN: i64 = 5;

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    in_servers("leaderboard", catalogue.say("leaderboard-about")).build()
}

/// The first page of this month.
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Failure> {
    page(app, request, this_month(app.clock.now()), 0).await
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
    let span = span(month).ok_or_else(|| refuse("error-stale"))?;
    let skip = i64::from(page) * PER_PAGE;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let standings = leaderboards::page(&mut tx, request.guild, &span, skip, PER_PAGE).await?;
    tx.commit().await?;
    let view = leaderboard::View {
        standings: &standings,
        month,
        page: usize::from(page),
        as_of: app.clock.now(),
    };
    let parts = leaderboard::parts(catalogue, &view);
    // Nobody else needs to be told that there is nothing to see.
    Ok(if standings.total == 0 {
        Reply::private(parts).at(Place::Fresh)
    } else {
        Reply::public(parts).at(Place::Same)
    })
}

/// The page on which the member stands.
pub(crate) async fn mine(app: &App, request: &Request, month: Month) -> Result<Reply, Failure> {
    let (_, visit) = app.visit(request).await?;
    let span = span(month).ok_or_else(|| refuse("error-stale"))?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let member = visit.member.id;
    let before = leaderboards::before(&mut tx, request.guild, member, &span).await?;
    tx.commit().await?;
    let before = before.ok_or_else(|| refuse("leaderboard-not-on-it"))?;
    let number = u16::try_from(before / PER_PAGE).unwrap_or(u16::MAX);
    page(app, request, month, number).await
}

/// The month that a moment is in, UTC.
fn this_month(now: DateTime<Utc>) -> Month {
    Month(now.year() * 12 + now.month0().cast_signed())
}

/// From its first moment until that of the next.
fn span(month: Month) -> Option<Span> {
    Some(Span {
        from: first_moment(month.0)?,
        until: first_moment(month.0.checked_add(1)?)?,
        graded_min: GRADED_MIN,
    })
}

fn first_moment(month: i32) -> Option<DateTime<Utc>> {
    let number = u32::try_from(month.rem_euclid(12)).ok()? + 1;
    let day = NaiveDate::from_ymd_opt(month.div_euclid(12), number, 1)?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins_also_over_new_year() {
        let december = this_month("2026-12-31T23:59:59Z".parse().unwrap());
        let span = span(december).unwrap();
        assert_eq!(span.from.to_string(), "2026-12-01 00:00:00 UTC");
        assert_eq!(span.until.to_string(), "2027-01-01 00:00:00 UTC");
        assert_eq!(this_month(span.until), Month(december.0 + 1));
    }
}
