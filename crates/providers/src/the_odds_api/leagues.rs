//! The leagues, by the keys that the feed has for them.

use chrono::{DateTime, Datelike, Utc};
use shared::feed::{CompetitorReport, LeagueReport};
use shared::league::{Sport, time_zone};

use crate::slug::slug;
use crate::{league, teams};

/// A league of the feed.
pub(super) struct League {
    /// Our code.
    pub(super) code: &'static str,
    name: &'static str,
    /// What is played.
    pub(super) sport: Sport,
    /// The feed's key of its games.
    pub(super) key: &'static str,
    /// The feed's key of its winner, where it has one.
    pub(super) winner: Option<&'static str>,
    season: Season,
}

/// Which season a start belongs to: the feed does not say.
#[derive(Clone, Copy)]
enum Season {
    /// The year of the start: `2031`.
    Year,
    /// It begins in that month, and is called by the year of its beginning: `2031`.
    From(u32),
    /// It begins in that month, and is called by both of its years: `2031/32`.
    Across(u32),
}

macro_rules! leagues {
    ($($code:literal $name:literal $sport:ident $key:literal $winner:expr, $season:expr;)+) => {
        &[$(League {
            code: $code,
            name: $name,
            sport: Sport::$sport,
            key: $key,
            winner: $winner,
            season: $season,
        },)+]
    };
}

/// Every league that converts. Cups are not among them: their scores do not say whether extra time
/// is counted.
pub(super) const LEAGUES: &[League] = leagues! {
    "NFL" "National Football League" AmericanFootball "americanfootball_nfl"
        Some("americanfootball_nfl_super_bowl_winner"), Season::From(3);
    "NCAAF" "College Football" AmericanFootball "americanfootball_ncaaf"
        Some("americanfootball_ncaaf_championship_winner"), Season::From(3);
    "CFL" "Canadian Football League" AmericanFootball "americanfootball_cfl" None, Season::Year;
    "NBA" "National Basketball Association" Basketball "basketball_nba"
        Some("basketball_nba_championship_winner"), Season::Across(8);
    "NCAAB" "College Basketball" Basketball "basketball_ncaab"
        Some("basketball_ncaab_championship_winner"), Season::Across(8);
    "WNBA" "Women's National Basketball Association" Basketball "basketball_wnba"
        None, Season::Year;
    "EUROLEAGUE" "EuroLeague" Basketball "basketball_euroleague" None, Season::Across(8);
    "MLB" "Major League Baseball" Baseball "baseball_mlb"
        Some("baseball_mlb_world_series_winner"), Season::Year;
    "NPB" "Nippon Professional Baseball" Baseball "baseball_npb" None, Season::Year;
    "KBO" "KBO League" Baseball "baseball_kbo" None, Season::Year;
    "NHL" "National Hockey League" IceHockey "icehockey_nhl"
        Some("icehockey_nhl_championship_winner"), Season::Across(8);
    "EPL" "Premier League" Soccer "soccer_epl" None, Season::Across(7);
    "LALIGA" "La Liga" Soccer "soccer_spain_la_liga" None, Season::Across(7);
    "BUNDESLIGA" "Bundesliga" Soccer "soccer_germany_bundesliga" None, Season::Across(7);
    "SERIEA" "Serie A" Soccer "soccer_italy_serie_a" None, Season::Across(7);
    "LIGUE1" "Ligue 1" Soccer "soccer_france_ligue_one" None, Season::Across(7);
    "MLS" "Major League Soccer" Soccer "soccer_usa_mls" None, Season::Year;
    "BRASILEIRAO" "Brasileirão" Soccer "soccer_brazil_campeonato" None, Season::Year;
    "AFL" "Australian Football League" AustralianRules "aussierules_afl" None, Season::Year;
};

/// The league of that code.
pub(super) fn find(code: &str) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.code == code)
}

impl League {
    pub(super) fn report(&self) -> LeagueReport {
        league(self.code, self.name, self.sport)
    }

    /// Whether an answer with that key is about this league's games, or about its winner.
    pub(super) fn is_called(&self, key: &str) -> bool {
        self.key == key || self.winner == Some(key)
    }

    /// The season to which a start belongs.
    pub(super) fn season(&self, starts_at: DateTime<Utc>) -> String {
        let local = starts_at.with_timezone(&time_zone(self.code));
        let began = |month| local.year() - i32::from(local.month() < month);
        match self.season {
            Season::Year => local.year().to_string(),
            Season::From(month) => began(month).to_string(),
            Season::Across(month) => {
                let first = began(month);
                format!("{first}/{:02}", (first + 1).rem_euclid(100))
            }
        }
    }

    /// What the feed calls a team or player by, told apart within the sport: it has no ids for
    /// them where it gives prices. Clubs of soccer keep theirs from one competition to the next.
    pub(super) fn reference(&self, what: &str, name: &str) -> String {
        let plain = slug(name);
        let name = if plain.is_empty() { name } else { &plain };
        match self.sport {
            // A club's women have its name.
            Sport::Soccer if !teams::is_womens(self.code) => format!("{what}/{name}"),
            _ => format!("{}/{what}/{name}", self.key),
        }
    }
}

/// The team of that name: one of our tables where it is there, else as the feed names it.
pub(super) fn team(league: &League, name: &str) -> CompetitorReport {
    teams::named(league.code, league.reference("team", name), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_called_by_where_its_start_falls() {
        let season = |league, start: &str| find(league).unwrap().season(start.parse().unwrap());
        assert_eq!(season("NFL", "2032-01-11T01:15:00Z"), "2031");
        assert_eq!(season("NFL", "2031-09-08T00:20:00Z"), "2031");
        assert_eq!(season("NBA", "2032-01-01T00:30:00Z"), "2031/32");
        assert_eq!(season("EPL", "2031-08-16T11:30:00Z"), "2031/32");
        // The evening before, where it is played.
        assert_eq!(season("MLB", "2032-01-01T02:00:00Z"), "2031");
    }

    #[test]
    fn no_two_leagues_share_a_key() {
        let keys = LEAGUES.iter().flat_map(|it| [Some(it.key), it.winner]);
        let mut keys: Vec<_> = keys.flatten().collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }
}
