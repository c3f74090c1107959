//! Several feeds of one game: who is believed, who waits, what is reviewed, and who decides.

use chrono::TimeDelta;
use clap::Parser;
use fetcher::config::{Cli, Command};
use services::results::{OperatorDecision, ReviewError};
use shared::feed::{GameReport, QuoteReport};
use shared::game::{GameStatus, Period};
use shared::id::GameId;
use shared::market::{MarketKind, Side};
use shared::ticket::TicketState::*;
use store::Program;
use store::reviews;
use testkit::{FEED, ReportExt, UNIT, WON, on, quote};

use crate::world::{World, game};

const TOTAL: MarketKind = MarketKind::Total;

/// A game that two feeds know which are not the league's own, begun, with a bet on over 45.
async fn begun() -> (World, GameReport, shared::id::TicketId) {
    let world = World::new().await;
    let report = game("1", world.at(1), "-3.5");
    world.report(&report).await;
    let member = world.member(1).await;
    let ticket = world.bet(member, 1, on("1").over("45")).await;
    world.database.advance(TimeDelta::hours(4)).await;
    (world, report, ticket)
}

async fn decide(world: &World, word: &OperatorDecision, reason: &str) -> Result<u64, ReviewError> {
    let game = world.game_id("1").await;
    let decided = world.decide_as_operator(game, word, reason).await?;
    Ok(decided.ended)
}

const VERSIONS: &str = "SELECT count(*) FROM results";
const OPEN: &str = "SELECT count(*) FROM games WHERE open_review IS NOT NULL";

#[tokio::test]
async fn one_feed_alone_is_settled_on_when_it_has_stood() {
    let (world, report, ticket) = begun().await;
    let took = world.report_from("espn", report.final_score(30, 20)).await;
    assert!(took.decided.is_empty());
    assert!(world.decide().await.results.is_empty(), "it has not stood");
    world.database.advance(TimeDelta::minutes(2)).await;
    let game = world.game_id("1").await;
    assert_eq!(world.decide().await.results, [(game, 1)]);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));
    assert!(world.decide().await.results.is_empty(), "nothing is due");
    let basis = "SELECT count(*) FROM results WHERE basis = 'stood' AND provider = 'espn'";
    assert_eq!(world.count(basis).await, 1);
}

#[tokio::test]
async fn a_second_feed_that_agrees_settles_at_once() {
    let (world, report, ticket) = begun().await;
    world.report_from("espn", report.final_score(30, 20)).await;
    let fuller = report
        .final_score(30, 20)
        .period_score(Period::Half(1), 10, 3);
    let took = world.report_from("api_sports", fuller).await;
    assert_eq!(took.decided, [(world.game_id("1").await, 1)]);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));
    let parts = "SELECT count(*) FROM result_scores WHERE period = 'H1'";
    assert_eq!(world.count(parts).await, 2, "the fuller report is taken");
}

#[tokio::test]
async fn feeds_that_differ_pay_nothing_until_one_gives_way() {
    let (world, report, ticket) = begun().await;
    world.report_from("espn", report.final_score(30, 20)).await;
    world
        .report_from("api_sports", report.final_score(20, 20))
        .await;
    assert_eq!(
        world.count(OPEN).await,
        0,
        "a moment's difference is nobody's business"
    );
    world.database.advance(TimeDelta::minutes(2)).await;
    let decided = world.decide().await;
    assert_eq!((decided.results.len(), decided.opened), (0, 1));
    let told = "SELECT count(*) FROM notices WHERE kind = 'review_opened' AND guild_id = 11";
    assert_eq!(world.count(told).await, 1);
    let elsewhere = "SELECT count(*) FROM notices WHERE kind = 'review_opened' AND guild_id = 22";
    assert_eq!(
        world.count(elsewhere).await,
        0,
        "nobody there has bet on it"
    );
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Open, None, 0));

    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let open = reviews::list(&mut connection).await.unwrap();
    assert_eq!(open.len(), 1);
    let said: Vec<_> = open[0]
        .reports
        .iter()
        .map(|it| it.provider.as_str())
        .collect();
    assert_eq!(said, ["api_sports", "espn", FEED]);
    let touched = reviews::impact(&mut connection, world.game_id("1").await)
        .await
        .unwrap();
    assert_eq!(
        (touched.len(), touched[0].open, touched[0].settled),
        (1, 1, 0)
    );
    assert_eq!(touched[0].stakes.steps(), UNIT);

    let took = world
        .report_from("api_sports", report.final_score(30, 20))
        .await;
    assert_eq!(took.decided, [(world.game_id("1").await, 1)]);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));
    let ends = "SELECT count(*) FROM review_ends WHERE how = 'gave_way' AND result_version = 1";
    assert_eq!(world.count(ends).await, 1);
    assert_eq!(world.count(OPEN).await, 0);
    assert_eq!(world.count("SELECT count(*) FROM review_claims").await, 3);
}

