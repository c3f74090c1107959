//! Who leads.

use std::time::Duration;

use chrono::TimeDelta;
use fetcher::lead::{LEASE_NAME, Lead};
use store::{Program, leases};
use testkit::TestDatabase;

const LASTS: Duration = Duration::from_secs(10);

#[tokio::test]
async fn of_two_one_leads_and_the_other_takes_over_when_it_falls_silent() {
    let database = TestDatabase::create().await;
    let (mut one, mut two) = (
        Lead::new(database.fetcher.clone(), LASTS),
        Lead::new(database.fetcher.clone(), LASTS),
    );
    let (of_one, of_two) = (one.watch(), two.watch());
    one.tick().await.unwrap();
    two.tick().await.unwrap();
    assert_eq!(of_one.borrow().as_ref().map(|it| it.epoch), Some(1));
    assert_eq!(*of_two.borrow(), None);

    database.advance(TimeDelta::seconds(9)).await;
    one.tick().await.unwrap();
    database.advance(TimeDelta::seconds(9)).await;
    two.tick().await.unwrap();
    assert_eq!(*of_two.borrow(), None, "the first one renewed");

    database.advance(TimeDelta::seconds(11)).await;
    two.tick().await.unwrap();
    assert_eq!(of_two.borrow().as_ref().map(|it| it.epoch), Some(2));
    one.tick().await.unwrap();
    assert_eq!(*of_one.borrow(), None, "the first one sees that it is over");
}

#[tokio::test]
async fn a_lease_that_was_given_back_is_free_at_once() {
    let database = TestDatabase::create().await;
    let mut connection = database.fetcher.acquire().await.unwrap();
    let lasts = TimeDelta::minutes(5);
    let first = leases::acquire(&mut connection, LEASE_NAME, "a", lasts).await;
    let first = first.unwrap().unwrap();
    let refused = leases::acquire(&mut connection, LEASE_NAME, "b", lasts).await;
    assert_eq!(refused.unwrap(), None);
    leases::release(&mut connection, &first).await.unwrap();
    let second = leases::acquire(&mut connection, LEASE_NAME, "b", lasts).await;
    assert_eq!(second.unwrap().unwrap().epoch, 2);
    assert!(leases::check(&mut connection, &first).await.is_err());
}

#[tokio::test]
async fn a_page_that_a_frozen_leader_does_not_end_is_ended_by_the_database() {
    let database = TestDatabase::create().await;
    let url = database.url(Program::Fetcher);
    let pool = store::connect(&url, Program::Fetcher, 2).await.unwrap();
    let ended_after = "SHOW idle_in_transaction_session_timeout";
    let ended_after = sqlx::query_scalar::<_, String>(ended_after).fetch_one(&pool);
    assert_eq!(ended_after.await.unwrap(), "20s");
    pool.close().await;
}
