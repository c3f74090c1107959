//! Huffman's codes as deflate writes them, and the bits that they are put into.

/// Symbols for the lengths of codes.
pub(super) const CODES: usize = 19;

/// The longest code of a symbol, and of a code's length.
pub(super) const BITS_MAX: usize = 15;
const CODE_BITS_MAX: usize = 7;

/// In which order the format lists the lengths of codes' lengths.
const CODE_ORDER: [usize; CODES] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// The bits of each symbol, shorter for what is frequent; a length of 0 is a symbol not used.
pub(super) struct Codes {
    pub(super) lengths: Vec<u8>,
    bits: Vec<u16>,
}

impl Codes {
    pub(super) fn of(counts: &[u32], bits_max: usize) -> Self {
        let lengths = code_lengths(counts, bits_max);
        let mut next = [0_u16; BITS_MAX + 2];
        for length in 1..=BITS_MAX {
            let count = lengths
                .iter()
                .filter(|it| usize::from(**it) == length)
                .count();
            next[length + 1] = (next[length] + count as u16) << 1;
        }
        let bits = lengths.iter().map(|&length| {
            if length == 0 {
                return 0;
            }
            let code = next[usize::from(length)];
            next[usize::from(length)] += 1;
            // The stream has the last bit first.
            code.reverse_bits() >> (16 - length)
        });
        let bits = bits.collect();
        Self { lengths, bits }
    }

    /// A symbol's code, and of how many bits it is.
    pub(super) fn code(&self, symbol: usize) -> (u64, u32) {
        (
            u64::from(self.bits[symbol]),
            u32::from(self.lengths[symbol]),
        )
    }
}

/// Huffman's lengths for `counts`, none over `bits_max`. At least two symbols get one, as some
/// readers refuse a tree with a single leaf.
fn code_lengths(counts: &[u32], bits_max: usize) -> Vec<u8> {
    let mut used: Vec<(u32, usize)> = counts
        .iter()
        .enumerate()
        .filter(|(_, it)| **it > 0)
        .map(|(at, it)| (*it, at))
        .collect();
    for spare in 0..2 {
        if used.len() < 2 && !used.iter().any(|it| it.1 == spare) {
            used.push((1, spare));
        }
    }
    used.sort_unstable();
    let mut by_length = leaves_by_depth(&used.iter().map(|it| it.0).collect::<Vec<_>>());
    shorten(&mut by_length, bits_max);
    let mut lengths = vec![0; counts.len()];
    let mut rarest_first = used.iter();
    for (length, count) in by_length.iter().enumerate().rev() {
        for (_, symbol) in rarest_first.by_ref().take(*count) {
            lengths[*symbol] = length as u8;
        }
    }
    lengths
}

/// How many leaves of Huffman's tree over `weights`, sorted, hang at each depth.
fn leaves_by_depth(weights: &[u32]) -> Vec<usize> {
    let leaves = weights.len();
    // Nodes in the order in which they were joined: parents come after their children.
    let mut weight: Vec<u64> = weights.iter().map(|it| u64::from(*it)).collect();
    let mut parent = vec![0; 2 * leaves - 1];
    let (mut leaf, mut joined) = (0, leaves);
    for node in leaves..2 * leaves - 1 {
        let mut lightest = || {
            let take_leaf = leaf < leaves && (joined >= node || weight[leaf] <= weight[joined]);
            let from = if take_leaf { &mut leaf } else { &mut joined };
            *from += 1;
            *from - 1
        };
        let (one, other) = (lightest(), lightest());
        weight.push(weight[one] + weight[other]);
        (parent[one], parent[other]) = (node, node);
    }
    let mut depth = vec![0_usize; 2 * leaves - 1];
    let mut by_depth = vec![0; 2];
    for node in (0..2 * leaves - 2).rev() {
        depth[node] = depth[parent[node]] + 1;
        if node < leaves {
            by_depth.resize(by_depth.len().max(depth[node] + 1), 0);
            by_depth[depth[node]] += 1;
        }
    }
    by_depth
}

