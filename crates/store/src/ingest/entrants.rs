//! Which known entrants of a contest a report means. A feed that knows an athlete under an id of
//! its own is joined to one whom another feed has entered in the same contest, only where nobody
//! can be mistaken: by the whole name, in whatever order its words stand.

use std::collections::{BTreeMap, HashMap};

use shared::competitor::CompetitorKind;
use shared::feed::{CompetitorReport, GameReport};
use shared::folded::name_key;
use shared::id::CompetitorId;
use sqlx::PgConnection;

use super::league_id;
use super::players::Joined;
use crate::StoreError;
use crate::games::entrants::{self, Entrant, FieldRows};
use crate::leagues::competition_id;

/// Joins the entrants of these reports, as far as the feed's ids are not known yet.
pub(super) async fn join<'a>(
    conn: &mut PgConnection,
    provider: &str,
    reports: &[&'a GameReport],
    known: &HashMap<(String, String), CompetitorId>,
) -> Result<Joined<'a>, StoreError> {
    let is_new = |report: &GameReport, named: &CompetitorReport| {
        let key = (
            report.league.sport.word().to_owned(),
            named.reference.clone(),
        );
        named.kind == CompetitorKind::Athlete && !known.contains_key(&key)
    };
    let mut rows = FieldRows::default();
    let mut wanted = Vec::new();
    for report in reports {
        let Some(field) = &report.field else { continue };
        if entered(report).any(|it| is_new(report, it)) {
            rows.references.push(report.reference.clone());
            let competition = competition_id(league_id(report), &report.season);
            rows.competitions.push(competition.as_uuid());
            rows.slugs.push(field.slug.clone());
            wanted.push(*report);
        }
    }
    if wanted.is_empty() {
        return Ok(Joined::default());
    }
    let found = entrants::of_fields(conn, provider, &rows).await?;
    let mut joined = Joined::default();
    for (row, report) in (1..).zip(wanted) {
        let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entrant in found.iter().filter(|it| it.row == row) {
            known.entry(words(&entrant.name)).or_default().push(entrant);
        }
        joined.extend(of_contest(report, &known, |it| is_new(report, it)));
    }
    Ok(joined)
}

/// Those of one contest: the only known entrant of a name that only one of the report's has. Whom
/// the feed knows under another id is somebody else of that name.
fn of_contest<'a>(
    report: &'a GameReport,
    known: &BTreeMap<Vec<String>, Vec<&Entrant>>,
    is_new: impl Fn(&CompetitorReport) -> bool,
) -> Joined<'a> {
    let mut told: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for named in entered(report) {
        told.entry(words(&named.name)).or_default().push(named);
    }
    let mut joined = Joined::new();
    for (name, told) in told {
        let found = known.get(&name).map(Vec::as_slice);
        if let ([named], Some([one])) = (told.as_slice(), found)
            && is_new(named)
            && !one.is_referred_to
        {
            let reference = (report.league.sport, named.reference.as_str());
            joined.insert(reference, (one.athlete, one.name.clone()));
        }
    }
    joined
}

fn entered(report: &GameReport) -> impl Iterator<Item = &CompetitorReport> {
    report.participants.iter().map(|it| &it.competitor)
}

/// The words of a name, as far as feeds agree on them: some put the family's name first.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<_> = name_key(name).split(' ').map(str::to_owned).collect();
    words.sort_unstable();
    words
}
