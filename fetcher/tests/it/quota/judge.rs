//! What the server saw, measured: how late games with open bets were asked about.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use season::meter::Call;

use super::world::{PLAYED_FOR, Window, World};

/// How long after a storm a feed that refused everything is still asked less often.
const CALM: TimeDelta = TimeDelta::minutes(40);

/// What was seen of the games of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Day {
    /// Requests that were answered.
    pub(crate) calls: usize,
    /// How many polls the games with open bets would take at their interval.
    pub(crate) wanted: f64,
    /// The longest gap between two answers about a game with open bets.
    pub(crate) longest: TimeDelta,
    /// When that gap began.
    pub(crate) longest_from: Option<DateTime<Utc>>,
    /// The longest and the shortest mean gap of a game.
    pub(crate) means: (TimeDelta, TimeDelta),
}

/// What was seen on each day.
pub(crate) fn days(world: &World, calls: &[Call]) -> BTreeMap<NaiveDate, Day> {
    let mut served: BTreeMap<&str, Vec<DateTime<Utc>>> = BTreeMap::new();
    let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
    for call in calls.iter().filter(|it| it.is_served) {
        served.entry(&call.league).or_default().push(call.at);
        days.entry(call.at.date_naive()).or_default().calls += 1;
    }
    let near = TimeDelta::from_std(world.settings.pace.near).unwrap();
    for window in &world.windows {
        let empty = Vec::new();
        let times = served.get(window.league.as_str()).unwrap_or(&empty);
        let gaps = gaps(window, times);
        let calm = gaps.iter().filter(|it| !is_stormy(world, it));
        let lengths: Vec<_> = calm.clone().map(|(from, to)| *to - *from).collect();
        let day = days.entry(window.starts_at.date_naive()).or_default();
        day.wanted += PLAYED_FOR.as_seconds_f64() / near.as_seconds_f64();
        let Some((from, to)) = calm.max_by_key(|(from, to)| *to - *from) else {
            continue;
        };
        if *to - *from > day.longest {
            (day.longest, day.longest_from) = (*to - *from, Some(*from));
        }
        let all = lengths.iter().sum::<TimeDelta>();
        let mean = all / i32::try_from(lengths.len()).unwrap();
        let (most, least) = day.means;
        let least = if least.is_zero() {
            mean
        } else {
            least.min(mean)
        };
        day.means = (most.max(mean), least);
    }
    days
}

/// The gaps between answers while a game was played, each from one answer to the next.
fn gaps(window: &Window, times: &[DateTime<Utc>]) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let (from, to) = (window.starts_at, window.starts_at + PLAYED_FOR);
    let before = times.partition_point(|it| *it < from);
    let before = before.checked_sub(1).map_or(from, |it| times[it]);
    // What came before the game was asked for less often, with right.
    let mut last = before.max(from);
    let mut gaps = Vec::new();
    for at in times.iter().copied().filter(|it| (from..=to).contains(it)) {
        gaps.push((last, at));
        last = at;
    }
    gaps.push((last, to));
    gaps
}

fn is_stormy(world: &World, (from, to): &(DateTime<Utc>, DateTime<Utc>)) -> bool {
    let storms = world.settings.plan.storms.iter();
    let mut storms = storms.map(|(begin, end)| (*begin, *end + CALM));
    storms.any(|(begin, end)| *from < end && begin < *to)
}
