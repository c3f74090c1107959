//! Shards in, interactions out to `dispatch`. Holds no state but the session, which it leaves in
//! the database so that the next process resumes it.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use runtime::lifecycle::Lifecycle;
use runtime::waiting::Unreached;
use serde::{Deserialize, Serialize};
use shared::id::GuildId;
use sqlx::PgPool;
use store::{bot_state, guilds};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use twilight_gateway::{
    CloseFrame, Config, ConfigBuilder, EventTypeFlags, Intents, Message, Session, Shard, ShardId,
    ShardState, error::ReceiveMessageErrorType, parse,
};
use twilight_model::application::interaction::Interaction;
use twilight_model::gateway::connection_info::BotConnectionInfo;
use twilight_model::gateway::event::{Event, GatewayEvent};
use twilight_model::gateway::payload::incoming::GuildCreate;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

use crate::app::App;
use crate::asking::Asking;
use crate::config::DiscordConfig;
use crate::dispatch::Dispatch;
use crate::identify::IdentifySlots;
use crate::reactions::Mark;
use crate::shares::{Asked, Shares, Verdict};
use crate::unread::{Unread, Unreadable};
use crate::{reactions, shares, startup};

/// The events that are read; all others are skipped before they are decoded.
const EVENTS: EventTypeFlags = EventTypeFlags::INTERACTION_CREATE
    .union(EventTypeFlags::GUILD_CREATE)
    .union(EventTypeFlags::GUILD_DELETE)
    .union(EventTypeFlags::REACTION_ADD)
    .union(EventTypeFlags::READY)
    .union(EventTypeFlags::RESUMED);

/// Which events Discord is asked for: servers, and reactions, which grade slips.
const INTENTS: Intents = Intents::GUILDS.union(Intents::GUILD_MESSAGE_REACTIONS);
/// How many reactions that may grade something are looked at, or wait for it; one above that is
/// dropped and counted, and the command is still there.
const REACTIONS_MAX: usize = 64;

/// How many interactions are under way at once, waiting ones included. Beyond it one is dropped and
/// counted, which its member sees as "the application did not respond".
const INTERACTIONS_MAX: usize = 4_096;
/// How many servers are written at once when Discord lists them after connecting.
const GUILD_WRITES_MAX: usize = 2;
/// How often a session that moved on is kept, for a process that ends without warning.
const KEEP_SESSION_EVERY: Duration = Duration::from_secs(10);
/// How long a shard may hear nothing: several heartbeats, and longer than it waits between two
/// tries to connect.
const SILENCE_MAX: Duration = Duration::from_secs(5 * 60);
/// How long a shard has to say goodbye.
const GOODBYE: Duration = Duration::from_secs(3);

/// What a shard needs to go on where another process stopped.
#[derive(Debug, Serialize, Deserialize)]
struct KeptSession {
    id: String,
    sequence: u64,
    resume_url: String,
}

/// What each shard works with.
#[derive(Clone)]
pub(crate) struct Gateway {
    app: App,
    dispatch: Arc<Dispatch>,
    http: Arc<twilight_http::Client>,
    shares: Arc<Shares>,
    interactions: Arc<Semaphore>,
    reactions: Arc<Semaphore>,
    guild_writes: Arc<Semaphore>,
    application: Id<ApplicationMarker>,
    lifecycle: Lifecycle,
    unread: Arc<Unread>,
    /// How many shards run here.
    own: Arc<AtomicU32>,
    /// How many of them have had a session.
    connected: Arc<AtomicU32>,
}

impl Gateway {
    /// Answers through `dispatch`.
    pub(crate) fn new(
        app: App,
        dispatch: Arc<Dispatch>,
        http: Arc<twilight_http::Client>,
        shares: Shares,
        application: Id<ApplicationMarker>,
        lifecycle: Lifecycle,
    ) -> Self {
        Self {
            app,
            dispatch,
            http,
            shares: Arc::new(shares),
            interactions: Arc::new(Semaphore::new(INTERACTIONS_MAX)),
            reactions: Arc::new(Semaphore::new(REACTIONS_MAX)),
            guild_writes: Arc::new(Semaphore::new(GUILD_WRITES_MAX)),
            application,
            lifecycle,
            unread: Arc::default(),
            own: Arc::default(),
            connected: Arc::default(),
        }
    }

