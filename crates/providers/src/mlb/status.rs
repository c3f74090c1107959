//! What the feed's status codes mean. A code that is not here is never guessed.
//!
//! The feed has some 210 codes: a letter for where the game stands, and often one more for the
//! reason. The letter alone is not enough: a postponed and a cancelled game are `Final` like one
//! that was played, and a warm-up is `Live`.

use shared::game::GameStatus;

use super::wire::Status;

/// What a status comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// A status that we know.
    At(GameStatus),
    /// Over in a way that no score tells: a forfeit, a tie that something else decided.
    OverSomehow(String),
    /// A code that is not in the table.
    Unknown(String),
    /// The parts of the status deny each other.
    Contradiction(String),
}

/// The letters, with the state that each stands in.
const CODES: &[(&str, &[&str], GameStatus)] = &[
    ("S", &["Preview"], GameStatus::Scheduled),
    // Delayed starts are here too. Warming up is `Live`.
    ("P", &["Preview", "Live"], GameStatus::Scheduled),
    // In progress, and delayed while in progress.
    ("I", &["Live"], GameStatus::Live),
    // A manager's challenge, and an umpire's review.
    ("M", &["Live"], GameStatus::Live),
    ("N", &["Live"], GameStatus::Live),
    ("T", &["Live"], GameStatus::Suspended),
    ("U", &["Live"], GameStatus::Suspended),
    // Over, and official. Both may be cut short.
    ("O", &["Final"], GameStatus::Final),
    ("F", &["Final"], GameStatus::Final),
    ("D", &["Final"], GameStatus::Postponed),
    ("C", &["Final"], GameStatus::Cancelled),
];

/// Who won what is for a person to say: forfeits, and ties that something else decided.
const SOMEHOW: &[&str] = &["Q", "R"];
const DECIDED_OTHERWISE: &[&str] = &["FW", "OW"];

/// Where a game stands.
pub(super) fn read(status: &Status) -> Stands {
    let Status {
        abstract_game_state: state,
        coded_game_state: letter,
        status_code: code,
        detailed_state: detail,
        ..
    } = status;
    if !code.starts_with(letter.as_str()) || letter.is_empty() {
        return Stands::Contradiction(format!(
            "contradiction: status {code:?} in state {letter:?}"
        ));
    }
    let somehow = SOMEHOW.contains(&letter.as_str()) || DECIDED_OTHERWISE.contains(&code.as_str());
    if somehow && state == "Final" {
        return Stands::OverSomehow(format!("{code} ({})", detail.trim()));
    }
    let Some((_, states, meaning)) = CODES.iter().find(|it| it.0 == letter) else {
        return Stands::Unknown(format!("{code} ({})", detail.trim()));
    };
    if !states.contains(&state.as_str()) {
        return Stands::Contradiction(format!("contradiction: status {code:?} with {state:?}"));
    }
    Stands::At(*meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(state: &str, code: &str) -> Stands {
        super::read(&Status {
            abstract_game_state: state.to_owned(),
            coded_game_state: code[..1].to_owned(),
            status_code: code.to_owned(),
            detailed_state: "so".to_owned(),
            start_time_tbd: false,
        })
    }

    #[test]
    fn the_letter_says_where_a_game_stands_whatever_the_reason() {
        for (state, code, status) in [
            ("Preview", "S", GameStatus::Scheduled),
            ("Preview", "PR", GameStatus::Scheduled),
            ("Live", "PW", GameStatus::Scheduled),
            ("Live", "IR", GameStatus::Live),
            ("Live", "MA", GameStatus::Live),
            ("Live", "NH", GameStatus::Live),
            ("Live", "TR", GameStatus::Suspended),
            ("Live", "UO", GameStatus::Suspended),
            ("Final", "F", GameStatus::Final),
            ("Final", "FR", GameStatus::Final),
            ("Final", "OR", GameStatus::Final),
            ("Final", "DR", GameStatus::Postponed),
            ("Final", "CO", GameStatus::Cancelled),
        ] {
            assert_eq!(read(state, code), Stands::At(status), "{code}");
        }
    }

    #[test]
    fn what_is_unknown_is_named_and_what_denies_itself_is_refused() {
        assert_eq!(read("Other", "X"), Stands::Unknown("X (so)".to_owned()));
        assert_eq!(
            read("Final", "QX"),
            Stands::OverSomehow("QX (so)".to_owned())
        );
        assert!(matches!(read("Live", "F"), Stands::Contradiction(_)));
        assert!(matches!(read("Final", "S"), Stands::Contradiction(_)));
    }
}
