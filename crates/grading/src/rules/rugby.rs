//! Rugby, union and league.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport;
use shared::market::MarketKind::*;

use super::Level::{Loses, Shared, StakeBack};
use super::Reach::{Part, RegularTime, WholeGame};
use super::SourceGrade::{A, C};
use super::Term::{Minus, OvertimeIfTold, PlainFull, Plus};
use super::periods::{FIRST_HALF, H1, H2, KINDS};
use super::{
    Action, Clock, Counting, MarketRule, Needs, Note, Official, Row, Shape, SportRules, Term,
    counting, market,
};

const EIGHTY: &str = "Betfair and BetMGM West Virginia rugby: 80 minutes";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Period::IncludingOvertime,
        Shared,
        Row::new(
            ("moneyline_2way", "extra time counts, level is a dead heat"),
            "Where the draw is not offered extra time counts, and a level end is a dead heat.",
            A,
            "BetMGM West Virginia rugby: extra time counts, dead heat; BetCRIS: void",
        )
        .changed_by("level_without_draw"),
    ),
    market(
        Moneyline3,
        Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "80 minutes"),
            "The three-way result is that of 80 minutes, without extra time.",
            A,
            EIGHTY,
        ),
    ),
    market(
        Spread,
        Regulation,
        StakeBack,
        Row::new(
            ("spread", "80 minutes"),
            "The line is added to the side's points in 80 minutes; level on a whole line is void \
             where the tie has no price.",
            A,
            "BetMGM West Virginia rugby: a handicap tie without a price is void",
        ),
    ),
    market(
        Total,
        Regulation,
        StakeBack,
        Row::new(
            ("total", "80 minutes"),
            "Both sides' points in 80 minutes are compared with the line.",
            A,
            EIGHTY,
        ),
    ),
];

const REGULAR: &[&[Term]] = &[
    &[Plus(Regulation)],
    &[Plus(H1), Plus(H2)],
    &[PlainFull],
    &[Plus(Full), Minus(Period::Overtime)],
];

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        RegularTime,
        REGULAR,
        Row::new(
            ("counts_full", "80 minutes"),
            "Bets on a match count 80 minutes.",
            A,
            EIGHTY,
        ),
    ),
    counting(
        Regulation,
        RegularTime,
        REGULAR,
        Row::new(
            ("counts_regulation", "80 minutes"),
            "Regular time is 80 minutes.",
            A,
            EIGHTY,
        ),
    ),
    counting(
        Period::IncludingOvertime,
        WholeGame,
        &[
            &[Plus(Full)],
            &[Plus(H1), Plus(H2), OvertimeIfTold],
            &[Plus(Regulation), OvertimeIfTold],
        ],
        Row::new(
            ("counts_including_overtime", "with extra time"),
            "The two-way winner counts extra time.",
            A,
            "BetMGM West Virginia rugby: where no draw is offered extra time counts",
        ),
    ),
    counting(
        H1,
        Part,
        FIRST_HALF,
        Row::new(
            ("counts_H1", "40 minutes"),
            "A half counts its own points.",
            A,
            EIGHTY,
        ),
    ),
    counting(
        H2,
        Part,
        &[&[Plus(H2)], &[PlainFull, Minus(H1)]],
        Row::new(
            ("counts_H2", "40 minutes"),
            "The second half counts its own points, without extra time.",
            A,
            EIGHTY,
        ),
    ),
];

const CLOCK: &[Clock] = &[Clock {
    leagues: &[],
    minutes: 80,
}];
const OFFICIAL: &[Official] = &[Official {
    row: Row::new(
        ("official_result", "match and handicap only"),
        "A match that was stopped early with an official result decides the winner and the \
         handicap; every other bet is void, except what can no longer change: over 36.5 with 37 \
         points stands.",
        A,
        "Betfair rugby: the official result governs match and handicap; the example of 37 points",
    ),
    kinds: &[
        Moneyline2,
        Moneyline3,
        DrawNoBet,
        DoubleChance,
        Spread,
        ToQualify,
    ],
}];
const ACTION: &[Action] = &[
    Action {
        row: Row::new(
            ("player_in_squad", "all in"),
            "If the server chose so, a bet on a player counts when he is in the squad, whether \
             he plays or not.",
            A,
            "BetMGM rugby: all in if in the squad",
        )
        .changed_by("rugby_player"),
        statistics: &[],
        needs: Needs::Squad,
        choice: Some(("rugby_player", "in_squad")),
    },
    Action {
        row: Row::new(
            ("player_plays", "must play"),
            "A bet on a player who does not play is void.",
            C,
            "as in soccer, 888; BetMGM: all in if in the squad",
        )
        .changed_by("rugby_player"),
        statistics: &[],
        needs: Needs::Play,
        choice: None,
    },
];
const NOTES: &[Note] = &[Note {
    row: Row::new(
        ("not_finished", "void, what is decided stands"),
        "A match that was stopped without an official result is void, except what can no longer \
         change.",
        A,
        "Betfair rugby: the official result governs; without one bets are void unless decided",
    ),
    through: Some("general/no_result"),
}];

const fn rugby(sport: Sport) -> SportRules {
    SportRules {
        markets: MARKETS,
        kinds: KINDS,
        countings: COUNTINGS,
        clock: CLOCK,
        official: OFFICIAL,
        action: ACTION,
        notes: NOTES,
        ..SportRules::empty(
            sport,
            Shape::Timed {
                shorter_counts: true,
            },
        )
    }
}

/// Fifteen or seven a side.
pub(super) const UNION: SportRules = rugby(Sport::RugbyUnion);
/// Thirteen a side.
pub(super) const LEAGUE: SportRules = rugby(Sport::RugbyLeague);
