//! Games, their markets and prices.

use std::collections::BTreeSet;

use chrono_tz::Tz;
use grading::decide::sources;
use shared::game::Game;
use shared::price::OddsFormat;
use shared::quote::{BoardGame, Quote};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{
    CHOICES_MAX, button, button_unless, container, menu, option, row, section, text_block,
};
use crate::features::{bet, games};
use crate::offers::{Offered, main_markets};

/// How many games a page shows: Discord accepts 40 components, and a game has three.
pub(crate) const GAMES_PER_PAGE: usize = 8;

/// When a game begins, for text that Discord does not render: `Thu 8:15 PM`.
pub(crate) fn starts(game: &Game, zone: Tz) -> Said {
    let start = game.starts_at.with_timezone(&zone);
    Said::ours(start.format("%a %-I:%M %p").to_string())
}

/// The game in one line: who, which league, when.
pub(crate) fn line(catalogue: Catalogue, game: &Game) -> Said {
    if let Some((event, _)) = game.written() {
        let at = ("at", game.starts_at.timestamp().into());
        return catalogue.line(
            "manual-game-line",
            &[("event", Said::prose(event).into()), at],
        );
    }
    catalogue.line(
        "game-line",
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("league", Said::name(&game.league_code).into()),
            ("at", game.starts_at.timestamp().into()),
        ],
    )
}

/// A price as a button says it: `Bears +3.5 -110`.
pub(crate) fn offer(catalogue: Catalogue, game: &Game, quote: &Quote, format: OddsFormat) -> Said {
    let pick = wording::pick(catalogue, &quote.selection, game, NameForm::Short);
    let price = money::price(quote.price, format);
    catalogue.line("offer", &[("pick", pick.into()), ("price", price.into())])
}

fn prices(catalogue: Catalogue, game: &BoardGame, format: OddsFormat) -> Said {
    let markets = main_markets(game);
    if markets.is_empty() {
        return catalogue.say("games-no-lines");
    }
    let offers = markets.iter().map(|market| {
        let quotes = market.quotes.iter();
        let sides: Vec<Said> = quotes
            .map(|quote| offer(catalogue, &game.game, quote, format))
            .collect();
        wording::list(sides, " / ")
    });
    wording::list(offers, " · ")
}

/// A page of games, each with its **Bet**.
pub(crate) fn page(
    catalogue: Catalogue,
    games: &[&BoardGame],
    league: Option<&Game>,
    page: u16,
    format: OddsFormat,
) -> Vec<Component> {
    let pages = games.len().div_ceil(GAMES_PER_PAGE).max(1);
    let page = usize::from(page).min(pages - 1);
    let shown = games
        .iter()
        .skip(page * GAMES_PER_PAGE)
        .take(GAMES_PER_PAGE);
    let head = match league {
        Some(game) => catalogue.line(
            "games-head-league",
            &[
                ("count", games.len().into()),
                ("league", Said::name(&game.league_code).into()),
            ],
        ),
        None => catalogue.line("games-head", &[("count", games.len().into())]),
    };
    let mut parts = vec![text_block(head)];
    parts.extend(shown.map(|game| {
        let places = [
            ("game", line(catalogue, &game.game).into()),
            ("prices", prices(catalogue, game, format).into()),
        ];
        let id = games::Button::Game { game: game.game.id };
        let bet = button(ButtonStyle::Primary, &catalogue.say("games-bet"), id);
        section(catalogue.line("games-row", &places), bet)
    }));
    let mut parts = vec![container(None, parts)];
    if pages > 1 {
        let league = league.map(|it| it.league);
        parts.push(turn(catalogue, page, pages, |page| games::Button::Page {
            league,
            page,
        }));
    }
    parts
}

