//! What each sport allows, as tables: how a game is divided, what follows a level score, how long
//! a set or a round is. League by league where leagues differ.

use shared::facts::{Facts, SetLength};
use shared::game::{GameStatus, Period};
use shared::league::Sport;

use crate::end::End;
use crate::rules::SetPlay;
use crate::score::Pair;

/// How regular time is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Division {
    /// `H1` and `H2`.
    Halves,
    /// `Q1` to `Q4`.
    Quarters,
    /// `P1` to `P3`.
    Thirds,
}

/// What overtime leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overtime {
    /// A winner, always: more of it is played until there is one.
    Winner,
    /// A winner, or a draw that stands.
    WinnerOrTie,
    /// A winner by the first goal, or a shoot-out.
    FirstGoal,
    /// A winner, or a shoot-out.
    OrShootout,
}

/// The shape of a game in timed periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimedForm {
    sport: Sport,
    /// In these leagues only; in all that no row before it names, where it names none.
    leagues: &'static [&'static str],
    /// The divisions that are used.
    pub(crate) divisions: &'static [Division],
    /// What overtime leaves.
    pub(crate) overtime: Overtime,
    /// How many shots each side has in a shoot-out before it goes on shot by shot. `None`: there
    /// is no shoot-out.
    pub(crate) shots: Option<i64>,
    /// Whether the score of the whole game may be level at the end.
    pub(crate) may_tie: bool,
    /// How many minutes the clock may show beyond regular time before overtime.
    pub(crate) stoppage: u16,
}

const ROW: TimedForm = TimedForm {
    sport: Sport::Soccer,
    leagues: &[],
    divisions: &[Division::Halves],
    overtime: Overtime::WinnerOrTie,
    shots: None,
    may_tie: true,
    stoppage: 0,
};

/// Quarters, and halves where a feed gives those.
const QUARTERED: &[Division] = &[Division::Quarters, Division::Halves];

/// Where each row comes from: NFL rule 16 (a regular season game may end tied) and NCAA football
/// rule 3-1-3 (none may); NBA rule 5 section IV, NCAA basketball rule 5-7 and FIBA article 8 (as
/// many overtimes as it takes); NHL rules 84.1 (first goal), 84.4 (three shots each) and 84.5;
/// IIHF rules on overtime and game-winning shots (five each); IFAB law 10 (five kicks each, until
/// one is out of reach); World Rugby law 5 and NRL golden point (a draw stands outside finals);
/// AFL laws (extra time in finals until there is a winner); IHF rule 2:2 (two overtimes, then
/// 7-metre throws, five each).
const TIMED: &[TimedForm] = &[
    TimedForm {
        sport: Sport::AmericanFootball,
        leagues: &["NCAAF"],
        divisions: QUARTERED,
        overtime: Overtime::Winner,
        may_tie: false,
        ..ROW
    },
    TimedForm {
        sport: Sport::AmericanFootball,
        divisions: QUARTERED,
        ..ROW
    },
    TimedForm {
        sport: Sport::Basketball,
        divisions: QUARTERED,
        overtime: Overtime::Winner,
        may_tie: false,
        ..ROW
    },
    TimedForm {
        sport: Sport::IceHockey,
        leagues: &["NHL"],
        divisions: &[Division::Thirds],
        overtime: Overtime::FirstGoal,
        shots: Some(3),
        may_tie: false,
        ..ROW
    },
    TimedForm {
        sport: Sport::IceHockey,
        divisions: &[Division::Thirds],
        overtime: Overtime::FirstGoal,
        shots: Some(5),
        ..ROW
    },
    TimedForm {
        sport: Sport::Soccer,
        // A friendly may be agreed in quarters or thirds.
        divisions: &[Division::Halves, Division::Quarters, Division::Thirds],
        shots: Some(5),
        stoppage: 30,
        ..ROW
    },
    TimedForm {
        sport: Sport::Handball,
        overtime: Overtime::OrShootout,
        shots: Some(5),
        ..ROW
    },
    TimedForm {
        sport: Sport::RugbyUnion,
        stoppage: 20,
        ..ROW
    },
    TimedForm {
        sport: Sport::RugbyLeague,
        stoppage: 20,
        ..ROW
    },
    TimedForm {
        sport: Sport::AustralianRules,
        divisions: &[Division::Quarters, Division::Halves],
        overtime: Overtime::Winner,
        stoppage: 60,
        ..ROW
    },
];

