//! Everything that was compared to grade a leg, as canonical bytes that can be replayed.
//!
//! The bytes are JSON with a fixed order of keys, no spaces and no floats. Their form is this
//! module's own, so that a change of the project's types does not change old receipts.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::competitor::{Lead, Role};
use shared::facts::{Facts, Method};
use shared::game::{GameResult, GameStatus, Period, PeriodScore};
use shared::grade::{LegOutcome, Share};
use shared::id::{CompetitorId, GameId, MarketId, SelectionId};
use shared::league::Sport;
use shared::line::Line;
use shared::market::{MarketKind, Selection, Side};

use crate::rules::{FIRST_VERSION, HouseRules, Options, Term};

/// The form of the bytes.
const FORMAT: u8 = 2;
/// Their form under the first rules, which knew no leagues.
const FIRST_FORMAT: u8 = 1;

/// Everything that a grade rests on: enough to make it again without anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The market's rule: `american_football/spread`.
    pub rule: String,
    /// The other rules that had a part in it, in the order in which they were asked.
    pub by: Vec<String>,
    /// The version of the rules.
    pub rule_version: i32,
    /// What was played.
    pub sport: Sport,
    /// The league's code. Empty under the first rules.
    pub league: String,
    /// What the server chose.
    pub options: Options,
    /// What was graded.
    pub selection: Selection,
    /// The result version, with every source value by period and side, in that order; who said
    /// so; and when it was decided, to the microsecond.
    pub result: GameResult,
    /// The sum that gave the points. Empty when the game does not count.
    pub counted: Vec<Term>,
    /// The arithmetic.
    pub working: Working,
    /// The outcome.
    pub outcome: LegOutcome,
    /// The share of the stake that wins at the full price.
    pub win: Share,
    /// The share of the stake that is refunded.
    pub refund: Share,
}

/// The comparison as numbers. A margin is q = 4(D + L), in quarters of a point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Working {
    /// The game does not count.
    NotPlayed {
        /// How it ended instead.
        status: GameStatus,
    },
    /// The leg does not count.
    Void {
        /// The rule that says so.
        rule: String,
    },
    /// One side against the other.
    Sides {
        /// What the backed side scored.
        own: i64,
        /// What the other scored.
        other: i64,
        /// What is added to the backed side's score, in a market that has a line.
        line: Option<Line>,
        /// By how much the backed side is ahead, after the line.
        margin: i64,
    },
    /// Whether the score is level.
    Draw {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
    },
    /// Both sides' points together against the line.
    Total {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
        /// The line that the sum is compared with.
        line: Line,
        /// How far the sum is beyond the line, on the backed side of it.
        margin: i64,
    },
    /// What the sum would have been at least, however a game that was cut short had gone on.
    AtLeast {
        /// The least sum.
        least: i64,
        /// The line that it is compared with.
        line: Line,
        /// How far it is beyond the line, on the backed side of it.
        margin: i64,
    },
    /// One number against the line: a side's score, a player's statistic.
    One {
        /// The number.
        own: i64,
        /// The line that it is compared with.
        line: Line,
        /// How far it is beyond the line, on the backed side of it.
        margin: i64,
    },
    /// A score that is or is not as it was said.
    Score {
        /// What the home side scored.
        home: i64,
        /// What the away side scored.
        away: i64,
    },
    /// The scores at half time and at the end.
    HalfFull {
        /// Home and away at half time.
        half: (i64, i64),
        /// Home and away at the end.
        full: (i64, i64),
    },
    /// The declared winner, or the side that advanced.
    Declared {
        /// Who.
        winner: Lead,
    },
    /// How a fight ended.
    Ended {
        /// Who won.
        winner: Option<Lead>,
        /// How.
        method: Option<Method>,
        /// In which round.
        round: Option<u8>,
    },
    /// How long a fight lasted.
    Lasted {
        /// Seconds of fighting.
        seconds: i64,
        /// The line in seconds.
        bound: i64,
    },
    /// Where one of a field was placed.
    Placed {
        /// The official place. `None`: unplaced.
        position: Option<u16>,
        /// How many places count.
        places: u16,
        /// How many share it.
        tied: u16,
    },
    /// One of those who are compared against the one who decided it.
    Compared {
        /// What was compared: `holes`, `strokes`, `laps`, `points`.
        by: String,
        /// The backed one's.
        own: i64,
        /// The other one's.
        other: i64,
    },
    /// How often it happened.
    Happened {
        /// So many times.
        times: i64,
    },
}

/// Why bytes are no receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not what [`Receipt::to_bytes`] writes.
    #[error("not a receipt: {0}")]
    Unreadable(String),
    /// The receipt could not be written.
    #[error("a receipt cannot be written: {0}")]
    Unwritable(String),
}

impl Receipt {
    /// The rules that it was graded by.
    pub fn rules(&self) -> HouseRules {
        HouseRules::new(self.sport, self.league.clone())
            .with_options(self.options)
            .at_version(self.rule_version)
    }

