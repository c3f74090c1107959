//! What a statement is found by: a short number that follows from its text. The build script works
//! it out from the sources, and the programs from what the driver tells.

/// FNV-1a. Two statements with one key would not compile, so nothing stronger is needed.
pub(super) const fn key(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut key = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        key = (key ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    key
}
