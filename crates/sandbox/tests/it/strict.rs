//! What Discord refuses or hides although its documents say little of it.

use std::time::Duration;

use sandbox::{Effect, Fault, Options, Sandbox};
use serde_json::{Value, json};

use crate::client::{Bot, Http, PATIENCE, Socket, bet, channel, start, text};

const V2: u64 = 1 << 15;

/// A sandbox that lets as many requests through as a test sends.
async fn unhurried() -> Sandbox {
    let options = Options {
        rate_limits: false,
        ..Options::default()
    };
    Sandbox::start(options).await.unwrap()
}

fn texts(count: usize, content: &str) -> Value {
    let text = json!({ "type": 10, "content": content });
    json!({ "flags": V2, "components": vec![text; count] })
}

fn pictures(counts: &[usize]) -> Value {
    let item = json!({ "media": { "url": "https://example.org/a.png" } });
    let galleries = counts
        .iter()
        .map(|count| json!({ "type": 12, "items": vec![item.clone(); *count] }));
    json!({ "flags": V2, "components": galleries.collect::<Vec<_>>() })
}

#[tokio::test]
async fn texts_are_counted_in_characters_for_one_limit_and_in_bytes_for_the_other() {
    let sandbox = unhurried().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let post = async |body: Value| http.send("POST", &path, Some(body)).await;

    assert_eq!(post(texts(1, &"é".repeat(4_000))).await.status, 200);
    let refused = post(texts(2, &"x".repeat(2_001))).await;
    assert_eq!((refused.status, refused.code()), (400, 50_035));

    // 3,386 characters of three bytes: 10,158 bytes, and 12 for the text display.
    assert_eq!(post(texts(1, &"日".repeat(3_386))).await.status, 200);
    let broken = post(texts(1, &"日".repeat(3_387))).await;
    assert_eq!((broken.status, broken.code()), (500, 0));
    assert!(broken.body.get("errors").is_none(), "{}", broken.body);
    // Each display more takes 12 bytes away: 39 of 250 bytes do not fit, 38 do.
    let emoji = format!("{}xx", "🏈".repeat(62));
    assert_eq!(post(texts(38, &emoji)).await.status, 200);
    assert_eq!(post(texts(39, &emoji)).await.status, 500);
    let reasons: Vec<_> = sandbox.refusals().await.unwrap();
    assert_eq!(reasons.len(), 3);
    assert!(
        reasons[1].reasons[0].contains("10173 bytes"),
        "{:?}",
        reasons[1].reasons
    );
}

#[tokio::test]
async fn more_than_sixty_four_pictures_break_the_server() {
    let sandbox = unhurried().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let post = async |body: Value| http.send("POST", &path, Some(body)).await.status;
    assert_eq!(post(pictures(&[10, 10, 10, 10, 10, 10, 4])).await, 200);
    assert_eq!(post(pictures(&[10, 10, 10, 10, 10, 10, 5])).await, 500);
}

#[tokio::test]
async fn too_heavy_an_answer_breaks_the_server_and_does_not_use_up_the_interaction() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, heavy) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            let data = texts(1, &"日".repeat(3_900));
            let heavy = bot
                .answer(&interaction, json!({ "type": 4, "data": data }))
                .await;
            let data = texts(1, "light");
            bot.answer(&interaction, json!({ "type": 4, "data": data }))
                .await;
            heavy
        });
    assert_eq!(
        (heavy.status, answer.unwrap().text().as_str()),
        (500, "light")
    );
}

#[tokio::test]
async fn nested_components_count_toward_the_forty() {
    let sandbox = unhurried().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    // A container, and in it sections of a section, a text and a button.
    let message = |sections: usize, texts: usize| {
        let section = |number: usize| {
            json!({ "type": 9, "components": [{ "type": 10, "content": "x" }],
                "accessory": { "type": 2, "style": 1, "label": "x",
                               "custom_id": number.to_string() } })
        };
        let mut inside: Vec<Value> = (0..sections).map(section).collect();
        inside.extend((0..texts).map(|_| json!({ "type": 10, "content": "x" })));
        json!({ "flags": V2, "components": [{ "type": 17, "components": inside }] })
    };
    let post = async |body: Value| http.send("POST", &path, Some(body)).await;
    assert_eq!(post(message(13, 0)).await.status, 200);
    let refused = post(message(13, 1)).await;
    assert_eq!((refused.status, refused.code()), (400, 50_035));
}

