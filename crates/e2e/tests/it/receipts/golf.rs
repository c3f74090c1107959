//! A tournament of golf whose title is shared. The board and the leaderboard are written by hand in
//! the form that ESPN has for them; no feed of ours has prices on golf, so they are put beside.

use insta::assert_snapshot;
use providers::espn::{Espn, NAME};
use serde_json::{Value, json};
use shared::feed::QuoteReport;
use shared::market::{MarketKind, Side};
use testkit::quote;

use super::stage::Stage;

/// Who plays: id, name, strokes by round, and the place. Whoever has two rounds missed the cut.
const FIELD: &[(&str, &str, &[i64], &str)] = &[
    ("60", "Ann Bly", &[68, 69, 70, 71], "T1"),
    ("61", "Bea Cox", &[70, 70, 70, 68], "T1"),
    ("62", "Cat Dow", &[70, 70, 70, 70], "3"),
    ("63", "Dee Eng", &[69, 71, 71, 70], "T4"),
    ("64", "Eve Fox", &[72, 69, 70, 70], "T4"),
    ("65", "Fay Gil", &[71, 70, 69, 71], "T4"),
    ("66", "Gwen Ho", &[75, 76], "-"),
];

/// `A. Bly`
fn short(name: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap();
    format!("{}. {last}", &first[..1])
}

fn status(is_over: bool) -> Value {
    let (name, state) = match is_over {
        true => ("STATUS_FINAL", "post"),
        false => ("STATUS_SCHEDULED", "pre"),
    };
    json!({ "period": 4, "type": { "name": name, "state": state, "completed": is_over,
        "detail": name } })
}

/// The board of the week.
fn board(is_over: bool) -> Value {
    let entered = FIELD.iter().map(|(id, name, ..)| {
        let athlete = json!({ "displayName": name, "shortName": short(name) });
        json!({ "id": id, "type": "athlete", "athlete": athlete })
    });
    let (date, status) = ("2031-10-09T04:00Z", status(is_over));
    json!({ "leagues": [{ "slug": "pga" }], "events": [{
        "id": "7001", "date": date, "name": "Quay Championship", "season": { "year": 2031 },
        "status": status, "competitions": [{
            "id": "7001", "date": date, "timeValid": false, "status": status,
            "competitors": entered.collect::<Vec<_>>(),
        }],
    }] })
}

/// Who stands where. Before play it has the tee times alone.
fn leaderboard(is_over: bool) -> Value {
    let players = FIELD.iter().map(|(id, name, rounds, place)| {
        let finish = match rounds.len() {
            4 => "STATUS_FINISH",
            _ => "STATUS_CUT",
        };
        let rounds = (1..).zip(*rounds).filter(|_| is_over);
        let rounds = rounds.map(
            |(period, strokes)| json!({ "period": period, "value": strokes, "isPlayoff": false }),
        );
        json!({
            "id": id, "athlete": { "displayName": name, "shortName": short(name) },
            "status": {
                "teeTime": "2031-10-09T11:30Z", "type": { "name": finish, "state": "post" },
                "position": { "displayName": place, "isTie": place.starts_with('T') },
            },
            "linescores": rounds.collect::<Vec<_>>(),
        })
    });
    json!({ "events": [{ "id": "7001", "name": "Quay Championship", "competitions": [{
        "id": "7001", "status": status(is_over), "competitors": players.collect::<Vec<_>>(),
    }] }] })
}

