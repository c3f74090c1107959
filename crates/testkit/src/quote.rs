//! A single price, and the leg that takes it.

use services::bets::LegRequest;
use shared::feed::{QuoteMark, QuoteReport};
use shared::game::Period;
use shared::id::{BookmakerId, SelectionId};
use shared::market::{MarketKind, Side};
use shared::price::Price;

/// The code of the bookmaker whose prices [`quote`] makes.
pub const BOOKMAKER: &str = "alpha";

/// An American price on the whole game. The line of a spread is the home side's.
pub fn quote(kind: MarketKind, line: Option<&str>, side: Side, price: i32) -> QuoteReport {
    QuoteReport {
        bookmaker: BOOKMAKER.to_owned(),
        bookmaker_name: "Alpha".to_owned(),
        kind,
        period: Period::Full,
        line: line.map(|it| it.parse().unwrap()),
        subject: None,
        statistic: None,
        group: Vec::new(),
        side,
        price: Price::from_american(price).unwrap(),
        mark: QuoteMark::Current,
        source_at: None,
    }
}

/// A leg that takes exactly this price from [`BOOKMAKER`].
pub fn leg(selection: SelectionId, price: Price) -> LegRequest {
    LegRequest {
        selection,
        bookmaker: BookmakerId::derive(BOOKMAKER),
        num: price.num(),
        den: price.den(),
        each_way: None,
    }
}
