//! The settings of The Odds API: what its credits are spent on.

use clap::Args;
use providers::the_odds_api::Bookmakers;
use runtime::settings::within;

/// The most credits a day: more than the largest plan has.
const CREDITS_MAX: u32 = 10_000_000;

/// What The Odds API is asked for, and how many credits that may take.
#[derive(Clone, Debug, Args)]
pub struct TheOddsApiConfig {
    /// The regions whose bookmakers' prices are taken from The Odds API: us, us2, us_dfs, us_ex,
    /// uk, eu, fr, se, au. Each costs as much as the first.
    #[arg(long, env = "THE_ODDS_API_REGIONS", value_delimiter = ',', default_value = "us",
          value_parser = clap::builder::PossibleValuesParser::new(Bookmakers::REGIONS))]
    pub the_odds_api_regions: Vec<String>,
    /// Bookmakers to take from The Odds API instead of whole regions, by its keys: draftkings,
    /// pinnacle. Ten cost as much as one region.
    #[arg(long, env = "THE_ODDS_API_BOOKMAKERS", value_delimiter = ',')]
    pub the_odds_api_bookmakers: Vec<String>,
    /// How many credits of The Odds API a day in UTC may take at most. Default: as many as polls
    /// are worth, so that what is left of the month lasts until its end.
    #[arg(long, env = "THE_ODDS_API_CREDITS_A_DAY", value_parser = within(1..=CREDITS_MAX))]
    pub the_odds_api_credits_a_day: Option<u32>,
    /// Takes scores from The Odds API too, as a second source of results. They cost two credits a
    /// poll.
    #[arg(long, env = "THE_ODDS_API_SCORES")]
    pub the_odds_api_scores: bool,
}

impl TheOddsApiConfig {
    /// Whose prices are taken.
    pub fn bookmakers(&self) -> Bookmakers {
        let named = self.the_odds_api_bookmakers.iter().map(|it| it.trim());
        let named: Vec<_> = named
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        if named.is_empty() {
            return Bookmakers::In(self.the_odds_api_regions.clone());
        }
        Bookmakers::Named(named)
    }
}
