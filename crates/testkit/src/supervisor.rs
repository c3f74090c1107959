//! A service manager as small as it can be: it starts a program, reads what the program says to
//! `NOTIFY_SOCKET`, and kills it when it falls silent, as systemd does with `WatchdogSec=`.

use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::net::UnixDatagram;
use tokio::process::{Child, Command};

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(20);
/// The longest message.
const MESSAGE_BYTES: usize = 4_096;

/// A program and the socket on which it is heard. Both are gone with this value.
pub struct Supervised {
    child: Child,
    socket: UnixDatagram,
    folder: PathBuf,
    watchdog: Duration,
}

impl Supervised {
    /// Starts a program that may be silent for so long.
    pub async fn start(program: Command, watchdog: Duration) -> Self {
        let name = format!("dbsbm-notify-{}", uuid::Uuid::now_v7().simple());
        let folder = std::env::temp_dir().join(name);
        tokio::fs::create_dir_all(&folder).await.unwrap();
        let socket = UnixDatagram::bind(folder.join("socket")).unwrap();
        let child = spawn(program, &folder, watchdog);
        Self {
            child,
            socket,
            folder,
            watchdog,
        }
    }

    /// Starts a program again that has ended.
    pub fn start_again(&mut self, program: Command) {
        self.child = spawn(program, &self.folder, self.watchdog);
    }

    /// Reads what the program says until it says that, and gives all of it.
    pub async fn until(&mut self, wanted: &str) -> Vec<String> {
        let mut said = Vec::new();
        let deadline = Instant::now() + PATIENCE;
        while !said.iter().any(|it| it == wanted) {
            let left = deadline.saturating_duration_since(Instant::now());
            match tokio::time::timeout(left, self.read()).await {
                Ok(line) => said.push(line),
                Err(_) => panic!("{wanted:?} was not said: {said:?}"),
            }
        }
        said
    }

    /// Sends a signal to the program.
    pub async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let mut kill = Command::new("kill");
        let sent = kill.args([&format!("-{name}"), &id]).status().await;
        assert!(sent.unwrap().success());
    }

    /// Waits until the program has said nothing for longer than it may, and kills it. Gives how
    /// long that took.
    pub async fn kill_when_silent(&mut self) -> Duration {
        let began = Instant::now();
        while tokio::time::timeout(self.watchdog, self.read())
            .await
            .is_ok()
        {
            assert!(began.elapsed() < PATIENCE, "it is not silent");
        }
        self.child.kill().await.unwrap();
        began.elapsed()
    }

    /// Asks the program to stop, and gives how it ended and how long that took.
    pub async fn stop(&mut self) -> (ExitStatus, Duration) {
        let began = Instant::now();
        self.signal("TERM").await;
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        (ended.unwrap().unwrap(), began.elapsed())
    }

    async fn read(&self) -> String {
        let mut bytes = vec![0; MESSAGE_BYTES];
        let length = self.socket.recv(&mut bytes).await.unwrap();
        let text = String::from_utf8_lossy(&bytes[..length]);
        text.trim_end().to_owned()
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn spawn(mut program: Command, folder: &std::path::Path, watchdog: Duration) -> Child {
    program
        .env("NOTIFY_SOCKET", folder.join("socket"))
        .env("WATCHDOG_USEC", watchdog.as_micros().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    program.spawn().unwrap()
}
