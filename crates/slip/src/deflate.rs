//! Deflate for drawn pixels: it knows that they come in fours, in rows, and are mostly flat.
//!
//! A general compressor looks for repeats byte by byte. Here a pixel is repeated from its left,
//! from above, or from where its colour was last seen, and nothing else is tried: on a slip that
//! takes half the time of a general one, and a fifth less room.

mod huffman;

use huffman::{BITS_MAX, Bits, CODES, Codes, write_codes};

/// Colours whose last place is remembered, as a power of two.
const SEEN_BITS: u32 = 12;

/// How far back a repeat may reach, in bytes, and how long one may be: limits of the format.
const DISTANCE_MAX: usize = 32_768;
const LENGTH_MAX: usize = 258;
const LENGTH_MIN: usize = 3;

/// Symbols for literals, the end and lengths; for distances.
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
const END: usize = 256;

/// What comes before and after the tokens: the lengths of all codes, and some counts.
const HEAD_PUTS_MAX: usize = LITERALS + DISTANCES + CODES + 16;

/// Compresses RGBA pixels, `width` in a row, as the zlib stream of unfiltered PNG rows.
pub(crate) fn zlib(pixels: &[u8], width: usize) -> Vec<u8> {
    let tokens = Tokens::of(pixels.as_chunks().0, width);
    let mut out = Bits::new();
    out.reserve(tokens.list.len() + HEAD_PUTS_MAX);
    // A window of 32 KiB, made in a hurry.
    out.put(0x01_78, 16);
    tokens.write(&mut out);
    let mut out = out.finish();
    let mut sum = simd_adler32::Adler32::new();
    for row in pixels.chunks_exact(width.max(1) * 4) {
        sum.write(&[0]);
        sum.write(row);
    }
    out.extend(sum.finish().to_be_bytes());
    out
}

/// What the stream is made of: a byte, or a repeat as [`REPEAT`], its length in 9 bits, and its
/// distance as 5 bits of symbol and 13 of what follows.
struct Tokens {
    list: Vec<u32>,
    literals: [u32; LITERALS],
    lengths: [u32; LENGTH_MAX + 1],
    distances: [u32; DISTANCES],
}

const REPEAT: u32 = 1 << 31;

impl Tokens {
    fn of(pixels: &[Pixel], width: usize) -> Self {
        let mut tokens = Self {
            list: Vec::with_capacity(32 << 10),
            literals: [0; LITERALS],
            lengths: [0; LENGTH_MAX + 1],
            distances: [0; DISTANCES],
        };
        // Bytes still to be repeated from one row above, joined across rows.
        let mut above = 0;
        let mut seen = vec![0_u32; 1 << SEEN_BITS];
        for (y, row) in pixels.chunks_exact(width.max(1)).enumerate() {
            let over = if y > 0 {
                &pixels[(y - 1) * width..][..width]
            } else {
                &[]
            };
            // The byte that names the row's filter.
            if y > 0 {
                above += 1;
            } else {
                tokens.literal(0);
            }
            if row == over {
                above += width * 4;
                continue;
            }
            let mut x = 0;
            while x < width {
                let up = same(&row[x..], over.get(x..).unwrap_or_default());
                if up > 1 || up == 1 && above > 1 {
                    above += up * 4;
                    x += up;
                    seen[slot(row[x - 1])] = place(x, y);
                    continue;
                }
                tokens.repeat_above(std::mem::take(&mut above), width);
                let last = std::mem::replace(&mut seen[slot(row[x])], place(x + 1, y));
                x += tokens.pixels(pixels, width, (x, y), last);
                seen[slot(row[x - 1])] = place(x, y);
            }
        }
        tokens.repeat_above(above, width);
        tokens.literals[END] += 1;
        tokens
    }

    /// Repeats `length` bytes of the row above; a row's first byte by itself is too short for that.
    fn repeat_above(&mut self, length: usize, width: usize) {
        match length {
            0 => {}
            1 => self.literal(0),
            _ => self.repeat(length, width * 4 + 1),
        }
    }

    /// Takes the pixel at `x`, or as many as repeat what starts in the place where its colour was
    /// `last` seen; returns how many.
    fn pixels(
        &mut self,
        pixels: &[Pixel],
        width: usize,
        (x, y): (usize, usize),
        last: u32,
    ) -> usize {
        let at = y * width + x;
        if last > 0 {
            let (last_x, last_y) = ((last & 0xffff) as usize - 1, (last >> 16) as usize);
            let from = last_y * width + last_x;
            let distance = (at - from) * 4 + (y - last_y);
            if distance <= DISTANCE_MAX {
                let rest = &pixels[at..(y + 1) * width];
                // Within one row it may run on into what it repeats; a filter's byte ends it.
                let found = same(rest, &pixels[from..(last_y + 1) * width]);
                if found > 0 {
                    self.repeat(found * 4, distance);
                    return found;
                }
            }
        }
        pixels[at].into_iter().for_each(|it| self.literal(it));
        1
    }

    fn literal(&mut self, byte: u8) {
        self.list.push(u32::from(byte));
        self.literals[usize::from(byte)] += 1;
    }

    fn repeat(&mut self, length: usize, distance: usize) {
        let (symbol, extra, _) = distance_symbol(distance);
        let token = REPEAT | (symbol as u32) << 13 | extra;
        let mut rest = length;
        while rest > 0 {
            // What is left after the longest piece must be long enough for one of its own.
            let piece = match rest {
                0..=LENGTH_MAX => rest,
                261.. => LENGTH_MAX,
                _ => rest - LENGTH_MIN,
            };
            self.list.push(token | (piece as u32) << 18);
            self.lengths[piece] += 1;
            self.distances[symbol] += 1;
            rest -= piece;
        }
    }

