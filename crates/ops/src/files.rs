//! The rules as a file for Prometheus, and a dashboard for Grafana: both made from the tables that
//! the programs use, so that neither can name what is not exported.

use std::fmt::Write as _;

use serde_json::{Value, json};
use store::statements::Class;

use crate::alerts::rules::{Bound, RULES, Rule, Unit, What, said};
use crate::catalogue::{STATEMENT, all};
use crate::metric::{Kind, Metric, PREFIX};

/// Where the rules stand, from the root of the repository.
pub const RULES_FILE: &str = "scripts/prometheus/alerts.yml";
/// Where the dashboard stands.
pub const DASHBOARD_FILE: &str = "scripts/grafana/dashboard.json";

/// How the panels are laid out, in Grafana's units.
const COLUMNS: usize = 3;
const WIDTH: usize = 8;
const HEIGHT: usize = 7;
/// How many statements are drawn in one panel.
const SLOWEST: usize = 12;

/// Each file with its text.
pub fn all_files() -> [(&'static str, String); 2] {
    [(RULES_FILE, rules()), (DASHBOARD_FILE, dashboard())]
}

/// What Prometheus asks to find out whether a rule is broken.
pub fn expression(rule: &Rule) -> String {
    let (operator, limit) = (rule.bound.operator(), rule.bound.limit());
    let What::Figure(figure) = rule.what else {
        return "up{job=~\"dbsbm.*\"} == 0".to_owned();
    };
    let name = figure.metric().exported();
    let value = match (rule.is_shared(), rule.bound) {
        (false, _) => name,
        (true, Bound::Under(_)) => format!("min({name})"),
        (true, _) => format!("max({name})"),
    };
    format!("{value} {operator} {limit}")
}

fn rules() -> String {
    let mut text = String::from(
        "# Made by `cargo run -p ops --bin operator-files` from the table of rules. Scrape both\n\
         # programs in jobs whose names begin with dbsbm, with `honor_labels: true`.\n\
         groups:\n  - name: dbsbm\n    rules:\n",
    );
    for rule in RULES {
        let (lasts, value) = match (rule.what, rule.unit) {
            // Prometheus sees only that a process does not answer.
            (What::Silence, _) => (60, "a minute"),
            (_, Unit::Seconds) => (rule.lasts.as_secs(), "{{ $value | humanizeDuration }}"),
            (_, Unit::Bytes) => (rule.lasts.as_secs(), "{{ $value | humanize1024 }}B"),
            (_, Unit::Share) => (rule.lasts.as_secs(), "{{ $value | humanizePercentage }}"),
            (_, Unit::Count) => (rule.lasts.as_secs(), "{{ $value | humanize }}"),
        };
        let says = rule.says.replace("{value}", value);
        let limit = said(rule.unit, rule.bound.limit());
        let says = says.replace("{limit}", &limit);
        // A string takes whatever is written into it.
        let _ = write!(
            text,
            "      - alert: {}\n        expr: {}\n        for: {lasts}s\n        \
             annotations:\n          summary: {}\n",
            rule.name,
            quoted(&expression(rule)),
            quoted(&says),
        );
    }
    text
}

/// As YAML quotes what may hold anything.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn dashboard() -> String {
    let mut panels: Vec<Value> = all().map(|it| panel(&it)).collect();
    let classes = Class::ALL.iter();
    panels.extend(classes.filter_map(|it| class_panel(*it)));
    let panels: Vec<Value> = panels.into_iter().enumerate().map(place).collect();
    let board = json!({
        "title": "DBSBM",
        "uid": PREFIX,
        "schemaVersion": 39,
        "time": { "from": "now-6h", "to": "now" },
        "refresh": "30s",
        "templating": { "list": [{
            "name": "source",
            "type": "datasource",
            "query": "prometheus",
        }] },
        "panels": panels,
    });
    let mut text = serde_json::to_string_pretty(&board).unwrap_or_default();
    text.push('\n');
    text
}

/// Gives a panel its number and its place.
fn place((at, mut panel): (usize, Value)) -> Value {
    panel["id"] = json!(at + 1);
    panel["gridPos"] = json!({
        "h": HEIGHT, "w": WIDTH, "x": at % COLUMNS * WIDTH, "y": at / COLUMNS * HEIGHT,
    });
    panel
}

/// Whether statements of a class take as long as they may. `None`: the class has no bound.
fn class_panel(class: Class) -> Option<Value> {
    let bound = class.bound()?;
    let (name, word) = (STATEMENT.name, class.word());
    let buckets = format!("{PREFIX}_{name}_bucket{{class=\"{word}\"}}");
    let by = "program, instance";
    let query = format!("histogram_quantile(0.95, sum by (le, {by}) (rate({buckets}[5m])))");
    let steps = vec![
        json!({ "color": "green", "value": null }),
        json!({ "color": "red", "value": bound.as_secs_f64() }),
    ];
    let title = format!("{name}, class {word}");
    let help = format!(
        "What 95 of 100 statements of the class took; they may take {} ms.",
        bound.as_millis()
    );
    let query = (query, "{{program}} {{instance}}".to_owned());
    Some(drawn((&title, &help), unit(&STATEMENT), &steps, &query))
}

