//! Which questions bring the games of a league and a range of starts, and their prices.
//!
//! A key without a paid plan is refused every season that is played now. It is asked by day, of
//! which it has three; a day is of all leagues at once, so that it is asked about once for all.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::leagues::{Api, League};
use super::plan::Plan;

/// How many pages of prices are asked for at most.
pub(super) const PAGES_MAX: u32 = 5;
/// Of how many games a key without a paid plan asks for the prices at a time.
pub(super) const PRICED_MAX: u32 = 4;

/// What an API calls its games.
const fn noun(api: Api) -> &'static str {
    match api {
        Api::Football => "fixtures",
        Api::FormulaOne => "races",
        _ => "games",
    }
}

/// The questions that bring the games of the league that begin between the two.
pub(super) fn listing(
    league: &League,
    plan: Plan,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Vec<String> {
    let (noun, id) = (noun(league.api), league.id);
    if plan.is_narrow() {
        let days = days((from, to), now);
        return days.iter().map(|it| format!("{noun}?date={it}")).collect();
    }
    let mut seasons = vec![league.asked_season(from), league.asked_season(to)];
    seasons.dedup();
    let seasons = seasons.iter().map(|season| match league.api {
        Api::FormulaOne => format!("{noun}?season={season}"),
        // Only football has a range.
        Api::Football => {
            let (from, to) = (from.date_naive(), to.date_naive());
            format!("{noun}?league={id}&season={season}&from={from}&to={to}")
        }
        _ => format!("{noun}?league={id}&season={season}"),
    });
    seasons.collect()
}

/// Yesterday, today and tomorrow, as far as something is asked about them.
fn days((from, to): (DateTime<Utc>, DateTime<Utc>), now: DateTime<Utc>) -> Vec<NaiveDate> {
    let today = now.date_naive();
    let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let (first, last) = (first.max(from.date_naive()), last.min(to.date_naive()));
    first.iter_days().take_while(|it| *it <= last).collect()
}

/// The question for a page of the league's prices.
pub(super) fn prices(league: &League, at: DateTime<Utc>, page: u32) -> String {
    let season = league.asked_season(at);
    let path = format!("odds?league={}&season={season}", league.id);
    // An API without pages does not know the word.
    match page {
        0 | 1 => path,
        page => format!("{path}&page={page}"),
    }
}

/// The question for the table of the league; of Formula 1, for the drivers' championship.
pub(super) fn standings(league: &League, at: DateTime<Utc>) -> String {
    let season = league.asked_season(at);
    match league.api {
        Api::FormulaOne => format!("rankings/drivers?season={season}"),
        _ => format!("standings?league={}&season={season}", league.id),
    }
}

/// The question for the prices of one game.
pub(super) fn prices_of(api: Api, game: &str) -> String {
    match api {
        Api::Football => format!("odds?fixture={game}"),
        _ => format!("odds?game={game}"),
    }
}

/// How many requests the games of a league take at most, with their prices if these are asked for.
pub(super) fn cost(
    league: &League,
    plan: Plan,
    range: (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
    with_prices: bool,
) -> u32 {
    let listing = u32::try_from(listing(league, plan, range, now).len()).unwrap_or(u32::MAX);
    let prices = if with_prices {
        prices_cost(league.api, plan)
    } else {
        0
    };
    listing + prices + details_cost(league.api, plan)
}

const fn prices_cost(api: Api, plan: Plan) -> u32 {
    match (api.has_prices(), plan.is_narrow()) {
        (false, _) => 0,
        (true, true) => PRICED_MAX,
        // Those in play, which begin before the start, are another page.
        (true, false) => PAGES_MAX + 1,
    }
}

/// Players are told of all games at once; of races there may be one that is over and one to come.
const fn details_cost(api: Api, plan: Plan) -> u32 {
    match api {
        Api::Football if plan.is_narrow() => 0,
        Api::Football => 1,
        Api::FormulaOne => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::leagues::find;
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn asked(league: &str, plan: Plan, from: &str, to: &str) -> Vec<String> {
        let now = at("2031-07-01T12:00:00Z");
        listing(find(league).unwrap(), plan, (at(from), at(to)), now)
    }

    #[test]
    fn a_paid_plan_is_asked_by_season_and_football_by_range() {
        let of = |league| {
            asked(
                league,
                Plan::Pro,
                "2031-07-01T00:00:00Z",
                "2031-07-08T12:00:00Z",
            )
        };
        assert_eq!(
            of("EPL"),
            ["fixtures?league=39&season=2031&from=2031-07-01&to=2031-07-08"]
        );
        assert_eq!(of("NBA"), ["games?league=12&season=2030-2031"]);
        assert_eq!(of("F1"), ["races?season=2031"]);
        let around = asked(
            "EPL",
            Plan::Pro,
            "2031-06-30T00:00:00Z",
            "2031-07-08T12:00:00Z",
        );
        assert_eq!(around.len(), 2, "two seasons: {around:?}");
    }

    #[test]
    fn a_free_key_is_asked_by_day_as_far_as_it_has_days() {
        let ahead = asked(
            "EPL",
            Plan::Free,
            "2031-06-29T00:00:00Z",
            "2031-07-08T12:00:00Z",
        );
        let days = ["06-30", "07-01", "07-02"];
        assert_eq!(ahead, days.map(|it| format!("fixtures?date=2031-{it}")));
        let at_hand = asked(
            "NBA",
            Plan::Free,
            "2031-07-01T11:00:00Z",
            "2031-07-01T13:00:00Z",
        );
        assert_eq!(at_hand, ["games?date=2031-07-01"]);
        assert!(
            asked(
                "EPL",
                Plan::Free,
                "2031-08-01T00:00:00Z",
                "2031-08-02T00:00:00Z"
            )
            .is_empty()
        );
    }
}
