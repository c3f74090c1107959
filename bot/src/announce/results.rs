//! A game's tickets were settled: one message for the game in a server, edited when the result
//! is corrected.

pub(super) mod resettled;

use shared::competitor::Role;
use shared::game::{Game, GameResult, GameStatus};
use shared::id::{DiscordUserId, GameId};
use shared::member::NotifyBy;
use shared::notice::NoticeKey;
use shared::ticket::TicketKind;
use shared::units::Units;
use store::notices::{self, Claim, Listed, ResultChange, ResultLine, ResultsPage};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::ButtonStyle;
use wording::{Catalogue, NameForm, Said, money};

use super::failure::after_error;
use super::{DeliveryError, HOLD, Inner, Message, SendError, failure};
use crate::caches::Server;
use crate::discord::custom_id::ComponentId;
use crate::discord::reply;
use crate::features::tickets;
use crate::slips::CONTENT_CHARS_MAX;

/// The most tickets that are listed by name.
const LINES_MAX: usize = 20;
/// The most members that a message may ping.
const PINGS_MAX: usize = 100;
/// How many lines the winners and the losers are each sure of.
const LINES_SURE: usize = 8;

pub(super) async fn deliver(inner: &Inner, key: &NoticeKey) -> Result<(), DeliveryError> {
    let server = inner.server(key.guild).await?;
    let game = GameId::from_uuid(key.subject);
    let mut tx = inner.begin(key.guild).await?;
    let Some(claim) = notices::claim(&mut tx, key, HOLD).await? else {
        return Ok(());
    };
    let telling = notices::results_page(&mut tx, key.guild, game).await?;
    let Some(telling) = telling.filter(|it| !it.lines.is_empty()) else {
        notices::finish(&mut tx, key, None, Some("no tickets to tell of")).await?;
        tx.commit().await?;
        return Ok(());
    };
    let settings = &server.settings;
    let chosen = settings.results_channel.or(settings.slip_channel);
    let posted = telling.message.map(|it| it.place.channel);
    let channel = posted.or(claim.aimed_at()).or(chosen).or(telling.typed_in);
    let Some(channel) = channel else {
        notices::finish(&mut tx, key, None, Some("no channel")).await?;
        tx.commit().await?;
        return Ok(());
    };
    notices::aim(&mut tx, key, channel).await?;
    tx.commit().await?;

    let place = failure::Where {
        channel: Some(channel),
        typed_in: telling.typed_in,
        slip: None,
    };
    match bring_out(inner, &claim, channel, &telling, &server).await {
        Ok(()) => Ok(()),
        Err(DeliveryError::Send(SendError::MessageGone)) => {
            inner.finish(key, None, Some("the message is gone")).await
        }
        Err(error) => after_error(inner, &claim, error, place).await,
    }
}