#[tokio::test]
async fn a_resumed_session_hears_again_of_what_it_answered() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    bot.socket.event("GUILD_CREATE").await;
    let session = text(&bot.ready, "session_id").to_owned();
    let kept = bot.socket.seq;
    let alice = sandbox.user("alice");
    let mut answered = Vec::new();
    for number in 0..3 {
        let (answer, id) =
            tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
                let interaction = bot.asked().await;
                let data = json!({ "content": number.to_string() });
                bot.answer(&interaction, json!({ "type": 4, "data": data }))
                    .await;
                text(&interaction, "id").to_owned()
            });
        assert_eq!(answer.unwrap().text(), number.to_string());
        answered.push(id);
    }
    assert_eq!(sandbox.sessions().await.unwrap()[0].sequence, kept + 3);

    // Killed without a word, after one event more was counted as heard.
    let mut socket = Socket::open(&sandbox.gateway_url(), true).await;
    socket.next().await.unwrap();
    let resume = json!({ "token": sandbox.token(), "session_id": session, "seq": kept + 1 });
    socket.send(json!({ "op": 6, "d": resume })).await;
    for id in &answered[1..] {
        let again = socket.event("INTERACTION_CREATE").await;
        assert_eq!(text(&again, "id"), id);
        let second = json!({ "type": 4, "data": { "content": "again" } });
        let second = bot.answer(&again, second).await;
        assert_eq!((second.status, second.code()), (400, 40_060));
    }
    socket.event("RESUMED").await;
    let said = sandbox.messages("slips", None).await.unwrap();
    let said: Vec<_> = said.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(said, ["0", "1", "2"]);
}

#[tokio::test]
async fn a_request_can_be_held_before_and_after_it_is_performed() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    for (effect, performed) in [(Effect::HoldBefore, 0), (Effect::HoldAfter, 2)] {
        let fault = Fault::new(effect).method("POST").times(1);
        sandbox.fault(fault).await.unwrap();
        let (got, ()) = tokio::join!(
            http.send("POST", &path, Some(json!({ "content": "x" }))),
            async {
                sandbox.wait_held(1, PATIENCE).await.unwrap();
                let said = sandbox.messages("slips", None).await.unwrap();
                assert_eq!(said.len(), performed);
                sandbox.release().await.unwrap();
            }
        );
        assert_eq!(got.status, 200);
        sandbox.wait_held(0, PATIENCE).await.unwrap();
    }
}

