//! A ticket explained: what was compared, by which rule, on whose word, and the arithmetic.

use grading::rules::Term;
use grading::{Receipt, ReceiptError};
use shared::competitor::Role;
use shared::game::{GameResult, Period};
use shared::price::OddsFormat;
use shared::ticket::{Leg, TicketState};
use store::notices::{LegShown, SlipTicket};
use store::tickets::Settlement;
use twilight_model::channel::message::Component;

use crate::reply::{TEXT_CHARS_MAX, container, text};
use crate::slips::{Form, decided, escape, explained, leg_word, pick, quoted, wins_if};
use crate::text::Text;
use crate::views::{game, money, ticket};

/// What is left for the head and the arithmetic.
const LEGS_CHARS_MAX: usize = TEXT_CHARS_MAX - 1_200;

/// The explanation.
///
/// # Errors
/// [`ReceiptError`] when a stored receipt cannot be read.
pub(crate) fn parts(
    words: Text,
    slip: &SlipTicket,
    settlements: &[Settlement],
    format: OddsFormat,
) -> Result<Vec<Component>, ReceiptError> {
    let games: Vec<_> = slip.legs.iter().map(|it| it.game.clone()).collect();
    let ticket = &slip.ticket;
    let head = words.line(
        "why-head",
        &[
            ("code", ticket.code.as_str().into()),
            ("state", ticket::state(words, ticket.state).into()),
            ("title", ticket::title(words, ticket, &games).into()),
            ("price", ticket::price(ticket, format).into()),
            ("placed", ticket.placed_at.timestamp().into()),
        ],
    );
    let legs = || ticket.legs.iter().zip(&slip.legs);
    let full = legs().map(|(leg, shown)| explain(words, leg, shown, format));
    let full = full.collect::<Result<Vec<_>, _>>()?.join("\n");
    let legs = if full.chars().count() <= LEGS_CHARS_MAX {
        full
    } else {
        let short = legs().map(|(leg, shown)| explain_shortly(words, leg, shown, format));
        short.collect::<Result<Vec<_>, _>>()?.join("\n")
    };
    let sums = settlements.iter().map(|it| sum(words, slip, it));
    let mut sums: Vec<String> = sums.collect();
    if sums.is_empty() {
        sums.push(words.say("why-not-settled"));
    }
    Ok(vec![container(
        None,
        vec![text(head), text(legs), text(sums.join("\n"))],
    )])
}

fn receipt(shown: &LegShown) -> Result<Option<(Receipt, &[u8])>, ReceiptError> {
    let Some(grade) = shown.grade.as_ref().filter(|it| !it.receipt.is_empty()) else {
        return Ok(None);
    };
    Ok(Some((Receipt::from_bytes(&grade.receipt)?, &grade.receipt)))
}

fn explain(
    words: Text,
    leg: &Leg,
    shown: &LegShown,
    format: OddsFormat,
) -> Result<String, ReceiptError> {
    let of = &shown.game;
    let receipt = receipt(shown)?;
    let outcome = shown.grade.as_ref().map(|it| it.outcome);
    let mut lines = vec![words.line(
        "why-leg",
        &[
            ("number", leg.number.into()),
            ("pick", pick(words, &leg.selection, of, Form::Short).into()),
            ("price", leg.price.shown(format).into()),
            ("bookmaker", leg.bookmaker.name.clone().into()),
            ("state", leg_word(words, outcome).into()),
            ("game", game::line(words, of).into()),
        ],
    )];
    let ruling = shown.grade.as_ref().and_then(|it| it.ruling.as_ref());
    if let Some(ruling) = ruling {
        if let Some((receipt, _)) = &receipt {
            lines.push(explained(words, receipt, of));
        }
        lines.push(words.line(
            "correction-ruled",
            &[
                ("actor", escape(&ruling.actor_name).into()),
                ("reason", escape(&ruling.reason).into()),
            ],
        ));
        lines.push(words.line(
            "correction-why",
            &[
                ("number", ruling.number.into()),
                ("actor", escape(&ruling.actor_name).into()),
                ("at", ruling.made_at.timestamp().into()),
            ],
        ));
        return Ok(lines.join("\n"));
    }
    let Some((receipt, bytes)) = receipt else {
        lines.extend(wins_if(words, &leg.selection, of).map(|it| format!("{it}.")));
        return Ok(lines.join("\n"));
    };
    lines.push(explained(words, &receipt, of));
    lines.extend(quoted(&receipt).iter().map(|it| {
        let places = [
            ("says", it.says.as_str().into()),
            ("source", it.source.into()),
        ];
        words.line("why-rule", &places)
    }));
    let hash: String = Receipt::digest(bytes)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    lines.push(words.line(
        "why-source",
        &[
            ("scores", scores(&receipt.result).into()),
            ("counted", counted(words, &receipt).into()),
            ("provider", receipt.result.provider.clone().into()),
            ("version", receipt.result.version.into()),
            ("at", receipt.result.decided_at.timestamp().into()),
            ("rule", receipt.rule.clone().into()),
            ("rule-version", receipt.rule_version.into()),
            ("hash", hash.into()),
        ],
    ));
    Ok(lines.join("\n"))
}

