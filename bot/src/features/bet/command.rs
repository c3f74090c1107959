//! The command and its answers.

use shared::game::Game;
use shared::id::{BookmakerId, SelectionId};
use shared::market::Selection;
use shared::quote::Quote;
use shared::units::Units;
use store::quotes::{self, QuoteStatus};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use crate::app::{App, own_format};
use crate::browse::typed::Meant;
use crate::browse::{self, choices, pages};
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{CHOICES_MAX, Reply};
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::offers;
use crate::placing::amount::{other_amount, read_stake};
use crate::placing::{Bettor, Outcome};
use crate::quoted_price::QuotedPrice;
use crate::views::{self, balance, game, stake};

/// What `/bet` is given.
pub(crate) struct Args {
    /// A choice of ours, or any part of the names of who plays.
    game: String,
    /// A choice of ours, or any part of what can be picked.
    pick: Option<String>,
    /// An amount.
    stake: Option<String>,
}

/// The feature.
pub(crate) struct Bet;

impl Feature for Bet {
    const NAME: &'static str = "bet";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
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

    fn read(options: &Options) -> Self::Options {
        Args {
            game: options.get("game").unwrap_or_default().to_owned(),
            pick: options.get("pick").map(str::to_owned),
            stake: options.get("stake").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        let preferred = options.stake.as_deref().map(read_stake).transpose()?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let game = match browse::typed::game(&open, &options.game) {
            Meant::One(game) => game.game.id,
            Meant::Several(matching) => {
                let (server, caller) = app.ensure_member(request).await?;
                let catalogue = request.catalogue();
                let format = own_format(&server, &caller);
                let parts = game::page(catalogue, &matching, None, 0, format);
                return Ok(Reply::private(parts).after(balance::notes(catalogue, &caller)));
            }
            Meant::None if open.is_empty() => return pages::page(app, request, None, 0).await,
            Meant::None => return Err(unknown("bet-unknown-game", &options.game)),
        };
        let Some(pick) = options.pick else {
            return pages::markets(app, request, game).await;
        };
        let game = app.offers(game).await?;
        let game = game.ok_or_else(|| refuse("refuse-game-gone"))?;
        let matching = browse::typed::picks(request.catalogue(), &game, &pick);
        if let [one] = matching.as_slice() {
            return stakes(app, request, one.selection.id, one.bookmaker.id, preferred).await;
        }
        let catalogue = request.catalogue();
        let typed = ("typed", Said::typed(&pick).into());
        if matching.is_empty() {
            let note = catalogue.line("bet-unknown-pick", &[typed]);
            let markets = pages::markets(app, request, game.game.id).await?;
            return Ok(markets.after(Some(note)));
        }
        let (server, caller) = app.ensure_member(request).await?;
        let format = own_format(&server, &caller);
        let key = if matching.len() > CHOICES_MAX {
            "bet-many-picks"
        } else {
            "bet-several-picks"
        };
        let places = [
            typed,
            ("shown", CHOICES_MAX.into()),
            ("count", matching.len().into()),
        ];
        let note = catalogue.line(key, &places);
        let parts = views::offers::choose(catalogue, &game.game, &matching, format);
        Ok(Reply::private(parts)
            .after(Some(note))
            .after(balance::notes(catalogue, &caller)))
    }

    async fn choices(
        app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let catalogue = request.catalogue();
        let server = app.server_of(request).await?;
        let board = app.board().await?;
        let open = offers::open(&board, app.clock.now(), None);
        let typed = &typing.typed;
        let found = if typing.option == "game" {
            choices::games(catalogue, &server, &open, typed)
        } else {
            let game = typing.options.get("game").unwrap_or_default();
            let all = match browse::typed::game(&open, game) {
                Meant::One(of) => app.offers_for_typing(of.game.id).await?,
                Meant::Several(_) | Meant::None => None,
            };
            all.map_or_else(Vec::new, |of| {
                choices::picks(catalogue, &server, &of, typed)
            })
        };
        if found.is_empty() {
            return choices::none(app, request, &board, typed).await;
        }
        Ok(found)
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Chosen => match values.first().and_then(|it| Button::of(it)) {
                Some(Button::Pick {
                    selection,
                    bookmaker,
                }) => stakes(app, request, selection, bookmaker, None).await,
                _ => Err(refuse("error-stale")),
            },
            Button::Pick {
                selection,
                bookmaker,
            } => stakes(app, request, selection, bookmaker, None).await,
            Button::Stake { quoted, stake } => place(app, request, quoted, stake).await,
            Button::OtherAmount { quoted } => {
                other_amount(app, request, Button::OtherAmountForm { quoted }).await
            }
            Button::OtherAmountForm { .. } => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        match form {
            Button::OtherAmountForm { quoted } => {
                place(app, request, quoted, read_stake(fields.get("stake"))?).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

fn unknown(key: &'static str, typed: &str) -> Failure {
    refuse_with(key, vec![("typed", Said::typed(typed).into())])
}

/// One price with the stakes that take it.
pub(crate) async fn stakes(
    app: &App,
    request: &Request,
    selection: SelectionId,
    bookmaker: BookmakerId,
    preferred: Option<Units>,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let catalogue = request.catalogue();
    let mut note = None;
    let mut found = offered(app, selection, bookmaker).await?;
    if found.is_none() {
        // What is in memory may be older than what the database just said.
        if let Some(asked) = store::board::selection(&app.pool, selection).await? {
            app.caches.drop_prices([asked.game]).await;
            found = instead(app, catalogue, (&asked, bookmaker), &mut note).await?;
        }
    }
    let Some((of, quote)) = found else {
        return Err(no_price(app, selection, bookmaker).await?);
    };
    let preferred = match preferred {
        Some(preferred) => Some(preferred),
        None => {
            let mut tx = store::begin_guild(&app.pool, request.guild).await?;
            let member = caller.member.id;
            let last = store::tickets::last_stake(&mut tx, request.guild, member).await?;
            tx.commit().await?;
            last
        }
    };
    let cash = caller.balance.cash;
    let stakes = stake::quick_stakes(&server.settings, cash, preferred);
    let format = own_format(&server, &caller);
    let parts = stake::view(
        catalogue,
        &server.settings.rules,
        &of,
        &quote,
        format,
        &stakes,
        cash,
    );
    let total = cash + caller.balance.at_risk;
    let relief = balance::relief(catalogue, total, app.clock.now()).filter(|_| stakes.is_empty());
    Ok(Reply::private(parts)
        .after(relief)
        .after(note)
        .after(balance::notes(catalogue, &caller)))
}

/// A price that is on offer, as far as is known in memory, with its game: on the board, or else
/// among all that its game offers.
async fn offered(
    app: &App,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Option<(Game, Quote)>, Failure> {
    let (board, now) = (app.board().await?, app.clock.now());
    if let Some((game, quote)) = offers::quote(&board.games, selection, bookmaker) {
        let is_open = game.starts_at > now;
        return Ok(is_open.then(|| (game.clone(), quote.clone())));
    }
    let Some(asked) = store::board::selection(&app.pool, selection).await? else {
        return Ok(None);
    };
    let of = app.offers(asked.game).await?;
    let found = offers::quote(of.as_slice(), selection, bookmaker);
    Ok(found.map(|(game, quote)| (game.clone(), quote.clone())))
}

/// Why a price that was once shown cannot be had.
async fn no_price(
    app: &App,
    selection: SelectionId,
    bookmaker: BookmakerId,
) -> Result<Failure, Failure> {
    let mut connection = app.pool.acquire().await?;
    let status = quotes::status(&mut connection, selection, bookmaker).await?;
    Ok(match status {
        QuoteStatus::Stale => refuse("refuse-price-stale"),
        QuoteStatus::Offered(_) | QuoteStatus::Gone => refuse("refuse-taken-down"),
    })
}

/// What is offered instead of a price that nobody offers any more: the same side at the line that
/// it has moved to. `note` then says so.
async fn instead(
    app: &App,
    catalogue: Catalogue,
    (asked, bookmaker): (&Selection, BookmakerId),
    note: &mut Option<Said>,
) -> Result<Option<(Game, Quote)>, Failure> {
    let Some(game) = app.offers(asked.game).await? else {
        return Ok(None);
    };
    let Some(quote) = offers::same_question(&game, asked, bookmaker) else {
        return Ok(None);
    };
    let pick = |it| wording::pick(catalogue, it, &game.game, wording::NameForm::Short);
    let (before, now) = (pick(asked), pick(&quote.selection));
    if before != now {
        let places = [("before", before.into()), ("now", now.into())];
        *note = Some(catalogue.line("line-moved", &places));
    }
    Ok(Some((game.game.clone(), quote.clone())))
}

/// Places a single: at the price that was pressed, or at a better one.
pub(crate) async fn place(
    app: &App,
    request: &Request,
    quoted: QuotedPrice,
    amount: Units,
) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    let bettor = Bettor {
        app,
        request,
        server: &server,
        caller: &caller,
    };
    let (selection, bookmaker) = (quoted.selection, quoted.bookmaker);
    let outcome = bettor.place(vec![(&quoted).into()], amount).await?;
    if let Outcome::Moved(_) | Outcome::TakenDown = outcome {
        // What is in memory is older than what the database just said.
        let asked = store::board::selection(&app.pool, selection).await?;
        app.caches.drop_prices(asked.map(|it| it.game)).await;
    }
    let moved = match outcome {
        Outcome::Placed(reply) => return Ok(reply),
        Outcome::Moved(moved) => moved,
        Outcome::TakenDown => {
            return stakes(app, request, selection, bookmaker, Some(amount)).await;
        }
    };
    let format = own_format(&server, &caller);
    let now = moved.first().map(|it| money::price(it.price, format));
    let note = request.catalogue().line(
        "price-moved",
        &[
            (
                "before",
                money::ratio(quoted.num, quoted.den, format).into(),
            ),
            ("now", now.unwrap_or_default().into()),
        ],
    );
    let (selection, bookmaker) = (quoted.selection, quoted.bookmaker);
    let asked = stakes(app, request, selection, bookmaker, Some(amount)).await?;
    Ok(asked.after(Some(note)))
}
