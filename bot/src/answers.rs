//! Answers that were promised: sent after the work is done, and sent again where Discord does not
//! accept them.
//!
//! A member must learn that a bet was placed. The answer is sent again, with the same content, for
//! as long as the interaction's token works; each attempt is short, the waits grow, and attempts
//! and memory are bounded. What still does not arrive is owed, and follows the next answer that the
//! member gets.

mod owed;

use std::sync::Arc;
use std::time::Duration;

use shared::id::{DiscordUserId, GuildId};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use twilight_http::Error as HttpError;
use twilight_http::error::ErrorType;
use twilight_model::channel::message::{Component, MessageFlags};
use twilight_model::http::attachment::Attachment;
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, InteractionMarker};

use crate::discord::errors::described;
use crate::discord::reply::{self, Audience, Picture};
use crate::meters::{DiscordMeters, Sent};

use owed::Owed;
use wording::{Catalogue, Said};

/// How long after its arrival an interaction is answered: Discord's 15 minutes, less what two
/// clocks and a long line may take away.
const TOKEN_LIFE: Duration = Duration::from_secs(14 * 60 + 30);
/// The most tries for one answer.
const TRIES_MAX: u32 = 40;
/// The most answers that wait for another try at once. Those above are owed at once.
const WAITING_MAX: usize = 1_024;
/// What everybody sees for a moment where only the asker is answered.
const BESIDE: &str = "\u{2026}";

/// How long Discord is waited for: all waits follow from how long a single attempt may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// How long Discord has for one try.
    pub(crate) one_try: Duration,
}

impl Patience {
    /// The wait before the second try; it doubles from there.
    fn first_wait(self) -> Duration {
        self.one_try / 10
    }

    /// The longest wait between two tries.
    fn longest_wait(self) -> Duration {
        self.one_try * 6
    }
}

/// Whose interaction it was.
pub(crate) type Asker = (GuildId, DiscordUserId);

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// In place of the promise.
    Original,
    /// As a message of its own.
    FollowUp(Audience),
    /// As a message for the asker alone, in the place of a promise that everybody sees.
    ReplacePublic,
}

/// An answer to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing {
    /// The interaction, for the log.
    pub(crate) id: Id<InteractionMarker>,
    /// What lets its answer be sent.
    pub(crate) token: String,
    /// When the interaction came.
    pub(crate) arrived: Instant,
    /// Where it goes.
    pub(crate) slot: Slot,
    /// What it says.
    pub(crate) parts: Vec<Component>,
    /// Files that its parts show.
    pub(crate) pictures: Vec<Picture>,
    /// Who must read it sooner or later: the member, where units were moved.
    pub(crate) must_reach: Option<Asker>,
}

/// Why an attempt failed.
#[derive(Debug)]
enum Missed {
    /// The next may get through. Where it is not certain that nothing was done, `in_doubt`.
    Passing { why: String, in_doubt: bool },
    /// None will.
    Final(String),
}

/// Sends promised answers to Discord.
pub(crate) struct Answers {
    http: Arc<twilight_http::Client>,
    application: Id<ApplicationMarker>,
    patience: Patience,
    waiting: Semaphore,
    owed: Owed,
    meters: DiscordMeters,
}

impl Answers {
    /// Through this client.
    pub(crate) fn new(
        http: Arc<twilight_http::Client>,
        application: Id<ApplicationMarker>,
        patience: Patience,
    ) -> Self {
        Self {
            http,
            application,
            patience,
            waiting: Semaphore::new(WAITING_MAX),
            owed: Owed::default(),
            meters: DiscordMeters::default(),
        }
    }

    /// The same, which counts its requests there.
    #[must_use]
    pub(crate) fn counted(self, meters: DiscordMeters) -> Self {
        Self { meters, ..self }
    }

    /// Tries once. What did not get through and may still comes back, to be sent
    /// [`Answers::again`].
    pub(crate) async fn send(&self, answer: Outgoing) -> Option<Outgoing> {
        match self.once(&answer).await {
            Ok(()) => None,
            Err(Missed::Passing { why, in_doubt }) if may_repeat(&answer, in_doubt) => {
                tracing::warn!(
                    "the answer to interaction {} is tried again: {why}",
                    answer.id
                );
                Some(answer)
            }
            Err(Missed::Passing { why, .. } | Missed::Final(why)) => {
                self.give_up(answer, &why);
                None
            }
        }
    }

