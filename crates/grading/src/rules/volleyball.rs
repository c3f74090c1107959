//! Volleyball, indoor and beach.

use shared::game::Period::Full;
use shared::league::Sport::Volleyball;
use shared::market::MarketKind::{self, *};

use super::Level::StakeBack;
use super::SourceGrade::{A, C, D};
use super::{MarketRule, Note, Row, SetPlay, Shape, SportRules, market};

const FINISHED: &str = "Bodog volleyball: the match must be finished; PokerStars beach volleyball";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "sets won"),
            "Who wins the match, or the set that the market is on.",
            C,
            FINISHED,
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "sets, or points where it says so"),
            "The line is added to the side's sets, or points where the market says so.",
            C,
            FINISHED,
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "points, or sets where it says so"),
            "All points, or sets where the market says so, are compared with the line.",
            C,
            FINISHED,
        ),
    ),
    market(
        CorrectScore,
        Full,
        StakeBack,
        Row::new(
            ("correct_score", "sets"),
            "The exact score in sets, or in points for a market on one set.",
            C,
            FINISHED,
        ),
    ),
];

const KINDS: &[MarketKind] = &[
    TeamTotal,
    OddEven,
    WinningMargin,
    ToQualify,
    PlayerTotal,
    PlayerYesNo,
    HeadToHead,
    HeadToHead3,
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    rows: &[
        Row::new(
            ("match_not_finished", "void, what is decided stands"),
            "A match must be finished; otherwise every bet is void, except what no end of it could \
             change.",
            C,
            FINISHED,
        ),
        Row::new(
            ("set_complete", "stands"),
            "A bet on one set stands when that set was completed.",
            C,
            "Bodog volleyball: set bets stand when the set is complete",
        ),
        Row::new(
            ("set_not_played", "void"),
            "A bet on a set that was not needed is void.",
            D,
            "as in esports, Bwin: what was not played is void",
        ),
        Row::new(
            ("counts_points", "all sets"),
            "Points are those of all sets; a golden set never counts.",
            A,
            "PokerStars beach volleyball and Bodog: the golden set never counts",
        ),
        Row::new(
            ("counts_sets", "sets won"),
            "Set markets count the sets that were won; a golden set never counts.",
            A,
            "PokerStars beach volleyball and Bodog: the golden set never counts",
        ),
    ],
    notes: &[Note {
        row: Row::new(
            ("golden_set", "never counts"),
            "A golden set decides who goes through and counts for no bet on the match.",
            A,
            "PokerStars beach volleyball and Bodog: the golden set never counts",
        ),
        through: Some("volleyball/counts_sets"),
    }],
    ..SportRules::empty(
        Volleyball,
        Shape::Sets(SetPlay {
            to: 25,
            deciding_to: 15,
            tie_break: false,
            lengths: None,
            best_of: Some(5),
            sets_max: 5,
            small: "points",
            spread: "sets",
            other: "points",
        }),
    )
};
