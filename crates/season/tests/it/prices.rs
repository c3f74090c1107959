//! What is asked before the start, and how it moves.

use chrono::TimeDelta;
use season::play::{Game, Score, Status};
use season::prices::{Answer, LINE_OFF_MAX, MARKETS, Market, Offer, Quote, move_every, quotes};
use season::{Schedule, Special};

use crate::{every_season, games_of, season, seconds};

/// All quotes of a game at each of its price moves, one list a moment.
fn course(schedule: &Schedule, game: &Game) -> Vec<Vec<Quote>> {
    let (mut now, mut course) = (game.opens_at, Vec::new());
    while now < game.starts_at {
        course.push(quotes(schedule, game, now));
        now += move_every(schedule);
    }
    course
}

/// The chance that an American price implies.
fn implied(american: i64) -> f64 {
    let american = american as f64;
    if american < 0.0 {
        american / (american - 100.0)
    } else {
        100.0 / (american + 100.0)
    }
}

/// By how many quarter points the offer's answer is ahead of its line.
fn ahead(offer: &Offer, score: Score) -> i64 {
    let line = offer.line.unwrap();
    match offer.answer {
        Answer::Home => 4 * score.margin() + line,
        Answer::Away => -4 * score.margin() + line,
        Answer::Over => 4 * score.total() - line,
        Answer::Under => line - 4 * score.total(),
    }
}

#[test]
fn both_bookmakers_quote_three_markets_while_bets_can_be_taken_and_none_after() {
    for season in every_season().step_by(20) {
        for game in games_of(&season).take(48) {
            for second in (-5..700).step_by(5) {
                let now = game.opens_at + seconds(second);
                let state = game.at(now);
                let open = state.is_some_and(|state| {
                    state.status == Status::Scheduled && state.starts_at > now
                });
                let quoted = quotes(&season, &game, now).len();
                assert_eq!(
                    quoted,
                    if open { 2 * MARKETS.len() } else { 0 },
                    "{second} {game:?}"
                );
            }
        }
    }
}

#[test]
fn prices_imply_a_little_more_than_certainty() {
    for season in every_season().step_by(5) {
        for game in games_of(&season) {
            for quote in course(&season, &game).into_iter().flatten() {
                let sum: f64 = quote
                    .offers
                    .iter()
                    .map(|offer| implied(offer.american))
                    .sum();
                assert!((1.0..=1.15).contains(&sum), "{sum} {quote:?}");
            }
        }
    }
}

#[test]
fn prices_are_american_in_steps_of_five() {
    for game in games_of(&season(9)) {
        for quote in course(&season(9), &game).into_iter().flatten() {
            for offer in &quote.offers {
                assert!(
                    offer.american.abs() >= 100 && offer.american % 5 == 0,
                    "{quote:?}"
                );
            }
        }
    }
}

#[test]
fn nobody_wins_for_sure_by_taking_a_winner_at_each_bookmaker() {
    for season in every_season().step_by(5) {
        for game in games_of(&season) {
            for moment in course(&season, &game) {
                let winners = moment
                    .iter()
                    .filter(|quote| quote.market == Market::Moneyline);
                let best = winners.fold([1.0_f64, 1.0], |best, quote| {
                    let [home, away] = &quote.offers;
                    [
                        best[0].min(implied(home.american)),
                        best[1].min(implied(away.american)),
                    ]
                });
                assert!(best[0] + best[1] >= 1.0, "{moment:?}");
            }
        }
    }
}

#[test]
fn both_sides_of_a_market_stand_on_one_line() {
    for season in every_season().step_by(5) {
        for game in games_of(&season) {
            for Quote {
                market,
                offers: [one, other],
                ..
            } in course(&season, &game).into_iter().flatten()
            {
                match market {
                    Market::Moneyline => assert_eq!((one.line, other.line), (None, None)),
                    Market::Spread => assert_eq!(one.line.unwrap(), -other.line.unwrap()),
                    Market::Total => {
                        assert_eq!(one.line, other.line);
                        assert!(one.line.unwrap() > 0);
                    }
                }
            }
        }
    }
}

