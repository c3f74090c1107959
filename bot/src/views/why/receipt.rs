//! A leg in full: its receipt in plain words, the rules it rests on, its source.

use grading::rules::Term;
use grading::{Receipt, ReceiptError, Working};
use shared::competitor::Role;
use shared::game::{Game, GameStatus, Period};
use shared::ticket::Leg;
use store::notices::{LegRuling, LegShown};

use super::View;
use crate::slips::{
    Form, escape, explained, leg_word, not_played, part, pick, quoted, the_part, wins_if,
};
use crate::text::Text;
use crate::views::{game, review};

/// What a leg was graded by, with its bytes. Nothing: it is not graded, or by an admin's word.
pub(super) fn of(shown: &LegShown) -> Result<Option<(Receipt, &[u8])>, ReceiptError> {
    let Some(grade) = shown.grade.as_ref().filter(|it| !it.receipt.is_empty()) else {
        return Ok(None);
    };
    Ok(Some((Receipt::from_bytes(&grade.receipt)?, &grade.receipt)))
}

/// All that is to be said of a leg.
pub(super) fn leg(
    words: Text,
    view: &View<'_>,
    leg: &Leg,
    shown: &LegShown,
) -> Result<String, ReceiptError> {
    let receipt = of(shown)?;
    let outcome = shown.grade.as_ref().map(|it| it.outcome);
    let pick = pick(words, &leg.selection, shown, Form::Short);
    let mut lines = vec![words.line(
        "why-leg",
        &[
            ("number", leg.number.into()),
            ("pick", escape(&pick).into()),
            ("price", leg.price.shown(view.format).into()),
            ("bookmaker", escape(&leg.bookmaker.name).into()),
            ("state", leg_word(words, outcome).into()),
            ("game", game::line(words, &shown.game).into()),
        ],
    )];
    let review = view.reviews.get(&leg.selection.game);
    lines.extend(review.map(|why| review::line(words, *why)));
    let ruling = shown.grade.as_ref().and_then(|it| it.ruling.as_ref());
    match (ruling, receipt) {
        (Some(ruling), receipt) => {
            let said = receipt.map(|(receipt, _)| explained(words, &receipt, shown));
            lines.extend(said.map(|it| escape(&it)));
            lines.extend(ruled(words, ruling));
        }
        (None, None) => {
            let wins = wins_if(words, &view.slip.choices, &leg.selection, shown);
            lines.extend(wins.map(|it| escape(&format!("{it}."))));
        }
        (None, Some((receipt, bytes))) => {
            lines.push(escape(&explained(words, &receipt, shown)));
            lines.extend(rules(words, &receipt));
            lines.push(source(words, &receipt, bytes, &shown.game));
            lines.extend(since(words, shown));
        }
    }
    Ok(lines.join("\n"))
}

/// An admin's decision.
fn ruled(words: Text, ruling: &LegRuling) -> [String; 2] {
    let actor = || ("actor", escape(&ruling.actor_name).into());
    let reason = ("reason", escape(&ruling.reason).into());
    [
        words.line("correction-ruled", &[actor(), reason]),
        words.line(
            "correction-why",
            &[
                ("number", ruling.number.into()),
                actor(),
                ("at", ruling.made_at.timestamp().into()),
            ],
        ),
    ]
}

/// The rules that had a say, with who publishes them.
fn rules(words: Text, receipt: &Receipt) -> Vec<String> {
    let rules = quoted(receipt).into_iter().map(|it| {
        let says = ("says", it.says.into());
        words.line("why-rule", &[says, ("source", it.source.into())])
    });
    rules.collect()
}

/// On whose word, which numbers, by which rule; and the receipt's digest.
fn source(words: Text, receipt: &Receipt, bytes: &[u8], game: &Game) -> String {
    let result = &receipt.result;
    let provider = review::source(words, &result.provider);
    let end = match result.status {
        GameStatus::Final => words.say("why-end-final"),
        status => not_played(words, status).to_lowercase(),
    };
    let digest = Receipt::digest(bytes);
    let hash: String = digest
        .iter()
        .take(6)
        .map(|it| format!("{it:02x}"))
        .collect();
    words.line(
        "why-source",
        &[
            ("provider", provider.into()),
            ("end", end.into()),
            ("at", result.decided_at.timestamp().into()),
            ("version", result.version.into()),
            ("scores", scores(words, receipt, game).into()),
            ("counted", counted(words, receipt).into()),
            ("rule", receipt.rule.clone().into()),
            ("rule-version", receipt.rule_version.into()),
            ("hash", hash.into()),
        ],
    )
}

/// The result as it stands, where the leg was decided on an earlier one.
fn since(words: Text, shown: &LegShown) -> Option<String> {
    let since = shown.since.as_ref()?;
    let places = [
        (
            "result",
            review::result_word(words, &shown.game, since).into(),
        ),
        ("provider", review::source(words, &since.provider).into()),
        ("version", since.version.into()),
    ];
    Some(words.line("why-since", &places))
}

/// The scores that the source gave, by part: ` CHI:GB 24:27, 1st half 7:3.`
fn scores(words: Text, receipt: &Receipt, game: &Game) -> String {
    let scores = &receipt.result.scores;
    let mut periods: Vec<Period> = scores.iter().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let points = |period, role| {
        let mut found = scores.iter();
        let found = found.find(|it| it.period == period && it.role == role);
        found.map_or_else(|| "-".to_owned(), |it| it.points.to_string())
    };
    let said = periods.into_iter().map(|period| {
        let (home, away) = (points(period, Role::Home), points(period, Role::Away));
        let points = ("points", format!("{home}:{away}").into());
        match part(words, period) {
            Some(part) => words.line("why-scores-part", &[("part", part.into()), points]),
            None => words.line("why-scores-full", &[points]),
        }
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return String::new();
    }
    words.line(
        "why-scores",
        &[
            ("home", escape(&game.home.code).into()),
            ("away", escape(&game.away.code).into()),
            ("scores", said.join(", ").into()),
        ],
    )
}

/// Which parts were added up: ` Counted: the whole game.`
fn counted(words: Text, receipt: &Receipt) -> String {
    let nothing = matches!(
        receipt.working,
        Working::NotPlayed { .. } | Working::Void { .. }
    );
    if nothing || receipt.counted.is_empty() {
        return String::new();
    }
    let mut sum = String::new();
    for (index, it) in receipt.counted.iter().enumerate() {
        let sign = match (it, index) {
            (Term::Minus(_), _) => " - ",
            (_, 0) => "",
            _ => " + ",
        };
        sum.push_str(sign);
        sum.push_str(&term(words, *it));
    }
    words.line("why-counted", &[("sum", sum.into())])
}

fn term(words: Text, term: Term) -> String {
    match term {
        Term::Plus(period) | Term::Minus(period) => {
            let part = the_part(words, period);
            part.unwrap_or_else(|| words.say("why-counted-full"))
        }
        Term::PlainFull => words.say("why-counted-full"),
        Term::Overtime | Term::OvertimeIfTold => words.say("why-term-overtime"),
        Term::ShootoutGoal => words.say("why-term-shootout"),
        Term::Innings => words.say("why-term-innings"),
        Term::Parts => words.say("why-term-parts"),
    }
}
