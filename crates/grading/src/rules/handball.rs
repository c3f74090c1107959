//! Handball.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::Handball;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, RegularTime, WholeGame};
use super::SourceGrade::A;
use super::Term::{Minus, Overtime, PlainFull, Plus, ShootoutGoal};
use super::periods::{H1, H2, KINDS};
use super::{
    Action, Clock, Counting, MarketRule, Needs, Note, Row, Shape, SportRules, Term, counting,
    market,
};

const BETWAY: &str = "Betway handball: 60 minutes, overtime excluded";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "a draw returns the stake"),
            "Who is ahead after 60 minutes; a draw returns the stake.",
            A,
            BETWAY,
        ),
    ),
    market(
        Moneyline3,
        Full,
        Loses,
        Row::new(
            ("moneyline_3way", "60 minutes"),
            "The result after 60 minutes; the draw is an answer of its own.",
            A,
            BETWAY,
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "60 minutes"),
            "The line is added to the side's goals in 60 minutes.",
            A,
            BETWAY,
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "60 minutes"),
            "Both sides' goals in 60 minutes are compared with the line.",
            A,
            BETWAY,
        ),
    ),
];

const SIXTY: &[&[Term]] = &[&[Plus(Regulation)], &[Plus(H1), Plus(H2)], &[PlainFull]];

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        RegularTime,
        SIXTY,
        Row::new(
            ("counts_full", "60 minutes"),
            "Bets on a match count 60 minutes, without overtime.",
            A,
            BETWAY,
        ),
    ),
    counting(
        Regulation,
        RegularTime,
        SIXTY,
        Row::new(
            ("counts_regulation", "60 minutes"),
            "Regular time is 60 minutes.",
            A,
            BETWAY,
        ),
    ),
    counting(
        Period::IncludingOvertime,
        WholeGame,
        &[
            &[Plus(H1), Plus(H2), Overtime, ShootoutGoal],
            &[Plus(Regulation), Overtime, ShootoutGoal],
        ],
        Row::new(
            ("counts_including_overtime", "with overtime"),
            "A market that says so counts overtime, and one goal for who won the shoot-out.",
            A,
            BETWAY,
        ),
    ),
    counting(
        H1,
        Part,
        &[&[Plus(H1)], &[PlainFull, Minus(H2)]],
        Row::new(
            ("counts_H1", "30 minutes"),
            "A half counts its own goals.",
            A,
            BETWAY,
        ),
    ),
    counting(
        H2,
        Part,
        &[&[Plus(H2)], &[PlainFull, Minus(H1)]],
        Row::new(
            ("counts_H2", "30 minutes"),
            "The second half counts its own goals, without overtime.",
            A,
            BETWAY,
        ),
    ),
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    clock: &[Clock {
        leagues: &[],
        minutes: 60,
    }],
    action: &[Action {
        row: Row::new(
            ("player_plays", "must play"),
            "A bet on a player who does not play is void.",
            A,
            "Betway handball: the player must take part",
        ),
        statistics: &[],
        needs: Needs::Play,
        choice: None,
    }],
    notes: &[Note {
        row: Row::new(
            ("player_overtime", "overtime yes, shoot-out no"),
            "A player's goals count overtime and never the shoot-out.",
            A,
            "Betway handball: props include overtime, not the shoot-out",
        ),
        through: Some("general/player_total"),
    }],
    ..SportRules::empty(
        Handball,
        Shape::Timed {
            shorter_counts: true,
        },
    )
};
