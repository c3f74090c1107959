//! Ice hockey: NHL, KHL and others.

use shared::game::Period::{self, Full, Regulation};
use shared::league::Sport::IceHockey;
use shared::market::MarketKind::{self, *};

use super::Level::{Loses, StakeBack};
use super::Reach::{Part, RegularTime, WholeGame};
use super::SourceGrade::{A, B, C};
use super::Term::{self, Overtime, PlainFull, Plus, ShootoutGoal};
use super::{
    Action, Clock, Counting, MarketRule, Minimum, Needs, Note, Row, Shape, SportRules, counting,
    market,
};

const P1: Period = Period::Third(1);
const P2: Period = Period::Third(2);
const P3: Period = Period::Third(3);

/// The leagues whose whole game is overtime and shoot-out too.
const NHL: &[&str] = &["NHL"];

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "NHL with shoot-out"),
            "In the NHL overtime and shoot-out count; a game that was called while level is void.",
            A,
            "BetMGM and Pinnacle, NHL: overtime and shoot-out count; BetDEX: level is void",
        ),
    ),
    market(
        Moneyline3,
        Regulation,
        Loses,
        Row::new(
            ("moneyline_3way", "sixty minutes"),
            "Three-way and 60-minute markets are regulation only, and a draw loses for either \
             side.",
            A,
            "theScore and Pinnacle: three-way and 60-minute markets are regulation only",
        ),
    ),
    market(
        Spread,
        Full,
        StakeBack,
        Row::new(
            ("spread", "a shoot-out is one goal"),
            "In the NHL the puck line counts overtime, and the shoot-out's winner gets exactly \
             one goal.",
            A,
            "BetMGM and Pinnacle, NHL puck line: the shoot-out's winner gets exactly one goal",
        ),
    ),
    market(
        Total,
        Full,
        StakeBack,
        Row::new(
            ("total", "a shoot-out is one goal"),
            "In the NHL the total counts overtime, and a shoot-out adds exactly one goal.",
            A,
            "BetMGM and Pinnacle, NHL total: a shoot-out adds exactly one goal",
        ),
    ),
];

