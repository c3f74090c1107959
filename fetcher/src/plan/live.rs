//! How often games in play are polled that somebody has an open bet on.

use std::time::Duration;

use shared::league::Sport;

/// How often scores of a sport are worth asking for while somebody waits: about as often as one
/// can be missed between two answers. A basket falls every half minute, a goal twice a game; a
/// fight, a hole and a lap take minutes.
pub(super) const fn every(sport: Sport) -> Duration {
    let seconds = match sport {
        Sport::Basketball | Sport::Handball => 15,
        Sport::AmericanFootball
        | Sport::IceHockey
        | Sport::AustralianRules
        | Sport::RugbyUnion
        | Sport::RugbyLeague
        | Sport::Volleyball => 20,
        Sport::Soccer | Sport::Baseball | Sport::Tennis | Sport::Darts | Sport::Esports => 30,
        Sport::MixedMartialArts
        | Sport::Boxing
        | Sport::Golf
        | Sport::Motorsport
        | Sport::HorseRacing
        | Sport::Cricket => 60,
    };
    Duration::from_secs(seconds)
}
