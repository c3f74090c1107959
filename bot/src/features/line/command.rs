//! The command and its answers.

use shared::id::{BookmakerId, GameId, SelectionId};
use shared::market::Selection;
use shared::ticket::{PageFrom, TicketFilter, TicketStates};
use slip::chart_alt;
use store::price_history;
use store::tickets;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::chart::{self, Asked};
use super::find::{self, Lines, Typed};
use super::view;
use crate::app::{App, own_format};
use crate::browse::choices;
use crate::discord::reply::{CHOICES_MAX, Picture, Reply, choice, only_choice};
use crate::discord::request::{Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::offers::{self, asks_the_same};
use crate::views::{balance, game};

/// How many of the member's newest tickets are looked through for games that have begun.
const TICKETS_READ: i64 = 25;

/// What `/line` is given.
pub(crate) struct Args {
    /// A choice of ours, or any part of the names of who plays.
    game: String,
    /// A choice of ours, or any part of what a line is called.
    market: Option<String>,
}

/// The feature.
pub(crate) struct Line;

impl Feature for Line {
    const NAME: &'static str = "line";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let game = StringBuilder::new("game", catalogue.say("line-game"))
            .autocomplete(true)
            .required(true);
        let market = StringBuilder::new("market", catalogue.say("line-market"));
        in_servers("line", catalogue.say("line-about"))
            .option(game)
            .option(market.autocomplete(true))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            game: options.get("game").unwrap_or_default().to_owned(),
            market: options.get("market").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        match find::typed(app, request, &options.game).await? {
            Typed::One(game) => shown(app, request, game, Wanted::Typed(options.market)).await,
            Typed::Several(ids) => {
                let server = app.server_of(request).await?;
                let board = app.board().await?;
                let open = offers::open(&board, app.clock.now(), None);
                let matching = open.into_iter().filter(|it| ids.contains(&it.game.id));
                let matching: Vec<_> = matching.collect();
                let zone = server.settings.time_zone;
                let said = (request.catalogue(), zone);
                let typed = Said::typed(&options.game);
                let parts = game::several(said, &matching, &typed, Button::Chosen);
                Ok(Reply::private(parts))
            }
            Typed::None => Err(unknown("line-unknown-game", &options.game)),
        }
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        if typing.option == "game" {
            games(app, request, &typing.typed).await
        } else {
            app.ask(markets(app, request, typing)).await
        }
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let value = values.first().map(String::as_str);
        let stale = || refuse("error-stale");
        match button {
            Button::Game { game } => shown(app, request, game, Wanted::Typed(None)).await,
            Button::Chosen => {
                let game = value.and_then(|it| it.parse().ok()).ok_or_else(stale)?;
                shown(app, request, game, Wanted::Typed(None)).await
            }
            Button::Market => {
                let id = value.and_then(|it| it.parse().ok()).ok_or_else(stale)?;
                answered(app, request, id, None).await
            }
            Button::Book { selection } => {
                let book = match value {
                    Some(view::ALL_BOOKS) => None,
                    Some(id) => Some(id.parse().map_err(|_| stale())?),
                    None => return Err(stale()),
                };
                answered(app, request, selection, book).await
            }
        }
    }
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", Said::typed(typed).into())])
}

/// Which line of a game.
enum Wanted {
    /// What was typed; nothing: the main one.
    Typed(Option<String>),
    /// This one, of this bookmaker or of all.
    Answer(Selection, Option<BookmakerId>),
}

/// The line of an answer that a menu named.
async fn answered(
    app: &App,
    request: &Request,
    id: SelectionId,
    book: Option<BookmakerId>,
) -> Result<Reply, Failure> {
    let found = store::board::selection(&app.pool, id).await?;
    let found = found.ok_or_else(|| refuse("error-stale"))?;
    shown(app, request, found.game, Wanted::Answer(found, book)).await
}

