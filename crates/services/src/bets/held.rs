//! Works out what a bet is graded on where that is not what was quoted (a teaser's moved lines, the
//! place part of each-way bets), and what the whole bet may return.

use std::collections::HashMap;

use grading::TicketError;
use grading::each_way;
use grading::fraction::Fraction;
use grading::jsonl::stored;
use grading::teaser::TeaseError;
use grading::teaser::charts::teased as teased_line;
use grading::ticket::progress::possible_return_of;
use grading::ticket::rules::TicketRules;
use grading::ticket::terms::Terms;
use shared::id::SelectionId;
use shared::line::Line;
use shared::market::Selection;
use shared::units::Units;
use sqlx::PgPool;
use store::StoreError;
use store::tickets::{LegRequestRow, PlaceOutcome};

use super::placement::{LegRequest, Placement, price_part};
use crate::each_way::each_way_terms;

/// The legs as the member requested them. `None` if a price is out of range.
pub(super) fn rows(bet: &Placement) -> Option<Vec<LegRequestRow>> {
    bet.legs.iter().map(row).collect()
}

fn row(leg: &LegRequest) -> Option<LegRequestRow> {
    let each_way = leg.each_way.as_ref();
    Some(LegRequestRow {
        selection_id: Some(leg.selection),
        bookmaker_id: Some(leg.bookmaker),
        price_num: price_part(leg.num)?,
        price_den: price_part(leg.den)?,
        place_num: each_way.map(|it| it.num.into()),
        place_den: each_way.map(|it| it.den.into()),
        places: each_way.map(|it| i16::try_from(it.places).unwrap_or(i16::MAX)),
        ..LegRequestRow::default()
    })
}

/// The same legs with the selections that they are graded on, where these are not the quoted ones.
/// They never change, so they are read before the transaction; a plain bet reads nothing.
pub(super) async fn held(
    pool: &PgPool,
    bet: &Placement,
    mut rows: Vec<LegRequestRow>,
) -> Result<Result<Vec<LegRequestRow>, PlaceOutcome>, StoreError> {
    let points = bet.terms.points();
    if points.is_none() && bet.legs.iter().all(|it| it.each_way.is_none()) {
        return Ok(Ok(rows));
    }
    let ids: Vec<_> = bet.legs.iter().map(|it| it.selection).collect();
    let mut connection = pool.acquire().await?;
    let quoted = store::board::selections(&mut connection, &ids).await?;
    let quoted: HashMap<SelectionId, Selection> =
        quoted.into_iter().map(|it| (it.id, it)).collect();
    for (leg, row) in bet.legs.iter().zip(&mut rows) {
        let Some(quoted) = quoted.get(&leg.selection) else {
            return Ok(Err(PlaceOutcome::UnknownSelection));
        };
        if let Some(points) = points {
            let Ok(teased) = teased(quoted, points) else {
                return Ok(Err(PlaceOutcome::UnfitLeg));
            };
            row.teased_market_id = Some(teased.market);
            row.teased_selection_id = Some(teased.id);
            row.teased_line = teased.line.map(Line::quarters);
        }
        if let Some(terms) = &leg.each_way {
            let Some(placed) = quoted.to_finish_within(terms.places) else {
                return Ok(Err(PlaceOutcome::UnfitLeg));
            };
            row.place_market_id = Some(placed.market);
            row.place_selection_id = Some(placed.id);
        }
    }
    Ok(Ok(rows))
}

/// The same side of the same market at a line that is moved in its favour.
fn teased(quoted: &Selection, points: Line) -> Result<Selection, TeaseError> {
    let moved = teased_line(quoted, points)?;
    quoted.at_line(moved).ok_or(TeaseError::NoLine)
}

/// How many bets the ticket consists of, and what it returns if every leg wins at the prices that
/// the member saw. The database computes this itself where it follows from the prices.
pub(super) fn promise(bet: &Placement) -> Result<(i32, Units), PlaceOutcome> {
    let each_way = bet.legs.iter().any(|it| it.each_way.is_some());
    if matches!(bet.terms, Terms::Single | Terms::Parlay) && !each_way {
        return Ok((1, bet.stake));
    }
    let rules = TicketRules::default();
    let json = bet.terms.to_json();
    let kind = stored::kind(bet.terms.kind(), &json, bet.legs.len(), &rules);
    let kind = kind.map_err(|_| PlaceOutcome::TooManyLegs)?;
    let bets = kind.bets() * if each_way { 2 } else { 1 };
    let legs: Option<Vec<_>> = bet.legs.iter().map(priced).collect();
    let legs = legs.ok_or(PlaceOutcome::UnfitLeg)?;
    match possible_return_of(&kind, bet.stake, &legs, rules.each_way) {
        Ok(units) => Ok((i32::try_from(bets).unwrap_or(i32::MAX), units)),
        Err(TicketError::ReturnTooLarge) => Err(PlaceOutcome::ReturnTooLarge),
        Err(_) => Err(PlaceOutcome::UnfitLeg),
    }
}

/// `None` for a price or a share that is not a valid ratio.
fn priced(leg: &LegRequest) -> Option<(Fraction, Option<each_way::Terms>)> {
    let price = (leg.den > 0).then(|| Fraction::new(leg.num.into(), leg.den.into()))?;
    match leg.each_way.map(each_way_terms) {
        Some(terms) => Some((price, Some(terms?))),
        None => Some((price, None)),
    }
}
