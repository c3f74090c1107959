//! Good and bad bodies against the official document, where it is at hand.

use sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use crate::client::{Bot, Http, bet, channel};

/// A sandbox that checks against the document; none without `DISCORD_OPENAPI`.
#[expect(clippy::print_stdout, reason = "says why nothing was checked")]
async fn strict() -> Option<Sandbox> {
    if std::env::var_os("DISCORD_OPENAPI").is_none() {
        println!("skipped: DISCORD_OPENAPI is not set");
        return None;
    }
    let options = Options {
        rate_limits: false,
        ..Options::default()
    };
    Some(Sandbox::start(options).await.unwrap())
}

fn row(inside: Value) -> Value {
    json!({ "type": 1, "components": inside })
}

fn button() -> Value {
    json!({ "type": 2, "style": 1, "label": "Bet", "custom_id": "b" })
}

fn good_messages() -> Vec<Value> {
    let text = json!({ "type": 10, "content": "x" });
    vec![
        json!({ "content": "hello", "allowed_mentions": { "parse": [] } }),
        json!({ "content": "x", "nonce": "abc", "enforce_nonce": true, "flags": 4096 }),
        json!({ "embeds": [{ "title": "t", "description": "d", "color": 1,
            "fields": [{ "name": "n", "value": "v", "inline": true }],
            "footer": { "text": "f" } }] }),
        json!({ "content": "x", "components": [row(json!([button()]))] }),
        json!({ "content": "x", "components": [row(json!([{ "type": 3, "custom_id": "s",
            "options": [{ "label": "l", "value": "v", "description": "d" }] }]))] }),
        json!({ "flags": 1 << 15, "components": [{ "type": 17, "accent_color": 7_253_247,
            "components": [text, { "type": 14, "divider": true, "spacing": 1 },
                { "type": 9, "components": [text], "accessory": button() }] },
            row(json!([{ "type": 8, "custom_id": "c", "channel_types": [0] }]))] }),
        json!({ "flags": 1 << 15, "components": [{ "type": 12, "items": [
            { "media": { "url": "https://example.org/a.png" }, "description": "alt" }] }] }),
    ]
}

fn bad_messages() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": 10, "content": "x" });
    vec![
        (
            "a misspelt field",
            json!({ "content": "x", "embed": { "title": "t" } }),
        ),
        (
            "a misspelt field within",
            json!({ "embeds": [{ "titel": "t" }] }),
        ),
        (
            "an unknown component",
            json!({ "content": "x", "components": [row(json!([{ "type": 99 }]))] }),
        ),
        (
            "a button without style",
            json!({ "content": "x",
            "components": [row(json!([{ "type": 2, "label": "x", "custom_id": "b" }]))] }),
        ),
        ("a number for content", json!({ "content": 5 })),
        (
            "six buttons",
            json!({ "content": "x", "components": [row(json!(
            (0..6).map(|n| json!({ "type": 2, "style": 1, "label": "x", "custom_id": n.to_string() }))
                .collect::<Vec<_>>()))] }),
        ),
        (
            "eleven embeds",
            json!({ "embeds": vec![json!({ "title": "t" }); 11] }),
        ),
        (
            "a section of four",
            json!({ "flags": 1 << 15, "components": [
            { "type": 9, "components": vec![text; 4], "accessory": button() }] }),
        ),
        (
            "an unknown mention type",
            json!({ "content": "x", "allowed_mentions": { "parse": ["all"] } }),
        ),
        ("content over 2000", json!({ "content": "x".repeat(2_001) })),
    ]
}

#[tokio::test]
async fn good_messages_pass_the_document_and_bad_ones_do_not() {
    let Some(sandbox) = strict().await else {
        return;
    };
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    for good in good_messages() {
        let got = http.send("POST", &path, Some(good.clone())).await;
        assert_eq!(got.status, 200, "{good}: {}", got.body);
    }
    for (why, bad) in bad_messages() {
        let got = http.send("POST", &path, Some(bad)).await;
        assert_eq!(
            (got.status, got.code()),
            (400, 50_035),
            "{why}: {}",
            got.body
        );
    }
}

