//! From a bookmaker's markets on one game to quotes, each market by itself.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::feed::{GameReport, QuoteMark, QuoteReport};
use shared::game::Period;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::{OddsFormat, Price, PriceError};

use super::lines::{self, Pairs};
use super::markets::{self, Handicaps, What};
use super::wire::{Bet, Row, Value};
use crate::api_sports::NAME;
use crate::api_sports::envelope;
use crate::api_sports::leagues::Api;
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::json;
use crate::slug::word;

/// The prices of several games, by the feed's ids of them.
#[derive(Debug, Default)]
pub struct Prices {
    games: BTreeMap<String, Priced>,
    /// How many pages the answer has.
    pub pages: u32,
    /// Games whose prices cannot be read at all, and why.
    pub rejected: Vec<String>,
}

/// The prices of one game, not read yet: who plays is not known.
#[derive(Debug)]
pub(super) struct Priced {
    pub(super) table: &'static [markets::Row],
    pub(super) written: Handicaps,
    pub(super) source_at: Option<DateTime<Utc>>,
    pub(super) bookmakers: Vec<Booked>,
}

/// The markets of one bookmaker.
#[derive(Debug)]
pub(super) struct Booked {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) bets: Vec<Box<RawValue>>,
}

/// Reads a page of prices of games that have not begun.
///
/// # Errors
/// [`Garbled`] when it is none.
pub fn read_odds(api: Api, body: &Bytes) -> Result<Prices, Garbled> {
    rows(body, |text| {
        json::text_part::<Row>(text).and_then(|row| priced(api, row).map(Some))
    })
}

/// Reads the rows of an answer one by one. `read` passes over a row with nothing.
pub(super) fn rows(
    body: &Bytes,
    read: impl Fn(&str) -> Result<Option<(String, Priced)>, String>,
) -> Result<Prices, Garbled> {
    let opened = envelope::open(body)?;
    let mut prices = Prices {
        pages: opened.pages,
        ..Prices::default()
    };
    for (place, raw) in opened.rows.iter().enumerate() {
        match read(raw.get()) {
            Ok(Some((game, priced))) => prices.add(game, priced),
            Ok(None) => {}
            Err(reason) => prices.rejected.push(format!("[{place}]: {reason}")),
        }
    }
    Ok(prices)
}

fn priced(api: Api, row: Row) -> Result<(String, Priced), String> {
    let id = row.fixture.or(row.game).and_then(|it| it.id);
    let id = id.ok_or("prices of no game")?.text();
    let (table, written) = markets::before(api);
    let bookmakers = row.bookmakers.into_iter().map(|it| Booked {
        code: word(&it.name),
        name: it.name.trim().to_owned(),
        bets: it.bets,
    });
    let priced = Priced {
        table,
        written,
        source_at: moment(row.update.as_deref())?,
        bookmakers: bookmakers.collect(),
    };
    Ok((id, priced))
}

/// When the feed says that prices held.
pub(super) fn moment(text: Option<&str>) -> Result<Option<DateTime<Utc>>, String> {
    let wrong = |it: &str| format!("{it:?} is no time");
    let read = text.map(|it| it.parse::<DateTime<Utc>>().map_err(|_| wrong(it)));
    read.transpose()
}

impl Prices {
    fn add(&mut self, game: String, priced: Priced) {
        if self.games.contains_key(&game) {
            self.rejected.push(format!("game {game} is there twice"));
            return;
        }
        self.games.insert(game, priced);
    }

    /// How many games have prices.
    pub fn count(&self) -> usize {
        self.games.len()
    }

    /// Whether there are prices of that game.
    pub(in crate::api_sports) fn has(&self, game: &str) -> bool {
        self.games.contains_key(game)
    }

    /// Adds those of another page.
    pub(in crate::api_sports) fn extend(&mut self, more: Self) {
        for (game, priced) in more.games {
            self.add(game, priced);
        }
        self.rejected.extend(more.rejected);
    }

