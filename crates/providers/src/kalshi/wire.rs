//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A page of events with their markets, or of markets alone.
#[derive(Deserialize)]
pub(super) struct Page {
    /// Read one by one, so that a bad one spoils no other.
    pub(super) events: Option<Vec<Box<RawValue>>>,
    pub(super) markets: Option<Vec<Box<RawValue>>>,
    /// What happens when, beside the events that it is about.
    #[serde(default)]
    pub(super) milestones: Vec<Box<RawValue>>,
    /// Where the next page begins. Empty on the last one.
    pub(super) cursor: Option<String>,
}

/// What is read of an event of which nothing else can be.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) event_ticker: String,
}

/// A game.
#[derive(Deserialize)]
pub(super) struct Event {
    /// `KXMLBGAME-31JUL041815LADATL`.
    pub(super) event_ticker: String,
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) markets: Vec<Market>,
}

/// One side of a game. `yes` is that it wins.
#[derive(Clone, Deserialize)]
pub(super) struct Market {
    /// The event's, and the side's code: `KXMLBGAME-31JUL041815LADATL-LAD`.
    pub(super) ticker: String,
    pub(super) event_ticker: String,
    pub(super) title: Option<String>,
    /// The side: `Los Angeles D`. `no_sub_title` has the same one.
    pub(super) yes_sub_title: String,
    /// `active` while it can be bought, in play too.
    pub(super) status: String,
    /// `0.4100`, for a contract that pays one dollar. `1.0000` or `0.0000` where nobody sells.
    pub(super) yes_ask_dollars: Option<String>,
    pub(super) no_ask_dollars: Option<String>,
    /// Where the exchange closes the market at the latest: a fortnight after the start.
    pub(super) close_time: Option<String>,
    /// Where the outcome is expected: three hours after the start.
    pub(super) expected_expiration_time: Option<String>,
}

/// When something begins that events are about.
#[derive(Deserialize)]
pub(super) struct Milestone {
    pub(super) start_date: String,
    #[serde(default)]
    pub(super) related_event_tickers: Vec<String>,
    #[serde(default)]
    pub(super) primary_event_tickers: Vec<String>,
}
