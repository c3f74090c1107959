//! What sports are called.

use shared::league::Sport;
use wording::{Catalogue, Said};

/// What a sport is called.
pub(crate) fn sport_name(catalogue: Catalogue, sport: Sport) -> Said {
    catalogue.say(match sport {
        Sport::AmericanFootball => "sport-american-football",
        Sport::Basketball => "sport-basketball",
        Sport::Baseball => "sport-baseball",
        Sport::IceHockey => "sport-ice-hockey",
        Sport::Soccer => "sport-soccer",
        Sport::Tennis => "sport-tennis",
        Sport::MixedMartialArts => "sport-mixed-martial-arts",
        Sport::Golf => "sport-golf",
        Sport::Motorsport => "sport-motorsport",
        Sport::Boxing => "sport-boxing",
        Sport::HorseRacing => "sport-horse-racing",
        Sport::Esports => "sport-esports",
        Sport::Cricket => "sport-cricket",
        Sport::RugbyUnion => "sport-rugby-union",
        Sport::RugbyLeague => "sport-rugby-league",
        Sport::AustralianRules => "sport-australian-rules",
        Sport::Handball => "sport-handball",
        Sport::Volleyball => "sport-volleyball",
        Sport::Darts => "sport-darts",
    })
}
