//! Cricket: limited overs and first class.

use shared::game::Period::{self, Full};
use shared::league::Sport::Cricket;
use shared::market::MarketKind::{self, *};

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, WholeGame};
use super::SourceGrade::{A, C, D};
use super::Term::{Innings, Plus};
use super::{Action, Counting, MarketRule, Needs, Note, Row, Shape, SportRules, counting, market};

/// The share of its overs, in percent, that a match must keep for its totals to stand.
pub(crate) const TOTALS_OVERS_PERCENT: u32 = 80;
/// The same for the best batter and bowler.
pub(crate) const BEST_OVERS_PERCENT: u32 = 50;

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "the official result"),
            "The official result counts, with the target as it was set after rain.",
            A,
            "PaddyPower and PokerStars cricket: the official result, Duckworth-Lewis-Stern too",
        ),
    ),
    market(
        Moneyline3,
        Full,
        Loses,
        Row::new(
            ("moneyline_3way", "the draw is an answer"),
            "The official result counts; a drawn match wins for the draw.",
            A,
            "PaddyPower and PokerStars cricket: match betting with the draw",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "runs"),
            "The line is added to the side's runs, the super over excluded.",
            C,
            "offshore cricket rules: super over runs are excluded",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "runs"),
            "All runs are compared with the line, the super over excluded.",
            C,
            "offshore cricket rules: super over runs are excluded",
        ),
    ),
    market(
        BestOfGroup,
        Full,
        Loses,
        Row::new(
            ("best_of_group", "ties share"),
            "Top batter or bowler; those who tie share it.",
            C,
            "offshore cricket rules: top batter and bowler are dead heats",
        )
        .changed_by("dead_heat"),
    ),
];

const KINDS: &[MarketKind] = &[
    TeamTotal,
    OddEven,
    ToQualify,
    PlayerTotal,
    PlayerYesNo,
    HeadToHead,
    HeadToHead3,
];

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        WholeGame,
        &[&[Innings], &[Plus(Full)]],
        Row::new(
            ("counts_full", "without the super over"),
            "Runs are those of the innings; a super over adds none.",
            C,
            "offshore cricket rules: super over runs are excluded",
        ),
    ),
    innings(
        Period::Inning(1),
        &[&[Plus(Period::Inning(1))]],
        "counts_inning_1",
    ),
    innings(
        Period::Inning(2),
        &[&[Plus(Period::Inning(2))]],
        "counts_inning_2",
    ),
];

const fn innings(
    period: Period,
    ways: &'static [&'static [super::Term]],
    name: &'static str,
) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "its runs"),
            "An innings counts its own runs; its natural end stands.",
            A,
            "PaddyPower and PokerStars cricket: the natural end of an innings stands",
        ),
    )
}

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    action: &[Action {
        row: Row::new(
            ("player_plays", "named in the side"),
            "A bet on a player who does not play is void.",
            A,
            "PaddyPower cricket: a player who does not take part is void",
        ),
        statistics: &[],
        needs: Needs::Play,
        choice: None,
    }],
    rows: &[
        Row::new(
            ("super_over", "decides"),
            "A limited-overs match that is tied is decided by its super over.",
            D,
            "secondary texts; BetBright: void; Bwin and Sportingbet one-day: dead heat",
        )
        .changed_by("cricket_tie"),
        Row::new(
            ("tie", "dead heat"),
            "A match that is tied and has no super over is a dead heat.",
            C,
            "Bwin and Sportingbet one-day, first-class rules: a tie is a dead heat",
        )
        .changed_by("cricket_tie"),
        Row::new(
            ("drawn", "loses unless offered"),
            "A drawn match loses for both sides where the draw was not offered.",
            C,
            "offshore cricket rules: a Test draw loses unless offered",
        ),
        Row::new(
            ("overs_cut", "80%"),
            "Totals are void when a match keeps fewer than 80% of its overs, except what can no \
             longer change.",
            C,
            "offshore cricket rules: at least 80% of the overs",
        ),
        Row::new(
            ("best_overs", "50%"),
            "Top batter and bowler need half of the overs.",
            C,
            "offshore cricket rules: at least 50% of the overs",
        ),
    ],
    notes: &[Note {
        row: Row::new(
            ("no_result", "void"),
            "A match without a result is void.",
            A,
            "PaddyPower and PokerStars cricket: no result is void",
        ),
        through: Some("general/no_result"),
    }],
    ..SportRules::empty(Cricket, Shape::Cricket)
};
