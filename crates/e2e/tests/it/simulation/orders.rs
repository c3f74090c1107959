//! The same reports in any order: twice, late, with corrections between them, settled in between
//! or not. Every copy of a story must end with the same balances, to the micro-unit.

use std::collections::BTreeMap;

use super::arithmetic::{End, Leg, head};
use super::dice::Dice;
use super::generate;
use super::model::{Bet, offer};
use super::op::{Market, Prices, Says, Side};
use super::system::{System, member_id, number_of};
use super::{SOURCES, STANDS};

/// In how many orders each story is told.
const COPIES: usize = 4;
/// When the first game is over, in seconds.
const OVER: i64 = 100_000;
/// How many corrections a story has.
const CORRECTIONS: usize = 2;

/// What the sources say of a game, each with its own dates.
struct Story {
    prices: Prices,
    said: Vec<(usize, Says, i64)>,
    /// What the operator says where the sources leave it open.
    ruling: Says,
}

impl Story {
    fn new(dice: &mut Dice) -> Self {
        let truth = generate::ended(dice);
        let mut said: Vec<_> = (0..SOURCES)
            .map(|source| {
                let says = match dice.once_in(4) {
                    true => generate::ended(dice),
                    false => truth,
                };
                (source, says, i64::from(dice.below(30)))
            })
            .collect();
        for after in 1..=CORRECTIONS {
            let source = dice.below(3) as usize;
            // Back to what was said before, now and then.
            let says = match dice.below(3) {
                0 => truth,
                _ => generate::ended(dice),
            };
            said.push((source, says, 30 * after as i64 + i64::from(dice.below(30))));
        }
        Self {
            prices: generate::prices(dice),
            said,
            ruling: generate::ended(dice),
        }
    }

    /// What a source says last, by its own dates.
    fn last(&self, source: usize) -> Says {
        let of = self.said.iter().filter(|it| it.0 == source);
        of.max_by_key(|it| it.2).unwrap().1
    }

    /// How it ends where source 0 is the league's own, or nobody is.
    fn end(&self, official: bool) -> Option<Says> {
        let last: Vec<_> = (0..SOURCES).map(|it| self.last(it)).collect();
        if official {
            return last.first().copied();
        }
        let votes = |says: &Says| last.iter().filter(|it| *it == says).count();
        last.iter().copied().find(|it| votes(it) > 1)
    }

    /// Every report, some of them twice, in an order that chance makes.
    fn order(&self, dice: &mut Dice) -> Vec<(usize, Says, i64)> {
        let mut order = self.said.clone();
        for _ in 0..2 {
            let again = dice.below(u32::try_from(self.said.len()).unwrap());
            order.push(self.said[again as usize]);
        }
        for left in (1..order.len()).rev() {
            let other = dice.below(u32::try_from(left + 1).unwrap());
            order.swap(left, other as usize);
        }
        order
    }
}

/// Tells so many stories in four orders each. Answers with how many orders.
///
/// # Errors
/// The first story that did not end the same way in all of them.
pub(crate) async fn tell(seed: u64, stories: usize, official: bool) -> Result<usize, String> {
    let mut dice = Dice::new(seed);
    let stories: Vec<_> = (0..stories).map(|_| Story::new(&mut dice)).collect();
    let orders = stories.len() * COPIES;
    // Copy c of story s is game s × COPIES + c, and has a member of its own.
    let prices: Vec<_> = (0..orders).map(|it| stories[it / COPIES].prices).collect();
    let system = System::new(official, &prices).await;
    let mut bets = BTreeMap::new();
    for game in 0..orders {
        bet(&system, game, &prices, &mut bets).await?;
    }

    let reports: Vec<_> = (0..orders)
        .map(|it| stories[it / COPIES].order(&mut dice))
        .collect();
    let mut now = OVER;
    for round in 0..reports[0].len() {
        now += i64::from(dice.below(90));
        system.set_clock(now).await;
        for source in 0..SOURCES {
            let said = reports.iter().enumerate().filter_map(|(game, order)| {
                let (of, says, dated) = order[round];
                let dated = Some(OVER + dated - 200);
                (of == source).then(|| system.game_report(game, source, says, dated, None))
            });
            let said: Vec<_> = said.collect();
            let taken = system.take(&system.fetcher.pool, source, said).await;
            taken.map_err(|error| error.to_string())?;
        }
        if dice.once_in(2) {
            settle(&system).await?;
        }
    }
    system.set_clock(now + STANDS + 1).await;
    settle(&system).await?;
    for (game, story) in (0..orders).map(|it| (it, &stories[it / COPIES])) {
        if story.end(official).is_none() {
            let ruled = system.rule(&system.fetcher.pool, game, story.ruling).await;
            ruled.map_err(|error| error.to_string())?;
        }
    }
    settle(&system).await?;

    let ends: Vec<_> = stories
        .iter()
        .map(|it| end(it.end(official).unwrap_or(it.ruling)))
        .collect();
    compare(&system, &stories, &bets, &ends).await?;
    let books = fetcher::audit::audit(&system.database.fetcher).await;
    books.map_err(|error| format!("the audit: {error}"))?;
    Ok(orders)
}

