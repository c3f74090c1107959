//! The process around the state: the lock, the clock, the listener.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::connect_info::Connected;
use axum::routing::{any, get};
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::id::Id;
use crate::model::{Application, State};
use crate::rules::spec::{Spec, SpecError};
use crate::{Options, drive, gateway, page, rest};

/// Everything the faces share.
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) spec: Option<Spec>,
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    stop: watch::Sender<bool>,
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The official document cannot be used.
    #[error(transparent)]
    Spec(#[from] SpecError),
}

impl Shared {
    /// Looks at the state.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the state, given the time, and wakes who waits if it bumped the version.
    pub(crate) fn write<R>(&self, change: impl FnOnce(&mut State, i64) -> R) -> R {
        let (result, version) = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let now = self.clock.now();
            let result = change(&mut state, now);
            (result, state.version)
        };
        self.changed.send_if_modified(|known| {
            let is_new = version > *known;
            *known = version.max(*known);
            is_new
        });
        result
    }

    /// A receiver that wakes whenever something visible changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// A receiver that wakes when the sandbox stops.
    pub(crate) fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.stop.send_replace(true);
    }
}

/// Starts a server; where it listens, and its state.
pub(crate) async fn start(options: Options) -> Result<(SocketAddr, Arc<Shared>), StartError> {
    let document = options.openapi.clone().or_else(|| {
        std::env::var_os("DISCORD_OPENAPI")
            .filter(|it| !it.is_empty())
            .map(Into::into)
    });
    let spec = match document {
        Some(path) => Some(Spec::load(&path).await?),
        None => None,
    };
    let address = options.listen;
    let listen = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let application = Application {
        id: Id(options.application_id),
        name: options.application_name.clone(),
    };
    let state = State::new(
        application,
        format!("http://{address}"),
        format!("ws://{address}"),
    );
    let shared = Arc::new(Shared {
        clock: Clock::default(),
        spec,
        state: Mutex::new(state),
        changed: watch::Sender::new(0),
        stop: watch::Sender::new(false),
        options,
    });
    if shared.options.seed {
        let bits = shared.options.bot_permissions;
        shared.write(|state, now| state.seed(bits, now));
    }
    let router = router(Arc::clone(&shared));
    let mut stopped = shared.stopped();
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<Wire>();
        let serving = axum::serve(Door(listener), service).with_graceful_shutdown(async move {
            // An error means that the sandbox is gone, which stops it too.
            let _ = stopped.wait_for(|stop| *stop).await;
        });
        if let Err(error) = serving.await {
            tracing::error!(%error, "the sandbox stopped serving");
        }
    });
    Ok((address, shared))
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(gateway::root))
        .route("/api/{*path}", any(rest::entry))
        .route("/attachments/{channel}/{id}/{name}", get(page::attachment))
        .route("/sandbox/live", get(page::live))
        .route(
            "/sandbox/{command}",
            get(drive::face::get).post(drive::face::post),
        )
        .route("/page/{name}", get(page::asset))
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

/// A connection that can be cut from within a handler.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire {
    cut: Arc<AtomicBool>,
}

impl Wire {
    /// Lets nothing more through: the client sees its connection end.
    pub(crate) fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }
}

struct Door(TcpListener);

/// A TCP stream with its [`Wire`].
pub(crate) struct Line {
    stream: TcpStream,
    wire: Wire,
}

impl Listener for Door {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Small answers go out at once; a kernel that cannot do it is only slower.
        let _ = stream.set_nodelay(true);
        (
            Line {
                stream,
                wire: Wire::default(),
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Door>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().wire.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.wire.cut.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
