//! `dbsbm-season`: serves the made-up league until it is stopped.

use std::io::IsTerminal;
use std::net::SocketAddr;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use clap::Parser;
use season::{Clock, Options, Season, Settings};
use tracing_subscriber::EnvFilter;

/// A fixed moment, so that a server started again without options answers as before.
const BEGINNING: &str = "2026-01-01T00:00:00Z";

/// A made-up league, played in real time over HTTP. Equal options give equal seasons.
#[derive(Parser)]
#[command(version, name = "dbsbm-season")]
struct Cli {
    /// Where to listen; port 0 takes a free one and says which
    #[arg(long, env = "SEASON_LISTEN", default_value = "127.0.0.1:8091")]
    listen: SocketAddr,

    /// Decides strengths, pairings, scores and prices
    #[arg(long, env = "SEASON_SEED", default_value_t = 1)]
    seed: u64,

    /// When the season begins, as in 2026-01-01T00:00:00Z, or "now"
    #[arg(long, env = "SEASON_ORIGIN", default_value = BEGINNING, value_parser = origin)]
    origin: Origin,

    /// From one start to the next (all spans: 1500ms, 10s, 2m, 1h)
    #[arg(long, env = "SEASON_GAME_EVERY", default_value = "60s", value_parser = span)]
    game_every: TimeDelta,

    /// From the start of a game to its end, overtime apart
    #[arg(long, env = "SEASON_GAME_LENGTH", default_value = "120s", value_parser = span)]
    game_length: TimeDelta,

    /// From the origin to the first start [default: three quarters of --game-every]
    #[arg(long, env = "SEASON_FIRST_AFTER", value_parser = span)]
    first_after: Option<TimeDelta>,

    /// How long before its start a game and its prices are shown [default: ten times --game-every]
    #[arg(long, env = "SEASON_LEAD", value_parser = span)]
    lead: Option<TimeDelta>,

    /// From a final to its correction [default: three quarters of --game-every]
    #[arg(long, env = "SEASON_CORRECT_AFTER", value_parser = span)]
    correct_after: Option<TimeDelta>,

    /// From a postponed game's old start to its new one [default: half of --game-every]
    #[arg(long, env = "SEASON_POSTPONE_BY", value_parser = span)]
    postpone_by: Option<TimeDelta>,

    /// How many games begin at the same moment: 1, 2, 4 or 8
    #[arg(long, env = "SEASON_GAMES_AT_ONCE", default_value_t = 1)]
    games_at_once: u32,

    /// Divides every span above: 2 plays twice as fast
    #[arg(long, env = "SEASON_SPEED", default_value_t = 1.0)]
    speed: f64,
}

#[derive(Clone, Copy)]
enum Origin {
    Now,
    At(DateTime<Utc>),
}

fn origin(text: &str) -> Result<Origin, chrono::ParseError> {
    if text == "now" {
        return Ok(Origin::Now);
    }
    Ok(Origin::At(DateTime::parse_from_rfc3339(text)?.to_utc()))
}

fn span(text: &str) -> Result<TimeDelta, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit_ms = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(String::from("a whole number and ms, s, m or h, as in 90s")),
    };
    let number: u32 = digits.parse().map_err(|error| format!("{error}"))?;
    Ok(TimeDelta::milliseconds(i64::from(number) * unit_ms))
}

impl Cli {
    fn settings(&self, now: DateTime<Utc>) -> Result<Settings, season::SettingsError> {
        let origin = match self.origin {
            Origin::Now => now,
            Origin::At(origin) => origin,
        };
        let paced = Settings::paced(self.seed, origin, self.game_every, self.game_length);
        Settings {
            first_after: self.first_after.unwrap_or(paced.first_after),
            lead: self.lead.unwrap_or(paced.lead),
            correct_after: self.correct_after.unwrap_or(paced.correct_after),
            postpone_by: self.postpone_by.unwrap_or(paced.postpone_by),
            games_at_once: self.games_at_once,
            ..paced
        }
        .at_speed(self.speed)
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();

    let clock = Clock::system();
    let settings = cli.settings(clock.now())?;
    let origin = settings.origin;
    let options = Options {
        listen: cli.listen,
        settings,
        clock,
    };
    let season = Season::start(options)
        .await
        .context("no season was started")?;
    tracing::info!(
        season.key = season.schedule().key(),
        "serving the season from {origin:?} on",
    );
    announce(&season);
    told_to_stop().await?;
    season.stop().await;
    Ok(())
}

/// Prints the one line that people and scripts wait for.
#[expect(clippy::print_stdout, reason = "the program's output")]
fn announce(season: &Season) {
    println!("season ready: {}", season.base_url());
}

/// Returns at Ctrl-C or when a supervisor asks.
async fn told_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.context("no Ctrl-C can be heard"),
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_whole_number_and_a_unit() {
        assert_eq!(span("1500ms"), Ok(TimeDelta::milliseconds(1500)));
        assert_eq!(span("10s"), Ok(TimeDelta::seconds(10)));
        assert_eq!(span("2m"), Ok(TimeDelta::seconds(120)));
        assert_eq!(span("1h"), Ok(TimeDelta::hours(1)));
        for wrong in [
            "",
            "s",
            "10",
            "1.5s",
            "-1s",
            "10 s",
            "10é",
            "9999999999999999999s",
        ] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_pace_of_the_headless_story_makes_a_season() {
        let line =
            "dbsbm-season --origin now --game-every 10s --game-length 15s --correct-after 10s";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let now = DateTime::UNIX_EPOCH;
        let settings = cli.settings(now).unwrap();
        assert_eq!(
            (settings.origin, settings.lead),
            (now, TimeDelta::seconds(100))
        );
        assert_eq!(settings.correct_after, TimeDelta::seconds(10));
        assert!(season::Schedule::new(settings).is_ok());
    }

    #[test]
    fn speed_divides_the_spans_that_were_given_too() {
        let line = "dbsbm-season --speed 4 --lead 12m --postpone-by 20s";
        let cli = Cli::try_parse_from(line.split(' ')).unwrap();
        let settings = cli.settings(DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(settings.game_every, TimeDelta::seconds(15));
        assert_eq!(settings.lead, TimeDelta::seconds(180));
        assert_eq!(settings.postpone_by, TimeDelta::seconds(5));
        assert_eq!(settings.origin.to_rfc3339(), "2026-01-01T00:00:00+00:00");
    }
}