    /// Connects the shards of this process, or every shard that Discord asks for, and returns once
    /// they run.
    ///
    /// # Errors
    /// [`Unreached`] when the token is refused or the process is asked to stop.
    pub(crate) async fn start(
        &self,
        http: &twilight_http::Client,
        token: &str,
        config: &DiscordConfig,
    ) -> Result<(), Unreached> {
        let info = self.info(http).await?;
        let limit = &info.session_start_limit;
        let (pool, stop) = (self.app.pool.clone(), self.lifecycle.soft().clone());
        let queue = IdentifySlots::new(pool, self.application, limit, stop);
        let mut builder = ConfigBuilder::new(token.to_owned(), INTENTS).queue(queue);
        if let Some(url) = &config.discord_gateway {
            builder = builder.proxy_url(url.clone());
        }
        let shared = builder.build();
        let (numbers, total) = self.shards(config, info.shards);
        for number in numbers {
            let id = ShardId::new(number, total);
            let config = self.resuming(id, shared.clone()).await;
            // Known from now on, so that a shard that never connects is missed.
            self.app.meters.gateway.shard(id.number(), false, None);
            let shard = Shard::with_config(id, config);
            self.lifecycle
                .spawn("gateway shard", self.clone().run(shard));
        }
        self.lifecycle
            .spawn("summing up what was turned away", self.clone().tend());
        Ok(())
    }

    /// Drops what is idle and logs sums, until the process stops and once more then.
    async fn tend(self) {
        let soft = self.lifecycle.soft();
        let mut stops = false;
        while !stops {
            let wait = soft.run_until_cancelled(tokio::time::sleep(shares::TEND_EVERY));
            stops = wait.await.is_none();
            self.shares.tend();
            self.dispatch.tend();
        }
    }

    /// Which shards run here, of how many.
    fn shards(&self, config: &DiscordConfig, asked_for: u32) -> (Range<u32>, u32) {
        let Some(range) = config.discord_shards else {
            self.own.store(asked_for, Ordering::Relaxed);
            return (0..asked_for, asked_for);
        };
        if range.total() < asked_for {
            tracing::warn!(
                "Discord asks for {asked_for} shards, and these are {range}: raise TOTAL for all \
                 processes before servers go unserved"
            );
        }
        self.own.store(range.count(), Ordering::Relaxed);
        (range.numbers(), range.total())
    }

    async fn info(&self, http: &twilight_http::Client) -> Result<BotConnectionInfo, Unreached> {
        startup::ask(self.lifecycle.soft(), async || {
            Ok(http.gateway().authed().await?.model().await?)
        })
        .await
    }

    fn key(&self, shard: ShardId) -> String {
        let (application, number, total) = (self.application, shard.number(), shard.total());
        format!("session/{application}/{number}/{total}")
    }

    /// With the session that an earlier process left, where there is one.
    async fn resuming(
        &self,
        shard: ShardId,
        config: Config<IdentifySlots>,
    ) -> Config<IdentifySlots> {
        match bot_state::get::<KeptSession>(&self.app.pool, &self.key(shard)).await {
            Ok(Some(kept)) => ConfigBuilder::from(config)
                .session(Session::new(kept.sequence, kept.id))
                .resume_url(kept.resume_url)
                .build(),
            Ok(None) => config,
            Err(error) => {
                tracing::warn!("no session to resume: {error}");
                config
            }
        }
    }

