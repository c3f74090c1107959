//! The prices of the league's partner, for the games of one day.
//!
//! Once the puck drops they are prices in play: only those from before the start are taken.

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use shared::competitor::Role;
use shared::feed::{GameReport, QuoteMark, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire::{self, Odds, PricedGame};
use crate::check::{self, Offer};
use crate::error::Garbled;
use crate::slug::word;
use crate::{json, teams};

/// The prices of one bookmaker, by game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The bookmaker's name.
    pub bookmaker: String,
    /// The day of the games that it offers.
    pub day: Option<NaiveDate>,
    /// What it offers on each game, by the feed's own id.
    pub games: BTreeMap<String, GamePrices>,
    /// Games whose prices cannot be read, and why.
    pub rejected: Vec<String>,
}

/// What is offered on one game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GamePrices {
    sides: (String, String),
    /// When the prices held.
    updated_at: Option<DateTime<Utc>>,
    /// The prices of the markets that are whole.
    pub quotes: Vec<QuoteReport>,
    /// What is wrong with the others.
    pub rejected: Vec<String>,
}

/// Reads the partner's prices.
///
/// # Errors
/// [`Garbled`] when it is no such answer.
pub fn read_odds(body: &Bytes) -> Result<Partner, Garbled> {
    let read: wire::Partner = json::read(body)?;
    let updated_at = read.last_updated_utc.as_deref();
    let updated_at = updated_at.and_then(|it| it.parse::<DateTime<Utc>>().ok());
    let name = read.betting_partner.name.trim();
    let mut partner = Partner {
        bookmaker: name.to_owned(),
        day: read.current_odds_date.parse().ok(),
        games: BTreeMap::new(),
        rejected: Vec::new(),
    };
    for raw in &read.games {
        match json::text_part::<PricedGame>(raw.get()) {
            Ok(game) => {
                let prices = prices(name, updated_at, &game);
                partner.games.insert(game.game_id.text(), prices);
            }
            Err(reason) => partner.rejected.push(format!("odds: {reason}")),
        }
    }
    Ok(partner)
}

fn prices(name: &str, updated_at: Option<DateTime<Utc>>, game: &PricedGame) -> GamePrices {
    let code = word(name);
    let reader = Reader {
        bookmaker: (&code, name),
        updated_at,
        home: &game.home_team.odds,
        away: &game.away_team.odds,
    };
    let markets = [
        reader.winner("MONEY_LINE_2_WAY", MarketKind::Moneyline2, Period::Full),
        // A tie after the regular time gives the stake back.
        reader.winner(
            "MONEY_LINE_2_WAY_TNB",
            MarketKind::DrawNoBet,
            Period::Regulation,
        ),
        reader.three_way(),
        reader.puck_line(),
        reader.total(),
        reader.unknown(),
    ];
    let mut prices = GamePrices {
        sides: (game.home_team.id.text(), game.away_team.id.text()),
        updated_at,
        quotes: Vec::new(),
        rejected: Vec::new(),
    };
    for market in markets {
        match market {
            Ok(mut quotes) => prices.quotes.append(&mut quotes),
            Err(reason) => prices.rejected.push(format!("odds: {reason}")),
        }
    }
    prices
}

const KNOWN: &[&str] = &[
    "MONEY_LINE_2_WAY",
    "MONEY_LINE_2_WAY_TNB",
    "MONEY_LINE_3_WAY",
    "PUCK_LINE",
    "OVER_UNDER",
];
const DRAW: &str = "Draw";

struct Reader<'a> {
    bookmaker: (&'a str, &'a str),
    updated_at: Option<DateTime<Utc>>,
    home: &'a [Odds],
    away: &'a [Odds],
}

type Market = Result<Vec<QuoteReport>, String>;

