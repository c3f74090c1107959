//! The files of `assets/teams`, compiled in and read once.

use std::sync::LazyLock;

use super::file::File;

macro_rules! files {
    ($($path:literal,)+) => {
        &[$(($path, include_str!(concat!("../../../../assets/teams/", $path))),)+]
    };
}

/// Every file, by its path in the folder.
pub(super) const TEXTS: &[(&str, &str)] = files![
    "mlb.txt",
    "nba.txt",
    "nfl.txt",
    "nhl.txt",
    "soccer/england.txt",
    "soccer/spain.txt",
    "wnba.txt",
];

/// Every file, read. A test keeps them readable.
pub(super) fn all() -> &'static [File] {
    static ALL: LazyLock<Vec<File>> = LazyLock::new(|| {
        let read = TEXTS.iter().map(|(_, text)| File::read(text));
        read.filter_map(Result::ok).collect()
    });
    &ALL
}
