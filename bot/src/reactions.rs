//! Reactions on slips, the short way to grade what was written by hand: a check mark won, a cross
//! lost, a heavy minus gives the stake back.
//!
//! A bet that only people grade is graded at once, with a line in the log, and undone from there.
//! A reaction counts from who manages the server or has the role that `/setup` names; never from
//! the bettor, who would be alone with it: they have `/admin grade`, which says so. It counts on
//! open bets whose event has begun. On a ticket that results have decided, or should have long
//! ago, it asks for the reason, and the rest is as if `/admin regrade` had been typed.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use services::corrections::{CorrectionOutcome, CorrectionRequest, preview};
use shared::grade::LegOutcome;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GuildId, MessageId, RoleId};
use store::corrections::{
    self, CorrectionAction, CorrectionSource, Draft, NewCorrection, SlipGraded,
};
use tracing::Instrument;
use twilight_http::Client;
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_model::channel::message::{EmojiReactionType, MessageFlags};
use twilight_model::gateway::GatewayReaction;
use twilight_model::guild::Role;
use twilight_model::id::Id;
use wording::{Catalogue, leg_word};

use crate::app::App;
use crate::caches::{Managers, ManagersKey};
use crate::discord::permissions::MANAGING;
use crate::discord::reply::{button, row, text_block};
use crate::errors::Failure;
use crate::features::admin;
use crate::spans;

/// What the marks mean.
const MARKS: [(&str, LegOutcome); 3] = [
    ("✅", LegOutcome::Won),
    ("❌", LegOutcome::Lost),
    ("➖", LegOutcome::Push),
];

/// How long after its start a game without a result is overdue.
const OVERDUE: TimeDelta = TimeDelta::hours(12);
/// How long a member who reacts again is not asked again.
const ASKED_ONCE_IN: TimeDelta = TimeDelta::days(1);

/// A reaction that may grade something.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) guild: GuildId,
    channel: ChannelId,
    message: MessageId,
    pub(crate) user: DiscordUserId,
    name: String,
    roles: Vec<RoleId>,
    outcome: LegOutcome,
    emoji: &'static str,
}

/// Reads a reaction. Nothing for what can grade nothing: other emoji, bots, direct messages.
pub(crate) fn read(reaction: &GatewayReaction) -> Option<Mark> {
    let EmojiReactionType::Unicode { name } = &reaction.emoji else {
        return None;
    };
    let plain = name.trim_end_matches('\u{fe0f}');
    let (emoji, outcome) = MARKS.into_iter().find(|(mark, _)| *mark == plain)?;
    let member = reaction.member.as_ref().filter(|it| !it.user.bot)?;
    let user = &member.user;
    let name = member.nick.as_ref().or(user.global_name.as_ref());
    Some(Mark {
        guild: GuildId::new(reaction.guild_id?.get()),
        channel: ChannelId::new(reaction.channel_id.get()),
        message: MessageId::new(reaction.message_id.get()),
        user: DiscordUserId::new(user.id.get()),
        name: name.unwrap_or(&user.name).clone(),
        roles: member
            .roles
            .iter()
            .map(|it| RoleId::new(it.get()))
            .collect(),
        outcome,
        emoji,
    })
}

/// Grades by a reaction, where it counts.
pub(crate) async fn take(app: App, http: Arc<Client>, mark: Mark) {
    let done = grade(&app, &http, &mark).instrument(spans::handler("reaction"));
    match done.await {
        Ok(()) => {}
        // Nobody asked for an answer: a refusal is for the log alone.
        Err(failure) => {
            let guild = mark.guild;
            tracing::info!(
                guild.id = %guild,
                "a reaction in server {guild} did nothing: {failure}",
            );
        }
    }
}

/// Whether a mark on this slip can mean a grade: what people grade has begun and is open; what
/// results decide is settled, or should have been long ago. Before that it is applause.
fn counts(slip: &SlipGraded, now: DateTime<Utc>) -> bool {
    if slip.is_manual {
        return slip.is_open && slip.starts_at <= now;
    }
    // The legs of a parlay are graded one by one, by the command.
    slip.legs == 1 && (!slip.is_open || slip.starts_at + OVERDUE <= now)
}

/// Whether a mark comes before what people grade has begun.
fn is_early(slip: &SlipGraded, now: DateTime<Utc>) -> bool {
    slip.is_manual && slip.is_open && now < slip.starts_at
}

async fn grade(app: &App, http: &Client, mark: &Mark) -> Result<(), Failure> {
    let mut tx = store::begin_guild(&app.pool, mark.guild).await?;
    let slip = corrections::of_slip(&mut tx, mark.guild, mark.message).await?;
    tx.commit().await?;
    let now = app.clock.now();
    let matters = |it: &SlipGraded| counts(it, now) || is_early(it, now);
    let Some(slip) = slip.filter(|it| it.owner != mark.user && matters(it)) else {
        return Ok(());
    };
    let server = app.server(mark.guild, wording::FALLBACK).await?;
    let has_role = services::members::has_admin_role(&server.settings, &mark.roles);
    if !has_role && !manages(app, http, mark).await? {
        return Ok(());
    }
    let catalogue = Catalogue::get(&server.guild.locale);
    if is_early(&slip, now) {
        let at = ("at", slip.starts_at.timestamp().into());
        let said = [text_block(catalogue.line("reaction-early", &[at]))];
        return answer(http, mark, &said).await;
    }
    if !slip.is_manual {
        return ask(app, http, mark, &slip, catalogue).await;
    }
    let new = NewCorrection {
        guild: mark.guild,
        // Two who react at the same moment grade once; after an undoing it can be graded again.
        id: CorrectionId::derive(&format!("reaction/{}/{}", mark.message, slip.settled_seq)),
        asked: CorrectionAction::Grade {
            ticket: slip.ticket,
            outcome: mark.outcome,
        },
        source: CorrectionSource::Reaction,
        actor: mark.user,
        actor_name: mark.name.clone(),
        reason: catalogue.say("reaction-reason").plain(),
        channel: mark.channel,
    };
    let request = CorrectionRequest {
        new: &new,
        shown: None,
        now,
        interaction: None,
    };
    if let CorrectionOutcome::Now(number, _) =
        services::corrections::make(&app.pool, &request).await?
    {
        let guild = mark.guild;
        tracing::info!(guild.id = %guild, "correction {number} of server {guild}: by a reaction");
        app.nudges.deliveries.notify_one();
    }
    Ok(())
}