#[tokio::test]
async fn the_operator_decides_with_a_reason_and_only_once_more_when_contradicted() {
    let (world, report, ticket) = begun().await;
    world.report_from("espn", report.final_score(30, 20)).await;
    world
        .report_from("api_sports", report.final_score(20, 20))
        .await;
    world.database.advance(TimeDelta::minutes(2)).await;
    world.decide().await;

    let of = OperatorDecision::AsReported("api_sports".to_owned());
    assert!(matches!(
        decide(&world, &of, " ").await,
        Err(ReviewError::Reason)
    ));
    let stranger = OperatorDecision::AsReported("rumour".to_owned());
    assert!(matches!(
        decide(&world, &stranger, "so").await,
        Err(ReviewError::NoReport(_))
    ));
    assert_eq!(
        decide(&world, &of, "the league's page says so")
            .await
            .unwrap(),
        1
    );
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Lost, Some(0), 1));
    let ends = "SELECT count(*) FROM review_ends WHERE how = 'decided'
        AND decided_by = 'operator' AND reason = 'the league''s page says so'";
    assert_eq!(world.count(ends).await, 1);
    assert_eq!(
        world
            .count("SELECT count(*) FROM results WHERE basis = 'admin'")
            .await,
        1
    );

    // Its other side says something else again: somebody must look, and nothing moves.
    world.report_from("espn", report.final_score(31, 20)).await;
    assert_eq!(world.count(OPEN).await, 1);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Lost, Some(0), 1));
    world.books().await;
}

#[tokio::test]
async fn the_command_decides_for_every_server_and_writes_nothing_on_a_dry_run() {
    let (world, report, ticket) = begun().await;
    world.report_from("espn", report.final_score(30, 20)).await;
    world
        .report_from("api_sports", report.final_score(20, 20))
        .await;
    world.database.advance(TimeDelta::minutes(2)).await;
    world.decide().await;
    command(&world, &["list"]).await.unwrap();

    let game = world.game_id("1").await.to_string();
    let words = ["decide", &game, "espn", "--reason", "seen", "--by", "Ann"];
    command(&world, &[&words[..], &["--dry-run"]].concat())
        .await
        .unwrap();
    assert_eq!(
        (world.count(VERSIONS).await, world.count(OPEN).await),
        (0, 1)
    );
    command(&world, &words).await.unwrap();
    assert_eq!(
        (world.count(VERSIONS).await, world.count(OPEN).await),
        (1, 0)
    );
    let by = "SELECT count(*) FROM review_ends WHERE decided_by = 'Ann' AND reason = 'seen'";
    assert_eq!(world.count(by).await, 1);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));

    let stated = [
        "decide", &game, "--score", "20-24", "--part", "H1=7-10", "--reason", "seen",
    ];
    command(&world, &stated).await.unwrap();
    let half = "SELECT count(*) FROM result_scores WHERE version = 2 AND period = 'H1'";
    assert_eq!(world.count(half).await, 2);
    let stranger = GameId::mint(world.now).to_string();
    let refused = command(&world, &["decide", &stranger, "espn", "--reason", "x"]).await;
    let refused = refused.unwrap_err();
    assert_eq!(
        format!("{refused:#}"),
        format!("nothing was decided: there is no game {stranger}")
    );
    let nothing = command(&world, &["decide", &game, "--reason", "x"]).await;
    let nothing = nothing.unwrap_err().to_string();
    assert_eq!(nothing, "name a source, or a score: --score 24-20");
}

/// `dbsbm-fetcher review …`
async fn command(world: &World, words: &[&str]) -> anyhow::Result<()> {
    let url = world.database.url(Program::Fetcher);
    let words = ["dbsbm-fetcher", "review"].iter().chain(words).copied();
    let words = words.chain(["--database-url", &url]);
    let Command::Review(command) = Cli::parse_from(words).command else {
        panic!("not a review");
    };
    runtime::tls::install();
    fetcher::commands::review::run(&command).await
}

#[tokio::test]
async fn a_correction_after_its_window_waits_for_the_operator() {
    let (world, report, ticket) = begun().await;
    world.report(report.final_score(30, 20)).await;
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));
    // In its window it is followed.
    world.database.advance(TimeDelta::hours(23)).await;
    world.report(report.final_score(20, 20)).await;
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Lost, Some(0), 2));

    world.database.advance(TimeDelta::hours(2)).await;
    world.report(report.final_score(30, 20)).await;
    assert_eq!(
        (world.count(VERSIONS).await, world.count(OPEN).await),
        (2, 1)
    );
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Lost, Some(0), 2));
    let of = OperatorDecision::AsReported(FEED.to_owned());
    decide(&world, &of, "they are right after all")
        .await
        .unwrap();
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 3));
    world.books().await;
}

