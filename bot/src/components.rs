//! Buttons, menus and forms, each taken to its command.

use std::collections::HashMap;

use crate::app::App;
use crate::commands::{balance, bet, games, notify};
use crate::custom_id::CustomId;
use crate::errors::{Failure, refuse};
use crate::place::{self, read_stake};
use crate::reply::Reply;
use crate::request::Request;

/// Whether pressing it opens a form, which cannot be promised.
pub(crate) const fn opens_form(id: CustomId) -> bool {
    matches!(
        id,
        CustomId::OtherAmount { .. } | CustomId::ParlayOther { .. } | CustomId::SetupStakes
    )
}

/// Whether pressing it changes a message that everybody sees.
pub(crate) const fn is_public(id: CustomId) -> bool {
    matches!(
        id,
        CustomId::Leaderboard { .. } | CustomId::LeaderboardMe { .. }
    )
}

/// Answers a button or menu.
///
/// # Errors
/// [`Failure`] in words for the member.
pub(crate) async fn pressed(
    app: &App,
    request: &Request,
    id: CustomId,
    values: &[String],
) -> Result<Reply, Failure> {
    match id {
        CustomId::Games { league, page } => games::page(app, request, league, page).await,
        CustomId::Game { game } => games::markets(app, request, game).await,
        CustomId::Pick {
            selection,
            bookmaker,
        } => bet::stakes(app, request, selection, bookmaker, None).await,
        CustomId::Stake { taken, stake } => bet::place(app, request, taken, stake).await,
        CustomId::OtherAmount { taken } => {
            bet::other_amount(app, request, CustomId::OtherAmountForm { taken }).await
        }
        CustomId::Cancel { ticket } => place::cancel(app, request, ticket).await,
        CustomId::Share { ticket } => place::share(app, request, ticket).await,
        CustomId::Mine { game } => crate::announce::mine::mine(app, request, game).await,
        CustomId::Notify { by } => notify::set(app, request, by).await,
        CustomId::OddsFormat => balance::set_odds_format(app, request, values).await,
        _ => Err(refuse("error-stale")),
    }
}

/// Answers a form.
///
/// # Errors
/// [`Failure`] in words for the member.
pub(crate) async fn submitted(
    app: &App,
    request: &Request,
    id: CustomId,
    fields: &HashMap<String, String>,
) -> Result<Reply, Failure> {
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    match id {
        CustomId::OtherAmountForm { taken } => {
            bet::place(app, request, taken, read_stake(field("stake"))?).await
        }
        _ => Err(refuse("error-stale")),
    }
}
