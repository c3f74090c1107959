//! The prices of several bookmakers on the players of one game.

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::feed::{CompetitorReport, GameReport, QuoteReport, Rejected};
use shared::league::Sport;
use shared::market::{MarketKind, Side};

use super::wire::{Page, Prop, PropMarket};
use super::{NAME, odds};
use crate::archive::rejected;
use crate::error::Garbled;
use crate::json;

/// What the feed's kinds of prop are to us.
const STATISTICS: &[(&str, &str)] = &[
    ("points", "points"),
    ("rebounds", "rebounds"),
    ("assists", "assists"),
    ("threes", "threes"),
    ("blocks", "blocks"),
    ("steals", "steals"),
    ("turnovers", "turnovers"),
    ("points_rebounds_assists", "points_rebounds_assists"),
    ("points_rebounds", "points_rebounds"),
    ("points_assists", "points_assists"),
    ("rebounds_assists", "rebounds_assists"),
];

/// Puts a page of prices on players into the report of their game. Only players whose names are
/// known have any. Returns what is wrong with the rest.
///
/// # Errors
/// [`Garbled`] when it is no page.
pub fn read_props(
    body: &Bytes,
    players: &BTreeMap<String, CompetitorReport>,
    game: &mut GameReport,
) -> Result<Vec<Rejected>, Garbled> {
    let page: Page = json::read(body)?;
    let mut refused = Vec::new();
    for (place, raw) in page.data.iter().enumerate() {
        let read = json::text_part::<Prop>(raw.get());
        let put = read.and_then(|prop| put(&prop, players, game));
        if let Err(reason) = put {
            refused.push(Rejected {
                game: Some(game.reference.clone()),
                ..rejected(format!("props[{place}]"), reason)
            });
        }
    }
    Ok(refused)
}

/// The players that a page of prices is about, by the feed's own ids.
pub(super) fn named(body: &Bytes) -> Vec<String> {
    let page = json::read::<Page>(body);
    let props = page.map(|it| it.data).unwrap_or_default();
    let props = props
        .iter()
        .filter_map(|it| json::text_part::<Prop>(it.get()).ok());
    let with_both = props.filter(|it| matches!(it.market, PropMarket::OverUnder { .. }));
    let mut ids: Vec<_> = with_both.map(|it| it.player_id.text()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn put(
    prop: &Prop,
    players: &BTreeMap<String, CompetitorReport>,
    game: &mut GameReport,
) -> Result<(), String> {
    let id = prop.player_id.text();
    if prop.game_id.text() != game.reference {
        return Err(format!("it is about game {}", prop.game_id.text()));
    }
    let kind = &prop.prop_type;
    let statistic = STATISTICS.iter().find(|it| it.0 == kind).map(|it| it.1);
    let statistic = statistic.ok_or_else(|| format!("unknown market {kind:?}"))?;
    let (over, under) = match prop.market {
        PropMarket::OverUnder {
            over_odds,
            under_odds,
        } => (over_odds, under_odds),
        PropMarket::Milestone {} => {
            return Err(format!(
                "incomplete: {kind} of player {id} has one side only"
            ));
        }
        PropMarket::Unknown => return Err(format!("unknown sort of {kind:?}")),
    };
    let player = players
        .get(&id)
        .ok_or_else(|| format!("player {id} has no name"))?;
    let at = odds::held_at(&prop.updated_at, game)?;
    let line = odds::line(Some(&prop.line_value))?;
    let (code, name) = odds::bookmaker(&prop.vendor);
    let prices = [(Side::Over, Some(over)), (Side::Under, Some(under))];
    let market = (MarketKind::PlayerTotal, line);
    let mut quotes = odds::whole((&code, &name), at, market, prices)?;
    for quote in &mut quotes {
        quote.subject = Some(player.first_id(NAME, Sport::Basketball));
        quote.statistic = Some(statistic.to_owned());
    }
    let same = |one: &QuoteReport, other: &QuoteReport| {
        (&one.bookmaker, one.subject, &one.statistic, one.line)
            == (
                &other.bookmaker,
                other.subject,
                &other.statistic,
                other.line,
            )
    };
    if game
        .quotes
        .iter()
        .any(|it| quotes.iter().any(|new| same(it, new)))
    {
        return Err(format!("{name} has two prices on {kind} of player {id}"));
    }
    game.quotes.append(&mut quotes);
    if !game
        .players
        .iter()
        .any(|it| it.reference == player.reference)
    {
        game.players.push(player.clone());
    }
    Ok(())
}
