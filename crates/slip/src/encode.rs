//! Pixels to PNG, by a palette where that cannot be seen.
//!
//! The fastest compression knows runs and no repetitions, which is enough for a slip: each row
//! less the one above is mostly nothing. Measured on the bytes of an open single of 800 by 468
//! pixels in one run: 0.31 ms and 32 KB by a palette, 1.15 ms and 79 KB without; the next better
//! compression takes 1.3 ms for 28 KB.

use png::{ColorType, DeflateCompression, Encoder, EncodingError, Filter};
use tiny_skia::Pixmap;

use crate::palette::indexed;

/// Writes `pixmap` as a PNG, its bytes taken as straight, as [`crate::paint`] leaves them.
///
/// A picture of few colours is written by a palette: what covers much keeps its colour to the
/// bit, a mix on an edge may be a little off. One of many, as a photo is, is written as it is.
///
/// # Errors
///
/// When the picture is more than memory holds.
pub fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let mut out = Vec::with_capacity(64 << 10);
    let mut encoder = Encoder::new(&mut out, pixmap.width(), pixmap.height());
    encoder.set_deflate_compression(DeflateCompression::FdeflateUltraFast);
    let indexed = indexed(pixmap.data().as_chunks().0);
    let data = match &indexed {
        Some(indexed) => {
            encoder.set_color(ColorType::Indexed);
            let palette = &indexed.palette;
            let colours = palette.iter().flat_map(|it| [it[0], it[1], it[2]]);
            encoder.set_palette(colours.collect::<Vec<_>>());
            encoder.set_trns(palette.iter().map(|it| it[3]).collect::<Vec<_>>());
            encoder.set_filter(Filter::Up);
            &indexed.pixels
        }
        None => {
            encoder.set_color(ColorType::Rgba);
            encoder.set_filter(Filter::Paeth);
            pixmap.data()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(data)?;
    writer.finish()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_skia::IntSize;

    /// What a reader makes of the bytes, as RGBA.
    fn read_back(png: &[u8]) -> (ColorType, Vec<u8>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::ALPHA);
        let mut reader = decoder.read_info().unwrap();
        let written = reader.info().color_type;
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut data).unwrap();
        (written, data)
    }

    /// By how much the worst channel is off, and the colour type.
    fn off(width: u32, data: Vec<u8>) -> (ColorType, u8) {
        let height = data.len() as u32 / 4 / width;
        let size = IntSize::from_wh(width, height).unwrap();
        let pixmap = Pixmap::from_vec(data.clone(), size).unwrap();
        let (written, read) = read_back(&encode(&pixmap).unwrap());
        assert_eq!(read.len(), data.len());
        let off = read
            .iter()
            .zip(data)
            .map(|(one, other)| one.abs_diff(other));
        (written, off.max().unwrap())
    }

    /// The next of a row of numbers that look random and are the same each time.
    fn next(state: &mut u32) -> u32 {
        *state ^= *state << 13;
        *state ^= *state >> 17;
        *state ^= *state << 5;
        *state
    }

    #[test]
    fn flat_pixels_come_back() {
        for (width, height) in [(1, 1), (1, 300), (300, 1), (64, 64), (65, 3), (800, 450)] {
            let data = vec![7; (width * height * 4) as usize];
            assert_eq!(off(width, data), (ColorType::Indexed, 0));
        }
    }

    #[test]
    fn colours_that_are_far_apart_come_back_in_any_order() {
        let mut state = 11;
        for (width, height) in [(2, 2), (33, 70), (257, 40), (800, 60)] {
            for colours in [1, 2, 3, 9, 60] {
                let mut data = Vec::new();
                let mut colour = 0;
                while data.len() < (width * height * 4) as usize {
                    if next(&mut state) % 7 < 3 {
                        colour = next(&mut state) % colours;
                    }
                    let step = colour as u8 * 4;
                    data.extend([255 - step, step, step / 2, 255 - step % 32]);
                }
                let (written, off) = off(width, data);
                assert_eq!(written, ColorType::Indexed);
                assert!(off <= 4, "{off} off with {colours} colours");
            }
        }
    }

    #[test]
    fn what_covers_much_keeps_its_colour_beside_its_mixes() {
        let mut data = Vec::new();
        for step in 0..=255_u8 {
            data.extend([step, step, step, 255].repeat(2));
        }
        data.extend([100, 100, 100, 255].repeat(512 * 8));
        data.extend([102, 102, 102, 255].repeat(512 * 4));
        let size = IntSize::from_wh(512, 13).unwrap();
        let pixmap = Pixmap::from_vec(data.clone(), size).unwrap();
        let (_, read) = read_back(&encode(&pixmap).unwrap());
        assert_eq!(read[512 * 4..512 * 9 * 4], data[512 * 4..512 * 9 * 4]);
    }

    #[test]
    fn a_photo_comes_back_to_the_bit() {
        let mut state = 7;
        for (width, height) in [(97, 61), (400, 90)] {
            let bytes = (0..width * height * 4)
                .map(|_| next(&mut state) as u8)
                .collect();
            assert_eq!(off(width, bytes), (ColorType::Rgba, 0));
        }
    }
}
