//! Puts a finished scene on pixels. Decides nothing.

use tiny_skia::{IntSize, Pixmap, PixmapRef};

use crate::kit::Kit;
use crate::scene::{Item, Place, Scene};
use crate::text::Canvas;
use crate::theme::Rgb;

/// The radius of the slip's corners, in pixels.
pub(crate) const CORNER: u32 = 24;

/// Draws `scene`; `None` only for one without pixels.
///
/// The pixels are straight, not premultiplied, as PNG has them: only those on the edge of the four
/// round corners are neither opaque nor clear.
pub fn paint(scene: &Scene, kit: &Kit) -> Option<Pixmap> {
    let size = IntSize::from_wh(scene.width, scene.height)?;
    let bytes = scene.width as usize * scene.height as usize * 4;
    let mut pixmap = Pixmap::from_vec(kit.take_buffer(bytes), size)?;
    let Rgb { red, green, blue } = scene.ground;
    pixmap.fill(tiny_skia::Color::from_rgba8(red, green, blue, 255));
    for item in &scene.items {
        match item {
            Item::Rect { place, colour } => fill_rect(&mut pixmap, *place, *colour),
            Item::Sprite { left, top, sprite } => {
                if let Some(from) = kit.sprite(sprite) {
                    copy(&mut pixmap, from.as_ref().as_ref(), *left, *top);
                }
            }
            Item::Text(text) => {
                let mut canvas = Canvas {
                    width: scene.width,
                    height: scene.height,
                    pixels: pixmap.data_mut(),
                    colour: text.colour,
                };
                kit.fonts
                    .draw(&mut canvas, &text.line, text.left, text.baseline, text.size);
            }
        }
    }
    round_corners(&mut pixmap);
    Some(pixmap)
}

fn fill(pixels: &mut [u8], colour: Rgb) {
    let ink = [colour.red, colour.green, colour.blue, 255];
    for pixel in pixels.chunks_exact_mut(4) {
        pixel.copy_from_slice(&ink);
    }
}

fn fill_rect(pixmap: &mut Pixmap, place: Place, colour: Rgb) {
    let (width, height) = (pixmap.width() as i32, pixmap.height() as i32);
    let (left, right) = (place.left.clamp(0, width), place.right().clamp(0, width));
    for row in place.top.clamp(0, height)..place.bottom().clamp(0, height) {
        let (from, to) = (
            (row * width + left) as usize * 4,
            (row * width + right) as usize * 4,
        );
        fill(&mut pixmap.data_mut()[from..to], colour);
    }
}

/// Copies premultiplied pixels over opaque ones; what lies outside is left out.
fn copy(pixmap: &mut Pixmap, from: PixmapRef<'_>, left: i32, top: i32) {
    let (width, height) = (pixmap.width() as i32, pixmap.height() as i32);
    let skip = (-left).clamp(0, from.width() as i32);
    let end = (width - left).clamp(skip, from.width() as i32);
    for (row, line) in (top..).zip(from.data().chunks_exact(from.width() as usize * 4)) {
        if row < 0 || row >= height {
            continue;
        }
        let start = (row * width + left + skip) as usize * 4;
        let to = &mut pixmap.data_mut()[start..start + (end - skip) as usize * 4];
        let line = &line[skip as usize * 4..end as usize * 4];
        for (under, over) in to.chunks_exact_mut(4).zip(line.chunks_exact(4)) {
            match over[3] {
                0 => {}
                255 => under.copy_from_slice(over),
                alpha => {
                    let rest = u32::from(255 - alpha);
                    for (under, over) in under[..3].iter_mut().zip(over) {
                        let kept = ((u32::from(*under) * rest + 128) * 257) >> 16;
                        *under = over.saturating_add(kept as u8);
                    }
                }
            }
        }
    }
}

/// Cuts the corners round, smoothly: a pixel on the edge keeps as much as lies inside.
fn round_corners(pixmap: &mut Pixmap) {
    let (width, height) = (pixmap.width(), pixmap.height());
    let radius = CORNER as f32;
    for y in 0..CORNER.min(height / 2) {
        for x in 0..CORNER.min(width / 2) {
            let (across, down) = (radius - x as f32 - 0.5, radius - y as f32 - 0.5);
            let kept = (radius - across.hypot(down) + 0.5).clamp(0.0, 1.0);
            if kept >= 1.0 {
                break;
            }
            for (x, y) in [
                (x, y),
                (width - 1 - x, y),
                (x, height - 1 - y),
                (width - 1 - x, height - 1 - y),
            ] {
                let at = (y * width + x) as usize * 4;
                let pixel = &mut pixmap.data_mut()[at..at + 4];
                pixel[3] = (kept * 255.0 + 0.5) as u8;
                if pixel[3] == 0 {
                    pixel.fill(0);
                }
            }
        }
    }
}
