//! Prices in the two layouts that the scoreboards have had.

use shared::feed::{QuoteMark, QuoteReport};
use shared::game::Period;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Side};
use shared::price::Price;

use super::wire::{Moments, Number, Odds, SideOdds, Sides, Team};
use crate::check::{self, Offer};
use crate::json::Text;
use crate::slug::word;

/// The bookmaker id under which prices during the game come, and how such names end.
const LIVE: &str = "59";
const LIVE_ENDING: &str = "Live Odds";

/// Ids of forecasters, whose numbers look like prices and are offered by nobody.
const FORECASTS: &[&str] = &["1001", "1002", "1003"];

/// A moneyline in `details` is at least this; a handicap is less.
const MONEYLINE_MIN: i32 = 400;

/// Whether these are prices of a game in play.
pub(super) fn are_live(odds: &Odds) -> bool {
    let provider = &odds.provider;
    let is_live = provider.id.as_ref().is_some_and(|it| it.text() == LIVE);
    is_live || provider.name.to_ascii_lowercase().contains("live")
}

/// What members read. The name of a branch follows in brackets, and changes from answer to answer;
/// in play the bookmaker is called by another name.
fn name_of(odds: &Odds) -> &str {
    let provider = &odds.provider;
    let name = provider.display_name.as_ref().unwrap_or(&provider.name);
    let name = name.split('(').next().unwrap_or_default().trim();
    let plain = name.strip_suffix(LIVE_ENDING).unwrap_or(name);
    plain.trim_end_matches([' ', '-'])
}

/// Every market of one bookmaker, or why not, each by itself. None for forecasts.
pub(super) fn read(
    sport: Sport,
    codes: (Option<&str>, Option<&str>),
    odds: &Odds,
) -> Vec<Result<Vec<QuoteReport>, String>> {
    let id = odds.provider.id.as_ref().map(Text::text);
    if id.is_some_and(|it| FORECASTS.contains(&it.as_str())) {
        return Vec::new();
    }
    let is_live = are_live(odds);
    let name = name_of(odds);
    let reader = Reader {
        bookmaker: (&word(name), name),
        winner: match sport {
            Sport::Soccer => MarketKind::Moneyline3,
            _ => MarketKind::Moneyline2,
        },
        odds,
        mark: if is_live {
            QuoteMark::InPlay
        } else {
            QuoteMark::Current
        },
        stated: stated_line(codes, odds),
    };
    let mut markets = vec![reader.winner(), reader.spread(), reader.total()];
    if !is_live {
        markets.extend(reader.opening().into_iter().map(Ok));
    }
    markets
}

/// Whether prices that name their teams name those of the event in the same roles: sides that were
/// turned round in one place and not in the other would sell one team at the other's price.
pub(super) fn names_its_sides(
    (home, away): (Option<&Team>, Option<&Team>),
    odds: &Odds,
) -> Result<(), String> {
    for (role, team, priced) in [
        ("home", home, &odds.home_team_odds),
        ("away", away, &odds.away_team_odds),
    ] {
        let named = priced.as_ref().and_then(|it| it.team.as_ref()?.id.as_ref());
        let (Some(named), Some(team)) = (named, team) else {
            continue;
        };
        let (named, plays) = (named.text(), team.id.text());
        if named != plays {
            return Err(format!(
                "contradiction: the {role} side is {plays}, and its prices are those of {named}"
            ));
        }
    }
    Ok(())
}

struct Reader<'a> {
    bookmaker: (&'a str, &'a str),
    winner: MarketKind,
    odds: &'a Odds,
    /// Of all but opening prices.
    mark: QuoteMark,
    stated: Option<Line>,
}

type Market = Result<Vec<QuoteReport>, String>;

