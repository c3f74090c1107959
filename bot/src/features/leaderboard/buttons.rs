//! Its buttons, menus and forms.

use crate::discord::custom_id::{Part, buttons};

buttons! {
    "leaderboard";
    /// A page of a month's leaderboard.
    Page { month: Month, page: u16 } = "l" [Public],
    /// The page of it on which the member stands.
    Mine { month: Month } = "lm" [Public],
}

/// A month of the calendar, UTC: years times twelve and the months before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Month(pub(crate) i32);

impl Part for Month {
    fn write(&self, out: &mut String) {
        self.0.write(out);
    }

    fn read<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        i32::read(parts).map(Self)
    }

    #[cfg(test)]
    fn samples() -> [Self; 2] {
        [Self(i32::MIN), Self(24_323)]
    }
}
