#![doc = include_str!("jsonl/README.md")]

mod fault;
mod game;
mod leg;
mod market;
mod played;
mod read;
pub mod stored;
mod strict;
mod ticket;
mod wire;
mod write;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use fault::{Fault, Within};
pub use market::market_kind;

/// The longest line that is read, in bytes. Longer ones are refused, so that memory is bounded.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// The answer to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// One JSON object, without a line break.
    pub json: String,
    /// Whether the line was graded.
    pub graded: bool,
}

/// Answers the lines of one file, one after the other. It remembers which ids it has seen, in 24
/// bytes each, and nothing else.
#[derive(Debug, Default)]
pub struct Answers {
    /// The beginning of an id's SHA-256, and the line on which it stood.
    seen: BTreeMap<[u8; 16], u64>,
}

impl Answers {
    /// Answers a line, which counts from 1. `None` for an empty one.
    pub fn answer(&mut self, number: u64, line: &[u8]) -> Option<Answer> {
        let fits = line.len() <= LINE_BYTES_MAX;
        if fits && line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let graded = self.graded(number, line);
        Some(match graded {
            Ok(json) => Answer { json, graded: true },
            Err(fault) => Answer {
                json: write::refusal(number, &fault),
                graded: false,
            },
        })
    }

    fn graded(&mut self, number: u64, line: &[u8]) -> Result<String, Fault> {
        if line.len() > LINE_BYTES_MAX {
            return Err(Fault::new(format!("longer than {LINE_BYTES_MAX} bytes")));
        }
        let text = std::str::from_utf8(line)
            .map_err(|error| Fault::new(format!("not UTF-8 after byte {}", error.valid_up_to())))?;
        let wire = fault::read::<wire::Ticket>(text)?;
        let digest = Sha256::digest(wire.id.as_bytes());
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        // A refused ticket's id is taken too: two lines of one id are a mistake either way.
        if let Some(earlier) = self.seen.insert(key, number) {
            self.seen.insert(key, earlier);
            let says = format!("{:?} stood on line {earlier} already", wire.id);
            return Err(Fault::new(says)).within("id");
        }
        write::answer(&ticket::grade(&wire)?)
    }
}
