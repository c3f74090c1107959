//! Markets and their selections: questions about a game, and the answers to them.

mod group;
mod kind;
mod related;
mod side;

pub use group::MarketGroup;
pub use kind::{Answers, Group, MarketFields, MarketKind, Statistic, Subject};
pub use side::{Side, SideError};

use serde::{Deserialize, Serialize};

use crate::id::{CompetitionId, CompetitorId, GameId, MarketId, SelectionId};
use crate::line::Line;
use crate::period::Period;

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
    /// The competitor that it is about, if it is about one.
    pub subject: Option<CompetitorId>,
    /// Which statistic, where it is not the score.
    pub statistic: Option<String>,
    /// The line; for a spread, the home side's.
    pub line: Option<Line>,
    /// The competitors that are compared, in a head-to-head or a group; empty elsewhere. In order
    /// of id.
    pub group: Vec<CompetitorId>,
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
            group: Vec::new(),
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
        let mut name = format!("{about}/{kind}/{period}/{subject}/{statistic}/{line}");
        for entrant in &self.group {
            name.push_str(&format!("/{entrant}"));
        }
        MarketId::derive(&name)
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

/// The line as the holder of this selection sees it: the away side's is the home side's negated.
pub fn side_line(line: Option<Line>, side: Side) -> Option<Line> {
    match side {
        Side::Away => line.map(|it| -it),
        _ => line,
    }
}

/// An answer with all that grading it needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The line as this side sees it: what is added to its score, or what the total is compared
    /// with.
    pub line: Option<Line>,
    /// The competitor that the market is about, if it is about one.
    pub subject: Option<CompetitorId>,
    /// Which statistic, where it is not the score: `rebounds`, tennis's `games` and `sets`.
    pub statistic: Option<String>,
    /// The competitors that are compared, in a head-to-head or a group; empty elsewhere. In order
    /// of id.
    pub group: Vec<CompetitorId>,
}

impl Selection {
    /// The answer `side` to the market `key` of one game. `None` for a competition's market.
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
            subject: key.subject,
            statistic: key.statistic.clone(),
            group: key.group.clone(),
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
