//! The teams of the files, moved ones under the name they had.

use shared::competitor::CompetitorKind;
use shared::feed::CompetitorReport;

use crate::slug::slug;

/// What the files' names stand for.
pub(super) struct Team {
    /// As the files have it.
    names: &'static [&'static str],
    /// The code that we show, and the reference.
    code: &'static str,
    place: &'static str,
    nickname: &'static str,
}

/// The team of that name.
pub(super) fn find(teams: &'static [Team], name: &str) -> Result<CompetitorReport, String> {
    let team = teams.iter().find(|it| it.names.contains(&name));
    let team = team.ok_or_else(|| format!("team: {name:?} is unknown"))?;
    let name = format!("{} {}", team.place, team.nickname);
    Ok(CompetitorReport {
        reference: team.code.to_owned(),
        slug: Some(slug(&name)),
        kind: CompetitorKind::Team,
        name,
        short_name: team.nickname.to_owned(),
        place: team.place.to_owned(),
        code: team.code.to_owned(),
        colors: None,
        logo_url: None,
    })
}

macro_rules! teams {
    ($($($name:literal)|+ => $code:literal $place:literal $nickname:literal;)+) => {
        &[$(Team {
            names: &[$($name),+],
            code: $code,
            place: $place,
            nickname: $nickname,
        },)+]
    };
}

pub(super) const NBA: &[Team] = teams! {
    "atl" => "ATL" "Atlanta" "Hawks";
    "bkn" => "BKN" "Brooklyn" "Nets";
    "bos" => "BOS" "Boston" "Celtics";
    "cha" => "CHA" "Charlotte" "Hornets";
    "chi" => "CHI" "Chicago" "Bulls";
    "cle" => "CLE" "Cleveland" "Cavaliers";
    "dal" => "DAL" "Dallas" "Mavericks";
    "den" => "DEN" "Denver" "Nuggets";
    "det" => "DET" "Detroit" "Pistons";
    "gs" => "GSW" "Golden State" "Warriors";
    "hou" => "HOU" "Houston" "Rockets";
    "ind" => "IND" "Indiana" "Pacers";
    "lac" => "LAC" "Los Angeles" "Clippers";
    "lal" => "LAL" "Los Angeles" "Lakers";
    "mem" => "MEM" "Memphis" "Grizzlies";
    "mia" => "MIA" "Miami" "Heat";
    "mil" => "MIL" "Milwaukee" "Bucks";
    "min" => "MIN" "Minnesota" "Timberwolves";
    "no" => "NOP" "New Orleans" "Pelicans";
    "ny" => "NYK" "New York" "Knicks";
    "okc" => "OKC" "Oklahoma City" "Thunder";
    "orl" => "ORL" "Orlando" "Magic";
    "phi" => "PHI" "Philadelphia" "76ers";
    "phx" => "PHX" "Phoenix" "Suns";
    "por" => "POR" "Portland" "Trail Blazers";
    "sa" => "SAS" "San Antonio" "Spurs";
    "sac" => "SAC" "Sacramento" "Kings";
    "tor" => "TOR" "Toronto" "Raptors";
    "utah" => "UTA" "Utah" "Jazz";
    "wsh" => "WAS" "Washington" "Wizards";
};

pub(super) const MLB: &[Team] = teams! {
    "ARI" => "ARI" "Arizona" "Diamondbacks";
    "ATL" => "ATL" "Atlanta" "Braves";
    "BAL" => "BAL" "Baltimore" "Orioles";
    "BOS" | "BRS" => "BOS" "Boston" "Red Sox";
    "CUB" | "CHC" => "CHC" "Chicago" "Cubs";
    "CWS" => "CWS" "Chicago" "White Sox";
    "CIN" => "CIN" "Cincinnati" "Reds";
    "CLE" => "CLE" "Cleveland" "Indians";
    "COL" => "COL" "Colorado" "Rockies";
    "DET" => "DET" "Detroit" "Tigers";
    "HOU" => "HOU" "Houston" "Astros";
    "KAN" => "KC" "Kansas City" "Royals";
    "LAA" => "LAA" "Los Angeles" "Angels";
    "LOS" | "LAD" => "LAD" "Los Angeles" "Dodgers";
    "MIA" => "MIA" "Miami" "Marlins";
    "MIL" => "MIL" "Milwaukee" "Brewers";
    "MIN" => "MIN" "Minnesota" "Twins";
    "NYM" => "NYM" "New York" "Mets";
    "NYY" => "NYY" "New York" "Yankees";
    "OAK" => "OAK" "Oakland" "Athletics";
    "PHI" => "PHI" "Philadelphia" "Phillies";
    "PIT" => "PIT" "Pittsburgh" "Pirates";
    "SDG" => "SD" "San Diego" "Padres";
    "SEA" => "SEA" "Seattle" "Mariners";
    "SFO" | "SFG" => "SF" "San Francisco" "Giants";
    "STL" => "STL" "St. Louis" "Cardinals";
    "TAM" => "TB" "Tampa Bay" "Rays";
    "TEX" => "TEX" "Texas" "Rangers";
    "TOR" => "TOR" "Toronto" "Blue Jays";
    "WAS" => "WSH" "Washington" "Nationals";
};

