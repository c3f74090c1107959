//! The story without hands: three members, singles and a parlay, results, a corrected final.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::member::{CHANNEL, Member};
use crate::world::World;

/// Who plays.
pub(crate) const MEMBERS: [&str; 3] = ["alice", "ben", "cleo"];
/// How many games are bet on: the season's pattern of special games repeats after six.
const GAMES: usize = 6;
/// How often a bet is tried while prices move.
const TRIES: usize = 6;
/// How long all of it may take after the last bet.
const PATIENCE: Duration = Duration::from_secs(200);
/// How often the database is asked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Plays it, prints the channel, and says what does not hold.
pub(crate) async fn run(world: &World) -> Result<()> {
    let began = Instant::now();
    let members = MEMBERS.map(|name| Member(world.drive.user(name)));
    wait_for_games(&members[0]).await?;
    let placed = bets(&members).await?;
    println!(
        "{placed} tickets placed in {:.1} s",
        began.elapsed().as_secs_f32()
    );

    let state = settle(world, placed).await?;
    println!(
        "all settled after {:.0} s: {} settlements, {} of them corrections\n",
        began.elapsed().as_secs_f32(),
        state.settlements,
        state.corrections
    );
    println!("{}", world.drive.transcript(CHANNEL, None).await?);
    why(&members[0]).await?;
    nothing_refused(world).await?;
    once_each(world).await
}

pub(crate) async fn wait_for_games(member: &Member) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let open = member.open_games().await.unwrap_or(0);
        if open > 3 {
            return Ok(());
        }
        ensure!(Instant::now() < deadline, "only {open} games are open");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Both sides of one price of each game, so that somebody wins, and a parlay each.
pub(crate) async fn bets(members: &[Member; 3]) -> Result<usize> {
    let [alice, ben, cleo] = members;
    let mut placed = 0;
    for game in 0..GAMES {
        let labels = alice.price_labels(game).await?;
        ensure!(labels.len() >= 6, "only {labels:?} on game {game}");
        for (member, price) in [(alice, 0), (ben, 1), (cleo, 2 + game % 4)] {
            place(async || member.bet(game, price, game).await).await?;
            placed += 1;
        }
    }
    for (member, price) in [(alice, 2), (ben, 0), (cleo, 4)] {
        place(async || member.parlay(&[1, 2, 4], price).await).await?;
        placed += 1;
    }
    Ok(placed)
}

/// Bets, and again when the price moved between two taps, as a member would.
pub(crate) async fn place(bet: impl AsyncFn() -> Result<sandbox::Answer>) -> Result<()> {
    let mut last = String::new();
    for _ in 0..TRIES {
        last = bet().await?.text();
        if says_a_code(&last) {
            return Ok(());
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    bail!("not placed: {last}")
}

/// A ticket's code is what a member keeps of it.
pub(crate) fn says_a_code(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let word = word.trim_matches(|it: char| !it.is_ascii_alphanumeric());
        let of_a_code = |it: char| it.is_ascii_digit() || it.is_ascii_uppercase();
        word.len() == 7 && word.chars().all(of_a_code)
    })
}

/// How far the books and the channel are.
pub(crate) struct Progress {
    pub(crate) tickets: i64,
    pub(crate) open: i64,
    pub(crate) settlements: i64,
    pub(crate) corrections: i64,
    pub(crate) untold: i64,
}

/// Asks the database, as the owner.
pub(crate) async fn progress(world: &World) -> Result<Progress> {
    let (tickets, open, settlements, corrections, untold) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM tickets), \
           (SELECT count(*) FROM tickets WHERE state = 'open'), \
           (SELECT count(*) FROM settlements), \
           (SELECT count(*) FROM settlements WHERE reverses IS NOT NULL), \
           (SELECT count(*) FROM deliveries WHERE state IN ('due', 'sending')) \
             + (SELECT count(*) FROM stamps)",
    )
    .fetch_one(&world.owner)
    .await?;
    Ok(Progress {
        tickets,
        open,
        settlements,
        corrections,
        untold,
    })
}

