//! The clubs that the files name in short, with the rest that a reader wants.

use shared::competitor::CompetitorKind;
use shared::feed::CompetitorReport;

use crate::slug::slug;

struct Club {
    /// As the feed has it.
    feed: &'static str,
    name: &'static str,
    short_name: &'static str,
    code: &'static str,
    colors: (&'static str, &'static str),
}

/// The club of that name. One that is not listed keeps its name and gets a code made of it.
pub(super) fn competitor(feed: &str) -> CompetitorReport {
    let club = CLUBS.iter().find(|it| it.feed == feed);
    let short_name = club.map_or(feed, |it| it.short_name);
    CompetitorReport {
        reference: feed.to_owned(),
        slug: club.map(|it| slug(it.name)),
        kind: CompetitorKind::Team,
        name: club.map_or(feed, |it| it.name).to_owned(),
        short_name: short_name.to_owned(),
        place: short_name.to_owned(),
        code: club.map_or_else(|| derived_code(feed), |it| it.code.to_owned()),
        colors: club.map(|it| (it.colors.0.to_owned(), it.colors.1.to_owned())),
        logo_url: None,
    }
}

/// The first three letters or digits.
fn derived_code(name: &str) -> String {
    let plain = name.chars().filter(char::is_ascii_alphanumeric).take(3);
    let code: String = plain.map(|it| it.to_ascii_uppercase()).collect();
    format!("{code:X<2}")
}

macro_rules! clubs {
    ($(
        $feed:literal $name:literal $short:literal $code:literal $first:literal $second:literal;
    )+) => {
        &[$(Club {
            feed: $feed,
            name: $name,
            short_name: $short,
            code: $code,
            colors: ($first, $second),
        },)+]
    };
}

