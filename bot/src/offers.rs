//! Which prices of a game are shown: of each kind the line that most bookmakers quote, and on
//! each side of it the best price; of a contest of many, those who are likeliest to win. Pure.

pub(crate) mod books;
pub(crate) mod groups;
pub(crate) mod sections;

mod consensus;

pub(crate) use consensus::consensus;

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::folded::folded;
use shared::game::{Game, Period};
use shared::id::{BookmakerId, LeagueId, MarketId, SelectionId};
use shared::market::{MarketKind, Selection, Side};
use shared::price::Price;
use shared::quote::{BoardGame, Quote};
use store::board::Board;
use wording::visitors_first;

use crate::likeness::Words;

/// The kinds of market in the order in which they are shown.
const KINDS: [MarketKind; 4] = [
    MarketKind::Spread,
    MarketKind::Total,
    MarketKind::Moneyline2,
    MarketKind::Moneyline3,
];

/// How many of those who are likeliest to win a contest of many are shown with it.
const FAVORITES: usize = 3;

/// A market with the best price on each of its sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offered<'a> {
    /// The kind of market.
    pub(crate) kind: MarketKind,
    /// One a side, in the order in which sides are shown.
    pub(crate) quotes: Vec<&'a Quote>,
}

/// The markets of a game that are shown, at most one of each kind; of a contest of many, the
/// favorites.
pub(crate) fn main_markets(game: &BoardGame) -> Vec<Offered<'_>> {
    if game.game.field().is_some() {
        return favorites(game).into_iter().collect();
    }
    KINDS
        .into_iter()
        .filter_map(|kind| main_market(game, kind))
        .collect()
}

fn favorites(game: &BoardGame) -> Option<Offered<'_>> {
    let kind = MarketKind::Outright;
    let to_win = game.quotes.iter().filter(|it| it.selection.kind == kind);
    let mut quotes = best_prices(to_win);
    quotes.sort_by(|a, b| shortest_first(a, b));
    quotes.truncate(FAVORITES);
    (!quotes.is_empty()).then_some(Offered { kind, quotes })
}

/// The best price of each selection, in no particular order.
fn best_prices<'a>(quotes: impl Iterator<Item = &'a Quote>) -> Vec<&'a Quote> {
    let mut best: HashMap<SelectionId, &Quote> = HashMap::new();
    for quote in quotes {
        let kept = best.entry(quote.selection.id).or_insert(quote);
        *kept = better(kept, quote);
    }
    best.into_values().collect()
}

/// The best price of a selection.
pub(crate) fn best(game: &BoardGame, selection: SelectionId) -> Option<&Quote> {
    let quotes = game.quotes.iter();
    let offered = quotes.filter(|it| it.selection.id == selection);
    offered.reduce(better)
}

/// The one that pays more; of equal prices that of the bookmaker that is listed first.
fn better<'a>(one: &'a Quote, other: &'a Quote) -> &'a Quote {
    let order =
        order(one.price, other.price).then_with(|| other.bookmaker.code.cmp(&one.bookmaker.code));
    if order == Ordering::Less { other } else { one }
}

/// The likeliest first, as bookmakers list a field.
fn shortest_first(a: &Quote, b: &Quote) -> Ordering {
    order(a.price, b.price).then_with(|| a.selection.id.cmp(&b.selection.id))
}

fn main_market(game: &BoardGame, kind: MarketKind) -> Option<Offered<'_>> {
    let mut markets: BTreeMap<MarketId, Vec<&Quote>> = BTreeMap::new();
    let whole = |it: &&Quote| {
        let it = &it.selection;
        let is_whole = matches!(it.period, Period::Full | Period::Regulation);
        is_whole && it.subject.is_none() && it.statistic.is_none()
    };
    for quote in game.quotes.iter().filter(whole) {
        if quote.selection.kind == kind {
            markets
                .entry(quote.selection.market)
                .or_default()
                .push(quote);
        }
    }
    let complete = markets.into_iter().filter_map(|(market, quotes)| {
        let sides = kind.sides().iter().map(|side| {
            let of_side = quotes.iter().filter(|it| it.selection.side == *side);
            of_side.copied().reduce(better)
        });
        let best: Option<Vec<&Quote>> = sides.collect();
        Some((quotes.len(), market, best?))
    });
    // Most quoted first; then the line with the most even prices, which bookmakers call the main
    // one; then any fixed order.
    let (_, _, quotes) = complete.min_by(|a, b| {
        Reverse(a.0)
            .cmp(&Reverse(b.0))
            .then_with(|| order(longest(&a.2), longest(&b.2)))
            .then_with(|| a.1.cmp(&b.1))
    })?;
    let mut quotes = quotes;
    quotes.sort_by_key(|it| order_of_side(it.selection.side, &game.game));
    Some(Offered { kind, quotes })
}

