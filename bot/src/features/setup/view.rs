//! A server's settings with the menus that change them.

use chrono_tz::Tz;
use shared::id::{ChannelId, RoleId};
use shared::price::OddsFormat;
use shared::settings::{ServerSettings, SlipAudience};
use store::notices::DeliveryProblem;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use crate::caches::Server;
use crate::discord::reply::{
    button, channel_menu, container, menu, option, role_menu, row, text_block,
};

/// The zones that a menu offers; the others are typed.
pub(crate) const COMMON_ZONES: &[Tz] = &[
    Tz::America__New_York,
    Tz::America__Chicago,
    Tz::America__Denver,
    Tz::America__Los_Angeles,
    Tz::America__Toronto,
    Tz::America__Mexico_City,
    Tz::America__Sao_Paulo,
    Tz::America__Argentina__Buenos_Aires,
    Tz::Europe__London,
    Tz::Europe__Paris,
    Tz::Europe__Berlin,
    Tz::Europe__Madrid,
    Tz::Europe__Rome,
    Tz::Europe__Warsaw,
    Tz::Europe__Stockholm,
    Tz::Europe__Istanbul,
    Tz::Europe__Kyiv,
    Tz::Asia__Kolkata,
    Tz::Asia__Bangkok,
    Tz::Asia__Shanghai,
    Tz::Asia__Tokyo,
    Tz::Australia__Sydney,
    Tz::Pacific__Auckland,
    Tz::UTC,
];

/// How much is shown of what Discord said.
const ERROR_MAX: usize = 200;

/// What is shown.
pub(crate) struct View<'a> {
    /// The server with what holds in it.
    pub(crate) server: &'a Server,
    /// Where it was typed.
    pub(crate) here: ChannelId,
    /// Which permissions the bot is missing there.
    pub(crate) missing_here: &'a [&'static str],
    /// What could not be posted of late.
    pub(crate) troubles: &'a [DeliveryProblem],
}

