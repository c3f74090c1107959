//! Every refusal of a use case, as the line of the catalogue that says so; and nothing else.

use services::corrections::{CorrectionError, Refusal};

use crate::errors::{Failure, refuse, refuse_with};

impl From<CorrectionError> for Failure {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::Refused(refusal) => correction(refusal),
            CorrectionError::Store(error) => error.into(),
            error => Self::unexpected(&error),
        }
    }
}

fn correction(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::NoCorrection => refuse("error-stale"),
        Refusal::UndoOfUndo { number } => {
            refuse_with("admin-undo-of-undo", vec![("number", number.into())])
        }
        Refusal::AlreadyUndone { number, by } => refuse_with(
            "admin-undone-before",
            vec![("number", number.into()), ("by", by.into())],
        ),
        Refusal::LaterCorrection { number, later } => refuse_with(
            "admin-undo-later",
            vec![("number", number.into()), ("later", later.into())],
        ),
        Refusal::TooManyTickets { max } => refuse_with("admin-too-many", vec![("max", max.into())]),
        Refusal::NoTicket => refuse("admin-no-ticket"),
        Refusal::Cancelled => refuse("admin-taken-back"),
        Refusal::NoLeg { legs } => refuse_with("admin-no-leg", vec![("legs", legs.into())]),
        Refusal::NotManual => refuse("admin-not-manual"),
        Refusal::NoTicketsOnGame => refuse("admin-no-tickets-on-game"),
        Refusal::NoGame => refuse("admin-no-game"),
        Refusal::NotBegun { at } => {
            refuse_with("admin-not-begun", vec![("at", at.timestamp().into())])
        }
        Refusal::ImpossibleScore => refuse("admin-score-impossible"),
        Refusal::DecidesNothing => refuse("admin-score-decides-nothing"),
        Refusal::NoMember => refuse("admin-no-member"),
    }
}
