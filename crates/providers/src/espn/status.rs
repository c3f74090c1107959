//! What the feed's status names mean. A name that is not here is never guessed.

use shared::game::GameStatus;

use super::wire::StatusType;

/// Why an event has no status that we know.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoStatus {
    /// The name is not in the table.
    Unknown(String),
    /// The name is, and the rest of the status denies it.
    Contradiction(String),
}

/// In which states a name can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum States {
    Pre,
    In,
    /// After the end, and only when it is said to be complete.
    Completed,
    /// After the end without being complete, or before it.
    NotPlayed,
    /// While it is played or after.
    Stopped,
    /// While it is played, whatever is said of the state: a day of golf that is over, or was broken
    /// off, looks like one that is complete.
    Paused,
}

impl States {
    fn hold(self, kind: &StatusType) -> bool {
        match (self, kind.state.as_str()) {
            (Self::Pre, "pre") | (Self::NotPlayed, "pre" | "post") => true,
            (Self::In | Self::Stopped, "in") | (Self::Stopped, "post") => !kind.completed,
            (Self::Completed, "post") => kind.completed,
            (Self::Paused, "in" | "post") => true,
            _ => false,
        }
    }
}

/// Forfeits are left out on purpose: who won what is for a person to say.
const NAMES: &[(&str, States, GameStatus)] = &[
    ("STATUS_SCHEDULED", States::Pre, GameStatus::Scheduled),
    ("STATUS_TBD", States::Pre, GameStatus::Scheduled),
    ("STATUS_DELAYED", States::Pre, GameStatus::Scheduled),
    ("STATUS_DELAYED", States::In, GameStatus::Live),
    ("STATUS_RAIN_DELAY", States::Pre, GameStatus::Scheduled),
    ("STATUS_RAIN_DELAY", States::In, GameStatus::Live),
    ("STATUS_IN_PROGRESS", States::In, GameStatus::Live),
    ("STATUS_END_PERIOD", States::In, GameStatus::Live),
    ("STATUS_HALFTIME", States::In, GameStatus::Live),
    ("STATUS_FIRST_HALF", States::In, GameStatus::Live),
    ("STATUS_SECOND_HALF", States::In, GameStatus::Live),
    ("STATUS_END_OF_REGULATION", States::In, GameStatus::Live),
    ("STATUS_OVERTIME", States::In, GameStatus::Live),
    ("STATUS_FIRST_HALF_EXTRA_TIME", States::In, GameStatus::Live),
    ("STATUS_HALFTIME_ET", States::In, GameStatus::Live),
    (
        "STATUS_SECOND_HALF_EXTRA_TIME",
        States::In,
        GameStatus::Live,
    ),
    ("STATUS_END_OF_EXTRATIME", States::In, GameStatus::Live),
    ("STATUS_SHOOTOUT", States::In, GameStatus::Live),
    // Fights. A name with a number is the same as the one without: they alternate within a round.
    ("STATUS_PRE_FIGHT", States::In, GameStatus::Live),
    ("STATUS_FIGHTERS_WALKING", States::In, GameStatus::Live),
    ("STATUS_FIGHTERS_INTRODUCTION", States::In, GameStatus::Live),
    ("STATUS_IN_PROGRESS_2", States::In, GameStatus::Live),
    ("STATUS_END_OF_ROUND", States::In, GameStatus::Live),
    ("STATUS_END_OF_FIGHT", States::In, GameStatus::Live),
    ("STATUS_FINAL", States::Completed, GameStatus::Final),
    ("STATUS_FULL_TIME", States::Completed, GameStatus::Final),
    ("STATUS_FINAL_AET", States::Completed, GameStatus::Final),
    ("STATUS_FINAL_PEN", States::Completed, GameStatus::Final),
    // Tennis.
    ("STATUS_RETIRED", States::Completed, GameStatus::Retired),
    ("STATUS_WALKOVER", States::Completed, GameStatus::Walkover),
    ("STATUS_PLAY_COMPLETE", States::Paused, GameStatus::Live),
    ("STATUS_POSTPONED", States::NotPlayed, GameStatus::Postponed),
    ("STATUS_CANCELED", States::NotPlayed, GameStatus::Cancelled),
    ("STATUS_SUSPENDED", States::Stopped, GameStatus::Suspended),
    ("STATUS_ABANDONED", States::Stopped, GameStatus::Abandoned),
    ("STATUS_ABANDONED", States::Completed, GameStatus::Abandoned),
];

/// Where a game stands.
pub(super) fn read(kind: &StatusType) -> Result<GameStatus, NoStatus> {
    let mut known = false;
    for (name, states, status) in NAMES {
        if *name == kind.name {
            known = true;
            if states.hold(kind) {
                return Ok(*status);
            }
        }
    }
    let StatusType {
        name,
        state,
        completed,
        ..
    } = kind;
    if !known {
        return Err(NoStatus::Unknown(name.clone()));
    }
    let completed = if *completed { "" } else { "not " };
    Err(NoStatus::Contradiction(format!(
        "contradiction: {name} with state {state:?}, {completed}completed"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, state: &str, completed: bool) -> StatusType {
        StatusType {
            name: name.to_owned(),
            state: state.to_owned(),
            completed,
            detail: String::new(),
        }
    }

    #[test]
    fn after_the_end_is_not_final_unless_complete() {
        let read = |name, state, completed| read(&kind(name, state, completed));
        assert_eq!(read("STATUS_FINAL", "post", true), Ok(GameStatus::Final));
        assert_eq!(
            read("STATUS_POSTPONED", "post", false),
            Ok(GameStatus::Postponed)
        );
        assert!(matches!(
            read("STATUS_FINAL", "post", false),
            Err(NoStatus::Contradiction(_))
        ));
        assert!(matches!(
            read("STATUS_SCHEDULED", "in", false),
            Err(NoStatus::Contradiction(_))
        ));
    }

    #[test]
    fn a_day_of_golf_that_is_complete_is_no_end_of_the_tournament() {
        for (state, completed) in [("in", false), ("post", false), ("post", true)] {
            let kind = kind("STATUS_PLAY_COMPLETE", state, completed);
            assert_eq!(read(&kind), Ok(GameStatus::Live), "{state}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_and_not_guessed() {
        assert_eq!(
            read(&kind("STATUS_FORFEIT", "post", true)),
            Err(NoStatus::Unknown("STATUS_FORFEIT".to_owned()))
        );
    }
}
