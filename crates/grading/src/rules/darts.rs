//! Darts: matches in sets of legs, or in legs alone, which is one set.

use shared::facts::{Change, SetLength};
use shared::game::Period::Full;
use shared::league::Sport::Darts;
use shared::market::MarketKind::{self, *};

use super::Level::StakeBack;
use super::SourceGrade::A;
use super::{Changed, MarketRule, Row, SetPlay, Shape, SportRules, market};

const FINISHED: &str = "Bwin darts rules 3 to 5; Coral darts: void unless already determined";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "the match, or one set"),
            "Who wins the match, or the set that the market is on.",
            A,
            "Bwin darts rule 2: match betting",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "legs, or sets where it says so"),
            "The line is added to the side's legs, or sets where the market says so.",
            A,
            "Bwin darts rule 3: handicap leg and set betting",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "legs, or sets where it says so"),
            "All legs, or sets where the market says so, are compared with the line.",
            A,
            "Bwin darts rule 5: total legs and sets",
        ),
    ),
    market(
        CorrectScore,
        Full,
        StakeBack,
        Row::new(
            ("correct_score", "sets, or legs of one set"),
            "The exact score in sets, or in legs where the market is on one set; a match of legs \
             alone is one.",
            A,
            "Bwin darts rule 4: correct score of a set or match",
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

const fn legs(tie_break_at: u8) -> SetLength {
    SetLength {
        to: 3,
        tie_break_at: Some(tie_break_at),
    }
}

/// The best of five legs.
const SET: SetLength = legs(2);

/// At two legs each some events go on until somebody is two ahead, to a last leg at five each.
const DECIDING: &[SetLength] = &[SET, legs(5)];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    changed: &[Changed {
        row: Row::new(
            ("format_changed", "all but the winner void"),
            "When the number of sets or legs is changed, only bets on the winner stand.",
            A,
            "PaddyPower darts: match betting stands, all other bets are void; Coral: handicaps are \
             void",
        ),
        change: Change::Format,
        void: Some(&[
            Spread,
            Total,
            TeamTotal,
            CorrectScore,
            OddEven,
            WinningMargin,
            PlayerTotal,
            PlayerYesNo,
            HeadToHead,
            HeadToHead3,
        ]),
    }],
    rows: &[
        Row::new(
            ("retirement", "who goes through wins"),
            "When a player gives up or is disqualified after the first dart, a bet on the winner \
             stands for who goes through.",
            A,
            "Bwin darts rule 2, Coral, PaddyPower: the player progressing is the winner, once a \
             dart is thrown",
        ),
        Row::new(
            ("match_not_finished", "void, what is decided stands"),
            "Every other bet on a match that was not finished is void, except what no end of it \
             could change.",
            A,
            FINISHED,
        ),
        Row::new(
            ("set_complete", "stands"),
            "A bet on one set stands when that set was completed.",
            A,
            "Bwin darts rule 4; Sports411 darts: the set must be complete",
        ),
        Row::new(
            ("set_not_played", "void"),
            "A bet on a set that was not needed is void.",
            A,
            "Sports411 darts: the set must be complete",
        ),
        Row::new(
            ("counts_legs", "all sets"),
            "Legs are those of all sets.",
            A,
            "Bwin darts rule 5: total legs",
        ),
        Row::new(
            ("counts_sets", "sets won"),
            "Set markets count the sets that were won.",
            A,
            "Bwin darts rule 5: total sets",
        ),
    ],
    ..SportRules::empty(
        Darts,
        Shape::Sets(SetPlay {
            to: 3,
            deciding_to: 3,
            tie_break: false,
            lengths: Some((SET, DECIDING)),
            best_of: None,
            sets_max: 13,
            small: "legs",
            spread: "legs",
            other: "legs",
        }),
    )
};
