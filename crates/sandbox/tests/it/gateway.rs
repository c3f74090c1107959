//! The gateway: compression, heartbeats, sessions that resume and sessions that do not.

use std::time::Duration;

use sandbox::{GatewayAction, Options, Sandbox};
use serde_json::{Value, json};

use crate::client::{Bot, Socket, bet, start, text};

fn identify(sandbox: &Sandbox) -> Value {
    json!({ "op": 2, "d": { "token": sandbox.token(), "intents": 1, "properties": {} } })
}

#[tokio::test]
async fn a_session_starts_with_itself_and_its_servers_compressed_or_not() {
    let sandbox = start().await;
    for compressed in [true, false] {
        let mut socket = Socket::open(&sandbox.gateway_url(), compressed).await;
        assert_eq!(socket.next().await.unwrap()["op"], 10);
        socket.send(identify(&sandbox)).await;
        let ready = socket.event("READY").await;
        assert_eq!(text(&ready, "resume_gateway_url"), sandbox.gateway_url());
        let guild = socket.event("GUILD_CREATE").await;
        assert_eq!(guild["id"], ready["guilds"][0]["id"]);
        assert_eq!(guild["channels"].as_array().unwrap().len(), 3);
        socket.send(json!({ "op": 1, "d": socket.seq })).await;
        assert_eq!(socket.next().await.unwrap()["op"], 11);
    }
}

#[tokio::test]
async fn what_was_missed_is_replayed_when_a_session_resumes() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    bot.socket.event("GUILD_CREATE").await;
    let (session, seq) = (text(&bot.ready, "session_id").to_owned(), bot.socket.seq);
    bot.socket.close(4_000).await;
    assert!(bot.socket.next().await.is_err());
    let alice = sandbox.user("alice");
    let (answer, ()) = tokio::join!(alice.slash("slips", "bet", json!({ "game": "x" })), async {
        let mut socket = Socket::open(&sandbox.gateway_url(), true).await;
        assert_eq!(socket.next().await.unwrap()["op"], 10);
        let resume = json!({ "token": sandbox.token(), "session_id": session, "seq": seq });
        socket.send(json!({ "op": 6, "d": resume })).await;
        let interaction = socket.event("INTERACTION_CREATE").await;
        socket.event("RESUMED").await;
        bot.answer(
            &interaction,
            json!({ "type": 4, "data": { "content": "Late but here" } }),
        )
        .await;
    });
    assert_eq!(answer.unwrap().text(), "Late but here");
    assert_eq!(sandbox.stats().await.unwrap().resumes, 1);
}

#[tokio::test]
async fn a_session_that_was_closed_for_good_does_not_resume() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    let session = text(&bot.ready, "session_id").to_owned();
    bot.socket.close(1_000).await;
    while bot.socket.next().await.is_ok() {}
    let mut socket = Socket::open(&sandbox.gateway_url(), false).await;
    socket.next().await.unwrap();
    let resume = json!({ "token": sandbox.token(), "session_id": session, "seq": 1 });
    socket.send(json!({ "op": 6, "d": resume })).await;
    let invalid = socket.next().await.unwrap();
    assert_eq!(
        (invalid["op"].as_u64(), invalid["d"].as_bool()),
        (Some(9), Some(false))
    );
    socket.send(identify(&sandbox)).await;
    socket.event("READY").await;
}

#[tokio::test]
async fn a_bot_can_be_told_to_reconnect_that_its_session_is_invalid_or_be_cut_off() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.socket.event("GUILD_CREATE").await;
    sandbox.gateway(GatewayAction::Reconnect).await.unwrap();
    assert_eq!(bot.socket.next().await.unwrap()["op"], 7);
    sandbox
        .gateway(GatewayAction::InvalidResumable)
        .await
        .unwrap();
    assert_eq!(bot.socket.next().await.unwrap()["d"], true);
    sandbox.gateway(GatewayAction::Mute).await.unwrap();
    bot.socket.send(json!({ "op": 1, "d": null })).await;
    sandbox.gateway(GatewayAction::Cut).await.unwrap();
    assert_eq!(bot.socket.next().await, Err(None));
}

#[tokio::test]
async fn wrong_tokens_and_silence_are_closed_upon() {
    let options = Options {
        heartbeat: Duration::from_millis(40),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut socket = Socket::open(&sandbox.gateway_url(), false).await;
    socket.next().await.unwrap();
    socket
        .send(json!({ "op": 2, "d": { "token": "wrong", "intents": 1 } }))
        .await;
    assert_eq!(socket.next().await, Err(Some(4_004)));
    let mut silent = Socket::open(&sandbox.gateway_url(), false).await;
    silent.next().await.unwrap();
    assert_eq!(silent.next().await, Err(Some(4_009)));
}

#[tokio::test]
async fn the_bot_hears_of_servers_it_joins_and_leaves_and_of_channels() {
    let sandbox = start().await;
    let mut bot = Bot::connect(&sandbox).await;
    bot.socket.event("GUILD_CREATE").await;
    let guild = sandbox.create_guild("Second", "ben").await.unwrap();
    assert_eq!(bot.socket.event("GUILD_CREATE").await["id"], json!(guild));
    sandbox
        .create_channel("bets", Some("Second"))
        .await
        .unwrap();
    assert_eq!(bot.socket.event("CHANNEL_CREATE").await["name"], "bets");
    sandbox
        .set_permissions("bets", "everyone", &[], &["VIEW_CHANNEL"])
        .await
        .unwrap();
    assert_eq!(
        bot.socket.event("CHANNEL_UPDATE").await["permission_overwrites"][0]["deny"],
        "1024"
    );
    let kick = json!({ "guild": "Second" });
    let _: Value = sandbox.call("kick_bot", kick).await.unwrap();
    assert_eq!(bot.socket.event("GUILD_DELETE").await["id"], json!(guild));
}

#[tokio::test]
async fn shards_identify_one_after_another_where_the_limit_says_so() {
    let options = Options {
        max_concurrency: 1,
        shards: 2,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let identify = |shard: u32| {
        json!({ "op": 2, "d": { "token": sandbox.token(), "intents": 1, "properties": {},
                                "shard": [shard, 2] } })
    };
    let mut first = Socket::open(&sandbox.gateway_url(), false).await;
    first.next().await.unwrap();
    first.send(identify(0)).await;
    first.event("READY").await;
    let mut second = Socket::open(&sandbox.gateway_url(), false).await;
    second.next().await.unwrap();
    second.send(identify(1)).await;
    assert_eq!(second.next().await.unwrap()["op"], 9);
    sandbox.advance(Duration::from_secs(5)).await.unwrap();
    second.send(identify(1)).await;
    let ready = second.event("READY").await;
    assert_eq!(ready["shard"], json!([1, 2]));
    assert_eq!(sandbox.stats().await.unwrap().identifies, 2);
}

#[tokio::test]
async fn a_bots_successor_is_waited_for() {
    let sandbox = start().await;
    let bot = Bot::connect(&sandbox).await;
    bot.register(bet()).await;
    let stats = sandbox.stats().await.unwrap();
    let before = stats.identifies + stats.resumes;
    let none = sandbox
        .wait_for_bot_after(before, Duration::from_millis(20))
        .await;
    assert!(matches!(none, Err(sandbox::DriveError::Timeout(_))));
    drop(bot);
    let (waited, _successor) = tokio::join!(
        sandbox.wait_for_bot_after(before, crate::client::PATIENCE),
        Bot::connect(&sandbox)
    );
    waited.unwrap();
}
