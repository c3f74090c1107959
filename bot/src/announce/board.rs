//! The standing board: one message in a server, edited as games come and go and prices move.
//!
//! What is wanted stands in Postgres (`guilds.board_channel_id`); this loop makes it so. An
//! unchanged board is not edited, and none more often than every fifteen seconds.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use shared::id::{ChannelId, GuildId, MessageId};
use shared::price::OddsFormat;
use shared::quote::BoardGame;
use store::board::Board;
use store::notices::{self, MessagePlace};
use store::{begin_guild, guilds};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_model::channel::message::{Component, MessageFlags};
use wording::{Catalogue, NameForm, Said, money};

use super::{DeliveryError, Inner, Message, SendError, nonce};
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply;
use crate::features::games;
use crate::offers;

/// The most games on the board: three components each, of forty.
const GAMES_MAX: usize = 12;
/// The longest text of all games together: Discord takes 4,000 with the head.
const TEXT_CHARS_MAX: usize = 3_800;
/// How far back an unrecorded board is looked for after a start, in milliseconds.
const LOOK_BACK_MS: i64 = 10 * 60 * 1_000;

/// Keeps boards up to date until told to stop.
pub(crate) async fn run(inner: Arc<Inner>, stop: CancellationToken) {
    let mut keeper = Keeper {
        inner,
        edited: HashMap::new(),
        posted: HashMap::new(),
    };
    loop {
        keeper.look_at_all(&stop).await;
        let every = keeper.inner.options.board_every;
        let woken = tokio::select! {
            () = stop.cancelled() => return,
            () = keeper.inner.app.nudges.boards.notified() => true,
            () = tokio::time::sleep(every) => false,
        };
        if woken {
            // Prices move in bursts: what follows within a moment goes out with it.
            tokio::time::sleep(keeper.inner.options.poll / 4).await;
        }
    }
}

struct Keeper {
    inner: Arc<Inner>,
    /// When each board was last edited.
    edited: HashMap<MessageId, Instant>,
    /// What this process has posted, and how often.
    posted: HashMap<GuildId, u32>,
}

impl Keeper {
    async fn look_at_all(&mut self, stop: &CancellationToken) {
        let guilds = match guilds::with_boards(&self.inner.app.pool).await {
            Ok(guilds) => guilds,
            Err(error) => {
                tracing::warn!("standing boards cannot be read: {error}");
                return;
            }
        };
        if guilds.is_empty() {
            return;
        }
        let board = match self.inner.app.board().await {
            Ok(board) => board,
            Err(error) => {
                tracing::warn!("the board cannot be read: {error}");
                return;
            }
        };
        for guild in guilds {
            if stop.is_cancelled() {
                return;
            }
            if let Err(error) = self.look_at(guild, &board).await {
                tracing::warn!("the standing board of {guild} was not kept up: {error}");
            }
        }
    }

    async fn look_at(&mut self, guild: GuildId, board: &Board) -> Result<(), DeliveryError> {
        let server = self.inner.server(guild).await?;
        let mut tx = begin_guild(&self.inner.app.pool, guild).await?;
        let row = guilds::find(&mut tx, guild).await?;
        tx.commit().await?;
        let Some(row) = row else { return Ok(()) };
        let Some(channel) = row.board_channel else {
            return Ok(());
        };
        let now = self.inner.app.clock.now();
        let open = board.games.iter().filter(|it| it.game.starts_at > now);
        let open: Vec<&BoardGame> = open.collect();
        let (message, digest) = message(&open, &server);
        match row.board_message {
            None => self.post(guild, channel, &message, &digest).await,
            Some(shown) if row.board_digest.as_deref() != Some(&digest) => {
                let place = MessagePlace {
                    channel,
                    message: shown,
                };
                self.edit(guild, place, &message, &digest).await
            }
            Some(_) => Ok(()),
        }
    }

