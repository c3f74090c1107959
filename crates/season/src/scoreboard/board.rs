//! Events as a scoreboard shows them. Every game ends three hours after its start, and the home
//! side wins it.

use chrono::{DateTime, Days, NaiveDate, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

mod athletes;

pub(super) use athletes::leaderboard;

/// How long a contest lasts.
const LASTS: TimeDelta = TimeDelta::hours(3);
/// How many weeks a calendar of football shows.
const WEEKS: i64 = 18;

/// A contest of two teams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The feed's id.
    pub id: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The number of the team at home.
    pub home: u32,
    /// The number of the team away.
    pub away: u32,
}

/// How many parts a game of that sport has, in words of the path. `None`: none is told.
fn parts(sport: &str) -> u32 {
    match sport {
        "football" | "basketball" => 4,
        "hockey" => 3,
        "baseball" => 9,
        _ => 0,
    }
}

impl Contest {
    /// Whether it has begun, and whether it is over.
    pub(super) fn stands(&self, now: DateTime<Utc>) -> (bool, bool) {
        (now >= self.starts_at, now >= self.starts_at + LASTS)
    }
}

/// The status of what nothing more is told of than whether it has begun, or is over.
pub(super) fn standing(begun: bool, over: bool, period: u32) -> Value {
    match (begun, over) {
        (false, _) => status("STATUS_SCHEDULED", "pre", "Scheduled", period),
        (_, false) => status("STATUS_IN_PROGRESS", "in", "Going", period),
        _ => status("STATUS_FINAL", "post", "Final", period),
    }
}

/// The event as it stands at `now`.
pub(super) fn event(sport: &str, contest: &Contest, now: DateTime<Utc>) -> Value {
    if let Some(event) = athletes::event(sport, contest, now) {
        return event;
    }
    let (begun, over) = contest.stands(now);
    let status = match (begun, over, sport) {
        (_, true, "soccer") => status("STATUS_FULL_TIME", "post", "FT", 2),
        (_, true, _) => standing(begun, over, parts(sport)),
        _ => standing(begun, over, u32::from(begun)),
    };
    let date = contest.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let side = |role, team, points| side(sport, (role, team), points, over);
    let mut competition = json!({
        "id": contest.id, "date": date, "status": status,
        "competitors": [side("home", contest.home, 1), side("away", contest.away, 0)],
    });
    if !begun {
        competition["odds"] = odds(sport);
    }
    json!({
        "id": contest.id, "date": date, "season": {"year": 2026, "type": 2},
        "competitions": [competition],
    })
}

fn status(name: &str, state: &str, detail: &str, period: u32) -> Value {
    json!({
        "period": period,
        "type": {"name": name, "state": state, "completed": state == "post", "detail": detail},
    })
}

fn side(sport: &str, (role, team): (&str, u32), points: u32, over: bool) -> Value {
    // A home side that leads does not bat in the last inning.
    let rests = u32::from(sport == "baseball" && role == "home");
    let parts = if over { parts(sport) - rests } else { 0 };
    let line: Vec<_> = (1..=parts)
        .map(|number| json!({"value": f64::from(points), "period": number}))
        .collect();
    let score = if over { points * parts.max(1) } else { 0 };
    json!({
        "homeAway": role, "score": score.to_string(), "linescores": line,
        "team": {
            "id": team.to_string(), "displayName": format!("Team {team}"),
            "abbreviation": format!("T{team:02}"),
        },
    })
}

/// The summary of a game: who did what in it, once it is over.
pub(super) fn summary(sport: &str, contest: &Contest, now: DateTime<Utc>) -> Value {
    let (begun, over) = contest.stands(now);
    let scores = [(contest.home, parts(sport)), (contest.away, 0)];
    let players = scores.map(|(team, points)| {
        let athlete = |number: u32| {
            let name = format!("Player {team}-{number}");
            json!({"id": format!("{team}{number}"), "displayName": name})
        };
        json!({
            "team": {"id": team.to_string()},
            "statistics": [{"keys": ["minutes", "points"], "athletes": [
                {"athlete": athlete(1), "starter": true, "didNotPlay": false,
                 "stats": ["40", points.to_string()]},
                {"athlete": athlete(2), "starter": false, "didNotPlay": true, "stats": []},
            ]}],
        })
    });
    let told = over && sport == "basketball";
    let players = if told { json!(players) } else { json!([]) };
    json!({
        "header": {"id": contest.id, "competitions": [{"status": standing(begun, over, 0)}]},
        "boxscore": {"teams": [], "players": players}, "rosters": [],
    })
}

fn odds(sport: &str) -> Value {
    let price = |odds: &str| json!({"close": {"odds": odds}});
    let mut moneyline = json!({"home": price("-120"), "away": price("+100")});
    if sport == "soccer" {
        moneyline = json!({"home": price("+110"), "away": price("+240"), "draw": price("+230")});
    }
    json!([{"provider": {"id": "58", "name": "Quay"}, "moneyline": moneyline}])
}

/// The calendar of football: weeks from the first day of the season on.
pub(super) fn weeks(season_begins: NaiveDate) -> Value {
    let morning = |week: i64, minutes: i64| {
        let days = Days::new(u64::try_from(week * 7).unwrap_or_default());
        let day = season_begins
            .checked_add_days(days)
            .unwrap_or(season_begins);
        let at = day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(8);
        (at - TimeDelta::minutes(minutes))
            .format("%Y-%m-%dT%H:%MZ")
            .to_string()
    };
    let entries: Vec<_> = (1..=WEEKS)
        .map(|number| {
            json!({
                "label": format!("Week {number}"), "value": number.to_string(),
                "startDate": morning(number - 1, 0), "endDate": morning(number, 1),
            })
        })
        .collect();
    json!([{
        "label": "Regular Season", "value": "2", "startDate": morning(0, 0),
        "endDate": morning(WEEKS, 1), "entries": entries,
    }])
}