impl Reader<'_> {
    fn winner(&self) -> Market {
        let Odds { moneyline, .. } = self.odds;
        let mut sides = vec![
            (
                Side::Home,
                nested(moneyline, |it| &it.home, now),
                &self.odds.home_team_odds,
            ),
            (
                Side::Away,
                nested(moneyline, |it| &it.away, now),
                &self.odds.away_team_odds,
            ),
        ];
        if self.winner == MarketKind::Moneyline3 {
            let draw = nested(moneyline, |it| &it.draw, now);
            sides.push((Side::Draw, draw, &self.odds.draw_odds));
        }
        let prices = sides.into_iter().map(|(side, nested, flat)| {
            let flat = flat.as_ref().and_then(|it| it.money_line.as_ref());
            (side, nested.and_then(|it| it.odds.as_ref()).or(flat))
        });
        self.market(self.winner, None, self.mark, prices)
    }

    fn spread(&self) -> Market {
        let Odds { point_spread, .. } = self.odds;
        let home = nested(point_spread, |it| &it.home, now);
        let away = nested(point_spread, |it| &it.away, now);
        let flat = |side: &'_ Option<SideOdds>| side.as_ref().and_then(|it| it.spread_odds.clone());
        let flat = (
            flat(&self.odds.home_team_odds),
            flat(&self.odds.away_team_odds),
        );
        let prices = [
            (
                Side::Home,
                home.and_then(|it| it.odds.as_ref()).or(flat.0.as_ref()),
            ),
            (
                Side::Away,
                away.and_then(|it| it.odds.as_ref()).or(flat.1.as_ref()),
            ),
        ];
        let mirrored = handicaps(home, away)?;
        let line = match (mirrored, self.stated) {
            (Some(line), Some(stated)) if line.quarters() * stated.quarters() < 0 => {
                return Err(format!("contradiction: spread is {line} and {stated}"));
            }
            (line, stated) => line.or(stated),
        };
        self.market(MarketKind::Spread, line, self.mark, prices.into_iter())
    }

    fn total(&self) -> Market {
        let Odds { total, .. } = self.odds;
        let over = nested(total, |it| &it.over, now);
        let under = nested(total, |it| &it.under, now);
        let line = match totals(over, under)? {
            Some(line) => Some(line),
            None => self.odds.over_under.as_ref().map(line).transpose()?,
        };
        let price = |nested: Option<&'_ Number>| nested.and_then(|it| it.odds.clone());
        let (over, under) = (price(over), price(under));
        let prices = [
            (Side::Over, over.as_ref().or(self.odds.over_odds.as_ref())),
            (
                Side::Under,
                under.as_ref().or(self.odds.under_odds.as_ref()),
            ),
        ];
        self.market(MarketKind::Total, line, self.mark, prices.into_iter())
    }

    /// The opening prices, as far as they are whole; often they are not, which is no news.
    fn opening(&self) -> Vec<Vec<QuoteReport>> {
        let Odds {
            moneyline,
            point_spread,
            total,
            ..
        } = self.odds;
        let price = |number: Option<&'_ Number>| number.and_then(|it| it.odds.clone());
        let winner = [
            (Side::Home, price(nested(moneyline, |it| &it.home, open))),
            (Side::Away, price(nested(moneyline, |it| &it.away, open))),
            (Side::Draw, price(nested(moneyline, |it| &it.draw, open))),
        ];
        let three = self.winner == MarketKind::Moneyline3;
        let winner = winner.iter().filter(|it| three || it.0 != Side::Draw);
        let (home, away) = (
            nested(point_spread, |it| &it.home, open),
            nested(point_spread, |it| &it.away, open),
        );
        let (over, under) = (
            nested(total, |it| &it.over, open),
            nested(total, |it| &it.under, open),
        );
        let mark = QuoteMark::Opening;
        let odds = |side, number: Option<&'_ Number>| (side, price(number));
        let spread = [odds(Side::Home, home), odds(Side::Away, away)];
        let totals_of = [odds(Side::Over, over), odds(Side::Under, under)];
        let by = |it: &'_ (Side, Option<Text>)| (it.0, it.1.clone());
        let markets = [
            self.whole(self.winner, Ok(None), mark, winner.map(by).collect()),
            self.whole(
                MarketKind::Spread,
                handicaps(home, away),
                mark,
                spread.to_vec(),
            ),
            self.whole(
                MarketKind::Total,
                totals(over, under),
                mark,
                totals_of.to_vec(),
            ),
        ];
        markets.into_iter().filter_map(Result::ok).collect()
    }

    fn whole(
        &self,
        kind: MarketKind,
        line: Result<Option<Line>, String>,
        mark: QuoteMark,
        prices: Vec<(Side, Option<Text>)>,
    ) -> Market {
        let prices = prices.iter().map(|(side, price)| (*side, price.as_ref()));
        self.market(kind, line?, mark, prices)
    }

    /// No price at all, or one that is off: no market.
    fn market<'b>(
        &self,
        kind: MarketKind,
        line: Option<Line>,
        mark: QuoteMark,
        given: impl Iterator<Item = (Side, Option<&'b Text>)>,
    ) -> Market {
        let mut prices = Vec::new();
        for (side, text) in given {
            let Some(text) = text.map(Text::text) else {
                continue;
            };
            if text.eq_ignore_ascii_case("off") {
                return Ok(Vec::new());
            }
            let price = Price::parse_american(whole_number(&text));
            prices.push((side, price.map_err(|it| format!("{kind} {side}: {it}"))?));
        }
        if prices.is_empty() {
            return Ok(Vec::new());
        }
        check::whole(&Offer {
            bookmaker: self.bookmaker,
            kind,
            period: Period::Full,
            line,
            mark,
            source_at: None,
            prices,
        })
    }
}