    /// Tries until it gets through, the token dies, or `stop` says that the process ends.
    pub(crate) async fn again(&self, answer: Outgoing, stop: &CancellationToken) {
        let Ok(_place) = self.waiting.try_acquire() else {
            self.give_up(answer, "too many others wait");
            return;
        };
        let mut wait = self.patience.first_wait();
        let mut last = "no other try".to_owned();
        for _ in 0..TRIES_MAX {
            if answer.arrived.elapsed() + wait >= TOKEN_LIFE {
                break;
            }
            // A process that is asked to stop tries once more, at once.
            let stops = stop
                .run_until_cancelled(tokio::time::sleep(wait))
                .await
                .is_none();
            wait = (wait * 2).min(self.patience.longest_wait());
            match self.once(&answer).await {
                Ok(()) => return,
                Err(Missed::Passing { why, in_doubt }) => {
                    last = why;
                    if stops || !may_repeat(&answer, in_doubt) {
                        break;
                    }
                }
                Err(Missed::Final(why)) => {
                    last = why;
                    break;
                }
            }
        }
        self.give_up(answer, &last);
    }

    /// Sends what is owed to a member, as messages after the one that `token` let be sent.
    pub(crate) async fn pay(
        &self,
        asker: Asker,
        (id, token, arrived): (Id<InteractionMarker>, &str, Instant),
        catalogue: Catalogue,
    ) {
        while let Some(mut parts) = self.owed.take(asker) {
            parts.insert(0, reply::text_block(catalogue.say("answer-owed")));
            let answer = Outgoing {
                id,
                token: token.to_owned(),
                arrived,
                slot: Slot::FollowUp(Audience::Asker),
                parts,
                pictures: Vec::new(),
                must_reach: Some(asker),
            };
            if let Err(Missed::Passing { why, .. } | Missed::Final(why)) = self.once(&answer).await
            {
                tracing::warn!("what is owed to a member is owed still: {why}");
                let mut parts = answer.parts;
                parts.remove(0);
                self.owed.keep(asker, parts);
                return;
            }
        }
    }

    /// Whether the member still looks at a promise: "thinking", and no message.
    pub(crate) async fn is_promised(&self, token: &str) -> bool {
        self.is_thinking(token).await == Some(true)
    }

    /// Whether the member has a message in the place of the promise. Not so where Discord does not
    /// say: an answer that comes twice is better than none.
    pub(crate) async fn is_kept(&self, token: &str) -> bool {
        self.is_thinking(token).await == Some(false)
    }

    async fn is_thinking(&self, token: &str) -> Option<bool> {
        let client = self.http.interaction(self.application);
        let asking = async { anyhow::Ok(client.response(token).await?.model().await?) };
        match tokio::time::timeout(self.patience.one_try, asking).await {
            Ok(Ok(message)) => {
                let flags = message.flags.unwrap_or_else(MessageFlags::empty);
                Some(flags.contains(MessageFlags::LOADING))
            }
            _ => None,
        }
    }

    fn give_up(&self, answer: Outgoing, why: &str) {
        let id = answer.id;
        match answer.must_reach {
            Some(asker) => {
                tracing::warn!("the answer to interaction {id} follows the member's next: {why}");
                self.owed.keep(asker, answer.parts);
            }
            None => tracing::warn!("the answer to interaction {id} was not sent: {why}"),
        }
    }

    async fn once(&self, answer: &Outgoing) -> Result<(), Missed> {
        let sending = self.request(answer);
        let sent = tokio::time::timeout(self.patience.one_try, sending).await;
        self.meters.sent(
            "answer",
            match &sent {
                Ok(Ok(())) => Sent::Accepted,
                Ok(Err(error)) => Sent::by_status(status(error)),
                Err(_) => Sent::Failed,
            },
        );
        match sent {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(missed(&error)),
            Err(_) => Err(Missed::Passing {
                why: "no answer in time".to_owned(),
                in_doubt: true,
            }),
        }
    }

    async fn request(&self, answer: &Outgoing) -> Result<(), HttpError> {
        match answer.slot {
            Slot::Original => self.edit(answer, &answer.parts, &answer.pictures).await,
            Slot::FollowUp(audience) => self.follow_up(answer, audience).await,
            Slot::ReplacePublic => {
                // The first message after a promise takes its place, in front of everybody. So the
                // promise is made a message first, and goes when its asker reads the answer: at no
                // moment is there nothing to see. An earlier try may have taken it away.
                let nothing = [reply::text_block(Said::ours(BESIDE))];
                if_there(self.edit(answer, &nothing, &[]).await)?;
                self.follow_up(answer, Audience::Asker).await?;
                let client = self.http.interaction(self.application);
                if_there(client.delete_response(&answer.token).await.map(|_| ()))
            }
        }
    }

