//! Tickets with their results, one a line, through `dbsbm-fetcher grade`; and a database that
//! cannot hold every name.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::process::Command;

use super::{Cases, Verdict};

/// What `grade` must say of a ticket: what comes back, or nothing where it must refuse.
type Right = (&'static str, Option<&'static str>);

/// Six and fewer innings of a game of nine: refused unless the ending is told.
const BASEBALL: [Right; 11] = [
    ("short6-ml", None),
    ("short6-over8.5", None),
    ("short6-under8.5", None),
    ("short6-rl", None),
    ("short4.5-ml", None),
    ("short4.5-total", None),
    ("short4.5-f5", None),
    ("mlb-2inn-total", None),
    ("mlb-2inn-ml", None),
    ("mlb-ending-contradicts", None),
    ("mlb-with-ending", Some("10")),
];
/// A set of 13-12, and sets of four games.
const TENNIS: [Right; 4] = [
    ("wim19-final", Some("15")),
    ("wim19-games", Some("20")),
    ("wim19-as-match-tb", None),
    ("fast4", Some("15")),
];
/// Who is disqualified never wins by the strokes that he has.
const GOLF: [Right; 8] = [
    ("H2H-dq-after-cut-ash", Some("0")),
    ("H2H-dq-after-cut-elm", Some("20")),
    ("H2H-dq-after-cut-other-mc", Some("20")),
    ("H2H-wd-before-cut-36-holes", Some("20")),
    ("H2H-dq-before-cut-36-vs-mc", Some("0")),
    ("H2H-both-dq", Some("10")),
    ("3ball-dq-lowest-a", Some("0")),
    ("3ball-dq-lowest-b", Some("20")),
];

pub(super) async fn run(cases: &Cases) -> Result<Vec<Verdict>> {
    let files: [(_, _, &[Right]); 3] = [
        (
            "02 baseball, six innings",
            "02_baseball_short_without_ending.jsonl",
            &BASEBALL,
        ),
        ("06 tennis, other sets", "06_tennis_sets.jsonl", &TENNIS),
        ("31 golf, disqualified", "31_golf_disqualified.jsonl", &GOLF),
    ];
    let mut verdicts = Vec::new();
    for (name, file, right) in files {
        verdicts.push(tickets(cases, name, file, right).await?);
    }
    verdicts.push(contradictions(cases).await?);
    verdicts.push(a_name(cases).await?);
    Ok(verdicts)
}

async fn tickets(
    cases: &Cases,
    name: &'static str,
    file: &str,
    right: &[Right],
) -> Result<Verdict> {
    let lines = grade(&cases.fetcher(), &cases.input(file)).await?;
    let mut wrong = Vec::new();
    for ((id, right), (line, answer)) in right.iter().zip(&lines) {
        anyhow::ensure!(line["id"] == *id, "{file} holds {} for {id}", line["id"]);
        let returned = answer["return"].as_str();
        if returned != *right {
            let told = returned.map_or("refused".to_owned(), |it| format!("returns {it}"));
            let right = right.map_or("refused".to_owned(), |it| it.to_owned());
            wrong.push(format!("{id} {told} (right: {right})"));
        }
    }
    Ok(Verdict {
        name,
        is_right: wrong.is_empty() && lines.len() == right.len(),
        happened: match wrong.len() {
            0 => format!("{} tickets as they should be", lines.len()),
            _ => wrong.join("; "),
        },
    })
}

/// Results that contradict themselves are refused.
async fn contradictions(cases: &Cases) -> Result<Verdict> {
    let lines = grade(&cases.fetcher(), &cases.input("contradictions.jsonl")).await?;
    let refused = lines.iter().filter(|(it, _)| it["note"] == "refuse");
    let (mut count, mut graded) = (0, Vec::new());
    for (line, answer) in refused {
        count += 1;
        if !answer["return"].is_null() {
            graded.push(line["id"].as_str().unwrap_or_default().to_owned());
        }
    }
    Ok(Verdict {
        name: "contradictions",
        is_right: graded.is_empty() && count > 0,
        happened: match graded.len() {
            0 => format!("{count} refused"),
            wrong => format!("{wrong} of {count} graded: {}", graded.join("; ")),
        },
    })
}

/// Each line of a file with what `grade` makes of it.
async fn grade(fetcher: &Path, file: &Path) -> Result<Vec<(Value, Value)>> {
    let asked = tokio::fs::read_to_string(file).await;
    let asked = asked.with_context(|| format!("reading {}", file.display()))?;
    let input = tokio::fs::File::open(file).await?.into_std().await;
    let output = Command::new(fetcher)
        .arg("grade")
        .stdin(Stdio::from(input))
        .stderr(Stdio::null())
        .output()
        .await
        .context("grading")?;
    let answers = String::from_utf8(output.stdout)?;
    let pairs = asked.lines().zip(answers.lines());
    let pairs = pairs
        .map(|(asked, answer)| Ok((serde_json::from_str(asked)?, serde_json::from_str(answer)?)));
    pairs.collect()
}

/// A database in Latin 1 is refused before it is touched: one name would hold up a league.
async fn a_name(cases: &Cases) -> Result<Verdict> {
    let url = super::played::database(&cases.database, "cases_latin1", "ENCODING 'LATIN1'").await?;
    let output = Command::new(cases.fetcher())
        .arg("migrate")
        .env("DATABASE_URL", url)
        .output()
        .await
        .context("migrating")?;
    let told = String::from_utf8_lossy(&output.stderr);
    let told = told.lines().last().unwrap_or_default();
    Ok(Verdict {
        name: "26 a database in Latin 1",
        is_right: !output.status.success() && told.contains("UTF8"),
        happened: match output.status.success() {
            true => "migrated, and any name beyond Latin 1 will stop a league".to_owned(),
            false => format!("refused: {told}"),
        },
    })
}
