//! A game of a schedule in one line: when it begins, or how it ended.

use shared::game::{GameResult, GameStatus};
use store::schedule::Scheduled;
use wording::{Catalogue, NameForm, Said};

use super::ending;

/// `7:30 PM · Packers at Bears`, `7:30 PM · Packers at Bears · postponed`, or
/// `Packers 24, Bears 27 · final`. The day and the league are said elsewhere.
pub(crate) fn line(catalogue: Catalogue, it: &Scheduled) -> Said {
    let game = &it.game;
    if let Some(scored) = over(it).and_then(|it| ending::scored(catalogue, game, it)) {
        return catalogue.line("scheduled-final", &[("scored", scored.into())]);
    }
    let name = wording::game_name(catalogue, game, NameForm::Short);
    let places = [
        ("game", name.into()),
        ("at", game.starts_at.timestamp().into()),
    ];
    match state(catalogue, it) {
        None => catalogue.line("scheduled-line", &places),
        Some(state) => {
            let [game, at] = places;
            catalogue.line("scheduled-line-state", &[game, at, ("state", state.into())])
        }
    }
}

/// How the whole of it ended.
fn over(it: &Scheduled) -> Option<&GameResult> {
    it.result.as_ref().filter(|it| !it.is_partial())
}

/// The same with the league behind it.
pub(crate) fn with_league(catalogue: Catalogue, it: &Scheduled, said: Said) -> Said {
    let league = Said::name(&it.game.league_code);
    let places = [("line", said.into()), ("league", league.into())];
    catalogue.line("scheduled-in-league", &places)
}

/// What is to be said besides the time. `None`: it is to be played as it stands.
pub(crate) fn state(catalogue: Catalogue, it: &Scheduled) -> Option<Said> {
    if let Some(result) = over(it) {
        return Some(ending::short(&it.game, result, catalogue));
    }
    status(catalogue, it.game.status)
}

/// What that status says besides the time. `None`: it is to be played as it stands.
pub(crate) fn status(catalogue: Catalogue, status: GameStatus) -> Option<Said> {
    match status {
        GameStatus::Scheduled => None,
        GameStatus::Live => Some(catalogue.say("scheduled-live")),
        GameStatus::Suspended => Some(catalogue.say("scheduled-suspended")),
        // It ended, and who won is not decided yet.
        GameStatus::Final => Some(catalogue.say("results-final")),
        GameStatus::Postponed => Some(catalogue.say("results-postponed")),
        GameStatus::Cancelled => Some(catalogue.say("results-cancelled")),
        GameStatus::Abandoned => Some(catalogue.say("results-abandoned")),
        other => Some(wording::not_played(catalogue, other).with_small_start()),
    }
}
