//! The grades that the legs of a page rest on. Thousands of legs share a few dozen: each is read
//! once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;
use crate::grades::{GradeShares, shares};

/// Under what the grade of a leg is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct GradeKey<'a> {
    /// The selection.
    pub(super) selection: Uuid,
    /// The selection that the place part of an each-way leg is graded on.
    pub(super) place: Option<Uuid>,
    /// The start of its game when the bet was placed.
    pub(super) booked_start: DateTime<Utc>,
    /// The version of the rules.
    pub(super) rule_version: i32,
    /// The digest of the server's choices.
    pub(super) settings_digest: &'a str,
    /// The version of the result that is being settled: older grades are not in force.
    pub(super) since: i32,
}

/// The newest grade in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Graded {
    /// The version of the result that it rests on.
    pub(super) version: i32,
    /// Of the leg.
    pub(super) win: GradeShares,
    /// Of its place part, where that is graded.
    pub(super) place: Option<GradeShares>,
}

/// The grades of these legs, one for each in the same order. `None` where the newest version of the
/// result does not decide the leg.
///
/// # Errors
/// [`StoreError`] when the database refuses, or a row is not a valid grade.
pub(super) async fn of_legs(
    conn: &mut PgConnection,
    legs: impl Iterator<Item = GradeKey<'_>>,
) -> Result<Vec<Option<Graded>>, StoreError> {
    let mut keys = Vec::new();
    let mut places_of = HashMap::new();
    let nth: Vec<usize> = legs
        .map(|key| {
            *places_of.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            })
        })
        .collect();
    let found = read(conn, &keys).await?;
    Ok(nth.into_iter().map(|it| found[it]).collect())
}

/// The same for keys that are all different.
async fn read(
    conn: &mut PgConnection,
    keys: &[GradeKey<'_>],
) -> Result<Vec<Option<Graded>>, StoreError> {
    let mut found = vec![None; keys.len()];
    if keys.is_empty() {
        return Ok(found);
    }
    let selections: Vec<_> = keys.iter().map(|it| it.selection).collect();
    let places: Vec<_> = keys.iter().map(|it| it.place).collect();
    let starts: Vec<_> = keys.iter().map(|it| it.booked_start).collect();
    let rules: Vec<_> = keys.iter().map(|it| it.rule_version).collect();
    let digests: Vec<_> = keys
        .iter()
        .map(|it| it.settings_digest.to_owned())
        .collect();
    let since: Vec<_> = keys.iter().map(|it| it.since).collect();
    let rows = sqlx::query!(
        r#"SELECT w.nth AS "nth!", gr.result_version, gr.outcome,
             gr.win_num, gr.win_den, gr.refund_num, gr.refund_den,
             pl.outcome AS "place_outcome?", pl.win_num AS "place_win_num?",
             pl.win_den AS "place_win_den?", pl.refund_num AS "place_refund_num?",
             pl.refund_den AS "place_refund_den?"
           FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[], $5::text[], $6::int[])
             WITH ORDINALITY
             AS w(selection_id, place_id, booked_start, rule_version, digest, since, nth)
           CROSS JOIN LATERAL (
             SELECT n.result_version, n.outcome, n.win_num, n.win_den, n.refund_num, n.refund_den
             FROM grades n
             WHERE n.selection_id = w.selection_id AND n.booked_start = w.booked_start
               AND n.rule_version = w.rule_version AND n.settings_digest = w.digest
               AND n.result_version >= w.since
             ORDER BY n.result_version DESC LIMIT 1
           ) gr
           LEFT JOIN grades pl ON pl.selection_id = w.place_id
             AND pl.booked_start = w.booked_start AND pl.result_version = gr.result_version
             AND pl.rule_version = w.rule_version AND pl.settings_digest = w.digest"#,
        &selections,
        &places as &[Option<Uuid>],
        &starts,
        &rules,
        &digests,
        &since,
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let nth = usize::try_from(row.nth - 1).unwrap_or(usize::MAX);
        let Some(key) = keys.get(nth) else { continue };
        let win = (row.win_num, row.win_den);
        let refund = (row.refund_num, row.refund_den);
        let place = match (row.place_outcome, key.place) {
            (Some(outcome), Some(id)) => {
                let part = |it: Option<i32>| it.unwrap_or(0);
                let win = (part(row.place_win_num), part(row.place_win_den));
                let refund = (part(row.place_refund_num), part(row.place_refund_den));
                Some(shares(id, &outcome, win, refund)?)
            }
            _ => None,
        };
        found[nth] = Some(Graded {
            version: row.result_version,
            win: shares(key.selection, &row.outcome, win, refund)?,
            place,
        });
    }
    Ok(found)
}
