//! Legs that cannot both win.

use shared::market::{MarketKind, Selection, Side};

/// Whether two legs exclude each other, or are the same.
pub(crate) fn exclude(one: &Selection, other: &Selection) -> bool {
    if one.id == other.id {
        return true;
    }
    if one.game != other.game || one.period != other.period || one.statistic != other.statistic {
        return false;
    }
    if one.kind == other.kind && one.subject == other.subject && one.group == other.group {
        return same_question(one, other);
    }
    let margins = margin(one).zip(margin(other));
    margins.is_some_and(|(a, b)| a.0.max(b.0) > a.1.min(b.1))
}

fn same_question(one: &Selection, other: &Selection) -> bool {
    match one.kind {
        MarketKind::TopFinish | MarketKind::DoubleChance => false,
        MarketKind::Spread => {
            let margins = margin(one).zip(margin(other));
            margins.is_some_and(|(a, b)| a.0.max(b.0) > a.1.min(b.1))
        }
        _ => match (one.line, other.line) {
            (Some(line), Some(another)) => match (one.side, other.side) {
                (Side::Over, Side::Under) => line >= another,
                (Side::Under, Side::Over) => another >= line,
                _ => false,
            },
            _ => one.side != other.side,
        },
    }
}

/// A quarter of a point beyond a line, since a stake that is returned does not win.
const STEP: i32 = 1;
const FAR: i32 = 1_000_000;

/// By how many quarters the home side wins where this leg wins, from the least to the most.
fn margin(pick: &Selection) -> Option<(i32, i32)> {
    let line = pick.line.map_or(0, |it| it.quarters());
    match (pick.kind, pick.side) {
        (
            MarketKind::Moneyline2
            | MarketKind::Moneyline3
            | MarketKind::DrawNoBet
            | MarketKind::Spread,
            side,
        ) => match side {
            Side::Home => Some((STEP - line, FAR)),
            Side::Away => Some((-FAR, line - STEP)),
            Side::Draw => Some((0, 0)),
            _ => None,
        },
        (MarketKind::DoubleChance, Side::HomeOrDraw) => Some((0, FAR)),
        (MarketKind::DoubleChance, Side::AwayOrDraw) => Some((-FAR, 0)),
        (MarketKind::CorrectScore, Side::Score { home, away }) => {
            let margin = (i32::from(home) - i32::from(away)) * 4;
            Some((margin, margin))
        }
        _ => None,
    }
}
