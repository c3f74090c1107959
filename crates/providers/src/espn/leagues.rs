//! The leagues, with what the scoreboards leave unsaid about them.

use shared::feed::LeagueReport;
use shared::game::Period;
use shared::league::Sport;

use crate::league;

/// How the year of a season is to be read.
#[derive(Clone, Copy)]
enum Years {
    /// The season is played in one year, or named by one: `2024`.
    One,
    /// The year is the one in which it begins: `2024/25`.
    First,
    /// The year is the one in which it ends: `2024/25`.
    Last,
}

/// What an event of the league holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A game of two teams.
    Teams,
    /// A tournament, with matches of two. Only the draw of that slug is the league's: one
    /// tournament is on the boards of both tours.
    Draw(&'static str),
    /// An evening of fights.
    Card,
    /// A tournament of one field.
    Tournament,
    /// A weekend of sessions, of which one is the race.
    Race,
}

/// How many periods there are before overtime, and what each is called.
pub(super) type Regular = (u8, fn(u8) -> Period);

/// A league of the feed.
pub(super) struct League {
    /// Our code.
    pub(super) code: &'static str,
    name: &'static str,
    /// What is played.
    pub(super) sport: Sport,
    /// The path of its scoreboard.
    pub(super) path: &'static str,
    /// More of the question, where the feed would leave games out.
    pub(super) more: &'static str,
    /// What its events hold.
    pub(super) shape: Shape,
    years: Years,
}

/// Those that are polled when nothing else is said.
pub(super) const USUAL: &[&str] = &["NFL", "NBA", "MLB", "NHL", "EPL"];

/// Leagues that play in halves where their sport plays in quarters.
const HALVES: &[&str] = &["NCAAB"];

/// Leagues with so many games that a month of them is cut.
const CROWDED: &[&str] = &["NCAAB"];

/// Leagues whose box scores are asked for. The leagues' own feeds have those of MLB and NHL, and no
/// feed of ours has prices on college players.
const BOX_SCORES: &[&str] = &[
    "NFL",
    "NBA",
    "WNBA",
    "EPL",
    "LALIGA",
    "BUNDESLIGA",
    "SERIEA",
    "LIGUE1",
    "MLS",
    "UCL",
    "UEL",
    "BRASILEIRAO",
    "WORLDCUP",
];

/// The upper division of college football whole, rather than the ranked teams.
const UPPER_DIVISION: &str = "&groups=80";
/// The first division of college basketball whole, rather than the ranked teams.
const FIRST_DIVISION: &str = "&groups=50";

macro_rules! leagues {
    ($(
        $code:literal $name:literal $sport:ident $path:literal $years:ident $shape:expr, $more:expr;
    )+) => {
        &[$(League {
            code: $code,
            name: $name,
            sport: Sport::$sport,
            path: $path,
            more: $more,
            shape: $shape,
            years: Years::$years,
        },)+]
    };
}

/// Every league that converts. Of the Canadian league the scoreboards have had seasons that are
/// over since 2024.
pub(super) const LEAGUES: &[League] = leagues! {
    "NFL" "National Football League" AmericanFootball "football/nfl" One Shape::Teams, "";
    "NCAAF" "College Football" AmericanFootball "football/college-football" One
        Shape::Teams, UPPER_DIVISION;
    "NBA" "National Basketball Association" Basketball "basketball/nba" Last Shape::Teams, "";
    "NCAAB" "College Basketball" Basketball "basketball/mens-college-basketball" Last
        Shape::Teams, FIRST_DIVISION;
    "WNBA" "Women's National Basketball Association" Basketball "basketball/wnba" One
        Shape::Teams, "";
    "MLB" "Major League Baseball" Baseball "baseball/mlb" One Shape::Teams, "";
    "NHL" "National Hockey League" IceHockey "hockey/nhl" Last Shape::Teams, "";
    "EPL" "Premier League" Soccer "soccer/eng.1" First Shape::Teams, "";
    "LALIGA" "La Liga" Soccer "soccer/esp.1" First Shape::Teams, "";
    "BUNDESLIGA" "Bundesliga" Soccer "soccer/ger.1" First Shape::Teams, "";
    "SERIEA" "Serie A" Soccer "soccer/ita.1" First Shape::Teams, "";
    "LIGUE1" "Ligue 1" Soccer "soccer/fra.1" First Shape::Teams, "";
    "MLS" "Major League Soccer" Soccer "soccer/usa.1" One Shape::Teams, "";
    "UCL" "Champions League" Soccer "soccer/uefa.champions" First Shape::Teams, "";
    "UEL" "Europa League" Soccer "soccer/uefa.europa" First Shape::Teams, "";
    "BRASILEIRAO" "Brasileirão" Soccer "soccer/bra.1" One Shape::Teams, "";
    "WORLDCUP" "World Cup" Soccer "soccer/fifa.world" One Shape::Teams, "";
    "SUPERRUGBY" "Super Rugby" RugbyUnion "rugby/242041" One Shape::Teams, "";
    "SIXNATIONS" "Six Nations" RugbyUnion "rugby/180659" One Shape::Teams, "";
    "AFL" "Australian Football League" AustralianRules "australian-football/afl" One
        Shape::Teams, "";
    "UFC" "Ultimate Fighting Championship" MixedMartialArts "mma/ufc" One Shape::Card, "";
    "ATP" "ATP Tour" Tennis "tennis/atp" One Shape::Draw("mens-singles"), "";
    "WTA" "WTA Tour" Tennis "tennis/wta" One Shape::Draw("womens-singles"), "";
    "PGA" "PGA Tour" Golf "golf/pga" One Shape::Tournament, "";
    "LPGA" "LPGA Tour" Golf "golf/lpga" One Shape::Tournament, "";
    "DPWORLD" "DP World Tour" Golf "golf/eur" One Shape::Tournament, "";
    "LIV" "LIV Golf" Golf "golf/liv" One Shape::Tournament, "";
    "F1" "Formula 1" Motorsport "racing/f1" One Shape::Race, "";
};