/// The row of a sport in a league. `None`: the sport is not played in parts of minutes.
pub(super) fn timed(sport: Sport, league: &str) -> Option<&'static TimedForm> {
    let mut rows = TIMED.iter().filter(|it| it.sport == sport);
    rows.find(|it| it.leagues.is_empty() || it.leagues.contains(&league))
}

/// Leagues of baseball in which a game that was played to its end has a winner: MLB rule 7.01(b).
/// In NPB and KBO a game is drawn after twelve innings, or as many as the season says.
pub(super) const NO_TIES_IN_BASEBALL: &[&str] = &["MLB"];
/// The most innings that are read: no professional game has had more than 33.
pub(super) const INNINGS_MAX: usize = 60;
/// By how many runs the home side can go ahead in the half inning that ends the game: a home run
/// with the bases full. MLB rule 5.08(b).
pub(super) const WALK_OFF_MAX: i64 = 4;
/// By how many runs the side that bats last can pass the other in one-day cricket: a six off the
/// last ball, with one for a no-ball.
pub(super) const CHASE_PASSED_MAX: i64 = 7;
/// The most innings of a match of cricket: two a side.
pub(super) const CRICKET_INNINGS_MAX: u8 = 4;
/// The most rounds of a fight: unified rules of mixed martial arts; boxing before 1988 had 15.
pub(super) const MMA_ROUNDS_MAX: u8 = 5;
/// The most rounds of a boxing match.
pub(super) const BOXING_ROUNDS_MAX: u8 = 15;
/// The longest round that is read, in seconds: Pride's first.
pub(super) const ROUND_SECONDS_MAX: u16 = 1_200;
/// The most rounds of a golf tournament, and the holes of one.
pub(super) const GOLF_ROUNDS_MAX: u8 = 6;
/// Holes of a tournament if the result does not say.
pub(super) const GOLF_TOURNAMENT_HOLES: u16 = 72;
/// The last round before a cut: some events have a second one after three.
pub(super) const GOLF_ROUNDS_BEFORE_CUT: u8 = 3;
/// Holes of a round.
pub(super) const GOLF_HOLES: u16 = 18;
/// Strokes of a whole round of golf: the lowest known is 55.
pub(super) const GOLF_STROKES: std::ops::RangeInclusive<i32> = 45..=180;
/// The most maps of a match.
pub(super) const MAPS_MAX: usize = 15;
/// The most sets of a match.
pub(super) const SETS_MAX: usize = 13;
/// What a match tie-break is played to if the result does not say: ITF rules of tennis, appendix V.
const MATCH_TIE_BREAK_TO: u8 = 10;

/// How sets are played in leagues that have a length of their own.
struct LeagueSets {
    leagues: &'static [&'static str],
    set: SetLength,
    deciding: SetLength,
}

/// The Next Gen finals play to four games with a tie-break at three all; beach volleyball plays to
/// 21, the deciding set to 15 (FIVB rule 6.3).
const LEAGUE_SETS: &[LeagueSets] = &[
    LeagueSets {
        leagues: &["NEXT_GEN", "Next Gen ATP Finals"],
        set: FOUR_GAMES,
        deciding: FOUR_GAMES,
    },
    LeagueSets {
        leagues: &["BEACH", "Beach Volleyball", "FIVB Beach"],
        set: points(21),
        deciding: points(15),
    },
];

