//! The feeds that can be polled, and how each is opened from the settings.
//!
//! What a feed can tell stands in `providers::polled`; here is only what its client needs.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use providers::Provider;
use providers::balldontlie::{self, Balldontlie};
use providers::coverage::Profile;
use providers::espn::{self, Espn};
use providers::football_data_org::{self, FootballDataOrg};
use providers::http::{Http, Limits};
use providers::jolpica::{self, Jolpica};
use providers::kalshi::{self, Kalshi};
use providers::mlb::{self, Mlb};
use providers::nhl::{self, Nhl};
use providers::open_liga_db::{self, OpenLigaDb};
use providers::polled;
use providers::quota::Purse;
use providers::season::Season;
use providers::tally::Tally;
use providers::{api_sports, the_odds_api};
use secrecy::SecretString;
use shared::clock::SystemClock;

use crate::config::{FeedChoice, RunConfig, SEASON};
use crate::jobs::feeds::Feed;
use crate::plan::{Live, Pace};

mod odds_api;
mod sports;

/// How often a poll covers all of the days ahead, at most.
const LOOK_AHEAD_EVERY: Duration = Duration::from_secs(3600);

/// What a feed is opened with.
struct Opening<'a> {
    config: &'a RunConfig,
    http: Arc<Http>,
    /// Its address. `None`: where it is published.
    url: Option<String>,
    /// Our codes of the leagues that are wanted of it, of those that it knows.
    leagues: &'a [&'a str],
    /// Its key, where it needs one.
    key: Option<&'a SecretString>,
}

impl Opening<'_> {
    /// The feed, asked as often as the settings say about games that are near and far.
    fn polled(&self, provider: impl Provider) -> anyhow::Result<Feed> {
        let far = seconds(self.config.poll_far_seconds);
        let pace = Pace {
            far,
            near: seconds(self.config.poll_near_seconds),
            live: Live::BySport,
            ahead: far.max(LOOK_AHEAD_EVERY),
        };
        Ok(self.at(provider, pace))
    }

    /// The key of a feed that needs one.
    fn secret(&self) -> anyhow::Result<SecretString> {
        self.key
            .cloned()
            .context("a feed that needs a key has none")
    }

    /// The feed at this pace.
    fn at(&self, provider: impl Provider, pace: Pace) -> Feed {
        Feed {
            provider: Arc::new(provider),
            pace,
            leagues: self.leagues.iter().map(|it| (*it).to_owned()).collect(),
        }
    }
}

