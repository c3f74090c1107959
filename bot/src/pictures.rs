//! Slips and charts as PNG, drawn on threads of their own from a bounded queue and kept by content.
//!
//! The gateway is never blocked by a picture: what cannot wait for one goes without it.

use std::fmt::Write as _;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use shared::cache::{CacheKey, Namespace, Scope, Waited};
use slip::{ChartView, Kit, KitError, SlipView};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::caches::Caches;
use crate::meters::{Meters, Waits};

/// How many threads draw.
const THREADS: usize = 2;
/// How many pictures may wait; some tenth of a second's work.
const QUEUE_MAX: usize = 64;

/// What names a picture: the hash of all that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ContentKey([u8; 32]);

impl CacheKey for ContentKey {
    type Value = Bytes;
    const NAMESPACE: Namespace = Namespace::ImageCache;
    const KIND: &'static str = "slip";
    // Raised when the same content is drawn in another way.
    const SHAPE: u16 = 1;

    fn scope(&self) -> Scope {
        Scope::Everywhere
    }

    fn write(&self, out: &mut String) {
        for byte in self.0 {
            // Writing into a text never fails.
            let _ = write!(out, "{byte:02x}");
        }
    }

    fn weight(value: &Bytes) -> u32 {
        u32::try_from(value.len()).unwrap_or(u32::MAX)
    }

    fn to_bytes(value: &Bytes) -> Option<Vec<u8>> {
        Some(value.to_vec())
    }

    fn from_bytes(bytes: &[u8]) -> Option<Bytes> {
        Some(Bytes::copy_from_slice(bytes))
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    /// The queue is full: do without, for now.
    #[error("too many pictures are waiting to be drawn")]
    Busy,
    /// It cannot be drawn, or the drawing threads are gone.
    #[error("the picture cannot be drawn: {0}")]
    Failed(String),
}

impl From<Waited> for PictureError {
    fn from(waited: Waited) -> Self {
        Self::Failed(waited.to_string())
    }
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Drawing {
    /// A ticket.
    Slip(Box<SlipView>),
    /// How a line moved.
    Chart(Box<ChartView>),
}

impl From<SlipView> for Drawing {
    fn from(view: SlipView) -> Self {
        Self::Slip(Box::new(view))
    }
}

impl From<ChartView> for Drawing {
    fn from(view: ChartView) -> Self {
        Self::Chart(Box::new(view))
    }
}

struct Job {
    view: Drawing,
    answer: oneshot::Sender<Result<Bytes, PictureError>>,
    _place: OwnedSemaphorePermit,
    _waits: Waits,
}

/// Draws pictures. Clones share the threads, which end with the last clone.
#[derive(Clone)]
pub(crate) struct Pictures {
    jobs: SyncSender<Job>,
    places: Arc<Semaphore>,
    caches: Caches,
    meters: Meters,
}

impl Pictures {
    /// Opens the fonts and starts the threads.
    ///
    /// # Errors
    /// When the bundled fonts cannot be read, which is a fault of the build.
    pub(crate) fn start(caches: Caches) -> Result<Self, KitError> {
        Self::start_with(caches, THREADS, QUEUE_MAX)
    }

    pub(crate) fn start_with(
        caches: Caches,
        threads: usize,
        queue_max: usize,
    ) -> Result<Self, KitError> {
        let kit = Arc::new(Kit::new()?);
        let (jobs, waiting) = sync_channel::<Job>(queue_max.max(1));
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..threads {
            let (kit, waiting) = (Arc::clone(&kit), Arc::clone(&waiting));
            let named = std::thread::Builder::new().name(format!("picture-{number}"));
            if let Err(error) = named.spawn(move || draw_all(&kit, &waiting)) {
                tracing::error!("a drawing thread could not be started: {error}");
            }
        }
        Ok(Self {
            jobs,
            places: Arc::new(Semaphore::new(queue_max)),
            caches,
            meters: Meters::default(),
        })
    }

    /// The same, which counts its pictures there.
    #[must_use]
    pub(crate) fn counted(self, meters: Meters) -> Self {
        Self { meters, ..self }
    }

    /// The picture, unless too many are waiting already.
    ///
    /// # Errors
    /// [`PictureError::Busy`] when the queue is full, otherwise that it cannot be drawn.
    pub(crate) async fn draw_if_free(
        &self,
        view: impl Into<Drawing>,
    ) -> Result<Bytes, Arc<PictureError>> {
        let view = view.into();
        let key = content_key(&view);
        let mut was_drawn = false;
        let draw = async {
            was_drawn = true;
            let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
                self.meters.picture("busy");
                return Err(PictureError::Busy);
            };
            self.queue(view, (place, self.meters.picture_waits())).await
        };
        let png = self.caches.get(key, draw).await?;
        if !was_drawn {
            self.meters.picture("kept");
        }
        Ok(Bytes::clone(&png))
    }

