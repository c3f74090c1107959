//! Systems, teasers and bets each way after which something turns: a leg is lost before the others
//! are in, falls away, is corrected, or is ruled on by an admin; or the ticket is taken back.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use grading::ticket::terms::Terms;
use services::bets::LegRequest;
use shared::facts::Facts;
use shared::game::Period;
use shared::grade::LegOutcome;
use shared::id::{GameId, TicketId};
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::Price;
use shared::ticket::TicketState::{self, *};
use store::tickets::{CancelOutcome, CancelWindow, EachWay};
use testkit::{UNIT, bet};

use super::{field, golfer, line, outright, player};
use crate::placing_protocol::ruling::rule;
use crate::world::World;

impl World {
    /// Games of football, each with a leg on home at that line, or to win.
    async fn card(&self, names: &[&str], spread: Option<&str>) -> (Vec<GameId>, Vec<LegRequest>) {
        let (mut games, mut legs) = (Vec::new(), Vec::new());
        for name in names {
            let game = self.match_in("NFL", "american_football", name).await;
            let (kind, line) = match spread {
                Some(text) => (MarketKind::Spread, line(text)),
                None => (MarketKind::Moneyline2, None),
            };
            let key = MarketKey::of_game(game, kind, Period::Full, line);
            legs.push(self.offer((key, Side::Home, "+100")).await);
            games.push(game);
        }
        (games, legs)
    }

    async fn scored(&self, game: GameId, home: i32, away: i32) {
        let scores = [(Period::Full, home, away)];
        self.finish(game, &scores, &Facts::default()).await;
    }

    /// Settles: where the ticket stands then, with books that balance and grades that replay.
    async fn stands(&self, ticket: TicketId) -> (TicketState, Option<i64>) {
        self.settle().await;
        assert_eq!(self.books().await.sum, 0);
        fetcher::audit::replay(&self.database.fetcher)
            .await
            .unwrap();
        let (state, returned, _) = self.head(ticket).await;
        (state, returned)
    }
}

fn teaser() -> Terms {
    let price = |text: &str| text.parse::<Price>().unwrap();
    Terms::Teaser {
        points: "6".parse().unwrap(),
        chart: BTreeMap::from([(2, price("-110")), (3, price("+160"))]),
    }
}

#[tokio::test]
async fn a_system_is_lost_before_its_last_game_and_goes_on_once_a_result_is_corrected() {
    let world = World::new().await;
    let (games, legs) = world.card(&["a", "b", "c"], None).await;
    let trixie = Terms::System { sizes: vec![2, 3] };
    let ticket = world.placed(4, trixie, legs).await;
    world.scored(games[0], 10, 20).await;
    assert_eq!(world.stands(ticket).await, (Open, None), "b and c may win");
    world.scored(games[1], 10, 20).await;
    assert_eq!(
        world.stands(ticket).await,
        (Lost, Some(0)),
        "whatever c does"
    );
    world.scored(games[0], 20, 10).await;
    assert_eq!(world.stands(ticket).await, (Open, None), "a and c may win");
    world.scored(games[2], 20, 10).await;
    let one_double = (PartialLost, Some(4 * UNIT));
    assert_eq!(world.stands(ticket).await, one_double);
    rule(&world, ticket, (Some(2), LegOutcome::Won)).await;
    assert_eq!(world.stands(ticket).await, (Won, Some(20 * UNIT)));
    // What an admin decided stands, whatever comes of its game.
    world.call_off(games[1]).await;
    assert_eq!(world.stands(ticket).await, (Won, Some(20 * UNIT)));
    world.scored(games[2], 10, 20).await;
    assert_eq!(world.stands(ticket).await, one_double);
}

#[tokio::test]
async fn a_teaser_pays_by_the_legs_that_are_left_whichever_way_they_fall_away() {
    let world = World::new().await;
    let (games, legs) = world.card(&["a", "b", "c"], Some("-7")).await;
    let ticket = world.placed(1, teaser(), legs).await;
    world.scored(games[0], 23, 20).await;
    world.call_off(games[1]).await;
    assert_eq!(world.stands(ticket).await, (Open, None));
    world.scored(games[2], 23, 20).await;
    let (state, returned) = world.stands(ticket).await;
    assert_eq!(returned, Some(1_909_090), "two are left: {state}");
    // One point less than the moved line, then exactly on it: one leg is no teaser.
    world.scored(games[2], 20, 20).await;
    assert_eq!(world.stands(ticket).await, (Lost, Some(0)));
    world.scored(games[2], 21, 20).await;
    assert_eq!(world.stands(ticket).await, (Refunded, Some(UNIT)));
    rule(&world, ticket, (Some(2), LegOutcome::Won)).await;
    let (_, returned) = world.stands(ticket).await;
    assert_eq!(returned, Some(1_909_090), "a and b are left");
    rule(&world, ticket, (Some(3), LegOutcome::Won)).await;
    assert_eq!(world.stands(ticket).await, (Won, Some(2_600_000)));
}

