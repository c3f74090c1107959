//! What the feed's words for a game's state mean. Each of its APIs has its own.
//!
//! Source: "games statuses" of each API's documentation. The same word means different things in
//! two of them, and the same thing has different words.

use shared::game::GameStatus;

use super::leagues::Api;
use super::wire::Status;

/// The state of a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Not begun.
    Open,
    /// To be played, and nobody knows when: the start that is told is none.
    Unset,
    Live,
    Stopped,
    Postponed,
    Cancelled,
    Abandoned,
    Walkover,
    /// Decided at a table, whatever was played.
    Awarded,
    Over(Over),
}

/// When a game was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    InTime,
    Extra,
    Shots,
}

impl State {
    /// What we call it.
    pub(super) const fn status(self) -> GameStatus {
        match self {
            Self::Open => GameStatus::Scheduled,
            Self::Unset | Self::Postponed => GameStatus::Postponed,
            Self::Live => GameStatus::Live,
            Self::Stopped => GameStatus::Suspended,
            Self::Cancelled => GameStatus::Cancelled,
            Self::Abandoned => GameStatus::Abandoned,
            Self::Walkover => GameStatus::Walkover,
            Self::Awarded | Self::Over(_) => GameStatus::Final,
        }
    }
}

/// The state that a status means, or the code that is in no table.
pub(super) fn read(api: Api, status: &Status) -> Result<State, String> {
    let find = |table: &[(&str, State)], word: &str| {
        let mut found = table.iter().filter(|it| it.0.eq_ignore_ascii_case(word));
        found.next().map(|it| it.1)
    };
    let short = status.short.as_deref().map(str::trim);
    if let Some(short) = short.filter(|it| !it.is_empty()) {
        let known = find(own(api), short).or_else(|| find(SHARED, short));
        let known = known.or_else(|| inning(api, short));
        return known.ok_or_else(|| short.to_owned());
    }
    let long = status.long.as_deref().map_or("", str::trim);
    find(LONG, long).ok_or_else(|| long.to_owned())
}

/// `IN7`.
fn inning(api: Api, short: &str) -> Option<State> {
    let number = short.strip_prefix("IN")?.parse::<u8>().ok()?;
    (api == Api::Baseball && number > 0).then_some(State::Live)
}

const IN_TIME: State = State::Over(Over::InTime);
const EXTRA: State = State::Over(Over::Extra);
const SHOTS: State = State::Over(Over::Shots);

/// Words that mean the same everywhere.
const SHARED: &[(&str, State)] = &[
    ("NS", State::Open),
    ("FT", IN_TIME),
    ("CANC", State::Cancelled),
];

/// For finals without a short word: those of American football that were decided in overtime.
const LONG: &[(&str, State)] = &[
    ("Final/OT", EXTRA),
    ("After Over Time", EXTRA),
    ("Finished", IN_TIME),
    ("Not Started", State::Open),
];

const fn own(api: Api) -> &'static [(&'static str, State)] {
    match api {
        Api::Football => FOOTBALL,
        Api::Basketball => BASKETBALL,
        Api::Baseball => BASEBALL,
        Api::AmericanFootball => AMERICAN_FOOTBALL,
        Api::FormulaOne => &[],
        Api::Hockey => HOCKEY,
        Api::Rugby => RUGBY,
        Api::AustralianRules => AUSTRALIAN_RULES,
    }
}

const FOOTBALL: &[(&str, State)] = &[
    ("TBD", State::Unset),
    ("1H", State::Live),
    ("HT", State::Live),
    ("2H", State::Live),
    ("ET", State::Live),
    ("BT", State::Live),
    ("P", State::Live),
    ("LIVE", State::Live),
    ("SUSP", State::Stopped),
    ("INT", State::Stopped),
    ("AET", EXTRA),
    ("PEN", SHOTS),
    ("PST", State::Postponed),
    ("ABD", State::Abandoned),
    ("AWD", State::Awarded),
    ("WO", State::Walkover),
];

