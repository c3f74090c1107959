//! Every kind of ticket and of market is placed through the store, settled, and replayed.

mod contest;
mod turns;

use std::collections::BTreeMap;

use grading::ticket::terms::Terms;
use services::bets::LegRequest;
use shared::competitor::Role;
use shared::facts::{EntrantLine, Facts, Finish, PlayerLine};
use shared::game::Period;
use shared::id::{CompetitorId, GameId, TicketId};
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Side};
use shared::price::Price;
use shared::ticket::TicketState::{self, *};
use store::tickets::{EachWay, PlaceOutcome};
use testkit::{UNIT, bet};

use crate::world::World;

fn line(text: &str) -> Option<Line> {
    Some(text.parse().unwrap())
}

fn player(name: &str) -> CompetitorId {
    CompetitorId::derive(name)
}

/// Whether that player scores more than so many points.
fn points(game: GameId, name: &str, over: &str) -> MarketKey {
    MarketKey {
        subject: Some(player(name)),
        statistic: Some("points".to_owned()),
        ..MarketKey::of_game(game, MarketKind::PlayerTotal, Period::Full, line(over))
    }
}

fn outright(game: GameId) -> MarketKey {
    MarketKey::of_game(game, MarketKind::Outright, Period::Full, None)
}

fn golfer(name: &str, position: u16) -> EntrantLine {
    EntrantLine {
        id: player(name),
        finish: Finish::Finished,
        position: Some(position),
        holes: Some(72),
        laps: None,
        scores: Vec::new(),
        withdrawal: None,
    }
}

fn field(entrants: Vec<EntrantLine>) -> Facts {
    let mut entrants = entrants;
    entrants.sort_by_key(|it| it.id);
    Facts {
        entrants,
        ..Facts::default()
    }
}

impl World {
    /// A bet of a member who has placed nothing yet.
    async fn placed(&self, units: i32, terms: Terms, legs: Vec<LegRequest>) -> TicketId {
        let member = self.member(1).await;
        let bet = bet(member, legs).units(units).terms(terms);
        let ticket = self.place(bet).await;
        self.books().await;
        ticket
    }

    /// Settles, and holds that the books balance and every receipt replays.
    async fn settled(&self, ticket: TicketId, receipts: u64) -> (TicketState, Option<i64>) {
        self.settle().await;
        assert_eq!(self.books().await.sum, 0);
        let replayed = fetcher::audit::replay(&self.database.fetcher).await;
        assert_eq!(replayed.unwrap().grades, receipts);
        let (state, returned, _) = self.head(ticket).await;
        (state, returned)
    }
}

#[tokio::test]
async fn a_players_prop_is_graded_where_he_played_and_void_where_he_did_not() {
    let world = World::new().await;
    let game = world.match_in("NBA", "basketball", "a").await;
    for name in ["gale", "reed"] {
        world.athlete(player(name), "basketball", name).await;
    }
    let over = |name| (points(game, name, "24.5"), Side::Over, "-110");
    let played = world.offer(over("gale")).await;
    let absent = world.offer(over("reed")).await;
    let played = world.placed(1, Terms::Single, vec![played]).await;
    let absent = world.placed(1, Terms::Single, vec![absent]).await;
    let line = |name, took_part, scored: Option<i64>| PlayerLine {
        id: player(name),
        role: Role::Home,
        played: took_part,
        started: took_part,
        statistics: scored
            .map(|it| ("points".to_owned(), it))
            .into_iter()
            .collect(),
    };
    let mut players = vec![line("gale", true, Some(27)), line("reed", false, None)];
    players.sort_by_key(|it| it.id);
    let facts = Facts {
        players,
        ..Facts::default()
    };
    world.finish(game, &[(Period::Full, 101, 99)], &facts).await;
    assert_eq!(world.settled(played, 2).await, (Won, Some(1_909_090)));
    assert_eq!(world.settled(absent, 2).await, (Void, Some(UNIT)));
}

#[tokio::test]
async fn two_who_share_the_first_place_share_what_an_outright_pays() {
    let world = World::new().await;
    let open = world.field_in("PGA", "golf", "open").await;
    let winner = Side::Entrant(player("ash"));
    let leg = world.offer((outright(open), winner, "+1000")).await;
    let ticket = world.placed(1, Terms::Single, vec![leg]).await;
    let facts = field(vec![golfer("ash", 1), golfer("oak", 1), golfer("elm", 3)]);
    world.finish(open, &[], &facts).await;
    // Half the unit at 11, and half of it lost.
    let half = (PartialWon, Some(11 * UNIT / 2));
    assert_eq!(world.settled(ticket, 1).await, half);
}

#[tokio::test]
async fn a_teams_own_total_and_a_first_half_are_graded_on_their_part_of_the_score() {
    let world = World::new().await;
    let game = world.match_in("NFL", "american_football", "a").await;
    let team = MarketKey {
        subject: Some(world.home_of(game).await),
        ..MarketKey::of_game(game, MarketKind::TeamTotal, Period::Full, line("24.5"))
    };
    let half = MarketKey::of_game(game, MarketKind::Total, Period::Half(1), line("22.5"));
    let team = world.offer((team, Side::Over, "+100")).await;
    let half = world.offer((half, Side::Over, "+100")).await;
    let team = world.placed(1, Terms::Single, vec![team]).await;
    let half = world.placed(1, Terms::Single, vec![half]).await;
    let scores = [
        (Period::Full, 27, 30),
        (Period::Quarter(1), 7, 0),
        (Period::Quarter(2), 7, 7),
        (Period::Quarter(3), 6, 10),
        (Period::Quarter(4), 7, 13),
    ];
    world.finish(game, &scores, &Facts::default()).await;
    assert_eq!(world.settled(team, 2).await, (Won, Some(2 * UNIT)));
    assert_eq!(world.settled(half, 2).await, (Lost, Some(0)));
}

