//! Whole seasons, from the published files where they are at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Parser;
use fetcher::commands::backfill;
use fetcher::commands::backtest::{Counted, count};
use fetcher::config::{Cli, Command, Pick};
use grading::flat::FlatStakes;
use shared::feed::QuoteMark;
use shared::game::Period;
use shared::market::{MarketKind, Side};
use store::Program;
use store::backtest::{self, Backtest};

use crate::world::World;

/// The folder of published files, when a variable names one.
pub(crate) fn corpus(test: &str) -> Option<PathBuf> {
    let found = std::env::var_os("DBSBM_CORPUS").map(PathBuf::from);
    if found.is_none() {
        eprintln!("{test} is skipped: DBSBM_CORPUS names no folder of published files");
    }
    found
}

pub(crate) async fn take(world: &World, provider: &str, files: &[PathBuf]) {
    let mut words = vec!["dbsbm-fetcher".to_owned(), "backfill".to_owned()];
    words.extend(["--provider".to_owned(), provider.to_owned()]);
    words.extend([
        "--database-url".to_owned(),
        world.database.url(Program::Fetcher),
    ]);
    for file in files {
        words.extend(["--file".to_owned(), file.display().to_string()]);
    }
    let Command::Backfill(config) = Cli::parse_from(words).command else {
        panic!("not a backfill");
    };
    runtime::tls::install();
    backfill::run(&config).await.unwrap();
}

async fn flat(world: &World, code: &str, kind: MarketKind, side: Side, from: &str) -> FlatStakes {
    let counted = counted(world, code, (kind, Pick::Side(side)), from).await;
    assert_eq!(counted.ungradable, BTreeMap::new());
    counted.all
}

/// What came of one bet on every game of a league at the closing prices of a bookmaker.
pub(crate) async fn counted(
    world: &World,
    code: &str,
    (kind, pick): (MarketKind, Pick),
    from: &str,
) -> Counted {
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    let league = backtest::league(&mut connection, code)
        .await
        .unwrap()
        .unwrap();
    let wanted = Backtest {
        league: league.id,
        kind,
        period: Period::Full,
        side: match pick {
            Pick::Side(side) => side,
            Pick::Favourite | Pick::Underdog => Side::Home,
        },
        mark: QuoteMark::Closing,
        bookmaker: from.to_owned(),
        seasons: Vec::new(),
    };
    let counted = count(&mut connection, &league, &wanted, pick).await;
    counted.unwrap()
}

#[tokio::test]
async fn thirteen_seasons_of_football_come_out_as_they_were_counted_elsewhere() {
    let Some(corpus) = corpus("thirteen seasons") else {
        return;
    };
    let world = World::new().await;
    let file = [corpus.join("datasets/nfl/nflverse_games_2010_2022.csv")];
    take(&world, "nflverse", &file).await;
    assert_eq!(world.count("SELECT count(*) FROM games").await, 3_508);
    let counted = |flat: &FlatStakes| {
        let counts = flat.counts();
        (counts.won, counts.push, counts.lost)
    };
    let (spread, total) = (MarketKind::Spread, MarketKind::Total);
    let home = flat(&world, "NFL", spread, Side::Home, "nflverse").await;
    assert_eq!(counted(&home), (1_666, 90, 1_752));
    let over = flat(&world, "NFL", total, Side::Over, "nflverse").await;
    assert_eq!(counted(&over), (1_709, 38, 1_761));

    // Again: nothing but a line in the poll log.
    let rows = "SELECT (SELECT count(*) FROM provider_reports) + (SELECT count(*) FROM quote_marks)
        + (SELECT sum(xmin::text::bigint % 1000003)::bigint FROM quote_marks)
        + (SELECT sum(xmin::text::bigint % 1000003)::bigint FROM games)";
    let before = world.count(rows).await;
    take(&world, "nflverse", &file).await;
    assert_eq!(world.count(rows).await, before);
    let unchanged = "SELECT count(*) FROM poll_log WHERE outcome = 'unchanged'";
    assert_eq!(world.count(unchanged).await, 1);
}

#[tokio::test]
async fn four_seasons_of_quarter_lines_return_what_was_worked_out_elsewhere() {
    let Some(corpus) = corpus("four seasons") else {
        return;
    };
    let world = World::new().await;
    let files = ["1920", "2021", "2122", "2223"]
        .map(|it| corpus.join(format!("datasets/soccer/E0_{it}.csv")));
    take(&world, "football_data", &files).await;
    let home = flat(&world, "EPL", MarketKind::Spread, Side::Home, "average").await;
    let counts = home.counts();
    let all = (
        counts.won,
        counts.half_won,
        counts.push,
        counts.half_lost,
        counts.lost,
    );
    assert_eq!(all, (605, 98, 106, 101, 610));
    assert_eq!(home.percentage().as_deref(), Some("-3.3655"));
}
