//! What the listener shows, and to whom.

use std::time::Duration;

use ops::health::database::Expected;
use ops::{Listen, Ops, OpsConfig, Setup};
use runtime::lifecycle::{Ended, Lifecycle};
use store::Program;

use crate::http::get;

pub(crate) fn config() -> OpsConfig {
    OpsConfig {
        instance: Some("here".parse().unwrap()),
        disk: "/".into(),
        webhook: None,
        dead_mans: None,
    }
}

pub(crate) async fn start(program: Program, listen: Listen, lifecycle: &Lifecycle) -> Ops {
    let expected = Expected::by(program, Duration::from_secs(60));
    let setup = Setup::new(program, &config(), expected);
    setup.unwrap().start(listen, lifecycle).await
}

#[tokio::test]
async fn metrics_name_their_process_before_there_is_a_database() {
    let lifecycle = Lifecycle::new();
    let ops = start(Program::Bot, Listen::port(0), &lifecycle).await;
    let address = ops.address().unwrap();
    assert!(address.ip().is_loopback());
    let memory = "dbsbm_memory_bytes{program=\"bot\",instance=\"here\"} ";
    loop {
        let (status, text) = get(address, "/metrics").await;
        assert_eq!(status, 200);
        assert!(text.ends_with("# EOF\n"), "{text}");
        if text.contains(memory) {
            break;
        }
        tokio::task::yield_now().await;
    }
    let (status, text) = get(address, "/health/live").await;
    assert_eq!((status, text.contains("\"ok\"")), (200, true), "{text}");
    let (status, text) = get(address, "/health/ready").await;
    assert_eq!(status, 503, "{text}");
    assert!(
        text.contains("has not been reached since the start"),
        "{text}"
    );
    assert_eq!(get(address, "/").await.0, 404);
    lifecycle.stop();
    assert_eq!(lifecycle.run(Duration::from_secs(5)).await, Ended::Asked);
}

#[tokio::test]
async fn a_port_that_is_taken_costs_the_listener_and_not_the_program() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let lifecycle = Lifecycle::new();
    let ops = start(Program::Bot, Listen::port(port), &lifecycle).await;
    assert_eq!(ops.address(), None);
    tokio::task::yield_now().await;
    assert!(!lifecycle.soft().is_cancelled());
    let off = start(Program::Bot, Listen::Off, &lifecycle).await;
    assert_eq!(off.address(), None);
}
