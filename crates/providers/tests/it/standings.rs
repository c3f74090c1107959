//! Tables of leagues, as each feed tells them.

use bytes::Bytes;
use providers::{
    api_sports, balldontlie, espn, football_data_org, jolpica, mlb, nhl, open_liga_db,
};
use serde_json::{Value, json};
use shared::feed::{Points, SeasonRecord, StandingRow, Standings};

use crate::support::{corpus, file};

fn body(json: &Value) -> Bytes {
    serde_json::to_vec(json).unwrap().into()
}

/// Part, place and name of each row.
fn rows(table: &Standings) -> Vec<(&str, u16, &str)> {
    let rows = table.rows.iter();
    rows.map(|it| (&*it.group, it.rank, &*it.competitor.name))
        .collect()
}

fn reasons(table: &Standings) -> Vec<&str> {
    table.rejected.iter().map(|it| it.reason.as_str()).collect()
}

#[test]
fn places_are_counted_in_each_conference_where_there_are_no_seeds() {
    let row = |id: u32, conference: &str| {
        json!({"season": 2026, "conference": conference, "wins": 0, "losses": 0,
            "team": {"id": id, "full_name": format!("Team {id}"), "name": format!("T{id}"),
                "city": "City", "abbreviation": format!("T{id}"), "conference": conference}})
    };
    let list = json!({"data": [row(1, "East"), row(2, "West"), row(3, "East"), row(4, "West")]});
    let table = balldontlie::read_standings(&body(&list), "WNBA").unwrap();
    assert_eq!(reasons(&table), [""; 0]);
    let places: Vec<_> = rows(&table).iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(places, [("East", 1), ("East", 2), ("West", 1), ("West", 2)]);
}

fn espn_entry(id: u32, name: &str, stats: &[(&str, f64, &str)]) -> Value {
    let stats = stats.iter().map(|(name, value, shown)| {
        json!({"name": name, "type": name.to_lowercase(), "value": value, "displayValue": shown})
    });
    let mut stats: Vec<_> = stats.collect();
    stats.push(json!({"name": "overall", "type": "total", "summary": "1-0"}));
    json!({"team": {"id": id.to_string(), "displayName": name, "abbreviation": "TM"},
        "stats": stats})
}

fn espn_part(name: &str, season: i32, entries: &[Value]) -> Value {
    json!({"name": name, "standings": {"season": season, "entries": entries}})
}

#[test]
fn the_table_of_soccer_is_one_with_points_and_places() {
    let city = espn_entry(
        1,
        "Arsenal",
        &[
            ("wins", 26.0, "26"),
            ("losses", 6.0, "6"),
            ("ties", 5.0, "5"),
            ("gamesPlayed", 37.0, "37"),
            ("pointsFor", 78.0, "78"),
            ("pointsAgainst", 32.0, "32"),
            ("points", 83.0, "83"),
            ("rank", 1.0, "1"),
        ],
    );
    let wrong = json!({"team": {"id": "2"}});
    let season = espn_part("Premier League 2031-2032", 2031, &[city, wrong]);
    let table = espn::read_standings(&body(&json!({"children": [season]})), "EPL").unwrap();
    assert_eq!(table.season, "2031/32");
    assert_eq!(rows(&table), [("", 1, "Arsenal")]);
    let expected = SeasonRecord {
        played: Some(37),
        won: Some(26),
        lost: Some(6),
        drawn: Some(5),
        points: Points::whole(83),
        scored: Some(78),
        conceded: Some(32),
        ..SeasonRecord::default()
    };
    assert_eq!(table.rows[0].record, expected);
    assert_eq!(reasons(&table).len(), 1, "a team without a name");
}

