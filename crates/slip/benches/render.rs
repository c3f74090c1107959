//! How long a slip takes on one core, against a floor in the same run: clearing as many pixels
//! and putting them through the fastest deflate there is.

#![expect(clippy::unwrap_used, reason = "a benchmark may stop where it stands")]
#![expect(dead_code, reason = "the samples hold more than is measured")]

use divan::{Bencher, counter::ItemsCount};
use slip::{Kit, SlipView, encode, layout, paint, render};

#[path = "../tests/it/samples.rs"]
mod samples;

fn main() {
    divan::main();
}

/// The scenes that have a goal.
fn scene(name: &str) -> SlipView {
    match name {
        "single" => samples::single(),
        "parlay 4" => samples::parlay_4(),
        _ => samples::parlay(10),
    }
}

const SCENES: [&str; 3] = ["single", "parlay 4", "parlay 10"];

#[divan::bench(args = SCENES, sample_count = 400)]
fn whole(bencher: Bencher<'_, '_>, name: &str) {
    let (kit, view) = (Kit::new().unwrap(), scene(name));
    let bytes = render(&view, &kit).unwrap().len();
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| render(&view, &kit).unwrap());
    assert!(bytes < 250_000, "{name} has {bytes} bytes");
}

/// Two threads on one kit: whether they are in each other's way.
#[divan::bench(threads = 2, sample_count = 400)]
fn whole_on_two_threads(bencher: Bencher<'_, '_>) {
    let (kit, view) = (Kit::new().unwrap(), samples::single());
    bencher
        .counter(ItemsCount::new(1_u32))
        .bench(|| render(&view, &kit).unwrap());
}

#[divan::bench(args = SCENES, sample_count = 400)]
fn only_layout(bencher: Bencher<'_, '_>, name: &str) {
    let (kit, view) = (Kit::new().unwrap(), scene(name));
    bencher.bench(|| layout(&view, &kit));
}

#[divan::bench(args = SCENES, sample_count = 400)]
fn only_paint(bencher: Bencher<'_, '_>, name: &str) {
    let kit = Kit::new().unwrap();
    let scene = layout(&scene(name), &kit);
    bencher.bench(|| kit.recycle(paint(&scene, &kit).unwrap()));
}

#[divan::bench(args = SCENES, sample_count = 400)]
fn only_encode(bencher: Bencher<'_, '_>, name: &str) {
    let kit = Kit::new().unwrap();
    let pixmap = paint(&layout(&scene(name), &kit), &kit).unwrap();
    bencher.bench(|| encode(&pixmap).unwrap());
}

/// Clears the single's pixels and writes them, flat, as PNG.
#[divan::bench(sample_count = 400)]
fn floor(bencher: Bencher<'_, '_>) {
    let kit = Kit::new().unwrap();
    let scene = layout(&samples::single(), &kit);
    let mut pixmap = tiny_skia::Pixmap::new(scene.width, scene.height).unwrap();
    bencher.bench_local(|| {
        pixmap.fill(tiny_skia::Color::from_rgba8(0x14, 0x17, 0x1c, 0xff));
        let mut out = Vec::with_capacity(96 << 10);
        let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_compression(png::Compression::Fastest);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(pixmap.data()).unwrap();
        writer.finish().unwrap();
        out
    });
}

/// The first slip of a process: nothing is shaped or rasterised yet.
#[divan::bench(sample_count = 20)]
fn cold(bencher: Bencher<'_, '_>) {
    let view = samples::single();
    bencher
        .with_inputs(|| Kit::new().unwrap())
        .bench_local_values(|kit| render(&view, &kit).unwrap());
}
