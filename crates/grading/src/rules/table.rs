//! The rows themselves.

use shared::game::{GameStatus, Period};
use shared::league::Sport::{self, AmericanFootball, Baseball, Basketball, IceHockey, Soccer};
use shared::market::MarketKind::{self, Moneyline2, Moneyline3, Spread, Total};

use super::Level::{Loses, StakeBack};
use super::SourceGrade::{A, B, C, D};
use super::Term::{Minus, Overtime, PlainFull, Plus, ShootoutGoal};
use super::{Counting, Level, RULE_VERSION, Reach, Rule, SourceGrade};

/// A game that did not take place in time, or did not reach a result, voids its markets.
const UNPLAYED: &[GameStatus] = &[
    GameStatus::Postponed,
    GameStatus::Cancelled,
    GameStatus::Abandoned,
];

const H1: Period = Period::Half(1);
const H2: Period = Period::Half(2);
const Q1: Period = Period::Quarter(1);
const Q2: Period = Period::Quarter(2);
const Q3: Period = Period::Quarter(3);
const Q4: Period = Period::Quarter(4);
const P1: Period = Period::Third(1);
const P2: Period = Period::Third(2);
const P3: Period = Period::Third(3);
const FULL: Period = Period::Full;
const REGULATION: Period = Period::Regulation;

