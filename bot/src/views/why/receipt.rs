//! A leg in full: its receipt in plain words, the rules it rests on, its source.

use grading::rules::Term;
use grading::{Receipt, ReceiptError, Working};
use shared::competitor::Role;
use shared::game::{Game, GameStatus, Period};
use shared::ticket::Leg;
use store::notices::{LegRuling, LegShown};

use super::View;
use crate::slips::{
    Form, called, explained, leg_word, not_played, part, pick, quoted, the_part, wins_if,
};
use crate::text::Text;
use crate::views::money;
use crate::views::{game, review};
use crate::wording::{self, Said};

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
) -> Result<Said, ReceiptError> {
    let receipt = of(shown)?;
    let outcome = shown.grade.as_ref().map(|it| it.outcome);
    let pick = pick(words, &leg.selection, shown, Form::Short);
    let mut lines = vec![words.line(
        "why-leg",
        &[
            ("number", leg.number.into()),
            ("pick", pick.into()),
            ("price", money::price(leg.price, view.format).into()),
            ("bookmaker", Said::name(&leg.bookmaker.name).into()),
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
            lines.extend(said);
            lines.extend(ruled(words, ruling));
        }
        (None, None) => {
            let wins = wins_if(words, &view.slip.choices, &leg.selection, shown);
            lines.extend(wins.map(|it| it.then(&".".into())));
        }
        (None, Some((receipt, bytes))) => {
            lines.push(explained(words, &receipt, shown));
            lines.extend(rules(words, &receipt));
            lines.push(source(words, &receipt, bytes, &shown.game));
            lines.extend(since(words, shown));
        }
    }
    Ok(wording::lines(lines))
}

/// An admin's decision.
fn ruled(words: Text, ruling: &LegRuling) -> [Said; 2] {
    let actor = || ("actor", words.person(&ruling.actor_name).into());
    let reason = ("reason", Said::prose(&ruling.reason).into());
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
fn rules(words: Text, receipt: &Receipt) -> Vec<Said> {
    let rules = quoted(receipt).into_iter().map(|it| {
        let says = ("says", Said::ours(&it.says).into());
        words.line("why-rule", &[says, ("source", it.source.into())])
    });
    rules.collect()
}

/// On whose word, which numbers, by which rule; and the receipt's digest.
fn source(words: Text, receipt: &Receipt, bytes: &[u8], game: &Game) -> Said {
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
            ("rule", Said::ours(&receipt.rule).into()),
            ("rule-version", receipt.rule_version.into()),
            ("hash", Said::ours(hash).into()),
        ],
    )
}

/// The result as it stands, where the leg was decided on an earlier one.
fn since(words: Text, shown: &LegShown) -> Option<Said> {
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
fn scores(words: Text, receipt: &Receipt, game: &Game) -> Said {
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
        let points = ("points", Said::ours(format!("{home}:{away}")).into());
        match part(words, period) {
            Some(part) => words.line("why-scores-part", &[("part", part.into()), points]),
            None => words.line("why-scores-full", &[points]),
        }
    });
    let said: Vec<Said> = said.collect();
    if said.is_empty() {
        return Said::default();
    }
    words.line(
        "why-scores",
        &[
            ("home", called(game, &game.home, Form::Short).into()),
            ("away", called(game, &game.away, Form::Short).into()),
            ("scores", wording::list(said, ", ").into()),
        ],
    )
}

/// Which parts were added up: ` Counted: the whole game.`
fn counted(words: Text, receipt: &Receipt) -> Said {
    let nothing = matches!(
        receipt.working,
        Working::NotPlayed { .. } | Working::Void { .. }
    );
    if nothing || receipt.counted.is_empty() {
        return Said::default();
    }
    let mut sum = Said::default();
    for (index, it) in receipt.counted.iter().enumerate() {
        let sign = match (it, index) {
            (Term::Minus(_), _) => " - ",
            (_, 0) => "",
            _ => " + ",
        };
        sum = sum.then(&sign.into()).then(&term(words, *it));
    }
    words.line("why-counted", &[("sum", sum.into())])
}

fn term(words: Text, term: Term) -> Said {
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
