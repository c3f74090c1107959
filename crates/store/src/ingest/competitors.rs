//! Resolves the competitors that a batch of reports names.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use shared::competitor::{CompetitorKind, Role};
use shared::feed::{CompetitorReport, GameReport, QuoteReport};
use shared::folded::{initial_key, is_initialed};
use shared::id::CompetitorId;
use shared::league::Sport;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{Changes, entrants, players};
use crate::competitors::{CompetitorRows, RefRows};
use crate::{StoreError, competitors};

/// The ids of the competitors that the reports name.
pub(crate) struct Competitors<'a> {
    by_reference: HashMap<(Sport, &'a str), CompetitorId>,
    /// For competitors that are known under another id than their derived one, that id by the
    /// derived one. Prices and facts use the derived id.
    renamed: HashMap<CompetitorId, CompetitorId>,
    /// The derived ids of players who are nobody that is known.
    unknown: HashSet<CompetitorId>,
}

/// What becomes of the names of competitors that are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    /// They follow the feed that introduced the competitor.
    Updated,
    /// They stay.
    Kept,
}

/// Whom reports name, by the word of the sport and the feed's own id.
type Wanted<'a> = BTreeMap<(&'static str, &'a str), (Sport, &'a CompetitorReport)>;

/// Those of them that the feed has named before.
type Known = HashMap<(String, String), CompetitorId>;

/// What those of them are called so far.
type Called = HashMap<CompetitorId, String>;

async fn known(
    conn: &mut PgConnection,
    provider: &str,
    wanted: &Wanted<'_>,
) -> Result<(Known, Called), StoreError> {
    let sports: Vec<_> = wanted.keys().map(|it| it.0.to_owned()).collect();
    let references: Vec<_> = wanted.keys().map(|it| it.1.to_owned()).collect();
    let (mut known, mut called) = (Known::new(), Called::new());
    for it in competitors::refs(conn, provider, &sports, &references).await? {
        called.insert(it.competitor, it.name);
        known.insert((it.sport, it.reference), it.competitor);
    }
    Ok((known, called))
}

