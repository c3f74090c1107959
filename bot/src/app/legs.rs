//! What the legs of parlays are and cost now: the same for everybody who picked them, and kept for
//! seconds, so that who adds a tenth leg does not wait for nine others to be read again.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::id::{BookmakerId, SelectionId};
use sqlx::PgConnection;
use store::StoreError;
use store::drafts::{self, DraftLeg, PricedLeg, StoredLeg};
use tracing::Instrument;

use super::App;
use crate::caches::price_moves::LegKey;
use crate::spans;

impl App {
    /// What these legs are and cost now, from memory, and where it is not there, read on the
    /// connection that the caller holds.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) async fn priced_legs(
        &self,
        conn: &mut PgConnection,
        stored: &[StoredLeg],
    ) -> Result<Vec<DraftLeg>, StoreError> {
        let mut known = Vec::with_capacity(stored.len());
        for leg in stored {
            let key = self.caches.moves.key(leg);
            known.push((key, self.caches.kept(key).await));
        }
        let pairs = stored.iter().zip(&known);
        let missing = pairs.filter(|(_, it)| it.1.is_none());
        let missing: Vec<_> = missing.map(|(leg, it)| (*leg, it.0)).collect();
        let loaded = self.load_legs(conn, &missing).await?;
        let legs = stored.iter().zip(known).filter_map(|(stored, (_, kept))| {
            let name = (stored.selection, stored.bookmaker);
            let found = kept.or_else(|| loaded.get(&name).cloned());
            Some(stored.priced(&*found?))
        });
        Ok(legs.collect())
    }

    /// Reads these in one go, and keeps each for whoever asks next.
    async fn load_legs(
        &self,
        conn: &mut PgConnection,
        wanted: &[(StoredLeg, LegKey)],
    ) -> Result<BTreeMap<(SelectionId, BookmakerId), Arc<PricedLeg>>, StoreError> {
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let stored: Vec<_> = wanted.iter().map(|it| it.0).collect();
        let load = drafts::priced(conn, &stored).instrument(spans::load("legs"));
        let mut loaded = BTreeMap::new();
        for leg in load.await? {
            let name = (leg.selection.id, leg.bookmaker.id);
            let found = wanted
                .iter()
                .find(|(it, _)| (it.selection, it.bookmaker) == name);
            let Some((_, key)) = found else { continue };
            let keep = async { Ok::<_, StoreError>(leg.clone()) };
            let kept = self.caches.get(*key, keep).await;
            loaded.insert(name, kept.unwrap_or_else(|_| Arc::new(leg)));
        }
        Ok(loaded)
    }
}
