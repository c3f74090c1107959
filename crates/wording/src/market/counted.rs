//! What is counted, and what it is called.

use grading::rules::{Shape, sport_rules};
use shared::game::Period;
use shared::league::Sport;
use shared::market::{MarketKind, Selection};

use crate::Said;
use crate::catalogue::Catalogue;

/// What is counted where that is not the score: the statistic that the market names, or the
/// sport's own unit, such as tennis's games.
pub(super) fn unit(sport: Sport, selection: &Selection) -> Option<&str> {
    let kind = selection.kind;
    if let Some(name) = selection.statistic.as_deref() {
        return Some(name);
    }
    if !matches!(
        kind,
        MarketKind::Spread | MarketKind::Total | MarketKind::TeamTotal
    ) {
        return None;
    }
    match (sport_rules(sport).shape, selection.period) {
        (Shape::Sets(play), Period::Set(_)) => Some(play.small),
        (Shape::Sets(play), _) if kind == MarketKind::Spread => Some(play.spread),
        (Shape::Sets(play), _) => Some(play.other),
        (Shape::Maps, Period::Map(_)) => Some("rounds"),
        (Shape::Maps, _) => Some("maps"),
        _ => None,
    }
}

/// What a statistic is called after that number: `1 shot`, `2 shots`.
pub(super) fn counted(catalogue: Catalogue, name: &str, number: i64) -> Said {
    if number != 1 {
        return statistic(catalogue, name);
    }
    Said::name(&one(&statistic(catalogue, name).plain()))
}

/// One of what feeds name in English, in the plural.
fn one(many: &str) -> String {
    if let Some(stem) = many.strip_suffix("ies") {
        // A try, and not a trie.
        return format!("{stem}y");
    }
    if many.contains('+') {
        // One of a sum is none of its parts.
        return many.to_owned();
    }
    let hisses = ["sses", "shes", "ches", "xes"];
    let end = if hisses.iter().any(|it| many.ends_with(it)) {
        "es"
    } else {
        "s"
    };
    let one = many.strip_suffix(end).filter(|it| !it.ends_with('s'));
    one.unwrap_or(many).to_owned()
}

/// What a statistic is called after a number: `shots on target`.
pub(super) fn statistic(catalogue: Catalogue, name: &str) -> Said {
    let key = match name {
        "goals" => "public-statistic-goals",
        "first_goal" => "public-statistic-first-goal",
        "last_goal" => "public-statistic-last-goal",
        "first_basket" => "public-statistic-first-basket",
        "made_cut" => "public-statistic-made-cut",
        "rbis" => "public-statistic-rbis",
        "threes" => "public-statistic-threes",
        "strikeouts_thrown" => "public-statistic-strikeouts-thrown",
        "points_rebounds_assists" => "public-statistic-points-rebounds-assists",
        "points_rebounds" => "public-statistic-points-rebounds",
        "points_assists" => "public-statistic-points-assists",
        "rebounds_assists" => "public-statistic-rebounds-assists",
        "blocks_steals" => "public-statistic-blocks-steals",
        "hits_runs_rbis" => "public-statistic-hits-runs-rbis",
        other => return Said::name(&other.replace('_', " ")),
    };
    catalogue.say(key)
}
