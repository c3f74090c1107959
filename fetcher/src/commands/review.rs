//! `review`: lists games whose sources contradict each other, and takes the operator's decision.

use std::fmt::Write;

use anyhow::{Context, bail};
use grading::Flaw;
use grading::end::{End, HasEnd};
use services::results::{OperatorDecision, decide_by_operator};
use shared::competitor::Role;
use shared::decision::ReviewReason;
use shared::game::{GameStatus, Period, PeriodScore};
use shared::id::GameId;
use shared::report::Report;
use sqlx::PgConnection;
use store::notify::BoardChange;
use store::reviews::{self, Impact, Review, Verdict};
use store::{board, notify, results};

use super::{connect, print_line, thousands};
use crate::config::{DatabaseConfig, DecideConfig, ReviewCommand, StatedScore};

/// Lists the games under review, or decides one game for every server.
///
/// # Errors
/// When the database refuses, or the game cannot be decided like this.
pub async fn run(command: &ReviewCommand) -> anyhow::Result<()> {
    match command {
        ReviewCommand::List(config) => list(config).await,
        ReviewCommand::Decide(config) => decide(config).await,
    }
}

async fn list(config: &DatabaseConfig) -> anyhow::Result<()> {
    let pool = connect(config, 1).await?;
    let mut connection = pool.acquire().await?;
    let open = reviews::list(&mut connection).await?;
    if open.is_empty() {
        print_line("nothing is under review")?;
    }
    for review in open {
        let impact = reviews::impact(&mut connection, review.game).await?;
        let games = board::games(&mut connection, &[review.game]).await?;
        let flaws = games.first().map_or_else(Vec::new, |game| {
            let said = review.reports.iter().filter(|it| it.is_end());
            let flaw = |it: &Report| grading::check(game.sport, &review.league, it.end()).err();
            said.filter_map(|it| Some((it.provider.clone(), flaw(it)?)))
                .collect()
        });
        print_line(render(&review, &impact, &flaws))?;
    }
    Ok(())
}

async fn decide(config: &DecideConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 1).await?;
    let game = GameId::from_uuid(config.game);
    let word = word(config)?;
    let verdict = Verdict {
        by: config.by.clone(),
        reason: config.reason.clone(),
    };
    let mut transaction = pool.begin().await?;
    let decided = decide_by_operator(&mut transaction, game, &word, &verdict)
        .await
        .context("nothing was decided")?;
    touches(&mut transaction, game).await?;
    let outcome = match decided.results.first() {
        Some((game, version)) => {
            let result = results::get(&mut transaction, *game, *version).await?;
            let (sport, league, result) = result.context("the decided result is missing")?;
            grading::check(sport, &league, End::of(&result)).context(
                "nothing was decided: the result contradicts itself or is missing a fact",
            )?;
            let ended = ended(result.status, &result.scores);
            format!("{ended}, version {version} of the result")
        }
        None => "the result stands as it is".to_owned(),
    };
    if config.dry_run {
        transaction.rollback().await?;
        print_line(format!("would decide: {outcome}"))?;
        print_line("nothing was written: --dry-run")?;
        return Ok(());
    }
    notify::board(&mut transaction, &BoardChange::Everything).await?;
    transaction.commit().await?;
    print_line(format!("decided: {outcome}"))?;
    if !decided.results.is_empty() {
        print_line("a running fetcher settles its tickets within seconds")?;
    }
    Ok(())
}

async fn touches(conn: &mut PgConnection, game: GameId) -> anyhow::Result<()> {
    let impact = reviews::impact(conn, game).await?;
    if impact.is_empty() {
        print_line("no tickets rest on this game")?;
    }
    for line in impact.iter().map(impact_line) {
        print_line(line)?;
    }
    Ok(())
}

fn word(config: &DecideConfig) -> anyhow::Result<OperatorDecision> {
    if let Some(provider) = &config.provider {
        return Ok(OperatorDecision::AsReported(provider.clone()));
    }
    let mut scores = Vec::new();
    if let Some(full) = config.score {
        push(&mut scores, Period::Full, full);
    }
    for part in &config.part {
        push(&mut scores, part.period, part.score);
    }
    match (config.status, config.score) {
        (GameStatus::Final, None) => {
            bail!("name a source, or a score: --score 24-20");
        }
        (status, _) => Ok(OperatorDecision::Stated { status, scores }),
    }
}

