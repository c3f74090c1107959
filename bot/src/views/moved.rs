//! What members read of a game that was moved, put off, or is back on.

use chrono::{DateTime, Utc};
use grading::rules::windows;
use shared::game::GameStatus;
use store::notices::{MovePage, MovedBets};
use wording::{Catalogue, NameForm, Said};

/// What happened, and what becomes of the bets. The last line is that of no other message.
pub(crate) fn content(catalogue: Catalogue, page: &MovePage, number: i32) -> Said {
    let mut lines = vec![head(catalogue, page)];
    let moved = page.starts_at != page.old_start;
    if moved {
        let was = ("start", page.old_start.timestamp().into());
        lines.push(catalogue.line("moved-was", &[was]));
    }
    lines.extend(bets(catalogue, page));
    let name = wording::game_name(catalogue, &page.game, NameForm::Short);
    lines.push(catalogue.line(
        "moved-foot",
        &[
            ("number", number.into()),
            ("game", name.into()),
            ("at", page.moved_at.timestamp().into()),
        ],
    ));
    wording::lines(lines)
}

fn head(catalogue: Catalogue, page: &MovePage) -> Said {
    let name = wording::game_name(catalogue, &page.game, NameForm::Short);
    let league = Said::name(&page.game.league_code);
    let start = page.starts_at.timestamp();
    let why = wording::not_played(catalogue, page.status);
    let key = match page.status {
        GameStatus::Scheduled if page.starts_at == page.old_start => "moved-head-back",
        GameStatus::Scheduled => "moved-head",
        _ => "moved-head-off",
    };
    let mut places = vec![("game", name.into()), ("league", (&league).into())];
    match key {
        "moved-head-off" => places.push(("why", (&why).into())),
        _ => places.push(("start", start.into())),
    }
    catalogue.line(key, &places)
}

/// What becomes of the bets, by the start that each was placed for.
fn bets(catalogue: Catalogue, page: &MovePage) -> Vec<Said> {
    let game = &page.game;
    let latest = |bets: &MovedBets| -> Option<DateTime<Utc>> {
        windows::latest_start(game.sport, &game.league_code, bets.booked_start)
    };
    let count = |of: &[&MovedBets]| of.iter().map(|it| it.tickets).sum::<i64>();
    let said = |key: &str, of: &[&MovedBets]| {
        (!of.is_empty()).then(|| catalogue.line(key, &[("bets", count(of).into())]))
    };
    if page.status == GameStatus::Scheduled {
        let in_time = |it: &&MovedBets| latest(it).is_none_or(|it| page.starts_at <= it);
        let (kept, returned): (Vec<_>, Vec<_>) = page.bets.iter().partition(in_time);
        let lines = [said("moved-kept", &kept), said("moved-returned", &returned)];
        return lines.into_iter().flatten().collect();
    }
    let key = match page.status {
        GameStatus::Suspended => "moved-stopped",
        _ => "moved-until",
    };
    let mut lines = Vec::new();
    for bets in &page.bets {
        lines.push(match latest(bets) {
            Some(until) => {
                let until = ("until", until.timestamp().into());
                catalogue.line(key, &[("bets", bets.tickets.into()), until])
            }
            None => catalogue.line("moved-open", &[("bets", bets.tickets.into())]),
        });
    }
    lines
}
