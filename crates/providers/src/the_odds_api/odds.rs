//! From a bookmaker's markets on one event to quotes, each market by itself.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;
use shared::feed::{CompetitorReport, QuoteMark, QuoteReport};
use shared::game::Period;
use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::{OddsFormat, Price};

use super::NAME;
use super::leagues::{League, team};
use super::markets::{self, Asked, What};
use super::wire::{Bookmaker, Market, Outcome};
use crate::archive::athlete;
use crate::check::{self, Offer};
use crate::json;

/// What is known of the event before its prices are read.
pub(super) struct Event<'a> {
    /// The feed's id of it.
    pub(super) id: &'a str,
    pub(super) league: &'static League,
    /// In which format prices were asked for: a number alone does not say.
    pub(super) format: OddsFormat,
    /// The feed's name and the report of the home side and of the away side. `None`: a contest of
    /// many.
    pub(super) sides: Option<[(&'a str, &'a CompetitorReport); 2]>,
}

/// What was taken of an event's prices.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) quotes: Vec<QuoteReport>,
    /// Players and entrants that prices are about, by the feed's name.
    pub(super) named: BTreeMap<String, CompetitorReport>,
    /// What was not taken, and why.
    pub(super) refused: Vec<String>,
}

/// Reads the prices of every bookmaker.
pub(super) fn read(event: &Event<'_>, bookmakers: &[Box<RawValue>]) -> Taken {
    let mut taken = Taken::default();
    for raw in bookmakers {
        match json::text_part::<Bookmaker>(raw.get()) {
            Ok(bookmaker) => taken.take(event, &bookmaker),
            Err(reason) => taken.refused.push(format!("bookmaker: {reason}")),
        }
    }
    taken
}

impl Taken {
    fn take(&mut self, event: &Event<'_>, bookmaker: &Bookmaker) {
        let key = bookmaker.key.trim();
        if key.is_empty() || self.quotes.iter().any(|it| it.bookmaker == key) {
            self.refused
                .push(format!("bookmaker {key:?} has no key, or is there twice"));
            return;
        }
        let mut seen = std::collections::BTreeSet::new();
        for raw in &bookmaker.markets {
            let market = match json::text_part::<Market>(raw.get()) {
                Ok(market) => market,
                Err(reason) => {
                    self.refused.push(format!("{key}: {reason}"));
                    continue;
                }
            };
            let mut reader = Reader {
                event,
                bookmaker: (key, bookmaker.title.trim()),
                source_at: None,
                named: &mut self.named,
                refused: Vec::new(),
            };
            let read = reader.read(&market, bookmaker.last_update.as_deref());
            let mut reasons = reader.refused;
            match read {
                // A line that stands alone and again among others is the same market.
                Ok(quotes) => self.quotes.extend(quotes.into_iter().filter(|it| {
                    let subject = (it.subject, it.statistic.clone());
                    seen.insert((it.kind, it.period, it.line, subject, it.side))
                })),
                Err(reason) => reasons.push(reason),
            }
            reasons.dedup();
            let reasons = reasons
                .iter()
                .map(|it| format!("{key} {}: {it}", market.key));
            self.refused.extend(reasons);
        }
    }
}

/// Reads one market of one bookmaker.
struct Reader<'a> {
    event: &'a Event<'a>,
    bookmaker: (&'a str, &'a str),
    source_at: Option<DateTime<Utc>>,
    named: &'a mut BTreeMap<String, CompetitorReport>,
    /// What is wrong with parts of the market.
    refused: Vec<String>,
}

type Quotes = Result<Vec<QuoteReport>, String>;

/// A line and a price at it.
type At = (Line, Price);

