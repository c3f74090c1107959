//! A team on one card.

use std::collections::HashSet;

use shared::id::GameId;
use store::injuries::TeamInjuries;
use store::known_teams::KnownTeam;
use store::rosters::TeamRoster;
use store::schedule::Scheduled;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::place::Place;
use super::players;
use crate::discord::reply::{button, container, row, section, text_block};
use crate::features::{games, injuries, schedule, standings};
use crate::views;
use crate::views::scheduled;

/// How many tables are named: a club plays in a league and some cups.
const PLACES_MAX: usize = 4;

/// What is shown.
pub(super) struct Shown<'a> {
    /// The team.
    pub(super) of: &'a KnownTeam,
    /// Where it stands.
    pub(super) places: Vec<Place>,
    /// Its last games, the newest first.
    pub(super) last: Vec<Scheduled>,
    /// Its next games.
    pub(super) next: Vec<Scheduled>,
    /// Who may miss games.
    pub(super) injuries: TeamInjuries,
    /// Who plays for it.
    pub(super) roster: TeamRoster,
    /// The games that can be bet on.
    pub(super) open: HashSet<GameId>,
}

/// The card with its buttons.
pub(super) fn parts(catalogue: Catalogue, shown: &Shown<'_>) -> Vec<Component> {
    let team = &shown.of.team;
    let leagues = shown.of.leagues.iter().map(|code| Said::name(code));
    let head = [
        ("team", Said::name(&team.name).into()),
        ("leagues", wording::list(leagues, ", ").into()),
    ];
    let places = shown.places.iter().take(PLACES_MAX);
    let places = places.map(|it| place(catalogue, it));
    let head = std::iter::once(catalogue.line("team-head", &head)).chain(places);
    let mut inside = vec![text_block(wording::lines(head))];
    if !shown.last.is_empty() {
        let lines = shown.last.iter().map(|it| over(catalogue, it));
        let said = std::iter::once(catalogue.say("team-last")).chain(lines);
        inside.push(text_block(wording::lines(said)));
    }
    if shown.next.is_empty() {
        inside.push(text_block(catalogue.say("team-no-next")));
    } else {
        inside.push(text_block(catalogue.say("team-next")));
        inside.extend(shown.next.iter().map(|it| coming(catalogue, shown, it)));
    }
    if let Some(counts) = views::injuries::counted(catalogue, &shown.injuries) {
        let places = [("counts", counts.into())];
        inside.push(text_block(catalogue.line("team-injuries", &places)));
    }
    inside.extend(players::counted(catalogue, &shown.roster).map(text_block));
    let color = team.colors.as_ref();
    let color = color.and_then(|(first, _)| u32::from_str_radix(first, 16).ok());
    let team = team.id;
    let ahead = schedule::Button::Ahead { team };
    let injured = injuries::Button::Page { team, page: 0 };
    let style = ButtonStyle::Secondary;
    let mut buttons = vec![button(style, &catalogue.say("team-schedule"), ahead)];
    buttons.extend(shown.places.first().map(|it| {
        let league = it.league.id;
        let table = standings::Button::Page { league, page: 0 };
        button(style, &catalogue.say("team-standings"), table)
    }));
    if shown.roster.checked.is_some() {
        let page = Button::Players { team, page: 0 };
        buttons.push(button(style, &catalogue.say("team-roster"), page));
    }
    if shown.injuries.checked.is_some() {
        buttons.push(button(style, &catalogue.say("team-injured"), injured));
    }
    vec![container(color, inside), row(buttons)]
}

/// `2nd in AFC East: 10-2 · W4`
fn place(catalogue: Catalogue, it: &Place) -> Said {
    let row = &it.standing;
    let table = match row.group.is_empty() {
        true => Said::name(&it.league.code),
        false => Said::name(&row.group),
    };
    let record = &row.record;
    // In the order of the table: where points are counted, draws stand before losses.
    let counts = match (record.lost_late, record.points) {
        (Some(late), _) => [record.won, record.lost, Some(late)],
        (None, Some(_)) => [record.won, record.drawn.or(Some(0)), record.lost],
        (None, None) => [record.won, record.lost, record.drawn.filter(|it| *it > 0)],
    };
    let counts = counts.into_iter().flatten();
    let counts: Vec<Said> = counts.map(|it| Said::ours(it.to_string())).collect();
    let mut said = vec![catalogue.line(
        "team-place",
        &[
            ("rank", row.rank.into()),
            ("table", table.into()),
            ("season", Said::name(&it.season).into()),
        ],
    )];
    if record.won.is_some() && record.lost.is_some() {
        said.push(wording::list(counts, "-"));
    }
    said.extend(record.points.map(|it| {
        let points = Said::ours(it.to_string());
        catalogue.line("team-points", &[("points", points.into())])
    }));
    wording::list(said, " · ")
}

/// A game that is over, with its day.
fn over(catalogue: Catalogue, it: &Scheduled) -> Said {
    let said = scheduled::line(catalogue, it);
    let at = ("at", it.game.starts_at.timestamp().into());
    catalogue.line("team-over", &[("line", said.into()), at])
}

/// A game to come, with a **Bet** where it can be bet on.
fn coming(catalogue: Catalogue, shown: &Shown<'_>, it: &Scheduled) -> Component {
    let said = views::game::line(catalogue, &it.game);
    let state = scheduled::state(catalogue, it);
    let said = wording::list([said].into_iter().chain(state), " · ");
    if !shown.open.contains(&it.game.id) {
        return text_block(said);
    }
    let id = games::Button::Game { game: it.game.id };
    let bet = button(ButtonStyle::Primary, &catalogue.say("games-bet"), id);
    section(said, bet)
}
