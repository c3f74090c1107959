//! Commands, buttons, menus, modals, and who sees the answers.

use std::time::Duration;

use sandbox::{DriveError, Options, Sandbox};
use serde_json::json;

use crate::client::{Bot, bet, start, text};

#[tokio::test]
async fn a_slash_command_reaches_the_bot_as_discord_sends_it_and_its_answer_is_seen() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let typed = json!({ "game": "CHI @ GB", "stake": 1.5, "against": "ben" });
    let (answer, interaction) = tokio::join!(alice.slash("#slips", "bet", typed), async {
        let interaction = bot.asked().await;
        let callback = json!({ "type": 4, "data": { "content": "Done <@1>" } });
        assert_eq!(bot.answer(&interaction, callback).await.status, 204);
        interaction
    });
    assert_eq!(answer.unwrap().message().unwrap().content, "Done <@1>");
    assert_eq!(interaction["type"], 2);
    assert_eq!(interaction["data"]["name"], "bet");
    assert_eq!(interaction["data"]["options"][0]["value"], "CHI @ GB");
    assert_eq!(interaction["data"]["options"][1]["value"], 1.5);
    let ben = text(&interaction, "data/options/2/value").to_owned();
    assert_eq!(
        interaction["data"]["resolved"]["users"][&ben]["username"],
        "ben"
    );
    assert!(
        interaction["data"]["resolved"]["members"][&ben]
            .get("user")
            .is_none()
    );
    assert_eq!(interaction["context"], 0);
    assert_eq!(interaction["locale"], "en-US");
    assert_eq!(interaction["guild_locale"], "en-US");
    assert_eq!(
        interaction["authorizing_integration_owners"]["0"],
        interaction["guild_id"]
    );
    assert_eq!(interaction["attachment_size_limit"], 10 * 1024 * 1024);
    assert_eq!(interaction["member"]["user"]["username"], "alice");
    assert!(interaction["member"]["permissions"].is_string());
    assert!(interaction["app_permissions"].is_string());
    assert_eq!(interaction["entitlements"], json!([]));
}

#[tokio::test]
async fn an_interaction_is_acknowledged_once() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, second) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            bot.answer(
                &interaction,
                json!({ "type": 4, "data": { "content": "first" } }),
            )
            .await;
            bot.answer(
                &interaction,
                json!({ "type": 4, "data": { "content": "second" } }),
            )
            .await
        });
    assert_eq!(answer.unwrap().text(), "first");
    assert_eq!((second.status, second.code()), (400, 40_060));
    assert_eq!(sandbox.messages("slips", None).await.unwrap().len(), 1);
    assert_eq!(sandbox.refusals().await.unwrap().len(), 0);
}

#[tokio::test]
async fn an_ephemeral_answer_is_seen_by_its_asker_alone() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let (alice, ben) = (sandbox.user("alice"), sandbox.user("ben"));
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        let data = json!({ "content": "Only yours", "flags": 64 });
        bot.answer(&interaction, json!({ "type": 4, "data": data }))
            .await;
    });
    let answer = answer.unwrap();
    assert!(answer.message().unwrap().ephemeral);
    assert_eq!(alice.messages("slips").await.unwrap().len(), 1);
    assert_eq!(ben.messages("slips").await.unwrap().len(), 0);
    assert_eq!(sandbox.messages("slips", None).await.unwrap().len(), 0);
    let path = format!("/channels/{}/messages", answer.message().unwrap().channel);
    assert_eq!(bot.http.send("GET", &path, None).await.body, json!([]));
    alice.dismiss(answer.message().unwrap()).await.unwrap();
    assert_eq!(alice.messages("slips").await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_late_acknowledgement_finds_no_interaction() {
    let options = Options {
        ack_deadline: Duration::from_millis(50),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let answer = alice
        .slash("slips", "bet", json!({ "game": "x" }))
        .await
        .unwrap();
    assert_eq!(
        answer.failed.as_deref(),
        Some("The application did not respond")
    );
    let interaction = bot.asked().await;
    let late = bot.answer(&interaction, json!({ "type": 5 })).await;
    assert_eq!((late.status, late.code()), (404, 10_062));
    assert_eq!(sandbox.stats().await.unwrap().missed, 1);
}

#[tokio::test]
async fn a_deferred_answer_thinks_until_it_is_edited_and_its_token_dies_after_a_quarter_hour() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, interaction) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            assert_eq!(
                bot.follow(&interaction, "POST", "", Some(json!({ "content": "no" })))
                    .await
                    .code(),
                10_015
            );
            bot.answer(&interaction, json!({ "type": 5, "data": { "flags": 64 } }))
                .await;
            let thinking = alice.messages("slips").await.unwrap();
            assert!(thinking[0].loading && thinking[0].ephemeral);
            let edit = json!({ "content": "Thought" });
            let got = bot
                .follow(&interaction, "PATCH", "/messages/@original", Some(edit))
                .await;
            assert_eq!(got.status, 200, "{}", got.body);
            interaction
        });
    let answer = answer.unwrap();
    assert_eq!(answer.text(), "Thought");
    assert!(answer.message().unwrap().ephemeral && !answer.message().unwrap().loading);
    let second = bot
        .follow(&interaction, "POST", "", Some(json!({ "content": "More" })))
        .await;
    assert_eq!(
        second.body["message_reference"]["message_id"],
        json!(answer.message().unwrap().id)
    );
    assert_eq!(
        alice
            .answer(answer.interaction)
            .await
            .unwrap()
            .follow_ups
            .len(),
        1
    );
    sandbox
        .advance(Duration::from_secs(15 * 60 + 1))
        .await
        .unwrap();
    let late = bot
        .follow(&interaction, "GET", "/messages/@original", None)
        .await;
    assert_eq!((late.status, late.code()), (401, 50_027));
}