    fn write(&self, out: &mut Bits) {
        let mut counts = self.literals;
        for length in LENGTH_MIN..=LENGTH_MAX {
            counts[length_symbol(length).0] += self.lengths[length];
        }
        let literals = Codes::of(&counts, BITS_MAX);
        let distances = Codes::of(&self.distances, BITS_MAX);
        out.put(0b101, 3);
        write_codes(out, &literals.lengths, &distances.lengths);

        // A length's code with what follows it, ready to be put.
        let lengths: [(u64, u32); LENGTH_MAX + 1] = std::array::from_fn(|length| {
            let (symbol, extra, bits) = length_symbol(length.max(LENGTH_MIN));
            let (code, code_bits) = literals.code(symbol);
            (code | u64::from(extra) << code_bits, code_bits + bits)
        });
        let distances: [(u64, u32, u32); DISTANCES] = std::array::from_fn(|symbol| {
            let (code, bits) = distances.code(symbol);
            (code, bits, (symbol as u32 / 2).saturating_sub(1))
        });
        for &token in &self.list {
            if token & REPEAT == 0 {
                let (code, bits) = literals.code(token as usize);
                out.put(code, bits);
                continue;
            }
            let (length, length_bits) = lengths[(token >> 18 & 0x1ff) as usize];
            let (code, bits, extra_bits) = distances[(token >> 13 & 0x1f) as usize];
            let distance = code | u64::from(token & 0x1fff) << bits;
            out.put(
                length | distance << length_bits,
                length_bits + bits + extra_bits,
            );
        }
        let (code, bits) = literals.code(END);
        out.put(code, bits);
    }
}

/// The place of the pixel before column `x`, so that 0 is none: slips have far fewer than 65,535
/// pixels across and down.
fn place(x: usize, y: usize) -> u32 {
    (y as u32) << 16 | x as u32
}

/// Where a colour's last place is kept; others may be kept there too.
fn slot(pixel: Pixel) -> usize {
    (u32::from_le_bytes(pixel).wrapping_mul(0x9e37_79b1) >> (32 - SEEN_BITS)) as usize
}

/// Four bytes: red, green, blue, alpha.
type Pixel = [u8; 4];

/// How many pixels at the start of both are the same. The first few without a branch for each: on
/// the edges of letters nobody can guess where a repeat ends, the processor included. Long repeats
/// go sixteen at a time.
fn same(one: &[Pixel], other: &[Pixel]) -> usize {
    if let (Some(first), Some(second)) = (one.first_chunk(), other.first_chunk()) {
        let differ = four(first) ^ four(second);
        if differ != 0 {
            return differ.trailing_zeros() as usize / 32;
        }
    }
    long_same(one, other)
}

fn long_same(one: &[Pixel], other: &[Pixel]) -> usize {
    let length = one.len().min(other.len());
    let (one, other) = (&one[..length], &other[..length]);
    let (ones, others) = (one.as_chunks::<16>().0, other.as_chunks::<16>().0);
    let start = 16
        * ones
            .iter()
            .zip(others)
            .take_while(|(one, other)| all_same(one, other))
            .count();
    let (ones, others) = (
        one[start..].as_chunks::<4>().0,
        other[start..].as_chunks::<4>().0,
    );
    let mut count = start;
    for (one, other) in ones.iter().zip(others) {
        let differ = four(one) ^ four(other);
        if differ != 0 {
            return count + differ.trailing_zeros() as usize / 32;
        }
        count += 4;
    }
    let rest = one[count..].iter().zip(&other[count..]);
    count + rest.take_while(|(one, other)| one == other).count()
}

fn all_same(one: &[Pixel; 16], other: &[Pixel; 16]) -> bool {
    let pairs = one.as_chunks::<4>().0.iter().zip(other.as_chunks::<4>().0);
    pairs.fold(0, |differ, (one, other)| differ | (four(one) ^ four(other))) == 0
}

fn four(pixels: &[Pixel; 4]) -> u128 {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(pixels.as_flattened());
    u128::from_le_bytes(bytes)
}

/// A length's symbol, and what follows it: a value and its bits.
fn length_symbol(length: usize) -> (usize, u32, u32) {
    let over = length - LENGTH_MIN;
    match over {
        0..8 => (257 + over, 0, 0),
        255.. => (285, 0, 0),
        _ => {
            let top = over.ilog2();
            let bits = top - 2;
            let symbol = 257 + 4 * (top as usize - 1) + (over >> bits & 3);
            (symbol, over as u32 & ((1 << bits) - 1), bits)
        }
    }
}

/// A distance's symbol, and what follows it: a value and its bits.
fn distance_symbol(distance: usize) -> (usize, u32, u32) {
    let over = distance - 1;
    if over < 4 {
        return (over, 0, 0);
    }
    let top = over.ilog2();
    let bits = top - 1;
    (
        2 * top as usize + (over >> bits & 1),
        over as u32 & ((1 << bits) - 1),
        bits,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_and_distance_is_written_as_the_format_lists_it() {
        assert_eq!(length_symbol(3), (257, 0, 0));
        assert_eq!(length_symbol(10), (264, 0, 0));
        assert_eq!(length_symbol(12), (265, 1, 1));
        assert_eq!(length_symbol(257), (284, 30, 5));
        assert_eq!(length_symbol(258), (285, 0, 0));
        assert_eq!(distance_symbol(1), (0, 0, 0));
        assert_eq!(distance_symbol(5), (4, 0, 1));
        assert_eq!(distance_symbol(8), (5, 1, 1));
        assert_eq!(distance_symbol(32_768), (29, 8_191, 13));
    }
}
