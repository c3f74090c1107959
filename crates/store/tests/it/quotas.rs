//! What a feed's key may spend, over processes, crashes, midnights and clocks that differ.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use futures_util::future::join_all;
use store::quotas::{self, Account, Told};
use store::retention::RULES;
use store::{leases, retention};
use testkit::TestDatabase;

const DAILY: Account<'static> = Account {
    provider: "api_sports",
    key_name: "0badcafe",
    api: "football",
    set_by: "provider",
    period: "day",
    zone: Tz::UTC,
    limit: 100,
};

struct Story {
    database: TestDatabase,
}

impl Story {
    /// At noon UTC.
    async fn new() -> Self {
        let database = TestDatabase::create().await;
        let story = Self { database };
        story.at(12, 0, 0).await;
        story
    }

    /// Time passes until it is that time of the day in UTC.
    async fn at(&self, hour: u32, minute: u32, second: u32) {
        let now = self.database.now().await;
        let then = now.date_naive().and_hms_opt(hour, minute, second);
        let mut then = then.unwrap().and_utc();
        if then <= now {
            then += TimeDelta::days(1);
        }
        self.database.advance(then - now).await;
    }

    async fn reserve(&self, account: &Account<'_>, units: u32) -> Option<DateTime<Utc>> {
        let mut conn = self.database.fetcher.acquire().await.unwrap();
        quotas::reserve(&mut conn, account, units).await.unwrap()
    }

    async fn left(&self, account: &Account<'_>) -> u32 {
        let mut conn = self.database.fetcher.acquire().await.unwrap();
        quotas::left(&mut conn, account).await.unwrap().units
    }

    async fn settle(&self, account: &Account<'_>, begins: DateTime<Utc>, units: (u32, u32)) {
        let mut conn = self.database.fetcher.acquire().await.unwrap();
        quotas::settle(&mut conn, account, begins, units.0, units.1)
            .await
            .unwrap();
    }

    /// An answer that says how many are left, by a clock that is so far ahead.
    async fn told(&self, account: &Account<'_>, left: u32, ahead: TimeDelta) {
        let told = Told {
            left: Some(left),
            limit: None,
            dated: Some(self.database.now().await + ahead),
        };
        let mut conn = self.database.fetcher.acquire().await.unwrap();
        quotas::told(&mut conn, account, &told).await.unwrap();
    }
}

#[tokio::test]
async fn many_processes_at_once_never_reserve_more_than_there_is() {
    let story = Story::new().await;
    let account = Account { limit: 10, ..DAILY };
    let all = join_all((0..16).map(|_| story.reserve(&account, 3))).await;
    assert_eq!(all.iter().filter(|it| it.is_some()).count(), 3);
    assert_eq!(story.left(&account).await, 1);
    assert!(story.reserve(&account, 1).await.is_some());
    assert_eq!(story.left(&account).await, 0);
}

#[tokio::test]
async fn a_crash_leaves_it_spent_and_only_what_the_feed_did_not_charge_comes_back() {
    let story = Story::new().await;
    story.reserve(&DAILY, 3).await;
    let begins = story.reserve(&DAILY, 3).await.unwrap();
    assert_eq!(story.left(&DAILY).await, 94, "the first was never heard of");
    story.settle(&DAILY, begins, (3, 0)).await;
    assert_eq!(story.left(&DAILY).await, 97);
    let begins = story.reserve(&DAILY, 3).await.unwrap();
    story.settle(&DAILY, begins, (3, 5)).await;
    assert_eq!(story.left(&DAILY).await, 92, "it was charged more");
    let mut conn = story.database.fetcher.acquire().await.unwrap();
    let all = quotas::all(&mut conn).await.unwrap();
    let shown = all.iter().map(|it| (it.spent, it.in_flight, it.requests));
    assert_eq!(shown.collect::<Vec<_>>(), [(8, 3, 3)]);
}

#[tokio::test]
async fn what_an_answer_says_lowers_what_is_left_and_never_raises_it() {
    let story = Story::new().await;
    let begins = story.reserve(&DAILY, 1).await.unwrap();
    story.settle(&DAILY, begins, (1, 1)).await;
    story.told(&DAILY, 40, TimeDelta::zero()).await;
    assert_eq!(story.left(&DAILY).await, 40, "others spend too");
    story.told(&DAILY, 90, TimeDelta::zero()).await;
    assert_eq!(story.left(&DAILY).await, 40);
    story.reserve(&DAILY, 3).await;
    story.told(&DAILY, 39, TimeDelta::zero()).await;
    assert_eq!(
        story.left(&DAILY).await,
        36,
        "what is under way may not be counted in it yet"
    );
}

