//! Fights: who won, how, when; and those that nobody won.

use providers::ufc;
use shared::competitor::{Lead, Role};
use shared::facts::Method;
use shared::feed::FeedAnswer;
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};

use crate::support::{fixture, game, quotes};

fn read() -> FeedAnswer {
    ufc::read(fixture("ufc/fights.csv")).unwrap()
}

#[test]
fn a_fight_tells_its_winner_its_way_and_its_moment() {
    let answer = read();
    let fight = game(&answer.games, "2023-12-16/Ash Alder/Bo Birch");
    let ending = fight.facts.ending.unwrap();
    assert_eq!(
        (ending.winner, ending.method, ending.round, ending.second),
        (Some(Lead::Away), Some(Method::Knockout), Some(3), Some(282))
    );
    assert_eq!(fight.facts.scheduled_rounds, Some(5));
    assert!(fight.scores.is_empty());
    assert_eq!(
        quotes(fight, MarketKind::Moneyline2, Side::Home)[0]
            .price
            .number(),
        "+205"
    );
    let junior = game(&answer.games, "2023-12-16/Cal Cedar Jr./Dan Dale");
    let home = junior.side(Role::Home).unwrap();
    assert_eq!(
        (home.short_name.as_str(), home.code.as_str()),
        ("Cedar", "CED")
    );
}

#[test]
fn a_draw_and_a_no_contest_are_told_apart() {
    let answer = read();
    let draw = game(&answer.games, "2023-12-16/Eli Elm/Fin Fir");
    assert_eq!(draw.status, GameStatus::Final);
    assert_eq!(draw.facts.ending.unwrap().winner, Some(Lead::Draw));
    let nothing = game(&answer.games, "2023-12-16/Gus Gum/Hal Hazel");
    assert_eq!(nothing.status, GameStatus::NoContest);
    assert_eq!(nothing.facts.ending.unwrap().winner, None);
}

#[test]
fn what_the_archive_does_not_tell_is_left_out_and_not_guessed() {
    let answer = read();
    let overturned = game(&answer.games, "2023-12-16/Max Maple/Ned Nutmeg");
    let ending = overturned.facts.ending.unwrap();
    // Who won that night stays the winner; how is not told.
    assert_eq!((ending.winner, ending.method), (Some(Lead::Away), None));
    let unpriced = game(&answer.games, "2023-12-16/Ira Iroko/Jay Juniper");
    assert!(unpriced.quotes.is_empty());
    let contradictory = game(&answer.games, "2023-12-16/Kip Kauri/Lou Larch");
    assert_eq!(contradictory.facts.scheduled_rounds, None);
    assert_eq!(contradictory.facts.ending.unwrap().round, None);
    let reasons: Vec<_> = answer
        .rejected
        .iter()
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(reasons, ["rounds: ended in 5 of 3, so neither is taken"]);
}
