//! The programs, started as a user would start them, and stopped whatever happens.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sandbox::Drive;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// How fast the season goes.
pub(crate) struct Pace {
    /// Options of `dbsbm-season`.
    season: &'static [&'static str],
}

impl Pace {
    /// For people: a game starts every minute and lasts two.
    pub(crate) const DEMO: Self = Self {
        season: &["--origin", "now"],
    };
    /// For stories: everything six times as fast.
    pub(crate) const STORY: Self = Self {
        season: &["--origin", "now", "--speed", "6"],
    };
}

/// Where games come from.
pub(crate) enum Feed {
    /// The made-up league.
    Season(Pace),
    /// A server that answers as a provider does: `name=http://…`, and options of `run`.
    Server(String, &'static [&'static str]),
}

/// How the programs reach their database, where it is not by the owner's way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    /// The host and port of a pooler or a proxy.
    pub(crate) through: Option<(String, u16)>,
    /// Whether the bot listens at the database itself all the same.
    pub(crate) listens_directly: bool,
}

impl Route {
    /// Reads `HOST:PORT`.
    pub(crate) fn read(through: Option<&str>, listens_directly: bool) -> Result<Self> {
        let through = through.map(|it| {
            let (host, port) = it.split_once(':').context("--through takes HOST:PORT")?;
            anyhow::Ok((host.to_owned(), port.parse()?))
        });
        Ok(Self {
            through: through.transpose()?,
            listens_directly,
        })
    }
}

/// The bot's token.
pub(crate) const TOKEN: &str = "sandbox-token";
/// How long a program may take until it says that it is ready.
const READY_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a program may take to stop before it is killed.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// How many lines of a log are printed when something failed.
const LOG_LINES: usize = 40;
/// How long a program that ended stays down: less than in the units for systemd.
const RESTART_AFTER: Duration = Duration::from_secs(2);

/// The programs and what they stand on.
pub(crate) struct World {
    programs: PathBuf,
    work: PathBuf,
    database: PgConnectOptions,
    route: Route,
    /// Looks at everything, as the owner.
    pub(crate) owner: PgPool,
    /// Acts as members.
    pub(crate) drive: Drive,
    page: String,
    /// Options of `run` that name the feed.
    feed: Vec<String>,
    season: Option<Child>,
    sandbox: Child,
    pub(crate) fetcher: Option<Child>,
    pub(crate) bot: Option<Child>,
    /// What the bot is told besides, from its next start on.
    bot_settings: Vec<(&'static str, String)>,
}

impl World {
    /// Migrates the database and starts everything; returns when the bot is ready.
    pub(crate) async fn start(
        (url, route): (&str, Route),
        work: &Path,
        port: u16,
        feed: Feed,
    ) -> Result<Self> {
        Self::start_with(&own_folder()?, (url, route), work, port, feed).await
    }

    /// The same with fetcher and bot from another folder.
    pub(crate) async fn start_with(
        programs: &Path,
        (url, route): (&str, Route),
        work: &Path,
        port: u16,
        feed: Feed,
    ) -> Result<Self> {
        let own = own_folder()?;
        tokio::fs::create_dir_all(work).await?;
        let database = PgConnectOptions::from_str(url).context("reading the database's URL")?;
        let owner = PgPoolOptions::new()
            .max_connections(2)
            .connect_lazy_with(database.clone());

        let migrated = program(programs, "dbsbm-fetcher", work, "migrate")?
            .arg("migrate")
            .env("DATABASE_URL", url)
            .status()
            .await?;
        if !migrated.success() {
            bail!(
                "migrating failed; see {}",
                work.join("migrate.log").display()
            );
        }
        let (season, feed) = match feed {
            Feed::Season(pace) => {
                let mut season = program(&own, "dbsbm-season", work, "season")?;
                season.args(["--listen", "127.0.0.1:0"]).args(pace.season);
                let (season, url) = ready(season, "season").await?;
                (Some(season), vec![format!("season={url}")])
            }
            Feed::Server(provider, options) => {
                let options = options.iter().map(|&it| it.to_owned());
                (None, std::iter::once(provider).chain(options).collect())
            }
        };
        let mut sandbox = program(&own, "dbsbm-sandbox", work, "sandbox")?;
        sandbox.args(["--listen", &format!("127.0.0.1:{port}")]);
        let (sandbox, page) = ready(sandbox, "sandbox").await?;
        let drive = Drive::connect(&page);

        let mut world = Self {
            programs: programs.to_path_buf(),
            work: work.to_path_buf(),
            database,
            route,
            owner,
            drive,
            page,
            feed,
            season,
            sandbox,
            fetcher: None,
            bot: None,
            bot_settings: Vec::new(),
        };
        world.start_fetcher()?;
        world.start_bot()?;
        world
            .drive
            .wait_for_bot(READY_TIMEOUT)
            .await
            .context("the bot does not get ready")?;
        Ok(world)
    }