#[tokio::test]
async fn the_choices_of_an_option_come_as_it_is_typed() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let typed = json!({ "game": "chi" });
    let (choices, interaction) =
        tokio::join!(alice.autocomplete("slips", "bet", typed, "game"), async {
            let interaction = bot.asked().await;
            let choices = json!([{ "name": "CHI @ GB", "value": "g1" }]);
            bot.answer(
                &interaction,
                json!({ "type": 8, "data": { "choices": choices } }),
            )
            .await;
            interaction
        });
    assert_eq!(choices.unwrap()[0].value, "g1");
    assert_eq!(interaction["type"], 4);
    assert_eq!(interaction["data"]["options"][0]["focused"], true);
    assert_eq!(interaction["data"]["options"][0]["value"], "chi");
    let other = alice.autocomplete("slips", "bet", json!({}), "stake").await;
    assert!(matches!(other, Err(DriveError::Refused(_))));
}

#[tokio::test]
async fn a_button_updates_its_message_and_a_menu_names_what_was_chosen() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let components = json!([
        { "type": 17, "components": [{ "type": 10, "content": "Pick" }, { "type": 1, "components": [
            { "type": 2, "style": 1, "label": "Bet 1u", "custom_id": "b:1" },
            { "type": 2, "style": 2, "label": "Later", "custom_id": "b:2", "disabled": true }] }] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "who", "placeholder": "Whom" }] },
    ]);
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        let data = json!({ "flags": 1 << 15, "components": components });
        let got = bot
            .answer(&interaction, json!({ "type": 4, "data": data }))
            .await;
        assert_eq!(got.status, 204, "{}", got.body);
    });
    let message = answer.unwrap().message().unwrap().clone();
    let (answer, interaction) = tokio::join!(alice.press(&message, "Bet 1u"), async {
        let interaction = bot.asked().await;
        let components = json!([{ "type": 10, "content": "Placed" }]);
        let data = json!({ "flags": 1 << 15, "components": components });
        bot.answer(&interaction, json!({ "type": 7, "data": data }))
            .await;
        interaction
    });
    assert_eq!(interaction["data"]["custom_id"], "b:1");
    assert_eq!(interaction["data"]["component_type"], 2);
    assert_eq!(interaction["message"]["id"], json!(message.id));
    let changed = answer.unwrap().message().unwrap().clone();
    assert_eq!((changed.id, changed.text.as_str()), (message.id, "Placed"));
    assert!(matches!(
        alice.press(&message, "Later").await,
        Err(DriveError::Refused(_))
    ));

    let path = format!("/channels/{}/messages/{}", message.channel, message.id);
    let back = json!({ "components": components });
    assert_eq!(bot.http.send("PATCH", &path, Some(back)).await.status, 200);
    let (answer, interaction) = tokio::join!(alice.select(&message, "Whom", &["cleo"]), async {
        let interaction = bot.asked().await;
        bot.answer(&interaction, json!({ "type": 6 })).await;
        let data = json!({ "content": "You chose", "flags": 64 });
        bot.follow(&interaction, "POST", "", Some(data)).await;
        interaction
    });
    let cleo = text(&interaction, "data/values/0").to_owned();
    assert_eq!(
        interaction["data"]["resolved"]["users"][&cleo]["username"],
        "cleo"
    );
    assert_eq!(answer.unwrap().text(), "You chose");
}

#[tokio::test]
async fn a_modal_is_filled_checked_and_sent_back() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let modal = json!({ "title": "Other amount", "custom_id": "stake:7", "components": [
        { "type": 10, "content": "How many units?" },
        { "type": 18, "label": "Stake", "component": {
            "type": 4, "style": 1, "custom_id": "stake", "max_length": 6 } },
        { "type": 18, "label": "Channel", "component": {
            "type": 8, "custom_id": "where", "required": false } },
    ] });
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        let got = bot
            .answer(&interaction, json!({ "type": 9, "data": modal }))
            .await;
        assert_eq!(got.status, 204, "{}", got.body);
    });
    let answer = answer.unwrap();
    let modal = answer.modal().unwrap();
    assert_eq!(modal.field("Stake").unwrap().custom_id, "stake");
    let empty = alice.submit_modal(modal, json!({ "Stake": " " })).await;
    assert!(matches!(empty, Err(DriveError::Refused(_))));
    let filled = json!({ "Stake": "2.5", "where": ["results"] });
    let (answer, interaction) = tokio::join!(alice.submit_modal(modal, filled), async {
        let interaction = bot.asked().await;
        let data = json!({ "content": "2.5u it is", "flags": 64 });
        bot.answer(&interaction, json!({ "type": 4, "data": data }))
            .await;
        interaction
    });
    assert_eq!(answer.unwrap().text(), "2.5u it is");
    assert_eq!(interaction["type"], 5);
    assert_eq!(interaction["data"]["custom_id"], "stake:7");
    assert_eq!(
        interaction["data"]["components"][1]["component"]["value"],
        "2.5"
    );
    let results = text(&interaction, "data/components/2/component/values/0").to_owned();
    assert_eq!(
        interaction["data"]["resolved"]["channels"][&results]["name"],
        "results"
    );
}

