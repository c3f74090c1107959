//! A game on one card: who plays and how it stands, its prices and the ways to all others, and what
//! the member has on it.

use grading::decide::sources;
use pricing::{Consensus, FairPrice};
use shared::game::{Game, GameStatus};
use shared::price::OddsFormat;
use shared::quote::BoardGame;
use shared::ticket::{Terms, TicketState};
use store::game_state::GameState;
use store::notices::ResultLine;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use super::game::{from, line, prices_row};
use super::{ending, groups, live, scheduled};
use crate::discord::reply::{button, container, row, text_block};
use crate::features::{games, odds, tickets};
use crate::offers::{Offered, consensus, main_markets};

/// How many of the member's bets are listed.
const MINE_MAX: usize = 5;

/// What the member has on a game, as far as that is shown.
pub(crate) struct Mine<'a> {
    /// The game with whomever these bets name.
    pub(crate) game: &'a Game,
    /// The bets, in the order of the results message.
    pub(crate) lines: &'a [ResultLine],
}

/// A game that can be bet on: a row of prices for each of its main markets, a menu of all others,
/// and the member's bets.
pub(crate) fn open(
    catalogue: Catalogue,
    game: &BoardGame,
    mine: &Mine<'_>,
    format: OddsFormat,
) -> Vec<Component> {
    let markets = main_markets(game);
    let mut inside = vec![text_block(line(catalogue, &game.game))];
    for market in &markets {
        inside.push(row(prices_row(catalogue, &game.game, market, format)));
    }
    if !markets.is_empty() {
        let quotes = || markets.iter().flat_map(|it| it.quotes.iter().copied());
        let foot = [("from", from(catalogue, quotes()).into())];
        let foot = catalogue.line("markets-foot", &foot);
        let together = markets.iter().filter_map(|market| {
            let consensus = consensus(game, market)?;
            fair(catalogue, &game.game, (market, &consensus), format)
        });
        inside.push(text_block(wording::lines(together.chain([foot]))));
    }
    inside.extend(groups::menu_of(catalogue, game));
    inside.extend(bets(catalogue, mine, format).map(text_block));
    let mut buttons = vec![all_games(catalogue)];
    if !markets.is_empty() && game.game.sides().is_some() {
        let id = odds::Button::Game { game: game.game.id };
        buttons.push(button(
            ButtonStyle::Secondary,
            &catalogue.say("line-odds"),
            id,
        ));
    }
    vec![container(None, inside), row(buttons)]
}

/// A game that cannot be bet on: how it stands or ended, and what became of the member's bets.
pub(crate) fn closed(
    catalogue: Catalogue,
    state: &GameState,
    mine: &Mine<'_>,
    format: OddsFormat,
) -> Vec<Component> {
    let mut inside = vec![text_block(stands(catalogue, state))];
    inside.extend(bets(catalogue, mine, format).map(text_block));
    let mut buttons = vec![all_games(catalogue)];
    let style = ButtonStyle::Secondary;
    if state.over().is_none() {
        let again = games::Button::Game {
            game: state.game.id,
        };
        buttons.push(button(style, &catalogue.say("card-refresh"), again));
    }
    if !mine.lines.is_empty() {
        let game = state.game.id;
        let why = tickets::Button::OnGame { game };
        buttons.push(button(style, &catalogue.say("card-why"), why));
    }
    vec![container(None, inside), row(buttons)]
}

fn all_games(catalogue: Catalogue) -> Component {
    let all = games::Button::Page {
        league: None,
        page: 0,
    };
    button(ButtonStyle::Secondary, &catalogue.say("games-all"), all)
}

/// How a game stands that cannot be bet on, in two lines.
fn stands(catalogue: Catalogue, state: &GameState) -> Said {
    let game = &state.game;
    if let Some(result) = state.over() {
        let head = ending::of(catalogue, game, Some(result));
        let from = [
            ("source", Said::name(sources::name(&result.provider)).into()),
            ("at", result.decided_at.timestamp().into()),
        ];
        return wording::lines([head, catalogue.line("card-result-from", &from)]);
    }
    let is_played = matches!(game.status, GameStatus::Live | GameStatus::Suspended);
    if is_played {
        return wording::lines([playing(catalogue, state), score_from(catalogue, state)]);
    }
    let how = scheduled::status(catalogue, game.status);
    let name = wording::game_name(catalogue, game, NameForm::Short);
    let league = Said::name(&game.league_code);
    let key = match (game.status, how.is_some()) {
        (GameStatus::Final, _) => "card-undecided",
        (_, true) => "card-off",
        (_, false) => "card-begun",
    };
    let places = [
        ("game", name.into()),
        ("league", league.into()),
        ("at", game.starts_at.timestamp().into()),
        ("how", how.unwrap_or_default().into()),
    ];
    catalogue.line(key, &places)
}

