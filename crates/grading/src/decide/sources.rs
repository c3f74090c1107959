//! How much a source counts: which feed is a league's own, and which feeds copy from each other.

/// For which leagues a feed is the league's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Official {
    /// For none: its report needs a second source, or time.
    Nowhere,
    /// For these, by code.
    In(&'static [&'static str]),
    /// For all that it reports: archives of what is long over, and leagues that are made up.
    Everywhere,
}

/// What is known of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The provider's name.
    pub provider: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Feeds of one family copy from each other: together they are one voice.
    pub family: &'static str,
    /// Where it is the league's own.
    pub official: Official,
}

const fn source(
    (provider, name): (&'static str, &'static str),
    family: &'static str,
    official: Official,
) -> Source {
    Source {
        provider,
        name,
        family,
        official,
    }
}

/// Every feed with properties of its own. A feed that is not listed is official nowhere, and a
/// family of its own.
pub const SOURCES: &[Source] = &[
    source(("mlb", "MLB Stats API"), "mlb", Official::In(&["MLB"])),
    source(("nhl", "NHL API"), "nhl", Official::In(&["NHL"])),
    source(("espn", "ESPN"), "espn", Official::Nowhere),
    source(
        ("the_odds_api", "The Odds API"),
        "the_odds_api",
        Official::Nowhere,
    ),
    source(("jolpica", "Jolpica-F1"), "jolpica", Official::Nowhere),
    // Anybody who is logged in may edit a result: one voice beside others.
    source(
        ("open_liga_db", "OpenLigaDB"),
        "open_liga_db",
        Official::Nowhere,
    ),
    source(
        ("football_data_org", "football-data.org"),
        "football_data_org",
        Official::Nowhere,
    ),
    source(
        ("balldontlie", "BALLDONTLIE"),
        "balldontlie",
        Official::Nowhere,
    ),
    source(("kalshi", "Kalshi"), "kalshi", Official::Nowhere),
    source(
        ("api_sports", "API-SPORTS"),
        "api_sports",
        Official::Nowhere,
    ),
    // Its statuses are API-SPORTS' own words.
    source(
        ("thesportsdb", "TheSportsDB"),
        "api_sports",
        Official::Nowhere,
    ),
    // Archives: what they hold was final long before it is read.
    source(("nflverse", "nflverse"), "nflverse", Official::Everywhere),
    source(
        ("football_data", "Football-Data.co.uk"),
        "football_data",
        Official::Everywhere,
    ),
    source(("sbr", "SBR archive"), "sbr", Official::Everywhere),
    source(
        ("tennis_data", "Tennis-Data.co.uk"),
        "tennis_data",
        Official::Everywhere,
    ),
    source(("ufc", "UFC archive"), "ufc", Official::Everywhere),
    // Leagues that are made up: their feed is all there is of them.
    source(("season", "Harbor League"), "season", Official::Everywhere),
    source(("stub", "stub"), "stub", Official::Everywhere),
    source(("test", "test"), "test", Official::Everywhere),
];

fn known(provider: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|it| it.provider == provider)
}

/// Whether this feed is the league's own.
pub fn is_official(provider: &str, league: &str) -> bool {
    known(provider).is_some_and(|it| match it.official {
        Official::Nowhere => false,
        Official::In(leagues) => leagues.contains(&league),
        Official::Everywhere => true,
    })
}

/// A feed's name for people; the provider's name if it has no other.
pub fn name(provider: &str) -> &str {
    known(provider).map_or(provider, |it| it.name)
}

/// The voice that this feed speaks with.
pub fn family(provider: &str) -> &str {
    known(provider).map_or(provider, |it| it.family)
}

#[cfg(test)]
mod tests {
    use shared::report::ADMIN;

    use super::*;

    #[test]
    fn a_league_listens_to_its_own_feed_and_strangers_are_official_nowhere() {
        assert!(is_official("mlb", "MLB"));
        assert!(!is_official("mlb", "NHL"));
        assert!(is_official("season", "HARBOR"));
        assert!(!is_official("espn", "NFL"));
        assert!(!is_official("rumour", "NFL"));
        assert!(
            !is_official(ADMIN, "NFL"),
            "an admin is asked before any feed"
        );
    }

    #[test]
    fn a_feed_is_called_by_its_name_and_a_stranger_by_its_word() {
        assert_eq!(name("the_odds_api"), "The Odds API");
        assert_eq!(name("rumour"), "rumour");
    }

    #[test]
    fn feeds_that_copy_each_other_are_one_voice() {
        assert_eq!(family("thesportsdb"), family("api_sports"));
        assert_eq!(family("rumour"), "rumour");
    }

    #[test]
    fn a_feed_stands_in_the_table_once() {
        for (index, source) in SOURCES.iter().enumerate() {
            let again = SOURCES[index + 1..]
                .iter()
                .any(|it| it.provider == source.provider);
            assert!(!again, "{}", source.provider);
        }
    }
}