    /// The address of the sandbox's page.
    pub(crate) fn page(&self) -> &str {
        &self.page
    }

    /// Starts the fetcher, as its own role.
    pub(crate) fn start_fetcher(&mut self) -> Result<()> {
        let mut fetcher = program(&self.programs, "dbsbm-fetcher", &self.work, "fetcher")?;
        fetcher.args(["run", "--provider"]).args(&self.feed);
        fetcher
            .env("DATABASE_URL", self.url_of("dbsbm_fetcher"))
            // Several worlds run on one machine.
            .env("FETCHER_OPS", "0");
        self.fetcher = Some(fetcher.spawn().context("starting the fetcher")?);
        Ok(())
    }

    /// Starts the bot, as its own role.
    pub(crate) fn start_bot(&mut self) -> Result<()> {
        let host = self
            .page
            .trim_start_matches("http://")
            .trim_end_matches('/');
        let mut bot = program(&self.programs, "dbsbm-bot", &self.work, "bot")?;
        bot.arg("run")
            .env("DATABASE_URL", self.url_of("dbsbm_bot"))
            .env("DISCORD_TOKEN", TOKEN)
            .env("DISCORD_API", host)
            .env("DISCORD_GATEWAY", format!("ws://{host}"))
            // Members of stories press faster than people do.
            .env("PRESSES_PER_SECOND", "1000")
            .env("BOT_OPS", "0");
        if self.route.listens_directly {
            bot.env("DATABASE_LISTEN_URL", self.direct_url_of("dbsbm_bot"));
        }
        bot.envs(self.bot_settings.iter().map(|(name, value)| (name, value)));
        self.bot = Some(bot.spawn().context("starting the bot")?);
        Ok(())
    }

