//! Every refusal of a use case, as the line of the catalogue that says so; and nothing else.

use services::bets::{self, CancelError, CancelRefusal, PlaceError, ShareError, ShareRefusal};
use services::corrections::{CorrectionError, Refusal};
use services::settings::{self, SettingsError};
use shared::game::GameStatus;
use shared::limit::{LimitKind, LimitOn, LimitSpan};
use shared::units::Units;
use store::drafts::AddOutcome;
use wording::{Said, money};

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

impl From<SettingsError> for Failure {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Refused(settings::Refusal::Stakes { .. }) => {
                refuse("setup-stakes-order")
            }
            SettingsError::Refused(settings::Refusal::Rule(_)) => refuse("error-stale"),
            SettingsError::Store(error) => error.into(),
        }
    }
}

impl From<CancelError> for Failure {
    fn from(error: CancelError) -> Self {
        refuse(match error {
            CancelError::Refused(CancelRefusal::Settled) => "cancel-settled",
            CancelError::Refused(CancelRefusal::GameStarted) => "cancel-started",
            CancelError::Refused(CancelRefusal::TooLate) => "cancel-too-late",
            CancelError::Refused(CancelRefusal::PriceMoved) => "cancel-moved",
            CancelError::Refused(CancelRefusal::NotYours) => "ticket-not-yours",
            CancelError::Refused(CancelRefusal::Busy) => "cancel-busy",
            CancelError::Store(error) => return error.into(),
            CancelError::InDoubt(error) => return Self::InDoubt(error.to_string()),
        })
    }
}

impl From<ShareError> for Failure {
    fn from(error: ShareError) -> Self {
        match error {
            ShareError::Refused(ShareRefusal::Off) => refuse("share-off"),
            ShareError::Refused(ShareRefusal::NotYours) => refuse("share-not-yours"),
            ShareError::Store(error) => error.into(),
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

/// Why a bet was not placed. `relief` says, for who has so much cash, when how much comes back.
pub(crate) fn placing(error: PlaceError, relief: impl FnOnce(Units) -> Option<Said>) -> Failure {
    use bets::Refusal;
    let refusal = match error {
        PlaceError::Refused(refusal) => refusal,
        PlaceError::InDoubt(source) => return Failure::InDoubt(source.to_string()),
    };
    let limits = |key, min, max| {
        let limits = [("min", min), ("max", max)];
        let limits = limits.map(|(name, units)| (name, money::units(units).into()));
        refuse_with(key, limits.into())
    };
    match refusal {
        Refusal::GameStarted { at } => {
            let at = at.map_or(0, |it| it.timestamp());
            refuse_with("refuse-game-started", vec![("at", at.into())])
        }
        Refusal::GameNotOpen { status } => refuse(status.map_or("refuse-game-not-open", closed)),
        Refusal::PriceStale => refuse("refuse-price-stale"),
        Refusal::UnknownSelection => refuse("refuse-unknown-selection"),
        Refusal::SameGame => refuse("refuse-same-game"),
        Refusal::TooManyLegs { .. } => refuse("refuse-too-many-legs"),
        Refusal::UnfitLeg => refuse("refuse-unfit-leg"),
        Refusal::StakeTooSmall { min, max } => limits("refuse-stake-too-small", min, max),
        Refusal::StakeTooLarge { min, max } => limits("refuse-stake-too-large", min, max),
        Refusal::BalanceTooSmall { cash } => refuse_with(
            "refuse-balance",
            vec![
                ("cash", money::units(cash).into()),
                ("relief", relief(cash).unwrap_or_default().into()),
            ],
        ),
        Refusal::OverLimit { on, amount, used } => over_limit(on, amount, used),
        Refusal::Excluded { until } => {
            refuse_with("refuse-excluded", vec![("until", until.timestamp().into())])
        }
        Refusal::ReturnTooLarge => refuse("refuse-return-too-large"),
        Refusal::ManualOff => refuse("manual-off"),
        Refusal::Busy => refuse("refuse-busy"),
        Refusal::NoTime => Failure::NoTime(refusal.to_string()),
        Refusal::TakenDown => refuse("refuse-taken-down"),
        Refusal::NotAMember | Refusal::PriceMoved(_) | Refusal::DraftChanged => {
            Failure::Unexpected(format!("placing was refused: {refusal}"))
        }
    }
}

/// The limit of the member's own that a bet would go past.
fn over_limit(on: LimitOn, amount: Units, used: Units) -> Failure {
    let [amount, used] = [amount, used].map(money::units);
    let key = match (on.kind, on.span) {
        (_, LimitSpan::Bet) => "refuse-over-limit-bet",
        (LimitKind::Stake, LimitSpan::Day) => "refuse-over-limit-stake-day",
        (LimitKind::Stake, LimitSpan::Week) => "refuse-over-limit-stake-week",
        (LimitKind::Stake, LimitSpan::Month) => "refuse-over-limit-stake-month",
        (LimitKind::Loss, LimitSpan::Day) => "refuse-over-limit-loss-day",
        (LimitKind::Loss, LimitSpan::Week) => "refuse-over-limit-loss-week",
        (LimitKind::Loss, LimitSpan::Month) => "refuse-over-limit-loss-month",
    };
    let mut places = vec![("amount", amount.into())];
    if on.span != LimitSpan::Bet {
        places.push(("used", used.into()));
    }
    refuse_with(key, places)
}

/// Why a game in this state accepts no bets.
const fn closed(status: GameStatus) -> &'static str {
    match status {
        GameStatus::Scheduled => "refuse-game-not-open",
        GameStatus::Live => "refuse-game-live",
        GameStatus::Postponed => "refuse-game-postponed",
        GameStatus::Suspended => "refuse-game-suspended",
        GameStatus::Cancelled | GameStatus::NoContest => "refuse-game-cancelled",
        GameStatus::Final | GameStatus::Abandoned | GameStatus::Walkover | GameStatus::Retired => {
            "refuse-game-over"
        }
    }
}

/// Why a leg is not added to a parlay. `None`: it is.
pub(crate) fn adding(outcome: AddOutcome) -> Option<Failure> {
    Some(refuse(match outcome {
        AddOutcome::Added | AddOutcome::Replaced => return None,
        AddOutcome::Full => "refuse-too-many-legs",
        AddOutcome::Gone => "refuse-taken-down",
        AddOutcome::Stale => "refuse-price-stale",
    }))
}
