//! What the feed's market keys ask: `alternate_totals_h1`, `player_points`.

use shared::game::Period;
use shared::league::Sport;
use shared::market::MarketKind;

/// What a market asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) what: What,
    pub(super) period: Period,
    /// Whether it lists as many lines as the bookmaker likes, rather than one.
    pub(super) many: bool,
}

/// How the outcomes of a market are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Each side, and the draw where it can be backed.
    Winner,
    /// Each side, the draw returning the stake.
    DrawNoBet,
    /// Each side with its own points.
    Spread,
    /// Over and under.
    Total,
    /// Over and under of one side, whom the description names.
    TeamTotal,
    /// Yes and no.
    BothScore,
    /// Over and under of a player's statistic, whom the description names.
    Player(&'static str),
    /// Entrants of a contest of many.
    Outright,
    /// What an exchange takes rather than gives. It comes unasked beside `h2h`.
    Lay,
}

/// What a key asks in that sport. `None`: it is not in the tables.
pub(super) fn read(sport: Sport, key: &str) -> Option<Asked> {
    if let Some(statistic) = player(sport, key) {
        let many = key.ends_with(ALTERNATE);
        return Some(Asked {
            what: What::Player(statistic),
            period: Period::Full,
            many,
        });
    }
    let (base, part) = PARTS
        .iter()
        .find_map(|(suffix, part)| Some((key.strip_suffix(suffix)?, Some(*part))))
        .unwrap_or((key, None));
    let (many, base) = match base.strip_prefix("alternate_") {
        Some(base) => (true, base),
        None => (false, base),
    };
    let what = match base {
        "h2h" | "h2h_3_way" if !many => What::Winner,
        "draw_no_bet" if !many => What::DrawNoBet,
        "btts" if !many => What::BothScore,
        "outrights" if !many && part.is_none() => What::Outright,
        "h2h_lay" | "outrights_lay" if !many && part.is_none() => What::Lay,
        "spreads" => What::Spread,
        "totals" => What::Total,
        "team_totals" => What::TeamTotal,
        _ => return None,
    };
    let period = part.unwrap_or(Period::Full);
    Some(Asked { what, period, many })
}

/// Which market a winner is. Three ways outside of soccer are those of the regular time.
pub(super) fn winner(sport: Sport, period: Period, has_draw: bool) -> (MarketKind, Period) {
    match (has_draw, period) {
        (false, _) => (MarketKind::Moneyline2, period),
        (true, Period::Full) => (MarketKind::Moneyline3, regular(sport)),
        (true, _) => (MarketKind::Moneyline3, period),
    }
}

/// The part of the game after which a draw is a draw.
pub(super) const fn regular(sport: Sport) -> Period {
    match sport {
        Sport::Soccer => Period::Full,
        _ => Period::Regulation,
    }
}

/// Whether the whole game can end level and the draw is an answer of its own.
pub(super) const fn is_three_way(sport: Sport) -> bool {
    matches!(sport, Sport::Soccer)
}

/// How keys say which part of a game counts. Three and seven innings are none that we grade.
const PARTS: &[(&str, Period)] = &[
    ("_q1", Period::Quarter(1)),
    ("_q2", Period::Quarter(2)),
    ("_q3", Period::Quarter(3)),
    ("_q4", Period::Quarter(4)),
    ("_h1", Period::Half(1)),
    ("_h2", Period::Half(2)),
    ("_p1", Period::Third(1)),
    ("_p2", Period::Third(2)),
    ("_p3", Period::Third(3)),
    ("_1st_1_innings", Period::Inning(1)),
    ("_1st_5_innings", Period::FirstFive),
];

const ALTERNATE: &str = "_alternate";

/// The keys of a sport's markets about players, one line each. None: box scores have nothing to
/// settle them by.
pub(super) fn of_players(sport: Sport) -> Vec<&'static str> {
    players(sport).iter().map(|it| it.0).collect()
}

/// The statistic of a player's market, by the name that box scores have for it here.
fn player(sport: Sport, key: &str) -> Option<&'static str> {
    let key = key.strip_suffix(ALTERNATE).unwrap_or(key);
    let table = players(sport);
    table.iter().find(|it| it.0 == key).map(|it| it.1)
}

const fn players(sport: Sport) -> &'static [(&'static str, &'static str)] {
    match sport {
        Sport::Basketball => BASKETBALL,
        Sport::Baseball => BASEBALL,
        Sport::IceHockey => HOCKEY,
        Sport::AmericanFootball => FOOTBALL,
        Sport::Soccer => SOCCER,
        _ => &[],
    }
}