/// `-110.0` is written as `-110` elsewhere.
fn whole_number(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}

fn now(moments: &Moments) -> &Option<Number> {
    &moments.close
}

fn open(moments: &Moments) -> &Option<Number> {
    &moments.open
}

fn nested(
    sides: &Option<Sides>,
    side: fn(&Sides) -> &Option<Moments>,
    moment: fn(&Moments) -> &Option<Number>,
) -> Option<&Number> {
    moment(side(sides.as_ref()?).as_ref()?).as_ref()
}

fn line(text: &Text) -> Result<Line, String> {
    text.text()
        .parse()
        .map_err(|it: shared::line::LineError| it.to_string())
}

/// A line that is not off, after the letter that a total has in front.
fn line_of(number: Option<&Number>, letter: Option<char>) -> Result<Option<Line>, String> {
    let Some(text) = number.and_then(|it| it.line.as_ref()).map(Text::text) else {
        return Ok(None);
    };
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    if text.eq_ignore_ascii_case("pk") || text.eq_ignore_ascii_case("even") {
        return Ok(Some(Line::ZERO));
    }
    let bare = letter.map_or(text.as_str(), |it| {
        text.strip_prefix([it, it.to_ascii_uppercase()])
            .unwrap_or(&text)
    });
    let line = bare.parse().map(Some);
    line.map_err(|it: shared::line::LineError| it.to_string())
}

/// The home side's handicap, when the away side's is the same turned.
fn handicaps(home: Option<&Number>, away: Option<&Number>) -> Result<Option<Line>, String> {
    match (line_of(home, None)?, line_of(away, None)?) {
        (Some(home), Some(away)) if home != -away => Err(format!(
            "contradiction: spread is {} at home and {} away",
            home.signed(),
            away.signed()
        )),
        (home, away) => Ok(home.or(away.map(|it| -it))),
    }
}

fn totals(over: Option<&Number>, under: Option<&Number>) -> Result<Option<Line>, String> {
    match (line_of(over, Some('o'))?, line_of(under, Some('u'))?) {
        (Some(over), Some(under)) if over != under => Err(format!(
            "contradiction: total is over {over} and under {under}"
        )),
        (over, under) => Ok(over.or(under)),
    }
}

/// The home side's handicap outside of the nested layout: in `spread`, else in `details`.
fn stated_line((home, away): (Option<&str>, Option<&str>), odds: &Odds) -> Option<Line> {
    if let Some(spread) = &odds.spread {
        return line(spread).ok();
    }
    let (code, number) = odds.details.as_deref()?.trim().rsplit_once(' ')?;
    let line: Line = number.parse().ok()?;
    if line.quarters().abs() >= MONEYLINE_MIN {
        return None;
    }
    match code {
        code if Some(code) == home => Some(line),
        code if Some(code) == away => Some(-line),
        _ => None,
    }
}
