//! Commands are registered once: they are written only when their definition has changed.

use std::collections::BTreeMap;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use store::bot_state;
use twilight_http::Client;
use twilight_model::application::command::Command;
use twilight_model::id::Id;
use twilight_model::id::marker::ApplicationMarker;

/// What was registered last.
#[derive(Debug, Serialize, Deserialize)]
struct Registered {
    digest: String,
    ids: BTreeMap<String, u64>,
}

/// Registers the commands where they differ from what was registered last, or when `force`d, and
/// gives the ids under which Discord knows them.
///
/// # Errors
/// When Discord or the database refuses.
pub async fn ensure(
    http: &Client,
    pool: &PgPool,
    application: Id<ApplicationMarker>,
    commands: &[Command],
    force: bool,
) -> anyhow::Result<BTreeMap<String, u64>> {
    let key = format!("commands/{application}");
    let digest = digest(commands)?;
    let before: Option<Registered> = bot_state::get(pool, &key).await?;
    let client = http.interaction(application);
    if let Some(before) = before
        && before.digest == digest
        && !force
    {
        // Reading costs nothing of the day's budget, and finds out when somebody else changed
        // them, or when this is another Discord than the last one.
        let known = client.global_commands().await;
        let known = known.context("reading the commands")?.models().await?;
        if ids(known) == before.ids {
            return Ok(before.ids);
        }
    }
    let known = client.set_global_commands(commands).await;
    let known = known.context("registering the commands")?.models().await?;
    let ids = ids(known);
    tracing::info!("registered {} commands", ids.len());
    let registered = Registered { digest, ids };
    bot_state::put(pool, &key, &registered).await?;
    Ok(registered.ids)
}

fn ids(known: Vec<Command>) -> BTreeMap<String, u64> {
    let ids = known.into_iter();
    ids.filter_map(|it| Some((it.name, it.id?.get()))).collect()
}

fn digest(commands: &[Command]) -> anyhow::Result<String> {
    // Through a value: the maps of localisations have no order of their own.
    let canonical = serde_json::to_value(commands)?.to_string();
    let hash = Sha256::digest(canonical.as_bytes());
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}
