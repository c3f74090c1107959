//! Names every checked statement by the function that it stands in, so that its time can be told
//! without its text: `tickets::placing::place`, and `tickets::page.2` for the second of a function.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::key::key;

/// The macros that check a statement against the schema.
const MACROS: [&str; 3] = ["query!(", "query_as!(", "query_scalar!("];

/// The statements of a folder of sources as a Rust array of (key, name), in the order of keys.
///
/// # Errors
/// When a file cannot be read, or two statements cannot be told apart.
pub(super) fn named(folder: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let texts = files.iter().map(|it| Ok((it, fs::read_to_string(it)?)));
    let texts = texts.collect::<io::Result<Vec<_>>>()?;
    let begun: Vec<Begun> = texts.iter().flat_map(|(_, text)| begun(text)).collect();
    let mut found: BTreeMap<u64, String> = BTreeMap::new();
    for (file, text) in &texts {
        for (name, statement) in statements(&module_of(folder, file), text, &begun)? {
            if let Some(other) = found.insert(key(&statement), name.clone()) {
                return Err(io::Error::other(format!(
                    "{name} and {other} are one statement: call one from the other"
                )));
            }
        }
    }
    let mut array = "[\n".to_owned();
    for (key, name) in &found {
        // Writing to a string cannot fail.
        let _ = writeln!(array, "    ({key:#018x}, {name:?}),");
    }
    array.push_str("]\n");
    Ok(array)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// `src/tickets/placing.rs` as `tickets::placing`.
fn module_of(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap_or(file).with_extension("");
    let parts: Vec<_> = inside.iter().map(|it| it.to_string_lossy()).collect();
    parts.join("::")
}

/// A macro of ours that begins statements which end differently.
struct Begun {
    /// As it is called: `games!(`.
    call: String,
    begin: String,
}

/// What stands between the beginning of such a statement and its end.
const ENDS: &str = " + $tail";

/// The macros of a file that begin statements.
fn begun(text: &str) -> Vec<Begun> {
    let rules = text.split("macro_rules! ").skip(1);
    let rules = rules.filter(|it| it.split("\n}").next().is_some_and(|it| it.contains(ENDS)));
    let read = rules.filter_map(|it| {
        let call = format!("{}!(", word(it));
        let macros = MACROS.iter().find_map(|name| it.find(name));
        Some(Begun {
            call,
            begin: literal(&it[macros?..])?,
        })
    });
    read.collect()
}

/// Every statement of a file with its name, in order. A statement that a macro of ours begins is
/// whole where the macro is called.
fn statements(module: &str, text: &str, begun: &[Begun]) -> io::Result<Vec<(String, String)>> {
    let mut marks: Vec<(usize, Option<&str>)> = Vec::new();
    for (at, _) in text.match_indices("fn ") {
        let is_word = text[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_');
        if !is_word {
            marks.push((at, Some(word(&text[at + "fn ".len()..]))));
        }
    }
    for name in MACROS.into_iter().chain(begun.iter().map(|it| &*it.call)) {
        let ends = text.match_indices(name).map(|(at, it)| at + it.len());
        marks.extend(ends.map(|it| (it, None)));
    }
    marks.sort_unstable();
    let (mut function, mut nth, mut found) = ("", 0, Vec::new());
    for (at, name) in marks {
        let Some(name) = name else {
            let whole = |end| match begun.iter().find(|it| text[..at].ends_with(&it.call)) {
                Some(it) => format!("{}{end}", it.begin),
                None => end,
            };
            let statement = literal(&text[at..]).map(whole).ok_or_else(|| {
                io::Error::other(format!(
                    "{module}::{function}: a statement without its text"
                ))
            })?;
            if is_begun(&text[at..]) {
                continue;
            }
            nth += 1;
            let number = if nth > 1 {
                format!(".{nth}")
            } else {
                String::new()
            };
            found.push((format!("{module}::{function}{number}"), statement));
            continue;
        };
        (function, nth) = (name, 0);
    }
    Ok(found)
}

/// Whether the next literal only begins a statement.
fn is_begun(text: &str) -> bool {
    let end = text.find(ENDS).unwrap_or(usize::MAX);
    MACROS
        .iter()
        .all(|it| text.find(it).is_none_or(|at| end < at))
        && end < usize::MAX
}

fn word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_alphanumeric() && it != '_');
    &text[..end.unwrap_or(text.len())]
}

/// The value of the first string literal.
fn literal(text: &str) -> Option<String> {
    let begins = text.find('"')?;
    let (before, inner) = (&text[..begins], &text[begins + 1..]);
    if before.ends_with("r#") {
        return inner.split_once("\"#").map(|it| it.0.to_owned());
    }
    if before.ends_with('r') {
        return inner.split_once('"').map(|it| it.0.to_owned());
    }
    let (mut value, mut letters) = (String::new(), inner.chars());
    loop {
        match letters.next()? {
            '"' => return Some(value),
            '\\' => match letters.next()? {
                // Goes on with the first letter of the next line.
                '\n' => {
                    let rest = letters.as_str().trim_start();
                    letters = rest.chars();
                }
                'n' => value.push('\n'),
                letter => value.push(letter),
            },
            letter => value.push(letter),
        }
    }
}
