#![no_main]

#[path = "../src/json.rs"]
mod json;

use json::Dice;
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|data: &[u8]| fuzz::grade::holds(data));

// One change in eight is of bytes; the others leave JSON that is JSON.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = Dice::new(seed);
    let changed = match dice.below(8) {
        0 => None,
        _ => json::changed(&data[..size], &mut dice),
    };
    match changed {
        Some(text) if text.len() <= max_size => {
            data[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    match json::crossed(one, other, &mut Dice::new(seed)) {
        Some(text) if text.len() <= out.len() => {
            out[..text.len()].copy_from_slice(text.as_bytes());
            text.len()
        }
        _ => {
            let size = one.len().min(out.len());
            out[..size].copy_from_slice(&one[..size]);
            size
        }
    }
});
