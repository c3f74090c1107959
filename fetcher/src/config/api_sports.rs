//! The settings of API-SPORTS: what the key's plan is, and how much of it is used.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use providers::api_sports::Plan;
use runtime::settings::within;

/// The most requests a day: more than the largest plan has.
const REQUESTS_MAX: u32 = 10_000_000;

/// What API-SPORTS may be asked.
#[derive(Clone, Debug, Args)]
pub struct ApiSportsConfig {
    /// The plan of the API-SPORTS key: free, pro, ultra, mega. It says how many requests there are
    /// a day and a minute for each sport, and whether seasons that are played now can be asked
    /// about.
    #[arg(long, env = "API_SPORTS_PLAN", default_value = "free", value_parser = plan())]
    pub api_sports_plan: Plan,
    /// How many requests a day may be sent to API-SPORTS for each sport. Default: what the plan
    /// has.
    #[arg(long, env = "API_SPORTS_REQUESTS_A_DAY", value_parser = within(1..=REQUESTS_MAX))]
    pub api_sports_requests_a_day: Option<u32>,
}

fn plan() -> impl TypedValueParser<Value = Plan> {
    let words = PossibleValuesParser::new(Plan::ALL.iter().map(|it| it.word()));
    words.try_map(|word| {
        let found = Plan::ALL.iter().copied().find(|it| it.word() == word);
        found.ok_or("no plan is called so")
    })
}
