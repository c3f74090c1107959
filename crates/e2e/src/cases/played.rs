//! Scoreboards that change while members have bets on them: a game cut short, two sides that turn
//! round, a match that is moved, a final that nobody can read, and a feed that refuses the form of
//! its questions.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use super::{Cases, Verdict};
use crate::member::{Member, Placed};
use crate::world::{Feed, Route, World};

/// The feed is asked every two seconds, and what it says stands after two.
const OPTIONS: &[&str] = &[
    "--leagues",
    "NFL,MLB,EPL,MLS",
    "--poll-far-seconds",
    "2",
    "--poll-near-seconds",
    "2",
    "--result-stands-seconds",
    "2",
];
/// How long after the beginning the games start: time to bet on all of them.
const UNTIL_START: TimeDelta = TimeDelta::seconds(75);
/// How long the programs have for one step.
const PATIENCE: Duration = Duration::from_secs(45);
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// By how much the match is moved.
const MOVED_BY: TimeDelta = TimeDelta::days(26);

/// What teams are called on buttons: by their names, or by their codes.
const ANTS: [&str; 2] = ["Ants", "ASH"];
const BEES: [&str; 2] = ["Bees", "BEX"];
const CATS: [&str; 2] = ["Cats", "CRO"];
const DOGS: [&str; 2] = ["Dogs", "DOV"];

/// A scoreboard server over a folder of answers, and the programs that ask it.
struct Play {
    world: World,
    board: Child,
    folder: PathBuf,
    /// When the games start.
    start: DateTime<Utc>,
}

