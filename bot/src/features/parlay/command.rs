//! The command and its answers.

use grading::ticket::wanted::Wanted;
use shared::id::GameId;
use store::drafts::{self, AddOutcome, StoredDraft};
use twilight_model::application::command::Command;
use wording::Catalogue;

use super::buttons::Button;
use super::plan::gathered;
use super::revision::revision;
use super::{adding, slip, view};
use crate::app::App;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::placing::amount::{other_amount, read_stake};
use crate::quoted_price::QuotedPrice;
use crate::refusals;

/// The feature.
pub(crate) struct Parlay;

impl Feature for Parlay {
    const NAME: &'static str = "parlay";
    type Options = ();
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("parlay", catalogue.say("parlay-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): Self::Options) -> Result<Reply, Failure> {
        slip::show(app, request, None).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::AddLeg { quoted } => add(app, request, quoted).await,
            Button::AddChosen => match values.first().and_then(|it| Button::of(it)) {
                Some(Button::AddLeg { quoted }) => add(app, request, quoted).await,
                _ => Err(refuse("error-stale")),
            },
            Button::From => adding::from(app, request, chosen(values)?).await,
            Button::Market { game } => {
                let market = values.first().and_then(|it| it.parse().ok());
                let market = market.ok_or_else(|| refuse("error-stale"))?;
                adding::market(app, request, game, market).await
            }
            Button::Show => slip::show(app, request, None).await,
            Button::Want { revision } => want(app, request, revision, values).await,
            Button::Up { revision } => up(app, request, revision, values).await,
            Button::Remove => remove(app, request, values).await,
            Button::Clear => clear(app, request).await,
            Button::Stake {
                revision,
                takes,
                stake,
            } => slip::place(app, request, (revision, takes), stake).await,
            Button::OtherAmount { revision, takes } => {
                let form = Button::OtherAmountForm { revision, takes };
                other_amount(app, request, form).await
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
            Button::OtherAmountForm { revision, takes } => {
                let stake = read_stake(fields.get("stake"))?;
                slip::place(app, request, (revision, takes), stake).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

/// The game that was chosen in a menu.
fn chosen(values: &[String]) -> Result<GameId, Failure> {
    let game = values.first().and_then(|it| it.parse().ok());
    game.ok_or_else(|| refuse("error-stale"))
}

/// Adds a leg, and shows the slip.
async fn add(app: &App, request: &Request, quoted: QuotedPrice) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let (guild, member) = (request.guild, who.1.member.id);
    let (selection, bookmaker) = (quoted.selection, quoted.bookmaker);
    let mut change = app.change(request).await?;
    let adding = if change.is_first {
        drafts::add(&mut change.tx, guild, member, selection, bookmaker).await?
    } else {
        AddOutcome::Added
    };
    if let Some(refused) = refusals::adding(adding) {
        return Err(refused);
    }
    let replaced = adding == AddOutcome::Replaced;
    let note = replaced.then(|| request.catalogue().say("parlay-replaced"));
    slip::show_in((app, request), who, change, note).await
}

/// Removes the leg on the chosen game.
async fn remove(app: &App, request: &Request, values: &[String]) -> Result<Reply, Failure> {
    let game = chosen(values)?;
    let who = app.ensure_member(request).await?;
    let mut change = app.change(request).await?;
    if change.is_first {
        drafts::remove(&mut change.tx, request.guild, who.1.member.id, &[game]).await?;
    }
    slip::show_in((app, request), who, change, None).await
}

/// Removes all legs.
async fn clear(app: &App, request: &Request) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let mut change = app.change(request).await?;
    if change.is_first {
        drafts::clear(&mut change.tx, request.guild, who.1.member.id).await?;
    }
    slip::show_in((app, request), who, change, None).await
}

/// Bets something else on the legs that were shown, or says why that cannot be.
async fn want(
    app: &App,
    request: &Request,
    seen: u32,
    values: &[String],
) -> Result<Reply, Failure> {
    let wanted = values.first().and_then(|it| Wanted::read(it));
    let wanted = wanted.ok_or_else(|| refuse("error-stale"))?;
    let who = app.ensure_member(request).await?;
    let (guild, member) = (request.guild, who.1.member.id);
    let mut change = app.change(request).await?;
    let stored = drafts::stored(&mut change.tx, guild, member).await?;
    let mut note = changed_since(request, &change, &stored, seen);
    if change.is_first && note.is_none() {
        let legs = app.priced_legs(&mut change.tx, &stored.legs).await?;
        match wanted.terms(&gathered(&legs)) {
            Ok(_) => {
                let word = wanted.word();
                drafts::choose(&mut change.tx, guild, member, &word, stored.each_way).await?;
            }
            Err(why) => note = Some(view::unfit(request.catalogue(), &legs, wanted, &why)),
        }
    }
    slip::show_in((app, request), who, change, note).await
}

/// Moves the chosen leg up by one.
async fn up(app: &App, request: &Request, seen: u32, values: &[String]) -> Result<Reply, Failure> {
    let game = chosen(values)?;
    let who = app.ensure_member(request).await?;
    let (guild, member) = (request.guild, who.1.member.id);
    let mut change = app.change(request).await?;
    let stored = drafts::stored(&mut change.tx, guild, member).await?;
    let note = changed_since(request, &change, &stored, seen);
    if change.is_first && note.is_none() {
        let mut games: Vec<GameId> = stored.legs.iter().map(|it| it.game).collect();
        if let Some(at) = games.iter().position(|it| *it == game).filter(|it| *it > 0) {
            games.swap(at - 1, at);
            drafts::reorder(&mut change.tx, guild, member, &games).await?;
        }
    }
    slip::show_in((app, request), who, change, note).await
}

/// What is said where the slip is not the one that was shown. An interaction that comes again finds
/// what it changed itself, and is told nothing.
fn changed_since(
    request: &Request,
    change: &crate::app::Change,
    stored: &StoredDraft,
    seen: u32,
) -> Option<wording::Said> {
    let is_other = change.is_first && revision(stored) != seen;
    is_other.then(|| request.catalogue().say("parlay-changed"))
}
