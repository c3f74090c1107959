//! A thousand made-up games, what three sources say of each, with two corrections, and in which
//! orders that can arrive. All of it follows from numbers.

use chrono::{DateTime, TimeDelta, Utc};
use shared::competitor::Role;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::GameId;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side, side_line};
use shared::price::Price;

/// How many games there are.
pub(crate) const GAMES: usize = 1_000;
/// How many of them one case plays: a parlay's games are all among them.
pub(crate) const GAMES_A_CASE: usize = 20;
/// How many cases see every game once.
pub(crate) const BLOCKS: usize = GAMES / GAMES_A_CASE;
/// How many members bet in one case.
pub(crate) const MEMBERS: usize = 12;
/// How many tickets they have together.
const TICKETS: usize = 60;
/// Until all has arrived, less than a day passes: corrections are followed that long.
const PAUSE_MAX_MINUTES: u64 = 15;

/// Numbers by chance, the same for the same seed (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap()
    }

    fn points(&mut self, bound: u64) -> i32 {
        i32::try_from(self.below(bound)).unwrap()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}

/// How a game ended, as somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum End {
    Cancelled,
    /// The full score and, where known, the first half's.
    Final((i32, i32), Option<(i32, i32)>),
}

/// What a source says at one time. `None`: that the game is being played.
pub(crate) type Claim = Option<End>;

/// One of the three, with what it says in its own order.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) provider: &'static str,
    pub(crate) says: Vec<Claim>,
}

/// A game and what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    pub(crate) game: GameId,
    pub(crate) reference: String,
    pub(crate) sources: Vec<Source>,
    /// How it really ended, which the operator knows when he is asked.
    pub(crate) truth: End,
}

/// The league's own feed, in the games that it knows.
pub(crate) const OWN: &str = "football_data";
/// A provider under which the games are known first.
pub(crate) const FIRST: &str = "api_sports";
pub(crate) const OTHERS: [&str; 3] = [FIRST, "espn", "the_odds_api"];

impl Script {
    /// The game of that number.
    pub(crate) fn of(number: usize) -> Self {
        let mut chance = Chance::new(0x6761_6d65 ^ (number as u64) << 20);
        let reference = format!("game-{number}");
        let truth = ended(&mut chance);
        let wrong = [ended(&mut chance), ended(&mut chance)];
        let mut says: Vec<Vec<Claim>> = Vec::new();
        for nth in 0..3 {
            let gives_halves = chance.below(2) == 0;
            // One in eight never hears of the end, the first of them always does.
            if nth > 0 && chance.below(8) == 0 {
                says.push(vec![None]);
                continue;
            }
            let end = match chance.below(5) {
                0 => wrong[chance.index(2)],
                _ => truth,
            };
            says.push(vec![None, Some(told(end, gives_halves))]);
        }
        // Two corrections: before its last word, a source had said something else.
        for _ in 0..2 {
            let who = &mut says[chance.index(3)];
            if who.len() < 2 {
                continue;
            }
            let gives_halves = chance.below(2) == 0;
            let before = match chance.below(5) {
                0 => None,
                1 => Some(End::Cancelled),
                2 => Some(told(truth, gives_halves)),
                _ => Some(told(wrong[chance.index(2)], gives_halves)),
            };
            who.insert(who.len() - 1, before);
        }
        let own = chance.below(3) == 0;
        let sources = says.into_iter().enumerate().map(|(nth, says)| Source {
            provider: if own && nth == 0 { OWN } else { OTHERS[nth] },
            says,
        });
        Self {
            game: GameId::derive(&format!("{FIRST}/{reference}")),
            sources: sources.collect(),
            reference,
            truth,
        }
    }
}

fn ended(chance: &mut Chance) -> End {
    if chance.below(12) == 0 {
        return End::Cancelled;
    }
    let half = (chance.points(3), chance.points(3));
    let full = (half.0 + chance.points(3), half.1 + chance.points(3));
    End::Final(full, Some(half))
}

fn told(end: End, gives_halves: bool) -> End {
    match end {
        End::Final(full, half) => End::Final(full, half.filter(|_| gives_halves)),
        End::Cancelled => End::Cancelled,
    }
}

pub(crate) fn status(claim: Claim) -> GameStatus {
    match claim {
        None => GameStatus::Live,
        Some(End::Cancelled) => GameStatus::Cancelled,
        Some(End::Final(..)) => GameStatus::Final,
    }
}

pub(crate) fn scores(claim: Claim) -> Vec<PeriodScore> {
    let Some(End::Final(full, half)) = claim else {
        return Vec::new();
    };
    let mut parts = vec![(Period::Full, full)];
    if let Some(half) = half {
        parts.push((Period::Half(1), half));
        parts.push((Period::Half(2), (full.0 - half.0, full.1 - half.1)));
    }
    let mut scores = Vec::new();
    for (period, (home, away)) in parts {
        for (role, points) in [(Role::Home, home), (Role::Away, away)] {
            scores.push(PeriodScore {
                period,
                role,
                points,
            });
        }
    }
    scores.sort_unstable();
    scores
}

