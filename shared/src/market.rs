//! Markets and their selections: questions about a game, and the answers to them.

use serde::{Deserialize, Serialize};

use crate::game::Period;
use crate::id::{CompetitionId, CompetitorId, GameId, MarketId, SelectionId};
use crate::league::words;
use crate::line::Line;

words! {
    /// What kind of question a market asks. A new kind adds no column.
    MarketKind {
        /// Who wins. A draw, where there can be one, is not offered: it gives the stake back.
        Moneyline2 = "moneyline_2way",
        /// Who wins, the draw being an answer of its own.
        Moneyline3 = "moneyline_3way",
        /// Who wins after the line is added. The market's line is the home side's.
        Spread = "spread",
        /// Whether both sides together score more than the line.
        Total = "total",
    }
}

impl MarketKind {
    /// Whether a market of this kind has a line.
    pub const fn has_line(self) -> bool {
        matches!(self, Self::Spread | Self::Total)
    }

    /// The answers, in the order in which they are shown.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Moneyline2 | Self::Spread => &[Side::Away, Side::Home],
            Self::Moneyline3 => &[Side::Home, Side::Draw, Side::Away],
            Self::Total => &[Side::Over, Side::Under],
        }
    }
}

words! {
    /// An answer to a market's question.
    Side {
        /// The home side.
        Home = "home",
        /// The away side.
        Away = "away",
        /// Neither.
        Draw = "draw",
        /// More than the line.
        Over = "over",
        /// Fewer than the line.
        Under = "under",
    }
}

/// What a market is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum About {
    /// One game.
    Game(GameId),
    /// A whole season or tournament: futures.
    Competition(CompetitionId),
}

/// What makes a market that market. Two feeds that ask the same question share it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MarketKey {
    /// The game, or the competition.
    pub about: About,
    /// The kind of question.
    pub kind: MarketKind,
    /// Which part of the game counts.
    pub period: Period,
    /// Whom it asks about, where that is one competitor.
    pub subject: Option<CompetitorId>,
    /// Which statistic, where it is not the score.
    pub statistic: Option<String>,
    /// The line; for a spread, the home side's.
    pub line: Option<Line>,
}

impl MarketKey {
    /// A market on a game's score.
    pub fn of_game(game: GameId, kind: MarketKind, period: Period, line: Option<Line>) -> Self {
        let about = About::Game(game);
        Self {
            about,
            kind,
            period,
            subject: None,
            statistic: None,
            line,
        }
    }

    /// The id that this market always has.
    pub fn id(&self) -> MarketId {
        let about = match self.about {
            About::Game(id) => id.as_uuid(),
            About::Competition(id) => id.as_uuid(),
        };
        let subject = self.subject.map(|it| it.to_string()).unwrap_or_default();
        let statistic = self.statistic.as_deref().unwrap_or_default();
        let line = self
            .line
            .map(|it| it.quarters().to_string())
            .unwrap_or_default();
        let (kind, period) = (self.kind, self.period);
        MarketId::derive(&format!(
            "{about}/{kind}/{period}/{subject}/{statistic}/{line}"
        ))
    }

    /// The id of one of its answers.
    pub fn selection(&self, side: Side) -> SelectionId {
        selection_id(self.id(), side)
    }
}

/// The id that this answer of this market always has.
pub fn selection_id(market: MarketId, side: Side) -> SelectionId {
    SelectionId::derive(&format!("{market}/{side}"))
}

/// The line as the holder of this selection sees it: the away side's is the home side's turned.
pub fn side_line(line: Option<Line>, side: Side) -> Option<Line> {
    match side {
        Side::Away => line.map(|it| -it),
        _ => line,
    }
}

/// An answer with all that grading it needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Selection {
    /// Its id.
    pub id: SelectionId,
    /// The market's id.
    pub market: MarketId,
    /// The game.
    pub game: GameId,
    /// The kind of question.
    pub kind: MarketKind,
    /// Which part of the game counts.
    pub period: Period,
    /// Which answer.
    pub side: Side,
    /// The line from this side's view: what is added to its score, or what the total is held to.
    pub line: Option<Line>,
}

impl Selection {
    /// The answer `side` to the market `key` of one game. Nothing for a competition's market.
    pub fn of(key: &MarketKey, side: Side) -> Option<Self> {
        let About::Game(game) = key.about else {
            return None;
        };
        Some(Self {
            id: key.selection(side),
            market: key.id(),
            game,
            kind: key.kind,
            period: key.period,
            side,
            line: side_line(key.line, side),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_away_side_sees_the_home_line_turned() {
        let line = Line::from_quarters(-14).unwrap();
        let game = GameId::derive("g");
        let key = MarketKey::of_game(game, MarketKind::Spread, Period::Full, Some(line));
        assert_eq!(Selection::of(&key, Side::Home).unwrap().line, Some(line));
        assert_eq!(Selection::of(&key, Side::Away).unwrap().line, Some(-line));
        assert_ne!(key.selection(Side::Home), key.selection(Side::Away));
    }

    #[test]
    fn a_market_is_told_apart_by_everything_that_it_asks() {
        let game = GameId::derive("g");
        let line = |quarters| Some(Line::from_quarters(quarters).unwrap());
        let keys = [
            MarketKey::of_game(game, MarketKind::Total, Period::Full, line(180)),
            MarketKey::of_game(game, MarketKind::Total, Period::Full, line(182)),
            MarketKey::of_game(game, MarketKind::Total, Period::Half(1), line(180)),
            MarketKey::of_game(game, MarketKind::Spread, Period::Full, line(180)),
            MarketKey::of_game(
                GameId::derive("h"),
                MarketKind::Total,
                Period::Full,
                line(180),
            ),
        ];
        let ids: std::collections::BTreeSet<_> = keys.iter().map(MarketKey::id).collect();
        assert_eq!(ids.len(), keys.len());
    }
}
