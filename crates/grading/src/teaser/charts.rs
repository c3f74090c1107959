//! The teasers that are sold: by how many points, in which sport, and what so many legs pay.
//!
//! The rows are those of William Hill US for football and basketball (house rules, "Teasers"): a
//! tie reduces a teaser to the row below. Its special three-team teasers, whose ties lose, are not
//! sold here.

use std::collections::BTreeMap;

use shared::game::Period;
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection};
use shared::price::Price;

use super::{TeaseError, moved};

/// What a teaser by so many points pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    quarters: i32,
    /// Rows for two legs, three, and so on: what so many winning legs pay, as an American price.
    rows: &'static [i32],
}

const FOOTBALL: &[Chart] = &[
    chart(24, &[-115, 160, 260, 400, 600, 800, 1_000, 1_500, 2_000]),
    chart(26, &[-125, 145, 220, 350, 500, 700, 900, 1_200, 1_500]),
    chart(28, &[-140, 130, 200, 300, 450, 600, 800, 1_000, 1_200]),
];

const BASKETBALL: &[Chart] = &[
    chart(16, &[-110, 180, 250]),
    chart(18, &[-120, 150, 220]),
    chart(20, &[-140, 120, 180]),
];

const fn chart(quarters: i32, rows: &'static [i32]) -> Chart {
    Chart { quarters, rows }
}

/// The fewest legs of a row.
const FIRST_ROW: usize = 2;

impl Chart {
    /// By how much every line is moved.
    ///
    /// # Errors
    /// None of a chart of ours: points are far from the bounds of a line.
    pub fn points(&self) -> Result<Line, shared::line::LineError> {
        Line::from_quarters(self.quarters)
    }

    /// The most legs that it has a row for.
    pub const fn legs_max(&self) -> usize {
        self.rows.len() + 1
    }

    /// What so many winning legs pay.
    pub fn pays(&self, legs: usize) -> Option<Price> {
        let american = self.rows.get(legs.checked_sub(FIRST_ROW)?)?;
        Price::from_american(*american).ok()
    }

    /// Its rows up to that many legs, as a ticket is agreed on. Legs that tie take a ticket to
    /// rows below its own and never to one above.
    pub fn rows_up_to(&self, legs: usize) -> BTreeMap<usize, Price> {
        let rows = FIRST_ROW..=legs;
        rows.filter_map(|it| Some((it, self.pays(it)?))).collect()
    }
}

/// The charts of a sport, by points. None where teasers are not sold.
pub const fn charts(sport: Sport) -> &'static [Chart] {
    match sport {
        Sport::AmericanFootball => FOOTBALL,
        Sport::Basketball => BASKETBALL,
        _ => &[],
    }
}

/// The chart of a sport for that many points.
pub fn chart_of(sport: Sport, points: Line) -> Option<&'static Chart> {
    let mut charts = charts(sport).iter();
    charts.find(|it| it.quarters == points.quarters())
}

/// The line of a leg on a teaser: only spreads and totals of a whole game are teased. Six points on
/// what a player does would be free money.
///
/// # Errors
/// [`TeaseError`] when the leg cannot be teased.
pub fn teased(selection: &Selection, points: Line) -> Result<Line, TeaseError> {
    let is_main = matches!(selection.kind, MarketKind::Spread | MarketKind::Total)
        && selection.period == Period::Full
        && selection.subject.is_none()
        && selection.statistic.is_none();
    if !is_main {
        return Err(TeaseError::NotMain);
    }
    moved(selection.line, selection.side, points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_legs_pay_more_and_more_points_pay_less() {
        for sport in [Sport::AmericanFootball, Sport::Basketball] {
            let charts = charts(sport);
            for (number, chart) in charts.iter().enumerate() {
                let pays = |legs| {
                    let price = chart.pays(legs).unwrap();
                    crate::fraction::of_price(price)
                };
                for legs in FIRST_ROW + 1..=chart.legs_max() {
                    assert!(pays(legs) > pays(legs - 1), "{chart:?}, {legs}");
                }
                for other in &charts[..number] {
                    assert!(other.points().unwrap() < chart.points().unwrap());
                    for legs in FIRST_ROW..=chart.legs_max() {
                        let dearer = crate::fraction::of_price(other.pays(legs).unwrap());
                        assert!(dearer > pays(legs), "{chart:?}, {legs}");
                    }
                }
                assert_eq!(chart.pays(1), None);
                assert_eq!(chart.pays(chart.legs_max() + 1), None);
            }
        }
        assert!(charts(Sport::Soccer).is_empty());
    }
}
