//! The guard that every market passes before it leaves this crate.

use chrono::{DateTime, Utc};
use shared::feed::{QuoteMark, QuoteReport};
use shared::game::Period;
use shared::line::Line;
use shared::market::{Answers, MarketKind, Side};
use shared::price::Price;

/// Below this, in thousandths for each answer that is right, whoever backs every answer cannot
/// lose: no bookmaker offers that.
const OVERROUND_MIN: u128 = 1_000;
/// Above this two or three prices do not belong together, such as the two sides of different lines.
const OVERROUND_MAX: u128 = 1_250;
/// By how much more each further answer may raise the sum. Bookmakers ask more for long shots, and
/// a field is mostly long shots: 150 golfers may come to four times what they are worth. Prices on
/// another question, such as who is among the first five, come to more.
const OVERROUND_MORE: u128 = 20;
/// How many answers have the plain limit.
const FEW_ANSWERS: usize = 3;

/// What prices may sum to, in thousandths.
#[derive(Clone, Copy)]
struct Bounds {
    /// The least for each answer that is right.
    min: u128,
    /// How many answers there are.
    answers: usize,
    /// How many of them are right at once.
    winners: u8,
}
/// The lower bound where each price is the best of many bookmakers, who need not agree.
const OVERROUND_MIN_OF_MANY: u128 = 800;

/// The bookmaker whose prices are the best of many.
pub(crate) const MAXIMUM: &str = "maximum";

/// All prices of one market from one bookmaker, as a feed has them.
#[derive(Clone, Debug)]
pub(crate) struct Offer<'a> {
    /// The bookmaker's code and name.
    pub(crate) bookmaker: (&'a str, &'a str),
    /// The kind of market.
    pub(crate) kind: MarketKind,
    /// Which part of the game counts.
    pub(crate) period: Period,
    /// The home side's line, or the total.
    pub(crate) line: Option<Line>,
    /// Which moment of the price's life.
    pub(crate) mark: QuoteMark,
    /// When the feed says that it held.
    pub(crate) source_at: Option<DateTime<Utc>>,
    /// One price for each answer of the kind.
    pub(crate) prices: Vec<(Side, Price)>,
}

/// The quotes of a market that is whole and whose prices belong together, or what is wrong. Which
/// answers it must have, and whether a line, is what its kind says. Whom it is about is not looked
/// at: who has a market about somebody names them in the quotes.
pub(crate) fn whole(offer: &Offer<'_>) -> Result<Vec<QuoteReport>, String> {
    let Offer { kind, line, .. } = *offer;
    let Answers::Fixed(sides) = kind.row().answers else {
        return Err(format!(
            "{kind} has no fixed answers: none can be said to be missing"
        ));
    };
    let prices = sides.iter().map(|side| {
        let found = offer.prices.iter().find(|(it, _)| it == side);
        let found = found.ok_or_else(|| format!("incomplete: {kind} has no price for {side}"))?;
        Ok(found.1)
    });
    let prices = prices.collect::<Result<Vec<_>, String>>()?;
    if offer.prices.len() != prices.len() {
        return Err(format!("{kind} has a price for something else"));
    }
    if line.is_none() && kind.has_line() {
        return Err(format!("incomplete: {kind} has no line"));
    }
    if line.is_some() && !kind.has_line() {
        return Err(format!("{kind} has a line where none is meant"));
    }
    let sum = overround(&prices).ok_or_else(|| "overround: prices too long".to_owned())?;
    let min = if offer.bookmaker.0 == MAXIMUM {
        OVERROUND_MIN_OF_MANY
    } else {
        OVERROUND_MIN
    };
    let (what, bookmaker) = (kind.word(), offer.bookmaker.1);
    let bounds = Bounds {
        min,
        answers: prices.len(),
        winners: kind.row().winners,
    };
    belong_together(what, bookmaker, sum, bounds)?;
    let quotes = offer.prices.iter().map(|(side, price)| QuoteReport {
        bookmaker: offer.bookmaker.0.to_owned(),
        bookmaker_name: offer.bookmaker.1.to_owned(),
        kind,
        period: offer.period,
        line,
        subject: None,
        statistic: None,
        group: Vec::new(),
        side: *side,
        price: *price,
        mark: offer.mark,
        source_at: offer.source_at,
    });
    Ok(quotes.collect())
}

