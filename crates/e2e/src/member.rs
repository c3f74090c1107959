//! A member who bets with buttons alone, as the page's reader would.

use anyhow::{Context, Result, bail};
use sandbox::{Answer, Button, RenderedMessage, User};
use serde_json::json;

use crate::world::World;

/// Where members type.
pub(crate) const CHANNEL: &str = "general";
/// Where the demo's board stands: the channel that the page opens with.
const BOARD_CHANNEL: &str = "slips";

/// What a button is for, by the head of its custom id. These heads are kept for ever: messages
/// that carry them are.
pub(crate) mod head {
    pub(crate) const GAME: &str = "games.g.";
    pub(crate) const PICK: &str = "bet.p.";
    pub(crate) const STAKE: &str = "bet.s.";
    pub(super) const ADD_LEG: &str = "parlay.a.";
    pub(super) const PARLAY_STAKE: &str = "parlay.ys.";
    pub(super) const POST_BOARD: &str = "setup.zb";
}

/// Posts the standing board as the admin would, so that the first bet needs no typing.
pub(crate) async fn post_board(world: &World) -> Result<()> {
    let admin = world.drive.user("alice");
    let setup = admin.slash(BOARD_CHANNEL, "setup", json!({})).await?;
    let post = nth(message(&setup)?, head::POST_BOARD, 0)?;
    admin.press(message(&setup)?, &post).await?;
    admin.dismiss(message(&setup)?).await?;
    Ok(())
}

/// The buttons of a message that are for one thing.
fn buttons(message: &RenderedMessage, head: &str) -> Vec<Button> {
    let is = |it: &Button| {
        it.custom_id
            .as_deref()
            .is_some_and(|id| id.starts_with(head))
    };
    message
        .buttons()
        .into_iter()
        .filter(|it| !it.disabled && is(it))
        .collect()
}

/// The id of one of the buttons that are for one thing, counted round and round.
pub(crate) fn nth(message: &RenderedMessage, head: &str, number: usize) -> Result<String> {
    let mut all = buttons(message, head);
    if all.is_empty() {
        bail!("no button {head} in: {}", message.text);
    }
    let number = number % all.len();
    all.swap_remove(number)
        .custom_id
        .context("a button without an id")
}

fn message(answer: &Answer) -> Result<&RenderedMessage> {
    answer.message().context("an answer")
}

/// A price that was betted on, and what the bot answered.
pub(crate) struct Placed {
    pub(crate) price: String,
    pub(crate) answer: String,
}

/// A member of the server.
#[derive(Clone)]
pub(crate) struct Member(pub(crate) User);

impl Member {
    /// How many games are on the first page of the board.
    pub(crate) async fn open_games(&self) -> Result<usize> {
        let board = self.0.slash(CHANNEL, "games", json!({})).await?;
        Ok(buttons(message(&board)?, head::GAME).len())
    }

    /// Three taps: a game of the board, a price, a stake. Says what the bot answered.
    pub(crate) async fn bet(&self, game: usize, price: usize, stake: usize) -> Result<Answer> {
        let prices = self.prices(game).await?;
        let pick = nth(message(&prices)?, head::PICK, price)?;
        let stakes = self.0.press(message(&prices)?, &pick).await?;
        let stake = nth(message(&stakes)?, head::STAKE, stake)?;
        Ok(self.0.press(message(&stakes)?, &stake).await?)
    }

    /// The labels of a game's prices, in the order in which [`Member::bet`] counts them.
    pub(crate) async fn price_labels(&self, game: usize) -> Result<Vec<String>> {
        let prices = self.prices(game).await?;
        Ok(buttons(message(&prices)?, head::PICK)
            .into_iter()
            .map(|it| it.label)
            .collect())
    }

    /// Every price of every game on the first page of the board, betted on once.
    pub(crate) async fn bet_on_everything(&self) -> Result<Vec<Placed>> {
        let mut placed = Vec::new();
        for game in 0..self.open_games().await? {
            let labels = self.price_labels(game).await?;
            for (price, label) in labels.into_iter().enumerate() {
                let answer = self.bet(game, price, 0).await?.text();
                placed.push(Placed {
                    price: label,
                    answer,
                });
            }
        }
        Ok(placed)
    }

    /// The labels of every price of every game on the first page of the board.
    pub(crate) async fn everything_offered(&self) -> Result<Vec<String>> {
        let mut labels = Vec::new();
        for game in 0..self.open_games().await? {
            labels.extend(self.price_labels(game).await?);
        }
        Ok(labels)
    }

    async fn prices(&self, game: usize) -> Result<Answer> {
        let board = self.0.slash(CHANNEL, "games", json!({})).await?;
        let game = nth(message(&board)?, head::GAME, game)?;
        Ok(self.0.press(message(&board)?, &game).await?)
    }

    /// Gathers a leg from each of these games and bets on all of them together.
    pub(crate) async fn parlay(&self, games: &[usize], price: usize) -> Result<Answer> {
        let slip = self.gather(games, price).await?;
        let stake = nth(message(&slip)?, head::PARLAY_STAKE, 0)?;
        Ok(self.0.press(message(&slip)?, &stake).await?)
    }

    /// Gathers a leg from each of these games. Answers with the parlay as it stands.
    pub(crate) async fn gather(&self, games: &[usize], price: usize) -> Result<Answer> {
        for game in games {
            let prices = self.prices(*game).await?;
            let pick = nth(message(&prices)?, head::PICK, price)?;
            let stakes = self.0.press(message(&prices)?, &pick).await?;
            let add = nth(message(&stakes)?, head::ADD_LEG, 0)?;
            self.0.press(message(&stakes)?, &add).await?;
        }
        Ok(self.0.slash(CHANNEL, "parlay", json!({})).await?)
    }
}
