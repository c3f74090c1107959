//! What a feed says lands in the tables, once.

use chrono::TimeDelta;
use fetcher::commands::doctor::{self, Findings};
use providers::stub::Act;
use shared::competitor::Role;
use shared::feed::{FeedAnswer, QuoteMark, Rejected};
use shared::game::GameStatus;
use shared::market::{MarketKind, Side};
use testkit::{ReportExt, quote};

use crate::world::{World, game};

#[tokio::test]
async fn an_answer_lands_in_the_tables_and_a_second_one_changes_nothing() {
    let world = World::new().await;
    let games = [
        game("1", world.at(2), "-3.5"),
        game("2", world.at(3), "+2.5"),
    ];
    let first = world.report(&games).await;
    assert_eq!((first.summary.games, first.summary.prices), (2, 8));
    assert!(first.summary.changes.total() > 0);

    let second = world.report(&games).await;
    assert_eq!(second.summary.changes.total(), 0);
    assert_eq!(world.count("SELECT count(*) FROM games").await, 2);
    assert_eq!(
        world.count("SELECT count(*) FROM game_competitors").await,
        4
    );
    assert_eq!(world.count("SELECT count(*) FROM quotes").await, 8);
    assert_eq!(
        world.count("SELECT count(*) FROM provider_reports").await,
        2
    );
    let opening = "SELECT count(*) FROM quote_marks WHERE mark = 'opening'";
    assert_eq!(world.count(opening).await, 8);
    let lines = "SELECT count(*) FROM poll_log WHERE outcome = ";
    assert_eq!(world.count(&format!("{lines} 'changed'")).await, 1);
    assert_eq!(world.count(&format!("{lines} 'unchanged'")).await, 0);
    let answers = "SELECT answers FROM feed_questions";
    assert_eq!(world.count(answers).await, 2);
}

#[tokio::test]
async fn a_moved_price_is_kept_beside_the_opening_one_and_a_missing_one_is_taken_down() {
    let world = World::new().await;
    let mut report = game("1", world.at(2), "-3.5");
    world.report(&report).await;
    report.quotes[0] = quote(MarketKind::Spread, Some("-3.5"), Side::Home, -120);
    report.quotes.truncate(2);
    world.report(&report).await;

    let moved = "SELECT count(*) FROM quotes WHERE price_number = '-120'";
    assert_eq!(world.count(moved).await, 1);
    let down = "SELECT count(*) FROM quotes WHERE taken_down_at IS NOT NULL";
    assert_eq!(world.count(down).await, 2);
    let opened = "SELECT count(*) FROM quote_marks WHERE price_number = '-120'";
    assert_eq!(
        world.count(opened).await,
        0,
        "an opening price does not move"
    );
    assert_eq!(
        world.count("SELECT count(*) FROM quote_changes").await,
        4 + 1 + 2
    );

    report.quotes = game("1", world.at(2), "-3.5").quotes;
    world.report(&report).await;
    assert_eq!(
        world.count(down).await,
        0,
        "what is offered again is up again"
    );
}

#[tokio::test]
async fn who_shows_the_board_is_woken_by_a_moved_price_and_by_nothing_else() {
    let world = World::new().await;
    let mut report = game("1", world.at(2), "-3.5");
    world.report(&report).await;
    let mut listener = sqlx::postgres::PgListener::connect_with(&world.database.bot)
        .await
        .unwrap();
    listener.listen(store::notify::BOARD).await.unwrap();

    world.report(&report).await;
    report.quotes[0] = quote(MarketKind::Spread, Some("-3.5"), Side::Home, -120);
    world.report(&report).await;
    sqlx::query("SELECT pg_notify('dbsbm_board', 'the end')")
        .execute(&world.database.owner)
        .await
        .unwrap();
    let mut heard = Vec::new();
    while heard.last().is_none_or(|it| it != "the end") {
        heard.push(listener.recv().await.unwrap().payload().to_owned());
    }
    let moved: String = sqlx::query_scalar("SELECT game_id::text FROM games")
        .fetch_one(&world.database.owner)
        .await
        .unwrap();
    assert_eq!(
        heard,
        [moved.as_str(), "the end"],
        "one for the move, none for the repeat"
    );
}

#[tokio::test]
async fn a_price_of_after_the_start_is_taken_neither_as_current_nor_as_closing() {
    let world = World::new().await;
    let mut report = game("1", world.at(1), "-3.5");
    for quote in &mut report.quotes {
        quote.source_at = Some(report.starts_at + TimeDelta::seconds(1));
    }
    report.quotes[0].mark = QuoteMark::Closing;
    let asked = world.report(report).await;
    assert_eq!(
        asked.summary.changes.quotes + asked.summary.changes.marks,
        0
    );
}

#[tokio::test]
async fn a_closing_price_without_a_time_is_put_before_the_start_and_says_so() {
    let world = World::new().await;
    let mut report = game("1", world.at(-3), "-3.5").final_score(20, 17);
    report.quotes = game("1", world.at(2), "-3.5").quotes;
    report.quotes_complete = false;
    for quote in &mut report.quotes {
        quote.mark = QuoteMark::Closing;
    }
    world.report(report).await;
    let unstated = "SELECT count(*) FROM quote_marks WHERE mark = 'closing' AND NOT source_stated
        AND source_at = start_at - interval '1 second'";
    assert_eq!(world.count(unstated).await, 4);
}