    async fn run(self, mut shard: Shard<IdentifySlots>) {
        let soft = self.lifecycle.soft().clone();
        // Kept as soon as there is one, so that the next process resumes it after a kill.
        let mut kept_at: Option<Instant> = None;
        let mut kept_sequence = 0;
        let mut closed_with = None;
        let mut was_connected = false;
        let pulse = self.lifecycle.pulse("gateway shard", SILENCE_MAX);
        loop {
            pulse.beat();
            let message = tokio::select! {
                message = shard.next() => message,
                () = soft.cancelled() => break,
            };
            match message {
                None => {
                    tracing::error!("{}", startup::closed_for_good(closed_with));
                    break;
                }
                Some(Ok(Message::Close(frame))) => {
                    closed_with = frame.map(|it| it.code);
                    let code =
                        closed_with.map_or_else(String::new, |it| format!(" with code {it}"));
                    tracing::info!("shard {} was closed{code}", shard.id().number());
                }
                Some(Ok(Message::Text(json))) => self.take(json),
                Some(Err(error)) => match error.kind() {
                    ReceiveMessageErrorType::Deserializing { event } => {
                        self.unread.note(&Unreadable::of(event));
                    }
                    ReceiveMessageErrorType::Reconnect => {
                        tracing::warn!("the gateway cannot be reached, trying until it can");
                    }
                    _ => tracing::warn!("what the gateway sent cannot be unpacked"),
                },
            }
            if !was_connected && matches!(shard.state(), ShardState::Active) {
                was_connected = true;
                self.has_connected();
            }
            self.look(&shard);
            let sequence = shard.session().map_or(0, Session::sequence);
            let is_due = kept_at.is_none_or(|it| it.elapsed() >= KEEP_SESSION_EVERY);
            if sequence != kept_sequence && is_due {
                (kept_at, kept_sequence) = (Some(Instant::now()), sequence);
                let keep = keep(self.app.pool.clone(), self.key(shard.id()), kept(&shard));
                self.lifecycle.spawn_short(keep);
            }
        }
        drop(pulse);
        self.app
            .meters
            .gateway
            .shard(shard.id().number(), false, None);
        let session = kept(&shard);
        let key = self.key(shard.id());
        keep(self.app.pool.clone(), key, session).await;
        // The code that lets the session live on.
        shard.close(CloseFrame::RESUME);
        let goodbye = async { while let Some(Ok(Message::Text(_))) = shard.next().await {} };
        let _ = tokio::time::timeout(GOODBYE, goodbye).await;
    }

    /// A shard has its first session. With the last of them the bot serves all of its servers.
    fn has_connected(&self) {
        let connected = self.connected.fetch_add(1, Ordering::Relaxed) + 1;
        let all = self.own.load(Ordering::Relaxed);
        let status = format!("connected to Discord: {connected} of {all} shards");
        match connected >= all {
            true => self.lifecycle.ready(&status),
            false => self.lifecycle.status(&status),
        }
    }

    /// Notes how a shard is.
    fn look(&self, shard: &Shard<IdentifySlots>) {
        let is_up = shard.state() == ShardState::Active;
        let latency = shard.latency().recent().first().copied();
        let gateway = &self.app.meters.gateway;
        gateway.shard(shard.id().number(), is_up, latency);
    }

    fn take(&self, json: String) {
        // Before it is decoded: what is dropped costs nothing more.
        let asking = Asking::of(&json);
        let verdict = asking.map(|it| self.shares.take(it.guild, it.user, it.asked));
        let verdict = verdict.unwrap_or(Verdict::Granted);
        match verdict {
            Verdict::Granted => {}
            Verdict::Told(_) => self.app.meters.turned_away("told"),
            Verdict::EmptyList => self.app.meters.turned_away("empty_list"),
            Verdict::Dropped => self.app.meters.turned_away("dropped"),
        }
        if verdict == Verdict::Dropped {
            return;
        }
        let event = match parse(json, EVENTS) {
            Ok(Some(event)) => event,
            Ok(None) => return,
            Err(error) => {
                if let ReceiveMessageErrorType::Deserializing { event } = error.kind() {
                    self.unread.note(&Unreadable::of(event));
                }
                return;
            }
        };
        let GatewayEvent::Dispatch(_, event) = event else {
            return;
        };
        match Event::from(event) {
            Event::InteractionCreate(asked) => self.asked(Box::new(asked.0), verdict),
            Event::ReactionAdd(reaction) => {
                if let Some(mark) = reactions::read(&reaction.0) {
                    self.reacted(mark);
                }
            }
            Event::GuildCreate(guild) => {
                if let GuildCreate::Available(guild) = *guild {
                    self.joined(guild);
                }
            }
            Event::GuildDelete(guild) if guild.unavailable != Some(true) => {
                self.left(GuildId::new(guild.id.get()));
            }
            Event::Ready(ready) => {
                tracing::info!("connected to Discord with {} servers", ready.guilds.len());
            }
            Event::Resumed => tracing::info!("resumed the session with Discord"),
            _ => {}
        }
    }

