//! What members have won and lost.

use chrono::TimeDelta;
use shared::record::{Record, Streak};
use shared::units::Units;
use store::records::{self, MemberRecords};
use testkit::{HERE, World};

use crate::board::game;
use crate::leaderboards::played;

async fn records_of(returned: &[&str], since: TimeDelta) -> MemberRecords {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    let who = played(&world, 1, "Alice", returned).await;
    played(&world, 2, "Ben", &["1.9", "1.9", "1.9"]).await;
    let since = world.database.now().await + since;
    let mut tx = world.begin(HERE).await;
    records::of_member(&mut tx, HERE, who, since).await.unwrap()
}

#[tokio::test]
async fn a_record_counts_the_members_own_graded_bets_and_no_void_ones() {
    let bets = ["1.9", "0", "1", "void", "1.9"];
    let records = records_of(&bets, TimeDelta::hours(-1)).await;
    let all = Record {
        graded: 4,
        won: 2,
        lost: 1,
        pushed: 1,
        staked: Units::whole(4),
        net: Units::from_steps(800_000),
    };
    assert_eq!((records.all, records.since), (all, all));
    assert_eq!(records.all.return_permille(), Some(200));
}

#[tokio::test]
async fn bets_from_before_the_month_are_in_the_record_of_all_time_alone() {
    let records = records_of(&["1.9", "0"], TimeDelta::hours(1)).await;
    assert_eq!(records.since, Record::default());
    assert_eq!(records.all.graded, 2);
}

#[tokio::test]
async fn a_streak_is_what_the_latest_bets_have_in_common_and_a_push_leaves_it_alone() {
    for (returned, streak) in [
        (&[] as &[&str], None),
        (&["1", "void"], None),
        (&["1.9"], Some(Streak::Won(1))),
        (&["0", "1.9", "1", "1.9", "void"], Some(Streak::Won(2))),
        (&["1.9", "0", "0", "1", "0"], Some(Streak::Lost(3))),
    ] {
        let records = records_of(returned, TimeDelta::hours(-1)).await;
        assert_eq!(records.streak, streak, "{returned:?}");
    }
}
