//! Interaction in, handler, reply out. Every interaction is acknowledged well within Discord's
//! three seconds: what is not ready by [`DEFER_AFTER`] is acknowledged first.

mod call;
mod response;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use shared::id::InteractionId;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;
use twilight_model::application::interaction::{Interaction, InteractionType};
use twilight_model::channel::message::{Component, MessageFlags};
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};
use twilight_model::id::Id;
use twilight_model::id::marker::{ApplicationMarker, InteractionMarker};
use wording::Catalogue;

use self::call::{Call, Promise};
use self::response::{can_replace, response};
use crate::abreast::Abreast;
use crate::answers::{Answers, Asker, Outgoing, Slot};
use crate::app::App;
use crate::discord::callback::{AnswerStatus, CallbackError, Callbacks, DEADLINE};
use crate::discord::permissions;
use crate::discord::reply::{Audience, Body, Reply, Target};
use crate::discord::request::{self, Request, Unreadable};
use crate::errors::{ErrorCode, Failure};
use crate::meters::{InteractionKind, Outcome, UNKNOWN};
use crate::shortage::Shortage;
use crate::spans;
use crate::typing::{self, Typists};

/// When an answer that is not ready is promised instead: half a second is what members are to
/// wait at most, and a long line takes a good part of it.
const DEFER_AFTER: Duration = Duration::from_millis(250);
/// The same where all handlers are busy: acknowledgements go before work.
const DEFER_AFTER_CROWDED: Duration = Duration::from_millis(100);
/// The longest that a handler may take.
const HANDLER_MAX: Duration = Duration::from_secs(30);
/// How many handlers run at once: enough to keep the database's connections busy.
const HANDLERS_MAX: usize = 48;

/// Brings interactions to their handlers.
pub(crate) struct Dispatch {
    app: App,
    http: Arc<twilight_http::Client>,
    callbacks: Callbacks,
    answers: Answers,
    typists: Typists,
    application: Id<ApplicationMarker>,
    abreast: Abreast,
    handlers: Semaphore,
    shortage: Shortage,
}

/// One interaction, from its arrival to its answer.
struct Session {
    id: Id<InteractionMarker>,
    token: String,
    arrived: Instant,
    /// The command that it belongs to, and how it came, for metrics.
    label: (&'static str, InteractionKind),
    promised: Option<Promise>,
    /// Whether somebody promised the message before: an interaction that Discord sends again.
    was_promised: bool,
    must_reach: Option<Asker>,
}

impl Session {
    /// About an interaction that came just now.
    fn of(interaction: &Interaction) -> Self {
        Self {
            id: interaction.id,
            token: interaction.token.clone(),
            arrived: Instant::now(),
            label: (UNKNOWN, kind(interaction.kind)),
            promised: None,
            was_promised: false,
            must_reach: None,
        }
    }
}

/// What became of a reply.
enum ReplyStatus {
    /// The member has a message.
    Sent,
    /// Not yet: it is to be sent again.
    Unsent(Box<Outgoing>),
    /// There is no message, or there was not meant to be one.
    Nothing,
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, Failure>> + Send + 'a>>;

impl Dispatch {
    /// Over these clients.
    pub(crate) fn new(
        app: App,
        http: Arc<twilight_http::Client>,
        callbacks: Callbacks,
        answers: Answers,
        application: Id<ApplicationMarker>,
    ) -> Self {
        Self {
            app,
            http,
            callbacks,
            answers,
            typists: Typists::default(),
            application,
            abreast: Abreast::default(),
            handlers: Semaphore::new(HANDLERS_MAX),
            shortage: Shortage::default(),
        }
    }

    /// Answers one interaction. What Discord did not take comes back, to be sent again by
    /// [`Dispatch::send_again`].
    pub(crate) async fn answer(&self, interaction: Box<Interaction>) -> Option<Box<Outgoing>> {
        let span = spans::interaction(InteractionId::new(interaction.id.get()));
        self.take(interaction).instrument(span).await
    }

