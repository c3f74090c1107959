//! The teams that the file names by code, moved ones under the name they had.

/// What a code stands for.
pub(super) struct Team {
    /// As the file has it.
    code: &'static str,
    /// Where it plays, or played.
    pub(super) place: &'static str,
    /// What fans say.
    pub(super) nickname: &'static str,
    /// The code that we show.
    pub(super) shown: &'static str,
    /// First colour.
    pub(super) first: &'static str,
    /// Second colour.
    pub(super) second: &'static str,
}

/// The team of that code.
pub(super) fn find(code: &str) -> Option<&'static Team> {
    TEAMS.iter().find(|it| it.code == code)
}

macro_rules! teams {
    ($(
        $code:ident $shown:literal $place:literal $nickname:literal
        $first:literal $second:literal;
    )+) => {
        &[$(Team {
            code: stringify!($code),
            place: $place,
            nickname: $nickname,
            shown: $shown,
            first: $first,
            second: $second,
        },)+]
    };
}

const TEAMS: &[Team] = teams! {
    ARI "ARI" "Arizona" "Cardinals" "97233f" "000000";
    ATL "ATL" "Atlanta" "Falcons" "a71930" "000000";
    BAL "BAL" "Baltimore" "Ravens" "241773" "9e7c0c";
    BUF "BUF" "Buffalo" "Bills" "00338d" "c60c30";
    CAR "CAR" "Carolina" "Panthers" "0085ca" "101820";
    CHI "CHI" "Chicago" "Bears" "0b162a" "c83803";
    CIN "CIN" "Cincinnati" "Bengals" "fb4f14" "000000";
    CLE "CLE" "Cleveland" "Browns" "311d00" "ff3c00";
    DAL "DAL" "Dallas" "Cowboys" "003594" "869397";
    DEN "DEN" "Denver" "Broncos" "fb4f14" "002244";
    DET "DET" "Detroit" "Lions" "0076b6" "b0b7bc";
    GB "GB" "Green Bay" "Packers" "203731" "ffb612";
    HOU "HOU" "Houston" "Texans" "03202f" "a71930";
    IND "IND" "Indianapolis" "Colts" "002c5f" "a2aaad";
    JAX "JAX" "Jacksonville" "Jaguars" "006778" "d7a22a";
    KC "KC" "Kansas City" "Chiefs" "e31837" "ffb81c";
    LA "LAR" "Los Angeles" "Rams" "003594" "ffa300";
    LAC "LAC" "Los Angeles" "Chargers" "0080c6" "ffc20e";
    LV "LV" "Las Vegas" "Raiders" "000000" "a5acaf";
    MIA "MIA" "Miami" "Dolphins" "008e97" "fc4c02";
    MIN "MIN" "Minnesota" "Vikings" "4f2683" "ffc62f";
    NE "NE" "New England" "Patriots" "002244" "c60c30";
    NO "NO" "New Orleans" "Saints" "d3bc8d" "101820";
    NYG "NYG" "New York" "Giants" "0b2265" "a71930";
    NYJ "NYJ" "New York" "Jets" "125740" "ffffff";
    OAK "OAK" "Oakland" "Raiders" "000000" "a5acaf";
    PHI "PHI" "Philadelphia" "Eagles" "004c54" "a5acaf";
    PIT "PIT" "Pittsburgh" "Steelers" "ffb612" "101820";
    SD "SD" "San Diego" "Chargers" "002a5e" "ffc20e";
    SEA "SEA" "Seattle" "Seahawks" "002244" "69be28";
    SF "SF" "San Francisco" "49ers" "aa0000" "b3995d";
    STL "STL" "St. Louis" "Rams" "002244" "b3995d";
    TB "TB" "Tampa Bay" "Buccaneers" "d50a0a" "34302b";
    TEN "TEN" "Tennessee" "Titans" "0c2340" "4b92db";
    WAS "WAS" "Washington" "Commanders" "5a1414" "ffb612";
};
