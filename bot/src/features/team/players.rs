//! The players of a team, by position, each with why he may not play.

use std::collections::HashMap;

use grading::decide::sources;
use shared::feed::{Availability, RosterStatus};
use shared::folded::name_key;
use store::injuries::TeamInjuries;
use store::known_teams::KnownTeam;
use store::rosters::{Player, TeamRoster};
use twilight_model::channel::message::Component;
use wording::{Catalogue, Said};

use super::buttons::Button;
use crate::discord::reply::{container, text_block};
use crate::views;

/// How many players a page shows: by name, number and state they fit into a message.
const PER_PAGE: usize = 50;
/// How much of a name is shown, in graphemes.
const NAME_MAX: usize = 40;

/// A page of the players of a team, with its buttons.
pub(super) fn parts(
    catalogue: Catalogue,
    of: &KnownTeam,
    (roster, injuries): (&TeamRoster, &TeamInjuries),
    page: u16,
) -> Vec<Component> {
    let team = ("team", Said::name(&of.team.name).into());
    let Some((provider, checked)) = &roster.checked else {
        return vec![text_block(catalogue.line("team-players-not-told", &[team]))];
    };
    let source = [
        ("source", Said::name(sources::name(provider)).into()),
        ("at", checked.timestamp().into()),
    ];
    let source = text_block(catalogue.line("lookup-source", &source));
    let pages = roster.players.len().div_ceil(PER_PAGE).max(1);
    let page = usize::from(page).min(pages - 1);
    let count = ("count", roster.players.len().into());
    let head = catalogue.line("team-players-head", &[team, count]);
    let hurt = hurt(roster, injuries);
    let shown: Vec<_> = roster
        .players
        .iter()
        .skip(page * PER_PAGE)
        .take(PER_PAGE)
        .collect();
    let groups = shown.chunk_by(|a, b| a.position == b.position);
    let lines = groups.map(|same| {
        let players = same.iter().map(|it| player(catalogue, it, &hurt));
        let players = ("players", wording::list(players, ", ").into());
        let position = same.first().and_then(|it| it.position.as_deref());
        let position = match position {
            Some(position) => Said::name(position),
            None => catalogue.say("team-players-elsewhere"),
        };
        catalogue.line("team-players-at", &[("position", position.into()), players])
    });
    let said = wording::lines(std::iter::once(head).chain(lines));
    let mut parts = vec![container(None, vec![text_block(said), source])];
    if pages > 1 {
        let team = of.team.id;
        let turn = |page| Button::Players { team, page };
        parts.push(views::game::turn(catalogue, page, pages, turn));
    }
    parts
}

/// How many are listed, and of how many the feed says that they do not play. `None`: no feed has
/// listed them.
pub(super) fn counted(catalogue: Catalogue, roster: &TeamRoster) -> Option<Said> {
    roster.checked.as_ref()?;
    let count = ("count", roster.players.len().into());
    Some(catalogue.line("team-players", &[count]))
}

/// What is said of the injured, by the name of the one player who has it: the injured may be
/// another feed's, and of two players of a name nobody says who is hurt.
fn hurt(roster: &TeamRoster, injuries: &TeamInjuries) -> HashMap<String, Option<Availability>> {
    let mut listed: HashMap<String, usize> = HashMap::new();
    for player in &roster.players {
        *listed.entry(name_key(&player.name)).or_default() += 1;
    }
    let mut told: HashMap<String, Vec<Option<Availability>>> = HashMap::new();
    for injury in &injuries.players {
        told.entry(name_key(&injury.name))
            .or_default()
            .push(injury.status);
    }
    let one = told.into_iter().filter_map(|(name, said)| match *said {
        [status] if listed.get(&name) == Some(&1) => Some((name, status)),
        _ => None,
    });
    one.collect()
}

/// `Ada Quick #12 (out)`
fn player(catalogue: Catalogue, it: &Player, hurt: &HashMap<String, Option<Availability>>) -> Said {
    let name = ("name", Said::outside(&it.name, NAME_MAX).into());
    let said = match &it.number {
        Some(number) => {
            let number = ("number", Said::name(number).into());
            catalogue.line("team-player-numbered", &[name, number])
        }
        None => catalogue.line("team-player", &[name]),
    };
    let injured = hurt.get(&name_key(&it.name));
    let state = injured.map_or_else(
        || it.status.and_then(state),
        |status| Some(views::injuries::line(*status)),
    );
    let Some(state) = state else { return said };
    let state = catalogue.say(state).with_small_start();
    let places = [("player", said.into()), ("state", state.into())];
    catalogue.line("team-player-state", &places)
}

/// What is said of a player who may not play.
const fn state(status: RosterStatus) -> Option<&'static str> {
    match status {
        RosterStatus::Active => None,
        RosterStatus::Out => Some("injuries-out"),
        RosterStatus::InjuredList => Some("injuries-list"),
        RosterStatus::PracticeSquad => Some("team-practice-squad"),
        RosterStatus::Suspended => Some("injuries-suspended"),
        RosterStatus::Inactive => Some("team-inactive"),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use shared::id::CompetitorId;
    use store::injuries::Injury;

    use super::*;

    fn player(name: &str) -> Player {
        Player {
            name: name.to_owned(),
            position: None,
            number: None,
            status: None,
        }
    }

    fn injury(name: &str) -> Injury {
        Injury {
            team: CompetitorId::derive("team"),
            player: CompetitorId::derive(name),
            name: name.to_owned(),
            position: None,
            status: Some(Availability::Out),
            note: None,
            said_at: None,
            returns_on: None,
            provider: "other".to_owned(),
        }
    }

    #[test]
    fn who_is_hurt_is_the_one_player_of_that_name_and_nobody_of_two() {
        let roster = TeamRoster {
            players: ["Ana Núñez", "Bo Late", "Bo Late Jr.", "Cy Twice"]
                .map(player)
                .into(),
            checked: Some(("feed".to_owned(), DateTime::UNIX_EPOCH)),
        };
        let injuries = TeamInjuries {
            players: ["Ana Nunez", "Bo Late", "Cy Twice", "Cy Twice", "Di Gone"]
                .map(injury)
                .into(),
            checked: None,
        };
        let hurt = hurt(&roster, &injuries);
        let names: Vec<_> = hurt.keys().map(String::as_str).collect();
        assert_eq!(names, ["ana nunez"]);
    }
}
