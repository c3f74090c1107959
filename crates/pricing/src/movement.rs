//! How a price and its line moved: from what each bookmaker said to what they say together.

use std::collections::BTreeMap;

use shared::id::BookmakerId;
use shared::line::Line;
use shared::price::Price;

use crate::consensus::BOOKS_MIN;
use crate::probability::implied;

/// What a bookmaker said about one answer at a moment. `T` is a moment; this crate has no clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<T> {
    /// When.
    pub at: T,
    /// Who.
    pub bookmaker: BookmakerId,
    /// At which line, as the answer's side sees it. `None`: the question has none.
    pub line: Option<Line>,
    /// The price. `None`: it was taken down.
    pub price: Option<Price>,
}

/// Where an answer stood from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point<T> {
    /// From when.
    pub at: T,
    /// The line.
    pub line: Option<Line>,
    /// The price at that line.
    pub price: Price,
}

/// How an answer moved, by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course<T> {
    /// The bookmaker. `None`: all of them together.
    pub bookmaker: Option<BookmakerId>,
    /// How many bookmakers it rests on.
    pub books: usize,
    /// Each differs from the one before. Never empty.
    pub points: Vec<Point<T>>,
}

/// How an answer moved: with three bookmakers or more that of all together, otherwise that of each.
/// What is said at one moment counts at once. `words` in any order.
pub fn courses<T: Copy + Ord>(words: &[Word<T>]) -> Vec<Course<T>> {
    let mut by: BTreeMap<BookmakerId, Vec<Word<T>>> = BTreeMap::new();
    for word in words {
        by.entry(word.bookmaker).or_default().push(*word);
    }
    if by.len() >= BOOKS_MIN {
        let together = Course {
            bookmaker: None,
            books: by.len(),
            points: points(words),
        };
        return Some(together)
            .filter(|it| !it.points.is_empty())
            .into_iter()
            .collect();
    }
    let each = by.into_iter().map(|(bookmaker, words)| Course {
        bookmaker: Some(bookmaker),
        books: 1,
        points: points(&words),
    });
    each.filter(|it| !it.points.is_empty()).collect()
}

/// Where those who said these words stood together, from moment to moment. A moment at which nobody
/// offers anything makes no point: the last one stands until somebody does again.
pub fn points<T: Copy + Ord>(words: &[Word<T>]) -> Vec<Point<T>> {
    let mut words = words.to_vec();
    words.sort_by_key(|it| it.at);
    let mut standing: BTreeMap<(BookmakerId, Option<Line>), Price> = BTreeMap::new();
    let mut points: Vec<Point<T>> = Vec::new();
    for moment in words.chunk_by(|one, other| one.at == other.at) {
        for word in moment {
            let place = (word.bookmaker, word.line);
            match word.price {
                Some(price) => standing.insert(place, price),
                None => standing.remove(&place),
            };
        }
        let (Some(word), Some((line, price))) = (moment.first(), together(&standing)) else {
            continue;
        };
        let last = points.last().map(|it| (it.line, it.price));
        if last != Some((line, price)) {
            let at = word.at;
            points.push(Point { at, line, price });
        }
    }
    points
}

/// The middle of the bookmakers' main lines with its price; of an even number the lower of the two
/// in the middle, so that somebody really offers it.
fn together(
    standing: &BTreeMap<(BookmakerId, Option<Line>), Price>,
) -> Option<(Option<Line>, Price)> {
    let mut main: BTreeMap<BookmakerId, (Option<Line>, Price)> = BTreeMap::new();
    for ((bookmaker, line), price) in standing {
        let offered = (*line, *price);
        let kept = main.entry(*bookmaker).or_insert(offered);
        // The most even price marks the line that a bookmaker calls the main one.
        if unevenness(*price) < unevenness(kept.1) {
            *kept = offered;
        }
    }
    let mut main: Vec<_> = main.into_values().collect();
    main.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| by_pay(a.1, b.1)));
    let middle = main.len().checked_sub(1)? / 2;
    main.get(middle).copied()
}

/// How far a price is from even.
fn unevenness(price: Price) -> u64 {
    // Ranks prices, and is no amount: a millionth is as fine as any two prices differ.
    ((implied(price).get() - 0.5).abs() * 1e6) as u64
}

/// What pays less comes first.
fn by_pay(a: Price, b: Price) -> std::cmp::Ordering {
    let left = u128::from(a.num()) * u128::from(b.den());
    left.cmp(&(u128::from(b.num()) * u128::from(a.den())))
}