#[tokio::test]
async fn who_goes_away_while_held_leaves_nothing_behind() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let fault = Fault::new(Effect::HoldBefore).method("POST").times(1);
    sandbox.fault(fault).await.unwrap();
    {
        let hello = json!({ "content": "never" });
        let mut sending = Box::pin(http.send("POST", &path, Some(hello)));
        tokio::select! {
            _ = &mut sending => panic!("it was held"),
            held = sandbox.wait_held(1, PATIENCE) => held.unwrap(),
        }
    }
    drop(http);
    let gone = async {
        while sandbox.call::<Value>("held", json!({})).await.unwrap()["count"] != 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, gone).await.unwrap();
    assert!(sandbox.messages("slips", None).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_channel_that_the_bot_cannot_see_has_no_name_on_the_gateway_and_is_no_channel_over_http()
{
    let sandbox = start().await;
    let slips = channel(&sandbox, "slips").await;
    sandbox
        .set_permissions("slips", "bot", &[], &["VIEW_CHANNEL"])
        .await
        .unwrap();
    let mut bot = Bot::connect(&sandbox).await;
    let guild = bot.socket.event("GUILD_CREATE").await;
    let find = |id: String| {
        let channels = guild["channels"].as_array().unwrap();
        channels.iter().find(|it| it["id"] == id).unwrap().clone()
    };
    let hidden = find(slips.to_string());
    assert_eq!(hidden["name"], "___hidden___");
    assert_eq!(hidden["flags"], 1 << 17);
    assert_eq!(hidden["topic"], Value::Null);
    let only = json!([{ "id": guild["id"], "type": 0, "allow": "0", "deny": "1024" }]);
    assert_eq!(hidden["permission_overwrites"], only);

    let http = Http::new(&sandbox);
    let path = format!("/guilds/{}/channels", text(&guild, "id"));
    let listed = http.send("GET", &path, None).await;
    let names = listed.body.as_array().unwrap().iter();
    let names: Vec<_> = names.map(|it| text(it, "name").to_owned()).collect();
    assert_eq!(names, ["general", "results"]);
    for (method, path, body) in [
        ("GET", format!("/channels/{slips}"), None),
        ("GET", format!("/channels/{slips}/messages"), None),
        (
            "POST",
            format!("/channels/{slips}/messages"),
            Some(json!({ "content": "x" })),
        ),
    ] {
        let got = http.send(method, &path, body).await;
        assert_eq!((got.status, got.code()), (403, 50_001), "{method} {path}");
    }
    sandbox
        .set_permissions("slips", "bot", &[], &[])
        .await
        .unwrap();
    assert_eq!(bot.socket.event("CHANNEL_UPDATE").await["name"], "slips");
}

#[tokio::test]
async fn what_others_write_is_blank_unless_they_mention_the_bot() {
    let sandbox = start().await;
    let (http, general) = (Http::new(&sandbox), channel(&sandbox, "general").await);
    let ben = sandbox.user("ben");
    ben.say("general", "nobody's business").await.unwrap();
    let mention = format!("<@{}> help", sandbox.application_id());
    ben.say("general", &mention).await.unwrap();
    let path = format!("/channels/{general}/messages");
    http.send("POST", &path, Some(json!({ "content": "mine" })))
        .await;
    let got = http.send("GET", &path, None).await;
    let read = got.body.as_array().unwrap().iter();
    let read: Vec<_> = read.map(|it| text(it, "content").to_owned()).collect();
    assert_eq!(read, ["mine".to_owned(), mention, String::new()]);
}

#[tokio::test]
async fn a_reply_needs_the_history() {
    let sandbox = start().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let first = http
        .send("POST", &path, Some(json!({ "content": "x" })))
        .await;
    let reply = json!({ "content": "y", "message_reference": { "message_id": first.id() } });
    assert_eq!(
        http.send("POST", &path, Some(reply.clone())).await.status,
        200
    );
    sandbox
        .set_permissions("slips", "bot", &[], &["READ_MESSAGE_HISTORY"])
        .await
        .unwrap();
    assert_eq!(http.send("POST", &path, Some(reply)).await.code(), 160_002);
}

#[tokio::test]
async fn a_menu_does_not_begin_with_more_than_it_takes() {
    let sandbox = unhurried().await;
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let option = |value: &str| json!({ "label": value, "value": value, "default": true });
    let menu = |most: u64| {
        let menu = json!({ "type": 3, "custom_id": "m", "max_values": most,
                           "options": [option("a"), option("b")] });
        json!({ "content": "x", "components": [{ "type": 1, "components": [menu] }] })
    };
    assert_eq!(http.send("POST", &path, Some(menu(2))).await.status, 200);
    assert_eq!(http.send("POST", &path, Some(menu(1))).await.code(), 50_035);
}

#[tokio::test]
async fn an_address_that_is_refused_too_often_is_banned_for_a_while() {
    let options = Options {
        invalid_requests: (3, Duration::from_secs(60)),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let (stranger, http) = (Http::with_token(&sandbox, "another"), Http::new(&sandbox));
    let shared = Effect::RateLimit {
        retry_after: 0.1,
        scope: "shared".to_owned(),
    };
    sandbox.fault(Fault::new(shared).times(5)).await.unwrap();
    for _ in 0..5 {
        assert_eq!(http.send("GET", "/users/@me", None).await.status, 429);
    }
    for _ in 0..4 {
        assert_eq!(stranger.send("GET", "/users/@me", None).await.status, 401);
    }
    let banned = http.send("GET", "/users/@me", None).await;
    assert_eq!(
        (banned.status, banned.header("x-ratelimit-scope")),
        (429, "")
    );
    sandbox.advance(Duration::from_secs(61)).await.unwrap();
    assert_eq!(http.send("GET", "/users/@me", None).await.status, 200);
}

#[tokio::test]
async fn privileged_and_unknown_intents_are_closed_upon() {
    let sandbox = start().await;
    for (intents, code) in [
        (1_u64 << 1, 4_014),
        (1 << 8, 4_014),
        (1 << 15, 4_014),
        (1 << 40, 4_013),
    ] {
        let mut socket = Socket::open(&sandbox.gateway_url(), false).await;
        socket.next().await.unwrap();
        let identify = json!({ "token": sandbox.token(), "intents": intents, "properties": {} });
        socket.send(json!({ "op": 2, "d": identify })).await;
        assert_eq!(socket.next().await, Err(Some(code)));
    }
}

#[tokio::test]
async fn who_identifies_too_often_in_a_day_loses_the_token() {
    let options = Options {
        identifies_a_day: 1,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let _bot = Bot::connect(&sandbox).await;
    let mut socket = Socket::open(&sandbox.gateway_url(), false).await;
    socket.next().await.unwrap();
    let identify = json!({ "token": sandbox.token(), "intents": 1, "properties": {} });
    socket.send(json!({ "op": 2, "d": identify })).await;
    assert_eq!(socket.next().await, Err(Some(4_004)));
}

#[tokio::test]
async fn an_interaction_can_come_in_a_form_that_nobody_reads() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    sandbox
        .fault(Fault::new(Effect::Garble).times(1))
        .await
        .unwrap();
    let alice = sandbox.user("alice");
    let (_, garbled) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let garbled = bot.asked().await;
        bot.answer(&garbled, json!({ "type": 4, "data": { "content": "ok" } }))
            .await;
        garbled
    });
    assert!(garbled["application_id"].is_object());
}
