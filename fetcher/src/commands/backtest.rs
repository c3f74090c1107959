//! `backtest`: one unit on every game of a league at stored prices.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use grading::HouseRules;
use grading::flat::FlatStakes;
use shared::feed::QuoteMark;
use shared::league::League;
use store::backtest::{self, Backtest};

use super::{connect, say, thousands};
use crate::config::BacktestConfig;

/// The bookmaker that is taken when there are several and none was named.
const DEFAULT_BOOKMAKER: &str = "average";

/// Adds the bets up and says what came of them.
///
/// # Errors
/// When there is no such league, or no such prices.
pub async fn run(config: &BacktestConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 2).await?;
    let mut connection = pool.acquire().await?;
    let league = match backtest::league(&mut connection, &config.league).await? {
        Ok(league) => league,
        Err(codes) if codes.is_empty() => {
            bail!("there is no league at all: run `dbsbm-fetcher backfill` first")
        }
        Err(codes) => bail!(
            "no league has the code {}: there are {}",
            config.league,
            list(&codes)
        ),
    };
    let question = (config.market, config.side);
    let found = backtest::bookmakers(&mut connection, league.id, question, config.mark).await?;
    let bookmaker = bookmaker(config, &league, &found)?;
    let wanted = Backtest {
        league: league.id,
        kind: config.market,
        side: config.side,
        mark: config.mark,
        bookmaker: bookmaker.clone(),
        seasons: config.season.clone(),
    };
    let rules = HouseRules::new(league.sport, league.code.as_str());
    let mut flat = FlatStakes::default();
    let mut ungradable = BTreeMap::<String, u64>::new();
    backtest::each_bet(&mut connection, &wanted, |bet| {
        match grading::grade(&rules, &bet.selection, &bet.result) {
            Ok(grade) => flat.add(grade.outcome, (grade.win, grade.refund), bet.price),
            Err(error) => *ungradable.entry(error.to_string()).or_default() += 1,
        }
    })
    .await?;
    report(config, &league, &bookmaker, &flat)?;
    for (reason, games) in ungradable {
        say(format!("left out {} games: {reason}", thousands(games)))?;
    }
    Ok(())
}

fn bookmaker(
    config: &BacktestConfig,
    league: &League,
    found: &[(String, i64)],
) -> anyhow::Result<String> {
    let codes: Vec<_> = found.iter().map(|(code, _)| code.clone()).collect();
    let wanted = match (&config.bookmaker, codes.as_slice()) {
        (Some(wanted), _) => wanted.clone(),
        (None, [only]) => only.clone(),
        (None, _) => DEFAULT_BOOKMAKER.to_owned(),
    };
    if codes.is_empty() {
        let (mark, market, side) = (word(config.mark), config.market, config.side);
        bail!(
            "{} has no {mark} prices for {market} {side}: backfill it first",
            league.code
        );
    }
    let known = codes.iter().find(|it| it.eq_ignore_ascii_case(&wanted));
    known.cloned().with_context(|| {
        format!(
            "no prices of {wanted}: name one with --bookmaker, there are {}",
            list(&codes)
        )
    })
}

fn report(
    config: &BacktestConfig,
    league: &League,
    bookmaker: &str,
    flat: &FlatStakes,
) -> anyhow::Result<()> {
    let counts = flat.counts();
    let seasons = match config.season.as_slice() {
        [] => "all seasons".to_owned(),
        seasons => list(seasons),
    };
    say(format!(
        "{} {} {}, {} prices of {bookmaker}, {seasons}: {} games",
        league.code,
        config.market,
        config.side,
        word(config.mark),
        thousands(counts.all()),
    ))?;
    say(format!(
        "won {}, half-won {}, push {}, half-lost {}, lost {}, void {}",
        thousands(counts.won),
        thousands(counts.half_won),
        thousands(counts.push),
        thousands(counts.half_lost),
        thousands(counts.lost),
        thousands(counts.void),
    ))?;
    match flat.percentage() {
        Some(percentage) => say(format!(
            "return {percentage} % on {} units staked",
            thousands(counts.risked())
        ))?,
        None => say("nothing was staked")?,
    }
    Ok(())
}

fn list(words: &[String]) -> String {
    words.join(", ")
}

const fn word(mark: QuoteMark) -> &'static str {
    mark.word()
}
