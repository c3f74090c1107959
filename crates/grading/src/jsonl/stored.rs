//! The kind of a stored ticket, by the same reading as that of a line.

use serde::de::DeserializeOwned;
use shared::ticket::TicketKind;

use super::{fault, ticket, wire};
use crate::ticket::kinds::Kind;
use crate::ticket::rules::TicketRules;

/// Terms that no ticket of the kind has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("terms of a {kind}: {says}")]
pub struct TermsError {
    kind: TicketKind,
    says: String,
}

/// The kind of a ticket with that many legs, from its word and its stored terms
/// ([`crate::ticket::terms::Terms::to_json`]).
///
/// # Errors
/// [`TermsError`] when they are not terms of that kind, or do not fit that many legs.
pub fn kind(
    kind: TicketKind,
    terms: &str,
    legs: usize,
    rules: &TicketRules,
) -> Result<Kind, TermsError> {
    read(kind, terms, legs, rules).map_err(|says| TermsError { kind, says })
}

fn read(kind: TicketKind, terms: &str, legs: usize, rules: &TicketRules) -> Result<Kind, String> {
    let wire = match kind {
        TicketKind::Single | TicketKind::Parlay => {
            if terms != "{}" {
                return Err(format!("{terms} where there are none"));
            }
            return Ok(match kind {
                TicketKind::Single => Kind::Single,
                _ => Kind::Parlay,
            });
        }
        TicketKind::System => wire::Kind::System(parsed(terms)?),
        TicketKind::Teaser => wire::Kind::Teaser(parsed(terms)?),
    };
    let (kind, _) = ticket::kind(&wire, legs, rules).map_err(|it| it.to_string())?;
    Ok(kind)
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    fault::read(text).map_err(|it| it.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::price::Price;

    use super::*;
    use crate::ticket::terms::Terms;

    fn kind(kind: TicketKind, terms: &str, legs: usize) -> Result<Kind, String> {
        super::kind(kind, terms, legs, &TicketRules::default()).map_err(|it| it.to_string())
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
