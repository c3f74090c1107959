//! Baseball: MLB, NPB, KBO.

use shared::game::Period::{self, FirstFive, Full};
use shared::league::Sport::Baseball;
use shared::market::MarketKind::{self, *};

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, WholeGame};
use super::SourceGrade::{A, C, D};
use super::Term::{self, Innings, Plus};
use super::{
    Action, Counting, Derived, MarketRule, Needs, Note, Row, Shape, SportRules, counting, market,
};

/// Innings after which a game that was called early has a winner; half an inning fewer when the
/// home side leads.
pub(crate) const OFFICIAL_INNINGS: u16 = 5;
/// Innings of a game of full length where the result does not say.
pub(crate) const FULL_INNINGS: u8 = 9;

/// What is counted of a pitcher; all else is a batter's.
const PITCHING: &[&str] = &[
    "strikeouts_thrown",
    "outs_recorded",
    "earned_runs",
    "hits_allowed",
    "walks_allowed",
    "pitches",
    "pitcher_win",
];

const EXTRA: &str = "DraftKings baseball rules 1 and 3: extra innings count";

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "a tie is void"),
            "Extra innings count, and a tie after them returns the stake.",
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie after them is void",
        ),
    ),
    market(
        Moneyline3,
        Period::Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "nine innings, or the part"),
            "The three-way result is that of nine innings, or of the part that the market is on; \
             level loses for either side.",
            D,
            "as in ice hockey, Pinnacle: three-way markets are without extra time",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "extra innings count"),
            "The line is added to the side's runs, extra innings included; a tie is graded on the \
             line.",
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie is graded on the line",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "extra innings count"),
            "Both sides' runs are compared with the line, extra innings included.",
            A,
            "DraftKings baseball rules 1 and 3: extra innings count; a tie is graded on the line",
        ),
    ),
];

const KINDS: &[MarketKind] = &[
    TeamTotal,
    BothTeamsToScore,
    OddEven,
    CorrectScore,
    WinningMargin,
    ToQualify,
    PlayerTotal,
    PlayerYesNo,
    HeadToHead,
    HeadToHead3,
];

const FIVE: &[&[Term]] = &[
    &[
        Plus(Period::Inning(1)),
        Plus(Period::Inning(2)),
        Plus(Period::Inning(3)),
        Plus(Period::Inning(4)),
        Plus(Period::Inning(5)),
    ],
    &[Plus(FirstFive)],
];
const FIVE_SAYS: &str = "Bets on the first five innings count innings one to five, and all five \
                         must be complete, except what can no longer change.";
const FIVE_SOURCE: &str = "DraftKings baseball rule 6: five complete innings";

const fn inning(period: Period, ways: &'static [&'static [Term]], name: &'static str) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "alone"),
            "A bet on one inning counts its own runs.",
            C,
            "JustBet: the period must be complete",
        ),
    )
}

