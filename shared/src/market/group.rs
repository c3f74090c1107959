//! Markets as people sort what they bet on.

use serde::{Deserialize, Serialize};

use super::kind::MarketKind;
use crate::words::words;

words! {
    /// A group of kinds of market that people look at together.
    MarketGroup {
        /// Who wins, with or without the draw.
        Winner = "winner",
        /// Who wins after a line is added.
        Spread = "spread",
        /// How much is scored, by both or by one.
        Total = "total",
        /// What a player does.
        Player = "player",
        /// How one of a field ends: outrights, places, head-to-heads.
        Field = "field",
        /// Everything else.
        Other = "other",
    }
}

impl MarketGroup {
    /// The group of that kind.
    pub const fn of(kind: MarketKind) -> Self {
        match kind {
            MarketKind::Moneyline2
            | MarketKind::Moneyline3
            | MarketKind::DrawNoBet
            | MarketKind::DoubleChance
            | MarketKind::ToQualify => Self::Winner,
            MarketKind::Spread => Self::Spread,
            MarketKind::Total | MarketKind::TeamTotal | MarketKind::TotalRounds => Self::Total,
            MarketKind::PlayerTotal | MarketKind::PlayerYesNo => Self::Player,
            MarketKind::HeadToHead
            | MarketKind::HeadToHead3
            | MarketKind::BestOfGroup
            | MarketKind::TopFinish
            | MarketKind::Outright => Self::Field,
            MarketKind::BothTeamsToScore
            | MarketKind::OddEven
            | MarketKind::CorrectScore
            | MarketKind::HalfTimeFullTime
            | MarketKind::WinningMargin
            | MarketKind::Method
            | MarketKind::Manual => Self::Other,
        }
    }

    /// The kinds in it.
    pub fn kinds(self) -> impl Iterator<Item = MarketKind> {
        let all = MarketKind::ALL.iter().copied();
        all.filter(move |it| Self::of(*it) == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_kind() {
        for group in MarketGroup::ALL {
            assert!(group.kinds().next().is_some(), "{group}");
        }
    }
}
