//! `backtest`: bets one unit on every game of a league at stored prices.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, bail};
use grading::HouseRules;
use grading::flat::FlatStakes;
use grading::receipt::Working;
use shared::feed::QuoteMark;
use shared::game::GameStatus;
use shared::grade::LegOutcome;
use shared::id::GameId;
use shared::league::League;
use shared::line::Line;
use shared::market::{MarketKey, MarketKind, Selection, Side};
use shared::price::Price;
use sqlx::PgConnection;
use store::backtest::{self, Backtest, Bet};

use super::{connect, print_line, thousands};
use crate::config::{BacktestConfig, Pick};

/// The bookmaker that is used when there are several and none was named.
const DEFAULT_BOOKMAKER: &str = "average";

/// The price that is used with `--without-prices`. No return is reported for it.
const EVENS: i32 = 100;

/// How the bets ended.
#[derive(Debug, Default)]
pub struct Counted {
    /// All bets.
    pub all: FlatStakes,
    /// For favourites only: the home sides of games that have no favourite. They are not counted in
    /// `all`.
    pub level: FlatStakes,
    /// The bets of `all` on games that did not end in a final, by how the game ended.
    pub ended: BTreeMap<&'static str, FlatStakes>,
    /// Why bets were void, by the rule's name or the game's status.
    pub voids: BTreeMap<String, u64>,
    /// Why games could not be graded.
    pub ungradable: BTreeMap<String, u64>,
}

impl Counted {
    fn add(&mut self, rules: &HouseRules, bet: &Bet) {
        let grade = match grading::grade(rules, &bet.selection, &bet.result) {
            Ok(grade) => grade,
            Err(error) => {
                *self.ungradable.entry(error.to_string()).or_default() += 1;
                return;
            }
        };
        let shares = (grade.win, grade.refund);
        self.all.add(grade.outcome, shares, bet.price);
        if bet.result.status != GameStatus::Final {
            let ended = self.ended.entry(bet.result.status.word()).or_default();
            ended.add(grade.outcome, shares, bet.price);
        }
        if grade.outcome == LegOutcome::Void {
            let receipt = grade.receipt;
            let reason = match receipt.working {
                Working::NotPlayed { status } => status.word().to_owned(),
                Working::Void { rule } => rule,
                _ => receipt.rule,
            };
            *self.voids.entry(reason).or_default() += 1;
        }
    }

    fn add_level(&mut self, rules: &HouseRules, home: &Bet) {
        if let Ok(grade) = grading::grade(rules, &home.selection, &home.result) {
            let shares = (grade.win, grade.refund);
            self.level.add(grade.outcome, shares, home.price);
        }
    }
}

/// Bets on every game and reports how the bets ended.
///
/// # Errors
/// When there is no such league, or there are no such prices.
pub async fn run(config: &BacktestConfig) -> anyhow::Result<()> {
    let pool = connect(&config.database, 2).await?;
    let mut connection = pool.acquire().await?;
    let league = match backtest::league(&mut connection, &config.league).await? {
        Ok(league) => league,
        Err(codes) if codes.is_empty() => {
            bail!("no league has been imported yet: run `dbsbm-fetcher backfill` first")
        }
        Err(codes) => bail!(
            "unknown league {}: known are {}",
            config.league,
            list(&codes)
        ),
    };
    if config.without_prices {
        let counted = count_unpriced(&mut connection, config, &league).await?;
        return report(config, &league, None, &counted);
    }
    let side = match config.side {
        Pick::Side(side) => side,
        Pick::Favourite | Pick::Underdog => Side::Home,
    };
    let question = (config.market, config.period, side);
    let found = backtest::bookmakers(&mut connection, league.id, question, config.mark).await?;
    let bookmaker = bookmaker(config, &league, &found)?;
    let wanted = Backtest {
        league: league.id,
        kind: config.market,
        period: config.period,
        side,
        mark: config.mark,
        bookmaker: bookmaker.clone(),
        seasons: config.season.clone(),
    };
    let counted = count(&mut connection, &league, &wanted, config.side).await?;
    report(config, &league, Some(&bookmaker), &counted)
}