    fn asked(&self, interaction: Box<Interaction>, verdict: Verdict) {
        let Ok(permit) = self.interactions.clone().try_acquire_owned() else {
            self.shares.no_room();
            self.app.meters.turned_away("no_room");
            return;
        };
        let dispatch = self.dispatch.clone();
        let stop = self.lifecycle.soft().clone();
        self.lifecycle.spawn_short(async move {
            let unsent = match verdict {
                Verdict::Granted => dispatch.answer(interaction).await,
                Verdict::Told(why) => {
                    dispatch.reject(&interaction, why).await;
                    None
                }
                Verdict::EmptyList => {
                    dispatch.offer_nothing(&interaction).await;
                    None
                }
                Verdict::Dropped => None,
            };
            // Who waits for Discord holds up nobody else.
            drop(permit);
            if let Some(unsent) = unsent {
                dispatch.send_again(*unsent, &stop).await;
            }
        });
    }

    fn reacted(&self, mark: Mark) {
        // Nobody expects an answer to a reaction.
        let verdict = self.shares.take(Some(mark.guild), mark.user, Asked::Press);
        if verdict != Verdict::Granted {
            return;
        }
        let Ok(permit) = self.reactions.clone().try_acquire_owned() else {
            self.shares.no_room();
            return;
        };
        let take = reactions::take(self.app.clone(), self.http.clone(), mark);
        self.lifecycle.spawn_short(async move {
            take.await;
            drop(permit);
        });
    }

    fn joined(&self, guild: twilight_model::guild::Guild) {
        let (app, writes) = (self.app.clone(), self.guild_writes.clone());
        let id = GuildId::new(guild.id.get());
        let members = guild.member_count.unwrap_or(0);
        let members = u32::try_from(members).unwrap_or(u32::MAX);
        let (name, locale) = (guild.name, guild.preferred_locale);
        self.lifecycle.spawn_short(async move {
            let _permit = writes.acquire().await;
            let guild = guilds::JoinedGuild {
                name: &name,
                locale: &locale,
                member_count: members,
            };
            let write = services::settings::joined(&app.pool, id, &guild);
            if let Err(error) = write.await {
                tracing::warn!(guild.id = %id, "server {id} was not written: {error}");
            }
            app.caches.changed(id);
        });
    }

    fn left(&self, id: GuildId) {
        let app = self.app.clone();
        self.lifecycle.spawn_short(async move {
            let write = async {
                let mut tx = store::begin_guild(&app.pool, id).await?;
                guilds::left(&mut tx, id).await?;
                tx.commit().await?;
                Ok::<_, store::StoreError>(())
            };
            if let Err(error) = write.await {
                tracing::warn!(guild.id = %id, "leaving server {id} was not written: {error}");
            }
            app.caches.changed(id);
        });
    }
}

fn kept(shard: &Shard<IdentifySlots>) -> Option<KeptSession> {
    let session = shard.session()?;
    Some(KeptSession {
        id: session.id().to_owned(),
        sequence: session.sequence(),
        resume_url: shard.resume_url()?.to_owned(),
    })
}

async fn keep(pool: PgPool, key: String, session: Option<KeptSession>) {
    let kept = match &session {
        Some(session) => bot_state::put(&pool, &key, session).await,
        None => bot_state::delete(&pool, &key).await,
    };
    if let Err(error) = kept {
        tracing::warn!("the session with Discord was not kept: {error}");
    }
}
