//! Racing: motorsport and horses.

use shared::game::Period::Full;
use shared::league::Sport;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::SourceGrade::{A, B, C, D};
use super::{FieldPlay, MarketRule, Note, Row, Shape, SportRules, market};

const CLASSIFIED: &str = "bet365 Kansas and TheVault motorsport: the official classification";

const MOTOR_MARKETS: &[MarketRule] = &[
    market(
        Outright,
        Full,
        Loses,
        Row::new(
            ("outright", "the podium's order"),
            "Who wins the race, as the podium stands.",
            C,
            "Bodog motorsport rule 7: the podium's order is final",
        ),
    ),
    market(
        TopFinish,
        Full,
        Loses,
        Row::new(
            ("top_finish", "the podium's order"),
            "Who finishes among the first so many, as the podium stands.",
            C,
            "Bodog motorsport rule 7: the podium's order is final",
        ),
    ),
    market(
        BestOfGroup,
        Full,
        Loses,
        Row::new(
            ("best_of_group", "the best classified"),
            "Who is classified best of a group.",
            A,
            CLASSIFIED,
        ),
    ),
    market(
        HeadToHead,
        Full,
        StakeBack,
        Row::new(
            ("head_to_head", "who goes further"),
            "Who is better of two: finishing beats stopping, and of two who stopped more laps win.",
            A,
            CLASSIFIED,
        ),
    ),
    market(
        HeadToHead3,
        Full,
        Loses,
        Row::new(
            ("head_to_head_3way", "the tie is an answer"),
            "Who is better of two, the tie being an answer of its own.",
            A,
            CLASSIFIED,
        ),
    ),
];

/// Cars and motorcycles.
pub(super) const MOTORSPORT: SportRules = SportRules {
    markets: MOTOR_MARKETS,
    rows: &[
        Row::new(
            ("never_started", "void"),
            "A bet on somebody who does not start is void; the signal for the warm-up lap is the \
             start.",
            C,
            "Bodog and Bwin motorsport: a non-starter is void",
        ),
        Row::new(
            ("both_start", "else void"),
            "A comparison is void when one who is compared does not start.",
            A,
            "bet365 Kansas motorsport: both must start, the formation lap's signal is the start",
        ),
        Row::new(
            ("finishing_wins", "against stopping"),
            "Of two who are compared the one who finishes beats the one who does not.",
            A,
            CLASSIFIED,
        ),
        Row::new(
            ("more_laps", "win"),
            "Of two who both stopped the one with more laps wins.",
            A,
            CLASSIFIED,
        ),
        Row::new(
            ("same_lap", "the classification"),
            "Of two who stopped in the same lap the official classification decides, and where \
             there is none the bet is void.",
            A,
            "bet365 Kansas and TheVault: the classification; Bodog rule 9 and Bwin: void",
        )
        .changed_by("same_lap_retirement"),
        Row::new(
            ("classification", "the official one"),
            "Of two who both finished the better classified one wins.",
            A,
            CLASSIFIED,
        ),
    ],
    notes: &[
        Note {
            row: Row::new(
                ("podium", "final"),
                "In Formula 1 the podium's order is final, and later penalties are ignored.",
                C,
                "Bodog motorsport rule 7",
            ),
            through: Some("motorsport/outright"),
        },
        Note {
            row: Row::new(
                ("later_changes", "within the correction window"),
                "A change of the official result counts within 24 hours, in NASCAR a \
                 disqualification within 6, and later ones do not.",
                A,
                "BetMGM Nevada motorsport: 24 hours; TheVault: NASCAR 6 hours; BetPanther: 30 \
                 minutes",
            ),
            through: None,
        },
    ],
    ..SportRules::empty(Sport::Motorsport, Shape::Field(FieldPlay::Motor))
};

const HORSE_MARKETS: &[MarketRule] = &[
    market(
        Outright,
        Full,
        Loses,
        Row::new(
            ("outright", "the official first"),
            "Who wins the race; horses that share the first place share it.",
            B,
            "Betradar dead_heat_factor; William Hill and Betsson racing",
        )
        .changed_by("dead_heat"),
    ),
    market(
        TopFinish,
        Full,
        Loses,
        Row::new(
            ("top_finish", "the official place"),
            "Which horse is placed; those that share a place share it.",
            B,
            "Betradar dead_heat_factor; William Hill and Betsson racing",
        )
        .changed_by("dead_heat"),
    ),
    market(
        BestOfGroup,
        Full,
        Loses,
        Row::new(
            ("best_of_group", "the best placed"),
            "Which of a group of horses is placed best.",
            D,
            "as in golf, DraftKings rule 9",
        ),
    ),
    market(
        HeadToHead,
        Full,
        StakeBack,
        Row::new(
            ("head_to_head", "the better placed"),
            "Which of two horses is placed better; finishing beats not finishing, and level is \
             void.",
            D,
            "as in motorsport, bet365 Kansas",
        ),
    ),
    market(
        HeadToHead3,
        Full,
        Loses,
        Row::new(
            ("head_to_head_3way", "the tie is an answer"),
            "Which of two horses is placed better, the tie being an answer of its own.",
            D,
            "as in motorsport, bet365 Kansas",
        ),
    ),
];

/// Horses.
pub(super) const HORSE_RACING: SportRules = SportRules {
    markets: HORSE_MARKETS,
    rows: &[
        Row::new(
            ("never_started", "void"),
            "A bet on a non-runner is void.",
            A,
            "William Hill and Betsson racing: a non-runner is void",
        ),
        Row::new(
            ("both_start", "else void"),
            "A comparison is void when one who is compared does not run.",
            D,
            "as in motorsport, bet365 Kansas",
        ),
        Row::new(
            ("finishing_wins", "against stopping"),
            "Of two who are compared the one who finishes beats the one who does not.",
            D,
            "as in motorsport, bet365 Kansas",
        ),
        Row::new(
            ("classification", "the official one"),
            "Of two who are compared the better placed one wins.",
            D,
            "as in motorsport, bet365 Kansas",
        ),
        Row::new(
            ("same_lap", "void"),
            "Of two who did not finish neither wins: the bet is void.",
            D,
            "as in motorsport, Bodog rule 9 and Bwin",
        ),
    ],
    notes: &[
        Note {
            row: Row::new(
                ("rule_4", "deductions from winnings"),
                "A non-runner that was withdrawn after the bet takes a share of its winnings, by \
                 its price, 90% at most.",
                A,
                "William Hill, Betsson and Unibet: Tattersalls rule 4(c)",
            ),
            through: None,
        },
        Note {
            row: Row::new(
                ("each_way", "two bets"),
                "An each-way bet is two bets of equal stake, to win and to be placed.",
                A,
                "William Hill and Betsson racing: each way",
            ),
            through: None,
        },
    ],
    ..SportRules::empty(Sport::HorseRacing, Shape::Field(FieldPlay::Horses))
};
