//! What members read of how a game ended: the result, who won and who lost on it, and what was
//! corrected since.

use shared::id::{DiscordUserId, GameId};
use shared::member::NotifyBy;
use shared::ticket::Terms;
use shared::units::Units;
use store::notices::{Listed, ResultChange, ResultLine, ResultsPage};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use crate::discord::reply::{self, CONTENT_CHARS_MAX};
use crate::features::tickets;
use crate::fitting;
use crate::views::ending;

/// The most tickets that are listed by name.
const LINES_MAX: usize = 20;
/// The most members that a message may ping.
const PINGS_MAX: usize = 100;
/// How many lines the winners and the losers are each sure of.
const LINES_SURE: usize = 8;

/// The button that shows a member's own bets on a game.
pub(crate) fn own_bets(catalogue: Catalogue, game: GameId) -> Component {
    reply::row(vec![reply::button(
        ButtonStyle::Secondary,
        &catalogue.say("results-mine"),
        tickets::Button::OnGame { game },
    )])
}

/// What the message says, and whom it pings.
pub(crate) fn content(page: &ResultsPage, catalogue: Catalogue) -> (Said, Vec<DiscordUserId>) {
    let here: Vec<&ResultLine> = page
        .lines
        .iter()
        .filter(|it| it.listed == Listed::Here)
        .collect();
    let mut pings: Vec<DiscordUserId> = here
        .iter()
        .filter(|it| it.notify == Some(NotifyBy::Ping))
        .map(|it| it.user)
        .collect();
    pings.sort_unstable();
    pings.dedup();
    pings.truncate(PINGS_MAX);

    let mut tail = Vec::new();
    let running = page.running().count;
    if running > 0 {
        tail.push(catalogue.line("results-running", &[("count", running.into())]));
    }
    if here.is_empty() {
        tail.insert(0, catalogue.say("results-none"));
    }
    tail.extend(corrections(page, catalogue));
    loop {
        let mut ends = tail.clone();
        if !pings.is_empty() {
            ends.push(wording::mentions(&pings));
        }
        // Fewer lines where names are long.
        let text = |count| listing(page, &here, count, &ends, catalogue);
        let fitting = fitting::longest(LINES_MAX.min(here.len()), CONTENT_CHARS_MAX, text);
        match fitting {
            Some(said) => return (said, pings),
            None if pings.is_empty() => {
                return (listing(page, &here, 0, &[], catalogue), Vec::new());
            }
            None => pings.truncate(pings.len() / 2),
        }
    }
}

/// The whole text with that many tickets listed.
fn listing(
    page: &ResultsPage,
    here: &[&ResultLine],
    count: usize,
    ends: &[Said],
    catalogue: Catalogue,
) -> Said {
    let chosen = chosen(here, count);
    let mut lines = vec![ending::head(page, catalogue)];
    let (mut shown, mut rest) = (Vec::new(), Vec::new());
    for (index, line) in here.iter().enumerate() {
        if chosen.contains(&index) {
            shown.push(one(page, line, catalogue));
        } else {
            rest.push(*line);
        }
    }
    lines.extend(shown);
    if !rest.is_empty() {
        lines.push(totals(&rest, catalogue));
    }
    lines.extend_from_slice(ends);
    wording::lines(lines)
}

/// Which tickets are listed. `here` is in the order of what was won.
fn chosen(here: &[&ResultLine], count: usize) -> Vec<usize> {
    let not_lost: Vec<bool> = here.iter().map(|it| net(it) >= Units::ZERO).collect();
    chosen_of(&not_lost, count)
}

/// The best and the worst, so that both who won and who lost are seen.
fn chosen_of(not_lost: &[bool], count: usize) -> Vec<usize> {
    let others = not_lost.iter().filter(|it| **it).count();
    let down = not_lost.len() - others;
    let sure = LINES_SURE.min(count / 2);
    let losers = down.min(count.saturating_sub(others).max(sure.min(down)));
    let winners = others.min(count - losers);
    (0..winners)
        .chain(not_lost.len() - losers..not_lost.len())
        .collect()
}

fn net(line: &ResultLine) -> Units {
    line.returned.map_or(Units::ZERO, |it| it - line.stake)
}

