//! What holds in every sport that has no rule of its own.

use shared::facts::Change;
use shared::game::Period::{Full, Regulation};
use shared::market::MarketKind;

use super::Level::StakeBack;
use super::SourceGrade::{A, B, C};
use super::{Changed, Level, MarketRule, Note, Row, market};

/// Markets that mean the same in every sport that has them.
pub const MARKETS: &[MarketRule] = &[
    market(
        MarketKind::DrawNoBet,
        Regulation,
        StakeBack,
        Row::new(
            ("draw_no_bet", "regular time, level returns the stake"),
            "The side that is ahead after regular time wins, and a draw returns the stake.",
            A,
            "bet365 soccer, draw no bet: a handicap of nothing on regular time",
        ),
    ),
    market(
        MarketKind::DoubleChance,
        Regulation,
        Level::Loses,
        Row::new(
            ("double_chance", "two of three, regular time"),
            "Two of the three ends of regular time win; it never returns the stake.",
            A,
            "Paddy Power and BetMGM soccer: double chance is two of the three results",
        ),
    ),
    market(
        MarketKind::TeamTotal,
        Full,
        StakeBack,
        Row::new(
            ("team_total", "one side's score"),
            "One side's own score is compared with the line, over the same time as the game's \
             total.",
            A,
            "DraftKings football rule 1: team totals count what the game's total counts",
        ),
    ),
    market(
        MarketKind::BothTeamsToScore,
        Full,
        Level::Loses,
        Row::new(
            ("both_teams_to_score", "both above nothing"),
            "Yes wins when both sides score, and no when either does not.",
            A,
            "Paddy Power and BetMGM soccer: both teams to score",
        ),
    ),
    market(
        MarketKind::OddEven,
        Full,
        Level::Loses,
        Row::new(
            ("odd_even", "nothing at all is even"),
            "The sum of both scores is odd or even, and zero is even.",
            A,
            "Pinnacle and BetMGM: no score is an even total, in ice hockey too",
        ),
    ),
    market(
        MarketKind::CorrectScore,
        Full,
        Level::Loses,
        Row::new(
            ("correct_score", "both numbers"),
            "Only the exact score wins, home side first.",
            A,
            "Paddy Power and BetMGM soccer: correct score",
        ),
    ),
    market(
        MarketKind::HalfTimeFullTime,
        Regulation,
        Level::Loses,
        Row::new(
            ("half_time_full_time", "regular time"),
            "Who leads at half time and who leads after regular time must both be named; overtime \
             never counts.",
            B,
            "SBK rules 17.8.1 and 17.8.3: half-time/full-time excludes overtime",
        ),
    ),
    market(
        MarketKind::WinningMargin,
        Full,
        Level::Loses,
        Row::new(
            ("winning_margin", "the difference of the scores"),
            "The side named must win by as many as the band holds, over the same time as the \
             game's total.",
            A,
            "DraftKings football rule 1: winning margin includes overtime",
        ),
    ),
    market(
        MarketKind::ToQualify,
        Full,
        Level::Loses,
        Row::new(
            ("to_qualify", "the full tie"),
            "Whoever goes through wins, however it was decided: extra time, penalties, both legs.",
            A,
            "Pinnacle periods 8 and 39: to qualify and to lift the trophy",
        ),
    ),
    market(
        MarketKind::PlayerTotal,
        Full,
        StakeBack,
        Row::new(
            ("player_total", "a player's statistic"),
            "A player's statistic is compared with the line; exactly on a whole line the stake \
             is returned.",
            B,
            "Sportradar player props rule 6: level with the line is returned",
        ),
    ),
    market(
        MarketKind::PlayerYesNo,
        Full,
        Level::Loses,
        Row::new(
            ("player_yes_no", "once at least"),
            "Yes wins when it happens to the player at least once.",
            B,
            "Sportradar player props: it happened when the statistic is one or more",
        ),
    ),
    market(
        MarketKind::HeadToHead,
        Full,
        StakeBack,
        Row::new(
            ("head_to_head", "level returns the stake"),
            "Of two players, the one with more of the statistic wins; both must take part, and \
             level returns the stake.",
            A,
            "DraftKings football rule 3: all named players must play one down; push rules",
        ),
    ),
    market(
        MarketKind::HeadToHead3,
        Full,
        Level::Loses,
        Row::new(
            ("head_to_head_3way", "the tie is an answer"),
            "Of two players, the one with more of the statistic wins; both must take part, and \
             the tie is a separate answer.",
            A,
            "DraftKings football rule 3: all named players must play one down",
        ),
    ),
];

