//! A server that repeats in an error what it is told, whatever it is taken for: the worst that an
//! address full of secrets can lead to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The server. It speaks HTTP and the protocol of Redis, and ends with this value.
pub struct Parrot {
    address: SocketAddr,
    heard: Arc<Mutex<String>>,
    repeating: JoinHandle<()>,
}

impl Parrot {
    /// Listens on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(String::new()));
        let hears = Arc::clone(&heard);
        let repeating = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(repeat(stream, Arc::clone(&hears)));
            }
        });
        Self {
            address,
            heard,
            repeating,
        }
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until it was told this.
    pub async fn until_told(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.heard().contains(words) {
            let is_late = Instant::now() >= deadline;
            assert!(!is_late, "{words} was not told: {}", self.heard());
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn heard(&self) -> String {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.clone()
    }
}

impl Drop for Parrot {
    fn drop(&mut self) {
        self.repeating.abort();
    }
}

async fn repeat(mut stream: TcpStream, hears: Arc<Mutex<String>>) {
    let mut bytes = [0; 16 << 10];
    while let Ok(read @ 1..) = stream.read(&mut bytes).await {
        let told = String::from_utf8_lossy(&bytes[..read]).into_owned();
        hears
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_str(&told);
        let line = told.replace(['\r', '\n'], " ");
        let answer = if told.starts_with('*') {
            // An error for each command.
            let commands = told.lines().filter(|it| it.starts_with('*')).count();
            format!("-ERR what does this mean: {line}\r\n").repeat(commands)
        } else {
            let length = line.len();
            format!("HTTP/1.1 404 {line}\r\nContent-Length: {length}\r\n\r\n{line}")
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