fn push(scores: &mut Vec<PeriodScore>, period: Period, score: StatedScore) {
    for (role, points) in [(Role::Home, score.home), (Role::Away, score.away)] {
        scores.push(PeriodScore {
            period,
            role,
            points,
        });
    }
}

/// One review as text, with the flaws of each source's report.
fn render(review: &Review, impact: &[Impact], flaws: &[(String, Flaw)]) -> String {
    let Review {
        title,
        league,
        game,
        ..
    } = review;
    let (start, since) = (review.starts_at, review.opened_at);
    let mut text = format!(
        "{title} ({league}), {}\n  under review since {}: {}\n",
        start.format("%Y-%m-%d %H:%M UTC"),
        since.format("%Y-%m-%d %H:%M UTC"),
        why(review.why),
    );
    for report in &review.reports {
        let said = ended(report.status, &report.scores);
        let at = report.received_at.format("%Y-%m-%d %H:%M:%S UTC");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:<14} {said}, since {at}", report.provider);
        for (_, flaw) in flaws.iter().filter(|it| it.0 == report.provider) {
            let _ = writeln!(text, "  {:<14} not believed: {flaw}", "");
        }
    }
    for line in impact.iter().map(impact_line) {
        let _ = writeln!(text, "  {line}");
    }
    let _ = write!(
        text,
        "  dbsbm-fetcher review decide {game} <source> --reason \"…\", or --score HOME-AWAY"
    );
    text
}

pub(super) const fn why(reason: ReviewReason) -> &'static str {
    match reason {
        ReviewReason::Disagreement => "sources contradict each other; nothing is paid",
        ReviewReason::LateCorrection => "a correction came after its window; what was paid stands",
        ReviewReason::PlayedAfterVoid => {
            "bets on it were returned when it was postponed, and now it is back in their window"
        }
        ReviewReason::Withdrawn => "no source reports any more what was settled on",
        ReviewReason::ContradictsDecision => "a source contradicts what you decided",
        ReviewReason::Contradictory => "the report contradicts itself; nothing is paid",
        ReviewReason::Incomplete => "the report lacks a fact that the rules need; nothing is paid",
        ReviewReason::Opponent => {
            "another opponent is reported than the one bets were taken on; state a score or \
             `--status cancelled`, and those bets are void"
        }
        ReviewReason::Unreadable => "it is reported as over, but not how it ended; nothing is paid",
        ReviewReason::Overdue => "it should be over by now, and no source says so",
        ReviewReason::Operator => "decided without a review",
    }
}

/// `final 24-20 (H1 10-7)`, home first.
fn ended(status: GameStatus, scores: &[PeriodScore]) -> String {
    let of = |period, role| {
        let mut scores = scores.iter();
        let found = scores.find(|it| (it.period, it.role) == (period, role));
        found.map(|it| it.points)
    };
    let pair = |period| {
        let (home, away) = (of(period, Role::Home)?, of(period, Role::Away)?);
        Some(format!("{home}-{away}"))
    };
    let mut text = status.to_string();
    if let Some(full) = pair(Period::Full) {
        let _ = write!(text, " {full}");
    }
    let mut periods: Vec<_> = scores.iter().map(|it| it.period).collect();
    periods.dedup();
    let parts = periods.into_iter().filter(|it| *it != Period::Full);
    let parts = parts.filter_map(|it| pair(it).map(|score| format!("{it} {score}")));
    let parts: Vec<_> = parts.collect();
    if !parts.is_empty() {
        let _ = write!(text, " ({})", parts.join(", "));
    }
    text
}

/// `server 11: 1,200 open and 3 settled tickets, 1500.00 units staked, 12.00 returned`.
fn impact_line(impact: &Impact) -> String {
    let count = |number, word| (number > 0).then(|| format!("{} {word}", thousands(number)));
    let counts = [count(impact.open, "open"), count(impact.settled, "settled")];
    let counts: Vec<_> = counts.into_iter().flatten().collect();
    let tickets = match impact.open + impact.settled {
        1 => "ticket",
        _ => "tickets",
    };
    let mut text = format!(
        "server {}: {} {tickets}, {} units staked",
        impact.guild,
        counts.join(" and "),
        impact.stakes
    );
    if impact.settled > 0 {
        let _ = write!(text, ", {} returned", impact.returned);
    }
    text
}

