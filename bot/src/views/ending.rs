//! How a game ended, in words.

use shared::competitor::Role;
use shared::game::{Game, GameResult, GameStatus};
use store::notices::ResultsPage;
use wording::{Catalogue, NameForm, Said};

/// `**Bears 27, Packers 24** · final · NFL`
pub(crate) fn head(page: &ResultsPage, catalogue: Catalogue) -> Said {
    let game = &page.game;
    let league = &Said::name(&game.league_code);
    let newest = page.results.last();
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

/// How a game ended, as short as it can be said: `28-24`, `postponed`.
pub(crate) fn short(game: &Game, result: &GameResult, catalogue: Catalogue) -> Said {
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
