//! Where one leg of a line ends and the next begins.

use crate::answer::{NamedPrice, Reason, Stake};
use crate::board::Board;
use crate::lattice::{Item, Piece};
use crate::word::Word;

/// A line parted into legs, with what belongs to all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub(crate) legs: Vec<Segment>,
    pub(crate) stakes: Vec<Stake>,
}

/// The pieces of one leg.
#[derive(Clone, Debug, Default)]
pub(crate) struct Segment {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) prices: Vec<NamedPrice>,
}

impl Segment {
    fn names(&self) -> Vec<&[usize]> {
        let items = self.pieces.iter().map(|it| &it.item);
        let names = items.filter_map(|it| match it {
            Item::Name(meant) => Some(meant.as_slice()),
            Item::Word(_) => None,
        });
        names.collect()
    }

    /// The words that ask for something, numbers aside.
    fn words(&self) -> Vec<Piece> {
        let asks = |it: &&Piece| match &it.item {
            Item::Name(_) => false,
            Item::Word(word) => !matches!(word, Word::Signed(_) | Word::Number(_)),
        };
        let words = self.pieces.iter().filter(asks).filter(|it| !places(it));
        words.cloned().collect()
    }

    fn is_only_names(&self) -> bool {
        self.pieces
            .iter()
            .all(|it| matches!(it.item, Item::Name(_)) || places(it))
    }

    fn has_number(&self) -> bool {
        let number = |it: &Piece| matches!(it.item, Item::Word(Word::Signed(_) | Word::Number(_)));
        self.pieces.iter().any(number)
    }

    fn is_total(&self) -> bool {
        let side = |it: &Piece| matches!(it.item, Item::Word(Word::Over | Word::Under));
        self.pieces.iter().any(side)
    }

    fn join(&mut self, other: Self) {
        self.pieces.extend(other.pieces);
        self.prices.extend(other.prices);
    }
}

/// What says where a game is, and not what is asked of it.
fn places(piece: &Piece) -> bool {
    matches!(
        &piece.item,
        Item::Word(Word::League(_) | Word::Sport(_) | Word::Day(_) | Word::Versus)
    )
}

/// Parts a reading into legs.
pub(crate) fn part(board: &Board, path: &[Piece]) -> Result<Parts, Reason> {
    let mut parts = Parts::default();
    let mut segments = vec![Segment::default()];
    let mut parlay = false;
    for piece in path {
        let Some(last) = segments.last_mut() else {
            break;
        };
        match &piece.item {
            Item::Word(Word::Nothing(reason)) => return Err(reason.clone()),
            Item::Word(Word::Separator) => segments.push(Segment::default()),
            Item::Word(Word::Stake(stake)) => parts.stakes.push(*stake),
            Item::Word(Word::Price(price)) => last.prices.push(*price),
            Item::Word(Word::Parlay) => parlay = true,
            Item::Word(Word::Chatter) => {}
            _ => last.pieces.push(piece.clone()),
        }
    }
    let segments = nameless(segments);
    let to_win = parts.stakes.iter().any(|it| matches!(it, Stake::ToWin(_)));
    if to_win && segments.iter().any(Segment::is_only_names) {
        // `to win` is the moneyline here, and no amount.
        return Err(Reason::Several);
    }
    let segments = pairs(board, segments);
    let mut segments = if parlay {
        split(board, segments)
    } else {
        segments
    };
    distribute(&mut segments);
    parts.legs = segments;
    Ok(parts)
}

/// Joins to its neighbour what is no leg of its own.
fn nameless(segments: Vec<Segment>) -> Vec<Segment> {
    let mut legs: Vec<Segment> = Vec::new();
    let mut ahead = Segment::default();
    for segment in segments {
        let own = !segment.names().is_empty();
        let only_names = legs.last().is_some_and(Segment::is_only_names);
        let total = segment.is_total() && !legs.is_empty() && !only_names;
        if own || total {
            let mut leg = std::mem::take(&mut ahead);
            leg.join(segment);
            legs.push(leg);
        } else if let Some(last) = legs.last_mut() {
            last.join(segment);
        } else {
            ahead.join(segment);
        }
    }
    if !ahead.pieces.is_empty() || !ahead.prices.is_empty() {
        legs.push(ahead);
    }
    legs
}

