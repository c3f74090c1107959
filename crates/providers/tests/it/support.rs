//! What several of the tests need.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use providers::http::{Http, Limits};
use shared::competitor::Role;
use shared::feed::{GameReport, QuoteReport};
use shared::game::{Period, PeriodScore};
use shared::market::{MarketKind, Side};
use shared::testing::{MockClock, noon};

/// A fixture of our own.
pub(crate) fn fixture(name: &str) -> Bytes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    file(&path)
}

/// A file, read at once: a test has nothing else to do.
#[expect(clippy::disallowed_methods, reason = "nothing waits for this thread")]
pub(crate) fn file(path: &Path) -> Bytes {
    std::fs::read(path).unwrap().into()
}

/// Where the seasons and recorded answers are that the project does not carry.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
pub(crate) fn corpus() -> Option<PathBuf> {
    let place = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from);
    if place.is_none() {
        eprintln!("skipped: DBSBM_CORPUS is not set");
    }
    place
}

/// What a side scored in a period.
pub(crate) fn points(scores: &[PeriodScore], period: Period, role: Role) -> Option<i32> {
    let mut found = scores
        .iter()
        .filter(|it| it.period == period && it.role == role);
    let first = found.next().map(|it| it.points);
    assert!(found.next().is_none(), "{period} is there twice for {role}");
    first
}

/// The quotes of a game on one side of one kind of market.
pub(crate) fn quotes(game: &GameReport, kind: MarketKind, side: Side) -> Vec<&QuoteReport> {
    let wanted = |it: &&QuoteReport| it.kind == kind && it.side == side;
    game.quotes.iter().filter(wanted).collect()
}

/// The game of that reference.
pub(crate) fn game<'a>(games: &'a [GameReport], reference: &str) -> &'a GameReport {
    games.iter().find(|it| it.reference == reference).unwrap()
}

/// A client with short waits, for servers on this machine.
pub(crate) fn http() -> Http {
    http_with(Limits {
        back_off: Duration::from_millis(1),
        ..Limits::default()
    })
}

/// A client with these limits.
pub(crate) fn http_with(limits: Limits) -> Http {
    client(limits, noon())
}

/// A client with short waits, at that moment.
pub(crate) fn http_at(now: DateTime<Utc>) -> Http {
    let back_off = Duration::from_millis(1);
    let limits = Limits {
        back_off,
        ..Limits::default()
    };
    client(limits, now)
}

fn client(limits: Limits, now: DateTime<Utc>) -> Http {
    // A second one is refused, and the first one is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Http::new(limits, Arc::new(MockClock::at(now))).unwrap()
}
