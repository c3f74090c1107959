//! Tickets as JSON: worked cases with their exact answers, and lines that are refused.

use std::collections::BTreeSet;
use std::path::PathBuf;

use grading::jsonl::{Answer, Answers, LINE_BYTES_MAX};
use serde_json::{Value, json};
use shared::league::Sport;

/// Cases of our own, one or more for each kind of market, sport, status and ticket.
const CASES: &str = include_str!("../data/tickets.jsonl");
const README: &str = include_str!("../../src/jsonl/README.md");

fn answers(file: &str) -> Vec<Answer> {
    let mut answers = Answers::default();
    let lines = (1..).zip(file.lines());
    lines
        .filter_map(|(number, line)| answers.answer(number, line.as_bytes()))
        .collect()
}

/// What a line of its own comes to.
fn told(ticket: &Value) -> Value {
    let answer = answers(&ticket.to_string()).remove(0);
    serde_json::from_str(&answer.json).unwrap()
}

/// `push`, `void` and `refunded` count as one word.
fn word(outcome: &Value) -> &str {
    match outcome.as_str().unwrap() {
        "push" | "void" | "refunded" => "back",
        other => other,
    }
}

fn part(part: &Value) -> (&str, &Value, &Value) {
    (word(&part["outcome"]), &part["win"], &part["refund"])
}

fn check(ticket: &Value, told: &Value) {
    let (expect, case) = (&ticket["expect"], &ticket["id"]);
    assert_eq!(told["error"], Value::Null, "{case}");
    assert_eq!(told["id"], *case);
    assert_eq!(told["return_exact"], expect["return"], "{case}: {told}");
    assert_eq!(word(&told["outcome"]), word(&expect["outcome"]), "{case}");
    let expected = expect["legs"].as_array().unwrap();
    let legs = told["legs"].as_array().unwrap();
    assert_eq!(legs.len(), expected.len(), "{case}");
    for (leg, expected) in legs.iter().zip(expected) {
        assert_eq!(part(leg), part(expected), "{case}: {leg}");
        assert_eq!(leg["deduction"], expected["deduction"], "{case}");
        assert_eq!(leg["place"].is_null(), expected["place"].is_null());
        if !leg["place"].is_null() {
            assert_eq!(part(&leg["place"]), part(&expected["place"]), "{case}");
        }
    }
}

/// Every case of a file comes out as it is known to; how many there are.
fn agree(file: &str) -> usize {
    let answers = answers(file);
    let tickets = file.lines().map(|it| serde_json::from_str(it).unwrap());
    for (ticket, answer) in tickets.zip(&answers) {
        let told = serde_json::from_str(&answer.json).unwrap();
        check(&ticket, &told);
        assert!(answer.graded);
    }
    answers.len()
}

#[test]
fn the_published_worked_tickets_come_out_exactly() {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: DBSBM_CORPUS names no folder of published files");
        return;
    };
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    let file = std::fs::read_to_string(folder.join("vectors/tickets.jsonl")).unwrap();
    assert_eq!(agree(&file), 64);
}

#[test]
fn our_own_worked_tickets_come_out_exactly() {
    assert_eq!(agree(CASES), CASES.lines().count());
}

#[test]
fn our_own_worked_tickets_leave_no_kind_of_market_sport_or_ticket_out() {
    let tickets: Vec<Value> = CASES.lines().map(|it| it.parse().unwrap()).collect();
    let legs = tickets.iter().flat_map(|it| it["legs"].as_array().unwrap());
    let legs: Vec<&Value> = legs.collect();
    let seen = |pointer: &str| -> BTreeSet<&str> {
        let found = legs.iter().filter_map(|it| it.pointer(pointer)?.as_str());
        found.collect()
    };
    // The forms that the README lists, by the rows of its table of markets.
    let table = README.split("# Market").nth(1).unwrap();
    let table = table.split("# Game").next().unwrap();
    let rows = table.lines().filter_map(|it| it.strip_prefix("| `"));
    let first = rows.map(|it| it.split(" |").next().unwrap());
    let kinds = first.flat_map(|it| it.split(", "));
    let kinds: BTreeSet<&str> = kinds.map(|it| it.trim_matches('`')).collect();
    let kinds = &kinds - &BTreeSet::from(["kind"]);
    assert!(kinds.len() >= 20, "{kinds:?}");
    assert_eq!(&kinds - &seen("/market/kind"), BTreeSet::new());
    let sports: BTreeSet<&str> = Sport::ALL.iter().map(|it| it.word()).collect();
    // Both rugbies have one form.
    let sports = &sports - &BTreeSet::from(["rugby_league"]);
    assert_eq!(&sports - &seen("/game/sport"), BTreeSet::new());
    for kind in ["single", "parlay"] {
        assert!(tickets.iter().any(|it| it["kind"] == kind), "{kind}");
    }
    for kind in ["system", "teaser"] {
        let has = |it: &Value| !it["kind"][kind].is_null();
        assert!(tickets.iter().any(has), "{kind}");
    }
}

