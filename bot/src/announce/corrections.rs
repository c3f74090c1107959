//! An admin corrected something: everybody concerned is told, once, where results are told. The
//! slips of the tickets are stamped besides, as after every settlement.

use std::collections::HashMap;

use shared::id::{CorrectionId, DiscordUserId, GameId};
use shared::notice::NoticeKey;
use shared::units::Units;
use store::corrections::{self, Asked, CorrectedMember, CorrectedTicket, Correction, TicketHead};
use store::notices;

use super::deliver::after_error;
use super::results::resettled::{BESIDE_MAX, edit_again};
use super::{Broken, HOLD, Inner, Message, trouble};
use crate::caches::Server;
use crate::slips::{CONTENT_CHARS_MAX, escape};
use crate::text::Text;
use crate::views::admin::{self, Names};

/// The most tickets that are listed.
const LINES_MAX: usize = 10;
/// The most members that a message may ping, or name.
const NAMES_MAX: usize = 10;

/// All that is told of a correction.
struct Telling {
    correction: Correction,
    tickets: Vec<(CorrectedTicket, TicketHead)>,
    members: Vec<CorrectedMember>,
    games: HashMap<GameId, shared::game::Game>,
}

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), Broken> {
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

    let (content, pings) = content(&telling, &server);
    let mark = content.lines().last().unwrap_or_default().to_owned();
    let message = Message {
        content,
        pings,
        ..Message::default()
    };
    let told = async {
        let place = inner.post_once(&claim, channel, &message, &mark).await?;
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
        Err(broken) => {
            let place = trouble::Where {
                channel: Some(channel),
                typed_in: Some(telling.correction.channel),
                slip: None,
            };
            after_error(inner, &claim, broken, place).await
        }
    }
}

async fn load(
    conn: &mut sqlx::PgConnection,
    key: &NoticeKey,
    id: CorrectionId,
) -> Result<Option<Telling>, Broken> {
    let guild = key.guild;
    let Some(correction) = corrections::by_id(conn, guild, id).await? else {
        return Ok(None);
    };
    let tickets = corrections::corrected_tickets(conn, guild, id).await?;
    let heads = corrections::ticket_heads(conn, guild, &admin::tickets_of(&tickets)).await?;
    let mut heads: HashMap<_, _> = heads.into_iter().map(|it| (it.ticket, it)).collect();
    let game = match correction.asked {
        Asked::Result { game, .. } => Some(game),
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
fn content(telling: &Telling, server: &Server) -> (String, Vec<DiscordUserId>) {
    let text = Text::get(&server.guild.locale);
    let correction = &telling.correction;
    let what = admin::what(
        text,
        &correction.asked,
        &Names::of(correction, &telling.games),
    );
    let head = text.line(
        "correction-head",
        &[("number", correction.number.into()), ("what", what.into())],
    );
    let mut ends = Vec::new();
    let about_one = !matches!(correction.asked, Asked::Result { .. } | Asked::Undo { .. });
    let mut owners = telling.tickets.iter().map(|(_, head)| head.owner);
    if about_one && owners.any(|it| it == correction.actor) {
        ends.push(text.say("correction-own"));
    }
    ends.extend(below(telling, text));
    let reason = ("reason", escape(&correction.reason).into());
    ends.push(text.line("correction-reason", &[reason]));
    let pings = telling.members.iter().filter(|it| it.is_pinged);
    let pings: Vec<_> = pings.take(NAMES_MAX).map(|it| it.user).collect();
    if !pings.is_empty() {
        let names: Vec<_> = pings.iter().map(|it| format!("<@{it}>")).collect();
        ends.push(names.join(" "));
    }
    ends.push(text.line(
        "correction-foot",
        &[
            ("number", correction.number.into()),
            ("actor", escape(&correction.actor_name).into()),
            ("at", correction.made_at.timestamp().into()),
        ],
    ));
    let listed = LINES_MAX.min(telling.tickets.len());
    let fitting = (0..=listed).rev().find_map(|count| {
        let mut lines = vec![head.clone()];
        lines.extend(tickets(telling, count, text));
        lines.extend(ends.iter().cloned());
        let said = lines.join("\n");
        (said.chars().count() <= CONTENT_CHARS_MAX).then_some(said)
    });
    (fitting.unwrap_or(head), pings)
}

fn tickets(telling: &Telling, count: usize, text: Text) -> Vec<String> {
    let mut lines: Vec<String> = telling
        .tickets
        .iter()
        .take(count)
        .map(|(it, head)| {
            text.line(
                "correction-ticket",
                &[
                    ("name", escape(&head.owner_name).into()),
                    ("code", head.code.as_str().into()),
                    (
                        "before",
                        admin::standing(text, &it.before, head.stake).into(),
                    ),
                    ("after", admin::standing(text, &it.after, head.stake).into()),
                ],
            )
        })
        .collect();
    let left = telling.tickets.len() - count.min(telling.tickets.len());
    if left > 0 {
        lines.push(text.line("correction-more", &[("count", left.into())]));
    }
    lines
}

/// That balances fell below zero by it: whose, never how far.
fn below(telling: &Telling, text: Text) -> Option<String> {
    let fell = |it: &&CorrectedMember| it.after < Units::ZERO && it.after < it.before;
    let names: Vec<_> = telling.members.iter().filter(fell).collect();
    if names.is_empty() {
        return None;
    }
    let named: Vec<_> = names
        .iter()
        .take(NAMES_MAX)
        .map(|it| escape(&it.name))
        .collect();
    Some(text.line(
        "correction-below",
        &[
            ("count", names.len().into()),
            ("names", named.join(", ").into()),
        ],
    ))
}