    async fn take(&self, interaction: Box<Interaction>) -> Option<Box<Outgoing>> {
        let mut session = Session::of(&interaction);
        let arrived = session.arrived;
        let catalogue = Catalogue::get(interaction.locale.as_deref().unwrap_or_default());
        let is_typing = interaction.kind == InteractionType::ApplicationCommandAutocomplete;
        let read = request::read(*interaction)
            .and_then(|(request, call)| Ok((request, Call::read(call)?)));
        let (request, call) = match read {
            Ok(read) => read,
            Err(why) => {
                let reply = match is_typing {
                    true => Some(typing::none()),
                    false => reject(&why, catalogue),
                };
                if let Some(reply) = reply {
                    self.deliver(&session, reply).await;
                }
                self.handled(&session, Outcome::Unread);
                return None;
            }
        };
        session.label = call.label();
        let call = match call {
            Call::Typing(name, typing) => {
                let asked = (name, typing);
                let choices = self
                    .typists
                    .answer(&self.app, request, asked, arrived)
                    .await;
                self.deliver(&session, choices).await;
                self.handled(&session, Outcome::Answered);
                return None;
            }
            call => call,
        };
        let asker = (request.guild, request.user);
        let what = call.describe();
        let pressed = request.pressed;
        let (promise, first) = call.promise(&request);
        if first {
            if !self.promise(&mut session, promise).await {
                self.handled(&session, Outcome::Unacknowledged);
                return None;
            }
            session.must_reach = Some(asker);
        }
        let reply = self.run(&mut session, request, call, promise).await;
        let outcome = self.noted(&reply);
        let mut reply =
            reply.unwrap_or_else(|failure| failure_reply(&session, &what, &failure, catalogue));
        if !can_replace(reply.target, pressed) {
            reply.target = Target::New;
        }
        self.promise_files(&mut session, &reply, promise).await;
        let delivered = self.deliver(&session, reply).await;
        let is_late = matches!(delivered, ReplyStatus::Unsent(_));
        self.handled(&session, if is_late { Outcome::Late } else { outcome });
        let took_ms = u64::try_from(arrived.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(duration_ms = took_ms, "answered {what} in {took_ms} ms");
        match delivered {
            ReplyStatus::Unsent(unsent) => Some(unsent),
            ReplyStatus::Nothing => None,
            ReplyStatus::Sent => {
                let after = (session.id, session.token.as_str(), session.arrived);
                self.answers.pay(asker, after, catalogue).await;
                None
            }
        }
    }

    /// What an answer came to; that the database had no time for it is summed up in the log.
    fn noted(&self, reply: &Result<Reply, Failure>) -> Outcome {
        if let Err(Failure::NoTime(_)) = reply {
            self.shortage.note();
        }
        outcome(reply)
    }

    /// Counts an interaction that is over.
    fn handled(&self, session: &Session, outcome: Outcome) {
        let ((command, kind), meters) = (session.label, &self.app.meters);
        meters.handled(command, kind, outcome);
        if matches!(
            outcome,
            Outcome::Answered | Outcome::Refused | Outcome::Failed
        ) {
            meters.answered(command, session.arrived);
        }
    }

    /// Says why no handler runs, to the asker alone.
    pub(crate) async fn reject(&self, interaction: &Interaction, why: &'static str) {
        let catalogue = Catalogue::get(interaction.locale.as_deref().unwrap_or_default());
        let reply = Reply::say(catalogue.say(why)).at(Target::New);
        self.deliver(&Session::of(interaction), reply).await;
    }

    /// Offers nothing to a member who is typing.
    pub(crate) async fn offer_nothing(&self, interaction: &Interaction) {
        self.deliver(&Session::of(interaction), typing::none())
            .await;
    }

    /// Logs what is logged as sums.
    pub(crate) fn tend(&self) {
        self.typists.tend();
        self.shortage.tend();
    }

    /// Sends an answer until it gets through, or until nothing can.
    pub(crate) async fn send_again(&self, unsent: Outgoing, stop: &CancellationToken) {
        let span = spans::interaction(InteractionId::new(unsent.id.get()));
        self.answers.again(unsent, stop).instrument(span).await;
    }

    /// Runs the handler, and promises its answer once it takes long.
    async fn run(
        &self,
        session: &mut Session,
        request: Request,
        call: Call,
        promise: Promise,
    ) -> Result<Reply, Failure> {
        let span = spans::handler(&call.describe());
        let mut answer: Answer<'_> = Box::pin(self.handle(request, call).instrument(span));
        if session.promised.is_none() && promise != Promise::None {
            let is_crowded = self.handlers.available_permits() == 0;
            let wait = if is_crowded {
                DEFER_AFTER_CROWDED
            } else {
                DEFER_AFTER
            };
            tokio::select! {
                biased;
                answer = &mut answer => return answer,
                () = tokio::time::sleep_until(session.arrived + wait) => {}
            }
            // A promise that does not get through is logged; the work is finished all the same.
            self.promise(session, promise).await;
        }
        match tokio::time::timeout(HANDLER_MAX, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::InDoubt("the handler took too long".to_owned())),
        }
    }

