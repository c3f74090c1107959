//! The command `grade`, as people run it: lines in, lines out.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the program as its own process, with nothing of ours in its environment.
fn grade(lines: &str) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    program.arg("grade").env_clear();
    program.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = program.stderr(Stdio::piped()).spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    let lines = lines.to_owned();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = running.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output
}

fn answers(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|it| it.parse().unwrap()).collect()
}

#[test]
fn the_published_worked_tickets_are_answered_in_their_order_with_their_returns() {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: DBSBM_CORPUS names no folder of published files");
        return;
    };
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    let file = std::fs::read_to_string(folder.join("vectors/tickets.jsonl")).unwrap();
    let output = grade(&file);
    assert!(output.status.success(), "{output:?}");
    let tickets: Vec<Value> = file.lines().map(|it| it.parse().unwrap()).collect();
    let answers = answers(&output);
    assert_eq!((tickets.len(), answers.len()), (64, 64));
    for (ticket, answer) in tickets.iter().zip(&answers) {
        assert_eq!(answer["id"], ticket["id"]);
        assert_eq!(answer["return_exact"], ticket["expect"]["return"]);
        assert!(
            answer["legs"].as_array().unwrap().len() == ticket["legs"].as_array().unwrap().len()
        );
    }
}

#[test]
fn a_bad_line_gets_an_error_with_its_number_and_the_run_goes_on() {
    let good = |id: &str| {
        let leg = r#"{"graded":{"win":"1/2","refund":"1/2"},"price":{"hong_kong":"0.95"}}"#;
        format!(r#"{{"id":"{id}","stake":"100","kind":"single","legs":[{leg}]}}"#)
    };
    let output = grade(&format!("{}\n\n{{}}\n{}\n", good("a"), good("b")));
    assert_eq!(output.status.code(), Some(1));
    let answers = answers(&output);
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["return_exact"], "295/2");
    assert_eq!(answers[1]["line"], 3);
    assert_eq!(answers[1]["error"], "missing field `id` (column 2)");
    assert_eq!(answers[2]["id"], "b");
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("1 of 3 tickets could not be graded"), "{log}");
}
