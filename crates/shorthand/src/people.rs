//! What is asked of a player, and of one or two of a field.

use shared::id::CompetitorId;
use shared::line::Line;
use shared::market::{MarketKind, Side};

use crate::ask::{Ask, Found, plain};
use crate::wants::Wants;

/// What is asked of a player.
pub(crate) fn person(ask: Ask<'_>, player: CompetitorId) -> Found {
    let wants = ask.wants;
    let of_team = wants.wins()
        || wants.signed.is_some()
        || wants.spread
        || wants.team_total
        || wants.game
        || wants.season.is_some()
        || wants.top.is_some()
        || wants.score.is_some();
    if let Some(bare) = wants
        .bare
        .as_deref()
        .filter(|_| wants.stat.is_none() && !of_team)
    {
        let line = bare.parse().ok();
        let counted = Wants {
            line,
            bare: None,
            ..wants.clone()
        };
        let ask = Ask {
            wants: &counted,
            ..ask
        };
        return if line.is_some() {
            person(ask, player)
        } else {
            Vec::new()
        };
    }
    let happens = wants.stat.as_ref().is_some_and(|it| it.happens);
    if of_team || (!wants.counts() && wants.stat.is_none()) {
        return Vec::new();
    }
    let subject = Some(player);
    if happens && !wants.counts() {
        let side = if wants.yes == Some(false) {
            Side::No
        } else {
            Side::Yes
        };
        let markets = ask.markets(MarketKind::PlayerYesNo, subject);
        let markets = markets.filter(|it| counts_statistic(wants, it.statistic.as_deref()));
        return markets
            .filter_map(|it| it.offer(side, None))
            .map(plain)
            .collect();
    }
    if wants.yes.is_some() || (wants.stat.is_none() && wants.line.is_none() && wants.plus.is_none())
    {
        return Vec::new();
    }
    let markets = ask.markets(MarketKind::PlayerTotal, subject);
    ask.totals_of(markets.filter(|it| counts_statistic(wants, it.statistic.as_deref())))
}

fn counts_statistic(wants: &Wants, statistic: Option<&str>) -> bool {
    let Some(stat) = &wants.stat else {
        return true;
    };
    stat.names.iter().any(|it| Some(it.as_str()) == statistic)
}

/// What is asked of one of a field.
pub(crate) fn entrant(ask: Ask<'_>, id: CompetitorId) -> Found {
    let (wants, side) = (ask.wants, Side::Entrant(id));
    let of_match = wants.signed.is_some()
        || wants.spread
        || wants.counts()
        || wants.draw
        || wants.three_way
        || wants.bare.is_some()
        || wants.beats
        || wants.head_to_head
        || wants.score.is_some();
    if of_match {
        return Vec::new();
    }
    if let Some(places) = wants.top {
        let line = Line::from_quarters(i32::from(places) * 4).ok();
        let markets = ask.markets(MarketKind::TopFinish, None);
        return markets
            .filter_map(|it| it.offer(side, line))
            .map(plain)
            .collect();
    }
    if let Some(stat) = &wants.stat {
        return if stat.happens {
            person(ask, id)
        } else {
            Vec::new()
        };
    }
    ask.answers(MarketKind::Outright, None, side)
}

/// Which of two is placed better: the first of them.
pub(crate) fn head_to_head(ask: Ask<'_>, first: CompetitorId, second: CompetitorId) -> Found {
    let wants = ask.wants;
    let over = wants.over == Some(Side::Over) && wants.line.is_none();
    let asked = wants.beats || wants.head_to_head || over;
    if !asked || wants.signed.is_some() || wants.line.is_some() {
        return Vec::new();
    }
    let first_is_picked = wants.beats || over || picked_before(wants);
    let other = (!first_is_picked).then_some(second);
    let picked: Vec<CompetitorId> = std::iter::once(first).chain(other).collect();
    let kinds = [MarketKind::HeadToHead, MarketKind::HeadToHead3];
    let markets = ask
        .event
        .markets
        .iter()
        .filter(|it| kinds.contains(&it.kind));
    let markets = markets.filter(|it| it.group.contains(&first) && it.group.contains(&second));
    let mut found = Vec::new();
    for market in markets {
        let offers = picked
            .iter()
            .filter_map(|it| market.offer(Side::Entrant(*it), None));
        found.extend(offers.map(plain));
    }
    found
}

/// Whether something is asked between the first name and the second.
fn picked_before(wants: &Wants) -> bool {
    let (first, second) = (wants.mentions.first(), wants.mentions.get(1));
    let pair = first.zip(second);
    pair.is_some_and(|(one, other)| other.asked_before > one.asked_before)
}
