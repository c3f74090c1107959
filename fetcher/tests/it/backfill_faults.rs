//! Imports that are interrupted: by a database that restarts, by a file that cannot be read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use clap::Parser;
use fetcher::commands::backfill;
use fetcher::config::{self, Cli};
use store::Program;
use tokio::process::Command;

use crate::program::signal;
use crate::world::World;

/// A folder of season files that is deleted with it.
struct Folder(PathBuf);

impl Folder {
    async fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dbsbm-{name}-{}", std::process::id()));
        tokio::fs::create_dir_all(&path).await.unwrap();
        Self(path)
    }

    async fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        tokio::fs::write(&path, text).await.unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A season of 380 games of twenty clubs, as football-data.co.uk publishes it.
fn season(year: i32) -> String {
    let mut text = String::from(
        "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,HTHG,HTAG,HTR,B365H,B365D,B365A,AvgH,AvgD,\
         AvgA,B365CH,B365CD,B365CA,AvgCH,AvgCD,AvgCA,PC>2.5,PC<2.5\n",
    );
    let first = chrono::NaiveDate::from_ymd_opt(year, 8, 9).unwrap();
    let clubs = (0..20).flat_map(|home| (0..20).map(move |away| (home, away)));
    for (nth, (home, away)) in (0..).zip(clubs.filter(|(home, away)| home != away)) {
        let day = first + chrono::TimeDelta::days(nth % 280);
        let (goals, against) = ((home + nth) % 4, (away + nth) % 3);
        let result = ["A", "D", "H"][(goals.cmp(&against) as i8 + 1) as usize];
        writeln!(
            text,
            "E0,{},15:00,Club {home},Club {away},{goals},{against},{result},0,0,D,2.1{},3.40,3.60,\
             2.11,3.41,3.58,2.0{},3.50,3.80,2.02,3.48,3.75,1.85,2.05",
            day.format("%d/%m/%Y"),
            nth % 10,
            1 + nth % 9,
        )
        .unwrap();
    }
    text
}

async fn import(world: &World, files: &[&Path]) -> anyhow::Result<()> {
    let mut words = ["dbsbm-fetcher", "backfill", "--provider", "football_data"]
        .map(str::to_owned)
        .to_vec();
    words.extend([
        "--database-url".to_owned(),
        world.database.url(Program::Fetcher),
    ]);
    for file in files {
        words.extend(["--file".to_owned(), file.display().to_string()]);
    }
    let config::Command::Backfill(config) = Cli::parse_from(words).command else {
        panic!("not a backfill");
    };
    runtime::tls::install();
    backfill::run(&config).await
}

/// All that an import leaves, without the ids that are made anew each time.
async fn imported(world: &World) -> String {
    let all = "SELECT concat(
        (SELECT md5(string_agg(concat_ws('/', g.starts_at, g.status, g.result_version, h.name, a.name,
            (SELECT string_agg(concat_ws('=', r.period, r.role, r.points), ',' ORDER BY r.period,
               r.role) FROM result_scores r
             WHERE r.game_id = g.game_id AND r.version = g.result_version)), '|'
            ORDER BY g.starts_at, h.name))
         FROM games g
         JOIN game_competitors gh ON gh.game_id = g.game_id AND gh.role = 'home'
         JOIN competitors h ON h.competitor_id = gh.competitor_id
         JOIN game_competitors ga ON ga.game_id = g.game_id AND ga.role = 'away'
         JOIN competitors a ON a.competitor_id = ga.competitor_id),
        ' ', (SELECT md5(string_agg(concat_ws('/', g.starts_at, h.name, m.kind, m.line, s.side,
            b.code, q.mark, q.price_number), '|'
            ORDER BY g.starts_at, h.name, m.kind, m.line, s.side, b.code, q.mark))
         FROM quote_marks q JOIN bookmakers b ON b.bookmaker_id = q.bookmaker_id
         JOIN selections s ON s.selection_id = q.selection_id
         JOIN markets m ON m.market_id = s.market_id JOIN games g ON g.game_id = m.game_id
         JOIN game_competitors gh ON gh.game_id = g.game_id AND gh.role = 'home'
         JOIN competitors h ON h.competitor_id = gh.competitor_id),
        ' ', (SELECT count(*) FROM games), ' ', (SELECT count(*) FROM quote_marks),
        ' ', (SELECT count(*) FROM provider_reports), ' ', (SELECT count(*) FROM competitors))";
    let all = sqlx::query_scalar(all).fetch_one(&world.database.owner);
    all.await.unwrap()
}

