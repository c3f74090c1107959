//! Each sample against its reference picture.
//!
//! `MAKE_REF=1` writes the references and fails. A picture that differs is left in
//! `target/slip-golden` as expected | what differs | actual.

use std::fs;
use std::path::{Path, PathBuf};

use slip::{Body, Kit, Picture, Scene, encode, layout, layout_chart, paint, render};
use tiny_skia::{IntSize, Pixmap, PixmapPaint, Transform};

use crate::{charts, samples};

/// By how much a channel may differ: processors round the edges of shapes differently.
const TOLERANCE: u8 = 2;

fn reference(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.png"))
}

fn read(png: &[u8]) -> Pixmap {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    Pixmap::from_vec(data, IntSize::from_wh(info.width, info.height).unwrap()).unwrap()
}

/// References keep every pixel, where what is sent may be a little off.
fn write(path: &Path, pixmap: &Pixmap) {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixmap.data()).unwrap();
    writer.finish().unwrap();
    fs::write(path, out).unwrap();
}

/// Marks in red where the two differ; how many pixels do.
fn difference(expected: &Pixmap, actual: &Pixmap) -> (usize, Pixmap) {
    let (width, height) = (actual.width(), actual.height());
    let mut marked = Pixmap::new(width, height).unwrap();
    let mut off = 0;
    let pixels = marked.data_mut().chunks_exact_mut(4).enumerate();
    for (number, mark) in pixels {
        let (x, y) = (number as u32 % width, number as u32 / width);
        let at = |from: &Pixmap| {
            let inside = x < from.width() && y < from.height();
            let start = (y * from.width() + x) as usize * 4;
            inside.then(|| from.data()[start..start + 4].to_vec())
        };
        let same = at(expected).zip(at(actual)).is_some_and(|(one, other)| {
            one.iter()
                .zip(other)
                .all(|(one, other)| one.abs_diff(other) <= TOLERANCE)
        });
        if !same {
            off += 1;
            mark.copy_from_slice(&[255, 0, 0, 255]);
        }
    }
    (off, marked)
}

fn leave_side_by_side(name: &str, parts: [&Pixmap; 3]) -> PathBuf {
    let width = parts.iter().map(|it| it.width()).sum();
    let height = parts.iter().map(|it| it.height()).max().unwrap();
    let mut sheet = Pixmap::new(width, height).unwrap();
    let mut left = 0;
    for part in parts {
        let still = Transform::identity();
        sheet.draw_pixmap(left, 0, part.as_ref(), &PixmapPaint::default(), still, None);
        left += part.width() as i32;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/slip-golden");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.png"));
    write(&path, &sheet);
    path
}

/// Every slip and every chart, laid out.
fn scenes(kit: &Kit) -> Vec<(&'static str, Scene)> {
    let slips = samples::all().into_iter();
    let slips = slips.map(|(name, view)| (name, layout(&view, kit)));
    let charts = charts::all().into_iter();
    let charts = charts.map(|(name, view)| (name, layout_chart(&view, kit)));
    slips.chain(charts).collect()
}

#[test]
fn every_sample_looks_as_it_did() {
    let kit = Kit::new().unwrap();
    let make = std::env::var_os("MAKE_REF").is_some();
    let mut wrong = Vec::new();
    for (name, scene) in scenes(&kit) {
        let actual = paint(&scene, &kit).unwrap();
        if make {
            write(&reference(name), &actual);
            continue;
        }
        let expected = read(&fs::read(reference(name)).unwrap());
        let (off, marked) = difference(&expected, &actual);
        let size = (expected.width(), expected.height()) == (actual.width(), actual.height());
        if off > 0 || !size {
            let sheet = leave_side_by_side(name, [&expected, &marked, &actual]);
            wrong.push(format!(
                "{name}: {off} pixels differ, see {}",
                sheet.display()
            ));
        }
    }
    assert!(
        !make,
        "wrote new references: look at them, then run without MAKE_REF"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_reference_is_left_over() {
    let known: Vec<String> = scenes(&Kit::new().unwrap())
        .iter()
        .map(|it| format!("{}.png", it.0))
        .collect();
    for file in fs::read_dir(reference("x").parent().unwrap()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "{name} has no sample");
    }
}

#[test]
fn a_slip_is_light_enough_to_be_sent() {
    let kit = Kit::new().unwrap();
    for (name, view) in samples::all() {
        let bytes = render(&view, &kit).unwrap().len();
        let most = if matches!(view.body, Body::Single(_)) {
            80_000
        } else {
            250_000
        };
        assert!(bytes < most, "{name} has {bytes} bytes");
    }
}

/// By how much the worst channel of each pixel of `view` is off once it is written.
fn offs(kit: &Kit, view: &slip::SlipView) -> Vec<u8> {
    let painted = paint(&layout(view, kit), kit).unwrap();
    let sent = read(&encode(&painted).unwrap());
    let pixels = painted.data().as_chunks::<4>().0;
    pixels
        .iter()
        .zip(sent.data().as_chunks::<4>().0)
        .map(|(one, other)| {
            let off = one
                .iter()
                .zip(other)
                .map(|(one, other)| one.abs_diff(*other));
            off.max().unwrap()
        })
        .collect()
}

#[test]
fn what_is_sent_looks_as_it_was_painted() {
    let kit = Kit::new().unwrap();
    for (name, view) in samples::all() {
        let offs = offs(&kit, &view);
        let more_than = |most: u8| offs.iter().filter(|it| **it > most).count();
        assert!(more_than(0) * 10 < offs.len(), "{name} is off in places");
        assert!(more_than(4) * 250 < offs.len(), "{name} is off at edges");
        assert!(more_than(12) * 2000 < offs.len(), "{name} is off at edges");
    }
}

#[test]
fn an_avatar_that_is_a_photo_is_sent_to_the_bit() {
    let kit = Kit::new().unwrap();
    let mut view = samples::single();
    let rgba = (0..128_u32 * 128).flat_map(|it| {
        let [_, red, green, blue] = it.wrapping_mul(0x9e37_79b1).to_be_bytes();
        [red, green, blue, 255]
    });
    view.member.avatar = Some(Picture::from_rgba(128, 128, rgba.collect()).unwrap());
    assert!(offs(&kit, &view).iter().all(|it| *it == 0));
    assert!(render(&view, &kit).unwrap().len() < 100_000);
}

#[test]
fn the_same_slip_is_the_same_bytes_on_every_thread() {
    let kit = Kit::new().unwrap();
    let first = render(&samples::parlay_4(), &kit).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for (_, view) in samples::all() {
                    render(&view, &kit).unwrap();
                }
                assert_eq!(render(&samples::parlay_4(), &kit).unwrap(), first);
            });
        }
    });
    assert_eq!(
        render(&samples::parlay_4(), &Kit::new().unwrap()).unwrap(),
        first
    );
}

#[test]
fn the_corners_are_clear_and_the_rest_is_not() {
    let kit = Kit::new().unwrap();
    let png = render(&samples::single(), &kit).unwrap();
    let picture = read(&png);
    let alpha = |x: u32, y: u32| picture.data()[((y * picture.width() + x) * 4 + 3) as usize];
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    for (x, y) in [(0, 0), (right, 0), (0, bottom), (right, bottom)] {
        assert_eq!(alpha(x, y), 0);
    }
    for (x, y) in [
        (30, 0),
        (0, 30),
        (right - 30, bottom),
        (right, bottom - 30),
        (400, 200),
    ] {
        assert_eq!(alpha(x, y), 255);
    }
}
