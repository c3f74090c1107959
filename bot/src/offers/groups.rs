//! What a game offers besides its main markets, in the groups in which people look for it. Pure.

use shared::game::Period;
use shared::market::{MarketKind, Selection};

use super::sections::{Section, sections};
use shared::quote::BoardGame;

/// A group of sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Group {
    /// Each of their players.
    Players,
    /// Other lines of the spread and of the total, and other ways to count who wins.
    Lines,
    /// What one side scores.
    TeamTotals,
    /// Markets on a half.
    Halves,
    /// Markets on a quarter.
    Quarters,
    /// Markets on a period of ice hockey.
    Thirds,
    /// Markets on innings.
    Innings,
    /// Markets on a set.
    Sets,
    /// Markets on a map.
    Maps,
    /// Markets on a round.
    Rounds,
    /// Who wins, a draw returning the stake.
    DrawNoBet,
    /// Two of three ends.
    DoubleChance,
    /// Whether both sides score.
    BothToScore,
    /// The exact score.
    CorrectScore,
    /// Who wins a contest of many.
    Winner,
    /// Who is placed well in one.
    TopFinish,
    /// Who is placed better than another.
    HeadToHead,
    /// Everything else.
    Other,
}

impl Group {
    /// Every group in the order in which they are shown, with the word for it in an id and the line
    /// that says it.
    const ALL: [(Self, &'static str, &'static str); 18] = [
        (Self::Players, "pl", "group-players"),
        (Self::Lines, "al", "group-lines"),
        (Self::TeamTotals, "tt", "group-team-totals"),
        (Self::Halves, "h", "group-halves"),
        (Self::Quarters, "q", "group-quarters"),
        (Self::Thirds, "p", "group-thirds"),
        (Self::Innings, "i", "group-innings"),
        (Self::Sets, "s", "group-sets"),
        (Self::Maps, "m", "group-maps"),
        (Self::Rounds, "r", "group-rounds"),
        (Self::DrawNoBet, "dnb", "group-draw-no-bet"),
        (Self::DoubleChance, "dc", "group-double-chance"),
        (Self::BothToScore, "bts", "group-both-to-score"),
        (Self::CorrectScore, "cs", "group-correct-score"),
        (Self::Winner, "w", "group-winner"),
        (Self::TopFinish, "top", "group-top-finish"),
        (Self::HeadToHead, "hh", "group-head-to-head"),
        (Self::Other, "o", "group-other"),
    ];

    /// The word for it in an id.
    pub(crate) fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|it| it.0 == self)
            .map_or("o", |it| it.1)
    }

    /// The group of that word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.1 == word).map(|it| it.0)
    }

    /// The line of the catalogue that says it.
    pub(crate) fn key(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|it| it.0 == self)
            .map_or("group-other", |it| it.2)
    }

    /// The group that a section is found in.
    pub(crate) fn of(section: &Section<'_>) -> Self {
        match (section.player, section.selection()) {
            (Some(_), _) => Self::Players,
            (None, Some(selection)) => Self::of_selection(selection),
            (None, None) => Self::Other,
        }
    }

    fn of_selection(selection: &Selection) -> Self {
        match selection.period {
            Period::Half(_) => Self::Halves,
            Period::Quarter(_) => Self::Quarters,
            Period::Third(_) => Self::Thirds,
            Period::Inning(_) | Period::FirstFive => Self::Innings,
            Period::Set(_) => Self::Sets,
            Period::Map(_) => Self::Maps,
            Period::Round(_) => Self::Rounds,
            Period::Overtime | Period::Shootout => Self::Other,
            Period::Full | Period::Regulation | Period::IncludingOvertime => {
                Self::of_whole(selection)
            }
        }
    }

    /// The same of a market on the whole game.
    fn of_whole(selection: &Selection) -> Self {
        let is_on_score = selection.statistic.is_none();
        match selection.kind {
            MarketKind::Moneyline2
            | MarketKind::Moneyline3
            | MarketKind::Spread
            | MarketKind::Total
                if is_on_score =>
            {
                Self::Lines
            }
            MarketKind::TeamTotal if is_on_score => Self::TeamTotals,
            MarketKind::DrawNoBet => Self::DrawNoBet,
            MarketKind::DoubleChance => Self::DoubleChance,
            MarketKind::BothTeamsToScore => Self::BothToScore,
            MarketKind::CorrectScore => Self::CorrectScore,
            MarketKind::Outright => Self::Winner,
            MarketKind::TopFinish => Self::TopFinish,
            MarketKind::HeadToHead | MarketKind::HeadToHead3 | MarketKind::BestOfGroup => {
                Self::HeadToHead
            }
            _ => Self::Other,
        }
    }
}

/// What a game offers in each group that it has, in the order in which groups are shown.
pub(crate) fn groups(game: &BoardGame) -> Vec<(Group, Vec<Section<'_>>)> {
    let mut found: Vec<(Group, Vec<Section<'_>>)> = Vec::new();
    for section in sections(game) {
        let group = Group::of(&section);
        match found.iter_mut().find(|it| it.0 == group) {
            Some((_, sections)) => sections.push(section),
            None => found.push((group, vec![section])),
        }
    }
    found.sort_by_key(|it| it.0);
    found
}

/// What a game offers in one group. None: it has nothing of it.
pub(crate) fn group(game: &BoardGame, of: Group) -> Vec<Section<'_>> {
    let mut found = sections(game);
    found.retain(|it| Group::of(it) == of);
    found
}

#[cfg(test)]
mod tests {
    use shared::line::Line;
    use shared::market::{MarketKey, Side};

    use super::super::testing::game;
    use super::*;

    fn of(kind: MarketKind, period: Period, statistic: Option<&str>) -> Group {
        let line = kind.has_line().then(|| Line::from_quarters(10).unwrap());
        let key = MarketKey {
            statistic: statistic.map(str::to_owned),
            ..MarketKey::of_game(game().id, kind, period, line)
        };
        Group::of_selection(&Selection::of(&key, Side::Over).unwrap())
    }

    #[test]
    fn a_market_is_found_where_people_look_for_it() {
        use MarketKind::*;
        for (kind, period, statistic, group) in [
            (Total, Period::Full, None, Group::Lines),
            (Total, Period::Full, Some("corners"), Group::Other),
            (Total, Period::Half(1), None, Group::Halves),
            (TeamTotal, Period::Full, None, Group::TeamTotals),
            (TeamTotal, Period::Half(2), None, Group::Halves),
            (Spread, Period::Quarter(3), None, Group::Quarters),
            (Moneyline3, Period::Third(1), None, Group::Thirds),
            (Moneyline3, Period::Regulation, None, Group::Lines),
            (Total, Period::FirstFive, None, Group::Innings),
            (DrawNoBet, Period::Full, None, Group::DrawNoBet),
            (Outright, Period::Full, None, Group::Winner),
            (OddEven, Period::Full, None, Group::Other),
        ] {
            assert_eq!(of(kind, period, statistic), group, "{kind} {period}");
        }
    }

    #[test]
    fn a_word_means_one_group_and_each_group_has_one() {
        for (group, word, _) in Group::ALL {
            assert_eq!((group.word(), Group::from_word(word)), (word, Some(group)));
        }
        let mut sorted = Group::ALL.map(|it| it.0);
        sorted.sort();
        assert_eq!(
            sorted,
            Group::ALL.map(|it| it.0),
            "shown in the order that they have"
        );
        assert_eq!(Group::from_word("x"), None);
    }
}
