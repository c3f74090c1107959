//! Few colours out of many: the palette that a slip is written with.
//!
//! A slip is flat colour and letters with soft edges: a thousand colours, of which all but some
//! two hundred are steps of an edge. A palette leaves a quarter of the bytes to be compressed.

/// Pixels that are looked at together: most such blocks are of one colour.
const BLOCK: usize = 16;

/// More colours than this are a photo, which a palette would show in bands.
const COLOURS_MAX: usize = 2400;

/// Places in the table of colours, three times as many as are ever taken.
const SLOTS: usize = 1 << SLOT_BITS;
const SLOT_BITS: u32 = 13;

/// No colour's number; also stands for a block that is not of one colour.
const NONE: u16 = u16::MAX;

/// What PNG allows.
const PALETTE_MAX: usize = 256;

/// How far off a channel may be for a colour to share an entry, while the palette has fewer
/// entries than the first number says. It grows at the end, so that there is an entry near to
/// even the rarest mix on an edge.
const TOLERANCES: [(usize, u8); 4] = [(160, 4), (216, 6), (244, 12), (PALETTE_MAX, 24)];

/// A mix further off than this is not on an edge: the picture is no slip, or carries a photo.
const OFF_MAX: u8 = 32;

/// A picture by numbers of colours.
pub(crate) struct Indexed {
    /// Red, green, blue and alpha, straight; what covers most comes first.
    pub(crate) palette: Vec<[u8; 4]>,
    /// One number for each pixel.
    pub(crate) pixels: Vec<u8>,
}

/// Brings `pixels` down to a palette: what covers much keeps its colour to the bit, and mixes on
/// edges share entries. `None` when that could be seen.
pub(crate) fn indexed(pixels: &[[u8; 4]]) -> Option<Indexed> {
    let survey = Survey::of(pixels)?;
    let (palette, entries) = survey.reduce()?;
    Some(Indexed {
        palette: palette.colours(),
        pixels: survey.expand(&entries),
    })
}

/// The palette's entry for each colour's number: as long as numbers go, so that none is checked.
type Entries = [u8; 1 << u16::BITS];

/// Which colours there are and where, in numbers by the order in which they are met.
struct Survey {
    colours: Vec<[u8; 4]>,
    /// How often each colour was seen, by samples.
    seen: Vec<u32>,
    /// The number of each block of one colour, [`NONE`] for the others.
    blocks: Vec<u16>,
    /// The numbers of every pixel in blocks of several colours, and of those after the last block.
    mixed: Vec<u16>,
}

impl Survey {
    fn of(pixels: &[[u8; 4]]) -> Option<Self> {
        let (blocks, rest) = pixels.as_chunks::<BLOCK>();
        let mut numbers = Numbers::new();
        let mut seen = vec![0; COLOURS_MAX + BLOCK];
        let mut plain = Vec::with_capacity(blocks.len());
        let mut mixed = Vec::with_capacity(pixels.len() / 2);
        for block in blocks {
            let colour = u32::from_ne_bytes(block[0]);
            let first = numbers.of(colour);
            seen[usize::from(first)] += 1;
            if is_plain(block, colour) {
                plain.push(first);
                continue;
            }
            plain.push(NONE);
            let mut row = [first; BLOCK];
            for (number, pixel) in row.iter_mut().zip(block) {
                *number = numbers.of(u32::from_ne_bytes(*pixel));
            }
            mixed.extend_from_slice(&row);
            if numbers.colours.len() > COLOURS_MAX {
                return None;
            }
            for number in [row[4], row[8], row[12]] {
                seen[usize::from(number)] += 1;
            }
        }
        mixed.extend(rest.iter().map(|it| numbers.of(u32::from_ne_bytes(*it))));
        Some(Self {
            colours: numbers.colours,
            seen,
            blocks: plain,
            mixed,
        })
    }

    /// A palette, and the entry of each colour in it.
    fn reduce(&self) -> Option<(Palette, Box<Entries>)> {
        let mut order: Vec<usize> = (0..self.colours.len()).collect();
        order.sort_by_key(|it| std::cmp::Reverse(self.seen[*it]));
        let mut palette = Palette::default();
        let mut entries = Box::new([0; 1 << u16::BITS]);
        for number in order {
            entries[number] = palette.entry_for(self.colours[number])?;
        }
        Some((palette, entries))
    }

    fn expand(&self, entries: &Entries) -> Vec<u8> {
        let mut out = vec![0; self.blocks.len() * BLOCK];
        let (mixed, rest) = self.mixed.as_chunks::<BLOCK>();
        let mut mixed = mixed.iter();
        for (to, number) in out.as_chunks_mut::<BLOCK>().0.iter_mut().zip(&self.blocks) {
            if *number != NONE {
                *to = [entries[usize::from(*number)]; BLOCK];
            } else if let Some(numbers) = mixed.next() {
                for (to, number) in to.iter_mut().zip(numbers) {
                    *to = entries[usize::from(*number)];
                }
            }
        }
        out.extend(rest.iter().map(|it| entries[usize::from(*it)]));
        out
    }
}

