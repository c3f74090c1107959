//! Reactions, and who is notified about them.

use sandbox::{Reaction, Sandbox};
use serde_json::json;

use crate::client::{Socket, start, text};

async fn listening(sandbox: &Sandbox, intents: u64) -> Socket {
    let mut socket = Socket::open(&sandbox.gateway_url(), false).await;
    assert_eq!(socket.next().await.unwrap()["op"], 10);
    let token = sandbox.token();
    let identify = json!({ "token": token, "intents": intents, "properties": {} });
    socket.send(json!({ "op": 2, "d": identify })).await;
    socket.event("GUILD_CREATE").await;
    socket
}

#[tokio::test]
async fn a_reaction_is_heard_once_and_names_who_and_their_roles() {
    let sandbox = start().await;
    let mut socket = listening(&sandbox, 1 | 1 << 10).await;
    let (alice, ben) = (sandbox.user("alice"), sandbox.user("ben"));
    let said = ben.say("#general", "a bet").await.unwrap();
    for _ in 0..2 {
        alice.react(&said, "✅").await.unwrap();
    }
    let added = socket.event("MESSAGE_REACTION_ADD").await;
    assert_eq!(added["message_id"], json!(said.id));
    assert_eq!(added["emoji"], json!({ "id": null, "name": "✅" }));
    assert_eq!(text(&added["member"]["user"], "username"), "alice");
    assert_eq!(added["member"]["roles"].as_array().unwrap().len(), 1);
    assert!(!text(&added, "guild_id").is_empty());
    let stands = |by: &[&str]| {
        let by: Vec<_> = by.iter().map(|it| (*it).to_owned()).collect();
        let emoji = "✅".to_owned();
        vec![Reaction { emoji, by }]
    };
    let seen = ben.messages("#general").await.unwrap();
    assert_eq!(seen[0].reactions, stands(&["alice"]));
    alice.unreact(&said, "✅").await.unwrap();
    let seen = ben.messages("#general").await.unwrap();
    assert_eq!(seen[0].reactions, []);
    // Had the second one been told, it would have come first.
    socket.event("MESSAGE_REACTION_REMOVE").await;
    let refused = alice.react(&said, "check").await.unwrap_err();
    assert!(refused.to_string().contains("emoji"), "{refused}");
}

#[tokio::test]
async fn who_did_not_ask_for_reactions_hears_of_none() {
    let sandbox = start().await;
    let mut deaf = listening(&sandbox, 1).await;
    let alice = sandbox.user("alice");
    let said = alice.say("#general", "a bet").await.unwrap();
    alice.react(&said, "✅").await.unwrap();
    let later = sandbox.drive();
    later.create_channel("later", None).await.unwrap();
    let next = deaf.next().await.unwrap();
    assert_eq!(next["t"], "CHANNEL_CREATE");
}
