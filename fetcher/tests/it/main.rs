//! The fetcher against a real Postgres, with a feed that lies on demand.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop where it stands"
)]
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod abreast;
mod archives;
mod audit;
mod backfill;
mod backfill_faults;
mod betting;
mod close;
mod converge;
mod corrections;
mod decide;
mod feed_returns;
mod forms;
mod grade;
mod in_play;
mod joined;
mod kinds;
mod lead;
mod live;
mod lookups;
mod moved;
mod operating;
mod operator;
mod outage;
mod placing_protocol;
mod poll;
mod probe;
mod program;
mod props;
mod quota;
mod recorded_month;
mod rosters;
mod season;
mod secret_files;
mod secrets;
mod settle;
mod settle_faults;
mod sides;
mod stand_in;
mod startup;
mod stops;
mod supervised;
mod together;
mod topics;
mod touched;
mod two_feeds;
mod two_fetchers;
mod unchanged;
mod watch;
mod weather;
mod world;
