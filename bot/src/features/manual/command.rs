//! The command and its answers.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use services::bets::ManualPlacement;
use shared::id::{GameId, TicketId};
use shared::price::Price;
use shared::settings::SlipAudience;
use shared::units::Stake;
use store::manual::{EVENT_CHARS_MAX, PICK_CHARS_MAX};
use twilight_model::application::command::Command;
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said};

use crate::app::App;
use crate::discord::custom_id::{Handling, NoButton};
use crate::discord::reply::Reply;
use crate::discord::request::{Options, Request};
use crate::errors::{Failure, refuse, refuse_with};
use crate::feature::{Feature, in_servers};
use crate::placing::Bettor;
use crate::placing::amount::read_stake;

/// What `/manual` is given, as it was typed.
pub(crate) struct Args {
    event: String,
    pick: String,
    price: String,
    stake: String,
    starts: String,
}

/// The feature.
pub(crate) struct Manual;

impl Feature for Manual {
    const NAME: &'static str = "manual";
    type Options = Args;
    type Button = NoButton;

    fn definition(catalogue: Catalogue) -> Command {
        let written = |name: &str, key: &str, chars: usize| {
            StringBuilder::new(name, catalogue.say(key))
                .max_length(u16::try_from(chars).unwrap_or(100))
                .required(true)
        };
        in_servers("manual", catalogue.say("manual-about"))
            .option(written("event", "manual-event", EVENT_CHARS_MAX))
            .option(written("pick", "manual-pick", PICK_CHARS_MAX))
            .option(written("price", "manual-price", 20))
            .option(written("stake", "bet-stake", 30))
            .option(written("starts", "manual-starts", 40))
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        let given = |name| options.get(name).unwrap_or_default().to_owned();
        Args {
            event: given("event"),
            pick: given("pick"),
            price: given("price"),
            stake: given("stake"),
            starts: given("starts"),
        }
    }

    fn handling(_: &Args) -> Handling {
        Handling::MovesUnits
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        place(app, request, options).await
    }
}

fn read_price(typed: &str) -> Result<Price, Failure> {
    typed.parse().map_err(|_| {
        refuse_with(
            "manual-no-price",
            vec![("typed", Said::typed(typed).into())],
        )
    })
}

fn read_start(typed: &str, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, Failure> {
    super::start::read(typed, now, zone).ok_or_else(|| {
        let zone = zone.name().into();
        refuse_with(
            "manual-no-start",
            vec![("typed", Said::typed(typed).into()), ("zone", zone)],
        )
    })
}

/// Places it, or says why not.
async fn place(app: &App, request: &Request, options: Args) -> Result<Reply, Failure> {
    let (server, caller) = app.ensure_member(request).await?;
    if !server.settings.manual_bets {
        return Err(refuse("manual-off"));
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (event, pick) = (words(&options.event), words(&options.pick));
    let is_shown = |it: &str| wording::is_seen(it) && slip::draws(it);
    if !is_shown(&event) || !is_shown(&pick) {
        return Err(refuse("manual-nothing-written"));
    }
    let price = read_price(&options.price)?;
    let stake = Stake::parse(read_stake(&options.stake)?);
    let stake = stake.map_err(|_| refuse("stake-not-positive"))?;
    let now = app.clock.now();
    let starts_at = read_start(&options.starts, now, server.settings.time_zone)?;
    let bet = ManualPlacement {
        guild: request.guild,
        member: caller.member.id,
        interaction: request.interaction,
        ticket: TicketId::mint(now),
        game: GameId::mint(now),
        stake: stake.units(),
        price,
        event: event.chars().take(EVENT_CHARS_MAX).collect(),
        pick: pick.chars().take(PICK_CHARS_MAX).collect(),
        starts_at,
        rule_version: grading::RULE_VERSION,
        channel: request.channel,
        post_slip: server.settings.slip_audience == SlipAudience::Everyone,
        account: app.accounts.hashes(request.user),
    };
    let bettor = Bettor {
        app,
        request,
        server: &server,
        caller: &caller,
    };
    match services::bets::run_manual(&app.pool, &bet).await {
        Ok(placed) => {
            app.nudges.deliveries.notify_one();
            bettor.log(&placed);
            bettor.placed(&placed).await
        }
        Err(error) => Err(bettor.refusal(error)),
    }
}
