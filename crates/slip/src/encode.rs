//! Pixels to PNG, quickly: most rows of a slip are flat, which the cheapest deflate sees as well.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use tiny_skia::Pixmap;

/// Why pixels could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot encode png")]
pub struct EncodeError(#[from] png::EncodingError);

/// Room for most slips, so that the bytes are seldom moved.
const PNG_BYTES_USUAL: usize = 96 << 10;

/// Writes `pixmap` as an RGBA PNG, its bytes taken as straight, as [`crate::paint`] leaves them.
///
/// # Errors
///
/// Never for pixels that were drawn by [`crate::paint`].
pub fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(PNG_BYTES_USUAL);
    let mut encoder = Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Fast);
    encoder.set_filter(Filter::Paeth);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixmap.data())?;
    writer.finish()?;
    Ok(out)
}