#[cfg(test)]
mod tests {
    use shared::facts::Facts;
    use shared::testing::noon;

    use super::*;

    fn report(scores: Vec<PeriodScore>) -> Report {
        Report {
            provider: "espn".to_owned(),
            sequence: 3,
            status: GameStatus::Final,
            starts_at: noon(),
            scores,
            facts: Facts::default(),
            source_at: None,
            received_at: noon(),
            heard_at: None,
        }
    }

    #[test]
    fn a_score_is_said_home_first_with_its_parts() {
        let mut scores = Vec::new();
        push(
            &mut scores,
            Period::Full,
            StatedScore { home: 24, away: 20 },
        );
        push(
            &mut scores,
            Period::Half(1),
            StatedScore { home: 10, away: 7 },
        );
        assert_eq!(ended(GameStatus::Final, &scores), "final 24-20 (H1 10-7)");
        assert_eq!(ended(GameStatus::Cancelled, &[]), "cancelled");
    }

    #[test]
    fn what_a_decision_can_move_is_counted_by_server() {
        let impact = |open, settled| {
            impact_line(&Impact {
                guild: shared::id::GuildId::new(11),
                open,
                settled,
                stakes: shared::units::Units::whole(4),
                returned: shared::units::Units::whole(2),
            })
        };
        assert_eq!(impact(1, 0), "server 11: 1 open ticket, 4.00 units staked");
        assert_eq!(
            impact(1, 2),
            "server 11: 1 open and 2 settled tickets, 4.00 units staked, 2.00 returned"
        );
    }

    #[test]
    fn a_review_reads_by_itself() {
        let mut scores = Vec::new();
        push(
            &mut scores,
            Period::Full,
            StatedScore { home: 24, away: 20 },
        );
        let game = GameId::derive("CHI@GB");
        let review = Review {
            game,
            number: 1,
            why: ReviewReason::Disagreement,
            result_version: 0,
            opened_at: noon(),
            league: "NFL".to_owned(),
            title: "Chicago Bears at Green Bay Packers".to_owned(),
            starts_at: noon(),
            reports: vec![report(scores)],
        };
        let impact = Impact {
            guild: shared::id::GuildId::new(11),
            open: 1_200,
            settled: 0,
            stakes: shared::units::Units::whole(1_500),
            returned: shared::units::Units::ZERO,
        };
        let text = render(&review, &[impact], &[]).replace(&game.to_string(), "GAME");
        insta::assert_snapshot!(text, @r#"
        Chicago Bears at Green Bay Packers (NFL), 2024-11-17 12:00 UTC
          under review since 2024-11-17 12:00 UTC: sources contradict each other; nothing is paid
          espn           final 24-20, since 2024-11-17 12:00:00 UTC
          server 11: 1,200 open tickets, 1500.00 units staked
          dbsbm-fetcher review decide GAME <source> --reason "…", or --score HOME-AWAY
        "#);
    }

    #[test]
    fn a_report_that_contradicts_itself_is_told_with_what_is_wrong() {
        let mut scores = Vec::new();
        push(
            &mut scores,
            Period::Full,
            StatedScore { home: 24, away: 20 },
        );
        push(
            &mut scores,
            Period::Half(1),
            StatedScore { home: 30, away: 7 },
        );
        let said = report(scores);
        let flaw = grading::check(shared::league::Sport::AmericanFootball, "NFL", said.end());
        let flaws = [("espn".to_owned(), flaw.unwrap_err())];
        let review = Review {
            game: GameId::derive("CHI@GB"),
            number: 1,
            why: ReviewReason::Contradictory,
            result_version: 0,
            opened_at: noon(),
            league: "NFL".to_owned(),
            title: "Chicago Bears at Green Bay Packers".to_owned(),
            starts_at: noon(),
            reports: vec![said],
        };
        let text = render(&review, &[], &flaws);
        let contradicts = "the report contradicts itself; nothing is paid";
        assert!(text.contains(contradicts), "{text}");
        let why = "not believed: parts of full have 30 already, and full says 24";
        assert!(text.contains(why), "{text}");
    }
}
