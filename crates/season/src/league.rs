//! The made-up league: its name, its sixteen teams, its two bookmakers.

/// The league's short code.
pub const CODE: &str = "HRB";
/// The league's name.
pub const NAME: &str = "Harbor League";
/// What is played: four quarters, overtime when they end level, no draws.
pub const SPORT: &str = "american_football";

/// A team. Cities, nicknames and codes are invented; no real club is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Team {
    /// Three letters, unique in the league; the team's id in every answer.
    pub code: &'static str,
    /// The town that it plays for.
    pub city: &'static str,
    /// What its followers call it.
    pub nickname: &'static str,
    /// Ground of the crest, `#rrggbb`.
    pub primary: &'static str,
    /// Letters and rim of the crest, `#rrggbb`, readable on `primary`.
    pub secondary: &'static str,
}

const fn team(
    code: &'static str,
    city: &'static str,
    nickname: &'static str,
    primary: &'static str,
    secondary: &'static str,
) -> Team {
    Team {
        code,
        city,
        nickname,
        primary,
        secondary,
    }
}

/// How many teams there are.
pub const TEAMS_COUNT: usize = 16;

/// All teams, by code.
pub const TEAMS: [Team; TEAMS_COUNT] = [
    team("ASB", "Amber Sound", "Beacons", "#7a3e00", "#ffd27a"),
    team("BRK", "Breakwater", "Anvils", "#2b2f36", "#f2b134"),
    team("CDB", "Cinder Bay", "Stokers", "#8c1c13", "#ffe3c2"),
    team("CPN", "Copper Inlet", "Newts", "#5b2a1a", "#9be0c0"),
    team("DRT", "Driftwood", "Turners", "#4a3b2a", "#f3e6cf"),
    team("FSM", "Fogarty Strand", "Moths", "#3d2c5e", "#d9ccff"),
    team("GPL", "Gull Point", "Lanterns", "#12355b", "#ffd84d"),
    team("KHD", "Kelp Hollow", "Divers", "#0b4f3a", "#c6f58b"),
    team("LFO", "Lower Ferry", "Oarsmen", "#1d4e89", "#f7f4ea"),
    team("MPT", "Marlow Pier", "Tinkers", "#5e1742", "#ffb8d2"),
    team("NLK", "Northlight", "Keepers", "#0d1b2a", "#7fe7dc"),
    team("OQB", "Old Quay", "Bellringers", "#3a0f0f", "#e9c46a"),
    team("SHD", "Stormhaven", "Drummers", "#263a6b", "#ffb25b"),
    team("SMR", "Saltmarsh", "Reeds", "#2f4a1e", "#f0efb0"),
    team("THK", "Tern Harbor", "Kites", "#0f4c5c", "#ffdfb8"),
    team("WSP", "Winter Shoal", "Puffins", "#14213d", "#ff9f5a"),
];

/// The team with this code, in capitals.
pub fn team_by_code(code: &str) -> Option<&'static Team> {
    TEAMS.iter().find(|team| team.code == code)
}

/// Who quotes prices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookmaker {
    /// Its id in every answer.
    pub code: &'static str,
    /// What members read.
    pub name: &'static str,
    /// What the chances that its prices imply add up to before rounding, in ten-thousandths.
    pub overround: u32,
}

/// The two bookmakers; the second is the sharper one, and likes quarter lines.
pub const BOOKMAKERS: [Bookmaker; 2] = [
    Bookmaker {
        code: "harbor",
        name: "Harbor Book",
        overround: 10_480,
    },
    Bookmaker {
        code: "tidewater",
        name: "Tidewater",
        overround: 10_330,
    },
];
