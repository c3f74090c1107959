//! `/bet`: a game by autocomplete, then a price, then a stake; or all three at once.

use shared::game::Game;
use shared::id::{BookmakerId, GameId, SelectionId};
use shared::quote::{BoardGame, Quote};
use shared::units::Units;
use store::board::Board;
use store::quotes::{self, Standing};
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said, money};

use crate::app::{App, own_format};
use crate::commands::{games, in_servers};
use crate::custom_id::{CustomId, Taken};
use crate::errors::{Failure, refuse, refuse_with};
use crate::offers;
use crate::place::{Bet, Bettor, read_stake};
use crate::reply::{Field, Form, Reply};
use crate::request::{Options, Request};
use crate::views::{balance, game, stake};

/// The command.
pub(crate) fn definition(catalogue: Catalogue) -> Command {
    in_servers("bet", catalogue.say("bet-about"))
        .option(
            StringBuilder::new("game", catalogue.say("bet-game"))
                .autocomplete(true)
                .required(true),
        )
        .option(StringBuilder::new("pick", catalogue.say("bet-pick")).autocomplete(true))
        .option(StringBuilder::new("stake", catalogue.say("bet-stake")))
        .build()
}

/// As far as the options reach: markets, or stakes.
pub(crate) async fn answer(
    app: &App,
    request: &Request,
    options: &Options,
) -> Result<Reply, Failure> {
    let preferred = options.get("stake").map(read_stake).transpose()?;
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let typed = options.get("game").unwrap_or_default();
    let game = match resolve(&open, typed) {
        Resolved::One(game) => game,
        Resolved::Several(matching) => {
            let (server, visit) = app.visit(request).await?;
            let catalogue = request.catalogue();
            let format = own_format(&server, &visit);
            let parts = game::page(catalogue, &matching, None, 0, format);
            return Ok(Reply::private(parts).after(balance::notes(catalogue, &visit)));
        }
        Resolved::None if open.is_empty() => return games::page(app, request, None, 0).await,
        Resolved::None => return Err(unknown("bet-unknown-game", typed)),
    };
    let Some(pick) = options.get("pick") else {
        return games::markets(app, request, game.game.id).await;
    };
    let matching = resolve_pick(request.catalogue(), game, pick);
    if let [one] = matching.as_slice() {
        return stakes(app, request, one.selection.id, one.bookmaker.id, preferred).await;
    }
    let catalogue = request.catalogue();
    let typed = ("typed", Said::typed(pick).into());
    if matching.is_empty() {
        let note = catalogue.line("bet-unknown-pick", &[typed]);
        let markets = games::markets(app, request, game.game.id).await?;
        return Ok(markets.after(Some(note)));
    }
    let (server, visit) = app.visit(request).await?;
    let format = own_format(&server, &visit);
    let note = catalogue.line("bet-several-picks", &[typed]);
    let parts = game::choose(catalogue, &game.game, &matching, format);
    Ok(Reply::private(parts)
        .after(Some(note))
        .after(balance::notes(catalogue, &visit)))
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", Said::typed(typed).into())])
}

/// Which game was meant.
pub(crate) enum Resolved<'a> {
    One(&'a BoardGame),
    Several(Vec<&'a BoardGame>),
    None,
}

/// A choice of ours, or whatever was typed instead: Discord does not hold people to choices.
pub(crate) fn resolve<'a>(open: &[&'a BoardGame], typed: &str) -> Resolved<'a> {
    if let Ok(id) = typed.parse::<GameId>() {
        let found = open.iter().find(|it| it.game.id == id);
        return found.map_or(Resolved::None, |it| Resolved::One(it));
    }
    let found = offers::search(open, typed);
    match found.as_slice() {
        [] => Resolved::None,
        [one] => Resolved::One(one),
        _ => Resolved::Several(found),
    }
}

/// A choice of ours, or the offers of the game that have all of these words.
fn resolve_pick<'a>(catalogue: Catalogue, game: &'a BoardGame, typed: &str) -> Vec<&'a Quote> {
    let markets = offers::main_markets(game);
    let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
    if let Ok(CustomId::Pick {
        selection,
        bookmaker,
    }) = typed.parse()
    {
        let chosen = |it: &&Quote| (it.selection.id, it.bookmaker.id) == (selection, bookmaker);
        let known = game.quotes.iter().find(chosen);
        let known = known.or_else(|| game.quotes.iter().find(|it| it.selection.id == selection));
        return known.into_iter().collect();
    }
    let typed = typed.to_lowercase();
    quotes
        .filter(|quote| {
            let forms = wording::NameForm::ALL;
            let names =
                forms.map(|form| wording::pick(catalogue, &quote.selection, &game.game, form));
            let names = wording::list(names, " ").plain().to_lowercase();
            typed.split_whitespace().all(|word| names.contains(word))
        })
        .collect()
}