/// Short sets: four games, a tie-break at three all.
const FOUR_GAMES: SetLength = SetLength {
    to: 4,
    tie_break_at: Some(3),
};

const fn points(to: u8) -> SetLength {
    SetLength {
        to,
        tie_break_at: None,
    }
}

/// How the sets of a match are won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SetForms {
    /// Every set but the deciding one.
    pub(crate) set: SetLength,
    /// The deciding one, where that is known.
    pub(crate) deciding: Deciding,
    /// What a match tie-break is played to.
    pub(crate) match_tie_break_to: i64,
}

/// How a deciding set is won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deciding {
    /// So.
    Known(SetLength),
    /// In one of these ways: events differ, and a result does not always say in which.
    Any(&'static [SetLength]),
}

impl SetForms {
    /// From the result if it says so, else from the league, else from the sport.
    pub(crate) fn of(play: SetPlay, league: &str, facts: &Facts) -> Self {
        let own = LEAGUE_SETS.iter().find(|it| it.leagues.contains(&league));
        let byte = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);
        let usual = play.lengths.map_or(
            SetLength {
                to: byte(play.to),
                tie_break_at: play.tie_break.then_some(byte(play.to)),
            },
            |it| it.0,
        );
        let one_ahead = play.tie_break || play.lengths.is_some();
        let set = facts.set_length.or(own.map(|it| it.set)).unwrap_or(usual);
        let deciding = match (facts.final_set_length, facts.set_length, own) {
            (Some(told), ..) => Deciding::Known(told),
            (None, Some(told), _) if one_ahead => Deciding::Known(told),
            (None, None, Some(own)) => Deciding::Known(own.deciding),
            _ if play.tie_break => Deciding::Any(ANY_TENNIS),
            _ if play.lengths.is_some() => Deciding::Any(play.lengths.map_or(&[], |it| it.1)),
            _ => Deciding::Known(SetLength {
                to: byte(play.deciding_to),
                tie_break_at: None,
            }),
        };
        let to = facts.match_tiebreak_to.unwrap_or(MATCH_TIE_BREAK_TO);
        Self {
            set,
            deciding,
            match_tie_break_to: i64::from(to),
        }
    }

    /// The form from before results could state the length of a set.
    pub(crate) fn first(play: SetPlay) -> Self {
        let length = |to: i64| SetLength {
            to: u8::try_from(to).unwrap_or(u8::MAX),
            tie_break_at: play.tie_break.then_some(6),
        };
        Self {
            set: length(play.to),
            deciding: Deciding::Known(length(play.deciding_to)),
            match_tie_break_to: i64::from(MATCH_TIE_BREAK_TO),
        }
    }

    /// These, or short ones where a final is reported with short sets only, and nothing says how
    /// long a set was: no other reading makes such a match whole, and each set counts the same.
    pub(crate) fn as_told(self, play: SetPlay, end: End<'_>) -> Self {
        let facts = end.facts;
        let stated = facts.set_length.is_some() || facts.final_set_length.is_some();
        if !play.tie_break || stated || end.status != GameStatus::Final {
            return self;
        }
        let sets = end.scores.iter().filter_map(|it| match it.period {
            Period::Set(n) if !facts.match_tiebreaks.contains(&n) => Some(it.points),
            _ => None,
        });
        // Whoever wins a set of full length has six games.
        match sets.max() {
            Some(most) if i64::from(most) <= i64::from(FOUR_GAMES.to) => self.short(),
            _ => self,
        }
    }

    /// The games or points of a set that this side wins from here as soon as it can.
    pub(crate) fn least_won_by(&self, score: Pair, deciding: bool, home: bool) -> i64 {
        let Pair { home: h, away: a } = score;
        let (own, other) = if home { (h, a) } else { (a, h) };
        let from = |length: SetLength| {
            let to = i64::from(length.to);
            let win_at = match length.tie_break_at.map(i64::from) {
                Some(at) if other == at => (at + 1).max(own + 1),
                _ => to.max(other + 2).max(own),
            };
            win_at + other
        };
        match self.deciding {
            Deciding::Known(length) if deciding => from(length),
            Deciding::Any(lengths) if deciding => {
                let (more, fewer) = (h.max(a), h.min(a));
                let open = lengths.iter().filter(|it| runs(**it, more, fewer));
                open.map(|it| from(*it)).min().unwrap_or(h + a)
            }
            _ => from(self.set),
        }
    }

    /// Short sets, if the match is reported in short sets only: no other reading makes it complete.
    pub(crate) const fn short(self) -> Self {
        Self {
            set: FOUR_GAMES,
            deciding: Deciding::Known(FOUR_GAMES),
            ..self
        }
    }

    /// Whether a set that is not a match tie-break ends so.
    pub(crate) fn ends(&self, more: i64, fewer: i64, deciding: bool) -> bool {
        self.any(deciding, |it| ends(it, more, fewer))
    }

    /// Whether a set in progress may have this score.
    pub(crate) fn runs(&self, more: i64, fewer: i64, deciding: bool) -> bool {
        self.any(deciding, |it| runs(it, more, fewer))
    }

    fn any(&self, deciding: bool, holds: impl Fn(SetLength) -> bool) -> bool {
        match self.deciding {
            Deciding::Known(length) if deciding => holds(length),
            Deciding::Any(lengths) if deciding => lengths.iter().any(|it| holds(*it)),
            _ => holds(self.set),
        }
    }

    /// Whether a match tie-break ends so. Feeds also write it as one game to none.
    pub(crate) const fn tie_break_ends(&self, more: i64, fewer: i64) -> bool {
        let to = self.match_tie_break_to;
        let played = (more == to && fewer <= to - 2) || (more > to && more - fewer == 2);
        played || (more == 1 && fewer == 0)
    }

    /// Whether a match tie-break in progress may have this score.
    pub(crate) const fn tie_break_runs(&self, more: i64, fewer: i64) -> bool {
        more < self.match_tie_break_to || more - fewer <= 1
    }
}

