//! The shapes of the answers, named as the feed names things. Only what is read.

use serde::Deserialize;
use serde_json::value::RawValue;

/// The teams of a league: `teams` with the free key, `list` with another. Null where there are
/// none, and a sentence where the feed does not answer such a question.
#[derive(Deserialize)]
pub(super) struct Teams {
    #[serde(alias = "list")]
    pub(super) teams: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Team {
    /// `Arsenal`.
    pub(super) str_team: String,
    /// `ARS`. Often empty.
    pub(super) str_team_short: Option<String>,
    /// `#EF0107`.
    pub(super) str_colour1: Option<String>,
    pub(super) str_colour2: Option<String>,
    pub(super) id_league: Option<String>,
    // A club plays in several.
    pub(super) id_league2: Option<String>,
    pub(super) id_league3: Option<String>,
    pub(super) id_league4: Option<String>,
    pub(super) id_league5: Option<String>,
    pub(super) id_league6: Option<String>,
    pub(super) id_league7: Option<String>,
}