/// Something that arrives: which game's, whose, and what it is in its source's order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) game: usize,
    pub(crate) source: usize,
    pub(crate) nth: usize,
    /// How long after the one before.
    pub(crate) pause: TimeDelta,
}

/// When a source says that its nth word was so.
pub(crate) fn said_at(start: DateTime<Utc>, nth: usize) -> DateTime<Utc> {
    start + TimeDelta::minutes(100) + TimeDelta::minutes(i64::try_from(nth).unwrap())
}

/// All that is said of these games, in an order of chance; a third comes twice or three times.
pub(crate) fn arrivals(scripts: &[Script], chance: &mut Chance) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    for (game, script) in scripts.iter().enumerate() {
        for (source, of) in script.sources.iter().enumerate() {
            for nth in 0..of.says.len() {
                let times = 1 + [0, 0, 0, 0, 1, 2][chance.index(6)];
                arrivals.extend((0..times).map(|_| (game, source, nth)));
            }
        }
    }
    chance.shuffle(&mut arrivals);
    // Spread so that the last comes within a day of the first.
    let longest = PAUSE_MAX_MINUTES * 60 * 60 / arrivals.len() as u64;
    let pauses = |(game, source, nth)| {
        let seconds = i64::try_from(chance.below(longest)).unwrap();
        Arrival {
            game,
            source,
            nth,
            pause: TimeDelta::seconds(seconds),
        }
    };
    arrivals.into_iter().map(pauses).collect()
}

/// What is bet on: the market, its line in quarters, the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pick {
    pub(crate) kind: MarketKind,
    pub(crate) period: Period,
    pub(crate) line: Option<i32>,
    pub(crate) side: Side,
}

const fn pick(kind: MarketKind, period: Period, line: Option<i32>, side: Side) -> Pick {
    Pick {
        kind,
        period,
        line,
        side,
    }
}

/// What can be bet on in every game. Lines are the market's: the home side's in a spread.
pub(crate) const PICKS: [Pick; 7] = [
    pick(MarketKind::Moneyline3, Period::Full, None, Side::Home),
    pick(MarketKind::Moneyline3, Period::Full, None, Side::Draw),
    pick(MarketKind::Total, Period::Full, Some(10), Side::Over),
    pick(MarketKind::Total, Period::Full, Some(12), Side::Under),
    pick(MarketKind::Spread, Period::Full, Some(-1), Side::Home),
    pick(MarketKind::Spread, Period::Full, Some(-1), Side::Away),
    pick(MarketKind::Total, Period::Half(1), Some(6), Side::Over),
];

impl Pick {
    pub(crate) fn key(self, game: GameId) -> MarketKey {
        let line = self.line.map(|it| Line::from_quarters(it).unwrap());
        MarketKey::of_game(game, self.kind, self.period, line)
    }

    pub(crate) fn selection(self, game: GameId) -> Selection {
        let key = self.key(game);
        let selection = Selection::of(&key, self.side).unwrap();
        assert_eq!(selection.line, side_line(key.line, self.side));
        selection
    }
}

/// The price of each pick, in American odds.
pub(crate) const PRICES: [i32; 7] = [140, 230, -110, -125, 105, -115, 185];

pub(crate) fn price(pick: usize) -> Price {
    Price::from_american(PRICES[pick]).unwrap()
}

/// A bet: whose, how much in micro-units, on which picks of which games.
#[derive(Clone, Debug)]
pub(crate) struct Bet {
    pub(crate) member: usize,
    pub(crate) stake: i64,
    pub(crate) legs: Vec<(usize, usize)>,
}

/// The bets on so many games.
pub(crate) fn bets(games: usize, count: usize, chance: &mut Chance) -> Vec<Bet> {
    let one = |_| {
        let legs = if chance.below(3) == 0 {
            2 + chance.index(2)
        } else {
            1
        };
        let mut of: Vec<_> = (0..games).collect();
        chance.shuffle(&mut of);
        let legs = of.into_iter().take(legs);
        Bet {
            member: chance.index(MEMBERS),
            stake: 500_000 + i64::try_from(chance.below(1_000_000)).unwrap(),
            legs: legs.map(|game| (game, chance.index(PICKS.len()))).collect(),
        }
    };
    (0..count).map(one).collect()
}

/// The bets of a block of games.
pub(crate) fn bets_of_block(block: usize) -> Vec<Bet> {
    let mut chance = Chance::new(0x0062_6574 ^ (block as u64) << 24);
    bets(GAMES_A_CASE, TICKETS, &mut chance)
}
