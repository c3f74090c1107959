//! Pictures that come from outside: avatars and logos, decoded once and shared.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use tiny_skia::Pixmap;

/// Decoded pixels that are cheap to clone. Two with the same pixels are equal.
#[derive(Clone)]
pub struct Picture {
    pixels: Arc<Pixmap>,
    /// Names the pixels in the kit's cache.
    pub(crate) key: u64,
}

/// The longest edge of a picture that is taken in, in pixels; Discord's largest avatar has 4,096,
/// but asks us to name the size, and 256 is more than is ever drawn.
pub const PICTURE_EDGE_MAX: u32 = 1024;

/// Why a picture was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Not a PNG, or a damaged one.
    #[error("cannot read the picture as png")]
    Decode(#[source] png::DecodingError),
    /// Larger than anything we ask for.
    #[error("picture of {width}x{height} exceeds {PICTURE_EDGE_MAX} pixels on an edge")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Its bytes do not make up its size.
    #[error("picture has no pixels, or not as many as it says")]
    Empty,
}

impl Picture {
    /// Decodes a PNG of any colour type.
    ///
    /// # Errors
    ///
    /// When it is no PNG, is damaged, or is larger than [`PICTURE_EDGE_MAX`].
    pub fn from_png(bytes: &[u8]) -> Result<Self, PictureError> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(PictureError::Decode)?;
        let (width, height) = reader.info().size();
        check_edge(width, height)?;
        let mut data = vec![0; reader.output_buffer_size().ok_or(PictureError::Empty)?];
        let info = reader.next_frame(&mut data).map_err(PictureError::Decode)?;
        data.truncate(info.buffer_size());
        let rgba: Vec<u8> = match info.color_type {
            png::ColorType::Rgba => data,
            png::ColorType::Rgb | png::ColorType::Indexed => data
                .chunks_exact(3)
                .flat_map(|it| [it[0], it[1], it[2], 255])
                .collect(),
            png::ColorType::GrayscaleAlpha => data
                .chunks_exact(2)
                .flat_map(|it| [it[0], it[0], it[0], it[1]])
                .collect(),
            png::ColorType::Grayscale => data.iter().flat_map(|it| [*it, *it, *it, 255]).collect(),
        };
        Self::from_rgba(width, height, rgba)
    }

    /// Takes straight (not premultiplied) RGBA bytes, row by row.
    ///
    /// # Errors
    ///
    /// When the bytes do not make up the size, or it is larger than [`PICTURE_EDGE_MAX`].
    pub fn from_rgba(width: u32, height: u32, mut rgba: Vec<u8>) -> Result<Self, PictureError> {
        check_edge(width, height)?;
        for pixel in rgba.chunks_exact_mut(4) {
            let alpha = u16::from(pixel[3]);
            for channel in &mut pixel[..3] {
                *channel = u8::try_from((u16::from(*channel) * alpha + 127) / 255).unwrap_or(255);
            }
        }
        let mut hasher = DefaultHasher::new();
        (width, height, &rgba).hash(&mut hasher);
        let size = tiny_skia::IntSize::from_wh(width, height).ok_or(PictureError::Empty)?;
        let pixels = Pixmap::from_vec(rgba, size).ok_or(PictureError::Empty)?;
        Ok(Self {
            pixels: Arc::new(pixels),
            key: hasher.finish(),
        })
    }

    /// The premultiplied pixels.
    pub(crate) fn pixmap(&self) -> &Pixmap {
        &self.pixels
    }
}

fn check_edge(width: u32, height: u32) -> Result<(), PictureError> {
    if width > PICTURE_EDGE_MAX || height > PICTURE_EDGE_MAX {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(())
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "Picture({}x{})",
            self.pixels.width(),
            self.pixels.height()
        )
    }
}

impl Eq for Picture {}

impl Hash for Picture {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}
