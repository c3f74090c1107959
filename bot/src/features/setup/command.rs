//! The command and its answers.

use chrono_tz::Tz;
use services::settings::Change;
use shared::id::{ChannelId, RoleId};
use shared::price::OddsFormat;
use shared::settings::SlipAudience;
use shared::units::Units;
use store::notices;
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_util::builder::command::StringBuilder;
use wording::{Catalogue, Said, money};

use super::buttons::Button;
use super::view;
use crate::access::require_manager;
use crate::app::App;
use crate::discord::custom_id::ComponentId;
use crate::discord::permissions;
use crate::discord::reply::{CHOICES_MAX, Field, Form, Reply, choice, only_choice};
use crate::discord::request::{Fields, Options, Request, Typing};
use crate::errors::{Failure, refuse};
use crate::feature::{Feature, for_managers, in_servers};
use crate::placing::amount::read_stake;
use crate::settings;

/// What `/setup` is given.
pub(crate) struct Args {
    /// A time zone, by name.
    time_zone: Option<String>,
}

/// The feature.
pub(crate) struct Setup;

impl Feature for Setup {
    const NAME: &'static str = "setup";
    type Options = Args;
    type Button = Button;

    fn definition(catalogue: Catalogue) -> Command {
        let zone =
            StringBuilder::new("time_zone", catalogue.say("setup-zone-option")).autocomplete(true);
        for_managers(in_servers("setup", catalogue.say("setup-about")))
            .option(zone)
            .build()
    }

    fn read(options: &Options) -> Self::Options {
        Args {
            time_zone: options.get("time_zone").map(str::to_owned),
        }
    }

    async fn answer(
        app: &App,
        request: &Request,
        options: Self::Options,
    ) -> Result<Reply, Failure> {
        match options.time_zone {
            Some(typed) => set_zone(app, request, &typed).await,
            None => show(app, request, None).await,
        }
    }

    async fn choices(
        _app: &App,
        request: &Request,
        typing: &Typing,
    ) -> Result<Vec<CommandOptionChoice>, Failure> {
        let found = zones(&typing.typed);
        if found.is_empty() {
            let none = request.catalogue().say("choice-no-zone");
            return Ok(vec![only_choice(&none, &typing.typed)]);
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
            Button::Slips => set_slips(app, request, values).await,
            Button::Results => set_results(app, request, values).await,
            Button::Odds => set_odds(app, request, values).await,
            Button::Audience => set_audience(app, request, values).await,
            Button::Zone => {
                let zone = values.first().map_or("", String::as_str);
                set_zone(app, request, zone).await
            }
            Button::Stakes => stakes_form(app, request).await,
            Button::Board => set_board(app, request, true).await,
            Button::NoBoard => set_board(app, request, false).await,
            Button::Manual { allowed } => set_manual(app, request, allowed).await,
            Button::Admin => set_admin(app, request, values).await,
            Button::StakesForm => Err(refuse("error-stale")),
        }
    }

    async fn submitted(
        app: &App,
        request: &Request,
        form: Button,
        fields: &Fields,
    ) -> Result<Reply, Failure> {
        match form {
            Button::StakesForm => {
                set_stakes(app, request, fields.get("min"), fields.get("max")).await
            }
            _ => Err(refuse("error-stale")),
        }
    }
}

async fn show(app: &App, request: &Request, note: Option<Said>) -> Result<Reply, Failure> {
    require_manager(request)?;
    let catalogue = request.catalogue();
    let server = app.server(request.guild, &request.guild_locale).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let troubles = notices::delivery_problems(&mut tx, request.guild).await?;
    tx.commit().await?;
    let missing = permissions::missing(request.bot_may);
    let view = view::View {
        server: &server,
        here: request.channel,
        missing_here: &missing,
        troubles: &troubles,
    };
    Ok(Reply::private(view::parts(catalogue, &view)).after(note))
}

/// The channel that was chosen, and which permissions the bot is missing there.
fn chosen_channel(request: &Request, values: &[String]) -> (Option<ChannelId>, Option<Said>) {
    let id = values.first().and_then(|it| it.parse::<u64>().ok());
    let channel = id.map(ChannelId::new);
    let missing_note = channel.and_then(|channel| {
        let may = request.bot_may_in.get(&channel)?;
        let missing = permissions::missing(*may);
        (!missing.is_empty()).then(|| view::missing(request.catalogue(), channel, &missing))
    });
    (channel, missing_note)
}

/// Where slips go.
pub(crate) async fn set_slips(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let (channel, missing_note) = chosen_channel(request, values);
    settings::change(app, request, Change::SlipChannel(channel)).await?;
    show(app, request, missing_note).await
}

/// Where results go.
pub(crate) async fn set_results(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let (channel, missing_note) = chosen_channel(request, values);
    settings::change(app, request, Change::ResultsChannel(channel)).await?;
    show(app, request, missing_note).await
}

/// How the server reads odds.
pub(crate) async fn set_odds(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let format = values.first().and_then(|it| OddsFormat::from_word(it));
    let format = format.ok_or_else(|| refuse("error-stale"))?;
    settings::change(app, request, Change::OddsFormat(format)).await?;
    show(app, request, None).await
}

