//! What feeds say of leagues and teams besides their games: tables, who plays, and who may miss
//! games.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::cache::{CacheKey, Namespace, Scope, from_json, to_json};
use shared::id::{CompetitorId, LeagueId};
use shared::league::League;
use store::StoreError;
use store::injuries::{self, Injury, TeamInjuries};
use store::known_teams::{KnownTeam, known_teams};
use store::leagues::{self, ShownLeague};
use store::rosters::{self, TeamRoster};
use store::standings::{self, LeagueTable};
use tracing::Instrument;

use super::App;
use crate::errors::Failure;
use crate::spans;

/// Every league of which there is something to look up. No version moves with which there are, so a
/// new one is found within a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct LeaguesKey;

impl CacheKey for LeaguesKey {
    type Value = Vec<ShownLeague>;
    const NAMESPACE: Namespace = Namespace::LeagueData;
    const KIND: &'static str = "leagues";
    const SHAPE: u16 = 1;
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(60));

    fn scope(&self) -> Scope {
        Scope::Everywhere
    }

    fn write(&self, _: &mut String) {}

    fn is_nothing(value: &Self::Value) -> bool {
        value.is_empty()
    }

    fn to_bytes(value: &Self::Value) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self::Value> {
        from_json(bytes)
    }
}

/// The newest table of a league.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TableKey(LeagueId);

impl CacheKey for TableKey {
    type Value = Option<LeagueTable>;
    const NAMESPACE: Namespace = Namespace::LeagueData;
    const KIND: &'static str = "table";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::League(self.0)
    }

    fn write(&self, _: &mut String) {}

    fn is_nothing(value: &Self::Value) -> bool {
        value.is_none()
    }

    fn to_bytes(value: &Self::Value) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self::Value> {
        from_json(bytes)
    }
}

/// Every team that can be asked about, with what it is found by. A few thousand names, which are
/// read for each process and not passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TeamsKey;

impl CacheKey for TeamsKey {
    type Value = Vec<KnownTeam>;
    const NAMESPACE: Namespace = Namespace::TeamData;
    const KIND: &'static str = "teams";
    const SHAPE: u16 = 1;
    const LIFETIME: Option<Duration> = Some(Duration::from_secs(5 * 60));

    fn scope(&self) -> Scope {
        Scope::Process
    }

    fn write(&self, _: &mut String) {}

    fn is_nothing(value: &Self::Value) -> bool {
        value.is_empty()
    }
}

/// Who of a team may miss games of one league.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct InjuriesKey {
    league: LeagueId,
    team: CompetitorId,
}

impl CacheKey for InjuriesKey {
    type Value = TeamInjuries;
    const NAMESPACE: Namespace = Namespace::TeamData;
    const KIND: &'static str = "injuries";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::League(self.league)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.team.to_string());
    }

    fn is_nothing(value: &Self::Value) -> bool {
        value.checked.is_none()
    }

    fn to_bytes(value: &Self::Value) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self::Value> {
        from_json(bytes)
    }
}

/// Who plays for a team of one league.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct RosterKey {
    league: LeagueId,
    team: CompetitorId,
}

impl CacheKey for RosterKey {
    type Value = TeamRoster;
    const NAMESPACE: Namespace = Namespace::TeamData;
    const KIND: &'static str = "roster";
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::League(self.league)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.team.to_string());
    }

    fn is_nothing(value: &Self::Value) -> bool {
        value.checked.is_none()
    }

    fn to_bytes(value: &Self::Value) -> Option<Vec<u8>> {
        to_json(value)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self::Value> {
        from_json(bytes)
    }
}