fn panel(metric: &Metric) -> Value {
    let rule = RULES.iter().find(|it| match it.what {
        What::Figure(figure) => figure.metric() == *metric,
        What::Silence => false,
    });
    let mut steps = vec![json!({ "color": "green", "value": null })];
    if let Some(rule) = rule {
        let (worse, limit) = match rule.bound {
            Bound::Under(limit) => ("green", limit),
            Bound::Over(limit) | Bound::From(limit) => ("red", limit),
        };
        if worse == "green" {
            steps = vec![json!({ "color": "red", "value": null })];
        }
        steps.push(json!({ "color": worse, "value": limit }));
    }
    drawn(
        (metric.name, metric.help),
        unit(metric),
        &steps,
        &query(metric),
    )
}

fn drawn(
    (title, help): (&str, &str),
    unit: &str,
    steps: &[Value],
    (query, legend): &(String, String),
) -> Value {
    json!({
        "type": "timeseries",
        "title": title,
        "description": help,
        "datasource": { "type": "prometheus", "uid": "${source}" },
        "fieldConfig": { "defaults": {
            "unit": unit,
            "thresholds": { "mode": "absolute", "steps": steps },
            "custom": { "thresholdsStyle": { "mode": "line" } },
        }, "overrides": [] },
        "targets": [{ "refId": "A", "expr": query, "legendFormat": legend }],
    })
}

/// What a panel asks for, and how its lines are called.
fn query(metric: &Metric) -> (String, String) {
    let name = metric.exported();
    let labels = ["program", "instance"].iter().chain(metric.labels);
    let labels: Vec<_> = labels.copied().collect();
    let by = labels.join(", ");
    let legend = labels.iter().map(|it| format!("{{{{{it}}}}}"));
    let legend = legend.collect::<Vec<_>>().join(" ");
    let query = match metric.kind {
        // There are hundreds of statements: the slowest are enough to look at.
        Kind::Histogram if metric.labels.contains(&"name") => {
            let buckets = format!("{PREFIX}_{}_bucket", metric.name);
            let p95 = format!("histogram_quantile(0.95, sum by (le, {by}) (rate({buckets}[5m])))");
            format!("topk({SLOWEST}, {p95})")
        }
        Kind::Gauge => name,
        Kind::Counter => format!("sum by ({by}) (rate({name}[5m]))"),
        Kind::Histogram => {
            let buckets = format!("{PREFIX}_{}_bucket", metric.name);
            format!("histogram_quantile(0.95, sum by (le, {by}) (rate({buckets}[5m])))")
        }
    };
    (query, legend)
}

fn unit(metric: &Metric) -> &'static str {
    let ends = |end: &str| metric.name.ends_with(end);
    match metric.kind {
        Kind::Counter => "ops",
        _ if ends("_seconds") => "s",
        _ if ends("_bytes") => "bytes",
        _ if ends("_ratio") => "percentunit",
        _ => "short",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    fn the_files_are_those_that_the_tables_make() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for (path, text) in all_files() {
            let found = std::fs::read_to_string(root.join(path)).unwrap_or_default();
            assert!(
                found == text,
                "{path} is not current: run `cargo run -p ops --bin operator-files`"
            );
        }
    }

    /// The names of metrics in a text.
    fn named(text: &str) -> BTreeSet<&str> {
        let words = text.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
        let start = format!("{PREFIX}_");
        words.filter(|it| it.starts_with(&start)).collect()
    }

    #[test]
    fn the_files_name_what_is_exported_and_nothing_else() {
        let mut exported = BTreeSet::new();
        for it in all() {
            exported.insert(it.exported());
            if it.kind == Kind::Histogram {
                exported.insert(format!("{PREFIX}_{}_bucket", it.name));
                // What sentences call it.
                exported.insert(format!("{PREFIX}_{}", it.name));
            }
        }
        for (path, text) in all_files() {
            let named = named(&text);
            assert!(named.len() > 10, "{path}: {named:?}");
            let unknown: Vec<_> = named.iter().filter(|it| !exported.contains(**it)).collect();
            assert!(unknown.is_empty(), "{path}: {unknown:?}");
        }
    }

    #[test]
    fn a_rule_asks_for_the_figure_that_it_looks_at() {
        let of = |name| RULES.iter().find(|it| it.name == name).map(expression);
        let expected = "dbsbm_feed_slowest_answer_seconds > 5";
        assert_eq!(of("feed_slow").as_deref(), Some(expected));
        let expected = "min(dbsbm_quota_left_ratio) < 0.1";
        assert_eq!(of("quota_low").as_deref(), Some(expected));
    }
}
