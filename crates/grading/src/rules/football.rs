//! American football: NFL, college, CFL.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::AmericanFootball;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, PartAndOvertime, RegularTime, WholeGame};
use super::SourceGrade::{A, B, C, D};
use super::Term::{Overtime, Plus};
use super::periods::{
    FIRST_HALF, FULL_WITH_OVERTIME, H1, H2, KINDS, Q1, Q2, Q3, Q4, REGULAR_TIME, SECOND_HALF,
};
use super::{
    Action, Clock, Counting, MarketRule, Minimum, Needs, Note, Row, Shape, SportRules, Term,
    counting, market,
};

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "overtime counts, a tie is void"),
            "Overtime counts, and a tie after it returns the stake.",
            A,
            "PokerStars exchange, American football: a tie where none is offered is void",
        ),
    ),
    market(
        Moneyline3,
        Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "regular time"),
            "The three-way result is that of regular time, and a tie loses for either side.",
            D,
            "as in basketball, SBK rule 17.8: a three-way result is that of regular time",
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
            "DraftKings football rule 1: overtime counts; level on the line returns the stake",
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
            "DraftKings football rule 1: overtime counts; level on the line returns the stake",
        ),
    ),
];

const PART_ALONE: &str = "SX Bet, Bodog and JustBet: a part that is not the last half is graded \
                          on its own score, without overtime";
const WITH_OVERTIME_SAYS: &str =
    "Bets on the whole game count overtime, team totals and props too.";

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        WholeGame,
        FULL_WITH_OVERTIME,
        Row::new(
            ("counts_full", "with overtime"),
            WITH_OVERTIME_SAYS,
            A,
            "DraftKings football rule 1: full-game markets include overtime",
        ),
    ),
    counting(
        Period::IncludingOvertime,
        WholeGame,
        FULL_WITH_OVERTIME,
        Row::new(
            ("counts_including_overtime", "with overtime"),
            "A market that says so counts overtime.",
            A,
            "DraftKings football rule 1: full-game markets include overtime",
        ),
    ),
    counting(
        Regulation,
        RegularTime,
        REGULAR_TIME,
        Row::new(
            ("counts_regulation", "four quarters"),
            "Regular time is the four quarters, without overtime.",
            B,
            "SBK rule 17.8: regular time is the score before overtime",
        ),
    ),
    counting(
        H1,
        Part,
        FIRST_HALF,
        Row::new(
            ("counts_H1", "two quarters"),
            "The first half is the first two quarters.",
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
            "The second half is the last two quarters and overtime.",
            C,
            "SX Bet, Bodog and JustBet, old bet365: the second half includes overtime",
        ),
    ),
    quarter(Q1, &[&[Plus(Q1)]], "counts_Q1"),
    quarter(Q2, &[&[Plus(Q2)]], "counts_Q2"),
    quarter(Q3, &[&[Plus(Q3)]], "counts_Q3"),
    Counting {
        choice: Some(("fourth_quarter", "with_overtime")),
        reach: PartAndOvertime,
        ..counting(
            Q4,
            Part,
            &[&[Plus(Q4), Overtime]],
            Row::new(
                ("counts_Q4_with_overtime", "with overtime"),
                "If the server chose so, the fourth quarter counts overtime.",
                A,
                "old bet365 text: the second half and the fourth quarter include overtime",
            )
            .changed_by("fourth_quarter"),
        )
    },
    counting(
        Q4,
        Part,
        &[&[Plus(Q4)]],
        Row::new(
            ("counts_Q4", "alone"),
            "The fourth quarter counts its own score, without overtime.",
            C,
            PART_ALONE,
        )
        .changed_by("fourth_quarter"),
    ),
];

const fn quarter(period: Period, ways: &'static [&'static [Term]], name: &'static str) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "alone"),
            "A quarter counts its own score.",
            C,
            PART_ALONE,
        ),
    )
}

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    clock: &[Clock {
        leagues: &[],
        minutes: 60,
    }],
    minimum: &[Minimum {
        row: Row::new(
            ("minimum_play", "55 minutes or an official result"),
            "Bets on the whole game need 55 minutes of play or an official result; otherwise \
             they are void, except what can no longer change.",
            A,
            "DraftKings football rule 2, BetMGM Nevada: 55 minutes or an official result",
        ),
        leagues: &[],
        minutes: 55,
        official_counts: true,
    }],
    action: &[Action {
        row: Row::new(
            ("player_plays", "one snap"),
            "A bet on a player who takes no snap is void; one snap is action.",
            A,
            "theScore, DraftKings football rule 3: one down; an active kicker counts",
        ),
        statistics: &[],
        needs: Needs::Play,
        choice: None,
    }],
    notes: &[
        Note {
            row: Row::new(
                ("period_must_be_complete", "the whole period"),
                "A bet on a half or a quarter needs that part to be played to its end.",
                C,
                "JustBet: the period must be complete",
            ),
            through: Some("general/part_not_complete"),
        },
        Note {
            row: Row::new(
                ("halves_exclude_overtime", "regular time"),
                "Half-time/full-time and the highest-scoring part exclude overtime.",
                C,
                "SX Bet, Bodog and JustBet: half-time/full-time excludes overtime",
            ),
            through: Some("general/half_time_full_time"),
        },
        Note {
            row: Row::new(
                ("players_compared", "one down each"),
                "In a comparison of players, everyone who is named must play one down.",
                A,
                "DraftKings football rule 3: all named players must play one down; push rules",
            ),
            through: Some("general/head_to_head"),
        },
    ],
    ..SportRules::empty(
        AmericanFootball,
        Shape::Timed {
            shorter_counts: true,
        },
    )
};