/// How deciding sets of tennis have been won: six games with two ahead, or seven to six, or
/// thirteen to twelve. Tournaments differ, and changed (US Open always; Wimbledon 2019 to 2021;
/// elsewhere two ahead until 2021).
const ANY_TENNIS: &[SetLength] = &[games(Some(6)), games(Some(12)), games(None)];

const fn games(tie_break_at: Option<u8>) -> SetLength {
    SetLength {
        to: 6,
        tie_break_at,
    }
}

fn runs(length: SetLength, more: i64, fewer: i64) -> bool {
    let tie_break_at = length.tie_break_at.map(i64::from);
    let close = more - fewer <= 1 && tie_break_at.is_none_or(|at| more <= at);
    more < i64::from(length.to) || close
}

fn ends(length: SetLength, more: i64, fewer: i64) -> bool {
    let to = i64::from(length.to);
    match length.tie_break_at.map(i64::from) {
        Some(at) if fewer == at => more == at + 1,
        Some(at) if fewer > at => false,
        _ => (more == to && fewer <= to - 2) || (more > to && more - fewer == 2),
    }
}

/// Leagues whose rounds have another length than the sport's, in seconds: the WBC and other bodies
/// have women box two minutes, and amateurs three.
const ROUND_SECONDS: &[(&[&str], u16)] = &[(&["WOMEN", "Women's boxing", "WBC Women"], 120)];

/// The length of a round, in seconds: from the result if it says so, else from the league, else
/// from the sport.
pub(crate) fn round_seconds(usual: u16, league: &str, facts: &Facts) -> u16 {
    let own = ROUND_SECONDS.iter().find(|it| it.0.contains(&league));
    facts.round_seconds.or(own.map(|it| it.1)).unwrap_or(usual)
}
