//! Rate limits: routes, the whole, old messages.

use std::time::Duration;

use sandbox::{Options, Sandbox};
use serde_json::json;

use crate::client::{Bot, Http, bet, channel, start};

#[tokio::test]
async fn a_sixth_message_in_five_seconds_waits() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let mut last = None;
    for _ in 0..5 {
        last = Some(
            http.send("POST", &path, Some(json!({ "content": "x" })))
                .await,
        );
    }
    let last = last.unwrap();
    assert_eq!(
        (last.status, last.header("x-ratelimit-remaining")),
        (200, "0")
    );
    assert_eq!(last.header("x-ratelimit-scope"), "");
    let refused = http
        .send("POST", &path, Some(json!({ "content": "x" })))
        .await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("x-ratelimit-scope"), "user");
    assert_eq!(refused.body["global"], false);
    assert!(refused.body["retry_after"].as_f64().unwrap() <= 5.0);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    sandbox.advance(Duration::from_secs(5)).await.unwrap();
    assert_eq!(
        http.send("POST", &path, Some(json!({ "content": "x" })))
            .await
            .status,
        200
    );
    assert_eq!(sandbox.stats().await.unwrap().rate_limited["user"], 1);
}

#[tokio::test]
async fn the_global_limit_leaves_interactions_alone() {
    let options = Options {
        global_per_second: 3,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    sandbox.advance(Duration::from_secs(2)).await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(bot.http.send("GET", "/users/@me", None).await);
    }
    let refused = statuses.pop().unwrap();
    assert_eq!(
        (refused.status, refused.header("x-ratelimit-global")),
        (429, "true")
    );
    assert_eq!(refused.body["global"], true);
    let alice = sandbox.user("alice");
    let (answer, status) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            bot.answer(
                &interaction,
                json!({ "type": 4, "data": { "content": "ok" } }),
            )
            .await
            .status
        });
    assert_eq!((status, answer.unwrap().text().as_str()), (204, "ok"));
}

#[tokio::test]
async fn a_fourth_edit_of_an_old_message_in_six_seconds_is_refused() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let message = http
        .send("POST", &path, Some(json!({ "content": "x" })))
        .await
        .id();
    let path = format!("{path}/{message}");
    let edit = async |text: &str| {
        http.send("PATCH", &path, Some(json!({ "content": text })))
            .await
    };
    for _ in 0..4 {
        assert_eq!(edit("young").await.status, 200);
    }
    sandbox
        .age_messages("slips", Duration::from_secs(3_601))
        .await
        .unwrap();
    sandbox.advance(Duration::from_secs(5)).await.unwrap();
    for _ in 0..3 {
        assert_eq!(edit("old").await.status, 200);
    }
    let refused = edit("old").await;
    assert_eq!((refused.status, refused.code()), (429, 30_046));
    assert!(refused.body["retry_after"].as_f64().unwrap() > 0.0);
    sandbox.advance(Duration::from_secs(6)).await.unwrap();
    assert_eq!(edit("old").await.status, 200);
}
