//! Fights: mixed martial arts and boxing, which differ in the length of a round.

use shared::facts::Change;
use shared::game::Period::Full;
use shared::league::Sport;
use shared::market::MarketKind::{self, *};

use super::Level::{Loses, StakeBack};
use super::SourceGrade::{A, C, D};
use super::{Changed, MarketRule, Note, Row, Shape, SportRules, market};

const MARKETS: &[MarketRule] = &[
    market(
        Moneyline2,
        Full,
        StakeBack,
        Row::new(
            ("moneyline_2way", "a draw returns the stake"),
            "Who wins the fight, by disqualification too; a draw returns the stake.",
            C,
            "BetOnline: a draw is a refund where it is not offered; BetMGM: a disqualification \
             counts",
        ),
    ),
    market(
        Moneyline3,
        Full,
        Loses,
        Row::new(
            ("moneyline_3way", "the draw is an answer"),
            "Who wins the fight; a draw wins for the draw, and both fighters lose.",
            A,
            "bet.co.za boxing: with the draw offered both fighters lose",
        ),
    ),
    market(
        Method,
        Full,
        Loses,
        Row::new(
            ("method", "knockout holds disqualification"),
            "How the fight ends, or how that fighter wins it; technical knockouts are knockouts, \
             and so are disqualifications.",
            A,
            "BetMGM boxing and MMA: by knockout includes disqualification",
        )
        .changed_by("knockout_includes_disqualification"),
    ),
    market(
        TotalRounds,
        Full,
        StakeBack,
        Row::new(
            ("total_rounds", "half a round is half its time"),
            "How long the fight lasts; half a round is 2:30 in MMA and 1:30 in boxing, and 1:00 \
             where rounds are two minutes.",
            C,
            "BetOnline and Sports411: half a round is half of its time",
        )
        .changed_by("half_round_exact"),
    ),
];

const CHANGED: &[Changed] = &[
    Changed {
        row: Row::new(
            ("rounds_changed", "moneyline stands"),
            "When the number of rounds is changed the moneyline stands, and bets on rounds, on \
             how long the fight lasts and on how it ends are void.",
            A,
            "BetMGM boxing and MMA: round and total bets are void, the winner stands",
        ),
        change: Change::Rounds,
        void: Some(&[TotalRounds, Method, MarketKind::Total]),
    },
    Changed {
        row: Row::new(
            ("fighter_replaced", "void"),
            "A bet on a fight in which a fighter was replaced is void.",
            A,
            "BetMGM boxing and MMA: a replaced fighter voids all bets",
        ),
        change: Change::Opponent,
        void: None,
    },
    Changed {
        row: Row::new(
            ("country_changed", "void"),
            "A fight that was moved to another country is void.",
            A,
            "BetMGM boxing and MMA: another country voids, the same one stands",
        ),
        change: Change::Country,
        void: None,
    },
    Changed {
        row: Row::new(
            ("venue_changed", "stands"),
            "A fight that was moved within its country stands.",
            A,
            "BetMGM boxing and MMA: another country voids, the same one stands",
        ),
        change: Change::Venue,
        void: Some(&[]),
    },
];

const ROWS: &[Row] = &[
    Row::new(
        ("no_contest", "void, what is decided stands"),
        "A fight without a result returns the stake, except what can no longer change.",
        A,
        "BetMGM Nevada boxing and MMA: no contest is a refund, except what is determined",
    ),
    Row::new(
        ("half_round_exact", "over"),
        "A stoppage just on the middle of the round that the line names is over.",
        C,
        "Sports411: just on the half round is over",
    )
    .changed_by("half_round_exact"),
    Row::new(
        ("fails_to_answer", "the round before"),
        "A fighter who does not come out for a round ended the fight in the round before.",
        A,
        "BetMGM boxing and MMA: failing to answer the bell ends the fight in the round before",
    ),
    Row::new(
        ("round_betting", "by a stoppage in that round"),
        "A market on one round is won by the fighter who ends the fight in it.",
        D,
        "BetMGM boxing and MMA: round betting",
    ),
];

const NOTES: &[Note] = &[
    Note {
        row: Row::new(
            ("opening_bell", "action"),
            "A fight is action from the opening bell.",
            A,
            "BetMGM Nevada boxing and MMA: action from the opening bell",
        ),
        through: Some("general/not_played"),
    },
    Note {
        row: Row::new(
            ("overturned", "ignored"),
            "A result that is overturned later is ignored; only an announcer's error is put right.",
            A,
            "BetMGM Nevada boxing and MMA: later changes do not count",
        ),
        through: None,
    },
];

const fn fights(sport: Sport, round_seconds: u16) -> SportRules {
    SportRules {
        markets: MARKETS,
        changed: CHANGED,
        rows: ROWS,
        notes: NOTES,
        ..SportRules::empty(sport, Shape::Fight { round_seconds })
    }
}

/// Rounds of five minutes.
pub(super) const MIXED_MARTIAL_ARTS: SportRules = fights(Sport::MixedMartialArts, 300);
/// Rounds of three minutes.
pub(super) const BOXING: SportRules = fights(Sport::Boxing, 180);