/// Joins two names that are the sides of one game: `lakers/celtics u220.5`.
fn pairs(board: &Board, segments: Vec<Segment>) -> Vec<Segment> {
    let mut legs: Vec<Segment> = Vec::new();
    for segment in segments {
        let joins = legs.last().is_some_and(|before| {
            let (before_names, names) = (before.names(), segment.names());
            let first = segment.pieces.iter().find(|it| !places(it));
            let leads = first.is_some_and(|it| matches!(it.item, Item::Name(_)));
            match (before_names.as_slice(), names.first()) {
                ([one], Some(other)) => leads && before.ends_with_name() && meet(board, one, other),
                _ => false,
            }
        });
        if let Some(last) = legs.last_mut().filter(|_| joins) {
            last.join(segment);
        } else {
            legs.push(segment);
        }
    }
    legs
}

impl Segment {
    /// Whether nothing but a name stands last, and no number is asked for.
    fn ends_with_name(&self) -> bool {
        let last = self.pieces.last();
        let name = last.is_some_and(|it| matches!(it.item, Item::Name(_)));
        name && (self.is_only_names() || self.is_total() || !self.has_number())
    }
}

/// Whether two names can be the two sides of one game.
fn meet(board: &Board, one: &[usize], other: &[usize]) -> bool {
    let sides = |meant: &[usize]| -> Vec<_> {
        let entities = meant.iter().filter_map(|it| board.names.entity(*it));
        let placed = entities.filter_map(|it| {
            let event = it.event?;
            let role = board.events.get(event)?.role(it.id)?;
            Some((event, role))
        });
        placed.collect()
    };
    let others = sides(other);
    let first = sides(one);
    let mut all = first.iter();
    all.any(|(event, role)| others.contains(&(*event, role.other())))
}

/// A parlay of names with nothing between them.
fn split(board: &Board, segments: Vec<Segment>) -> Vec<Segment> {
    let mut legs = Vec::new();
    for segment in segments {
        let names = segment.names();
        let pair = names.len() == 2
            && names
                .first()
                .zip(names.last())
                .is_some_and(|(a, b)| meet(board, a, b));
        if names.len() < 2 || pair || segment.has_number() || share_event(board, &names) {
            legs.push(segment);
            continue;
        }
        let words = segment.words();
        let mut prices = segment.prices;
        for piece in segment.pieces {
            if matches!(piece.item, Item::Name(_)) {
                let mut pieces = vec![piece];
                pieces.extend(words.iter().cloned());
                legs.push(Segment {
                    pieces,
                    prices: std::mem::take(&mut prices),
                });
            }
        }
    }
    legs
}

fn share_event(board: &Board, names: &[&[usize]]) -> bool {
    let events = |meant: &[usize]| -> Vec<usize> {
        let entities = meant.iter().filter_map(|it| board.names.entity(*it));
        let events = entities.filter_map(|it| it.event);
        let game = |it: &usize| board.events.get(*it).is_some_and(|it| it.season.is_none());
        events.filter(game).collect()
    };
    let Some((first, rest)) = names.split_first() else {
        return false;
    };
    let mut common = events(first);
    for name in rest {
        let here = events(name);
        common.retain(|it| here.contains(it));
    }
    !common.is_empty()
}

/// A word in front of all names or behind all of them holds for all.
fn distribute(legs: &mut [Segment]) {
    let Some((first, last)) = legs.first().zip(legs.last()) else {
        return;
    };
    let count = legs.len();
    let plain = |legs: &[Segment]| legs.iter().all(Segment::is_only_names);
    let asks = |it: &Segment| !it.words().is_empty() && !it.has_number();
    let front = first
        .pieces
        .first()
        .is_some_and(|it| matches!(it.item, Item::Word(_)));
    let leads = last.pieces.iter().find(|it| !places(it));
    let leads = leads.is_some_and(|it| matches!(it.item, Item::Name(_)));
    let behind =
        leads && asks(last) && plain(legs.get(..count.saturating_sub(1)).unwrap_or_default());
    let words = if count < 2 {
        return;
    } else if behind {
        last.words()
    } else if front && asks(first) && plain(legs.get(1..).unwrap_or_default()) {
        first.words()
    } else {
        vec![]
    };
    for leg in legs.iter_mut() {
        if !leg.is_only_names() {
            continue;
        }
        if words.is_empty() {
            leg.pieces.push(moneyline());
        } else {
            leg.pieces.extend(words.iter().cloned());
        }
    }
}

fn moneyline() -> Piece {
    Piece {
        item: Item::Word(Word::Moneyline),
        bracket: false,
        typo: false,
    }
}
