//! Who of a team may miss games, in an order and in numbers.

use shared::feed::Availability;
use store::injuries::{Injury, TeamInjuries};
use wording::{Catalogue, Said};

/// How likely it is that somebody misses the next game, the likeliest first.
const fn gravity(status: Option<Availability>) -> u8 {
    match status {
        Some(Availability::Out) => 0,
        Some(Availability::InjuredList) => 1,
        Some(Availability::Suspended) => 2,
        Some(Availability::Doubtful) => 3,
        Some(Availability::Questionable) => 4,
        Some(Availability::DayToDay) => 5,
        Some(Availability::Probable) => 6,
        None => 7,
    }
}

/// The key of what is said of somebody with this word.
pub(crate) const fn line(status: Option<Availability>) -> &'static str {
    match status {
        Some(Availability::Out) => "injuries-out",
        Some(Availability::InjuredList) => "injuries-list",
        Some(Availability::Suspended) => "injuries-suspended",
        Some(Availability::Doubtful) => "injuries-doubtful",
        Some(Availability::Questionable) => "injuries-questionable",
        Some(Availability::DayToDay) => "injuries-day-to-day",
        Some(Availability::Probable) => "injuries-probable",
        None => "injuries-other",
    }
}

/// Those who certainly miss the next game first, and otherwise by name.
pub(crate) fn gravest_first(told: &TeamInjuries) -> Vec<&Injury> {
    let mut players: Vec<&Injury> = told.players.iter().collect();
    players.sort_by_key(|it| gravity(it.status));
    players
}

/// How many are out, and how many may be: `2 out, 1 in doubt`. `None`: nobody.
pub(crate) fn counted(catalogue: Catalogue, told: &TeamInjuries) -> Option<Said> {
    let gravities = told.players.iter().map(|it| gravity(it.status));
    let (out, rest): (Vec<u8>, Vec<u8>) = gravities.partition(|it| *it <= 2);
    let counts = [("team-out", out.len()), ("team-in-doubt", rest.len())];
    let said = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| catalogue.line(key, &[("count", count.into())]));
    let said: Vec<Said> = said.collect();
    (!said.is_empty()).then(|| wording::list(said, ", "))
}