const COUNTINGS: &[Counting] = &[
    counting(
        Full,
        WholeGame,
        &[&[Plus(Full)], &[Innings]],
        Row::new(
            ("counts_full", "with extra innings"),
            "Extra innings always count unless the market says otherwise.",
            A,
            EXTRA,
        ),
    ),
    counting(
        Period::IncludingOvertime,
        WholeGame,
        &[&[Plus(Full)], &[Innings]],
        Row::new(
            ("counts_including_overtime", "with extra innings"),
            "A market that says so counts extra innings.",
            A,
            EXTRA,
        ),
    ),
    counting(
        Period::Regulation,
        WholeGame,
        &[&[
            Plus(Period::Inning(1)),
            Plus(Period::Inning(2)),
            Plus(Period::Inning(3)),
            Plus(Period::Inning(4)),
            Plus(Period::Inning(5)),
            Plus(Period::Inning(6)),
            Plus(Period::Inning(7)),
            Plus(Period::Inning(8)),
            Plus(Period::Inning(9)),
        ]],
        Row::new(
            ("counts_regulation", "nine innings"),
            "A market on regulation counts nine innings.",
            D,
            "DraftKings baseball rule 1: extra innings count unless stated",
        ),
    ),
    counting(
        FirstFive,
        Part,
        FIVE,
        Row::new(
            ("counts_first_5", "five innings"),
            FIVE_SAYS,
            A,
            FIVE_SOURCE,
        ),
    ),
    counting(
        Period::Half(1),
        Part,
        FIVE,
        Row::new(("counts_H1", "five innings"), FIVE_SAYS, A, FIVE_SOURCE),
    ),
    inning(
        Period::Inning(1),
        &[&[Plus(Period::Inning(1))]],
        "counts_inning_1",
    ),
    inning(
        Period::Inning(2),
        &[&[Plus(Period::Inning(2))]],
        "counts_inning_2",
    ),
    inning(
        Period::Inning(3),
        &[&[Plus(Period::Inning(3))]],
        "counts_inning_3",
    ),
    inning(
        Period::Inning(4),
        &[&[Plus(Period::Inning(4))]],
        "counts_inning_4",
    ),
    inning(
        Period::Inning(5),
        &[&[Plus(Period::Inning(5))]],
        "counts_inning_5",
    ),
    inning(
        Period::Inning(6),
        &[&[Plus(Period::Inning(6))]],
        "counts_inning_6",
    ),
    inning(
        Period::Inning(7),
        &[&[Plus(Period::Inning(7))]],
        "counts_inning_7",
    ),
    inning(
        Period::Inning(8),
        &[&[Plus(Period::Inning(8))]],
        "counts_inning_8",
    ),
    inning(
        Period::Inning(9),
        &[&[Plus(Period::Inning(9))]],
        "counts_inning_9",
    ),
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    kinds: KINDS,
    countings: COUNTINGS,
    action: &[
        Action {
            row: Row::new(
                ("pitcher_pitches", "any pitch"),
                "If the server chose so, a bet on a pitcher counts from any pitch that he \
                 throws.",
                D,
                "FanDuel, as reported: any pitch, starting is not needed",
            )
            .changed_by("baseball_player"),
            statistics: PITCHING,
            needs: Needs::PlayAnd("pitches"),
            choice: Some(("baseball_player", "plays")),
        },
        Action {
            row: Row::new(
                ("pitcher_starts", "must start"),
                "A pitcher must start and throw one pitch; otherwise a bet on him is void.",
                D,
                "DraftKings, as reported: a pitcher starts and throws one pitch",
            )
            .changed_by("baseball_player"),
            statistics: PITCHING,
            needs: Needs::StartAnd("pitches"),
            choice: None,
        },
        Action {
            row: Row::new(
                ("batter_bats", "one plate appearance"),
                "If the server chose so, a bet on a batter counts from one plate appearance, \
                 whether he starts or not.",
                D,
                "FanDuel, as reported: one plate appearance, starting is not needed",
            )
            .changed_by("baseball_player"),
            statistics: &[],
            needs: Needs::PlayAnd("plate_appearances"),
            choice: Some(("baseball_player", "plays")),
        },
        Action {
            row: Row::new(
                ("batter_starts", "must start and bat"),
                "A batter must start and come to the plate once; otherwise a bet on him is void.",
                D,
                "DraftKings and Barstool, as reported: start and one plate appearance",
            )
            .changed_by("baseball_player"),
            statistics: &[],
            needs: Needs::StartAnd("plate_appearances"),
            choice: None,
        },
    ],
    derived: &[Derived {
        row: Row::new(
            ("total_bases", "1, 2, 3, 4"),
            "Total bases count hits only: one, two, three and four; walks, hit batters and steals \
             count nothing.",
            C,
            "offshore baseball rules: total bases from hits only",
        ),
        statistic: "total_bases",
        of: &[
            ("singles", 1),
            ("doubles", 2),
            ("triples", 3),
            ("home_runs", 4),
        ],
        choice: None,
    }],
    rows: &[
        Row::new(
            ("official_game", "5 innings, or 4½ with home ahead"),
            "The moneyline of a game that was called early stands after five innings, or four and \
             a half with the home side ahead.",
            A,
            "BetMGM Nevada baseball: official after 5, or 4½ with the home side ahead",
        )
        .changed_by("baseball_moneyline"),
        Row::new(
            ("last_full_inning", "unless home ties or leads in its half"),
            "A game that was called early has the score of its last full inning, unless the home \
             side ties or leads in its half: then the score when it was called.",
            A,
            "BetMGM Nevada baseball: the last full inning, unless home ties or leads in its half",
        ),
        Row::new(
            ("full_length", "9 innings, or 8½ with home ahead"),
            "Run line, total and every other bet on the whole game need nine innings, or eight \
             and a half with the home side ahead; otherwise they are void, except what can no \
             longer change.",
            A,
            "DraftKings baseball rule 4, bet365 Kansas: the 8½ innings rule",
        ),
        Row::new(
            ("seven_innings", "7, or 6½ with home ahead"),
            "A game that was scheduled for seven innings needs seven, or six and a half with the \
             home side ahead.",
            C,
            "Galaxy Sports: seven-inning games need 7 or 6½ innings",
        ),
        Row::new(
            ("five_complete", "five innings"),
            "Bets on the first five innings stand when all five are complete, whatever follows.",
            A,
            FIVE_SOURCE,
        ),
        Row::new(
            ("listed_pitchers", "a change voids"),
            "If the server chose so, a listed starting pitcher who does not throw the first \
             pitch voids the bet.",
            A,
            "Pinnacle: listed pitchers; Titan: a listed starter who does not start voids",
        )
        .changed_by("listed_pitchers"),
    ],
    notes: &[
        Note {
            row: Row::new(
                ("mercy_rule", "as a game called early"),
                "A game that a mercy rule ended keeps its moneyline; run line and total are \
                 void, except what can no longer change.",
                A,
                "DraftKings help: mercy rule, the moneyline stands",
            ),
            through: Some("baseball/full_length"),
        },
        Note {
            row: Row::new(
                ("action", "whoever pitches"),
                "Who starts as a pitcher does not matter, and the price stays as it was.",
                A,
                "DraftKings baseball rule 5: action",
            )
            .changed_by("listed_pitchers"),
            through: Some("baseball/moneyline_2way"),
        },
        Note {
            row: Row::new(
                ("tie_after_extra_innings", "moneyline void"),
                "A tie after extra innings voids the moneyline; run line and total are graded.",
                A,
                "DraftKings baseball rule 3: NPB and KBO ties",
            ),
            through: Some("general/push"),
        },
    ],
    ..SportRules::empty(Baseball, Shape::Innings)
};
