//! A game under review, as everybody in a server reads it: what each source says, what it holds
//! up here, and how it ended.

use grading::decide::sources;
use shared::competitor::Role;
use shared::decision::ReviewReason;
use shared::game::{Game, GameResult, GameStatus, PeriodScore};
use shared::report::{ADMIN, Report};
use shared::units::Units;
use store::notices::{ReviewEnd, ReviewPage};
use store::reviews::{Impact, Review};
use wording::{Catalogue, NameForm, Said, money};

/// The most sources that are named.
const SOURCES_MAX: usize = 8;

/// Why a game is under review and what that means, in one line for a ticket.
pub(crate) fn line(catalogue: Catalogue, why: ReviewReason) -> Said {
    catalogue.say(match why {
        ReviewReason::Disagreement | ReviewReason::Operator => "review-ticket-disagreement",
        ReviewReason::Contradictory | ReviewReason::Incomplete => "review-ticket-unclear",
        ReviewReason::Opponent => "review-ticket-opponent",
        ReviewReason::Unreadable => "review-ticket-unreadable",
        ReviewReason::Overdue => "review-ticket-overdue",
        ReviewReason::LateCorrection => "review-ticket-late",
        ReviewReason::PlayedAfterVoid => "review-ticket-played",
        ReviewReason::Withdrawn => "review-ticket-withdrawn",
        ReviewReason::ContradictsDecision => "review-ticket-contradicts",
    })
}

fn why(catalogue: Catalogue, why: ReviewReason) -> Said {
    catalogue.say(match why {
        ReviewReason::Disagreement | ReviewReason::Operator => "review-why-disagreement",
        ReviewReason::Contradictory | ReviewReason::Incomplete => "review-why-unclear",
        ReviewReason::Opponent => "review-why-opponent",
        ReviewReason::Unreadable => "review-why-unreadable",
        ReviewReason::Overdue => "review-why-overdue",
        ReviewReason::LateCorrection => "review-why-late",
        ReviewReason::PlayedAfterVoid => "review-why-played",
        ReviewReason::Withdrawn => "review-why-withdrawn",
        ReviewReason::ContradictsDecision => "review-why-contradicts",
    })
}

/// What is announced once a review is opened. `correct` is the command that lets an admin decide it
/// for the own server. The last line is no other message's.
pub(crate) fn opened(
    catalogue: Catalogue,
    page: &ReviewPage,
    review: &Review,
    correct: &Said,
) -> Said {
    let game = &page.game;
    let mut lines = vec![
        catalogue.line(
            "review-head",
            &[
                ("game", name(catalogue, game).into()),
                ("league", Said::name(&game.league_code).into()),
            ],
        ),
        why(catalogue, review.why),
    ];
    lines.extend(
        review
            .reports
            .iter()
            .take(SOURCES_MAX)
            .map(|it| said(catalogue, game, it)),
    );
    lines.extend(page.impact.map(|it| stake(catalogue, it)));
    lines.push(catalogue.line("review-who", &[("correct", correct.into())]));
    lines.push(foot(
        catalogue,
        game,
        review.number,
        review.opened_at.timestamp(),
    ));
    wording::lines(lines)
}

/// What stands in its place once the review is over.
pub(crate) fn ended(catalogue: Catalogue, page: &ReviewPage, end: &ReviewEnd, number: i32) -> Said {
    let game = &page.game;
    let stands = match &page.result {
        Some(result) => result_word(catalogue, game, result),
        None => catalogue.say("review-stands-nothing"),
    };
    let mut lines = vec![catalogue.line(
        "review-over",
        &[
            ("game", name(catalogue, game).into()),
            ("league", Said::name(&game.league_code).into()),
            ("stands", stands.into()),
        ],
    )];
    lines.push(match &end.verdict {
        None => catalogue.say("review-gave-way"),
        Some((_, reason)) => {
            catalogue.line("review-decided", &[("reason", Said::prose(reason).into())])
        }
    });
    lines.push(foot(catalogue, game, number, end.opened_at.timestamp()));
    wording::lines(lines)
}

fn foot(catalogue: Catalogue, game: &Game, number: i32, opened: i64) -> Said {
    catalogue.line(
        "review-foot",
        &[
            ("number", number.into()),
            (
                "game",
                wording::game_name(catalogue, game, NameForm::Short).into(),
            ),
            ("at", opened.into()),
        ],
    )
}

fn name(catalogue: Catalogue, game: &Game) -> Said {
    wording::game_name(catalogue, game, NameForm::Short)
}

/// `ESPN: Packers 27, Bears 24, since 21:12`
fn said(catalogue: Catalogue, game: &Game, report: &Report) -> Said {
    let end = end(catalogue, game, report.status, &report.scores);
    let source = source(catalogue, &report.provider);
    catalogue.line(
        "review-said",
        &[
            ("source", source.into()),
            ("end", end.into()),
            ("at", report.received_at.timestamp().into()),
        ],
    )
}

/// The source of a report: a feed's name, or the operator of the bot.
pub(crate) fn source(catalogue: Catalogue, provider: &str) -> Said {
    match provider {
        ADMIN => catalogue.say("review-operator"),
        feed => Said::name(sources::name(feed)),
    }
}

/// How a game ended, in a few words: `Packers 27, Bears 24, final`, `Game cancelled`.
pub(crate) fn result_word(catalogue: Catalogue, game: &Game, result: &GameResult) -> Said {
    end(catalogue, game, result.status, &result.scores)
}

fn end(catalogue: Catalogue, game: &Game, status: GameStatus, scores: &[PeriodScore]) -> Said {
    if status != GameStatus::Final {
        return wording::not_played(catalogue, status);
    }
    // A field has places and no score.
    let scored = score(catalogue, game, scores);
    scored.unwrap_or_else(|| catalogue.say("review-final"))
}

/// `Packers 27, Bears 24`, in the order in which the sport's fans name the sides.
fn score(catalogue: Catalogue, game: &Game, scores: &[PeriodScore]) -> Option<Said> {
    let points = |role| {
        let of = |it: &&PeriodScore| it.period == shared::game::Period::Full && it.role == role;
        scores.iter().find(of).map(|it| it.points)
    };
    let sides = game.sides()?;
    let home = (&sides.home, points(Role::Home)?);
    let away = (&sides.away, points(Role::Away)?);
    let (first, second) = if wording::visitors_first(game.sport) {
        (away, home)
    } else {
        (home, away)
    };
    Some(catalogue.line(
        "review-score",
        &[
            (
                "first",
                wording::called(game, first.0, NameForm::Short).into(),
            ),
            ("first-score", first.1.into()),
            (
                "second",
                wording::called(game, second.0, NameForm::Short).into(),
            ),
            ("second-score", second.1.into()),
        ],
    ))
}

fn stake(catalogue: Catalogue, impact: Impact) -> Said {
    let Impact {
        open,
        settled,
        stakes,
        returned,
        ..
    } = impact;
    let key = match (open, settled) {
        (_, 0) => "review-stake-open",
        (0, _) => "review-stake-settled",
        _ => "review-stake-both",
    };
    let paid = returned.max(Units::ZERO);
    catalogue.line(
        key,
        &[
            ("open", open.into()),
            ("settled", settled.into()),
            ("stakes", money::units(stakes).into()),
            ("paid", money::units(paid).into()),
        ],
    )
}
