//! What was agreed for a ticket besides its legs, in the form that is stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::TicketKind;
use crate::line::Line;
use crate::price::{OddsFormat, Price};

/// What was agreed for a ticket besides its legs, for each kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Terms {
    /// One leg, without terms.
    Single,
    /// Two or more legs, without terms.
    Parlay,
    /// A bet on every combination of these many legs, in order.
    System {
        /// How many legs a bet has.
        sizes: Vec<usize>,
    },
    /// Lines moved by that many points, and a price by the number of legs that are left.
    Teaser {
        /// By how much each line is moved.
        points: Line,
        /// What that many winning legs pay.
        chart: BTreeMap<usize, Price>,
    },
}

impl Terms {
    /// A single of one leg, a parlay of more.
    pub const fn plain(legs: usize) -> Self {
        match legs {
            1 => Self::Single,
            _ => Self::Parlay,
        }
    }

    /// Whose terms they are.
    pub const fn kind(&self) -> TicketKind {
        match self {
            Self::Single => TicketKind::Single,
            Self::Parlay => TicketKind::Parlay,
            Self::System { .. } => TicketKind::System,
            Self::Teaser { .. } => TicketKind::Teaser,
        }
    }

    /// By how much lines are moved. `None` except for teasers.
    pub const fn points(&self) -> Option<Line> {
        match self {
            Self::Teaser { points, .. } => Some(*points),
            Self::Single | Self::Parlay | Self::System { .. } => None,
        }
    }

    /// As they are stored: JSON with its fields in a fixed order, so that equal terms are equal
    /// bytes. `{}` for a single and a parlay.
    pub fn to_json(&self) -> String {
        let value = match self {
            Self::Single | Self::Parlay => json!({}),
            Self::System { sizes } => json!({ "sizes": sizes }),
            Self::Teaser { points, chart } => {
                let row = |(legs, price): (&usize, &Price)| {
                    let price = json!({ (price.format().word()): price.number() });
                    (legs.to_string(), price)
                };
                let chart: Map<String, Value> = chart.iter().map(row).collect();
                json!({ "chart": chart, "points": points.to_string() })
            }
        };
        value.to_string()
    }

    /// Reads what [`Terms::to_json`] wrote. `None` for a text that is not written so.
    pub fn from_json(kind: TicketKind, stored: &str) -> Option<Self> {
        match kind {
            TicketKind::Single => (stored == "{}").then_some(Self::Single),
            TicketKind::Parlay => (stored == "{}").then_some(Self::Parlay),
            TicketKind::System => {
                let StoredSystem { sizes } = serde_json::from_str(stored).ok()?;
                Some(Self::System { sizes })
            }
            TicketKind::Teaser => {
                let stored: StoredTeaser = serde_json::from_str(stored).ok()?;
                let rows = stored.chart.into_iter().map(|(legs, price)| {
                    let (format, number) = price.into_iter().next()?;
                    let format = OddsFormat::from_word(&format)?;
                    Some((legs.parse().ok()?, Price::parse(format, &number).ok()?))
                });
                Some(Self::Teaser {
                    points: stored.points.parse().ok()?,
                    chart: rows.collect::<Option<_>>()?,
                })
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredSystem {
    sizes: Vec<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredTeaser {
    points: String,
    chart: BTreeMap<String, BTreeMap<String, String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_terms_are_read_as_they_were_and_others_are_none() {
        let price = |text: &str| text.parse::<Price>().unwrap();
        let teaser = Terms::Teaser {
            points: "6.5".parse().unwrap(),
            chart: BTreeMap::from([(2, price("-110")), (10, price("+1000"))]),
        };
        let system = Terms::System { sizes: vec![2, 3] };
        for terms in [Terms::Single, Terms::Parlay, system, teaser] {
            let read = Terms::from_json(terms.kind(), &terms.to_json());
            assert_eq!(read, Some(terms));
        }
        for (kind, text) in [
            (TicketKind::Single, "[]"),
            (TicketKind::System, "{}"),
            (TicketKind::System, r#"{"sizes":[2],"name":"trixie"}"#),
            (TicketKind::Teaser, r#"{"points":"six","chart":{}}"#),
            (
                TicketKind::Teaser,
                r#"{"points":"6","chart":{"2":{"roman":"X"}}}"#,
            ),
        ] {
            assert_eq!(Terms::from_json(kind, text), None, "{text}");
        }
    }
}