/// `**Packers 14, Bears 10** · NFL · 3rd quarter, 4:32 left`
pub(crate) fn playing(catalogue: Catalogue, state: &GameState) -> Said {
    let game = &state.game;
    let stage = match &state.live {
        Some(it) => live::stage(catalogue, &it.state),
        None => scheduled::status(catalogue, game.status).unwrap_or_default(),
    };
    let scored = state
        .score()
        .and_then(|it| ending::with_scores(catalogue, game, it));
    let scored = scored.unwrap_or_else(|| wording::game_name(catalogue, game, NameForm::Short));
    let places = [
        ("scored", scored.into()),
        ("league", Said::name(&game.league_code).into()),
        ("stage", stage.into()),
    ];
    catalogue.line("card-playing", &places)
}

/// Whose score it is, and how old.
fn score_from(catalogue: Catalogue, state: &GameState) -> Said {
    let live = state.live.as_ref();
    let of_live = live.map(|it| (it.provider.as_str(), it.asked_at.unwrap_or(it.since)));
    let report = state.report.as_ref();
    let of_report = report.map(|it| (it.provider.as_str(), it.received_at));
    let Some((source, at)) = of_live.or(of_report) else {
        return catalogue.say("card-closed");
    };
    let places = [
        ("source", Said::name(sources::name(source)).into()),
        ("at", at.timestamp().into()),
    ];
    catalogue.line("card-score-from", &places)
}

/// The member's bets. Nothing where there are none.
fn bets(catalogue: Catalogue, mine: &Mine<'_>, format: OddsFormat) -> Option<Said> {
    if mine.lines.is_empty() {
        return None;
    }
    let mut said = vec![catalogue.say("card-mine")];
    let shown = mine.lines.iter().take(MINE_MAX);
    said.extend(shown.map(|it| bet(catalogue, mine.game, it, format)));
    let left = mine.lines.len().saturating_sub(MINE_MAX);
    if left > 0 {
        said.push(catalogue.line("card-mine-more", &[("count", left.into())]));
    }
    Some(wording::lines(said))
}

/// One of them: what it risks, or what it came to.
fn bet(catalogue: Catalogue, game: &Game, of: &ResultLine, format: OddsFormat) -> Said {
    let pick = wording::pick(catalogue, &of.leg.selection, game, NameForm::Short);
    let whole = match &of.terms {
        Terms::Single => wording::named(catalogue, pick, of.leg.each_way.is_some()),
        terms => {
            let legs = usize::try_from(of.legs).unwrap_or_default();
            let whole = wording::whole_name(catalogue, terms, legs, of.leg.each_way.is_some());
            let places = [("whole", whole.into()), ("pick", pick.into())];
            catalogue.line("card-leg", &places)
        }
    };
    let code = ("code", (&of.code).into());
    if of.state == TicketState::Open && of.leg_outcome.is_none() {
        let places = [
            ("stake", money::units(of.stake).into()),
            ("pick", whole.into()),
            ("price", money::price(of.leg.price, format).into()),
            code,
        ];
        return catalogue.line("card-bet-open", &places);
    }
    let returned = of.returned.unwrap_or(of.stake);
    let money = match of.state {
        TicketState::Open => money::units(of.stake),
        state => wording::money_word(catalogue, state, of.stake, returned),
    };
    let places = [
        ("money", money.into()),
        ("pick", whole.into()),
        ("state", wording::leg_word(catalogue, of.leg_outcome).into()),
        code,
    ];
    catalogue.line("mine-line", &places)
}

/// What a market's bookmakers say together, as prices without a margin. `None` where something
/// cannot happen.
fn fair(
    catalogue: Catalogue,
    game: &Game,
    (market, consensus): (&Offered<'_>, &Consensus),
    format: OddsFormat,
) -> Option<Said> {
    let sides = market.quotes.iter().zip(&consensus.probabilities);
    let sides = sides.map(|(quote, probability)| {
        let pick = wording::pick(catalogue, &quote.selection, game, NameForm::Short);
        let price = Said::ours(FairPrice::of(*probability)?.shown(format));
        Some(catalogue.line("offer", &[("pick", pick.into()), ("price", price.into())]))
    });
    let sides = sides.collect::<Option<Vec<_>>>()?;
    let places = [
        ("books", consensus.books.into()),
        ("prices", wording::list(sides, " / ").into()),
    ];
    Some(catalogue.line("markets-consensus", &places))
}