/// How a feed is opened.
type Open = fn(Opening<'_>) -> anyhow::Result<Feed>;

/// Every feed of real games, by name.
const FEEDS: &[(&str, Open)] = &[
    (mlb::NAME, |it| {
        it.polled(Mlb::new(Arc::clone(&it.http), it.url.clone()))
    }),
    (nhl::NAME, |it| {
        it.polled(Nhl::new(Arc::clone(&it.http), it.url.clone()))
    }),
    (jolpica::NAME, |it| {
        it.polled(Jolpica::new(Arc::clone(&it.http), it.url.clone()))
    }),
    (espn::NAME, |it| {
        let espn = Espn::new(Arc::clone(&it.http), it.url.clone());
        it.polled(espn.with_leagues(it.leagues))
    }),
    (the_odds_api::NAME, odds_api::open),
    (kalshi::NAME, |it| {
        let kalshi = Kalshi::new(Arc::clone(&it.http), it.url.clone());
        it.polled(kalshi.with_leagues(it.leagues))
    }),
    (open_liga_db::NAME, |it| {
        it.polled(OpenLigaDb::new(Arc::clone(&it.http), it.url.clone()))
    }),
    (football_data_org::NAME, |it| {
        let (http, url) = (Arc::clone(&it.http), it.url.clone());
        let feed = FootballDataOrg::new(http, url, it.secret()?);
        it.polled(feed.with_leagues(it.leagues))
    }),
    (balldontlie::NAME, |it| {
        let (http, url) = (Arc::clone(&it.http), it.url.clone());
        let feed = Balldontlie::new(http, url, it.secret()?).with_leagues(it.leagues);
        it.polled(if it.config.balldontlie_paid {
            feed.paid()
        } else {
            feed
        })
    }),
    (api_sports::NAME, sports::open),
];

/// The client that every feed asks through. What the feeds spend is taken from this purse; without
/// one, nothing is counted. The tally is told how each request went.
///
/// # Errors
/// When TLS cannot be set up.
pub fn client(
    purse: Option<Arc<dyn Purse>>,
    tally: Option<Arc<dyn Tally>>,
) -> anyhow::Result<Arc<Http>> {
    let http = Http::new(Limits::default(), Arc::new(SystemClock))?;
    let http = match tally {
        Some(tally) => http.with_tally(tally),
        None => http,
    };
    Ok(Arc::new(match purse {
        Some(purse) => http.with_purse(purse),
        None => http,
    }))
}

/// The feeds that the settings name, ESPN if they name none.
///
/// # Errors
/// When a feed knows none of the leagues, no feed knows one of them, or a key is missing.
pub fn open(config: &RunConfig, http: &Arc<Http>) -> anyhow::Result<Vec<Feed>> {
    let default = [FeedChoice::published(espn::NAME)];
    let chosen = if config.providers.is_empty() {
        &default[..]
    } else {
        &config.providers
    };
    let feeds: Vec<Feed> = chosen
        .iter()
        .map(|choice| open_one(config, choice, Arc::clone(http)))
        .collect::<Result<_, _>>()?;
    let is_known = |code: &String| feeds.iter().any(|it| it.leagues.contains(code));
    let has_real = chosen.iter().any(|it| it.name != SEASON);
    match config.leagues.iter().find(|it| !is_known(it)) {
        Some(unknown) if has_real => bail!(
            "no feed of --provider knows the league {unknown}: take it out of --leagues, or see \
             `dbsbm-fetcher leagues` for a feed that does"
        ),
        _ => Ok(feeds),
    }
}

fn open_one(config: &RunConfig, choice: &FeedChoice, http: Arc<Http>) -> anyhow::Result<Feed> {
    if let (SEASON, Some(url)) = (choice.name.as_str(), &choice.url) {
        return Ok(season(config, http, url));
    }
    let found = FEEDS.iter().find(|it| it.0 == choice.name);
    let (_, open) = found.with_context(|| format!("no feed is called {}", choice.name))?;
    let profile =
        polled::profile(&choice.name).with_context(|| format!("{} has no profile", choice.name))?;
    open(Opening {
        config,
        http,
        url: choice.url.clone(),
        leagues: &leagues(config, profile)?,
        key: key(config, profile)?,
    })
}

/// Those of the leagues in the settings that the feed can be asked about.
fn leagues<'a>(config: &'a RunConfig, profile: &Profile) -> anyhow::Result<Vec<&'a str>> {
    let wanted = config.leagues.iter().map(String::as_str);
    let (known, unproven): (Vec<_>, Vec<_>) = wanted
        .filter_map(|league| profile.of(league).map(|it| (league, it.is_proven)))
        .partition(|(_, is_proven)| *is_proven || config.unproven);
    let known: Vec<_> = known.into_iter().map(|it| it.0).collect();
    match (known.is_empty(), unproven.first()) {
        (false, _) => Ok(known),
        (true, Some((league, _))) => bail!(
            "what {} says of {league} was never compared with a real answer: switch it on with \
             --unproven, or take {} out of --provider",
            profile.name,
            profile.name
        ),
        (true, None) => bail!(
            "{} has none of the leagues in --leagues: it has {}",
            profile.name,
            profile.leagues().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// The feed's key, which is there if it needs one.
fn key<'a>(config: &'a RunConfig, profile: &Profile) -> anyhow::Result<Option<&'a SecretString>> {
    let Some(setting) = profile.key_setting else {
        return Ok(None);
    };
    let Some(key) = config.keys.of(profile.name) else {
        let name = profile.name;
        bail!("{name} needs a key: set {setting}, or take it out of --provider");
    };
    Ok(Some(key))
}

