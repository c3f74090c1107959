//! Asks for the teams of a league: with the key that is free for everybody, or with another.

use std::sync::Arc;

use secrecy::SecretString;

use super::convert::{self, Look};
use super::{NAME, id};
use crate::error::ProviderError;
use crate::gather::Requests;
use crate::http::{Http, Key, KeyPlace};

/// Where the feed is.
pub const URL: &str = "https://www.thesportsdb.com";

/// The setting that holds the key.
pub const KEY_SETTING: &str = "THESPORTSDB_KEY";

/// The key that the feed publishes for everybody. It stands in the address, and is no secret.
const FREE: &str = "123";

/// TheSportsDB.
pub struct TheSportsDb {
    http: Arc<Http>,
    url: String,
    key: Option<Key>,
}

impl TheSportsDb {
    /// The feed at its published address, or at another, with a key that was paid for or without.
    pub fn new(http: Arc<Http>, url: Option<String>, key: Option<SecretString>) -> Self {
        Self {
            http,
            url: url.unwrap_or_else(|| URL.to_owned()),
            key: key.map(|secret| Key {
                place: KeyPlace::Header("x-api-key"),
                secret,
            }),
        }
    }

    /// The teams of that league, and what is left out and why.
    ///
    /// # Errors
    /// [`ProviderError`], as every feed.
    pub async fn looks(&self, league: &str) -> Result<(Vec<Look>, Vec<String>), ProviderError> {
        let id = id(league).ok_or_else(|| ProviderError::unknown_league(NAME, league))?;
        let path = match self.key {
            Some(_) => format!("v2/json/list/teams/{id}"),
            None => format!("v1/json/{FREE}/lookup_all_teams.php?id={id}"),
        };
        let url = format!("{}/api/{path}", self.url);
        let fetched = self.http.get(NAME, &url, self.key.as_ref()).await?;
        let mut requests = Requests::of(NAME);
        requests.answered(&fetched);
        convert::read(&fetched.body, league).map_err(|it| requests.garbled(it))
    }
}
