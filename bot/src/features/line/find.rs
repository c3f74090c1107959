//! Which line of a game is meant. A game that has begun is off the board: what it was priced at is
//! in the books.

use shared::folded::folded;
use shared::game::Game;
use shared::id::{GameId, MemberId, SelectionId};
use shared::market::{MarketKind, Selection};
use store::price_history::{self, Lock};
use wording::{Catalogue, NameForm, Said};

use crate::app::App;
use crate::browse;
use crate::discord::request::Request;
use crate::errors::Failure;
use crate::offers::{self, asks_the_same, sections};

/// The kinds whose line is shown where none was asked for, in this order.
const MAIN: [MarketKind; 4] = [
    MarketKind::Spread,
    MarketKind::Total,
    MarketKind::Moneyline2,
    MarketKind::Moneyline3,
];

/// A game with its lines, each answered once at the line that holds now.
pub(super) struct Lines {
    pub(super) game: Game,
    /// The main ones first.
    pub(super) answers: Vec<Selection>,
}

/// A game with its lines. `None`: there is no such game, or nobody ever priced it.
pub(super) async fn lines(app: &App, game: GameId) -> Result<Option<Lines>, Failure> {
    if let Some(offered) = app.offers(game).await? {
        let quotes = sections::every(&offered);
        return Ok(Some(Lines {
            answers: once_each(quotes.into_iter().map(|it| it.selection.clone())),
            game: offered.game.clone(),
        }));
    }
    let mut connection = app.pool.acquire().await?;
    let answers = price_history::questions(&mut connection, game).await?;
    if answers.is_empty() {
        return Ok(None);
    }
    let named: Vec<_> = answers.iter().collect();
    let games = store::board::games_naming(&mut connection, &[game], &named).await?;
    let place = |it: &Selection| {
        let main = MAIN.iter().position(|kind| *kind == it.kind);
        (main.unwrap_or(MAIN.len()), it.kind, it.period)
    };
    let mut answers = once_each(answers.into_iter());
    answers.sort_by_key(place);
    let game = games.into_iter().next();
    Ok(game.map(|game| Lines { game, answers }))
}

/// One answer of each side to each question, whatever its line.
fn once_each(all: impl Iterator<Item = Selection>) -> Vec<Selection> {
    let mut once: Vec<Selection> = Vec::new();
    for answer in all {
        if !once.iter().any(|it| asks_the_same(it, &answer)) {
            once.push(answer);
        }
    }
    once
}

/// The member's open bets on a game.
pub(super) async fn locks(
    app: &App,
    request: &Request,
    member: MemberId,
    game: GameId,
) -> Result<Vec<Lock>, Failure> {
    let guild = request.guild;
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let locks = price_history::locks(&mut tx, guild, member, game).await?;
    tx.commit().await?;
    Ok(locks)
}

/// What was meant: a choice of ours, the first line that has all of these words, or where nothing
/// was typed the line that the member bet on last, and then the game's main one.
pub(super) fn meant(
    catalogue: Catalogue,
    lines: &Lines,
    locks: &[Lock],
    typed: Option<&str>,
) -> Option<Selection> {
    let Some(typed) = typed else {
        let own = locks.last().map(|it| it.selection.clone());
        return own.or_else(|| lines.answers.first().cloned());
    };
    if let Ok(id) = typed.parse::<SelectionId>() {
        let found = lines.answers.iter().find(|it| it.id == id);
        return found.cloned();
    }
    matching(catalogue, lines, typed)
        .first()
        .map(|it| it.1.clone())
}

/// The lines that have all of these words, with what each is called.
pub(super) fn matching(catalogue: Catalogue, lines: &Lines, typed: &str) -> Vec<(Said, Selection)> {
    let typed = folded(typed);
    let named = lines.answers.iter().map(|it| {
        let label = label(catalogue, &lines.game, it);
        (label, it.clone())
    });
    let has_all = |said: &Said| {
        let said = folded(&said.plain());
        typed.split_whitespace().all(|word| said.contains(word))
    };
    named.filter(|it| has_all(&it.0)).collect()
}

/// What a line is called in a list: `Spread: Bears +3.5`.
pub(super) fn label(catalogue: Catalogue, game: &Game, of: &Selection) -> Said {
    let pick = wording::pick(catalogue, of, game, NameForm::Short);
    if of.kind.needs_subject() {
        // A pick about somebody says already whom and what.
        return pick;
    }
    let question = wording::question(catalogue, of, game);
    let places = [("question", question.into()), ("pick", pick.into())];
    catalogue.line("line-choice", &places)
}

/// The game that was typed: on the board, or by its id wherever it is.
pub(super) enum Typed {
    One(GameId),
    Several(Vec<GameId>),
    None,
}

/// Which game was typed.
pub(super) async fn typed(app: &App, request: &Request, typed: &str) -> Result<Typed, Failure> {
    if let Ok(id) = typed.parse::<GameId>() {
        return Ok(Typed::One(id));
    }
    let board = app.board().await?;
    let open = offers::open(&board, app.clock.now(), None);
    let zone = app.server_of(request).await?.settings.time_zone;
    let said = (request.catalogue(), zone);
    Ok(match browse::typed::game(said, &open, typed) {
        browse::typed::Meant::One(game) => Typed::One(game.game.id),
        browse::typed::Meant::Several(all) => {
            Typed::Several(all.iter().map(|it| it.game.id).collect())
        }
        browse::typed::Meant::None => Typed::None,
    })
}