/// The made-up season, whose leagues are its own.
fn season(config: &RunConfig, http: Arc<Http>, url: &str) -> Feed {
    let every = seconds(config.poll_season_seconds);
    let provider = Season::new(http, url);
    let leagues = provider.leagues().iter().map(|it| it.code.clone());
    Feed {
        leagues: leagues.collect(),
        provider: Arc::new(provider),
        pace: Pace::steady(every),
    }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds.max(1)))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use shared::clock::Clock;
    use shared::testing::noon;

    use super::*;
    use crate::config::{Cli, Command};
    use crate::plan::spending::Price;

    fn chosen(arguments: &[&str]) -> anyhow::Result<Vec<Feed>> {
        runtime::tls::install();
        let cli = Cli::try_parse_from(["dbsbm-fetcher", "run"].iter().chain(arguments))?;
        match cli.command {
            Command::Run(config) => open(&config, &client(None, None)?),
            _ => bail!("another command"),
        }
    }

    fn leagues(feeds: &[Feed]) -> Vec<(&str, String)> {
        let one = |it: &Feed| (it.provider.name(), it.leagues.join(","));
        feeds.iter().map(one).collect()
    }

    #[test]
    fn every_feed_with_a_profile_can_be_opened_and_no_other() {
        let opened: Vec<_> = FEEDS.iter().map(|it| it.0).collect();
        let described: Vec<_> = polled::POLLED.iter().map(|it| it.name).collect();
        assert_eq!(opened, described);
    }

    #[test]
    fn a_feed_is_asked_about_those_of_the_leagues_that_it_knows() {
        let feeds = chosen(&["--provider", "espn,mlb", "--leagues", "NFL,MLB"]).unwrap();
        let expected = [("espn", "NFL,MLB".to_owned()), ("mlb", "MLB".to_owned())];
        assert_eq!(leagues(&feeds), expected);
    }

    #[test]
    fn a_league_that_no_feed_knows_and_a_feed_without_a_league_stop_the_start() {
        let error = |arguments: &[&str]| format!("{:?}", chosen(arguments).err());
        let unknown = error(&["--leagues", "NFL,CHESS"]);
        assert!(unknown.contains("knows the league CHESS"), "{unknown}");
        let idle = error(&["--provider", "espn,nhl", "--leagues", "NFL"]);
        assert!(idle.contains("nhl has none of the leagues"), "{idle}");
    }

    #[test]
    fn the_made_up_season_has_leagues_of_its_own() {
        let feeds = chosen(&["--provider", "season=http://127.0.0.1:8091"]).unwrap();
        assert_eq!(leagues(&feeds).len(), 1);
        assert!(!feeds[0].leagues.is_empty());
    }

    #[test]
    fn what_a_key_may_spend_follows_the_settings() {
        let spends = |more: &[&str]| {
            let key = [
                "--provider",
                "the_odds_api",
                "--the-odds-api-key",
                "hunter2",
            ];
            let feeds = chosen(&[&key[..], &["--leagues", "NFL,NHL"], more].concat()).unwrap();
            let provider = &feeds[0].provider;
            let allowances = provider.allowances().iter();
            let allowances = allowances.map(|it| (it.period.word(), it.units));
            let price = Price::of(&**provider, "NFL", feeds[0].pace, noon());
            (allowances.collect::<Vec<_>>(), price.ahead)
        };
        let month = ("month", 500);
        assert_eq!(spends(&[]), (vec![month], 3));
        let daily = ["--the-odds-api-credits-a-day", "16"];
        assert_eq!(spends(&daily), (vec![month, ("day", 16)], 3));
        assert_eq!(spends(&["--the-odds-api-regions", "us,eu"]).1, 6);
        let books = ["--the-odds-api-bookmakers", "pinnacle,draftkings"];
        assert_eq!(spends(&books).1, 3);
        assert_eq!(spends(&["--the-odds-api-scores"]).1, 5);
    }

    #[test]
    fn what_a_plan_has_is_counted_for_each_sport_and_each_poll() {
        let spends = |more: &[&str]| {
            let key = ["--provider", "api_sports", "--api-sports-key", "hunter2"];
            let leagues = ["--leagues", "EPL,MLB"];
            let feeds = chosen(&[&key[..], &leagues, more].concat()).unwrap();
            let provider = &feeds[0].provider;
            let allowances = provider.allowances().iter();
            let allowances = allowances.map(|it| (it.api, it.units));
            let now = SystemClock.now();
            let price = Price::of(&**provider, "EPL", feeds[0].pace, now);
            (allowances.collect::<Vec<_>>(), price.ahead)
        };
        let each = |units| vec![("football", units), ("baseball", units)];
        // Three days of games, and the prices of four.
        assert_eq!(spends(&[]), (each(100), 7));
        let paid = spends(&["--api-sports-plan", "ultra"]).0;
        assert_eq!(paid, each(75_000));
        let fewer = spends(&["--api-sports-requests-a-day", "50"]).0;
        assert_eq!(fewer.iter().filter(|it| it.1 == 50).count(), 2);
    }

    #[test]
    fn a_feed_that_needs_a_key_says_so_and_names_no_key() {
        for more in [&[][..], &["--the-odds-api-key", " "]] {
            let arguments = [&["--provider", "the_odds_api"][..], more].concat();
            let error = chosen(&arguments).err().map(|it| it.to_string());
            assert!(error.is_some_and(|it| it.contains("set THE_ODDS_API_KEY")));
        }
        let key = [
            "--provider",
            "the_odds_api",
            "--the-odds-api-key",
            "hunter2",
        ];
        let unknown = [&key[..], &["--leagues", "CHESS"]].concat();
        let error = format!("{:?}", chosen(&unknown).err());
        assert!(error.contains("none of the leagues") && !error.contains("hunter2"));
    }
}
