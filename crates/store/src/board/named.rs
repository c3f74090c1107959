//! Games with the names that markets and bets on them need.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shared::competitor::Competitor;
use shared::game::Game;
use shared::id::{CompetitorId, GameId};
use shared::market::{Selection, Side};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

/// Whom a selection names besides the two sides of its game: a player, entrants of a field.
pub(crate) fn named(selection: &Selection) -> impl Iterator<Item = (GameId, CompetitorId)> {
    let picked = match selection.side {
        Side::Entrant(id) => Some(id),
        _ => None,
    };
    let group = selection.group.iter().copied();
    let all = selection.subject.into_iter().chain(group).chain(picked);
    all.map(|it| (selection.game, it))
}

/// These games, in no particular order, each with those whom these selections of it name. Unknown
/// ids are left out.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row cannot be read.
pub async fn games_naming(
    conn: &mut PgConnection,
    ids: &[GameId],
    selections: &[&Selection],
) -> Result<Vec<Game>, StoreError> {
    let whom = selections.iter().flat_map(|it| named(it));
    games_with(conn, ids, whom).await
}

/// The same with any competitors, each by its game.
pub(crate) async fn games_with(
    conn: &mut PgConnection,
    ids: &[GameId],
    whom: impl Iterator<Item = (GameId, CompetitorId)>,
) -> Result<Vec<Game>, StoreError> {
    let mut games = super::games(conn, ids).await?;
    name(conn, games.iter_mut(), whom).await?;
    Ok(games)
}

/// Puts these competitors, each by its game, into the games as those whom their markets name, in
/// order of name. Sides are left out.
pub(crate) async fn name(
    conn: &mut PgConnection,
    games: impl Iterator<Item = &mut Game>,
    whom: impl Iterator<Item = (GameId, CompetitorId)>,
) -> Result<(), StoreError> {
    let mut by_game: BTreeMap<GameId, BTreeSet<CompetitorId>> = BTreeMap::new();
    for (game, id) in whom {
        by_game.entry(game).or_default().insert(id);
    }
    let games: Vec<&mut Game> = games.collect();
    // Of most games nobody but their sides is named.
    for game in &games {
        if let Some(ids) = by_game.get_mut(&game.id) {
            ids.retain(|it| game.role(*it).is_none());
        }
    }
    let known = competitors(conn, by_game.values().flatten()).await?;
    for game in games {
        let ids = by_game.get(&game.id).into_iter().flatten();
        game.named = ids.filter_map(|it| known.get(it).cloned()).collect();
        game.named
            .sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    }
    Ok(())
}

async fn competitors(
    conn: &mut PgConnection,
    ids: impl Iterator<Item = &CompetitorId>,
) -> Result<HashMap<CompetitorId, Competitor>, StoreError> {
    let ids: Vec<Uuid> = ids.map(|it| it.as_uuid()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"SELECT competitor_id AS "id: CompetitorId", name, short_name, place, code, color_1,
             color_2
           FROM competitors WHERE competitor_id = ANY($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    let read = rows.into_iter().map(|row| {
        let competitor = Competitor {
            id: row.id,
            name: row.name,
            short_name: row.short_name,
            place: row.place,
            code: row.code,
            colors: row.color_1.zip(row.color_2),
        };
        (row.id, competitor)
    });
    Ok(read.collect())
}
