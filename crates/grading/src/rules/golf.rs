//! Golf.

use shared::game::Period::Full;
use shared::league::Sport::Golf;
use shared::market::MarketKind::*;

use super::Level::{Loses, StakeBack};
use super::SourceGrade::{A, C};
use super::{FieldPlay, MarketRule, Note, Row, Shape, SportRules, market};

const H2H: &str = "DraftKings golf rules 8 and 9: both tee off; more holes, then the score";

const MARKETS: &[MarketRule] = &[
    market(
        Outright,
        Full,
        Loses,
        Row::new(
            ("outright", "playoff counts"),
            "Who wins the tournament, playoff included; teeing off is action, and withdrawing or \
             being disqualified after that loses.",
            A,
            "DraftKings golf rules 4 to 6",
        ),
    ),
    market(
        TopFinish,
        Full,
        Loses,
        Row::new(
            ("top_finish", "ties share the places"),
            "Who finishes among the first so many; those who tie share the places that are left.",
            A,
            "DraftKings help: dead heat, places left over those tied; Wagerweb pays in full",
        )
        .changed_by("dead_heat"),
    ),
    market(
        BestOfGroup,
        Full,
        Loses,
        Row::new(
            ("best_of_group", "ties share"),
            "Who is best of a group, over the tournament or one round; those who tie share it.",
            A,
            "DraftKings golf rule 9, Fubo and OpticOdds: a tie of a three-ball is divided",
        )
        .changed_by("dead_heat"),
    ),
    market(
        HeadToHead,
        Full,
        StakeBack,
        Row::new(
            ("head_to_head", "a tie is void"),
            "Who is better of two: more holes, then fewer strokes, the playoff excluded; a tie is \
             void.",
            A,
            H2H,
        ),
    ),
    market(
        HeadToHead3,
        Full,
        Loses,
        Row::new(
            ("head_to_head_3way", "the tie is an answer"),
            "Who is better of two, the playoff excluded; the tie is a separate answer.",
            A,
            H2H,
        ),
    ),
    market(
        PlayerYesNo,
        Full,
        Loses,
        Row::new(
            ("player_yes_no", "make the cut"),
            "Whether the player makes the cut.",
            C,
            "BetMGM and offshore golf rules: starting and then withdrawing misses the cut",
        ),
    ),
];

/// The rules of the sport.
pub(super) const RULES: SportRules = SportRules {
    markets: MARKETS,
    rows: &[
        Row::new(
            ("never_started", "void"),
            "A bet on somebody who never tees off is void.",
            A,
            "DraftKings golf rule 6: void for bets from Monday of that week, otherwise lost",
        )
        .changed_by("never_started"),
        Row::new(
            ("minimum_play", "36 holes"),
            "A tournament needs 36 holes and an official result.",
            A,
            "DraftKings golf rule 2, BetMGM Illinois: 36 holes; BetMGM Nevada: one round",
        )
        .changed_by("golf_minimum"),
        Row::new(
            ("both_tee_off", "else void"),
            "A comparison is void when one who is compared never tees off.",
            A,
            H2H,
        ),
        Row::new(
            ("withdrew_before_cut", "make lost, miss won"),
            "Whoever withdraws or is disqualified before the cut has missed it.",
            C,
            "BetMGM and offshore golf rules: starting and then withdrawing misses the cut",
        ),
        Row::new(
            ("more_holes", "wins"),
            "Of two who are compared the one with more holes wins, so who misses the cut or \
             withdraws loses to who does not.",
            A,
            H2H,
        ),
        Row::new(
            ("disqualified", "loses, both void"),
            "Whoever is disqualified before the cut, or in the round that is compared, loses to \
             whoever is not; where both are the bet is void.",
            A,
            "bet365 Kansas golf: out before two rounds loses, later beats who missed the cut; \
             BetBright: both disqualified, void; Bodog golf rule 8: the bets of that round lose",
        ),
        Row::new(
            ("fewer_strokes", "wins"),
            "Of two with as many holes the one with fewer strokes wins, the playoff excluded; \
             where not every round is told, the better placed one.",
            A,
            H2H,
        ),
        Row::new(
            ("round_strokes", "of that round"),
            "A market on one round compares the strokes of that round.",
            A,
            "DraftKings golf rule 9: three-balls are settled on the round",
        ),
    ],
    notes: &[Note {
        row: Row::new(
            ("placed_after_last_round", "void"),
            "A bet that was placed after the last round that was completed is void; here none is \
             taken after the first tee.",
            A,
            "BetMGM Illinois golf: bets after the last completed round are void",
        ),
        through: None,
    }],
    ..SportRules::empty(Golf, Shape::Field(FieldPlay::Golf))
};
