//! A Redis that can be broken in every way in which one breaks, behind a line that can be slow.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::process::Command;
use tokio::task::JoinHandle;

/// How long answers take on a slow line.
const SLOW: Duration = Duration::from_secs(5);

/// One way in which a Redis breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    Killed,
    Stopped,
    Slow,
    Full,
    Flushed,
    Restarted,
}

impl Break {
    pub(super) const ALL: [Self; 6] = [
        Self::Killed,
        Self::Stopped,
        Self::Slow,
        Self::Full,
        Self::Flushed,
        Self::Restarted,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Stopped => "stopped (SIGSTOP)",
            Self::Slow => "slow (5 s answers)",
            Self::Full => "full (maxmemory)",
            Self::Flushed => "flushed",
            Self::Restarted => "restarted",
        }
    }
}

/// A server of its own, and the line to it.
pub(super) struct Redis {
    folder: PathBuf,
    line: PathBuf,
    is_slow: Arc<AtomicBool>,
    passing: JoinHandle<()>,
}

impl Redis {
    /// Starts one in this folder.
    pub(super) async fn start(work: &Path) -> Result<Self> {
        let (folder, line) = (work.join("redis"), work.join("redis-line.sock"));
        services("redis", &folder).await?;
        let is_slow = Arc::new(AtomicBool::new(false));
        let listener = UnixListener::bind(&line).context("the line to Redis")?;
        let (behind, slow) = (folder.join("redis.sock"), Arc::clone(&is_slow));
        let passing = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Where nobody is behind it, the line ends.
                let Ok(server) = UnixStream::connect(&behind).await else {
                    continue;
                };
                let (from, to) = stream.into_split();
                let (answers, questions) = server.into_split();
                tokio::spawn(pass(from, questions, None));
                tokio::spawn(pass(answers, to, Some(Arc::clone(&slow))));
            }
        });
        Ok(Self {
            folder,
            line,
            is_slow,
            passing,
        })
    }

    /// Its URL, as the bot takes it.
    pub(super) fn url(&self) -> String {
        format!("redis+unix://{}", self.line.display())
    }

    /// Breaks it.
    pub(super) async fn break_down(&self, how: Break) -> Result<()> {
        match how {
            Break::Killed => self.signal("-KILL").await,
            Break::Stopped => self.signal("-STOP").await,
            Break::Slow => {
                self.is_slow.store(true, Ordering::Relaxed);
                Ok(())
            }
            Break::Full => {
                self.say("CONFIG SET maxmemory-policy noeviction").await?;
                self.say("CONFIG SET maxmemory 1").await
            }
            Break::Flushed => self.say("FLUSHALL").await,
            Break::Restarted => {
                self.signal("-KILL").await?;
                services("stop", &self.folder).await?;
                services("redis", &self.folder).await
            }
        }
    }

    /// Brings it back.
    pub(super) async fn mend(&self, how: Break) -> Result<()> {
        match how {
            Break::Killed => {
                services("stop", &self.folder).await?;
                services("redis", &self.folder).await
            }
            Break::Stopped => self.signal("-CONT").await,
            Break::Slow => {
                self.is_slow.store(false, Ordering::Relaxed);
                Ok(())
            }
            Break::Full => {
                self.say("CONFIG SET maxmemory 64mb").await?;
                self.say("CONFIG SET maxmemory-policy allkeys-lru").await
            }
            Break::Flushed | Break::Restarted => Ok(()),
        }
    }

    /// Ends it.
    pub(super) async fn stop(self) -> Result<()> {
        self.passing.abort();
        services("stop", &self.folder).await
    }

    async fn signal(&self, signal: &str) -> Result<()> {
        let id = tokio::fs::read_to_string(self.folder.join("redis.pid")).await?;
        let mut kill = Command::new("kill");
        let sent = kill.args([signal, id.trim()]).status().await?;
        ensure!(sent.success(), "Redis got no {signal}");
        Ok(())
    }

    /// Tells the server itself.
    async fn say(&self, command: &str) -> Result<()> {
        let mut server = UnixStream::connect(self.folder.join("redis.sock")).await?;
        server
            .write_all(format!("{command}\r\n").as_bytes())
            .await?;
        let mut answer = [0; 64];
        let read = server.read(&mut answer).await?;
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        ensure!(answer.starts_with("+OK"), "{command}: {answer}");
        Ok(())
    }
}

/// Passes on what comes, late where the line is slow.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, slow: Option<Arc<AtomicBool>>) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        if slow.as_ref().is_some_and(|it| it.load(Ordering::Relaxed)) {
            tokio::time::sleep(SLOW).await;
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

async fn services(what: &str, folder: &Path) -> Result<()> {
    let mut services = Command::new("scripts/services");
    let done = services.arg(what).arg(folder).output().await?;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    ensure!(done.status.success(), "scripts/services {what}: {said}");
    Ok(())
}
