//! The leagues, by the keys that the feed has for them.

use chrono::{DateTime, Utc};
use shared::feed::{CompetitorReport, LeagueReport};
use shared::league::Sport;

use crate::slug::slug;
use crate::{league, leagues, teams};

/// A league of the feed.
pub(super) struct League {
    /// Our code.
    pub(super) code: &'static str,
    /// What is played.
    pub(super) sport: Sport,
    /// The feed's key of its games.
    pub(super) key: &'static str,
    /// The feed's key of its winner, where it has one.
    pub(super) winner: Option<&'static str>,
}

macro_rules! leagues {
    ($($code:literal $sport:ident $key:literal $winner:expr;)+) => {
        &[$(League {
            code: $code,
            sport: Sport::$sport,
            key: $key,
            winner: $winner,
        },)+]
    };
}

/// Every league that converts. Cups are not among them: their scores do not say whether extra time
/// is counted.
pub(super) const LEAGUES: &[League] = leagues! {
    "NFL" AmericanFootball "americanfootball_nfl" Some("americanfootball_nfl_super_bowl_winner");
    "NCAAF" AmericanFootball "americanfootball_ncaaf"
        Some("americanfootball_ncaaf_championship_winner");
    "CFL" AmericanFootball "americanfootball_cfl" None;
    "NBA" Basketball "basketball_nba" Some("basketball_nba_championship_winner");
    "NCAAB" Basketball "basketball_ncaab" Some("basketball_ncaab_championship_winner");
    "WNBA" Basketball "basketball_wnba" None;
    "EUROLEAGUE" Basketball "basketball_euroleague" None;
    "MLB" Baseball "baseball_mlb" Some("baseball_mlb_world_series_winner");
    "NPB" Baseball "baseball_npb" None;
    "KBO" Baseball "baseball_kbo" None;
    "NHL" IceHockey "icehockey_nhl" Some("icehockey_nhl_championship_winner");
    "EPL" Soccer "soccer_epl" None;
    "LALIGA" Soccer "soccer_spain_la_liga" None;
    "BUNDESLIGA" Soccer "soccer_germany_bundesliga" None;
    "SERIEA" Soccer "soccer_italy_serie_a" None;
    "LIGUE1" Soccer "soccer_france_ligue_one" None;
    "MLS" Soccer "soccer_usa_mls" None;
    "BRASILEIRAO" Soccer "soccer_brazil_campeonato" None;
    "AFL" AustralianRules "aussierules_afl" None;
};

/// The league of that code.
pub(super) fn find(code: &str) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.code == code)
}

impl League {
    pub(super) fn report(&self) -> LeagueReport {
        match leagues::known(self.code) {
            Some(known) => known.report(),
            None => league(self.code, self.code, self.sport),
        }
    }

    /// Whether an answer with that key is about this league's games, or about its winner.
    pub(super) fn is_called(&self, key: &str) -> bool {
        self.key == key || self.winner == Some(key)
    }

    /// The season to which a start belongs.
    pub(super) fn season(&self, starts_at: DateTime<Utc>) -> String {
        leagues::known(self.code).map_or_else(String::new, |it| it.season(starts_at))
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
    fn every_league_of_the_feed_is_one_of_ours() {
        for league in LEAGUES {
            let known = leagues::known(league.code).map(|it| it.sport);
            assert_eq!(known, Some(league.sport), "{}", league.code);
        }
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
