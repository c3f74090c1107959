//! How many statements each command, button, menu, form and list of choices sends to the database:
//! the numbers are in a snapshot, and none grows with the rows that are shown.
//!
//! Counted are the events of the driver, one for each execution, whether the statement was prepared
//! before or not: also what begins a transaction and names its server, but no `COMMIT`. What fills a
//! cache has rows of its own, since whether something is kept in memory is not the command's doing.

mod admins;
mod corrections;
mod count;
mod lines;
mod lookups;
mod members;
mod parlays;
mod scene;
mod settings;

use std::collections::BTreeMap;

use insta::assert_snapshot;

use count::{Counts, Tally};
use scene::Scene;

/// Below a page of everything that is listed by pages.
const FEW: usize = 3;
/// Beyond a page of everything, and beyond the choices that Discord takes.
const MANY: usize = 40;

/// Presses everything there is among so many rows of each kind.
async fn press_all(rows: usize, tally: &Tally) -> Counts {
    let mut scene = Scene::of(rows, tally.clone()).await;
    tally.forget_all();
    members::press(&mut scene).await;
    lines::press(&mut scene).await;
    lookups::press(&mut scene).await;
    parlays::press(&mut scene).await;
    admins::press(&mut scene).await;
    corrections::press(&mut scene).await;
    settings::press(&mut scene).await;
    for cache in [
        "board", "injuries", "leagues", "offers", "players", "server", "table", "teams",
    ] {
        let load = (format!("load of the {cache}"), tally.loads(cache));
        scene.counts.rows.push(load);
    }
    scene.counts
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pressed_sends_as_many_statements_with_many_rows_as_with_few() {
    let tally = Tally::listen();
    let few = press_all(FEW, &tally).await;
    let many = press_all(MANY, &tally).await;

    let mut table: BTreeMap<String, [Option<usize>; 2]> = BTreeMap::new();
    for (column, counts) in [few, many].into_iter().enumerate() {
        for (what, count) in counts.rows {
            table.entry(what).or_default()[column] = Some(count);
        }
        for (what, count) in counts.pages_of_few {
            table.entry(what).or_default()[0] = Some(count);
        }
    }
    let mut grown = Vec::new();
    let mut said = format!("{:>4} {:>4}\n", "few", "many");
    for (what, [few, many]) in &table {
        let (Some(few), Some(many)) = (few, many) else {
            panic!("{what} was pressed among few rows or among many, and not among both");
        };
        if few != many {
            grown.push(format!("{what}: {few} with few rows, {many} with many"));
        }
        said.push_str(&format!("{few:>4} {many:>4}  {what}\n"));
    }
    assert_snapshot!("statements", said);
    assert_eq!(grown, Vec::<String>::new());
}
