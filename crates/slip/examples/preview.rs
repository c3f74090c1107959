//! Writes the picture of every golden to `target/preview`, full size and as wide as a phone shows
//! it, with the alt text beside it.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool for the eye: it writes files and may stop where it stands"
)]

use std::fs;
use std::path::Path;

use slip::{Kit, alt_text, chart_alt, encode, layout, layout_chart, paint};
use tiny_skia::{FilterQuality, Pixmap, PixmapPaint, Transform};

#[path = "../tests/it/charts.rs"]
mod charts;
#[path = "../tests/it/samples.rs"]
mod samples;

/// What a phone gives to 800 pixels.
const PHONE_WIDTH: u32 = 310;

/// What Discord's dark theme puts behind a picture.
const BEHIND: [u8; 3] = [0x31, 0x33, 0x38];

fn main() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/preview");
    fs::create_dir_all(&out).unwrap();
    let kit = Kit::new().unwrap();
    let slips = samples::all().into_iter();
    let slips = slips.map(|(name, view)| (name, layout(&view, &kit), alt_text(&view)));
    let charts = charts::all().into_iter();
    let charts = charts.map(|(name, view)| (name, layout_chart(&view, &kit), chart_alt(&view)));
    for (name, scene, alt) in slips.chain(charts) {
        let pixmap = paint(&scene, &kit).unwrap();
        let png = encode(&pixmap).unwrap();
        println!(
            "{name}: {}x{}, {} bytes",
            pixmap.width(),
            pixmap.height(),
            png.len()
        );
        fs::write(out.join(format!("{name}.png")), png).unwrap();
        let small = encode(&on_phone(&pixmap)).unwrap();
        fs::write(out.join(format!("{name}.phone.png")), small).unwrap();
        fs::write(out.join(format!("{name}.txt")), alt).unwrap();
    }
    println!("written to {}", out.display());
}

/// The picture as a phone shows it, on what is behind it there. Each step halves at most, so that
/// no pixel is passed over.
fn on_phone(pixmap: &Pixmap) -> Pixmap {
    let mut at = pixmap.clone();
    for pixel in at.data_mut().chunks_exact_mut(4) {
        let alpha = u16::from(pixel[3]);
        for (channel, behind) in pixel.iter_mut().zip(BEHIND) {
            let mixed = u16::from(*channel) * alpha + u16::from(behind) * (255 - alpha);
            *channel = u8::try_from(mixed / 255).unwrap();
        }
        pixel[3] = 255;
    }
    for width in [PHONE_WIDTH * 2, PHONE_WIDTH] {
        let scale = width as f32 / at.width() as f32;
        let mut next = Pixmap::new(width, (at.height() as f32 * scale) as u32).unwrap();
        let paint = PixmapPaint {
            quality: FilterQuality::Bilinear,
            ..PixmapPaint::default()
        };
        let place = Transform::from_scale(scale, scale);
        next.draw_pixmap(0, 0, at.as_ref(), &paint, place, None);
        at = next;
    }
    at
}
