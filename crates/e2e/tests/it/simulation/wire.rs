//! The wire between a process and Postgres, with a place between any two statements at which it
//! can be cut or held: a statement ends where the server is asked to answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// What is to happen at a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trap {
    /// Never sent.
    Before,
    /// Done, and the answer is lost.
    After,
    /// Held back until [`Wire::release`].
    Hold,
}

/// What has become of the trap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sprung {
    Not,
    Cut,
    Held,
}

#[derive(Default)]
struct State {
    statements: u32,
    trap: Option<(u32, Trap)>,
}

/// One process's way to the server.
pub(crate) struct Wire {
    pub(crate) port: u16,
    state: Arc<Mutex<State>>,
    sprung: Arc<watch::Sender<Sprung>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Wire {
    /// A wire to the server that these options name.
    pub(crate) async fn to(options: PgConnectOptions) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let own_port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let sprung = Arc::new(watch::Sender::new(Sprung::Not));
        let (of_state, of_sprung) = (state.clone(), sprung.clone());
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // Small messages back and forth: waiting to fill a packet would be all that is done.
                client.set_nodelay(true).unwrap();
                let (from_server, to_server) = server(&options).await;
                let link = Link {
                    state: of_state.clone(),
                    sprung: of_sprung.clone(),
                };
                tokio::spawn(link.run(client, from_server, to_server));
            }
        });
        Self {
            port: own_port,
            state,
            sprung,
            listening,
        }
    }

    /// Sets a trap at the nth statement from now.
    pub(crate) fn arm(&self, at: u32, trap: Trap) {
        let _ = self.sprung.send_replace(Sprung::Not);
        *lock(&self.state) = State {
            statements: 0,
            trap: Some((at, trap)),
        };
    }

    /// Takes the trap away, and lets go of what is held.
    pub(crate) fn release(&self) {
        lock(&self.state).trap = None;
        let _ = self.sprung.send_replace(Sprung::Not);
    }

    /// Whether the trap has sprung.
    pub(crate) fn is_sprung(&self) -> bool {
        *self.sprung.borrow() != Sprung::Not
    }

    /// Comes back when the trap has sprung.
    pub(crate) async fn sprung(&self) {
        let mut sprung = self.sprung.subscribe();
        sprung.wait_for(|it| *it != Sprung::Not).await.unwrap();
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What comes from one end of a connection, and the way back to it.
type Incoming = Box<dyn AsyncRead + Send + Unpin>;
type Outgoing = Box<dyn AsyncWrite + Send + Unpin>;

/// A connection to the server, by its socket where that is how it listens.
async fn server(options: &PgConnectOptions) -> (Incoming, Outgoing) {
    let port = options.get_port();
    if let Some(folder) = options.get_socket() {
        let socket = folder.join(format!(".s.PGSQL.{port}"));
        let (from, to) = UnixStream::connect(socket).await.unwrap().into_split();
        return (Box::new(from), Box::new(to));
    }
    let server = TcpStream::connect((options.get_host(), port))
        .await
        .unwrap();
    server.set_nodelay(true).unwrap();
    let (from, to) = server.into_split();
    (Box::new(from), Box::new(to))
}

/// One connection.
struct Link {
    state: Arc<Mutex<State>>,
    sprung: Arc<watch::Sender<Sprung>>,
}

impl Link {
    async fn run(self, client: TcpStream, from_server: Incoming, mut to_server: Outgoing) {
        let (from_client, mut to_client) = client.into_split();
        let (muted, is_muted) = watch::channel(false);
        // Ends with whichever end is closed first; both sockets go with it.
        tokio::select! {
            () = self.ask(from_client, &mut to_server, &muted) => {}
            () = self.answer(from_server, &mut to_client, is_muted) => {}
        }
    }

    /// From the process to the server, statement by statement.
    async fn ask(
        &self,
        mut from: impl AsyncRead + Unpin,
        to: &mut (impl AsyncWrite + Unpin),
        muted: &watch::Sender<bool>,
    ) {
        // The greeting has no kind.
        let Some(greeting) = message(&mut from, None).await else {
            return;
        };
        if to.write_all(&greeting).await.is_err() {
            return;
        }
        let mut statement = Vec::new();
        loop {
            let mut kind = [0];
            if from.read_exact(&mut kind).await.is_err() {
                return;
            }
            let Some(part) = message(&mut from, Some(kind[0])).await else {
                return;
            };
            statement.extend(part);
            // Sync, Query; what else is sent by itself: Terminate, a password.
            if !matches!(kind[0], b'S' | b'Q' | b'X' | b'p') {
                continue;
            }
            if matches!(kind[0], b'S' | b'Q') && !self.pass(muted).await {
                return;
            }
            if to.write_all(&statement).await.is_err() {
                return;
            }
            statement.clear();
        }
    }

    /// Counts a statement. Says whether it goes on to the server.
    async fn pass(&self, muted: &watch::Sender<bool>) -> bool {
        let trap = {
            let mut state = lock(&self.state);
            state.statements += 1;
            let count = state.statements;
            state.trap.filter(|(at, _)| *at == count)
        };
        match trap {
            None => true,
            Some((_, Trap::Before)) => {
                let _ = self.sprung.send_replace(Sprung::Cut);
                false
            }
            Some((_, Trap::After)) => {
                let _ = muted.send_replace(true);
                true
            }
            Some((_, Trap::Hold)) => {
                let mut sprung = self.sprung.subscribe();
                let _ = self.sprung.send_replace(Sprung::Held);
                let _ = sprung.wait_for(|it| *it == Sprung::Not).await;
                true
            }
        }
    }

    /// From the server to the process, unless the process is gone.
    async fn answer(
        &self,
        mut from: impl AsyncRead + Unpin,
        to: &mut (impl AsyncWrite + Unpin),
        muted: watch::Receiver<bool>,
    ) {
        loop {
            let mut kind = [0];
            if from.read_exact(&mut kind).await.is_err() {
                return;
            }
            let Some(part) = message(&mut from, Some(kind[0])).await else {
                return;
            };
            if *muted.borrow() {
                // Ready for the next one: this one is done, committed where it commits.
                if kind[0] == b'Z' {
                    let _ = self.sprung.send_replace(Sprung::Cut);
                    return;
                }
            } else if to.write_all(&part).await.is_err() {
                return;
            }
        }
    }
}

/// A message with its kind, where it has one, and its length.
async fn message(from: &mut (impl AsyncRead + Unpin), kind: Option<u8>) -> Option<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length).await.ok()?;
    let body = usize::try_from(u32::from_be_bytes(length))
        .ok()?
        .checked_sub(4)?;
    let mut whole: Vec<u8> = kind.into_iter().chain(length).collect();
    let start = whole.len();
    whole.resize(start + body, 0);
    from.read_exact(&mut whole[start..]).await.ok()?;
    Some(whole)
}
