//! Whom the reports of a batch name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shared::feed::{CompetitorReport, GameReport};
use shared::id::CompetitorId;
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Changes;
use crate::competitors::{CompetitorRows, RefRows};
use crate::{StoreError, competitors};

/// Our ids of those whom the reports name, by sport and the feed's own id.
pub(super) struct Competitors<'a>(HashMap<(Sport, &'a str), CompetitorId>);

impl<'a> Competitors<'a> {
    /// Takes whom these reports name: looked up by the feed's own ids, else made.
    pub(super) async fn take(
        conn: &mut PgConnection,
        provider: &str,
        reports: &[&'a GameReport],
        changes: &mut Changes,
    ) -> Result<Self, StoreError> {
        let mut wanted: BTreeMap<(&str, &'a str), (Sport, &CompetitorReport)> = BTreeMap::new();
        for report in reports {
            let sport = report.league.sport;
            for side in [&report.home, &report.away] {
                wanted.insert((sport.word(), &side.reference), (sport, side));
            }
        }
        let sports: Vec<_> = wanted.keys().map(|it| it.0.to_owned()).collect();
        let references: Vec<_> = wanted.keys().map(|it| it.1.to_owned()).collect();
        let known = competitors::refs(conn, provider, &sports, &references).await?;
        let known: HashMap<_, _> = known
            .into_iter()
            .map(|(sport, reference, id)| ((sport, reference), id))
            .collect();

        let (mut rows, mut refs) = (CompetitorRows::default(), RefRows::default());
        let mut found = HashMap::with_capacity(wanted.len());
        let mut named = BTreeSet::new();
        for ((word, reference), (sport, side)) in wanted {
            let known = known.get(&(word.to_owned(), reference.to_owned())).copied();
            let id = known.unwrap_or_else(|| side.first_id(provider, sport));
            found.insert((sport, reference), id);
            refs.push(sport, reference, id);
            // Two ids of the feed may mean the same one.
            if named.insert(id) {
                rows.push(id, sport, side);
            }
        }
        changes.competitors += competitors::upsert(conn, provider, &rows).await?;
        changes.competitors += competitors::insert_refs(conn, provider, &refs).await?;
        Ok(Self(found))
    }

    /// Our id of that one.
    pub(super) fn id(&self, sport: Sport, side: &CompetitorReport) -> CompetitorId {
        // Whoever a report of the batch names was taken.
        let nobody = CompetitorId::from_uuid(Uuid::nil());
        let found = self.0.get(&(sport, side.reference.as_str()));
        found.copied().unwrap_or(nobody)
    }

    /// Who plays at home and who away, as the report has it.
    pub(super) fn sides(&self, report: &GameReport) -> (CompetitorId, CompetitorId) {
        let sport = report.league.sport;
        (self.id(sport, &report.home), self.id(sport, &report.away))
    }
}

impl RefRows {
    fn push(&mut self, sport: Sport, reference: &str, id: CompetitorId) {
        self.sports.push(sport.word().to_owned());
        self.references.push(reference.to_owned());
        self.ids.push(id.as_uuid());
    }
}

impl CompetitorRows {
    fn push(&mut self, id: CompetitorId, sport: Sport, side: &CompetitorReport) {
        let (color_1, color_2) = side.colors.clone().unzip();
        self.ids.push(id.as_uuid());
        self.sports.push(sport.word().to_owned());
        self.kinds.push(side.kind.word().to_owned());
        self.names.push(side.name.clone());
        self.short_names.push(side.short_name.clone());
        self.places.push(side.place.clone());
        self.codes.push(side.code.clone());
        self.colors_1.push(color_1);
        self.colors_2.push(color_2);
        self.logo_urls.push(side.logo_url.clone());
    }
}
