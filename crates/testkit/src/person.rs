//! Prices about players and entrants, and what became of them.

use shared::competitor::Role;
use shared::facts::{EntrantLine, Facts, Finish, PlayerLine};
use shared::feed::QuoteReport;
use shared::id::CompetitorId;
use shared::league::Sport;
use shared::market::{MarketKind, Side};

use crate::quote::quote;
use crate::report::{athlete, league};
use crate::world::FEED;

/// The id that [`FEED`]'s prices and facts have for this athlete in a league.
pub fn athlete_id(league_code: &str, name: &str) -> CompetitorId {
    athlete(name).first_id(FEED, league(league_code).sport)
}

/// American prices on a player having more, or fewer, of something than the line.
pub fn player_total(
    (league_code, name): (&str, &str),
    statistic: &str,
    line: &str,
    [over, under]: [i32; 2],
) -> [QuoteReport; 2] {
    [(Side::Over, over), (Side::Under, under)].map(|(side, price)| QuoteReport {
        subject: Some(athlete_id(league_code, name)),
        statistic: Some(statistic.to_owned()),
        ..quote(MarketKind::PlayerTotal, Some(line), side, price)
    })
}

/// An American price on somebody to win a contest of many.
pub fn to_win(league_code: &str, name: &str, price: i32) -> QuoteReport {
    let side = Side::Entrant(athlete_id(league_code, name));
    quote(MarketKind::Outright, None, side, price)
}

/// An American price on somebody to finish among the first so many.
pub fn top(league_code: &str, name: &str, places: &str, price: i32) -> QuoteReport {
    let side = Side::Entrant(athlete_id(league_code, name));
    quote(MarketKind::TopFinish, Some(places), side, price)
}

/// American prices on which of two finishes ahead of the other.
pub fn head_to_head(league_code: &str, names: [&str; 2], prices: [i32; 2]) -> [QuoteReport; 2] {
    let ids = names.map(|it| athlete_id(league_code, it));
    let mut group = ids.to_vec();
    group.sort_unstable();
    [(ids[0], prices[0]), (ids[1], prices[1])].map(|(id, price)| QuoteReport {
        group: group.clone(),
        ..quote(MarketKind::HeadToHead, None, Side::Entrant(id), price)
    })
}

/// What a player of the home side did. Nothing: the player did not take part.
pub fn player_line(league_code: &str, name: &str, did: Option<&[(&str, i64)]>) -> PlayerLine {
    let statistics = did.unwrap_or_default().iter();
    PlayerLine {
        id: athlete_id(league_code, name),
        role: Role::Home,
        played: did.is_some(),
        started: did.is_some(),
        statistics: statistics
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect(),
    }
}

/// Facts about these players.
pub fn players(mut lines: Vec<PlayerLine>) -> Facts {
    lines.sort_by_key(|it| it.id);
    Facts {
        players: lines,
        ..Facts::default()
    }
}

/// Where an entrant finished: in golf after 72 holes, in a race after 58 laps. Nothing: the entrant
/// stopped on the way.
pub fn entrant_line(league_code: &str, name: &str, place: Option<u16>) -> EntrantLine {
    let sport = league(league_code).sport;
    let finish = match (place, sport) {
        (Some(_), _) => Finish::Finished,
        (None, Sport::Golf) => Finish::Withdrew,
        (None, _) => Finish::Retired,
    };
    let all = |of: Sport, whole: u16| {
        let part = whole / 2;
        (sport == of).then_some(if place.is_some() { whole } else { part })
    };
    EntrantLine {
        id: athlete_id(league_code, name),
        finish,
        position: place,
        holes: all(Sport::Golf, 72),
        laps: all(Sport::Motorsport, 58),
        scores: Vec::new(),
        withdrawal: None,
    }
}

/// Facts about the places of a contest of many.
pub fn places(mut lines: Vec<EntrantLine>) -> Facts {
    lines.sort_by_key(|it| it.id);
    Facts {
        entrants: lines,
        ..Facts::default()
    }
}
