//! What every slip is drawn with: fonts and themes, opened and checked once, and what has been
//! drawn before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tiny_skia::Pixmap;

use crate::scene::Sprite;
use crate::sprite;
use crate::text::Fonts;
use crate::theme::{CONTRAST_MIN, Theme};

/// Fonts, themes and caches. One is enough for a process: it may be used from many threads at
/// once, and is best shared as an `Arc<Kit>`.
pub struct Kit {
    pub(crate) fonts: Fonts,
    sprites: RwLock<Sprites>,
    buffers: Mutex<Vec<Vec<u8>>>,
}

#[derive(Default)]
struct Sprites {
    by_look: HashMap<Sprite, Option<Arc<Pixmap>>>,
    bytes: usize,
}

/// How many bytes of drawings are kept before all are dropped: some two hundred crests.
const SPRITE_BYTES_MAX: usize = 6 << 20;

/// How many canvases are kept for the next slips; one for each drawing thread is enough.
const BUFFERS_MAX: usize = 4;

/// Why there is no kit.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// A bundled font is damaged.
    #[error("cannot read the bundled font {0}")]
    Font(&'static str),
    /// A theme has text that cannot be read.
    #[error("{pair} has a contrast of {contrast}, less than {CONTRAST_MIN}")]
    Contrast {
        /// Which two colours.
        pair: &'static str,
        /// What they reach.
        contrast: f32,
    },
}

impl Kit {
    /// Opens the bundled fonts and checks the themes.
    ///
    /// # Errors
    ///
    /// When a font cannot be read or a theme's text is too faint: both are faults of the build.
    pub fn new() -> Result<Self, KitError> {
        for theme in [Theme::DARK, Theme::LIGHT] {
            for (pair, text, ground) in theme.text_pairs() {
                let contrast = text.contrast(ground);
                if contrast < CONTRAST_MIN {
                    return Err(KitError::Contrast { pair, contrast });
                }
            }
        }
        Ok(Self {
            fonts: Fonts::load().map_err(KitError::Font)?,
            sprites: RwLock::default(),
            buffers: Mutex::default(),
        })
    }

    /// The pixels of a sprite, drawn now or before.
    pub(crate) fn sprite(&self, sprite: &Sprite) -> Option<Arc<Pixmap>> {
        {
            let sprites = self.sprites.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(pixmap) = sprites.by_look.get(sprite) {
                return pixmap.clone();
            }
        }
        let pixmap = sprite::draw(&self.fonts, sprite).map(Arc::new);
        let mut sprites = self.sprites.write().unwrap_or_else(PoisonError::into_inner);
        if sprites.bytes > SPRITE_BYTES_MAX {
            *sprites = Sprites::default();
        }
        sprites.bytes += pixmap.as_ref().map_or(0, |it| it.data().len());
        sprites.by_look.insert(sprite.clone(), pixmap.clone());
        pixmap
    }

    /// A buffer of `bytes` bytes, its content left over from an earlier slip.
    pub(crate) fn take_buffer(&self, bytes: usize) -> Vec<u8> {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut buffer = buffers.pop().unwrap_or_default();
        drop(buffers);
        buffer.resize(bytes, 0);
        buffer
    }

    /// Takes pixels back for the next slip: fresh pages cost more than drawing on them.
    pub fn recycle(&self, pixmap: Pixmap) {
        let buffer = pixmap.take();
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        if buffers.len() < BUFFERS_MAX {
            buffers.push(buffer);
        }
    }
}

impl std::fmt::Debug for Kit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Kit").finish_non_exhaustive()
    }
}
