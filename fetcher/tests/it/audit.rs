//! The audit finds what was planted, and names it.

use testkit::{ReportExt, on};

use crate::world::{World, game};

/// A won single, a lost one and an open one, audited once.
async fn settled_world() -> World {
    let world = World::new().await;
    let games = [
        game("1", world.at(1), "-3.5"),
        game("2", world.at(1), "-3.5"),
    ];
    world.report(&games).await;
    let member = world.member(1).await;
    for pick in [
        on("1").home("-3.5"),
        on("1").away("+3.5"),
        on("2").home("-3.5"),
    ] {
        world.bet(member, 1, pick).await;
    }
    world.report(&[games[0].final_score(27, 20)]).await;
    world.settle().await;
    let books = world.books().await;
    // A grant, three stakes, the winning ticket's two lines, the losing one's one.
    assert_eq!(
        (books.tickets, books.transfers, books.grades, books.sum),
        (3, 7, 2, 0)
    );
    world
}

#[tokio::test]
async fn a_replay_looks_at_grades_alone_and_finds_a_receipt_that_was_changed() {
    let world = settled_world().await;
    world
        .tamper("UPDATE accounts SET balance = balance + 1 WHERE kind = 'cash'")
        .await;
    let replayed = fetcher::audit::replay(&world.database.fetcher).await;
    let books = replayed.unwrap();
    assert_eq!((books.grades, books.transfers), (2, 0));

    world
        .tamper(
            "UPDATE grades SET outcome = 'push', win_num = 0, refund_num = 1 WHERE outcome = 'won'",
        )
        .await;
    let found = fetcher::audit::replay(&world.database.fetcher).await;
    let found = found.unwrap_err().to_string();
    assert!(found.contains(": its outcome: expected "), "{found}");
}

#[tokio::test]
async fn a_balance_that_its_transfers_do_not_make_is_named_with_both_amounts() {
    let world = settled_world().await;
    world
        .tamper("UPDATE accounts SET balance = balance + 1 WHERE kind = 'cash'")
        .await;
    let found = world.difference().await;
    assert_eq!(found.what, "its balance");
    assert!(found.subject.starts_with("cash of member "), "{found}");
    assert_eq!(
        (found.expected.as_str(), found.found.as_str()),
        ("98.90909", "98.909091")
    );
}

#[tokio::test]
async fn a_transfer_that_no_settlement_makes_is_found() {
    let world = settled_world().await;
    // The balances agree with it, so that only its cause gives it away.
    world
        .tamper(
            "INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
               debit_kind, debit_member, credit_kind, credit_member, amount)
             SELECT guild_id, 'ticket', ticket_id, 1, 9, 1, 'house', NULL, 'cash', member_id, 5
             FROM tickets WHERE state = 'won'",
        )
        .await;
    world
        .tamper("UPDATE accounts SET balance = balance + 5 WHERE kind = 'cash'")
        .await;
    let found = world.difference().await;
    assert_eq!(
        (found.what.as_str(), found.expected.as_str()),
        ("a transfer", "none")
    );
    assert!(found.subject.starts_with("ticket "), "{found}");
}

#[tokio::test]
async fn a_transfer_of_a_ticket_that_does_not_exist_is_found() {
    let world = settled_world().await;
    world
        .tamper(
            "INSERT INTO transfers (guild_id, cause_kind, cause, sequence, line, season,
               debit_kind, debit_member, credit_kind, credit_member, amount)
             VALUES (11, 'ticket', gen_random_uuid(), 1, 2, 1, 'house', NULL, 'issuance', NULL,
               5)",
        )
        .await;
    let found = world.difference().await;
    assert_eq!(found.subject, "the transfers caused by tickets");
}

#[tokio::test]
async fn a_head_that_its_settlements_do_not_say_is_found() {
    let world = settled_world().await;
    world
        .tamper("UPDATE tickets SET returned = 5 WHERE state = 'lost'")
        .await;
    let found = world.difference().await;
    assert_eq!(found.what, "its head, held against its newest settlement");
    assert_eq!(
        (found.expected.as_str(), found.found.as_str()),
        ("lost with 0.00", "lost with 0.000005")
    );
}

#[tokio::test]
async fn a_settlement_that_is_missing_from_the_chain_is_found() {
    let world = settled_world().await;
    world
        .tamper("DELETE FROM settlements WHERE state = 'lost'")
        .await;
    let found = world.difference().await;
    assert_eq!(found.what, "how many settlements it has");
}

#[tokio::test]
async fn a_grade_that_its_receipt_does_not_give_is_found() {
    let world = settled_world().await;
    world
        .tamper(
            "UPDATE grades SET outcome = 'push', win_num = 0, win_den = 1, refund_num = 1,
            refund_den = 1 WHERE outcome = 'lost'",
        )
        .await;
    let found = world.difference().await;
    assert_eq!(found.what, "the outcome of settlement 1");

    world
        .tamper("UPDATE grades SET outcome = 'lost', refund_num = 0 WHERE outcome = 'push'")
        .await;
    world.books().await;
    let forged = "UPDATE grades SET receipt = convert_to(replace(convert_from(receipt, 'UTF8'),
        '20', '21'), 'UTF8')";
    let forged = format!(
        "{forged}, receipt_sha256 = sha256(convert_to(replace(convert_from(receipt, 'UTF8'),
        '20', '21'), 'UTF8')) WHERE outcome = 'lost'"
    );
    world.tamper(&forged).await;
    let found = world.difference().await;
    assert!(found.subject.starts_with("grade of selection "), "{found}");
    assert_eq!(found.guild, None);
}

#[tokio::test]
async fn a_receipt_that_speaks_of_another_score_is_found() {
    let world = settled_world().await;
    world
        .tamper("UPDATE result_scores SET points = 28 WHERE role = 'home'")
        .await;
    let found = world.difference().await;
    assert_eq!(found.what, "the result it rests on");
}

#[tokio::test]
async fn empty_books_balance() {
    let world = World::new().await;
    assert_eq!(world.books().await, fetcher::audit::Books::default());
}
