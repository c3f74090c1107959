//! The leagues, by the ids that each of the feed's APIs has for them.
//!
//! Ids are those of recorded answers and of public code that asks for them; a league whose id is
//! not certain is not here.

use chrono::{DateTime, Utc};
use shared::feed::LeagueReport;
use shared::league::Sport;

use crate::json::Text;
use crate::leagues::{self, Known};

/// One of the feed's APIs. Each has a host of its own, and an allowance of its own for each key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Api {
    /// What the feed calls football.
    Football,
    /// Basketball.
    Basketball,
    /// Baseball.
    Baseball,
    /// American football.
    AmericanFootball,
    /// Formula 1.
    FormulaOne,
    /// Ice hockey.
    Hockey,
    /// Rugby union.
    Rugby,
    /// Australian rules.
    AustralianRules,
}

impl Api {
    /// Every API that is read.
    pub const ALL: &'static [Self] = &[
        Self::Football,
        Self::Basketball,
        Self::Baseball,
        Self::AmericanFootball,
        Self::FormulaOne,
        Self::Hockey,
        Self::Rugby,
        Self::AustralianRules,
    ];

    /// The first part of its host: `v3.football`.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Football => "v3.football",
            Self::Basketball => "v1.basketball",
            Self::Baseball => "v1.baseball",
            Self::AmericanFootball => "v1.american-football",
            Self::FormulaOne => "v1.formula-1",
            Self::Hockey => "v1.hockey",
            Self::Rugby => "v1.rugby",
            Self::AustralianRules => "v1.afl",
        }
    }

    /// The word that the feed has for it: `football`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Football => "football",
            Self::Basketball => "basketball",
            Self::Baseball => "baseball",
            Self::AmericanFootball => "american-football",
            Self::FormulaOne => "formula-1",
            Self::Hockey => "hockey",
            Self::Rugby => "rugby",
            Self::AustralianRules => "afl",
        }
    }

    /// What is played there.
    pub const fn sport(self) -> Sport {
        match self {
            Self::Football => Sport::Soccer,
            Self::Basketball => Sport::Basketball,
            Self::Baseball => Sport::Baseball,
            Self::AmericanFootball => Sport::AmericanFootball,
            Self::FormulaOne => Sport::Motorsport,
            Self::Hockey => Sport::IceHockey,
            Self::Rugby => Sport::RugbyUnion,
            Self::AustralianRules => Sport::AustralianRules,
        }
    }

    /// Whether its prices are read.
    pub(super) const fn has_prices(self) -> bool {
        matches!(self, Self::Football | Self::Basketball)
    }
}

/// A league of the feed.
pub(super) struct League {
    /// Our code.
    pub(super) code: &'static str,
    /// Where it is.
    pub(super) api: Api,
    /// The API's own id of it.
    pub(super) id: u32,
    /// Whether a question names both years of a season: `2031-2032`.
    asks_both_years: bool,
}

macro_rules! leagues {
    ($($code:literal $api:ident $id:literal $both:literal;)+) => {
        &[$(League {
            code: $code,
            api: Api::$api,
            id: $id,
            asks_both_years: $both,
        },)+]
    };
}

/// The only league of its API, whose answers name none.
const FORMULA_ONE: u32 = 1;

/// Every league that converts.
pub(super) const LEAGUES: &[League] = leagues! {
    "EPL" Football 39 false;
    "LALIGA" Football 140 false;
    "BUNDESLIGA" Football 78 false;
    "SERIEA" Football 135 false;
    "LIGUE1" Football 61 false;
    "MLS" Football 253 false;
    "UCL" Football 2 false;
    "UEL" Football 3 false;
    "BRASILEIRAO" Football 71 false;
    "WORLDCUP" Football 1 false;
    "MLB" Baseball 1 false;
    "NPB" Baseball 2 false;
    "KBO" Baseball 5 false;
    "NFL" AmericanFootball 1 false;
    "NCAAF" AmericanFootball 2 false;
    "F1" FormulaOne 1 false;
    "NBA" Basketball 12 true;
    "NCAAB" Basketball 116 true;
    "WNBA" Basketball 13 false;
    "EUROLEAGUE" Basketball 120 false;
    "NHL" Hockey 57 false;
    "KHL" Hockey 35 false;
    "SIXNATIONS" Rugby 51 false;
    "SUPERRUGBY" Rugby 71 false;
    "AFL" AustralianRules 1 false;
};