async fn settle(world: &World, placed: usize) -> Result<Progress> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let state = progress(world).await?;
        let done = state.open == 0 && state.corrections > 0 && state.untold == 0;
        if done {
            ensure!(
                usize::try_from(state.tickets)? == placed,
                "{} tickets",
                state.tickets
            );
            return Ok(state);
        }
        ensure!(
            Instant::now() < deadline,
            "{} of {} tickets are open, {} corrections, {} messages to come",
            state.open,
            state.tickets,
            state.corrections,
            state.untold
        );
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The receipt of one ticket, as its owner reads it.
async fn why(member: &Member) -> Result<()> {
    let own = member
        .0
        .autocomplete(CHANNEL, "why", json!({ "ticket": "" }), "ticket")
        .await?;
    let newest = own.first().context("/why offers no ticket")?;
    let receipt = member
        .0
        .slash(CHANNEL, "why", json!({ "ticket": newest.value }))
        .await?;
    println!("/why {}\n{}\n", newest.name, receipt.text());
    ensure!(
        receipt.text().to_lowercase().contains("rule"),
        "the receipt names no rule"
    );
    Ok(())
}

/// Nothing that the bot sent was malformed, unknown, or too much.
pub(crate) async fn nothing_refused(world: &World) -> Result<()> {
    let refusals = world.drive.refusals().await?;
    ensure!(refusals.is_empty(), "refused: {refusals:#?}");
    let unknown = world.drive.unknown_routes().await?;
    ensure!(unknown.is_empty(), "unknown routes: {unknown:?}");
    let stats = world.drive.stats().await?;
    ensure!(
        stats.missed == 0,
        "{} interactions were not acknowledged",
        stats.missed
    );
    ensure!(
        stats.rate_limited.is_empty(),
        "429: {:?}",
        stats.rate_limited
    );
    println!(
        "{} requests, none refused; {} interactions acknowledged, p99 {} ms",
        stats.requests, stats.acknowledged, stats.ack_p99_ms
    );
    Ok(())
}

/// What holds even when the programs were killed: nothing malformed, nothing given up.
pub(crate) async fn nothing_lost_in_silence(world: &World, kills: u32) -> Result<()> {
    let refusals = world.drive.refusals().await?;
    ensure!(refusals.is_empty(), "refused: {refusals:#?}");
    let stats = world.drive.stats().await?;
    // A program that was killed has forgotten what its limits were used for: it is told once.
    let told: u64 = stats.rate_limited.values().sum();
    ensure!(
        told <= u64::from(kills),
        "{told} answers of 429 after {kills} kills"
    );
    let failed: i64 = sqlx::query_scalar("SELECT count(*) FROM deliveries WHERE state = 'failed'")
        .fetch_one(&world.owner)
        .await?;
    ensure!(failed == 0, "{failed} deliveries were given up");
    Ok(())
}

/// One message for each slip, and one for each game that somebody bet on.
pub(crate) async fn once_each(world: &World) -> Result<()> {
    let messages = world.drive.messages(CHANNEL, None).await?;
    let codes: Vec<String> = sqlx::query_scalar("SELECT code FROM tickets ORDER BY code")
        .fetch_all(&world.owner)
        .await?;
    for code in &codes {
        let slips = messages
            .iter()
            .filter(|it| !it.attachments.is_empty() && it.says(code));
        let count = slips.count();
        ensure!(count == 1, "the slip of {code} stands there {count} times");
    }
    let posted: Vec<(i64, i64)> =
        sqlx::query_as("SELECT message_id, count(*) FROM results_messages GROUP BY message_id")
            .fetch_all(&world.owner)
            .await?;
    let games: i64 = sqlx::query_scalar("SELECT count(DISTINCT game_id) FROM legs")
        .fetch_one(&world.owner)
        .await?;
    ensure!(
        posted.len() == usize::try_from(games)?,
        "{} results, {games} games",
        posted.len()
    );
    let standing = messages.iter().filter(|it| {
        it.is_bot && !it.ephemeral && it.attachments.is_empty() && it.asked_by.is_none()
    });
    // The message about a game that was moved or put off has the number of the move.
    let (moves, results): (Vec<_>, Vec<_>) = standing.partition(|it| it.says("-# Change "));
    ensure!(
        results.len() == posted.len(),
        "{} messages without a picture for {} results",
        results.len(),
        posted.len()
    );
    let told: BTreeSet<_> = moves.iter().map(|it| it.text.as_str()).collect();
    ensure!(
        told.len() == moves.len(),
        "{} messages about {} changes",
        moves.len(),
        told.len()
    );
    println!(
        "{} slips and {games} results, each posted once",
        codes.len()
    );
    Ok(())
}