/// Lifts leaves that hang deeper than `max`, and lowers others until all have room again.
fn shorten(by_length: &mut Vec<usize>, max: usize) {
    if by_length.len() <= max + 1 {
        return;
    }
    let deep: usize = by_length.drain(max + 1..).sum();
    by_length[max] += deep;
    let taken = |it: &[usize]| {
        (1..=max)
            .map(|length| it[length] << (max - length))
            .sum::<usize>()
    };
    while taken(by_length) > 1 << max {
        by_length[max] -= 1;
        if let Some(length) = (1..max).rev().find(|it| by_length[*it] > 0) {
            by_length[length] -= 1;
            by_length[length + 1] += 2;
        }
    }
}

/// Writes both sets of lengths, runs of them shortened, as the head of a block.
pub(super) fn write_codes(out: &mut Bits, literals: &[u8], distances: &[u8]) {
    let used = |it: &[u8], least: usize| {
        it.iter()
            .rposition(|it| *it > 0)
            .map_or(least, |it| (it + 1).max(least))
    };
    let (literal_count, distance_count) = (used(literals, 257), used(distances, 1));
    let mut all = literals[..literal_count].to_vec();
    all.extend(&distances[..distance_count]);

    // Each is a symbol, with a value and its bits after it.
    let mut said: Vec<(usize, u32, u32)> = Vec::new();
    let mut rest = &all[..];
    while let [length, ..] = rest {
        let run = rest.iter().take_while(|it| *it == length).count();
        let take = match (length, run) {
            (0, 11..) => {
                let run = run.min(138);
                said.push((18, run as u32 - 11, 7));
                run
            }
            (0, 3..) => {
                said.push((17, run as u32 - 3, 3));
                run
            }
            (_, 4..) => {
                let again = (run - 1).min(6);
                said.push((usize::from(*length), 0, 0));
                said.push((16, again as u32 - 3, 2));
                again + 1
            }
            _ => {
                said.push((usize::from(*length), 0, 0));
                1
            }
        };
        rest = &rest[take..];
    }
    let mut counts = [0; CODES];
    for (symbol, ..) in &said {
        counts[*symbol] += 1;
    }
    let codes = Codes::of(&counts, CODE_BITS_MAX);
    let listed = CODE_ORDER
        .iter()
        .rposition(|it| codes.lengths[*it] > 0)
        .unwrap_or(0)
        .max(3)
        + 1;
    out.put(literal_count as u64 - 257, 5);
    out.put(distance_count as u64 - 1, 5);
    out.put(listed as u64 - 4, 4);
    for symbol in &CODE_ORDER[..listed] {
        out.put(u64::from(codes.lengths[*symbol]), 3);
    }
    for (symbol, extra, bits) in said {
        let (code, code_bits) = codes.code(symbol);
        out.put(code | u64::from(extra) << code_bits, code_bits + bits);
    }
}

/// Bits to bytes, the lowest first.
pub(super) struct Bits {
    /// Room for what is to come; written up to `end`.
    bytes: Vec<u8>,
    end: usize,
    held: u64,
    count: u32,
}

impl Bits {
    pub(super) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            end: 0,
            held: 0,
            count: 0,
        }
    }

    /// Makes room for so many more calls of [`Self::put`].
    pub(super) fn reserve(&mut self, puts: usize) {
        self.bytes.resize(self.end + puts * 7 + 8, 0);
    }

    /// Adds the lowest `bits` bits of `value`, 56 at most; the others must be 0.
    pub(super) fn put(&mut self, value: u64, bits: u32) {
        self.held |= value << self.count;
        self.count += bits;
        // All eight bytes are written, and as many as are complete are kept.
        self.bytes[self.end..self.end + 8].copy_from_slice(&self.held.to_le_bytes());
        self.end += self.count as usize / 8;
        self.held >>= self.count & !7;
        self.count &= 7;
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.truncate(self.end + usize::from(self.count > 0));
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_longer_than_the_format_allows() {
        // Fibonacci's numbers make the deepest tree that counts can make.
        let mut counts = vec![1_u32, 1];
        while counts.len() < 40 {
            counts.push(counts[counts.len() - 1] + counts[counts.len() - 2]);
        }
        let lengths = code_lengths(&counts, BITS_MAX);
        assert!(
            lengths
                .iter()
                .all(|it| (1..=BITS_MAX).contains(&usize::from(*it)))
        );
        let taken: usize = lengths
            .iter()
            .map(|it| 1 << (BITS_MAX - usize::from(*it)))
            .sum();
        assert_eq!(taken, 1 << BITS_MAX, "the codes fill their room exactly");
    }
}
