//! Tennis.

use shared::facts::Change;
use shared::game::Period::Full;
use shared::league::Sport::Tennis;
use shared::market::MarketKind::{self, *};

use super::Level::StakeBack;
use super::SourceGrade::{A, C, D};
use super::{Changed, MarketRule, Note, Row, SetPlay, Shape, SportRules, market};

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "who goes through"),
            "Who wins the match, or the set that the market is on.",
            A,
            "Pinnacle tennis: the player who wins the match",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "games, or sets where it says so"),
            "The line is added to the player's games, or sets where the market says so.",
            A,
            "Pinnacle tennis: handicaps in games and in sets",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "games, or sets where it says so"),
            "All games, or sets where the market says so, are compared with the line; just on it \
             the stake is returned.",
            C,
            "Wager-info and Ravobet tennis: a total exactly on the line is void",
        ),
    ),
    market(
        CorrectScore,
        Full,
        StakeBack,
        Row::new(
            ("correct_score", "sets"),
            "Set betting: the exact score in sets, or in games for a market on one set.",
            A,
            "Pinnacle tennis: set betting",
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
            ("surface_changed", "stands"),
            "A change of venue, surface or date changes nothing.",
            C,
            "Wager-info and Ravobet tennis: all bets stand",
        ),
        change: Change::Surface,
        void: Some(&[]),
    }],
    rows: &[
        Row::new(
            ("retirement_moneyline", "one full set"),
            "When a player retires or is disqualified the moneyline stands for the other one if \
             a full set was completed, otherwise it is void.",
            A,
            "Pinnacle tennis: trailing 0-6 0-2 and the opponent retires, the trailing player wins; \
             others: two sets, whoever goes through, or void",
        )
        .changed_by("tennis_retirement"),
        Row::new(
            ("retirement_sets", "void"),
            "Set betting and set handicaps are void when a player retires.",
            A,
            "Pinnacle tennis: set betting and set handicaps are void on a retirement",
        ),
        Row::new(
            ("retirement_games", "void whatever the score"),
            "Game handicaps and totals are void when a player retires, whatever the score.",
            A,
            "Pinnacle tennis: void regardless of the score; most others keep what is decided",
        )
        .changed_by("tennis_retirement_totals"),
        Row::new(
            ("set_complete", "stands"),
            "A bet on one set stands when that set was completed.",
            A,
            "Pinnacle tennis: first-set bets stand when the set is complete",
        ),
        Row::new(
            ("set_not_played", "void"),
            "A bet on a set that was not needed is void.",
            D,
            "as in esports, Bwin: what was not played is void",
        ),
        Row::new(
            ("counts_games", "a tie-break is one game"),
            "A tie-break is one game; a match tie-break is one set and one game, 2-1 in sets.",
            C,
            "Wager-info and Ravobet tennis: a match tie-break is one set and one game",
        ),
        Row::new(
            ("counts_sets", "sets won"),
            "Set markets count the sets that were won.",
            C,
            "Wager-info and Ravobet tennis: a match tie-break is one set and one game",
        ),
    ],
    notes: &[
        Note {
            row: Row::new(
                ("walkover", "void"),
                "A match that never began because a player did not come is void.",
                C,
                "offshore tennis rules: a walkover is void",
            ),
            through: Some("general/walkover"),
        },
        Note {
            row: Row::new(
                ("venue_changed", "stands"),
                "A change of venue changes nothing.",
                C,
                "Wager-info and Ravobet tennis: all bets stand",
            ),
            through: Some("general/venue_moved"),
        },
    ],
    ..SportRules::empty(
        Tennis,
        Shape::Sets(SetPlay {
            to: 6,
            deciding_to: 6,
            tie_break: true,
            lengths: None,
            best_of: None,
            sets_max: 5,
            small: "games",
            spread: "games",
            other: "games",
        }),
    )
};
