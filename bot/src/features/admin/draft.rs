//! A correction from the moment it is asked for until it is confirmed or left.

use std::collections::HashMap;

use services::corrections::{CorrectionOutcome, CorrectionRequest, Plan, preview};
use shared::id::CorrectionId;
use shared::units::Units;
use store::corrections::{self, CorrectionSource, Draft, NewCorrection, REASON_CHARS_MAX};
use wording::{Catalogue, Said};

use super::buttons::Button;
use super::named::names;
use super::view::{self, Preview};
use crate::access::require_corrector;
use crate::app::{App, Change};
use crate::discord::custom_id::ComponentId;
use crate::discord::reply::{Field, Form, Reply};
use crate::discord::request::Request;
use crate::errors::{Failure, refuse, refuse_with};
use crate::views::correction::{self, Names};

/// How long a preview can be confirmed.
const DRAFT_LIVES: chrono::TimeDelta = chrono::TimeDelta::minutes(30);
/// The most members who are named as below zero.
const BELOW_MAX: usize = 8;

/// Shows a draft, or asks for its reason.
pub(super) async fn begin(app: &App, request: &Request, draft: Draft) -> Result<Reply, Failure> {
    require_corrector(app, request).await?;
    app.server(request.guild, &request.guild_locale).await?;
    if draft.reason.is_some() {
        return show(app, request, draft, None).await;
    }
    // What cannot be done is said before anybody writes a reason for it.
    preview(&app.pool, request.guild, &draft.asked, app.clock.now()).await?;
    keep(app, request, &draft).await?;
    let (catalogue, draft) = (request.catalogue(), draft.id);
    let title = catalogue.say("admin-reason-title");
    Ok(reason_for(catalogue, &title, Button::ReasonForm { draft }))
}

/// The form that asks why.
pub(super) fn reason_for(catalogue: Catalogue, title: &Said, form: Button) -> Reply {
    let label = catalogue.say("admin-reason-title");
    let hint = catalogue.say("admin-reason-hint");
    Reply::form(Form {
        id: form.custom_id(),
        title: title.plain(),
        fields: vec![Field::long("reason", &label, &hint, REASON_CHARS_MAX)],
    })
}

/// Asks who reacted to a slip why.
pub(crate) async fn reason_form(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    match find(app, request, draft).await {
        Ok(found) => begin(app, request, found).await,
        Err(failure) => done_before(app, request, draft, failure).await,
    }
}

/// Takes the reason that was asked for, and shows what would be done.
pub(crate) async fn reasoned(
    app: &App,
    request: &Request,
    draft: CorrectionId,
    reason: &str,
) -> Result<Reply, Failure> {
    require_corrector(app, request).await?;
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(refuse("admin-reason-missing"));
    }
    let found = match find(app, request, draft).await {
        Ok(found) => found,
        Err(failure) => return done_before(app, request, draft, failure).await,
    };
    let draft = Draft {
        reason: Some(reason),
        ..found
    };
    show(app, request, draft, None).await
}

/// Shows what a draft would do, and remembers what was shown.
async fn show(
    app: &App,
    request: &Request,
    draft: Draft,
    note: Option<Said>,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let guild = request.guild;
    let plan = preview(&app.pool, guild, &draft.asked, app.clock.now()).await?;
    let draft = Draft {
        shown: Some(plan.digest()),
        ..draft
    };
    keep(app, request, &draft).await?;
    let mut named = names(app, request, &draft.asked, &plan).await?;
    let undone = plan.undone.as_ref().map(|it| {
        let games: HashMap<_, _> = named.undone_game.take().into_iter().collect();
        correction::decided(catalogue, &it.asked, &Names::of(it, &games))
    });
    let parts = view::preview(
        catalogue,
        &Preview {
            draft: draft.id,
            asked: &draft.asked,
            names: named.names(&plan),
            undone,
            plan: &plan,
            reason: draft.reason.as_deref().unwrap_or_default(),
            actor: request.user,
        },
    );
    Ok(Reply::private(parts).after(note))
}

