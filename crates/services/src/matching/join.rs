//! Joins what is one under two names, and parts what is not.

use chrono::{DateTime, Utc};
use grading::decide::Policy;
use shared::game::GameKind;
use shared::id::{CompetitorId, GameId};
use sqlx::PgConnection;
use sqlx::types::Uuid;
use store::StoreError;
use store::joins::{self, Head, Named, Subject};
use store::results::Decided;

use crate::results::decide;

/// Why nothing was joined or parted.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing has that id.
    #[error("no game and no team has the id {0}: `dbsbm-fetcher match list` shows the ids")]
    Unknown(Uuid),
    /// A game and a team.
    #[error("one of them is a game and the other is a team: name two games, or two teams")]
    Mixed,
    /// They are one already.
    #[error("they are one already: nothing was changed")]
    AlreadyOne,
    /// They are not joined with anything.
    #[error("it is not joined with another one, so there is nothing to part")]
    NotJoined,
    /// Games of two leagues.
    #[error("they are games of two leagues, {0} and {1}, so they cannot be one")]
    Leagues(String, String),
    /// Tournaments, races, seasons.
    #[error(
        "a contest of many cannot be joined: each bet is on an entrant, and the two feeds know the \
         entrants by other ids. Settle both by hand: `dbsbm-fetcher review decide`"
    )]
    Field,
    /// No side in common.
    #[error(
        "no side of one is known as a side of the other. If {home} and {away} are the same two, \
         join the teams first: `dbsbm-fetcher match join TEAM TEAM`, for each of them"
    )]
    NoSide {
        /// The sides of the first, with their ids.
        home: String,
        /// The sides of the second, with their ids.
        away: String,
    },
    /// Two sports, or a team and a person.
    #[error("{0} and {1} are not of one sport and kind, so they cannot be one")]
    Kinds(String, String),
    /// They play each other.
    #[error("{0} and {1} play each other, so they cannot be one")]
    Opponents(String, String),
    /// Bets name it.
    #[error(
        "prices name {0} as a player or an entrant, so it cannot become another one: bets on it \
         would lose their subject"
    )]
    Priced(String),
}

/// What joining did.
#[derive(Debug, Default)]
pub struct Joined {
    /// Competitors that became another name: it, and what it is a name of.
    pub competitors: Vec<(String, String)>,
    /// Games that went off sale: each, and the one on offer that it is now.
    pub games: Vec<(Head, Head)>,
    /// What was decided at once.
    pub decided: Decided,
}

/// What parting did.
#[derive(Debug)]
pub enum Parted {
    /// This game is one of its own again, apart from that one.
    Games(Box<(Head, Head)>),
    /// This competitor is one of its own again, apart from that one.
    Competitors(String, String),
}

/// Makes `other` and `keep` one: two games, or two teams. `keep` stays on offer, or keeps its name.
/// Joining two games that have one side in common joins the names of the other side too, and
/// joining two names joins the games of a day that had one of each. Needs a transaction.
///
/// # Errors
/// [`JoinError`]; the transaction cannot be used any more.
pub async fn join(
    conn: &mut PgConnection,
    (keep, other): (Uuid, Uuid),
    by: &str,
) -> Result<Joined, JoinError> {
    let mut done = Joined::default();
    match (subject(conn, keep).await?, subject(conn, other).await?) {
        (Subject::Game(keep), Subject::Game(other)) => {
            games(conn, (keep, other), by, &mut done).await?;
        }
        (Subject::Competitor(keep), Subject::Competitor(other)) => {
            let now = joins::lock(conn, &[]).await?;
            competitors(conn, (keep, other), (by, now), &mut done).await?;
        }
        _ => return Err(JoinError::Mixed),
    }
    Ok(done)
}

/// Makes a joined game, or a joined team, one of its own again. A game is decided by the reports of
/// its own feeds from then on. Needs a transaction.
///
/// # Errors
/// [`JoinError`]; the transaction cannot be used any more.
pub async fn part(
    conn: &mut PgConnection,
    id: Uuid,
    by: &str,
) -> Result<(Parted, Decided), JoinError> {
    match subject(conn, id).await? {
        Subject::Game(game) => {
            let now = joins::lock(conn, &[game]).await?;
            let head = head(conn, game).await?;
            if head.offered == head.id {
                return Err(JoinError::NotJoined);
            }
            let from = self::head(conn, head.offered).await?;
            joins::part_game(conn, game, (by, now)).await?;
            let both = [game, from.id];
            let decided = decide(conn, &both, &Policy::default(), now).await?;
            Ok((Parted::Games(Box::new((head, from))), decided))
        }
        Subject::Competitor(id) => {
            let now = joins::lock(conn, &[]).await?;
            let [it] = named(conn, [id]).await?;
            if it.is == it.id {
                return Err(JoinError::NotJoined);
            }
            let [from] = named(conn, [it.is]).await?;
            joins::part_competitor(conn, id, (by, now)).await?;
            Ok((Parted::Competitors(it.name, from.name), Decided::default()))
        }
    }
}