#[tokio::test]
async fn what_an_admin_says_of_a_leg_each_way_counts_for_both_of_its_parts() {
    let world = World::new().await;
    let quarter = EachWay {
        num: 1,
        den: 4,
        places: 3,
    };
    let open = world.field_in("PGA", "golf", "open").await;
    let leg = world
        .offer((outright(open), Side::Entrant(player("ash")), "+800"))
        .await;
    let leg = LegRequest {
        each_way: Some(quarter),
        ..leg
    };
    let ticket = world.placed(2, Terms::Single, vec![leg]).await;
    let came = |own| {
        let others = ["oak", "elm", "fir", "yew"];
        let free = (1..).filter(move |it| *it != own);
        let mut all: Vec<_> = others
            .iter()
            .zip(free)
            .map(|(name, at)| golfer(name, at))
            .collect();
        all.push(golfer("ash", own));
        field(all)
    };
    world.finish(open, &[], &came(3)).await;
    // Lost to win; a unit at three to a place.
    assert_eq!(world.stands(ticket).await, (PartialWon, Some(3 * UNIT)));
    rule(&world, ticket, (None, LegOutcome::Void)).await;
    assert_eq!(world.stands(ticket).await, (Refunded, Some(2 * UNIT)));
    world.finish(open, &[], &came(1)).await;
    assert_eq!(world.stands(ticket).await, (Refunded, Some(2 * UNIT)));
    rule(&world, ticket, (Some(1), LegOutcome::Lost)).await;
    assert_eq!(world.stands(ticket).await, (Lost, Some(0)));
    rule(&world, ticket, (Some(1), LegOutcome::Won)).await;
    assert_eq!(world.stands(ticket).await, (Won, Some(12 * UNIT)));
}

#[tokio::test]
async fn a_place_is_corrected_with_the_win() {
    let world = World::new().await;
    let open = world.field_in("PGA", "golf", "open").await;
    let leg = world
        .offer((outright(open), Side::Entrant(player("ash")), "+800"))
        .await;
    let each_way = Some(EachWay {
        num: 1,
        den: 4,
        places: 2,
    });
    let ticket = world
        .placed(2, Terms::Single, vec![LegRequest { each_way, ..leg }])
        .await;
    for (own, expected) in [
        (1, (Won, 12 * UNIT)),
        (2, (PartialWon, 3 * UNIT)),
        (3, (Lost, 0)),
        (1, (Won, 12 * UNIT)),
    ] {
        let other = |at| if at == own { 4 } else { at };
        let all = vec![
            golfer("ash", own),
            golfer("oak", other(1)),
            golfer("elm", other(2)),
            golfer("fir", other(3)),
        ];
        world.finish(open, &[], &field(all)).await;
        let (state, returned) = expected;
        assert_eq!(world.stands(ticket).await, (state, Some(returned)), "{own}");
    }
}

#[tokio::test]
async fn a_teaser_is_taken_back_while_the_prices_stand_that_its_lines_were_quoted_at() {
    let world = World::new().await;
    let (_, legs) = world.card(&["a", "b"], Some("-7")).await;
    let member = world.member(1).await;
    let window = CancelWindow {
        free: Duration::from_secs(15),
        unmoved: Duration::from_secs(60),
    };
    let mut placed = Vec::new();
    for _ in 0..3 {
        let bet = bet(member, legs.clone()).terms(teaser());
        placed.push(world.place(bet).await);
    }
    let back = |ticket| world.cancel(member, ticket, window);
    world.database.advance(TimeDelta::seconds(30)).await;
    assert_eq!(back(placed[0]).await, CancelOutcome::Cancelled);
    let moved = "UPDATE quotes SET price_num = 19, price_den = 10, price_number = '-111'";
    world.tamper(moved).await;
    assert_eq!(back(placed[1]).await, CancelOutcome::PriceMoved);
    world.database.advance(TimeDelta::seconds(31)).await;
    assert_eq!(back(placed[2]).await, CancelOutcome::TooLate);
    assert_eq!(world.cash(member).await, 98 * UNIT);
    world.books().await;
}
