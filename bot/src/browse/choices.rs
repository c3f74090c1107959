//! Games and prices as choices for an option that is being typed: from memory, and never none.

use shared::quote::{BoardGame, Quote};
use store::board::Board;
use twilight_model::application::command::CommandOptionChoice;
use wording::{Catalogue, NameForm, Said, game_name};

use crate::app::App;
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, choice, only_choice};
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::features::bet;
use crate::offers::sections;
use crate::views::game;
use crate::{browse, offers};

/// The one choice where nothing matches: what comes next, where nothing is open.
///
/// # Errors
/// [`Failure`] when the server cannot be read.
pub(crate) async fn none(
    app: &App,
    request: &Request,
    board: &Board,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    let server = app.server_of(request).await?;
    let is_open = !offers::open(board, app.clock.now(), None).is_empty();
    let said = match &board.next {
        _ if is_open => catalogue.say("choice-no-match"),
        Some(next) => catalogue.line(
            "choice-nothing-next",
            &[
                ("league", Said::name(&next.league_code).into()),
                ("at", game::starts(next, server.settings.time_zone).into()),
            ],
        ),
        None => catalogue.say("choice-nothing"),
    };
    Ok(vec![only_choice(&said, typed)])
}

/// Games that match, at most 25; where there are more, the last choice says so.
pub(crate) fn games(
    catalogue: Catalogue,
    server: &Server,
    open: &[&BoardGame],
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let found = offers::search(open, typed);
    let shown = shown_of(found.len());
    let mut choices: Vec<_> = found
        .iter()
        .take(shown)
        .map(|it| {
            let label = label(catalogue, server, it);
            choice(&label, it.game.id.to_string())
        })
        .collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more", &places);
        choices.push(only_choice(&more, typed));
    }
    choices
}

/// `LAL @ BOS · NBA · Thu 7:30 PM · LAL +3.5 -110`.
fn label(catalogue: Catalogue, server: &Server, of: &BoardGame) -> Said {
    let settings = &server.settings;
    let markets = offers::main_markets(of);
    let first = markets.first().and_then(|it| it.quotes.first());
    let offer = first.map(|it| game::offer(catalogue, &of.game, it, settings.odds_format));
    let name = game_name(catalogue, &of.game, NameForm::Short);
    let mut places = vec![
        ("game", name.into()),
        ("league", Said::name(&of.game.league_code).into()),
        ("at", game::starts(&of.game, settings.time_zone).into()),
    ];
    let Some(offer) = offer else {
        return catalogue.line("choice-game-bare", &places);
    };
    places.push(("offer", offer.into()));
    catalogue.line("choice-game", &places)
}

/// What of a game matches, at most 25 prices; where there are more, the last choice says so. The
/// game has all that it offers.
pub(crate) fn picks(
    catalogue: Catalogue,
    server: &Server,
    of: &BoardGame,
    typed: &str,
) -> Vec<CommandOptionChoice> {
    of_quotes(catalogue, server, (of, sections::every(of)), typed)
}

/// What of these prices of a game matches, at most 25; where there are more, the last choice says
/// so.
pub(crate) fn of_quotes(
    catalogue: Catalogue,
    server: &Server,
    (of, quotes): (&BoardGame, Vec<&Quote>),
    typed: &str,
) -> Vec<CommandOptionChoice> {
    let found = browse::typed::suggested(catalogue, of, quotes, typed);
    if found.is_empty() {
        return vec![only_choice(&catalogue.say("choice-no-match"), typed)];
    }
    let shown = shown_of(found.len());
    let choices = found.iter().take(shown).map(|quote| {
        let label = game::offer(catalogue, &of.game, quote, server.settings.odds_format);
        let id = bet::Button::Pick {
            selection: quote.selection.id,
            bookmaker: quote.bookmaker.id,
        };
        choice(&label, id.custom_id())
    });
    let mut choices: Vec<_> = choices.collect();
    if found.len() > shown {
        let places = [("shown", shown.into()), ("count", found.len().into())];
        let more = catalogue.line("choice-more-picks", &places);
        choices.push(only_choice(&more, typed));
    }
    choices
}

/// How many of so many are shown: one place is left for how many are not.
pub(crate) const fn shown_of(found: usize) -> usize {
    if found > CHOICES_MAX {
        CHOICES_MAX - 1
    } else {
        CHOICES_MAX
    }
}