#[test]
fn the_readme_shows_what_is_answered() {
    let mut blocks = README.split("```json\n").skip(1);
    let mut block = || blocks.next().unwrap().split("```").next().unwrap();
    let (asked, shown) = (block(), block());
    let answers = answers(asked);
    assert_eq!(answers.len(), shown.lines().count());
    for (answer, shown) in answers.iter().zip(shown.lines()) {
        let mut told: Value = serde_json::from_str(&answer.json).unwrap();
        let legs = told.get_mut("legs").and_then(Value::as_array_mut);
        for leg in legs.into_iter().flatten() {
            leg.as_object_mut().unwrap().remove("receipt");
        }
        assert_eq!(told, shown.parse::<Value>().unwrap());
    }
}

fn single() -> Value {
    let soccer = json!({
        "sport": "soccer", "league": "EPL", "status": "final",
        "scores": [{"period": "H1", "home": 1, "away": 0}, {"period": "H2", "home": 0, "away": 0}],
    });
    json!({
        "id": "a", "stake": "10", "kind": "single",
        "legs": [{
            "market": {"kind": "total", "line": "2.5"}, "selection": "under",
            "price": {"decimal": "1.90"}, "game": soccer,
        }],
    })
}

#[test]
fn what_is_wrong_is_refused_with_the_place_and_the_number_of_the_line() {
    for (pointer, value, says) in [
        (
            "/stake",
            json!(10),
            "stake: invalid type: integer `10`, expected a string",
        ),
        ("/stake", json!("0"), "stake: nothing is staked"),
        (
            "/stake",
            json!("1e3"),
            "stake: \"1e3\" is not a number such as",
        ),
        ("/stake", json!(null), "stake: invalid type: null"),
        ("/kind", json!("parlay"), "a parlay with 1 legs"),
        ("/kind", json!("flexi"), "kind: unknown variant `flexi`"),
        ("/legs", json!([]), "legs: 0: a ticket has 1 to 25"),
        (
            "/legs/0/price",
            json!({"american": "-50"}),
            "leg 1, price: american price \"-50\"",
        ),
        (
            "/legs/0/price",
            json!({"decimal": 1.9}),
            "leg 1, price, decimal: invalid type",
        ),
        (
            "/legs/0/selection",
            json!("home"),
            "leg 1, selection: \"home\" is no answer",
        ),
        (
            "/legs/0/market/kind",
            json!("toss"),
            "leg 1, market, kind: \"toss\" is no kind",
        ),
        ("/legs/0/market/line", json!("2.6"), "leg 1, market, line: "),
        (
            "/legs/0/market/kind",
            json!("odd_even"),
            "leg 1, market, line: odd_even has none",
        ),
        (
            "/legs/0/game/status",
            json!("over"),
            "leg 1, game, status: unknown variant `over`",
        ),
        (
            "/legs/0/game/scores/1/period",
            json!("H1"),
            "leg 1, game, score 2, period: \"H1\" stands twice",
        ),
        (
            "/legs/0/game/scores/0/home",
            json!("1"),
            "leg 1, game, score 1, home: invalid type",
        ),
        (
            "/legs/0/game/scores/0/period",
            json!("set_1"),
            "leg 1, game, score 1, period: soccer has no part",
        ),
    ] {
        let mut ticket = single();
        *ticket.pointer_mut(pointer).unwrap() = value;
        let file = format!("\n\n{ticket}\n{}", single());
        let answers = answers(&file);
        let refused: Value = answers[0].json.parse().unwrap();
        assert_eq!(refused["line"], 3, "{pointer}");
        let error = refused["error"].as_str().unwrap();
        assert!(error.starts_with(says), "{error:?} is not {says:?}");
        assert!(!answers[0].graded);
    }
}

#[test]
fn the_line_after_a_bad_one_is_graded_and_an_id_stands_once() {
    let mut other = single();
    other["id"] = json!("b");
    let answers = answers(&format!("nonsense\n{}\n{}\n{other}", single(), single()));
    let graded: Vec<bool> = answers.iter().map(|it| it.graded).collect();
    assert_eq!(graded, [false, true, false, true]);
    let twice: Value = answers[2].json.parse().unwrap();
    assert_eq!(
        twice,
        json!({"line": 3, "error": "id: \"a\" stood on line 2 already"})
    );
}

