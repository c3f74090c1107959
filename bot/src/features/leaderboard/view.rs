//! Standings as everybody sees them.

use chrono::{DateTime, Utc};
use store::leaderboards::{Standing, Standings};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use crate::app::pages::{GRADED_MIN, PER_PAGE};
use crate::discord::reply::{button, container, row, text_block};
use crate::month::Month;
use crate::views::game;

/// What is shown.
pub(crate) struct View<'a> {
    /// The page's standings.
    pub(crate) standings: &'a Standings,
    /// Of which month.
    pub(crate) month: Month,
    /// Which page, from 0.
    pub(crate) page: usize,
    /// When they were read.
    pub(crate) as_of: DateTime<Utc>,
}

/// The board with its buttons.
pub(crate) fn parts(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let head = catalogue.line(
        "leaderboard-head",
        &[
            ("month", (view.month.0.rem_euclid(12) + 1).into()),
            ("year", view.month.0.div_euclid(12).into()),
        ],
    );
    let rows = &view.standings.rows;
    let lines: Vec<Said> = rows.iter().map(|it| line(catalogue, it)).collect();
    let lines = if lines.is_empty() {
        catalogue.say("leaderboard-none")
    } else {
        wording::lines(lines)
    };
    let foot = catalogue.line(
        "leaderboard-foot",
        &[
            ("least", GRADED_MIN.into()),
            ("at", view.as_of.timestamp().into()),
        ],
    );
    let mut parts = vec![container(
        None,
        vec![text_block(head), text_block(lines), text_block(foot)],
    )];
    let month = view.month;
    let per_page = usize::try_from(PER_PAGE).unwrap_or(1);
    let total = usize::try_from(view.standings.total).unwrap_or(0);
    let pages = total.div_ceil(per_page);
    if pages > 1 {
        let turn = |page| Button::Page { month, page };
        parts.push(game::turn(catalogue, view.page, pages, turn));
        let label = catalogue.say("leaderboard-me");
        let me = Button::Mine { month };
        parts.push(row(vec![button(ButtonStyle::Secondary, &label, me)]));
    }
    parts
}

fn line(catalogue: Catalogue, standing: &Standing) -> Said {
    let key = if standing.graded < GRADED_MIN {
        "leaderboard-few"
    } else {
        "leaderboard-line"
    };
    catalogue.line(
        key,
        &[
            ("rank", standing.rank.into()),
            ("name", catalogue.person(&standing.name).into()),
            ("net", money::net(standing.net).into()),
            ("graded", standing.graded.into()),
            ("won", standing.won.into()),
            ("lost", standing.lost.into()),
            ("pushed", standing.pushed.into()),
        ],
    )
}
