//! Teams that we know by name: what feeds call them, and what we call them. A team that moved or
//! took another name is listed under each name that it had.
//!
//! Two feeds mean the same team when they come to the same slug, so feeds of one league take its
//! teams from here.

use shared::competitor::CompetitorKind;
use shared::feed::CompetitorReport;

use crate::slug::slug;

/// A team under one of its names.
pub(crate) struct Team {
    /// What archives call it.
    names: &'static [&'static str],
    /// The code that we show.
    code: &'static str,
    place: &'static str,
    nickname: &'static str,
}

impl Team {
    /// In full: `Chicago Bears`. A team that is called by no place has its nickname there.
    fn name(&self) -> String {
        if self.place == self.nickname {
            return self.nickname.to_owned();
        }
        format!("{} {}", self.place, self.nickname)
    }

    /// The report of it, under the feed's own id.
    pub(crate) fn report(&self, reference: String) -> CompetitorReport {
        let name = self.name();
        CompetitorReport {
            reference,
            slug: Some(slug(&name)),
            kind: CompetitorKind::Team,
            name,
            short_name: self.nickname.to_owned(),
            place: self.place.to_owned(),
            code: self.code.to_owned(),
            colors: None,
            logo_url: None,
        }
    }
}

/// A feed's own id of a team, told apart from its ids of players.
pub(crate) fn reference(id: &str) -> String {
    format!("team/{id}")
}

/// The team that archives call by that name.
pub(crate) fn find(teams: &'static [Team], name: &str) -> Result<CompetitorReport, String> {
    let team = teams.iter().find(|it| it.names.contains(&name));
    let team = team.ok_or_else(|| format!("team: {name:?} is unknown"))?;
    Ok(team.report(team.code.to_owned()))
}

/// The team of that full name, accents and case aside, in a league whose teams we know.
pub(crate) fn known(league: &str, name: &str) -> Option<&'static Team> {
    let teams = match league {
        "NFL" => NFL,
        "NBA" => NBA,
        "MLB" => MLB,
        "NHL" => NHL,
        _ => return None,
    };
    let wanted = slug(name);
    let wanted = match (league, wanted.as_str()) {
        // The only team that is called by the letters of its city.
        ("NBA", "la-clippers") => "los-angeles-clippers",
        (_, wanted) => wanted,
    };
    teams.iter().find(|it| slug(&it.name()) == wanted)
}

/// The team of that code whose nickname, or full name, is this.
pub(crate) fn coded(teams: &'static [Team], code: &str, name: &str) -> Option<&'static Team> {
    let wanted = slug(name);
    teams
        .iter()
        .filter(|it| it.code == code)
        .find(|it| slug(it.nickname) == wanted || slug(&it.name()) == wanted)
}

/// Our slug of the team with that full name in that league, if our data have it.
pub(crate) fn slug_of(league: &str, name: &str) -> Option<String> {
    known(league, name).map(|it| slug(&it.name()))
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

pub(crate) const NBA: &[Team] = teams! {
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

pub(crate) const MLB: &[Team] = teams! {
    "ARI" => "ARI" "Arizona" "Diamondbacks";
    "ATL" => "ATL" "Atlanta" "Braves";
    "BAL" => "BAL" "Baltimore" "Orioles";
    "BOS" | "BRS" => "BOS" "Boston" "Red Sox";
    "CUB" | "CHC" => "CHC" "Chicago" "Cubs";
    "CWS" => "CWS" "Chicago" "White Sox";
    "CIN" => "CIN" "Cincinnati" "Reds";
    "CLE" => "CLE" "Cleveland" "Indians";
    "Cleveland Guardians" => "CLE" "Cleveland" "Guardians";
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
    "Athletics" => "ATH" "Athletics" "Athletics";
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

pub(crate) const NHL: &[Team] = teams! {
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
    "Seattle" => "SEA" "Seattle" "Kraken";
    "St.Louis" => "STL" "St. Louis" "Blues";
    "TampaBay" => "TBL" "Tampa Bay" "Lightning";
    "Toronto" => "TOR" "Toronto" "Maple Leafs";
    "Utah" => "UTA" "Utah" "Hockey Club";
    "Utah Mammoth" => "UTA" "Utah" "Mammoth";
    "Vancouver" => "VAN" "Vancouver" "Canucks";
    "Vegas" => "VGK" "Vegas" "Golden Knights";
    "Washington" => "WSH" "Washington" "Capitals";
    "Winnipeg" => "WPG" "Winnipeg" "Jets";
};

/// `LosAngeles` and `NewYork` are not here: two teams are called that.
pub(crate) const NFL: &[Team] = teams! {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_comes_to_a_team_of_its_own() {
        for teams in [NBA, MLB, NHL, NFL] {
            let mut slugs: Vec<_> = teams.iter().map(|it| slug(&it.name())).collect();
            slugs.sort();
            slugs.dedup();
            assert_eq!(slugs.len(), teams.len());
        }
    }

    #[test]
    fn a_team_is_found_by_its_full_name_and_by_code_and_nickname() {
        assert_eq!(
            slug_of("NHL", "Montréal Canadiens").as_deref(),
            Some("montreal-canadiens")
        );
        assert_eq!(slug_of("MLB", "Athletics").as_deref(), Some("athletics"));
        assert_eq!(
            slug_of("NBA", "LA Clippers"),
            slug_of("NBA", "Los Angeles Clippers")
        );
        assert_eq!(
            slug_of("NFL", "Chicago Bears").as_deref(),
            Some("chicago-bears")
        );
        assert_eq!(slug_of("NFL", "Chicago Bulls"), None);
        assert_eq!(slug_of("MLB", "American League All-Stars"), None);
        let utah = |name| coded(NHL, "UTA", name).map(|it| it.name());
        assert_eq!(utah("Mammoth").as_deref(), Some("Utah Mammoth"));
        assert_eq!(
            utah("Utah Hockey Club").as_deref(),
            Some("Utah Hockey Club")
        );
        assert_eq!(utah("Jazz"), None);
    }
}