async fn serve(stage: &Stage, is_over: bool) {
    let (board, leaders) = (board(is_over), leaderboard(is_over));
    let beside = "/golf/leaderboard?event=7001";
    let answers = [("/golf/pga/scoreboard", &board), (beside, &leaders)];
    stage.serve(&answers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_title_pays_on_half_of_the_stake_and_a_shared_place_on_a_third() {
    let stage = Stage::on("2031-10-07T12:00:00Z").await;
    let espn = Espn::new(stage.http(), stage.url()).with_leagues(&["PGA"]);
    serve(&stage, false).await;
    let mut told = stage.ask(&espn, "PGA", "2031-10-09T11:30:00Z").await;
    let open = &mut told.games[0];
    let sport = open.league.sport;
    for (participant, price) in open
        .participants
        .iter()
        .zip([400, 700, 900, 1200, 1600, 2000, 2500])
    {
        let who = Side::Entrant(participant.competitor.first_id(NAME, sport));
        let [to_win, among] = [
            quote(MarketKind::Outright, None, who, price),
            quote(MarketKind::TopFinish, Some("4"), who, price / 4),
        ];
        open.quotes.extend([to_win, among] as [QuoteReport; 2]);
    }
    stage.store(NAME, told).await;
    assert_snapshot!(stage.bet("alice", "quay", "bly to win").await, @"
    **Bet placed**
    **Ann Bly to win** at **+400**
    1u to win 4u (returns 5u)
    **Quay Championship** · PGA · <f> (<R>)
    Wins if Ann Bly wins.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("alice", "quay", "dow to win").await;
    assert_snapshot!(stage.bet("ben", "quay", "eng top 4").await, @"
    **Bet placed**
    **Dee Eng, top 4** at **+300**
    1u to win 3u (returns 4u)
    **Quay Championship** · PGA · <f> (<R>)
    Wins if Dee Eng finishes in the top 4.
    -# Ticket CODE. You have 99u left to bet with. You can cancel for 15 seconds, or until <T> if the price hasn't moved.
    How should I tell you about results? You can change this in /balance.
    -# You can set limits for yourself at any time with /limits.
    ");
    stage.bet("ben", "quay", "gwen top 4").await;

    stage.until("2031-10-12T23:00:00Z").await;
    serve(&stage, true).await;
    stage.hear(&espn, "PGA", "2031-10-09T11:30:00Z").await;
    stage.settle().await;
    assert_snapshot!(stage.why("alice", "bly").await, @"
    **Ticket CODE · Partly won** · Ann Bly to win at +400, placed <f>
    1. **Ann Bly to win** at +400 (Alpha) · **Dead heat**
    **Quay Championship** · PGA · <f> (<R>)
    Ann Bly: place 1, shared by 2; only the winner counts, so it's a dead heat: 1/2 of the stake wins and the rest loses
    -# Those who share a place share it: the stake is multiplied by the places left over those tied, and the rest is lost. (DraftKings: odds over (tied over places left); Betradar dead_heat_factor)
    -# Source: ESPN, final <f>, result 1. Rule golf/outright, version N. Receipt HASH
    Partly won <f>: 1 x 5/2 = **2.5 back** (+1.50)
    ");
    assert_snapshot!(stage.why("alice", "dow").await, @"
    **Ticket CODE · Lost** · Cat Dow to win at +900, placed <f>
    1. **Cat Dow to win** at +900 (Alpha) · **Lost**
    **Quay Championship** · PGA · <f> (<R>)
    Cat Dow: place 3; only the winner counts, so it lost
    -# Source: ESPN, final <f>, result 1. Rule golf/outright, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(stage.why("ben", "eng").await, @"
    **Ticket CODE · Partly won** · Dee Eng, top 4 at +300, placed <f>
    1. **Dee Eng, top 4** at +300 (Alpha) · **Dead heat**
    **Quay Championship** · PGA · <f> (<R>)
    Dee Eng: place 4, shared by 3; the top 4 count, so it's a dead heat: 1/3 of the stake wins and the rest loses
    -# Those who share a place share it: the stake is multiplied by the places left over those tied, and the rest is lost. (DraftKings: odds over (tied over places left); Betradar dead_heat_factor)
    -# Source: ESPN, final <f>, result 1. Rule golf/top_finish, version N. Receipt HASH
    Partly won <f>: 1 x 4/3 = **1.333333 back** (+0.333333), rounded down to a millionth of a unit
    ");
    assert_snapshot!(stage.why("ben", "gwen").await, @"
    **Ticket CODE · Lost** · Gwen Ho, top 4 at +625, placed <f>
    1. **Gwen Ho, top 4** at +625 (Alpha) · **Lost**
    **Quay Championship** · PGA · <f> (<R>)
    Gwen Ho: not placed; the top 4 count, so it lost
    -# Source: ESPN, final <f>, result 1. Rule golf/top_finish, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Quay Championship** · shared by Ann Bly, Bea Cox · PGA
    `+1.5u` Alice · Ann Bly to win
    `+0.33u` Ben · Dee Eng, top 4
    `-1u` Alice · Cat Dow to win
    `-1u` Ben · Gwen Ho, top 4
    ");
    stage.close().await;
}
