//! An admin corrected something: everybody concerned is told, once, where results are told. The
//! slips of the tickets are stamped besides, as after every settlement.

use std::collections::HashMap;

use chrono::TimeDelta;
use shared::id::{ChannelId, CorrectionId, DiscordUserId, GameId};
use shared::notice::NoticeKey;
use store::corrections::{
    self, CorrectedMember, CorrectedTicket, Correction, CorrectionAction, CorrectionSource,
    TicketHead,
};
use store::notices::{self, Claim, MessagePlace};
use twilight_model::channel::message::MessageFlags;
use wording::{Catalogue, Said};

use super::failure::after_error;
use super::results::resettled::{BESIDE_MAX, edit_again};
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::caches::Server;
use crate::slips::CONTENT_CHARS_MAX;
use crate::views::correction::{self, Names};

/// The most tickets that are listed.
const LINES_MAX: usize = 10;
/// For how long bets that people grade are added to the message of those graded before.
const BATCH_FOR: TimeDelta = TimeDelta::minutes(10);
/// What the message of bets that people graded has, and no other message of ours.
const GRADED_MARK: &str = "-# Graded by ";
/// The most members that a message may ping, or name.
const NAMES_MAX: usize = 10;

/// All that is told of a correction.
struct Telling {
    correction: Correction,
    tickets: Vec<(CorrectedTicket, TicketHead)>,
    members: Vec<CorrectedMember>,
    games: HashMap<GameId, shared::game::Game>,
}

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let id = CorrectionId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let Some(telling) = load(&mut tx, key, id).await? else {
        notices::finish(&mut tx, key, None, Some("no such correction")).await?;
        tx.commit().await?;
        return Ok(());
    };
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let channel = claim.aimed_at().or(chosen);
    let channel = channel.unwrap_or(telling.correction.channel);
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let told = async {
        let place = match telling.correction.asked {
            CorrectionAction::Grade { .. } => {
                graded(inner, &claim, channel, &telling, &server).await?
            }
            _ => {
                let (content, pings) = content(&telling, &server);
                let mark = content.last_line();
                let message = Message {
                    content,
                    pings,
                    ..Message::default()
                };
                inner.post_once(&claim, channel, &message, &mark).await?
            }
        };
        // What the results said of these tickets is over.
        let mut tx = inner.begin(key.guild).await?;
        let tickets: Vec<_> = telling.tickets.iter().map(|(it, _)| it.ticket).collect();
        let games = notices::results_of(&mut tx, key.guild, &tickets, BESIDE_MAX).await?;
        tx.commit().await?;
        edit_again(inner, key.guild, &server, &games).await?;
        Ok(place)
    };
    match told.await {
        Ok(place) => inner.finish(key, Some(place), None).await,
        Err(error) => {
            let place = failure::Where {
                channel: Some(channel),
                typed_in: Some(telling.correction.channel),
                slip: None,
            };
            after_error(inner, &claim, error, place).await
        }
    }
}