#[tokio::test]
async fn a_period_that_begins_with_what_the_feed_says_has_the_plan_that_the_key_really_has() {
    let story = Story::new().await;
    let told = Told {
        left: Some(7_000),
        limit: Some(7_500),
        dated: None,
    };
    let mut conn = story.database.fetcher.acquire().await.unwrap();
    quotas::told(&mut conn, &DAILY, &told).await.unwrap();
    assert_eq!(story.left(&DAILY).await, 7_000);
    story.reserve(&DAILY, 1).await;
    story.at(0, 1, 0).await;
    assert_eq!(story.left(&DAILY).await, 7_500, "and so has the next day");
    assert!(story.reserve(&DAILY, 7_500).await.is_some());
}

#[tokio::test]
async fn a_day_and_a_month_end_at_midnight_of_the_feeds_own_zone() {
    let story = Story::new().await;
    let chicago = Account {
        zone: Tz::America__Chicago,
        key_name: "00000001",
        ..DAILY
    };
    let monthly = Account {
        period: "month",
        key_name: "00000002",
        ..DAILY
    };
    for account in [&DAILY, &chicago, &monthly] {
        story.reserve(account, 100).await;
    }
    story.at(0, 0, 1).await;
    assert_eq!(story.left(&DAILY).await, 0, "two seconds late on purpose");
    story.at(0, 0, 3).await;
    assert_eq!(story.left(&DAILY).await, 100);
    assert_eq!(story.left(&chicago).await, 0);
    // Midnight there is at five or six o'clock.
    story.at(6, 0, 3).await;
    assert_eq!(story.left(&chicago).await, 100);
    let is_first = story.database.now().await.format("%d").to_string() == "01";
    assert_eq!(story.left(&monthly).await, if is_first { 100 } else { 0 });
    story.database.advance(TimeDelta::days(31)).await;
    assert_eq!(story.left(&monthly).await, 100);
}

#[tokio::test]
async fn the_feeds_clock_says_when_its_day_ends_also_after_a_restart() {
    let story = Story::new().await;
    let ahead = TimeDelta::minutes(-10);
    let begins = story.reserve(&DAILY, 1).await.unwrap();
    story.settle(&DAILY, begins, (1, 1)).await;
    story.told(&DAILY, 0, ahead).await;
    story.at(0, 5, 0).await;
    assert_eq!(
        story.reserve(&DAILY, 1).await,
        None,
        "it is 23:55 at the feed"
    );
    story.at(0, 10, 3).await;
    assert!(story.reserve(&DAILY, 1).await.is_some());
}

#[tokio::test]
async fn an_answer_of_the_day_before_lowers_the_day_before() {
    let story = Story::new().await;
    story.at(0, 5, 0).await;
    let begins = story.reserve(&DAILY, 1).await.unwrap();
    story.settle(&DAILY, begins, (1, 1)).await;
    // Nobody knew that the feed's clock is ten minutes behind.
    story.told(&DAILY, 0, TimeDelta::minutes(-10)).await;
    assert_eq!(story.reserve(&DAILY, 1).await, None);
    story.at(0, 10, 3).await;
    assert_eq!(story.left(&DAILY).await, 99, "the new day is untouched");
}

#[tokio::test]
async fn a_clock_that_is_hours_off_is_not_believed() {
    let story = Story::new().await;
    story.reserve(&DAILY, 1).await;
    story.told(&DAILY, 50, TimeDelta::hours(13)).await;
    assert_eq!(story.left(&DAILY).await, 49, "it is taken as of today");
}

#[tokio::test]
async fn a_limit_of_the_operators_follows_the_settings() {
    let story = Story::new().await;
    let capped = |limit| Account {
        set_by: "operator",
        limit,
        ..DAILY
    };
    story.reserve(&capped(16), 10).await;
    assert_eq!(story.left(&capped(16)).await, 6);
    assert_eq!(story.left(&capped(30)).await, 20);
    assert!(story.reserve(&capped(30), 20).await.is_some());
    assert_eq!(story.reserve(&capped(16), 1).await, None);
    assert_eq!(story.left(&capped(16)).await, 0);
}

#[tokio::test]
async fn old_periods_are_forgotten() {
    let story = Story::new().await;
    story.reserve(&DAILY, 1).await;
    story.database.advance(TimeDelta::days(102)).await;
    story.reserve(&DAILY, 1).await;
    let mut conn = story.database.fetcher.acquire().await.unwrap();
    let mut rules = RULES.iter();
    let rule = rules.find(|it| it.table == "feed_quotas").unwrap();
    let today = leases::now(&mut conn).await.unwrap().date_naive();
    let forgotten = retention::forget(&mut conn, rule, today, 10).await.unwrap();
    assert_eq!(forgotten, 1);
    assert_eq!(story.left(&DAILY).await, 99);
}