/// A line of a game, drawn and said.
async fn shown(
    app: &App,
    request: &Request,
    game: GameId,
    wanted: Wanted,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let lines = find::lines(app, game).await?;
    let lines = lines.ok_or_else(|| refuse("line-no-prices"))?;
    let locks = find::locks(app, request, caller.member.id, game).await?;
    let (of, book) = match wanted {
        Wanted::Answer(of, book) => (of, book),
        Wanted::Typed(typed) => {
            let found = find::meant(catalogue, &lines, &locks, typed.as_deref());
            let missing = || unknown("line-unknown-market", typed.as_deref().unwrap_or_default());
            (found.ok_or_else(missing)?, None)
        }
    };
    let lines = named(app, lines, &of).await?;
    let mut connection = app.pool.acquire().await?;
    let moves = price_history::moves(&mut connection, &of).await?;
    drop(connection);
    let yours = locks.iter().filter(|it| asks_the_same(&it.selection, &of));
    let yours: Vec<_> = yours.collect();
    let now = app.clock.now();
    let asked = Asked {
        catalogue,
        game: &lines.game,
        of: &of,
        moves: &moves,
        locks: &yours,
        format: own_format(&server, &caller),
        zone: server.settings.time_zone,
        now,
        book,
    };
    let told = chart::told(&asked).ok_or_else(|| refuse("line-no-history"))?;
    let is_open = lines.game.starts_at > now;
    let menus = view::menus(catalogue, &lines, &of, &moves, is_open);
    let reply = Reply::private(view::parts(catalogue, &lines, &told, asked.zone));
    // Without a picture the text says it all.
    let reply = match app.pictures.draw_if_free(told.view.clone()).await {
        Ok(png) => reply.showing(Picture {
            filename: format!("line-{}.png", of.id),
            alt: chart_alt(&told.view).replace('\u{2212}', "-"),
            png,
        }),
        Err(error) => {
            tracing::warn!("a chart is shown in words alone: {error}");
            reply
        }
    };
    Ok(reply
        .before(menus)
        .after(balance::notes(catalogue, &caller)))
}

/// The same, with the names of those whom an answer is about.
async fn named(app: &App, lines: Lines, of: &Selection) -> Result<Lines, Failure> {
    let is_named = of.subject.is_none_or(|it| lines.game.find(it).is_some());
    if is_named {
        return Ok(lines);
    }
    let mut connection = app.pool.acquire().await?;
    let ids = [lines.game.id];
    let games = store::board::games_naming(&mut connection, &ids, &[of]).await?;
    let game = games.into_iter().next();
    Ok(Lines {
        game: game.unwrap_or(lines.game),
        ..lines
    })
}

/// Games on the board, and those that have begun on which the member has bet.
async fn games(
    app: &App,
    request: &Request,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    let server = app.server_of(request).await?;
    let board = app.board().await?;
    let now = app.clock.now();
    let open = offers::open(&board, now, None);
    let mut found = choices::games(catalogue, &server, &open, typed);
    // Whoever has typed nothing yet is not looking for one game among many.
    if !typed.trim().is_empty() {
        let begun = app.ask(begun(app, request, typed)).await?;
        let room = CHOICES_MAX.saturating_sub(found.len());
        found.extend(begun.into_iter().take(room));
    }
    if found.is_empty() {
        return choices::none(app, request, &board, typed).await;
    }
    Ok(found)
}

async fn begun(
    app: &App,
    request: &Request,
    typed: &str,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let server = app.server(request.guild, &request.guild_locale).await?;
    let member = app.member_of(request.guild, request.user).await?;
    let Some(member) = member else {
        return Ok(Vec::new());
    };
    let guild = request.guild;
    let (every, limit) = (
        TicketFilter::of(TicketStates::Every),
        (TICKETS_READ, app.clock.now()),
    );
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let page = tickets::page(&mut tx, (guild, member), &every, PageFrom::Newest, limit).await?;
    tx.commit().await?;
    let now = app.clock.now();
    let mut seen = Vec::new();
    let games = page.tickets.iter().flat_map(|it| &it.games);
    let typed = shared::folded::folded(typed);
    let choices = games.filter_map(|it| {
        let is_new = it.starts_at <= now && it.written().is_none() && !seen.contains(&it.id);
        seen.push(it.id);
        let label = game::named(request.catalogue(), it, server.settings.time_zone);
        let said = shared::folded::folded(&label.plain());
        let fits = typed.split_whitespace().all(|word| said.contains(word));
        (is_new && fits).then(|| choice(&label, it.id.to_string()))
    });
    Ok(choices.collect())
}

/// The lines of the game that was chosen, those that fit what is being typed.
async fn markets(
    app: &App,
    request: &Request,
    typing: &Typing,
) -> Result<Vec<CommandOptionChoice>, Failure> {
    let catalogue = request.catalogue();
    let game = typing.options.get("game").unwrap_or_default();
    let lines = match find::typed(app, request, game).await? {
        Typed::One(game) => find::lines(app, game).await?,
        Typed::Several(_) | Typed::None => None,
    };
    let found = lines.map_or_else(Vec::new, |lines| {
        find::matching(catalogue, &lines, &typing.typed)
    });
    if found.is_empty() {
        let none = catalogue.say("choice-no-match");
        return Ok(vec![only_choice(&none, &typing.typed)]);
    }
    let shown = found.iter().take(CHOICES_MAX);
    Ok(shown
        .map(|(label, of)| choice(label, of.id.to_string()))
        .collect())
}