    async fn edit(
        &self,
        answer: &Outgoing,
        parts: &[Component],
        pictures: &[Picture],
    ) -> Result<(), HttpError> {
        let client = self.http.interaction(self.application);
        let files: Vec<Attachment> = (0..).zip(pictures).map(file).collect();
        let mut update = client
            .update_response(&answer.token)
            .flags(MessageFlags::IS_COMPONENTS_V2)
            .components(Some(parts));
        if !files.is_empty() {
            // In place of those that the message had.
            update = update.keep_attachment_ids(&[]).attachments(&files);
        }
        update.await.map(|_| ())
    }

    async fn follow_up(&self, answer: &Outgoing, audience: Audience) -> Result<(), HttpError> {
        let client = self.http.interaction(self.application);
        let files: Vec<Attachment> = (0..).zip(&answer.pictures).map(file).collect();
        let follow_up = client
            .create_followup(&answer.token)
            .flags(flags(audience))
            .components(&answer.parts)
            .attachments(&files);
        follow_up.await.map(|_| ())
    }
}

/// A picture as Discord takes it, by its number in the message.
fn file((number, picture): (u64, &Picture)) -> Attachment {
    let (filename, png) = (picture.filename.clone(), picture.png.to_vec());
    let mut file = Attachment::from_bytes(filename, png, number);
    file.description(picture.alt.clone());
    file
}

/// The same, where a message that is gone is no error.
fn if_there(done: Result<(), HttpError>) -> Result<(), HttpError> {
    match done {
        Err(error) if status(&error) == Some(404) => Ok(()),
        done => done,
    }
}

/// Whether the same may be sent again: an edit always, and what one member alone sees, which does
/// no harm twice. What everybody sees is not repeated where it may stand already.
fn may_repeat(answer: &Outgoing, in_doubt: bool) -> bool {
    !in_doubt || answer.slot != Slot::FollowUp(Audience::Everybody)
}

/// The flags of a message for these readers.
pub(crate) fn flags(audience: Audience) -> MessageFlags {
    match audience {
        Audience::Asker => MessageFlags::IS_COMPONENTS_V2 | MessageFlags::EPHEMERAL,
        Audience::Everybody => MessageFlags::IS_COMPONENTS_V2,
    }
}

fn status(error: &HttpError) -> Option<u16> {
    match error.kind() {
        ErrorType::Response { status, .. } => Some(status.get()),
        _ => None,
    }
}

fn missed(error: &HttpError) -> Missed {
    let why = described(error);
    match error.kind() {
        ErrorType::Response { status, .. } if status.get() == 429 => Missed::Passing {
            why,
            in_doubt: false,
        },
        // An error of Discord's may come after it has done what was asked.
        ErrorType::Response { status, .. } if status.get() >= 500 => Missed::Passing {
            why,
            in_doubt: true,
        },
        ErrorType::RequestError | ErrorType::RequestTimedOut => Missed::Passing {
            why,
            in_doubt: true,
        },
        // A page of a proxy's in place of Discord's JSON.
        ErrorType::Parsing { .. } => Missed::Passing {
            why,
            in_doubt: true,
        },
        _ => Missed::Final(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_that_fits_the_token_often() {
        let patience = Patience {
            one_try: Duration::from_secs(5),
        };
        assert_eq!(patience.first_wait(), Duration::from_millis(500));
        assert_eq!(patience.longest_wait(), Duration::from_secs(30));
        // With every try hanging, the token's life ends before the tries do.
        let longest = (patience.longest_wait() + patience.one_try) * TRIES_MAX;
        assert!(longest > TOKEN_LIFE);
    }

    #[test]
    fn what_everybody_sees_is_not_sent_twice_on_a_doubt() {
        let answer = |slot| Outgoing {
            id: Id::new(1),
            token: String::new(),
            arrived: Instant::now(),
            slot,
            parts: Vec::new(),
            pictures: Vec::new(),
            must_reach: None,
        };
        assert!(may_repeat(&answer(Slot::Original), true));
        assert!(may_repeat(&answer(Slot::FollowUp(Audience::Asker)), true));
        assert!(!may_repeat(
            &answer(Slot::FollowUp(Audience::Everybody)),
            true
        ));
        assert!(may_repeat(
            &answer(Slot::FollowUp(Audience::Everybody)),
            false
        ));
    }
}
