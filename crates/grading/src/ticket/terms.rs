//! What a stored ticket's kind needs beside its legs, in the form that `grade` reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::line::Line;
use shared::price::Price;
use shared::ticket::TicketKind;

/// What was agreed for a ticket besides its legs, for each kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}
