//! The numbers of the sentences: what must happen, and what did.

use grading::GradeError;
use grading::rules::Reach;
use grading::sentence::{Comparison, Condition, Exactly, Half, Numbers, Wins, condition, verdict};
use shared::game::{GameStatus, Period};
use shared::grade::LegOutcome;
use shared::id::CompetitorId;
use shared::league::Sport::{self, AmericanFootball, Basketball, IceHockey, Soccer};
use shared::line::Line;
use shared::market::MarketKind::{self, Moneyline2, Moneyline3, Spread, Total};
use shared::market::Side::{self, Away, Draw, Home, Over, Under};

use crate::{ended, full, graded, house, pick, pick_in, pick_line};

fn said(sport: Sport, kind: MarketKind, side: Side, line: Option<&str>) -> Condition {
    condition(&house(sport), &pick(kind, side, line)).unwrap()
}

#[test]
fn what_must_happen_is_said_in_whole_points() {
    for (sport, kind, side, line, wins) in [
        (
            AmericanFootball,
            Spread,
            Away,
            Some("+3.5"),
            Wins::OrLosesByAtMost(3),
        ),
        (
            AmericanFootball,
            Spread,
            Home,
            Some("-3.5"),
            Wins::ByAtLeast(4),
        ),
        (AmericanFootball, Spread, Home, Some("-0.5"), Wins::Outright),
        (AmericanFootball, Spread, Home, Some("+0.5"), Wins::OrDraws),
        (Basketball, Spread, Home, Some("+0.5"), Wins::Outright),
        (
            AmericanFootball,
            Spread,
            Home,
            Some("-3"),
            Wins::ByAtLeast(4),
        ),
        (Soccer, Spread, Home, Some("-0.75"), Wins::ByAtLeast(2)),
        (Soccer, Spread, Away, Some("+0.75"), Wins::OrDraws),
        (Soccer, Moneyline3, Draw, None, Wins::Draws),
        (Soccer, Moneyline3, Home, None, Wins::Outright),
        (IceHockey, Moneyline2, Home, None, Wins::Outright),
        (
            AmericanFootball,
            Total,
            Over,
            Some("45.5"),
            Wins::TotalAtLeast(46),
        ),
        (
            AmericanFootball,
            Total,
            Under,
            Some("45.5"),
            Wins::TotalAtMost(45),
        ),
        (Soccer, Total, Over, Some("2.25"), Wins::TotalAtLeast(3)),
        (Soccer, Total, Under, Some("2.25"), Wins::TotalAtMost(1)),
    ] {
        assert_eq!(
            said(sport, kind, side, line).wins,
            wins,
            "{sport} {side} {line:?}"
        );
    }
}

#[test]
fn where_the_stake_comes_back_is_said_exactly() {
    let push = |sport, kind, side, line| said(sport, kind, side, line).push_on;
    let football = AmericanFootball;
    assert_eq!(
        push(football, Spread, Home, Some("-3")),
        Some(Exactly::WinsBy(3))
    );
    assert_eq!(
        push(football, Spread, Away, Some("+3")),
        Some(Exactly::LosesBy(3))
    );
    assert_eq!(push(football, Spread, Away, Some("+3.5")), None);
    assert_eq!(push(football, Moneyline2, Away, None), Some(Exactly::Level));
    assert_eq!(push(Basketball, Moneyline2, Away, None), None);
    assert_eq!(push(Soccer, Moneyline3, Away, None), None);
    assert_eq!(
        push(football, Total, Under, Some("45")),
        Some(Exactly::Total(45))
    );
}

#[test]
fn where_a_quarter_line_splits_is_said_exactly() {
    let half = |kind, side, line| said(Soccer, kind, side, Some(line)).half;
    let (won, lost) = (true, false);
    for (kind, side, line, on, is) in [
        (Spread, Home, "-0.75", Exactly::WinsBy(1), won),
        (Spread, Away, "+0.75", Exactly::LosesBy(1), lost),
        (Spread, Home, "-0.25", Exactly::Level, lost),
        (Spread, Away, "+0.25", Exactly::Level, won),
        (Total, Over, "2.25", Exactly::Total(2), lost),
        (Total, Under, "2.25", Exactly::Total(2), won),
        (Total, Over, "2.75", Exactly::Total(3), won),
    ] {
        assert_eq!(
            half(kind, side, line),
            Some(Half { on, won: is }),
            "{side} {line}"
        );
    }
    assert_eq!(half(Spread, Home, "-0.5"), None);
}

#[test]
fn how_much_of_the_game_counts_is_said() {
    let reach = |sport, period, kind| {
        let selection = pick_in(period, kind, Home, None);
        condition(&house(sport), &selection).unwrap().reach
    };
    assert_eq!(reach(IceHockey, Period::Full, Moneyline2), Reach::WholeGame);
    assert_eq!(
        reach(IceHockey, Period::Full, Moneyline3),
        Reach::RegularTime
    );
    assert_eq!(reach(Soccer, Period::Full, Moneyline2), Reach::RegularTime);
    assert_eq!(
        reach(AmericanFootball, Period::Half(2), Moneyline2),
        Reach::PartAndOvertime
    );
    assert_eq!(
        reach(Basketball, Period::Quarter(4), Moneyline2),
        Reach::Part
    );
}

/// Whether a score is one of those that a condition names.
fn holds(end: Exactly, lead: i64, total: i64) -> bool {
    match end {
        Exactly::WinsBy(points) => lead == points,
        Exactly::Level => lead == 0,
        Exactly::LosesBy(points) => lead == -points,
        Exactly::Total(points) => total == points,
    }
}