    /// Puts the prices of a game into its report. Returns what is wrong with them; nothing is
    /// changed where there are none of it.
    pub fn put(&self, game: &mut GameReport) -> Vec<String> {
        let Some(priced) = self.games.get(&game.reference) else {
            return Vec::new();
        };
        if priced.source_at.is_some_and(|it| it >= game.starts_at) {
            return vec!["in play: its prices are from after the start".to_owned()];
        }
        let mut left_out = LeftOut::default();
        let mut seen = BTreeSet::new();
        for bookmaker in &priced.bookmakers {
            if bookmaker.name.is_empty() || !seen.insert(&bookmaker.code) {
                let name = &bookmaker.name;
                let reason = format!("bookmaker {name:?} has no name, or is there twice");
                left_out.reasons.push(reason);
                continue;
            }
            let reader = Reader {
                game,
                priced,
                bookmaker,
            };
            let quotes = reader.all(&mut left_out);
            game.quotes.extend(quotes);
        }
        left_out.told()
    }
}

/// What is not taken of a game's prices.
#[derive(Default)]
struct LeftOut {
    reasons: Vec<String>,
    /// Lines that have a price for one side only, as many do that are far from the middle.
    alone: usize,
}

impl LeftOut {
    fn told(mut self) -> Vec<String> {
        if self.alone > 0 {
            let alone = self.alone;
            let reason = format!("incomplete: {alone} lines have a price for one side only");
            self.reasons.push(reason);
        }
        self.reasons
    }
}

/// Reads the markets of one bookmaker.
struct Reader<'a> {
    game: &'a GameReport,
    priced: &'a Priced,
    bookmaker: &'a Booked,
}

type Quotes = Vec<QuoteReport>;

const WINNER: [(&str, Side); 2] = [("Home", Side::Home), ("Away", Side::Away)];
const WINNER_OR_DRAW: [(&str, Side); 3] = [
    ("Home", Side::Home),
    ("Draw", Side::Draw),
    ("Away", Side::Away),
];
/// Before the start, and in play.
const TWO_OF_THREE: [(&str, Side); 6] = [
    ("Home/Draw", Side::HomeOrDraw),
    ("Home/Away", Side::HomeOrAway),
    ("Draw/Away", Side::AwayOrDraw),
    ("Home or Draw", Side::HomeOrDraw),
    ("Home or Away", Side::HomeOrAway),
    ("Away or Draw", Side::AwayOrDraw),
];
const YES_NO: [(&str, Side); 2] = [("Yes", Side::Yes), ("No", Side::No)];
const PARITY: [(&str, Side); 2] = [("Odd", Side::Odd), ("Even", Side::Even)];

