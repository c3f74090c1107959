//! What people wrote stands apart from the books: it can be erased, and the books do not change.

use shared::id::{CorrectionId, TicketId};
use sqlx::PgPool;
use store::corrections::{self, Correction, CorrectionAction};
use store::texts::ERASED;
use store::{begin_guild, tickets};
use testkit::{HERE as GUILD, ReportExt, World, game, on};

use super::correcting::new;
use super::laws::assert_books;
use super::world::constraint;

/// As erasing does it: words and salts go, the rows stay.
const ERASE: &str = "UPDATE texts SET salt = NULL, body = NULL";
/// Every append-only row that speaks of what somebody wrote.
const ROWS: &str = "SELECT string_agg(line, E'\n' ORDER BY line) FROM (
    SELECT to_jsonb(c)::text AS line FROM corrections c
    UNION ALL SELECT to_jsonb(m)::text FROM manual_legs m) rows";

/// Appends a decision about a ticket, and reads it back.
async fn voided(pool: &PgPool, name: &str, ticket: TicketId) -> Correction {
    let mut tx = begin_guild(pool, GUILD).await.unwrap();
    let asked = new(name, CorrectionAction::Void { ticket });
    corrections::append(&mut tx, &asked).await.unwrap();
    tx.commit().await.unwrap();
    read(pool, asked.id).await
}

async fn read(pool: &PgPool, id: CorrectionId) -> Correction {
    let mut tx = begin_guild(pool, GUILD).await.unwrap();
    let found = corrections::by_id(&mut tx, GUILD, id).await.unwrap();
    found.unwrap()
}

async fn rows(world: &World) -> String {
    let rows = sqlx::query_scalar(ROWS);
    rows.fetch_one(&world.database.owner).await.unwrap()
}

#[tokio::test]
async fn the_same_words_have_another_id_each_time_and_each_id_proves_its_words() {
    let world = World::new().await;
    let member = world.member(1).await;
    let offered = game("NFL", "Bears", "Packers").starts_at(world.at(1));
    world.report(offered.moneyline(-110, -110)).await;
    let ticket = world.bet(member, 1, on("bears-packers").home_wins()).await;
    for name in ["one", "two"] {
        let read = voided(&world.database.bot, name, ticket).await;
        assert_eq!(read.actor_name, "Alice");
        assert_eq!(read.reason, "the line was posted wrongly");
    }
    let texts = "SELECT count(*) FROM texts t
                 WHERE t.text_id = sha256(t.salt || convert_to(t.body, 'UTF8'))";
    assert_eq!(world.count(texts).await, 4);
    let apart = "SELECT count(DISTINCT reason_id) FROM corrections";
    assert_eq!(world.count(apart).await, 2);

    let changed =
        sqlx::query("UPDATE texts SET body = 'another reason' WHERE body LIKE 'the line%'")
            .execute(&world.database.owner)
            .await;
    assert_eq!(
        constraint(&changed.unwrap_err()),
        Some("texts_digest_check")
    );
}

#[tokio::test]
async fn erased_words_leave_the_books_as_they_were() {
    let world = World::new().await;
    let member = world.member(1).await;
    let pool = &world.database.bot;
    world.set(GUILD, |it| it.manual_bets = true).await;
    let by_hand = world.manual_bet(member).await;
    world.place_manual(&by_hand).await;
    let correction = voided(pool, "one", by_hand.ticket).await;
    let before = rows(&world).await;

    world.run(ERASE).await;
    assert_eq!(rows(&world).await, before);
    assert_books(&world).await;
    let read = read(pool, correction.id).await;
    assert_eq!((&*read.actor_name, &*read.reason), (ERASED, ERASED));
    let mut tx = begin_guild(pool, GUILD).await.unwrap();
    let shown = tickets::find(&mut tx, GUILD, by_hand.ticket).await;
    let game = shown.unwrap().unwrap().games.remove(0);
    assert_eq!(game.written(), Some((ERASED, ERASED)));
}

#[tokio::test]
async fn nobody_but_one_function_writes_words_and_nobody_changes_them() {
    let world = World::new().await;
    for refused in [
        "INSERT INTO texts (guild_id, text_id) VALUES (11, sha256('x'))",
        ERASE,
        "DELETE FROM texts",
    ] {
        let mut tx = world.begin(GUILD).await;
        let answer = sqlx::query(refused).execute(&mut *tx).await;
        let code = answer.unwrap_err().into_database_error().unwrap();
        assert_eq!(code.code().as_deref(), Some("42501"), "{refused}");
    }
    let read = sqlx::query("SELECT body FROM texts").fetch_all(&world.database.fetcher);
    let code = read.await.unwrap_err().into_database_error().unwrap();
    assert_eq!(code.code().as_deref(), Some("42501"));
}
