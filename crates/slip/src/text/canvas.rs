//! Putting one colour on opaque pixels by how much of each is covered.

use crate::theme::Rgb;

/// Opaque RGBA pixels that a colour is put on.
pub(crate) struct Canvas<'p> {
    pub(crate) pixels: &'p mut [u8],
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) colour: Rgb,
}

impl Canvas<'_> {
    /// Puts the colour on by `coverage`, rows of `width`; what lies outside is left out.
    pub(super) fn cover(&mut self, left: i32, top: i32, width: u32, coverage: &[u8]) {
        let (canvas_width, canvas_height) = (self.width as i32, self.height as i32);
        let skip = usize::try_from(-left).unwrap_or(0);
        let end = usize::try_from(canvas_width - left)
            .unwrap_or(0)
            .min(width as usize);
        if skip >= end {
            return;
        }
        let ink = [self.colour.red, self.colour.green, self.colour.blue];
        for (row, line) in (top..).zip(coverage.chunks_exact(width as usize)) {
            if row < 0 || row >= canvas_height {
                continue;
            }
            let from = (row * canvas_width + left + skip as i32) as usize * 4;
            let pixels = &mut self.pixels[from..from + (end - skip) * 4];
            blend(pixels.as_chunks_mut().0, &line[skip..end], ink);
        }
    }
}

/// Mixes `ink` into opaque pixels by how much of each is covered.
fn blend(pixels: &mut [[u8; 4]], coverage: &[u8], ink: [u8; 3]) {
    let ink = [ink[0], ink[1], ink[2], 255].map(u16::from);
    for (pixel, cover) in pixels.iter_mut().zip(coverage) {
        let cover = u16::from(*cover);
        for (under, over) in pixel.iter_mut().zip(ink) {
            // Divides by 255 exactly, rounded, without a division.
            let mixed = u16::from(*under) * (255 - cover) + over * cover + 128;
            *under = ((mixed + (mixed >> 8)) >> 8) as u8;
        }
    }
}
