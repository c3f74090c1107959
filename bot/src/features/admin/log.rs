//! `/admin log`: every decision, a page at a time, and the way to undo one.

use std::collections::HashMap;

use shared::id::CorrectionId;
use store::corrections::{self, CorrectionAction, Draft};

use super::buttons::Button;
use super::draft;
use super::view::{self, Entry, LogView};
use crate::access::require_corrector;
use crate::app::App;
use crate::discord::reply::Reply;
use crate::discord::request::Request;
use crate::errors::{Failure, refuse};

/// How many decisions a page shows.
const PER_PAGE: i64 = 5;

/// A page.
pub(crate) async fn page(app: &App, request: &Request, page: u16) -> Result<Reply, Failure> {
    require_corrector(app, request).await?;
    let guild = request.guild;
    let mut tx = store::begin_guild(&app.pool, guild).await?;
    let skip = i64::from(page) * PER_PAGE;
    let mut found = corrections::log(&mut tx, guild, skip, PER_PAGE).await?;
    let mut page = usize::from(page);
    if found.corrections.is_empty() && found.total > 0 {
        let last = (found.total - 1) / PER_PAGE;
        page = usize::try_from(last).unwrap_or(0);
        found = corrections::log(&mut tx, guild, last * PER_PAGE, PER_PAGE).await?;
    }
    let shown: Vec<_> = found.corrections.iter().map(|it| it.id).collect();
    let mut tickets = corrections::tickets_by_correction(&mut tx, guild, &shown).await?;
    let mut members = corrections::members_by_correction(&mut tx, guild, &shown).await?;
    let ids: Vec<_> = tickets.values().flatten().map(|it| it.ticket).collect();
    let heads = corrections::ticket_heads(&mut tx, guild, &ids).await?;
    let heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let entries = found.corrections.into_iter().map(|correction| {
        let tickets = tickets.remove(&correction.id).unwrap_or_default();
        let tickets = tickets.into_iter().filter_map(|it| {
            let head = heads.get(&it.ticket)?;
            Some((it, head.code.clone(), head.stake, head.owner))
        });
        Entry {
            tickets: tickets.collect(),
            members: members.remove(&correction.id).unwrap_or_default(),
            correction,
        }
    });
    let entries: Vec<_> = entries.collect();
    let ids = entries.iter().filter_map(|it| match it.correction.asked {
        CorrectionAction::Result { game, .. } => Some(game),
        _ => None,
    });
    let ids: Vec<_> = ids.collect();
    let games = store::board::games(&mut tx, &ids).await?;
    tx.commit().await?;
    let games = games.into_iter().map(|it| (it.id, it)).collect();
    let pages = usize::try_from((found.total + PER_PAGE - 1) / PER_PAGE).unwrap_or(1);
    let view = LogView {
        entries: &entries,
        games: &games,
        total: found.total,
        page,
        pages,
    };
    Ok(Reply::private(view::log(request.catalogue(), &view)))
}

/// Asks why the chosen decision is to be undone.
pub(crate) async fn undo_form(
    app: &App,
    request: &Request,
    values: &[String],
) -> Result<Reply, Failure> {
    require_corrector(app, request).await?;
    let catalogue = request.catalogue();
    let chosen = values.first().and_then(|it| it.split_once('.'));
    let chosen = chosen.and_then(|(id, number)| {
        let number: i32 = number.parse().ok()?;
        Some((id.parse::<CorrectionId>().ok()?, number))
    });
    let (correction, number) = chosen.ok_or_else(|| refuse("error-stale"))?;
    let title = catalogue.line("admin-undo-title", &[("number", number.into())]);
    let id = Button::UndoForm { correction };
    Ok(draft::reason_for(catalogue, &title, id))
}

/// Shows what undoing a decision would do.
pub(crate) async fn undo(
    app: &App,
    request: &Request,
    correction: CorrectionId,
    reason: &str,
) -> Result<Reply, Failure> {
    let reason = draft::clean(reason);
    if reason.is_empty() {
        return Err(refuse("admin-reason-missing"));
    }
    let draft = Draft {
        id: CorrectionId::derive(&request.interaction.to_string()),
        actor: request.user,
        asked: CorrectionAction::Undo { correction },
        reason: Some(reason),
        shown: None,
    };
    draft::begin(app, request, draft).await
}
