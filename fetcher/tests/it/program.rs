//! `dbsbm-fetcher`, started as an operator would start it.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};

/// How long a leader may be silent, in seconds.
const LEASE_SECONDS: &str = "3";
/// How long a program may take to stop by itself.
const STOP_MAX: Duration = Duration::from_secs(20);

/// `run` over a database and the made-up season. It dies with this value.
pub(crate) struct Fetcher {
    database: String,
    season: String,
    child: Child,
}

impl Fetcher {
    /// Starts it over that database, with the season at that address.
    pub(crate) async fn start(database: &str, season: &str) -> Self {
        Self {
            database: database.to_owned(),
            season: season.to_owned(),
            child: spawn(database, season).await,
        }
    }

    /// Starts it again after its end.
    pub(crate) async fn start_again(&mut self) {
        self.child = spawn(&self.database, &self.season).await;
    }

    /// The number of its process, until it has ended.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Kills it with signal 9.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits until it has ended by itself, however it ends.
    pub(crate) async fn ended(&mut self) {
        let ended = tokio::time::timeout(STOP_MAX, self.child.wait()).await;
        ended.unwrap().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(&mut self) {
        signal("TERM", self.id().unwrap()).await;
        let ended = tokio::time::timeout(STOP_MAX, self.child.wait()).await;
        let status = ended.unwrap();
        assert!(status.unwrap().success());
    }
}

/// Both audits of a database, which find it in order.
pub(crate) async fn audits(database: &str) -> String {
    let mut told = Vec::new();
    for more in [&["audit"][..], &["audit", "--replay"]] {
        let output = command(database).args(more).output().await.unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).trim().replace('\n', "; ");
        assert!(output.status.success(), "{more:?}: {said}");
        told.push(said);
    }
    told.join("; ")
}

/// Sends a signal to a process of ours.
pub(crate) async fn signal(name: &str, id: u32) {
    let mut kill = Command::new("kill");
    let sent = kill.arg(format!("-{name}")).arg(id.to_string()).status();
    assert!(sent.await.unwrap().success(), "SIG{name} to {id}");
}

/// The program, where DBSBM_PROGRAMS says if that is set.
fn command(database: &str) -> Command {
    let mut command = match std::env::var("DBSBM_PROGRAMS") {
        Ok(folder) => Command::new(format!("{folder}/dbsbm-fetcher")),
        Err(_) => Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher")),
    };
    command
        .env_clear()
        .env("DATABASE_URL", database)
        .env("RUST_LOG", "warn")
        .env("FETCHER_OPS", "0")
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

async fn spawn(database: &str, season: &str) -> Child {
    let mut run = command(database);
    run.args(["run", "--provider", &format!("season={season}")])
        .args(["--poll-season-seconds", "1"])
        .args(["--lease-seconds", LEASE_SECONDS])
        .stdout(Stdio::null());
    let log = match std::env::var("DBSBM_FETCHERS_LOG") {
        Ok(path) => {
            let mut options = tokio::fs::OpenOptions::new();
            let log = options.create(true).append(true).open(path).await;
            Stdio::from(log.unwrap().into_std().await)
        }
        Err(_) => Stdio::null(),
    };
    run.stderr(log).spawn().unwrap()
}