/// Does what was shown, unless it would do something else by now.
pub(crate) async fn confirm(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    require_corrector(app, request).await?;
    let catalogue = request.catalogue();
    let found = match find(app, request, draft).await {
        Ok(found) => found,
        // Confirmed before: the draft is gone, and what it asked for stands.
        Err(failure) => return done_before(app, request, draft, failure).await,
    };
    let reason = found.reason.clone();
    let reason = reason.ok_or_else(|| refuse("admin-reason-missing"))?;
    let new = NewCorrection {
        guild: request.guild,
        id: draft,
        asked: found.asked,
        source: CorrectionSource::Command,
        actor: request.user,
        actor_name: request.name.clone(),
        reason,
        channel: request.channel,
    };
    let asked = CorrectionRequest {
        new: &new,
        shown: found.shown.as_deref(),
        now: app.clock.now(),
        interaction: Some(request.interaction),
    };
    match services::corrections::make(&app.pool, &asked).await? {
        CorrectionOutcome::Changed => {
            let note = catalogue.say("admin-changed");
            show(app, request, found, Some(note)).await
        }
        CorrectionOutcome::Before(number) => Ok(Reply::say(
            catalogue.line("admin-done-before", &[("number", number.into())]),
        )),
        CorrectionOutcome::Now(number, plan) => {
            app.nudges.deliveries.notify_one();
            let said = done(app, request, &found, number, &plan).await;
            said.map_err(Failure::after_done)
        }
    }
}

/// Says what was done, and where it is undone.
async fn done(
    app: &App,
    request: &Request,
    found: &Draft,
    number: i32,
    plan: &Plan,
) -> Result<Reply, Failure> {
    let catalogue = request.catalogue();
    let named = names(app, request, &found.asked, plan).await?;
    let what = correction::decided(catalogue, &found.asked, &named.names(plan));
    let log = app.mention("admin log");
    let places = [("number", number.into()), ("what", what.into())];
    let mut said = vec![catalogue.line("admin-done", &places)];
    if !plan.tickets.is_empty() {
        let changed = ("tickets", plan.changed().count().into());
        said.push(catalogue.line("admin-done-tickets", &[changed]));
    }
    let below = plan.members.iter().filter(|it| it.after < Units::ZERO);
    said.extend(below.take(BELOW_MAX).map(|it| {
        let name = ("name", catalogue.person(&it.name).into());
        catalogue.line("admin-done-below", &[name])
    }));
    said.push(catalogue.say("admin-done-told"));
    if plan.undone.is_none() {
        said.push(catalogue.line("admin-done-undo", &[("log", log.into())]));
    }
    Ok(Reply::say(wording::list(said, " ")))
}

/// That it was confirmed before, where it stands; what went wrong otherwise.
async fn done_before(
    app: &App,
    request: &Request,
    id: CorrectionId,
    otherwise: Failure,
) -> Result<Reply, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let stands = corrections::by_id(&mut tx, request.guild, id).await?;
    tx.commit().await?;
    let number = stands.ok_or(otherwise)?.number;
    let places = [("number", number.into())];
    Ok(Reply::say(
        request.catalogue().line("admin-done-before", &places),
    ))
}

/// Leaves things as they are.
pub(crate) async fn drop_it(
    app: &App,
    request: &Request,
    draft: CorrectionId,
) -> Result<Reply, Failure> {
    find(app, request, draft).await?;
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    corrections::delete_draft(&mut tx, request.guild, draft).await?;
    tx.commit().await?;
    Ok(Reply::say(request.catalogue().say("admin-dropped")))
}

async fn keep(app: &App, request: &Request, draft: &Draft) -> Result<(), Failure> {
    let Change { mut tx, is_first } = app.change(request).await?;
    if is_first {
        corrections::save_draft(&mut tx, request.guild, draft).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The draft, if the member who presses asked for it, and not too long ago.
async fn find(app: &App, request: &Request, draft: CorrectionId) -> Result<Draft, Failure> {
    let mut tx = store::begin_guild(&app.pool, request.guild).await?;
    let found = corrections::draft(&mut tx, request.guild, draft, DRAFT_LIVES).await?;
    tx.commit().await?;
    let log = app.mention("admin log").into();
    let found = found.ok_or_else(|| refuse_with("admin-gone", vec![("log", log)]))?;
    if found.actor != request.user {
        let user = Said::from(found.actor).into();
        return Err(refuse_with("admin-not-yours", vec![("user", user)]));
    }
    Ok(found)
}

/// A reason on one line, without what is around it.
pub(super) fn clean(reason: &str) -> String {
    let words: Vec<_> = reason.split_whitespace().collect();
    words.join(" ").chars().take(REASON_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_at_most_400_characters() {
        assert_eq!(clean("  the line\n was   wrong "), "the line was wrong");
        assert_eq!(clean(&"ä".repeat(500)).chars().count(), REASON_CHARS_MAX);
        assert_eq!(clean(" \n "), "");
    }
}