fn promised(condition: &Condition, lead: i64, total: i64) -> LegOutcome {
    let wins = match condition.wins {
        Wins::Outright => lead >= 1,
        Wins::ByAtLeast(points) => lead >= points,
        Wins::OrDraws => lead >= 0,
        Wins::OrLosesByAtMost(points) => lead >= -points,
        Wins::Draws => lead == 0,
        Wins::TotalAtLeast(points) => total >= points,
        Wins::TotalAtMost(points) => total <= points,
        other => panic!("{other:?}"),
    };
    match condition.half {
        _ if wins => LegOutcome::Won,
        _ if condition.push_on.is_some_and(|it| holds(it, lead, total)) => LegOutcome::Push,
        Some(half) if holds(half.on, lead, total) && half.won => LegOutcome::HalfWon,
        Some(half) if holds(half.on, lead, total) => LegOutcome::HalfLost,
        _ => LegOutcome::Lost,
    }
}

/// What a slip says before the game is what grading does after it, for every line and score.
#[test]
fn a_sentence_promises_what_the_grade_gives() {
    let mut lines: Vec<Option<Line>> = (-18..=18)
        .map(|it| Some(Line::from_quarters(it).unwrap()))
        .collect();
    lines.push(None);
    let mut compared = 0;
    for sport in [AmericanFootball, Basketball, IceHockey, Soccer] {
        for kind in &[Moneyline2, Moneyline3, Spread, Total] {
            for (side, line) in { kind.sides() }
                .iter()
                .flat_map(|it| lines.iter().map(move |line| (*it, *line)))
            {
                if kind.has_line() != line.is_some() {
                    continue;
                }
                let selection = pick_line(Period::Full, *kind, side, line);
                let condition = condition(&house(sport), &selection).unwrap();
                for (home, away) in (0..=6).flat_map(|it| (0..=6).map(move |away| (it, away))) {
                    if home == away && matches!(sport, Basketball | IceHockey) {
                        continue;
                    }
                    let mut result = full(home, away);
                    let regular = crate::final_with(&[(Period::Regulation, home, away)]);
                    result.scores.extend(regular.scores);
                    let lead = i64::from(if side == Away {
                        away - home
                    } else {
                        home - away
                    });
                    let total = i64::from(home + away);
                    let grade = graded(&selection, sport, &result);
                    let promised = promised(&condition, lead, total);
                    assert_eq!(
                        grade.outcome, promised,
                        "{sport} {kind} {side} {line:?} {home}-{away}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 20_000, "{compared}");
}

#[test]
fn what_happened_is_said_with_its_numbers() {
    let spoken = |side, line, home, away| {
        let kind = if matches!(side, Over | Under) {
            Total
        } else {
            Spread
        };
        let selection = pick(kind, side, Some(line));
        let verdict = verdict(&graded(&selection, AmericanFootball, &full(home, away)).receipt);
        let word = |comparison, above, below| match comparison {
            Comparison::Above => above,
            Comparison::Level => "level with",
            Comparison::Below => below,
        };
        match verdict.numbers {
            Numbers::Sides {
                own,
                line,
                sum,
                other,
                comparison,
            } => {
                let line = line.unwrap();
                format!(
                    "{own} {} = {sum} {} {other}",
                    line.signed(),
                    word(comparison, "beats", "short of")
                )
            }
            Numbers::Total {
                home,
                away,
                total,
                line,
                comparison,
            } => {
                format!(
                    "{home} + {away} = {total}, {} {line}",
                    word(comparison, "over", "under")
                )
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(spoken(Away, "+3.5", 27, 24), "24 +3.5 = 27.5 beats 27");
    assert_eq!(spoken(Away, "+3.5", 24, 20), "20 +3.5 = 23.5 short of 24");
    assert_eq!(spoken(Home, "-3", 27, 24), "27 -3 = 24 level with 24");
    assert_eq!(spoken(Home, "-3.25", 3, 0), "3 -3.25 = -0.25 short of 0");
    assert_eq!(spoken(Over, "45.5", 24, 27), "24 + 27 = 51, over 45.5");
    assert_eq!(spoken(Under, "45.5", 24, 27), "24 + 27 = 51, over 45.5");
    assert_eq!(spoken(Under, "51", 24, 27), "24 + 27 = 51, level with 51");
}

#[test]
fn a_draw_and_a_game_that_was_not_played_are_said() {
    let drawn = graded(&pick(Moneyline3, Draw, None), Soccer, &full(1, 1));
    assert_eq!(
        verdict(&drawn.receipt).numbers,
        Numbers::Draw {
            home: 1,
            away: 1,
            level: true
        }
    );
    let put_off = ended(GameStatus::Postponed, &[]);
    let void = verdict(&graded(&pick(Moneyline3, Draw, None), Soccer, &put_off).receipt);
    assert_eq!(void.outcome, LegOutcome::Void);
    assert_eq!(
        void.numbers,
        Numbers::NotPlayed {
            status: GameStatus::Postponed
        }
    );
}

#[test]
fn a_yes_means_what_its_own_market_asks() {
    for yes in [true, false] {
        let side = if yes { Side::Yes } else { Side::No };
        let both = said(Soccer, MarketKind::BothTeamsToScore, side, None);
        assert_eq!(both.wins, Wins::BothScore(yes));
        let mut player = pick(MarketKind::PlayerYesNo, side, None);
        player.subject = Some(CompetitorId::derive("forward"));
        player.statistic = Some("goals".to_owned());
        let scorer = condition(&house(Soccer), &player).unwrap();
        assert_eq!(scorer.wins, Wins::Happens(yes));
    }
    // People grade it, so no rule can say what wins it.
    let by_hand = condition(&house(Soccer), &pick(MarketKind::Manual, Side::Yes, None));
    assert!(matches!(by_hand, Err(GradeError::NoRule { .. })));
}