#[tokio::test]
async fn good_commands_pass_the_document_and_bad_ones_do_not() {
    let Some(sandbox) = strict().await else {
        return;
    };
    let http = Http::new(&sandbox);
    let path = format!("/applications/{}/commands", sandbox.application_id());
    for good in [
        bet(),
        json!([{ "name": "setup", "description": "d", "default_member_permissions": "32",
            "contexts": [0], "integration_types": [0], "nsfw": false,
            "name_localizations": { "de": "einrichten" } }]),
        json!([{ "name": "Slip of", "type": 3 }]),
        json!([{ "name": "limits", "description": "d", "options": [
            { "type": 1, "name": "set", "description": "d", "options": [
                { "type": 4, "name": "units", "description": "d", "required": true,
                  "choices": [{ "name": "one", "value": 1 }] }] }] }]),
    ] {
        let got = http.send("PUT", &path, Some(good.clone())).await;
        assert_eq!(got.status, 200, "{good}: {}", got.body);
    }
    let option = |name: &str| json!({ "type": 3, "name": name, "description": "d" });
    let command =
        |options: Value| json!([{ "name": "bet", "description": "d", "options": options }]);
    for (why, bad) in [
        (
            "a name in capitals",
            json!([{ "name": "Bet", "description": "d" }]),
        ),
        ("no description", json!([{ "name": "bet" }])),
        (
            "a description in a menu",
            json!([{ "name": "Bet this", "type": 3, "description": "d" }]),
        ),
        (
            "options in a menu",
            json!([{ "name": "Bet this", "type": 3, "options": [option("line")] }]),
        ),
        (
            "a long name in a menu",
            json!([{ "name": "B".repeat(33), "type": 3 }]),
        ),
        (
            "a twin",
            json!([{ "name": "a", "description": "d" }, { "name": "a", "description": "d" }]),
        ),
        (
            "26 options",
            command(json!(
                (0..26)
                    .map(|n| option(&format!("o{n}")))
                    .collect::<Vec<_>>()
            )),
        ),
        ("twin options", command(json!([option("a"), option("a")]))),
        (
            "required after optional",
            command(json!([option("a"),
            { "type": 3, "name": "b", "description": "d", "required": true }])),
        ),
        (
            "a description over 100",
            json!([{ "name": "bet", "description": "d".repeat(101) }]),
        ),
        (
            "an unknown option type",
            command(json!([{ "type": 42, "name": "a", "description": "d" }])),
        ),
    ] {
        let got = http.send("PUT", &path, Some(bad)).await;
        assert_eq!(
            (got.status, got.code()),
            (400, 50_035),
            "{why}: {}",
            got.body
        );
    }
}

#[tokio::test]
async fn good_callbacks_pass_the_document_and_bad_ones_do_not() {
    let Some(sandbox) = strict().await else {
        return;
    };
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let input = json!({ "type": 4, "custom_id": "s", "style": 1 });
    let label = json!({ "type": 18, "label": "Stake", "component": input });
    let modal = |components: Value| json!({ "type": 9, "data": { "title": "t", "custom_id": "m", "components": components } });
    let row_of_input = json!({ "type": 1, "components": [
        { "type": 4, "custom_id": "s", "style": 1, "label": "Stake" }] });
    let good = [
        json!({ "type": 4, "data": { "content": "x", "flags": 64 } }),
        json!({ "type": 5, "data": { "flags": 64 } }),
        json!({ "type": 5 }),
        modal(json!([label])),
        modal(json!([row_of_input])),
    ];
    let bad = [
        (
            "an unknown field",
            json!({ "type": 4, "data": { "content": "x", "ephemeral": true } }),
        ),
        (
            "a deferral with content",
            json!({ "type": 5, "data": { "content": "x" } }),
        ),
        ("six labels", modal(json!(vec![label.clone(); 6]))),
        (
            "a title over 45",
            json!({ "type": 9, "data": { "title": "t".repeat(46),
            "custom_id": "m", "components": [label] } }),
        ),
        (
            "a label on the input in a label",
            modal(json!([{ "type": 18, "label": "Stake",
            "component": { "type": 4, "custom_id": "s", "style": 1, "label": "Stake" } }])),
        ),
    ];
    for good in good {
        let (_, got) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            for (why, bad) in &bad {
                let got = bot.answer(&interaction, bad.clone()).await;
                assert_eq!(
                    (got.status, got.code()),
                    (400, 50_035),
                    "{why}: {}",
                    got.body
                );
            }
            let got = bot.answer(&interaction, good.clone()).await;
            bot.follow(
                &interaction,
                "PATCH",
                "/messages/@original",
                Some(json!({ "content": "y" })),
            )
            .await;
            got
        });
        assert_eq!(got.status, 204, "{good}: {}", got.body);
    }
}

#[tokio::test]
async fn the_word_on_a_broken_union_names_the_place() {
    let Some(sandbox) = strict().await else {
        return;
    };
    let (http, slips) = (Http::new(&sandbox), channel(&sandbox, "slips").await);
    let path = format!("/channels/{slips}/messages");
    let bad = json!({ "flags": 1 << 15, "components": [
        { "type": 17, "components": [{ "type": 10, "content": "x", "colour": 1 }] }] });
    assert_eq!(http.send("POST", &path, Some(bad)).await.status, 400);
    let reasons = &sandbox.refusals().await.unwrap()[0].reasons;
    assert!(
        reasons[0].starts_with("components/0/components/0: "),
        "{reasons:?}"
    );
    assert!(reasons[0].contains("colour"), "{reasons:?}");
}