    /// Stops the bot and starts another one that is told this besides.
    pub(crate) async fn restart_bot(
        &mut self,
        settings: Vec<(&'static str, String)>,
    ) -> Result<()> {
        if let Some(bot) = self.bot.take() {
            terminate(bot).await;
        }
        self.bot_settings = settings;
        self.start_bot()
    }

    /// Runs a command of the fetcher, as its own role, and answers with what it prints.
    pub(crate) async fn ask(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(self.programs.join("dbsbm-fetcher"))
            .args(arguments)
            .env("DATABASE_URL", self.url_of("dbsbm_fetcher"))
            .env("RUST_LOG", "warn")
            .output()
            .await?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The programs' way to the database.
    fn url_of(&self, role: &str) -> String {
        let Some((host, port)) = &self.route.through else {
            return self.direct_url_of(role);
        };
        let database = self.database.get_database().unwrap_or("postgres");
        format!("postgres://{role}@{host}:{port}/{database}?sslmode=disable")
    }

    fn direct_url_of(&self, role: &str) -> String {
        self.database
            .clone()
            .username(role)
            .to_url_lossy()
            .to_string()
    }

    /// Waits for Ctrl-C. Starts bot and fetcher again when they end, as systemd does; the league
    /// and the local Discord live in memory, so without them there is nothing to go on with.
    pub(crate) async fn until_interrupted(&mut self) -> Result<()> {
        let mut terminated =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        loop {
            let ended = tokio::select! {
                asked = tokio::signal::ctrl_c() => return Ok(asked?),
                _ = terminated.recv() => return Ok(()),
                ended = end_of(&mut self.season) => bail!("the season ended: {}", ended?),
                ended = self.sandbox.wait() => bail!("the sandbox ended: {}", ended?),
                ended = end_of(&mut self.fetcher) => ("fetcher", ended?),
                ended = end_of(&mut self.bot) => ("bot", ended?),
            };
            let (name, status) = ended;
            println!(
                "the {name} ended ({status}) and is started again in {} s; its log: {}",
                RESTART_AFTER.as_secs(),
                self.work.join(format!("{name}.log")).display()
            );
            tokio::select! {
                asked = tokio::signal::ctrl_c() => return Ok(asked?),
                _ = terminated.recv() => return Ok(()),
                () = tokio::time::sleep(RESTART_AFTER) => {}
            }
            match name {
                "bot" => self.start_bot()?,
                _ => self.start_fetcher()?,
            }
        }
    }

    /// Asks bot and fetcher to stop, and lets them finish what they are at.
    pub(crate) async fn stop_programs(&mut self) {
        for child in [self.bot.take(), self.fetcher.take()].into_iter().flatten() {
            terminate(child).await;
        }
    }

    /// Whether bot and fetcher still run, as they were started.
    pub(crate) fn are_alive(&mut self) -> Result<bool> {
        for child in [&mut self.bot, &mut self.fetcher] {
            let ended = match child {
                Some(child) => child.try_wait()?.is_some(),
                None => true,
            };
            if ended {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Stops everything.
    pub(crate) async fn stop(&mut self) {
        self.stop_programs().await;
        // The rest holds nothing that could be lost.
        if let Some(season) = &mut self.season {
            let _ = season.kill().await;
        }
        let _ = self.sandbox.kill().await;
    }

    /// Runs the audit, passes on what it prints, and says whether the books balance.
    pub(crate) async fn audit(&self) -> Result<bool> {
        let status = Command::new(self.programs.join("dbsbm-fetcher"))
            .arg("audit")
            .env("DATABASE_URL", self.url_of("dbsbm_fetcher"))
            .env("RUST_LOG", "warn")
            .status()
            .await?;
        Ok(status.success())
    }
}

/// Where this program lies, and the others beside it.
pub(crate) fn own_folder() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().context("this program lies nowhere")?;
    Ok(folder.to_path_buf())
}

/// Prints the end of every log that says something.
pub(crate) async fn print_logs(work: &Path) {
    for name in ["migrate", "season", "sandbox", "fetcher", "bot"] {
        let path = work.join(format!("{name}.log"));
        let text = tokio::fs::read_to_string(&path).await.unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        let tail = &lines[lines.len().saturating_sub(LOG_LINES)..];
        println!("--- {name}\n{}", tail.join("\n"));
    }
}

/// Says in time that another program listens where the page is to be.
pub(crate) async fn require_free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "port {port} cannot be used ({error}): `scripts/demo --port N` takes another, \
             `--port 0` any that is free"
        ),
    }
}

/// Waits until a program ends; for ever where there is none.
async fn end_of(program: &mut Option<Child>) -> std::io::Result<ExitStatus> {
    match program {
        Some(program) => program.wait().await,
        None => std::future::pending().await,
    }
}

/// A program whose standard error is appended to a log, and that dies with this one.
fn program(folder: &Path, name: &str, work: &Path, log: &str) -> Result<Command> {
    let path = work.join(format!("{log}.log"));
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)?;
    let mut command = Command::new(folder.join(name));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::from(log.try_clone()?))
        .stderr(Stdio::from(log))
        .kill_on_drop(true)
        // Ctrl-C is for this program, which then stops the others in order.
        .process_group(0);
    Ok(command)
}

/// Starts a server that prints one line with its address once it listens.
async fn ready(mut command: Command, name: &str) -> Result<(Child, String)> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| name.to_owned())?;
    let output = child.stdout.take().context("no output")?;
    let mut lines = BufReader::new(output).lines();
    let address = tokio::time::timeout(READY_TIMEOUT, async {
        while let Some(line) = lines.next_line().await? {
            if let Some(at) = line.find("http://") {
                let address = line[at..].split_whitespace().next().unwrap_or_default();
                return Ok(address.trim_end_matches(['/', '.', ',']).to_owned());
            }
        }
        bail!("the {name} ended before it was ready")
    })
    .await
    .with_context(|| format!("the {name} does not get ready"))??;
    // What it prints later is read, so that it never waits for a reader.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok((child, address))
}

/// Asks a program to stop, as systemd does, and kills it when it takes too long.
async fn terminate(mut child: Child) {
    if let Some(id) = child.id() {
        let asked = Command::new("kill")
            .args(["-TERM", &id.to_string()])
            .status()
            .await;
        let stopped = tokio::time::timeout(STOP_TIMEOUT, child.wait()).await;
        if asked.is_ok_and(|it| it.success()) && stopped.is_ok() {
            return;
        }
    }
    let _ = child.kill().await;
}
