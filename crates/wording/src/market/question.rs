//! What a market is called in a list of markets.

use shared::game::Game;
use shared::line::Line;
use shared::market::{MarketKind, Selection};

use super::counted::{counted, statistic, unit};
use super::part;
use crate::Said;
use crate::catalogue::Catalogue;
use crate::names::{NameForm, called};

/// What the market of this selection asks, in a few words and without its line: `Total, 1st half`,
/// `Bears total`, `Top 5`. The line of a top finish is part of what it asks.
pub fn question(catalogue: Catalogue, selection: &Selection, game: &Game) -> Said {
    let key = match selection.kind {
        MarketKind::Moneyline2 => "public-market-moneyline",
        MarketKind::Moneyline3 => "public-market-moneyline-3",
        MarketKind::DrawNoBet => "public-market-draw-no-bet",
        MarketKind::DoubleChance => "public-market-double-chance",
        MarketKind::Spread => "public-market-spread",
        MarketKind::Total => "public-market-total",
        MarketKind::TeamTotal => "public-market-team-total",
        MarketKind::BothTeamsToScore => "public-market-both-score",
        MarketKind::OddEven => "public-market-odd-even",
        MarketKind::CorrectScore => "public-market-correct-score",
        MarketKind::HalfTimeFullTime => "public-market-half-full",
        MarketKind::WinningMargin => "public-market-margin",
        MarketKind::ToQualify => "public-market-qualify",
        MarketKind::PlayerTotal | MarketKind::PlayerYesNo => "public-market-player",
        MarketKind::Method if selection.subject.is_some() => "public-market-team-method",
        MarketKind::Method => "public-market-method",
        MarketKind::TotalRounds => "public-market-rounds",
        MarketKind::HeadToHead => "public-market-head-to-head",
        MarketKind::HeadToHead3 => "public-market-head-to-head-3",
        MarketKind::BestOfGroup => "public-market-group",
        MarketKind::TopFinish => "public-market-top",
        MarketKind::Outright => "public-market-outright",
        MarketKind::Manual => "public-market-manual",
    };
    let whom = selection.subject.and_then(|it| game.find(it));
    let whom = whom.map(|it| called(game, it, NameForm::Short));
    let team = whom.unwrap_or_else(|| catalogue.say("public-somebody"));
    let places = Said::ours(selection.line.unwrap_or(Line::ZERO).to_string());
    let places = [("team", team.into()), ("places", places.into())];
    let mut said = catalogue.line(key, &places);
    if let Some(name) = unit(game.sport, selection) {
        let what = match selection.kind {
            MarketKind::PlayerYesNo => statistic(catalogue, name),
            _ => counted(catalogue, name, 0),
        };
        let places = [("question", said.into()), ("what", what.into())];
        said = catalogue.line("public-market-counted", &places);
    }
    match part(catalogue, selection.period).filter(|_| selection.kind != MarketKind::Outright) {
        Some(part) => catalogue.line(
            "public-pick-part",
            &[("pick", said.into()), ("part", part.into())],
        ),
        None => said,
    }
}

/// What is counted of a player: `shots on target`. Empty where a market names nothing.
pub fn counted_of(catalogue: Catalogue, selection: &Selection) -> Said {
    let name = selection.statistic.as_deref();
    name.map_or_else(Said::default, |it| statistic(catalogue, it))
}