/// Whose slips are posted.
pub(crate) async fn set_audience(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let audience = values.first().and_then(|it| SlipAudience::from_word(it));
    let audience = audience.ok_or_else(|| refuse("error-stale"))?;
    settings::change(app, request, Change::SlipAudience(audience)).await?;
    show(app, request, None).await
}

/// Which time zone: a name as it was chosen or typed.
pub(crate) async fn set_zone(app: &App, request: &Request, typed: &str) -> Result<Reply, Failure> {
    let zone = chrono_tz::TZ_VARIANTS
        .iter()
        .find(|it| it.name().eq_ignore_ascii_case(typed.trim()))
        .copied()
        .ok_or_else(|| refuse("setup-no-zone"))?;
    settings::change(app, request, Change::TimeZone(zone)).await?;
    show(app, request, None).await
}

/// The form for stake limits, with those that hold.
pub(crate) async fn stakes_form(app: &App, request: &Request) -> Result<Reply, Failure> {
    let server = app.server(request.guild, &request.guild_locale).await?;
    let catalogue = request.catalogue();
    let hint = || catalogue.say("setup-stakes-hint");
    let field = |name, key: &str, value: Units| {
        Field::short(name, &catalogue.say(key), &hint(), value.short())
    };
    let settings = &server.settings;
    Ok(Reply::form(Form {
        id: Button::StakesForm.custom_id(),
        title: catalogue.say("setup-stakes-title").plain(),
        fields: vec![
            field("min", "setup-stakes-min", settings.stake_min),
            field("max", "setup-stakes-max", settings.stake_max),
        ],
    }))
}

/// The smallest and the largest stake, as they were typed.
pub(crate) async fn set_stakes(
    app: &App,
    request: &Request,
    min: &str,
    max: &str,
) -> Result<Reply, Failure> {
    let (min, max) = (read_stake(min)?, read_stake(max)?);
    settings::change(app, request, Change::Stakes { min, max }).await?;
    let catalogue = request.catalogue();
    let places = [
        ("min", money::units(min).into()),
        ("max", money::units(max).into()),
    ];
    show(
        app,
        request,
        Some(catalogue.line("setup-stakes-set", &places)),
    )
    .await
}

/// Puts a standing board in this channel, or takes it away.
pub(crate) async fn set_board(
    app: &App,
    request: &Request,
    wanted: bool,
) -> Result<Reply, Failure> {
    require_manager(request)?;
    let catalogue = request.catalogue();
    let missing = permissions::missing(request.bot_may);
    if wanted && !missing.is_empty() {
        let missing_note = view::missing(catalogue, request.channel, &missing);
        return show(app, request, Some(missing_note)).await;
    }
    let guild = request.guild;
    app.server(guild, &request.guild_locale).await?;
    let channel = wanted.then_some(request.channel);
    services::settings::run_board(&app.pool, guild, request.interaction, channel).await?;
    app.caches.changed(guild);
    app.nudges.boards.notify_one();
    let key = if wanted {
        "setup-board-coming"
    } else {
        "setup-board-gone"
    };
    show(app, request, Some(catalogue.say(key))).await
}

/// Whether members may write bets by hand.
pub(crate) async fn set_manual(
    app: &App,
    request: &Request,
    allowed: bool,
) -> Result<Reply, Failure> {
    settings::change(app, request, Change::ManualBets(allowed)).await?;
    let key = if allowed {
        "setup-manual-allowed"
    } else {
        "setup-manual-ended"
    };
    show(app, request, Some(request.catalogue().say(key))).await
}

/// Whose role may correct and grade; nothing chosen is nobody's.
pub(crate) async fn set_admin(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    let role = values.first().and_then(|it| it.parse::<u64>().ok());
    let role = role.map(RoleId::new);
    settings::change(app, request, Change::AdminRole(role)).await?;
    let note = role.map(|it| {
        let role = ("role", Said::ours(format!("<@&{it}>")).into());
        request.catalogue().line("setup-admin-note", &[role])
    });
    show(app, request, note).await
}

/// Time zones whose name has what was typed in it; without that, those of most people.
pub(crate) fn zones(typed: &str) -> Vec<CommandOptionChoice> {
    let typed = typed.trim().to_lowercase().replace(' ', "_");
    let zones: Vec<Tz> = if typed.is_empty() {
        view::COMMON_ZONES.to_vec()
    } else {
        let matching = chrono_tz::TZ_VARIANTS.iter();
        let matching = matching.filter(|it| it.name().to_lowercase().contains(&typed));
        matching.copied().collect()
    };
    let zones = zones.into_iter().take(CHOICES_MAX);
    zones
        .map(|it| choice(&it.name().into(), it.name()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_any_part_of_its_name() {
        let names = |typed| -> Vec<String> { zones(typed).into_iter().map(|it| it.name).collect() };
        assert!(names("new york").contains(&"America/New_York".to_owned()));
        assert!(names("berl").contains(&"Europe/Berlin".to_owned()));
        assert!(names("").len() >= 20);
        assert!(names("nowhere").is_empty());
    }
}
