//! Basketball: NBA, college, WNBA, European leagues.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::Basketball;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, PartAndOvertime, RegularTime, WholeGame};
use super::SourceGrade::{A, B, C};
use super::Term::{self, Plus};
use super::periods::{
    FIRST_HALF, FULL_WITH_OVERTIME, H1, H2, KINDS, Q1, Q2, Q3, Q4, REGULAR_TIME, SECOND_HALF,
};
use super::{
    Action, Clock, Counting, MarketRule, Minimum, Needs, Row, Shape, SportRules, counting, market,
};

const WHOLE: &str = "theScore basketball rules: full-game markets include overtime";
const PART_ALONE: &str = "Bodog, Las Vegas Kingdom and mo.bet: a quarter excludes overtime";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "overtime counts"),
            "Who wins, overtime included.",
            A,
            WHOLE,
        ),
    ),
    market(
        Moneyline3,
        Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "regular time"),
            "The three-way result is that of regular time, and a draw loses for either side.",
            B,
            "SBK rule 17.8: the three-way result excludes overtime",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "overtime counts"),
            "The line is added to the side's score, overtime included; level returns the stake.",
            A,
            WHOLE,
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "overtime counts"),
            "Both sides' points with overtime are compared with the line; level returns the stake.",
            A,
            WHOLE,
        ),
    ),
];

const fn quarter(period: Period, ways: &'static [&'static [Term]], name: &'static str) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "alone"),
            "A quarter counts its own score, the fourth too: overtime belongs to none.",
            C,
            PART_ALONE,
        ),
    )
}

const COUNTINGS: &[Counting] = &[
    Counting {
        can_be_level: false,
        ..counting(
            Full,
            WholeGame,
            FULL_WITH_OVERTIME,
            Row::new(
                ("counts_full", "with overtime"),
                "Bets on the whole game count overtime, props too.",
                A,
                WHOLE,
            ),
        )
    },
    Counting {
        can_be_level: false,
        ..counting(
            Period::IncludingOvertime,
            WholeGame,
            FULL_WITH_OVERTIME,
            Row::new(
                ("counts_including_overtime", "with overtime"),
                "A market that says so counts overtime.",
                A,
                WHOLE,
            ),
        )
    },
    counting(
        Regulation,
        RegularTime,
        REGULAR_TIME,
        Row::new(
            ("counts_regulation", "four quarters"),
            "Regular time is the score before overtime.",
            B,
            "SBK rule 17.8: regular time is the score before overtime",
        ),
    ),
    counting(
        H1,
        Part,
        FIRST_HALF,
        Row::new(
            ("counts_H1", "the first half"),
            "The first half counts its own score.",
            C,
            PART_ALONE,
        ),
    ),
    counting(
        H2,
        PartAndOvertime,
        SECOND_HALF,
        Row::new(
            ("counts_H2", "with overtime"),
            "The second half counts overtime.",
            C,
            "Bodog and SX Bet: the second half includes overtime",
        ),
    ),
    quarter(Q1, &[&[Plus(Q1)]], "counts_Q1"),
    quarter(Q2, &[&[Plus(Q2)]], "counts_Q2"),
    quarter(Q3, &[&[Plus(Q3)]], "counts_Q3"),
    quarter(Q4, &[&[Plus(Q4)]], "counts_Q4"),
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    clock: &[
        Clock {
            leagues: &["NBA"],
            minutes: 48,
        },
        Clock {
            leagues: &[],
            minutes: 40,
        },
    ],
    minimum: &[
        Minimum {
            row: Row::new(
                ("minimum_play_nba", "43 minutes"),
                "Bets on a whole NBA game need 43 minutes of play; otherwise they are void, \
                 except what can no longer change.",
                A,
                "BetMGM Nevada and Indiana: NBA games need 43 minutes",
            ),
            leagues: &["NBA"],
            minutes: 43,
            official_counts: false,
        },
        Minimum {
            row: Row::new(
                ("minimum_play", "35 minutes"),
                "Bets on a whole game of college, WNBA, summer and European leagues need 35 \
                 minutes of play; otherwise they are void, except what can no longer change.",
                A,
                "BetMGM Nevada and Indiana, SBK rule 17.3: other leagues need 35 minutes",
            ),
            leagues: &[],
            minutes: 35,
            official_counts: false,
        },
    ],
    action: &[
        Action {
            row: Row::new(
                ("first_basket", "must start"),
                "A bet on the first basket by a player who does not start is void.",
                A,
                "theScore basketball: the player must start, else void",
            ),
            statistics: &["first_basket"],
            needs: Needs::Start,
            choice: None,
        },
        Action {
            row: Row::new(
                ("player_plays", "entering the court"),
                "A bet on a player who does not enter the court is void.",
                A,
                "theScore basketball: entering the court is action",
            ),
            statistics: &[],
            needs: Needs::Play,
            choice: None,
        },
    ],
    ..SportRules::empty(
        Basketball,
        Shape::Timed {
            shorter_counts: false,
        },
    )
};
