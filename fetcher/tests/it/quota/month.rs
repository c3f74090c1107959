//! A month of a metered feed: whatever happens, nothing is asked for that cannot be paid, and what
//! there is goes to the games that somebody has bet on.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use fetcher::commands::quota;
use fetcher::plan::{Live, Pace};
use fetcher::purse::PgPurse;
use providers::http::{Http, Limits};
use season::meter::{Call, Plan};
use shared::clock::SystemClock;

use super::judge::{Day, days};
use super::world::{Settings, World};

/// A Monday.
fn monday() -> DateTime<Utc> {
    "2026-11-02T00:00:00Z".parse().unwrap()
}

fn at(day: i64, hour: i64) -> DateTime<Utc> {
    monday() + TimeDelta::days(day) + TimeDelta::hours(hour)
}

fn pace(near: u64, far: u64) -> Pace {
    Pace {
        near: Duration::from_secs(near),
        live: Live::AsNear,
        far: Duration::from_secs(far),
        ahead: Duration::from_secs(far),
    }
}

fn plan(units: u32) -> Plan {
    Plan {
        units,
        monthly: false,
        cost: 1,
        a_second: 10,
        ahead: TimeDelta::zero(),
        storms: Vec::new(),
        others: Vec::new(),
    }
}

fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}

/// What came of a story.
struct Told {
    calls: Vec<Call>,
    days: Vec<(DateTime<Utc>, Day)>,
    /// On which somebody else spent.
    disturbed: Vec<DateTime<Utc>>,
    /// What `quota` said in the afternoon of the first full day.
    quota: Vec<String>,
}

impl Told {
    fn count(&self, test: impl Fn(&Call) -> bool) -> usize {
        self.calls.iter().filter(|it| test(it)).count()
    }
}

/// So many days from that one on, with 500 requests each: a clock that is ten minutes off, storms
/// of 429, others who spend with the same key, a new process every day and a half while the old one
/// still works.
async fn metered(first: i64, length: i64) -> Told {
    let end = first + length;
    let others = [(1, 9, 120), (6, 10, 120), (8, 9, 200), (12, 13, 100)];
    let others = others.map(|(day, hour, units)| (at(day, hour), units));
    let storm = |day, hour| (at(day, hour), at(day, hour) + TimeDelta::minutes(20));
    let mut world = World::new(Settings {
        begins_at: at(first, 0),
        leagues: 10,
        pace: pace(120, 3600),
        plan: Plan {
            ahead: TimeDelta::minutes(-10),
            storms: (first..end)
                .filter(|it| it % 3 == 0)
                .map(|it| storm(it, 20))
                .collect(),
            others: others
                .into_iter()
                .filter(|it| it.0 > at(first, 0))
                .collect(),
            ..plan(500)
        },
        takes: TimeDelta::milliseconds(120),
    })
    .await;
    world.calendar(length).await;
    let mut quota = Vec::new();
    let end = at(end, 0);
    let mut leader = world.fetcher().await;
    let mut restarts = 0;
    while world.now() < end {
        let until = (world.now() + TimeDelta::hours(37)).min(end);
        let afternoon = at(5, 15);
        if (world.now()..until).contains(&afternoon) {
            world.work(&mut leader, afternoon).await;
            quota = said(&world).await;
        }
        world.work(&mut leader, until).await;
        let mut old = std::mem::replace(&mut leader, world.fetcher().await);
        restarts += 1;
        // It does not know yet that it does not lead any more.
        world.tick(&mut leader).await;
        world.tick(&mut old).await;
    }
    assert!(restarts >= length / 2);
    let calls = world.meter.calls();
    let days = days(&world, &calls).into_iter();
    let days = days.map(|(day, seen)| (day.and_hms_opt(0, 0, 0).unwrap().and_utc(), seen));
    Told {
        disturbed: others.map(|it| midnight(it.0)).to_vec(),
        days: days.filter(|(_, it)| it.wanted > 0.0).collect(),
        calls,
        quota,
    }
}

/// What `quota` prints now.
async fn said(world: &World) -> Vec<String> {
    let http = Http::new(Limits::default(), Arc::new(SystemClock)).unwrap();
    let http = http.with_purse(PgPurse::closed());
    let feeds = [world.feed(Arc::new(http))];
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    quota::report(&mut connection, &feeds).await.unwrap()
}

fn check(told: &Told) {
    assert_eq!(
        told.count(|it| it.is_forbidden),
        0,
        "a call that cannot be paid"
    );
    assert_eq!(told.count(|it| it.status == 200 && !it.is_served), 0);
    let interval = TimeDelta::seconds(120);
    for (day, seen) in &told.days {
        if seen.wanted <= 300.0 {
            let late = seen.longest - interval;
            assert!(late <= TimeDelta::seconds(3), "{day}: {seen:?}");
        } else if !told.disturbed.contains(day) {
            let (most, least) = seen.means;
            let spread = most.as_seconds_f64() / least.as_seconds_f64();
            assert!(most > interval * 2, "{day}: {seen:?}");
            assert!(spread < 1.6, "{day}: {spread} {seen:?}");
        }
    }
    if !told.quota.is_empty() {
        let said = told.quota.join("\n");
        assert!(said.contains("instead of 2 min"), "{said}");
        assert!(said.contains("every 1 d instead of 1 h"), "{said}");
    }
}

