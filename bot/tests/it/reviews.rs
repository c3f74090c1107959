//! A game under review: everybody is told, nothing is paid, and somebody decides.

use chrono::TimeDelta;
use serde_json::json;
use services::results::{OperatorDecision, decide_by_operator};
use shared::clock::{Clock, SystemClock};
use shared::competitor::Role;
use shared::feed::GameReport;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::GameId;
use store::notify;
use store::reviews::{self, Verdict};
use testkit::ReportExt;

use crate::announce::is_results;
use crate::bet::balance;
use crate::world::{World, bears_at_home};

impl World {
    /// That source calls the one game as the other does.
    async fn knows(&self, provider: &str, game: &GameReport) {
        sqlx::query("INSERT INTO game_refs SELECT $1, $2, game_id FROM games")
            .bind(provider)
            .bind(&game.reference)
            .execute(&self.database.owner)
            .await
            .unwrap();
    }

    /// Looks at the one game again, after as long as sources may differ for a moment.
    async fn look_again(&self) {
        let on_offer = "SELECT game_id FROM games WHERE merged_into IS NULL";
        let game: uuid::Uuid = sqlx::query_scalar(on_offer)
            .fetch_one(&self.database.owner)
            .await
            .unwrap();
        let mut tx = self.database.fetcher.begin().await.unwrap();
        let later = SystemClock.now() + TimeDelta::minutes(3);
        let policy = grading::decide::Policy::default();
        let decided =
            services::results::decide(&mut tx, &[GameId::from_uuid(game)], &policy, later)
                .await
                .unwrap();
        assert_eq!((decided.opened, decided.written), (1, 0));
        notify::notify(&mut tx, notify::NOTICES).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_game_is_told_of_and_paid_once_it_is_decided() {
    let world = World::start().await;
    let game = bears_at_home();
    world.report_by("espn", game.clone()).await;
    world.knows("the_odds_api", &game).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    world.report_by("espn", game.final_score(24, 27)).await;
    let other = game.final_score(24, 28);
    world.report_by("the_odds_api", other).await;
    world.look_again().await;
    let review = world.wait(|it| it.says("is under review")).await;
    says(
        &review.content,
        &[
            "**Packers at Bears** is under review · NFL\n",
            "The sources disagree on how it ended. Nothing is paid until that is decided.\n",
            "ESPN: Packers 27, Bears 24, final (<t:",
            "The Odds API: Packers 28, Bears 24, final (<t:",
            "1 bet with 1u at stake here is waiting for it.\n",
            "Server managers can decide for this server only: </admin correct-result:",
            "\n-# Review 1 of Packers at Bears, since <t:",
        ],
    );

    let alice = world.user("alice");
    let tickets = alice.slash("#general", "tickets", json!({})).await.unwrap();
    let under = "**Under review**: the sources disagree on how this game ended";
    says(&tickets.text(), &[under]);
    let why = json!({ "ticket": code(&tickets.text()) });
    let why = alice.slash("#general", "why", why).await.unwrap();
    says(&why.text(), &[under, "Not graded yet."]);
    assert_eq!(
        balance(&alice).await,
        "99u to bet with, 1u at risk in open tickets"
    );

    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    let word = OperatorDecision::Stated {
        status: GameStatus::Final,
        scores: vec![score(Role::Home, 24), score(Role::Away, 27)],
    };
    let verdict = Verdict {
        by: "rae".to_owned(),
        reason: "The league's report says 27-24.".to_owned(),
    };
    let mut tx = world.database.fetcher.begin().await.unwrap();
    let game = reviews::list(&mut tx).await.unwrap()[0].game;
    decide_by_operator(&mut tx, game, &word, &verdict)
        .await
        .unwrap();
    notify::notify(&mut tx, notify::NOTICES).await.unwrap();
    tx.commit().await.unwrap();
    world.settle().await;
    let id = review.id;
    let over = world
        .wait(|it| it.id == id && it.says("no longer under review"))
        .await;
    says(
        &over.content,
        &[
            "is no longer under review · NFL · Packers 27, Bears 24, final\n",
            "The bot operator decided: The league's report says 27-24.\n",
        ],
    );
    let results = world
        .wait(|it| is_results(it) && it.says("`+0.91u` Alice"))
        .await;
    assert_ne!(results.id, id);
    let why = json!({ "ticket": code(&tickets.text()) });
    let why = alice.slash("#general", "why", why).await.unwrap();
    says(
        &why.text(),
        &[
            "Bears 24 + 3.5 = 27.5 beats Packers 27, so it won",
            "-# Source: The bot operator, final <t:",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_bet_on_a_game_that_was_joined_with_another_is_told_of_its_review_too() {
    let world = World::start().await;
    // Our data know the home side, so that both feeds mean the same; not so the visitors.
    let known = |mut report: GameReport| {
        let sides = report.participants.iter_mut();
        for side in sides.filter(|it| it.role == Role::Home) {
            side.competitor.slug = Some("chicago-bears".to_owned());
        }
        report
    };
    let bears = known(bears_at_home());
    world.report_by("espn", bears.clone()).await;
    world.bet("alice", "Bears +3.5 -110").await;
    world.slip("Alice").await;
    let other = testkit::game("NFL", "Bears", "Green Bay").starts_at(bears.starts_at);
    let other = known(other);
    world.report_by("kalshi", other.clone()).await;
    let game = |name: &'static str| {
        let found = "SELECT g.game_id FROM games g JOIN game_refs r USING (game_id)
            WHERE r.provider = $1";
        sqlx::query_scalar(found)
            .bind(name)
            .fetch_one(&world.database.owner)
    };
    let (kept, joined) = (game("kalshi").await.unwrap(), game("espn").await.unwrap());
    let mut tx = world.database.owner.begin().await.unwrap();
    services::matching::join(&mut tx, (kept, joined), "rae")
        .await
        .unwrap();
    tx.commit().await.unwrap();

    world.report_by("espn", bears.final_score(24, 27)).await;
    world.report_by("kalshi", other.final_score(24, 28)).await;
    world.look_again().await;
    let review = world.wait(|it| it.says("is under review")).await;
    says(
        &review.content,
        &["1 bet with 1u at stake here is waiting for it."],
    );
    let alice = world.user("alice");
    let tickets = alice.slash("#general", "tickets", json!({})).await.unwrap();
    says(&tickets.text(), &["**Under review**"]);

    let verdict = Verdict {
        by: "rae".to_owned(),
        reason: "The league's report says so.".to_owned(),
    };
    let score = |role, points| PeriodScore {
        period: Period::Full,
        role,
        points,
    };
    let word = OperatorDecision::Stated {
        status: GameStatus::Final,
        scores: vec![score(Role::Home, 24), score(Role::Away, 27)],
    };
    let mut tx = world.database.fetcher.begin().await.unwrap();
    decide_by_operator(&mut tx, GameId::from_uuid(kept), &word, &verdict)
        .await
        .unwrap();
    notify::notify(&mut tx, notify::NOTICES).await.unwrap();
    tx.commit().await.unwrap();
    world.settle().await;
    let id = review.id;
    world
        .wait(|it| it.id == id && it.says("no longer under review"))
        .await;
}

/// That a text has all of these.
fn says(text: &str, wanted: &[&str]) {
    for it in wanted {
        assert!(text.contains(it), "{it:?} in {text}");
    }
}

/// The code of the first ticket in a list.
fn code(list: &str) -> String {
    let after = list.split("ticket ").nth(1).unwrap();
    after.split(',').next().unwrap().to_owned()
}