impl Reader<'_> {
    fn read(&mut self, market: &Market, of_bookmaker: Option<&str>) -> Quotes {
        let sport = self.event.league.sport;
        let asked = markets::read(sport, &market.key);
        let asked = asked.ok_or_else(|| "it is none of the markets that are known".to_owned())?;
        if asked.what == What::Lay {
            return Ok(Vec::new());
        }
        let stated = market.last_update.as_deref().or(of_bookmaker);
        let stated = stated.ok_or("it does not say when its prices held")?;
        let at = stated.parse::<DateTime<Utc>>();
        let at = at.map_err(|_| format!("{stated:?} is no time"))?;
        self.source_at = Some(at);
        let outcomes = &market.outcomes;
        match (asked.what, self.event.sides.is_some()) {
            (What::Outright, false) => self.outright(outcomes),
            (What::Outright, true) | (_, false) => {
                Err("it does not fit the event: two sides, or many entrants".to_owned())
            }
            (What::Winner, true) => self.winner(asked.period, outcomes),
            (What::DrawNoBet, true) => {
                let period = match asked.period {
                    Period::Full => markets::regular(sport),
                    part => part,
                };
                let prices = self.by_side(outcomes)?;
                self.market(MarketKind::DrawNoBet, period, None, prices)
            }
            (What::BothScore, true) => {
                let prices = self.by_word(outcomes, [("Yes", Side::Yes), ("No", Side::No)])?;
                self.market(MarketKind::BothTeamsToScore, asked.period, None, prices)
            }
            (What::Spread, true) => self.spread(asked, outcomes),
            (What::Total, true) => {
                let all: Vec<_> = outcomes.iter().collect();
                self.over_under(MarketKind::Total, asked, &all)
            }
            (What::TeamTotal, true) => self.described(asked, outcomes, |reader, name| {
                let side = reader.side(name)?;
                Ok((reader.id(side), None))
            }),
            (What::Player(statistic), true) => self.described(asked, outcomes, |reader, name| {
                Ok((reader.athlete(name), Some(statistic)))
            }),
            (What::Lay, true) => Ok(Vec::new()),
        }
    }

    fn winner(&self, period: Period, outcomes: &[Outcome]) -> Quotes {
        let sport = self.event.league.sport;
        let prices = self.by_side(outcomes)?;
        let has_draw = prices.iter().any(|it| it.0 == Side::Draw);
        if markets::is_three_way(sport) && !has_draw {
            return Err("incomplete: there is no price for the draw".to_owned());
        }
        let (kind, period) = markets::winner(sport, period, has_draw);
        self.market(kind, period, None, prices)
    }

    /// Each side's own points: the away side's are the home side's turned.
    fn spread(&mut self, asked: Asked, outcomes: &[Outcome]) -> Quotes {
        let (mut home, mut away) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            let (line, price) = self.at(outcome)?;
            match self.side(&outcome.name)? {
                Side::Home => home.push((line, price)),
                _ => away.push((-line, price)),
            }
        }
        let told = |line: Line, turned: Line| {
            let (own, other) = (line.signed(), (-turned).signed());
            format!("contradiction: the points are {own} at home and {other} away")
        };
        let pairs = self.pairs(asked.many, (&home, &away), told)?;
        let mut quotes = Vec::new();
        for (line, home, away) in pairs {
            let prices = vec![(Side::Home, home), (Side::Away, away)];
            self.keep(MarketKind::Spread, asked.period, line, prices, &mut quotes);
        }
        Ok(quotes)
    }

    fn over_under(&mut self, kind: MarketKind, asked: Asked, outcomes: &[&Outcome]) -> Quotes {
        let (mut over, mut under) = (Vec::new(), Vec::new());
        for outcome in outcomes {
            let at = self.at(outcome)?;
            match outcome.name.as_str() {
                "Over" => over.push(at),
                "Under" => under.push(at),
                other => return Err(format!("{other:?} is neither over nor under")),
            }
        }
        let told = |over: Line, under: Line| {
            format!("contradiction: the line is {over} for over and {under} for under")
        };
        let pairs = self.pairs(asked.many, (&over, &under), told)?;
        let mut quotes = Vec::new();
        for (line, over, under) in pairs {
            let prices = vec![(Side::Over, over), (Side::Under, under)];
            self.keep(kind, asked.period, line, prices, &mut quotes);
        }
        Ok(quotes)
    }

    /// Over and under of each of those whom the descriptions name.
    fn described(
        &mut self,
        asked: Asked,
        outcomes: &[Outcome],
        whom: impl Fn(&mut Self, &str) -> Result<(CompetitorId, Option<&'static str>), String>,
    ) -> Quotes {
        let kind = match asked.what {
            What::TeamTotal => MarketKind::TeamTotal,
            _ => MarketKind::PlayerTotal,
        };
        let mut by_name: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
        for outcome in outcomes {
            match outcome.description.as_deref().map(str::trim) {
                Some(name) if !name.is_empty() => by_name.entry(name).or_default().push(outcome),
                _ => self.refused.push("a price about nobody".to_owned()),
            }
        }
        let mut quotes = Vec::new();
        for (name, outcomes) in by_name {
            match self.over_under(kind, asked, &outcomes) {
                Ok(found) if found.is_empty() => {}
                Ok(mut found) => match whom(self, name) {
                    Ok((subject, statistic)) => {
                        for quote in &mut found {
                            quote.subject = Some(subject);
                            quote.statistic = statistic.map(str::to_owned);
                        }
                        quotes.append(&mut found);
                    }
                    Err(reason) => self.refused.push(reason),
                },
                Err(reason) => self.refused.push(format!("{name}: {reason}")),
            }
        }
        Ok(quotes)
    }

    /// Everybody who can win a contest of many.
    fn outright(&mut self, outcomes: &[Outcome]) -> Quotes {
        let mut entrants: Vec<(&str, Price)> = Vec::new();
        for outcome in outcomes {
            let name = outcome.name.trim();
            if name.is_empty() || entrants.iter().any(|it| it.0 == name) {
                return Err(format!("entrant {name:?} has no name, or is there twice"));
            }
            entrants.push((name, self.price(outcome)?));
        }
        let prices: Vec<_> = entrants.iter().map(|it| it.1).collect();
        check::many(self.bookmaker.1, &prices)?;
        let mut quotes = Vec::new();
        for (name, price) in entrants {
            let league = self.event.league;
            let report = self.named.entry(name.to_owned());
            let report = report.or_insert_with(|| team(league, name));
            quotes.push(QuoteReport {
                bookmaker: self.bookmaker.0.to_owned(),
                bookmaker_name: self.bookmaker.1.to_owned(),
                kind: MarketKind::Outright,
                period: Period::Full,
                line: None,
                subject: None,
                statistic: None,
                group: Vec::new(),
                side: Side::Entrant(report.first_id(NAME, league.sport)),
                price,
                mark: QuoteMark::Current,
                source_at: self.source_at,
            });
        }
        Ok(quotes)
    }

    /// Both sides of each line. Where one line is meant there is one of either side, and it is the
    /// same; where many are, those that have one side only are counted and left out.
    fn pairs(
        &mut self,
        many: bool,
        (one, other): (&[At], &[At]),
        told: impl Fn(Line, Line) -> String,
    ) -> Result<Vec<(Line, Price, Price)>, String> {
        if let ([(line, price)], [(again, against)]) = (one, other) {
            if line == again {
                return Ok(vec![(*line, *price, *against)]);
            }
            if !many {
                return Err(told(*line, *again));
            }
        }
        if !many && (one.len() > 1 || other.len() > 1) {
            return Err("a side has more than one price".to_owned());
        }
        for side in [one, other] {
            let mut lines: Vec<_> = side.iter().map(|it| it.0).collect();
            lines.sort_unstable();
            if lines.windows(2).any(|it| it[0] == it[1]) {
                return Err("a line has two prices for one side".to_owned());
            }
        }
        let both = one.iter().filter_map(|(line, price)| {
            let against = other.iter().find(|it| it.0 == *line)?;
            Some((*line, *price, against.1))
        });
        let both: Vec<_> = both.collect();
        let alone = one.len() + other.len() - 2 * both.len();
        if alone > 0 {
            self.refused
                .push("incomplete: lines with a price for one side only".to_owned());
        }
        Ok(both)
    }

    /// The price of each side and of the draw.
    fn by_side(&self, outcomes: &[Outcome]) -> Result<Vec<(Side, Price)>, String> {
        let prices = outcomes.iter().map(|it| {
            let side = match it.name.as_str() {
                "Draw" => Side::Draw,
                name => self.side(name)?,
            };
            Ok((side, self.price(it)?))
        });
        prices.collect()
    }

    fn by_word(
        &self,
        outcomes: &[Outcome],
        words: [(&str, Side); 2],
    ) -> Result<Vec<(Side, Price)>, String> {
        let prices = outcomes.iter().map(|it| {
            let known = words.iter().find(|word| word.0 == it.name);
            let known = known.ok_or_else(|| format!("{:?} is no answer to it", it.name))?;
            Ok((known.1, self.price(it)?))
        });
        prices.collect()
    }

    fn side(&self, name: &str) -> Result<Side, String> {
        let sides = self
            .event
            .sides
            .iter()
            .flatten()
            .zip([Side::Home, Side::Away]);
        let mut found = sides.filter(|it| it.0.0 == name.trim());
        let found = found.next().map(|it| it.1);
        found.ok_or_else(|| format!("{name:?} is neither side of the event"))
    }

    fn id(&self, side: Side) -> CompetitorId {
        let at = usize::from(side == Side::Away);
        let report = self.event.sides.map(|it| it[at].1);
        let id = report.map(|it| it.first_id(NAME, self.event.league.sport));
        id.unwrap_or_else(|| CompetitorId::derive(NAME))
    }

    fn athlete(&mut self, name: &str) -> CompetitorId {
        let league = self.event.league;
        let report = self.named.entry(name.to_owned());
        let report = report.or_insert_with(|| CompetitorReport {
            reference: CompetitorReport::by_name(&format!("{}/{name}", self.event.id)),
            ..athlete(name, name.split_once(' ').map_or(name, |it| it.1))
        });
        report.first_id(NAME, league.sport)
    }

    fn at(&self, outcome: &Outcome) -> Result<At, String> {
        let point = outcome.point.as_ref().ok_or("a price without its points")?;
        let line = point.text().parse::<Line>().map_err(|it| it.to_string())?;
        Ok((line, self.price(outcome)?))
    }

    fn price(&self, outcome: &Outcome) -> Result<Price, String> {
        let text = outcome.price.text();
        let read = Price::parse(self.event.format, &text);
        read.map_err(|it| format!("{:?}: {it}", outcome.name))
    }

    fn keep(
        &mut self,
        kind: MarketKind,
        period: Period,
        line: Line,
        prices: Vec<(Side, Price)>,
        to: &mut Vec<QuoteReport>,
    ) {
        match self.market(kind, period, Some(line), prices) {
            Ok(mut quotes) => to.append(&mut quotes),
            Err(reason) => self.refused.push(format!("{}: {reason}", line.signed())),
        }
    }

    fn market(
        &self,
        kind: MarketKind,
        period: Period,
        line: Option<Line>,
        prices: Vec<(Side, Price)>,
    ) -> Quotes {
        check::whole(&Offer {
            bookmaker: self.bookmaker,
            kind,
            period,
            line,
            mark: QuoteMark::Current,
            source_at: self.source_at,
            prices,
        })
    }
}