/// The league of our code.
pub(super) fn find(code: &str) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.code == code)
}

/// The league of the API's own id.
pub(super) fn of_id(api: Api, id: u32) -> Option<&'static League> {
    LEAGUES.iter().find(|it| it.api == api && it.id == id)
}

/// The league of an API that has only one.
pub(super) fn formula_one() -> Option<&'static League> {
    of_id(Api::FormulaOne, FORMULA_ONE)
}

impl League {
    fn known(&self) -> Option<&'static Known> {
        leagues::known(self.code)
    }

    pub(super) fn report(&self) -> LeagueReport {
        match self.known() {
            Some(known) => known.report(),
            None => crate::league(self.code, self.code, self.api.sport()),
        }
    }

    /// The season of a game: as the feed labels it (`2031`, `"2031"`, `"2031-2032"`), or else by
    /// its start.
    pub(super) fn season(&self, told: Option<&Text>, starts_at: DateTime<Utc>) -> String {
        let first = told.map(Text::text);
        let first = first.as_deref().and_then(|it| it.get(..4)?.parse().ok());
        let season = self.known().map(|known| match first {
            Some(first) => known.called(first),
            None => known.season(starts_at),
        });
        season.unwrap_or_default()
    }

    /// The season to which a start belongs, as a question names it.
    pub(super) fn asked_season(&self, starts_at: DateTime<Utc>) -> String {
        let began = self.known().map_or(0, |it| it.first_year(starts_at));
        match self.asks_both_years {
            true => format!("{began}-{}", began + 1),
            false => began.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_league_of_the_feed_is_one_of_ours() {
        for league in LEAGUES {
            let known = leagues::known(league.code).map(|it| it.sport);
            assert_eq!(known, Some(league.api.sport()), "{}", league.code);
        }
    }

    #[test]
    fn no_two_leagues_share_an_id_or_a_code() {
        let mut ids: Vec<_> = LEAGUES.iter().map(|it| (it.api, it.id)).collect();
        let mut codes: Vec<_> = LEAGUES.iter().map(|it| it.code).collect();
        ids.sort_unstable();
        ids.dedup();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!((ids.len(), codes.len()), (LEAGUES.len(), LEAGUES.len()));
    }

    #[test]
    fn a_season_is_read_from_whatever_label_the_feed_has_for_it() {
        let start = "2032-01-20T20:00:00Z".parse().unwrap();
        let label = |league, told: Option<&str>| {
            let told = told.map(|it| Text::Text(it.to_owned()));
            find(league).unwrap().season(told.as_ref(), start)
        };
        assert_eq!(label("NBA", Some("2031-2032")), "2031/32");
        assert_eq!(label("EUROLEAGUE", Some("2031")), "2031/32");
        assert_eq!(label("NFL", Some("2031")), "2031");
        assert_eq!(label("EPL", None), "2031/32");
        assert_eq!(label("EPL", Some("soon")), "2031/32");
    }

    #[test]
    fn a_season_is_asked_for_as_its_api_names_it() {
        let start = "2032-01-20T20:00:00Z".parse().unwrap();
        let asked = |league| find(league).unwrap().asked_season(start);
        assert_eq!(asked("NBA"), "2031-2032");
        assert_eq!(asked("EUROLEAGUE"), "2031");
        assert_eq!(asked("MLB"), "2032");
        assert_eq!(asked("NFL"), "2031");
    }
}