/// What changes after a bet do.
pub const CHANGED: &[Changed] = &[
    Changed {
        row: Row::new(
            ("sides_swapped", "void"),
            "A game whose home and away sides were swapped is void.",
            C,
            "PokerStars and Ravobet, general rules: home and away swapped is void",
        ),
        change: Change::Sides,
        void: None,
    },
    Changed {
        row: Row::new(
            ("venue_moved", "stands"),
            "A game that was moved to another place stands while the home side is the same.",
            C,
            "PokerStars and Ravobet, general rules: a move with home kept stands",
        ),
        change: Change::Venue,
        void: Some(&[]),
    },
    Changed {
        row: Row::new(
            ("opponent_replaced", "void"),
            "A bet against an opponent who was replaced is void.",
            A,
            "BetMGM Nevada, boxing and MMA: a replaced fighter voids all bets",
        ),
        change: Change::Opponent,
        void: None,
    },
];

/// Applied by name.
pub const ROWS: &[Row] = &[
    Row::new(
        ("not_played", "void"),
        "A game that was called off, or not played in time, is void.",
        A,
        "DraftKings, BetMGM and theScore: a game that is not played in its window is void",
    ),
    Row::new(
        ("walkover", "void"),
        "A game that never began because one side went through without playing is void.",
        C,
        "Bwin and NetBet: a walkover before the start voids all bets",
    ),
    Row::new(
        ("no_result", "void, what is decided stands"),
        "A game that was stopped without a result is void, except what can no longer change.",
        A,
        "DraftKings football rule 2 and baseball rule 4, Betfair rugby, Bwin B1.3",
    ),
    Row::new(
        ("determined", "stands"),
        "What can no longer change stands, however the game ended: over 8.5 with nine is won, \
         and under is lost.",
        A,
        "DraftKings football rule 2 and baseball rule 4, Betfair rugby, Bwin B1.3",
    ),
    Row::new(
        ("part_complete", "stands"),
        "A part of a game that was played to its end stands, even if the rest was not.",
        A,
        "Paddy Power soccer and JustBet: first-half bets stand when the half is complete",
    ),
    Row::new(
        ("part_not_complete", "void, what is decided stands"),
        "A part of a game that was not played to its end is void, except what can no longer \
         change.",
        C,
        "JustBet: the period must be complete",
    ),
    Row::new(
        ("push", "stake back"),
        "A score exactly on a whole line, or level where no draw is offered, returns the stake.",
        A,
        "William Hill US and DraftKings: level on the line is a push",
    ),
    Row::new(
        ("quarter_line", "half on each neighbour"),
        "A quarter line is two bets of half the stake, on the lines a quarter to either side.",
        A,
        "bet365 New Jersey soccer rules, Asian handicap: the table of quarter lines",
    ),
    Row::new(
        ("dead_heat", "places left over those tied"),
        "Those who share a place share it: the stake is multiplied by the places left over those \
         tied, and the rest is lost.",
        A,
        "DraftKings: odds over (tied over places left); Betradar dead_heat_factor",
    )
    .changed_by("dead_heat"),
    Row::new(
        ("no_dead_heat_of_two", "stake back"),
        "If two are compared and end level, and the tie was not offered, the stake is returned.",
        A,
        "DraftKings golf rule 8: a tie is void where no draw was offered",
    ),
];

/// Carried out by other parts.
pub const NOTES: &[Note] = &[
    Note {
        row: Row::new(
            ("placed_too_late", "void"),
            "A bet that was accepted after the start, or after the result, is void.",
            A,
            "PokerStars, general rules: bets after the start that were not live are void",
        ),
        through: None,
    },
    Note {
        row: Row::new(
            ("void_leg_drops", "the leg drops"),
            "A leg that is void or returns its stake drops out of a parlay.",
            A,
            "Pinnacle: a push or a cancel carries the whole stake to the next leg",
        ),
        through: None,
    },
    Note {
        row: Row::new(
            ("order_of_rules", "market, sport, general"),
            "A rule of the market goes before one of the sport, and that before a general one.",
            C,
            "PokerStars and Ravobet, general rules: order of authority",
        ),
        through: None,
    },
    Note {
        row: Row::new(
            ("corrections", "one settlement more"),
            "A result that is corrected in its window is settled again beside the first; after \
             that it is frozen.",
            A,
            "Pinnacle lines API: a re-settlement has a new id; Bwin B1.4: within 24 hours",
        ),
        through: None,
    },
];
