//! Commands are registered once: Discord is asked only when their definition has changed.

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
    if let Some(before) = before
        && before.digest == digest
        && !force
    {
        return Ok(before.ids);
    }
    let known = http
        .interaction(application)
        .set_global_commands(commands)
        .await
        .context("registering the commands")?
        .models()
        .await?;
    let ids: BTreeMap<String, u64> = known
        .into_iter()
        .filter_map(|it| Some((it.name, it.id?.get())))
        .collect();
    tracing::info!("registered {} commands", ids.len());
    let registered = Registered { digest, ids };
    bot_state::put(pool, &key, &registered).await?;
    Ok(registered.ids)
}

fn digest(commands: &[Command]) -> anyhow::Result<String> {
    // Through a value: the maps of localisations have no order of their own.
    let canonical = serde_json::to_value(commands)?.to_string();
    let hash = Sha256::digest(canonical.as_bytes());
    Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}