const CLUBS: &[Club] = clubs! {
    "Arsenal" "Arsenal" "Arsenal" "ARS" "ef0107" "ffffff";
    "Aston Villa" "Aston Villa" "Aston Villa" "AVL" "670e36" "95bfe5";
    "Bournemouth" "AFC Bournemouth" "Bournemouth" "BOU" "da291c" "000000";
    "Brentford" "Brentford" "Brentford" "BRE" "e30613" "ffffff";
    "Brighton" "Brighton & Hove Albion" "Brighton" "BHA" "0057b8" "ffffff";
    "Burnley" "Burnley" "Burnley" "BUR" "6c1d45" "99d6ea";
    "Cardiff" "Cardiff City" "Cardiff" "CAR" "0070b5" "d11524";
    "Chelsea" "Chelsea" "Chelsea" "CHE" "034694" "ffffff";
    "Crystal Palace" "Crystal Palace" "Crystal Palace" "CRY" "1b458f" "c4122e";
    "Everton" "Everton" "Everton" "EVE" "003399" "ffffff";
    "Fulham" "Fulham" "Fulham" "FUL" "000000" "ffffff";
    "Huddersfield" "Huddersfield Town" "Huddersfield" "HUD" "0e63ad" "ffffff";
    "Hull" "Hull City" "Hull" "HUL" "f5a12d" "000000";
    "Ipswich" "Ipswich Town" "Ipswich" "IPS" "3a64a3" "ffffff";
    "Leeds" "Leeds United" "Leeds" "LEE" "ffffff" "1d428a";
    "Leicester" "Leicester City" "Leicester" "LEI" "003090" "fdbe11";
    "Liverpool" "Liverpool" "Liverpool" "LIV" "c8102e" "00b2a9";
    "Luton" "Luton Town" "Luton" "LUT" "f78f1e" "002d62";
    "Man City" "Manchester City" "Man City" "MCI" "6cabdd" "1c2c5b";
    "Man United" "Manchester United" "Man United" "MUN" "da291c" "fbe122";
    "Middlesbrough" "Middlesbrough" "Middlesbrough" "MID" "e11b22" "ffffff";
    "Newcastle" "Newcastle United" "Newcastle" "NEW" "241f20" "ffffff";
    "Norwich" "Norwich City" "Norwich" "NOR" "fff200" "00a650";
    "Nott'm Forest" "Nottingham Forest" "Nottm Forest" "NFO" "dd0000" "ffffff";
    "Sheffield United" "Sheffield United" "Sheffield Utd" "SHU" "ee2737" "000000";
    "Southampton" "Southampton" "Southampton" "SOU" "d71920" "130c0e";
    "Stoke" "Stoke City" "Stoke" "STK" "e03a3e" "1b449c";
    "Sunderland" "Sunderland" "Sunderland" "SUN" "eb172b" "211e1e";
    "Swansea" "Swansea City" "Swansea" "SWA" "121212" "ffffff";
    "Tottenham" "Tottenham Hotspur" "Tottenham" "TOT" "132257" "ffffff";
    "Watford" "Watford" "Watford" "WAT" "fbee23" "ed2127";
    "West Brom" "West Bromwich Albion" "West Brom" "WBA" "122f67" "ffffff";
    "West Ham" "West Ham United" "West Ham" "WHU" "7a263a" "1bb1e7";
    "Wolves" "Wolverhampton Wanderers" "Wolves" "WOL" "fdb913" "231f20";

    "Alaves" "Deportivo Alavés" "Alavés" "ALA" "0761af" "ffffff";
    "Almeria" "Almería" "Almería" "ALM" "ee1119" "ffffff";
    "Ath Bilbao" "Athletic Club" "Athletic" "ATH" "ee2523" "ffffff";
    "Ath Madrid" "Atlético Madrid" "Atlético" "ATM" "cb3524" "272e61";
    "Barcelona" "Barcelona" "Barcelona" "BAR" "a50044" "004d98";
    "Betis" "Real Betis" "Betis" "BET" "0bb363" "ffffff";
    "Cadiz" "Cádiz" "Cádiz" "CAD" "ffe500" "0045a7";
    "Celta" "Celta Vigo" "Celta" "CEL" "8ac3ee" "e5254e";
    "Eibar" "Eibar" "Eibar" "EIB" "8b0304" "10437e";
    "Elche" "Elche" "Elche" "ELC" "05642c" "ffffff";
    "Espanol" "Espanyol" "Espanyol" "ESP" "007fc8" "ffffff";
    "Getafe" "Getafe" "Getafe" "GET" "005999" "ffffff";
    "Girona" "Girona" "Girona" "GIR" "cd2534" "ffffff";
    "Granada" "Granada" "Granada" "GRA" "a61b2b" "ffffff";
    "Huesca" "Huesca" "Huesca" "HUE" "00285e" "a61b2b";
    "Las Palmas" "Las Palmas" "Las Palmas" "LPA" "ffe400" "0072ce";
    "Leganes" "Leganés" "Leganés" "LEG" "0c6cb4" "ffffff";
    "Levante" "Levante" "Levante" "LEV" "005cab" "b4053f";
    "Mallorca" "Mallorca" "Mallorca" "MLL" "e20613" "000000";
    "Osasuna" "Osasuna" "Osasuna" "OSA" "d91a21" "0a346f";
    "Oviedo" "Real Oviedo" "Oviedo" "OVI" "004494" "ffffff";
    "Real Madrid" "Real Madrid" "Real Madrid" "RMA" "ffffff" "febe10";
    "Sevilla" "Sevilla" "Sevilla" "SEV" "ffffff" "f43333";
    "Sociedad" "Real Sociedad" "Real Sociedad" "RSO" "143c8b" "ffffff";
    "Valencia" "Valencia" "Valencia" "VAL" "ffffff" "ee3524";
    "Valladolid" "Real Valladolid" "Valladolid" "VLL" "921b88" "ffffff";
    "Vallecano" "Rayo Vallecano" "Rayo" "RAY" "ffffff" "e53027";
    "Villarreal" "Villarreal" "Villarreal" "VIL" "ffe667" "005187";
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlisted_club_keeps_its_name_and_gets_a_code() {
        let club = competitor("FC Emmen");
        assert_eq!(
            (club.name.as_str(), club.code.as_str()),
            ("FC Emmen", "FCE")
        );
        assert_eq!(competitor("Ž").code, "XX");
    }
}