impl Reader<'_> {
    /// All that is taken.
    fn all(&self, left_out: &mut LeftOut) -> Quotes {
        let mut quotes = Quotes::new();
        let mut seen = BTreeSet::new();
        for raw in &self.bookmaker.bets {
            let bet = match json::text_part::<Bet>(raw.get()) {
                Ok(bet) => bet,
                Err(reason) => {
                    let reason = format!("{}: {reason}", self.bookmaker.name);
                    left_out.reasons.push(reason);
                    continue;
                }
            };
            let Some((what, period)) = markets::find(self.priced.table, &bet.name) else {
                continue;
            };
            let mut of_market = LeftOut::default();
            match self.market(what, period, &bet.values, &mut of_market) {
                // A line that stands in two lists is the same market.
                Ok(found) => {
                    quotes.extend(found.into_iter().filter(|it| {
                        seen.insert((it.kind, it.period, it.line, it.subject, it.side))
                    }))
                }
                Err(reason) => of_market.reasons.push(reason),
            }
            let told = |it| format!("{} {:?}: {it}", self.bookmaker.name, bet.name);
            left_out.alone += of_market.alone;
            left_out
                .reasons
                .extend(of_market.reasons.into_iter().map(told));
        }
        quotes
    }

    fn market(
        &self,
        what: What,
        period: Period,
        values: &[Value],
        left_out: &mut LeftOut,
    ) -> Result<Quotes, String> {
        let values: Vec<_> = values.iter().filter(|it| !it.suspended).collect();
        if values.is_empty() {
            return Ok(Quotes::new());
        }
        let plain = |kind, words: &[(&str, Side)]| {
            let prices = worded(&values, words)?;
            self.whole(kind, period, None, prices)
        };
        match what {
            What::ThreeWay => plain(MarketKind::Moneyline3, &WINNER_OR_DRAW),
            What::TwoWay => plain(MarketKind::Moneyline2, &WINNER),
            What::DrawNoBet => plain(MarketKind::DrawNoBet, &WINNER),
            What::DoubleChance => plain(MarketKind::DoubleChance, &TWO_OF_THREE),
            What::BothScore => plain(MarketKind::BothTeamsToScore, &YES_NO),
            What::OddEven => plain(MarketKind::OddEven, &PARITY),
            What::Spread => {
                let [home, away] = lined(&values, ["Home", "Away"], left_out)?;
                let pairs = lines::handicaps(self.priced.written, &home, &away)?;
                let sides = [Side::Home, Side::Away];
                Ok(self.each((MarketKind::Spread, period), sides, pairs, left_out))
            }
            What::Total => self.total((MarketKind::Total, period), &values, left_out),
            What::TeamTotal(role) => {
                let side = self
                    .game
                    .side(role)
                    .ok_or("about a side that is not there")?;
                let subject = side.first_id(NAME, self.game.league.sport);
                let mut quotes = self.total((MarketKind::TeamTotal, period), &values, left_out)?;
                quotes.iter_mut().for_each(|it| it.subject = Some(subject));
                Ok(quotes)
            }
        }
    }

    fn total(
        &self,
        asked: (MarketKind, Period),
        values: &[&Value],
        left_out: &mut LeftOut,
    ) -> Result<Quotes, String> {
        let [over, under] = lined(values, ["Over", "Under"], left_out)?;
        let pairs = lines::alike(&over, &under)?;
        Ok(self.each(asked, [Side::Over, Side::Under], pairs, left_out))
    }

    /// The quotes of each line that has both prices.
    fn each(
        &self,
        (kind, period): (MarketKind, Period),
        sides: [Side; 2],
        pairs: Pairs,
        left_out: &mut LeftOut,
    ) -> Quotes {
        left_out.alone += pairs.alone;
        let mut quotes = Quotes::new();
        for (line, first, second) in pairs.whole {
            let prices = vec![(sides[0], first), (sides[1], second)];
            match self.whole(kind, period, Some(line), prices) {
                Ok(found) => quotes.extend(found),
                Err(reason) => left_out
                    .reasons
                    .push(format!("{}: {reason}", line.signed())),
            }
        }
        quotes
    }

    fn whole(
        &self,
        kind: MarketKind,
        period: Period,
        line: Option<Line>,
        prices: Vec<(Side, Price)>,
    ) -> Result<Quotes, String> {
        check::whole(&Offer {
            bookmaker: (&self.bookmaker.code, &self.bookmaker.name),
            kind,
            period,
            line,
            mark: QuoteMark::Current,
            source_at: self.priced.source_at,
            prices,
        })
    }
}

/// The price of each answer that is one word.
fn worded(values: &[&Value], words: &[(&str, Side)]) -> Result<Vec<(Side, Price)>, String> {
    let prices = values.iter().map(|it| {
        let label = it.value.text();
        let known = words.iter().find(|word| word.0 == label);
        let side = known
            .ok_or_else(|| format!("{label:?} is no answer to it"))?
            .1;
        Ok((side, price(it)?))
    });
    prices.collect()
}

/// The lines and prices of two answers: `Over 2.5`, or `Over` beside a handicap. A price that is
/// none, such as one of 1.00 far from the middle, leaves the other lines as they are.
fn lined(
    values: &[&Value],
    words: [&str; 2],
    left_out: &mut LeftOut,
) -> Result<[Vec<(Line, Price)>; 2], String> {
    let mut found = [Vec::new(), Vec::new()];
    for value in values {
        let label = value.value.text();
        let (word, line) = match &value.handicap {
            Some(line) => (label.as_str(), line.text()),
            None => match label.rsplit_once(' ') {
                Some((word, line)) => (word, line.to_owned()),
                None => return Err(format!("{label:?} has no line")),
            },
        };
        let place = words.iter().position(|it| *it == word.trim());
        let place = place.ok_or_else(|| format!("{label:?} is no answer to it"))?;
        let line = line.parse::<Line>().map_err(|it| it.to_string())?;
        match Price::parse(OddsFormat::Decimal, &value.odd.text()) {
            Ok(price) => found[place].push((line, price)),
            // The other side stands alone then.
            Err(PriceError::NoGain { .. }) => {}
            Err(error) => left_out.reasons.push(format!("{label:?}: {error}")),
        }
    }
    Ok(found)
}

fn price(value: &Value) -> Result<Price, String> {
    let read = Price::parse(OddsFormat::Decimal, &value.odd.text());
    read.map_err(|it| format!("{:?}: {it}", value.value.text()))
}
