//! Circles in a graph of names.

use std::collections::{BTreeMap, BTreeSet};

/// Who uses whom, with one thing that shows it.
pub(super) type Graph = BTreeMap<String, BTreeMap<String, String>>;

/// The parts in which everybody uses everybody, directly or through others: each in the order of
/// its names.
pub(super) fn circles(graph: &Graph) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    for start in graph.keys().map(String::as_str) {
        if found.iter().flatten().any(|it| *it == start) {
            continue;
        }
        let mut circle: Vec<&str> = reachable(graph, start).into_iter().collect();
        circle.retain(|it| reachable(graph, it).contains(start));
        if circle.len() > 1 {
            found.push(circle);
        }
    }
    found
}

/// Whom a member uses, directly or through others.
fn reachable<'a>(graph: &'a Graph, start: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(next) = waiting.pop() {
        for used in graph.get(next).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(used.as_str()) {
                waiting.push(used);
            }
        }
    }
    reached
}

/// The members of a circle, and each use among them on a line of its own.
pub(super) fn described(graph: &Graph, circle: &[&str]) -> String {
    let mut text = circle.join(", ");
    for member in circle {
        for (used, by) in graph.get(*member).into_iter().flatten() {
            if circle.contains(&used.as_str()) {
                text.push_str(&format!("\n  {member} uses {used}: {by}"));
            }
        }
    }
    text
}
