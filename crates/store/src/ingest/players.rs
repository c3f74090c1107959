//! Which known players a report means. A feed that knows a player under an id of its own is joined
//! to a player whom another feed has made known, and a feed that has names alone is read at all,
//! only where nobody can be mistaken: within the two teams of the game, by the whole name, or by
//! the letter that one of the two has for the first name, where one player alone has that letter.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, GameReport};
use shared::folded::{initial_key, is_initialed, name_key};
use shared::id::CompetitorId;
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::teams::{self, Member};

/// A competitor as reports refer to it: its sport's word and the feed's id.
type Reference<'a> = (Sport, &'a str);

/// Players whom the feed has not named before, and who are known under another feed's id: the
/// player's id, and the name that is known.
pub(super) type Joined<'a> = HashMap<Reference<'a>, (CompetitorId, String)>;

/// Joins the players of these reports, as far as the feed's ids are not known yet.
pub(super) async fn join<'a>(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[&'a GameReport],
    known: &HashMap<(String, String), CompetitorId>,
) -> Result<Joined<'a>, StoreError> {
    let id = |sport: Sport, named: &CompetitorReport| {
        let key = (sport.word().to_owned(), named.reference.clone());
        known.get(&key).copied()
    };
    let mut wanted = Vec::new();
    let mut sides = HashSet::new();
    for report in reports {
        let sport = report.league.sport;
        let is_new =
            |it: &&CompetitorReport| it.kind == CompetitorKind::Athlete && id(sport, it).is_none();
        let new: Vec<_> = report.players.iter().filter(is_new).collect();
        if new.is_empty() {
            continue;
        }
        let side = |role| {
            let side = report.side(role)?;
            Some(id(sport, side).unwrap_or_else(|| side.first_id(provider, sport)))
        };
        let (home, away) = (side(Role::Home), side(Role::Away));
        sides.extend([home, away].into_iter().flatten().map(|it| it.as_uuid()));
        wanted.push((*report, new, [(Role::Home, home), (Role::Away, away)]));
    }
    if wanted.is_empty() {
        return Ok(Joined::default());
    }
    let sides: Vec<Uuid> = sides.into_iter().collect();
    let members = teams::members(conn, provider, &sides).await?;
    let mut joined = Joined::default();
    for (report, new, sides) in wanted {
        joined.extend(of_game(report, &new, &sides, &members, provider));
    }
    Ok(joined)
}

/// Those of one game: for each new player the known one of a team who must be meant.
fn of_game<'a>(
    report: &'a GameReport,
    new: &[&'a CompetitorReport],
    sides: &[(Role, Option<CompetitorId>); 2],
    members: &[Member],
    provider: &str,
) -> Joined<'a> {
    let sport = report.league.sport;
    let lines = report.facts.players.iter();
    let roles: HashMap<CompetitorId, Role> = lines.map(|it| (it.id, it.role)).collect();
    let mut meant: BTreeMap<CompetitorId, Vec<(&'a CompetitorReport, &Member)>> = BTreeMap::new();
    for named in new {
        let role = roles.get(&named.first_id(provider, sport)).copied();
        let teams = sides
            .iter()
            .filter(|it| role.is_none_or(|role| role == it.0));
        let teams: Vec<_> = teams.filter_map(|it| it.1).collect();
        let of_teams = members.iter().filter(|it| teams.contains(&it.team));
        // Whom the feed knows under another id is somebody else of that name.
        if let Some(one) = only(&named.name, of_teams).filter(|it| !it.is_referred_to) {
            meant.entry(one.player).or_default().push((named, one));
        }
    }
    // Of two who could be the same one, nobody says which is.
    let certain = meant.into_values().filter(|it| it.len() == 1);
    let joined = certain.flatten().map(|(named, one)| {
        let known = (one.player, one.name.clone());
        ((sport, named.reference.as_str()), known)
    });
    joined.collect()
}

/// The only one of these who has the name. Where nobody has all of it, and one of the two names has
/// a letter for the first one, the only one with that letter and the rest of the name.
fn only<'m>(name: &str, members: impl Iterator<Item = &'m Member> + Clone) -> Option<&'m Member> {
    let key = name_key(name);
    let whole = one_of(members.clone().filter(|it| name_key(&it.name) == key));
    if let Found::Nobody = whole {
        let key = initial_key(name);
        let found = one_of(members.filter(|it| initial_key(&it.name) == key));
        return found
            .one()
            .filter(|it| is_initialed(name) || is_initialed(&it.name));
    }
    whole.one()
}

/// How many different players there are among some members.
enum Found<'m> {
    Nobody,
    One(&'m Member),
    Several,
}

impl<'m> Found<'m> {
    fn one(self) -> Option<&'m Member> {
        match self {
            Self::One(member) => Some(member),
            Self::Nobody | Self::Several => None,
        }
    }
}

fn one_of<'m>(mut members: impl Iterator<Item = &'m Member>) -> Found<'m> {
    let Some(first) = members.next() else {
        return Found::Nobody;
    };
    // Who went from one of the two to the other is one player all the same.
    match members.all(|it| it.player == first.player) {
        true => Found::One(first),
        false => Found::Several,
    }
}
