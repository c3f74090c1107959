//! Whether reports agree, and which of several is the most complete. Nothing here depends on the
//! order in which reports arrived.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::decision::Basis;
use shared::facts::Facts;
use shared::game::{GameStatus, PeriodScore};
use shared::report::{ADMIN, Report};

use super::sources::{family, is_official};
use crate::end::{End, HasEnd};

/// How two reports of an end compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same status, and the same values in everything that both report, which is not empty.
    Agree,
    /// Another status, or another value in something that both report.
    Contradict,
    /// The same status, but no part that both report.
    Strangers,
}

/// Compares two ends. One that reports fewer parts contradicts nothing.
pub fn relation(a: End<'_>, b: End<'_>) -> Relation {
    if a.status != b.status {
        return Relation::Contradict;
    }
    let mut common = 0;
    for score in a.scores {
        let same = |it: &&PeriodScore| (it.period, it.role) == (score.period, score.role);
        match b.scores.iter().find(same) {
            Some(other) if other.points != score.points => return Relation::Contradict,
            Some(_) => common += 1,
            None => {}
        }
    }
    if !a.facts.is_empty() && !b.facts.is_empty() {
        let (ours, theirs) = (cells(a.facts), cells(b.facts));
        for (place, value) in &ours {
            match theirs.get(place) {
                Some(other) if other != value => return Relation::Contradict,
                Some(_) => common += 1,
                None => {}
            }
        }
    }
    // A game that was not played has no numbers to agree on.
    let unplayed = a.scores.is_empty() && b.scores.is_empty();
    if common > 0 || (unplayed && a.status != GameStatus::Final) {
        Relation::Agree
    } else {
        Relation::Strangers
    }
}

/// Whether two ends are graded alike: neither reports anything that the other does not.
pub fn same(a: End<'_>, b: End<'_>) -> bool {
    a.status == b.status && a.scores == b.scores && cells(a.facts) == cells(b.facts)
}

/// Facts by place, with their values. The times are left out, since feeds differ by minutes about
/// when a game began.
fn cells(facts: &Facts) -> BTreeMap<String, Value> {
    let mut cells = BTreeMap::new();
    if facts.is_empty() {
        return cells;
    }
    let Ok(Value::Object(parts)) = serde_json::to_value(facts) else {
        return cells;
    };
    for (name, value) in parts {
        if !matches!(name.as_str(), "scheduled_at" | "started_at" | "given_up") {
            flatten(name, value, &mut cells);
        }
    }
    cells
}

fn flatten(place: String, value: Value, cells: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                flatten(format!("{place}.{name}"), part, cells);
            }
        }
        Value::Array(lines) if lines.iter().all(|it| key(it).is_some()) => {
            for line in lines {
                let of = key(&line).unwrap_or_default().to_owned();
                flatten(format!("{place}[{of}]"), line, cells);
            }
        }
        value => {
            cells.insert(place, value);
        }
    }
}

/// What a line of a list is about: a player, an entrant, a side.
fn key(line: &Value) -> Option<&str> {
    line.get("id").or_else(|| line.get("role"))?.as_str()
}

fn richness(report: &Report) -> usize {
    report.scores.len() + cells(&report.facts).len()
}

/// What the newest reports of all sources say of a game's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice<'a> {
    /// No source says that it is over.
    Nothing,
    /// That is how it ended.
    Said(&'a Report, Basis),
    /// One voice says so, and no other one.
    Lone(&'a Report),
    /// Sources contradict each other, and neither side is the larger one.
    Contested,
}

/// Chooses among the newest reports of an end, one a source.
pub(super) fn choose<'a>(ends: &[&'a Report], league: &str) -> Choice<'a> {
    if let Some(decided) = ends.iter().find(|it| it.provider == ADMIN) {
        return Choice::Said(decided, Basis::Admin);
    }
    let of_league = |it: &&&Report| is_official(&it.provider, league);
    let official: Vec<_> = ends.iter().filter(of_league).copied().collect();
    if !official.is_empty() {
        return choose_official(&official, ends);
    }
    let leaders = leaders(ends);
    let voices = leaders.iter().map(|(_, voices)| *voices).max();
    let Some(most) = voices else {
        let nobody = ends.is_empty();
        return if nobody {
            Choice::Nothing
        } else {
            Choice::Contested
        };
    };
    let largest = leaders.iter().filter(|(_, voices)| *voices == most);
    let largest: Vec<_> = largest.map(|(it, _)| *it).collect();
    match richest(&largest) {
        Some(chosen) if is_coherent(&largest) && most > 1 => Choice::Said(chosen, Basis::Agreed),
        Some(chosen) if is_coherent(ends) => Choice::Lone(chosen),
        _ => Choice::Contested,
    }
}

/// The league's own feeds decide. Among the reports that agree with them, the most complete one is
/// used, unless another one that agrees contradicts it.
fn choose_official<'a>(official: &[&'a Report], ends: &[&'a Report]) -> Choice<'a> {
    if !is_coherent(official) {
        return Choice::Contested;
    }
    let with = |it: &&&Report| {
        official
            .iter()
            .all(|own| between(own, it) == Relation::Agree)
    };
    let agreeing: Vec<_> = ends.iter().filter(with).copied().collect();
    let undisputed = agreeing.iter().copied().filter(|it| {
        let mut others = agreeing.iter();
        others.all(|other| between(it, other) != Relation::Contradict)
    });
    let undisputed: Vec<_> = undisputed.collect();
    let chosen = richest(&undisputed).or_else(|| richest(official));
    chosen.map_or(Choice::Nothing, |it| Choice::Said(it, Basis::Official))
}

/// The reports whose supporters do not contradict each other, each with the number of independent
/// voices that support it.
fn leaders<'a>(ends: &[&'a Report]) -> Vec<(&'a Report, usize)> {
    let mut leaders = Vec::with_capacity(ends.len());
    for leader in ends {
        let camp = ends
            .iter()
            .copied()
            .filter(|it| it.provider == leader.provider || between(leader, it) == Relation::Agree);
        let camp: Vec<_> = camp.collect();
        if is_coherent(&camp) {
            let voices: BTreeSet<_> = camp.iter().map(|it| family(&it.provider)).collect();
            leaders.push((*leader, voices.len()));
        }
    }
    leaders
}

fn between(a: &Report, b: &Report) -> Relation {
    relation(a.end(), b.end())
}

fn is_coherent(reports: &[&Report]) -> bool {
    let mut pairs = reports.iter().enumerate().flat_map(|(index, a)| {
        let rest = reports[index + 1..].iter();
        rest.map(move |b| (a, b))
    });
    pairs.all(|(a, b)| between(a, b) != Relation::Contradict)
}

/// Who knows most; of equals the first by name.
fn richest<'a>(reports: &[&'a Report]) -> Option<&'a Report> {
    let order = |it: &&Report| (Reverse(richness(it)), it.provider.clone());
    reports.iter().copied().min_by_key(order)
}
