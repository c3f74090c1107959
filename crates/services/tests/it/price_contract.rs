//! Prices move, games begin and presses come twice while bets are placed: no ticket is there at a
//! price that its member does not take, none after the start, and none twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use services::bets::Placement;
use shared::id::SelectionId;
use shared::price::{Price, PriceTolerance, Product};
use shared::units::Units;
use store::tickets::PlaceOutcome;
use testkit::{HERE, Member, ReportExt, World, bet, game, leg, on};
use tokio::task::JoinSet;

/// How many cases one run tries, unless the variable says otherwise.
const CASES: u64 = 400;
const CASES_VARIABLE: &str = "DBSBM_PRICE_CASES";
/// Cases of a lane follow each other, and lanes run side by side.
const LANES: u64 = 4;
const GAMES_A_LANE: usize = 3;
/// A thousandth of a unit, so that nobody runs out of them.
const STAKE: Units = Units::from_steps(1_000);

/// Numbers that follow from a first one.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn american(&mut self) -> i32 {
        let number = 100 + i32::try_from(self.below(250)).unwrap();
        if self.below(2) == 0 { number } else { -number }
    }

    /// A price that is near to another as often as not.
    fn moved(&mut self, from: Price) -> Price {
        let number: i32 = from.number().parse().unwrap();
        let by = i32::try_from(self.below(21)).unwrap() - 10;
        let near = Price::from_american(number + by);
        match self.below(2) {
            0 => near.unwrap_or(from),
            _ => Price::from_american(self.american()).unwrap(),
        }
    }

    fn tolerance(&mut self) -> PriceTolerance {
        match self.below(3) {
            0 => PriceTolerance::Exact,
            1 => PriceTolerance::Better,
            _ => {
                let most = u64::from(PriceTolerance::LESS_MAX);
                PriceTolerance::Less(1 + u16::try_from(self.below(most)).unwrap())
            }
        }
    }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    placed: u64,
    moved: u64,
    locked: u64,
    raced: u64,
}

/// The cases of one lane, on games of its own.
struct Lane {
    world: Arc<World>,
    member: Member,
    dice: Dice,
    picks: Vec<SelectionId>,
    prices: BTreeMap<SelectionId, Price>,
    counts: Counts,
}

fn home(lane: u64, number: usize) -> String {
    format!("Home{lane}x{number}")
}

impl Lane {
    async fn new(world: Arc<World>, lane: u64) -> Self {
        let homes: Vec<_> = (0..GAMES_A_LANE).map(|it| home(lane, it)).collect();
        let mut picks = Vec::new();
        for name in &homes {
            let reference = format!("{}-guests", name.to_lowercase());
            picks.push(world.selection(&on(&reference).home_wins()).await);
        }
        let start = Price::from_american(-110).unwrap();
        Self {
            member: world.member(1 + lane % 2).await,
            prices: picks.iter().map(|it| (*it, start)).collect(),
            world,
            dice: Dice(lane + 1),
            picks,
            counts: Counts::default(),
        }
    }

    /// The feed has another price.
    async fn reprice(&self, selection: SelectionId, price: Price) {
        let moved = "UPDATE quotes SET price_num = $2, price_den = $3, price_format = 'american',
            price_number = $4 WHERE selection_id = $1";
        sqlx::query(moved)
            .bind(selection)
            .bind(price.num().cast_signed())
            .bind(price.den().cast_signed())
            .bind(price.number())
            .execute(&self.world.database.owner)
            .await
            .unwrap();
    }

