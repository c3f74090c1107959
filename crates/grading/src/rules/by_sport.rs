//! Which rules a sport has.

use shared::league::Sport;

use super::{
    SportRules, australian_rules, baseball, basketball, cricket, darts, esports, fights, football,
    golf, handball, hockey, racing, rugby, soccer, tennis, volleyball,
};

/// All rules of a sport.
pub const fn sport_rules(sport: Sport) -> &'static SportRules {
    match sport {
        Sport::AmericanFootball => &football::RULES,
        Sport::Basketball => &basketball::RULES,
        Sport::Baseball => &baseball::RULES,
        Sport::IceHockey => &hockey::RULES,
        Sport::Soccer => &soccer::RULES,
        Sport::Tennis => &tennis::RULES,
        Sport::MixedMartialArts => &fights::MIXED_MARTIAL_ARTS,
        Sport::Boxing => &fights::BOXING,
        Sport::Golf => &golf::RULES,
        Sport::Motorsport => &racing::MOTORSPORT,
        Sport::HorseRacing => &racing::HORSE_RACING,
        Sport::Esports => &esports::RULES,
        Sport::Cricket => &cricket::RULES,
        Sport::RugbyUnion => &rugby::UNION,
        Sport::RugbyLeague => &rugby::LEAGUE,
        Sport::AustralianRules => &australian_rules::RULES,
        Sport::Handball => &handball::RULES,
        Sport::Volleyball => &volleyball::RULES,
        Sport::Darts => &darts::RULES,
    }
}
