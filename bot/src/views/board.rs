//! The standing board: the games on offer with their main prices.

use shared::price::OddsFormat;
use shared::quote::BoardGame;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::caches::Server;
use crate::discord::reply;
use crate::features::games;
use crate::{fitting, offers};

/// The most games on the board: three components each, of forty.
const GAMES_MAX: usize = 12;
/// The longest text of all games together: Discord takes 4,000 with the head.
const TEXT_CHARS_MAX: usize = 3_800;

/// The message, with these games open for bets.
pub(crate) fn parts(open: &[&BoardGame], server: &Server) -> Vec<Component> {
    let catalogue = Catalogue::get(&server.guild.locale);
    let format = server.settings.odds_format;
    let games = open.iter().take(GAMES_MAX);
    let texts: Vec<Said> = games.map(|it| game_text(it, format, catalogue)).collect();
    let shown = fitting::longest(texts.len(), TEXT_CHARS_MAX, |count| &texts[..count]);
    let shown = shown.unwrap_or_default();
    let mut parts = vec![reply::text_block(head(shown.len(), open.len(), catalogue))];
    for (game, said) in open.iter().zip(shown) {
        let bet = reply::button(
            ButtonStyle::Primary,
            &catalogue.say("board-bet"),
            games::Button::Game { game: game.game.id },
        );
        parts.push(reply::section(said.clone(), bet));
    }
    let all = reply::button(
        ButtonStyle::Secondary,
        &catalogue.say("board-all"),
        all_games(),
    );
    parts.push(reply::row(vec![all]));
    parts
}

/// The button under every board.
pub(crate) const fn all_games() -> games::Button {
    games::Button::Page {
        league: None,
        page: 0,
    }
}

fn head(shown: usize, games: usize, catalogue: Catalogue) -> Said {
    if games == 0 {
        return catalogue.say("board-none");
    }
    if games == shown {
        return catalogue.say("board-head");
    }
    let places = [("shown", shown.into()), ("games", games.into())];
    catalogue.line("board-head-more", &places)
}

fn game_text(board: &BoardGame, format: OddsFormat, catalogue: Catalogue) -> Said {
    let game = &board.game;
    let prices = prices(board, format, catalogue);
    let key = if prices.is_empty() {
        "board-game-bare"
    } else {
        "board-game"
    };
    catalogue.line(
        key,
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("league", Said::name(&game.league_code).into()),
            ("start", game.starts_at.timestamp().into()),
            ("prices", wording::lines(prices).into()),
        ],
    )
}

/// A line for each main market, in the prices that its buttons have.
fn prices(board: &BoardGame, format: OddsFormat, catalogue: Catalogue) -> Vec<Said> {
    let markets = offers::main_markets(board);
    let lines = markets.iter().map(|market| {
        let said = market.quotes.iter().map(|quote| {
            let pick = wording::pick(catalogue, &quote.selection, &board.game, NameForm::Short);
            catalogue.line(
                "board-price",
                &[
                    ("pick", pick.into()),
                    ("price", money::price(quote.price, format).into()),
                ],
            )
        });
        wording::list(said, " · ")
    });
    lines.collect()
}