#[tokio::test]
async fn a_game_that_is_put_off_keeps_its_identity_and_takes_its_new_start() {
    let world = World::new().await;
    let mut report = game("1", world.at(2), "-3.5");
    world.report(&report).await;
    report.status = GameStatus::Postponed;
    report.quotes.clear();
    world.report(&report).await;
    let open = "SELECT count(*) FROM games WHERE status = 'postponed' AND result_version = 0";
    assert_eq!(world.count(open).await, 1);
    let later = game("1", world.at(26), "-3.5");
    world.report(later).await;
    let moved = "SELECT count(*) FROM games WHERE status = 'scheduled'
        AND starts_at > app_now() + interval '25 hours'";
    assert_eq!(world.count(moved).await, 1);
    assert_eq!(
        world.count("SELECT count(*) FROM provider_reports").await,
        3
    );
}

#[tokio::test]
async fn a_report_that_the_feed_dates_before_its_last_one_is_stale() {
    let world = World::new().await;
    let mut corrected = game("1", world.at(-3), "-3.5").final_score(20, 17);
    corrected.source_at = Some(world.at(0));
    world.report(corrected.clone()).await;
    let mut stale = corrected.final_score(27, 17);
    stale.source_at = Some(world.at(-1));
    let asked = world.report(stale.clone()).await;
    assert_eq!(asked.summary.changes.total(), 0);

    // Listed twice, the one that is dated later counts.
    let mut newest = corrected.final_score(20, 18);
    newest.source_at = Some(world.at(1));
    let asked = world.report(&[newest, stale]).await;
    assert_eq!(asked.summary.decided.len(), 1);
    let score = "SELECT points::bigint FROM result_scores WHERE version = 2 AND role = 'away'";
    assert_eq!(world.count(score).await, 18);
}

#[tokio::test]
async fn a_result_has_a_new_version_only_when_it_says_something_new() {
    let world = World::new().await;
    let report = game("1", world.at(-3), "-3.5");
    let first = world.report(report.final_score(20, 17)).await;
    assert_eq!(first.summary.decided.len(), 1);
    // The start moves, the score does not: a new report, and no new result.
    let mut moved = report.final_score(20, 17);
    moved.starts_at += TimeDelta::minutes(5);
    let second = world.report(moved.clone()).await;
    assert_eq!(
        (second.summary.changes.reports, second.summary.decided.len()),
        (1, 0)
    );
    let third = world.report(moved.final_score(20, 16)).await;
    assert_eq!(third.summary.decided.first().map(|it| it.1), Some(2));
}

#[tokio::test]
async fn a_final_without_a_score_is_no_result() {
    let world = World::new().await;
    let mut report = game("1", world.at(-3), "-3.5").final_score(0, 0);
    report.scores.clear();
    assert!(world.report(report).await.summary.decided.is_empty());
}

#[tokio::test]
async fn what_cannot_be_read_is_counted_kept_once_and_its_code_raised() {
    let world = World::new().await;
    let answer = || {
        Act::Answer(FeedAnswer {
            games: Vec::new(),
            rejected: vec![Rejected {
                place: "events[3]".to_owned(),
                reason: "unknown status".to_owned(),
                unknown_code: Some("fogged_in".to_owned()),
                game: None,
            }],
        })
    };
    world.act(answer()).await;
    world.act(answer()).await;
    let seen = "SELECT seen FROM unknown_codes WHERE code = 'fogged_in'";
    assert_eq!(world.count(seen).await, 2);
    assert_eq!(world.count("SELECT count(*) FROM kept_answers").await, 1);
    assert_eq!(
        world
            .count("SELECT count(*) FROM poll_log WHERE rejected = 1")
            .await,
        2
    );
}

#[tokio::test]
async fn one_game_that_cannot_be_stored_is_refused_and_the_others_are_taken() {
    let world = World::new().await;
    let good = |reference: &str| game(reference, world.at(2), "-3.5");
    let mut nul = good("2");
    nul.side_mut(Role::Home).unwrap().name = "Be\0rs".to_owned();
    let mut long = good("3");
    long.side_mut(Role::Away).unwrap().short_name = "x".repeat(5_000);
    let mut escape = good("4");
    escape.quotes[0].bookmaker_name = "\u{1b}[2J".to_owned();
    let mut never = good("5");
    never.starts_at = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    let asked = world
        .report(&[good("1"), nul, long, escape, never, good("6")])
        .await;
    assert_eq!((asked.summary.games, asked.summary.rejected), (2, 4));
    assert_eq!(world.count("SELECT count(*) FROM games").await, 2);
    let line = "SELECT count(*) FROM poll_log WHERE outcome = 'changed' AND rejected = 4";
    assert_eq!(world.count(line).await, 1);
    for (reference, reason) in [
        (
            "2",
            "the home side''s name has the control character U+0000 in it",
        ),
        (
            "3",
            "the away side''s short name is longer than 120 characters",
        ),
        (
            "4",
            "a bookmaker''s name has the control character U+001B in it",
        ),
        ("5", "the start is in the year 262142"),
    ] {
        let kept = format!(
            "SELECT count(*) FROM kept_answers WHERE reference = '{reference}'
             AND reason = '{reason}'"
        );
        assert_eq!(world.count(&kept).await, 1, "{reason}");
    }
}

