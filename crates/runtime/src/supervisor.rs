//! What a process says to the service manager that started it, in the protocol of systemd's
//! `Type=notify`: that it is ready, what it is doing, that it is alive, that it stops.
//!
//! Without a manager (no `NOTIFY_SOCKET`), nothing is said. What is said goes through a thread of
//! its own, because a datagram waits where the manager does not read: a frozen manager holds up
//! nothing but that thread.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sd_notify::NotifyState;

/// How many messages may wait for the manager. One more is dropped.
const WAITING_MAX: usize = 64;

/// A message to the manager.
#[derive(Debug)]
enum Message {
    Ready,
    Alive,
    Stopping,
    Status(String),
}

/// The service manager. Clones say things to the same one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Supervisor {
    messages: Option<SyncSender<Message>>,
    watchdog: Option<Duration>,
    said: Arc<Mutex<Said>>,
}

/// What the manager knows already.
#[derive(Debug, Default)]
struct Said {
    ready: bool,
    status: String,
}

impl Supervisor {
    /// The manager that the environment names, if there is one.
    pub(crate) fn of_environment() -> Self {
        let is_named = std::env::var_os("NOTIFY_SOCKET").is_some_and(|it| !it.is_empty());
        if !is_named {
            return Self::default();
        }
        let (messages, received) = sync_channel(WAITING_MAX);
        let spoken = std::thread::Builder::new().name("supervisor".to_owned());
        if let Err(error) = spoken.spawn(move || speak(&received)) {
            tracing::warn!("the service manager will hear nothing: {error}");
            return Self::default();
        }
        Self {
            messages: Some(messages),
            watchdog: sd_notify::watchdog_enabled(),
            said: Arc::default(),
        }
    }

    /// How long the manager accepts silence, if it minds.
    pub(crate) const fn watchdog(&self) -> Option<Duration> {
        self.watchdog
    }

    /// The process does what it is for. Said once.
    pub(crate) fn ready(&self) {
        let was_ready = std::mem::replace(&mut self.said().ready, true);
        if !was_ready {
            self.say(Message::Ready);
        }
    }

    /// What the process is doing, in a line.
    pub(crate) fn status(&self, line: &str) {
        let line = line.lines().next().unwrap_or_default();
        let mut said = self.said();
        if said.status != line {
            line.clone_into(&mut said.status);
            drop(said);
            self.say(Message::Status(line.to_owned()));
        }
    }

    pub(crate) fn alive(&self) {
        self.say(Message::Alive);
    }

    pub(crate) fn stopping(&self) {
        self.say(Message::Stopping);
    }

    fn say(&self, message: Message) {
        if let Some(messages) = &self.messages {
            // A manager that has not read the last ones would not read this one either.
            let _ = messages.try_send(message);
        }
    }

    fn said(&self) -> std::sync::MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes messages on until nobody has any more.
fn speak(messages: &Receiver<Message>) {
    let mut is_heard = true;
    while let Ok(message) = messages.recv() {
        let state = match &message {
            Message::Ready => NotifyState::Ready,
            Message::Alive => NotifyState::Watchdog,
            Message::Stopping => NotifyState::Stopping,
            Message::Status(line) => NotifyState::Status(line),
        };
        match sd_notify::notify(&[state]) {
            Ok(()) => is_heard = true,
            Err(error) => {
                if std::mem::replace(&mut is_heard, false) {
                    tracing::warn!("the service manager cannot be reached: {error}");
                }
            }
        }
    }
}