const BASKETBALL: &[(&str, &str)] = &[
    ("player_points", "points"),
    ("player_rebounds", "rebounds"),
    ("player_assists", "assists"),
    ("player_threes", "threes"),
    ("player_blocks", "blocks"),
    ("player_steals", "steals"),
    ("player_turnovers", "turnovers"),
    ("player_blocks_steals", "blocks_steals"),
    ("player_points_rebounds_assists", "points_rebounds_assists"),
    ("player_points_rebounds", "points_rebounds"),
    ("player_points_assists", "points_assists"),
    ("player_rebounds_assists", "rebounds_assists"),
];

const BASEBALL: &[(&str, &str)] = &[
    ("batter_hits", "hits"),
    ("batter_total_bases", "total_bases"),
    ("batter_home_runs", "home_runs"),
    ("batter_rbis", "rbis"),
    ("batter_runs_scored", "runs"),
    ("batter_hits_runs_rbis", "hits_runs_rbis"),
    ("batter_singles", "singles"),
    ("batter_doubles", "doubles"),
    ("batter_triples", "triples"),
    ("batter_walks", "walks"),
    ("batter_strikeouts", "strikeouts"),
    ("batter_stolen_bases", "stolen_bases"),
    ("pitcher_strikeouts", "strikeouts_thrown"),
    ("pitcher_outs", "outs_recorded"),
    ("pitcher_earned_runs", "earned_runs"),
    ("pitcher_hits_allowed", "hits_allowed"),
    ("pitcher_walks", "walks_allowed"),
];

const HOCKEY: &[(&str, &str)] = &[
    ("player_points", "points"),
    ("player_assists", "assists"),
    ("player_goals", "goals"),
    ("player_shots_on_goal", "shots_on_goal"),
    ("player_blocked_shots", "blocked_shots"),
    ("player_total_saves", "saves"),
];

const FOOTBALL: &[(&str, &str)] = &[
    ("player_pass_yds", "passing_yards"),
    ("player_pass_tds", "passing_touchdowns"),
    ("player_pass_completions", "completions"),
    ("player_pass_attempts", "passing_attempts"),
    ("player_pass_interceptions", "interceptions_thrown"),
    ("player_rush_yds", "rushing_yards"),
    ("player_rush_attempts", "rushing_attempts"),
    ("player_reception_yds", "receiving_yards"),
    ("player_receptions", "receptions"),
];

/// Of goals and cards bookmakers offer one answer alone: a price without its opposite is none here.
const SOCCER: &[(&str, &str)] = &[
    ("player_shots", "shots"),
    ("player_shots_on_target", "shots_on_target"),
    ("player_assists", "assists"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sport: Sport, key: &str) -> Option<(What, Period, bool)> {
        read(sport, key).map(|it| (it.what, it.period, it.many))
    }

    #[test]
    fn a_key_says_what_is_asked_and_of_which_part() {
        use Sport::{AmericanFootball, Baseball, Basketball, IceHockey, Soccer};
        for (sport, key, what, period, many) in [
            (Soccer, "h2h", What::Winner, Period::Full, false),
            (
                Basketball,
                "spreads_q1",
                What::Spread,
                Period::Quarter(1),
                false,
            ),
            (
                AmericanFootball,
                "alternate_totals_h2",
                What::Total,
                Period::Half(2),
                true,
            ),
            (
                IceHockey,
                "h2h_3_way_p1",
                What::Winner,
                Period::Third(1),
                false,
            ),
            (
                Baseball,
                "totals_1st_5_innings",
                What::Total,
                Period::FirstFive,
                false,
            ),
            (
                Baseball,
                "batter_hits",
                What::Player("hits"),
                Period::Full,
                false,
            ),
            (
                Basketball,
                "player_points_alternate",
                What::Player("points"),
                Period::Full,
                true,
            ),
            (
                Soccer,
                "alternate_team_totals",
                What::TeamTotal,
                Period::Full,
                true,
            ),
            (Soccer, "h2h_lay", What::Lay, Period::Full, false),
            (
                Soccer,
                "player_shots_on_target",
                What::Player("shots_on_target"),
                Period::Full,
                false,
            ),
        ] {
            assert_eq!(asked(sport, key), Some((what, period, many)), "{key}");
        }
        for key in [
            "totals_1st_3_innings",
            "double_chance",
            "alternate_h2h",
            "player_dunks",
            "",
        ] {
            assert_eq!(asked(Basketball, key), None, "{key}");
        }
        assert_eq!(asked(Soccer, "player_points"), None, "soccer has no points");
    }

    #[test]
    fn three_ways_are_those_of_the_regular_time() {
        let of = |sport| winner(sport, Period::Full, true);
        assert_eq!(of(Sport::Soccer), (MarketKind::Moneyline3, Period::Full));
        let regulation = (MarketKind::Moneyline3, Period::Regulation);
        assert_eq!(of(Sport::IceHockey), regulation);
        let half = winner(Sport::Basketball, Period::Half(1), true);
        assert_eq!(half, (MarketKind::Moneyline3, Period::Half(1)));
    }
}