/// Sides in the order in which the game is named.
fn order_of_side(side: Side, game: &Game) -> u8 {
    let visitors_first = visitors_first(game.sport);
    match side {
        Side::Away if visitors_first => 0,
        Side::Home if !visitors_first => 0,
        Side::Over => 0,
        Side::Draw => 1,
        _ => 2,
    }
}

fn longest(quotes: &[&Quote]) -> Price {
    let prices = quotes.iter().map(|it| it.price);
    let longest = prices.reduce(|a, b| if order(a, b) == Ordering::Less { b } else { a });
    longest.unwrap_or_else(|| quotes[0].price)
}

/// Compares what two prices pay.
fn order(a: Price, b: Price) -> Ordering {
    let left = u128::from(a.num()) * u128::from(b.den());
    left.cmp(&(u128::from(b.num()) * u128::from(a.den())))
}

/// The games of the board that have not begun, of one league or of all.
pub(crate) fn open(board: &Board, now: DateTime<Utc>, league: Option<LeagueId>) -> Vec<&BoardGame> {
    board
        .games
        .iter()
        .map(Arc::as_ref)
        .filter(|it| it.game.starts_at > now && league.is_none_or(|id| it.game.league == id))
        .collect()
}

/// A price of one of these games, with its game.
pub(crate) fn quote(
    games: &[Arc<BoardGame>],
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Option<(&Game, &Quote)> {
    games.iter().find_map(|game| {
        let quote = game
            .quotes
            .iter()
            .find(|it| it.selection.id == selection && it.bookmaker.id == bookmaker)?;
        Some((&game.game, quote))
    })
}

/// What is offered now on the same side of the same question, at whatever line: by the same
/// bookmaker if it still quotes it, else as the game's main market.
pub(crate) fn same_question<'a>(
    game: &'a BoardGame,
    asked: &Selection,
    bookmaker: BookmakerId,
) -> Option<&'a Quote> {
    let same = |it: &&Quote| asks_the_same(&it.selection, asked);
    let main = main_markets(game)
        .into_iter()
        .flat_map(|it| it.quotes)
        .find(same);
    let of_bookmaker = |it: &&Quote| same(it) && it.bookmaker.id == bookmaker;
    let own = game.quotes.iter().filter(of_bookmaker);
    // Of several lines of one bookmaker the one that is nearest to what was asked.
    let distance = |it: &&Quote| match (it.selection.line, asked.line) {
        (Some(now), Some(then)) => now.quarters().abs_diff(then.quarters()),
        _ => 0,
    };
    own.min_by_key(distance).or(main)
}

/// Whether two selections are the same answer to the same question, but for the line. A top five
/// is no other line of a top ten.
pub(crate) fn asks_the_same(offered: &Selection, asked: &Selection) -> bool {
    let whom = |it: &Selection| (it.subject, it.statistic.clone(), it.group.clone());
    let is_one_line = asked.kind == MarketKind::TopFinish;
    (offered.kind, offered.period, offered.side) == (asked.kind, asked.period, asked.side)
        && whom(offered) == whom(asked)
        && (!is_one_line || offered.line == asked.line)
}

/// The games whose teams, name or league match every word that was typed, in any order: by their
/// names, by their codes, or by what fans call them. Where there are none, those whose players or
/// entrants do, and where there are none of those either, those whose teams nearly do.
pub(crate) fn search<'a>(games: &[&'a BoardGame], typed: &str) -> Vec<&'a BoardGame> {
    let asked = folded(typed);
    let between = |it: &&str| !matches!(*it, "@" | "at" | "v" | "vs" | "·");
    let words: Vec<&str> = asked.split_whitespace().filter(between).collect();
    let has_all = |haystack: &str| words.iter().all(|word| haystack.contains(word));
    let games = || games.iter().copied();
    let found: Vec<_> = games().filter(|it| has_all(&known_by(&it.game))).collect();
    if !found.is_empty() {
        return found;
    }
    let names_one = |it: &&BoardGame| it.game.named.iter().any(|one| has_all(&folded(&one.name)));
    let found: Vec<_> = games().filter(names_one).collect();
    if !found.is_empty() {
        return found;
    }
    let typed = Words::typed(&words.join(" "));
    let nearly = |it: &&BoardGame| Words::of(&known_by(&it.game)).fit(&typed).is_some();
    games().filter(nearly).collect()
}