impl Play {
    async fn begin(
        cases: &Cases,
        name: &str,
        files: &[(&str, &str)],
        strict: bool,
    ) -> Result<Self> {
        let url = database(&cases.database, &format!("cases_{name}"), "").await?;
        let work = cases.work.join(name);
        let folder = work.join("answers");
        tokio::fs::create_dir_all(&folder).await?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = free.local_addr()?.port();
        drop(free);
        let mut board = Command::new("python3");
        board
            .arg(cases.input("01_scoreboard_server.py"))
            .arg(port.to_string())
            .arg(&folder)
            .args(strict.then_some("strict"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let board = board.spawn().context("starting the scoreboard server")?;
        let mut conn = PgConnectOptions::from_str(&url)?.connect().await?;
        let start = now(&mut conn).await? + UNTIL_START;
        conn.close().await?;
        for (league, file) in files {
            lay(&folder, league, &cases.input(file), start).await?;
        }
        let feed = Feed::Server(format!("espn=http://127.0.0.1:{port}"), OPTIONS);
        let world =
            World::start_with(&cases.programs, (&url, Route::default()), &work, 0, feed).await?;
        Ok(Self {
            world,
            board,
            folder,
            start,
        })
    }

    async fn lay(&self, cases: &Cases, league: &str, file: &str) -> Result<()> {
        lay(&self.folder, league, &cases.input(file), self.start).await
    }

    fn alice(&self) -> Member {
        Member(self.world.drive.user("alice"))
    }

    /// Waits until so many games are on the board. Answers with how many are in the end.
    async fn until_games(&self, count: usize) -> Result<usize> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let open = self.alice().open_games().await.unwrap_or(0);
            if open >= count || Instant::now() > deadline {
                return Ok(open);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// How the ticket that was placed there stands.
    async fn state(&self, placed: &Placed) -> Result<String> {
        let states: Vec<(String, String)> = sqlx::query_as("SELECT code, state FROM tickets")
            .fetch_all(&self.world.owner)
            .await?;
        let of_it = states
            .into_iter()
            .find(|(it, _)| placed.answer.contains(it));
        Ok(of_it.map_or_else(|| "not placed".to_owned(), |(_, state)| state))
    }

    /// Waits until the tickets are settled like that, and says which are not in the end.
    async fn come_to(&self, wanted: &[(&Placed, &'static str)]) -> Result<Vec<String>> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let mut wrong = Vec::new();
            for (placed, right) in wanted {
                let state = self.state(placed).await?;
                if state != *right {
                    wrong.push(format!("{} is {state} (right: {right})", placed.price));
                }
            }
            if wrong.is_empty() || Instant::now() > deadline {
                return Ok(wrong);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn end(mut self) {
        self.world.stop().await;
        let _ = self.board.kill().await;
    }
}

pub(super) async fn run(cases: &Cases) -> Result<Vec<Verdict>> {
    let mut verdicts = vec![ranges_refused(cases).await?, turned_before(cases).await?];
    verdicts.extend(at_the_end(cases).await?);
    Ok(verdicts)
}

/// A feed that refuses ranges of dates.
async fn ranges_refused(cases: &Cases) -> Result<Verdict> {
    let file = "03_espn_nfl_sides_swapped_before.json";
    let play = Play::begin(cases, "strict", &[("nfl", file)], true).await?;
    let open = play.until_games(1).await?;
    play.end().await;
    Ok(Verdict {
        name: "01 ranges of dates refused",
        is_right: open == 1,
        happened: format!("{open} of 1 games on the board"),
    })
}

/// The sides turn round before the start: prices stay with the team that they name.
async fn turned_before(cases: &Cases) -> Result<Verdict> {
    let file = "03_espn_nfl_sides_swapped_still_scheduled_before.json";
    let play = Play::begin(cases, "turned", &[("nfl", file)], false).await?;
    play.until_games(1).await?;
    let before = play.alice().everything_offered().await?;
    ensure!(!before.is_empty(), "nothing is offered");
    let after = "03_espn_nfl_sides_swapped_still_scheduled_after.json";
    play.lay(cases, "nfl", after).await?;
    // Three questions later.
    tokio::time::sleep(Duration::from_secs(7)).await;
    let told = play.alice().everything_offered().await?;
    play.end().await;
    // The favourite stays the favourite, and gives the points.
    let is_right = |it: &&String| match &***it {
        price if names(price, &CATS) => price.contains("-300") || price.contains("-6.5"),
        price if names(price, &DOGS) => price.contains("+250") || price.contains("+6.5"),
        _ => true,
    };
    let wrong: Vec<_> = told.iter().filter(|it| !is_right(it)).collect();
    Ok(Verdict {
        name: "03 sides turned before the start",
        is_right: wrong.is_empty(),
        happened: match (told.is_empty(), wrong.is_empty()) {
            (true, _) => "off the board".to_owned(),
            (false, true) => format!("{} prices with the team that they name", told.len()),
            (false, false) => format!("sold at the other team's price: {wrong:?}"),
        },
    })
}

/// What happens to bets when their games end, are moved, or cannot be read.
async fn at_the_end(cases: &Cases) -> Result<Vec<Verdict>> {
    let games = [
        ("mlb", "02_espn_mlb_final_after_six"),
        ("nfl", "03_espn_nfl_sides_swapped"),
        ("eng.1", "04_espn_epl_moved_26_days"),
        ("usa.1", "05_espn_mls_penalties_no_parts"),
    ];
    let files = games.map(|(league, name)| (league, format!("{name}_before.json")));
    let files: Vec<_> = files.iter().map(|(it, name)| (*it, &**name)).collect();
    let play = Play::begin(cases, "ends", &files, false).await?;
    let open = play.until_games(games.len()).await?;
    ensure!(open == games.len(), "{open} of {} games", games.len());
    let placed = play.alice().bet_on_everything().await?;
    for it in &placed {
        ensure!(
            play.state(it).await? == "open",
            "{}: {}",
            it.price,
            it.answer
        );
    }
    play.until_start().await?;
    for (league, name) in games {
        play.lay(cases, league, &format!("{name}_after.json"))
            .await?;
    }

    let mut verdicts = vec![
        play.short_game(&placed).await?,
        play.turned_at_the_end(&placed).await?,
        play.unreadable_final().await?,
        play.moved(&placed).await?,
    ];
    play.end().await;
    verdicts.sort_by_key(|it| it.name);
    Ok(verdicts)
}

/// Whether the label says one of these words.
fn names(label: &str, words: &[&str]) -> bool {
    words.iter().any(|word| label.contains(word))
}

/// The tickets on prices whose label says so.
fn on<'a>(placed: &'a [Placed], words: &'a [&str]) -> impl Iterator<Item = &'a Placed> {
    placed.iter().filter(move |it| names(&it.price, words))
}

impl Play {
    async fn until_start(&self) -> Result<()> {
        let mut conn = self.world.owner.acquire().await?;
        let left = self.start + TimeDelta::seconds(2) - now(&mut conn).await?;
        tokio::time::sleep(left.to_std().unwrap_or_default()).await;
        Ok(())
    }

    /// Six innings of nine: who led won, lines and totals are void.
    async fn short_game(&self, placed: &[Placed]) -> Result<Verdict> {
        let words = [ANTS, BEES, ["8.5"; 2]].concat();
        let wanted = on(placed, &words).map(|it| {
            let right = match &*it.price {
                price if price.contains(".5") => "void",
                price if names(price, &ANTS) => "won",
                _ => "lost",
            };
            (it, right)
        });
        self.verdict("02 a final after six innings", wanted.collect())
            .await
    }

    /// The winners are those who bet on the team that won.
    async fn turned_at_the_end(&self, placed: &[Placed]) -> Result<Verdict> {
        let words = [CATS, DOGS].concat();
        let wanted = on(placed, &words).map(|it| {
            let right = if names(&it.price, &CATS) {
                "won"
            } else {
                "lost"
            };
            (it, right)
        });
        self.verdict("03 sides turned at the final", wanted.collect())
            .await
    }

    async fn verdict(
        &self,
        name: &'static str,
        wanted: Vec<(&Placed, &'static str)>,
    ) -> Result<Verdict> {
        ensure!(!wanted.is_empty(), "{name}: no bet");
        let wrong = self.come_to(&wanted).await?;
        Ok(Verdict {
            name,
            is_right: wrong.is_empty(),
            happened: match wrong.is_empty() {
                true => format!("{} tickets as they should be", wanted.len()),
                false => wrong.join("; "),
            },
        })
    }

    /// A final that nobody can read is listed for the operator.
    async fn unreadable_final(&self) -> Result<Verdict> {
        let deadline = Instant::now() + PATIENCE;
        let listed = loop {
            let listed = self.world.ask(&["review", "list"]).await?;
            if listed.contains("Poole") || Instant::now() > deadline {
                break listed;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        let line = listed.lines().find(|it| it.contains("Poole"));
        Ok(Verdict {
            name: "05 a final that cannot be read",
            is_right: line.is_some(),
            happened: line.map_or_else(
                || "review list does not name it".to_owned(),
                |it| format!("listed: {}", it.trim()),
            ),
        })
    }

    /// Bets for the old date are void; bets for the new one are not.
    async fn moved(&self, placed: &[Placed]) -> Result<Verdict> {
        let of_it = |it: &&Placed| it.answer.contains("Grays") || it.answer.contains("Hythe");
        let old: Vec<_> = placed.iter().filter(of_it).map(|it| (it, "void")).collect();
        ensure!(!old.is_empty(), "no bet on the match that is moved");
        let new = self.alice().bet_on_everything().await?;
        // Past the hour in which a move may be taken back.
        self.advance(Duration::from_secs(2 * 60 * 60)).await?;
        let mut wrong = self.come_to(&old).await?;
        for it in new.iter().filter(of_it) {
            let state = self.state(it).await?;
            if state != "open" {
                wrong.push(format!(
                    "{} for the new date is {state} (right: open)",
                    it.price
                ));
            }
        }
        Ok(Verdict {
            name: "04 a match moved by 26 days",
            is_right: wrong.is_empty(),
            happened: match wrong.is_empty() {
                true => format!(
                    "{} for the old date void, {} for the new open",
                    old.len(),
                    new.len()
                ),
                false => wrong.join("; "),
            },
        })
    }

    /// Puts the database's clock ahead.
    async fn advance(&self, by: Duration) -> Result<()> {
        let clock = format!(
            "CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE
               PARALLEL SAFE AS $$ SELECT clock_timestamp() + interval '{} s' $$",
            by.as_secs()
        );
        sqlx::raw_sql(&clock).execute(&self.world.owner).await?;
        Ok(())
    }
}

/// Makes a database beside that one, and answers with its URL.
pub(super) async fn database(url: &str, name: &str, options: &str) -> Result<String> {
    let beside = PgConnectOptions::from_str(url).context("reading the database's URL")?;
    let mut conn = beside.connect().await?;
    let make = format!("CREATE DATABASE {name} TEMPLATE template0 {options} LOCALE 'C'");
    sqlx::raw_sql(&make).execute(&mut conn).await?;
    conn.close().await?;
    Ok(beside.database(name).to_url_lossy().to_string())
}

/// What the database's clock says.
async fn now(conn: &mut PgConnection) -> Result<DateTime<Utc>> {
    let now = sqlx::query_scalar("SELECT clock_timestamp()");
    Ok(now.fetch_one(conn).await?)
}

fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Lays an answer for a league, with its start written in.
async fn lay(folder: &Path, league: &str, input: &Path, start: DateTime<Utc>) -> Result<()> {
    let text = tokio::fs::read_to_string(input).await;
    let text = text.with_context(|| format!("reading {}", input.display()))?;
    let later = format!("START+{}d", MOVED_BY.num_days());
    let text = text
        .replace(&later, &iso(start + MOVED_BY))
        .replace("START", &iso(start));
    // Moved into its place whole: the server may read at any moment.
    let made = folder.join(format!("{league}.new"));
    tokio::fs::write(&made, text).await?;
    tokio::fs::rename(&made, folder.join(format!("{league}.json"))).await?;
    Ok(())
}
