//! The command, and what comes of its components.

use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::Catalogue;

use super::answer::{Line, answer};
use super::buttons::Button;
use super::slip::{self, Slip};
use crate::app::App;
use crate::discord::custom_id::{ComponentId, Handling};
use crate::discord::reply::Reply;
use crate::discord::request::{Fields, Options, Request};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, in_servers};
use crate::lines::amount::TypedStake;
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
            Button::Take { quoted, stake } => take(app, request, quoted, stake).await,
            Button::Chosen => match values.first().and_then(|it| Button::of(it)) {
                Some(Button::Take { quoted, stake }) => take(app, request, quoted, stake).await,
                _ => Err(refuse("error-stale")),
            },
            Button::Choose { leg, stake } => {
                let who = app.ensure_member(request).await?;
                slip::chosen(app, request, &who, (leg, stake), values).await
            }
            Button::Legs => {
                let who = app.ensure_member(request).await?;
                slip::remove(app, request, &who, values).await
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

/// Shows one of several bets, with the stake that was typed.
async fn take(
    app: &App,
    request: &Request,
    quoted: QuotedPrice,
    stake: TypedStake,
) -> Result<Reply, Failure> {
    let who = app.ensure_member(request).await?;
    let mut shown = Slip::of(app, request, &who, &[quoted]).await?;
    let price = shown.legs.pop().map(|it| it.quote.price);
    let price = price.ok_or_else(|| refuse("refuse-taken-down"))?;
    let wish = Wish {
        stake: stake.units(&[price], who.1.balance.cash),
        is_line: true,
        notes: Vec::new(),
    };
    let of = (quoted.selection, quoted.bookmaker);
    single::stakes(app, request, &who, of, wish).await
}
