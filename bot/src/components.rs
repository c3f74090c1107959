//! Buttons, menus and forms, each taken to its command.

use std::collections::HashMap;

use crate::app::App;
use crate::commands::{
    admin, balance, bet, games, leaderboard, notify, parlay, rules, setup, tickets, why,
};
use crate::custom_id::CustomId;
use crate::errors::{Failure, refuse};
use crate::place::{self, read_stake};
use crate::reply::Reply;
use crate::request::Request;

/// Whether pressing it opens a form, which cannot be promised.
pub(crate) const fn opens_form(id: CustomId) -> bool {
    matches!(
        id,
        CustomId::OtherAmount { .. }
            | CustomId::ParlayOther { .. }
            | CustomId::SetupStakes
            | CustomId::AdminUndo
            | CustomId::AdminReason { .. }
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
        CustomId::AddLeg { taken } => parlay::add(app, request, taken).await,
        CustomId::Parlay => parlay::show(app, request, None).await,
        CustomId::ParlayRemove => parlay::remove(app, request, values).await,
        CustomId::ParlayClear => parlay::clear(app, request).await,
        CustomId::ParlayStake { revision, stake } => {
            parlay::place(app, request, revision, stake).await
        }
        CustomId::ParlayOther { revision } => {
            bet::other_amount(app, request, parlay::other_form(revision)).await
        }
        CustomId::Tickets { settled, page } => tickets::page(app, request, settled, page).await,
        CustomId::Why { ticket } => why::explain(app, request, ticket).await,
        CustomId::WhyChosen => why::chosen(app, request, values).await,
        CustomId::Rules { sport, page } => rules::page(app, request, sport, page).await,
        CustomId::RulesSport => rules::chosen(app, request, values).await,
        CustomId::RulesChoose { sport } => rules::choose(app, request, sport, values).await,
        CustomId::Leaderboard { month, page } => leaderboard::page(app, request, month, page).await,
        CustomId::LeaderboardMe { month } => leaderboard::mine(app, request, month).await,
        CustomId::OddsFormat => balance::set_odds_format(app, request, values).await,
        CustomId::SetupSlips => setup::set_slips(app, request, values).await,
        CustomId::SetupResults => setup::set_results(app, request, values).await,
        CustomId::SetupOdds => setup::set_odds(app, request, values).await,
        CustomId::SetupAudience => setup::set_audience(app, request, values).await,
        CustomId::SetupZone => {
            let zone = values.first().map_or("", String::as_str);
            setup::set_zone(app, request, zone).await
        }
        CustomId::SetupStakes => setup::stakes_form(app, request).await,
        CustomId::SetupBoard => setup::set_board(app, request, true).await,
        CustomId::SetupNoBoard => setup::set_board(app, request, false).await,
        CustomId::SetupManual { allowed } => setup::set_manual(app, request, allowed).await,
        CustomId::SetupAdmin => setup::set_admin(app, request, values).await,
        CustomId::AdminConfirm { draft } => admin::confirm(app, request, draft).await,
        CustomId::AdminDrop { draft } => admin::drop_it(app, request, draft).await,
        CustomId::AdminLog { page } => admin::page(app, request, page).await,
        CustomId::AdminReason { draft } => admin::reason_form(app, request, draft).await,
        CustomId::AdminUndo => admin::undo_form(app, request, values).await,
        CustomId::OtherAmountForm { .. }
        | CustomId::ParlayOtherForm { .. }
        | CustomId::SetupStakesForm
        | CustomId::AdminReasonForm { .. }
        | CustomId::AdminUndoForm { .. } => Err(refuse("error-stale")),
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
        CustomId::ParlayOtherForm { revision } => {
            parlay::place(app, request, revision, read_stake(field("stake"))?).await
        }
        CustomId::SetupStakesForm => {
            setup::set_stakes(app, request, field("min"), field("max")).await
        }
        CustomId::AdminReasonForm { draft } => {
            admin::reasoned(app, request, draft, field("reason")).await
        }
        CustomId::AdminUndoForm { correction } => {
            admin::undo(app, request, correction, field("reason")).await
        }
        _ => Err(refuse("error-stale")),
    }
}
