//! Australian rules football.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::AustralianRules;
use shared::market::MarketKind::*;

use super::Level::{Loses, Shared, StakeBack};
use super::Reach::{Part, RegularTime, WholeGame};
use super::SourceGrade::{A, C};
use super::Term::{Minus, OvertimeIfTold, PlainFull, Plus};
use super::periods::{FIRST_HALF, H1, H2, KINDS, Q1, Q2, Q3, Q4};
use super::{
    Action, Clock, Counting, MarketRule, Needs, Row, Shape, SportRules, Term, counting, market,
};

const BETMGM: &str = "BetMGM New Jersey Australian rules: normal time, finals with extra time";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        Shared,
        Row::new(
            ("moneyline_2way", "a draw is half"),
            "A drawn game whose draw has no price is a dead heat: half of the stake wins.",
            A,
            "BetMGM New Jersey Australian rules: dead heat, half face value; xBet: a push",
        )
        .changed_by("level_without_draw"),
    ),
    market(
        Moneyline3,
        Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "normal time"),
            "The three-way result is that of normal time.",
            A,
            BETMGM,
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "finals with extra time"),
            "The line is added to the side's points, in finals with extra time.",
            A,
            BETMGM,
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "finals with extra time"),
            "Both sides' points are compared with the line, in finals with extra time.",
            A,
            BETMGM,
        ),
    ),
];

/// A game of the home-and-away season ends level, so extra time may be missing.
const WHOLE: &[&[Term]] = &[
    &[Plus(Full)],
    &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4), OvertimeIfTold],
    &[Plus(Regulation), OvertimeIfTold],
];
const NORMAL: &[&[Term]] = &[
    &[Plus(Regulation)],
    &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4)],
    &[PlainFull],
    &[Plus(Full), Minus(Period::Overtime)],
];

const fn part(period: Period, ways: &'static [&'static [Term]], name: &'static str) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "alone"),
            "A quarter or a half counts its own points, without extra time.",
            C,
            "as in American football, SX Bet and JustBet",
        ),
    )
}

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        WholeGame,
        WHOLE,
        Row::new(
            ("counts_full", "normal time, finals with extra time"),
            "A game counts normal time, and a final its extra time too.",
            A,
            BETMGM,
        ),
    ),
    counting(
        Period::IncludingOvertime,
        WholeGame,
        WHOLE,
        Row::new(
            ("counts_including_overtime", "with extra time"),
            "A market that says so counts extra time.",
            A,
            BETMGM,
        ),
    ),
    counting(
        Regulation,
        RegularTime,
        NORMAL,
        Row::new(
            ("counts_regulation", "four quarters"),
            "Normal time is the four quarters.",
            A,
            BETMGM,
        ),
    ),
    part(H1, FIRST_HALF, "counts_H1"),
    part(H2, &[&[Plus(H2)], &[Plus(Q3), Plus(Q4)]], "counts_H2"),
    part(Q1, &[&[Plus(Q1)]], "counts_Q1"),
    part(Q2, &[&[Plus(Q2)]], "counts_Q2"),
    part(Q3, &[&[Plus(Q3)]], "counts_Q3"),
    part(Q4, &[&[Plus(Q4)]], "counts_Q4"),
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    clock: &[Clock {
        leagues: &[],
        minutes: 80,
    }],
    action: &[Action {
        row: Row::new(
            ("player_plays", "must play"),
            "A bet on a player who does not play is void.",
            C,
            "as in soccer, 888",
        ),
        statistics: &[],
        needs: Needs::Play,
        choice: None,
    }],
    ..SportRules::empty(
        AustralianRules,
        Shape::Timed {
            shorter_counts: true,
        },
    )
};
