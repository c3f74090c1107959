//! What a stored ticket's kind needs beside its legs, in the form that `grade` reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use shared::line::Line;
use shared::price::Price;
use shared::ticket::TicketKind;

use super::kinds::Kind;
use super::rules::TicketRules;
use crate::jsonl;

/// What was agreed for a ticket beside its legs. It goes with one kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Terms {
    /// One leg, and nothing else.
    Single,
    /// Two or more legs, and nothing else.
    Parlay,
    /// A bet on every combination of these many legs, in order.
    System {
        /// How many legs a bet has.
        sizes: Vec<usize>,
    },
    /// Lines moved by so many points, and a price by the number of legs that are left.
    Teaser {
        /// By how much each line is moved.
        points: Line,
        /// What so many winning legs pay.
        chart: BTreeMap<usize, Price>,
    },
}

/// Terms that no ticket of the kind has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("terms of a {kind}: {says}")]
pub struct TermsError {
    kind: TicketKind,
    says: String,
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

    /// By how much lines are moved: nothing but in a teaser.
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

/// The kind of a ticket with so many legs, from its word and its stored terms.
///
/// # Errors
/// [`TermsError`] when they are no terms of that kind, or do not go with so many legs.
pub fn read(
    kind: TicketKind,
    terms: &str,
    legs: usize,
    rules: &TicketRules,
) -> Result<Kind, TermsError> {
    jsonl::stored_kind(kind, terms, legs, rules).map_err(|says| TermsError { kind, says })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(kind: TicketKind, terms: &str, legs: usize) -> Result<Kind, String> {
        read(kind, terms, legs, &TicketRules::default()).map_err(|it| it.to_string())
    }

    #[test]
    fn stored_terms_are_those_that_a_line_of_tickets_has() {
        let trixie = kind(TicketKind::System, r#"{"name":"trixie"}"#, 3).unwrap();
        assert_eq!(trixie.bets(), 4);
        let doubles = kind(TicketKind::System, r#"{"sizes":[2]}"#, 4).unwrap();
        assert_eq!(doubles.bets(), 6);
        let chart = r#"{"points":"6","chart":{"2":{"american":"-110"}}}"#;
        assert!(matches!(
            kind(TicketKind::Teaser, chart, 2),
            Ok(Kind::Teaser(_))
        ));
        assert_eq!(kind(TicketKind::Parlay, "{}", 2), Ok(Kind::Parlay));
    }

    #[test]
    fn terms_that_do_not_go_with_the_ticket_are_refused() {
        assert!(kind(TicketKind::System, r#"{"name":"trixie"}"#, 4).is_err());
        assert!(kind(TicketKind::System, "{}", 3).is_err());
        assert!(kind(TicketKind::Teaser, r#"{"points":"6"}"#, 2).is_err());
        assert!(kind(TicketKind::Single, r#"{"sizes":[1]}"#, 1).is_err());
    }

    #[test]
    fn what_is_written_is_read_as_it_was_and_has_one_form() {
        let written = |terms: &Terms, legs| {
            let json = terms.to_json();
            (kind(terms.kind(), &json, legs).unwrap(), json)
        };
        let price = |text: &str| text.parse::<Price>().unwrap();
        let (kind, json) = written(&Terms::System { sizes: vec![2, 3] }, 3);
        assert_eq!((kind.bets(), json.as_str()), (4, r#"{"sizes":[2,3]}"#));
        let teaser = Terms::Teaser {
            points: "6.5".parse().unwrap(),
            chart: BTreeMap::from([(2, price("-110")), (10, price("+1000"))]),
        };
        let (kind, json) = written(&teaser, 2);
        assert!(matches!(kind, Kind::Teaser(_)));
        assert_eq!(
            json,
            r#"{"chart":{"10":{"american":"+1000"},"2":{"american":"-110"}},"points":"6.5"}"#
        );
        assert_eq!(written(&Terms::Parlay, 2).1, "{}");
    }
}