/// What a game is found by.
fn known_by(game: &Game) -> String {
    let sides = game.sides().map(|it| [&it.home, &it.away]);
    let sides = sides.into_iter().flatten();
    let called = sides.clone();
    let called = called.flat_map(|it| shorthand::nicknames(&it.name));
    let mut names: Vec<&str> = called.map(String::as_str).collect();
    names.extend(sides.flat_map(|it| [&*it.name, &*it.code]));
    names.extend(game.field());
    names.push(&game.league_code);
    folded(&names.join(" "))
}

#[cfg(test)]
pub(crate) mod testing {
    use shared::competitor::Competitor;
    use shared::game::{Contest, GameStatus};
    use shared::id::{CompetitorId, GameId};
    use shared::league::Sport;
    use shared::line::Line;
    use shared::market::{MarketKey, Selection, Side};
    use shared::quote::Bookmaker;
    use shared::testing::noon;

    use super::*;

    fn team(name: &str, code: &str) -> Competitor {
        Competitor {
            id: CompetitorId::derive(name),
            name: name.to_owned(),
            short_name: name.to_owned(),
            place: name.to_owned(),
            code: code.to_owned(),
            colors: None,
        }
    }

    pub(crate) fn game() -> Game {
        Game {
            id: GameId::derive("g"),
            league: LeagueId::derive("NFL"),
            league_code: "NFL".to_owned(),
            sport: Sport::AmericanFootball,
            season: "2024".to_owned(),
            starts_at: noon(),
            status: GameStatus::Scheduled,
            contest: Contest::between(
                team("Chicago Bears", "CHI"),
                team("Green Bay Packers", "GB"),
            ),
            named: Vec::new(),
        }
    }

    pub(crate) fn spread(bookmaker: &str, line: &str, prices: [(Side, i32); 2]) -> Vec<Quote> {
        let line: Line = line.parse().unwrap();
        let (kind, period) = (MarketKind::Spread, Period::Full);
        let key = MarketKey::of_game(game().id, kind, period, Some(line));
        let quote = |(side, price)| Quote {
            selection: Selection::of(&key, side).unwrap(),
            bookmaker: Bookmaker::new(bookmaker, bookmaker),
            price: Price::from_american(price).unwrap(),
            source_at: noon(),
            feed: "test".to_owned(),
            confirmed_at: noon(),
        };
        prices.into_iter().map(quote).collect()
    }

