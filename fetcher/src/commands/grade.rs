//! `grade`: grades tickets from standard input, one JSON object per line, to standard output.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use anyhow::Context;
use grading::jsonl::{Answers, LINE_BYTES_MAX};

use super::thousands;

/// Grades line by line until the input ends. Exits with 1 if a line could not be graded.
///
/// # Errors
/// When standard input cannot be read or standard output is closed.
pub async fn run() -> anyhow::Result<ExitCode> {
    let whole = tokio::task::spawn_blocking(|| lines(io::stdin().lock(), io::stdout().lock()));
    let counts = whole.await.context("grading stopped")??;
    if counts.refused == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let (refused, all) = (thousands(counts.refused), thousands(counts.all));
    writeln!(
        io::stderr(),
        "{refused} of {all} tickets could not be graded"
    )?;
    Ok(ExitCode::FAILURE)
}

/// How many tickets were read, and how many of them were refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All tickets.
    pub all: u64,
    /// Tickets that could not be graded.
    pub refused: u64,
}

/// Answers every non-empty line, in order, holding one line at a time.
///
/// # Errors
/// When reading or writing fails.
pub fn lines(mut from: impl BufRead, mut to: impl Write) -> anyhow::Result<Counts> {
    let mut answers = Answers::default();
    let mut counts = Counts::default();
    let mut line = Vec::new();
    for number in 1.. {
        if !next(&mut from, &mut line).context("standard input cannot be read")? {
            break;
        }
        let Some(answer) = answers.answer(number, &line) else {
            continue;
        };
        counts.all += 1;
        counts.refused += u64::from(!answer.graded);
        writeln!(to, "{}", answer.json).context("standard output cannot be written")?;
    }
    to.flush().context("standard output cannot be written")?;
    Ok(counts)
}

/// Reads a line without its line break. Of a line that is too long it reads just enough to see
/// that. Returns `false` at the end of the input.
fn next(from: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let bytes = match from.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            bytes => bytes?,
        };
        if bytes.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let part = &bytes[..end.unwrap_or(bytes.len())];
        let room = (LINE_BYTES_MAX + 1).saturating_sub(line.len());
        line.extend_from_slice(&part[..part.len().min(room)]);
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_answered_in_order_and_the_run_goes_on_after_a_bad_one() {
        let part = r#"[{"graded":{"win":"1","refund":"0"},"price":{"decimal":"2.00"}}]"#;
        let file = format!(
            "{{\"id\":\"a\",\"stake\":\"3\",\"kind\":\"single\",\"legs\":{part}}}\n\
             \n\
             not json\r\n\
             {}\n\
             {{\"id\":\"b\",\"stake\":\"5\",\"kind\":\"single\",\"legs\":{part}}}",
            "x".repeat(2 * LINE_BYTES_MAX),
        );
        let mut out = Vec::new();
        // A small buffer, so that lines arrive in pieces.
        let from = io::BufReader::with_capacity(7, file.as_bytes());
        let counts = lines(from, &mut out).unwrap();
        assert_eq!((counts.all, counts.refused), (4, 2));
        let out = String::from_utf8(out).unwrap();
        let out: Vec<&str> = out.lines().collect();
        assert!(out[0].starts_with(r#"{"id":"a","outcome":"won","return_exact":"6","#));
        assert!(out[1].starts_with(r#"{"line":3,"error":"#), "{}", out[1]);
        assert_eq!(out[2], r#"{"line":4,"error":"longer than 1048576 bytes"}"#);
        assert!(out[3].starts_with(r#"{"id":"b","outcome":"won","return_exact":"10","#));
        assert_eq!(out.len(), 4);
    }

    #[test]
    fn spaces_that_fill_a_line_hide_no_ticket() {
        let ticket = r#"{"id":"a","stake":"1","kind":"single","legs":[]}"#;
        for room in [LINE_BYTES_MAX + 1, LINE_BYTES_MAX + 2, 2 * LINE_BYTES_MAX] {
            let file = format!("{}{ticket}\n", " ".repeat(room));
            let mut out = Vec::new();
            let counts = lines(file.as_bytes(), &mut out).unwrap();
            assert_eq!((counts.all, counts.refused), (1, 1));
            let out = String::from_utf8(out).unwrap();
            assert_eq!(
                out,
                "{\"line\":1,\"error\":\"longer than 1048576 bytes\"}\n"
            );
        }
        // An empty line at the limit is still empty.
        let mut out = Vec::new();
        let counts = lines(" ".repeat(LINE_BYTES_MAX).as_bytes(), &mut out).unwrap();
        assert_eq!((counts, out.len()), (Counts::default(), 0));
    }
}
