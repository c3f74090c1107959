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
    "afl.txt",
    "cfl.txt",
    "euroleague.txt",
    "kbo.txt",
    "mlb.txt",
    "nba.txt",
    "nfl.txt",
    "nhl.txt",
    "npb.txt",
    "soccer/brazil.txt",
    "soccer/england.txt",
    "soccer/europe.txt",
    "soccer/france.txt",
    "soccer/germany.txt",
    "soccer/italy.txt",
    "soccer/mls.txt",
    "soccer/nations.txt",
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