const KINDS: &[MarketKind] = &[
    DrawNoBet,
    DoubleChance,
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

const WITH_SHOOTOUT: &[&[Term]] = &[
    &[Plus(Full)],
    &[Plus(P1), Plus(P2), Plus(P3), Overtime, ShootoutGoal],
    &[Plus(Regulation), Overtime, ShootoutGoal],
];
const WITHOUT_SHOOTOUT: &[&[Term]] = &[
    &[Plus(P1), Plus(P2), Plus(P3), Overtime],
    &[Plus(Regulation), Overtime],
];
const SIXTY_MINUTES: &[&[Term]] = &[&[Plus(P1), Plus(P2), Plus(P3)], &[Plus(Regulation)]];
const SIXTY_OR_PLAIN: &[&[Term]] = &[
    &[Plus(P1), Plus(P2), Plus(P3)],
    &[Plus(Regulation)],
    &[PlainFull],
];

const COUNTINGS: &[Counting] = &[
    Counting {
        kinds: &[TeamTotal],
        choice: Some(("hockey_team_total", "regulation")),
        ..counting(
            Full,
            RegularTime,
            SIXTY_MINUTES,
            Row::new(
                ("counts_team_total", "regulation"),
                "A total of one side counts regulation, unless the market says that overtime and \
                 shoot-out count.",
                C,
                "xBet: regulation; Galaxy Sports: overtime without the shoot-out's goal; BetMGM: \
                 as the market says",
            )
            .changed_by("hockey_team_total"),
        )
    },
    Counting {
        leagues: NHL,
        kinds: &[TeamTotal],
        choice: Some(("hockey_team_total", "without_shootout")),
        ..counting(
            Full,
            WholeGame,
            WITHOUT_SHOOTOUT,
            Row::new(
                (
                    "counts_team_total_overtime",
                    "overtime without the shoot-out's goal",
                ),
                "If the server chose so, a total of one NHL side counts overtime, and nothing \
                 for the shoot-out.",
                C,
                "Galaxy Sports: overtime counts and the shoot-out's goal does not",
            )
            .changed_by("hockey_team_total"),
        )
    },
    Counting {
        leagues: NHL,
        can_be_level: false,
        ..counting(
            Full,
            WholeGame,
            WITH_SHOOTOUT,
            Row::new(
                ("counts_full_nhl", "with overtime and one goal"),
                "An NHL game counts overtime and exactly one goal for who won the shoot-out: 2-2 \
                 with a shoot-out of 3-1 is 3-2.",
                A,
                "BetMGM Michigan, Pinnacle and theScore, NHL; BetDEX gives the example",
            ),
        )
    },
    counting(
        Full,
        RegularTime,
        SIXTY_OR_PLAIN,
        Row::new(
            ("counts_full", "regulation"),
            "Leagues other than the NHL count regulation only, unless the market says otherwise.",
            C,
            "Galaxy Sports and JustBet; Pinnacle: regulation unless stated",
        ),
    ),
    Counting {
        can_be_level: false,
        ..counting(
            Period::IncludingOvertime,
            WholeGame,
            WITH_SHOOTOUT,
            Row::new(
                ("counts_including_overtime", "with overtime and one goal"),
                "A market that says so counts overtime and one goal for the shoot-out in every \
                 league.",
                A,
                "Pinnacle: regulation unless stated; BetMGM: a shoot-out adds one goal",
            ),
        )
    },
    counting(
        Regulation,
        RegularTime,
        SIXTY_MINUTES,
        Row::new(
            ("counts_regulation", "three periods"),
            "Regulation is the three periods.",
            A,
            "theScore and Pinnacle: regulation is the three periods",
        ),
    ),
    third(P1, &[&[Plus(P1)]], "counts_P1"),
    third(P2, &[&[Plus(P2)]], "counts_P2"),
    third(P3, &[&[Plus(P3)]], "counts_P3"),
];

const fn third(period: Period, ways: &'static [&'static [Term]], name: &'static str) -> Counting {
    counting(
        period,
        Part,
        ways,
        Row::new(
            (name, "alone"),
            "A period counts its own goals; the third excludes overtime.",
            C,
            "offshore hockey rules: the third period excludes overtime",
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
    minimum: &[
        Minimum {
            row: Row::new(
                ("minimum_play_nhl", "55 minutes"),
                "Bets on a whole NHL game need 55 minutes of play; otherwise they are void, \
                 except what can no longer change.",
                A,
                "BetMGM Nevada and Michigan: NHL games need 55 minutes",
            ),
            leagues: NHL,
            minutes: 55,
            official_counts: false,
        },
        Minimum {
            row: Row::new(
                ("minimum_play", "60 minutes"),
                "Bets on a whole game of other leagues need 60 minutes of play; otherwise they \
                 are void, except what can no longer change.",
                A,
                "BetMGM Nevada and Michigan: other hockey needs 60 minutes",
            ),
            leagues: &[],
            minutes: 60,
            official_counts: false,
        },
    ],
    action: &[
        Action {
            row: Row::new(
                ("goalie_starts", "must start"),
                "A bet on a goalkeeper who does not start is void.",
                A,
                "theScore hockey, Sportradar rule 2: the goalie must start",
            ),
            statistics: &["saves", "goals_against", "shutout"],
            needs: Needs::Start,
            choice: None,
        },
        Action {
            row: Row::new(
                ("player_plays", "ice time"),
                "A bet on a player without ice time is void.",
                A,
                "theScore hockey: no ice time is void",
            ),
            statistics: &[],
            needs: Needs::Play,
            choice: None,
        },
    ],
    rows: &[Row::new(
        ("called_while_level", "stake back"),
        "A moneyline without the tie returns the stake when the game was called while level.",
        B,
        "BetDEX: void; the PokerStars exchange: a dead heat",
    )
    .changed_by("hockey_called_level")],
    notes: &[Note {
        row: Row::new(
            ("player_overtime", "overtime yes, shoot-out no"),
            "A player's goals and points count overtime and never the shoot-out, as the \
                 league keeps them.",
            B,
            "theScore; Sportradar rule 5: shoot-out goals are no player's goals",
        ),
        through: Some("general/player_total"),
    }],
    ..SportRules::empty(
        IceHockey,
        Shape::Timed {
            shorter_counts: false,
        },
    )
};
