//! Notices: durable rows that say "this happened", inserted in the same transaction as the change
//! that they report.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::{CorrectionId, GameId, GuildId, TicketId};
use crate::words::words;

words! {
    /// What a notice reports.
    NoticeKind {
        /// A ticket was placed: post its slip. The subject is the ticket.
        TicketPlaced = "ticket_placed",
        /// A game's tickets were settled: post or edit its results message. The subject is the
        /// game, the sequence the version of its result.
        GameResults = "game_results",
        /// A ticket was settled, and its owner asked for direct messages. The subject is the
        /// ticket, the sequence that of the settlement.
        DirectMessage = "direct_message",
        /// An admin corrected something: inform everyone affected. The subject is the correction,
        /// the sequence its number.
        Correction = "correction",
        /// A game is under review: announce what waits for it. The subject is the game, the
        /// sequence the number of the review.
        ReviewOpened = "review_opened",
        /// That review is over: announce it wherever the review was announced.
        ReviewEnded = "review_ended",
        /// A game was moved or postponed, or is back on: inform those who bet on it, and bring its
        /// slips up to date. The subject is the game, the sequence the number of the move.
        GameMoved = "game_moved",
    }
}

/// What makes a notice that notice. Leaving it twice is leaving it once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoticeKey {
    /// The server to be informed.
    pub guild: GuildId,
    /// What it reports.
    pub kind: NoticeKind,
    /// The ticket or the game.
    pub subject: Uuid,
    /// Distinguishes events of one subject that can happen more than once.
    pub sequence: i32,
}

impl NoticeKey {
    /// That a ticket was placed.
    pub fn ticket_placed(guild: GuildId, ticket: TicketId) -> Self {
        let (kind, subject) = (NoticeKind::TicketPlaced, ticket.as_uuid());
        Self {
            guild,
            kind,
            subject,
            sequence: 0,
        }
    }

    /// That a game's tickets were settled on this version of its result.
    pub fn game_results(guild: GuildId, game: GameId, version: i32) -> Self {
        let (kind, subject) = (NoticeKind::GameResults, game.as_uuid());
        Self {
            guild,
            kind,
            subject,
            sequence: version,
        }
    }

    /// That an admin made this correction.
    pub fn correction(guild: GuildId, correction: CorrectionId, number: i32) -> Self {
        let (kind, subject) = (NoticeKind::Correction, correction.as_uuid());
        Self {
            guild,
            kind,
            subject,
            sequence: number,
        }
    }

    /// Discord's nonce for the message: 24 characters that follow from the key alone, so that a
    /// repeated send within Discord's memory gives the same message.
    pub fn nonce(&self) -> String {
        let text = format!(
            "{}/{}/{}/{}",
            self.guild, self.kind, self.subject, self.sequence
        );
        let hash = Sha256::digest(text.as_bytes());
        hash.iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_fits_discord_and_follows_from_the_key() {
        let game = GameId::derive("g");
        let key = |version| NoticeKey::game_results(GuildId::new(1), game, version);
        assert_eq!(key(1).nonce().len(), 24);
        assert_eq!(key(1).nonce(), key(1).nonce());
        assert_ne!(key(1).nonce(), key(2).nonce());
    }
}
