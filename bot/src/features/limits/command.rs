//! The command and its answers.

use services::limits::{self, BreakLength, Effective};
use shared::limit::LimitOn;
use shared::units::{Units, UnitsError};
use twilight_model::application::command::Command;
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::view::{self, View};
use crate::app::App;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{Field, Form, Reply};
use crate::discord::request::{Fields, Options, Request};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::views::balance;

/// The feature.
pub(crate) struct Limits;

impl Feature for Limits {
    const NAME: &'static str = "limits";
    type Options = ();
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        in_servers("limits", catalogue.say("limits-about")).build()
    }

    fn read(_: &Options) -> Self::Options {}

    async fn answer(app: &App, request: &Request, (): ()) -> Result<Reply, Failure> {
        show(app, request, None).await
    }

    async fn pressed(
        app: &App,
        request: &Request,
        button: Button,
        values: &[String],
    ) -> Result<Reply, Failure> {
        let chosen = values.first().map_or("", String::as_str);
        match button {
            Button::Show => show(app, request, None).await,
            Button::Choose => Ok(amount_form(request.catalogue(), limit_of(chosen)?)),
            Button::Remove => set(app, request, limit_of(chosen)?, None).await,
            Button::Break => Ok(Reply::private(view::lengths(request.catalogue()))),
            Button::Length => {
                let length = chosen.parse().ok().and_then(BreakLength::of_days);
                let length = length.ok_or_else(|| refuse("error-stale"))?;
                let end = length.end(app.clock.now());
                Ok(Reply::private(view::confirmation(
                    request.catalogue(),
                    length,
                    end,
                )))
            }
            Button::Begin { days, everywhere } => begin(app, request, days, everywhere).await,
            Button::AmountForm { .. } => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        match form {
            Button::AmountForm { on } => {
                let amount = amount(fields.get("amount"))?;
                set(app, request, on, Some(amount)).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

fn limit_of(chosen: &str) -> Result<LimitOn, Failure> {
    LimitOn::from_word(chosen).ok_or_else(|| refuse("error-stale"))
}

/// The amount of a limit as it was typed. Zero is one too: no bets at all.
fn amount(typed: &str) -> Result<Units, Failure> {
    let amount = typed.trim().parse::<Units>();
    let amount = amount.map_err(|error| match error {
        UnitsError::TooLarge => refuse("limits-too-large"),
        UnitsError::NotANumber | UnitsError::TooFine => refuse_with(
            "limits-not-a-number",
            vec![("typed", Said::typed(typed).into())],
        ),
    })?;
    if amount < Units::ZERO {
        let typed = Said::typed(typed).into();
        return Err(refuse_with("limits-not-a-number", vec![("typed", typed)]));
    }
    Ok(amount)
}

fn amount_form(catalogue: Catalogue, on: LimitOn) -> Reply {
    Reply::form(Form {
        id: Button::AmountForm { on }.custom_id(),
        title: view::name(catalogue, on).plain(),
        fields: vec![Field::short(
            "amount",
            &catalogue.say("limits-amount-label"),
            &catalogue.say("limits-amount-hint"),
            String::new(),
        )],
    })
}

/// The member's limits, and how long they take a break.
async fn show(app: &App, request: &Request, note: Option<Said>) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let account = app.accounts.hashes(request.user);
    let (guild, member) = (request.guild, caller.member.id);
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let limits = store::limits::of(&mut tx, guild, member).await?;
    let exclusions = store::limits::exclusions_of(&mut tx, guild, &account).await?;
    tx.commit().await?;
    let view = View {
        limits: &limits,
        exclusions: &exclusions,
    };
    let parts = view::parts(request.catalogue(), &view);
    Ok(Reply::private(parts)
        .after(note)
        .after(balance::notes(request.catalogue(), &caller)))
}

async fn set(
    app: &App,
    request: &Request,
    on: LimitOn,
    amount: Option<Units>,
) -> Result<Reply, Failure> {
    let (_, caller) = app.ensure_member(request).await?;
    let mut change = app.change(request).await?;
    let mut note = None;
    if change.is_first {
        let whose = (request.guild, caller.member.id);
        let now = app.clock.now();
        let effective = limits::set(&mut change.tx, whose, on, amount, now).await?;
        note = Some(told(request.catalogue(), effective));
    }
    change.tx.commit().await?;
    show(app, request, note).await
}

fn told(catalogue: Catalogue, effective: Effective) -> Said {
    match effective {
        Effective::Now => catalogue.say("limits-set"),
        Effective::From(at) => catalogue.line("limits-set-later", &[("at", at.timestamp().into())]),
    }
}

async fn begin(
    app: &App,
    request: &Request,
    days: u16,
    is_everywhere: bool,
) -> Result<Reply, Failure> {
    let length = BreakLength::of_days(days).ok_or_else(|| refuse("error-stale"))?;
    app.ensure_member(request).await?;
    let account = app.accounts.hashes(request.user);
    let mut change = app.change(request).await?;
    if change.is_first {
        let guild = request.guild;
        limits::take_break(&mut change.tx, guild, &account, is_everywhere, length).await?;
    }
    change.tx.commit().await?;
    show(app, request, None).await
}