#[tokio::test]
async fn seasons_whose_database_goes_away_in_the_middle_come_out_as_if_it_had_not() {
    let folder = Folder::new("restarts").await;
    let mut files = Vec::new();
    for year in [2031, 2032, 2033] {
        let name = format!("E0_{year}.csv");
        files.push(folder.file(&name, &season(year)).await);
    }
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    let plain = World::new().await;
    import(&plain, &files).await.unwrap();
    assert_eq!(plain.count("SELECT count(*) FROM games").await, 3 * 380);

    let world = World::new().await;
    let close = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = 'dbsbm_fetcher' AND state <> 'idle'";
    let mut closed = 0;
    let mut seen = 0;
    let mut work = std::pin::pin!(import(&world, &files));
    let interrupts = async {
        // Whenever as much again has been stored, and so at other places in every run.
        loop {
            let stored = world.count("SELECT count(*) FROM provider_reports").await;
            if stored >= seen + 200 {
                seen = stored;
                closed += world.count(close).await;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        done = &mut work => done.unwrap(),
        () = interrupts => {}
    }
    assert!(closed > 0, "nothing was interrupted");
    assert_eq!(imported(&world).await, imported(&plain).await);
    let held = "SELECT count(*) FROM leases WHERE name LIKE 'backfill%' AND expires_at > app_now()";
    assert_eq!(world.count(held).await, 0);
}

/// The program, importing these files.
fn program(world: &World, files: &[&Path]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_dbsbm-fetcher"));
    program.args(["backfill", "--provider", "football_data"]);
    for file in files {
        program.arg("--file").arg(file);
    }
    let url = world.database.url(Program::Fetcher);
    program.env_clear().env("DATABASE_URL", url);
    program.stdin(Stdio::null()).stdout(Stdio::piped());
    program.stderr(Stdio::piped()).kill_on_drop(true);
    program
}

#[tokio::test]
async fn an_import_that_is_stopped_ends_within_ten_seconds_and_goes_on_when_run_again() {
    let folder = Folder::new("stopped").await;
    let mut files = Vec::new();
    for year in [2031, 2032, 2033] {
        let name = format!("E0_{year}.csv");
        files.push(folder.file(&name, &season(year)).await);
    }
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    let plain = World::new().await;
    import(&plain, &files).await.unwrap();

    let world = World::new().await;
    let child = program(&world, &files).spawn().unwrap();
    while world.count("SELECT count(*) FROM games").await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let began = Instant::now();
    signal("TERM", child.id().unwrap()).await;
    let output = child.wait_with_output().await.unwrap();
    let took = began.elapsed();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let games = world.count("SELECT count(*) FROM games").await;
    println!("stops: a backfill ended after {took:?} with {games} games");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("running it again resumes"), "{said}");
    assert!(games < 3 * 380, "it was not stopped in the middle");

    let again = program(&world, &files).output().await.unwrap();
    assert!(again.status.success(), "{again:?}");
    assert_eq!(imported(&world).await, imported(&plain).await);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_named_and_holds_up_no_other() {
    let folder = Folder::new("unreadable").await;
    let first = folder.file("E0_2031.csv", &season(2031)).await;
    let broken = folder.file("E0_2032.csv", "no,such,columns\n1,2,3\n").await;
    let missing = folder.0.join("E0_2034.csv");
    let last = folder.file("E0_2033.csv", &season(2033)).await;
    let world = World::new().await;
    let failed = import(&world, &[&first, &broken, &missing, &last]).await;
    let failed = failed.unwrap_err().to_string();
    assert!(failed.contains("E0_2032.csv") && failed.contains("E0_2034.csv"));
    assert!(failed.starts_with("2 files or seasons"), "{failed}");
    assert_eq!(world.count("SELECT count(*) FROM games").await, 2 * 380);
}
