//! A play from a seed.

use super::dice::Dice;
use super::op::{Asks, Cut, LegGrades, Market, Op, Pick, Play, Prices, Says, Side};
use super::{GAMES, MEMBERS, SERVERS, SOURCES};

const MARKETS: [Market; 3] = [Market::Moneyline, Market::Spread, Market::Total];
const PRICES: [i32; 9] = [-250, -135, -115, -110, -105, 100, 105, 140, 325];
/// Quarters: whole, half and quarter lines on both sides of zero.
const SPREADS: [i32; 8] = [-14, -13, -12, -2, 0, 3, 6, 11];
const TOTALS: [i32; 6] = [160, 161, 162, 163, 164, 180];
const CAME: [LegGrades; 6] = [
    LegGrades::Won,
    LegGrades::Lost,
    LegGrades::Push,
    LegGrades::Void,
    LegGrades::HalfWon,
    LegGrades::HalfLost,
];
/// Few scores, so that lines are hit and sources agree by chance.
const SCORES: [(i32, i32); 8] = [
    (20, 20),
    (23, 20),
    (20, 23),
    (27, 13),
    (24, 21),
    (17, 24),
    (30, 10),
    (21, 20),
];

/// How many bets, presses to take one back, and decisions there were so far: the last one's number.
#[derive(Default)]
struct Numbers {
    bets: u32,
    presses: u32,
    decisions: u32,
}

/// The play of that seed, so many operations long.
pub(crate) fn play(seed: u64, length: usize) -> Play {
    let mut dice = Dice::new(seed);
    let official = dice.once_in(2);
    let mut numbers = Numbers::default();
    let mut ops: Vec<_> = (0..MEMBERS)
        .filter(|_| !dice.once_in(8))
        .map(|member| Op::Visit { member })
        .collect();
    while ops.len() < length {
        // Early on people bet; later games end.
        let late = ops.len() * 3 > length;
        let op = any(&mut dice, &mut numbers, late);
        ops.push(op);
    }
    Play {
        seed,
        official,
        ops,
    }
}

fn any(dice: &mut Dice, numbers: &mut Numbers, late: bool) -> Op {
    if dice.once_in(12) {
        let last = 1 + dice.below(8) as usize;
        return Op::Replay { last };
    }
    if dice.once_in(8) {
        let of = Box::new(plain(dice, numbers, late));
        let cut = dice.pick(&[Cut::Before, Cut::After, Cut::LostBefore, Cut::LostAfter]);
        let at = 1 + statement(dice, &of);
        return Op::Fault { cut, at, of };
    }
    if dice.once_in(10) {
        let first = match dice.once_in(4) {
            true => Box::new(correct(dice, numbers)),
            false => Box::new(job(dice, late)),
        };
        let at = 1 + statement(dice, &first);
        let second = match dice.once_in(2) {
            true => Box::new(job(dice, late)),
            false => Box::new(plain(dice, numbers, late)),
        };
        return Op::Race { first, at, second };
    }
    plain(dice, numbers, late)
}

/// A statement of an operation to stop at: most have few, settling has many.
fn statement(dice: &mut Dice, op: &Op) -> u32 {
    match op {
        Op::Settle { .. } => dice.below(40),
        Op::Report { .. } | Op::Quote { .. } => dice.below(25),
        Op::Correct { .. } => dice.below(36),
        _ => dice.below(6),
    }
}

/// Something that a fetcher does.
fn job(dice: &mut Dice, late: bool) -> Op {
    match dice.below(4) {
        0 => report(dice, late),
        1 => Op::Decide,
        _ => settle(dice),
    }
}

fn plain(dice: &mut Dice, numbers: &mut Numbers, late: bool) -> Op {
    match dice.below(100) {
        0..23 => place(dice, numbers, late),
        23..26 => Op::PlaceAgain {
            bet: dice.below(numbers.bets + 1),
        },
        26..30 => {
            numbers.presses += 1;
            Op::Cancel {
                bet: dice.below(numbers.bets + 1),
                press: numbers.presses,
            }
        }
        30..35 => quote(dice),
        35..55 => report(dice, late),
        55..59 => Op::ReportAgain {
            game: dice.below(GAMES as u32) as usize,
            source: dice.below(SOURCES as u32) as usize,
        },
        59..61 if late => Op::Rule {
            game: dice.below(GAMES as u32) as usize,
            says: ended(dice),
        },
        59..66 => Op::Decide,
        66..78 => settle(dice),
        78..87 => correct(dice, numbers),
        87..89 => Op::CorrectAgain {
            number: dice.below(numbers.decisions + 1),
        },
        89..92 => Op::Visit {
            member: dice.below(MEMBERS as u32) as usize,
        },
        _ => Op::Advance {
            seconds: advance(dice, late),
        },
    }
}

