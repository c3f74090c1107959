//! Failures on demand.

use std::time::{Duration, Instant};

use sandbox::{Effect, Fault, Options, Sandbox};
use serde_json::json;

use crate::client::{Bot, Http, bet, channel, start, text};

#[tokio::test]
async fn an_answer_can_be_lost_after_the_request_was_performed_or_before() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    for (effect, messages) in [(Effect::DropAfter, 1), (Effect::DropBefore, 1)] {
        let fault = Fault::new(effect)
            .on("/channels/{channel}/messages")
            .method("POST")
            .times(1);
        sandbox.fault(fault).await.unwrap();
        let got = http
            .try_send("POST", &path, Some(json!({ "content": "x" })))
            .await;
        assert!(got.is_none());
        assert_eq!(
            sandbox.messages("slips", None).await.unwrap().len(),
            messages
        );
    }
    assert_eq!(
        http.send("POST", &path, Some(json!({ "content": "x" })))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_line_can_be_slow_and_a_server_broken() {
    let sandbox = start().await;
    let http = Http::new(&sandbox);
    sandbox
        .fault(Fault::new(Effect::Latency { ms: 60 }))
        .await
        .unwrap();
    let began = Instant::now();
    assert_eq!(http.send("GET", "/users/@me", None).await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(60));
    sandbox.clear_faults().await.unwrap();
    sandbox
        .fault(Fault::new(Effect::Status { status: 503 }).times(1))
        .await
        .unwrap();
    assert_eq!(http.send("GET", "/users/@me", None).await.status, 503);
    let fault = Effect::RateLimit {
        retry_after: 0.5,
        scope: "shared".to_owned(),
    };
    sandbox.fault(Fault::new(fault).times(1)).await.unwrap();
    let limited = http.send("GET", "/users/@me", None).await;
    assert_eq!(
        (limited.status, limited.header("x-ratelimit-scope")),
        (429, "shared")
    );
    assert_eq!(http.send("GET", "/users/@me", None).await.status, 200);
}

#[tokio::test]
async fn an_interaction_can_come_twice_or_not_at_all() {
    let options = Options {
        ack_deadline: Duration::from_millis(500),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    sandbox
        .fault(Fault::new(Effect::Duplicate).times(1))
        .await
        .unwrap();
    let alice = sandbox.user("alice");
    let (answer, second) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let (one, two) = (bot.asked().await, bot.asked().await);
            assert_eq!(text(&one, "id"), text(&two, "id"));
            bot.answer(&one, json!({ "type": 4, "data": { "content": "ok" } }))
                .await;
            bot.answer(&two, json!({ "type": 4, "data": { "content": "ok" } }))
                .await
        });
    assert_eq!(
        (answer.unwrap().text().as_str(), second.code()),
        ("ok", 40_060)
    );
    sandbox
        .fault(Fault::new(Effect::Lose).times(1))
        .await
        .unwrap();
    let lost = alice
        .slash("slips", "bet", json!({ "game": "x" }))
        .await
        .unwrap();
    assert!(lost.failed.is_some());
}

#[tokio::test]
async fn four_hundred_interactions_at_once_over_a_slow_line_are_all_acknowledged() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    sandbox
        .fault(Fault::new(Effect::Latency { ms: 100 }))
        .await
        .unwrap();
    let asked: Vec<_> = (0..400)
        .map(|_| {
            let alice = sandbox.user("alice");
            tokio::spawn(async move { alice.slash("slips", "bet", json!({ "game": "x" })).await })
        })
        .collect();
    let mut answers = Vec::new();
    for _ in 0..400 {
        let interaction = bot.asked().await;
        let http = bot.http.clone();
        answers.push(tokio::spawn(async move {
            let (id, token) = (text(&interaction, "id"), text(&interaction, "token"));
            let path = format!("/interactions/{id}/{token}/callback");
            let callback = json!({ "type": 4, "data": { "content": id, "flags": 64 } });
            http.send("POST", &path, Some(callback)).await.status
        }));
    }
    for answer in answers {
        assert_eq!(answer.await.unwrap(), 204);
    }
    for asked in asked {
        asked.await.unwrap().unwrap().message().unwrap();
    }
    let stats = sandbox.stats().await.unwrap();
    assert_eq!((stats.acknowledged, stats.missed), (400, 0), "{stats:?}");
}
