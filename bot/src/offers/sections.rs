//! What a game offers besides its main markets, in sections that fit into menus: one for each
//! player, and one for each question about the game. Pure.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use shared::game::{Game, Period};
use shared::id::{CompetitorId, MarketId};
use shared::line::Line;
use shared::market::{Answers, MarketKey, MarketKind, Selection, Subject};
use shared::quote::{BoardGame, Quote};

use super::{best_prices, main_markets, order_of_side, shortest_first};

/// Prices that belong together: all about one player, or all answers to one question at any line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section<'a> {
    /// The id that this section of this game always has.
    pub(crate) id: MarketId,
    /// The player, if it is about one.
    pub(crate) player: Option<CompetitorId>,
    /// The best price of each selection, in the order in which they are shown. Never empty.
    pub(crate) quotes: Vec<&'a Quote>,
}

impl Section<'_> {
    /// Any of its selections: all have its question, but for the line.
    pub(crate) fn selection(&self) -> Option<&Selection> {
        self.quotes.first().map(|it| &it.selection)
    }
}

/// The sections of a game: players in order of their names, then questions. What is shown as a main
/// market of a match is in none.
pub(crate) fn sections(game: &BoardGame) -> Vec<Section<'_>> {
    let main: BTreeSet<MarketId> = main(game).map(|it| it.selection.market).collect();
    let rest = game.quotes.iter();
    let rest = rest.filter(|it| !main.contains(&it.selection.market));
    let mut found: BTreeMap<MarketId, Section<'_>> = BTreeMap::new();
    for quote in best_prices(rest) {
        let (id, player) = belongs_to(&quote.selection);
        let section = found.entry(id).or_insert_with(|| Section {
            id,
            player,
            quotes: Vec::new(),
        });
        section.quotes.push(quote);
    }
    let mut sections: Vec<_> = found.into_values().collect();
    for section in &mut sections {
        section.quotes.sort_by(|a, b| within(&game.game, a, b));
    }
    sections.sort_by_cached_key(|it| place(&game.game, it));
    sections
}

/// What a game offers on each thing that is counted of a player, by what it is and then by the part
/// of the game that counts.
pub(crate) fn of_player(game: &BoardGame, player: CompetitorId) -> Vec<Section<'_>> {
    let all = sections(game);
    let all = all.into_iter().filter(|it| it.player == Some(player));
    let mut found: BTreeMap<(Option<String>, Period, MarketKind), Section<'_>> = BTreeMap::new();
    for quote in all.flat_map(|it| it.quotes) {
        let it = &quote.selection;
        let key = MarketKey {
            line: None,
            group: Vec::new(),
            ..it.market_key()
        };
        let counted = (it.statistic.clone(), it.period, it.kind);
        let section = found.entry(counted).or_insert_with(|| Section {
            id: key.id(),
            player: Some(player),
            quotes: Vec::new(),
        });
        section.quotes.push(quote);
    }
    found.into_values().collect()
}

/// The section of that id, or what is counted of a player under it.
pub(crate) fn section(game: &BoardGame, id: MarketId) -> Option<Section<'_>> {
    let mut all = sections(game);
    if let Some(at) = all.iter().position(|it| it.id == id) {
        return Some(all.swap_remove(at));
    }
    let players = all.iter().filter_map(|it| it.player);
    let counted = players.flat_map(|it| of_player(game, it));
    let mut counted = counted.filter(|it| it.id == id);
    counted.next()
}

/// Every price that can be had, each selection once: the main markets, then the sections.
pub(crate) fn every(game: &BoardGame) -> Vec<&Quote> {
    let rest = sections(game).into_iter().flat_map(|it| it.quotes);
    main(game).chain(rest).collect()
}

/// The main markets of a match. The favorites of a field are part of a section.
fn main(game: &BoardGame) -> impl Iterator<Item = &Quote> {
    let is_match = game.game.sides().is_some();
    let main = main_markets(game).into_iter().filter(move |_| is_match);
    main.flat_map(|it| it.quotes)
}

/// The section of a selection, and the player that it is about.
fn belongs_to(selection: &Selection) -> (MarketId, Option<CompetitorId>) {
    let key = selection.market_key();
    let is_about_a_player = selection.kind.row().subject == Subject::Player;
    let player = selection.subject.filter(|_| is_about_a_player);
    let key = match player {
        Some(_) => MarketKey {
            kind: MarketKind::PlayerTotal,
            period: Period::Full,
            statistic: None,
            line: None,
            group: Vec::new(),
            ..key
        },
        None => MarketKey {
            line: key.line.filter(|_| selection.kind == MarketKind::TopFinish),
            group: Vec::new(),
            ..key
        },
    };
    (key.id(), player)
}

/// Where a section stands: questions after players, by kind, part of the game and line.
type Place = (Option<(MarketKind, Period, Option<Line>)>, String);

fn place(game: &Game, section: &Section<'_>) -> Place {
    let selection = section.selection();
    let whom = selection.and_then(|it| it.subject);
    let name = whom.and_then(|it| game.find(it));
    let name = name.map_or("", |it| &it.name);
    let what = selection.and_then(|it| it.statistic.as_deref());
    let question = selection.filter(|_| section.player.is_none());
    let question = question.map(|it| (it.kind, it.period, it.line));
    // The line of any but a top finish differs from one price to the next.
    let question = question.map(|(kind, period, line)| {
        let line = line.filter(|_| kind == MarketKind::TopFinish);
        (kind, period, line)
    });
    (question, format!("{name} {}", what.unwrap_or_default()))
}

/// The order within a section: where everybody of a field can be picked, the likeliest first;
/// elsewhere by what is counted, then by line, then by side.
fn within(game: &Game, a: &Quote, b: &Quote) -> Ordering {
    let key = |it: &Selection| {
        let what = (it.statistic.clone(), it.kind, it.period);
        (what, it.market_key().line, it.group.clone())
    };
    let by_key = key(&a.selection).cmp(&key(&b.selection));
    by_key.then_with(|| match a.selection.kind.row().answers {
        Answers::Fixed(_) => {
            let side = |it: &Quote| (order_of_side(it.selection.side, game), it.selection.side);
            side(a).cmp(&side(b))
        }
        _ => shortest_first(a, b),
    })
}
