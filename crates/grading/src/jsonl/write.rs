//! Answers as JSON.

use serde::Serialize;
use serde_json::value::RawValue;
use shared::grade::Share;

use super::fault::Fault;
use super::leg::Leg;
use super::ticket::Graded;
use crate::fraction::cut;
use crate::part::Part;

#[derive(Serialize)]
struct WireAnswer<'a> {
    id: &'a str,
    outcome: &'static str,
    return_exact: String,
    #[serde(rename = "return")]
    returned: String,
    legs: Vec<WireLeg<'a>>,
}

#[derive(Serialize)]
struct WireLeg<'a> {
    outcome: &'static str,
    win: String,
    refund: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<WirePart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deduction: Option<String>,
    rule: &'a str,
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_receipt: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct WirePart {
    outcome: &'static str,
    win: String,
    refund: String,
}

#[derive(Serialize)]
struct WireRefusal {
    line: u64,
    error: String,
}

/// A graded ticket.
pub(super) fn answer(graded: &Graded<'_>) -> Result<String, Fault> {
    let legs: Result<Vec<_>, Fault> = graded.legs.iter().map(leg).collect();
    let answer = WireAnswer {
        id: graded.id,
        outcome: graded.outcome.word(),
        return_exact: graded.returned.to_string(),
        returned: cut(&graded.returned),
        legs: legs?,
    };
    serde_json::to_string(&answer).map_err(Fault::new)
}

fn leg(leg: &Leg) -> Result<WireLeg<'_>, Fault> {
    let WirePart {
        outcome,
        win,
        refund,
    } = part(leg.graded.win);
    let place = leg.graded.place.as_ref().map(|(_, place)| part(*place));
    Ok(WireLeg {
        outcome,
        win,
        refund,
        place,
        deduction: leg.deduction.as_ref().map(ToString::to_string),
        rule: &leg.rule,
        why: &leg.why,
        receipt: raw(leg.receipt.as_deref())?,
        place_receipt: raw(leg.place_receipt.as_deref())?,
    })
}

/// Canonical bytes are JSON, and stay as they are, to the byte.
fn raw(bytes: Option<&[u8]>) -> Result<Option<&RawValue>, Fault> {
    bytes
        .map(serde_json::from_slice)
        .transpose()
        .map_err(Fault::new)
}

fn part(part: Part) -> WirePart {
    WirePart {
        outcome: part.outcome.word(),
        win: written(part.win),
        refund: written(part.refund),
    }
}

fn written(share: Share) -> String {
    match (share.num(), share.den()) {
        (whole, 1) => whole.to_string(),
        (upper, lower) => format!("{upper}/{lower}"),
    }
}

/// A line that could not be graded.
pub(super) fn refusal(line: u64, fault: &Fault) -> String {
    let error = fault.to_string();
    // A number and a string are always JSON.
    serde_json::to_string(&WireRefusal { line, error }).unwrap_or_default()
}