/// The league of that code.
pub(super) fn find(code: &str) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.code == code)
}

impl League {
    pub(super) fn report(&self) -> LeagueReport {
        league(self.code, self.name, self.sport)
    }

    /// How the feed calls it in its answers: the last word of the path.
    pub(super) fn slug(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// A team's id within its sport, made of the feed's. Clubs and national sides of soccer and
    /// rugby keep theirs from one competition to the next; elsewhere the leagues of a sport count
    /// from 1, each for itself.
    pub(super) fn reference(&self, team: &str) -> String {
        match self.sport {
            Sport::Soccer | Sport::RugbyUnion => team.to_owned(),
            _ => format!("{}/{team}", self.slug()),
        }
    }

    /// The same of a player of a team.
    pub(super) fn player(&self, id: &str) -> String {
        match self.sport {
            Sport::Soccer => format!("player/{id}"),
            _ => format!("{}/player/{id}", self.slug()),
        }
    }

    /// How the season of that year is written.
    pub(super) fn season(&self, year: i32) -> String {
        let first = match self.years {
            Years::One => return year.to_string(),
            Years::First => year,
            Years::Last => year - 1,
        };
        format!("{first}/{:02}", (first + 1).rem_euclid(100))
    }

    /// The periods before overtime. `None`: every one has a name of its own, extra ones too.
    pub(super) fn periods(&self) -> Option<Regular> {
        match self.sport {
            _ if HALVES.contains(&self.code) => Some((2, Period::Half)),
            Sport::AmericanFootball | Sport::Basketball | Sport::AustralianRules => {
                Some((4, Period::Quarter))
            }
            Sport::IceHockey => Some((3, Period::Third)),
            Sport::Soccer | Sport::RugbyUnion => Some((2, Period::Half)),
            _ => None,
        }
    }

    /// Whether a period's number is the score so far, and not what was scored in it.
    pub(super) const fn is_cumulative(&self) -> bool {
        matches!(self.sport, Sport::RugbyUnion)
    }

    /// Whether a month of it has more games than one answer.
    pub(super) fn is_crowded(&self) -> bool {
        CROWDED.contains(&self.code)
    }

    /// Whether its box scores are asked for.
    pub(super) fn has_box_scores(&self) -> bool {
        BOX_SCORES.contains(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::{BOX_SCORES, CROWDED, HALVES, LEAGUES, USUAL, find};

    #[test]
    fn teams_are_told_apart_within_their_sport_and_clubs_keep_their_id_in_every_competition() {
        let of = |league, team| find(league).unwrap().reference(team);
        assert_ne!(of("NFL", "8"), of("NCAAF", "8"));
        assert_ne!(of("NBA", "3"), of("WNBA", "3"));
        assert_eq!(of("EPL", "359"), of("UCL", "359"));
    }

    #[test]
    fn every_league_stands_once_and_no_list_names_another() {
        for one in LEAGUES {
            let same = LEAGUES
                .iter()
                .filter(|it| it.code == one.code || it.path == one.path);
            assert_eq!(same.count(), 1, "{}", one.code);
            assert_eq!(one.path.split('/').count(), 2, "{}", one.path);
        }
        for code in [USUAL, HALVES, CROWDED, BOX_SCORES].concat() {
            assert!(find(code).is_some(), "{code}");
        }
    }
}