#[test]
fn conferences_are_parts_and_half_a_game_in_front_is_no_point() {
    let bears = espn_entry(
        3,
        "Chicago Bears",
        &[
            ("wins", 11.0, "11"),
            ("losses", 6.0, "6"),
            ("points", 2.5, "2.5"),
            ("playoffSeed", 2.0, "2"),
            ("streak", 5.0, "W5"),
        ],
    );
    let jets = espn_entry(
        20,
        "New York Jets",
        &[("losses", 4.0, "4"), ("streak", -4.0, "L4")],
    );
    let mut whole = json!({"children": [
        espn_part("AFC", 2031, &[jets]),
        espn_part("NFC", 2031, &[bears]),
    ]});
    // Some answers have the year as a text alone.
    let list = whole["children"][0]["standings"].as_object_mut().unwrap();
    list.remove("season");
    list.insert("seasonDisplayName".to_owned(), json!("2031"));
    let table = espn::read_standings(&body(&whole), "NFL").unwrap();
    assert_eq!(
        rows(&table),
        [("AFC", 1, "New York Jets"), ("NFC", 2, "Chicago Bears")]
    );
    let records: Vec<_> = table.rows.iter().map(|it| it.record).collect();
    assert_eq!(table.season, "2031");
    assert_eq!((records[1].points, records[1].streak), (None, Some(5)));
    assert_eq!(records[0].streak, Some(-4));
    // The same team as on the board.
    assert_eq!(
        table.rows[1].competitor.slug.as_deref(),
        Some("chicago-bears")
    );
    assert!(espn::read_standings(&body(&json!({"fullViewLink": {}})), "NFL").is_err());
}

#[test]
fn the_leagues_own_tables_are_by_division_and_name_teams_as_their_games_do() {
    let row = json!({"seasonId": 20312032, "conferenceName": "Western", "divisionName": "Central",
        "divisionSequence": 1, "teamName": {"default": "Colorado Avalanche"},
        "teamAbbrev": {"default": "COL"}, "gamesPlayed": 82, "wins": 55, "losses": 16,
        "otLosses": 11, "points": 121, "goalFor": 302, "goalAgainst": 203, "streakCode": "OT",
        "streakCount": 1});
    let table = nhl::read_standings(&body(&json!({"standings": [row, {"seasonId": 20312032}]})));
    let table = table.unwrap();
    assert_eq!(table.season, "2031/32");
    let central = "Western Conference, Central";
    assert_eq!(rows(&table), [(central, 1, "Colorado Avalanche")]);
    let record = table.rows[0].record;
    assert_eq!(
        (record.lost, record.lost_late, record.streak),
        (Some(16), Some(11), Some(-1))
    );
    assert_eq!(
        table.rows[0].competitor.slug.as_deref(),
        Some("colorado-avalanche")
    );
    assert_eq!(table.rejected.len(), 1);

    let row = json!({"team": {"id": 147, "name": "New York Yankees"}, "season": "2031",
        "streak": {"streakCode": "L2"}, "divisionRank": "1", "gamesPlayed": 162, "wins": 94,
        "losses": 68, "runsScored": 815, "runsAllowed": 668});
    let part = json!({"division": {"id": 201}, "teamRecords": [row]});
    let table = mlb::read_standings(&body(&json!({"records": [part]}))).unwrap();
    assert_eq!(
        rows(&table),
        [("American League East", 1, "New York Yankees")]
    );
    assert_eq!(
        (table.season.as_str(), table.rows[0].record.streak),
        ("2031", Some(-2))
    );
    let none_yet = json!({"records": []});
    assert_eq!(mlb::read_standings(&body(&none_yet)).unwrap().rows, []);
}

#[test]
fn a_table_of_another_league_or_in_another_form_is_refused() {
    let team = json!({"id": 57, "name": "Arsenal FC", "shortName": "Arsenal", "tla": "ARS"});
    let row = json!({"position": 1, "team": team, "playedGames": 38, "won": 28, "draw": 5,
        "lost": 5, "points": 89, "goalsFor": 91, "goalsAgainst": 29});
    let part = |kind: &str| json!({"type": kind, "group": null, "table": [row]});
    let list = json!({"competition": {"code": "PL"}, "season": {"startDate": "2031-08-15"},
        "standings": [part("TOTAL"), part("HOME")]});
    let table = football_data_org::read_standings(&body(&list), "EPL").unwrap();
    assert_eq!(
        (table.season.as_str(), rows(&table)),
        ("2031/32", vec![("", 1, "Arsenal")])
    );
    assert!(football_data_org::read_standings(&body(&list), "LALIGA").is_err());

    let rows_of = json!([{"teamInfoId": 40, "teamName": "FC Bayern München", "points": 82,
        "opponentGoals": 32, "goals": 99, "matches": 34, "won": 25, "lost": 2, "draw": 7}]);
    let table = open_liga_db::read_standings(&body(&rows_of), 2031).unwrap();
    assert_eq!((table.season.as_str(), table.rows[0].rank), ("2031/32", 1));
    assert_eq!(table.rows[0].record.points, Points::whole(82));
    assert!(open_liga_db::read_standings(&body(&json!({"message": "no"})), 2031).is_err());
}