fn end(says: Says) -> End {
    match says {
        Says::Final(home, away) => End::Score(home, away),
        _ => End::NotPlayed,
    }
}

/// A single on the game, and a parlay with the same copy of the story beside it.
async fn bet(
    system: &System,
    game: usize,
    prices: &[Prices],
    bets: &mut BTreeMap<u32, Bet>,
) -> Result<(), String> {
    let story = game / COPIES;
    let beside = (story ^ 1) * COPIES + game % COPIES;
    let leg = |game: usize, market| {
        let (line, price) = offer(&prices[game], market, Side::First);
        Leg {
            game,
            market,
            side: Side::First,
            line,
            price,
        }
    };
    let mut legs = vec![vec![leg(game, Market::Spread)]];
    if beside < prices.len() {
        legs.push(vec![leg(game, Market::Total), leg(beside, Market::Spread)]);
    }
    system
        .visit(game)
        .await
        .map_err(|error| error.to_string())?;
    for (index, legs) in legs.into_iter().enumerate() {
        let number = u32::try_from(game * 2 + index).unwrap();
        let bet = Bet {
            member: game,
            // Odd, so that roundings show.
            stake: 1_000_003 + 7 * i64::try_from(story).unwrap(),
            legs,
        };
        let answer = system.place(number, &bet).await;
        let answer = answer.map_err(|error| error.to_string())?;
        if answer != "placed" {
            return Err(format!("ticket {number}: {answer}"));
        }
        bets.insert(number, bet);
    }
    Ok(())
}

/// Decides what is due and settles what waits, until nothing is and nothing does.
async fn settle(system: &System) -> Result<(), String> {
    let waits = "SELECT EXISTS (SELECT 1 FROM games WHERE decide_at <= app_now()
        OR result_version <> settled_version)";
    loop {
        let pool = &system.fetcher.pool;
        let decided = system.decide(pool).await;
        decided.map_err(|error| error.to_string())?;
        let settled = system.settle(pool, 100).await;
        settled.map_err(|error| error.to_string())?;
        let owner = &system.database.owner;
        let waiting: bool = sqlx::query_scalar(waits).fetch_one(owner).await.unwrap();
        if !waiting {
            return Ok(());
        }
    }
}

async fn compare(
    system: &System,
    stories: &[Story],
    bets: &BTreeMap<u32, Bet>,
    ends: &[End],
) -> Result<(), String> {
    let owner = &system.database.owner;
    let heads: Vec<(uuid::Uuid, String, Option<i64>)> =
        sqlx::query_as("SELECT ticket_id, state, returned FROM tickets")
            .fetch_all(owner)
            .await
            .unwrap();
    let mut cash: BTreeMap<uuid::Uuid, i64> = BTreeMap::new();
    for (ticket, state, returned) in heads {
        let number = number_of(ticket);
        let bet = &bets[&number];
        let legs: Vec<_> = bet
            .legs
            .iter()
            .map(|leg| (*leg, Some(ends[leg.game / COPIES])))
            .collect();
        let expected = head(bet.stake, &legs);
        if (expected.state, expected.returned) != (state.as_str(), returned) {
            let story = &stories[bet.member / COPIES].said;
            return Err(format!(
                "ticket {number}: expected {expected:?}, found {state} with {returned:?}; \
                 reports {story:?}, its legs' ends {legs:?}"
            ));
        }
        let member = member_id(bet.member).as_uuid();
        *cash.entry(member).or_insert(100_000_000) += returned.unwrap_or(0) - bet.stake;
    }
    let found: Vec<(uuid::Uuid, i64)> =
        sqlx::query_as("SELECT member_id, balance FROM accounts WHERE kind = 'cash'")
            .fetch_all(owner)
            .await
            .unwrap();
    let found: BTreeMap<_, _> = found.into_iter().collect();
    if found != cash {
        return Err("a balance is not the sum of what the tickets returned".to_owned());
    }
    for first in (0..bets.len() / 2).step_by(COPIES) {
        let of = |copy: usize| found.get(&member_id(first + copy).as_uuid());
        if (1..COPIES).any(|copy| of(copy) != of(0)) {
            return Err(format!("the copies of story {} differ", first / COPIES));
        }
    }
    Ok(())
}
