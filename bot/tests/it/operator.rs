//! What the bot shows its operator.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

use ops::catalogue::Metric;
use ops::health::database::Expected;
use ops::observer::Source;
use ops::registry::Registry;
use ops::{Listen, OpsConfig, Setup, catalogue};
use runtime::lifecycle::Lifecycle;
use sandbox::{Effect, Fault, Options, Sandbox};
use serde_json::json;
use shared::cache::Namespace;
use store::Program;
use testkit::metrics::{Sample, samples, value};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bet::bet_on_bears;
use crate::world::{World, bears_at_home};

/// What the bot exports now.
fn exported(world: &World) -> Vec<Sample> {
    let mut registry = Registry::new(Program::Bot, &"here".parse().unwrap());
    let meters = world.meters();
    meters.gather(&mut ops::figures::Figures::default());
    meters.register(&mut registry);
    samples(&registry.text().unwrap())
}

/// Whether a label may have this value.
fn is_bounded(label: &str, value: &str) -> bool {
    let one_of = |words: &[&str]| words.contains(&value);
    match label {
        "program" => value == "bot",
        "instance" => value == "here",
        "command" => {
            let commands = bot::features::definitions();
            value == "unknown" || commands.iter().any(|it| it.name == value)
        }
        "kind" => one_of(&["command", "component", "form", "autocomplete"]),
        "route" => one_of(&["callback", "answer", "post", "edit", "read"]),
        "why" => one_of(&["told", "empty_list", "dropped", "no_room"]),
        "outcome" => one_of(&[
            "answered",
            "refused",
            "failed",
            "late",
            "unacknowledged",
            "unread",
            "accepted",
            "rate_limited",
            "drawn",
            "kept",
            "busy",
            "hit",
            "miss",
            "error",
            "loaded",
        ]),
        "namespace" => Namespace::from_word(value).is_some(),
        "layer" => one_of(&["local", "shared"]),
        "shard" | "le" => value.parse::<f64>().is_ok(),
        _ => false,
    }
}

fn of<'a>(samples: &'a [Sample], metric: &Metric) -> Vec<&'a Sample> {
    let name = metric.exported();
    samples.iter().filter(|it| it.name == name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_label_of_the_bot_is_bounded() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    bet_on_bears(&alice).await;
    let refused = alice
        .slash("#general", "why", json!({ "ticket": "ZZZZ" }))
        .await;
    refused.unwrap();
    let typing = json!({ "game": "be" });
    let typed = alice.autocomplete("#general", "bet", typing, "game");
    typed.await.unwrap();
    let is_drawn = |it: &[Sample]| !of(it, &catalogue::PICTURES).is_empty();
    world
        .until(async || Some(()).filter(|()| is_drawn(&exported(&world))))
        .await;
    let samples = exported(&world);
    for sample in &samples {
        println!("operator: {sample}");
        for (label, value) in &sample.labels {
            assert!(is_bounded(label, value), "{label}={value}: {sample:?}");
        }
    }
    let names = [
        &catalogue::INTERACTIONS,
        &catalogue::INTERACTION_ACKNOWLEDGED,
        &catalogue::INTERACTION_ANSWERED,
        &catalogue::DISCORD_REQUESTS,
        &catalogue::DISCORD_BUDGET_USED,
        &catalogue::GATEWAY_UP,
        &catalogue::PICTURES,
        &catalogue::PICTURES_QUEUED,
        &catalogue::CACHE_READS,
        &catalogue::CACHE_LOADS,
        &catalogue::CACHE_DROPS,
    ];
    for metric in names {
        let found = of(&samples, metric);
        assert!(!found.is_empty(), "{}", metric.name);
        let expected = catalogue::EVERYWHERE.iter().chain(metric.labels);
        let expected: BTreeSet<_> = expected.map(|it| (*it).to_owned()).collect();
        let labels: BTreeSet<_> = found[0].labels.keys().cloned().collect();
        assert_eq!(labels, expected, "{}", metric.name);
    }
    let interactions = of(&samples, &catalogue::INTERACTIONS);
    let kinds: BTreeSet<_> = interactions.iter().map(|it| &*it.labels["kind"]).collect();
    assert_eq!(kinds, ["autocomplete", "command", "component"].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_came_too_soon_is_counted() {
    let world = World::start().await;
    world.report(bears_at_home()).await;
    let alice = world.user("alice");
    let effect = Effect::RateLimit {
        retry_after: 0.05,
        scope: "user".to_owned(),
    };
    let fault = Fault::new(effect).on("/messages").method("POST").times(1);
    world.sandbox.fault(fault).await.unwrap();
    bet_on_bears(&alice).await;
    let name = catalogue::DISCORD_REQUESTS.exported();
    let limited = world
        .until(async || value(&exported(&world), &name, ("outcome", "rate_limited")))
        .await;
    assert!(limited >= 1.0);
}

async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

/// Waits until the bot is ready, or is not.
async fn until(address: SocketAddr, wanted: u16) -> String {
    let flips = async {
        loop {
            let (live, text) = get(address, "/health/live").await;
            assert_eq!(live, 200, "{text}");
            let (status, text) = get(address, "/health/ready").await;
            if status == wanted {
                let says = text.lines().last().unwrap_or_default();
                println!("operator: live 200, ready {wanted}: {says}");
                return text;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), flips)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_is_ready_while_it_has_a_session_with_discord() {
    let world = World::start().await;
    let config = OpsConfig {
        instance: Some("here".parse().unwrap()),
        disk: "/".into(),
        webhook: None,
        dead_mans: None,
    };
    let lifecycle = Lifecycle::new();
    let expected = Expected::by(Program::Bot, Duration::from_secs(900));
    let setup = Setup::new(Program::Bot, &config, expected);
    let gateway = std::sync::Arc::new(world.meters().gateway.clone());
    let setup = setup.unwrap().with_check(gateway);
    let ops = setup.start(Listen::port(0), &lifecycle).await;
    ops.reached(&world.database.bot);
    let address = ops.address().unwrap();
    until(address, 200).await;
    let discord = world.sandbox.address();
    world.sandbox.stop();
    let text = until(address, 503).await;
    assert!(text.contains("no shard is connected"), "{text}");
    let options = Options {
        listen: discord,
        ..Options::default()
    };
    let again = loop {
        // The port is free once the last connection has ended.
        match Sandbox::start(options.clone()).await {
            Ok(sandbox) => break sandbox,
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    until(address, 200).await;
    drop(again);
    lifecycle.stop();
}