impl<'a> Competitors<'a> {
    /// Resolves the competitors that these reports name: by the feed's own ids, or else by creating
    /// them.
    pub(super) async fn resolve(
        conn: &mut PgConnection,
        provider: &str,
        reports: &[&'a GameReport],
        changes: &mut Changes,
    ) -> Result<Self, StoreError> {
        let mut wanted = Wanted::new();
        for report in reports {
            let sport = report.league.sport;
            for named in report.competitors() {
                wanted.insert((sport.word(), &named.reference), (sport, named));
            }
        }
        let (known, called) = known(conn, provider, &wanted).await?;
        let mut joined = players::join(conn, provider, reports, &known).await?;
        joined.extend(entrants::join(conn, provider, reports, &known).await?);
        let found = (wanted, known, called, joined);
        Self::identify(conn, provider, found, Names::Updated, changes).await
    }

    /// The same of competitors that no report of a game names. What they are called stays as it is:
    /// reports of games tell more of them. One that the feed knows by name alone is nobody that is
    /// known.
    pub(crate) async fn named(
        conn: &mut PgConnection,
        provider: &str,
        sport: Sport,
        named: &[&'a CompetitorReport],
        changes: &mut Changes,
    ) -> Result<Self, StoreError> {
        let wanted = named
            .iter()
            .map(|it| ((sport.word(), &*it.reference), (sport, *it)));
        let wanted: Wanted<'_> = wanted.collect();
        let (known, called) = known(conn, provider, &wanted).await?;
        let found = (wanted, known, called, HashMap::new());
        Self::identify(conn, provider, found, Names::Kept, changes).await
    }

    async fn identify(
        conn: &mut PgConnection,
        provider: &str,
        (wanted, known, mut called, joined): (Wanted<'a>, Known, Called, players::Joined<'a>),
        names: Names,
        changes: &mut Changes,
    ) -> Result<Self, StoreError> {
        let strange = wanted.iter().filter(|((word, reference), _)| {
            !known.contains_key(&((*word).to_owned(), (*reference).to_owned()))
        });
        let strange: Vec<_> = strange
            .map(|(_, (sport, named))| named.first_id(provider, *sport).as_uuid())
            .collect();
        let merged = competitors::joined(conn, &strange).await?;
        let merged: HashMap<_, _> = merged.into_iter().collect();
        let (mut rows, mut refs) = (CompetitorRows::default(), RefRows::default());
        let mut unknown = HashSet::new();
        let mut by_reference = HashMap::with_capacity(wanted.len());
        let (mut renamed, mut taken) = (HashMap::new(), BTreeSet::new());
        let mut told = Vec::new();
        for ((word, reference), (sport, named)) in wanted {
            let known = known.get(&(word.to_owned(), reference.to_owned())).copied();
            let first = named.first_id(provider, sport);
            let same = joined.get(&(sport, reference));
            if let Some((player, name)) = same {
                called.insert(*player, name.clone());
            }
            let same = same.map(|it| it.0);
            if named.is_by_name() {
                // No id is kept of it: in another game another of that name may be meant.
                let Some(player) = same else {
                    unknown.insert(first);
                    continue;
                };
                renamed.insert(first, player);
                let known = called.get(&player);
                if known.is_some_and(|it| shortens(it, &named.name)) && taken.insert(player) {
                    rows.push(player, sport, named, known);
                }
                continue;
            }
            let id = known.or(same);
            let id = id.unwrap_or_else(|| merged.get(&first).copied().unwrap_or(first));
            if id != first {
                renamed.insert(first, id);
            }
            by_reference.insert((sport, reference), id);
            refs.push(sport, reference, id);
            // Two of the feed's ids may refer to the same competitor.
            if taken.insert(id) {
                told.push((id, sport, named));
            }
        }
        let ids: Vec<_> = taken.into_iter().map(|it| it.as_uuid()).collect();
        let kept = match names {
            Names::Kept => competitors::existing(conn, &ids).await?,
            Names::Updated => HashSet::new(),
        };
        for (id, sport, named) in told.into_iter().filter(|it| !kept.contains(&it.0)) {
            rows.push(id, sport, named, called.get(&id));
        }
        changes.competitors += competitors::upsert(conn, provider, &rows).await?;
        changes.competitors += competitors::insert_refs(conn, provider, &refs).await?;
        Ok(Self {
            by_reference,
            renamed,
            unknown,
        })
    }

    /// The id of this competitor.
    pub(crate) fn id(&self, sport: Sport, named: &CompetitorReport) -> CompetitorId {
        let found = self.by_reference.get(&(sport, named.reference.as_str()));
        found.copied().unwrap_or(NOBODY)
    }

    /// The home and the away side of a report.
    pub(super) fn sides(&self, report: &GameReport) -> (CompetitorId, CompetitorId) {
        let of = |role| {
            let side = report.side(role);
            side.map_or(NOBODY, |it| self.id(report.league.sport, it))
        };
        (of(Role::Home), of(Role::Away))
    }

    /// How many prices of the report are about players who are nobody that is known.
    pub(super) fn unmatched(&self, report: &GameReport) -> usize {
        if self.unknown.is_empty() {
            return 0;
        }
        let quotes = report.quotes.iter();
        quotes.filter(|it| self.is_unmatched(it)).count()
    }

    fn is_unmatched(&self, quote: &QuoteReport) -> bool {
        quote.named().any(|it| self.unknown.contains(&it))
    }

    /// The report with the derived ids in its prices and facts replaced by the real ones, and
    /// without prices about anybody who is not known.
    pub(super) fn rename<'r>(&self, mut report: Cow<'r, GameReport>) -> Cow<'r, GameReport> {
        if self.unmatched(&report) > 0 {
            let quotes = &mut report.to_mut().quotes;
            quotes.retain(|it| !self.is_unmatched(it));
        }
        if !self.renamed.is_empty() {
            report
                .to_mut()
                .rename(|id| self.renamed.get(&id).copied().unwrap_or(id));
        }
        report
    }
}

/// Every competitor that a report of the batch names was resolved. A side that a report does not
/// name gets this id, which the tables reject.
const NOBODY: CompetitorId = CompetitorId::from_uuid(Uuid::nil());

impl RefRows {
    fn push(&mut self, sport: Sport, reference: &str, id: CompetitorId) {
        self.sports.push(sport.word().to_owned());
        self.references.push(reference.to_owned());
        self.ids.push(id.as_uuid());
    }
}

impl CompetitorRows {
    /// Adds a competitor who is known by that name, if any. A box score that has a letter for the
    /// first name takes it away from nobody.
    fn push(
        &mut self,
        id: CompetitorId,
        sport: Sport,
        named: &CompetitorReport,
        known: Option<&String>,
    ) {
        let known = known.filter(|_| named.kind == CompetitorKind::Athlete);
        let kept = known.filter(|it| shortens(&named.name, it));
        let (color_1, color_2) = named.colors.clone().unzip();
        self.ids.push(id.as_uuid());
        self.sports.push(sport.word().to_owned());
        self.kinds.push(named.kind.word().to_owned());
        self.names.push(kept.unwrap_or(&named.name).clone());
        self.short_names.push(named.short_name.clone());
        self.places.push(named.place.clone());
        self.codes.push(named.code.clone());
        self.colors_1.push(color_1);
        self.colors_2.push(color_2);
        self.logo_urls.push(named.logo_url.clone());
        self.fuller
            .push(known.is_some_and(|it| shortens(it, &named.name)));
    }
}

/// Whether one name is the other with a letter for the first name.
fn shortens(short: &str, full: &str) -> bool {
    is_initialed(short) && !is_initialed(full) && initial_key(short) == initial_key(full)
}
