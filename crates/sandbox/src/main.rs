//! `dbsbm-sandbox`: the local Discord as a program of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use sandbox::{Options, Sandbox};
use tracing_subscriber::EnvFilter;

/// A local Discord for the demo and for trying things out.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Where to listen.
    #[arg(long, env = "SANDBOX_LISTEN", default_value = "127.0.0.1:9301")]
    listen: SocketAddr,
    /// The token that the bot will use.
    #[arg(
        long,
        env = "DISCORD_TOKEN",
        default_value = "sandbox-token",
        hide_env_values = true
    )]
    token: String,
    /// The bot's application id.
    #[arg(
        long,
        env = "DISCORD_APPLICATION_ID",
        default_value_t = 1_100_000_000_000_000_001
    )]
    application_id: u64,
    /// The bot's name.
    #[arg(long, default_value = "DBSBM")]
    name: String,
    /// Discord's official OpenAPI document, to check every request against.
    #[arg(long, env = "DISCORD_OPENAPI")]
    openapi: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    let options = Options {
        listen: arguments.listen,
        token: arguments.token,
        application_id: arguments.application_id,
        application_name: arguments.name,
        openapi: arguments.openapi,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options)
        .await
        .context("the sandbox does not start")?;
    announce(&sandbox);
    tokio::signal::ctrl_c()
        .await
        .context("cannot listen for Ctrl-C")?;
    sandbox.stop();
    Ok(())
}

/// Prints the one line that people and scripts wait for.
#[expect(clippy::print_stdout, reason = "the program's output")]
fn announce(sandbox: &Sandbox) {
    println!("sandbox ready: {}", sandbox.base_url());
}