/// Whether the prices of the two sides of a market could be those of one bookmaker.
pub(crate) fn is_fair(prices: [Price; 2]) -> bool {
    overround(&prices).is_some_and(|it| (OVERROUND_MIN..=OVERROUND_MAX).contains(&it))
}

/// Whether the prices that sum to so many thousandths can be those of one bookmaker on one
/// question.
fn belong_together(what: &str, bookmaker: &str, sum: u128, bounds: Bounds) -> Result<(), String> {
    let more = bounds.answers.saturating_sub(FEW_ANSWERS) as u128;
    let max = OVERROUND_MAX + OVERROUND_MORE * more;
    let winners = u128::from(bounds.winners);
    if (bounds.min * winners..=max * winners).contains(&sum) {
        return Ok(());
    }
    let (whole, rest) = (sum / 1_000, sum % 1_000);
    Err(format!(
        "overround: {what} prices of {bookmaker} sum to {whole}.{rest:03}"
    ))
}

/// Whether a bookmaker's prices on everybody who can win a contest belong together.
pub(crate) fn many(bookmaker: &str, prices: &[Price]) -> Result<(), String> {
    /// Fine enough that a thousand entrants, each rounded up, do not add a thousandth.
    const ONE: u128 = 1_000_000_000;
    if prices.len() < 2 {
        return Err("incomplete: a price for one alone".to_owned());
    }
    // Rounded up, each by less than a billionth: what falls short is short.
    let share = |it: &Price| (u128::from(it.den()) * ONE).div_ceil(it.num().into());
    let sum: u128 = prices.iter().map(share).sum();
    let thousandths = sum / (ONE / 1_000);
    let bounds = Bounds {
        min: OVERROUND_MIN,
        answers: prices.len(),
        winners: 1,
    };
    belong_together("outright", bookmaker, thousandths, bounds)
}