fn explain_shortly(
    words: Text,
    leg: &Leg,
    shown: &LegShown,
    format: OddsFormat,
) -> Result<String, ReceiptError> {
    let receipt = receipt(shown)?;
    let why = match &receipt {
        Some((receipt, _)) => decided(words, receipt, &shown.game),
        None => leg_word(words, shown.grade.as_ref().map(|it| it.outcome)),
    };
    Ok(words.line(
        "why-leg-short",
        &[
            ("number", leg.number.into()),
            (
                "pick",
                pick(words, &leg.selection, &shown.game, Form::Code).into(),
            ),
            ("price", leg.price.shown(format).into()),
            ("why", why.into()),
        ],
    ))
}

/// The values that the source gave, home and away by part: `full 27:24, Q1 7:3`.
fn scores(result: &GameResult) -> String {
    let mut periods: Vec<Period> = result.scores.iter().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let parts = periods.into_iter().map(|period| {
        let points = |role| {
            let of_role = result
                .scores
                .iter()
                .find(|it| it.period == period && it.role == role);
            of_role.map_or_else(|| "-".to_owned(), |it| it.points.to_string())
        };
        format!("{period} {}:{}", points(Role::Home), points(Role::Away))
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// Which parts were added up: `the whole game`, `Q3 + Q4 + overtime`.
fn counted(words: Text, receipt: &Receipt) -> String {
    let terms: Vec<String> = receipt.counted.iter().map(Term::to_string).collect();
    match terms.as_slice() {
        [] => words.say("why-counted-nothing"),
        [whole] if whole == "+full" => words.say("why-counted-full"),
        terms => {
            let sum = terms.join(" ");
            sum.strip_prefix('+')
                .unwrap_or(&sum)
                .replace(" +", " + ")
                .replace(" -", " - ")
        }
    }
}

/// A settlement as arithmetic, to the micro-unit.
fn sum(words: Text, slip: &SlipTicket, settlement: &Settlement) -> String {
    let at = ("at", settlement.settled_at.timestamp().into());
    let stake = slip.ticket.stake;
    let Some(returned) = settlement.returned else {
        let key = if settlement.reverses.is_some() {
            "why-reopened"
        } else {
            "why-partly"
        };
        return words.line(key, &[at]);
    };
    if settlement.state == TicketState::Cancelled {
        return words.line(
            "why-cancelled",
            &[at, ("stake", money::units(stake).into())],
        );
    }
    let multiplier = settlement.multiplier.as_ref().map(|it| {
        let (num, den) = (it.num().to_string(), it.den().to_string());
        // Beyond this it says less than the price does.
        if num.len() + den.len() > 40 {
            it.shown(OddsFormat::Decimal)
        } else if den == "1" {
            num
        } else {
            format!("{num}/{den}")
        }
    });
    let key = if settlement.reverses.is_some() {
        "why-corrected"
    } else {
        "why-settled"
    };
    words.line(
        key,
        &[
            at,
            ("stake", stake.to_string().into()),
            ("multiplier", multiplier.unwrap_or_default().into()),
            ("returned", returned.to_string().into()),
            ("net", (returned - stake).signed().into()),
            ("state", ticket::state(words, settlement.state).into()),
        ],
    )
}
