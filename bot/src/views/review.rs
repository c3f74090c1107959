//! A game under review, as everybody in a server reads it: what each source says, what it holds
//! up here, and how it ended.

use grading::decide::sources;
use shared::competitor::Role;
use shared::decision::ReviewReason;
use shared::game::{Game, GameResult, GameStatus, PeriodScore};
use shared::report::{ADMIN, Report};
use shared::units::Units;
use store::notices::{ReviewEnd, ReviewTelling};
use store::reviews::{Review, Touched};

use crate::slips::{self, Form};
use crate::text::Text;
use crate::views::money;
use crate::wording::{self, Said};

/// The most sources that are named.
const SOURCES_MAX: usize = 8;

/// Why a game is under review and what that means, in one line for a ticket.
pub(crate) fn line(text: Text, why: ReviewReason) -> Said {
    text.say(match why {
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

fn why(text: Text, why: ReviewReason) -> Said {
    text.say(match why {
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

/// What is told once a review is opened. `correct` is the command by which an admin decides it
/// for the own server. The last line is no other message's.
pub(crate) fn opened(text: Text, telling: &ReviewTelling, review: &Review, correct: &Said) -> Said {
    let game = &telling.game;
    let mut lines = vec![
        text.line(
            "review-head",
            &[
                ("game", name(text, game).into()),
                ("league", Said::name(&game.league_code).into()),
            ],
        ),
        why(text, review.why),
    ];
    lines.extend(
        review
            .said
            .iter()
            .take(SOURCES_MAX)
            .map(|it| said(text, game, it)),
    );
    lines.extend(telling.touched.map(|it| stake(text, it)));
    lines.push(text.line("review-who", &[("correct", correct.into())]));
    lines.push(foot(
        text,
        game,
        review.number,
        review.opened_at.timestamp(),
    ));
    wording::lines(lines)
}

/// What stands in its place once the review is over.
pub(crate) fn ended(text: Text, telling: &ReviewTelling, end: &ReviewEnd, number: i32) -> Said {
    let game = &telling.game;
    let stands = match &telling.result {
        Some(result) => result_word(text, game, result),
        None => text.say("review-stands-nothing"),
    };
    let mut lines = vec![text.line(
        "review-over",
        &[
            ("game", name(text, game).into()),
            ("league", Said::name(&game.league_code).into()),
            ("stands", stands.into()),
        ],
    )];
    lines.push(match &end.verdict {
        None => text.say("review-gave-way"),
        Some((_, reason)) => text.line("review-decided", &[("reason", Said::prose(reason).into())]),
    });
    lines.push(foot(text, game, number, end.opened_at.timestamp()));
    wording::lines(lines)
}

fn foot(text: Text, game: &Game, number: i32, opened: i64) -> Said {
    text.line(
        "review-foot",
        &[
            ("number", number.into()),
            ("game", slips::game_name(text, game, Form::Short).into()),
            ("at", opened.into()),
        ],
    )
}

fn name(text: Text, game: &Game) -> Said {
    slips::game_name(text, game, Form::Short)
}

/// `ESPN: Packers 27, Bears 24, since 21:12`
fn said(text: Text, game: &Game, report: &Report) -> Said {
    let end = match report.status {
        GameStatus::Final => score(text, game, &report.scores),
        _ => None,
    };
    let end = end.unwrap_or_else(|| slips::not_played(text, report.status));
    let source = source(text, &report.provider);
    text.line(
        "review-said",
        &[
            ("source", source.into()),
            ("end", end.into()),
            ("at", report.received_at.timestamp().into()),
        ],
    )
}

/// Who says so: a feed's name, or whoever runs the bot.
pub(crate) fn source(text: Text, provider: &str) -> Said {
    match provider {
        ADMIN => text.say("review-operator"),
        feed => Said::name(sources::name(feed)),
    }
}

/// How a game ended, in a few words: `Packers 27, Bears 24, final`, `Game cancelled`.
pub(crate) fn result_word(text: Text, game: &Game, result: &GameResult) -> Said {
    let scored = match result.status {
        GameStatus::Final => score(text, game, &result.scores),
        _ => None,
    };
    scored.unwrap_or_else(|| slips::not_played(text, result.status))
}

/// `Packers 27, Bears 24`, in the order in which the sport's fans name the sides.
fn score(text: Text, game: &Game, scores: &[PeriodScore]) -> Option<Said> {
    let points = |role| {
        let of = |it: &&PeriodScore| it.period == shared::game::Period::Full && it.role == role;
        scores.iter().find(of).map(|it| it.points)
    };
    let home = (&game.home, points(Role::Home)?);
    let away = (&game.away, points(Role::Away)?);
    let (first, second) = if slips::visitors_first(game.sport) {
        (away, home)
    } else {
        (home, away)
    };
    Some(text.line(
        "review-score",
        &[
            ("first", slips::called(game, first.0, Form::Short).into()),
            ("first-score", first.1.into()),
            ("second", slips::called(game, second.0, Form::Short).into()),
            ("second-score", second.1.into()),
        ],
    ))
}

fn stake(text: Text, touched: Touched) -> Said {
    let Touched {
        open,
        settled,
        stakes,
        returned,
        ..
    } = touched;
    let key = match (open, settled) {
        (_, 0) => "review-stake-open",
        (0, _) => "review-stake-settled",
        _ => "review-stake-both",
    };
    let paid = returned.max(Units::ZERO);
    text.line(
        key,
        &[
            ("open", open.into()),
            ("settled", settled.into()),
            ("stakes", money::units(stakes).into()),
            ("paid", money::units(paid).into()),
        ],
    )
}
