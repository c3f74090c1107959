//! What a question costs, known before it is sent, and what is left to pay it with.
//!
//! Source: "usage quota costs" of each endpoint in the feed's guide.

use reqwest::header::HeaderMap;

use crate::quota::Told;

/// A question, by what its price depends on. `books` counts regions, or tens of bookmakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which sports there are, and how many credits are left.
    Sports,
    /// Which events there are.
    Events,
    /// Scores of events in play and to come; with `ended`, of the last three days too.
    Scores {
        /// Whether those that are over are asked for.
        ended: bool,
    },
    /// Prices of a league's events, or of one event.
    Odds {
        /// How many markets.
        markets: u32,
        /// How many regions, or tens of bookmakers.
        books: u32,
    },
    /// Which events there were at a moment.
    PastEvents,
    /// Prices as they were at a moment, of a league's events or of one.
    PastOdds {
        /// How many markets.
        markets: u32,
        /// How many regions, or tens of bookmakers.
        books: u32,
    },
}

/// How much dearer the past is.
const PAST: u32 = 10;

impl Question {
    /// The most credits that it can cost. A market that is not offered is not charged, and an empty
    /// answer is free.
    pub const fn cost(self) -> u32 {
        match self {
            Self::Sports | Self::Events => 0,
            Self::Scores { ended: false } | Self::PastEvents => 1,
            Self::Scores { ended: true } => 2,
            Self::Odds { markets, books } => markets.saturating_mul(books),
            Self::PastOdds { markets, books } => markets.saturating_mul(books).saturating_mul(PAST),
        }
    }
}

/// The credits of a key, as the feed's last answer told them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// How many are left until the allowance is renewed.
    pub remaining: u32,
    /// How many were used since it was.
    pub used: u32,
    /// What the last question cost. `None`: the answer does not say.
    pub last: Option<u32>,
}

impl Balance {
    /// Reads it from the headers of an answer. `None`: they do not tell it.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| {
            let text = headers.get(name)?.to_str().ok()?.trim();
            let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
            let is_whole = rest.bytes().all(|it| it == b'0');
            // Whoever has used more than there is has nothing left.
            let whole = whole.parse::<i64>().ok().filter(|_| is_whole)?;
            Some(u32::try_from(whole.max(0)).unwrap_or(u32::MAX))
        };
        Some(Self {
            remaining: number("x-requests-remaining")?,
            used: number("x-requests-used")?,
            last: number("x-requests-last"),
        })
    }

    /// What it says of the month's allowance.
    pub(super) const fn told(self) -> Told {
        Told {
            left: Some(self.remaining),
            limit: Some(self.remaining.saturating_add(self.used)),
            charged: self.last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_costs_markets_times_regions_and_the_past_ten_times_as_much() {
        let (markets, books) = (3, 2);
        for (question, cost) in [
            (Question::Sports, 0),
            (Question::Events, 0),
            (Question::Scores { ended: false }, 1),
            (Question::Scores { ended: true }, 2),
            (Question::Odds { markets, books }, 6),
            (Question::PastEvents, 1),
            (Question::PastOdds { markets, books }, 60),
        ] {
            assert_eq!(question.cost(), cost, "{question:?}");
        }
    }

    #[test]
    fn the_balance_is_read_from_the_headers_or_not_at_all() {
        let headers = |remaining: &'static str| {
            let pairs = [
                ("x-requests-remaining", remaining),
                ("x-requests-used", "12"),
            ];
            let pairs = pairs.map(|(name, value)| {
                let name = reqwest::header::HeaderName::from_static(name);
                (name, reqwest::header::HeaderValue::from_static(value))
            });
            HeaderMap::from_iter(pairs)
        };
        let remaining = |text| Balance::read(&headers(text)).map(|it| it.remaining);
        assert_eq!(remaining("488"), Some(488));
        assert_eq!(remaining("488.0"), Some(488));
        assert_eq!(remaining("-3"), Some(0));
        assert_eq!(remaining("many"), None);
        assert_eq!(Balance::read(&HeaderMap::new()), None);
    }
}