#[tokio::test]
async fn the_operator_may_decide_what_nobody_asked_him_about() {
    let (world, report, ticket) = begun().await;
    world.report(report.final_score(30, 20)).await;
    world.settle().await;
    let word = OperatorDecision::Stated {
        status: GameStatus::Cancelled,
        scores: Vec::new(),
    };
    assert_eq!(decide(&world, &word, "annulled").await.unwrap(), 1);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Void, Some(UNIT), 2));
    let own = "SELECT count(*) FROM reviews WHERE why = 'operator'";
    assert_eq!(world.count(own).await, 1);
    let live = OperatorDecision::Stated {
        status: GameStatus::Live,
        scores: Vec::new(),
    };
    assert!(matches!(
        decide(&world, &live, "x").await,
        Err(ReviewError::NoEnd(_))
    ));
}

#[tokio::test]
async fn a_game_put_off_is_void_only_once_its_feed_was_asked_after_the_window() {
    let (world, report, ticket) = begun().await;
    let off = report.in_state(GameStatus::Postponed);
    world.report(&off).await;
    world.database.advance(TimeDelta::days(9)).await;
    assert!(
        world.decide().await.results.is_empty(),
        "nobody has asked since"
    );
    world.report(&off).await;
    world.database.advance(TimeDelta::minutes(6)).await;
    assert_eq!(world.decide().await.results.len(), 1);
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Void, Some(UNIT), 1));
}

#[tokio::test]
async fn what_a_feed_says_again_is_as_new_as_it_dates_it() {
    let (world, report, ticket) = begun().await;
    let dated = |it: GameReport, minutes| GameReport {
        source_at: Some(report.starts_at + TimeDelta::minutes(minutes)),
        ..it
    };
    let right = report.final_score(30, 20);
    world.report(dated(right.clone(), 200)).await;
    // Said again, and only then comes what it had said in between.
    world.report(dated(right, 220)).await;
    world.report(dated(report.final_score(20, 20), 210)).await;
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Won, Some(WON), 1));
    assert_eq!(world.count(VERSIONS).await, 1);
    // What it says later still is its last word.
    world.report(dated(report.final_score(20, 20), 230)).await;
    world.settle().await;
    assert_eq!(world.head(ticket).await, (Lost, Some(0), 2));
}

#[tokio::test]
async fn what_a_correction_leaves_untold_is_open_again() {
    let world = World::new().await;
    let half = Period::Half(1);
    let offered = |reference| {
        let quote = quote(TOTAL, Some("12.5"), Side::Over, -110);
        let quote = QuoteReport {
            period: half,
            ..quote
        };
        game(reference, world.at(1), "-3.5").quoted([quote])
    };
    let games = ["1", "2"].map(offered);
    world.report(&games).await;
    let [one, two] = ["1", "2"].map(|it| on(it).over("12.5").in_period(half));
    let member = world.member(1).await;
    let single = world.bet(member, 1, &one).await;
    let parlay = world.bet(member, 1, [one, two]).await;
    world.database.advance(TimeDelta::hours(4)).await;

    let told = |nth: usize| games[nth].final_score(30, 20).period_score(half, 10, 10);
    world.report(&[told(0), told(1)]).await;
    world.settle().await;
    assert_eq!(world.head(single).await, (Won, Some(WON), 1));
    let of_parlay = world.head(parlay).await;
    assert_eq!((of_parlay.0, of_parlay.1), (Won, Some(3_644_628)));

    // Another score, and not a word of the half.
    world.report(&[games[0].final_score(31, 20)]).await;
    world.settle().await;
    assert_eq!(world.head(single).await, (Open, None, 2));
    assert_eq!(world.head(parlay).await.1, None);
    // The other game changes: what was known of the first one once does not come back with it.
    let mut other = told(1);
    other.scores[0].points = 33;
    world.report(&other).await;
    world.settle().await;
    assert_eq!(world.head(parlay).await.1, None);

    let mut last = told(0);
    last.scores[0].points = 31;
    world.report(last).await;
    world.settle().await;
    assert_eq!(world.head(single).await, (Won, Some(WON), 3));
    assert_eq!(world.head(parlay).await.1, Some(3_644_628));
    world.books().await;
}

#[tokio::test]
async fn a_feed_that_lags_behind_does_not_open_a_game_again() {
    let (world, report, _) = begun().await;
    // Two that are not the league's own.
    world.tamper("DELETE FROM provider_reports").await;
    let live = report.in_state(GameStatus::Live);
    world.report_from("espn", live).await;
    let lags = GameReport {
        starts_at: report.starts_at + TimeDelta::minutes(5),
        ..report
    };
    world.report_from("api_sports", lags).await;
    let live = "SELECT count(*) FROM games WHERE status = 'live'";
    assert_eq!(world.count(live).await, 1);
}
