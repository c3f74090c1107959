//! Who stands where.

use chrono::TimeDelta;
use shared::id::MemberId;
use store::leaderboards::{self, Span};
use testkit::{HERE, World, on};

use crate::board::game;

/// Places tickets of one unit and lets each come to that many units.
pub(crate) async fn played(world: &World, user: u64, name: &str, returned: &[&str]) -> MemberId {
    let who = world.member_named(HERE, user, name).await;
    for returned in returned {
        let ticket = world.bet(who, 1, on("X").home("+3.5")).await;
        let state = match *returned {
            "0" => "lost",
            "1" => "push",
            "void" => "void",
            _ => "won",
        };
        let returned = if *returned == "void" { "1" } else { *returned };
        world
            .run(&format!(
                "SELECT code.move_heads('result', ARRAY['{ticket}']::uuid[], ARRAY[1],
               ARRAY[{HERE}]::bigint[], ARRAY[0], ARRAY['{state}'],
               ARRAY[{returned} * 1000000]::bigint[], ARRAY[1]::numeric[], ARRAY[1]::numeric[],
               ARRAY['{{1}}'], ARRAY['d'])"
            ))
            .await;
    }
    who.id
}

#[tokio::test]
async fn few_tickets_stand_last_equal_ones_share_a_rank_and_void_ones_do_not_count() {
    let world = World::new().await;
    world.report(game(&world, "X", 1)).await;
    played(&world, 1, "Alice", &["1.9", "0", "1"]).await;
    played(&world, 2, "Ben", &["1.5", "1.5", "void"]).await;
    let cleo = played(&world, 3, "Cleo", &["1", "0", "1.9"]).await;
    played(&world, 4, "Dora", &["1.9"]).await;
    let now = world.database.now().await;
    let span = Span {
        from: now - TimeDelta::hours(1),
        until: now + TimeDelta::hours(1),
        graded_min: 2,
    };
    let mut tx = world.begin(HERE).await;
    let all = leaderboards::page(&mut tx, HERE, &span, 0, 10)
        .await
        .unwrap();
    let shown: Vec<String> = all
        .rows
        .iter()
        .map(|it| {
            let (won, lost, pushed) = (it.won, it.lost, it.pushed);
            format!(
                "{} {} {} {won}-{lost}-{pushed}",
                it.rank,
                it.name,
                it.net.signed()
            )
        })
        .collect();
    assert_eq!(shown[0], "1 Ben +1.00 2-0-0");
    let mut equal = [shown[1].as_str(), shown[2].as_str()];
    equal.sort_unstable();
    assert_eq!(equal, ["2 Alice -0.10 1-1-1", "2 Cleo -0.10 1-1-1"]);
    assert_eq!(shown[3], "4 Dora +0.90 1-0-0");

    let page = leaderboards::page(&mut tx, HERE, &span, 3, 2)
        .await
        .unwrap();
    assert_eq!((page.rows.len(), page.total), (1, 4));
    let before = leaderboards::members_ahead(&mut tx, HERE, cleo, &span)
        .await
        .unwrap();
    let at = all.rows.iter().position(|it| it.member == cleo).unwrap();
    assert_eq!(
        before,
        Some(at as i64),
        "a member is found where the pages show them"
    );

    let later = Span {
        from: span.until,
        until: span.until + TimeDelta::hours(1),
        ..span
    };
    let none = leaderboards::page(&mut tx, HERE, &later, 0, 10)
        .await
        .unwrap();
    assert_eq!((none.rows.len(), none.total), (0, 0));
}