pub(super) const NHL: &[Team] = teams! {
    "Anaheim" => "ANA" "Anaheim" "Ducks";
    "Arizona" => "ARI" "Arizona" "Coyotes";
    "Boston" => "BOS" "Boston" "Bruins";
    "Buffalo" => "BUF" "Buffalo" "Sabres";
    "Calgary" => "CGY" "Calgary" "Flames";
    "Carolina" => "CAR" "Carolina" "Hurricanes";
    "Chicago" => "CHI" "Chicago" "Blackhawks";
    "Colorado" => "COL" "Colorado" "Avalanche";
    "Columbus" => "CBJ" "Columbus" "Blue Jackets";
    "Dallas" => "DAL" "Dallas" "Stars";
    "Detroit" => "DET" "Detroit" "Red Wings";
    "Edmonton" => "EDM" "Edmonton" "Oilers";
    "Florida" => "FLA" "Florida" "Panthers";
    "LosAngeles" => "LAK" "Los Angeles" "Kings";
    "Minnesota" => "MIN" "Minnesota" "Wild";
    "Montreal" => "MTL" "Montreal" "Canadiens";
    "Nashville" => "NSH" "Nashville" "Predators";
    "NewJersey" => "NJD" "New Jersey" "Devils";
    "NYIslanders" => "NYI" "New York" "Islanders";
    "NYRangers" => "NYR" "New York" "Rangers";
    "Ottawa" => "OTT" "Ottawa" "Senators";
    "Philadelphia" => "PHI" "Philadelphia" "Flyers";
    "Pittsburgh" => "PIT" "Pittsburgh" "Penguins";
    "SanJose" => "SJS" "San Jose" "Sharks";
    "St.Louis" => "STL" "St. Louis" "Blues";
    "TampaBay" => "TBL" "Tampa Bay" "Lightning";
    "Toronto" => "TOR" "Toronto" "Maple Leafs";
    "Vancouver" => "VAN" "Vancouver" "Canucks";
    "Vegas" => "VGK" "Vegas" "Golden Knights";
    "Washington" => "WSH" "Washington" "Capitals";
    "Winnipeg" => "WPG" "Winnipeg" "Jets";
};

/// `LosAngeles` and `NewYork` are not here: two teams are called that.
pub(super) const NFL: &[Team] = teams! {
    "Cardinals" => "ARI" "Arizona" "Cardinals";
    "Falcons" => "ATL" "Atlanta" "Falcons";
    "Ravens" => "BAL" "Baltimore" "Ravens";
    "Bills" | "BuffaloBills" => "BUF" "Buffalo" "Bills";
    "Panthers" => "CAR" "Carolina" "Panthers";
    "Bears" => "CHI" "Chicago" "Bears";
    "Bengals" => "CIN" "Cincinnati" "Bengals";
    "Browns" => "CLE" "Cleveland" "Browns";
    "Cowboys" => "DAL" "Dallas" "Cowboys";
    "Broncos" => "DEN" "Denver" "Broncos";
    "Lions" => "DET" "Detroit" "Lions";
    "Packers" => "GB" "Green Bay" "Packers";
    "Texans" => "HOU" "Houston" "Texans";
    "Colts" => "IND" "Indianapolis" "Colts";
    "Jaguars" => "JAX" "Jacksonville" "Jaguars";
    "Chiefs" | "KCChiefs" | "Kansas" => "KC" "Kansas City" "Chiefs";
    "Chargers" => "LAC" "Los Angeles" "Chargers";
    "Rams" => "LAR" "Los Angeles" "Rams";
    "Raiders" | "LVRaiders" => "LV" "Las Vegas" "Raiders";
    "Dolphins" => "MIA" "Miami" "Dolphins";
    "Vikings" => "MIN" "Minnesota" "Vikings";
    "Patriots" => "NE" "New England" "Patriots";
    "Saints" => "NO" "New Orleans" "Saints";
    "Giants" => "NYG" "New York" "Giants";
    "Jets" => "NYJ" "New York" "Jets";
    "Oakland" => "OAK" "Oakland" "Raiders";
    "Eagles" => "PHI" "Philadelphia" "Eagles";
    "Steelers" => "PIT" "Pittsburgh" "Steelers";
    "SanDiego" => "SD" "San Diego" "Chargers";
    "Seahawks" => "SEA" "Seattle" "Seahawks";
    "Fortyniners" => "SF" "San Francisco" "49ers";
    "St.Louis" => "STL" "St. Louis" "Rams";
    "Buccaneers" | "Tampa" => "TB" "Tampa Bay" "Buccaneers";
    "Titans" => "TEN" "Tennessee" "Titans";
    "Commanders" | "Washingtom" => "WAS" "Washington" "Commanders";
};