    async fn post(
        &mut self,
        guild: GuildId,
        channel: ChannelId,
        message: &Message,
        digest: &str,
    ) -> Result<(), DeliveryError> {
        let count = self.posted.entry(guild).or_default();
        *count += 1;
        let inner = &self.inner;
        let now = inner.app.clock.now();
        // Only a process that has just begun may have died between posting and recording.
        let mut found = None;
        if *count == 1 {
            let since = now.timestamp_millis() - LOOK_BACK_MS;
            let mark = games::Button::Page {
                league: None,
                page: 0,
            };
            found = match inner
                .messenger
                .find(channel, &mark.custom_id(), since)
                .await
            {
                // Posting will say what is missing.
                Err(SendError::Forbidden) => None,
                looked => looked?,
            };
        }
        let place = match found {
            Some(message) => MessagePlace { channel, message },
            None => {
                let about = format!("board/{guild}/{channel}/{count}/{}", now.timestamp() / 60);
                match inner.messenger.post(channel, message, &nonce(&about)).await {
                    Ok(place) => place,
                    Err(error) => {
                        if error.is_final() {
                            self.off(guild, None).await?;
                        }
                        return Err(error.into());
                    }
                }
            }
        };
        let mut tx = begin_guild(&self.inner.app.pool, guild).await?;
        guilds::board_posted(&mut tx, guild, channel, place.message, digest).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn edit(
        &mut self,
        guild: GuildId,
        place: MessagePlace,
        message: &Message,
        digest: &str,
    ) -> Result<(), DeliveryError> {
        let every = self.inner.options.board_every;
        let last = self.edited.get(&place.message);
        if last.is_some_and(|it| it.elapsed() < every) {
            return Ok(());
        }
        self.edited.insert(place.message, Instant::now());
        match self.inner.messenger.edit(place, message).await {
            Ok(()) => {
                let mut tx = begin_guild(&self.inner.app.pool, guild).await?;
                notices::board_shown(&mut tx, guild, place.message, digest).await?;
                tx.commit().await?;
                Ok(())
            }
            Err(error) => {
                if matches!(error, SendError::MessageGone | SendError::ChannelGone) {
                    self.edited.remove(&place.message);
                    self.off(guild, Some(place.message)).await?;
                }
                Err(error.into())
            }
        }
    }

    /// The board is gone, or cannot be posted: it is no longer kept up.
    async fn off(&self, guild: GuildId, message: Option<MessageId>) -> Result<(), DeliveryError> {
        let mut tx = begin_guild(&self.inner.app.pool, guild).await?;
        match message {
            Some(message) => notices::board_gone(&mut tx, guild, message).await?,
            None => guilds::want_board(&mut tx, guild, None).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}

/// The board's message, and the digest of what it shows.
fn message(open: &[&BoardGame], server: &Server) -> (Message, String) {
    let catalogue = Catalogue::get(&server.guild.locale);
    let mut parts = vec![reply::text_block(head(open.len(), catalogue))];
    let mut room = TEXT_CHARS_MAX;
    for game in open.iter().take(GAMES_MAX) {
        let said = game_text(game, server.settings.odds_format, catalogue);
        room = room.saturating_sub(said.discord_chars());
        if room == 0 {
            break;
        }
        let bet = reply::button(
            ButtonStyle::Primary,
            &catalogue.say("board-bet"),
            games::Button::Game { game: game.game.id },
        );
        parts.push(reply::section(said, bet));
    }
    let all = games::Button::Page {
        league: None,
        page: 0,
    };
    let all = reply::button(ButtonStyle::Secondary, &catalogue.say("board-all"), all);
    parts.push(reply::row(vec![all]));
    let digest = digest(&parts);
    let message = Message {
        components: parts,
        flags: Some(MessageFlags::IS_COMPONENTS_V2 | MessageFlags::SUPPRESS_NOTIFICATIONS),
        ..Message::default()
    };
    (message, digest)
}

fn digest(parts: &[Component]) -> String {
    let told = serde_json::to_vec(parts).unwrap_or_default();
    let hash = Sha256::digest(&told);
    hash.iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn head(games: usize, catalogue: Catalogue) -> Said {
    match games {
        0 => catalogue.say("board-none"),
        games if games > GAMES_MAX => catalogue.line(
            "board-head-more",
            &[("shown", GAMES_MAX.into()), ("games", games.into())],
        ),
        _ => catalogue.say("board-head"),
    }
}

fn game_text(board: &BoardGame, format: OddsFormat, catalogue: Catalogue) -> Said {
    let game = &board.game;
    let prices = prices(board, format, catalogue);
    let key = if prices.is_empty() {
        "board-game-bare"
    } else {
        "board-game"
    };
    catalogue.line(
        key,
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("league", Said::name(&game.league_code).into()),
            ("start", game.starts_at.timestamp().into()),
            ("prices", wording::lines(prices).into()),
        ],
    )
}

/// A line for each main market, in the prices that its buttons have.
fn prices(board: &BoardGame, format: OddsFormat, catalogue: Catalogue) -> Vec<Said> {
    let markets = offers::main_markets(board);
    let lines = markets.iter().map(|market| {
        let said = market.quotes.iter().map(|quote| {
            let pick = wording::pick(catalogue, &quote.selection, &board.game, NameForm::Short);
            catalogue.line(
                "board-price",
                &[
                    ("pick", pick.into()),
                    ("price", money::price(quote.price, format).into()),
                ],
            )
        });
        wording::list(said, " · ")
    });
    lines.collect()
}