/// Asks for the reason under the slip of a ticket that results decide, where it would come to
/// something else; only who reacted can give it.
async fn ask(
    app: &App,
    http: &Client,
    mark: &Mark,
    slip: &SlipGraded,
    catalogue: Catalogue,
) -> Result<(), Failure> {
    let id = CorrectionId::derive(&format!(
        "reaction/{}/{}/{}/{}",
        mark.message, slip.settled_seq, mark.user, mark.emoji
    ));
    let draft = Draft {
        id,
        actor: mark.user,
        asked: CorrectionAction::Regrade {
            ticket: slip.ticket,
            leg: 1,
            outcome: mark.outcome,
        },
        reason: None,
        shown: None,
    };
    let plan = preview(&app.pool, mark.guild, &draft.asked, app.clock.now()).await?;
    if plan.changed().next().is_none() {
        return Ok(());
    }
    let mut tx = store::begin_guild(&app.pool, mark.guild).await?;
    let asked_before = corrections::draft(&mut tx, mark.guild, id, ASKED_ONCE_IN).await?;
    let asked_before = asked_before.is_some();
    if !asked_before {
        corrections::save_draft(&mut tx, mark.guild, &draft).await?;
    }
    tx.commit().await?;
    if asked_before {
        return Ok(());
    }
    let said = catalogue.line(
        "reaction-ask",
        &[
            ("name", catalogue.person(&mark.name).into()),
            ("code", (&slip.code).into()),
            (
                "outcome",
                leg_word(catalogue, Some(mark.outcome))
                    .to_lowercase()
                    .into(),
            ),
        ],
    );
    let give = button(
        ButtonStyle::Secondary,
        &catalogue.say("reaction-give-reason"),
        admin::Button::Reason { draft: id },
    );
    answer(http, mark, &[text_block(said), row(vec![give])]).await
}

/// Says something under the slip, without a sound.
async fn answer(http: &Client, mark: &Mark, parts: &[Component]) -> Result<(), Failure> {
    let unexpected = |error: &dyn std::fmt::Display| Failure::Unexpected(error.to_string());
    let (Some(channel), Some(message)) = (
        Id::new_checked(mark.channel.get()),
        Id::new_checked(mark.message.get()),
    ) else {
        return Ok(());
    };
    http.create_message(channel)
        .reply(message)
        .flags(MessageFlags::IS_COMPONENTS_V2 | MessageFlags::SUPPRESS_NOTIFICATIONS)
        .components(parts)
        .await
        .map(|_| ())
        .map_err(|error| unexpected(&error))
}

/// Whether who reacted manages the server: a reaction does not say what its member may do.
async fn manages(app: &App, http: &Client, mark: &Mark) -> Result<bool, Failure> {
    let key = ManagersKey(mark.guild);
    let managers = app.caches.get(key, ask_managers(http, mark.guild));
    let managers = managers
        .await
        .map_err(|error| Failure::Unexpected(error.to_string()))?;
    let mut roles = managers.roles.iter();
    Ok(managers.owner == mark.user || roles.any(|it| mark.roles.contains(it)))
}

async fn ask_managers(http: &Client, guild: GuildId) -> anyhow::Result<Managers> {
    let none = || anyhow::anyhow!("no server");
    let id = Id::new_checked(guild.get()).ok_or_else(none)?;
    let roles = http.roles(id).await?.models().await?;
    let owner = http.guild(id).await?.model().await?.owner_id;
    let manage = |it: &&Role| it.permissions.intersects(MANAGING);
    let roles = roles.iter().filter(manage);
    Ok(Managers {
        owner: DiscordUserId::new(owner.get()),
        roles: roles.map(|it| RoleId::new(it.id.get())).collect(),
    })
}

#[cfg(test)]
mod tests {
    use shared::id::TicketId;

    use super::*;

    #[test]
    fn a_mark_counts_once_there_is_something_to_grade() {
        let starts_at: DateTime<Utc> = "2026-11-21T15:00:00Z".parse().unwrap();
        let slip = |is_manual, is_open, legs| SlipGraded {
            ticket: TicketId::mint(starts_at),
            code: "K7Q2MXD".parse().unwrap(),
            owner: DiscordUserId::new(1),
            is_manual,
            is_open,
            settled_seq: 0,
            legs,
            starts_at,
        };
        let after = |hours| starts_at + TimeDelta::hours(hours);
        // What people grade: from its start on, while it is open.
        let manual = slip(true, true, 1);
        assert!(!counts(&manual, starts_at - TimeDelta::seconds(1)));
        assert!(counts(&manual, starts_at));
        assert!(!counts(&slip(true, false, 1), after(1)));
        // What results decide: once they have, or are overdue; never a parlay.
        let single = slip(false, true, 1);
        assert!(!counts(&single, after(3)));
        assert!(counts(&single, after(12)));
        assert!(counts(&slip(false, false, 1), after(3)));
        assert!(!counts(&slip(false, false, 2), after(30)));
    }
}
