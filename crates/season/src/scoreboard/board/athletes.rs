//! Events of athletes as a scoreboard shows them: tournaments, evenings of fights, weekends of
//! racing. They last as long as games of teams here, and whoever is listed first wins.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Contest, standing};

/// How long before the race its qualifying is.
const QUALIFYING: TimeDelta = TimeDelta::hours(23);
/// How many play in a tournament of golf, or drive in a race.
const FIELD: u32 = 6;

/// The event as it stands at `now`. `None`: the sport is one of teams.
pub(super) fn event(sport: &str, contest: &Contest, now: DateTime<Utc>) -> Option<Value> {
    let date = date(contest.starts_at);
    let mut event = json!({
        "id": contest.id, "date": date, "name": format!("Open {}", contest.id),
        "season": {"year": 2026, "type": 2}, "status": status(contest, now),
    });
    match sport {
        "mma" => event["competitions"] = json!([fight(contest, now)]),
        "tennis" => {
            let group = |slug: &str, matches: Value| {
                let grouping = json!({ "slug": slug });
                json!({ "grouping": grouping, "competitions": matches })
            };
            event["groupings"] = json!([
                group("mens-singles", json!([game(contest, now)])),
                group("womens-singles", json!([])),
                group("mens-doubles", json!([])),
            ]);
        }
        "golf" => event["competitions"] = json!([tournament(contest, now)]),
        "racing" => event["competitions"] = json!([qualifying(contest), race(contest, now)]),
        _ => return None,
    }
    Some(event)
}

/// The leaderboard of a tournament, which has the tee times and the places.
pub(in crate::scoreboard) fn leaderboard(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (_, over) = contest.stands(now);
    let players: Vec<_> = (1..=FIELD)
        .map(|place| {
            let name = if over {
                "STATUS_FINISH"
            } else {
                "STATUS_SCHEDULED"
            };
            let mut player = golfer(contest, place, over);
            player["status"] = json!({
                "type": {"name": name}, "teeTime": date(contest.starts_at),
                "position": {"displayName": place.to_string()},
            });
            player
        })
        .collect();
    json!({"events": [{
        "id": contest.id,
        "competitions": [{"status": status(contest, now), "competitors": players}],
    }]})
}

fn date(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn status(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (begun, over) = contest.stands(now);
    standing(begun, over, 0)
}

fn athlete(number: u32) -> Value {
    json!({"displayName": format!("Athlete {number}"), "shortName": format!("A. {number}")})
}

fn two(contest: &Contest, over: bool) -> [Value; 2] {
    [(1, contest.home), (2, contest.away)].map(|(order, number)| {
        json!({
            "id": number.to_string(), "type": "athlete", "order": order,
            "winner": over && order == 1, "athlete": athlete(number),
        })
    })
}

/// A fight that the judges decide.
fn fight(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (begun, over) = contest.stands(now);
    let mut status = standing(begun, over, if over { 3 } else { 0 });
    status["displayClock"] = json!(if over { "5:00" } else { "-" });
    let decided = json!([{"type": {"text": "Unofficial Winner Decision"}}]);
    json!({
        "id": format!("{}1", contest.id), "date": date(contest.starts_at), "status": status,
        "format": {"regulation": {"periods": 3}}, "competitors": two(contest, over),
        "details": if over { decided } else { json!([]) },
    })
}

/// A match of tennis in two sets.
fn game(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (begun, over) = contest.stands(now);
    let sets = |games: u32| json!([{"value": games}, {"value": games}]);
    let mut sides = two(contest, over);
    if over {
        sides[0]["linescores"] = sets(6);
        sides[1]["linescores"] = sets(4);
    }
    json!({
        "id": format!("{}1", contest.id), "date": date(contest.starts_at),
        "status": standing(begun, over, if over { 2 } else { 1 }),
        "format": {"regulation": {"periods": 3}}, "competitors": sides,
    })
}

fn golfer(contest: &Contest, place: u32, over: bool) -> Value {
    let number = contest.home + place;
    let rounds = if over { 4 } else { 0 };
    let lines: Vec<_> = (1..=rounds)
        .map(|round| json!({"value": 68 + place, "period": round}))
        .collect();
    json!({
        "id": number.to_string(), "type": "athlete", "athlete": athlete(number),
        "linescores": lines,
    })
}

/// A tournament, whose day alone is told.
fn tournament(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (_, over) = contest.stands(now);
    let players: Vec<_> = (1..=FIELD).map(|it| golfer(contest, it, over)).collect();
    json!({
        "id": contest.id, "date": date(contest.starts_at), "timeValid": false,
        "status": status(contest, now), "competitors": players,
    })
}

fn qualifying(contest: &Contest) -> Value {
    let starts_at = contest.starts_at - QUALIFYING;
    json!({
        "id": format!("{}2", contest.id), "date": date(starts_at),
        "type": {"id": "2", "abbreviation": "Qual"}, "status": standing(false, false, 0),
        "competitors": [],
    })
}

fn race(contest: &Contest, now: DateTime<Utc>) -> Value {
    let (_, over) = contest.stands(now);
    let drivers: Vec<_> = (1..=FIELD)
        .map(|place| {
            let number = contest.home + place;
            let mut driver = json!({
                "id": number.to_string(), "type": "athlete", "winner": over && place == 1,
                "athlete": athlete(number),
            });
            if over {
                driver["order"] = json!(place);
            }
            driver
        })
        .collect();
    json!({
        "id": format!("{}3", contest.id), "date": date(contest.starts_at),
        "type": {"id": "3", "abbreviation": "Race"}, "status": status(contest, now),
        "competitors": drivers,
    })
}
