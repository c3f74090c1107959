//! Which feed the settings name, and where it is.

use providers::polled;
use providers::season;

use runtime::settings::http_address;

/// The feed of the made-up season, which has no published address.
pub const SEASON: &str = season::NAME;

/// A feed, and its address if that is not the published one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedChoice {
    /// The feed's name: `espn`, `season`.
    pub name: String,
    /// Its address. `None`: where it is published.
    pub url: Option<String>,
}

impl FeedChoice {
    /// The feed of this name where it is published.
    pub fn published(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            url: None,
        }
    }
}

/// The names of every feed that can be chosen, as a sentence lists them.
pub(super) fn names() -> String {
    let names: Vec<_> = polled::POLLED.iter().map(|it| it.name).collect();
    format!("{} and {SEASON}=<address>", names.join(", "))
}

impl std::str::FromStr for FeedChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, url) = match text.split_once('=') {
            Some((name, url)) => (name, Some(http_address(url)?)),
            None => (text, None),
        };
        match (name, &url) {
            (SEASON, None) => Err(format!(
                "{SEASON} needs its address: {SEASON}=http://127.0.0.1:8091"
            )),
            _ if name == SEASON || polled::profile(name).is_some() => Ok(Self {
                name: name.to_owned(),
                url,
            }),
            _ => Err(format!("no feed is called {name:?}: there are {}", names())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_named_with_its_address() {
        let season: FeedChoice = "season=http://127.0.0.1:8091/".parse().unwrap();
        assert_eq!(season.url.as_deref(), Some("http://127.0.0.1:8091"));
        for profile in polled::POLLED {
            let plain: FeedChoice = profile.name.parse().unwrap();
            assert_eq!(plain, FeedChoice::published(profile.name));
        }
        assert!("season".parse::<FeedChoice>().is_err());
        assert!("season=127.0.0.1:8091".parse::<FeedChoice>().is_err());
        assert!("oracle".parse::<FeedChoice>().is_err());
    }
}
