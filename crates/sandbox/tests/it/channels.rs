//! Messages, files, nonces, webhooks and permissions.

use std::time::Duration;

use bytes::Bytes;
use sandbox::{Id, Sandbox};
use serde_json::{Value, json};

use crate::client::{Bot, Got, Http, PATIENCE, bet, channel, start, text};

async fn post(http: &Http, channel: Id, body: Value) -> Got {
    http.send("POST", &format!("/channels/{channel}/messages"), Some(body))
        .await
}

#[tokio::test]
async fn a_nonce_sends_one_message_until_it_is_forgotten() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let body = json!({ "content": "Once", "nonce": "n1", "enforce_nonce": true });
    let first = post(&http, slips, body.clone()).await;
    let again = post(&http, slips, body.clone()).await;
    assert_eq!(first.id(), again.id());
    let unenforced = post(&http, slips, json!({ "content": "Twice", "nonce": "n1" })).await;
    assert_ne!(first.id(), unenforced.id());
    sandbox.advance(Duration::from_secs(181)).await.unwrap();
    let later = post(&http, slips, body).await;
    assert_ne!(first.id(), later.id());
}

#[tokio::test]
async fn a_file_comes_with_its_alt_text_and_can_be_fetched() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let payload = json!({
        "flags": 1 << 15,
        "attachments": [{ "id": 0, "filename": "slip.png", "description": "A slip" }],
        "components": [{ "type": 12, "items": [
            { "media": { "url": "attachment://slip.png" }, "description": "A slip" }] }],
    });
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\r\n{payload}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"slip.png\"\r\n\
         Content-Type: image/png\r\n\r\nnot a picture\r\n--x--\r\n"
    );
    let path = format!("/api/v10/channels/{slips}/messages");
    let got = http
        .raw(
            "POST",
            &path,
            "multipart/form-data; boundary=x",
            Bytes::from(form),
        )
        .await;
    let got = got.unwrap();
    assert_eq!(got.status, 200, "{}", got.body);
    let url = text(&got.body, "attachments/0/url");
    assert_eq!(text(&got.body, "components/0/items/0/media/url"), url);
    assert_eq!(text(&got.body, "attachments/0/description"), "A slip");
    let path = url.strip_prefix(&sandbox.base_url()).unwrap();
    let file = http.raw("GET", path, "", Bytes::new()).await.unwrap();
    assert_eq!(file.body, json!("not a picture"));
    assert_eq!(file.header("content-type"), "image/png");
    let missing = json!({ "embeds": [{ "image": { "url": "attachment://other.png" } }] });
    assert_eq!(post(&http, slips, missing).await.code(), 50_035);
}

#[tokio::test]
async fn messages_are_listed_from_the_newest_in_pages() {
    let sandbox = start().await;
    let (http, general) = (Http::new(&sandbox), channel(&sandbox, "general").await);
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(
            post(&http, general, json!({ "content": number.to_string() }))
                .await
                .id(),
        );
    }
    let list = async |query: String| -> Vec<String> {
        let got = http
            .send(
                "GET",
                &format!("/channels/{general}/messages?{query}"),
                None,
            )
            .await;
        let all = got.body.as_array().unwrap().clone();
        all.iter()
            .map(|message| text(message, "content").to_owned())
            .collect()
    };
    assert_eq!(list("limit=2".to_owned()).await, ["4", "3"]);
    assert_eq!(list(format!("limit=2&before={}", ids[3])).await, ["2", "1"]);
    assert_eq!(list(format!("limit=2&after={}", ids[0])).await, ["2", "1"]);
    let bad = http
        .send(
            "GET",
            &format!("/channels/{general}/messages?limit=101"),
            None,
        )
        .await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn what_the_bot_may_not_do_it_is_told_in_discords_codes() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let hello = json!({ "content": "hello" });
    let own = post(&http, slips, hello.clone()).await.id();
    sandbox
        .set_permissions("slips", "bot", &[], &["SEND_MESSAGES"])
        .await
        .unwrap();
    assert_eq!(post(&http, slips, hello.clone()).await.code(), 50_013);
    sandbox
        .set_permissions("slips", "bot", &[], &["VIEW_CHANNEL"])
        .await
        .unwrap();
    assert_eq!(post(&http, slips, hello.clone()).await.code(), 50_001);
    sandbox
        .set_permissions("slips", "bot", &[], &[])
        .await
        .unwrap();
    let path = format!("/channels/{slips}/messages/{own}");
    assert_eq!(
        http.send("PATCH", &path, Some(json!({ "content": "hi" })))
            .await
            .status,
        200
    );
    let theirs = sandbox.user("ben").say("slips", "mine").await.unwrap();
    let path = format!("/channels/{slips}/messages/{}", theirs.id);
    assert_eq!(
        http.send("PATCH", &path, Some(hello.clone())).await.code(),
        50_005
    );
    assert_eq!(http.send("DELETE", &path, None).await.code(), 50_013);
    assert_eq!(post(&http, Id(5), hello.clone()).await.code(), 10_003);
    assert_eq!(post(&http, slips, json!({})).await.code(), 50_006);
    let path = format!("/channels/{slips}/webhooks");
    assert_eq!(
        http.send("POST", &path, Some(json!({ "name": "Feed" })))
            .await
            .code(),
        50_013
    );
}

