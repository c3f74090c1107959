//! Where a team stands in the table of a league.

use shared::league::League;
use store::standings::Standing;

/// Where a team stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The league.
    pub(super) league: League,
    /// Of which season.
    pub(super) season: String,
    /// The team's row.
    pub(super) standing: Standing,
}
