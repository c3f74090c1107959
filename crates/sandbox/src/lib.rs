#![doc = include_str!("../README.md")]
#![recursion_limit = "256"]

mod clock;
mod drive;
mod error;
mod faults;
mod gateway;
mod id;
mod limits;
mod model;
mod options;
mod page;
mod record;
mod rest;
mod rules;
mod server;
mod shared;
mod transcript;
mod user;
mod wire;

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;

use crate::shared::Shared;

pub use crate::drive::{Drive, GatewayAction, User};
pub use crate::error::DriveError;
pub use crate::faults::{Effect, Fault};
pub use crate::id::Id;
pub use crate::model::session::KnownSession;
pub use crate::options::Options;
pub use crate::record::{Refusal, Request, Stats};
pub use crate::rules::spec::SpecError;
pub use crate::server::StartError;
pub use crate::user::{
    Answer, Button, Choice, Field, Modal, Picture, Reaction, RenderedMessage, Select,
};

/// A running sandbox. It stops when this is dropped.
///
/// Everything that [`Drive`] can do it can do too.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    drive: Drive,
}

impl Sandbox {
    /// Starts a sandbox and returns once it listens.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the address is taken or the official document cannot be used.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let (address, shared) = server::start(options).await?;
        let drive = Drive::here(Arc::clone(&shared));
        Ok(Self {
            address,
            shared,
            drive,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `host:port`, as a bot's REST client takes it for a proxy.
    #[must_use]
    pub fn api_host(&self) -> String {
        self.address.to_string()
    }

    /// The page's address, `http://host:port`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The gateway's address, `ws://host:port`.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        format!("ws://{}", self.address)
    }

    /// The token that the bot has to use.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.shared.options.token
    }

    /// The bot's application id.
    #[must_use]
    pub fn application_id(&self) -> Id {
        Id(self.shared.options.application_id)
    }

    /// Its drive API, which can be cloned and outlives borrows.
    #[must_use]
    pub fn drive(&self) -> Drive {
        self.drive.clone()
    }

    /// Stops it: connections end, the port is free.
    pub fn stop(&self) {
        self.shared.stop();
    }
}

impl Deref for Sandbox {
    type Target = Drive;

    fn deref(&self) -> &Drive {
        &self.drive
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop();
    }
}