/// What one must stake to get back one unit whichever answer is right, in thousandths rounded
/// down. Nothing beyond 128 bits.
fn overround(prices: &[Price]) -> Option<u128> {
    let (mut num, mut den) = (0u128, 1u128);
    for price in prices {
        let (up, down) = (u128::from(price.den()), u128::from(price.num()));
        num = num.checked_mul(down)?.checked_add(up.checked_mul(den)?)?;
        den = den.checked_mul(down)?;
    }
    num.checked_mul(1_000)?.checked_div(den)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(kind: MarketKind, line: Option<&str>, prices: &[(Side, &str)]) -> Offer<'static> {
        Offer {
            bookmaker: ("acme", "Acme"),
            kind,
            period: Period::Full,
            line: line.map(|it| it.parse().unwrap()),
            mark: QuoteMark::Current,
            source_at: None,
            prices: prices
                .iter()
                .map(|(side, price)| (*side, price.parse().unwrap()))
                .collect(),
        }
    }

    #[test]
    fn a_real_market_passes() {
        for (kind, line, prices) in [
            (
                MarketKind::Spread,
                Some("-3.5"),
                vec![(Side::Home, "-110"), (Side::Away, "-110")],
            ),
            (
                MarketKind::Moneyline2,
                None,
                vec![(Side::Home, "+100"), (Side::Away, "+100")],
            ),
            (
                MarketKind::Moneyline3,
                None,
                vec![
                    (Side::Home, "2.10"),
                    (Side::Draw, "3.40"),
                    (Side::Away, "3.60"),
                ],
            ),
        ] {
            assert_eq!(
                whole(&offer(kind, line, &prices)).map(|it| it.len()),
                Ok(prices.len())
            );
        }
    }

    #[test]
    fn prices_that_do_not_belong_together_are_kept_out() {
        let turned = [(Side::Home, "1.20"), (Side::Away, "1.25")];
        let gift = [(Side::Home, "2.10"), (Side::Away, "2.10")];
        for prices in [turned, gift] {
            let reason = whole(&offer(MarketKind::Spread, Some("-1.5"), &prices)).unwrap_err();
            assert!(reason.starts_with("overround: "), "{reason}");
        }
    }

    /// A field of so many, each at that price.
    fn field(entrants: usize, price: &str) -> Result<(), String> {
        many("Acme", &vec![price.parse().unwrap(); entrants])
    }

    #[test]
    fn a_field_may_come_to_more_the_more_are_in_it() {
        // Thirty teams, twenty drivers, 150 golfers, at what they usually come to.
        for (entrants, price) in [(30, "22.0"), (20, "16.0"), (150, "81.0"), (2, "1.90")] {
            assert_eq!(field(entrants, price), Ok(()), "{entrants} at {price}");
        }
        // Who is on the podium, among the first five, or relegated: three, five and three can be.
        for (entrants, price) in [(20, "6.0"), (150, "26.0"), (20, "5.8"), (2, "1.40")] {
            let reason = field(entrants, price).unwrap_err();
            assert!(
                reason.starts_with("overround: "),
                "{entrants} at {price}: {reason}"
            );
        }
        let reason = field(10, "12.0").unwrap_err();
        assert_eq!(reason, "overround: outright prices of Acme sum to 0.833");
    }

    #[test]
    fn an_exchange_without_a_margin_is_taken_and_one_to_win_from_is_not() {
        let level = [(Side::Home, "2.00"), (Side::Away, "2.00")];
        assert!(whole(&offer(MarketKind::Moneyline2, None, &level)).is_ok());
        let crossed = [(Side::Home, "2.02"), (Side::Away, "2.00")];
        assert!(whole(&offer(MarketKind::Moneyline2, None, &crossed)).is_err());
    }

    #[test]
    fn the_best_prices_of_many_bookmakers_may_sum_to_less() {
        let prices = [(Side::Over, "2.10"), (Side::Under, "2.02")];
        let mut best = offer(MarketKind::Total, Some("2.5"), &prices);
        assert!(whole(&best).is_err());
        best.bookmaker = (MAXIMUM, "best");
        assert!(whole(&best).is_ok());
    }

    #[test]
    fn two_of_three_ends_come_to_twice_as_much_as_one() {
        let sum_of = |prices: [&str; 3]| {
            let sides = [Side::HomeOrDraw, Side::HomeOrAway, Side::AwayOrDraw];
            let prices: Vec<_> = sides.into_iter().zip(prices).collect();
            whole(&offer(MarketKind::DoubleChance, None, &prices))
        };
        for real in [["1.62", "1.30", "1.30"], ["1.36", "1.75", "1.22"]] {
            assert_eq!(sum_of(real).map(|it| it.len()), Ok(3), "{real:?}");
        }
        // Those of a three-way moneyline, and those that somebody would lose money on.
        for wrong in [["2.10", "3.40", "3.60"], ["1.60", "1.60", "1.60"]] {
            assert!(sum_of(wrong).is_err(), "{wrong:?}");
        }
        let gift = sum_of(["1.60", "1.60", "1.60"]).unwrap_err();
        assert_eq!(gift, "overround: double_chance prices of Acme sum to 1.875");
    }

    #[test]
    fn half_a_market_is_no_market() {
        let half = offer(MarketKind::Moneyline3, None, &[(Side::Home, "2.10")]);
        assert!(whole(&half).unwrap_err().starts_with("incomplete: "));
        let lineless = [(Side::Home, "-110"), (Side::Away, "-110")];
        assert!(whole(&offer(MarketKind::Spread, None, &lineless)).is_err());
    }

    #[test]
    fn every_kind_with_fixed_answers_needs_all_of_them_and_the_line_of_its_row() {
        for kind in MarketKind::ALL {
            let line = kind.has_line().then_some("1");
            let sides = kind.sides();
            // Even chances, and a small margin for any number of answers.
            let chance = f64::from(kind.row().winners) / sides.len().max(2) as f64;
            let price = format!("{:.2}", 1.0 / chance * 0.95);
            let prices: Vec<_> = sides.iter().map(|it| (*it, price.as_str())).collect();
            let read = whole(&offer(*kind, line, &prices));
            assert_eq!(read.is_ok(), sides.len() > 1, "{kind}: {read:?}");
            if let Some(missing) = prices.get(1..) {
                assert!(whole(&offer(*kind, line, missing)).is_err(), "{kind}");
            }
            let (other, at) = (line.is_none().then_some("1"), kind.has_line());
            let wrong = whole(&offer(*kind, other, &prices));
            assert!(wrong.is_err(), "{kind} has a line: {at}");
        }
    }
}
