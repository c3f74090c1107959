//! Two fetchers over one database, killed, frozen and cut off in mid-page while members bet on
//! Sundays of sixteen games: nothing happens twice, and nothing is left undone.
//! `scripts/show-two-fetchers` has half an hour of it.

mod blows;
mod members;
pub(crate) mod verdict;

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use season::{Options, Season, Settings};
use store::{Program, leases};

use self::blows::{Blows, Figures};
use self::members::Members;
use crate::betting::Dice;
use crate::program::{Fetcher, audits};
use crate::world::World;

/// For how long blows fall where nobody says.
const SECONDS: u64 = 12;
/// How many games one Sunday has, and how many of them begin at once.
const GAMES_A_SUNDAY: u64 = 16;
const GAMES_AT_ONCE: u32 = 8;
/// From one start to the next, were there no two at once.
const GAME_EVERY: TimeDelta = TimeDelta::seconds(2);
const GAME_LASTS: TimeDelta = TimeDelta::seconds(10);
/// How long before its start a game is on offer.
const LEAD: TimeDelta = TimeDelta::seconds(24);
/// How long all may take to be settled once nobody is disturbed any more.
const PATIENCE: Duration = Duration::from_secs(80);
const LOOK_EVERY: Duration = Duration::from_millis(250);

fn number(variable: &str) -> Option<u64> {
    let set = std::env::var(variable).ok()?;
    Some(set.parse().unwrap())
}

/// Sixteen games a Sunday, in two slates, from now on.
async fn sundays(seed: u64) -> Season {
    let now = season::Clock::system().now();
    let settings = Settings {
        first_after: TimeDelta::seconds(8),
        lead: LEAD,
        games_at_once: GAMES_AT_ONCE,
        ..Settings::paced(seed, now, GAME_EVERY, GAME_LASTS)
    };
    Season::start(Options::new(settings)).await.unwrap()
}

/// Waits until every game that somebody bet on is over, corrections included, and every ticket is
/// settled on its last result.
async fn all_is_settled(world: &World) {
    let waiting = "SELECT (SELECT count(*) FROM tickets WHERE state = 'open') +
        (SELECT count(*) FROM games
         WHERE EXISTS (SELECT FROM legs WHERE legs.game_id = games.game_id)
           AND (result_version = 0 OR settled_version < result_version
             OR starts_at > app_now() - interval '20 seconds'))";
    let deadline = Instant::now() + PATIENCE;
    loop {
        let left = world.count(waiting).await;
        if left == 0 {
            return;
        }
        assert!(Instant::now() < deadline, "{left} games and tickets wait");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_fetchers_that_are_killed_frozen_and_cut_off_do_nothing_twice() {
    let minutes = number("DBSBM_FETCHERS_MINUTES");
    let lasts = Duration::from_secs(minutes.map_or(SECONDS, |it| it * 60));
    let seed = number("DBSBM_FETCHERS_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    println!("fetchers: seed {seed} for {} s", lasts.as_secs());
    let world = World::new().await;
    let mut connection = world.database.fetcher.acquire().await.unwrap();
    leases::release(&mut connection, &world.lease)
        .await
        .unwrap();
    drop(connection);

    let season = sundays(seed).await;
    let database = world.database.url(Program::Fetcher);
    let mut both = [
        Fetcher::start(&database, &season.base_url()).await,
        Fetcher::start(&database, &season.base_url()).await,
    ];
    let ends = Instant::now() + lasts;
    let members = Members::new(&world, ends);
    let mut blows = Blows::new(&world, ends, Dice::new(seed));
    let ((), bets) = tokio::join!(blows.fall(&mut both), members.bet(seed));
    all_is_settled(&world).await;
    for program in &mut both {
        program.stop().await;
    }
    season.stop().await;

    let Figures {
        kills,
        stops,
        cut_off,
        lost,
        frozen,
    } = blows.figures;
    let found = verdict::of(&world).await;
    println!(
        "fetchers: {} s: {kills} kills, {stops} stops, {cut_off} pages cut off, leadership lost \
         in mid-page {lost} times and by freezing {frozen} times, {} leaders; {} Sundays",
        lasts.as_secs(),
        found.leaders,
        found.games.cast_unsigned() / GAMES_A_SUNDAY,
    );
    println!("fetchers: bets {bets:?}");
    println!("fetchers: {found}");
    assert!(found.twice.is_empty(), "twice: {:?}", found.twice);
    println!("fetchers: {}", audits(&database).await);
    assert!(
        kills > 0 && cut_off + i64::from(lost) > 0,
        "nobody was disturbed"
    );
    assert!(found.tickets > 0 && found.settlements >= found.tickets);
}
