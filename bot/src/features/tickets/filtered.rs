//! What a list of tickets is narrowed to, in words, and as choices of the command.

use shared::league::Sport;
use shared::market::MarketGroup;
use shared::ticket::{PlacedWithin, TicketFilter};
use wording::{Catalogue, Said};

use crate::app::App;
use crate::errors::Failure;
use crate::views::sport::sport_name;

/// What is left out, so that nobody takes a part for the whole. `None`: nothing is.
///
/// # Errors
/// [`Failure`] when the database refuses.
pub(super) async fn said(
    app: &App,
    catalogue: Catalogue,
    filter: &TicketFilter,
) -> Result<Option<Said>, Failure> {
    if !filter.is_narrow() {
        return Ok(None);
    }
    let mut only = Vec::new();
    only.extend(filter.sport.map(|it| sport_name(catalogue, it)));
    if let Some(league) = filter.league {
        let leagues = app.leagues().await?;
        let mut leagues = leagues.iter().map(|it| &it.league);
        let found = leagues.find(|it| it.id == league);
        only.extend(found.map(|it| Said::name(&it.code)));
    }
    only.extend(filter.market.map(|it| catalogue.say(market(it))));
    only.extend(filter.within.map(|it| catalogue.say(within(it))));
    let only = wording::list(only, " · ");
    Ok(Some(
        catalogue.line("tickets-only", &[("only", only.into())]),
    ))
}

/// The line for a group of markets.
const fn market(group: MarketGroup) -> &'static str {
    match group {
        MarketGroup::Winner => "market-group-winner",
        MarketGroup::Spread => "market-group-spread",
        MarketGroup::Total => "market-group-total",
        MarketGroup::Player => "market-group-player",
        MarketGroup::Field => "market-group-field",
        MarketGroup::Other => "market-group-other",
    }
}

/// The line for a span of time.
const fn within(span: PlacedWithin) -> &'static str {
    match span {
        PlacedWithin::Day => "tickets-within-day",
        PlacedWithin::Week => "tickets-within-week",
        PlacedWithin::Month => "tickets-within-month",
        PlacedWithin::Year => "tickets-within-year",
    }
}

/// The sports, to choose from.
pub(super) fn sports(catalogue: Catalogue) -> Vec<(Said, &'static str)> {
    let all = Sport::ALL.iter();
    all.map(|it| (sport_name(catalogue, *it), it.word()))
        .collect()
}

/// The groups of markets, to choose from.
pub(super) fn markets(catalogue: Catalogue) -> Vec<(Said, &'static str)> {
    let all = MarketGroup::ALL.iter();
    all.map(|it| (catalogue.say(market(*it)), it.word()))
        .collect()
}

/// The spans of time, to choose from.
pub(super) fn spans(catalogue: Catalogue) -> Vec<(Said, &'static str)> {
    let all = PlacedWithin::ALL.iter();
    all.map(|it| (catalogue.say(within(*it)), it.word()))
        .collect()
}
