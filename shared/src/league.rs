//! Leagues and the sports they play.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::id::LeagueId;
use crate::words::words;

words! {
    /// A sport. It decides which periods a market counts and which house rules hold.
    Sport {
        /// NFL, NCAAF, CFL, and the made-up league of the demo.
        AmericanFootball = "american_football",
        /// NBA, WNBA, NCAAB, EuroLeague.
        Basketball = "basketball",
        /// MLB, NPB, KBO.
        Baseball = "baseball",
        /// NHL, KHL.
        IceHockey = "ice_hockey",
        /// EPL, La Liga, MLS.
        Soccer = "soccer",
        /// ATP, WTA.
        Tennis = "tennis",
        /// UFC, Bellator.
        MixedMartialArts = "mixed_martial_arts",
        /// PGA and others.
        Golf = "golf",
        /// Formula 1 and others.
        Motorsport = "motorsport",
        /// Fights with gloves and rounds of three minutes.
        Boxing = "boxing",
        /// British, American and other racing.
        HorseRacing = "horse_racing",
        /// Contests in maps or games of a match.
        Esports = "esports",
        /// Tests, one-day games, Twenty20.
        Cricket = "cricket",
        /// Rugby union.
        RugbyUnion = "rugby_union",
        /// Rugby league.
        RugbyLeague = "rugby_league",
        /// AFL.
        AustralianRules = "australian_rules",
        /// Handball leagues and cups.
        Handball = "handball",
        /// Indoor and beach.
        Volleyball = "volleyball",
        /// PDC and others, in sets of legs or in legs alone.
        Darts = "darts",
    }
}

/// Where a day of the league of that code begins: what two feeds say of a game is joined by its
/// day, and records are kept by it. Leagues without a home keep UTC.
pub fn time_zone(code: &str) -> Tz {
    match code {
        "NFL" | "NCAAF" | "CFL" | "NBA" | "NCAAB" | "WNBA" | "MLB" | "NHL" | "MLS" | "UFC"
        | "BELLATOR" | "PGA" | "LPGA" | "LIV" => Tz::America__New_York,
        "EPL" | "PDC" | "DPWORLD" | "SIXNATIONS" => Tz::Europe__London,
        "LALIGA" | "EUROLEAGUE" => Tz::Europe__Madrid,
        "BUNDESLIGA" => Tz::Europe__Berlin,
        "SERIEA" => Tz::Europe__Rome,
        "LIGUE1" => Tz::Europe__Paris,
        // Where their office is: they are played all over Europe.
        "UCL" | "UEL" => Tz::Europe__Zurich,
        "BRASILEIRAO" => Tz::America__Sao_Paulo,
        "NPB" => Tz::Asia__Tokyo,
        "KBO" => Tz::Asia__Seoul,
        "KHL" => Tz::Europe__Moscow,
        "AFL" => Tz::Australia__Melbourne,
        "SUPERRUGBY" => Tz::Pacific__Auckland,
        _ => Tz::UTC,
    }
}

/// A league as it is known to every server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct League {
    /// Its id, derived from the code.
    pub id: LeagueId,
    /// Short and unique: `NFL`, `EPL`.
    pub code: String,
    /// In full: `National Football League`.
    pub name: String,
    /// What it plays.
    pub sport: Sport,
}

impl League {
    /// A league whose id follows from its code.
    pub fn new(code: &str, name: &str, sport: Sport) -> Self {
        Self {
            id: LeagueId::derive(code),
            code: code.to_owned(),
            name: name.to_owned(),
            sport,
        }
    }
}