const BASKETBALL: &[(&str, State)] = &[
    ("Q1", State::Live),
    ("Q2", State::Live),
    ("Q3", State::Live),
    ("Q4", State::Live),
    ("OT", State::Live),
    ("BT", State::Live),
    ("HT", State::Live),
    ("AOT", EXTRA),
    ("POST", State::Postponed),
    ("SUSP", State::Stopped),
    ("AWD", State::Awarded),
    ("ABD", State::Abandoned),
];

const BASEBALL: &[(&str, State)] = &[
    ("POST", State::Postponed),
    ("INTR", State::Stopped),
    ("ABD", State::Abandoned),
];

const AMERICAN_FOOTBALL: &[(&str, State)] = &[
    ("Q1", State::Live),
    ("Q2", State::Live),
    ("Q3", State::Live),
    ("Q4", State::Live),
    ("OT", State::Live),
    ("HT", State::Live),
    ("AOT", EXTRA),
    ("PST", State::Postponed),
];

const HOCKEY: &[(&str, State)] = &[
    ("P1", State::Live),
    ("P2", State::Live),
    ("P3", State::Live),
    ("OT", State::Live),
    ("PT", State::Live),
    ("BT", State::Live),
    ("AOT", EXTRA),
    ("AP", SHOTS),
    ("AW", State::Awarded),
    ("POST", State::Postponed),
    ("INTR", State::Stopped),
    ("ABD", State::Abandoned),
];

const RUGBY: &[(&str, State)] = &[
    ("1H", State::Live),
    ("HT", State::Live),
    ("2H", State::Live),
    ("ET", State::Live),
    ("BT", State::Live),
    ("PT", State::Live),
    ("AET", EXTRA),
    ("AW", State::Awarded),
    ("POST", State::Postponed),
    ("INTR", State::Stopped),
    ("ABD", State::Abandoned),
];

const AUSTRALIAN_RULES: &[(&str, State)] = &[
    ("Q1", State::Live),
    ("Q2", State::Live),
    ("Q3", State::Live),
    ("Q4", State::Live),
    ("HT", State::Live),
    ("POST", State::Postponed),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(api: Api, short: Option<&str>, long: &str) -> Result<State, String> {
        super::read(
            api,
            &Status {
                short: short.map(str::to_owned),
                long: Some(long.to_owned()),
                ..Status::default()
            },
        )
    }

    #[test]
    fn a_word_means_what_it_means_in_its_own_api() {
        let football = |it| read(Api::Football, Some(it), "");
        assert_eq!(football("PST"), Ok(State::Postponed));
        assert_eq!(
            read(Api::Basketball, Some("POST"), ""),
            Ok(State::Postponed)
        );
        assert_eq!(football("P"), Ok(State::Live));
        assert_eq!(football("AET"), Ok(EXTRA));
        assert_eq!(read(Api::Baseball, Some("IN12"), ""), Ok(State::Live));
        // As some answers write it.
        assert_eq!(football("Canc"), Ok(State::Cancelled));
        assert_eq!(
            football("TBD").map(State::status),
            Ok(GameStatus::Postponed)
        );
    }

    #[test]
    fn a_word_of_another_api_is_unknown() {
        for (api, short) in [
            (Api::Football, "POST"),
            (Api::Football, "AOT"),
            (Api::Baseball, "PST"),
            (Api::Baseball, "IN"),
            (Api::Basketball, "IN3"),
            (Api::AmericanFootball, "AET"),
            (Api::Football, "XYZ"),
        ] {
            assert_eq!(
                read(api, Some(short), "Match Finished"),
                Err(short.to_owned())
            );
        }
    }

    #[test]
    fn a_final_of_overtime_may_have_a_long_word_alone() {
        let nfl = |short, long| read(Api::AmericanFootball, short, long);
        assert_eq!(nfl(None, "Final/OT"), Ok(EXTRA));
        assert_eq!(nfl(Some(""), "Final/OT"), Ok(EXTRA));
        assert_eq!(nfl(None, "Somehow"), Err("Somehow".to_owned()));
    }
}
