//! Makes a migrated database, or drops it: what `scripts/sqlx` checks the statements against.

use anyhow::{Context, Result, bail};
use sqlx::{Connection, Executor, PgConnection};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, server, name] = arguments.as_slice() else {
        bail!("usage: scratch_database create|drop SERVER_URL NAME");
    };
    let plain = name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    anyhow::ensure!(plain, "{name:?} is no plain name");
    let mut admin = PgConnection::connect(server).await.context("connecting")?;
    match action.as_str() {
        "create" => {
            admin.execute(format!("CREATE DATABASE {name}").as_str()).await?;
            let options: sqlx::postgres::PgConnectOptions = server.parse()?;
            let mut inside = PgConnection::connect_with(&options.database(name)).await?;
            store::MIGRATOR.run_direct(&mut inside).await?;
            inside.close().await?;
        }
        "drop" => {
            admin.execute(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)").as_str()).await?;
        }
        other => bail!("unknown action {other:?}"),
    }
    Ok(())
}