impl App {
    /// Every league of which there is a table or a game.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn leagues(&self) -> Result<Arc<Vec<ShownLeague>>, Arc<StoreError>> {
        let load = async {
            let mut conn = self.pool.acquire().await?;
            leagues::shown(&mut conn).await
        };
        let load = load.instrument(spans::load("leagues"));
        self.caches.get(LeaguesKey, load).await
    }

    /// The same for a member who is typing: from memory if it is there.
    ///
    /// # Errors
    /// [`Failure`] when the database has to be asked and refuses.
    pub(crate) async fn leagues_for_typing(&self) -> Result<Arc<Vec<ShownLeague>>, Failure> {
        match self.caches.kept(LeaguesKey).await {
            Some(kept) => Ok(kept),
            None => self.ask(async { Ok(self.leagues().await?) }).await,
        }
    }

    /// The newest table of a league, if a feed has told one.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn table(
        &self,
        league: &League,
    ) -> Result<Arc<Option<LeagueTable>>, Arc<StoreError>> {
        let (pool, key) = (self.pool.clone(), TableKey(league.id));
        let league = league.clone();
        let load = async move {
            let mut conn = pool.acquire().await?;
            standings::newest(&mut conn, &league).await
        };
        let load = load.instrument(spans::load("table"));
        self.caches.get_renewed(key, load).await
    }

    /// Every team that can be asked about.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn teams(&self) -> Result<Arc<Vec<KnownTeam>>, Arc<StoreError>> {
        let load = async {
            let mut conn = self.pool.acquire().await?;
            known_teams(&mut conn).await
        };
        let load = load.instrument(spans::load("teams"));
        self.caches.get(TeamsKey, load).await
    }

    /// The same for a member who is typing: from memory if it is there.
    ///
    /// # Errors
    /// [`Failure`] when the database has to be asked and refuses.
    pub(crate) async fn teams_for_typing(&self) -> Result<Arc<Vec<KnownTeam>>, Failure> {
        match self.caches.kept(TeamsKey).await {
            Some(kept) => Ok(kept),
            None => self.ask(async { Ok(self.teams().await?) }).await,
        }
    }

    /// Who of a team may miss games of the league with that code.
    async fn injuries(
        &self,
        league: &str,
        team: CompetitorId,
    ) -> Result<Arc<TeamInjuries>, Arc<StoreError>> {
        let key = InjuriesKey {
            league: LeagueId::derive(league),
            team,
        };
        let load = async {
            let mut conn = self.pool.acquire().await?;
            injuries::of_team(&mut conn, league, team).await
        };
        let load = load.instrument(spans::load("injuries"));
        self.caches.get(key, load).await
    }

    /// Who of a team may miss games, in all of its leagues of which a feed tells it, with the age
    /// of the oldest answer.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn injuries_of(&self, of: &KnownTeam) -> Result<TeamInjuries, Failure> {
        let mut all = TeamInjuries::default();
        let mut asked = Vec::new();
        for league in &of.leagues {
            let told = self.injuries(league, of.team.id).await?;
            let is_new = |it: &&Injury| all.players.iter().all(|other| other.player != it.player);
            let new: Vec<Injury> = told.players.iter().filter(is_new).cloned().collect();
            asked.extend(told.checked.clone().map(|it| (!new.is_empty(), it)));
            all.players.extend(new);
        }
        all.checked = oldest(asked);
        Ok(all)
    }

    /// Who plays for a team, as listed for the one of its leagues that was asked about last.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn roster_of(&self, of: &KnownTeam) -> Result<TeamRoster, Failure> {
        let mut newest = TeamRoster::default();
        for league in &of.leagues {
            let key = RosterKey {
                league: LeagueId::derive(league),
                team: of.team.id,
            };
            let load = async {
                let mut conn = self.pool.acquire().await?;
                rosters::of_team(&mut conn, league, of.team.id).await
            };
            let load = load.instrument(spans::load("roster"));
            let told = self.caches.get(key, load).await?;
            let asked = |it: &TeamRoster| it.checked.as_ref().map(|it| it.1);
            if asked(&told) > asked(&newest) {
                newest = (*told).clone();
            }
        }
        Ok(newest)
    }
}

/// What was asked, of whom, and when.
type Checked = (String, DateTime<Utc>);

/// What is shown is as old as the oldest answer that it rests on: of those that name somebody, or
/// of all where nobody is named.
fn oldest(asked: Vec<(bool, Checked)>) -> Option<Checked> {
    let oldest = asked.into_iter().min_by_key(|(names, it)| (!names, it.1));
    oldest.map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use shared::testing::noon;

    use super::*;

    #[test]
    fn injuries_are_as_old_as_the_oldest_answer_that_names_somebody() {
        let asked = |names, feed: &str, hours| {
            let at = noon() - TimeDelta::hours(hours);
            (names, (feed.to_owned(), at))
        };
        let cup = asked(false, "cup", 0);
        let (league, other) = (asked(true, "league", 72), asked(true, "other", 1));
        let of = |all: &[(bool, Checked)]| oldest(all.to_vec()).map(|it| it.0);
        assert_eq!(
            of(&[cup.clone(), league.clone(), other]),
            Some("league".to_owned())
        );
        assert_eq!(
            of(&[cup.clone(), asked(false, "old", 9)]),
            Some("old".to_owned())
        );
        assert_eq!(of(&[cup, league]), Some("league".to_owned()));
        assert_eq!(of(&[]), None);
    }
}