#[test]
fn with_every_move_some_price_changes_and_says_since_when() {
    for season in every_season().step_by(5) {
        for game in games_of(&season).filter(|game| game.special != Special::Postponed) {
            let (mut now, course) = (game.opens_at, course(&season, &game));
            for pair in course.windows(2) {
                now += move_every(&season);
                let moved: Vec<_> = pair[1]
                    .iter()
                    .zip(&pair[0])
                    .filter(|(new, old)| new != old)
                    .collect();
                assert_eq!(moved.len(), 1, "{game:?}");
                let (new, old) = moved[0];
                assert_eq!(new.source_at, now);
                assert_ne!(new.offers, old.offers, "{game:?}");
            }
        }
    }
}

#[test]
fn nothing_moves_between_moves() {
    let season = season(6);
    let game = Game::new(&season, 8);
    let late = move_every(&season) - TimeDelta::milliseconds(1);
    for step in 0..60 {
        let now = game.opens_at + move_every(&season) * step;
        assert_eq!(
            quotes(&season, &game, now),
            quotes(&season, &game, now + late)
        );
    }
}

#[test]
fn lines_move_too_and_some_are_quarters() {
    let season = season(6);
    let lines = |number| {
        let game = Game::new(&season, number);
        let spreads = course(&season, &game).into_iter().flatten();
        let mut lines: Vec<i64> = spreads
            .filter(|quote| quote.market == Market::Spread)
            .map(|quote| quote.offers[0].line.unwrap())
            .collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    };
    let all: Vec<Vec<i64>> = (0..30).map(lines).collect();
    assert!(
        all.iter().filter(|lines| lines.len() > 1).count() > 20,
        "{all:?}"
    );
    assert!(all[1].iter().any(|line| line % 2 != 0), "{:?}", all[1]);
    assert!(all[0].iter().all(|line| line % 2 == 0), "{:?}", all[0]);
}

#[test]
fn lines_stay_near_what_is_expected() {
    for season in every_season().step_by(5) {
        for game in games_of(&season) {
            for quote in course(&season, &game).into_iter().flatten() {
                let off = match quote.market {
                    Market::Moneyline => 0,
                    Market::Spread => quote.offers[0].line.unwrap() + 2 * game.expected_margin,
                    Market::Total => quote.offers[0].line.unwrap() - 2 * game.expected_total,
                };
                assert!(off.abs() <= LINE_OFF_MAX, "{quote:?}");
            }
        }
    }
}

#[test]
fn a_correction_turns_every_spread_that_was_ever_offered() {
    for season in every_season() {
        for game in games_of(&season).filter(|game| game.special == Special::Corrected) {
            for quote in course(&season, &game).into_iter().flatten() {
                if quote.market != Market::Spread {
                    continue;
                }
                for offer in &quote.offers {
                    let (first, last) = (
                        ahead(offer, game.first_final()),
                        ahead(offer, game.last_final()),
                    );
                    // A full point away from the line both times: no push, no half.
                    assert!(
                        first.abs() >= 4 && last.abs() >= 4,
                        "{first} {last} {offer:?}"
                    );
                    assert!(first.signum() == -last.signum(), "{first} {last} {offer:?}");
                }
            }
        }
    }
}

#[test]
fn after_a_postponement_prices_are_asked_anew() {
    let season = season(1);
    let game = Game::new(&season, 3);
    assert!(quotes(&season, &game, game.postponed_at.unwrap()).is_empty());
    let again = quotes(&season, &game, game.planned_start);
    assert_eq!(again.len(), 6);
    assert!(
        again
            .iter()
            .all(|quote| quote.source_at == game.planned_start)
    );
}

#[test]
fn lines_split_the_results_about_evenly() {
    let (mut home, mut over, mut all) = (0, 0, 0);
    for season in every_season() {
        for game in games_of(&season).filter(|game| game.special == Special::Plain) {
            let close = quotes(&season, &game, game.starts_at - seconds(1));
            let score = game.last_final();
            let wins = |quote: &Quote| i64::from(ahead(&quote.offers[0], score) > 0);
            all += 1;
            home += wins(&close[1]);
            over += wins(&close[2]);
        }
    }
    for won in [home, over] {
        assert!(
            (420..=560).contains(&(won * 1000 / all)),
            "{home} and {over} of {all}"
        );
    }
}