impl Reader<'_> {
    /// Both sides' prices without a qualifier.
    fn winner(&self, description: &str, kind: MarketKind, period: Period) -> Market {
        let home = only(self.home, description, |it| it.is_empty())?;
        let away = only(self.away, description, |it| it.is_empty())?;
        let prices = [(Side::Home, home), (Side::Away, away)];
        self.market(kind, period, None, &prices)
    }

    /// The price of the draw stands beside both sides, and must be one.
    fn three_way(&self) -> Market {
        let of = |odds, draw: bool| only(odds, "MONEY_LINE_3_WAY", |it| (it == DRAW) == draw);
        let (home, away) = (of(self.home, false)?, of(self.away, false)?);
        let (draw, again) = (of(self.home, true)?, of(self.away, true)?);
        if let (Some(draw), Some(again)) = (draw, again)
            && price(draw)? != price(again)?
        {
            return Err("contradiction: the draw has two prices".to_owned());
        }
        let prices = [
            (Side::Home, home),
            (Side::Draw, draw.or(again)),
            (Side::Away, away),
        ];
        let kind = MarketKind::Moneyline3;
        self.market(kind, Period::Regulation, None, &prices)
    }

    /// Each side's own handicap: the away side's is the home side's turned.
    fn puck_line(&self) -> Market {
        let home = only(self.home, "PUCK_LINE", |_| true)?;
        let away = only(self.away, "PUCK_LINE", |_| true)?;
        let (Some(own), Some(other)) = (home, away) else {
            return self.nothing_or_half(MarketKind::Spread, home.or(away));
        };
        let (line, turned) = (line(&own.qualifier)?, line(&other.qualifier)?);
        if line != -turned {
            return Err(format!(
                "contradiction: puck line is {} at home and {} away",
                line.signed(),
                turned.signed()
            ));
        }
        let prices = [(Side::Home, home), (Side::Away, away)];
        self.market(MarketKind::Spread, Period::Full, Some(line), &prices)
    }

    /// Over stands beside one side and under beside the other: the letter tells them apart.
    fn total(&self) -> Market {
        let both = || self.home.iter().chain(self.away);
        let of = |letter: char| {
            let mut found = both()
                .filter(|it| it.description == "OVER_UNDER" && it.qualifier.starts_with(letter));
            match (found.next(), found.next()) {
                (_, Some(_)) => Err(format!("OVER_UNDER {letter} is there twice")),
                (one, None) => Ok(one),
            }
        };
        let (over, under) = (of('O')?, of('U')?);
        let (Some(own), Some(other)) = (over, under) else {
            return self.nothing_or_half(MarketKind::Total, over.or(under));
        };
        let bare = |odds: &Odds| line(&odds.qualifier[1..]);
        let (line, again) = (bare(own)?, bare(other)?);
        if line != again {
            return Err(format!(
                "contradiction: total is over {line} and under {again}"
            ));
        }
        let prices = [(Side::Over, over), (Side::Under, under)];
        self.market(MarketKind::Total, Period::Full, Some(line), &prices)
    }

    /// Markets that the table does not have.
    fn unknown(&self) -> Market {
        let mut all = self.home.iter().chain(self.away);
        match all.find(|it| !KNOWN.contains(&it.description.as_str())) {
            Some(odds) => Err(format!("unknown market {:?}", odds.description)),
            None => Ok(Vec::new()),
        }
    }

    fn nothing_or_half(&self, kind: MarketKind, half: Option<&Odds>) -> Market {
        match half {
            None => Ok(Vec::new()),
            Some(_) => Err(format!("incomplete: {kind} of {}", self.bookmaker.1)),
        }
    }

    /// No price at all: no market.
    fn market(
        &self,
        kind: MarketKind,
        period: Period,
        line: Option<Line>,
        given: &[(Side, Option<&Odds>)],
    ) -> Market {
        let mut prices = Vec::new();
        for (side, odds) in given {
            if let Some(odds) = odds {
                prices.push((*side, price(odds)?));
            }
        }
        if prices.is_empty() {
            return Ok(Vec::new());
        }
        check::whole(&Offer {
            bookmaker: self.bookmaker,
            kind,
            period,
            line,
            mark: QuoteMark::Current,
            source_at: self.updated_at,
            prices,
        })
    }
}

/// The one price of that description whose qualifier fits.
fn only<'a>(
    odds: &'a [Odds],
    description: &str,
    fits: impl Fn(&str) -> bool,
) -> Result<Option<&'a Odds>, String> {
    let mut found = odds
        .iter()
        .filter(|it| it.description == description && fits(it.qualifier.trim()));
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(format!("{description} is there twice")),
        (one, None) => Ok(one),
    }
}

fn price(odds: &Odds) -> Result<Price, String> {
    let value = odds.value.as_ref().and_then(json::Text::whole);
    let value = value.ok_or_else(|| format!("{} without a price", odds.description))?;
    Price::from_american(value).map_err(|it| format!("{}: {it}", odds.description))
}

fn line(text: &str) -> Result<Line, String> {
    let line = text.trim().parse();
    line.map_err(|it: shared::line::LineError| it.to_string())
}

impl GamePrices {
    /// Puts them into the report of their game, if it has not begun. Returns what is wrong with
    /// them.
    pub(super) fn put(&self, game: &mut GameReport) -> Vec<String> {
        if game.status != GameStatus::Scheduled {
            return Vec::new();
        }
        let of = |role| game.side(role).map(|it| it.reference.as_str());
        let (home, away) = (
            teams::reference(&self.sides.0),
            teams::reference(&self.sides.1),
        );
        if (of(Role::Home), of(Role::Away)) != (Some(&home), Some(&away)) {
            return vec![format!(
                "contradiction: the prices are those of {home} and {away}"
            )];
        }
        if self.updated_at.is_some_and(|it| it >= game.starts_at) {
            return vec!["odds: from after the start".to_owned()];
        }
        game.quotes.clone_from(&self.quotes);
        self.rejected.clone()
    }
}
