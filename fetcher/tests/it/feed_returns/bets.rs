//! Many tickets on everything that is on offer, placed through the store.

use futures_util::StreamExt;
use services::bets::LegRequest;
use shared::id::{BookmakerId, GuildId, SelectionId};
use testkit::{Member, bet};

use crate::world::World;

/// How many servers they are spread over.
const SERVERS: usize = 10;
/// How many units a member begins with, each of which becomes a ticket.
const TICKETS_A_MEMBER: usize = 100;
/// How many tickets are placed at the same time.
const AT_ONCE: usize = 6;
/// Of so many tickets one is a parlay.
const PARLAY_EVERY: usize = 8;

const OFFERS: &str = "
    SELECT game_id::text, selection_id, bookmaker_id, price_num, price_den
    FROM quotes JOIN selections USING (selection_id) JOIN markets USING (market_id)
    JOIN games USING (game_id)
    WHERE status = 'scheduled' AND taken_down_at IS NULL
      AND starts_at < app_now() + interval '66 hours'
    ORDER BY md5(selection_id::text), bookmaker_id";

/// Places so many tickets of a unit: singles on every game and market, and parlays of three games.
pub(super) async fn place(world: &World, tickets: usize) {
    let offers = offers(world).await;
    let members = members(world, tickets.div_ceil(TICKETS_A_MEMBER).max(SERVERS)).await;
    let placing = (0..tickets).map(|nth| {
        let legs = if nth.is_multiple_of(PARLAY_EVERY) {
            parlay(&offers, nth)
        } else {
            vec![offers[nth % offers.len()].1]
        };
        let member = members[nth % members.len()];
        world.place(bet(member, legs).posted())
    });
    let placed = futures_util::stream::iter(placing).buffer_unordered(AT_ONCE);
    assert_eq!(placed.count().await, tickets);
}

/// Three legs on different games, from the offer of that number on.
fn parlay(offers: &[(String, LegRequest)], nth: usize) -> Vec<LegRequest> {
    let mut legs: Vec<&(String, LegRequest)> = Vec::new();
    for offer in offers.iter().cycle().skip(nth % offers.len()) {
        if legs.iter().all(|it| it.0 != offer.0) {
            legs.push(offer);
        }
        if legs.len() == 3 {
            break;
        }
    }
    legs.into_iter().map(|it| it.1).collect()
}

async fn members(world: &World, number: usize) -> Vec<Member> {
    let servers = (0..SERVERS).map(|it| GuildId::new(100 + it as u64));
    let servers: Vec<_> = servers.collect();
    for server in &servers {
        world.server(*server).await;
    }
    let mut members = Vec::new();
    for nth in 0..number {
        let user = 1 + nth as u64;
        members.push(world.member_of(servers[nth % SERVERS], user).await);
    }
    members
}

async fn offers(world: &World) -> Vec<(String, LegRequest)> {
    type Row = (String, SelectionId, BookmakerId, i64, i64);
    let rows = sqlx::query_as(OFFERS).fetch_all(&world.database.owner);
    let rows: Vec<Row> = rows.await.unwrap();
    let offer = |(game, selection, bookmaker, num, den): Row| {
        let leg = LegRequest {
            selection,
            bookmaker,
            num: num.cast_unsigned(),
            den: den.cast_unsigned(),
            each_way: None,
        };
        (game, leg)
    };
    rows.into_iter().map(offer).collect()
}
