//! When shards may start a session.

use store::identify_slots;
use testkit::World;

#[tokio::test]
async fn a_slot_is_taken_once_in_five_seconds_whoever_asks() {
    let world = World::new().await;
    let pool = &world.database.bot;
    let take = async |application, bucket| {
        identify_slots::take(pool, application, bucket)
            .await
            .unwrap()
    };
    assert!(take(1, 0).await);
    assert!(!take(1, 0).await);
    // Other buckets, and other bots on the same database, are not in its way.
    assert!(take(1, 1).await);
    assert!(take(2, 0).await);
    let ago = "UPDATE identify_slots SET taken_at = taken_at - interval '5.5 seconds'
        WHERE application_id = 1 AND bucket = 0";
    sqlx::query(ago)
        .execute(&world.database.owner)
        .await
        .unwrap();
    assert!(take(1, 0).await);
    assert!(!take(1, 0).await);
    assert!(!take(1, 1).await);
}
