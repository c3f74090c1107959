//! The schema is compiled into the crate: the steps of `migrations` by sqlx, the functions of
//! `migrations/functions` as one script that is written here. So are the names of the statements,
//! which are read from the sources.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script has no async threads, and cargo reads what it prints"
)]

mod statements;

#[path = "../src/statements/key.rs"]
mod key;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=../../migrations");
    let folder = Path::new("../../migrations/functions");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|it| it.map(|it| it.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|it| it.extension().is_some_and(|it| it == "sql"));
    files.sort_by_key(|it| (place(it), it.clone()));
    let mut script = String::new();
    for file in &files {
        script.push_str(&fs::read_to_string(file)?);
        script.push('\n');
    }
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&out).join("functions.sql"), script)?;

    println!("cargo:rerun-if-changed=src");
    let named = statements::named(Path::new("src"))?;
    fs::write(Path::new(&out).join("statements.rs"), named)
}

/// The schema before the functions, the rights after them.
fn place(file: &Path) -> u8 {
    match file.file_stem().and_then(|it| it.to_str()) {
        Some("schema") => 0,
        Some("rights") => 2,
        _ => 1,
    }
}
