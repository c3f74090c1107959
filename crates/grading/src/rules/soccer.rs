//! Soccer.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::Soccer;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, RegularTime, WholeGame};
use super::SourceGrade::{A, B, C};
use super::Term::{Minus, Overtime, Parts, PlainFull, Plus, ShootoutGoal};
use super::periods::{H1, H2, KINDS};
use super::{
    Action, Clock, Counting, Derived, MarketRule, Needs, Note, Row, Shape, SportRules, Term,
    counting, market,
};

const SOCCER_TIME: &str = "Paddy Power and BetMGM soccer: 90 minutes and stoppage time, never \
                           extra time or penalties";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "a draw returns the stake"),
            "Who is ahead after 90 minutes; a draw returns the stake.",
            A,
            "bet365 soccer, handicap 0: the stake is returned on a draw",
        ),
    ),
    market(
        Moneyline3,
        Full,
        Loses,
        Row::new(
            ("moneyline_3way", "90 minutes"),
            "The result after 90 minutes and stoppage time; the draw is an answer of its own.",
            A,
            "Paddy Power and BetMGM soccer: 90 minutes and stoppage time, the draw is an answer",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "Asian handicap"),
            "The line is added to the side's goals in 90 minutes; a quarter line is two bets of \
             half the stake.",
            A,
            "bet365 soccer, Asian handicap: quarter lines are two halves of the stake",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "90 minutes"),
            "Both sides' goals in 90 minutes are compared with the line.",
            A,
            "bet365 soccer, Asian handicap: its table holds for totals too; 90 minutes",
        ),
    ),
];

const NINETY_MINUTES: &[&[Term]] = &[
    &[Plus(H1), Plus(H2)],
    &[Plus(Regulation)],
    &[PlainFull],
    &[Parts],
];

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        RegularTime,
        NINETY_MINUTES,
        Row::new(
            ("counts_full", "90 minutes"),
            "Every market of a match counts 90 minutes and stoppage time, never extra time or \
             penalties.",
            A,
            SOCCER_TIME,
        ),
    ),
    counting(
        Regulation,
        RegularTime,
        NINETY_MINUTES,
        Row::new(
            ("counts_regulation", "90 minutes"),
            "Regular time is 90 minutes and stoppage time.",
            A,
            SOCCER_TIME,
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
            ("counts_including_overtime", "with extra time and one goal"),
            "A market that says so counts extra time, and one goal for who won on penalties.",
            A,
            "Pinnacle periods 3 and 6: extra time and penalties are markets of their own",
        ),
    ),
    counting(
        H1,
        Part,
        &[
            &[Plus(H1)],
            &[Plus(Regulation), Minus(H2)],
            &[PlainFull, Minus(H2)],
        ],
        Row::new(
            ("counts_H1", "45 minutes"),
            "The first half counts its own goals, with its stoppage time.",
            A,
            SOCCER_TIME,
        ),
    ),
    counting(
        H2,
        Part,
        &[
            &[Plus(H2)],
            &[Plus(Regulation), Minus(H1)],
            &[PlainFull, Minus(H1)],
        ],
        Row::new(
            ("counts_H2", "45 minutes"),
            "The second half counts its own goals, with its stoppage time.",
            A,
            SOCCER_TIME,
        ),
    ),
    counting(
        Period::Overtime,
        Part,
        &[&[Plus(Period::Overtime)]],
        Row::new(
            ("counts_extra_time", "extra time alone"),
            "A market on extra time counts its goals alone.",
            A,
            "Pinnacle period 3: extra time",
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
        minutes: 90,
    }],
    action: &[
        Action {
            row: Row::new(
                ("first_scorer", "on before the first goal"),
                "A bet on the first goalscorer is void when he was not on the pitch before the \
                 first goal.",
                A,
                "888: on the pitch before the first goal, else void; own goals are skipped",
            ),
            statistics: &["first_goal"],
            needs: Needs::BeforeFirstGoal,
            choice: None,
        },
        Action {
            row: Row::new(
                ("scorer_plays", "must play"),
                "A bet on an anytime or last goalscorer who does not play is void.",
                A,
                "888: the player must take part",
            ),
            statistics: &["goals", "last_goal"],
            needs: Needs::Play,
            choice: None,
        },
        Action {
            row: Row::new(
                ("player_starts", "substitutes are void"),
                "If the server chose so, a bet on the statistic of a player who does not start \
                 is void.",
                B,
                "Sportradar player props: not in the starting eleven is void; OpticOdds \
                 void_substitutes",
            )
            .changed_by("soccer_substitutes"),
            statistics: &[],
            needs: Needs::Start,
            choice: Some(("soccer_substitutes", "void")),
        },
        Action {
            row: Row::new(
                ("player_plays", "must play"),
                "A bet on the statistic of a player who does not play is void.",
                A,
                "888: the player must take part",
            )
            .changed_by("soccer_substitutes"),
            statistics: &[],
            needs: Needs::Play,
            choice: None,
        },
    ],
    derived: &[
        Derived {
            row: Row::new(
                ("booking_points", "10 and 25"),
                "If the server chose so, a yellow card is ten points and a red card \
                 twenty-five.",
                C,
                "British bookmakers: booking points of 10 and 25, players only",
            )
            .changed_by("card_points"),
            statistic: "cards",
            of: &[("yellow_cards", 10), ("red_cards", 25)],
            choice: Some(("card_points", "ten_twenty_five")),
        },
        Derived {
            row: Row::new(
                ("cards", "1 and 2"),
                "A yellow card counts one and a red card two, for players only.",
                C,
                "offshore soccer rules: yellow 1, red 2, players only",
            )
            .changed_by("card_points"),
            statistic: "cards",
            of: &[("yellow_cards", 1), ("red_cards", 2)],
            choice: None,
        },
    ],
    rows: &[
        Row::new(
            ("shorter_match", "counts"),
            "A match of a shorter length that was agreed counts at its end when it has two halves.",
            A,
            "Paddy Power soccer: settled at the agreed end if two halves are played",
        ),
        Row::new(
            ("more_than_two_parts", "half markets void"),
            "In a match of three or four parts the markets on halves are void.",
            A,
            "Paddy Power soccer: in three or four periods half markets are void",
        ),
    ],
    notes: &[Note {
        row: Row::new(
            ("own_goals", "never count"),
            "An own goal is no player's goal, for first, last and anytime scorers.",
            A,
            "888: own goals never count",
        ),
        through: Some("general/player_yes_no"),
    }],
    ..SportRules::empty(
        Soccer,
        Shape::Timed {
            shorter_counts: true,
        },
    )
};
