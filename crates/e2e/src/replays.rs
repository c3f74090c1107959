//! The bot is killed with signal 9, and Discord sends it everything that a member did once more:
//! what holds afterwards is what the member last saw.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use sandbox::{Answer, RenderedMessage};
use serde_json::json;

use crate::member::{CHANNEL, Member};
use crate::story::{nothing_lost_in_silence, place, wait_for_games};
use crate::world::World;

/// How long the bot has to receive everything again.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What members and admins change, one row a line. Of tickets and transfers only what a bet made:
/// games end meanwhile.
const STATES: &[(&str, &str)] = &[
    ("members", "SELECT * FROM members"),
    ("settings", "SELECT * FROM guild_settings"),
    ("parlay drafts", "SELECT * FROM parlay_draft_legs"),
    ("what is wanted on them", "SELECT * FROM parlay_drafts"),
    ("correction drafts", "SELECT * FROM correction_drafts"),
    ("corrections", "SELECT * FROM corrections"),
    (
        "bets",
        "SELECT ticket_id, member_id, interaction_id, stake, placed_at FROM tickets",
    ),
    (
        "stakes",
        "SELECT * FROM transfers WHERE cause_kind = 'ticket'",
    ),
];

/// Kills the bot `rounds` times, each time after something of every kind was done.
pub(crate) async fn run(world: &mut World, rounds: u32) -> Result<()> {
    let alice = Member(world.drive.user("alice"));
    wait_for_games(&alice).await?;
    // The first bet makes the member, and the first word makes the server.
    place(async || alice.bet(0, 0, 0).await).await?;
    let mut heard_again = 0;
    for round in 1..=rounds {
        let from = heard(world).await?;
        let before = refused(world).await?;
        let sent = world.drive.stats().await?.interactions;
        do_everything(world, &alice, round).await?;
        let sent = world.drive.stats().await?.interactions - sent;
        let states = states(world).await?;

        resume_from(world, from).await?;
        let deadline = Instant::now() + PATIENCE;
        while refused(world).await? < before + sent {
            ensure!(
                Instant::now() < deadline,
                "round {round}: {} of {sent} interactions were heard again",
                refused(world).await? - before
            );
            tokio::time::sleep(LOOK_EVERY).await;
        }
        for ((what, then), now) in states.iter().zip(self::states(world).await?.values()) {
            ensure!(
                then == now,
                "round {round}: of the {what}, what was\n{then}\nis now\n{now}"
            );
        }
        heard_again += sent;
        println!("round {round}: {sent} interactions heard again, and nothing done again");
    }
    nothing_lost_in_silence(world, rounds).await?;
    println!("{rounds} kills, {heard_again} interactions heard again, every state as it was seen");
    Ok(())
}

/// A choice, a draft that is gathered and emptied, a setting, a preview that is dropped, a bet, and
/// one that is taken back.
async fn do_everything(world: &World, alice: &Member, round: u32) -> Result<()> {
    let user = &alice.0;
    let formats = ["decimal", "fractional", "american"];
    let format = formats[round as usize % formats.len()];
    let shown = user.slash(CHANNEL, "balance", json!({})).await?;
    let menu = menu(message(&shown)?, 0)?;
    user.select(message(&shown)?, &menu, &[format]).await?;

    let slip = alice.gather(&[1, 2], 0).await?;
    if round.is_multiple_of(2) {
        press_last(alice, message(&slip)?).await?;
    }

    let shown = user.slash(CHANNEL, "setup", json!({})).await?;
    for format in [format, "american"] {
        user.select(message(&shown)?, "Odds in public", &[format])
            .await?;
    }

    let ticket = "SELECT code FROM tickets WHERE state <> 'cancelled' ORDER BY ticket_id LIMIT 1";
    let ticket: String = sqlx::query_scalar(ticket).fetch_one(&world.owner).await?;
    let asked = json!({ "ticket": ticket, "reason": format!("round {round}") });
    let shown = user.slash(CHANNEL, "admin void", asked).await?;
    if round.is_multiple_of(2) {
        press_last(alice, message(&shown)?).await?;
    }

    place(async || alice.bet(round as usize % 3, round as usize, 0).await).await?;
    let placed = alice.bet(1, round as usize, 0).await?;
    // Where the price moved there is nothing to take back.
    let back = message(&placed)?.buttons();
    if back.iter().any(|it| it.label == "Cancel bet") {
        user.press(message(&placed)?, "Cancel bet").await?;
    }
    Ok(())
}

fn message(answer: &Answer) -> Result<&RenderedMessage> {
    answer.message().context("an answer")
}

fn menu(message: &RenderedMessage, number: usize) -> Result<String> {
    let menus = message.selects();
    Ok(menus.get(number).context("a menu")?.custom_id.clone())
}

/// What empties a draft, and what drops a preview, is their last button.
async fn press_last(member: &Member, message: &RenderedMessage) -> Result<()> {
    let last = message.buttons();
    let last = last.last().context("a button")?.label.clone();
    member.0.press(message, &last).await?;
    Ok(())
}

/// The number of the last event that the bot was sent, once its session is kept.
async fn heard(world: &World) -> Result<u64> {
    let kept = "SELECT count(*) FROM bot_state WHERE key LIKE 'session/%'";
    let deadline = Instant::now() + PATIENCE;
    loop {
        let kept: i64 = sqlx::query_scalar(kept).fetch_one(&world.owner).await?;
        let sessions = world.drive.sessions().await?;
        if let (1, Some(session)) = (kept, sessions.first()) {
            return Ok(session.sequence);
        }
        ensure!(Instant::now() < deadline, "no session is kept");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// How often the bot was told that an interaction was answered before.
async fn refused(world: &World) -> Result<u64> {
    let stats = world.drive.stats().await?;
    Ok(stats.by_status.get(&400).copied().unwrap_or_default())
}

/// Kills the bot, and lets its next life resume after that event.
async fn resume_from(world: &mut World, heard: u64) -> Result<()> {
    if let Some(mut bot) = world.bot.take() {
        bot.kill().await?;
    }
    sqlx::query(
        "UPDATE bot_state SET value = jsonb_set(value, '{sequence}', $1::text::jsonb)
         WHERE key LIKE 'session/%'",
    )
    .bind(heard.to_string())
    .execute(&world.owner)
    .await?;
    world.start_bot()
}

async fn states(world: &World) -> Result<BTreeMap<&'static str, String>> {
    let mut states = BTreeMap::new();
    for (what, rows) in STATES {
        let rows = format!(
            "SELECT coalesce(string_agg(r::text, E'\\n' ORDER BY r::text), '') FROM ({rows}) r"
        );
        let rows: String = sqlx::query_scalar(&rows).fetch_one(&world.owner).await?;
        states.insert(*what, rows);
    }
    Ok(states)
}
