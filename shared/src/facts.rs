//! What a game's scores alone do not show: how it ended, who took part, where a field finished.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::competitor::{Lead, Role};
use crate::id::CompetitorId;
use crate::period::Period;
use crate::price::Price;
use crate::words::words;

/// What scores do not show. Everything is left out where it is not known or does not apply, so that
/// most games have none. Written in a fixed order: equal facts are equal bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// How and where it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
    /// Who advanced, where this game's scores do not show it: two-legged ties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advanced: Option<Role>,
    /// Tennis, volleyball, darts, esports: in how many sets or maps it was to be played. `None`:
    /// tennis, darts and esports do not know, and only an end that is whole by itself is graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_of: Option<u8>,
    /// Fights: for how many rounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_rounds: Option<u8>,
    /// Fights: how long a round is, in seconds, where that is not the sport's five minutes (mixed
    /// martial arts) or three (boxing).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_seconds: Option<u16>,
    /// Baseball: for how many innings it was scheduled: 7 in some double-headers. `None`: nine. A
    /// final with fewer, and without [`Ending::inning`], is not graded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_innings: Option<u8>,
    /// Limited-overs cricket: for how many overs a side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_overs: Option<u16>,
    /// Limited-overs cricket: how many overs a side were left to it. `None`: all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overs: Option<u16>,
    /// The home and the away side, for markets about one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sides: Option<(CompetitorId, CompetitorId)>,
    /// What was changed after bets were placed, in order of the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// The start that bets were placed for, if the game was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<DateTime<Utc>>,
    /// When it really began, where that is another time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    /// Postponed or stopped: the booked starts whose window is over, in order.
    /// Bets on any other start are still open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given_up: Vec<DateTime<Utc>>,
    /// Tennis, volleyball, darts: how long a set is, where the event has another length than its
    /// sport.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_length: Option<SetLength>,
    /// The same of the deciding set, where it differs from the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_set_length: Option<SetLength>,
    /// Tennis: what a match tie-break is played to. `None`: ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_tiebreak_to: Option<u8>,
    /// Golf: whether strokes alone decide the places. `None`: they do. Not so in a modified
    /// Stableford, or where players start with strokes in hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strokes_decide: Option<bool>,
    /// Tennis: the sets that were match tie-breaks: a set and one game each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_tiebreaks: Vec<u8>,
    /// Baseball: the listed starting pitchers, and the actual ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub starters: Vec<Starter>,
    /// The players that something is known about, in order of id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub players: Vec<PlayerLine>,
    /// A contest of many: the field, or that part of it which decides, in order of id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entrants: Vec<EntrantLine>,
}

impl Facts {
    /// Whether nothing is known beyond the scores.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How long a set is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetLength {
    /// So many games or points win it, with two ahead.
    pub to: u8,
    /// At so many games each a tie-break decides it. `None`: it continues until one is two ahead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub tie_break_at: Option<u8>,
}

/// How and where a game ended. Each sport fills what it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ending {
    /// The declared winner: `draw` for a draw in a fight. `None`: nobody, or the scores show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub winner: Option<Lead>,
    /// How.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// Fights: in which round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<u8>,
    /// Fights: how many seconds into that round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<u16>,
    /// Timed sports: how many minutes were played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute: Option<u16>,
    /// Baseball: where play stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inning: Option<InningEnd>,
}

/// Where a baseball game stopped. The bottom half with three outs is a whole inning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InningEnd {
    /// Which inning, from 1.
    pub number: u8,
    /// Whether in its bottom half.
    pub bottom: bool,
    /// With how many outs, 0 to 3.
    pub outs: u8,
}

words! {
    /// How a contest of two ended, where that matters.
    Method {
        /// A knockout.
        Knockout = "knockout",
        /// A stoppage: the referee, the corner, the doctor.
        TechnicalKnockout = "technical_knockout",
        /// A submission, verbal ones too.
        Submission = "submission",
        /// The judges' cards, technical decisions too.
        Decision = "decision",
        /// Put out for a foul or for conduct.
        Disqualification = "disqualification",
        /// A fight that counts for nobody.
        NoContest = "no_contest",
        /// Gave up.
        Retirement = "retirement",
        /// Did not appear.
        Walkover = "walkover",
    }
}