    /// The feed says that the game is under way, the clock that it has begun, or neither.
    async fn lock(&self, selection: SelectionId, how: Lock) {
        let set = match how {
            Lock::Status => "status = 'live'",
            Lock::Clock => "starts_at = app_now() - interval '1 second'",
            Lock::Open => "status = 'scheduled', starts_at = app_now() + interval '2 hours'",
        };
        let update = format!(
            "UPDATE games SET {set} WHERE game_id = (SELECT m.game_id FROM selections s
             JOIN markets m USING (market_id) WHERE s.selection_id = $1)"
        );
        let update = sqlx::query(&update).bind(selection);
        update.execute(&self.world.database.owner).await.unwrap();
    }

    async fn case(&mut self) {
        let legs = 1 + usize::try_from(self.dice.below(3)).unwrap();
        let picks: Vec<_> = self.picks.iter().copied().take(legs).collect();
        let shown: Vec<Price> = picks.iter().map(|it| self.prices[it]).collect();
        let tolerance = self.dice.tolerance();
        let requests: Vec<_> = picks
            .iter()
            .zip(&shown)
            .map(|(it, at)| leg(*it, *at))
            .collect();
        let asked = bet(self.member, requests).stake(STAKE).taking(tolerance);
        let asked = self.world.placement(asked).await;

        // What happens before the press, and what at the same moment.
        let mut now = shown.clone();
        for (pick, price) in picks.iter().zip(&mut now) {
            if self.dice.below(2) == 0 {
                *price = self.dice.moved(*price);
                self.reprice(*pick, *price).await;
            }
        }
        // Other prices of the legs, and the same of all together.
        if legs > 1 && self.dice.below(8) == 0 {
            now.copy_from_slice(&shown);
            now.swap(0, 1);
            for (pick, price) in picks.iter().zip(&now) {
                self.reprice(*pick, *price).await;
            }
        }
        let lock = match self.dice.below(8) {
            0 => Lock::Status,
            1 => Lock::Clock,
            _ => Lock::Open,
        };
        let races = self.dice.below(4) == 0;
        let mut later = now.clone();
        if races {
            later[0] = self.dice.moved(now[0]);
        } else if lock != Lock::Open {
            self.lock(picks[0], lock).await;
        }
        let presses = 1 + self.dice.below(3);
        let outcomes = self.press(&asked, presses, async {
            if races {
                self.reprice(picks[0], later[0]).await;
                if lock != Lock::Open {
                    self.lock(picks[0], lock).await;
                }
            }
        });
        let outcomes = outcomes.await;
        self.judge(
            &asked,
            &outcomes,
            tolerance,
            [&shown, &now, &later],
            races,
            lock,
        );
        if lock != Lock::Open {
            self.lock(picks[0], Lock::Open).await;
        }
        for (pick, price) in picks.iter().zip(later) {
            self.prices.insert(*pick, price);
        }
    }

    /// Presses so often at once, while something else happens.
    async fn press(
        &self,
        asked: &Placement,
        presses: u64,
        meanwhile: impl Future<Output = ()>,
    ) -> Vec<PlaceOutcome> {
        let mut tasks = JoinSet::new();
        for _ in 0..presses {
            let (world, asked) = (Arc::clone(&self.world), asked.clone());
            tasks.spawn(async move { world.submit(&asked).await });
        }
        let (outcomes, ()) = tokio::join!(tasks.join_all(), meanwhile);
        outcomes
    }

    /// Compares what came of a press with what had to come of it.
    fn judge(
        &mut self,
        asked: &Placement,
        outcomes: &[PlaceOutcome],
        tolerance: PriceTolerance,
        [shown, now, later]: [&[Price]; 3],
        races: bool,
        lock: Lock,
    ) {
        let case = format!("{asked:?} {now:?} {later:?} {lock:?}: {outcomes:?}");
        let first = outcomes
            .iter()
            .filter(|it| matches!(it, PlaceOutcome::Placed(_)));
        let first = first.count();
        let again = |it: &&PlaceOutcome| matches!(it, PlaceOutcome::AlreadyPlaced(_));
        let is_placed = first == 1;
        let all = first + outcomes.iter().filter(again).count();
        assert!(all == 0 || is_placed && all == outcomes.len(), "{case}");

        let product = |it: &[Price]| Product::of(it);
        let takes = |it: &[Price]| tolerance.takes(&product(shown), &product(it));
        self.counts.placed += u64::from(is_placed);
        if races {
            self.counts.raced += 1;
            let may = takes(now) || takes(later);
            let must = takes(now) && takes(later) && lock == Lock::Open;
            assert!(if is_placed { may } else { !must }, "{case}");
            return;
        }
        let expected = match lock {
            Lock::Open => takes(now),
            Lock::Status | Lock::Clock => false,
        };
        assert_eq!(is_placed, expected, "{case}");
        if is_placed {
            return;
        }
        let refused = &outcomes[0];
        match lock {
            Lock::Status => assert_eq!(*refused, PlaceOutcome::GameNotOpen, "{case}"),
            Lock::Clock => {
                assert!(
                    matches!(refused, PlaceOutcome::GameStarted { .. }),
                    "{case}"
                );
            }
            Lock::Open => assert!(matches!(refused, PlaceOutcome::PriceMoved(_)), "{case}"),
        }
        self.counts.locked += u64::from(lock != Lock::Open);
        self.counts.moved += u64::from(lock == Lock::Open);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lock {
    Open,
    Status,
    Clock,
}

#[tokio::test(flavor = "multi_thread")]
async fn no_ticket_is_outside_of_its_tolerance_or_after_the_start_or_there_twice() {
    let cases = std::env::var(CASES_VARIABLE).map_or(CASES, |it| it.parse().unwrap());
    let world = World::new().await;
    world.set(HERE, |it| it.stake_min = STAKE).await;
    let games = (0..LANES).flat_map(|lane| (0..GAMES_A_LANE).map(move |it| home(lane, it)));
    let games = games.map(|it| {
        let game = game("NFL", &it, "Guests").starts_at(world.at(2));
        game.moneyline(-110, -110)
    });
    world.report(&games.collect::<Vec<_>>()).await;
    let world = Arc::new(world);
    let mut lanes = JoinSet::new();
    for lane in 0..LANES {
        let mut lane = Lane::new(Arc::clone(&world), lane).await;
        lanes.spawn(async move {
            for _ in 0..cases / LANES {
                lane.case().await;
            }
            lane.counts
        });
    }
    let all = lanes.join_all().await;
    let sum = |of: fn(&Counts) -> u64| all.iter().map(of).sum::<u64>();
    let (placed, moved) = (sum(|it| it.placed), sum(|it| it.moved));
    let (locked, raced) = (sum(|it| it.locked), sum(|it| it.raced));

    // What the tables say of all of them.
    let count = async |sql: &str| world.count(sql).await;
    let tickets = count("SELECT count(*) FROM tickets").await;
    assert_eq!(u64::try_from(tickets).unwrap(), placed);
    let late = "SELECT count(*) FROM tickets t JOIN legs l USING (guild_id, ticket_id)
        WHERE t.placed_at >= l.booked_start";
    assert_eq!(count(late).await, 0, "after the start");
    let twice = "SELECT count(*) - count(DISTINCT interaction_id) FROM tickets";
    assert_eq!(count(twice).await, 0, "twice");
    let staked = "SELECT sum(balance)::bigint FROM accounts WHERE kind = 'at_risk'";
    assert_eq!(
        count(staked).await,
        tickets * STAKE.steps(),
        "charged twice"
    );
    // The cases mean something.
    let least = cases / 20;
    let kinds = [placed, moved, locked, raced];
    assert!(kinds.iter().all(|it| *it >= least), "{kinds:?}");
    eprintln!(
        "{cases} cases: {placed} placed, {moved} refused for their price, {locked} for their \
         start, {raced} raced; 0 outside of the tolerance, 0 after the start, 0 twice"
    );
}