#[tokio::test]
async fn a_game_that_only_the_database_refuses_does_not_stop_the_others_either() {
    let world = World::new().await;
    // As a rule that a later schema may have, or an encoding that lacks the letter.
    world
        .run("ALTER TABLE competitors ADD CONSTRAINT no_runes CHECK (name NOT LIKE '%ᚱ%')")
        .await;
    let mut games: Vec<_> = (1..8)
        .map(|it| game(&it.to_string(), world.at(2), "-3.5"))
        .collect();
    games[4].side_mut(Role::Home).unwrap().name = "ᚱunes".to_owned();
    let asked = world.report(&games).await;
    assert_eq!((asked.summary.games, asked.summary.rejected), (6, 1));
    let kept = "SELECT count(*) FROM kept_answers WHERE reference = '5'
        AND reason LIKE 'cannot be stored: %no_runes%'";
    assert_eq!(world.count(kept).await, 1);
}

#[tokio::test]
async fn a_refusal_that_holds_what_cannot_be_stored_is_kept_all_the_same() {
    let world = World::new().await;
    let refused = Rejected {
        place: "event \0".to_owned(),
        reason: "unknown status \0".to_owned(),
        unknown_code: Some("\0".to_owned()),
        game: Some("\0".to_owned()),
    };
    let asked = world
        .act(Act::Answer(FeedAnswer {
            games: vec![game("1", world.at(2), "-3.5")],
            rejected: vec![refused],
        }))
        .await;
    assert_eq!((asked.summary.games, asked.summary.rejected), (1, 1));
    assert_eq!(world.count("SELECT count(*) FROM kept_answers").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM unknown_codes").await, 1);
}

#[tokio::test]
async fn a_game_that_is_over_and_cannot_be_read_is_found_with_the_reason() {
    let world = World::new().await;
    let open = game("1", world.at(1), "-3.5");
    world.report(&open).await;
    let mut over = open.final_score(0, 0);
    over.scores.clear();
    let refused = Rejected {
        place: "event 1".to_owned(),
        reason: "decided after the regular time, whose score is not told".to_owned(),
        unknown_code: None,
        game: Some("1".to_owned()),
    };
    let asked = world
        .act(Act::Answer(FeedAnswer {
            games: vec![over],
            rejected: vec![refused],
        }))
        .await;
    assert!(asked.summary.decided.is_empty());
    let found = "SELECT count(*) FROM games g JOIN game_refs r USING (game_id)
        JOIN kept_answers k ON k.reference = r.reference
        JOIN poll_log p ON p.poll_id = k.poll_id AND p.provider = r.provider
        WHERE g.status = 'final' AND g.result_version = 0 AND k.reason LIKE 'decided after%'";
    assert_eq!(world.count(found).await, 1);
}

#[tokio::test]
async fn a_game_whose_own_history_cannot_be_read_does_not_stop_the_others() {
    let world = World::new().await;
    let mut games = [
        game("1", world.at(2), "-3.5"),
        game("2", world.at(3), "-3.5"),
    ];
    world.report(&games).await;
    world.report_from("rumour", &games[..1]).await;
    let unreadable = r#"UPDATE provider_reports SET facts = '{"weather": 1}'
        WHERE provider = 'rumour'"#;
    world.tamper(unreadable).await;
    for game in &mut games {
        game.starts_at += TimeDelta::minutes(5);
    }
    let asked = world.report(&games).await;
    assert_eq!((asked.summary.games, asked.summary.rejected), (1, 1));
    let moved = "SELECT count(*) FROM games WHERE starts_at > app_now() + interval '3 hours'";
    assert_eq!(world.count(moved).await, 1);
    assert_eq!(
        world
            .count("SELECT count(*) FROM kept_answers WHERE reference = '1'")
            .await,
        1
    );
}

#[tokio::test]
async fn a_feed_that_fell_silent_is_named_with_the_games_whose_prices_are_too_old() {
    let world = World::new().await;
    let doctor = async || {
        let mut findings = Findings::default();
        let mut connection = world.database.fetcher.acquire().await.unwrap();
        doctor::look(&mut connection, &mut findings).await.unwrap();
        let prices = findings.lines.into_iter().filter(|it| it.contains("price"));
        prices.collect::<Vec<_>>()
    };
    world.report(&[game("1", world.at(48), "-3.5")]).await;
    let fine = "ok       no price is too old to be offered".to_owned();
    assert!(doctor().await.contains(&fine));
    world.database.advance(TimeDelta::minutes(185)).await;
    let told = doctor().await;
    let silent = "missing  current prices for 1 game: test last answered about NFL/quotes 185 \
        minutes ago, so they are not offered";
    assert!(told.iter().any(|it| it == silent), "{told:#?}");
}