#[tokio::test]
async fn a_webhook_speaks_under_its_own_name() {
    let sandbox = start().await;
    let (http, results) = (Http::new(&sandbox), channel(&sandbox, "results").await);
    sandbox
        .set_permissions("results", "bot", &["MANAGE_WEBHOOKS"], &[])
        .await
        .unwrap();
    let path = format!("/channels/{results}/webhooks");
    let hook = http
        .send("POST", &path, Some(json!({ "name": "Feed" })))
        .await;
    let path = format!(
        "/webhooks/{}/{}?wait=true",
        text(&hook.body, "id"),
        text(&hook.body, "token")
    );
    let body = json!({ "content": "Final", "username": "NFL" });
    assert_eq!(http.send("POST", &path, Some(body)).await.status, 200);
    let said = &sandbox.messages("results", None).await.unwrap()[0];
    assert_eq!(
        (said.author.as_str(), said.content.as_str()),
        ("NFL", "Final")
    );
    let gone = path.replace(text(&hook.body, "token"), "wrong");
    assert_eq!(
        http.send("POST", &gone, Some(json!({ "content": "x" })))
            .await
            .code(),
        50_027
    );
}

#[tokio::test]
async fn a_direct_message_reaches_who_takes_them() {
    let sandbox = start().await;
    let http = Http::new(&sandbox);
    let state: Value = sandbox.call("state", json!({})).await.unwrap();
    let members = state
        .pointer("/guilds/0/members")
        .unwrap()
        .as_array()
        .unwrap()
        .clone();
    let ben = members.iter().find(|it| it["name"] == "ben").unwrap();
    let body = json!({ "recipient_id": ben["id"] });
    let direct = http.send("POST", "/users/@me/channels", Some(body)).await;
    assert_eq!(direct.body["type"], 1);
    assert_eq!(
        post(&http, direct.id(), json!({ "content": "psst" }))
            .await
            .status,
        200
    );
    assert_eq!(
        sandbox.user("ben").direct_messages().await.unwrap()[0].content,
        "psst"
    );
    let close = json!({ "user": "ben", "open": false });
    let _: Value = sandbox.call("direct_messages", close).await.unwrap();
    assert_eq!(
        post(&http, direct.id(), json!({ "content": "psst" }))
            .await
            .code(),
        50_007
    );
}

#[tokio::test]
async fn a_transcript_reads_as_the_channel_does() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    alice.say("slips", "evening all").await.unwrap();
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        let user = text(&interaction, "member/user/id");
        let components = json!([
            { "type": 10, "content": format!("**<@{user}>** by <t:1700000000:R>\n</bet:1>") },
            { "type": 9, "components": [{ "type": 10, "content": "CHI @ GB" }],
              "accessory": { "type": 2, "style": 1, "label": "Bet", "custom_id": "b" } },
            { "type": 14 },
            { "type": 1, "components": [
                { "type": 2, "style": 4, "label": "Cancel", "custom_id": "c", "disabled": true }] },
        ]);
        let data = json!({ "flags": 64 | 1 << 15, "components": components });
        bot.answer(&interaction, json!({ "type": 4, "data": data }))
            .await;
    });
    answer.unwrap();
    assert_eq!(
        sandbox.transcript("slips", Some("alice")).await.unwrap(),
        "#slips\n\nAlice:\n  evening all\n\n\
         DBSBM (answers Alice's /bet; only the asker sees this):\n  \
         **@Alice** by <time R>\n  /bet\n  CHI @ GB  [Bet]\n  ----\n  (Cancel)\n"
    );
    assert_eq!(
        sandbox.transcript("slips", None).await.unwrap(),
        "#slips\n\nAlice:\n  evening all\n"
    );
}

#[tokio::test]
async fn whoever_waits_for_a_message_gets_it_when_it_comes_from_here_or_elsewhere() {
    let sandbox = start().await;
    let (http, results) = (Http::new(&sandbox), channel(&sandbox, "results").await);
    let there = sandbox::Drive::connect(&sandbox.base_url());
    let (here, elsewhere, _) = tokio::join!(
        sandbox.wait_for("results", |message| message.says("Final"), PATIENCE),
        there.wait_for("results", |message| message.says("Final"), PATIENCE),
        post(&http, results, json!({ "content": "Final: 3-1" })),
    );
    assert_eq!(here.unwrap().id, elsewhere.unwrap().id);
    let never = there
        .wait_for("results", |_| false, Duration::from_millis(20))
        .await;
    assert!(matches!(never, Err(sandbox::DriveError::Timeout(_))));
    let said = there.user("cleo").say("results", "nice").await.unwrap();
    assert_eq!(said.author, "Cleo");
    let unknown = there.user("nobody").say("results", "boo").await;
    assert!(matches!(unknown, Err(sandbox::DriveError::Unknown(_))));
}

#[tokio::test]
async fn commands_keep_their_ids_when_they_are_registered_again() {
    let sandbox: Sandbox = start().await;
    let bot = Bot::connect(&sandbox).await;
    let first = bot.register(bet()).await;
    let again = bot.register(bet()).await;
    assert_eq!(first.body[0]["id"], again.body[0]["id"]);
    let path = format!("/applications/{}/commands", sandbox.application_id());
    let listed = bot.http.send("GET", &path, None).await;
    assert_eq!(listed.body[0]["options"], bet()[0]["options"]);
}
