//! What is missing before the bot can serve, in words, and the link that invites it.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::bail;
use cache::redis::{RedisConfig, Trouble};
use ops::health::State;
use ops::health::database::{self, Expected};
use secrecy::ExposeSecret;
use sqlx::PgPool;
use store::Program;

use crate::config::{DatabaseConfig, DiscordConfig};
use crate::discord::permissions::{self, POSTING};

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    good: Vec<String>,
    notes: Vec<String>,
    bad: Vec<String>,
    invite: Option<String>,
}

impl Findings {
    fn good(&mut self, what: impl Into<String>) {
        self.good.push(what.into());
    }

    fn note(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
    }

    fn bad(&mut self, what: impl Into<String>) {
        self.bad.push(what.into());
    }

    /// Writes it to standard output. Fails where something is missing.
    ///
    /// # Errors
    /// When standard output is closed.
    pub fn print(&self) -> std::io::Result<ExitCode> {
        let mut out = std::io::stdout().lock();
        for line in &self.good {
            writeln!(out, "ok       {line}")?;
        }
        for line in &self.notes {
            writeln!(out, "note     {line}")?;
        }
        for line in &self.bad {
            writeln!(out, "missing  {line}")?;
        }
        if let Some(invite) = &self.invite {
            writeln!(out, "invite   {invite}")?;
        }
        Ok(if self.bad.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// Looks at everything that the bot needs.
pub async fn examine(
    discord: &DiscordConfig,
    database: &DatabaseConfig,
    redis: &RedisConfig,
) -> Findings {
    let mut found = Findings::default();
    let pool = examine_database(database, &mut found).await;
    examine_redis(redis, &mut found).await;
    examine_discord(discord, pool.as_ref(), &mut found).await;
    if discord.exclusion_key.is_none() {
        found.note(
            "EXCLUSION_KEY is not set: a copy of the database is enough to try out who has \
             excluded themselves from betting",
        );
    }
    found
}

async fn examine_database(config: &DatabaseConfig, found: &mut Findings) -> Option<PgPool> {
    let url = match config.url() {
        Ok(url) => url,
        Err(missing) => {
            found.bad(missing);
            return None;
        }
    };
    let pool = match store::connect(url.expose_secret(), Program::Bot, 2).await {
        Ok(pool) => pool,
        Err(error) => {
            found.bad(format!("database: {error}"));
            return None;
        }
    };
    match require_own_role(&pool).await {
        Ok(()) => found.good("database: connected as a role that sees one server at a time"),
        Err(error) => found.bad(format!("database: {error}")),
    }
    examine_fetcher(&pool, found).await;
    match store::listening(&pool, config.listen_url()).await {
        Ok(Some(_)) => found.good("database: it tells the bot what changes"),
        Ok(None) => found.good(
            "database: a pooler in transaction mode answers, so the bot looks by itself; \
             DATABASE_LISTEN_URL would wake it",
        ),
        Err(error) => found.bad(format!("database: {error}")),
    }
    if let Err(error) = examine_limits(&pool, config.database_connections, found).await {
        found.bad(format!("database: {error}"));
    }
    Some(pool)
}

async fn examine_limits(
    pool: &PgPool,
    own: u32,
    found: &mut Findings,
) -> Result<(), store::StoreError> {
    let mut connection = pool.acquire().await?;
    let room = store::connection_room(&mut connection, Program::Bot, own).await?;
    match room.shortage() {
        None => found.good(format!("database: room for {}", room.stated())),
        Some(missing) => found.bad(format!("database: {missing}")),
    }
    match store::limits_missing(&mut connection, Program::Bot).await? {
        None => found.good("database: statements, locks and idle transactions have their limits"),
        Some(missing) => found.bad(format!("database: {missing}")),
    }
    Ok(())
}

/// How often a fetcher polls a league at least, unless it was told otherwise.
pub const POLLS_EXPECTED_EVERY: Duration = Duration::from_secs(900);

/// Whether a fetcher works and its feeds answer, by the checks of `/health/ready`.
async fn examine_fetcher(pool: &PgPool, found: &mut Findings) {
    let expected = Expected::by(Program::Bot, POLLS_EXPECTED_EVERY);
    for finding in database::look(Some(pool), &expected).await {
        match (finding.check, finding.state) {
            // Said above, with the role.
            ("database", State::Ok) => {}
            (_, State::Ok) => found.good(finding.says),
            (_, State::Degraded) => found.note(format!("missing: {}", finding.says)),
            (_, State::Down) => found.bad(finding.says),
        }
    }
}

/// Without a Redis nothing is missing, and with one that is away everything still works.
async fn examine_redis(redis: &RedisConfig, found: &mut Findings) {
    match cache::redis::report(redis).await {
        Ok(good) => found.good(good),
        Err(Trouble::Unreadable(why)) => found.bad(why),
        Err(Trouble::Away(why)) => found.note(why),
    }
}

/// Refuses a database role that row-level security does not hold back.
///
/// # Errors
/// When it is a superuser, or bypasses row security; says so.
pub async fn require_own_role(pool: &PgPool) -> anyhow::Result<()> {
    let role = store::guilds::role(pool).await?;
    if role.is_superuser || role.bypasses_row_security {
        bail!(
            "role {} is a superuser or bypasses row security: connect as dbsbm_bot",
            role.name
        );
    }
    Ok(())
}

async fn examine_discord(config: &DiscordConfig, pool: Option<&PgPool>, found: &mut Findings) {
    let token = match config.token() {
        Ok(token) => token,
        Err(missing) => {
            found.bad(missing);
            return;
        }
    };
    let http = crate::client(token, config);
    let me = match http.current_user_application().await {
        Ok(answer) => answer.model().await.map_err(|it| it.to_string()),
        Err(error) => Err(no_application(&error, config)),
    };
    let me = match me {
        Ok(me) => me,
        Err(why) => {
            found.bad(format!("Discord: {why}"));
            return;
        }
    };
    found.good(format!("Discord: the token is that of {}", me.name));
    found.invite = Some(format!(
        "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands\
         &permissions={}",
        me.id,
        POSTING.bits()
    ));
    let servers = async { anyhow::Ok(http.current_user_guilds().await?.models().await?) };
    match servers.await {
        Ok(servers) if servers.is_empty() => {
            found.bad("servers: the bot is in none yet; open the link below");
        }
        Ok(servers) => {
            found.good(format!("servers: {}", servers.len()));
            for server in servers {
                let guild = shared::id::GuildId::new(server.id.get());
                examine_channels(&http, pool, guild, &server.name, found).await;
            }
        }
        Err(error) => found.bad(format!("servers: Discord does not list them: {error}")),
    }
}

/// Why Discord did not say whose the token is.
fn no_application(error: &twilight_http::Error, config: &DiscordConfig) -> String {
    use twilight_http::error::ErrorType;
    let refused = "the token is refused: reset it on the page Bot of the developer portal, and \
                   copy the new one";
    match error.kind() {
        ErrorType::Unauthorized => refused.to_owned(),
        ErrorType::Response { status, .. } if status.get() == 401 => refused.to_owned(),
        ErrorType::CreatingHeader { .. } => {
            "DISCORD_TOKEN has letters in it that no token has: copy it again".to_owned()
        }
        ErrorType::Response { status, .. } => format!(
            "it answers with {status} and does not say whose the token is: try again in a minute"
        ),
        ErrorType::RequestCanceled | ErrorType::RequestError | ErrorType::RequestTimedOut => {
            let host = config.discord_api.as_deref().unwrap_or("discord.com");
            format!(
                "{host} cannot be reached, so the token was not looked at: check the network, \
                 name resolution and any firewall"
            )
        }
        _ => format!("its answer cannot be read: {error}"),
    }
}

/// Whether the bot may post where a server's settings say.
async fn examine_channels(
    http: &twilight_http::Client,
    pool: Option<&PgPool>,
    guild: shared::id::GuildId,
    name: &str,
    found: &mut Findings,
) {
    let Some(pool) = pool else { return };
    let settings = async {
        let mut tx = store::begin_guild(pool, guild).await?;
        let settings = store::guilds::settings(&mut tx, guild).await?;
        let board = store::guilds::find(&mut tx, guild).await?;
        Ok::<_, store::StoreError>((settings, board.and_then(|it| it.board_channel)))
    };
    let (settings, board) = match settings.await {
        Ok(read) => read,
        Err(error) => {
            found.bad(format!("settings of {name}: {error}"));
            return;
        }
    };
    let (slips, results) =
        settings.map_or((None, None), |it| (it.slip_channel, it.results_channel));
    for (what, channel) in [("slips", slips), ("results", results), ("the board", board)] {
        let Some(channel) = channel else { continue };
        match permissions::of_bot(http, guild, channel).await {
            Ok(may) => match permissions::missing(may).as_slice() {
                [] => found.good(format!("{name}: may post {what}")),
                missing => found.bad(format!(
                    "{name}: cannot post {what} in channel {channel}, which lacks {}",
                    missing.join(", ")
                )),
            },
            Err(_) => found.bad(format!("{name}: cannot see channel {channel} for {what}")),
        }
    }
}
