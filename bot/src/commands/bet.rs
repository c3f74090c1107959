//! `/bet`: a game by autocomplete, then a price, then a stake; or all three at once.

use shared::game::Game;
use shared::id::{BookmakerId, GameId, SelectionId};
use shared::quote::{BoardGame, Quote};
use shared::units::Units;
use store::board::Board;
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;

use crate::app::{App, own_format};
use crate::commands::{games, in_servers};
use crate::custom_id::{CustomId, Taken};
use crate::errors::{Failure, refuse, refuse_with};
use crate::offers;
use crate::place::{Bet, Bettor, read_stake};
use crate::reply::{Field, Form, Reply};
use crate::request::{Options, Request};
use crate::slips::{self as sentence, escape, quoted_back};
use crate::text::Text;
use crate::views::{balance, game, money, stake};

/// The command.
pub(crate) fn definition(text: Text) -> Command {
    in_servers("bet", text.say("bet-about"))
        .option(
            StringBuilder::new("game", text.say("bet-game"))
                .autocomplete(true)
                .required(true),
        )
        .option(StringBuilder::new("pick", text.say("bet-pick")).autocomplete(true))
        .option(StringBuilder::new("stake", text.say("bet-stake")))
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
            let words = request.text();
            let format = own_format(&server, &visit);
            let parts = game::page(words, &matching, None, 0, format);
            return Ok(Reply::private(parts).after(balance::notes(words, &visit)));
        }
        Resolved::None if open.is_empty() => return games::page(app, request, None, 0).await,
        Resolved::None => return Err(unknown("bet-unknown-game", typed)),
    };
    let Some(pick) = options.get("pick") else {
        return games::markets(app, request, game.game.id).await;
    };
    match resolve_pick(request.text(), game, pick) {
        Some((selection, bookmaker)) => stakes(app, request, selection, bookmaker, preferred).await,
        None => Err(unknown("bet-unknown-pick", pick)),
    }
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", quoted_back(typed, 60).into())])
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

/// A choice of ours, or words that only one of the game's offers has.
fn resolve_pick(words: Text, game: &BoardGame, typed: &str) -> Option<(SelectionId, BookmakerId)> {
    let markets = offers::main_markets(game);
    let quotes = markets.iter().flat_map(|it| it.quotes.iter().copied());
    if let Ok(CustomId::Pick {
        selection,
        bookmaker,
    }) = typed.parse()
    {
        let known = game.quotes.iter().any(|it| it.selection.id == selection);
        return known.then_some((selection, bookmaker));
    }
    let typed = typed.to_lowercase();
    let matching: Vec<_> = quotes
        .filter(|quote| {
            let forms = sentence::Form::ALL;
            let names = forms.map(|form| sentence::pick(words, &quote.selection, &game.game, form));
            let names = names.join(" ").to_lowercase();
            typed.split_whitespace().all(|word| names.contains(word))
        })
        .collect();
    match matching.as_slice() {
        [one] => Some((one.selection.id, one.bookmaker.id)),
        _ => None,
    }
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
    let words = request.text();
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
        found = instead(app, words, &board, (selection, bookmaker), &mut note).await?;
    }
    let (of, quote) = found
        .and_then(|(selection, bookmaker)| offers::quote(&board, selection, bookmaker))
        .filter(open)
        .ok_or_else(|| refuse("refuse-taken-down"))?;
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
        words,
        &server.settings.rules,
        of,
        quote,
        format,
        &stakes,
        cash,
    );
    let total = cash + visit.balance.at_risk;
    let relief = balance::relief(words, total, app.clock.now()).filter(|_| stakes.is_empty());
    Ok(Reply::private(parts)
        .after(relief)
        .after(note)
        .after(balance::notes(words, &visit)))
}

/// What is offered instead of a price that nobody offers any more: the same side at the line that
/// it has moved to. `note` then says so.
async fn instead(
    app: &App,
    words: Text,
    board: &Board,
    (selection, bookmaker): (SelectionId, BookmakerId),
    note: &mut Option<String>,
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
    let pick = |it| sentence::pick(words, it, &game.game, sentence::Form::Short);
    let (before, now) = (pick(&asked), pick(&quote.selection));
    if before != now {
        let places = [
            ("before", escape(&before).into()),
            ("now", escape(&now).into()),
        ];
        *note = Some(words.line("line-moved", &places));
    }
    Ok(Some((quote.selection.id, quote.bookmaker.id)))
}

/// Places a single.
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
    let now = moved.first().map(|it| it.price.shown(format));
    let note = request.text().line(
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
    let words = request.text();
    let hint = words.line(
        "amount-hint",
        &[
            ("min", money::units(server.settings.stake_min).into()),
            ("max", money::units(server.settings.stake_max).into()),
        ],
    );
    Ok(Reply::form(Form {
        id,
        title: words.say("amount-title"),
        fields: vec![Field::short(
            "stake",
            words.say("amount-label"),
            hint,
            String::new(),
        )],
    }))
}
