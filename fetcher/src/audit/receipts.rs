//! Makes every grade again from its receipt.

use grading::Receipt;
use shared::settings::RuleChoices;
use sqlx::PgConnection;
use store::grades;

use super::{AuditError, Books, PAGE, differs};

/// Every receipt matches its hash, grades again to the same bytes, agrees with its row, and rests
/// on the current result.
pub(super) async fn audit(conn: &mut PgConnection, books: &mut Books) -> Result<(), AuditError> {
    let mut last = None;
    loop {
        let page = grades::page(conn, last.as_ref(), PAGE).await?;
        let Some(end) = page.last() else {
            return Ok(());
        };
        last = Some(end.key());
        for stored in &page {
            audit_grade(stored)?;
            books.grades += 1;
        }
    }
}

fn audit_grade(stored: &grades::StoredGrade) -> Result<(), AuditError> {
    let version = stored.result_version;
    let subject = format!(
        "grade of selection {} on result {version}",
        stored.selection
    );
    let wrong = |what: &str, expected: String, found: String| {
        Err(differs(None, &subject, what, expected, found))
    };
    let digest = Receipt::digest(&stored.receipt);
    if stored.receipt_sha256 != digest {
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|it| format!("{it:02x}"))
                .collect::<String>()
        };
        return wrong(
            "the SHA-256 of its receipt",
            hex(&digest),
            hex(&stored.receipt_sha256),
        );
    }
    let again = match grading::verify(&stored.receipt) {
        Ok(grade) => grade,
        Err(error) => {
            return wrong(
                "its receipt",
                "one that grades".to_owned(),
                error.to_string(),
            );
        }
    };
    let receipt = &again.receipt;
    let ours = (
        receipt.selection.id,
        receipt.result.version,
        receipt.rule_version,
        RuleChoices::from(&receipt.options).digest(),
    );
    let digest = stored.settings_digest.clone();
    let theirs = (stored.selection, version, stored.rule_version, digest);
    if ours != theirs {
        return wrong("its key", format!("{ours:?}"), format!("{theirs:?}"));
    }
    let ours = (again.outcome, again.win, again.refund);
    let theirs = (
        stored.shares.outcome,
        stored.shares.win,
        stored.shares.refund,
    );
    if ours != theirs {
        return wrong("its outcome", format!("{ours:?}"), format!("{theirs:?}"));
    }
    let rests_on = grading::for_bet(&stored.result, &receipt.selection, stored.booked_start);
    let (ours, theirs) = (&receipt.result, &rests_on);
    if (ours.status, &ours.scores, &ours.facts) != (theirs.status, &theirs.scores, &theirs.facts) {
        return wrong(
            "the result it rests on",
            format!("{theirs:?}"),
            format!("{ours:?}"),
        );
    }
    Ok(())
}