/// One price with the stakes that take it.
pub(crate) async fn stakes(
    app: &App,
    request: &Request,
    selection: SelectionId,
    bookmaker: BookmakerId,
    preferred: Option<Units>,
) -> Result<Reply, Failure> {
    let (server, visit) = app.visit(request).await?;
    let catalogue = request.catalogue();
    let mut board = app.board().await?;
    let now = app.clock.now();
    let open = |it: &(&Game, &Quote)| it.0.starts_at > now;
    let (mut found, mut note) = (Some((selection, bookmaker)), None);
    if offers::quote(&board, selection, bookmaker)
        .filter(open)
        .is_none()
    {
        // What is in memory may be older than what the database just said.
        app.caches.board.clear();
        board = app.board().await?;
        found = instead(app, catalogue, &board, (selection, bookmaker), &mut note).await?;
    }
    let found = found
        .and_then(|(selection, bookmaker)| offers::quote(&board, selection, bookmaker))
        .filter(open);
    let Some((of, quote)) = found else {
        return Err(no_price(app, selection, bookmaker).await?);
    };
    let preferred = match preferred {
        Some(preferred) => Some(preferred),
        None => {
            let mut tx = store::begin_guild(&app.pool, request.guild).await?;
            let member = visit.member.id;
            let last = store::tickets::last_stake(&mut tx, request.guild, member).await?;
            tx.commit().await?;
            last
        }
    };
    let cash = visit.balance.cash;
    let stakes = stake::quick_stakes(&server.settings, cash, preferred);
    let format = own_format(&server, &visit);
    let parts = stake::view(
        catalogue,
        &server.settings.rules,
        of,
        quote,
        format,
        &stakes,
        cash,
    );
    let total = cash + visit.balance.at_risk;
    let relief = balance::relief(catalogue, total, app.clock.now()).filter(|_| stakes.is_empty());
    Ok(Reply::private(parts)
        .after(relief)
        .after(note)
        .after(balance::notes(catalogue, &visit)))
}

/// Why a price that was once shown cannot be had.
async fn no_price(
    app: &App,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Failure, Failure> {
    let mut connection = app.pool.acquire().await?;
    let standing = quotes::standing(&mut connection, selection, bookmaker).await?;
    Ok(match standing {
        Standing::Stale => refuse("refuse-price-stale"),
        Standing::Offered(_) | Standing::Gone => refuse("refuse-taken-down"),
    })
}

/// What is offered instead of a price that nobody offers any more: the same side at the line that
/// it has moved to. `note` then says so.
async fn instead(
    app: &App,
    catalogue: Catalogue,
    board: &Board,
    (selection, bookmaker): (SelectionId, BookmakerId),
    note: &mut Option<Said>,
) -> Result<Option<(SelectionId, BookmakerId)>, Failure> {
    let Some(asked) = store::board::selection(&app.pool, selection).await? else {
        return Ok(None);
    };
    let Some(game) = offers::open_game(board, app.clock.now(), asked.game) else {
        return Ok(None);
    };
    let Some(quote) = offers::same_question(game, &asked, bookmaker) else {
        return Ok(None);
    };
    let pick = |it| wording::pick(catalogue, it, &game.game, wording::NameForm::Short);
    let (before, now) = (pick(&asked), pick(&quote.selection));
    if before != now {
        let places = [("before", before.into()), ("now", now.into())];
        *note = Some(catalogue.line("line-moved", &places));
    }
    Ok(Some((quote.selection.id, quote.bookmaker.id)))
}

/// Places a single: at the price that was pressed, or at a better one.
pub(crate) async fn place(
    app: &App,
    request: &Request,
    taken: Taken,
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, visit) = app.visit(request).await?;
    let bettor = Bettor {
        app,
        request,
        server: &server,
        visit: &visit,
    };
    let moved = match bettor.place(vec![(&taken).into()], amount).await? {
        Bet::Placed(reply) => return Ok(reply),
        Bet::Moved(moved) => moved,
        Bet::TakenDown => {
            let (selection, bookmaker) = (taken.selection, taken.bookmaker);
            app.caches.board.clear();
            return stakes(app, request, selection, bookmaker, Some(amount)).await;
        }
    };
    // What is in memory is older than what the database just said.
    app.caches.board.clear();
    let format = own_format(&server, &visit);
    let now = moved.first().map(|it| money::price(it.price, format));
    let note = request.catalogue().line(
        "price-moved",
        &[
            ("before", money::ratio(taken.num, taken.den, format).into()),
            ("now", now.unwrap_or_default().into()),
        ],
    );
    let (selection, bookmaker) = (taken.selection, taken.bookmaker);
    let asked = stakes(app, request, selection, bookmaker, Some(amount)).await?;
    Ok(asked.after(Some(note)))
}

/// The form for a stake that no button has.
pub(crate) async fn other_amount(
    app: &App,
    request: &Request,
    id: CustomId,
) -> Result<Reply, Failure> {
    let server = app.server(request.guild, &request.guild_locale).await?;
    let catalogue = request.catalogue();
    let hint = catalogue.line(
        "amount-hint",
        &[
            ("min", money::units(server.settings.stake_min).into()),
            ("max", money::units(server.settings.stake_max).into()),
        ],
    );
    Ok(Reply::form(Form {
        id,
        title: catalogue.say("amount-title").plain(),
        fields: vec![Field::short(
            "stake",
            &catalogue.say("amount-label"),
            &hint,
            String::new(),
        )],
    }))
}
