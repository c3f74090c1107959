//! How ESPN tells of a game of basketball: a list of its day, and its summary.

use providers::espn::Espn;
use serde_json::{Value, json};

use super::recorded::number;
use super::stage::Stage;

/// The list of the day with that game alone, made of what its summary says about it. A list has a
/// number where a summary has its text.
fn board(slug: &str, summary: &Value) -> Value {
    let header = &summary["header"];
    let mut contest = header["competitions"][0].clone();
    for side in contest["competitors"].as_array_mut().unwrap() {
        for line in side["linescores"].as_array_mut().into_iter().flatten() {
            line["value"] = json!(number(&line["displayValue"]));
        }
    }
    json!({ "leagues": [{ "slug": slug }], "events": [{
        "id": header["id"], "date": contest["date"], "season": header["season"],
        "competitions": [contest],
    }] })
}

/// Lets ESPN tell of the game of a summary.
pub(crate) async fn serve(stage: &Stage, league: &str, summary: &Value) {
    let id = summary["header"]["id"].as_str().unwrap();
    let beside = format!("/basketball/{league}/summary?event={id}");
    let day = format!("/basketball/{league}/scoreboard");
    let board = board(league, summary);
    stage.serve(&[(&day, &board), (&beside, summary)]).await;
}

pub(crate) fn espn(stage: &Stage) -> Espn {
    let leagues = &["NBA", "WNBA"];
    Espn::new(stage.http(), stage.url()).with_leagues(leagues)
}
