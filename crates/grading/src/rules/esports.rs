//! Esports: matches in maps.

use shared::facts::Change;
use shared::game::Period::Full;
use shared::league::Sport::Esports;
use shared::market::MarketKind::{self, *};

use super::Level::StakeBack;
use super::SourceGrade::{A, D};
use super::{Changed, MarketRule, Note, Row, Shape, SportRules, market};

const NETBET: &str = "NetBet and Bwin esports: markets on the match and its maps";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "the match, or one map"),
            "Who wins the match, or the map that the market is on, overtime included.",
            A,
            NETBET,
        ),
    ),
    market(
        Moneyline3,
        Full,
        super::Level::Loses,
        Row::new(
            ("moneyline_3way", "the draw is an answer"),
            "Who wins the match, the draw being an answer where the format has one.",
            A,
            NETBET,
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "maps, or rounds where it says so"),
            "The line is added to the side's maps, or rounds where the market says so.",
            A,
            NETBET,
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "maps, or rounds where it says so"),
            "All maps, or rounds where the market says so, are compared with the line.",
            A,
            NETBET,
        ),
    ),
    market(
        CorrectScore,
        Full,
        StakeBack,
        Row::new(
            ("correct_score", "maps"),
            "The exact score in maps, or in rounds for a market on one map.",
            A,
            NETBET,
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
    changed: &[Changed {
        row: Row::new(
            ("format_changed", "handicap, total, score void"),
            "When the format or the number of maps is changed, handicaps, totals and correct \
             scores are void.",
            A,
            "NetBet and Bwin esports: handicap, total and correct score are void",
        ),
        change: Change::Format,
        void: Some(&[
            Spread,
            Total,
            TeamTotal,
            CorrectScore,
            OddEven,
            WinningMargin,
        ]),
    }],
    rows: &[
        Row::new(
            ("forfeit", "void unless disqualified"),
            "A match that one side gave up after it had begun is void, unless a side was \
             disqualified.",
            A,
            "NetBet esports: void unless a player is disqualified",
        )
        .changed_by("esports_forfeit"),
        Row::new(
            ("started_map", "stands"),
            "A map that had begun when a side gave up stands for who goes through.",
            A,
            "Bwin esports rule 7: a map that has started stands",
        ),
        Row::new(
            ("map_not_played", "void"),
            "A bet on a map that was not played, or was given away before the match, is void.",
            A,
            "NetBet, Bwin esports rule 3: a map that was not played is void",
        ),
        Row::new(
            ("counts_maps", "maps won"),
            "Markets on the match count maps that were won.",
            A,
            NETBET,
        ),
        Row::new(
            ("counts_rounds", "with overtime"),
            "Markets on rounds count overtime unless the market says regulation.",
            A,
            "NetBet and Bwin esports: overtime counts unless stated",
        ),
    ],
    notes: &[
        Note {
            row: Row::new(
                ("walkover", "void"),
                "A walkover before the start voids everything.",
                A,
                "Bwin and NetBet esports: a walkover before the start voids all bets",
            ),
            through: Some("general/walkover"),
        },
        Note {
            row: Row::new(
                ("map_advantage", "void"),
                "A map that was granted before the match counts for no bet on that map.",
                D,
                "NetBet, Bwin esports rule 3",
            ),
            through: Some("esports/map_not_played"),
        },
    ],
    ..SportRules::empty(Esports, Shape::Maps)
};