/// Whether a block is of this one colour. Without an early end, sixteen are compared faster than
/// where they differ is found out.
///
/// A function of its own, as its loop is compiled to vector instructions only on its own.
#[inline(never)]
fn is_plain(block: &[[u8; 4]; BLOCK], colour: u32) -> bool {
    let differ = |off, it: &[u8; 4]| off | (u32::from_ne_bytes(*it) ^ colour);
    block.iter().fold(0, differ) == 0
}

/// Gives colours numbers: an open-addressed table, as the standard one takes too long for a
/// look-up at every pixel.
struct Numbers {
    slots: Box<[(u32, u16); SLOTS]>,
    colours: Vec<[u8; 4]>,
}

impl Numbers {
    fn new() -> Self {
        Self {
            slots: Box::new([(0, NONE); SLOTS]),
            colours: Vec::with_capacity(COLOURS_MAX + BLOCK),
        }
    }

    #[inline]
    fn of(&mut self, colour: u32) -> u16 {
        let slot = (colour.wrapping_mul(0x9e37_79b1) >> (u32::BITS - SLOT_BITS)) as usize;
        match self.slots[slot] {
            (key, number) if key == colour && number != NONE => number,
            _ => self.search(colour, slot),
        }
    }

    #[cold]
    fn search(&mut self, colour: u32, mut slot: usize) -> u16 {
        loop {
            let (key, number) = self.slots[slot];
            if number == NONE {
                // Far fewer than 2^16: callers stop soon after COLOURS_MAX.
                let number = self.colours.len() as u16;
                self.slots[slot] = (colour, number);
                self.colours.push(colour.to_ne_bytes());
                return number;
            }
            if key == colour {
                return number;
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

/// Entries by the sixteen, channel by channel, so that a colour is compared with many at a time.
#[derive(Default)]
struct Palette {
    groups: Vec<[[u8; BLOCK]; 4]>,
    len: usize,
}

impl Palette {
    /// The entry that shows `colour`, a new one where none is near; `None` when it has no place.
    fn entry_for(&mut self, colour: [u8; 4]) -> Option<u8> {
        let (nearest, off) = self.nearest(colour);
        let tolerance = TOLERANCES.iter().find(|it| self.len < it.0);
        if self.len > 0 && off <= tolerance.map_or(OFF_MAX, |it| it.1) {
            return u8::try_from(nearest).ok();
        }
        let entry = u8::try_from(self.len).ok()?;
        if self.len.is_multiple_of(BLOCK) {
            // Places not yet taken hold the first colour, which is found before they are.
            self.groups.push(colour.map(|it| [it; BLOCK]));
        } else if let Some(group) = self.groups.last_mut() {
            for (channel, value) in group.iter_mut().zip(colour) {
                channel[self.len % BLOCK] = value;
            }
        }
        self.len += 1;
        Some(entry)
    }

    /// The entry nearest to `colour`, and by how much its worst channel is off.
    fn nearest(&self, colour: [u8; 4]) -> (usize, u8) {
        let mut nearest = (0, [u8::MAX; BLOCK], u8::MAX);
        for (number, group) in self.groups.iter().enumerate() {
            let offs = offs(group, colour);
            let least = offs.iter().fold(u8::MAX, |least, it| least.min(*it));
            if least < nearest.2 {
                nearest = (number * BLOCK, offs, least);
            }
        }
        let (start, offs, least) = nearest;
        let at = offs.iter().position(|it| *it == least);
        (start + at.unwrap_or(0), least)
    }

    fn colours(&self) -> Vec<[u8; 4]> {
        let colour = |it: usize| self.groups[it / BLOCK].map(|channel| channel[it % BLOCK]);
        (0..self.len).map(colour).collect()
    }
}

/// By how much the worst channel of each entry of a group is off.
///
/// A function of its own, as [`is_plain`] is.
#[inline(never)]
fn offs([red, green, blue, alpha]: &[[u8; BLOCK]; 4], colour: [u8; 4]) -> [u8; BLOCK] {
    std::array::from_fn(|at| {
        let off = apart(red[at], colour[0]).max(apart(green[at], colour[1]));
        off.max(apart(blue[at], colour[2]))
            .max(apart(alpha[at], colour[3]))
    })
}

/// How far two values are apart. One of the two differences is nothing; `abs_diff` is not made into
/// byte instructions.
const fn apart(one: u8, other: u8) -> u8 {
    one.saturating_sub(other) | other.saturating_sub(one)
}
