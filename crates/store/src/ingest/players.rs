//! Which known players a report means. A feed that knows a player under an id of its own is joined
//! to a player whom another feed has made known, and a feed that has names alone is read at all,
//! only where nobody can be mistaken: within the two teams of the game, by the whole name.

use std::collections::{BTreeMap, HashMap, HashSet};

use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, GameReport};
use shared::folded::name_key;
use shared::id::CompetitorId;
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::teams::{self, Member};

/// A competitor as reports refer to it: its sport's word and the feed's id.
type Reference<'a> = (Sport, &'a str);

/// Players whom the feed has not named before, and who are known under another feed's id.
pub(super) type Joined<'a> = HashMap<Reference<'a>, CompetitorId>;

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

/// Those of one game: the only known player of a team who has the name of the only new one.
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
    let mut by_name: BTreeMap<(String, Option<Role>), Vec<&'a CompetitorReport>> = BTreeMap::new();
    for named in new {
        let role = roles.get(&named.first_id(provider, sport)).copied();
        let name = (name_key(&named.name), role);
        by_name.entry(name).or_default().push(named);
    }
    let mut joined = Joined::new();
    for ((name, role), named) in by_name {
        let teams = sides
            .iter()
            .filter(|it| role.is_none_or(|role| role == it.0));
        let teams: Vec<_> = teams.filter_map(|it| it.1).collect();
        let found = members
            .iter()
            .filter(|it| teams.contains(&it.team) && name_key(&it.name) == name);
        // Who went from one of the two to the other is one player all the same.
        let found: BTreeMap<CompetitorId, &Member> = found.map(|it| (it.player, it)).collect();
        let mut found = found.into_values();
        if let (Some(one), None, [named]) = (found.next(), found.next(), named.as_slice())
            // Whom the feed knows under another id is somebody else of that name.
            && !one.is_referred_to
        {
            joined.insert((sport, named.reference.as_str()), one.player);
        }
    }
    joined
}
