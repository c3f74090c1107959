//! Starting a sandbox: the listener, and what each path leads to.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use tokio::net::TcpListener;

use crate::id::Id;
use crate::model::{Application, State};
use crate::rules::spec::{Spec, SpecError};
use crate::shared::Shared;
use crate::wire::{Door, Wire};
use crate::{Options, drive, gateway, page, rest};

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
    let shared = Arc::new(Shared::new(options, spec, state));
    if shared.options.seed {
        let bits = shared.options.bot_permissions;
        shared.write(|state, now| state.seed(bits, now));
    }
    let router = router(Arc::clone(&shared));
    let mut stopped = shared.stopped();
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<Wire>();
        let serving =
            axum::serve(Door::new(listener), service).with_graceful_shutdown(async move {
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