#[test]
fn drivers_and_constructors_have_tables_of_their_own_and_half_points_are_kept() {
    let driver = json!({"position": "1", "positionText": "1", "points": "395.5", "wins": "10",
        "Driver": {"driverId": "quick", "code": "QUI", "givenName": "Ada", "familyName": "Quick"},
        "Constructors": []});
    let team = json!({"position": "2", "points": "613", "wins": "9",
        "Constructor": {"constructorId": "swift", "name": "Swift"}});
    let list = json!({"season": "2031", "DriverStandings": [driver],
        "ConstructorStandings": [team]});
    let answer = json!({"MRData": {"StandingsTable": {"StandingsLists": [list]}}});
    let table = jolpica::read_standings(&body(&answer)).unwrap();
    assert_eq!(
        rows(&table),
        [("drivers", 1, "Ada Quick"), ("constructors", 2, "Swift")]
    );
    assert_eq!(
        table.rows[0].record.points,
        Some(Points::from_tenths(3_955))
    );
}

/// How many rows are of teams that we know by a name of our own.
fn known(table: &Standings) -> usize {
    let known = |it: &&StandingRow| it.competitor.slug.is_some();
    table.rows.iter().filter(known).count()
}

#[test]
fn every_recorded_table_converts_row_by_row() {
    let Some(corpus) = corpus() else { return };
    let read = |path: &str| file(&corpus.join("fixtures").join(path));
    let cassette = |path: &str| {
        let json: Value = serde_json::from_slice(&read(path)).unwrap();
        body(&json["raw"])
    };
    let football = |body: Bytes, league: &str| api_sports::read_standings(&body, league).unwrap();
    let tables = [
        (
            "mlb",
            mlb::read_standings(&read("mlb-statsapi/standings.json")).unwrap(),
        ),
        (
            "nhl",
            nhl::read_standings(&read("nhl-api-web/standings-now.json")).unwrap(),
        ),
        (
            "serie a",
            football(read("api-football/standings.json"), "SERIEA"),
        ),
        (
            "premier league",
            football(
                cassette("api-football/cassettes/standings.2eacdd85.json"),
                "EPL",
            ),
        ),
        (
            "drivers",
            football(read("api-formula-1/rankings_drivers.json"), "F1"),
        ),
        (
            "wnba",
            balldontlie::read_standings(&read("balldontlie/balldontlie_standings.json"), "WNBA")
                .unwrap(),
        ),
    ];
    let mut counts = Vec::new();
    for (name, table) in &tables {
        let known = known(table);
        println!(
            "{name}: {known} of {} teams are ours; {:?}",
            table.rows.len(),
            reasons(table)
        );
        counts.push((
            *name,
            table.season.as_str(),
            table.rows.len(),
            table.rejected.len(),
        ));
        for row in &table.rows {
            let record = &row.record;
            let parts = [record.won, record.lost, record.drawn, record.lost_late];
            let sum: u16 = parts.into_iter().flatten().sum();
            assert!(record.played.is_none_or(|it| it == sum), "{name} {row:?}");
        }
    }
    let expected = [
        ("mlb", "2024", 30, 0),
        ("nhl", "2025/26", 32, 0),
        ("serie a", "2025/26", 1, 0),
        ("premier league", "2024/25", 20, 0),
        ("drivers", "2024", 24, 0),
        ("wnba", "2025", 13, 0),
    ];
    assert_eq!(counts, expected);
}