    async fn handle(&self, mut request: Request, call: Call) -> Result<Reply, Failure> {
        let began = Instant::now();
        let _room = self.abreast.room(request.user).await;
        let _permit = self.handlers.acquire().await;
        let is_taken = self.app.pool.num_idle() == 0;
        if is_taken && self.shortage.turns_away(began.elapsed()) {
            return Err(Failure::NoTime("others found no connection".to_owned()));
        }
        match call {
            Call::Command(_, invocation) => invocation.answer(&self.app, &request).await,
            Call::Pressed(id, values) => {
                if id.chooses_posting_channel() {
                    request.bot_may_in =
                        permissions::in_chosen(&self.http, &request, &values).await;
                }
                id.pressed(&self.app, &request, &values).await
            }
            Call::Submitted(id, fields) => id.submitted(&self.app, &request, &fields).await,
            // Never behind those who wait for a handler.
            Call::Typing(..) => Ok(typing::none()),
        }
    }

    /// Acknowledges now, and says whether the interaction is still ours to answer.
    async fn promise(&self, session: &mut Session, promise: Promise) -> bool {
        let (kind, flags) = match promise {
            Promise::Update => (InteractionResponseType::DeferredUpdateMessage, None),
            Promise::Message(audience) => (
                InteractionResponseType::DeferredChannelMessageWithSource,
                (audience == Audience::Asker).then_some(MessageFlags::EPHEMERAL),
            ),
            Promise::None => return true,
        };
        let data = flags.map(|flags| InteractionResponseData {
            flags: Some(flags),
            ..InteractionResponseData::default()
        });
        let sent = self
            .respond(session, &InteractionResponse { kind, data })
            .await;
        match sent {
            Ok(status) => {
                let is_message = matches!(promise, Promise::Message(_));
                session.was_promised = is_message && status == AnswerStatus::AlreadyAnswered;
                session.promised = Some(promise);
                true
            }
            Err(error) => {
                tracing::warn!("interaction {} was not acknowledged: {error}", session.id);
                false
            }
        }
    }

    /// Files are sent in the place of a promise: an acknowledgement does not wait for them. Where
    /// it does not get through, neither does the answer, and both are logged.
    async fn promise_files(&self, session: &mut Session, reply: &Reply, promise: Promise) {
        if !reply.pictures.is_empty() && session.promised.is_none() {
            self.promise(session, promise).await;
        }
    }

    async fn respond(
        &self,
        session: &Session,
        response: &InteractionResponse,
    ) -> Result<AnswerStatus, CallbackError> {
        let deadline = session.arrived + DEADLINE;
        let sent = self
            .callbacks
            .send(
                self.application,
                session.id,
                &session.token,
                response,
                deadline,
            )
            .await;
        if sent.is_ok() {
            let (command, _) = session.label;
            self.app.meters.acknowledged(command, session.arrived);
        }
        sent
    }

