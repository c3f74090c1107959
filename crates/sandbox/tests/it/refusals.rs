//! What Discord refuses, is refused and remembered.

use serde_json::{Value, json};

use crate::client::{Bot, Http, bet, channel, start};

#[tokio::test]
async fn a_malformed_message_is_refused_in_discords_shape_and_listed() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let got = http
        .send("POST", &path, Some(json!({ "content": "x".repeat(2_001) })))
        .await;
    assert_eq!((got.status, got.code()), (400, 50_035));
    let code = got.body.pointer("/errors/content/_errors/0/code").unwrap();
    assert_eq!(code, "BASE_TYPE_MAX_LENGTH");
    let refusals = sandbox.refusals().await.unwrap();
    assert_eq!(refusals.len(), 1);
    assert!(refusals[0].reasons[0].starts_with("content: "));
    assert_eq!(sandbox.messages("slips", None).await.unwrap().len(), 0);
    let requests = sandbox.requests().await.unwrap();
    let last = requests.last().unwrap();
    assert_eq!(
        (last.status, last.route.as_str()),
        (400, "/channels/{channel}/messages")
    );
}

#[tokio::test]
async fn the_documented_rules_hold_without_the_official_document() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let button = |id: &str| json!({ "type": 2, "style": 1, "label": "x", "custom_id": id });
    let row = |inside: Value| json!({ "type": 1, "components": inside });
    let text = json!({ "type": 10, "content": "x" });
    let v2 = 1 << 15;
    for (bad, why) in [
        (
            json!({ "components": [text] }),
            "components without their flag",
        ),
        (
            json!({ "flags": v2, "content": "x", "components": [text] }),
            "content beside them",
        ),
        (
            json!({ "flags": v2, "components": vec![text.clone(); 41] }),
            "41 components",
        ),
        (
            json!({ "content": "x", "components": [row(json!([button("a"), button("a")]))] }),
            "twins",
        ),
        (
            json!({ "content": "x", "components": [row(json!([]))] }),
            "an empty row",
        ),
        (
            json!({ "content": "x", "components": [row(json!([{ "type": 2, "style": 5, "label": "x", "custom_id": "a" }]))] }),
            "a link with a custom_id",
        ),
        (
            json!({ "content": "x", "components": [row(json!([button(&"x".repeat(101))]))] }),
            "a long custom_id",
        ),
        (
            json!({ "embeds": vec![json!({ "description": "x".repeat(4_000) }); 2] }),
            "embeds over 6000",
        ),
        (
            json!({ "embeds": [{ "title": "x".repeat(257) }] }),
            "a long title",
        ),
        (
            json!({ "flags": v2, "components": [{ "type": 9, "components": [text] }] }),
            "a bare section",
        ),
        (
            json!({ "content": "x", "components": [row(json!([{ "type": 3, "custom_id": "s", "options": [] }]))] }),
            "an empty menu",
        ),
        (
            json!({ "content": "x", "components": [row(json!([
                { "type": 2, "style": 5, "label": "x", "url": "javascript:x" }]))] }),
            "a script for a link",
        ),
        (
            json!({ "content": "x", "nonce": "x".repeat(26) }),
            "a long nonce",
        ),
    ] {
        let got = http.send("POST", &path, Some(bad)).await;
        assert!(matches!(got.status, 400 | 429), "{why}: {}", got.body);
        sandbox
            .advance(std::time::Duration::from_secs(5))
            .await
            .unwrap();
    }
    assert_eq!(sandbox.refusals().await.unwrap().len(), 13);
}

#[tokio::test]
async fn a_request_can_be_judged_without_being_sent() {
    let sandbox = start().await;
    let judge = async |path: &str, body: Value| -> Result<Value, sandbox::DriveError> {
        let request = json!({ "method": "POST", "path": path, "body": body });
        sandbox.call("check", request).await
    };
    let good = judge("/channels/1/messages", json!({ "content": "x" })).await;
    assert_eq!(good.unwrap()["reasons"], json!([]));
    let bad = judge(
        "/channels/1/messages",
        json!({ "content": "x".repeat(2_001) }),
    )
    .await
    .unwrap();
    assert!(
        bad["reasons"][0].as_str().unwrap().starts_with("content"),
        "{bad}"
    );
    assert!(judge("/nowhere", json!({})).await.is_err());
    assert_eq!(sandbox.stats().await.unwrap().refused, 0);
}

#[tokio::test]
async fn an_unknown_route_is_404_and_remembered() {
    let sandbox = start().await;
    let got = Http::new(&sandbox)
        .send("GET", "/voice/regions", None)
        .await;
    assert_eq!(
        (got.status, &got.body),
        (404, &json!({ "message": "404: Not Found", "code": 0 }))
    );
    assert_eq!(
        sandbox.unknown_routes().await.unwrap(),
        ["GET /voice/regions"]
    );
}

#[tokio::test]
async fn without_the_right_token_there_is_nothing() {
    let sandbox = start().await;
    let stranger = Http::with_token(&sandbox, "another");
    let got = stranger.send("GET", "/users/@me", None).await;
    assert_eq!(
        (got.status, &got.body["message"]),
        (401, &json!("401: Unauthorized"))
    );
    let mut socket = crate::client::Socket::open(&sandbox.gateway_url(), false).await;
    socket.next().await.unwrap();
    socket
        .send(json!({ "op": 2, "d": { "token": "another", "intents": 1 } }))
        .await;
    assert_eq!(socket.next().await, Err(Some(4_004)));
}

#[tokio::test]
async fn bad_callbacks_do_not_use_up_the_one_answer() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        for bad in [
            json!({ "type": 5, "data": { "content": "lost" } }),
            json!({ "type": 9, "data": { "title": "x", "custom_id": "m", "components": [] } }),
            json!({ "type": 4, "data": {} }),
            json!({ "type": 99 }),
        ] {
            assert_eq!(bot.answer(&interaction, bad).await.status, 400);
        }
        bot.answer(
            &interaction,
            json!({ "type": 4, "data": { "content": "good" } }),
        )
        .await;
    });
    assert_eq!(answer.unwrap().text(), "good");
    assert_eq!(sandbox.refusals().await.unwrap().len(), 4);
}