/// `` `+1.82u` Alice · Bears +3.5 ``
fn one(page: &ResultsPage, line: &ResultLine, catalogue: Catalogue) -> Said {
    let pick = wording::pick(catalogue, &line.leg.selection, &page.game, NameForm::Short);
    let each_way = line.leg.each_way.is_some();
    let returned = line.returned.unwrap_or(line.stake);
    let money = wording::money_word(catalogue, line.state, line.stake, returned);
    let mut places = vec![
        ("money", money.into()),
        ("name", catalogue.person(&line.name).into()),
    ];
    match &line.terms {
        Terms::Single => {
            let pick = wording::named(catalogue, pick, each_way);
            places.push(("pick", pick.into()));
            catalogue.line("results-line", &places)
        }
        terms => {
            let legs = usize::try_from(line.legs).unwrap_or(0);
            let whole = wording::whole_name(catalogue, terms, legs, each_way);
            places.extend([("pick", pick.into()), ("parlay", whole.into())]);
            catalogue.line("results-line-parlay", &places)
        }
    }
}

/// `and 12 more: 7 won +10.20u, 4 lost -6.00u, 1 got the stake back`
fn totals(rest: &[&ResultLine], catalogue: Catalogue) -> Said {
    let mut parts = Vec::new();
    let mut part = |key: &str, fits: fn(Units) -> bool| {
        let nets: Vec<Units> = rest
            .iter()
            .map(|it| net(it))
            .filter(|it| fits(*it))
            .collect();
        if !nets.is_empty() {
            let sum: Units = nets.iter().copied().sum();
            let places = [
                ("count", nets.len().into()),
                ("amount", money::net(sum).into()),
            ];
            parts.push(catalogue.line(key, &places));
        }
    };
    part("results-more-won", |it| it > Units::ZERO);
    part("results-more-lost", |it| it < Units::ZERO);
    part("results-more-back", |it| it == Units::ZERO);
    catalogue.line(
        "results-more",
        &[
            ("count", rest.len().into()),
            ("parts", wording::list(parts, ", ").into()),
        ],
    )
}

/// A line for each version after the first: `Corrected 24-20 to 24-27 …`; and for each correction
/// of another game that changed a parlay.
fn corrections(page: &ResultsPage, catalogue: Catalogue) -> Vec<Said> {
    // What was moved and then played was not corrected.
    let ends: Vec<_> = (page.results.iter())
        .filter(|it| !it.is_partial())
        .collect();
    let own = ends.windows(2).filter_map(|pair| {
        let [before, after] = *pair else { return None };
        let none = ResultChange {
            version: after.version,
            tickets: 0,
            net_before: Units::ZERO,
            net_after: Units::ZERO,
        };
        let changes = page.changes.iter();
        let change = changes.copied().find(|it| it.version == after.version);
        let change = change.unwrap_or(none);
        let (from, to) = (
            ending::short(&page.game, before, catalogue),
            ending::short(&page.game, after, catalogue),
        );
        // What players did was corrected, or the places of a field.
        let key = if from == to {
            "results-corrected-figures"
        } else {
            "results-corrected"
        };
        let said = catalogue.line(
            key,
            &[
                ("from", from.into()),
                ("to", to.into()),
                ("at", after.decided_at.timestamp().into()),
                ("tickets", change.tickets.into()),
            ],
        );
        Some(with_money(said, &change, catalogue))
    });
    let beside = page.beside.iter().map(|it| {
        let name = wording::game_name(catalogue, &it.game, NameForm::Short);
        let said = catalogue.line(
            "results-corrected-beside",
            &[("game", name.into()), ("tickets", it.change.tickets.into())],
        );
        with_money(said, &it.change, catalogue)
    });
    own.chain(beside).collect()
}

/// What all changed tickets together had won or lost, and what they have now.
fn with_money(said: Said, change: &ResultChange, catalogue: Catalogue) -> Said {
    if change.net_before == change.net_after {
        return said;
    }
    catalogue.line(
        "results-corrected-money",
        &[
            ("said", said.into()),
            ("before", money::net(change.net_before).into()),
            ("after", money::net(change.net_after).into()),
        ],
    )
}

#[cfg(test)]
mod tests;
