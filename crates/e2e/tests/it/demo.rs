//! The demo's own words, before it starts anything.

use std::net::TcpListener;

use tokio::process::Command;

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_the_way_to_take_another() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let work = std::env::temp_dir().join(format!("dbsbm-demo-{}", std::process::id()));
    let demo = Command::new(env!("CARGO_BIN_EXE_dbsbm-demo"))
        .args([
            "--database",
            "postgres://nobody@127.0.0.1:1/none",
            "--port",
            &port,
            "--work",
        ])
        .arg(&work)
        .output()
        .await
        .unwrap();
    assert!(!demo.status.success());
    let said = String::from_utf8(demo.stderr).unwrap();
    let named = format!("error: port {port} cannot be used");
    assert!(said.starts_with(&named), "{said}");
    assert!(
        said.contains("`scripts/demo --port N` takes another"),
        "{said}"
    );
    assert!(!work.exists(), "it began all the same");
}
