//! What each feed that is polled can tell of which leagues, so that a gap is known before it is
//! felt.

/// What can be told of a league's games.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Which games there are, and when.
    Schedule,
    /// At what prices they can be bet on.
    Prices,
    /// The score while they are played.
    LiveScore,
    /// How they ended.
    Final,
    /// What each player did, and who did not play.
    Players,
}

impl Topic {
    /// Every topic, in the order in which they come up.
    pub const ALL: &'static [Self] = &[
        Self::Schedule,
        Self::Prices,
        Self::LiveScore,
        Self::Final,
        Self::Players,
    ];
}

/// What one feed can tell.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// The feed's name.
    pub feed: &'static str,
    /// The leagues, by our codes.
    pub leagues: &'static [&'static str],
    /// What it tells of each of them.
    pub topics: &'static [Topic],
}

/// Every feed that can be polled for real games, a league's own first.
pub const POLLED: &[Coverage] = &[
    Coverage {
        feed: "mlb",
        leagues: &["MLB"],
        topics: &[
            Topic::Schedule,
            Topic::LiveScore,
            Topic::Final,
            Topic::Players,
        ],
    },
    Coverage {
        feed: "nhl",
        leagues: &["NHL"],
        topics: Topic::ALL,
    },
    Coverage {
        feed: "espn",
        leagues: &[
            "NFL", "NBA", "MLB", "NHL", "EPL", "LALIGA", "MLS", "NCAAF", "WNBA",
        ],
        topics: &[
            Topic::Schedule,
            Topic::Prices,
            Topic::LiveScore,
            Topic::Final,
        ],
    },
    Coverage {
        feed: "the_odds_api",
        leagues: &[
            "NFL",
            "NCAAF",
            "CFL",
            "NBA",
            "NCAAB",
            "WNBA",
            "EUROLEAGUE",
            "MLB",
            "NPB",
            "KBO",
            "NHL",
            "EPL",
            "LALIGA",
            "BUNDESLIGA",
            "SERIEA",
            "LIGUE1",
            "MLS",
            "BRASILEIRAO",
            "AFL",
        ],
        // Scores are asked for on request alone: they cost, and tell less than others do for free.
        topics: &[Topic::Schedule, Topic::Prices],
    },
];

/// The feeds that tell this of that league, a league's own first.
pub fn feeds(league: &str, topic: Topic) -> impl Iterator<Item = &'static str> {
    let tells = move |it: &&Coverage| it.leagues.contains(&league) && it.topics.contains(&topic);
    POLLED.iter().filter(tells).map(|it| it.feed)
}

#[cfg(test)]
mod tests {
    use grading::decide::sources::SOURCES;
    use shared::league::time_zone;

    use super::*;
    use crate::http::pace::has_pace;

    #[test]
    fn every_feed_that_is_polled_has_a_pace_and_says_how_far_it_is_trusted() {
        for Coverage { feed, .. } in POLLED {
            assert!(has_pace(feed), "{feed} has no row in PACES");
            let is_known = SOURCES.iter().any(|it| it.provider == *feed);
            assert!(is_known, "{feed} has no row in SOURCES");
        }
    }

    /// Leagues that are played all over the world, whose days begin at midnight UTC.
    const WITHOUT_HOME: &[&str] = &[];

    #[test]
    fn every_league_that_is_polled_has_a_time_zone() {
        for league in POLLED.iter().flat_map(|it| it.leagues) {
            let has_home = time_zone(league).name() != "UTC";
            assert_ne!(has_home, WITHOUT_HOME.contains(league), "{league}");
        }
    }
}
