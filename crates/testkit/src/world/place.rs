//! Placing and cancelling bets.

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::TimeDelta;
use grading::ticket::terms::Terms;
use services::bets::{LegRequest, ManualPlacement, Placement};
use shared::id::{GameId, InteractionId, TicketId};
use shared::price::Price;
use shared::units::Units;
use store::tickets::{self, CancelOutcome, CancelWindow, PlaceOutcome};

use super::World;
use crate::bet::{Bet, CHANNEL, account, bet};
use crate::member::Member;
use crate::pick::{Leg, Legs, Pick};

/// A window in which any ticket can be cancelled, whatever its prices do.
pub const FREE: CancelWindow = CancelWindow {
    free: Duration::from_secs(600),
    unmoved: Duration::from_secs(600),
};

impl World {
    /// Places that many whole units on these legs at current prices.
    pub async fn bet(&self, member: Member, units: i32, legs: impl Legs) -> TicketId {
        self.place(bet(member, legs).units(units)).await
    }

    /// Places a bet, which must be accepted.
    pub async fn place(&self, bet: Bet) -> TicketId {
        let placement = self.placement(bet).await;
        let placing = self.submit(&placement).await;
        assert!(matches!(placing, PlaceOutcome::Placed(_)), "{placing:?}");
        placement.ticket
    }

    /// Tries to place a bet.
    pub async fn try_place(&self, bet: Bet) -> PlaceOutcome {
        self.submit(&self.placement(bet).await).await
    }

    /// Tries to place exactly this.
    pub async fn submit(&self, placement: &Placement) -> PlaceOutcome {
        let pool = &self.database.bot;
        services::bets::place(pool, placement).await.unwrap()
    }

    /// A bet as the bot would request it: with a new ticket id, and every pick at its current
    /// price.
    pub async fn placement(&self, bet: Bet) -> Placement {
        let mut legs = Vec::with_capacity(bet.legs.len());
        for leg in &bet.legs {
            let mut leg = match leg {
                Leg::Request(request) => *request,
                Leg::Pick(pick) => self.leg(pick).await,
            };
            leg.each_way = bet.each_way.or(leg.each_way);
            legs.push(leg);
        }
        Placement {
            guild: bet.member.guild,
            member: bet.member.id,
            interaction: bet.interaction.unwrap_or_else(|| self.interaction()),
            ticket: TicketId::mint(self.database.now().await),
            stake: bet.stake,
            terms: bet.terms.unwrap_or_else(|| Terms::plain(legs.len())),
            legs,
            tolerance: bet.tolerance,
            rule_version: grading::RULE_VERSION,
            channel: bet.channel,
            post_slip: bet.post_slip,
            account: bet.account,
        }
    }

    /// A leg that takes a pick at its current price, or its last one if it was taken down.
    pub async fn leg(&self, pick: &Pick) -> LegRequest {
        let selection = pick.selection(self.game_id(&pick.game).await);
        let price = "SELECT bookmaker_id, price_num, price_den FROM quotes
            WHERE selection_id = $1 ORDER BY seen_at DESC, bookmaker_id LIMIT 1";
        let price = sqlx::query_as(price).bind(selection);
        let price = price.fetch_optional(&self.database.owner).await.unwrap();
        let (bookmaker, num, den): (_, i64, i64) =
            price.unwrap_or_else(|| panic!("nobody has a price for {pick:?}"));
        LegRequest {
            selection,
            bookmaker,
            num: num.cast_unsigned(),
            den: den.cast_unsigned(),
            each_way: None,
        }
    }

    /// A bet of two units at +150 that a member writes by hand, on something that starts in an
    /// hour. [`World::place_manual`] places it.
    pub async fn manual_bet(&self, member: Member) -> ManualPlacement {
        let now = self.database.now().await;
        ManualPlacement {
            guild: member.guild,
            member: member.id,
            interaction: self.interaction(),
            ticket: TicketId::mint(now),
            game: GameId::mint(now),
            stake: Units::whole(2),
            price: Price::from_american(150).unwrap(),
            event: "Club final".to_owned(),
            pick: "Vera wins".to_owned(),
            starts_at: now + TimeDelta::hours(1),
            rule_version: grading::RULE_VERSION,
            channel: CHANNEL,
            post_slip: true,
            account: account(0),
        }
    }

    /// Tries to place a bet that was written by hand.
    pub async fn place_manual(&self, placement: &ManualPlacement) -> PlaceOutcome {
        let placing = services::bets::place_manual(&self.database.bot, placement).await;
        placing.unwrap()
    }

    /// Tries to cancel a ticket within that window.
    pub async fn cancel(
        &self,
        member: Member,
        ticket: TicketId,
        window: CancelWindow,
    ) -> CancelOutcome {
        let (pool, press) = (&self.database.bot, self.interaction());
        let (guild, id) = (member.guild, member.id);
        let taken = tickets::cancel(pool, guild, id, press, ticket, window).await;
        taken.unwrap()
    }

    /// The id of a new interaction.
    pub fn interaction(&self) -> InteractionId {
        InteractionId::new(1_000_000 + self.interactions.fetch_add(1, Relaxed))
    }
}