#[tokio::test]
async fn an_answer_of_the_wrong_kind_is_refused() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, wrong) =
        tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
            let interaction = bot.asked().await;
            let wrong = bot.answer(&interaction, json!({ "type": 6 })).await;
            bot.answer(
                &interaction,
                json!({ "type": 4, "data": { "content": "ok" } }),
            )
            .await;
            wrong
        });
    assert_eq!((wrong.status, wrong.code()), (400, 50_035));
    assert_eq!(answer.unwrap().text(), "ok");
}

#[tokio::test]
async fn what_a_client_would_not_send_is_refused_before_the_bot_hears_of_it() {
    let sandbox = start().await;
    let bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    for (command, options) in [
        ("nonsense", json!({})),
        ("bet", json!({})),
        ("bet", json!({ "game": "x", "stake": 0.1 })),
        ("bet", json!({ "game": "x", "stake": "abc" })),
        ("bet", json!({ "game": "x", "colour": "red" })),
    ] {
        let answer = alice.slash("slips", command, options).await;
        assert!(matches!(answer, Err(DriveError::Refused(_))), "{command}");
    }
    assert_eq!(sandbox.stats().await.unwrap().interactions, 0);
}

#[tokio::test]
async fn a_callback_with_response_gives_the_message_back() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let alice = sandbox.user("alice");
    let (answer, got) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let interaction = bot.asked().await;
        let (id, token) = (text(&interaction, "id"), text(&interaction, "token"));
        let path = format!("/interactions/{id}/{token}/callback?with_response=true");
        let callback = json!({ "type": 4, "data": { "content": "Here" } });
        bot.http.send("POST", &path, Some(callback)).await
    });
    assert_eq!(got.status, 200);
    assert_eq!(got.body["resource"]["message"]["content"], "Here");
    let id = answer.unwrap().message().unwrap().id;
    assert_eq!(got.body["interaction"]["response_message_id"], json!(id));
}

#[tokio::test]
async fn a_member_is_offered_only_the_commands_that_are_for_them() {
    let sandbox = start().await;
    let bot = Bot::connect(&sandbox).await;
    bot.register(json!([
        { "name": "setup", "description": "For admins", "default_member_permissions": "32" },
        { "name": "help", "description": "For all", "contexts": [0] },
    ]))
    .await;
    let arguments = |who: &str| json!({ "as": who, "channel": "general" });
    let alice: Vec<serde_json::Value> = sandbox.call("commands", arguments("alice")).await.unwrap();
    let ben: Vec<serde_json::Value> = sandbox.call("commands", arguments("ben")).await.unwrap();
    assert_eq!((alice.len(), ben.len()), (2, 1));
    let refused = sandbox
        .user("ben")
        .slash("general", "setup", json!({}))
        .await;
    assert!(matches!(refused, Err(DriveError::Refused(_))));
}

#[tokio::test]
async fn a_command_in_the_menu_of_a_message_comes_with_that_message_and_its_text() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(json!([{ "name": "Bet this", "type": 3 }]))
        .await;
    let (alice, ben) = (sandbox.user("alice"), sandbox.user("ben"));
    let tip = ben.say("#slips", "bears +3.5 2u").await.unwrap();
    let id = tip.id.to_string();
    let used = alice.context_menu("#slips", "Bet this", &id);
    let (answer, interaction) = tokio::join!(used, async {
        let interaction = bot.asked().await;
        let callback = json!({ "type": 4, "data": { "content": "Done", "flags": 64 } });
        assert_eq!(bot.answer(&interaction, callback).await.status, 204);
        interaction
    });
    assert!(answer.unwrap().message().unwrap().ephemeral);
    let data = &interaction["data"];
    assert_eq!(
        (&interaction["type"], &data["type"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(data["target_id"], id);
    assert!(data.get("options").is_none());
    // Whoever wrote it, and whatever else the bot may read.
    let message = &data["resolved"]["messages"][&id];
    assert_eq!(message["content"], "bears +3.5 2u");
    assert_eq!(message["author"]["username"], "ben");
    // It is no slash command, and what is not there has no menu.
    let slash = alice.slash("#slips", "Bet this", json!({})).await;
    assert!(matches!(slash, Err(DriveError::Refused(_))), "{slash:?}");
    let nowhere = alice.context_menu("#slips", "Bet this", "1").await;
    assert!(nowhere.is_err(), "{nowhere:?}");
}
