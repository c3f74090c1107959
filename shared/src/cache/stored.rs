//! How a value is written for other processes.

use chrono::{DateTime, TimeDelta, Utc};

/// The first byte, raised when what follows is written in another way.
const FORMAT: u8 = 1;
/// The format, the shape, and when the value was loaded.
const HEAD: usize = 1 + 2 + 8;
/// By how much the clocks of two machines may differ. A value from further ahead is not believed:
/// its age is not known.
const SKEW: TimeDelta = TimeDelta::seconds(5);

/// A value with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// When it began to be loaded, to a millisecond.
    pub loaded_at: DateTime<Utc>,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Stored {
    /// The bytes to be kept.
    pub fn to_bytes(&self, shape: u16) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.body.len());
        bytes.push(FORMAT);
        bytes.extend(shape.to_be_bytes());
        bytes.extend(self.loaded_at.timestamp_millis().to_be_bytes());
        bytes.extend(&self.body);
        bytes
    }

    /// Reads what was kept. `None` if it is of another shape, from the future, or nothing of ours.
    pub fn from_bytes(bytes: &[u8], shape: u16, now: DateTime<Utc>) -> Option<Self> {
        let (format, rest) = bytes.split_first()?;
        let (found, rest) = rest.split_first_chunk()?;
        let (millis, body) = rest.split_first_chunk()?;
        if *format != FORMAT || u16::from_be_bytes(*found) != shape {
            return None;
        }
        let loaded_at = DateTime::from_timestamp_millis(i64::from_be_bytes(*millis))?;
        let is_believed = loaded_at <= now.checked_add_signed(SKEW)?;
        is_believed.then(|| Self {
            loaded_at,
            body: body.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored() -> Stored {
        Stored {
            loaded_at: "2026-12-01T12:00:00.125Z".parse().unwrap(),
            body: b"body".to_vec(),
        }
    }

    #[test]
    fn a_value_is_read_as_it_was_written() {
        let stored = stored();
        let bytes = stored.to_bytes(7);
        assert_eq!(
            Stored::from_bytes(&bytes, 7, stored.loaded_at),
            Some(stored)
        );
    }

    #[test]
    fn another_shape_a_cut_value_and_one_from_the_future_are_not_found() {
        let stored = stored();
        let (bytes, now) = (stored.to_bytes(7), stored.loaded_at);
        assert_eq!(Stored::from_bytes(&bytes, 8, now), None);
        for end in 0..HEAD {
            assert_eq!(Stored::from_bytes(&bytes[..end], 7, now), None);
        }
        let ahead = |by: TimeDelta| Stored::from_bytes(&bytes, 7, now - by).is_some();
        assert!(ahead(SKEW) && !ahead(SKEW + TimeDelta::milliseconds(1)));
    }
}