#[tokio::test]
async fn a_system_returns_what_its_winning_combinations_do() {
    let world = World::new().await;
    let mut games = Vec::new();
    let mut legs = Vec::new();
    for name in ["a", "b", "c"] {
        let game = world.match_in("NFL", "american_football", name).await;
        let winner = MarketKey::of_game(game, MarketKind::Moneyline2, Period::Full, None);
        legs.push(world.offer((winner, Side::Home, "+100")).await);
        games.push(game);
    }
    let trixie = Terms::System { sizes: vec![2, 3] };
    let ticket = world.placed(4, trixie, legs).await;
    let promised = "SELECT possible_return FROM tickets";
    // Three doubles of a unit at 4, and a treble at 8.
    assert_eq!(world.count(promised).await, 20 * UNIT);
    assert_eq!(world.count("SELECT bets::bigint FROM tickets").await, 4);
    for (game, (home, away)) in games.iter().zip([(20, 10), (20, 10), (10, 20)]) {
        let scores = [(Period::Full, home, away)];
        world.finish(*game, &scores, &Facts::default()).await;
    }
    let one_double = (PartialLost, Some(4 * UNIT));
    assert_eq!(world.settled(ticket, 3).await, one_double);
}

#[tokio::test]
async fn a_teaser_is_graded_on_the_lines_that_it_moved_and_pays_by_its_chart() {
    let world = World::new().await;
    let mut games = Vec::new();
    let mut legs = Vec::new();
    for name in ["a", "b"] {
        let game = world.match_in("NFL", "american_football", name).await;
        let spread = MarketKey::of_game(game, MarketKind::Spread, Period::Full, line("-7"));
        legs.push(world.offer((spread, Side::Home, "-110")).await);
        games.push(game);
    }
    let price = |text: &str| text.parse::<Price>().unwrap();
    let teaser = Terms::Teaser {
        points: "6".parse().unwrap(),
        chart: BTreeMap::from([(2, price("-110"))]),
    };
    let ticket = world.placed(1, teaser, legs).await;
    assert_eq!(world.count("SELECT min(line)::bigint FROM legs").await, -4);
    for game in games {
        let scores = [(Period::Full, 23, 20)];
        world.finish(game, &scores, &Facts::default()).await;
    }
    assert_eq!(world.settled(ticket, 2).await, (Won, Some(1_909_090)));
}

#[tokio::test]
async fn an_each_way_double_pays_for_places_where_it_does_not_win() {
    let world = World::new().await;
    let fifth = EachWay {
        num: 1,
        den: 5,
        places: 5,
    };
    let mut fields = Vec::new();
    let mut legs = Vec::new();
    for (name, price) in [("open", "+500"), ("masters", "+400")] {
        let game = world.field_in("PGA", "golf", name).await;
        let winner = Side::Entrant(player("ash"));
        let leg = world.offer((outright(game), winner, price)).await;
        legs.push(LegRequest {
            each_way: Some(fifth),
            ..leg
        });
        fields.push(game);
    }
    let ticket = world.placed(2, Terms::Parlay, legs).await;
    // A unit at 6 times 5, and one at 2 times 1.8.
    let promised = "SELECT possible_return FROM tickets";
    assert_eq!(world.count(promised).await, 30 * UNIT + 3_600_000);
    assert_eq!(world.count("SELECT bets::bigint FROM tickets").await, 2);
    for (game, own) in fields.into_iter().zip([1, 3]) {
        let others = ["oak", "elm", "fir", "yew"];
        let free = (1..).filter(|it| *it != own);
        let others = others.iter().zip(free);
        let mut all: Vec<_> = others.map(|(name, place)| golfer(name, place)).collect();
        all.push(golfer("ash", own));
        world.finish(game, &[], &field(all)).await;
    }
    // First and third: the win double is lost, the place double is not. Two grades a leg.
    let places = (PartialWon, Some(3_600_000));
    assert_eq!(world.settled(ticket, 4).await, places);
}

#[tokio::test]
async fn a_leg_that_cannot_be_teased_or_placed_is_refused_before_anything_moves() {
    let world = World::new().await;
    let game = world.match_in("NFL", "american_football", "a").await;
    let other = world.match_in("NFL", "american_football", "b").await;
    let winner = |game| MarketKey::of_game(game, MarketKind::Moneyline2, Period::Full, None);
    let first = world.offer((winner(game), Side::Home, "+100")).await;
    let second = world.offer((winner(other), Side::Home, "+100")).await;
    let member = world.member(1).await;
    let chart = BTreeMap::from([(2, "-110".parse::<Price>().unwrap())]);
    let teaser = Terms::Teaser {
        points: "6".parse().unwrap(),
        chart,
    };
    let each_way = LegRequest {
        each_way: Some(EachWay {
            num: 1,
            den: 4,
            places: 3,
        }),
        ..first
    };
    let trixie = Terms::System { sizes: vec![2, 3] };
    for (terms, legs, expected) in [
        (teaser, vec![first, second], PlaceOutcome::UnfitLeg),
        (Terms::Single, vec![each_way], PlaceOutcome::UnfitLeg),
        (trixie, vec![first, second], PlaceOutcome::TooManyLegs),
    ] {
        let placing = world.try_place(bet(member, legs).terms(terms)).await;
        assert_eq!(placing, expected);
    }
    assert_eq!(world.count("SELECT count(*) FROM tickets").await, 0);
    assert_eq!(world.cash(member).await, 100 * UNIT);
}

/// What makes a price on offer: the question, the answer, and the American price.
type Offer<'a> = (MarketKey, Side, &'a str);