/// That the bot cannot post in a channel, and which permissions it is missing.
pub(crate) fn missing(catalogue: Catalogue, channel: ChannelId, missing: &[&'static str]) -> Said {
    let places = [
        ("channel", Said::from(channel).into()),
        ("missing", Said::ours(missing.join(", ")).into()),
    ];
    catalogue.line("setup-lacks", &places)
}

/// The settings with their menus.
pub(crate) fn parts(catalogue: Catalogue, view: &View<'_>) -> Vec<Component> {
    let mut inside = vec![text_block(lines(catalogue, view))];
    if !view.missing_here.is_empty() {
        inside.push(text_block(missing(catalogue, view.here, view.missing_here)));
    }
    inside.extend(view.troubles.iter().take(3).map(|it| {
        let places = [
            ("channel", channel(catalogue, it.channel).into()),
            ("count", it.count.into()),
            ("error", Said::outside(&it.error, ERROR_MAX).into()),
            ("at", it.last_at.timestamp().into()),
        ];
        text_block(catalogue.line("setup-trouble", &places))
    }));
    let mut parts = vec![container(None, inside)];
    parts.extend(menus(catalogue, &view.server.settings));
    parts.push(row(buttons(catalogue, view.server)));
    parts
}

/// A menu a row.
fn menus(catalogue: Catalogue, settings: &ServerSettings) -> [Component; 6] {
    let slips = catalogue.say("setup-slips-menu");
    let results = catalogue.say("setup-results-menu");
    let holds = |it: Option<ChannelId>| it.map(ChannelId::get);
    [
        row(vec![channel_menu(
            Button::Slips,
            &slips,
            holds(settings.slip_channel),
        )]),
        row(vec![channel_menu(
            Button::Results,
            &results,
            holds(settings.results_channel),
        )]),
        row(vec![odds_menu(catalogue, settings.odds_format)]),
        row(vec![audience_menu(catalogue, settings.slip_audience)]),
        row(vec![zone_menu(catalogue, settings.time_zone)]),
        row(vec![role_menu(
            Button::Admin,
            &catalogue.say("setup-admin-menu"),
            settings.admin_role.map(RoleId::get),
        )]),
    ]
}

/// What is changed by a press.
fn buttons(catalogue: Catalogue, server: &Server) -> Vec<Component> {
    let mut buttons = vec![
        button(
            ButtonStyle::Secondary,
            &catalogue.say("setup-stakes"),
            Button::Stakes,
        ),
        button(
            ButtonStyle::Primary,
            &catalogue.say("setup-board"),
            Button::Board,
        ),
    ];
    if server.guild.board_channel.is_some() {
        let label = catalogue.say("setup-no-board");
        buttons.push(button(ButtonStyle::Secondary, &label, Button::NoBoard));
    }
    let key = if server.settings.manual_bets {
        "setup-manual-end"
    } else {
        "setup-manual-allow"
    };
    let allowed = !server.settings.manual_bets;
    buttons.push(button(
        ButtonStyle::Secondary,
        &catalogue.say(key),
        Button::Manual { allowed },
    ));
    buttons
}

fn channel(catalogue: Catalogue, channel: Option<ChannelId>) -> Said {
    match channel {
        Some(channel) => Said::ours(format!("<#{channel}>")),
        None => catalogue.say("setup-where-typed"),
    }
}

fn lines(catalogue: Catalogue, view: &View<'_>) -> Said {
    let settings = &view.server.settings;
    let board = match view.server.guild.board_channel {
        Some(channel) => Said::ours(format!("<#{channel}>")),
        None => catalogue.say("setup-board-none"),
    };
    catalogue.line(
        "setup-lines",
        &[
            ("slips", channel(catalogue, settings.slip_channel).into()),
            (
                "results",
                channel(catalogue, settings.results_channel).into(),
            ),
            ("zone", settings.time_zone.name().into()),
            (
                "odds",
                money::format(catalogue, settings.odds_format).into(),
            ),
            ("min", money::units(settings.stake_min).into()),
            ("max", money::units(settings.stake_max).into()),
            (
                "audience",
                audience(catalogue, settings.slip_audience).into(),
            ),
            ("board", board.into()),
            (
                "admin",
                match settings.admin_role {
                    Some(role) => {
                        let role = Said::ours(format!("<@&{role}>")).into();
                        catalogue.line("setup-admin-role", &[("role", role)])
                    }
                    None => catalogue.say("setup-admin-none"),
                }
                .into(),
            ),
            (
                "manual",
                catalogue
                    .say(if settings.manual_bets {
                        "setup-manual-on"
                    } else {
                        "setup-manual-off"
                    })
                    .into(),
            ),
        ],
    )
}

fn audience(catalogue: Catalogue, audience: SlipAudience) -> Said {
    catalogue.say(match audience {
        SlipAudience::Everyone => "setup-audience-everyone",
        SlipAudience::Shared => "setup-audience-shared",
        SlipAudience::Nobody => "setup-audience-nobody",
    })
}

fn odds_menu(catalogue: Catalogue, holds: OddsFormat) -> Component {
    let options = OddsFormat::ALL
        .iter()
        .map(|it| option(&money::format(catalogue, *it), it.word(), *it == holds));
    menu(
        Button::Odds,
        &catalogue.say("setup-odds-menu"),
        options.collect(),
    )
}

fn audience_menu(catalogue: Catalogue, holds: SlipAudience) -> Component {
    let options = SlipAudience::ALL
        .iter()
        .map(|it| option(&audience(catalogue, *it), it.word(), *it == holds));
    let placeholder = catalogue.say("setup-audience-menu");
    menu(Button::Audience, &placeholder, options.collect())
}

fn zone_menu(catalogue: Catalogue, holds: Tz) -> Component {
    let is_common = COMMON_ZONES.contains(&holds);
    let own = (!is_common).then_some(holds);
    let zones = own.iter().chain(COMMON_ZONES);
    let options = zones.map(|it| option(&it.name().into(), it.name(), *it == holds));
    menu(
        Button::Zone,
        &catalogue.say("setup-zone-menu"),
        options.collect(),
    )
}
