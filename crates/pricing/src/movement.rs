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
    /// How many bookmakers the last point rests on.
    pub books: usize,
    /// Each differs from the one before. Never empty.
    pub points: Vec<Point<T>>,
    /// Since when it is not offered any more. `None`: it still is.
    pub gone: Option<T>,
}

/// How an answer moved: that of all bookmakers together if three or more ever offered it at once,
/// from then on and while as many do, so that a single one never moves it; otherwise that of each.
/// What is said at one moment counts at once. `words` in any order.
pub fn courses<T: Copy + Ord>(words: &[Word<T>]) -> Vec<Course<T>> {
    if let Some(together) = course(words, None, BOOKS_MIN) {
        return vec![together];
    }
    let mut by: BTreeMap<BookmakerId, Vec<Word<T>>> = BTreeMap::new();
    for word in words {
        by.entry(word.bookmaker).or_default().push(*word);
    }
    let each = by.into_iter();
    each.filter_map(|(bookmaker, words)| course(&words, Some(bookmaker), 1))
        .collect()
}

/// Where those who said these words stood together, from moment to moment, while `least` of them
/// offer something. Of a moment with fewer there is no point: the last one stands until there are
/// as many again. `None`: there never were.
fn course<T: Copy + Ord>(
    words: &[Word<T>],
    bookmaker: Option<BookmakerId>,
    least: usize,
) -> Option<Course<T>> {
    let mut words = words.to_vec();
    words.sort_by_key(|it| it.at);
    let mut standing: BTreeMap<(BookmakerId, Option<Line>), Price> = BTreeMap::new();
    let mut points: Vec<Point<T>> = Vec::new();
    let (mut books, mut gone) = (0, None);
    for moment in words.chunk_by(|one, other| one.at == other.at) {
        for word in moment {
            let place = (word.bookmaker, word.line);
            match word.price {
                Some(price) => standing.insert(place, price),
                None => standing.remove(&place),
            };
        }
        let Some(at) = moment.first().map(|it| it.at) else {
            continue;
        };
        let main = main_lines(&standing);
        let Some((line, price)) = middle(&main).filter(|_| main.len() >= least) else {
            gone = gone.or(Some(at));
            continue;
        };
        (books, gone) = (main.len(), None);
        let last = points.last().map(|it| (it.line, it.price));
        if last != Some((line, price)) {
            points.push(Point { at, line, price });
        }
    }
    (!points.is_empty()).then_some(Course {
        bookmaker,
        books,
        points,
        gone,
    })
}

/// The main line of each bookmaker with its price, the lowest first.
fn main_lines(
    standing: &BTreeMap<(BookmakerId, Option<Line>), Price>,
) -> Vec<(Option<Line>, Price)> {
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
    main
}

/// The middle one; of an even number the lower of the two in the middle, so that somebody really
/// offers it.
fn middle(main: &[(Option<Line>, Price)]) -> Option<(Option<Line>, Price)> {
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
