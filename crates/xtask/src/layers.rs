//! Who may import whom. ARCHITECTURE.md explains the table; this enforces it.

use serde_json::Value;

/// A crate of ours: which of ours it may use, and which outside crates it must never use.
struct Layer {
    name: &'static str,
    ours: &'static [&'static str],
    never: &'static [&'static str],
}

const LAYERS: &[Layer] = &[
    Layer {
        name: "shared",
        ours: &[],
        never: &[
            "reqwest",
            "axum",
            "tokio",
            "twilight-model",
            "moka",
            "deadpool-redis",
        ],
    },
    // Holds what programs keep. It knows neither the database nor what is kept.
    Layer {
        name: "cache",
        ours: &["shared"],
        never: &["sqlx", "reqwest", "axum", "twilight-model"],
    },
    Layer {
        name: "ledger",
        ours: &["shared"],
        never: PURE,
    },
    Layer {
        name: "grading",
        ours: &["shared"],
        never: PURE,
    },
    Layer {
        name: "pricing",
        ours: &["shared"],
        never: PURE,
    },
    Layer {
        name: "shorthand",
        ours: &["shared"],
        never: PURE,
    },
    Layer {
        name: "slip",
        ours: &[],
        never: PURE,
    },
    Layer {
        name: "runtime",
        ours: &["shared"],
        never: &["sqlx", "twilight-model", "reqwest"],
    },
    Layer {
        name: "store",
        ours: &["shared"],
        never: &["reqwest", "axum", "twilight-model"],
    },
    Layer {
        name: "services",
        ours: &["shared", "grading", "ledger", "pricing", "store"],
        never: &[
            "reqwest",
            "axum",
            "twilight-gateway",
            "twilight-http",
            "twilight-model",
            "fluent-bundle",
        ],
    },
    Layer {
        name: "wording",
        ours: &["shared", "grading"],
        never: &["tokio", "sqlx", "reqwest", "axum", "twilight-model"],
    },
    // What the operator sees of a program. Posts through a client of its own, so that both programs
    // post in the same way.
    Layer {
        name: "ops",
        ours: &["shared", "runtime", "store"],
        never: &["reqwest", "twilight-model", "fluent-bundle"],
    },
    Layer {
        name: "providers",
        ours: &["shared", "runtime"],
        never: &["sqlx", "twilight-model"],
    },
    Layer {
        name: "fetcher",
        ours: &[
            "shared",
            "cache",
            "ledger",
            "grading",
            "services",
            "store",
            "providers",
            "ops",
            "runtime",
        ],
        never: &["twilight-model", "tiny-skia"],
    },
    Layer {
        name: "bot",
        ours: &[
            "shared",
            "cache",
            "ledger",
            "grading",
            "pricing",
            "shorthand",
            "slip",
            "services",
            "store",
            "ops",
            "runtime",
            "wording",
        ],
        never: &["reqwest"],
    },
    Layer {
        name: "sandbox",
        ours: &[],
        never: &["twilight-model", "sqlx"],
    },
    Layer {
        name: "season",
        ours: &[],
        never: &["sqlx", "reqwest"],
    },
    // A database, members, games and bets for the tests of the crates above the pure ones.
    Layer {
        name: "testkit",
        ours: &["shared", "grading", "services", "store"],
        never: &["reqwest", "axum", "twilight-model", "fluent-bundle"],
    },
    // Plays the programs from outside, as members and as the one who looks into the books.
    Layer {
        name: "e2e",
        ours: &["sandbox"],
        never: &["twilight-model"],
    },
    // Tries the pure crates with made-up bytes.
    Layer {
        name: "fuzz",
        ours: &["shared", "grading", "shorthand"],
        never: PURE,
    },
    Layer {
        name: "xtask",
        ours: &[],
        never: &[],
    },
];

/// Pure crates do no IO and know no time.
const PURE: &[&str] = &["tokio", "sqlx", "tracing", "reqwest", "axum"];
/// Never a normal dependency of anything but each other.
const TESTS_ONLY: &[&str] = &["e2e", "fuzz", "testkit", "xtask"];

/// Every arrow that points the wrong way.
pub fn findings(metadata: &Value) -> Vec<String> {
    let mut findings = Vec::new();
    let members: Vec<&str> = list(metadata, "workspace_members").collect();
    let ours: Vec<&Value> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["id"].as_str().is_some_and(|id| members.contains(&id)))
        .collect();
    let names: Vec<&str> = ours.iter().filter_map(|it| it["name"].as_str()).collect();
    for package in &ours {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(layer) = LAYERS.iter().find(|it| it.name == name) else {
            findings.push(format!(
                "layers: {name} is not in the table of crates/xtask"
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let normal = dependency["kind"].is_null();
            if normal && names.contains(&used) && !layer.ours.contains(&used) {
                findings.push(format!("layers: {name} must not use {used}"));
            }
            let tests_only = TESTS_ONLY.contains(&used) && !TESTS_ONLY.contains(&name);
            if normal && tests_only {
                findings.push(format!(
                    "layers: {used} is for tests, and {name} depends on it"
                ));
            }
            if normal && layer.never.contains(&used) {
                findings.push(format!("layers: {name} must never use {used}"));
            }
        }
    }
    findings
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    value[key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is found where a crate of ours depends on that, in the way that cargo calls `kind`.
    fn found(name: &str, uses: &str, kind: Option<&str>) -> Vec<String> {
        let package = |name: &str, dependencies: Value| {
            let id = format!("{name} 0.1.0");
            json!({ "id": id, "name": name, "dependencies": dependencies })
        };
        let user = package(name, json!([{ "name": uses, "kind": kind }]));
        let all = LAYERS.iter().map(|it| it.name).filter(|it| *it != name);
        let others: Vec<Value> = all.map(|it| package(it, json!([]))).collect();
        let members = LAYERS.iter().map(|it| format!("{} 0.1.0", it.name));
        let packages: Vec<Value> = others.into_iter().chain([user]).collect();
        let members: Vec<String> = members.collect();
        findings(&json!({ "packages": packages, "workspace_members": members }))
    }

    #[test]
    fn the_store_takes_nothing_that_decides() {
        for rules in ["grading", "ledger", "pricing", "services"] {
            let expected = format!("layers: store must not use {rules}");
            assert_eq!(found("store", rules, None), [expected]);
            assert!(found("store", rules, Some("dev")).is_empty());
        }
        assert!(found("store", "shared", None).is_empty());
    }

    #[test]
    fn services_can_neither_speak_to_members_nor_to_the_network() {
        for outside in ["fluent-bundle", "twilight-model", "axum", "reqwest"] {
            let expected = format!("layers: services must never use {outside}");
            assert_eq!(found("services", outside, None), [expected]);
        }
        assert_eq!(
            found("services", "bot", None),
            ["layers: services must not use bot"]
        );
    }

    #[test]
    fn what_is_there_for_tests_is_no_dependency_of_programs() {
        for tests_only in ["fuzz", "testkit"] {
            let expected = [
                format!("layers: bot must not use {tests_only}"),
                format!("layers: {tests_only} is for tests, and bot depends on it"),
            ];
            assert_eq!(found("bot", tests_only, None), expected);
            assert!(found("bot", tests_only, Some("dev")).is_empty());
        }
    }

    #[test]
    fn the_helpers_of_tests_build_without_programs_and_without_worlds_of_their_own() {
        for heavy in ["bot", "fetcher", "providers", "sandbox", "season"] {
            let expected = format!("layers: testkit must not use {heavy}");
            assert_eq!(found("testkit", heavy, None), [expected]);
        }
    }
}
