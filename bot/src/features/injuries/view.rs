//! Who may miss games, as members see it.

use chrono::{NaiveTime, TimeDelta};
use grading::decide::sources;
use store::injuries::{Injury, TeamInjuries};
use store::known_teams::KnownTeam;
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::discord::reply::{container, text_block};
use crate::views::{game, injuries};

/// How many players a page shows: with a sentence of the feed about each they fit into a message.
const PER_PAGE: usize = 10;
/// How much of what the feed says of a player is shown, in graphemes.
const NOTE_MAX: usize = 120;

/// A page of those of a team who may miss games, with its buttons.
pub(super) fn parts(
    catalogue: Catalogue,
    of: &KnownTeam,
    told: &TeamInjuries,
    page: u16,
) -> Vec<Component> {
    let team = ("team", Said::name(&of.team.name).into());
    let Some((provider, checked)) = &told.checked else {
        return vec![text_block(catalogue.line("injuries-not-told", &[team]))];
    };
    let source = [
        ("source", Said::name(sources::name(provider)).into()),
        ("at", checked.timestamp().into()),
    ];
    let source = text_block(catalogue.line("lookup-source", &source));
    if told.players.is_empty() {
        let nobody = text_block(catalogue.line("injuries-nobody", &[team]));
        return vec![container(None, vec![nobody, source])];
    }
    let players = injuries::gravest_first(told);
    let pages = players.len().div_ceil(PER_PAGE);
    let page = usize::from(page).min(pages - 1);
    let count = ("count", players.len().into());
    let mut inside = vec![text_block(catalogue.line("injuries-head", &[team, count]))];
    let shown: Vec<_> = players
        .iter()
        .skip(page * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    for same in shown.chunk_by(|a, b| a.status == b.status) {
        let status = same.first().and_then(|it| it.status);
        let head = catalogue.line(
            "injuries-status",
            &[("status", catalogue.say(injuries::line(status)).into())],
        );
        let lines = same.iter().map(|it| player(catalogue, it));
        let said = std::iter::once(head).chain(lines);
        inside.push(text_block(wording::lines(said)));
    }
    inside.push(source);
    let mut parts = vec![container(None, inside)];
    if pages > 1 {
        let team = of.team.id;
        let turn = |page| Button::Page { team, page };
        parts.push(game::turn(catalogue, page, pages, turn));
    }
    parts
}

/// Who, where he plays, when he is expected back; below it what the feed says of him.
fn player(catalogue: Catalogue, it: &Injury) -> Said {
    let name = ("name", Said::name(&it.name).into());
    let mut said = vec![match &it.position {
        Some(position) => {
            let position = ("position", Said::name(position).into());
            catalogue.line("injuries-player-at", &[name, position])
        }
        None => catalogue.line("injuries-player", &[name]),
    }];
    said.extend(it.returns_on.map(|day| {
        // The middle of the day there: the same date for nearly everybody who reads it.
        let noon = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
        catalogue.line("injuries-back", &[("day", noon.timestamp().into())])
    }));
    let who = wording::list(said, " · ");
    let Some(note) = &it.note else { return who };
    let note = ("note", Said::outside(note, NOTE_MAX).into());
    let note = match it.said_at {
        Some(at) => catalogue.line("injuries-note-at", &[note, ("at", at.timestamp().into())]),
        None => catalogue.line("injuries-note", &[note]),
    };
    wording::lines([who, note])
}