fn advance(dice: &mut Dice, late: bool) -> i64 {
    match late {
        false => dice.pick(&[1, 20, 70, 130, 600]),
        true => dice.pick(&[1, 20, 130, 600, 7_200, 90_000, 700_000]),
    }
}

fn settle(dice: &mut Dice) -> Op {
    Op::Settle {
        page: dice.pick(&[1, 2, 3, 1_000]),
    }
}

/// An admin's decision: about any ticket or member, or against an earlier decision.
fn correct(dice: &mut Dice, numbers: &mut Numbers) -> Op {
    numbers.decisions += 1;
    let units = 1 + i64::from(dice.below(60_000_000));
    let asks = match dice.below(10) {
        0..2 => Asks::Void {
            bet: dice.below(numbers.bets + 1),
        },
        2..4 => Asks::Regrade {
            bet: dice.below(numbers.bets + 1),
            leg: 1 + dice.pick(&[0, 0, 0, 1, 1, 2]),
            came: dice.pick(&CAME),
        },
        4..6 => {
            let (home, away) = dice.pick(&SCORES);
            Asks::Score {
                server: dice.below(SERVERS as u32) as usize,
                game: dice.below(GAMES as u32) as usize,
                home,
                away,
            }
        }
        6 => Asks::Give {
            member: dice.below(MEMBERS as u32) as usize,
            units,
        },
        7 => Asks::Take {
            member: dice.below(MEMBERS as u32) as usize,
            units,
        },
        _ => Asks::Undo {
            number: dice.below(numbers.decisions),
        },
    };
    let number = numbers.decisions;
    Op::Correct { number, asks }
}

fn place(dice: &mut Dice, numbers: &mut Numbers, late: bool) -> Op {
    numbers.bets += 1;
    let legs = dice.pick(&[1, 1, 1, 2, 2, 3, 4]);
    let stale = late || dice.once_in(6);
    let picks = (0..legs).map(|_| Pick {
        game: dice.below(GAMES as u32) as usize,
        market: dice.pick(&MARKETS),
        side: dice.pick(&[Side::First, Side::Second]),
        back: usize::from(stale && dice.once_in(4)),
    });
    let mut picks: Vec<_> = picks.collect();
    if !dice.once_in(10) {
        // Mostly on different games.
        let mut seen = Vec::new();
        picks.retain(|it| {
            let fresh = !seen.contains(&it.game);
            seen.push(it.game);
            fresh
        });
    }
    let odd = i64::from(dice.below(4_000_000));
    Op::Place {
        bet: numbers.bets,
        member: dice.below(MEMBERS as u32) as usize,
        picks,
        stake: match dice.below(12) {
            0 => 499_999,
            1 => 500_000,
            2 => 5_000_000,
            3 => 5_000_001,
            4..8 => 1_000_000 * i64::from(1 + dice.below(5)),
            _ => 600_001 + odd,
        },
    }
}

fn quote(dice: &mut Dice) -> Op {
    Op::Quote {
        game: dice.below(GAMES as u32) as usize,
        prices: prices(dice),
        dated: Some(0),
    }
}

/// Prices of a game.
pub(crate) fn prices(dice: &mut Dice) -> Prices {
    Prices {
        moneyline: (dice.pick(&PRICES), dice.pick(&PRICES)),
        spread: (dice.pick(&SPREADS), dice.pick(&PRICES), dice.pick(&PRICES)),
        total: (dice.pick(&TOTALS), dice.pick(&PRICES), dice.pick(&PRICES)),
    }
}

fn report(dice: &mut Dice, late: bool) -> Op {
    let over = match late {
        true => dice.below(8) < 7,
        false => dice.once_in(4),
    };
    let says = match (over, dice.below(8)) {
        (true, _) => ended(dice),
        (false, 0..3) => Says::Live,
        (false, _) => Says::Scheduled,
    };
    Op::Report {
        game: dice.below(GAMES as u32) as usize,
        source: dice.below(SOURCES as u32) as usize,
        says,
        // Late ones now and then: older than what was said before.
        dated: match dice.below(6) {
            0 => None,
            1 => Some(i64::from(dice.below(900))),
            _ => Some(0),
        },
    }
}

/// How a game may end.
pub(crate) fn ended(dice: &mut Dice) -> Says {
    if dice.once_in(8) {
        return Says::Cancelled;
    }
    let (home, away) = dice.pick(&SCORES);
    Says::Final(home, away)
}