#[test]
fn a_field_that_is_not_known_is_refused_and_a_note_is_not_looked_at() {
    let mut ticket = single();
    ticket["note"] = json!({"anything": [1.5, null]});
    assert_eq!(told(&ticket)["return_exact"], "19");
    ticket["stakes"] = json!("10");
    let error = told(&ticket)["error"].to_string();
    assert!(error.contains("unknown field `stakes`"), "{error}");
}

#[test]
fn legs_of_one_game_are_refused_until_a_rule_says_how_they_were_priced() {
    let mut ticket = single();
    ticket["legs"][0]["game"]["id"] = json!("1");
    let leg = ticket["legs"][0].clone();
    ticket["legs"].as_array_mut().unwrap().push(leg);
    ticket["kind"] = json!("parlay");
    let error = told(&ticket)["error"].to_string();
    assert!(error.contains("leg 1 and leg 2 are of one game"), "{error}");
    ticket["rules"] = json!({"same_game": "per_leg_prices"});
    assert_eq!(told(&ticket)["return_exact"], "361/10");
}

#[test]
fn twenty_five_legs_at_a_thousand_are_exact_to_the_last_digit() {
    let leg = json!({"graded": {"win": "1", "refund": "0"}, "price": {"decimal": "1000.01"}});
    let ticket = json!({"id": "a", "stake": "1", "kind": "parlay", "legs": vec![leg; 25]});
    let hundred_thousand_and_one = num_bigint::BigUint::from(100_001u32).pow(25);
    let hundreds = num_bigint::BigUint::from(100u32).pow(25);
    let exact = format!("{hundred_thousand_and_one}/{hundreds}");
    assert_eq!(told(&ticket)["return_exact"], exact.as_str());
}

#[test]
fn a_line_that_is_no_text_or_too_long_is_refused() {
    let mut answers = Answers::default();
    let answer = answers.answer(1, b"{\"id\":\"\xff\"}").unwrap();
    assert_eq!(
        answer.json,
        r#"{"line":1,"error":"not UTF-8 after byte 7"}"#
    );
    let long = vec![b' '; LINE_BYTES_MAX];
    assert_eq!(answers.answer(2, &long), None);
    let longer = [long, b"{}".to_vec()].concat();
    let answer = answers.answer(3, &longer).unwrap();
    assert_eq!(
        answer.json,
        r#"{"line":3,"error":"longer than 1048576 bytes"}"#
    );
}

/// Ids have no order that means anything: who is named as the closest rival follows from places.
#[test]
fn of_a_group_the_closest_rival_is_told_in_whatever_order_it_stands() {
    for names in ["abcd", "bcda", "cdab", "dabc", "dcba"] {
        let [picked, close, far, out] = names
            .split("")
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()[..]
        else {
            panic!("four names");
        };
        let finished =
            |id: &str, position: u16| json!({"id": id, "finish": "finished", "position": position});
        let ticket = json!({
            "id": names, "kind": "single", "stake": "100",
            "legs": [{
                "game": {
                    "sport": "golf", "league": "PGA Tour", "status": "final",
                    "entrants": [
                        finished(picked, 7), finished(far, 11), finished(close, 8),
                        {"id": out, "finish": "missed_cut", "holes": 36},
                    ],
                },
                "market": {"kind": "best_of_group", "entrants": [close, out, picked, far]},
                "selection": picked, "price": {"decimal": "1.80"},
            }],
        });
        let told = told(&ticket);
        let why = told["legs"][0]["why"].as_str().unwrap_or_default();
        assert!(why.contains(": place 7 against 8: won."), "{told}");
    }
}

/// A ticket with a value put where nothing stood.
fn put(mut ticket: Value, pointer: &str, name: &str, value: Value) -> Value {
    let at = ticket.pointer_mut(pointer).unwrap();
    at.as_object_mut().unwrap().insert(name.to_owned(), value);
    ticket
}

#[test]
fn a_list_is_never_taken_for_an_object_nor_an_object_for_a_word() {
    let list = |value: &Value| Value::Array(value.as_object().unwrap().values().cloned().collect());
    for pointer in [
        "/legs/0",
        "/legs/0/market",
        "/legs/0/game",
        "/legs/0/game/scores/0",
        "/legs/0/price",
    ] {
        let mut ticket = single();
        let at = ticket.pointer_mut(pointer).unwrap();
        *at = list(at);
        assert_ne!(told(&ticket)["error"], Value::Null, "{pointer}");
    }
    assert_ne!(told(&list(&single()))["error"], Value::Null);
    for (pointer, word) in [
        ("/legs/0/game/status", "final"),
        ("/legs/0/game/sport", "soccer"),
        ("/kind", "single"),
    ] {
        let mut ticket = single();
        *ticket.pointer_mut(pointer).unwrap() = json!({word: null});
        assert_ne!(told(&ticket)["error"], Value::Null, "{pointer}");
    }
    let graded = put(
        single(),
        "/legs/0/game",
        "changes",
        json!([{"venue": null}]),
    );
    assert_ne!(told(&graded)["error"], Value::Null);
}

