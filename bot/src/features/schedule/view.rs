//! A schedule as members see it: day by day, each game with its time or its end.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use shared::id::GameId;
use store::schedule::{Page, Scheduled, Whose};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::span::Span;
use super::subject::{PER_PAGE, Subject};
use crate::discord::reply::{button, container, section, text_block};
use crate::features::games;
use crate::views::{game, scheduled};

/// What is shown.
pub(super) struct Shown<'a> {
    /// Whose games.
    pub(super) subject: &'a Subject,
    /// Of which days.
    pub(super) span: Span,
    /// From when until when that is.
    pub(super) moments: (DateTime<Utc>, DateTime<Utc>),
    /// Which page, from 0.
    pub(super) page: u16,
    /// The page's games.
    pub(super) found: &'a Page,
    /// The games that can be bet on.
    pub(super) open: HashSet<GameId>,
}

/// A page of the schedule with its buttons.
pub(super) fn parts(catalogue: Catalogue, shown: &Shown<'_>) -> Vec<Component> {
    let (from, until) = shown.moments;
    let zone = shown.subject.zone;
    let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
    let last = until - TimeDelta::seconds(1);
    let subject = ("subject", (&shown.subject.name).into());
    let days = ("days", days(catalogue, day(from), day(last)).into());
    if shown.found.games.is_empty() {
        return vec![text_block(
            catalogue.line("schedule-none", &[subject, days]),
        )];
    }
    let count = ("count", shown.found.total.into());
    let mut inside = vec![text_block(
        catalogue.line("schedule-head", &[subject, days, count]),
    )];
    let mut before = None;
    for it in &shown.found.games {
        let date = day(it.game.starts_at);
        let is_new = before.replace(date) != Some(date);
        let head = is_new.then(|| {
            let day = ("day", written(date).into());
            catalogue.line("schedule-day", &[day])
        });
        let said = head.into_iter().chain([line(catalogue, shown, it)]);
        inside.push(entry(catalogue, shown, it, wording::lines(said)));
    }
    let zone = ("zone", Said::ours(zone.name().replace('_', " ")).into());
    inside.push(text_block(catalogue.line("schedule-foot", &[zone])));
    let mut parts = vec![container(None, inside)];
    let total = usize::try_from(shown.found.total).unwrap_or(0);
    let per_page = usize::try_from(PER_PAGE).unwrap_or(1);
    let pages = total.div_ceil(per_page);
    if pages > 1 {
        let span = shown.span;
        let page = usize::from(shown.page);
        parts.push(match shown.subject.whose {
            Whose::League(league) => game::turn(catalogue, page, pages, |page| Button::League {
                league,
                span,
                page,
            }),
            Whose::Team(team) => game::turn(catalogue, page, pages, |page| Button::Team {
                team,
                span,
                page,
            }),
        });
    }
    parts
}

/// With a **Bet** where the game can be bet on.
fn entry(catalogue: Catalogue, shown: &Shown<'_>, it: &Scheduled, said: Said) -> Component {
    if !shown.open.contains(&it.game.id) {
        return text_block(said);
    }
    let id = games::Button::Game { game: it.game.id };
    let bet = button(ButtonStyle::Primary, &catalogue.say("games-bet"), id);
    section(said, bet)
}

fn line(catalogue: Catalogue, shown: &Shown<'_>, it: &Scheduled) -> Said {
    let said = scheduled::line(catalogue, it);
    match shown.subject.whose {
        Whose::League(_) => said,
        Whose::Team(_) => scheduled::with_league(catalogue, it, said),
    }
}

/// One day or several: `Dec 6`, `Dec 6 to Dec 12`.
fn days(catalogue: Catalogue, first: NaiveDate, last: NaiveDate) -> Said {
    let short = |it: NaiveDate| Said::ours(it.format("%b %-d").to_string());
    if first == last {
        return short(first);
    }
    let places = [("first", short(first).into()), ("last", short(last).into())];
    catalogue.line("schedule-days", &places)
}

/// `Sunday, December 6`
fn written(day: NaiveDate) -> Said {
    Said::ours(day.format("%A, %B %-d").to_string())
}
