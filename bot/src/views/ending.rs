//! How a game ended, in words.

use shared::competitor::Role;
use shared::game::{Game, GameResult, GameStatus};
use store::notices::ResultsPage;
use wording::{Catalogue, NameForm, Said};

/// How many who share the first place are named.
const WINNERS_MAX: usize = 3;

/// `**Bears 27, Packers 24** · final · NFL`
pub(crate) fn head(page: &ResultsPage, catalogue: Catalogue) -> Said {
    of(catalogue, &page.game, page.results.last())
}

/// The same of a game by the newest version of its result.
pub(crate) fn of(catalogue: Catalogue, game: &Game, newest: Option<&GameResult>) -> Said {
    let league = &Said::name(&game.league_code);
    if let Some(said) = newest.and_then(|it| scored(catalogue, game, it)) {
        let places = [("scored", said.into()), ("league", league.into())];
        return catalogue.line("results-head-final", &places);
    }
    if let Some(result) = newest.filter(|it| is_field_over(game, it)) {
        return field(game, result, catalogue);
    }
    let is_on_again = newest.is_some_and(GameResult::is_partial) && !game.status.is_off();
    if is_on_again {
        let name = wording::game_name(catalogue, game, NameForm::Short);
        let start = ("start", game.starts_at.timestamp().into());
        let places = [("game", name.into()), start, ("league", league.into())];
        return catalogue.line("results-head-moved", &places);
    }
    let how = newest.map_or_else(
        || wording::not_played(catalogue, GameStatus::Cancelled),
        |it| wording::ended(catalogue, game, it, NameForm::Short),
    );
    catalogue.line(
        "results-head-ended",
        &[
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("how", how.into()),
            ("league", league.into()),
        ],
    )
}

/// `Bears 27, Packers 24`, in the order in which the sport's fans name the sides. `None`: it has no
/// score to show.
pub(crate) fn scored(catalogue: Catalogue, game: &Game, result: &GameResult) -> Option<Said> {
    let scores = (result.status == GameStatus::Final)
        .then(|| Some((result.full(Role::Home)?, result.full(Role::Away)?)));
    with_scores(catalogue, game, scores??)
}

/// The same with these scores of the home and of the away side. `None`: it has no two sides.
pub(crate) fn with_scores(
    catalogue: Catalogue,
    game: &Game,
    (home, away): (i32, i32),
) -> Option<Said> {
    let sides = game.sides()?;
    let ((first, first_score), (second, second_score)) = if wording::visitors_first(game.sport) {
        ((&sides.away, away), (&sides.home, home))
    } else {
        ((&sides.home, home), (&sides.away, away))
    };
    let called = |side| wording::called(game, side, NameForm::Short);
    let places = [
        ("first", called(first).into()),
        ("first-score", first_score.into()),
        ("second", called(second).into()),
        ("second-score", second_score.into()),
    ];
    Some(catalogue.line("results-scored", &places))
}

/// `**The Masters** · won by Rory McIlroy · PGA`
fn field(game: &Game, result: &GameResult, catalogue: Catalogue) -> Said {
    let name = wording::game_name(catalogue, game, NameForm::Short);
    let league = Said::name(&game.league_code);
    let places = [("game", name.into()), ("league", league.into())];
    let winners = result.winners().filter_map(|it| game.find(it));
    let winners: Vec<Said> = winners
        .take(WINNERS_MAX)
        .map(|it| wording::called(game, it, NameForm::Short))
        .collect();
    if winners.is_empty() {
        return catalogue.line("results-head-field", &places);
    }
    let [game, league] = places;
    let key = match winners.as_slice() {
        [_] => "results-head-won",
        _ => "results-head-shared",
    };
    let winners = ("winners", wording::list(winners, ", ").into());
    catalogue.line(key, &[game, league, winners])
}

fn is_field_over(game: &Game, result: &GameResult) -> bool {
    game.field().is_some() && result.status == GameStatus::Final
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
        None if is_field_over(game, result) => catalogue.say("results-final"),
        None => match result.status {
            GameStatus::Postponed => catalogue.say("results-postponed"),
            GameStatus::Abandoned => catalogue.say("results-abandoned"),
            GameStatus::Cancelled => catalogue.say("results-cancelled"),
            _ => wording::ended(catalogue, game, result, NameForm::Short),
        },
    }
}
