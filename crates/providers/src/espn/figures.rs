//! Which figures of players are taken, and under which names box scores have them here.

use std::collections::BTreeMap;

use shared::league::Sport;

/// A figure of a box score.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    /// What stands in the column: `points`, `completions/passingAttempts`.
    key: &'static str,
    /// The label that says the same, where the sport's tables have one kind of it.
    label: &'static str,
    /// Which of two numbers in one column.
    part: Option<usize>,
    /// Our name.
    pub(super) name: &'static str,
}

const fn figure(key: &'static str, label: &'static str, name: &'static str) -> Figure {
    Figure {
        key,
        label,
        part: None,
        name,
    }
}

const fn pair(key: &'static str, label: &'static str, part: usize, name: &'static str) -> Figure {
    Figure {
        key,
        label,
        part: Some(part),
        name,
    }
}

const BASKETBALL: &[Figure] = &[
    figure("minutes", "MIN", "minutes"),
    figure("points", "PTS", "points"),
    pair("fieldGoalsMade-fieldGoalsAttempted", "FG", 0, "field_goals"),
    pair(
        "threePointFieldGoalsMade-threePointFieldGoalsAttempted",
        "3PT",
        0,
        "threes",
    ),
    pair("freeThrowsMade-freeThrowsAttempted", "FT", 0, "free_throws"),
    figure("rebounds", "REB", "rebounds"),
    figure("assists", "AST", "assists"),
    figure("turnovers", "TO", "turnovers"),
    figure("steals", "STL", "steals"),
    figure("blocks", "BLK", "blocks"),
    figure("fouls", "PF", "fouls"),
];

const PASSING: &[Figure] = &[
    pair("completions/passingAttempts", "", 0, "completions"),
    pair("completions/passingAttempts", "", 1, "passing_attempts"),
    figure("passingYards", "", "passing_yards"),
    figure("passingTouchdowns", "", "passing_touchdowns"),
    figure("interceptions", "", "interceptions_thrown"),
];

const RUSHING: &[Figure] = &[
    figure("rushingAttempts", "", "rushing_attempts"),
    figure("rushingYards", "", "rushing_yards"),
    figure("rushingTouchdowns", "", "rushing_touchdowns"),
];

const RECEIVING: &[Figure] = &[
    figure("receptions", "", "receptions"),
    figure("receivingYards", "", "receiving_yards"),
    figure("receivingTouchdowns", "", "receiving_touchdowns"),
];

const KICKING: &[Figure] = &[
    pair("fieldGoalsMade/fieldGoalAttempts", "", 0, "field_goals"),
    pair("extraPointsMade/extraPointAttempts", "", 0, "extra_points"),
    figure("totalKickingPoints", "", "kicking_points"),
];

const DEFENSIVE: &[Figure] = &[figure("totalTackles", "", "tackles")];
const INTERCEPTIONS: &[Figure] = &[figure("interceptions", "", "interceptions")];

const SOCCER: &[Figure] = &[
    figure("totalGoals", "", "goals"),
    figure("goalAssists", "", "assists"),
    figure("totalShots", "", "shots"),
    figure("shotsOnTarget", "", "shots_on_target"),
    figure("foulsCommitted", "", "fouls"),
    figure("yellowCards", "", "yellow_cards"),
    figure("redCards", "", "red_cards"),
    figure("saves", "", "saves"),
];

/// Sums that are bet on and stand in no column.
const BASKETBALL_SUMS: &[(&str, &[&str])] = &[
    (
        "points_rebounds_assists",
        &["points", "rebounds", "assists"],
    ),
    ("points_rebounds", &["points", "rebounds"]),
    ("points_assists", &["points", "assists"]),
    ("rebounds_assists", &["rebounds", "assists"]),
    ("blocks_steals", &["blocks", "steals"]),
];

/// The figures of a table with that name; none of one that is not read.
pub(super) fn of(sport: Sport, table: Option<&str>) -> &'static [Figure] {
    match (sport, table) {
        (Sport::Basketball, _) => BASKETBALL,
        (Sport::Soccer, _) => SOCCER,
        (Sport::AmericanFootball, Some("passing")) => PASSING,
        (Sport::AmericanFootball, Some("rushing")) => RUSHING,
        (Sport::AmericanFootball, Some("receiving")) => RECEIVING,
        (Sport::AmericanFootball, Some("kicking")) => KICKING,
        (Sport::AmericanFootball, Some("defensive")) => DEFENSIVE,
        (Sport::AmericanFootball, Some("interceptions")) => INTERCEPTIONS,
        _ => &[],
    }
}

impl Figure {
    /// In which column it stands.
    pub(super) fn column(&self, columns: &[String]) -> Option<usize> {
        let is_it = |it: &&str| *it == self.key || (!self.label.is_empty() && *it == self.label);
        columns.iter().map(String::as_str).position(|it| is_it(&it))
    }

    /// Whether that is what it is called.
    pub(super) fn is_called(&self, key: &str) -> bool {
        self.key == key
    }

    /// The number that is written so. `None`: it is none, or no whole one.
    pub(super) fn read(&self, text: &str) -> Option<i64> {
        let number = match self.part {
            Some(part) => text.split(['/', '-']).nth(part)?,
            None => text,
        };
        let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
        let is_whole = rest.bytes().all(|it| it == b'0');
        whole.trim().parse().ok().filter(|_| is_whole)
    }
}

/// Adds the sums of what is told.
pub(super) fn sums(sport: Sport, statistics: &mut BTreeMap<String, i64>) {
    if sport != Sport::Basketball {
        return;
    }
    for (name, of) in BASKETBALL_SUMS {
        let told = of.iter().map(|it| statistics.get(*it).copied());
        if let Some(sum) = told.sum::<Option<i64>>() {
            statistics.insert((*name).to_owned(), sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_one_number_or_two() {
        let [made, tried, yards, ..] = PASSING else {
            unreachable!()
        };
        assert_eq!(
            (made.read("21/33"), tried.read("21/33")),
            (Some(21), Some(33))
        );
        assert_eq!(yards.read("-7"), Some(-7), "a loss, and no pair");
        assert_eq!((yards.read("--"), yards.read("0.5")), (None, None));
        let threes = BASKETBALL.iter().find(|it| it.name == "threes").unwrap();
        assert_eq!(threes.read("4-11"), Some(4));
    }
}
