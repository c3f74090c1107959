//! How fast the tickets of one game are settled: what `scripts/bench-settle` runs. `schema URL`
//! makes the schema and prints the version of the rules and the digest of the settings that the
//! data has to name; `run URL WORKERS` settles what waits and prints how it went.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use chrono::TimeDelta;
use fetcher::lead::LEASE_NAME;
use services::settle::Settler;
use shared::settings::RuleChoices;
use store::{Program, leases};

/// Workers, and one for whatever else asks.
const CONNECTIONS_BESIDE_WORKERS: usize = 1;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    match arguments.as_slice() {
        ["schema", url] => runtime.block_on(schema(url)),
        ["run", url, workers] => runtime.block_on(run(url, workers.parse()?)),
        _ => bail!("usage: settle_bench schema URL | run URL WORKERS"),
    }
}

async fn schema(url: &str) -> Result<()> {
    store::migrate(url).await?;
    println!(
        "{} {}",
        grading::RULE_VERSION,
        RuleChoices::default().digest()
    );
    Ok(())
}

async fn run(url: &str, workers: usize) -> Result<()> {
    let connections = u32::try_from(workers + CONNECTIONS_BESIDE_WORKERS)?;
    let pool = store::connect(url, Program::Fetcher, connections).await?;
    let mut connection = pool.acquire().await?;
    let lease = leases::acquire(&mut connection, LEASE_NAME, "bench", TimeDelta::hours(1)).await?;
    let lease = lease.context("somebody else leads")?;
    drop(connection);
    let settler = Settler::new(pool).with_workers(workers);
    let began = Instant::now();
    let settled = settler.tick(&lease).await?;
    let took = began.elapsed();
    ensure!(settled.games == 1, "settled {settled:?}");
    let a_second = u128::from(settled.tickets) * 1_000 / took.as_millis().max(1);
    println!(
        "{}\t{}.{:03}\t{a_second}\t{}\t{}\t{}\t{}",
        settled.tickets,
        took.as_secs(),
        took.subsec_millis(),
        peak_kilobytes()? / 1_024,
        settled.graded,
        settled.groups,
        settled.notices,
    );
    Ok(())
}

/// The most memory that this process has had resident.
#[expect(clippy::disallowed_methods, reason = "its work is done")]
fn peak_kilobytes() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|it| it.starts_with("VmHWM:"));
    let number = line.and_then(|it| it.split_whitespace().nth(1));
    Ok(number.context("no VmHWM in /proc/self/status")?.parse()?)
}