/// Bets that people grade are told without a sound and without a ping, and those that are graded
/// one after the other in one message.
async fn graded(
    inner: &Inner,
    claim: &Claim,
    channel: ChannelId,
    telling: &Telling,
    server: &Server,
) -> Result<MessagePlace, DeliveryError> {
    let catalogue = Catalogue::get(&server.guild.locale);
    let correction = &telling.correction;
    let mut lines = tickets(telling, LINES_MAX, catalogue);
    let actor = || ("actor", catalogue.person(&correction.actor_name).into());
    let mut owners = telling.tickets.iter().map(|(_, head)| head.owner);
    if owners.any(|it| it == correction.actor) {
        lines.push(catalogue.line("correction-own", &[actor()]));
    }
    if correction.source == CorrectionSource::Command {
        let reason = ("reason", Said::prose(&correction.reason).into());
        lines.push(catalogue.line("correction-reason", &[reason]));
    }
    lines.push(catalogue.line(
        "correction-graded-foot",
        &[
            ("number", correction.number.into()),
            actor(),
            ("at", correction.made_at.timestamp().into()),
        ],
    ));
    let said = wording::lines(lines);
    let mark = said.last_line();
    // One at a time, so that none edits away what another one just added.
    let _alone = inner.grading.lock().await;
    let since = inner.app.clock.now() - BATCH_FOR;
    let own = inner.messenger.find_text(channel, GRADED_MARK, since).await;
    let earlier = match own {
        Ok(earlier) => earlier,
        // Reading a channel is a permission of its own; without it each has its message.
        Err(SendError::Forbidden) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some((message, before)) = earlier {
        let place = MessagePlace { channel, message };
        if before.contains(&mark) {
            return Ok(place);
        }
        let together = wording::lines([Said::ours(before), said.clone()]);
        if together.discord_chars() <= CONTENT_CHARS_MAX {
            let message = Message {
                content: together,
                ..Message::default()
            };
            inner.messenger.edit(place, &message).await?;
            return Ok(place);
        }
    }
    let message = Message {
        content: said,
        flags: Some(MessageFlags::SUPPRESS_NOTIFICATIONS),
        ..Message::default()
    };
    inner.post_once(claim, channel, &message, &mark).await
}

async fn load(
    conn: &mut sqlx::PgConnection,
    key: &NoticeKey,
    id: CorrectionId,
) -> Result<Option<Telling>, DeliveryError> {
    let guild = key.guild;
    let Some(correction) = corrections::by_id(conn, guild, id).await? else {
        return Ok(None);
    };
    let tickets = corrections::corrected_tickets(conn, guild, id).await?;
    let heads = corrections::ticket_heads(conn, guild, &correction::tickets_of(&tickets)).await?;
    let mut heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let game = match correction.asked {
        CorrectionAction::Result { game, .. } => Some(game),
        _ => None,
    };
    let games: Vec<GameId> = game.into_iter().collect();
    let games = store::board::games(conn, &games).await?;
    let tickets = tickets.into_iter().filter(|it| it.sequence.is_some());
    let tickets = tickets.filter_map(|it| {
        let head = heads.remove(&it.ticket)?;
        Some((it, head))
    });
    Ok(Some(Telling {
        tickets: tickets.collect(),
        members: corrections::corrected_members(conn, guild, id).await?,
        games: games.into_iter().map(|it| (it.id, it)).collect(),
        correction,
    }))
}

/// What the message says, and whom it pings. Its last line is no other message's.
fn content(telling: &Telling, server: &Server) -> (Said, Vec<DiscordUserId>) {
    let catalogue = Catalogue::get(&server.guild.locale);
    let correction = &telling.correction;
    let what = correction::decided(
        catalogue,
        &correction.asked,
        &Names::of(correction, &telling.games),
    );
    let head = catalogue.line(
        "correction-head",
        &[("number", correction.number.into()), ("what", what.into())],
    );
    let mut ends = Vec::new();
    let about_one = !matches!(
        correction.asked,
        CorrectionAction::Result { .. } | CorrectionAction::Undo { .. }
    );
    let mut owners = telling.tickets.iter().map(|(_, head)| head.owner);
    if about_one && owners.any(|it| it == correction.actor) {
        let actor = catalogue.person(&correction.actor_name).into();
        ends.push(catalogue.line("correction-own", &[("actor", actor)]));
    }
    let reason = ("reason", Said::prose(&correction.reason).into());
    ends.push(catalogue.line("correction-reason", &[reason]));
    let pings = telling.members.iter().filter(|it| it.is_pinged);
    let pings: Vec<_> = pings.take(NAMES_MAX).map(|it| it.user).collect();
    if !pings.is_empty() {
        ends.push(wording::mentions(&pings));
    }
    ends.push(catalogue.line(
        "correction-foot",
        &[
            ("number", correction.number.into()),
            ("actor", catalogue.person(&correction.actor_name).into()),
            ("at", correction.made_at.timestamp().into()),
        ],
    ));
    let listed = LINES_MAX.min(telling.tickets.len());
    let fitting = (0..=listed).rev().find_map(|count| {
        let mut lines = vec![head.clone()];
        lines.extend(tickets(telling, count, catalogue));
        lines.extend(ends.iter().cloned());
        let said = wording::lines(lines);
        (said.discord_chars() <= CONTENT_CHARS_MAX).then_some(said)
    });
    (fitting.unwrap_or(head), pings)
}

fn tickets(telling: &Telling, count: usize, catalogue: Catalogue) -> Vec<Said> {
    let mut lines: Vec<Said> = telling
        .tickets
        .iter()
        .take(count)
        .map(|(it, head)| {
            catalogue.line(
                "correction-ticket",
                &[
                    ("name", catalogue.person(&head.owner_name).into()),
                    ("code", (&head.code).into()),
                    (
                        "before",
                        correction::standing(catalogue, &it.before, head.stake).into(),
                    ),
                    (
                        "after",
                        correction::standing(catalogue, &it.after, head.stake).into(),
                    ),
                ],
            )
        })
        .collect();
    let left = telling.tickets.len() - count.min(telling.tickets.len());
    if left > 0 {
        lines.push(catalogue.line("correction-more", &[("count", left.into())]));
    }
    lines
}
