//! A match of tennis that is given up. The board is written by hand in the form that ESPN has for
//! it; no feed of ours has prices on tennis, so they are put beside.

use insta::assert_snapshot;
use providers::espn::{Espn, NAME};
use serde_json::{Value, json};
use shared::market::{MarketKind, Side};
use testkit::{ReportExt, quote};

use super::stage::Stage;

const STARTS: &str = "2031-07-28T15:00:00Z";

/// One match of the men's draw: nothing is played of it yet, or it was given up after these sets.
fn board(sets: &[(i64, i64)], winner: Option<&str>) -> Value {
    let status = match winner {
        Some(_) => json!({ "name": "STATUS_RETIRED", "state": "post", "completed": true,
            "detail": "Retired" }),
        None => json!({ "name": "STATUS_SCHEDULED", "state": "pre", "completed": false,
            "detail": "Mon" }),
    };
    let side = |id: &str, [name, short]: [&str; 2], role: &str, games: Vec<i64>| {
        let sets = games.iter().map(|it| json!({ "value": it }));
        let mut side = json!({
            "id": id, "type": "athlete", "homeAway": role, "athlete": { "displayName": name, "shortName": short },
            "linescores": sets.collect::<Vec<_>>(),
        });
        if let Some(winner) = winner {
            side["winner"] = json!(winner == name);
        }
        side
    };
    let (home, away) = sets.iter().copied().unzip();
    json!({ "leagues": [{ "slug": "atp" }], "events": [{
        "id": "771-2031", "date": "2031-07-27T04:00Z", "name": "Harbour Open",
        "season": { "year": 2031 },
        "groupings": [{ "grouping": { "slug": "mens-singles" }, "competitions": [{
            "id": "9103", "date": "2031-07-28T15:00Z",
            "status": { "period": sets.len(), "type": status },
            "format": { "regulation": { "periods": 3 } },
            "competitors": [
                side("16", ["Sam Okoro", "S. Okoro"], "home", home),
                side("15", ["Jan Novotny", "J. Novotny"], "away", away),
            ],
        }] }],
    }] })
}

/// Bets on a match that is given up by the one who is ahead after those sets.
async fn given_up(sets: &[(i64, i64)]) -> Stage {
    let stage = Stage::on("2031-07-27T12:00:00Z").await;
    let espn = Espn::new(stage.http(), stage.url()).with_leagues(&["ATP"]);
    let at = "/tennis/atp/scoreboard";
    stage.serve(&[(at, &board(&[], None))]).await;
    let mut told = stage.ask(&espn, "ATP", STARTS).await;
    let games = [Side::Over, Side::Under].map(|side| {
        let mut games = quote(MarketKind::Total, Some("22.5"), side, -110);
        games.statistic = Some("games".to_owned());
        games
    });
    told.games[0] = told.games[0].moneyline(-180, 150).quoted(games);
    stage.store(NAME, told).await;
    stage.bet("alice", "okoro", "novotny to win").await;
    stage.bet("alice", "okoro", "okoro to win").await;
    stage.bet("ben", "okoro", "over 22.5").await;

    stage.until("2031-07-28T17:30:00Z").await;
    let over = board(sets, Some("Jan Novotny"));
    stage.serve(&[(at, &over)]).await;
    stage.hear(&espn, "ATP", STARTS).await;
    stage.settle().await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_who_gives_up_after_a_set_has_lost_and_games_that_were_not_played_are_void() {
    let stage = given_up(&[(6, 3), (2, 1)]).await;
    assert_snapshot!(stage.why("alice", "novotny").await, @"
    **Ticket CODE · Won** · Novotny to win at +150, placed <f>
    1. **Novotny to win** at +150 (Alpha) · **Won**
    **Okoro v Novotny** · ATP · <f> (<R>)
    Declared the winner: Novotny, so it won
    -# When a player retires or is disqualified the moneyline stands for the other one if a full set was completed, otherwise it is void. (Pinnacle tennis: trailing 0-6 0-2 and the opponent retires, the trailing player wins; others: two sets, whoever goes through, or void)
    -# Source: ESPN, retirement <f>, result 1. Okoro:Novotny 1:0, set 1 6:3, set 2 2:1. Rule tennis/moneyline_2way, version N. Receipt HASH
    Won <f>: 1 x 5/2 = **2.5 back** (+1.50)
    ");
    assert_snapshot!(stage.why("alice", "okoro to win").await, @"
    **Ticket CODE · Lost** · Okoro to win at -180, placed <f>
    1. **Okoro to win** at -180 (Alpha) · **Lost**
    **Okoro v Novotny** · ATP · <f> (<R>)
    Declared the winner: Novotny, so it lost
    -# When a player retires or is disqualified the moneyline stands for the other one if a full set was completed, otherwise it is void. (Pinnacle tennis: trailing 0-6 0-2 and the opponent retires, the trailing player wins; others: two sets, whoever goes through, or void)
    -# Source: ESPN, retirement <f>, result 1. Okoro:Novotny 1:0, set 1 6:3, set 2 2:1. Rule tennis/moneyline_2way, version N. Receipt HASH
    Lost <f>: 1 x 0 = **0 back** (-1.00)
    ");
    assert_snapshot!(stage.why("ben", "22.5").await, @"
    **Ticket CODE · Void** · Over 22.5 games at -110, placed <f>
    1. **Over 22.5 games** at -110 (Alpha) · **Void**
    **Okoro v Novotny** · ATP · <f> (<R>)
    Retirement, so it's void and the stake is returned
    -# Game handicaps and totals are void when a player retires, whatever the score. (Pinnacle tennis: void regardless of the score; most others keep what is decided)
    -# Source: ESPN, retirement <f>, result 1. Okoro:Novotny 1:0, set 1 6:3, set 2 2:1. Rule tennis/total, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Okoro v Novotny** · Novotny won by retirement · ATP
    `+1.5u` Alice · Novotny to win
    `1u returned` Ben · Over 22.5 games
    `-1u` Alice · Okoro to win
    ");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_who_gives_up_in_the_first_set_leaves_every_stake_returned() {
    let stage = given_up(&[(4, 1)]).await;
    assert_snapshot!(stage.why("alice", "novotny").await, @"
    **Ticket CODE · Void** · Novotny to win at +150, placed <f>
    1. **Novotny to win** at +150 (Alpha) · **Void**
    **Okoro v Novotny** · ATP · <f> (<R>)
    Retirement, so it's void and the stake is returned
    -# When a player retires or is disqualified the moneyline stands for the other one if a full set was completed, otherwise it is void. (Pinnacle tennis: trailing 0-6 0-2 and the opponent retires, the trailing player wins; others: two sets, whoever goes through, or void)
    -# Source: ESPN, retirement <f>, result 1. Okoro:Novotny 0:0, set 1 4:1. Rule tennis/moneyline_2way, version N. Receipt HASH
    Void <f>: 1 x 1 = **1 back** (0.00)
    ");
    assert_snapshot!(stage.results().await, @"
    **Okoro v Novotny** · Novotny won by retirement · ATP
    `1u returned` Alice · Novotny to win
    `1u returned` Alice · Okoro to win
    `1u returned` Ben · Over 22.5 games
    ");
    stage.close().await;
}
