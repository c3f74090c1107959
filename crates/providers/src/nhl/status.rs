//! What the feed's states mean. One that is not here is never guessed.

use shared::game::GameStatus;

/// Why a game has no status that we know.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoStatus {
    /// The word is not in the table.
    Unknown(String),
    /// The two states deny each other.
    Contradiction(String),
}

const STATES: &[(&str, GameStatus)] = &[
    ("FUT", GameStatus::Scheduled),
    // An hour before the start.
    ("PRE", GameStatus::Scheduled),
    ("LIVE", GameStatus::Live),
    // The last minutes.
    ("CRIT", GameStatus::Live),
    // Played to its end, and not called final yet.
    ("OVER", GameStatus::Live),
    ("FINAL", GameStatus::Final),
    // Final, and its figures official.
    ("OFF", GameStatus::Final),
    ("PPD", GameStatus::Postponed),
    ("SUSP", GameStatus::Suspended),
    ("CNCL", GameStatus::Cancelled),
];

/// The place in the schedule of a game whose hour is not known yet.
pub(super) const TO_BE_SET: &str = "TBD";

/// Where a game stands, by its own state and by that of its place in the schedule, which says what
/// became of a game that is not played as it was set.
pub(super) fn read(state: &str, schedule: Option<&str>) -> Result<GameStatus, NoStatus> {
    let of = |word: &str| {
        let found = STATES.iter().find(|it| it.0 == word);
        let status = found.map(|it| it.1);
        status.ok_or_else(|| NoStatus::Unknown(word.to_owned()))
    };
    let own = of(state)?;
    let set = match schedule {
        // The hour is not known yet; played.
        None | Some("OK" | TO_BE_SET | "COMPLETED") => return Ok(own),
        Some(word @ ("PPD" | "SUSP" | "CNCL")) => of(word)?,
        // A play-off series was over before it.
        Some("DONT_PLAY") => GameStatus::Cancelled,
        Some(other) => return Err(NoStatus::Unknown(other.to_owned())),
    };
    let fits = match set {
        GameStatus::Suspended => own != GameStatus::Final,
        _ => own == GameStatus::Scheduled || own == set,
    };
    if fits {
        Ok(set)
    } else {
        let schedule = schedule.unwrap_or_default();
        Err(NoStatus::Contradiction(format!(
            "contradiction: state {state:?}, and {schedule:?} in the schedule"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_says_what_became_of_a_game_that_is_not_played_as_set() {
        assert_eq!(read("FUT", Some("OK")), Ok(GameStatus::Scheduled));
        assert_eq!(read("FUT", Some("PPD")), Ok(GameStatus::Postponed));
        assert_eq!(read("FUT", Some("CNCL")), Ok(GameStatus::Cancelled));
        assert_eq!(read("LIVE", Some("SUSP")), Ok(GameStatus::Suspended));
        assert_eq!(read("OVER", Some("OK")), Ok(GameStatus::Live));
        assert_eq!(read("OFF", None), Ok(GameStatus::Final));
        assert_eq!(read("OFF", Some("COMPLETED")), Ok(GameStatus::Final));
        assert_eq!(read("FUT", Some("DONT_PLAY")), Ok(GameStatus::Cancelled));
    }

    #[test]
    fn what_is_unknown_is_named_and_what_denies_itself_is_refused() {
        let unknown = |word: &str| Err(NoStatus::Unknown(word.to_owned()));
        assert_eq!(read("WARMUP", Some("OK")), unknown("WARMUP"));
        assert_eq!(read("FUT", Some("MOVED")), unknown("MOVED"));
        for (state, schedule) in [("OFF", "PPD"), ("LIVE", "CNCL"), ("FINAL", "SUSP")] {
            let read = read(state, Some(schedule));
            assert!(
                matches!(read, Err(NoStatus::Contradiction(_))),
                "{state} {schedule}"
            );
        }
    }
}
