//! What keeps the statements ready for an engine that shares out servers: each works on the rows
//! of one server, or is on the short list of those that cannot.
//!
//! It reads the text of every statement that the store checks against the schema (`.sqlx`), and of
//! the functions that they call (`migrations/functions`).

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use regex::Regex;
use serde_json::Value;

use crate::files;

/// Statements that work on many servers, by a part of their text, and why they may.
const ACROSS_SERVERS: &[(&str, &str)] = &[
    (
        "FROM unnest($1::bigint[], $2::uuid[]) AS w(guild_id, ticket_id)\n",
        "settling reads the tickets of a page, of many servers",
    ),
    (
        "JOIN rulings r ON r.guild_id = w.guild_id AND r.ticket_id > w.after_ticket",
        "settling sets tickets of a page apart that an admin ruled on",
    ),
    (
        "SELECT w.guild_id, 'game_results', $2, $3 FROM unnest($1::bigint[])",
        "settling leaves the notices of the servers that end with a page",
    ),
    (
        "SELECT gg.game_id FROM guild_games gg WHERE NOT gg.done ORDER BY gg.game_id",
        "the step through the games that have tickets to settle",
    ),
    (
        "WHERE gg.game_id = w.game_id LIMIT 1) IS NULL",
        "the step over games that nobody has bet on",
    ),
    (
        "gg.version < $2 OR NOT gg.done",
        "the end of settling a game asks whether any server is behind",
    ),
    (
        "SELECT DISTINCT gg.guild_id, 'review_opened'",
        "a review is announced to every server that has bet on the game",
    ),
    (
        "SELECT DISTINCT gg.guild_id, 'review_ended'",
        "and so is its end",
    ),
    (
        "FROM (SELECT DISTINCT l.guild_id, l.ticket_id FROM games f",
        "the operator is shown what a decision about a game can move",
    ),
    (
        "WHERE x.game_id = g.game_id AND t.state = 'open')",
        "the operator is shown how many bets are open on games that are, or may be, one",
    ),
    (
        "(SELECT min(guild_id) FROM accounts WHERE guild_id > $1)",
        "the audit goes from server to server",
    ),
    (
        "SELECT gg.guild_id, 'game_moved'",
        "that a game was moved is told to every server that has bet on it",
    ),
    (
        "(g.game_id = $1 OR $1::uuid IS NULL AND EXISTS (",
        "the operator is shown the reviews that some ticket waits for",
    ),
    (
        "AND g.open_review = r.number",
        "a bet that was under way when a review was opened may be any server's",
    ),
    (
        "g.decide_at IS NULL AND g.open_review IS NULL",
        "a game is looked at again where any server has an open ticket on it",
    ),
    (
        "EXISTS (SELECT FROM guild_games gg WHERE gg.game_id = g.game_id AND NOT gg.done)",
        "a game in play is polled more often where any server has open bets on it",
    ),
    (
        "JOIN guild_games gg ON gg.guild_id = x.guild_id AND gg.game_id = x.game_id",
        "a game's players are asked about more often where any server has open bets on them",
    ),
    (
        "FROM manual_legs m JOIN games g",
        "bets written by hand are seen under row-level security",
    ),
];

/// The only row that servers share and that is held: who leads.
const LEASE: &str = "FROM leases";

/// What breaks a rule, by statement.
///
/// # Errors
/// When a file cannot be read.
pub fn findings(root: &Path) -> Result<Vec<String>> {
    let paths = files::tracked(root)?;
    let led = server_led(root, &paths)?;
    let mut findings = Vec::new();
    for path in paths.iter().filter(|it| it.starts_with(".sqlx/")) {
        let recorded: Value = serde_json::from_str(&files::read(root, path)?)?;
        let text = recorded["query"].as_str().context("a statement's text")?;
        let across = ACROSS_SERVERS.iter().any(|(part, _)| text.contains(part));
        let mut broken = rules(text, &led)?;
        if !across {
            broken.extend(unnamed(text, &led)?);
        }
        let start: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let start: String = start.chars().take(90).collect();
        findings.extend(broken.into_iter().map(|it| format!("`{start}…`: {it}")));
    }
    for path in paths
        .iter()
        .filter(|it| it.starts_with("migrations/functions/"))
    {
        let text = files::read(root, path)?;
        let broken = rules(&without_comments(&text), &led)?;
        findings.extend(broken.into_iter().map(|it| format!("{path}: {it}")));
    }
    Ok(findings)
}

