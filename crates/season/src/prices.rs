//! What the bookmakers ask before a game starts: prices and lines that move one at a time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::dice::Dice;
use crate::league::{BOOKMAKERS, Bookmaker};
use crate::play::Game;
use crate::schedule::Schedule;

/// How much a market's balance shifts from move to move, in ten-thousandths of chance. Neighbours
/// differ by more than the rounding of a price, so that each move shows; the extremes by less
/// than the bookmakers' shares, so that one taken against the other wins nothing.
const SHIFTS: [i64; 4] = [0, 120, 0, -120];
/// How far a line stands off from move to move, in quarters.
const LINE_SHIFTS: [i64; 8] = [0, 0, 0, 0, 2, 2, 2, 2];
/// How far any line ever is from what the game was expected to bring, in quarters. A correction
/// counts on it.
pub const LINE_OFF_MAX: i64 = 3;

/// What is asked about a game.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Market {
    /// Who wins, overtime included.
    Moneyline,
    /// Who wins once the line is added to its points.
    Spread,
    /// Whether both make more points together than the line, or fewer.
    Total,
}

/// All markets, in the order that they are served in.
pub const MARKETS: [Market; 3] = [Market::Moneyline, Market::Spread, Market::Total];

/// One answer to a market's question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The home side.
    Home,
    /// The away side.
    Away,
    /// More points than the line.
    Over,
    /// Fewer points than the line.
    Under,
}

/// The price of one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which answer.
    pub answer: Answer,
    /// The answer's own line in quarter points: -14 is -3.5. None on a moneyline.
    pub line: Option<i64>,
    /// American: at least 100, or less than -100.
    pub american: i64,
}

/// Both prices of one market at one bookmaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Whose they are.
    pub bookmaker: &'static Bookmaker,
    /// What they are for.
    pub market: Market,
    /// Since when they have been asked.
    pub source_at: DateTime<Utc>,
    /// Home and away, or over and under.
    pub offers: [Offer; 2],
}

/// How often some price of a game moves.
pub fn move_every(schedule: &Schedule) -> TimeDelta {
    schedule.settings().sixth_of_game_every()
}

/// All quotes of a game at `now`: six of them while bets can be taken, else none.
pub fn quotes(schedule: &Schedule, game: &Game, now: DateTime<Utc>) -> Vec<Quote> {
    let spans = game.open_spans();
    let Some((open, _)) = spans
        .into_iter()
        .find(|(open, close)| *open <= now && now < *close)
    else {
        return Vec::new();
    };
    let every = move_every(schedule).num_milliseconds().max(1);
    let moves = u64::try_from((now - game.opens_at).num_milliseconds() / every).unwrap_or(0);
    let dice = schedule.dice(game.number).part(3);
    let mut quotes = Vec::with_capacity(BOOKMAKERS.len() * MARKETS.len());
    for (book, bookmaker) in BOOKMAKERS.iter().enumerate() {
        for (place, market) in MARKETS.into_iter().enumerate() {
            let slot = (book * MARKETS.len() + place) as u64;
            let walk = Walk::after(dice, slot, moves);
            let moved = i64::try_from(walk.last).unwrap_or(0).saturating_mul(every);
            // A market that comes back after a postponement is asked again.
            let source_at = (game.opens_at + TimeDelta::milliseconds(moved)).max(open);
            let offers = offers(game, market, bookmaker, &walk);
            quotes.push(Quote {
                bookmaker,
                market,
                source_at,
                offers,
            });
        }
    }
    quotes
}

/// Where the walk of one market at one bookmaker has arrived.
struct Walk {
    /// The move that was its last one; 0 is the opening.
    last: u64,
    /// The shift of its balance, in ten-thousandths.
    shift: i64,
    /// The shift of its line, in quarters.
    line_shift: i64,
}

impl Walk {
    /// Each move of a game's prices falls to one of the six slots.
    fn after(dice: Dice, slot: u64, moves: u64) -> Walk {
        let whose = dice.part(1);
        let slots = (BOOKMAKERS.len() * MARKETS.len()) as u64;
        let (mut count, mut last) = (0, 0);
        for step in (1..=moves).filter(|step| whose.below(*step, slots) == slot) {
            (count, last) = (count + 1, step);
        }
        let own = dice.part(2).part(slot);
        let at = |list: &[i64], from: u64| {
            let place = (from + count) % list.len() as u64;
            list.get(place as usize).copied().unwrap_or(0)
        };
        let turn = if own.below(0, 2) == 0 { 1 } else { -1 };
        Walk {
            last,
            shift: turn * at(&SHIFTS, own.below(1, SHIFTS.len() as u64)),
            line_shift: turn * at(&LINE_SHIFTS, own.below(2, LINE_SHIFTS.len() as u64)),
        }
    }
}

fn offers(game: &Game, market: Market, bookmaker: &Bookmaker, walk: &Walk) -> [Offer; 2] {
    // The second bookmaker lays every third game's lines a quarter off.
    let quarter = i64::from(bookmaker.code == BOOKMAKERS[1].code && game.number % 3 == 1);
    let off = walk.line_shift + quarter;
    let price = |chance: i64| american(chance, bookmaker.overround);
    // A point of line is worth some 2.5 % of chance.
    let chance = 5_000 + walk.shift + off * 60;
    match market {
        Market::Moneyline => {
            // Three points are worth some 9 %, ten some 22 %; no side is ever hopeless.
            let margin = game.expected_margin * 39;
            let chance = 5_000 + 5_000 * margin / (1_000 + margin.abs()) + walk.shift;
            [
                Offer {
                    answer: Answer::Home,
                    line: None,
                    american: price(chance),
                },
                Offer {
                    answer: Answer::Away,
                    line: None,
                    american: price(10_000 - chance),
                },
            ]
        }
        Market::Spread => {
            let line = -2 * game.expected_margin + off;
            [
                Offer {
                    answer: Answer::Home,
                    line: Some(line),
                    american: price(chance),
                },
                Offer {
                    answer: Answer::Away,
                    line: Some(-line),
                    american: price(10_000 - chance),
                },
            ]
        }
        Market::Total => {
            // A higher line is worse for the over.
            let line = Some(2 * game.expected_total - off);
            [
                Offer {
                    answer: Answer::Over,
                    line,
                    american: price(chance),
                },
                Offer {
                    answer: Answer::Under,
                    line,
                    american: price(10_000 - chance),
                },
            ]
        }
    }
}

/// The American price that implies a chance of `chance`, in ten-thousandths, with the
/// bookmaker's share on top; in steps of 5, from 300 on of 10.
fn american(chance: i64, overround: u32) -> i64 {
    let implied = (chance * i64::from(overround) / 10_000).clamp(500, 9_500);
    let favoured = implied >= 5_000;
    let exact = if favoured {
        100 * implied / (10_000 - implied)
    } else {
        100 * (10_000 - implied) / implied
    };
    let step = if exact < 300 { 5 } else { 10 };
    let rounded = (exact + step / 2) / step * step;
    // Even money is written +100.
    if favoured && rounded > 100 {
        -rounded
    } else {
        rounded
    }
}