/// Posts the game's message, or edits the one that is there.
async fn bring_out(
    inner: &Inner,
    claim: &Claim,
    channel: shared::id::ChannelId,
    telling: &ResultsPage,
    server: &Server,
) -> Result<(), DeliveryError> {
    let key = &claim.key;
    let game = telling.game.id;
    let message = message(telling, server);
    let place = match telling.message {
        Some(shown) if shown.shown_version >= key.sequence => shown.place,
        // What told of bets on an earlier date may stand far up in the channel by now: that the
        // game was played is news of its own.
        Some(shown) if !is_partial(telling, shown.shown_version) => {
            inner.messenger.edit(shown.place, &message).await?;
            resettled::tell(inner, claim, shown.place, telling, server).await?;
            resettled::edit_beside(inner, key, server).await?;
            shown.place
        }
        _ => {
            let mark = tickets::Button::OnGame { game }.custom_id();
            let place = inner.post_once(claim, channel, &message, &mark).await?;
            if claim.doubt.is_some() {
                // An earlier try may have shown less.
                inner.messenger.edit(place, &message).await?;
            }
            place
        }
    };
    let mut tx = inner.begin(key.guild).await?;
    notices::record_results_message(&mut tx, key.guild, game, place, key.sequence).await?;
    notices::stamp_game(&mut tx, key.guild, game, key.sequence).await?;
    notices::finish(&mut tx, key, Some(place), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether that version decided only bets on starts that were given up.
fn is_partial(telling: &ResultsPage, version: i32) -> bool {
    let mut results = telling.results.iter();
    results.any(|it| it.version == version && it.is_partial())
}

/// What the message of a game says by now.
pub(super) fn message(telling: &ResultsPage, server: &Server) -> Message {
    let catalogue = Catalogue::get(&server.guild.locale);
    let (content, pings) = content(telling, catalogue);
    Message {
        content,
        components: vec![mine(catalogue, telling.game.id)],
        pings,
        ..Message::default()
    }
}

/// The button that shows a member's own bets on a game.
pub(super) fn mine(catalogue: Catalogue, game: GameId) -> Component {
    reply::row(vec![reply::button(
        ButtonStyle::Secondary,
        &catalogue.say("results-mine"),
        tickets::Button::OnGame { game },
    )])
}

/// What the message says, and whom it pings.
fn content(telling: &ResultsPage, catalogue: Catalogue) -> (Said, Vec<DiscordUserId>) {
    let here: Vec<&ResultLine> = telling
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
    let running = telling.running().count;
    if running > 0 {
        tail.push(catalogue.line("results-running", &[("count", running.into())]));
    }
    if here.is_empty() {
        tail.insert(0, catalogue.say("results-none"));
    }
    tail.extend(corrections(telling, catalogue));
    loop {
        let mut ends = tail.clone();
        if !pings.is_empty() {
            ends.push(wording::mentions(&pings));
        }
        // Fewer lines where names are long.
        let fitting = (0..=LINES_MAX.min(here.len())).rev().find_map(|count| {
            let said = told(telling, &here, count, &ends, catalogue);
            (said.discord_chars() <= CONTENT_CHARS_MAX).then_some(said)
        });
        match fitting {
            Some(said) => return (said, pings),
            None if pings.is_empty() => {
                return (told(telling, &here, 0, &[], catalogue), Vec::new());
            }
            None => pings.truncate(pings.len() / 2),
        }
    }
}

/// The whole text with that many tickets listed.
fn told(
    telling: &ResultsPage,
    here: &[&ResultLine],
    count: usize,
    ends: &[Said],
    catalogue: Catalogue,
) -> Said {
    let chosen = chosen(here, count);
    let mut lines = vec![head(telling, catalogue)];
    let (mut shown, mut rest) = (Vec::new(), Vec::new());
    for (index, line) in here.iter().enumerate() {
        if chosen.contains(&index) {
            shown.push(one(telling, line, catalogue));
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

/// `**Bears 27, Packers 24** · final · NFL`
fn head(telling: &ResultsPage, catalogue: Catalogue) -> Said {
    let game = &telling.game;
    let league = &Said::name(&game.league_code);
    let newest = telling.results.last();
    if let Some((first, second)) = newest.and_then(|it| scores(game, it)) {
        let (first_name, second_name) = if wording::visitors_first(game.sport) {
            (&game.away, &game.home)
        } else {
            (&game.home, &game.away)
        };
        return catalogue.line(
            "results-head-final",
            &[
                (
                    "first",
                    wording::called(game, first_name, NameForm::Short).into(),
                ),
                ("first-score", first.into()),
                (
                    "second",
                    wording::called(game, second_name, NameForm::Short).into(),
                ),
                ("second-score", second.into()),
                ("league", league.into()),
            ],
        );
    }
    let is_on_again = newest.is_some_and(GameResult::is_partial) && !game.status.is_off();
    if is_on_again {
        let name = wording::game_name(catalogue, game, NameForm::Short);
        let start = ("start", game.starts_at.timestamp().into());
        let places = [("game", name.into()), start, ("league", league.into())];
        return catalogue.line("results-head-moved", &places);
    }
    let status = newest.map_or(GameStatus::Cancelled, |it| it.status);
    catalogue.line(
        "results-head-not-played",
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("why", wording::not_played(catalogue, status).into()),
            ("league", league.into()),
        ],
    )
}

/// The score in the order in which the sport's fans name the sides.
fn scores(game: &Game, result: &GameResult) -> Option<(i32, i32)> {
    if result.status != GameStatus::Final {
        return None;
    }
    let (home, away) = (result.full(Role::Home)?, result.full(Role::Away)?);
    Some(if wording::visitors_first(game.sport) {
        (away, home)
    } else {
        (home, away)
    })
}

/// `` `+1.82u` Alice · Bears +3.5 ``
fn one(telling: &ResultsPage, line: &ResultLine, catalogue: Catalogue) -> Said {
    let pick = wording::pick(catalogue, &line.leg.selection, telling, NameForm::Short);
    let returned = line.returned.unwrap_or(line.stake);
    let money = wording::money_word(catalogue, line.state, line.stake, returned);
    let mut places = vec![
        ("money", money.into()),
        ("name", catalogue.person(&line.name).into()),
        ("pick", pick.into()),
    ];
    match line.kind {
        TicketKind::Single => catalogue.line("results-line", &places),
        kind => {
            let whole =
                wording::whole_name(catalogue, kind, usize::try_from(line.legs).unwrap_or(0));
            places.push(("parlay", whole.into()));
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
fn corrections(telling: &ResultsPage, catalogue: Catalogue) -> Vec<Said> {
    // What was moved and then played was not corrected.
    let ends: Vec<_> = (telling.results.iter())
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
        let changes = telling.changes.iter();
        let change = changes.copied().find(|it| it.version == after.version);
        let change = change.unwrap_or(none);
        let said = catalogue.line(
            "results-corrected",
            &[
                ("from", named(&telling.game, before, catalogue).into()),
                ("to", named(&telling.game, after, catalogue).into()),
                ("at", after.decided_at.timestamp().into()),
                ("tickets", change.tickets.into()),
            ],
        );
        Some(with_money(said, &change, catalogue))
    });
    let beside = telling.beside.iter().map(|it| {
        let name = wording::game_name(catalogue, &it.game, NameForm::Short);
        let said = catalogue.line(
            "results-corrected-beside",
            &[("game", name.into()), ("tickets", it.change.tickets.into())],
        );
        with_money(said, &it.change, catalogue)
    });
    own.chain(beside).collect()
}

/// How a game ended, as short as it can be said: `28-24`, `postponed`.
fn named(game: &Game, result: &GameResult, catalogue: Catalogue) -> Said {
    match scores(game, result) {
        Some((first, second)) => catalogue.line(
            "results-score",
            &[("first", first.into()), ("second", second.into())],
        ),
        None => catalogue.say(match result.status {
            GameStatus::Postponed => "results-postponed",
            GameStatus::Abandoned => "results-abandoned",
            _ => "results-cancelled",
        }),
    }
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