/// Grades one bet on every game that has both a price and a result.
///
/// # Errors
/// When the favourite of a market that has none is asked for, or the database refuses.
pub async fn count(
    conn: &mut PgConnection,
    league: &League,
    wanted: &Backtest,
    pick: Pick,
) -> anyhow::Result<Counted> {
    let rules = HouseRules::new(league.sport, league.code.as_str());
    let mut counted = Counted::default();
    if let Pick::Side(_) = pick {
        backtest::each_bet(conn, wanted, |bet| counted.add(&rules, &bet)).await?;
        return Ok(counted);
    }
    if !matches!(wanted.kind, MarketKind::Moneyline2 | MarketKind::Spread) {
        bail!(
            "{} has no favourite: choose a moneyline or a spread",
            wanted.kind
        );
    }
    let of = |side| Backtest {
        side,
        ..wanted.clone()
    };
    let mut homes = HashMap::<GameId, Bet>::new();
    let mut keep = |bet: Bet| {
        homes.insert(bet.selection.game, bet);
    };
    backtest::each_bet(conn, &of(Side::Home), &mut keep).await?;
    backtest::each_bet(conn, &of(Side::Away), |away| {
        let Some(home) = homes.get(&away.selection.game) else {
            return;
        };
        let Some(favourite) = favourite(home, &away) else {
            counted.add_level(&rules, home);
            return;
        };
        let takes_home = (favourite == Side::Home) == (pick == Pick::Favourite);
        counted.add(&rules, if takes_home { home } else { &away });
    })
    .await?;
    Ok(counted)
}

/// The side that gives points, or without a line the one with the shorter price. Neither, when the
/// line is zero or both prices are equal.
fn favourite(home: &Bet, away: &Bet) -> Option<Side> {
    let by = match home.selection.line {
        Some(line) => line.cmp(&Line::ZERO),
        None => longer(home.price, away.price),
    };
    match by {
        std::cmp::Ordering::Less => Some(Side::Home),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Side::Away),
    }
}

/// Compares what two prices win.
fn longer(one: Price, other: Price) -> std::cmp::Ordering {
    let parts = |it: Price, by: Price| u128::from(it.num()) * u128::from(by.den());
    parts(one, other).cmp(&parts(other, one))
}

async fn count_unpriced(
    conn: &mut PgConnection,
    config: &BacktestConfig,
    league: &League,
) -> anyhow::Result<Counted> {
    let Pick::Side(side) = config.side else {
        bail!("--without-prices has no favourite: name a side");
    };
    let rules = HouseRules::new(league.sport, league.code.as_str());
    let evens = Price::from_american(EVENS)?;
    let mut counted = Counted::default();
    backtest::each_result(conn, league.id, &config.season, |result| {
        let key = MarketKey::of_game(result.game, config.market, config.period, None);
        if let Some(selection) = Selection::of(&key, side) {
            let price = evens;
            counted.add(
                &rules,
                &Bet {
                    selection,
                    price,
                    result,
                },
            );
        }
    })
    .await?;
    Ok(counted)
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
            "no prices of {wanted}: choose one of {} with --bookmaker",
            list(&codes)
        )
    })
}

fn report(
    config: &BacktestConfig,
    league: &League,
    bookmaker: Option<&str>,
    counted: &Counted,
) -> anyhow::Result<()> {
    let counts = counted.all.counts();
    let seasons = match config.season.as_slice() {
        [] => "all seasons".to_owned(),
        seasons => list(seasons),
    };
    let prices = match bookmaker {
        Some(bookmaker) => format!("{} prices of {bookmaker}", word(config.mark)),
        None => "no prices".to_owned(),
    };
    print_line(format!(
        "{} {} {}, {prices}, {seasons}: {} games",
        league.code,
        config.market,
        config.side,
        thousands(counts.all()),
    ))?;
    print_line(outcomes(&counted.all))?;
    for (status, flat) in &counted.ended {
        print_line(format!("of them {status}: {}", outcomes(flat)))?;
    }
    for (reason, games) in &counted.voids {
        print_line(format!("void by {reason}: {}", thousands(*games)))?;
    }
    if counted.level.counts().all() > 0 {
        let (games, flat) = (counted.level.counts().all(), outcomes(&counted.level));
        let games = thousands(games);
        print_line(format!(
            "{games} more games have no favourite; their home sides: {flat}"
        ))?;
    }
    match counted.all.percentage().filter(|_| bookmaker.is_some()) {
        Some(percentage) => print_line(format!(
            "return {percentage} % on {} units staked",
            thousands(counts.risked())
        ))?,
        None if bookmaker.is_some() => print_line("nothing was staked")?,
        None => {}
    }
    for (reason, games) in &counted.ungradable {
        print_line(format!("skipped {} games: {reason}", thousands(*games)))?;
    }
    Ok(())
}

fn outcomes(flat: &FlatStakes) -> String {
    let counts = flat.counts();
    format!(
        "won {}, half-won {}, push {}, half-lost {}, lost {}, void {}",
        thousands(counts.won),
        thousands(counts.half_won),
        thousands(counts.push),
        thousands(counts.half_lost),
        thousands(counts.lost),
        thousands(counts.void),
    )
}

fn list(words: &[String]) -> String {
    words.join(", ")
}

const fn word(mark: QuoteMark) -> &'static str {
    mark.word()
}
