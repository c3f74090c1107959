//! A corrected result changed tickets that were settled: their owners are told, as they asked to
//! be, and what other games' messages say of them is brought up to date.

use shared::id::{DiscordUserId, GameId, GuildId};
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use store::notices::{self, Claim, MessagePlace, Resettled, ResultsPage};
use wording::{Catalogue, NameForm, Said};

use super::{message, named};
use crate::announce::{DeliveryError, Inner, Message};
use crate::caches::Server;
use crate::slips::CONTENT_CHARS_MAX;
use crate::views::correction;

/// The most tickets that are listed.
const LINES_MAX: usize = 20;
/// The most members that the message pings.
const PINGS_MAX: usize = 50;
/// The most other messages that are edited after one correction.
pub(in crate::announce) const BESIDE_MAX: i64 = 50;

/// Mentions those whose tickets changed and who asked to be mentioned, beside the message: an edit
/// rings for nobody. Who asked for direct messages gets one with the settlement.
pub(super) async fn tell(
    inner: &Inner,
    claim: &Claim,
    place: MessagePlace,
    telling: &ResultsPage,
    server: &Server,
) -> Result<(), DeliveryError> {
    let key = &claim.key;
    let (guild, game) = (key.guild, telling.game.id);
    let mut tx = inner.begin(guild).await?;
    let changed = notices::resettled(&mut tx, guild, game, key.sequence).await?;
    tx.commit().await?;
    let asked = |it: &&Resettled| it.notify == Some(NotifyBy::Ping) && it.before != it.after;
    let changed: Vec<&Resettled> = changed.iter().filter(asked).collect();
    let catalogue = Catalogue::get(&server.guild.locale);
    let Some((content, pings)) = content(telling, key.sequence, &changed, catalogue) else {
        return Ok(());
    };
    let mark = content.last_line();
    let message = Message {
        content,
        pings,
        ..Message::default()
    };
    inner
        .post_once(claim, place.channel, &message, &mark)
        .await?;
    Ok(())
}

/// What is said, and to whom. The last line is no other message's. Nothing where nobody asked.
fn content(
    telling: &ResultsPage,
    version: i32,
    changed: &[&Resettled],
    catalogue: Catalogue,
) -> Option<(Said, Vec<DiscordUserId>)> {
    let mut users: Vec<DiscordUserId> = changed.iter().map(|it| it.user).collect();
    users.sort_unstable();
    users.dedup();
    users.truncate(PINGS_MAX);
    if users.is_empty() {
        return None;
    }
    let mut versions = telling.results.windows(2);
    let (before, after) = versions.find_map(|pair| match pair {
        [before, after] if after.version == version => Some((before, after)),
        _ => None,
    })?;
    let game = &telling.game;
    let head = catalogue.line(
        "resettled-head",
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("from", named(game, before, catalogue).into()),
            ("to", named(game, after, catalogue).into()),
        ],
    );
    let foot = catalogue.line(
        "resettled-foot",
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("version", version.into()),
            ("at", after.decided_at.timestamp().into()),
        ],
    );
    let ends = [wording::mentions(&users), foot];
    let listed = LINES_MAX.min(changed.len());
    let said = (0..=listed).rev().find_map(|count| {
        let mut lines = vec![head.clone()];
        lines.extend(changed.iter().take(count).map(|it| one(it, catalogue)));
        if changed.len() > count {
            let left = changed.len() - count;
            lines.push(catalogue.line("correction-more", &[("count", left.into())]));
        }
        lines.extend(ends.iter().cloned());
        let said = wording::lines(lines);
        (said.discord_chars() <= CONTENT_CHARS_MAX).then_some(said)
    });
    Some((said?, users))
}

/// `Alice · ticket K7Q2MXD: Won, +0.91u became Lost, -1.00u`
fn one(it: &Resettled, catalogue: Catalogue) -> Said {
    catalogue.line(
        "correction-ticket",
        &[
            ("name", catalogue.person(&it.name).into()),
            ("code", (&it.code).into()),
            (
                "before",
                correction::standing(catalogue, &it.before, it.stake).into(),
            ),
            (
                "after",
                correction::standing(catalogue, &it.after, it.stake).into(),
            ),
        ],
    )
}

/// Brings the messages of other games up to date that list a parlay which this game's correction
/// changed.
pub(super) async fn edit_beside(
    inner: &Inner,
    key: &NoticeKey,
    server: &Server,
) -> Result<(), DeliveryError> {
    let guild = key.guild;
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(guild).await?;
    let about = (game, key.sequence);
    let others = notices::results_beside(&mut tx, guild, about, BESIDE_MAX).await?;
    tx.commit().await?;
    edit_again(inner, guild, server, &others).await
}

/// Brings the results messages of these games up to date.
pub(in crate::announce) async fn edit_again(
    inner: &Inner,
    guild: GuildId,
    server: &Server,
    games: &[GameId],
) -> Result<(), DeliveryError> {
    for game in games {
        let mut tx = inner.begin(guild).await?;
        let telling = notices::results_page(&mut tx, guild, *game).await?;
        tx.commit().await?;
        let shown = telling.and_then(|it| Some((it.message?, it)));
        let Some((shown, telling)) = shown else {
            continue;
        };
        let message = message(&telling, server);
        match inner.messenger.edit(shown.place, &message).await {
            Ok(()) => {}
            // One message that is gone for good does not keep the others from being told.
            Err(error) if error.is_final() => {
                tracing::warn!(game.id = %game, "a results message stays as it was: {error}");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
