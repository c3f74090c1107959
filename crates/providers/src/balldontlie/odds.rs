//! The prices of several bookmakers on the games of a list.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use shared::feed::{GameReport, QuoteMark, QuoteReport, Rejected};
use shared::game::{GameStatus, Period};
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire::{Odds, Page};
use crate::archive::rejected;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::json::{self, Text};
use crate::slug::word;

/// The names of bookmakers that the feed has in small letters.
const VENDORS: &[(&str, &str)] = &[
    ("bet365", "bet365"),
    ("betmgm", "BetMGM"),
    ("betrivers", "BetRivers"),
    ("betway", "Betway"),
    ("caesars", "Caesars"),
    ("draftkings", "DraftKings"),
    ("fanatics", "Fanatics"),
    ("fanduel", "FanDuel"),
    ("kalshi", "Kalshi"),
    ("polymarket", "Polymarket"),
];

/// A bookmaker's code and name.
pub(super) fn bookmaker(vendor: &str) -> (String, String) {
    let code = word(vendor);
    let known = VENDORS.iter().find(|it| it.0 == code).map(|it| it.1);
    let name = known.unwrap_or(vendor).to_owned();
    (code, name)
}

/// Puts a page of prices into the reports of their games. Prices from after the start are prices in
/// play, and those of other games are left out. Returns what is wrong with the rest, and the place
/// of the next page.
///
/// # Errors
/// [`Garbled`] when it is no page.
pub fn read_odds(
    body: &Bytes,
    games: &mut [GameReport],
) -> Result<(Vec<Rejected>, Option<String>), Garbled> {
    let page: Page = json::read(body)?;
    let mut refused = Vec::new();
    for (place, raw) in page.data.iter().enumerate() {
        let odds = match json::text_part::<Odds>(raw.get()) {
            Ok(odds) => odds,
            Err(reason) => {
                refused.push(rejected(format!("odds[{place}]"), reason));
                continue;
            }
        };
        let id = odds.game_id.text();
        let Some(game) = games.iter_mut().find(|it| it.reference == id) else {
            continue;
        };
        let (code, name) = bookmaker(&odds.vendor);
        let reasons = match held_at(&odds.updated_at, game) {
            Ok(at) => put(&odds, (&code, &name), at, game),
            Err(reason) => vec![reason],
        };
        refused.extend(reasons.into_iter().map(|reason| Rejected {
            game: Some(id.clone()),
            ..rejected(format!("game {id}"), format!("odds: {name}: {reason}"))
        }));
    }
    Ok((refused, page.meta.next_cursor.map(|it| it.text())))
}

/// The moment at which a price held, which must be before the start of a game that has not begun.
pub(super) fn held_at(text: &str, game: &GameReport) -> Result<DateTime<Utc>, String> {
    let at = text.parse::<DateTime<Utc>>();
    let at = at.map_err(|_| format!("{text:?} is no time"))?;
    if at >= game.starts_at || game.status != GameStatus::Scheduled {
        return Err("in play: the price is from after the start".to_owned());
    }
    Ok(at)
}

fn put(
    odds: &Odds,
    bookmaker: (&str, &str),
    at: DateTime<Utc>,
    game: &mut GameReport,
) -> Vec<String> {
    let offer =
        |kind, line, prices: [(Side, Option<i32>); 2]| whole(bookmaker, at, (kind, line), prices);
    let markets = [
        offer(
            MarketKind::Moneyline2,
            None,
            [
                (Side::Home, odds.moneyline_home_odds),
                (Side::Away, odds.moneyline_away_odds),
            ],
        ),
        handicap(odds).and_then(|line| {
            offer(
                MarketKind::Spread,
                line,
                [
                    (Side::Home, odds.spread_home_odds.filter(|_| line.is_some())),
                    (Side::Away, odds.spread_away_odds.filter(|_| line.is_some())),
                ],
            )
        }),
        line(odds.total_value.as_ref()).and_then(|line| {
            offer(
                MarketKind::Total,
                line,
                [
                    (Side::Over, odds.total_over_odds.filter(|_| line.is_some())),
                    (
                        Side::Under,
                        odds.total_under_odds.filter(|_| line.is_some()),
                    ),
                ],
            )
        }),
    ];
    let mut refused = Vec::new();
    for market in markets {
        match market {
            Ok(mut quotes) => game.quotes.append(&mut quotes),
            Err(reason) => refused.push(reason),
        }
    }
    refused
}

/// The home side's handicap: the away side's is the same one turned.
fn handicap(odds: &Odds) -> Result<Option<Line>, String> {
    let home = line(odds.spread_home_value.as_ref())?;
    let away = line(odds.spread_away_value.as_ref())?;
    match (home, away) {
        (Some(home), Some(away)) if home != -away => Err(format!(
            "contradiction: the spread is {} at home and {} away",
            home.signed(),
            away.signed()
        )),
        (home, _) => Ok(home),
    }
}

pub(super) fn line(text: Option<&Text>) -> Result<Option<Line>, String> {
    let line = text.map(|it| it.text().parse::<Line>());
    line.transpose().map_err(|it| it.to_string())
}

/// A market with its American prices. No price at all: no market.
pub(super) fn whole(
    bookmaker: (&str, &str),
    at: DateTime<Utc>,
    (kind, line): (MarketKind, Option<Line>),
    given: [(Side, Option<i32>); 2],
) -> Result<Vec<QuoteReport>, String> {
    let mut prices = Vec::new();
    for (side, number) in given {
        if let Some(number) = number {
            let price = Price::from_american(number).map_err(|it| format!("{kind}: {it}"))?;
            prices.push((side, price));
        }
    }
    if prices.is_empty() {
        return Ok(Vec::new());
    }
    check::whole(&Offer {
        bookmaker,
        kind,
        period: Period::Full,
        line,
        mark: QuoteMark::Current,
        source_at: Some(at),
        prices,
    })
}