    /// The picture, however long it has to wait for its turn.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub(crate) async fn draw(&self, view: impl Into<Drawing>) -> Result<Bytes, Arc<PictureError>> {
        let view = view.into();
        let key = content_key(&view);
        if let Some(png) = self.caches.kept(key).await {
            self.meters.picture("kept");
            return Ok(Bytes::clone(&png));
        }
        // Its turn comes before it is looked for: whoever looks for the same one waits for it.
        let waits = self.meters.picture_waits();
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|_| Arc::new(PictureError::Busy))?;
        let draw = self.queue(view, (place, waits));
        let png = self.caches.get(key, draw).await?;
        Ok(Bytes::clone(&png))
    }

    async fn queue(
        &self,
        view: Drawing,
        (place, waits): (OwnedSemaphorePermit, Waits),
    ) -> Result<Bytes, PictureError> {
        let (answer, drawn) = oneshot::channel();
        let job = Job {
            view,
            answer,
            _place: place,
            _waits: waits,
        };
        // The places count what the channel holds, so it is never full.
        self.jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => PictureError::Busy,
            TrySendError::Disconnected(_) => gone(),
        })?;
        let drawn = drawn.await.unwrap_or_else(|_| Err(gone()));
        self.meters
            .picture(if drawn.is_ok() { "drawn" } else { "failed" });
        drawn
    }
}

fn gone() -> PictureError {
    PictureError::Failed("the drawing threads are gone".to_owned())
}

fn draw_all(kit: &Kit, waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = {
            let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.recv()
        };
        let Ok(job) = job else { return };
        let png = match &job.view {
            Drawing::Slip(view) => slip::render(view, kit),
            Drawing::Chart(view) => slip::render_chart(view, kit),
        };
        let png = png
            .map(Bytes::from)
            .map_err(|error| PictureError::Failed(error.to_string()));
        // Whoever asked may have gone.
        let _ = job.answer.send(png);
    }
}

/// The hash of everything that a picture shows.
fn content_key(view: &Drawing) -> ContentKey {
    struct Hashed(Sha256);
    impl std::fmt::Write for Hashed {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut hashed = Hashed(Sha256::new());
    // Hashing never fails, so neither does writing into it.
    let _ = match view {
        Drawing::Slip(view) => write!(hashed, "{view:?}"),
        Drawing::Chart(view) => write!(hashed, "{view:?}"),
    };
    ContentKey(hashed.0.finalize().into())
}

#[cfg(test)]
mod tests {
    use slip::{Body, Foot, Look, MemberView, ParlayView, State, Words};

    use super::*;

    fn view(name: &str) -> SlipView {
        SlipView {
            member: MemberView {
                name: name.to_owned(),
                fallback: "Member 1".to_owned(),
                avatar: None,
            },
            state: State::Open,
            state_word: "OPEN".to_owned(),
            correction: None,
            body: Body::Parlay(ParlayView {
                title: Words::from("2-leg parlay"),
                price: "+264".to_owned(),
                sentence: None,
                legs: Vec::new(),
                more: Vec::new(),
            }),
            foot: Foot {
                stake_label: "Risk".to_owned(),
                stake: "1u".to_owned(),
                note: Words::default(),
                money: "to win 2.64u".to_owned(),
            },
            look: Look::default(),
        }
    }

    #[tokio::test]
    async fn the_same_content_is_drawn_once() {
        let pictures = Pictures::start(Caches::without_database()).unwrap();
        let first = pictures.draw(view("Alice")).await.unwrap();
        let again = pictures.draw_if_free(view("Alice")).await.unwrap();
        assert_eq!(first.as_ptr(), again.as_ptr(), "the very same bytes");
        let other = pictures.draw(view("Bob")).await.unwrap();
        assert_ne!(first, other);
        assert!(first.starts_with(b"\x89PNG"));
    }

    #[tokio::test]
    async fn a_full_queue_refuses_who_cannot_wait() {
        let pictures = Pictures::start_with(Caches::without_database(), 1, 1).unwrap();
        let held = Arc::clone(&pictures.places).acquire_owned().await.unwrap();
        let refused = pictures.draw_if_free(view("Alice")).await;
        assert!(matches!(*refused.unwrap_err(), PictureError::Busy));
        drop(held);
        assert!(pictures.draw_if_free(view("Alice")).await.is_ok());
    }
}
