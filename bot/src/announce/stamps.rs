//! Brings slips up to date with their tickets: in the background, newest first, each channel at
//! the pace that Discord allows for old messages, after the results were announced.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use runtime::pulse::Pulse;
use shared::id::ChannelId;
use store::notices::{self, DueStamp};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{Announcer, DeliveryError, Message, SendError};
use crate::slips;

/// How many slips are read at once.
const READ_MAX: i32 = 2_000;
/// How many of a channel are stamped before the queue is looked at again, so that what became
/// due meanwhile comes first.
const AT_ONCE_MAX: usize = 12;
/// How many channels are worked on at once.
const CHANNELS_MAX: usize = 32;
/// The wait after an edit that did not go through.
const AGAIN: Duration = Duration::from_secs(15);
/// The wait where a permission is missing.
const FORBIDDEN_AGAIN: Duration = Duration::from_secs(3_600);

/// Stamps until `stop`.
pub(super) async fn run(announcer: Arc<Announcer>, stop: CancellationToken, pulse: Pulse) {
    let mut channels: JoinSet<ChannelId> = JoinSet::new();
    let mut busy: HashSet<ChannelId> = HashSet::new();
    loop {
        pulse.beat();
        for (channel, slips) in due(&announcer, &busy).await {
            if channels.len() >= CHANNELS_MAX {
                break;
            }
            busy.insert(channel);
            let (announcer, stop) = (Arc::clone(&announcer), stop.clone());
            channels.spawn(async move {
                stamp_channel(&announcer, slips, &stop).await;
                channel
            });
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = announcer.stamps.notified() => {}
            Some(done) = channels.join_next(), if !channels.is_empty() => match done {
                Ok(channel) => {
                    busy.remove(&channel);
                }
                Err(error) => {
                    tracing::error!("stamping a channel ended by itself: {error}");
                    if channels.is_empty() {
                        busy.clear();
                    }
                }
            },
            () = tokio::time::sleep(announcer.options.poll) => {}
        }
    }
    pulse.rest();
    while channels.join_next().await.is_some() {}
}

/// What is due by channel, newest message first. Servers whose results are on their way wait.
async fn due(
    announcer: &Announcer,
    busy: &HashSet<ChannelId>,
) -> HashMap<ChannelId, Vec<DueStamp>> {
    let due =
        match notices::due_stamps(&announcer.app.pool, announcer.options.shards, READ_MAX).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!("due stamps cannot be read: {error}");
                return HashMap::new();
            }
        };
    let with_results = announcer.with_results().clone();
    let mut by_channel: HashMap<ChannelId, Vec<DueStamp>> = HashMap::new();
    for slip in due {
        if !busy.contains(&slip.place.channel) && !with_results.contains(&slip.guild) {
            by_channel.entry(slip.place.channel).or_default().push(slip);
        }
    }
    for slips in by_channel.values_mut() {
        slips.sort_by_key(|it| std::cmp::Reverse(it.place.message));
        slips.truncate(AT_ONCE_MAX);
    }
    by_channel
}

async fn stamp_channel(announcer: &Announcer, slips: Vec<DueStamp>, stop: &CancellationToken) {
    for slip in slips {
        if stop.is_cancelled() {
            return;
        }
        match stamp(announcer, &slip).await {
            Ok(()) => {}
            Err(DeliveryError::Send(SendError::TooSoon)) => return,
            Err(error) => {
                tracing::warn!(
                    "the slip of ticket {} was not stamped: {error}",
                    slip.ticket
                );
            }
        }
    }
}

/// Makes one slip show the state that its ticket has by now.
async fn stamp(announcer: &Announcer, due: &DueStamp) -> Result<(), DeliveryError> {
    let server = announcer.server(due.guild).await?;
    let mut tx = announcer.begin(due.guild).await?;
    let slip = notices::slip_ticket(&mut tx, due.guild, due.ticket).await?;
    tx.commit().await?;
    let Some((slip, row)) = slip.and_then(|it| it.slip.map(|row| (it, row))) else {
        return Ok(());
    };
    let Some(due_at) = row.stamp_due_at else {
        return Ok(());
    };
    let slip = slips::message(&slip, &server);
    let shown_seq = slip.shown_seq;
    let drawn = announcer.pictures.draw(slip.view.clone()).await;
    let picture = drawn.inspect_err(|error| {
        tracing::error!("a slip keeps its old picture: {error}");
    });
    let message = Message::of_slip(slip, picture.ok());
    let sent = announcer.messenger.edit(row.place, &message).await;
    let mut tx = announcer.begin(due.guild).await?;
    match &sent {
        Ok(()) => {
            notices::stamped(&mut tx, due.guild, due.ticket, shown_seq, due_at).await?;
        }
        Err(SendError::MessageGone | SendError::ChannelGone | SendError::Refused { .. }) => {
            notices::forget_stamp(&mut tx, due.guild, due.ticket).await?
        }
        Err(error) => {
            let wait = match error {
                SendError::Forbidden => FORBIDDEN_AGAIN,
                _ => AGAIN,
            };
            let (guild, ticket) = (due.guild, due.ticket);
            notices::stamp_later(&mut tx, guild, ticket, due_at, wait).await?;
        }
    }
    tx.commit().await?;
    Ok(sent?)
}