/// Buttons that turn pages: first, previous, which one, next, last.
pub(crate) fn turn<I: ComponentId>(
    catalogue: Catalogue,
    page: usize,
    pages: usize,
    id: impl Fn(u16) -> I,
) -> Component {
    let number = |page: usize| u16::try_from(page).unwrap_or(u16::MAX);
    let last = pages.saturating_sub(1);
    let style = ButtonStyle::Secondary;
    let (at_start, at_end) = (page == 0, page >= last);
    let mut buttons = Vec::new();
    // Two buttons may not lead to the same page: Discord wants every id once.
    if page > 1 {
        buttons.push(button(style, &catalogue.say("page-first"), id(0)));
    }
    let previous = if at_start {
        u16::MAX - 1
    } else {
        number(page - 1)
    };
    buttons.push(button_unless(
        at_start,
        style,
        &catalogue.say("page-previous"),
        id(previous),
    ));
    let places = [("page", (page + 1).into()), ("pages", pages.into())];
    let which = catalogue.line("page-of", &places);
    buttons.push(button_unless(true, style, &which, id(number(page))));
    let next = if at_end { u16::MAX } else { number(page + 1) };
    buttons.push(button_unless(
        at_end,
        style,
        &catalogue.say("page-next"),
        id(next),
    ));
    if page + 1 < last {
        buttons.push(button(style, &catalogue.say("page-last"), id(number(last))));
    }
    row(buttons)
}

/// The prices of a market side by side.
pub(crate) fn prices_row(
    catalogue: Catalogue,
    game: &Game,
    market: &Offered<'_>,
    format: OddsFormat,
) -> Vec<Component> {
    let quotes = market.quotes.iter();
    quotes
        .map(|it| price_button(catalogue, game, it, format))
        .collect()
}

/// A price as a button that shows the stakes.
pub(super) fn price_button(
    catalogue: Catalogue,
    game: &Game,
    quote: &Quote,
    format: OddsFormat,
) -> Component {
    let id = bet::Button::Pick {
        selection: quote.selection.id,
        bookmaker: quote.bookmaker.id,
    };
    let label = offer(catalogue, game, quote, format);
    button(ButtonStyle::Secondary, &label, id)
}

/// Whose prices these are, by which feeds they came, and when the one was confirmed that has gone
/// unconfirmed for longest.
pub(crate) fn from<'a>(catalogue: Catalogue, quotes: impl Iterator<Item = &'a Quote>) -> Said {
    let (mut books, mut feeds) = (BTreeSet::new(), BTreeSet::new());
    let mut checked = None;
    for quote in quotes {
        books.insert(quote.bookmaker.name.as_str());
        feeds.insert(sources::name(&quote.feed));
        checked = checked.into_iter().chain([quote.confirmed_at]).min();
    }
    let Some(checked) = checked else {
        return Said::default();
    };
    let list = |names: BTreeSet<&str>| wording::list(names.into_iter().map(Said::name), ", ");
    catalogue.line(
        "prices-from",
        &[
            ("books", list(books).into()),
            ("feeds", list(feeds).into()),
            ("checked", checked.timestamp().into()),
        ],
    )
}

/// A game as a choice: who, which league, when.
pub(crate) fn named(catalogue: Catalogue, game: &Game, zone: Tz) -> Said {
    let places = [
        (
            "game",
            wording::game_name(catalogue, game, NameForm::Short).into(),
        ),
        ("league", Said::name(&game.league_code).into()),
        ("at", starts(game, zone).into()),
    ];
    catalogue.line("choice-game-bare", &places)
}

/// Games that fit what was typed, in a menu of that component. A menu takes only so many.
pub(crate) fn several(
    (catalogue, zone): (Catalogue, Tz),
    matching: &[&BoardGame],
    typed: &Said,
    chosen: impl ComponentId,
) -> Vec<Component> {
    let options = matching.iter().take(CHOICES_MAX).map(|it| {
        let label = named(catalogue, &it.game, zone);
        option(&label, it.game.id.to_string(), false)
    });
    let places = [
        ("typed", typed.into()),
        ("count", matching.len().into()),
        ("shown", CHOICES_MAX.into()),
    ];
    let key = match matching.len() > CHOICES_MAX {
        true => "choose-of-many-games",
        false => "choose-of-games",
    };
    let pick = catalogue.say("choose-game");
    vec![
        text_block(catalogue.line(key, &places)),
        row(vec![menu(chosen, &pick, options.collect())]),
    ]
}
