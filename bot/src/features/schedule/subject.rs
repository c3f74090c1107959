//! Whose games are shown, and how many at a time.

use chrono_tz::Tz;
use store::schedule::Whose;
use wording::Said;

/// How many games a page shows: Discord accepts 40 components, and a game that is open has three.
pub(super) const PER_PAGE: i64 = 8;

/// Whose games are shown.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// What it is called.
    pub(super) name: Said,
    /// A league or a team.
    pub(super) whose: Whose,
    /// Where its days begin.
    pub(super) zone: Tz,
}