    /// Sends a reply: as the answer, or in the place of the promise.
    async fn deliver(&self, session: &Session, reply: Reply) -> ReplyStatus {
        let promised = match (session.promised, reply.body) {
            (None, body) => {
                return self
                    .answer_at_once(session, body, reply.audience, reply.target)
                    .await;
            }
            (Some(promise), Body::Parts(parts)) => (promise, parts),
            (Some(_), _) => {
                tracing::error!(
                    "interaction {} promised what cannot be promised",
                    session.id
                );
                return ReplyStatus::Nothing;
            }
        };
        let (promise, parts) = promised;
        // What the member was answered with, and may have changed since, is left as it stands.
        if session.was_promised && self.answers.is_kept(&session.token).await {
            return ReplyStatus::Nothing;
        }
        let slot = match (promise, reply.audience, reply.target) {
            (Promise::Update, audience, Target::New) => Slot::FollowUp(audience),
            // A private answer does not take the place of a public one.
            (Promise::Message(Audience::Everybody), Audience::Asker, _) => Slot::ReplacePublic,
            _ => Slot::Original,
        };
        let answer = Outgoing {
            id: session.id,
            token: session.token.clone(),
            arrived: session.arrived,
            slot,
            parts,
            pictures: reply.pictures,
            must_reach: session.must_reach,
        };
        match self.answers.send(answer).await {
            None => ReplyStatus::Sent,
            Some(unsent) => ReplyStatus::Unsent(Box::new(unsent)),
        }
    }

    async fn answer_at_once(
        &self,
        session: &Session,
        body: Body,
        audience: Audience,
        target: Target,
    ) -> ReplyStatus {
        let is_message = matches!(body, Body::Parts(_));
        let response = response(body, audience, target);
        match self.respond(session, &response).await {
            Ok(AnswerStatus::Delivered) if is_message => ReplyStatus::Sent,
            Ok(AnswerStatus::Delivered) => ReplyStatus::Nothing,
            // Delivered twice, or a first try that got through after all.
            Ok(AnswerStatus::AlreadyAnswered) => {
                tracing::debug!("interaction {} was answered before", session.id);
                match response.data.and_then(|it| it.components) {
                    Some(parts) if is_message => self.keep_promise(session, parts).await,
                    _ => ReplyStatus::Nothing,
                }
            }
            Err(error) => {
                tracing::warn!("interaction {} was not answered: {error}", session.id);
                ReplyStatus::Nothing
            }
        }
    }

    /// Where a process died after it promised a message, the promise is kept.
    async fn keep_promise(&self, session: &Session, parts: Vec<Component>) -> ReplyStatus {
        if !self.answers.is_promised(&session.token).await {
            return ReplyStatus::Nothing;
        }
        let answer = Outgoing {
            id: session.id,
            token: session.token.clone(),
            arrived: session.arrived,
            slot: Slot::Original,
            parts,
            pictures: Vec::new(),
            must_reach: session.must_reach,
        };
        match self.answers.send(answer).await {
            None => ReplyStatus::Sent,
            Some(unsent) => ReplyStatus::Unsent(Box::new(unsent)),
        }
    }
}

/// What became of an interaction whose handler came to this.
fn outcome(reply: &Result<Reply, Failure>) -> Outcome {
    match reply {
        Ok(_) => Outcome::Answered,
        Err(failure) if failure.is_ours() => Outcome::Failed,
        Err(_) => Outcome::Refused,
    }
}

/// How an interaction comes, as far as Discord says it.
const fn kind(kind: InteractionType) -> InteractionKind {
    match kind {
        InteractionType::ApplicationCommandAutocomplete => InteractionKind::Autocomplete,
        InteractionType::MessageComponent => InteractionKind::Component,
        InteractionType::ModalSubmit => InteractionKind::Form,
        _ => InteractionKind::Command,
    }
}

/// The reply to an interaction that no handler can answer.
fn reject(why: &Unreadable, catalogue: Catalogue) -> Option<Reply> {
    let key = match why {
        Unreadable::NotInServer => "error-not-in-server",
        Unreadable::Stale => "error-stale",
        Unreadable::Foreign => return None,
    };
    Some(Reply::say(catalogue.say(key)).at(Target::New))
}

/// The reply to a failure. Our own faults are logged once, under the code that the member sees.
fn failure_reply(session: &Session, what: &str, failure: &Failure, catalogue: Catalogue) -> Reply {
    let code = ErrorCode::of(InteractionId::new(session.id.get()));
    if failure.is_ours() {
        tracing::error!(error.code = %code, "{what} failed as {code}: {failure}");
    } else {
        tracing::info!(error.code = %code, "{what} was {failure} as {code}");
    }
    let words = failure.for_player(catalogue, &code);
    Reply::private(vec![crate::discord::reply::text_block(words)]).at(Target::New)
}