words! {
    /// What was changed after bets were placed.
    Change {
        /// Another opponent.
        Opponent = "opponent",
        /// Another country.
        Country = "country",
        /// Another place in the same country, with the same side at home.
        Venue = "venue",
        /// Home and away were swapped.
        Sides = "sides",
        /// Tennis: another surface.
        Surface = "surface",
        /// Fights: another number of rounds.
        Rounds = "rounds",
        /// Another number of maps, sets or parts, or other rules of play.
        Format = "format",
    }
}

/// A starting pitcher: announced, and real.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// The pitcher's side.
    pub role: Role,
    /// The listed pitcher.
    pub listed: String,
    /// The pitcher who threw the first pitch.
    pub started: String,
}

/// What is known about one player of a game.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayerLine {
    /// The player.
    pub id: CompetitorId,
    /// For which side.
    pub role: Role,
    /// Whether the player took part at all.
    pub played: bool,
    /// Whether he was there from the start.
    pub started: bool,
    /// By name: `points`, `rebounds`. A statistic that is missing is unknown.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub statistics: BTreeMap<String, i64>,
}

words! {
    /// How an entrant of a field finished.
    Finish {
        /// Finished.
        Finished = "finished",
        /// Golf: missed the cut.
        MissedCut = "missed_cut",
        /// Gave up after the start.
        Withdrew = "withdrew",
        /// Racing: stopped after the start.
        Retired = "retired",
        /// Put out after the start.
        Disqualified = "disqualified",
        /// Never started: a non-runner.
        DidNotStart = "did_not_start",
    }
}

impl Finish {
    /// Whether it took part at all.
    pub const fn started(self) -> bool {
        !matches!(self, Self::DidNotStart)
    }
}

/// Where an entrant of a field finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntrantLine {
    /// The entrant.
    pub id: CompetitorId,
    /// How the entrant finished.
    pub finish: Finish,
    /// The official place. Ties share a place, and the next places are skipped. `None`: unplaced.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<u16>,
    /// Golf: how many holes it completed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holes: Option<u16>,
    /// Racing: how many laps it completed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub laps: Option<u16>,
    /// Golf: strokes by round.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub scores: Vec<(Period, i32)>,
    /// A non-runner's price, and when it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub withdrawal: Option<Withdrawal>,
}

/// When a non-runner was withdrawn, at which price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Its price then.
    pub price: Price,
    /// When. `None`: after every bet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_game_without_facts_is_written_as_nothing() {
        let facts = Facts::default();
        assert_eq!(serde_json::to_string(&facts).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Facts>("{}").unwrap(), facts);
        assert!(facts.is_empty());
    }

    #[test]
    fn facts_survive_being_written() {
        let facts = Facts {
            ending: Some(Ending {
                winner: Some(Lead::Home),
                method: Some(Method::TechnicalKnockout),
                round: Some(2),
                second: Some(151),
                ..Ending::default()
            }),
            entrants: vec![EntrantLine {
                id: CompetitorId::derive("dune"),
                finish: Finish::DidNotStart,
                position: None,
                holes: None,
                laps: None,
                scores: Vec::new(),
                withdrawal: Some(Withdrawal {
                    price: Price::parse(crate::price::OddsFormat::Fractional, "3/1").unwrap(),
                    at: None,
                }),
            }],
            ..Facts::default()
        };
        let text = serde_json::to_string(&facts).unwrap();
        assert_eq!(serde_json::from_str::<Facts>(&text).unwrap(), facts);
    }

    #[test]
    fn a_fact_that_nobody_knows_is_refused() {
        assert!(serde_json::from_str::<Facts>(r#"{"weather":"rain"}"#).is_err());
    }
}