    /// A board with one game that has so many prices.
    pub(crate) fn board_of(prices: usize) -> Board {
        let line = spread("a", "-3.5", [(Side::Home, -110), (Side::Away, -110)]);
        let game = BoardGame {
            game: game(),
            quotes: line.into_iter().cycle().take(prices).collect(),
        };
        Board {
            games: vec![Arc::new(game)],
            ..Board::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{game, spread};
    use super::*;

    fn shown(quotes: Vec<Quote>) -> Vec<String> {
        let game = BoardGame {
            game: game(),
            quotes,
        };
        let markets = main_markets(&game);
        let quotes = markets.iter().flat_map(|it| &it.quotes);
        quotes
            .map(|it| {
                let (side, code) = (it.selection.side, &it.bookmaker.code);
                format!("{side} {} {} {code}", it.selection.line.unwrap(), it.price)
            })
            .collect()
    }

    /// Kinds that the board does not show, and why. A game's page has them in its menus.
    const NOT_SHOWN: &[(MarketKind, &str)] = &[
        (MarketKind::DrawNoBet, INSTEAD),
        (MarketKind::DoubleChance, INSTEAD),
        (MarketKind::ToQualify, NOT_MAIN),
        (MarketKind::TeamTotal, NOT_MAIN),
        (MarketKind::BothTeamsToScore, NOT_MAIN),
        (MarketKind::OddEven, NOT_MAIN),
        (MarketKind::CorrectScore, MANY_ANSWERS),
        (MarketKind::HalfTimeFullTime, MANY_ANSWERS),
        (MarketKind::WinningMargin, MANY_ANSWERS),
        (MarketKind::PlayerTotal, NOT_MAIN),
        (MarketKind::PlayerYesNo, NOT_MAIN),
        (MarketKind::Method, NOT_MAIN),
        (MarketKind::TotalRounds, NOT_MAIN),
        (MarketKind::HeadToHead, MANY_ANSWERS),
        (MarketKind::HeadToHead3, MANY_ANSWERS),
        (MarketKind::BestOfGroup, MANY_ANSWERS),
        (MarketKind::TopFinish, MANY_ANSWERS),
        (
            MarketKind::Manual,
            "people write it, and no bookmaker prices it",
        ),
    ];
    const INSTEAD: &str = "the three-way moneyline is shown instead";
    const NOT_MAIN: &str = "the board has room for the main markets only";
    const MANY_ANSWERS: &str = "a market is shown by its fixed answers, and it has none";

    #[test]
    fn every_kind_of_market_is_shown_or_left_out_for_a_reason() {
        for kind in MarketKind::ALL {
            let of_matches = KINDS.iter().filter(|it| *it == kind).count();
            let shown = of_matches + usize::from(*kind == MarketKind::Outright);
            let left_out: Vec<_> = NOT_SHOWN.iter().filter(|it| it.0 == *kind).collect();
            assert_eq!(
                shown + left_out.len(),
                1,
                "{kind}: shown {shown}, {left_out:?}"
            );
            for (_, reason) in left_out {
                let has_no_answers = kind.sides().is_empty();
                assert_eq!(*reason == MANY_ANSWERS, has_no_answers, "{kind}: {reason}");
            }
        }
    }

    #[test]
    fn each_side_shows_its_best_price_on_the_line_that_most_quote() {
        let quotes = [
            spread("a", "-3.5", [(Side::Home, -110), (Side::Away, -110)]),
            spread("b", "-3.5", [(Side::Home, -105), (Side::Away, -115)]),
            spread("c", "-7", [(Side::Home, 300), (Side::Away, -400)]),
        ];
        assert_eq!(
            shown(quotes.concat()),
            ["away 3.5 -110 a", "home -3.5 -105 b"]
        );
    }

    #[test]
    fn of_two_lines_quoted_alike_the_more_even_one_is_shown() {
        let quotes = [
            spread("a", "-7", [(Side::Home, 300), (Side::Away, -400)]),
            spread("b", "-3.5", [(Side::Home, -110), (Side::Away, -110)]),
        ];
        assert_eq!(
            shown(quotes.concat()),
            ["away 3.5 -110 b", "home -3.5 -110 b"]
        );
    }

    fn together(quotes: Vec<Quote>) -> Option<(usize, Vec<String>)> {
        let game = BoardGame {
            game: game(),
            quotes,
        };
        let markets = main_markets(&game);
        let consensus = consensus(&game, markets.first().unwrap())?;
        let said = consensus.probabilities.iter().map(ToString::to_string);
        Some((consensus.books, said.collect()))
    }

    #[test]
    fn three_bookmakers_on_the_main_line_make_a_consensus_and_two_do_not() {
        let mut quotes = [
            spread("a", "-3.5", [(Side::Home, -110), (Side::Away, -110)]),
            spread("b", "-3.5", [(Side::Home, -150), (Side::Away, 130)]),
            // On another line, and half of one: neither says anything of the main line.
            spread("c", "-7", [(Side::Home, 300), (Side::Away, -400)]),
            spread("d", "-3.5", [(Side::Home, -400), (Side::Away, 300)]),
        ]
        .concat();
        quotes.retain(|it| it.bookmaker.code != "d" || it.selection.side == Side::Home);
        assert_eq!(together(quotes.clone()), None);
        quotes.extend(spread("e", "-3.5", [(Side::Home, -200), (Side::Away, 170)]));
        let home_and_away = ["42.02 %", "57.98 %"].map(str::to_owned).to_vec();
        assert_eq!(together(quotes), Some((3, home_and_away)), "visitors first");
    }

    #[test]
    fn a_market_with_one_side_missing_is_not_shown() {
        let mut quotes = spread("a", "-7", [(Side::Home, -110), (Side::Away, -110)]);
        quotes.pop();
        assert!(shown(quotes).is_empty());
    }

    #[test]
    fn typed_words_find_teams_by_name_code_and_league() {
        let game = BoardGame {
            game: game(),
            quotes: Vec::new(),
        };
        for typed in ["", "bears", "chi gb", "PACKERS @ bears", "nfl green"] {
            assert_eq!(search(&[&game], typed).len(), 1, "{typed}");
        }
        assert!(search(&[&game], "lions").is_empty());
    }
}
