//! A leg in full: its receipt in plain words, the rules it rests on, its source.

use grading::rules::Term;
use grading::{Receipt, ReceiptError, Working};
use shared::competitor::Role;
use shared::game::{Game, GameStatus, Period};
use shared::ticket::{Leg, TicketKind};
use store::notices::{LegRuling, SlipLeg};
use wording::{
    Catalogue, NameForm, Said, called, cited_rules, explained, leg_word, money, not_played, part,
    pick, the_part, wins_if,
};

use super::View;
use crate::views::{game, review};

/// What a leg was graded by, with its bytes. Nothing: it is not graded, or by an admin's word.
pub(super) fn of(shown: &SlipLeg) -> Result<Option<(Receipt, &[u8])>, ReceiptError> {
    let Some(grade) = shown.grade.as_ref().filter(|it| !it.receipt.is_empty()) else {
        return Ok(None);
    };
    Ok(Some((Receipt::from_bytes(&grade.receipt)?, &grade.receipt)))
}

/// All that is to be said of a leg.
pub(super) fn leg(
    catalogue: Catalogue,
    view: &View<'_>,
    leg: &Leg,
    shown: &SlipLeg,
) -> Result<Said, ReceiptError> {
    let receipt = of(shown)?;
    let outcome = shown.grade.as_ref().map(|it| it.outcome);
    let pick = pick(catalogue, &leg.selection, &shown.game, NameForm::Short);
    let price = match view.slip.ticket.kind() {
        TicketKind::Teaser => catalogue.say("why-teased"),
        _ => money::price(leg.price, view.format),
    };
    let mut lines = vec![catalogue.line(
        "why-leg",
        &[
            ("number", leg.number.into()),
            ("pick", pick.into()),
            ("price", price.into()),
            ("bookmaker", Said::name(&leg.bookmaker.name).into()),
            ("state", leg_word(catalogue, outcome).into()),
            ("game", game::line(catalogue, &shown.game).into()),
        ],
    )];
    let review = view.reviews.get(&leg.selection.game);
    lines.extend(review.map(|why| review::line(catalogue, *why)));
    let ruling = shown.grade.as_ref().and_then(|it| it.ruling.as_ref());
    match (ruling, receipt) {
        (Some(ruling), receipt) => {
            let said = receipt.map(|(receipt, _)| explained(catalogue, &receipt, &shown.game));
            lines.extend(said);
            lines.extend(ruled(catalogue, ruling));
        }
        (None, None) => {
            let wins = wins_if(catalogue, &view.slip.choices, &leg.selection, &shown.game);
            lines.extend(wins.map(|it| it.then(&".".into())));
        }
        (None, Some((receipt, bytes))) => {
            lines.push(explained(catalogue, &receipt, &shown.game));
            lines.extend(rules(catalogue, &receipt));
            lines.push(source(catalogue, &receipt, bytes, &shown.game));
            lines.extend(since(catalogue, shown));
        }
    }
    Ok(wording::lines(lines))
}

/// An admin's decision.
fn ruled(catalogue: Catalogue, ruling: &LegRuling) -> [Said; 2] {
    let actor = || ("actor", catalogue.person(&ruling.actor_name).into());
    let reason = ("reason", Said::prose(&ruling.reason).into());
    [
        catalogue.line("correction-ruled", &[actor(), reason]),
        catalogue.line(
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
fn rules(catalogue: Catalogue, receipt: &Receipt) -> Vec<Said> {
    let rules = cited_rules(receipt).into_iter().map(|it| {
        let says = ("says", Said::ours(&it.says).into());
        catalogue.line("why-rule", &[says, ("source", it.source.into())])
    });
    rules.collect()
}

/// On whose word, which numbers, by which rule; and the receipt's digest.
fn source(catalogue: Catalogue, receipt: &Receipt, bytes: &[u8], game: &Game) -> Said {
    let result = &receipt.result;
    let provider = review::source(catalogue, &result.provider);
    let end = match result.status {
        GameStatus::Final => catalogue.say("why-end-final"),
        status => not_played(catalogue, status).to_lowercase(),
    };
    let digest = Receipt::digest(bytes);
    let hash: String = digest
        .iter()
        .take(6)
        .map(|it| format!("{it:02x}"))
        .collect();
    catalogue.line(
        "why-source",
        &[
            ("provider", provider.into()),
            ("end", end.into()),
            ("at", result.decided_at.timestamp().into()),
            ("version", result.version.into()),
            ("scores", scores(catalogue, receipt, game).into()),
            ("counted", counted(catalogue, receipt).into()),
            ("rule", Said::ours(&receipt.rule).into()),
            ("rule-version", receipt.rule_version.into()),
            ("hash", Said::ours(hash).into()),
        ],
    )
}

/// The result as it stands, where the leg was decided on an earlier one.
fn since(catalogue: Catalogue, shown: &SlipLeg) -> Option<Said> {
    let since = shown.since.as_ref()?;
    let places = [
        (
            "result",
            review::result_word(catalogue, &shown.game, since).into(),
        ),
        (
            "provider",
            review::source(catalogue, &since.provider).into(),
        ),
        ("version", since.version.into()),
    ];
    Some(catalogue.line("why-since", &places))
}

/// The scores that the source gave, by part: ` CHI:GB 24:27, 1st half 7:3.`
fn scores(catalogue: Catalogue, receipt: &Receipt, game: &Game) -> Said {
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
        match part(catalogue, period) {
            Some(part) => catalogue.line("why-scores-part", &[("part", part.into()), points]),
            None => catalogue.line("why-scores-full", &[points]),
        }
    });
    let said: Vec<Said> = said.collect();
    let Some(sides) = game.sides().filter(|_| !said.is_empty()) else {
        return Said::default();
    };
    catalogue.line(
        "why-scores",
        &[
            ("home", called(game, &sides.home, NameForm::Short).into()),
            ("away", called(game, &sides.away, NameForm::Short).into()),
            ("scores", wording::list(said, ", ").into()),
        ],
    )
}

/// Which parts were added up: ` Counted: the whole game.`
fn counted(catalogue: Catalogue, receipt: &Receipt) -> Said {
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
        sum = sum.then(&sign.into()).then(&term(catalogue, *it));
    }
    catalogue.line("why-counted", &[("sum", sum.into())])
}

fn term(catalogue: Catalogue, term: Term) -> Said {
    match term {
        Term::Plus(period) | Term::Minus(period) => {
            let part = the_part(catalogue, period);
            part.unwrap_or_else(|| catalogue.say("why-counted-full"))
        }
        Term::PlainFull => catalogue.say("why-counted-full"),
        Term::Overtime | Term::OvertimeIfTold => catalogue.say("why-term-overtime"),
        Term::ShootoutGoal => catalogue.say("why-term-shootout"),
        Term::Innings => catalogue.say("why-term-innings"),
        Term::Parts => catalogue.say("why-term-parts"),
    }
}
