//! Members of two servers who bet on what is on offer, whoever leads.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use services::bets::LegRequest;
use shared::id::{BookmakerId, SelectionId};
use store::tickets::PlaceOutcome;
use testkit::{HERE, Member, THERE, bet};

use crate::betting::Dice;
use crate::world::World;

/// How many bet at the same time, and how often each does.
const BETTORS: u64 = 2;
const BET_EVERY: Duration = Duration::from_millis(250);

/// Prices of up to three different games, by chance.
const OFFERS: &str = "
    SELECT selection_id, bookmaker_id, price_num, price_den FROM (
      SELECT DISTINCT ON (g.game_id) g.game_id, q.selection_id, q.bookmaker_id, q.price_num,
        q.price_den
      FROM games g JOIN markets USING (game_id) JOIN selections USING (market_id)
      JOIN quotes q USING (selection_id)
      WHERE g.status = 'scheduled' AND g.starts_at > app_now() AND q.taken_down_at IS NULL
      ORDER BY g.game_id, random()) offers
    ORDER BY random() LIMIT 3";

/// How many bets came to what.
pub(super) type Bets = BTreeMap<String, u64>;

pub(super) struct Members<'a> {
    world: &'a World,
    ends: Instant,
    joined: AtomicU64,
    outcomes: Mutex<Bets>,
}

impl<'a> Members<'a> {
    pub(super) fn new(world: &'a World, ends: Instant) -> Self {
        Self {
            world,
            ends,
            joined: AtomicU64::new(1),
            outcomes: Mutex::default(),
        }
    }

    /// They bet until the end.
    pub(super) async fn bet(self, seed: u64) -> Bets {
        let bettors = (0..BETTORS).map(|it| self.one(Dice::new(seed + 7 + it)));
        futures_util::future::join_all(bettors).await;
        self.outcomes.into_inner().unwrap()
    }

    async fn one(&self, mut dice: Dice) {
        let mut every = tokio::time::interval(BET_EVERY);
        let mut member = self.join(&mut dice).await;
        while Instant::now() < self.ends {
            every.tick().await;
            let mut offers = self.offers().await;
            offers.truncate(1 + dice.below(4) / 2);
            if offers.is_empty() {
                continue;
            }
            let placing = self.world.try_place(bet(member, offers).posted()).await;
            let word = format!("{placing:?}");
            let word = word.split([' ', '(', '{']).next().unwrap_or_default();
            *self
                .outcomes
                .lock()
                .unwrap()
                .entry(word.to_owned())
                .or_default() += 1;
            if matches!(placing, PlaceOutcome::BalanceTooSmall { .. }) {
                member = self.join(&mut dice).await;
            }
        }
    }

    async fn join(&self, dice: &mut Dice) -> Member {
        let guild = [HERE, THERE][dice.below(2)];
        let user = self.joined.fetch_add(1, Relaxed);
        self.world.member_of(guild, user).await
    }

    async fn offers(&self) -> Vec<LegRequest> {
        let rows = sqlx::query_as(OFFERS).fetch_all(&self.world.database.owner);
        let rows: Vec<(SelectionId, BookmakerId, i64, i64)> = rows.await.unwrap();
        let leg = |(selection, bookmaker, num, den): (_, _, i64, i64)| LegRequest {
            selection,
            bookmaker,
            num: num.cast_unsigned(),
            den: den.cast_unsigned(),
            each_way: None,
        };
        rows.into_iter().map(leg).collect()
    }
}