    /// The canonical bytes.
    ///
    /// # Errors
    /// [`ReceiptError::Unwritable`] when JSON refuses, which no receipt is known to cause.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ReceiptError> {
        serde_json::to_vec(&Wire::of(self)).map_err(|it| ReceiptError::Unwritable(it.to_string()))
    }

    /// Reads the canonical bytes back.
    ///
    /// # Errors
    /// [`ReceiptError::Unreadable`] when they are not what [`Receipt::to_bytes`] writes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptError> {
        let wire: Wire = serde_json::from_slice(bytes)
            .map_err(|error| ReceiptError::Unreadable(error.to_string()))?;
        wire.receipt()
    }

    /// The SHA-256 of canonical bytes.
    pub fn digest(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }
}

/// The bytes' form. The order of the fields is the order of the keys and never changes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: u8,
    rule: String,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    by: Vec<String>,
    rule_version: i32,
    sport: Sport,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    league: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    options: BTreeMap<String, String>,
    selection: WireSelection,
    result: WireResult,
    counted: Vec<String>,
    working: Working,
    outcome: LegOutcome,
    win: (i32, i32),
    refund: (i32, i32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireSelection {
    id: SelectionId,
    market: MarketId,
    game: GameId,
    kind: MarketKind,
    period: Period,
    side: Side,
    line: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    subject: Option<CompetitorId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    statistic: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    group: Vec<CompetitorId>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireResult {
    game: GameId,
    version: i32,
    status: GameStatus,
    provider: String,
    decided_at: String,
    scores: Vec<(Period, Role, i32)>,
    #[serde(skip_serializing_if = "Facts::is_empty", default)]
    facts: Facts,
}

impl Wire {
    fn of(receipt: &Receipt) -> Self {
        let Selection {
            id,
            market,
            game,
            kind,
            period,
            side,
            line,
            subject,
            ref statistic,
            ref group,
        } = receipt.selection;
        let result = &receipt.result;
        let scores = result.scores.iter();
        let first = receipt.rule_version == FIRST_VERSION;
        Self {
            format: if first { FIRST_FORMAT } else { FORMAT },
            rule: receipt.rule.clone(),
            by: receipt.by.clone(),
            rule_version: receipt.rule_version,
            sport: receipt.sport,
            league: (!first).then(|| receipt.league.clone()),
            options: chosen(receipt.options),
            selection: WireSelection {
                id,
                market,
                game,
                kind,
                period,
                side,
                line,
                subject,
                statistic: statistic.clone(),
                group: group.clone(),
            },
            result: WireResult {
                game: result.game,
                version: result.version,
                status: result.status,
                provider: result.provider.clone(),
                decided_at: written(result.decided_at),
                scores: scores.map(|it| (it.period, it.role, it.points)).collect(),
                facts: result.facts.clone(),
            },
            counted: receipt.counted.iter().map(Term::to_string).collect(),
            working: receipt.working.clone(),
            outcome: receipt.outcome,
            win: (receipt.win.num(), receipt.win.den()),
            refund: (receipt.refund.num(), receipt.refund.den()),
        }
    }

    fn receipt(self) -> Result<Receipt, ReceiptError> {
        let first = self.rule_version == FIRST_VERSION;
        let form = if first { FIRST_FORMAT } else { FORMAT };
        if self.format != form || self.league.is_none() != first {
            return Err(unreadable(format!(
                "format {} under rules version {}",
                self.format, self.rule_version
            )));
        }
        let terms = self.counted.iter().map(|it| it.parse());
        let selection = self.selection;
        Ok(Receipt {
            rule: self.rule,
            by: self.by,
            rule_version: self.rule_version,
            sport: self.sport,
            league: self.league.unwrap_or_default(),
            options: options(&self.options)?,
            selection: Selection {
                id: selection.id,
                market: selection.market,
                game: selection.game,
                kind: selection.kind,
                period: selection.period,
                side: selection.side,
                line: selection.line,
                subject: selection.subject,
                statistic: selection.statistic,
                group: selection.group,
            },
            result: self.result.result()?,
            counted: terms.collect::<Result<_, _>>().map_err(unreadable)?,
            working: self.working,
            outcome: self.outcome,
            win: share(self.win)?,
            refund: share(self.refund)?,
        })
    }
}

impl WireResult {
    fn result(self) -> Result<GameResult, ReceiptError> {
        let decided_at: DateTime<Utc> = self.decided_at.parse().map_err(unreadable)?;
        let scores = self.scores.into_iter();
        Ok(GameResult {
            game: self.game,
            version: self.version,
            status: self.status,
            scores: scores
                .map(|(period, role, points)| PeriodScore {
                    period,
                    role,
                    points,
                })
                .collect(),
            facts: self.facts,
            provider: self.provider,
            decided_at,
        })
    }
}

fn chosen(options: Options) -> BTreeMap<String, String> {
    let chosen = options.chosen().into_iter();
    chosen
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn options(chosen: &BTreeMap<String, String>) -> Result<Options, ReceiptError> {
    let mut options = Options::default();
    for (name, value) in chosen {
        options.set(name, value).map_err(unreadable)?;
    }
    Ok(options)
}

fn written(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn share((num, den): (i32, i32)) -> Result<Share, ReceiptError> {
    Share::new(num, den).ok_or_else(|| unreadable(format!("{num}/{den} is no share")))
}

fn unreadable(why: impl ToString) -> ReceiptError {
    ReceiptError::Unreadable(why.to_string())
}