/// A feed with all that anybody could spend, beside one that asks about each league each minute:
/// how many requests each takes, and how old their answers get where somebody has bet.
async fn unmetered(length: i64) -> (usize, usize, TimeDelta) {
    let mut world = World::new(Settings {
        begins_at: at(4, 0),
        leagues: 10,
        pace: pace(60, 900),
        plan: plan(1_000_000),
        takes: TimeDelta::milliseconds(100),
    })
    .await;
    world.calendar(length).await;
    let mut fetcher = world.fetcher().await;
    let end = world.now() + TimeDelta::days(length);
    world.work(&mut fetcher, end).await;
    let calls = world.meter.calls();
    let oldest = days(&world, &calls)
        .into_values()
        .map(|it| it.longest)
        .max();
    let naive = world.codes.len() * usize::try_from(length * 24 * 60).unwrap();
    (calls.len(), naive, oldest.unwrap())
}

/// A thousand requests a minute, and games that could take twice as many.
async fn busy(minutes: i64) -> (Vec<Call>, Vec<String>) {
    let mut world = World::new(Settings {
        // So many are left that they last for what remains of the day.
        begins_at: at(1, 0) - TimeDelta::minutes(minutes),
        leagues: 100,
        pace: pace(3, 900),
        plan: Plan {
            a_second: 17,
            ..plan(u32::try_from(minutes * 1_000).unwrap())
        },
        takes: TimeDelta::milliseconds(60),
    })
    .await;
    let start = world.now() - TimeDelta::minutes(10);
    for league in 0..100 {
        world.game(league, start).await;
    }
    let mut fetcher = world.fetcher().await;
    let half = world.now() + TimeDelta::minutes(minutes) / 2;
    world.work(&mut fetcher, half).await;
    let said = said(&world).await;
    world.work(&mut fetcher, at(1, 0)).await;
    (world.meter.calls(), said)
}

#[tokio::test]
async fn nothing_is_asked_for_that_cannot_be_paid_and_bets_come_first() {
    // A full Saturday, and a Sunday on which somebody else spends.
    check(&metered(5, 2).await);
}

#[tokio::test]
async fn a_poll_goes_where_somebody_has_bet_and_most_others_are_spared() {
    let (ours, naive, oldest) = unmetered(1).await;
    assert!(ours * 100 <= naive * 40, "{ours} of {naive}");
    assert!(oldest <= TimeDelta::seconds(61), "{oldest}");
}

#[tokio::test]
#[ignore = "takes minutes: scripts/show-quotas runs it"]
async fn a_month_in_figures() {
    let began = Instant::now();
    let told = metered(0, 30).await;
    let print = |line: String| println!("quota: {line}");
    print(format!(
        "a month of 500 requests a day, in {} s: {} requests, {} answered, {} refused by storms; \
         {} that the last known balance forbids, {} beyond the limit",
        began.elapsed().as_secs(),
        told.calls.len(),
        told.count(|it| it.is_served),
        told.count(|it| it.status == 429),
        told.count(|it| it.is_forbidden),
        told.count(|it| it.status == 200 && !it.is_served),
    ));
    for (day, seen) in &told.days {
        let (most, least) = seen.means;
        print(format!(
            "{}: {} answers, {:.0} wanted by games with bets every 120 s; mean gap of a game {} \
             to {} s, longest {} s (from {})",
            day.format("%a %d"),
            seen.calls,
            seen.wanted,
            least.num_seconds(),
            most.num_seconds(),
            seen.longest.num_seconds(),
            seen.longest_from
                .map_or("-".to_owned(), |it| it.format("%H:%M").to_string()),
        ));
    }
    told.quota.iter().for_each(|it| print(it.clone()));
    check(&told);
}

#[tokio::test]
#[ignore = "takes minutes: scripts/show-quotas runs it"]
async fn asking_about_every_league_each_minute_in_figures() {
    let (ours, naive, oldest) = unmetered(3).await;
    println!(
        "quota: three days without a limit: {ours} requests where asking about each league each \
         minute takes {naive} ({} %); answers about games with bets {} s old at most, 60 s there",
        ours * 100 / naive,
        oldest.num_seconds(),
    );
    assert!(ours * 100 <= naive * 40 && oldest <= TimeDelta::seconds(61));
}

#[tokio::test]
#[ignore = "takes minutes: scripts/show-quotas runs it"]
async fn a_thousand_requests_a_minute_in_figures() {
    let began = Instant::now();
    let (calls, said) = busy(10).await;
    let served = calls.iter().filter(|it| it.is_served).count();
    println!(
        "quota: ten minutes of 1,000 requests a minute, in {} s: {} requests, {served} answered, \
         {} refused",
        began.elapsed().as_secs(),
        calls.len(),
        calls.len() - served,
    );
    said.iter().take(4).for_each(|it| println!("quota: {it}"));
    assert!(calls.iter().all(|it| it.is_served && !it.is_forbidden));
    assert!(served > 9_000, "{served}");
}