#[test]
fn a_point_stands_between_digits() {
    for (format, text) in [("decimal", "2."), ("hong_kong", "1."), ("malay", "-0.")] {
        let mut ticket = single();
        *ticket.pointer_mut("/legs/0/price").unwrap() = json!({format: text});
        assert_ne!(told(&ticket)["error"], Value::Null, "{text}");
    }
    let mut ticket = single();
    *ticket.pointer_mut("/legs/0/market/line").unwrap() = json!("2.");
    assert_ne!(told(&ticket)["error"], Value::Null);
    let mut ticket = single();
    *ticket.pointer_mut("/stake").unwrap() = json!("2.");
    assert_ne!(told(&ticket)["error"], Value::Null);
}

#[test]
fn whoever_did_not_play_did_not_start_and_of_who_played_it_is_asked() {
    let player = |played: bool, started: Option<bool>| {
        let mut player = json!({"id": "x", "team": "home", "played": played});
        if let Some(started) = started {
            player["started"] = json!(started);
        }
        told(&put(single(), "/legs/0/game", "players", json!([player])))["error"].clone()
    };
    assert_eq!(player(false, None), Value::Null);
    assert_eq!(player(false, Some(false)), Value::Null);
    assert_eq!(player(true, Some(true)), Value::Null);
    let asked = player(true, None).to_string();
    assert!(asked.contains("player 1, started: it is needed"), "{asked}");
    let both = player(false, Some(true)).to_string();
    assert!(both.contains("started and did not play"), "{both}");
}

#[test]
fn a_margin_may_be_one_number() {
    let margin = |answer: &str| {
        let mut ticket = single();
        ticket["legs"][0]["market"] = json!({"kind": "winning_margin"});
        ticket["legs"][0]["selection"] = json!(answer);
        told(&ticket)
    };
    for answer in ["home_by_1", "home_by_1_to_1", "home_by_1_or_more"] {
        assert_eq!(margin(answer)["outcome"], "won", "{answer}");
    }
    assert_eq!(margin("away_by_1")["outcome"], "lost");
    for answer in [
        "home_by_0",
        "home_by_01",
        "home_by_",
        "home_by_1_to_",
        "draw_by_1",
    ] {
        assert_ne!(margin(answer)["error"], Value::Null, "{answer}");
    }
}

#[test]
fn a_line_of_spaces_that_is_too_long_is_refused_like_any_other() {
    let mut answers = Answers::default();
    let spaces = vec![b' '; grading::jsonl::LINE_BYTES_MAX];
    assert_eq!(answers.answer(1, &spaces), None);
    let more = vec![b' '; grading::jsonl::LINE_BYTES_MAX + 1];
    let answer = answers.answer(2, &more).unwrap();
    assert_eq!(
        (answer.json.as_str(), answer.graded),
        (r#"{"line":2,"error":"longer than 1048576 bytes"}"#, false)
    );
}

#[test]
fn how_long_a_set_and_a_round_are_has_bounds_and_a_sport() {
    for (name, value) in [
        ("set_length", json!({"to": 0})),
        ("set_length", json!({"to": 4, "tie_break_at": 2})),
        ("set_length", json!({"to": 101})),
        ("set_length", json!([4, 3])),
        ("round_length", json!("2:00")),
        ("round_length", json!(120)),
    ] {
        let ticket = put(single(), "/legs/0/game", name, value.clone());
        assert_ne!(told(&ticket)["error"], Value::Null, "{name} {value}");
    }
}

#[test]
fn results_that_contradict_themselves_are_refused_with_the_reason() {
    let Some(folder) = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from) else {
        eprintln!("skipped: DBSBM_CORPUS names no folder of contradictions");
        return;
    };
    #[expect(clippy::disallowed_methods, reason = "a test has nothing else to do")]
    let file = std::fs::read_to_string(folder.join("cases/contradictions.jsonl")).unwrap();
    let mut wrong = Vec::new();
    let mut refused = 0;
    for (line, answer) in file.lines().zip(answers(&file)) {
        let ticket: Value = line.parse().unwrap();
        refused += usize::from(!answer.graded);
        if ticket["note"] == "refuse" && answer.graded {
            wrong.push(ticket["id"].clone());
        }
    }
    assert_eq!(wrong, Vec::<Value>::new());
    assert!(refused > 30, "{refused}");
}
