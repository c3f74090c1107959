//! A bet before it is placed.

use grading::ticket::terms::Terms;
use shared::id::{ChannelId, InteractionId};
use shared::price::PriceTolerance;
use shared::units::Units;
use store::limits::{AccountHash, AccountHashes};
use store::tickets::EachWay;

use crate::member::Member;
use crate::pick::{Leg, Legs};

/// The channel in which bets are placed.
pub(crate) const CHANNEL: ChannelId = ChannelId::new(500);

/// A bet that a world can place. By default it stakes one unit, is a single or a parlay depending
/// on the number of legs, posts no slip, and comes from an interaction of its own.
#[derive(Clone, Debug)]
pub struct Bet {
    pub(crate) member: Member,
    pub(crate) legs: Vec<Leg>,
    pub(crate) stake: Units,
    pub(crate) terms: Option<Terms>,
    pub(crate) each_way: Option<EachWay>,
    pub(crate) interaction: Option<InteractionId>,
    pub(crate) channel: ChannelId,
    pub(crate) post_slip: bool,
    pub(crate) tolerance: PriceTolerance,
    pub(crate) account: AccountHashes,
}

/// A Discord account, as exclusions know it. Those of different numbers differ.
pub fn account(number: u8) -> AccountHashes {
    AccountHashes::new([AccountHash([number; 32])].into_iter())
}

/// A bet of one unit by that member on these legs.
pub fn bet(member: Member, legs: impl Legs) -> Bet {
    Bet {
        member,
        legs: legs.legs(),
        stake: Units::whole(1),
        terms: None,
        each_way: None,
        interaction: None,
        channel: CHANNEL,
        post_slip: false,
        tolerance: PriceTolerance::Exact,
        account: account(0),
    }
}

impl Bet {
    /// Stakes that many whole units in total.
    #[must_use]
    pub fn units(self, units: i32) -> Self {
        self.stake(Units::whole(units))
    }

    /// Stakes that amount in total.
    #[must_use]
    pub fn stake(self, stake: Units) -> Self {
        Self { stake, ..self }
    }

    /// Combines the legs on these terms.
    #[must_use]
    pub fn terms(self, terms: Terms) -> Self {
        let terms = Some(terms);
        Self { terms, ..self }
    }

    /// Bets on every combination of these sizes: `[2, 3]` of three legs is a trixie.
    #[must_use]
    pub fn system(self, sizes: impl Into<Vec<usize>>) -> Self {
        let sizes = sizes.into();
        self.terms(Terms::System { sizes })
    }

    /// Bets each way: half of the stake to win, half on a place, on these terms.
    #[must_use]
    pub fn each_way(self, terms: EachWay) -> Self {
        let each_way = Some(terms);
        Self { each_way, ..self }
    }

    /// Comes from this interaction, which may have placed another bet before.
    #[must_use]
    pub fn by_interaction(self, interaction: u64) -> Self {
        let interaction = Some(InteractionId::new(interaction));
        Self {
            interaction,
            ..self
        }
    }

    /// Is placed in that channel.
    #[must_use]
    pub fn in_channel(self, channel: ChannelId) -> Self {
        Self { channel, ..self }
    }

    /// Takes prices that have moved so far.
    #[must_use]
    pub fn taking(self, tolerance: PriceTolerance) -> Self {
        Self { tolerance, ..self }
    }

    /// Is placed by that Discord account.
    #[must_use]
    pub fn by_account(self, account: AccountHashes) -> Self {
        Self { account, ..self }
    }

    /// Posts a slip in the channel.
    #[must_use]
    pub fn posted(self) -> Self {
        Self {
            post_slip: true,
            ..self
        }
    }
}