/// The tables whose rows belong to a server each.
fn server_led(root: &Path, paths: &[String]) -> Result<BTreeSet<String>> {
    let table = Regex::new(r"(?s)CREATE TABLE (\w+) \(\n  guild_id bigint")?;
    let mut led = BTreeSet::new();
    for path in paths
        .iter()
        .filter(|it| it.starts_with("migrations/") && !it.contains("/functions/"))
    {
        let text = files::read(root, path)?;
        led.extend(table.captures_iter(&text).map(|it| it[1].to_owned()));
    }
    Ok(led)
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().filter(|it| !it.trim_start().starts_with("--"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Tables of servers that a statement does not compare with the server that it works for.
fn unnamed(text: &str, led: &BTreeSet<String>) -> Result<Vec<String>> {
    let source = Regex::new(r"\b(?:FROM|JOIN|UPDATE|USING)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?")?;
    let named = Regex::new(r"\b(?:(\w+)\.)?guild_id\s*=\s*\$\d")?;
    let named: Vec<Option<String>> = named
        .captures_iter(text)
        .map(|it| it.get(1).map(|alias| alias.as_str().to_owned()))
        .collect();
    let mut unnamed = Vec::new();
    for found in source.captures_iter(text) {
        let table = &found[1];
        if !led.contains(table) {
            continue;
        }
        let alias = found.get(2).map_or(table, |it| it.as_str());
        let alias = if KEYWORDS.contains(&alias) {
            table
        } else {
            alias
        };
        let is_named = |it: &Option<String>| it.as_deref().is_none_or(|it| it == alias);
        if !named.iter().any(is_named) {
            unnamed.push(format!(
                "{table} is not compared with the server's parameter"
            ));
        }
    }
    Ok(unnamed)
}

/// Words that follow a table where it has no alias.
const KEYWORDS: &[&str] = &[
    "ON",
    "WHERE",
    "SET",
    "JOIN",
    "LEFT",
    "ORDER",
    "GROUP",
    "CROSS",
    "LIMIT",
    "FOR",
    "HAVING",
    "SELECT",
    "USING",
    "UNION",
    "RETURNING",
    "VALUES",
];

/// What no statement may do, whichever rows it works on.
fn rules(text: &str, led: &BTreeSet<String>) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let insert = Regex::new(r"(?s)INSERT INTO (\w+)(?:\s+AS\s+\w+)?\s*\([^)]*\)\s*SELECT\b(.*)")?;
    let from = Regex::new(r"\bFROM\s+(\w+)")?;
    let rest = Regex::new(r"(?s)(?:\n\s*\),|\n\s*\)\n|ON CONFLICT|RETURNING|;)")?;
    for found in insert.captures_iter(text) {
        let (table, selected) = (&found[1], &found[2]);
        if !led.contains(table) {
            continue;
        }
        let selected = rest.split(selected).next().unwrap_or(selected);
        let Some(from) = from.captures(selected) else {
            continue;
        };
        let source = from[1].to_owned();
        let with = Regex::new(&format!(r"\b{source}\s+AS\s+(?:MATERIALIZED\s+)?\("))?;
        if source != "unnest" && !led.contains(&source) && !with.is_match(text) {
            broken.push(format!(
                "{table} is filled from {source}, which servers share"
            ));
        }
    }
    let simple_case = Regex::new(r"\bCASE\s+[\w.]+\s+WHEN\b")?;
    let writes = Regex::new(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s")?;
    if writes.is_match(text) && simple_case.is_match(text) {
        broken.push("`CASE x WHEN` in a statement that writes: `CASE WHEN x =`".to_owned());
    }
    if text.contains("FOR SHARE") && !text.contains(LEASE) && !text.contains("guild_games") {
        broken.push("a row that servers share is held".to_owned());
    }
    let notices = text.matches("INSERT INTO notices").count();
    if notices > text.matches("INSERT INTO deliveries").count() {
        broken.push("a notice without its delivery".to_owned());
    }
    Ok(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led() -> BTreeSet<String> {
        ["tickets", "legs", "notices", "deliveries"]
            .map(str::to_owned)
            .into()
    }

    fn broken(text: &str) -> usize {
        rules(text, &led()).unwrap().len() + unnamed(text, &led()).unwrap().len()
    }

    #[test]
    fn each_table_of_a_server_is_compared_with_the_parameter_itself() {
        let whole = "SELECT 1 FROM legs l JOIN tickets t ON t.guild_id = $1 WHERE l.guild_id = $1";
        assert_eq!(broken(whole), 0);
        let handed_on =
            "SELECT 1 FROM legs l JOIN tickets t ON t.guild_id = l.guild_id WHERE l.guild_id = $1";
        assert_eq!(broken(handed_on), 1);
    }

    #[test]
    fn what_such_an_engine_refuses_is_found() {
        let shared = "INSERT INTO legs (guild_id) SELECT $1 FROM quotes q";
        assert_eq!(broken(shared), 1);
        let own = "INSERT INTO legs (guild_id) SELECT $1 FROM tickets WHERE guild_id = $1";
        assert_eq!(broken(own), 0);
        assert_eq!(broken("UPDATE games g SET a = CASE b WHEN 1 THEN 2 END"), 1);
        assert_eq!(broken("SELECT 1 FROM games FOR SHARE"), 1);
        assert_eq!(broken("INSERT INTO notices (a) VALUES (1)"), 1);
    }
}
