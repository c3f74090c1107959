//! Who may miss games, as each feed tells it.

use bytes::Bytes;
use providers::{balldontlie, espn};
use serde_json::{Value, json};
use shared::feed::{Availability, Injuries};

use crate::support::{corpus, file};

fn body(json: &Value) -> Bytes {
    serde_json::to_vec(json).unwrap().into()
}

fn told(of: &Injuries) -> Vec<(&str, &str, &str, Availability)> {
    let players = of.players.iter();
    let one = players.map(|it| {
        (
            it.team.name.as_str(),
            it.player.name.as_str(),
            it.player.reference.as_str(),
            it.status,
        )
    });
    one.collect()
}

fn injury(id: Option<u32>, name: &str, status: &str) -> Value {
    let links = id.map(|it| {
        json!({"rel": ["playercard"],
        "href": format!("https://sports.test/nfl/player/_/id/{it}/somebody")})
    });
    json!({"status": status, "date": "2031-09-08T20:48Z", "shortComment": "Knee.\u{7}\nLimited.",
        "athlete": {"displayName": name, "position": {"abbreviation": "QB"},
            "links": links.into_iter().collect::<Vec<_>>()},
        "details": {"type": "Knee", "returnDate": "2031-09-14"}})
}

fn board(injuries: &[Value]) -> Value {
    let team = json!({"id": "3", "displayName": "Chicago Bears", "injuries": injuries});
    json!({"timestamp": "2031-09-09T00:00:00Z", "injuries": [team]})
}

#[test]
fn a_player_is_known_by_the_address_of_his_page_and_his_team_as_on_the_board() {
    let list = board(&[injury(Some(77), "Ada Quick", "Day-To-Day")]);
    let read = espn::read_injuries(&body(&list), "NFL").unwrap();
    let expected = (
        "Chicago Bears",
        "Ada Quick",
        "nfl/player/77",
        Availability::DayToDay,
    );
    assert_eq!(told(&read), [expected]);
    let one = &read.players[0];
    assert_eq!(one.team.slug.as_deref(), Some("chicago-bears"));
    assert_eq!(one.note.as_deref(), Some("Knee. Limited."));
    assert_eq!(
        one.returns_on.map(|it| it.to_string()).as_deref(),
        Some("2031-09-14")
    );
    assert!(one.said_at.is_some());
}

#[test]
fn a_word_that_nobody_knows_and_a_player_without_an_id_are_left_out_alone() {
    let all = [
        injury(Some(77), "Ada Quick", "Out"),
        injury(Some(78), "Bo Late", "Resting"),
        injury(None, "Cy Nobody", "Out"),
    ];
    let read = espn::read_injuries(&body(&board(&all)), "NFL").unwrap();
    assert_eq!(told(&read).len(), 1);
    let codes: Vec<_> = read
        .rejected
        .iter()
        .map(|it| it.unknown_code.as_deref())
        .collect();
    assert_eq!(codes, [Some("Resting"), None]);
    assert!(espn::read_injuries(&body(&json!({"events": []})), "NFL").is_err());
}

#[test]
fn every_recorded_list_of_the_injured_converts() {
    let Some(corpus) = corpus() else { return };
    let read = |path: &str| file(&corpus.join("fixtures").join(path));
    let boards = espn::read_injuries(&read("espn/wnba_espn_injuries.json"), "WNBA").unwrap();
    let path = "balldontlie/balldontlie_player_injuries.json";
    let other = balldontlie::read_injuries(&read(path), "WNBA").unwrap();
    for list in [&boards, &other] {
        for player in &list.players {
            println!(
                "{}: {} ({:?})",
                player.team.name, player.player.name, player.status
            );
        }
        assert_eq!(list.rejected, []);
    }
    assert_eq!((boards.players.len(), other.players.len()), (4, 3));
    // One player of both lists, whose team both know by our name.
    let nye = |list: &Injuries| {
        let found = list
            .players
            .iter()
            .find(|it| it.player.name == "Aaliyah Nye");
        found.map(|it| (it.team.slug.clone(), it.status))
    };
    assert_eq!(nye(&boards), nye(&other));
}
