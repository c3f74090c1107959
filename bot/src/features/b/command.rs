//! The command, and what comes of its components.

use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, money};

use super::answer::{Line, answer};
use super::buttons::Button;
use super::leg::{Asked, Whole};
use super::slip::{self, Slip};
use crate::app::{App, own_format};
use crate::discord::custom_id::{ComponentId, Handling};
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::lines::amount::TypedStake;
use crate::lines::typed_price::TypedPrice;
use crate::placing::amount::{other_amount, read_stake};
use crate::quoted_price::QuotedPrice;
use crate::single::{self, Wish};

/// The longest line that Discord lets anybody type.
const LINE_CHARS_MAX: u16 = 400;

/// The feature.
pub(crate) struct B;

impl Feature for B {
    const NAME: &'static str = "b";
    type Options = String;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let line = StringBuilder::new("line", catalogue.say("b-line"));
        in_servers("b", catalogue.say("b-about"))
            .option(line.required(true).max_length(LINE_CHARS_MAX))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        options.get("line").unwrap_or_default().to_owned()
    }

    /// It may place a bet.
    fn handling(_: &Self::Options) -> Handling {
        Handling::MovesUnits
    }

    async fn answer(app: &App, request: &Request, text: Self::Options) -> Result<Reply, Failure> {
        let line = Line {
            text: &text,
            is_own: true,
        };
        answer(app, request, line).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        match button {
            Button::Take { quoted, stake } => {
                take(app, request, (quoted, stake), TypedPrice::NONE).await
            }
            Button::Chosen { price } => match values.first().and_then(|it| Button::of(it)) {
                Some(Button::Take { quoted, stake }) => {
                    take(app, request, (quoted, stake), price).await
                }
                _ => Err(refuse("error-stale")),
            },
            Button::Choose {
                leg,
                stake,
                price,
                own,
            } => {
                let who = app.ensure_member(request).await?;
                let asked = Asked { leg, own };
                let whole = Whole { stake, price };
                slip::chosen((app, request, &who), asked, whole, values).await
            }
            Button::Legs { stake } => {
                let who = app.ensure_member(request).await?;
                slip::remove(app, request, &who, stake, values).await
            }
            Button::Place {
                revision,
                takes,
                stake,
            } => {
                let who = app.ensure_member(request).await?;
                slip::place_shown(app, request, &who, (revision, takes), stake).await
            }
            Button::OtherAmount { revision, takes } => {
                let form = Button::OtherAmountForm { revision, takes };
                other_amount(app, request, form).await
            }
            Button::Cancel => Ok(Reply::say(request.catalogue().say("b-dropped"))),
            Button::OtherAmountForm { .. } => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        let Button::OtherAmountForm { revision, takes } = form else {
            return Err(refuse("error-stale"));
        };
        let stake = read_stake(fields.get("stake"))?;
        let who = app.ensure_member(request).await?;
        slip::place_shown(app, request, &who, (revision, takes), stake).await
    }
}

/// Shows one of several bets, with the stake that was typed. A price that is another one than was
/// typed, or than stood in the question, is said.
async fn take(
    app: &App,
    request: &Request,
    (quoted, stake): (QuotedPrice, TypedStake),
    typed: TypedPrice,
) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let mut shown = Slip::of(app, request, &who, &[quoted]).await?;
    let leg = shown.legs.pop();
    let leg = leg.ok_or_else(|| refuse("refuse-taken-down"))?;
    let (price, catalogue) = (leg.quote.price, request.catalogue());
    let differs = typed.0.and_then(|it| it.differs(&[price]));
    let moved = || {
        let before = leg.before?;
        let format = own_format(&who.0, &who.1);
        let (before, now) = (
            money::ratio(before.num, before.den, format),
            money::price(price, format),
        );
        let places = [("before", before.into()), ("now", now.into())];
        Some(catalogue.line("price-moved", &places))
    };
    let note = differs.map(|it| it.said(catalogue)).or_else(moved);
    let wish = Wish {
        stake: stake.units(&[price], who.1.balance.cash),
        is_line: true,
        notes: note.into_iter().collect(),
    };
    let of = (quoted.selection, quoted.bookmaker);
    single::stakes(app, request, &who, of, wish).await
}
