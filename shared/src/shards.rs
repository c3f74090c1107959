//! Which servers a process of the bot serves, as Discord divides them.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::id::GuildId;

/// The most shards that a bot may have in all: room for forty million servers.
const TOTAL_MAX: u32 = 16_384;

/// Some of the shards of a bot: `0..16/64` are the first sixteen of 64. A server belongs to the
/// shard `(id >> 22) % total`, as Discord's documentation of the gateway says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardRange {
    first: u32,
    end: u32,
    total: u32,
}

/// What is no range of shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardRangeError {
    /// It is written in another form.
    #[error("write it as FIRST..END/TOTAL, such as 0..16/64 for the first sixteen of 64 shards")]
    Form,
    /// It has no shard, or one that there is not.
    #[error("FIRST must be below END, and END no more than TOTAL")]
    Empty,
    /// There are too many.
    #[error("TOTAL may be 16384 at most")]
    TooMany,
}

impl ShardRange {
    /// The one process that serves every server.
    pub const WHOLE: Self = Self {
        first: 0,
        end: 1,
        total: 1,
    };

    /// The shards from `first` and below `end` of `total`.
    ///
    /// # Errors
    /// [`ShardRangeError`] where there is no such shard.
    pub const fn new(first: u32, end: u32, total: u32) -> Result<Self, ShardRangeError> {
        if total > TOTAL_MAX {
            return Err(ShardRangeError::TooMany);
        }
        if first >= end || end > total {
            return Err(ShardRangeError::Empty);
        }
        Ok(Self { first, end, total })
    }

    /// Which shards.
    pub const fn numbers(self) -> Range<u32> {
        self.first..self.end
    }

    /// How many there are.
    pub const fn count(self) -> u32 {
        self.end - self.first
    }

    /// How many the bot has in all.
    pub const fn total(self) -> u32 {
        self.total
    }

    /// Whether that server belongs to one of them.
    pub fn has(self, guild: GuildId) -> bool {
        let shard = (guild.get() >> 22) % u64::from(self.total);
        (u64::from(self.first)..u64::from(self.end)).contains(&shard)
    }

    /// Their share of what the whole bot may do, 1 at least.
    pub fn share_of(self, whole: u16) -> u16 {
        let share = u64::from(whole) * u64::from(self.count()) / u64::from(self.total);
        u16::try_from(share).unwrap_or(whole).max(1)
    }
}

impl fmt::Display for ShardRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}/{}", self.first, self.end, self.total)
    }
}

impl FromStr for ShardRange {
    type Err = ShardRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.trim().parse().map_err(|_| ShardRangeError::Form);
        let (range, total) = text.split_once('/').ok_or(ShardRangeError::Form)?;
        let (first, end) = range.split_once("..").ok_or(ShardRangeError::Form)?;
        Self::new(number(first)?, number(end)?, number(total)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_it_is_written_and_refused_with_the_reason() {
        let range: ShardRange = "16..32/64".parse().unwrap();
        assert_eq!(range.to_string(), "16..32/64");
        assert_eq!(
            (range.numbers(), range.count(), range.total()),
            (16..32, 16, 64)
        );
        for (text, why) in [
            ("", ShardRangeError::Form),
            ("0..16", ShardRangeError::Form),
            ("0-16/64", ShardRangeError::Form),
            ("-1..2/4", ShardRangeError::Form),
            ("0..0/4", ShardRangeError::Empty),
            ("2..1/4", ShardRangeError::Empty),
            ("0..5/4", ShardRangeError::Empty),
            ("0..1/16385", ShardRangeError::TooMany),
        ] {
            assert_eq!(text.parse::<ShardRange>(), Err(why), "{text}");
        }
    }

    #[test]
    fn each_server_belongs_to_exactly_one_range() {
        let ranges = [(0, 3), (3, 4), (4, 8)].map(|(a, b)| ShardRange::new(a, b, 8).unwrap());
        for n in 0..1_000u64 {
            let guild = GuildId::new(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 1);
            let of = ranges.iter().filter(|it| it.has(guild)).count();
            assert_eq!(of, 1, "{guild}");
            assert!(ShardRange::WHOLE.has(guild));
        }
        // The example of Discord's documentation is a remainder too.
        assert!(ranges[1].has(GuildId::new(3 << 22)));
    }

    #[test]
    fn shares_add_up_to_no_more_than_the_whole() {
        let ranges = [(0, 3), (3, 4), (4, 8)].map(|(a, b)| ShardRange::new(a, b, 8).unwrap());
        assert_eq!(ranges.map(|it| it.share_of(50)), [18, 6, 25]);
        assert_eq!(ShardRange::WHOLE.share_of(50), 50);
        assert_eq!(ShardRange::new(0, 1, 64).unwrap().share_of(50), 1);
    }
}
