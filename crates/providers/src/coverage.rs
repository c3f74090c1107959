//! What each feed that is polled can tell of which leagues, so that a gap is known before it is
//! felt. What is said of a feed stands in its own file, and `polled` lists them.

/// What can be told of a league and its games.
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
    /// At what prices players can be bet on.
    PlayerPrices,
    /// Who stands where in the season.
    Standings,
    /// Who may miss games.
    Injuries,
    /// Who plays for each team.
    Rosters,
}

impl Topic {
    /// Every topic, in the order in which they come up.
    pub const ALL: &'static [Self] = &[
        Self::Schedule,
        Self::Prices,
        Self::LiveScore,
        Self::Final,
        Self::Players,
        Self::PlayerPrices,
        Self::Standings,
        Self::Injuries,
        Self::Rosters,
    ];

    /// Those that are about games, but for prices on players: those cost much, and few feeds have
    /// them.
    pub const GAMES: &'static [Self] = &[
        Self::Schedule,
        Self::Prices,
        Self::LiveScore,
        Self::Final,
        Self::Players,
    ];
}

/// What a feed tells of some of its leagues.
#[derive(Clone, Copy, Debug)]
pub struct Coverage {
    /// The leagues, by our codes.
    pub leagues: &'static [&'static str],
    /// What it tells of each of them.
    pub topics: &'static [Topic],
    /// Whether our reading was compared with an answer of the real feed. What was not is polled
    /// only on request.
    pub is_proven: bool,
}

/// A feed of real games that can be polled.
#[derive(Clone, Copy, Debug)]
pub struct Profile {
    /// The word that names it: `espn`.
    pub name: &'static str,
    /// What it is, in a few words that follow its name: "the league's own feed".
    pub about: &'static str,
    /// The setting that holds its key. `None`: it needs none.
    pub key_setting: Option<&'static str>,
    /// What it tells of the games of which leagues. No league is named twice.
    pub coverage: &'static [Coverage],
    /// What it tells of those leagues besides their games. No league is named twice with a topic.
    pub extras: &'static [Coverage],
}

impl Profile {
    /// Every league that it tells something of.
    pub fn leagues(&self) -> impl Iterator<Item = &'static str> {
        self.coverage.iter().flat_map(|it| it.leagues).copied()
    }

    /// What it tells of this league's games.
    pub fn of(&self, league: &str) -> Option<&'static Coverage> {
        self.coverage.iter().find(|it| it.leagues.contains(&league))
    }

    /// Where it says that it tells this of that league.
    pub fn covers(&self, league: &str, topic: Topic) -> Option<&'static Coverage> {
        let mut all = self.coverage.iter().chain(self.extras);
        all.find(|it| it.leagues.contains(&league) && it.topics.contains(&topic))
    }

    /// Whether it tells this of that league.
    pub fn tells(&self, league: &str, topic: Topic) -> bool {
        self.covers(league, topic).is_some()
    }
}
