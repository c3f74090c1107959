//! Finds contests of many by their name within the season or tournament.

use std::collections::{BTreeMap, HashMap};

use shared::feed::{FieldReport, GameReport};
use shared::id::{CompetitionId, GameId};
use sqlx::PgConnection;

use super::{Changes, Found, ReportBatch, league_id};
use crate::StoreError;
use crate::games::fields::{self, NewFields};
use crate::games::keys;
use crate::leagues::competition_id;

impl ReportBatch<'_> {
    /// Assigns the reports to the contests of their names and creates what is missing. Returns the
    /// reports whose names another transaction has claimed in the meantime.
    pub(super) async fn find_or_make_fields<'a>(
        &self,
        conn: &mut PgConnection,
        reports: Vec<(&'a FieldReport, &'a GameReport)>,
        games: &mut BTreeMap<GameId, &'a GameReport>,
        changes: &mut Changes,
    ) -> Result<Vec<&'a GameReport>, StoreError> {
        if reports.is_empty() {
            return Ok(Vec::new());
        }
        let known = self.fields_by_name(conn, &reports).await?;
        let mut found = Found::default();
        let (mut rows, mut creating) = (NewFields::default(), Vec::new());
        for (field, report) in reports {
            let named = (competition(report), field.slug.clone());
            if let Some(id) = known.get(&named) {
                found.push(*id, report);
                games.insert(*id, report);
                continue;
            }
            let id = self.mint(creating.len());
            rows.push(id, report, field);
            creating.push((id, report));
        }
        changes.games +=
            keys::insert_refs(conn, self.provider, &found.references, &found.games).await?;
        let made = fields::claim(conn, self.provider, &rows).await?;
        Ok(super::created(creating, &made, games, changes))
    }

    async fn fields_by_name(
        &self,
        conn: &mut PgConnection,
        reports: &[(&FieldReport, &GameReport)],
    ) -> Result<HashMap<(CompetitionId, String), GameId>, StoreError> {
        let competitions = reports.iter().map(|(_, it)| competition(it).as_uuid());
        let competitions: Vec<_> = competitions.collect();
        let slugs: Vec<_> = reports.iter().map(|(it, _)| it.slug.clone()).collect();
        let known = fields::by_slugs(conn, &competitions, &slugs).await?;
        let known = known.into_iter();
        Ok(known
            .map(|(competition, slug, id)| ((competition, slug), id))
            .collect())
    }
}

fn competition(report: &GameReport) -> CompetitionId {
    competition_id(league_id(report), &report.season)
}

impl NewFields {
    fn push(&mut self, id: GameId, report: &GameReport, field: &FieldReport) {
        self.ids.push(id.as_uuid());
        self.references.push(report.reference.clone());
        self.leagues.push(league_id(report).as_uuid());
        self.competitions.push(competition(report).as_uuid());
        self.slugs.push(field.slug.clone());
        self.names.push(field.name.clone());
        self.starts.push(report.starts_at);
        self.statuses.push(report.status.word().to_owned());
    }
}