const fn row(
    name: &'static str,
    (sport, kind, full): (Sport, MarketKind, Period),
    level: Level,
    (grade, source): (SourceGrade, &'static str),
) -> Rule {
    Rule {
        name,
        version: RULE_VERSION,
        sport,
        kind,
        full,
        level,
        voided_by: UNPLAYED,
        source,
        grade,
    }
}

/// Every rule, by sport.
pub const RULES: &[Rule] = &[
    row(
        "american_football/moneyline_2way",
        (AmericanFootball, Moneyline2, FULL),
        StakeBack,
        (
            A,
            "PokerStars exchange, American football: a tie where none is offered is void",
        ),
    ),
    row(
        "american_football/moneyline_3way",
        (AmericanFootball, Moneyline3, REGULATION),
        Loses,
        (
            D,
            "as in basketball, SBK rule 17.8: a three-way result is that of regular time",
        ),
    ),
    row(
        "american_football/spread",
        (AmericanFootball, Spread, FULL),
        StakeBack,
        (
            A,
            "DraftKings football rule 1: overtime counts; level on the line gives the stake back",
        ),
    ),
    row(
        "american_football/total",
        (AmericanFootball, Total, FULL),
        StakeBack,
        (
            A,
            "DraftKings football rule 1: overtime counts; level on the line gives the stake back",
        ),
    ),
    row(
        "basketball/moneyline_2way",
        (Basketball, Moneyline2, FULL),
        StakeBack,
        (
            A,
            "theScore basketball rules: full-game markets include overtime",
        ),
    ),
    row(
        "basketball/moneyline_3way",
        (Basketball, Moneyline3, REGULATION),
        Loses,
        (B, "SBK rule 17.8: the three-way result excludes overtime"),
    ),
    row(
        "basketball/spread",
        (Basketball, Spread, FULL),
        StakeBack,
        (
            A,
            "theScore basketball rules: full-game markets include overtime",
        ),
    ),
    row(
        "basketball/total",
        (Basketball, Total, FULL),
        StakeBack,
        (
            A,
            "theScore basketball rules: full-game markets include overtime",
        ),
    ),
    row(
        "baseball/moneyline_2way",
        (Baseball, Moneyline2, FULL),
        StakeBack,
        (
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie after them is void",
        ),
    ),
    row(
        "baseball/spread",
        (Baseball, Spread, FULL),
        StakeBack,
        (
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie is graded on the line",
        ),
    ),
    row(
        "baseball/total",
        (Baseball, Total, FULL),
        StakeBack,
        (
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie is graded on the line",
        ),
    ),
    row(
        "ice_hockey/moneyline_2way",
        (IceHockey, Moneyline2, FULL),
        StakeBack,
        (
            A,
            "BetMGM and Pinnacle, NHL: overtime and shoot-out count; level where called is void",
        ),
    ),
    row(
        "ice_hockey/moneyline_3way",
        (IceHockey, Moneyline3, REGULATION),
        Loses,
        (
            A,
            "theScore and Pinnacle: three-way and 60-minute markets are regulation only",
        ),
    ),
    row(
        "ice_hockey/spread",
        (IceHockey, Spread, FULL),
        StakeBack,
        (
            A,
            "BetMGM and Pinnacle, NHL puck line: the shoot-out's winner gets exactly one goal",
        ),
    ),
    row(
        "ice_hockey/total",
        (IceHockey, Total, FULL),
        StakeBack,
        (
            A,
            "BetMGM and Pinnacle, NHL total: a shoot-out adds exactly one goal",
        ),
    ),
    row(
        "soccer/moneyline_2way",
        (Soccer, Moneyline2, FULL),
        StakeBack,
        (
            A,
            "bet365 soccer, handicap 0: the stake is returned on a draw",
        ),
    ),
    row(
        "soccer/moneyline_3way",
        (Soccer, Moneyline3, FULL),
        Loses,
        (
            A,
            "Paddy Power and BetMGM soccer: 90 minutes and stoppage time, the draw is an answer",
        ),
    ),
    row(
        "soccer/spread",
        (Soccer, Spread, FULL),
        StakeBack,
        (
            A,
            "bet365 soccer, Asian handicap: quarter lines are two halves of the stake",
        ),
    ),
    row(
        "soccer/total",
        (Soccer, Total, FULL),
        StakeBack,
        (
            A,
            "bet365 soccer, Asian handicap: its table holds for totals too; 90 minutes",
        ),
    ),
];

/// Sports whose quarters and halves are followed by overtime.
const WITH_OVERTIME: &[Sport] = &[AmericanFootball, Basketball];

const PART_ALONE: &str = "SX Bet, Bodog and JustBet: a part that is not the last half is graded \
                          on its own score, without overtime";
const THIRD_ALONE: &str = "offshore hockey rules: the third period excludes overtime";
const LAST_HALF: &str = "SX Bet, Bodog and JustBet, old bet365: the second half includes overtime";
const SOCCER_TIME: &str = "Paddy Power and BetMGM soccer: 90 minutes and stoppage time, never \
                           extra time or penalties";
const SIXTY_MINUTES: &str = "theScore and Pinnacle: regulation is the three periods";

const fn part(
    sports: &'static [Sport],
    period: Period,
    ways: &'static [&'static [super::Term]],
    (grade, source): (SourceGrade, &'static str),
) -> Counting {
    Counting {
        sports,
        period,
        reach: Reach::Part,
        can_be_level: true,
        ways,
        source,
        grade,
    }
}

/// What each period's market counts, by sport.
pub const COUNTINGS: &[Counting] = &[
    Counting {
        sports: &[AmericanFootball],
        period: FULL,
        reach: Reach::WholeGame,
        can_be_level: true,
        ways: FULL_WITH_OVERTIME,
        source: "DraftKings football rule 1: full-game markets include overtime",
        grade: A,
    },
    Counting {
        sports: &[Basketball],
        period: FULL,
        reach: Reach::WholeGame,
        can_be_level: false,
        ways: FULL_WITH_OVERTIME,
        source: "theScore basketball rules: full-game markets include overtime",
        grade: A,
    },
    Counting {
        sports: WITH_OVERTIME,
        period: REGULATION,
        reach: Reach::RegularTime,
        can_be_level: true,
        ways: &[
            &[Plus(REGULATION)],
            &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4)],
            &[Plus(H1), Plus(H2)],
            &[Plus(FULL), Minus(Period::Overtime)],
        ],
        source: "SBK rule 17.8: regular time is the score before overtime",
        grade: B,
    },
    part(
        WITH_OVERTIME,
        H1,
        &[&[Plus(H1)], &[Plus(Q1), Plus(Q2)]],
        (C, PART_ALONE),
    ),
    Counting {
        sports: WITH_OVERTIME,
        period: H2,
        reach: Reach::PartAndOvertime,
        can_be_level: true,
        ways: &[
            &[Plus(H2), Overtime],
            &[Plus(Q3), Plus(Q4), Overtime],
            &[Plus(FULL), Minus(H1)],
            &[Plus(FULL), Minus(Q1), Minus(Q2)],
        ],
        source: LAST_HALF,
        grade: C,
    },
    part(WITH_OVERTIME, Q1, &[&[Plus(Q1)]], (C, PART_ALONE)),
    part(WITH_OVERTIME, Q2, &[&[Plus(Q2)]], (C, PART_ALONE)),
    part(WITH_OVERTIME, Q3, &[&[Plus(Q3)]], (C, PART_ALONE)),
    part(WITH_OVERTIME, Q4, &[&[Plus(Q4)]], (C, PART_ALONE)),
    Counting {
        sports: &[Baseball],
        period: FULL,
        reach: Reach::WholeGame,
        can_be_level: true,
        ways: &[&[Plus(FULL)]],
        source: "DraftKings baseball rule 1: extra innings count",
        grade: A,
    },
    Counting {
        sports: &[IceHockey],
        period: FULL,
        reach: Reach::WholeGame,
        can_be_level: false,
        ways: &[
            &[Plus(FULL)],
            &[Plus(P1), Plus(P2), Plus(P3), Overtime, ShootoutGoal],
            &[Plus(REGULATION), Overtime, ShootoutGoal],
        ],
        source: "BetMGM, Pinnacle and theScore, NHL: the shoot-out's winner gets exactly one goal",
        grade: A,
    },
    Counting {
        sports: &[IceHockey],
        period: REGULATION,
        reach: Reach::RegularTime,
        can_be_level: true,
        ways: &[&[Plus(P1), Plus(P2), Plus(P3)], &[Plus(REGULATION)]],
        source: SIXTY_MINUTES,
        grade: A,
    },
    part(&[IceHockey], P1, &[&[Plus(P1)]], (C, THIRD_ALONE)),
    part(&[IceHockey], P2, &[&[Plus(P2)]], (C, THIRD_ALONE)),
    part(&[IceHockey], P3, &[&[Plus(P3)]], (C, THIRD_ALONE)),
    Counting {
        sports: &[Soccer],
        period: FULL,
        reach: Reach::RegularTime,
        can_be_level: true,
        ways: NINETY_MINUTES,
        source: SOCCER_TIME,
        grade: A,
    },
    Counting {
        sports: &[Soccer],
        period: REGULATION,
        reach: Reach::RegularTime,
        can_be_level: true,
        ways: NINETY_MINUTES,
        source: SOCCER_TIME,
        grade: A,
    },
    part(
        &[Soccer],
        H1,
        &[
            &[Plus(H1)],
            &[Plus(REGULATION), Minus(H2)],
            &[PlainFull, Minus(H2)],
        ],
        (A, SOCCER_TIME),
    ),
    part(
        &[Soccer],
        H2,
        &[
            &[Plus(H2)],
            &[Plus(REGULATION), Minus(H1)],
            &[PlainFull, Minus(H1)],
        ],
        (A, SOCCER_TIME),
    ),
];

const FULL_WITH_OVERTIME: &[&[super::Term]] = &[
    &[Plus(FULL)],
    &[Plus(Q1), Plus(Q2), Plus(Q3), Plus(Q4), Overtime],
    &[Plus(H1), Plus(H2), Overtime],
    &[Plus(REGULATION), Overtime],
];

const NINETY_MINUTES: &[&[super::Term]] =
    &[&[Plus(H1), Plus(H2)], &[Plus(REGULATION)], &[PlainFull]];
