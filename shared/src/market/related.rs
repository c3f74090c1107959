//! Selections that a bet is held to beside the one that was quoted.

use crate::line::Line;
use crate::market::{About, MarketKey, MarketKind, Selection, Side, side_line};

impl Selection {
    /// The market that it answers, of its game.
    pub fn market_key(&self) -> MarketKey {
        MarketKey {
            about: About::Game(self.game),
            kind: self.kind,
            period: self.period,
            subject: self.subject,
            statistic: self.statistic.clone(),
            line: side_line(self.line, self.side),
            group: self.group.clone(),
        }
    }

    /// The same answer to the same question at another line, as its side sees that. `None` where
    /// there is no such question.
    pub fn at_line(&self, line: Line) -> Option<Self> {
        let key = MarketKey {
            line: side_line(Some(line), self.side),
            ..self.market_key()
        };
        Self::of(&key, self.side)
    }

    /// Whether the entrant that is backed to win finishes among the first that many. `None` for
    /// anything but a bet on who wins a field.
    pub fn to_finish_within(&self, places: u16) -> Option<Self> {
        if self.kind != MarketKind::Outright || !matches!(self.side, Side::Entrant(_)) {
            return None;
        }
        let key = MarketKey {
            kind: MarketKind::TopFinish,
            line: Some(Line::from_quarters(i32::from(places) * 4).ok()?),
            ..self.market_key()
        };
        Self::of(&key, self.side)
    }
}
