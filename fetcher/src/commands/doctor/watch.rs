//! Which places of the feeds are left alone, and which fields of their answers have changed.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use store::feed_rests::{self, FeedRest};
use store::feed_shapes::{self, ChangedField};

use super::Findings;

/// How long a changed field is told of.
const CHANGES_TOLD_FOR: TimeDelta = TimeDelta::days(3);
/// How many changed fields are told of.
const CHANGES_MAX: i64 = 20;
/// A place whose rest was over this long ago is not asked any more, and nothing is known about it.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(1);

pub(super) async fn look(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    findings: &mut Findings,
) -> anyhow::Result<()> {
    let rests = feed_rests::all(conn).await?;
    let rests: Vec<_> = rests
        .into_iter()
        .filter(|it| it.until > now - FORGOTTEN_AFTER)
        .collect();
    if rests.is_empty() {
        findings.fine("no feed is being left alone for having failed");
    }
    rests.iter().for_each(|it| tell_rest(it, now, findings));
    let changes = feed_shapes::changes(conn, now - CHANGES_TOLD_FOR, CHANGES_MAX).await?;
    changes.iter().for_each(|it| tell_change(it, findings));
    Ok(())
}

fn tell_rest(rest: &FeedRest, now: DateTime<Utc>, findings: &mut Findings) {
    let FeedRest {
        provider,
        place,
        failures,
        reason,
        ..
    } = rest;
    let next = match (rest.until - now).num_seconds() {
        ..=0 => "one request is finding out whether it is back".to_owned(),
        seconds => format!("it is left alone for {seconds} s more, and then tried once"),
    };
    let failed = match failures {
        1 => "the last request failed with".to_owned(),
        more => format!("{more} requests in a row failed, at last with"),
    };
    findings.missing(format!(
        "answers from {provider} at {place} since {}: {failed} {reason}; {next}",
        rest.since.format("%Y-%m-%d %H:%M UTC")
    ));
}

fn tell_change(change: &ChangedField, findings: &mut Findings) {
    let ChangedField {
        provider,
        endpoint,
        path,
        told,
        ..
    } = change;
    findings.missing(format!(
        "the field `{path}` that {provider} had at {endpoint}: since {} it {told}; if games, \
         scores or prices of {provider} are missing, this is why",
        change.found_at.format("%Y-%m-%d %H:%M UTC")
    ));
}

#[cfg(test)]
mod tests {
    use shared::testing::noon;

    use super::*;

    fn told(until: TimeDelta, failures: i32) -> String {
        let rest = FeedRest {
            provider: "mlb".to_owned(),
            place: "statsapi.mlb.com".to_owned(),
            failures,
            reason: "timed out".to_owned(),
            since: noon(),
            until: noon() + until,
        };
        let mut findings = Findings::default();
        tell_rest(&rest, noon(), &mut findings);
        assert_eq!(findings.missing, 1);
        findings.lines.concat()
    }

    #[test]
    fn a_rest_says_since_when_why_and_what_comes_next() {
        assert_eq!(
            told(TimeDelta::seconds(90), 4),
            "missing  answers from mlb at statsapi.mlb.com since 2024-11-17 12:00 UTC: 4 requests \
             in a row failed, at last with timed out; it is left alone for 90 s more, and then \
             tried once"
        );
        assert!(told(TimeDelta::seconds(-1), 1).ends_with(
            "the last request failed with timed out; one request is finding out whether \
             it is back"
        ));
    }
}