async fn subject(conn: &mut PgConnection, id: Uuid) -> Result<Subject, JoinError> {
    let subject = joins::subject(conn, id).await?;
    subject.ok_or(JoinError::Unknown(id))
}

async fn head(conn: &mut PgConnection, game: GameId) -> Result<Head, JoinError> {
    let head = joins::heads(conn, &[game]).await?.pop();
    head.ok_or_else(|| JoinError::Unknown(game.as_uuid()))
}

/// These competitors, locked.
async fn named<const N: usize>(
    conn: &mut PgConnection,
    ids: [CompetitorId; N],
) -> Result<[Named; N], JoinError> {
    let named = joins::competitors(conn, &ids).await?;
    let first = ids.first().map_or(Uuid::nil(), |it| it.as_uuid());
    named.try_into().map_err(|_| JoinError::Unknown(first))
}

/// Joins two games, and the names of their other side where they have only one in common.
async fn games(
    conn: &mut PgConnection,
    (keep, other): (GameId, GameId),
    by: &str,
    done: &mut Joined,
) -> Result<(), JoinError> {
    let now = joins::lock(conn, &[keep, other]).await?;
    let (keep, other) = (
        head(conn, keep).await?.offered,
        head(conn, other).await?.offered,
    );
    if keep == other {
        return Err(JoinError::AlreadyOne);
    }
    let (keep, other) = (head(conn, keep).await?, head(conn, other).await?);
    if keep.league != other.league {
        return Err(JoinError::Leagues(keep.league, other.league));
    }
    let (Some(kept), Some(gone)) = (keep.sides, other.sides) else {
        return Err(JoinError::Field);
    };
    if [keep.kind, other.kind].contains(&GameKind::Field) {
        return Err(JoinError::Field);
    }
    let [home, away, own_home, own_away] = named(conn, [kept.0, kept.1, gone.0, gone.1]).await?;
    let is_turned = if home.is == own_home.is || away.is == own_away.is {
        false
    } else if home.is == own_away.is || away.is == own_home.is {
        true
    } else {
        let two = |a: &Named, b: &Named| format!("{} ({}) and {} ({})", a.name, a.id, b.name, b.id);
        return Err(JoinError::NoSide {
            home: two(&home, &away),
            away: two(&own_home, &own_away),
        });
    };
    let pairs = match is_turned {
        false => [(&home, &own_home), (&away, &own_away)],
        true => [(&home, &own_away), (&away, &own_home)],
    };
    one(conn, (&other, &keep, is_turned), (by, now), done).await?;
    for (keep, other) in pairs {
        if keep.is != other.is {
            competitors(conn, (keep.is, other.is), (by, now), done).await?;
        }
    }
    Ok(())
}

/// Joins two games whose sides are known to be the same two.
async fn one(
    conn: &mut PgConnection,
    (other, keep, is_turned): (&Head, &Head, bool),
    (by, now): (&str, DateTime<Utc>),
    done: &mut Joined,
) -> Result<(), JoinError> {
    joins::join_game(conn, other.id, (keep.id, is_turned), (by, now)).await?;
    let decided = decide(conn, &[keep.id], &Policy::default(), now).await?;
    done.decided.add(decided);
    done.games.push((other.clone(), keep.clone()));
    Ok(())
}

/// Makes one competitor another name of the other, and joins the games of a day that had one of
/// each.
async fn competitors(
    conn: &mut PgConnection,
    (keep, other): (CompetitorId, CompetitorId),
    (by, now): (&str, DateTime<Utc>),
    done: &mut Joined,
) -> Result<(), JoinError> {
    let [keep, other] = named(conn, [keep, other]).await?;
    let [keep, other] = named(conn, [keep.is, other.is]).await?;
    if keep.id == other.id {
        return Err(JoinError::AlreadyOne);
    }
    if (keep.sport, keep.kind) != (other.sport, other.kind) {
        return Err(JoinError::Kinds(keep.name, other.name));
    }
    if joins::are_opponents(conn, keep.id, other.id).await? {
        return Err(JoinError::Opponents(keep.name, other.name));
    }
    if other.is_priced {
        return Err(JoinError::Priced(other.name));
    }
    joins::join_competitor(conn, other.id, keep.id, (by, now)).await?;
    done.competitors.push((other.name, keep.name));
    for (kept, gone) in joins::twins(conn, keep.id).await? {
        joins::lock(conn, &[kept, gone]).await?;
        let (kept, gone) = (head(conn, kept).await?, head(conn, gone).await?);
        let (Some(there), Some(own)) = (kept.sides, gone.sides) else {
            continue;
        };
        let [home, away, own_home, own_away] =
            named(conn, [there.0, there.1, own.0, own.1]).await?;
        let is_same = (home.is, away.is) == (own_home.is, own_away.is);
        let is_turned = (home.is, away.is) == (own_away.is, own_home.is);
        let apart = kept.offered == kept.id && gone.offered == gone.id;
        if apart && (is_same || is_turned) {
            one(conn, (&gone, &kept, is_turned), (by, now), done).await?;
        }
    }
    Ok(())
}
